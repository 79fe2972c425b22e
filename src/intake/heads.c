#include "intake/heads.h"

#include <stdlib.h>
#include <string.h>

#include "intake/figure.h"

const struct cell *layout_cell(const struct layout *layout, uint32_t row, uint32_t column)
{
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++)
        if (cells[i].column == column)
            return &cells[i];
    return NULL;
}

struct slice layout_label(const struct layout *layout, const struct cell *cell)
{
    struct arena *arena = layout->harvest->arena;
    return cell ? words_settle(arena, label_plain(arena, cell->text)) : (struct slice){"", 0};
}

/* ---- Titles and tables ---- */

/* A cell that could be a table's title: alone in its row or nearly so, and not a sentence. */
static bool is_title(struct harvest *harvest, const struct cell *cell, uint32_t count)
{
    if (cell->kind != CELL_TEXT || !memmem(cell->text.p, cell->text.n, "表", strlen("表")))
        return false;
    struct slice plain = label_plain(harvest->arena, cell->text);
    bool sentence = memmem(plain.p, plain.n, "。", strlen("。")) != NULL ||
                    memmem(plain.p, plain.n, "反映", strlen("反映")) != NULL ||
                    memmem(plain.p, plain.n, "注:", strlen("注:")) != NULL;
    return count <= 3 && !sentence && plain.n < 200 &&
           (title_is_known(plain) || title_is_budget(plain));
}

bool is_title_cell(struct harvest *harvest, const struct cell *cell)
{
    return is_title(harvest, cell, 1);
}

static const struct cell *title_in_row(struct harvest *harvest, const struct grid *grid,
                                       uint32_t row)
{
    uint32_t count;
    const struct cell *cells = grid_row(grid, row, &count);
    for (uint32_t i = 0; i < count && count <= 3; i++)
        if (is_title(harvest, &cells[i], count))
            return &cells[i];
    return NULL;
}

enum { TITLE_LINES = 8 };

/* The last lines of a text. */
static struct slice last_lines(struct slice text, unsigned lines)
{
    size_t from = text.n;
    if (!text.p)
        return text;
    while (from && (text.p[from - 1] != '\n' || --lines))
        from--;
    return (struct slice){text.p + from, text.n - from};
}

/* The last line of the text before a table that could be its title. */
static struct slice title_before(struct harvest *harvest, struct slice before)
{
    struct slice title = {"", 0};
    before = last_lines(before, TITLE_LINES);
    for (struct slice rest = before; rest.p;) {
        struct slice line = blank_trim(slice_cut(&rest, '\n'));
        const struct cell cell = {.text = line, .kind = CELL_TEXT};
        if (line.n && is_title(harvest, &cell, 1))
            title = line;
    }
    return title;
}

static struct table *add_table(struct harvest *harvest, const struct grid *grid, uint32_t from)
{
    struct table *table = ARENA_NEW(harvest->arena, struct table);
    *table = (struct table){.grid = grid, .from = from, .to = grid->rows, .title = {"", 0}};
    if (harvest->last_table)
        harvest->last_table->next = table;
    else
        harvest->tables = table;
    return harvest->last_table = table;
}

void tables_find(struct harvest *harvest, const struct grid *grid)
{
    bool part = grid->whole && grid->count;
    struct table *table = add_table(harvest, grid, part ? grid->cells[0].row : 0);
    bool said = false; /* rows of figures since the title */
    table->title = slice_copy(harvest->arena, title_before(harvest, grid->before));
    for (uint32_t i = 0, row = 0; i < grid->count; i++) {
        if (i && grid->cells[i].row == row)
            continue;
        row = grid->cells[i].row;
        uint32_t count;
        grid_row(grid, row, &count);
        const struct cell *title = title_in_row(harvest, grid, row);
        if (title && said) {
            table->to = row;
            table = add_table(harvest, grid, row);
            said = false;
        }
        if (title && !said)
            table->title = slice_copy(harvest->arena, title->text);
        said |= !title && count >= 3;
    }
}

