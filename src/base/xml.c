#include "base/xml.h"

/* What the byte is written as, or NULL: itself. */
static const char *entity_of(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    }
    return NULL;
}

void buf_put_xml(struct buf *out, struct slice text)
{
    size_t plain = 0; /* start of what can be copied as it is */
    for (size_t at = 0; at < text.n;) {
        size_t here = at;
        uint32_t code = utf8_next(text, &at);
        bool kept = code == '\t' || code == '\n' || (code >= ' ' && !code_is_invisible(code));
        const char *entity = code < 0x80 ? entity_of((char)code) : NULL;
        if (kept && !entity && code != 0xFFFE)
            continue;
        buf_put(out, text.p + plain, here - plain);
        if (entity)
            buf_puts(out, entity);
        else
            buf_put_utf8(out, 0xFFFD);
        plain = at;
    }
    buf_put(out, text.p + plain, text.n - plain);
}

void buf_put_attribute(struct buf *out, const char *name, struct slice text)
{
    buf_printf(out, " %s=\"", name);
    buf_put_xml(out, text);
    buf_putc(out, '"');
}
