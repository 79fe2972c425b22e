#include "press/audit.h"

#include <stdlib.h>
#include <string.h>

#include "audit/conform.h"
#include "audit/frames.h"
#include "audit/structure.h"
#include "audit/wait.h"
#include "base/decimal.h"
#include "check/check.h"
#include "intake/figure.h"
#include "intake/leaves.h"
#include "intake/recognise.h"
#include "kinds/kind.h"
#include "ledger/ledger.h"
#include "ledger/sample.h"
#include "press/audit_last.h"
#include "press/audit_prose.h"
#include "press/audit_told.h"
#include "press/blame.h"
#include "press/import.h"
#include "record/schema.h"
#include "template/library.h"
#include "template/template.h"

struct auditing {
    struct house *house;
    struct arena *arena;
    const struct audit_request *request;
    struct audit *audit;
    struct node *typed;          /* the record as typed, unchecked */
    const struct template *form; /* or NULL */
    struct lesson *lesson;       /* what it teaches, or NULL */
    const struct kind *kind;
    const struct told_leaf *told;  /* of a kind that has no tables; else NULL */
    const struct paragraph *title; /* of a kind that has no tables */
};

/* ---- The agency and the year ---- */

/* The year of "2024年度部门决算", or with other words behind it, in the first paragraphs; 0 for
 * none. */
static int year_in(const struct book *book, const char *words)
{
    enum { LOOK_AT = 20 };
    int looked = 0;
    for (const struct paragraph *p = book->first_paragraph; p && looked < LOOK_AT; p = p->next) {
        const char *at = memmem(p->plain.p, p->plain.n, "年", strlen("年"));
        looked++;
        if (at && at - p->plain.p >= 4 &&
            memmem(at, (size_t)(p->plain.p + p->plain.n - at), words, strlen(words))) {
            int year = atoi(at - 4);
            if (year > 1990 && year < 2100)
                return year;
        }
    }
    return 0;
}

/* Whose report it is: what its title says before the year, or the line before it. */
static struct slice agency_in(const struct book *book, const struct paragraph *title)
{
    enum { LONGEST = 40 };
    const struct paragraph *before = book->first_paragraph;
    while (before != title && before->next != title)
        before = before->next;
    const char *at = memmem(title->plain.p, title->plain.n, "年", strlen("年"));
    if (!at || at - title->plain.p < 4)
        return (struct slice){"", 0};
    if (at - title->plain.p == 4)
        return before != title && utf8_length(before->text) <= LONGEST ? before->text
                                                                       : (struct slice){"", 0};
    return plain_origin(title, (struct slice){title->plain.p, (size_t)(at - title->plain.p) - 4});
}

/* The kind of document that the title in its first paragraphs is of, where no tables tell; NULL for
 * none. */
static const struct kind *kind_by_title(const struct book *book, const struct paragraph **title)
{
    enum { LOOK_AT = 8, LONGEST = 60 };
    int looked = 0;
    for (const struct paragraph *p = book->first_paragraph; p && looked++ < LOOK_AT; p = p->next) {
        bool apart = p->apart || book->kind != BOOK_PAGES;
        const struct kind *kind =
            apart && utf8_length(p->plain) <= LONGEST ? kind_titled(p->plain) : NULL;
        if (!kind)
            continue;
        *title = p;
        return kind;
    }
    return NULL;
}

/* The title of accounts in the first paragraphs: 示例局2024年度部门决算; NULL for none. */
static const struct paragraph *title_of_accounts(const struct book *book)
{
    enum { LOOK_AT = 20, LONGEST = 60 };
    static const char *const words[] = {"年度部门决算", "年度单位决算", "年部门决算", "年单位决算"};
    int looked = 0;
    for (const struct paragraph *p = book->first_paragraph; p && looked++ < LOOK_AT; p = p->next)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (utf8_length(p->plain) <= LONGEST &&
                memmem(p->plain.p, p->plain.n, words[i], strlen(words[i])))
                return p;
    return NULL;
}

/* Whether a table tells of accounts. */
static bool has_accounts(const struct harvest *harvest)
{
    static const char *const groups[] = {"收入.", "支出.", "一般公共预算支出.", "经济.",
                                         "财政拨款支出."};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (harvest_has(harvest, groups[i]))
            return true;
    return false;
}

