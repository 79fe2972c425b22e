/* What stands above a table, and below it: unit, agency, year; and what several tables say of
 * these. */
#include <string.h>

#include "intake/engines.h"

/* ---- The unit ---- */

int64_t unit_in_brackets(struct slice plain)
{
    for (size_t i = 0; i < plain.n; i++) {
        struct slice rest = {plain.p + i, plain.n - i};
        if (slice_starts(rest, "(单位:"))
            rest = (struct slice){rest.p + strlen("(单位:"), rest.n - strlen("(单位:")};
        int64_t unit = *plain.p && plain.p[i] == '(' ? unit_of_money(rest) : 0;
        if (unit)
            return unit;
    }
    return 0;
}

void report_units(struct layout *layout, const struct cell *cell, int64_t unit)
{
    diag_report(layout->harvest->diag, MSG_TAKEN_UNITS, cell_pos(layout->grid, cell),
                unit_name(unit).p, unit_name(layout->told).p);
}

/* Two units in one grid contradict each other; the last line of a text before it counts. */
static void say_unit(struct layout *layout, const struct cell *cell, int64_t unit)
{
    if (cell && layout->unit_cell && unit != layout->told) {
        report_units(layout, cell, unit);
        layout->has_units = true;
    }
    layout->unit = layout->told = unit;
    layout->unit_cell = cell;
}

/* The next unit that the text tells; 0 when there is none. *rest is what follows. */
static int64_t next_unit(struct slice *rest)
{
    static const char *const words[] = {"单位:", "单位为"};
    for (size_t at = 0; at < rest->n; at++)
        for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
            struct slice after = {rest->p + at, rest->n - at};
            if (!slice_starts(after, words[w]))
                continue;
            after = (struct slice){after.p + strlen(words[w]), after.n - strlen(words[w])};
            int64_t unit = unit_of_money(after);
            *rest = unit ? after : *rest;
            if (unit)
                return unit;
        }
    return 0;
}

static void take_unit(struct layout *layout, const struct cell *cell, struct slice plain)
{
    for (int64_t unit; (unit = next_unit(&plain));)
        say_unit(layout, cell, unit);
}

int64_t unit_beside(const struct layout *layout)
{
    const struct grid *whole = layout->grid->whole;
    int64_t found = 0;
    uint32_t from = whole ? grid_index(whole, layout->table->from, 0) : 0;
    for (uint32_t i = from; whole && i < whole->count && whole->cells[i].row < layout->head_to;
         i++) {
        struct slice plain = label_plain(layout->harvest->arena, whole->cells[i].text);
        for (int64_t unit; (unit = next_unit(&plain));) {
            if (found && unit != found)
                return 0;
            found = unit;
        }
    }
    return found;
}

/* A unit that stands alone: 万元, (万元). */
static void take_bare_unit(struct layout *layout, const struct cell *cell, struct slice plain)
{
    bool bracket = plain.n > 2 && plain.p[0] == '(' && plain.p[plain.n - 1] == ')';
    struct slice bare = bracket ? (struct slice){plain.p + 1, plain.n - 2} : plain;
    int64_t unit = unit_of_money(bare);
    if (cell && !layout->unit_cell && unit && slice_eq(unit_name(unit), bare))
        say_unit(layout, cell, unit);
}

/* Heads tell of their columns, and, where nothing else does, of the whole table. */
static void take_units_of_heads(struct layout *layout)
{
    for (uint32_t column = 0; column < layout->columns; column++) {
        struct head *head = &layout->heads[column];
        head->unit = unit_in_brackets(head->path);
        if (!layout->unit)
            layout->unit = head->unit;
    }
}

void below_read(struct layout *layout)
{
    for (uint32_t row = layout->head_to; row < layout->table->to; row++) {
        uint32_t count;
        const struct cell *cells = grid_row(layout->grid, row, &count);
        for (uint32_t i = 0; i < count; i++)
            if (cells[i].kind == CELL_TEXT)
                take_unit(layout, &cells[i], label_plain(layout->harvest->arena, cells[i].text));
    }
}

/* ---- The agency and the year ---- */

/* Remembers what a table says of itself, and the first thing that it says otherwise. */
static void say(struct layout *layout, struct said *said, const struct cell *cell,
                struct slice text)
{
    text = slice_copy(layout->harvest->arena, text);
    if (!said->text.n) {
        *said = (struct said){.text = text, .table = layout->table, .cell = cell};
    } else if (!said->other.n && !slice_eq(said->text, text)) {
        said->other = text;
        said->other_cell = cell;
    }
}

