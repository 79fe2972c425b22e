/* Records to fill in: an empty one, or next year's after last year's. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "kinds/kind.h"
#include "ledger/sample.h"
#include "press/pipeline.h"
#include "record/tree.h"
#include "workbook/workbook.h"

struct options {
    const char *output;
    const char *template;
    const char *from;
    const char *fill; /* a record that the workbook is to hold */
    int json;
    int link;
    int workbook;
};

/* What the new record is made with. */
struct filler {
    struct arena *arena;
    enum language language;
    const struct options *options;
    int64_t year;            /* of last year's record */
    const struct kind *kind; /* of document */
    const struct ledger_form *form;
};

static const struct slice none = {NULL, 0};

static struct slice gap_if(const struct filler *filler, const struct filling *filling, bool wanted)
{
    return wanted ? skeleton_gap(filler->arena, filling, filler->language) : none;
}

static bool is_path(const struct filling *filling, const char *path)
{
    return strcmp(filling->row->path, path) == 0;
}

/* Whether records of the kind must have the key. */
static bool is_required(const struct filler *filler, const struct filling *filling)
{
    return filling->row->presence & schema_kind_named(slice_of(filler->kind->name)) &&
           !filling->example;
}

static struct slice fill(void *data, const struct filling *filling)
{
    const struct filler *filler = data;
    if (is_path(filling, "单位.模板") && filler->options->template)
        return slice_of(filler->options->template);
    if (is_path(filling, "单位.文种") && filler->kind != kind_at(0))
        return slice_of(filler->kind->name);
    return gap_if(filler, filling, is_required(filler, filling));
}

static bool is_below(const struct filling *filling, const char *above)
{
    return strncmp(filling->row->path, above, strlen(above)) == 0;
}

/* Whether the key keeps its value from year to year, or has been brought forward already. */
static bool is_kept(const struct filling *filling)
{
    static const char *const groups[] = {"单位.",
                                         "科目名称.",
                                         "概况.",
                                         "上年.",
                                         "年初结转和结余.",
                                         "涉密.",
                                         "绩效.整体.总目标",
                                         "绩效.评价.<序号>.名称",
                                         "绩效.评价.<序号>.概况",
                                         "绩效.评价.<序号>.开支.<序号>.名称",
                                         "绩效.项目.<序号>.名称",
                                         "绩效.项目.<序号>.主管部门",
                                         "绩效.项目.<序号>.实施单位",
                                         "绩效.项目.<序号>.资金性质",
                                         "绩效.项目.<序号>.预期数量",
                                         "绩效.项目.<序号>.预期效果",
                                         "绩效.项目.<序号>.指标.<二级指标>.<序号>.名称",
                                         "绩效.项目.<序号>.指标.<二级指标>.<序号>.指标值",
                                         "绩效.项目.<序号>.评价人员."};
    static const char *const renewed[] = {"单位.公开日期", "单位.编制说明", "单位.下属记录.<序号>",
                                          "概况.重点工作"};
    for (size_t i = 0; i < sizeof renewed / sizeof *renewed; i++)
        if (is_path(filling, renewed[i]))
            return false;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (is_below(filling, groups[i]))
            return true;
    return false;
}

static bool is_prose(const struct filling *filling)
{
    enum leaf_type type = filling->row->type;
    return (type == LEAF_LINE || type == LEAF_PROSE) && !is_below(filling, "单位.") &&
           !is_below(filling, "上年.") && !is_below(filling, "科目名称.");
}

/* Last year's record as 上年.记录 names it: as seen from the new record's folder. */
static const char *linked_path(const struct filler *filler)
{
    const struct options *options = filler->options;
    bool beside = !strchr(options->output, '/');
    char *whole = beside ? NULL : realpath(options->from, NULL);
    const char *path = whole ? arena_copy(filler->arena, whole, strlen(whole)) : options->from;
    free(whole);
    return path;
}

