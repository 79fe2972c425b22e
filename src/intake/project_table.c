/*
 * Tables of performance. That of one project (项目支出绩效自评表) has labels beside or above its
 * figures, and below them a line an indicator; others list projects, a line each.
 */
#include <string.h>

#include "intake/engines.h"
#include "record/indicators.h"

enum { NOWHERE = TABLE_COLUMNS_MAX };

/* The words that an indicator of the second level is known by. */
static const struct {
    const char *words, *second;
} indicators[] = {{"数量", "数量指标"},     {"质量", "质量指标"},         {"时效", "时效指标"},
                  {"成本", "成本指标"},     {"经济", "经济效益指标"},     {"社会", "社会效益指标"},
                  {"生态", "生态效益指标"}, {"可持续", "可持续影响指标"}, {"满意度", "满意度指标"}};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

struct project_table {
    struct layout *layout;
    const struct table_kind *kind;
    struct slice fact; /* 绩效.项目.1 */
    uint32_t from;     /* its first row */
    /* of the indicators: columns, and how many there are of each sort so far */
    uint32_t first, second, name, target, done, score, weight, reason;
    uint32_t count[INDICATORS];
};

static const char *below(const struct project_table *table, const char *name)
{
    return arena_printf(table->layout->harvest->arena, "%s.%s", table->fact.p, name);
}

/* ---- What is taken ---- */

/* A text of the project without the line ends of its cell. */
static void take_text(const struct project_table *table, const char *path, const struct cell *cell)
{
    struct harvest *harvest = table->layout->harvest;
    struct buf text = {0};
    for (struct slice rest = cell ? cell->text : (struct slice){0}; rest.p;)
        buf_put_slice(&text, blank_trim(slice_cut(&rest, '\n')));
    struct slice copy = slice_copy(harvest->arena, buf_slice(&text));
    buf_free(&text);
    if (copy.n && !slice_is(copy, "无") && !slice_is(copy, "-"))
        harvest_tell(harvest, slice_of(path), copy, table->layout->table, cell);
}

/* The text of a score or rate, and its number in ten-thousandths; of a rate a sheet may hold the
 * share itself: 0.95. */
static bool read_exact(struct arena *arena, const struct cell *cell, bool rate, struct slice *text,
                       int64_t *value)
{
    enum { SCALE = 4, SHARE = SCALE + 2 };
    static const struct number_style style = {.decimals = SCALE, .trim = true, .divisor = 1};
    struct slice number = label_plain(arena, cell->text);
    *text = number;
    if (rate && cell->kind == CELL_NUMBER) {
        struct buf percent = {0};
        if (decimal_parse(number, SHARE, value) != DECIMAL_OK)
            return false;
        decimal_print(&percent, *value, SCALE, &style);
        buf_putc(&percent, '%');
        *text = slice_copy(arena, buf_slice(&percent));
        buf_free(&percent);
        return true;
    }
    if (rate != slice_ends(number, "%") || (rate && number.n < 2))
        return false;
    number.n -= rate;
    return decimal_parse(number, SCALE, value) == DECIMAL_OK;
}

static void take_exact(struct layout *layout, const struct cell *cell, struct slice fact, bool rate)
{
    struct harvest *harvest = layout->harvest;
    struct slice text;
    int64_t value;
    if (!read_exact(harvest->arena, cell, rate, &text, &value))
        return;
    struct figure *figure = ARENA_NEW(harvest->arena, struct figure);
    *figure = (struct figure){.fact = fact,
                              .is_count = true,
                              .number = value,
                              .step = 1,
                              .text = text,
                              .unit = {"", 0},
                              .table = layout->table,
                              .cell = cell};
    layout_keep(layout, figure);
}

static void take(struct layout *layout, const struct cell *cell, struct slice fact)
{
    bool rate = slice_ends(fact, "率");
    if (rate || slice_ends(fact, "分") || slice_ends(fact, "分值") ||
        memmem(fact.p, fact.n, ".得分.", strlen(".得分.")))
        take_exact(layout, cell, fact, rate);
    else if (is_number(layout, cell))
        layout_take_as(layout, cell, fact, false);
}

/* ---- Amounts and scores of the whole ---- */

static bool is_figure(struct layout *layout, const struct cell *cell)
{
    struct slice plain = label_plain(layout->harvest->arena, cell->text);
    struct slice number = {plain.p, plain.n ? plain.n - slice_ends(plain, "%") : 0};
    int64_t value;
    return is_number(layout, cell) || decimal_parse(number, 4, &value) == DECIMAL_OK;
}

/* What amounts at that place are, by the nearest label above that says so. */
static bool group_above(const struct project_table *table, uint32_t row, uint32_t column,
                        const char **value)
{
    while (row-- > table->from) {
        const struct cell *cell = grid_at(table->layout->grid, row, column);
        if (cell && qualifier_find(table->kind, layout_label(table->layout, cell), value))
            return true;
    }
    return false;
}