static void add_text(struct auditing *auditing, const char *section, const char *key,
                     const char *text)
{
    struct node *map = node_child(auditing->typed, slice_of(section));
    if (!map)
        map = node_add(auditing->arena, auditing->typed, NODE_MAP, slice_of(section),
                       (struct pos){0});
    struct node *node =
        node_add(auditing->arena, map, NODE_STRING, slice_of(key), book_pos(auditing->audit->book));
    if (!node)
        return;
    node->text = slice_of(text);
    node->pos = book_pos(auditing->audit->book);
}

/* Whether the first title calls the accounts 单位决算. */
static bool is_of_unit(const struct book *book)
{
    for (const struct paragraph *p = book->first_paragraph; p; p = p->next)
        if (memmem(p->plain.p, p->plain.n, "部门决算", strlen("部门决算")))
            return false;
        else if (memmem(p->plain.p, p->plain.n, "单位决算", strlen("单位决算")))
            return true;
    return false;
}

/* What every record must have: the year, and a name. */
static void add_agency(struct auditing *auditing)
{
    struct audit *audit = auditing->audit;
    bool titled = auditing->told != NULL;
    const struct paragraph *title = titled ? auditing->title : title_of_accounts(audit->book);
    audit->year = audit->harvest.year.text.n ? atoi(audit->harvest.year.text.p)
                                             : year_in(audit->book, titled ? "" : "决算");
    audit->agency = audit->harvest.agency.text;
    if (!audit->agency.n && title)
        audit->agency = slice_copy(auditing->arena, agency_in(audit->book, title));
    if (audit->year)
        add_text(auditing, "单位", "年度", arena_printf(auditing->arena, "%d", audit->year));
    if (audit->agency.n)
        add_text(auditing, "单位", "名称", audit->agency.p);
    if (auditing->kind->title)
        add_text(auditing, "单位", "文种", auditing->kind->name);
    add_text(auditing, "单位", "口径", is_of_unit(audit->book) ? "单位" : "部门");
}

/* ---- The record ---- */

/* What two tables contradict each other in may come out below 0: there is none then, and what is
 * printed is held against that. */
static void lift_negative(struct node *node)
{
    for (struct node *child = node ? node->first : NULL; child; child = child->next) {
        lift_negative(child);
        if (child->kind == NODE_STRING && slice_starts(child->text, "-"))
            child->text = SLICE("0");
    }
}

/* A checked copy of what is typed. */
static struct node *checked(const struct auditing *auditing, struct diag *diag)
{
    struct node *record = record_copy(auditing->arena, auditing->typed);
    diag_init(diag, auditing->arena, auditing->audit->diag->language);
    lift_negative(node_child(record, SLICE("收入")));
    lift_negative(node_child(record, SLICE("支出")));
    schema_check(auditing->arena, diag, record, false, NULL);
    schema_complete(auditing->arena, record);
    return record;
}

static struct facts *facts_of(const struct auditing *auditing, const struct node *record,
                              struct diag *diag)
{
    return ledger_run(auditing->arena, diag, record, NULL, auditing->house->catalog);
}

/* What keeps the tables from being a record. */
static void take_errors(struct audit *audit, const struct diag *diag)
{
    for (const struct finding *finding = diag->first; finding; finding = finding->next)
        if (finding->level == LEVEL_ERROR)
            diag_repeat(audit->diag, finding);
}

/* The tables give a first record, its facts tell what the sentences speak of, and these type what
 * only they tell. */
static bool read_sentences(struct auditing *auditing)
{
    struct audit *audit = auditing->audit;
    struct diag diag;
    for (int round = 0; round < 2; round++) {
        const struct node *record = checked(auditing, &diag);
        const struct facts *facts =
            diag.worst < LEVEL_ERROR ? facts_of(auditing, record, &diag) : NULL;
        if (!facts) {
            take_errors(audit, &diag);
            return false;
        }
        if (round == 0)
            audit_read(&audit->reading, auditing->arena, audit->book, facts,
                       auditing->house->catalog, audit->year, auditing->lesson,
                       auditing->told != NULL);
        audit_type(auditing->arena, auditing->typed, facts, &audit->reading, auditing->told,
                   round == 1);
    }
    return true;
}

/* Lets the form teach what its frames print: where all rose against last year, and where all fell.
 */
