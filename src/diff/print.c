/* The differences as text, for the accountant: what was typed, what followed from it, what prints.
 * Briefly, while a record is being written: what was typed, the figures that matter most. */
#include "diff/diff.h"
#include "record/record.h"

struct printer {
    struct buf *out;
    enum language language;
    bool colour;
};

enum title { TITLE_TYPED, TITLE_DERIVED, TITLE_CELLS, TITLE_TEXTS, TITLE_FINDINGS };

static void put_title(const struct printer *printer, enum title title, uint32_t count)
{
    static const char *const titles[][2] = {{"typed", "填报"},
                                            {"derived", "计算"},
                                            {"cells", "表格"},
                                            {"sentences", "文字"},
                                            {"findings", "检查结果"}};
    buf_printf(printer->out, "%s (%u)\n", titles[title][printer->language], (unsigned)count);
}

/* ---- What went and what came ---- */

static void put_part(const struct printer *printer, enum fate part, struct slice text)
{
    static const char *const marks[][2] = {{"", ""}, {"[-", "-]"}, {"{+", "+}"}};
    static const char *const colours[][2] = {
        {"", ""}, {"\033[31m", "\033[0m"}, {"\033[32m", "\033[0m"}};
    const char *const *around = (printer->colour ? colours : marks)[part];
    buf_puts(printer->out, around[0]);
    buf_put_visible(printer->out, text);
    buf_puts(printer->out, around[1]);
}

/* What is not there is a dash, what is blank a pair of quotes. */
static void put_value(const struct printer *printer, enum fate part, struct slice value)
{
    struct slice shown = !value.p ? SLICE("—") : value.n ? value : SLICE("\"\"");
    if (printer->colour)
        put_part(printer, part, shown);
    else
        buf_put_visible(printer->out, shown);
}

static void put_both(const struct printer *printer, struct slice before, struct slice after)
{
    put_value(printer, FATE_GONE, before);
    buf_puts(printer->out, " → ");
    put_value(printer, FATE_CAME, after);
}

/* ---- Facts ---- */

static void put_place(struct buf *out, struct pos pos)
{
    if (!pos.source)
        return;
    buf_puts(out, " [");
    pos_put_line(out, pos, LANGUAGE_ENGLISH);
    buf_putc(out, ']');
}

static void put_origin(struct buf *out, const struct fact_change *change)
{
    if (change->typed)
        put_place(out, typed_pos(change->new ? change->new : change->old));
}

enum { CAUSES_MAX = 4 };

static void put_causes(struct buf *out, const struct fact_change *change)
{
    for (uint32_t i = 0; i < change->cause_count && i < CAUSES_MAX; i++) {
        buf_puts(out, i ? ", " : " ← ");
        buf_put_slice(out, change->causes[i]->name);
    }
    if (change->cause_count > CAUSES_MAX)
        buf_puts(out, ", …");
}

static void put_fact(const struct printer *printer, const struct fact_change *change)
{
    buf_printf(printer->out, "  %s: ", change->name.p);
    put_both(printer, change->before, change->after);
}

static void put_facts(const struct printer *printer, const struct diff *diff, bool typed)
{
    uint32_t count = typed ? diff->typed_count : diff->derived_count;
    if (count)
        put_title(printer, typed ? TITLE_TYPED : TITLE_DERIVED, count);
    for (const struct fact_change *change = diff->facts; change; change = change->next) {
        if (change->typed != typed)
            continue;
        put_fact(printer, change);
        put_causes(printer->out, change);
        put_origin(printer->out, change);
        buf_putc(printer->out, '\n');
    }
}

/* ---- The document ---- */

static void put_table(const struct printer *printer, const struct cell_change *change)
{
    buf_printf(printer->out, "  %s", change->table.p);
    if (change->number)
        buf_printf(printer->out, " #%u", (unsigned)change->number);
    buf_putc(printer->out, '\n');
}

static void put_cells(const struct printer *printer, const struct diff *diff)
{
    const struct cell_change *before = NULL;
    if (diff->cell_count)
        put_title(printer, TITLE_CELLS, diff->cell_count);
    for (const struct cell_change *change = diff->cells; change; change = change->next) {
        if (!before || before->number != change->number || !slice_eq(before->table, change->table))
            put_table(printer, change);
        before = change;
        buf_printf(printer->out, "    %s | %s: ", change->row.p, change->column.p);
        put_both(printer, change->before, change->after);
        buf_putc(printer->out, '\n');
    }
}

