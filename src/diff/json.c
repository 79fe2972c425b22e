/* The differences as one JSON object, for programs. Names do not depend on the language. */
#include "diff/diff.h"
#include "record/record.h"

/* What has no value (NULL p) is null. */
static void put_text(struct buf *out, struct slice text)
{
    if (!text.p) {
        buf_puts(out, "null");
        return;
    }
    buf_putc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c < 0x20)
            buf_printf(out, "\\u%04x", c);
        else
            buf_putc(out, (char)c);
    }
    buf_putc(out, '"');
}

static void put_member(struct buf *out, const char *name, struct slice text)
{
    buf_printf(out, "%s\"%s\":", out->p[out->n - 1] == '{' ? "" : ",", name);
    put_text(out, text);
}

/* Begins the next object of a list. */
static void next_object(struct buf *out)
{
    buf_puts(out, out->p[out->n - 1] == '[' ? "\n{" : ",\n{");
}

static void put_place(struct buf *out, const char *name, struct pos pos)
{
    if (!pos.source)
        return;
    buf_printf(out, ",\"%s\":{", name);
    pos_put_json(out, pos);
    buf_putc(out, '}');
}

static void put_facts(struct buf *out, const struct diff *diff, bool typed)
{
    for (const struct fact_change *change = diff->facts; change; change = change->next) {
        if (change->typed != typed)
            continue;
        next_object(out);
        put_member(out, "name", change->name);
        put_member(out, "before", change->before);
        put_member(out, "after", change->after);
        put_place(out, "old", typed_pos(typed ? change->old : NULL));
        put_place(out, "new", typed_pos(typed ? change->new : NULL));
        const struct fact *fact = change->new ? change->new : change->old;
        if (fact->formula)
            put_member(out, "formula", slice_of(fact->formula));
        if (!typed)
            buf_puts(out, ",\"because\":[");
        for (uint32_t i = 0; i < change->cause_count; i++) {
            buf_puts(out, i ? "," : "");
            put_text(out, change->causes[i]->name);
        }
        buf_puts(out, typed ? "}" : "]}");
    }
}

static void put_cells(struct buf *out, const struct diff *diff)
{
    for (const struct cell_change *change = diff->cells; change; change = change->next) {
        next_object(out);
        put_member(out, "table", change->table);
        if (change->number)
            buf_printf(out, ",\"number\":%u", (unsigned)change->number);
        put_member(out, "row", change->row);
        put_member(out, "column", change->column);
        put_member(out, "before", change->before);
        put_member(out, "after", change->after);
        buf_putc(out, '}');
    }
}

static void put_texts(struct buf *out, const struct diff *diff)
{
    static const char *const names[] = {"same", "gone", "came"};
    for (const struct text_change *change = diff->texts; change; change = change->next) {
        next_object(out);
        put_member(out, "heading", change->heading);
        put_member(out, "before", change->before);
        put_member(out, "after", change->after);
        buf_puts(out, ",\"parts\":[");
        for (const struct words *words = change->words; words; words = words->next) {
            buf_puts(out, words == change->words ? "{" : ",{");
            put_member(out, names[words->fate], words->text);
            buf_putc(out, '}');
        }
        buf_puts(out, "]}");
    }
}

static void put_findings(struct buf *out, const struct diff *diff)
{
    for (const struct finding_change *change = diff->findings; change; change = change->next) {
        next_object(out);
        put_member(out, "change", change->appeared ? SLICE("appeared") : SLICE("went"));
        put_member(out, "level", slice_of(level_name(change->finding->level, LANGUAGE_ENGLISH)));
        put_member(out, "id", slice_of(message_name(change->finding->message)));
        put_member(out, "text", change->finding->text);
        put_place(out, "place", change->finding->pos);
        buf_putc(out, '}');
    }
}

void diff_print_json(struct buf *out, const struct diff *diff)
{
    buf_puts(out, "{");
    put_member(out, "old", slice_of(diff->old->path));
    put_member(out, "new", slice_of(diff->new->path));
    buf_printf(out, ",\"equal\":%s", diff_is_empty(diff) ? "true" : "false");
    buf_puts(out, ",\n\"typed\":[");
    put_facts(out, diff, true);
    buf_puts(out, "],\n\"derived\":[");
    put_facts(out, diff, false);
    buf_puts(out, "],\n\"cells\":[");
    put_cells(out, diff);
    buf_puts(out, "],\n\"sentences\":[");
    put_texts(out, diff);
    buf_puts(out, "],\n\"findings\":[");
    put_findings(out, diff);
    buf_puts(out, "]}\n");
}