/* 编制单位：X, 部门：X; the name ends where a blank or the year begins. */
static void take_agency(struct layout *layout, const struct cell *cell, struct slice text)
{
    static const char *const starts[] = {"编制单位", "部门名称", "单位名称", "部门",
                                         "单位",     "预算单位", "填报单位"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t n = strlen(starts[i]);
        if (!slice_starts(text, starts[i]))
            continue;
        struct slice rest = {text.p + n, text.n - n};
        if (slice_starts(rest, ":"))
            rest = (struct slice){rest.p + 1, rest.n - 1};
        else if (slice_starts(rest, "："))
            rest = (struct slice){rest.p + 3, rest.n - 3};
        else
            continue;
        rest = blank_trim(slice_cut(&rest, ' '));
        const char *wide = memmem(rest.p, rest.n, "　", strlen("　"));
        rest.n = wide ? (size_t)(wide - rest.p) : rest.n;
        if (rest.n && !unit_of_money(rest) && !slice_starts(rest, "公开"))
            say(layout, &layout->table->agency, cell, rest);
    }
}

static void take_year(struct layout *layout, const struct cell *cell, struct slice plain)
{
    int year = year_told(plain);
    if (!year)
        return;
    say(layout, &layout->table->year, cell,
        slice_of(arena_printf(layout->harvest->arena, "%d", year)));
    if (!layout->harvest->year.text.n) /* until it is settled */
        layout->harvest->year = layout->table->year;
}

static void take_line(struct layout *layout, const struct cell *cell, struct slice text)
{
    struct slice plain = label_plain(layout->harvest->arena, text);
    take_unit(layout, cell, plain);
    take_bare_unit(layout, cell, plain);
    take_agency(layout, cell, text);
    take_year(layout, cell, plain);
}

void above_read(struct layout *layout)
{
    struct slice before = layout->grid->before;
    while (!layout->table->from && before.p)
        take_line(layout, NULL, blank_trim(slice_cut(&before, '\n')));
    for (uint32_t row = layout->table->from; row < layout->head_from; row++) {
        uint32_t count;
        const struct cell *cells = grid_row(layout->grid, row, &count);
        for (uint32_t i = 0; i < count; i++)
            take_line(layout, &cells[i], cells[i].text);
    }
    take_units_of_heads(layout);
}

/* ---- What several tables say ---- */

static const struct said *year_of(const struct table *table)
{
    return &table->year;
}

static const struct said *agency_of(const struct table *table)
{
    return &table->agency;
}

/* What most of the tables say that are read, or else of all; the first of these where it is a draw.
 */
static struct said most_said(const struct harvest *harvest,
                             const struct said *(*of)(const struct table *table), bool read)
{
    enum { DIFFERENT_MAX = 16 };
    struct said words[DIFFERENT_MAX] = {{.table = NULL}};
    uint32_t counts[DIFFERENT_MAX] = {0}, best = 0;
    for (const struct table *table = harvest->tables; table; table = table->next) {
        const struct said *said = of(table);
        uint32_t i = 0;
        if (!said->text.n || (read && table->fate != TABLE_READ))
            continue;
        while (i < DIFFERENT_MAX - 1 && words[i].text.n && !slice_eq(words[i].text, said->text))
            i++;
        if (!counts[i]++)
            words[i] = *said;
        best = counts[i] > counts[best] ? i : best;
    }
    return words[best];
}

static void report_otherwise(struct harvest *harvest, enum message message,
                             const struct table *table, const struct cell *cell, struct slice text,
                             const struct said *whole)
{
    struct pos pos = cell ? cell_pos(table->grid, cell) : grid_pos(table->grid);
    if (text.n && !slice_eq(text, whole->text))
        diag_report_chosen(harvest->diag, message, pos, text.p, whole->text.p);
}

static void settle(struct harvest *harvest, struct said *whole, enum message message,
                   const struct said *(*of)(const struct table *table))
{
    struct said most = most_said(harvest, of, true);
    *whole = most.text.n ? most : most_said(harvest, of, false);
    for (const struct table *table = harvest->tables; table; table = table->next) {
        const struct said *said = of(table);
        if (table->fate != TABLE_READ)
            continue;
        report_otherwise(harvest, message, table, said->cell, said->text, whole);
        report_otherwise(harvest, message, table, said->other_cell, said->other, whole);
    }
}

void harvest_finish(struct harvest *harvest)
{
    settle(harvest, &harvest->agency, MSG_TAKEN_AGENCY, agency_of);
    settle(harvest, &harvest->year, MSG_TAKEN_YEAR, year_of);
    report_scales(harvest);
    report_hidden(harvest);
}