/* The year with which the text begins, if 年 follows its four digits; else 0. */
static int64_t leading_year(struct slice text)
{
    enum { DIGITS = 4 };
    int64_t year;
    bool named =
        text.n > DIGITS && slice_starts((struct slice){text.p + DIGITS, text.n - DIGITS}, "年");
    return named && decimal_parse((struct slice){text.p, DIGITS}, 0, &year) == DECIMAL_OK ? year
                                                                                          : 0;
}

/* The text with the year disclosed and the one before marked as gaps: what was true of them must be
 * read again. Other years are history. */
static struct slice with_year_gaps(const struct filler *filler, struct slice text)
{
    static const char *const gaps[2] = {GAP_START "%lld? it was %lld" GAP_END,
                                        GAP_START "%lld？原为%lld" GAP_END};
    struct buf out = {0};
    bool inside = false; /* a longer number */
    for (size_t at = 0; at < text.n;) {
        int64_t year = inside ? 0 : leading_year((struct slice){text.p + at, text.n - at});
        bool stale = year && (year == filler->year || year == filler->year - 1);
        size_t from = at;
        utf8_next(text, &at);
        inside = text.p[from] >= '0' && text.p[from] <= '9';
        if (stale) {
            buf_printf(&out, gaps[filler->language], (long long)year + 1, (long long)year);
            at = from + strlen("2024");
        } else {
            buf_put(&out, text.p + from, at - from);
        }
    }
    struct slice marked = slice_copy(filler->arena, buf_slice(&out));
    buf_free(&out);
    return marked;
}

/* Whether the package takes the key from last year's record. */
static bool is_carried(const struct filler *filler, const struct filling *filling)
{
    const struct last_figure *own = filler->form->last;
    while (own && own->figure && !is_path(filling, own->figure))
        own++;
    return own && own->figure;
}

static struct slice fill_next(void *data, const struct filling *filling)
{
    const struct filler *filler = data;
    const struct options *options = filler->options;
    const struct node *before = filling->before;
    bool required = is_required(filler, filling);
    bool last = is_below(filling, "上年.");
    if (is_path(filling, "单位.年度"))
        return slice_of(arena_printf(filler->arena, "%lld", (long long)before->number + 1));
    if (is_path(filling, "上年.记录"))
        return options->link ? slice_of(linked_path(filler)) : none;
    if (last && options->link)
        return none;
    if (before && is_kept(filling) && !(is_path(filling, "单位.模板") && options->template))
        return is_prose(filling) ? with_year_gaps(filler, before->text) : before->text;
    if (before && is_carried(filler, filling))
        return options->link ? none : before->text;
    if (is_path(filling, "单位.模板"))
        return fill(data, filling);
    if (is_path(filling, "单位.公开日期") || is_below(filling, "更正."))
        return none; /* next year's disclosure begins as its first edition */
    return gap_if(filler, filling, before || required);
}

/* Last year's record, turned into what next year's begins with. */
struct forward {
    struct arena *arena;
    struct node *root;
    const struct facts *facts;
    bool ten_thousand;
};

/* An amount as the record spells amounts. */
static struct slice amount_text(const struct forward *forward, int64_t amount)
{
    const struct number_style yuan = {.decimals = 2, .trim = true, .divisor = 1};
    const struct number_style ten_thousand = {.decimals = 6, .trim = true, .divisor = 10000};
    struct buf buf = {0};
    decimal_print(&buf, amount, 2, forward->ten_thousand ? &ten_thousand : &yuan);
    struct slice text = slice_copy(forward->arena, buf_slice(&buf));
    buf_free(&buf);
    return text;
}

/* Sets the amount at a path of the tree. */
static void put_amount(const struct forward *forward, const char *path, int64_t amount)
{
    struct node *node = forward->root;
    for (struct slice rest = slice_of(path); rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        struct node *child = node_child(node, key);
        if (!child)
            child = node_add(forward->arena, node, rest.p ? NODE_MAP : NODE_STRING, key,
                             (struct pos){0});
        child->absent = false;
        node = child;
    }
    node->text = amount_text(forward, amount);
}