/* ---- Where the lines begin ---- */

bool ends_table(struct slice label)
{
    return slice_starts(label, "注") || slice_starts(label, "说明:") || slice_starts(label, "备注");
}

static bool is_small(struct slice plain)
{
    return plain.n && plain.n <= 2 && plain.p[0] >= '1' && plain.p[0] <= '9';
}

bool is_numbering(const struct layout *layout, const struct cell *cells, uint32_t count)
{
    struct slice first = layout_label(layout, &cells[0]);
    if (slice_is(first, "栏次"))
        return true;
    for (uint32_t i = 0, last = 0; i < count; i++) {
        struct slice plain = label_plain(layout->harvest->arena, cells[i].text);
        uint32_t number = is_small(plain) ? (uint32_t)atoi(plain.p) : 0;
        if (number <= last)
            return false;
        last = number;
    }
    return count >= 3;
}

static bool is_total_word(struct slice label)
{
    static const char *const words[] = {"合计",         "总计",     "本年支出合计",
                                        "本年收入合计", "支出合计", "收入合计"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(label, words[i]))
            return true;
    return false;
}

/* A number that a head does not hold: heads number columns, and name years. */
static bool is_figure(const struct layout *layout, const struct cell *cell)
{
    struct slice number, unit;
    if (figure_read(layout->harvest->arena, cell, &number, &unit) != FIGURE_NUMBER)
        return false;
    bool year = number.n == 4 && (slice_starts(number, "19") || slice_starts(number, "20"));
    return !year && !is_small(number);
}

/* A line begins with a code, with the word 合计 and figures, or with the number of an item. */
static bool begins_lines(const struct layout *layout, const struct cell *cells, uint32_t count)
{
    struct arena *arena = layout->harvest->arena;
    struct slice label = layout_label(layout, &cells[0]), number, unit;
    size_t digits = code_digits(arena, cells[0].text).n;
    if (digits == 3 || digits == 5 || digits == 7 || code_prefix(arena, label).n)
        return true;
    bool any = false, total = is_total_word(label);
    for (uint32_t i = 1; i < count && !any; i++) {
        any = figure_read(arena, &cells[i], &number, &unit) == FIGURE_NUMBER;
        total |= is_total_word(layout_label(layout, &cells[i]));
    }
    if (total)
        return any || count == 1;
    return label_bare(label).n != label.n && (any || cells[0].columns == 1);
}

/* Whether a row could be one of heads. */
static bool is_head(const struct layout *layout, const struct cell *cells, uint32_t count)
{
    static const char *const words[] = {"项目",   "科目", "编码",   "代码", "行次",
                                        "预算数", "指标", "决算数", "金额", "收入",
                                        "统计数", "类",   "合计"};
    struct slice only = layout_label(layout, &cells[0]);
    bool title = memmem(only.p, only.n, "表", strlen("表")) || slice_ends(only, "报告");
    if (count < 2 && (cells[0].columns < 2 || title))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct slice label = layout_label(layout, &cells[i]);
        if (label.n > 150 || memmem(label.p, label.n, "单位:", strlen("单位:")) ||
            memmem(label.p, label.n, "部门:", strlen("部门:")) ||
            memmem(label.p, label.n, "公开", strlen("公开")))
            return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct slice label = layout_label(layout, &cells[i]);
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (memmem(label.p, label.n, words[w], strlen(words[w])))
                return true;
    }
    return false;
}

/* Whether every cell of the row is a figure or nothing: the single line below the heads of 三公. */
static bool is_figures(const struct layout *layout, const struct cell *cells, uint32_t count)
{
    struct slice number, unit;
    for (uint32_t i = 0; i < count; i++) {
        enum figure_text is = figure_read(layout->harvest->arena, &cells[i], &number, &unit);
        if (is != FIGURE_NUMBER && is != FIGURE_NOTHING)
            return false;
    }
    return count > 0;
}

