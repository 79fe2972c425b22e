/* The differences as text, for the accountant: what was typed, what followed from it, what prints.
 */
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

static void put_part(const struct printer *printer, enum part part, struct slice text)
{
    static const char *const marks[][2] = {{"", ""}, {"[-", "-]"}, {"{+", "+}"}};
    static const char *const colours[][2] = {
        {"", ""}, {"\033[31m", "\033[0m"}, {"\033[32m", "\033[0m"}};
    const char *const *around = (printer->colour ? colours : marks)[part];
    buf_puts(printer->out, around[0]);
    buf_put_visible(printer->out, text);
    buf_puts(printer->out, around[1]);
}

static void put_value(const struct printer *printer, enum part part, struct slice value)
{
    if (!printer->colour) {
        buf_put_visible(printer->out, value.p ? value : SLICE("—"));
        return;
    }
    put_part(printer, part, value.p ? value : SLICE("—"));
}

static void put_both(const struct printer *printer, struct slice before, struct slice after)
{
    put_value(printer, PART_GONE, before);
    buf_puts(printer->out, " → ");
    put_value(printer, PART_CAME, after);
}

/* ---- Facts ---- */

static void put_place(struct buf *out, const struct fact *fact)
{
    if (!fact || !fact->origin)
        return;
    struct pos pos = fact->origin->pos;
    buf_printf(out, " [%s:%u]", pos.source->name, (unsigned)pos_place(pos).line);
}

static void put_causes(struct buf *out, const struct fact_change *change)
{
    for (uint32_t i = 0; i < change->cause_count; i++) {
        buf_puts(out, i ? ", " : " ← ");
        buf_put_slice(out, change->causes[i]);
    }
}

static void put_facts(const struct printer *printer, const struct diff *diff, bool typed)
{
    uint32_t count = typed ? diff->typed_count : diff->derived_count;
    if (count)
        put_title(printer, typed ? TITLE_TYPED : TITLE_DERIVED, count);
    for (const struct fact_change *change = diff->facts; change; change = change->next) {
        if (change->typed != typed)
            continue;
        buf_printf(printer->out, "  %s: ", change->name.p);
        put_both(printer, change->before, change->after);
        put_causes(printer->out, change);
        put_place(printer->out, change->new ? change->new : change->old);
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
            put_part(printer, words->part, words->text);
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
        put_value(printer, change->appeared ? PART_CAME : PART_GONE, buf_slice(&line));
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
