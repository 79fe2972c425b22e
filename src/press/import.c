#include "press/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/reading.h"
#include "intake/form.h"
#include "intake/leaves.h"
#include "ledger/formula.h"
#include "ledger/ledger.h"
#include "ledger/sample.h"
#include "press/demand.h"
#include "press/merge.h"
#include "record/provenance.h"

enum { YUAN = 100, TEN_THOUSAND = 1000000 };

/* A key that must still be filled, and what stands there until then. */
struct gap {
    struct slice path, text;
};

struct import {
    struct house *house;
    struct arena *arena;
    struct diag *diag;
    const struct import_request *request;
    struct harvest harvest; /* of this year's books */
    struct harvest last;    /* of tables of last year among them */
    struct node *form;      /* what our own workbooks hold, or NULL */
    const struct source *source;
    struct node *typed;    /* the record typed so far, as it is; or NULL */
    bool json;             /* it is in JSON */
    struct node *imported; /* what the books give */
    struct node *whole;    /* all of it, checked */
    struct node *cells;    /* where what was imported stood (record/provenance.h) */
    struct gap *gap;
    uint32_t gaps, gap_room;
    const struct ledger_form *rows; /* of the package that it names */
    uint32_t added, stated, rounded;
    const struct figure *apart; /* of those stated that nothing rounds, that of the fewest leaves */
    const struct fact *apart_fact;
    struct buf missing; /* the sections in which something is still to be filled */
};

/* ---- Reading ---- */

static bool is_gap(const struct node *node)
{
    return slice_starts(node->text, GAP_START) || slice_starts(node->text, GAP_OPTIONAL);
}

static bool read_book(struct import *import, struct harvest *harvest, const char *path)
{
    struct book *book = book_read(import->arena, import->diag, path);
    if (!book)
        return false;
    if (book->has_macros)
        diag_report(import->diag, MSG_BOOK_MACROS, book_pos(book));
    if (book->has_links)
        diag_report(import->diag, MSG_BOOK_LINKS, book_pos(book));
    if (book->is_delayed)
        diag_report(import->diag, MSG_BOOK_DELAYED, book_pos(book));
    if (book_is_form(book)) {
        struct node *form = form_read(import->diag, book);
        if (import->form)
            typed_merge(import->arena, import->diag, import->form, form);
        else
            import->form = form;
        return true;
    }
    harvest_find_tables(harvest, book);
    return true;
}

static const struct ledger_form *form_named(struct import *import, const struct node *named);

/* Whether last year's figures are still to come from somewhere. */
static bool wants_last_year(const struct import *import)
{
    return !import->request->last_year && !(import->typed && node_find(import->typed, "上年.记录"));
}

static bool read_books(struct import *import)
{
    bool sound = true;
    struct harvest *harvest = &import->harvest;
    const struct node *year = import->typed ? node_find(import->typed, "单位.年度") : NULL;
    harvest_init(harvest, import->arena, import->diag,
                 catalog_names(import->arena, import->house->catalog));
    harvest_init(&import->last, import->arena, import->diag, harvest->subjects);
    harvest->unit = import->last.unit = import->request->unit;
    harvest->last = wants_last_year(import) ? &import->last : NULL;
    harvest->keys = import->typed ? form_named(import, import->typed)->keys : NULL;
    if (year && !is_gap(year))
        harvest->typed_year = year->text;
    for (size_t i = 0; i < import->request->book_count; i++)
        sound &= read_book(import, harvest, import->request->books[i]);
    harvest_read(harvest);
    harvest_finish(harvest);
    return sound;
}

/* Whether the record has nothing but what the agency is and does: no amounts. */
static bool is_without_amounts(const struct node *record)
{
    for (const struct node *child = record->first; child; child = child->next)
        if (!slice_is(child->key, "单位") && !slice_is(child->key, "概况"))
            return false;
    return true;
}