static bool learn_form(struct auditing *auditing)
{
    static const enum sample samples[] = {SAMPLE_CHANGED, SAMPLE_FALLEN};
    struct house *house = auditing->house;
    struct arena *arena = auditing->arena;
    struct diag *diag = auditing->audit->diag, quiet;
    if (!auditing->request->form)
        return true;
    const struct template *template = house_template_here(house, diag, auditing->request->form);
    if (!template)
        return false;
    auditing->form = template;
    diag_init(&quiet, arena, diag->language);
    auditing->lesson = ARENA_NEW(arena, struct lesson);
    auditing->lesson->arena = arena;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct facts *facts =
            ledger_sample(arena, &quiet, house->catalog,
                          template_form(template, auditing->kind->form), samples[i]);
        const struct document *document =
            facts ? template_run(arena, &quiet, template, facts) : NULL;
        if (document)
            frames_learn(auditing->lesson, document, facts);
    }
    return true;
}

static bool read_tables(struct auditing *auditing)
{
    struct audit *audit = auditing->audit;
    struct diag *read = ARENA_NEW(auditing->arena, struct diag);
    diag_init(read, auditing->arena, audit->diag->language);
    harvest_init(&audit->harvest, auditing->arena, read,
                 catalog_names(auditing->arena, auditing->house->catalog));
    harvest_book(&audit->harvest, audit->book);
    harvest_finish(&audit->harvest);
    for (const struct table *table = audit->harvest.tables; table; table = table->next)
        audit->tables += table->fate == TABLE_READ;
    const struct kind *titled = kind_by_title(audit->book, &auditing->title);
    if (audit->harvest.kind.text.n)
        auditing->kind = kind_named(audit->harvest.kind.text);
    if (!has_accounts(&audit->harvest) && titled) {
        auditing->kind = titled;
        auditing->told = titled->form->told;
    } else if (!audit->harvest.figures) {
        diag_report(audit->diag, MSG_AUDIT_NO_TABLES, book_pos(audit->book));
        return false;
    }
    auditing->typed = leaves_record(&audit->harvest, leaves_unit(&audit->harvest));
    add_agency(auditing);
    if (!audit->year)
        diag_report(audit->diag, MSG_AUDIT_NO_YEAR, book_pos(audit->book));
    return audit->year > 0;
}

/* ---- Findings ---- */

/* What cannot be asked of a document: that something be typed in a record. */
static bool is_of_record(const struct finding *finding)
{
    switch (finding->message) {
    case MSG_CHECK_MISSING:
    case MSG_SUBJECT_UNKNOWN:
    case MSG_SUBJECT_NAME: /* audit_names tells it, of each table */
        return true;
    default:
        return finding->missing;
    }
}

static const struct placing *placing_at(const struct audit *audit, struct pos pos)
{
    const struct placing *placing = audit->reading.first;
    while (placing && (!placing->pos.source || placing->pos.source != pos.source))
        placing = placing->next;
    return placing;
}

/* Two prints of one amount that are one apart in the last place. */
static bool is_one_apart(const struct finding *finding)
{
    int64_t a, b;
    return decimal_parse(slice_of(finding->values[0]), 2, &a) == DECIMAL_OK &&
           decimal_parse(slice_of(finding->values[1]), 2, &b) == DECIMAL_OK && llabs(a - b) == 1;
}

/* Whether the place is in a sentence. */
static bool is_prose(struct pos pos)
{
    const struct spot *spot = pos.source ? pos.source->spot : NULL;
    return spot && !spot->table && !spot->sheet;
}

/* Whether a check holds as far as the amount of a sentence, in 万元 with two decimals, can tell. */
static bool is_within_rounding(const struct finding *finding)
{
    enum {
        MOST = 15000
    }; /* half a unit of the last place, of the amount, its like and their sum */
    int64_t off;
    struct slice text = slice_of(finding->difference ? finding->difference : "");
    const char *blank = memchr(text.p, ' ', text.n);
    if (finding->message != MSG_CHECK_DISAGREE || !blank || strcmp(blank, " 元") != 0 ||
        (!is_prose(finding->pos) && !is_prose(finding->also)))
        return false;
    bool minus = *text.p == '-';
    text = (struct slice){text.p + minus, (size_t)(blank - text.p) - minus};
    return decimal_parse(text, 2, &off) == DECIMAL_OK && off <= MOST;
}