/* Whether the row says figures: one that no head holds, or nothing else. */
static bool holds_figures(const struct layout *layout, const struct cell *cells, uint32_t count)
{
    bool any = is_figures(layout, cells, count);
    for (uint32_t i = 0; i < count && !any; i++)
        any = is_figure(layout, &cells[i]);
    return any && !is_numbering(layout, cells, count);
}

static void find_rows(struct layout *layout)
{
    const struct table *table = layout->table;
    bool open = false;
    layout->head_from = layout->head_to = table->to;
    for (uint32_t row = table->from; row < table->to && row < table->from + 40; row++) {
        uint32_t count;
        const struct cell *cells = grid_row(layout->grid, row, &count);
        if (!count || (!open && !is_head(layout, cells, count)))
            continue;
        if (open && ends_table(layout_label(layout, &cells[0])))
            return;
        if (!open)
            layout->head_from = row;
        if (open && (begins_lines(layout, cells, count) || holds_figures(layout, cells, count))) {
            layout->head_to = row;
            return;
        }
        open = true;
        layout->head_to = row + 1;
    }
}

/* ---- Heads ---- */

/* Whether heads below the row say something of the column. */
static bool is_divided(const struct layout *layout, uint32_t row, uint32_t column)
{
    for (uint32_t below = row + 1; below < layout->head_to; below++) {
        const struct cell *cell = layout_cell(layout, below, column);
        if (cell && !is_small(label_plain(layout->harvest->arena, cell->text)))
            return true;
    }
    return false;
}

/* The head over the column in that row. Sources that tell no merges leave the places blank that a
 * head spreads over: it spreads to the right as far as heads below divide it. */
static const struct cell *head_over(const struct layout *layout, bool merges, uint32_t row,
                                    uint32_t column)
{
    const struct cell *cell = grid_at(layout->grid, row, column);
    if (cell || merges)
        return cell && cell->row >= layout->head_from ? cell : NULL;
    for (uint32_t left = column; is_divided(layout, row, left); left--) {
        cell = layout_cell(layout, row, left);
        if (cell || !left)
            return cell;
    }
    return NULL;
}

static bool has_merges(const struct layout *layout)
{
    for (uint32_t row = layout->head_from; row < layout->head_to; row++) {
        uint32_t count;
        const struct cell *cells = grid_row(layout->grid, row, &count);
        for (uint32_t i = 0; i < count; i++)
            if (cells[i].columns > 1 || cells[i].rows > 1)
                return true;
    }
    return false;
}

bool is_part(struct slice label)
{
    return slice_is(label, "类") || slice_is(label, "款") || slice_is(label, "项");
}

/* The line of totals may stand beside the words 类, 款 and 项, which are heads there. */
static void find_path(struct layout *layout, bool merges, uint32_t column)
{
    struct head *head = &layout->heads[column];
    struct buf path = {0};
    size_t last = 0;
    const struct cell *before = NULL;
    for (uint32_t row = layout->head_from; row <= layout->head_to; row++) {
        const struct cell *cell = head_over(layout, merges, row, column);
        struct slice label = layout_label(layout, cell);
        if (!cell || cell == before || !label.n || slice_is(label, "栏次") || is_small(label) ||
            (row == layout->head_to && !is_part(label)))
            continue;
        if (path.n)
            buf_putc(&path, '/');
        last = path.n;
        buf_put_slice(&path, label);
        head->cell = before = cell;
    }
    head->path =
        path.n ? slice_copy(layout->harvest->arena, buf_slice(&path)) : (struct slice){"", 0};
    head->last = (struct slice){head->path.p + last, head->path.n - last};
    buf_free(&path);
}

static bool is_any(struct slice text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memmem(text.p, text.n, words[i], strlen(words[i])))
            return true;
    return false;
}