/* The unit of the record that the figures are to go into; 0 when it is free. */
static int64_t unit_of(const struct node *record)
{
    const struct node *unit = record ? node_find(record, "单位.金额单位") : NULL;
    if (unit && slice_is(unit->text, "万元"))
        return TEN_THOUSAND;
    return record && (unit || !is_without_amounts(record)) ? YUAN : 0;
}

/* Whether the file is a record, not a book. */
static bool is_record(struct slice text)
{
    struct slice body = slice_trim(text);
    return !book_format(text) && body.n &&
           (*body.p == '{' || *body.p == '[' || *body.p == '#' || *body.p == ';');
}

static struct pos said_pos(const struct said *said)
{
    return said->cell ? cell_pos(said->table->grid, said->cell) : grid_pos(said->table->grid);
}

/* Last year's tables must be of the year before, and of the same agency. */
static void compare_last_year(const struct import *import, const struct harvest *last)
{
    struct slice year = import->harvest.typed_year, agency = import->harvest.agency.text;
    if (!year.n)
        year = import->harvest.year.text;
    if (year.n && last->year.text.n && atoi(last->year.text.p) != atoi(year.p) - 1)
        diag_report(import->diag, MSG_IMPORT_LAST_YEAR, said_pos(&last->year), last->year.text.p,
                    year.p);
    if (agency.n && last->agency.text.n && !slice_eq(agency, last->agency.text))
        diag_report(import->diag, MSG_TAKEN_AGENCY, said_pos(&last->agency), last->agency.text.p,
                    agency.p);
}

static bool read_last_year(struct import *import, int64_t unit)
{
    const char *path = import->request->last_year;
    const struct source *source = source_read(import->arena, path, LIMIT_BOOK);
    if (!source) {
        source_report(import->diag, (struct pos){0}, path);
        return false;
    }
    struct node *last = node_new(import->arena, NULL, NODE_MAP);
    if (is_record(source->text)) {
        struct node *map = node_add(import->arena, last, NODE_MAP, SLICE("上年"), (struct pos){0});
        struct node *name =
            node_add(import->arena, map, NODE_STRING, SLICE("记录"), (struct pos){0});
        name->text = slice_of(arena_copy(import->arena, path, strlen(path)));
    } else {
        struct harvest harvest;
        harvest_init(&harvest, import->arena, import->diag, import->harvest.subjects);
        harvest.unit = import->request->unit;
        if (!read_book(import, &harvest, path))
            return false;
        harvest_read(&harvest);
        harvest_finish(&harvest);
        compare_last_year(import, &harvest);
        last = leaves_last_year(&harvest, unit, ledger_last_figure);
    }
    import->added += typed_merge(import->arena, import->diag, import->imported, last);
    return true;
}

static bool read_typed(struct import *import)
{
    if (!import->request->into)
        return true;
    import->typed = typed_read(import->arena, import->diag, import->request->into, &import->source,
                               &import->json);
    return import->typed != NULL;
}

static bool gather(struct import *import)
{
    if (!read_typed(import) || !read_books(import))
        return false;
    const struct node *record = import->typed ? import->typed : import->form;
    const struct node *year = record ? node_find(record, "单位.年度") : NULL;
    int64_t unit = unit_of(record);
    if (year)
        import->harvest.typed_year = year->text;
    if (!unit)
        unit = leaves_unit(&import->harvest);
    import->imported = import->form ? import->form : node_new(import->arena, NULL, NODE_MAP);
    if (import->harvest.figures)
        typed_merge(import->arena, import->diag, import->imported,
                    leaves_record(&import->harvest, unit));
    if (import->last.figures)
        import->added += typed_merge(import->arena, import->diag, import->imported,
                                     leaves_last_year(&import->last, unit, ledger_last_figure));
    return !import->request->last_year || read_last_year(import, unit);
}

/* ---- Computing ---- */