/* Whether a table prints the figure of a sentence as the sentence does. */
static bool is_in_table(const struct audit *audit, const struct placing *placing)
{
    const struct figure *figure = harvest_find(&audit->harvest, placing->fact.p);
    for (; figure; figure = figure->next)
        if (slice_eq(figure->text, placing->text))
            return true;
    return false;
}

/* Whether tables print full marks of their own, which audit_local holds scores against. */
static bool has_marks(const struct audit *audit)
{
    for (const struct figure *f = audit->harvest.figures; f; f = f->twin)
        if (slice_ends(f->fact, ".分值"))
            return true;
    return false;
}

enum fate { TOLD, ROUNDING, UNTOLD };

static enum fate fate_of(const struct audit *audit, const struct finding *finding)
{
    bool marks = finding->rule && strcmp(finding->rule, "project-score") == 0;
    if (is_of_record(finding) || (marks && has_marks(audit)))
        return UNTOLD;
    if (finding->message == MSG_STATED_ROUNDING || finding->message == MSG_CHECK_ROUNDING ||
        is_within_rounding(finding))
        return ROUNDING;
    if (finding->message != MSG_STATED_APART || !is_one_apart(finding))
        return TOLD;
    const struct placing *placing = placing_at(audit, finding->pos);
    return placing && !is_in_table(audit, placing) ? TOLD : ROUNDING;
}

static void take_findings(struct audit *audit, const struct diag *found)
{
    for (const struct finding *finding = found->first; finding; finding = finding->next) {
        enum fate fate = fate_of(audit, finding);
        if (fate != UNTOLD)
            diag_repeat(fate == TOLD ? audit->diag : &audit->rounding, finding);
    }
}

/* Cells that could not be read are told; what the statements will tell is not told twice. */
static void take_unread(struct audit *audit)
{
    for (const struct finding *f = audit->harvest.diag->first; f; f = f->next) {
        bool unread = f->message == MSG_TAKEN_WORDS || f->message == MSG_TAKEN_UNIT ||
                      f->message == MSG_TAKEN_COUNT || f->message == MSG_TAKEN_RANGE ||
                      f->message == MSG_TAKEN_FAULT || f->message == MSG_TAKEN_SCALE;
        struct finding copy = *f;
        copy.level = LEVEL_WARNING;
        if (unread)
            diag_repeat(audit->diag, &copy);
    }
}

/* The form in which the record is to be set: as asked for, or the nation's of that year, or, for a
 * kind that has one of its own, that. */
static const char *form_of(const struct auditing *auditing)
{
    const struct package_list *list = house_packages(auditing->house);
    int year = auditing->audit->year;
    if (auditing->request->form)
        return auditing->request->form;
    for (size_t i = 0; i < list->count; i++) {
        const struct package_info *info = &list->item[i];
        if (auditing->told && kind_titled(info->about) == auditing->kind)
            return info->name;
        bool of_year = info->first_year && info->first_year <= year &&
                       (!info->last_year || year <= info->last_year);
        if (!auditing->told && of_year && !info->province.n)
            return info->name;
    }
    return NULL;
}

/* The record as it is kept: with what is printed otherwise than its leaves give. */
static struct node *kept(struct auditing *auditing)
{
    struct diag diag;
    const char *form = form_of(auditing);
    if (form)
        add_text(auditing, "单位", "模板", form);
    audit_told(auditing->arena, auditing->audit->book, auditing->typed);
    struct node *record = checked(auditing, &diag);
    const struct facts *facts = facts_of(auditing, record, &diag);
    if (facts)
        audit_state_differing(auditing->arena, record, facts, &auditing->audit->harvest);
    return record;
}

/* Holds how the document is put together against what the form makes of its record. */
static bool hold_form(struct auditing *auditing)
{
    struct audit *audit = auditing->audit;
    struct arena *arena = auditing->arena;
    struct diag quiet;
    if (!auditing->form)
        return true;
    const struct ledger_form *form = template_form(auditing->form, auditing->kind->form);
    auditing->typed->keys = form->keys; /* those that the package declares, too */
    struct node *record = checked(auditing, &quiet);
    diag_init(&quiet, arena, audit->diag->language);
    const struct facts *facts =
        ledger_run_form(arena, &quiet, form, record, NULL, auditing->house->catalog, NULL, 0);
    const struct document *document =
        facts ? template_run(arena, &quiet, auditing->form, facts) : NULL;
    if (document)
        audit_conform(audit->diag, audit->book, &audit->harvest, document);
    else
        take_errors(audit, &quiet);
    return document != NULL;
}

