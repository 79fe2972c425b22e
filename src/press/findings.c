/* The findings as JSON, an object a line, for programs that read them. */
#include <string.h>
#include <yajl/yajl_gen.h>

#include "press/findings.h"

static void put_text(yajl_gen json, const char *text, size_t size)
{
    yajl_gen_string(json, (const unsigned char *)text, size);
}

static void put_key(yajl_gen json, const char *key)
{
    put_text(json, key, strlen(key));
}

static void put_value(yajl_gen json, const char *text)
{
    if (text)
        put_text(json, text, strlen(text));
    else
        yajl_gen_null(json);
}

static void put_number(yajl_gen json, const char *key, uint32_t number)
{
    put_key(json, key);
    if (number)
        yajl_gen_integer(json, number);
    else
        yajl_gen_null(json);
}

static void put_place(yajl_gen json, struct pos pos)
{
    struct place place = pos.source ? pos_place(pos) : (struct place){0};
    put_key(json, "file");
    put_value(json, pos.source ? pos.source->name : NULL);
    put_number(json, "line", place.line);
    put_number(json, "column", place.column);
}

static void put_values(yajl_gen json, const struct finding *finding)
{
    put_key(json, "values");
    yajl_gen_array_open(json);
    for (size_t i = 0; i < 2 && finding->values[i]; i++)
        put_value(json, finding->values[i]);
    yajl_gen_array_close(json);
    put_key(json, "difference");
    put_value(json, finding->difference);
}

static void put_finding(yajl_gen json, const struct finding *finding)
{
    yajl_gen_map_open(json);
    put_key(json, "id");
    put_value(json, finding->rule);
    put_key(json, "level");
    put_value(json, level_name(finding->level, LANGUAGE_ENGLISH));
    put_key(json, "text");
    put_text(json, finding->text.p, finding->text.n);
    put_place(json, finding->pos);
    put_values(json, finding);
    put_key(json, "also");
    if (finding->also.source) {
        yajl_gen_map_open(json);
        put_place(json, finding->also);
        yajl_gen_map_close(json);
    } else {
        yajl_gen_null(json);
    }
    put_key(json, "paste");
    put_value(json, finding->paste);
    yajl_gen_map_close(json);
}

void findings_json(struct buf *out, const struct diag *diag)
{
    size_t count;
    const struct finding **findings = diag_sorted(diag, &count);
    buf_puts(out, "");
    for (size_t i = 0; i < count; i++) {
        yajl_gen json = yajl_gen_alloc(NULL);
        const unsigned char *text;
        size_t size;
        put_finding(json, findings[i]);
        yajl_gen_get_buf(json, &text, &size);
        buf_put(out, (const char *)text, size);
        buf_putc(out, '\n');
        yajl_gen_free(json);
    }
}