/* A copy without gaps, which are no values. */
static void copy_values(struct arena *arena, struct node *into, const struct node *from)
{
    for (const struct node *child = from->first; child; child = child->next) {
        if (is_gap(child))
            continue;
        struct node *copy = node_add(arena, into, child->kind, child->key, child->key_pos);
        copy->text = child->text;
        copy->pos = child->pos;
        copy_values(arena, copy, child);
    }
}

/* The form of the package that the record names, as seen from where it is going to be. */
static const struct ledger_form *form_named(struct import *import, const struct node *named)
{
    const struct import_request *request = import->request;
    const char *path = request->into ? request->into : request->output ? request->output : ".";
    struct run run;
    struct node record = *named;
    record.pos.source = source_of(import->arena, path, SLICE(""));
    run_init(&run, import->house, import->arena, import->diag->language, path);
    return run_form(&run, &record);
}

static void make_whole(struct import *import)
{
    import->whole = node_new(import->arena, NULL, NODE_MAP);
    if (import->typed)
        copy_values(import->arena, import->whole, import->typed);
    for (size_t i = 0; ledger_leveled[i]; i++) {
        const struct node *typed = node_find(import->whole, ledger_leveled[i]);
        struct node *imported = node_find(import->imported, ledger_leveled[i]);
        if (typed && imported)
            typed_keep_levels(import->arena, import->diag, typed, imported);
    }
    import->added = typed_merge(import->arena, import->diag, import->whole, import->imported);
    import->rows = form_named(import, import->whole);
    import->whole->keys = import->rows->keys;
    schema_check(import->arena, import->diag, import->whole, false, NULL);
    schema_complete(import->arena, import->whole);
}

/* Findings of what was computed: nothing here keeps the record from being written, since it is
 * refused later as long as it contradicts itself. */
static void repeat_findings(struct import *import, const struct diag *computed)
{
    for (const struct finding *finding = computed->first; finding; finding = finding->next) {
        if (finding->level == LEVEL_NOTE)
            continue;
        struct finding copy = *finding;
        copy.level = LEVEL_WARNING;
        diag_repeat(import->diag, &copy);
    }
}

static const struct facts *compute(struct import *import, struct diag *diag)
{
    diag_init(diag, import->arena, import->diag->language);
    return ledger_run_form(import->arena, diag, import->rows, import->whole, NULL,
                           import->house->catalog, NULL, 0);
}

/* ---- Figures as printed ---- */

/* Whether the figure is printed otherwise than the fact would be. */
static bool is_otherwise(const struct figure *figure, const struct fact *fact)
{
    int64_t rounded;
    if (figure->is_count)
        return fact->number != figure->number;
    return !decimal_scale(fact->number, 1, figure->step, &rounded) ||
           rounded * figure->step != figure->number;
}

static void state(struct import *import, struct node *root, const struct figure *figure,
                  struct slice text)
{
    struct node *map = root;
    for (struct slice rest = slice_of(arena_printf(import->arena, "列报.%s", figure->fact.p));
         rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        struct node *child = node_child(map, key);
        if (!child)
            child = node_add(import->arena, map, rest.p ? NODE_MAP : NODE_STRING, key,
                             figure_pos(figure));
        map = child;
    }
    map->absent = false;
    map->type = LEAF_STATED;
    map->text = text;
    map->pos = figure_pos(figure);
}

static struct slice stated_text(struct import *import, const struct figure *figure)
{
    bool yuan = figure->step < YUAN;
    return figure->is_count ? figure_typed(import->arena, figure, YUAN)
                            : slice_of(arena_printf(
                                  import->arena, "%s%s",
                                  figure_typed(import->arena, figure, yuan ? YUAN : TEN_THOUSAND).p,
                                  yuan ? "元" : ""));
}