static const struct known_item *item_of(const struct project_table *table, struct slice label)
{
    size_t at = 0;
    const struct known_item *item;
    while ((item = known_item_at(table->kind, &at)))
        if (words_fit(item->words, label, label))
            return item;
    return NULL;
}

/* The figure by the label before it in its row; what kind of amount it is, that label says, or one
 * above. */
static void read_figure(struct project_table *table, const struct cell *cell,
                        const struct cell *before)
{
    struct layout *layout = table->layout;
    struct slice label = layout_label(layout, before);
    const struct known_item *item = item_of(table, label);
    const char *group = NULL;
    if (!item || !*item->fact)
        return;
    if (strchr(item->fact, '%') && !qualifier_find(table->kind, label, &group) &&
        !group_above(table, cell->row, cell->column, &group) &&
        !group_above(table, cell->row, before->column, &group))
        return;
    if (strchr(item->fact, '%') && (!group || !*group))
        return;
    bool whole = slice_ends(slice_of(item->fact), ".合计");
    if (group && *group == '.') { /* a fact of its own, told beside the sum */
        if (whole)
            take(layout, cell, slice_of(below(table, group + 1)));
        return;
    }
    struct slice fact =
        fact_of(layout->harvest->arena, item->fact, "%", slice_of(group ? group : ""));
    take(layout, cell, slice_of(below(table, fact.p)));
}

/* ---- Indicators ---- */

static uint32_t end_of(const struct cell *cell)
{
    return cell->column + cell->columns - 1;
}

/* Whether the row heads the indicators; remembers its columns. */
static bool is_indicator_head(struct project_table *table, const struct cell *cells, uint32_t count)
{
    uint32_t *const columns[] = {&table->first,  &table->second, &table->name,  &table->done,
                                 &table->target, &table->weight, &table->score, &table->reason};
    static const char *const words[] = {
        "一级指标",      "二级指标", "三级指标", "完成值|完成指标|完成情况",
        "指标值|目标值", "分值",     "得分",     "原因"};
    bool head = false;
    for (uint32_t i = 0; i < count; i++)
        head |= slice_is(layout_label(table->layout, &cells[i]), "一级指标");
    if (!head)
        return false;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        *columns[w] = NOWHERE;
    for (uint32_t i = 0; i < count; i++) {
        struct slice label = layout_label(table->layout, &cells[i]);
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (words_fit(words[w], label, label)) {
                if (*columns[w] == NOWHERE)
                    *columns[w] = w == 2 ? end_of(&cells[i]) : cells[i].column;
                break;
            }
    }
    return true;
}

static const struct cell *in_column(const struct project_table *table, uint32_t row,
                                    uint32_t column)
{
    return column == NOWHERE ? NULL : layout_cell(table->layout, row, column);
}

/* Which indicator the label of the second level is; INDICATORS for none. */
static size_t indicator_of(struct slice label)
{
    size_t i = 0;
    while (i < INDICATORS && !words_fit(indicators[i].words, label, label))
        i++;
    return i;
}

/* The score of the row: of its indicator, or, spread over the rows of one of the first level, of
 * that. */
static void take_score(struct project_table *table, uint32_t row, const struct cell *first,
                       size_t sort)
{
    const struct cell *score = in_column(table, row, table->score);
    if (!score)
        return;
    bool own = score->rows == 1 && first->rows > 1 && table->count[sort];
    const char *fact = own ? arena_printf(table->layout->harvest->arena, "指标.%s.%u.得分",
                                          indicators[sort].second, table->count[sort])
                           : arena_printf(table->layout->harvest->arena, "得分.%s",
                                          indicator_first(slice_of(indicators[sort].second)));
    take(table->layout, score, slice_of(below(table, fact)));
}

/* A line of the indicators; false for another. */
static bool read_indicator(struct project_table *table, uint32_t row)
{
    struct layout *layout = table->layout;
    const struct cell *first = grid_at(layout->grid, row, table->first),
                      *second = grid_at(layout->grid, row, table->second),
                      *name = in_column(table, row, table->name);
    if (table->first == NOWHERE || !first || first->columns > 1 + table->second - table->first ||
        !words_fit("产出|效益|满意度|成本指标", layout_label(layout, first), (struct slice){"", 0}))
        return false;
    size_t sort = indicator_of(layout_label(layout, second ? second : first));
    if (sort == INDICATORS)
        return true;
    if (name && name != first && name != second) {
        struct arena *arena = layout->harvest->arena;
        const char *fact = below(table, arena_printf(arena, "指标.%s.%u", indicators[sort].second,
                                                     ++table->count[sort]));
        const struct cell *weight = in_column(table, row, table->weight);
        take_text(table, arena_printf(arena, "%s.名称", fact), name);
        take_text(table, arena_printf(arena, "%s.指标值", fact),
                  in_column(table, row, table->target));
        take_text(table, arena_printf(arena, "%s.完成值", fact),
                  in_column(table, row, table->done));
        take_text(table, arena_printf(arena, "%s.偏差原因", fact),
                  in_column(table, row, table->reason));
        if (weight)
            take(layout, weight, slice_of(arena_printf(arena, "%s.分值", fact)));
    }
    take_score(table, row, first, sort);
    return true;
}

