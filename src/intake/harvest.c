#include "intake/harvest.h"

#include "intake/engines.h"

void harvest_init(struct harvest *harvest, struct arena *arena, struct diag *diag,
                  const struct subject_names *subjects)
{
    *harvest = (struct harvest){.arena = arena, .diag = diag, .subjects = subjects};
}

/* ---- Figures by fact ---- */

static uint32_t hash_of(struct slice text)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (unsigned char)text.p[i]) * 16777619u;
    return hash;
}

static struct figure **slot_of(const struct harvest *harvest, struct slice fact)
{
    uint32_t mask = harvest->index_room - 1, i = hash_of(fact) & mask;
    while (harvest->index[i] && !slice_eq(harvest->index[i]->fact, fact))
        i = (i + 1) & mask;
    return &harvest->index[i];
}

static void make_room(struct harvest *harvest)
{
    if (harvest->figure_count * 2 < harvest->index_room)
        return;
    struct figure **old = harvest->index;
    uint32_t room = harvest->index_room;
    harvest->index_room = room ? room * 2 : 1024;
    harvest->index = ARENA_ARRAY(harvest->arena, struct figure *, harvest->index_room);
    for (uint32_t i = 0; i < room; i++)
        if (old[i])
            *slot_of(harvest, old[i]->fact) = old[i];
}

const struct figure *harvest_find(const struct harvest *harvest, const char *fact)
{
    return harvest->index_room ? *slot_of(harvest, slice_of(fact)) : NULL;
}

struct pos figure_pos(const struct figure *figure)
{
    return cell_pos(figure->table->grid, figure->cell);
}

/* Whether two prints of a figure may be of the same amount: each was rounded to its last place. */
static bool agree(const struct figure *a, const struct figure *b)
{
    int64_t off = a->number > b->number ? a->number - b->number : b->number - a->number;
    return a->is_count ? !off : 2 * (__int128)off <= (__int128)a->step + b->step;
}

static void report_difference(struct harvest *harvest, const struct figure *first,
                              const struct figure *second)
{
    bool same = first->table == second->table;
    struct finding *finding =
        diag_report(harvest->diag, same ? MSG_TAKEN_TWICE : MSG_TAKEN_DIFFERS, figure_pos(second),
                    second->fact.p, second->text.p, first->text.p);
    finding->also = figure_pos(first);
    finding->values[0] = second->text.p;
    finding->values[1] = first->text.p;
}

/* Adds it to those of its fact; the most exact one stands first. */
static void add_figure(struct harvest *harvest, struct figure *figure)
{
    make_room(harvest);
    struct figure **slot = slot_of(harvest, figure->fact);
    struct figure *first = *slot;
    if (harvest->last_figure)
        harvest->last_figure->twin = figure;
    else
        harvest->figures = figure;
    harvest->last_figure = figure;
    harvest->figure_count++;
    for (const struct figure *other = first; other; other = other->next)
        if (!agree(other, figure) || other->table == figure->table) {
            report_difference(harvest, other, figure);
            break;
        }
    if (!first || figure->step < first->step) {
        figure->next = first;
        *slot = figure;
    } else {
        figure->next = first->next;
        first->next = figure;
    }
}

/* ---- Taking ---- */

static bool is_counted(struct slice fact)
{
    return slice_starts(fact, "三公.数量.") || slice_starts(fact, "国有资产.");
}

/* The number as a figure; false after reporting what is wrong with it. */
static bool read_number(struct layout *layout, struct figure *figure, struct slice unit)
{
    struct harvest *harvest = layout->harvest;
    int64_t of = unit.n ? unit_of_money(unit) : layout->unit;
    bool rounded = false, fits;
    if (figure->is_count) {
        fits = decimal_parse(figure->text, 0, &figure->number) == DECIMAL_OK;
        figure->step = 1;
    } else {
        fits = figure_amount(figure->text, of, &figure->number, &figure->step, &rounded);
    }
    struct pos pos = cell_pos(layout->grid, figure->cell);
    if (!fits)
        diag_report(harvest->diag, figure->is_count ? MSG_TAKEN_COUNT : MSG_TAKEN_RANGE, pos,
                    figure->cell->text.p);
    else if (rounded)
        diag_report(harvest->diag, MSG_TAKEN_FINE, pos, figure->cell->text.p);
    return fits;
}

static void report_text(struct layout *layout, const struct cell *cell, enum figure_text is)
{
    struct pos pos = cell_pos(layout->grid, cell);
    enum message message = is == FIGURE_PENDING ? MSG_TAKEN_PENDING
                           : is == FIGURE_FAULT ? MSG_TAKEN_FAULT
                                                : MSG_TAKEN_WORDS;
    diag_report(layout->harvest->diag, message, pos, cell->text.p);
}

void layout_take(struct layout *layout, const struct cell *cell, struct slice fact)
{
    struct harvest *harvest = layout->harvest;
    struct table *table = layout->table;
    struct slice number, unit;
    enum figure_text is = figure_read(harvest->arena, cell, &number, &unit);
    if (is == FIGURE_NOTHING)
        return;
    if (is != FIGURE_NUMBER) {
        report_text(layout, cell, is);
        return;
    }
    struct figure *figure = ARENA_NEW(harvest->arena, struct figure);
    *figure = (struct figure){
        .fact = fact, .is_count = is_counted(fact), .text = number, .table = table, .cell = cell};
    if (!read_number(layout, figure, unit))
        return;
    table->taken++;
    table->last = cell;
    if (!table->first)
        table->first = cell;
    add_figure(harvest, figure);
}