/* A 类 of the economic subjects is listed a second time, among those that are not zero. */
static void state_listed(struct import *import, const struct facts *facts,
                         const struct figure *figure)
{
    static const char *const lists[] = {"经济.人员类", "经济.公用类"};
    struct slice rest = figure->fact, group = slice_cut(&rest, '.');
    for (size_t i = 0; i < 2 && slice_is(group, "经济") && rest.n; i++) {
        struct figure listed = *figure;
        listed.fact = slice_of(arena_printf(import->arena, "%s.%s", lists[i], rest.p));
        if (!fact_find(facts, facts->root, listed.fact))
            continue;
        state(import, import->whole, &listed, stated_text(import, figure));
        state(import, import->imported, &listed, stated_text(import, figure));
    }
}

/* Whether every amount is printed to the 元: then what the checks would take for rounding is none.
 */
static bool is_exact(const struct import *import)
{
    for (const struct figure *figure = import->harvest.figures; figure; figure = figure->twin)
        if (!figure->is_count && figure->step > YUAN)
            return false;
    return true;
}

/* Remembers the figure if it is the nearest to the fault so far: tables in whole 元 may be off by
 * half of one for each leaf, and no more. */
static void note_apart(struct import *import, const struct figure *figure, const struct fact *fact)
{
    int64_t off = fact->number - figure->number, leaves = (int64_t)fact_leaves(fact);
    bool rounding = 2 * llabs((long long)off) <= (leaves + 1) * YUAN;
    if (figure->is_count || rounding ||
        (import->apart && fact_leaves(import->apart_fact) <= (uint32_t)leaves))
        return;
    import->apart = figure;
    import->apart_fact = fact;
}

static void report_apart(struct import *import)
{
    const struct figure *figure = import->apart;
    struct slice sum;
    if (!figure || !is_exact(import))
        return;
    sum = amount_typed(import->arena, import->apart_fact->number, YUAN);
    struct finding *finding =
        diag_report_chosen(import->diag, MSG_IMPORT_APART, figure_pos(figure), figure->fact.p,
                           figure_typed(import->arena, figure, YUAN).p, sum.p);
    finding->values[0] = figure->text.p;
    finding->values[1] = sum.p;
}

/* States every printed figure that the leaves do not give: rounding, or a fault that the checks
 * will name. */
static void state_figures(struct import *import)
{
    struct diag computed;
    const struct facts *facts = compute(import, &computed);
    repeat_findings(import, &computed);
    for (const struct figure *figure = import->harvest.figures; figure && facts;
         figure = figure->twin) {
        const struct fact *fact = fact_find(facts, facts->root, figure->fact);
        bool first = harvest_find(&import->harvest, figure->fact.p) == figure;
        bool derived =
            fact && !fact->origin && (fact->kind == FACT_MONEY || fact->kind == FACT_COUNT);
        bool key = slice_starts(figure->fact, "自定义."); /* typed, or left */
        if (!first || key || !derived || !is_otherwise(figure, fact))
            continue;
        state(import, import->whole, figure, stated_text(import, figure));
        state(import, import->imported, figure, stated_text(import, figure));
        state_listed(import, facts, figure);
        note_apart(import, figure, fact);
        import->stated++;
    }
    if (!import->stated)
        return;
    compute(import, &computed);
    for (const struct finding *finding = computed.first; finding; finding = finding->next)
        import->rounded += finding->level == LEVEL_NOTE;
    repeat_findings(import, &computed);
    if (import->rounded)
        report_apart(import);
}

/* ---- Where from ---- */

/* The book as the record calls it: without its folders, unless another of that name was given. */
static const char *book_name(const struct import *import, const char *path)
{
    const struct import_request *request = import->request;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    for (size_t i = 0; i <= request->book_count; i++) {
        const char *other = i < request->book_count ? request->books[i] : request->last_year;
        const char *mark = other ? strrchr(other, '/') : NULL;
        if (other && strcmp(mark ? mark + 1 : other, name) == 0 && strcmp(other, path) != 0)
            return path;
    }
    return name;
}