/* Numbers in tables that nobody knows. */
static uint32_t unread_numbers(const struct audit *audit)
{
    uint32_t count = 0;
    for (const struct table *table = audit->harvest.tables; table; table = table->next)
        for (uint32_t i = 0; table->fate == TABLE_UNKNOWN && i < table->grid->count; i++) {
            const struct cell *cell = &table->grid->cells[i];
            struct slice number, unit;
            count += cell->row >= table->from && cell->row < table->to &&
                     figure_read(audit->harvest.arena, cell, &number, &unit) == FIGURE_NUMBER;
        }
    return count;
}

/* Whether anything of a document without tables could be held against anything. */
static bool is_held(const struct auditing *auditing)
{
    const struct coverage *coverage = &auditing->audit->coverage;
    if (!auditing->told || coverage->checked || coverage->table_checked)
        return true;
    diag_report(auditing->audit->diag, MSG_AUDIT_PERFORMANCE,
                plain_pos(auditing->title, auditing->title->plain));
    return false;
}

static bool hold(struct auditing *auditing)
{
    struct audit *audit = auditing->audit;
    struct diag diag;
    struct node *record = checked(auditing, &diag);
    struct facts *facts = facts_of(auditing, record, &diag);
    audit_wait(auditing->arena, record, facts, &audit->harvest, &audit->reading, auditing->told);
    blame_leaves(auditing->arena, auditing->house->catalog, record, &audit->harvest,
                 &audit->reading);
    facts = facts_of(auditing, record, &diag);
    const bool tables = !auditing->told;
    const struct told_sum *sums = tables ? NULL : auditing->kind->form->told_sums;
    audit_wait_sums(facts, &audit->reading, sums);
    audit_state(auditing->arena, record, facts, &audit->harvest, tables, &audit->reading,
                &audit->coverage);
    audit->coverage.outside += unread_numbers(audit);
    if (!is_held(auditing))
        return false;
    diag_init(&diag, auditing->arena, audit->diag->language);
    struct facts *held = ledger_run(auditing->arena, &diag, record, NULL, auditing->house->catalog);
    if (held) {
        audit_wait_sums(held, &audit->reading, sums);
        check_run(held, &diag, auditing->kind->checks[0], auditing->kind->without, NULL);
    }
    take_findings(audit, &diag);
    audit_changes(audit->diag, facts, &audit->harvest, &audit->reading);
    audit_local(audit->diag, facts, &audit->harvest, &audit->reading);
    audit_awards(audit->diag, facts, &audit->reading);
    audit_rough(audit->diag, facts, &audit->reading);
    audit_numbers(audit->diag, &audit->harvest, &audit->reading);
    audit_reasons(audit->diag, facts, &audit->reading);
    audit_structure(audit->diag, audit->book, &audit->harvest, facts, audit->year,
                    !auditing->kind->title);
    audit_names(audit->diag, &audit->harvest, auditing->house->catalog, audit->year);
    audit_prose(audit->diag, audit->book, audit->agency);
    audit->record = kept(auditing);
    return true;
}

bool audit_run(struct house *house, struct diag *diag, const struct audit_request *request,
               struct audit *audit)
{
    *audit = (struct audit){.path = request->path, .diag = diag};
    diag_init(&audit->rounding, diag->arena, diag->language);
    struct auditing auditing = {.house = house,
                                .arena = diag->arena,
                                .request = request,
                                .audit = audit,
                                .kind = &kind_final};
    if (!house_catalog(house, diag))
        return false;
    audit->book = book_read(diag->arena, diag, request->path);
    if (!audit->book || !read_tables(&auditing))
        return false;
    take_unread(audit);
    const struct node *unit = node_find(auditing.typed, "单位.金额单位");
    if (request->last_year && !audit_last_year(house, diag, request->last_year, auditing.typed,
                                               unit && slice_is(unit->text, "元") ? 100 : 1000000))
        return false;
    if (!learn_form(&auditing) || !read_sentences(&auditing))
        return false;
    return hold(&auditing) && hold_form(&auditing);
}

void audit_put_record(struct buf *out, const struct audit *audit)
{
    record_put_json(out, audit->record);
}