static void put_texts(const struct printer *printer, const struct diff *diff)
{
    struct slice heading = {NULL, 0};
    if (diff->text_count)
        put_title(printer, TITLE_TEXTS, diff->text_count);
    for (const struct text_change *change = diff->texts; change; change = change->next) {
        if (!heading.p || !slice_eq(heading, change->heading))
            buf_printf(printer->out, "  %s\n", change->heading.p);
        heading = change->heading;
        buf_puts(printer->out, "    ");
        for (const struct words *words = change->words; words; words = words->next)
            put_part(printer, words->fate, words->text);
        buf_putc(printer->out, '\n');
    }
}

static void put_findings(const struct printer *printer, const struct diff *diff)
{
    if (diff->finding_count)
        put_title(printer, TITLE_FINDINGS, diff->finding_count);
    for (const struct finding_change *change = diff->findings; change; change = change->next) {
        struct buf line = {0};
        buf_printf(&line, "%s: ", level_name(change->finding->level, printer->language));
        buf_put_slice(&line, change->finding->text);
        buf_puts(printer->out, change->appeared ? "  + " : "  - ");
        put_value(printer, change->appeared ? FATE_CAME : FATE_GONE, buf_slice(&line));
        put_place(printer->out, change->finding->pos);
        buf_putc(printer->out, '\n');
        buf_free(&line);
    }
}

void diff_print(struct buf *out, const struct diff *diff, enum language language, bool colour)
{
    struct printer printer = {out, language, colour};
    buf_puts(out, "");
    put_facts(&printer, diff, true);
    put_facts(&printer, diff, false);
    put_cells(&printer, diff);
    put_texts(&printer, diff);
    put_findings(&printer, diff);
}

/* ---- Briefly ---- */

enum { BRIEF_FACTS = 8 };

/* Whether the fact is one of many alike: of a subject, a project. */
static bool is_item(const struct fact_change *change)
{
    const struct fact *fact = change->new ? change->new : change->old;
    while (fact && fact->kind != FACT_LIST)
        fact = fact->parent;
    return fact;
}

/* Appends those typed or derived, and items or not, as long as there is room. */
static void put_some(const struct printer *printer, const struct diff *diff, bool typed, bool items,
                     uint32_t *room)
{
    for (const struct fact_change *change = diff->facts; change && *room; change = change->next) {
        if (change->typed != typed || (!typed && is_item(change) != items))
            continue;
        put_fact(printer, change);
        put_origin(printer->out, change);
        buf_putc(printer->out, '\n');
        --*room;
    }
}

static void put_brief_facts(const struct printer *printer, const struct diff *diff, bool typed)
{
    uint32_t count = typed ? diff->typed_count : diff->derived_count, room = BRIEF_FACTS;
    if (!count)
        return;
    put_title(printer, typed ? TITLE_TYPED : TITLE_DERIVED, count);
    put_some(printer, diff, typed, false, &room);
    if (!typed)
        put_some(printer, diff, typed, true, &room);
    if (count > BRIEF_FACTS)
        buf_printf(printer->out,
                   printer->language == LANGUAGE_CHINESE ? "  …另有 %u 项\n" : "  … and %u more\n",
                   (unsigned)(count - BRIEF_FACTS));
}

void diff_print_brief(struct buf *out, const struct diff *diff, enum language language, bool colour)
{
    struct printer printer = {out, language, colour};
    bool chinese = language == LANGUAGE_CHINESE;
    buf_puts(out, "");
    if (diff_is_empty(diff))
        buf_puts(out,
                 chinese ? "数字、表格和文字均无变动\n" : "no figure, cell or sentence changed\n");
    put_brief_facts(&printer, diff, true);
    put_brief_facts(&printer, diff, false);
    if (diff->cell_count)
        put_title(&printer, TITLE_CELLS, diff->cell_count);
    if (diff->text_count)
        put_title(&printer, TITLE_TEXTS, diff->text_count);
    put_findings(&printer, diff);
}
