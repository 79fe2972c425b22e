/* Tables of several years in one book, or in several: those of last year are told from this year's.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/engines.h"

/* ---- What a table is called ---- */

enum { DIGITS = 4 };

/* The year that the name of a sheet holds, as 2023年, 2023 or Z01_2023; 0 for none. */
static int year_of_sheet(struct slice plain)
{
    size_t digits = 0;
    for (size_t i = 0; i <= plain.n; i++) {
        bool digit = i < plain.n && plain.p[i] >= '0' && plain.p[i] <= '9';
        if (!digit && digits == DIGITS &&
            slice_starts((struct slice){plain.p + i - DIGITS, DIGITS}, "20"))
            return atoi(plain.p + i - DIGITS);
        digits = digit ? digits + 1 : 0;
    }
    return 0;
}

/* Whether the text is of last year: 上年决算, 三公(上年); not 上年结转, 与上年对比. */
static bool says_last(struct slice plain)
{
    static const char *const words[] = {"上年", "上一年", "去年"};
    static const char *const others[] = {"结转", "结余", "对比", "比较", "增减", "比", "与", "和"};
    bool says = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        says |= memmem(plain.p, plain.n, words[i], strlen(words[i])) != NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others && says; i++)
        says = !memmem(plain.p, plain.n, others[i], strlen(others[i]));
    return says;
}

void year_name(struct table *table, struct slice title, struct slice sheet)
{
    int titled = year_told(title);
    table->year_named = titled ? titled : year_of_sheet(sheet);
    table->is_named_last = !titled && !table->year.text.n && (says_last(title) || says_last(sheet));
}

/* ---- Which year is this ---- */

/* Text above a table of a document may speak of any year. */
static int year_of(const struct table *table)
{
    return table->year.cell ? atoi(table->year.text.p) : table->year_named;
}

/* Whether the table is one of a set that each year has: no list, no project. */
static bool counts(const struct table *table)
{
    return table->fate == TABLE_READ && table->kind && !table_is_list(table->kind);
}

static uint32_t tables_of(const struct harvest *harvest, int year)
{
    uint32_t tables = 0;
    for (const struct table *table = harvest->tables; table; table = table->next)
        tables += counts(table) && !table->is_named_last && year_of(table) == year;
    return tables;
}

/* The last year that as many tables tell as are no slip of the pen; 0 when none tells any. */
static int this_year(const struct harvest *harvest)
{
    enum { SLIP = 3 };
    uint32_t most = 0;
    int found = 0;
    if (harvest->typed_year.n)
        return atoi(harvest->typed_year.p);
    for (const struct table *table = harvest->tables; table; table = table->next) {
        uint32_t tables = year_of(table) ? tables_of(harvest, year_of(table)) : 0;
        most = tables > most ? tables : most;
    }
    for (const struct table *table = harvest->tables; table; table = table->next)
        if (year_of(table) > found && tables_of(harvest, year_of(table)) * SLIP > most)
            found = year_of(table);
    return found;
}

/* Whether another table like it is of this year: then its year is no slip of the pen. */
static bool has_twin(const struct harvest *harvest, const struct table *table, int this)
{
    for (const struct table *other = harvest->tables; other; other = other->next) {
        int year = year_of(other);
        if (counts(other) && other->kind == table->kind && !other->is_named_last &&
            (year == this || (!year && other != table)))
            return true;
    }
    return false;
}

static void settle_table(struct harvest *harvest, struct table *table, int this)
{
    int year = year_of(table);
    bool before = year && year < this, told = before && has_twin(harvest, table, this);
    if (!told && !table->is_named_last) {
        if (before && !table->year.text.n)
            diag_report(harvest->diag, MSG_TAKEN_YEAR, grid_pos(table->grid),
                        arena_printf(harvest->arena, "%d", year), harvest->year.text.p);
        return;
    }
    bool last = harvest->last && (table->is_named_last || year == this - 1);
    table->fate = last ? TABLE_LAST_YEAR : TABLE_OTHER_YEAR;
    struct pos pos =
        table->year.cell ? cell_pos(table->grid, table->year.cell) : grid_pos(table->grid);
    if (last)
        diag_report(harvest->diag, MSG_TAKEN_LAST_YEAR, pos);
    else
        diag_report(harvest->diag, MSG_TAKEN_OTHER_YEAR, pos,
                    year ? arena_printf(harvest->arena, "%d", year) : "上年");
}

void years_settle(struct harvest *harvest)
{
    int this = this_year(harvest);
    struct table *table = harvest->last_read ? harvest->last_read->next : harvest->tables;
    if (this && (tables_of(harvest, this) || !harvest->year.text.n))
        harvest->year.text = slice_of(arena_printf(harvest->arena, "%d", this));
    for (; table; table = table->next)
        if (counts(table))
            settle_table(harvest, table, this);
}