static void put_last_year(const struct forward *forward)
{
    const char *figure, *source;
    node_clear(node_find(forward->root, "上年"));
    for (size_t i = 0; ledger_last_figure(i, &figure, &source); i++) {
        const struct fact *fact = fact_find(forward->facts, forward->facts->root, slice_of(source));
        if (!fact->waits) /* what was secret is not known here, either */
            put_amount(forward, figure, fact->number);
    }
    const struct fact *rows =
        fact_find(forward->facts, forward->facts->root, SLICE("一般公共预算支出.科目"));
    const struct last_figure *own = forward->facts->form->last;
    for (; own && own->figure; own++)
        ledger_settle_own(forward->arena, forward->root, own->figure,
                          fact_find(forward->facts, forward->facts->root, slice_of(own->source)));
    for (const struct fact *row = rows->first; row; row = row->next)
        if (row->key.n == 7)
            put_amount(forward,
                       arena_printf(forward->arena, "上年.一般公共预算支出.%s", row->key.p),
                       fact_child(forward->facts, row, SLICE("合计"))->number);
}

/* What was left at the end of last year is there at the start of the next. */
static void put_balances(const struct forward *forward, const struct node *map, const char *path)
{
    for (const struct node *node = map->first; node; node = node->next) {
        const char *below = arena_printf(forward->arena, "%s.%s", path, node->key.p);
        if (node->kind == NODE_MAP)
            put_balances(forward, node, below);
        else if (node->number)
            put_amount(forward, below, node->number);
    }
}

static void bring_forward(const struct forward *forward)
{
    put_last_year(forward);
    node_clear(node_find(forward->root, "年初结转和结余"));
    put_balances(forward, node_find(forward->root, "年末结转和结余"), "年初结转和结余");
}

/* ---- Subjects that next year may have otherwise ---- */

struct subject_check {
    struct run *run;
    int year;        /* the next */
    struct buf told; /* the codes looked at, each with a blank around it */
    struct buf unmet;
    bool by_year; /* the catalogue tells years apart: not of economic subjects */
};

static bool is_code(struct slice key)
{
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] < '0' || key.p[i] > '9')
            return false;
    return key.n == 3 || key.n == 5 || key.n == 7;
}

/* One code that the record has an amount for: what it was called, and is going to be. */
static void check_subject(struct subject_check *check, const struct subjects *subjects,
                          const struct node *node)
{
    struct arena *arena = check->run->arena;
    const char *code = arena_printf(arena, " %s ", node->key.p);
    if (check->told.n && strstr(check->told.p, code))
        return;
    buf_puts(&check->told, code);
    const struct subject *was = subject_find(subjects, node->key, check->year - 1);
    const struct subject *is = subject_find(subjects, node->key, check->year);
    if (!is)
        return;
    const char *year = arena_printf(arena, "%d", check->year);
    if (!slice_eq(was->name, is->name))
        diag_report(&check->run->diag, MSG_SUBJECT_RENAMED, node->key_pos, node->key.p, is->name.p,
                    year, was->name.p);
    else if (check->by_year && !subject_holds(is, check->year))
        buf_printf(&check->unmet, "%s%s", check->unmet.n ? " " : "", node->key.p);
}

static void check_subjects(struct subject_check *check, const struct subjects *subjects,
                           const struct node *map)
{
    for (const struct node *node = map ? map->first : NULL; node; node = node->next) {
        if (is_code(node->key) && !node->absent)
            check_subject(check, subjects, node);
        check_subjects(check, subjects, node);
    }
}

/* The codes that last year's record had to name itself. */
static void report_named(struct run *run, const struct node *record, const struct catalog *catalog)
{
    const struct node *names = node_find(record, "科目名称");
    for (const struct node *name = names ? names->first : NULL; name; name = name->next)
        if (!subject_find(&catalog->functional, name->key, 0) &&
            !subject_find(&catalog->economic, name->key, 0))
            diag_report(&run->diag, MSG_SUBJECT_GONE, name->key_pos, name->key.p, name->text.p);
}