/* Writes down the cell of each value that came from one. What was typed otherwise did not. */
static void note_cells(struct import *import, const struct node *map)
{
    for (const struct node *child = map->first; child; child = child->next) {
        if (child->kind == NODE_MAP || child->kind == NODE_LIST) {
            note_cells(import, child);
            continue;
        }
        const struct node *whole = node_find(import->whole, node_path(import->arena, child).p);
        if (!child->pos.source || !whole || !typed_is_same(whole->text, child->text))
            continue;
        const char *book = book_name(import, child->pos.source->name);
        provenance_put(import->arena, import->cells, child, book);
    }
}

/* The cells stand in the record, also in place of those of an import before. */
static void keep_cells(struct import *import)
{
    import->cells = node_new(import->arena, NULL, NODE_MAP);
    note_cells(import, import->imported);
    typed_replace(import->arena, import->whole, import->cells);
    typed_replace(import->arena, import->imported, import->cells);
}

/* ---- Writing ---- */

/* Whether last year's record, which is named, gives it. */
static bool is_last_years(const struct import *import, const struct schema_row *row)
{
    const struct node *named = node_find(import->whole, "上年.记录");
    return named && !named->absent && strncmp(row->path, "上年.", strlen("上年.")) == 0;
}

static struct slice fill(void *data, const struct filling *filling)
{
    struct import *import = data;
    const struct node *value = filling->before;
    if (value && !value->absent)
        return value->text;
    if (!(filling->row->presence & schema_kind(import->whole)) || filling->example ||
        is_last_years(import, filling->row))
        return (struct slice){NULL, 0};
    struct slice rest = slice_of(filling->row->path), section = slice_cut(&rest, '.');
    GROW(import->arena, import->gap, import->gaps, import->gap_room, 16);
    import->gap[import->gaps++] =
        (struct gap){node_path(import->arena, filling->key),
                     skeleton_gap(import->arena, filling, import->diag->language)};
    if (!import->missing.n || !memmem(import->missing.p, import->missing.n, section.p, section.n))
        buf_printf(&import->missing, "%s%.*s", import->missing.n ? " " : "", (int)section.n,
                   section.p);
    return import->gap[import->gaps - 1].text;
}

static void put_ini_lines(struct buf *out, struct arena *arena, const struct node *node,
                          size_t skip)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->kind == NODE_MAP)
            put_ini_lines(out, arena, child, skip);
        else
            buf_printf(out, "%s = %s\n", node_path(arena, child).p + skip, child->text.p);
    }
}

/* A section of which the skeleton knows nothing, since any keys may stand in it. */
static void put_ini_open(struct buf *out, const struct import *import, const char *section,
                         const char *comment)
{
    const struct node *map = node_child(import->whole, slice_of(section));
    if (!map || !map->first)
        return;
    buf_printf(out, "\n%s[%s]\n", comment, section);
    put_ini_lines(out, import->arena, map, strlen(section) + 1);
}

/* What must be filled, as values that say so. */
static void mark_gaps(struct import *import)
{
    for (uint32_t i = 0; i < import->gaps; i++) {
        struct node *map = import->whole;
        for (struct slice rest = import->gap[i].path; rest.p;) {
            struct slice key = slice_cut(&rest, '.');
            struct node *child = node_child(map, key);
            if (!child)
                child = node_add(import->arena, map, rest.p ? NODE_MAP : NODE_STRING, key,
                                 (struct pos){0});
            map = child;
            map->absent = false;
        }
        map->kind = NODE_STRING;
        map->type = LEAF_LINE;
        map->text = import->gap[i].text;
    }
}

