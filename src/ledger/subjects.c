/* Tables by subject code: which leaf amounts make which column, summed 项 → 款 → 类. */
#include <assert.h>
#include <stdlib.h>

#include "ledger/stages.h"
#include "record/keys.h"

typedef void visit_fn(struct ledger *ledger, void *context, struct slice code,
                      const struct fact *amount);

/* Visits the amounts below fact at the path rest; zeros are no entries, what is missing is. */
static void visit_amounts(struct ledger *ledger, const struct fact *fact, struct slice rest,
                          struct slice code, visit_fn *visit, void *context)
{
    if (!rest.n) {
        if ((fact->kind == FACT_MONEY && fact->number) || fact->waits)
            visit(ledger, context, code, fact);
        return;
    }
    struct slice key = slice_cut(&rest, '.');
    if (!slice_is(key, "*")) {
        const struct fact *child = fact_child(ledger->facts, fact, key);
        if (child)
            visit_amounts(ledger, child, rest, code, visit, context);
        return;
    }
    for (const struct fact *child = fact->first; child; child = child->next)
        visit_amounts(ledger, child, rest, code, visit, context);
}

static void visit_column(struct ledger *ledger, const struct subject_column *column,
                         visit_fn *visit, void *context)
{
    const struct fact *group = ledger_fact(ledger, column->group);
    for (const struct fact *code = group->first; code; code = code->next)
        if (key_is_digits(code->key))
            visit_amounts(ledger, code, slice_of(column->rest), code->key, visit, context);
}

/* The codes that have entries, each with its 款 and 类. */
struct codes {
    struct slice *item;
    size_t count, room;
};

static void collect_code(struct ledger *ledger, void *context, struct slice code,
                         const struct fact *amount)
{
    (void)ledger, (void)amount;
    struct codes *codes = context;
    for (size_t digits = 3; digits <= code.n; digits += 2) {
        GROW(NULL, codes->item, codes->count, codes->room, 64);
        codes->item[codes->count++] = (struct slice){code.p, digits};
    }
}

