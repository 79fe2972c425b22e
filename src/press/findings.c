/* The findings as JSON, an object a line, for programs that read them. */
#include "press/findings.h"

static void put_text(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, "\"%s\":", key);
    if (text)
        buf_put_json(out, slice_of(text));
    else
        buf_puts(out, "null");
}

static void put_values(struct buf *out, const struct finding *finding)
{
    buf_puts(out, ",\"values\":[");
    for (size_t i = 0; i < 2 && finding->values[i]; i++) {
        buf_puts(out, i ? "," : "");
        buf_put_json(out, slice_of(finding->values[i]));
    }
    buf_puts(out, "],");
    put_text(out, "difference", finding->difference);
}

/* A further place as an object; null for none. That of a value that was imported has its cell. */
static void put_place(struct buf *out, const char *key, struct pos pos)
{
    buf_printf(out, ",\"%s\":", key);
    if (!pos.source) {
        buf_puts(out, "null");
        return;
    }
    buf_putc(out, '{');
    pos_put_json(out, pos);
    if (pos_imported(pos).source)
        put_place(out, "imported", pos_imported(pos));
    buf_putc(out, '}');
}

void finding_put_json(struct buf *out, const struct finding *finding)
{
    put_text(out, "id", finding->rule);
    buf_putc(out, ',');
    put_text(out, "level", level_name(finding->level, LANGUAGE_ENGLISH));
    buf_putc(out, ',');
    put_text(out, "text", finding->text.p);
    buf_putc(out, ',');
    pos_put_json(out, finding->pos);
    put_place(out, "imported", pos_imported(finding->pos));
    put_values(out, finding);
    put_place(out, "also", finding->also);
    buf_putc(out, ',');
    put_text(out, "paste", finding->paste);
}

void findings_json(struct buf *out, const struct diag *diag)
{
    size_t count;
    const struct finding **findings = diag_sorted(diag, &count);
    buf_puts(out, "");
    places_remember(true);
    for (size_t i = 0; i < count; i++) {
        buf_putc(out, '{');
        finding_put_json(out, findings[i]);
        buf_puts(out, "}\n");
    }
    places_remember(false);
}