static void put_whole(struct import *import, struct buf *out, enum spelling spelling)
{
    static const char *const titles[] = {
        "A record for gongkai, imported. Fill the gaps; lines that begin with # are comments.",
        "gongkai 决算公开数据文件，由导入生成。请填写各处〔待填〕；以 # 开头的行是注释。"};
    struct skeleton skeleton = {.keys = import->whole->keys,
                                .spelling = SPELLING_INI,
                                .language = import->diag->language,
                                .title = titles[import->diag->language],
                                .items = 1,
                                .brief = true,
                                .before = import->whole,
                                .fill = fill,
                                .data = import};
    static const char *const cells[] = {
        "# Where the values were imported from; messages name the cell as long as the value is the "
        "same.\n",
        "# 各值导入自何处；值未改动时，提示信息会指出所在单元格。\n"};
    struct buf ini = {0};
    sample_codes(&skeleton, import->house->catalog);
    skeleton.functional[1] = skeleton.economic[1] = NULL;
    skeleton_print(spelling == SPELLING_INI ? out : &ini, import->arena, &skeleton);
    buf_free(&ini);
    if (spelling == SPELLING_JSON) {
        mark_gaps(import);
        record_put_json(out, import->whole);
    } else {
        put_ini_open(out, import, "列报", "");
        put_ini_open(out, import, PROVENANCE_KEY, cells[import->diag->language]);
    }
}

static void put_record(struct import *import, struct buf *out)
{
    struct buf counted = {0};
    enum spelling spelling = import->request->spelling;
    bool same = import->typed && !import->json && spelling == SPELLING_INI;
    put_whole(import, same ? &counted : out, spelling);
    if (same)
        typed_put_ini(out, import->arena, import->source, import->typed, import->imported);
    buf_free(&counted);
}

/* ---- Telling ---- */

static void put_report(const struct import *import, struct buf *out)
{
    enum language language = import->diag->language;
    bool chinese = language == LANGUAGE_CHINESE;
    import_put_tables(out, &import->harvest, language);
    buf_printf(out, chinese ? "填入 %u 项\n" : "filled in: %u values\n", import->added);
    if (import->stated)
        buf_printf(out,
                   chinese ? "列报 %u 项：表上所印与各明细之和不同，其中尾差 %u 项\n"
                           : "stated: %u totals that are printed otherwise than their parts add up "
                             "to, %u of them by rounding\n",
                   import->stated, import->rounded);
    if (import->gaps)
        buf_printf(out, chinese ? "尚待填写 %u 项：%s\n" : "still to be filled: %u values, in %s\n",
                   import->gaps, import->missing.p);
}

/* The paths of all that was to be read, for a message. */
static const char *books_named(const struct import *import)
{
    const struct import_request *request = import->request;
    const char *between = import->diag->language == LANGUAGE_CHINESE ? "、" : ", ";
    struct buf names = {0};
    for (size_t i = 0; i < request->book_count; i++)
        buf_printf(&names, "%s%s", i ? between : "", request->books[i]);
    if (request->last_year)
        buf_printf(&names, "%s%s", names.n ? between : "", request->last_year);
    const char *all = slice_copy(import->arena, buf_slice(&names)).p;
    buf_free(&names);
    return all;
}

/* Books in which nothing was found give no record. */
static bool has_found(const struct import *import)
{
    const struct import_request *request = import->request;
    if (import->typed && !request->book_count && !request->last_year)
        return true;
    if (import->imported->first && (import->harvest.figures || import->form || import->added))
        return true;
    diag_report(import->diag, MSG_IMPORT_NOTHING, (struct pos){0}, books_named(import));
    return false;
}

bool import_run(struct house *house, struct diag *diag, const struct import_request *request,
                struct buf *record, struct buf *report)
{
    struct import import = {.house = house, .arena = diag->arena, .diag = diag, .request = request};
    bool sound = house_catalog(house, diag) && gather(&import);
    if (sound && has_found(&import) && diag->worst < LEVEL_ERROR) {
        make_whole(&import);
        if (diag->worst < LEVEL_ERROR)
            state_figures(&import);
        if (diag->worst < LEVEL_ERROR) {
            keep_cells(&import);
            put_record(&import, record);
        }
    }
    if (import.imported)
        put_report(&import, report);
    buf_free(&import.missing);
    return diag->worst < LEVEL_ERROR;
}