/* Reports the codes of last year's record that next year may have otherwise. */
static void report_subjects(struct run *run, const struct node *record,
                            const struct catalog *catalog)
{
    static const char *const groups[] = {"收入",           "支出",     "年初结转和结余",
                                         "年末结转和结余", "年初预算", "支出用途"};
    int year = (int)node_find(record, "单位.年度")->number + 1;
    struct subject_check check = {.run = run, .year = year, .by_year = true};
    report_named(run, record, catalog);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        check_subjects(&check, &catalog->functional, node_find(record, groups[i]));
    check.by_year = false;
    check_subjects(&check, &catalog->economic, node_find(record, "基本支出经济分类"));
    if (check.unmet.n)
        diag_report(&run->diag, MSG_SUBJECT_YEAR, (struct pos){0},
                    arena_printf(run->arena, "%d", year),
                    arena_copy(run->arena, check.unmet.p, check.unmet.n));
    buf_free(&check.told);
    buf_free(&check.unmet);
}

static const char titles[2][640] = {
    "A record for gongkai. Fill the gaps, delete those that do not apply; lines that\n"
    "begin with # are comments: delete the # of what you need. `gongkai check` tells\n"
    "what is still missing. docs/record.md explains every key.",
    "gongkai 决算公开数据文件。请填写各处〔待填〕，没有的项目删去整行；以 # 开头的行是\n"
    "注释，需要时去掉行首的 #。用 gongkai check 可查还缺什么；各键的含义见 docs/record.md。"};

/* Reads last year's record, and makes of it what next year's begins with; NULL after an error. */
static const struct node *read_last_year(struct run *run, const char *path)
{
    struct origin origin;
    struct account account;
    run->request.path = path;
    if (!run_read(run, &origin) || !run_compute(run, &origin, &account))
        return NULL;
    diag_init(&run->diag, run->arena, run->diag.language); /* of the new record alone */
    struct node *root = record_copy(run->arena, origin.record);
    bool ten_thousand = slice_is(node_find(root, "单位.金额单位")->text, "万元");
    const struct forward forward = {run->arena, root, account.facts, ten_thousand};
    report_subjects(run, origin.record, run->house->catalog);
    bring_forward(&forward);
    return root;
}

/* The workbook of the form that the command line, or the record that it is made from (NULL for
 * none), names. */
static bool make_workbook(struct run *run, const struct node *from, const struct node *record,
                          struct buf *out)
{
    const char *name = run->request.template_name;
    const struct template *template = from   ? run_template(run, from, &name)
                                      : name ? house_template_here(run->house, &run->diag, name)
                                             : NULL;
    const struct form *form =
        template ? form_of(run->arena, &run->diag, run->house->catalog, template) : NULL;
    return form && workbook_write(out, &run->diag, form, record, name);
}

static bool fill_workbook(struct run *run, const char *path, struct buf *out)
{
    struct origin origin;
    run->request.path = path;
    return run_read(run, &origin) && make_workbook(run, origin.record, origin.record, out);
}

/* The record's kind of document, or the first that the package is for. */
static const struct kind *kind_for(const struct template *template, const struct node *from)
{
    struct slice said;
    for (size_t i = 0; !from && template && kind_at(i); i++)
        if (template_serves(template, kind_at(i)->name, kind_at(i)->part, &said))
            return kind_at(i);
    return from ? kind_of(from) : kind_at(0);
}

/* The package that is asked for, or the record's; NULL for none. */
static const struct template *template_for(const struct run *run, const struct node *from,
                                           const struct options *options)
{
    struct run quiet = *run;
    const char *name = options->template;
    diag_init(&quiet.diag, quiet.arena, LANGUAGE_ENGLISH);
    return name   ? house_template_here(run->house, &quiet.diag, name)
           : from ? run_template(&quiet, from, &name)
                  : NULL;
}