static enum role role_of(const struct head *head)
{
    static const char *const codes[] = {"编码", "代码"};
    static const char *const names[] = {"科目名称", "名称"};
    static const char *const lines[] = {"行次", "序号"};
    if (slice_is(head->last, "类"))
        return ROLE_CODE;
    if (slice_is(head->last, "款"))
        return ROLE_CODE_2;
    if (slice_is(head->last, "项"))
        return ROLE_CODE_3;
    if (is_any(head->last, lines, 2))
        return ROLE_LINE;
    if (is_any(head->last, codes, 2))
        return ROLE_CODE;
    if (is_any(head->last, names, 2))
        return ROLE_NAME;
    return slice_starts(head->last, "项目") && !slice_is(head->last, "项目支出") &&
                   !slice_starts(head->last, "项目支出")
               ? ROLE_NAME
               : ROLE_FIGURE;
}

/* A head 项目 over the three columns of a code leaves two of them without a word. */
static void find_heads(struct layout *layout)
{
    struct buf all = {0};
    bool merges = has_merges(layout);
    layout->columns =
        layout->grid->columns < TABLE_COLUMNS_MAX ? layout->grid->columns : TABLE_COLUMNS_MAX;
    for (uint32_t column = 0; column < layout->columns; column++) {
        find_path(layout, merges, column);
        layout->heads[column].role = role_of(&layout->heads[column]);
        buf_put_slice(&all, layout->heads[column].path);
        buf_putc(&all, ' ');
    }
    layout->all =
        all.n ? slice_copy(layout->harvest->arena, buf_slice(&all)) : (struct slice){"", 0};
    buf_free(&all);
}

/* ---- What stands beside ---- */

int year_of_head(struct slice path)
{
    enum { DIGITS = 4 };
    const char *at = memmem(path.p, path.n, "年", strlen("年"));
    while (at) {
        bool told = at - path.p >= DIGITS;
        for (int i = 1; i <= DIGITS && told; i++)
            told = at[-i] >= '0' && at[-i] <= '9';
        if (told)
            return atoi(at - DIGITS);
        struct slice rest = {at + 1, (size_t)(path.p + path.n - at) - 1};
        at = memmem(rest.p, rest.n, "年", strlen("年"));
    }
    return 0;
}

/* Whether the head is of another year than the tables. */
static bool is_of_other_year(struct slice path, struct slice year)
{
    int told = year_of_head(path);
    return told && year.n && told != atoi(year.p);
}

static bool is_aside(const struct layout *layout, const struct head *head)
{
    static const char *const words[] = {"上年", "上一年", "去年", "增减", "增长",
                                        "比重", "比例",   "占比", "备注"};
    struct slice path = head->path, own = layout->table->year.text;
    bool balance = memmem(path.p, path.n, "结转", strlen("结转"));
    return head->role == ROLE_FIGURE && !balance &&
           (is_any(path, words, sizeof words / sizeof *words) ||
            is_of_other_year(path, own.n ? own : layout->harvest->year.text));
}

/* Columns of last year's figures, of changes, shares and remarks, which accountants put beside, are
 * no figures of the table; unless it has no others. */
void layout_leave_aside(struct layout *layout)
{
    uint32_t figures = 0, aside = 0;
    for (uint32_t column = 0; column < layout->columns; column++) {
        const struct head *head = &layout->heads[column];
        figures += head->role == ROLE_FIGURE && head->path.n;
        aside += is_aside(layout, head);
    }
    for (uint32_t column = 0; column < layout->columns && aside < figures; column++)
        if (is_aside(layout, &layout->heads[column]))
            layout->heads[column].role = ROLE_LINE;
}

void layout_find(struct layout *layout, struct harvest *harvest, struct table *table)
{
    *layout = (struct layout){.harvest = harvest, .table = table, .grid = table->grid};
    find_rows(layout);
    find_heads(layout);
    above_read(layout);
}