static int compare_codes(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void sort_codes(struct codes *codes)
{
    size_t kept = 0;
    if (codes->count)
        qsort(codes->item, codes->count, sizeof *codes->item, compare_codes);
    for (size_t i = 0; i < codes->count; i++)
        if (!kept || !slice_eq(codes->item[kept - 1], codes->item[i]))
            codes->item[kept++] = codes->item[i];
    codes->count = kept;
}

/* The code's part at each level, as forms with three columns print it (204, 02, 01), and the names
 * of the subjects above. */
static void add_levels(struct ledger *ledger, struct fact *row, const char *const *levels)
{
    static const char *const names[] = {"类名称", "款名称", "项名称"};
    for (size_t i = 0, from = 0; i < 3; from = 3 + 2 * i, i++) {
        size_t digits = 3 + 2 * i;
        bool has = row->key.n >= digits;
        struct slice part = {row->key.p + from, digits - from}, code = {row->key.p, digits};
        ledger_text(ledger, row, levels[i],
                    has ? slice_copy(ledger->facts->arena, part) : SLICE(""));
        ledger_text(ledger, row, names[i], has ? ledger_functional_name(ledger, code) : SLICE(""));
    }
}

struct fact *ledger_subject_row(struct ledger *ledger, struct fact *list, struct slice code)
{
    static const char *const levels[] = {"类", "款", "项"};
    struct fact *row = ledger_subject(ledger, list, code, ledger_functional_name(ledger, code));
    ledger_text(ledger, row, "级次", slice_of(levels[(code.n - 3) / 2]));
    add_levels(ledger, row, levels);
    ledger_levels(ledger, row);
    return row;
}

static struct fact *add_row(struct ledger *ledger, struct fact *list,
                            const struct subject_table *table, struct slice code)
{
    struct fact *row = ledger_subject_row(ledger, list, code);
    for (const struct subject_column *column = table->column; column->name; column++)
        fact_add_named(ledger->facts, row, slice_of(column->name), FACT_MONEY)->formula =
            "Σ 下级科目";
    return row;
}

struct fill {
    const struct fact *list;
    struct slice column;
    size_t digits; /* of the row that takes the amount: 7 项, 3 类 */
};

static void fill_cell(struct ledger *ledger, void *context, struct slice code,
                      const struct fact *amount)
{
    const struct fill *fill = context;
    struct fact *row = fact_child(ledger->facts, fill->list, (struct slice){code.p, fill->digits});
    struct fact *cell = fact_child(ledger->facts, row, fill->column);
    ledger_add(ledger, cell, amount);
}

static void fill_columns(struct ledger *ledger, const struct subject_table *table,
                         const struct fact *list, size_t digits)
{
    for (const struct subject_column *column = table->column; column->name; column++) {
        struct fill fill = {list, slice_of(column->name), digits};
        visit_column(ledger, column, fill_cell, &fill);
    }
}

/* Adds the cells of each row of `digits`, which follow each other, to those of the row above it. */
static void roll_up(struct ledger *ledger, const struct subject_table *table,
                    const struct fact *list, size_t digits)
{
    for (const struct fact *row = list->first; row; row = row->next) {
        if (row->key.n != digits)
            continue;
        const struct fact *above =
            fact_child(ledger->facts, list, (struct slice){row->key.p, digits - 2});
        struct slice first = slice_of(table->column->name);
        struct fact *sum = fact_child(ledger->facts, above, first);
        const struct fact *cell = fact_child(ledger->facts, row, first);
        for (const struct subject_column *column = table->column; column->name; column++) {
            assert(slice_is(sum->key, column->name) && slice_is(cell->key, column->name));
            ledger_add(ledger, sum, cell);
            sum = sum->next;
            cell = cell->next;
        }
    }
}

void ledger_number_rows(struct ledger *ledger, const struct fact *list, const struct fact *before)
{
    size_t total[8] = {0}, seen[8] = {0};
    for (const struct fact *row = before ? before->first : NULL; row; row = row->next)
        total[row->key.n] = ++seen[row->key.n];
    for (const struct fact *row = list->first; row; row = row->next)
        total[row->key.n]++;
    for (struct fact *row = list->first; row; row = row->next) {
        size_t number = ++seen[row->key.n];
        fact_add_named(ledger->facts, row, SLICE("序号"), FACT_COUNT)->number = (int64_t)number;
        ledger_flag(ledger, row, "首项", number == 1);
        ledger_flag(ledger, row, "末项", number == total[row->key.n]);
    }
}

static struct fact *add_list(struct ledger *ledger, const char *path)
{
    struct fact *list = ledger_group(ledger, path);
    list->kind = FACT_LIST;
    return list;
}

/* Nothing is known of a column whose group is missing. The list remembers the others, for sums over
 * it when it has no rows. */
static void mark_waiting(struct ledger *ledger, const struct subject_table *table,
                         struct fact *list)
{
    struct buf standing = {0};
    buf_puts(&standing, " ");
    for (const struct subject_column *column = table->column; column->name; column++) {
        uint8_t waits = ledger_fact(ledger, column->group)->waits;
        if (!waits) {
            buf_printf(&standing, "%s ", column->name);
            continue;
        }
        list->waits |= waits;
        for (const struct fact *row = list->first; row; row = row->next)
            fact_child(ledger->facts, row, slice_of(column->name))->waits |= waits;
    }
    if (list->waits)
        list->text = slice_copy(ledger->facts->arena, buf_slice(&standing));
    buf_free(&standing);
}

/* Whether a form may print it: what only some ask for must cost the others nothing. */
static bool is_asked(const struct ledger *ledger, const struct subject_table *table)
{
    bool asked = !table->asked[0];
    for (size_t i = 0; i < 2 && table->asked[i]; i++)
        asked = asked || ledger_fact(ledger, table->asked[i])->first;
    return asked;
}

static void build_table(struct ledger *ledger, const struct subject_table *table)
{
    struct codes codes = {0};
    if (!is_asked(ledger, table)) {
        add_list(ledger, table->path);
        return;
    }
    for (const struct subject_column *column = table->column; column->name; column++)
        visit_column(ledger, column, collect_code, &codes);
    sort_codes(&codes);
    struct fact *list = add_list(ledger, table->path);
    for (size_t i = 0; i < codes.count; i++)
        add_row(ledger, list, table, codes.item[i]);
    free(codes.item);
    fill_columns(ledger, table, list, 7);
    roll_up(ledger, table, list, 7);
    roll_up(ledger, table, list, 5);
    ledger_number_rows(ledger, list, NULL);
    mark_waiting(ledger, table, list);
}

/* A row for the 类 unless there is one. */
static void ensure_class(struct ledger *ledger, struct fact *group,
                         const struct subject_table *table, struct slice code)
{
    struct slice class = {code.p, 3};
    if (!fact_child(ledger->facts, group, class))
        add_row(ledger, group, table, class);
}

static void build_class_table(struct ledger *ledger, const struct subject_table *table)
{
    struct fact *group = ledger_group(ledger, table->path);
    const struct subjects *subjects = &ledger->catalog->functional;
    for (size_t i = 0; i < subjects->count; i++)
        ensure_class(ledger, group, table, subjects->item[i].code);
    for (const struct fact *code = ledger_fact(ledger, "支出")->first; code; code = code->next)
        if (key_is_digits(code->key))
            ensure_class(ledger, group, table, code->key);
    fill_columns(ledger, table, group, 3);
}

void ledger_subjects(struct ledger *ledger)
{
    const struct ledger_form *form = ledger->form;
    for (const struct subject_table *table = form->tables; table->path; table++)
        build_table(ledger, table);
    for (const struct subject_table *table = form->class_tables; table->path; table++)
        build_class_table(ledger, table);
}