struct slice fact_of(struct arena *arena, const char *pattern, const char *from, struct slice to)
{
    struct buf out = {0};
    const char *at;
    for (; *from && (at = strstr(pattern, from)); pattern = at + strlen(from)) {
        buf_put(&out, pattern, (size_t)(at - pattern));
        buf_put_slice(&out, to);
    }
    buf_puts(&out, pattern);
    struct slice fact = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return fact;
}

bool is_number(struct layout *layout, const struct cell *cell)
{
    struct slice number, unit;
    return cell && figure_read(layout->harvest->arena, cell, &number, &unit) == FIGURE_NUMBER;
}

void report_column(struct layout *layout, uint32_t column)
{
    struct head *head = &layout->heads[column];
    if (head->role == ROLE_LINE)
        return;
    head->role = ROLE_LINE; /* told once */
    diag_report(layout->harvest->diag, MSG_TAKEN_COLUMN,
                head->cell ? cell_pos(layout->grid, head->cell) : grid_pos(layout->grid),
                head->path.n ? head->path.p : "—");
}

bool ends_table(struct slice label)
{
    return slice_starts(label, "注") || slice_starts(label, "说明:") || slice_starts(label, "备注");
}

bool is_total(struct slice label)
{
    static const char *const words[] = {
        "合计",     "总计",         "本年支出合计", "本年收入合计", "支出合计",
        "收入合计", "一、本年支出", "支出总计",     "基本支出合计", "项目支出合计"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(label, words[i]))
            return true;
    return false;
}

/* ---- Books ---- */

static void (*const engines[])(struct layout *layout) = {
    [ENGINE_CODE] = read_code_table, [ENGINE_CROSS] = read_code_table,
    [ENGINE_ITEM] = read_item_table, [ENGINE_HEADS] = read_heads_table,
    [ENGINE_LIST] = read_list_table,
};

/* How many cells of the table are numbers: a page of text in cells is no table of figures. */
static uint32_t count_numbers(const struct layout *layout)
{
    uint32_t numbers = 0;
    struct slice number, unit;
    for (uint32_t i = 0; i < layout->grid->count; i++) {
        const struct cell *cell = &layout->grid->cells[i];
        numbers += cell->row >= layout->table->from && cell->row < layout->table->to &&
                   figure_read(layout->harvest->arena, cell, &number, &unit) == FIGURE_NUMBER;
    }
    return numbers;
}

static enum table_fate fate_of(const struct layout *layout, struct slice title)
{
    const struct kind *kind = layout->table->kind;
    if (layout->grid->hidden)
        return TABLE_HIDDEN;
    if (title_is_budget(title))
        return TABLE_BUDGET;
    if (!kind)
        return TABLE_UNKNOWN;
    return kind->engine == ENGINE_NONE ? TABLE_NOT_NEEDED : TABLE_READ;
}

static void read_table(struct harvest *harvest, struct table *table)
{
    struct layout *layout = ARENA_NEW(harvest->arena, struct layout);
    bool lines = layout_find(layout, harvest, table);
    struct slice title = label_plain(harvest->arena, table->title);
    struct slice sheet = label_plain(harvest->arena, table->grid->name);
    table->kind = kind_find(title.n ? title : sheet, sheet, layout->all);
    table->fate = fate_of(layout, title.n ? title : sheet);
    if (table->fate != TABLE_READ || !lines) {
        if (table->fate == TABLE_UNKNOWN && count_numbers(layout) < 3)
            table->fate = TABLE_NOT_NEEDED;
        return;
    }
    if (!layout->unit)
        layout->unit = harvest->unit;
    if (!layout->unit && count_numbers(layout)) {
        diag_report(harvest->diag, MSG_TAKEN_UNIT, grid_pos(table->grid),
                    table->title.n ? table->title.p : "—");
        return;
    }
    engines[table->kind->engine](layout);
}

void harvest_book(struct harvest *harvest, const struct book *book)
{
    struct table *last = harvest->last_table;
    for (const struct grid *grid = book->first; grid; grid = grid->next)
        tables_find(harvest, grid);
    for (struct table *table = last ? last->next : harvest->tables; table; table = table->next)
        read_table(harvest, table);
}

/* ---- Dumping ---- */

static const char *const fates[] = {"read", "not needed", "budget", "unknown", "hidden"};

void harvest_dump(struct buf *out, const struct harvest *harvest)
{
    if (harvest->agency.text.n)
        buf_printf(out, "agency %s\n", harvest->agency.text.p);
    if (harvest->year.text.n)
        buf_printf(out, "year %s\n", harvest->year.text.p);
    for (const struct table *table = harvest->tables; table; table = table->next) {
        buf_printf(out, "table %u %s %s ", table->grid->ordinal,
                   table->kind ? table->kind->name : "-", fates[table->fate]);
        buf_put_json(out, table->title);
        buf_printf(out, " %u figures\n", table->taken);
        for (const struct figure *figure = harvest->figures; figure; figure = figure->twin) {
            if (figure->table != table)
                continue;
            buf_printf(out, "  %s = %s @ ", figure->fact.p, figure->text.p);
            cell_address(out, table->grid, figure->cell, LANGUAGE_ENGLISH);
            buf_putc(out, '\n');
        }
    }
}