/* ---- The table ---- */

/* A label whose text stands beside it. */
static const struct {
    const char *label, *key;
} texts[] = {{"项目主管部门|=主管部门", "主管部门"},
             {"实施单位", "实施单位"},
             {"项目效果", "预期效果"},
             {"自评结论", "自评结论"},
             {"经验做法|经验及做法", "经验做法"},
             {"问题与整改|问题及整改", "问题与整改"}};

/* Whether the figure is the full marks of the total, behind which the score stands. */
static bool is_full_marks(const struct project_table *table, const struct cell *before,
                          const struct cell *figure, const struct cell *end)
{
    const struct known_item *item = item_of(table, layout_label(table->layout, before));
    if (!item || strcmp(item->fact, "总分") != 0)
        return false;
    for (const struct cell *cell = figure + 1; cell < end; cell++)
        if (is_figure(table->layout, cell))
            return true;
    return false;
}

static void read_row(struct project_table *table, uint32_t row)
{
    struct layout *layout = table->layout;
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count), *before = NULL;
    if (is_indicator_head(table, cells, count) || read_indicator(table, row))
        return;
    for (uint32_t i = 0; i < count; i++) {
        struct slice label = before ? layout_label(layout, before) : (struct slice){"", 0};
        if (before && is_figure(layout, &cells[i])) {
            if (is_full_marks(table, before, &cells[i], cells + count))
                take(layout, &cells[i], slice_of(below(table, "满分")));
            else
                read_figure(table, &cells[i], before);
            continue;
        }
        for (size_t t = 0; before && t < sizeof texts / sizeof *texts; t++)
            if (words_fit(texts[t].label, label, label))
                take_text(table, below(table, texts[t].key), &cells[i]);
        before = &cells[i];
    }
}

/* Begins a project where its name stands beside 项目名称; the table of the next may stand below on
 * the next page. */
static void begin_project(struct project_table *table, uint32_t row)
{
    struct layout *layout = table->layout;
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    if (count < 2 || !slice_is(layout_label(layout, &cells[0]), "项目名称"))
        return;
    *table = (struct project_table){
        .layout = layout, .kind = table->kind, .from = row, .first = NOWHERE, .second = NOWHERE};
    table->fact =
        slice_of(arena_printf(layout->harvest->arena, "绩效.项目.%u", ++layout->harvest->projects));
    take_text(table, below(table, "名称"), &cells[1]);
}

/* The unit that a label of the table names: 项目资金（万元）. */
static void find_unit(struct layout *layout)
{
    static const char *const words[] = {"(万元)", "(元)", "单位:万元", "单位:元"};
    for (uint32_t i = 0; i < layout->grid->count && !layout->unit; i++) {
        struct slice label = layout_label(layout, &layout->grid->cells[i]);
        for (size_t w = 0; w < 4 && !layout->unit; w++)
            if (memmem(label.p, label.n, words[w], strlen(words[w])))
                layout->unit = unit_of_money(w % 2 ? SLICE("元") : SLICE("万元"));
    }
}

void read_project_table(struct layout *layout)
{
    struct project_table table = {.layout = layout, .kind = layout->table->kind};
    find_unit(layout);
    layout->table->unit = layout->unit;
    for (uint32_t row = layout->table->from; layout->unit && row < layout->table->to; row++) {
        begin_project(&table, row);
        if (table.fact.n)
            read_row(&table, row);
    }
}

/* A line a project below one line of heads: its name, and columns by their heads. Short numbers in
 * the first lines look like those of columns, so that these count as heads, too. */
void read_projects_table(struct layout *layout)
{
    struct project_table table = {.layout = layout, .kind = layout->table->kind};
    struct arena *arena = layout->harvest->arena;
    uint32_t name_at = 0, count = 0;
    while (name_at < layout->columns && !slice_starts(layout->heads[name_at].path, "项目"))
        name_at++;
    for (uint32_t row = layout->head_from + 1; row < layout->table->to; row++) {
        const struct cell *name = layout_cell(layout, row, name_at);
        bool total = is_total(layout_label(layout, name));
        if (!name || ends_table(layout_label(layout, name)))
            continue;
        const char *number = arena_printf(arena, "%u", count + !total);
        for (uint32_t column = name_at + 1; column < layout->columns; column++) {
            const struct head *head = &layout->heads[column];
            const struct cell *cell = layout_cell(layout, row, column);
            const struct known_column *known = column_find(table.kind, head->path, head->last);
            const char *fact = !known ? NULL : total ? known->total : known->fact;
            if (cell && fact && *fact)
                take(layout, cell, fact_of(arena, fact, "*", slice_of(number)));
        }
        if (!total)
            take_text(&table, arena_printf(arena, "绩效.评价.%u.名称", ++count), name);
    }
}
