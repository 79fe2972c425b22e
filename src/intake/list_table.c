/* Lists: a line a leaf, by its code, source and kind; or a line a fact, by its name. */
#include "intake/engines.h"

/* ---- Leaves ---- */

/* The word of the schema that the cell means. */
static const char *word_of(const struct layout *layout, const struct cell *cell,
                           const char *const (*words)[2], size_t count)
{
    struct slice label = layout_label(layout, cell);
    for (size_t i = 0; cell && i < count; i++)
        if (words_fit(words[i][0], label, label))
            return words[i][1];
    return NULL;
}

static const char *const sources[][2] = {{"一般公共预算", "一般公共预算"},
                                         {"政府性基金", "政府性基金预算"},
                                         {"国有资本经营", "国有资本经营预算"},
                                         {"上级补助", "上级补助收入"},
                                         {"事业收入", "事业收入"},
                                         {"经营收入", "经营收入"},
                                         {"附属单位", "附属单位上缴收入"},
                                         {"其他", "其他收入"}};
static const char *const natures[][2] = {{"基本支出", "基本支出"},
                                         {"项目支出", "项目支出"},
                                         {"上缴上级", "上缴上级支出"},
                                         {"经营支出", "经营支出"},
                                         {"附属单位", "对附属单位补助支出"}};

static uint32_t column_of(const struct layout *layout, const char *words)
{
    for (uint32_t column = 0; column < layout->columns; column++)
        if (words_fit(words, layout->heads[column].path, layout->heads[column].last))
            return column;
    return TABLE_COLUMNS_MAX;
}

/* The first cell of the line, if it is no note. */
static const struct cell *line_start(const struct layout *layout, uint32_t row)
{
    uint32_t count;
    const struct cell *first = grid_row(layout->grid, row, &count);
    return count && !ends_table(layout_label(layout, first)) ? first : NULL;
}

/* The label of a line of totals; empty for a line of the list, which has a code. */
static struct slice total_label(const struct layout *layout, uint32_t row)
{
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct slice label = layout_label(layout, &cells[i]);
        if (is_list_total(label))
            return label;
    }
    return (struct slice){"", 0};
}

/* The cell of the line in the column, which may span lines. */
static const struct cell *cell_of(const struct layout *layout, uint32_t row, uint32_t column)
{
    const struct cell *cell = grid_at(layout->grid, row, column);
    return cell && cell->row >= layout->head_to ? cell : NULL;
}

struct list_table {
    struct layout *layout;
    uint32_t code, source, kind, amount; /* columns */
};

/* A line of the list, which must have a code. */
static void take_line(const struct list_table *table, uint32_t row, const struct cell *start,
                      const struct cell *amount)
{
    struct layout *layout = table->layout;
    struct arena *arena = layout->harvest->arena;
    const struct cell *code = cell_of(layout, row, table->code);
    if (!code && is_number(layout, amount))
        diag_report(layout->harvest->diag, MSG_TAKEN_LINE, cell_pos(layout->grid, start),
                    start->text.p);
    if (!code || !amount)
        return;
    const char *source = word_of(layout, cell_of(layout, row, table->source), sources, 8);
    const char *kind = word_of(layout, cell_of(layout, row, table->kind), natures, 5);
    struct slice digits = code_digits(arena, code->text);
    if (digits.n != 7)
        diag_report(layout->harvest->diag, MSG_TAKEN_CODE, cell_pos(layout->grid, code),
                    code->text.p);
    else if (!source || (table->kind < TABLE_COLUMNS_MAX && !kind))
        diag_report(layout->harvest->diag, MSG_TAKEN_LINE, cell_pos(layout->grid, code),
                    code->text.p);
    else
        layout_take(layout, amount,
                    slice_of(kind ? arena_printf(arena, "支出.%s.%s.%s", digits.p, source, kind)
                                  : arena_printf(arena, "收入.%s.%s", digits.p, source)));
}

void read_list_table(struct layout *layout)
{
    const struct list_table table = {layout, column_of(layout, "编码|代码"),
                                     column_of(layout, "来源"), column_of(layout, "类别|性质"),
                                     column_of(layout, "金额")};
    struct list_sums *sums = list_sums_new(layout);
    for (uint32_t row = layout->head_to; row < layout->table->to; row++) {
        const struct cell *amount = layout_cell(layout, row, table.amount);
        const struct cell *start = line_start(layout, row);
        struct slice total = total_label(layout, row);
        if (start)
            list_sums_add(sums, amount, total, (struct slice){"", 0});
        if (start && !total.n)
            take_line(&table, row, start, amount);
    }
    list_sums_hold(sums);
}

/* ---- Facts ---- */

/* What other facts follow from, or are held against. */
static bool is_wanted(struct slice fact)
{
    static const char *const groups[] = {"收入.",
                                         "支出.",
                                         "一般公共预算支出.",
                                         "政府性基金预算.",
                                         "国有资本经营预算.",
                                         "财政拨款支出.",
                                         "总计.",
                                         "财政拨款总计.",
                                         "结转.",
                                         "经济.",
                                         "三公.预算.",
                                         "三公.决算.",
                                         "三公.数量.",
                                         "三公.接待.",
                                         "政府采购.",
                                         "国有资产.车辆.",
                                         "国有资产.单价",
                                         "结余.",
                                         "年初预算.",
                                         "全年预算.",
                                         "年初结转和结余.",
                                         "年末结转和结余.",
                                         "上年.",
                                         "一般性支出.会议费",
                                         "一般性支出.培训费",
                                         "一般性支出.节庆活动",
                                         "机关运行经费.",
                                         "基本支出经济分类."};
    bool wanted = false, derived = memmem(fact.p, fact.n, "比", strlen("比")) != NULL;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        wanted |= slice_starts(fact, groups[i]);
    return wanted && !derived;
}

/* What the agency is, which no table of a form says. */
static void take_agency(struct layout *layout, struct slice fact, const struct cell *value)
{
    struct harvest *harvest = layout->harvest;
    struct said *said = slice_is(fact, "单位.口径")   ? &harvest->scope
                        : slice_is(fact, "单位.性质") ? &harvest->nature
                        : slice_is(fact, "单位.文种") ? &harvest->kind
                        : slice_is(fact, "单位.年度") ? &layout->table->year
                                                      : NULL;
    if (said && !said->text.n)
        *said = (struct said){.text = value->text, .table = layout->table, .cell = value};
}

/* Amounts and counts under the names that we publish them by; each with its unit. Rates and what is
 * 0 follow from the others, or from nothing. The heads are one line; the year below them looks like
 * another. */
void read_facts_table(struct layout *layout)
{
    struct arena *arena = layout->harvest->arena;
    uint32_t fact_at = column_of(layout, "指标"), value_at = column_of(layout, "数值");
    uint32_t unit_at = column_of(layout, "单位 -指标");
    for (uint32_t row = layout->head_from + 1; row < layout->table->to; row++) {
        const struct cell *fact = layout_cell(layout, row, fact_at);
        const struct cell *value = layout_cell(layout, row, value_at);
        struct slice unit = layout_label(layout, layout_cell(layout, row, unit_at));
        layout->unit = unit_of_money(unit);
        bool counted = fact && is_counted(fact->text);
        if (fact && value)
            take_agency(layout, fact->text, value);
        if (fact && value && is_wanted(fact->text) && (layout->unit || counted) &&
            !slice_is(value->text, "0"))
            layout_take(layout, value, slice_copy(arena, fact->text));
    }
}