static bool make(struct run *run, const struct options *options, struct buf *out)
{
    struct house *house = run->house;
    struct filler filler = {
        .arena = run->arena, .language = run->diag.language, .options = options};
    struct skeleton skeleton = {.spelling = options->json ? SPELLING_JSON : SPELLING_INI,
                                .language = run->diag.language,
                                .title = titles[run->diag.language],
                                .items = !options->workbook,
                                .brief = true,
                                .fill = options->from ? fill_next : fill,
                                .data = &filler};
    run->request.template_name = options->template;
    if (!house_catalog(house, &run->diag))
        return false;
    if (options->fill)
        return fill_workbook(run, options->fill, out);
    if (options->from) {
        skeleton.before = read_last_year(run, options->from);
        if (!skeleton.before)
            return false;
        filler.year = node_find(skeleton.before, "单位.年度")->number;
    }
    const struct template *template = template_for(run, skeleton.before, options);
    filler.kind = kind_for(template, skeleton.before);
    filler.form = template ? template_form(template, filler.kind->form) : filler.kind->form;
    skeleton.keys = filler.form->keys;
    if (options->workbook)
        return make_workbook(run, skeleton.before, skeleton_tree(run->arena, &skeleton), out);
    sample_codes(&skeleton, house->catalog);
    skeleton.functional[1] = skeleton.economic[1] = NULL;
    skeleton_print(out, run->arena, &skeleton);
    return true;
}

/* A workbook is of a form, and no terminal takes it. False after saying what is wrong. */
static bool is_sound(const struct options *options)
{
    bool standard = strcmp(options->output, "-") == 0;
    if (options->link && !options->from)
        command_complain("new", MSG_OPTION_ALONE, "link", "--from", "link");
    else if (options->fill && !options->workbook)
        command_complain("new", MSG_OPTION_ALONE, "fill", "--workbook", "fill");
    else if (options->workbook && options->json)
        command_complain("new", MSG_OPTION_BOTH, "--workbook", "--json", NULL);
    else if (options->fill && options->from)
        command_complain("new", MSG_OPTION_BOTH, "--fill", "--from", NULL);
    else if (options->workbook && standard)
        command_complain("new", MSG_OPTION_ALONE, "workbook", "--output", "workbook");
    else if (options->workbook && !options->template && !options->fill && !options->from)
        command_complain("new", MSG_OPTION_ALONE, "workbook", "--template|--from|--fill",
                         "workbook");
    else
        return true;
    return false;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    static const struct setting settings[] = {
        {"output", 'o', false, offsetof(struct options, output)},
        {"json", 0, true, offsetof(struct options, json)},
        {"template", 0, false, offsetof(struct options, template)},
        {"from", 0, false, offsetof(struct options, from)},
        {"link", 0, true, offsetof(struct options, link)},
        {"workbook", 0, true, offsetof(struct options, workbook)},
        {"fill", 0, false, offsetof(struct options, fill)},
        {0}};
    const struct command_line line = {.command = "new", .settings = settings, .into = options};
    return command_read(&line, argc, argv) && is_sound(options);
}

/* A record that somebody has filled in is not overwritten. */
static bool is_taken(const char *path)
{
    return strcmp(path, "-") != 0 && access(path, F_OK) == 0;
}

int command_new(int argc, char **argv)
{
    struct options options = {.output = "-"};
    if (!read_options(argc, argv, &options))
        return STATUS_USAGE;
    struct house house;
    house_open(&house, NULL);
    struct run run;
    run_init(&run, &house, house.arena, language_of_locale(), NULL);
    struct buf out = {0};
    enum status status = !make(&run, &options, &out)       ? STATUS_ERROR
                         : run.diag.worst == LEVEL_WARNING ? STATUS_WARNING
                                                           : STATUS_OK;
    command_tell(&run.diag);
    if (status != STATUS_ERROR && is_taken(options.output)) {
        status = command_refuse("is there already; name another file", "已存在；请另写文件名",
                                options.output, NULL);
    } else if (status != STATUS_ERROR) {
        status = command_write(options.output, buf_slice(&out), status);
    }
    buf_free(&out);
    house_close(&house);
    return (int)status;
}
