/* Every fact as JSON: an object a line, in the order of `gongkai facts`; docs/facts.schema.json
 * says what they hold. */
#include <string.h>

#include "publish/number.h"
#include "publish/publish.h"
#include "record/record.h"

struct writer {
    struct buf *out;
    const struct publication *publication;
    bool more; /* than one fact so far */
};

static void put_member(struct buf *out, const char *key, struct slice text)
{
    buf_printf(out, ", \"%s\": ", key);
    buf_put_json(out, text);
}

/* The value of any kind; null for a rate too large to write down, which its fraction still has. */
static void put_value(struct buf *out, const struct fact *fact)
{
    size_t start = out->n;
    if (fact->kind == FACT_TEXT)
        buf_put_json(out, fact->text);
    else if (fact->kind == FACT_FLAG)
        buf_puts(out, fact->flag ? "true" : "false");
    else if (!fact_put_value(out, fact)) {
        out->n = start;
        buf_puts(out, "null");
    }
}

static void put_terms(struct writer *writer, const struct fact *fact)
{
    struct arena *arena = writer->publication->arena;
    buf_puts(writer->out, ", \"terms\": [");
    for (uint32_t i = 0; i < fact->term_count; i++) {
        buf_puts(writer->out, i ? ", " : "");
        buf_put_json(writer->out, fact_path(arena, fact->terms[i]));
    }
    buf_putc(writer->out, ']');
}

/* Where it was typed: the file without its folders, which differ from machine to machine. */
static void put_place(struct buf *out, struct pos pos)
{
    struct place place = pos_place(pos);
    const char *slash = strrchr(pos.source->name, '/');
    put_member(out, "file", slice_of(slash ? slash + 1 : pos.source->name));
    buf_printf(out, ", \"line\": %u, \"column\": %u", place.line, place.column);
}

static void put_fact(struct writer *writer, const struct fact *fact)
{
    struct buf *out = writer->out;
    bool fraction = fact->kind == FACT_RATE || fact->kind == FACT_PRICE || fact->kind == FACT_MEAN;
    buf_puts(out, writer->more ? ",\n    {\"name\": " : "\n    {\"name\": ");
    writer->more = true;
    buf_put_json(out, fact_path(writer->publication->arena, fact));
    put_member(out, "kind", slice_of(fact_kind_name(fact)));
    buf_puts(out, ", \"value\": ");
    put_value(out, fact);
    if (*fact_unit(fact))
        put_member(out, "unit", slice_of(fact_unit(fact)));
    if (fraction)
        buf_printf(out, ", \"fraction\": [%lld, %lld]", (long long)fact->rate.num,
                   (long long)fact->rate.den);
    if (fact->stated) {
        buf_puts(out, ", \"stated\": ");
        put_value(out, fact->stated);
    }
    if (fact->formula)
        put_member(out, "formula", slice_of(fact->formula));
    if (fact->term_count)
        put_terms(writer, fact);
    if (fact->origin && fact->origin->pos.source)
        put_place(out, fact->origin->pos);
    buf_putc(out, '}');
}

static void put_facts(struct writer *writer, const struct fact *fact)
{
    if (fact->kind == FACT_GROUP || fact->kind == FACT_LIST) {
        for (const struct fact *child = fact->first; child; child = child->next)
            put_facts(writer, child);
    } else if (fact->kind != FACT_NONE && fact->kind != FACT_UNIT) {
        put_fact(writer, fact);
    }
}

bool publish_json(struct buf *out, const struct publication *publication)
{
    const struct document *document = publication->document;
    struct writer writer = {.out = out, .publication = publication};
    buf_puts(out, "{\n  \"$schema\": \"urn:gongkai:facts:1\"");
    buf_puts(out, ",\n  \"title\": ");
    buf_put_json(out, document->title);
    buf_puts(out, ",\n  \"author\": ");
    buf_put_json(out, document->author);
    buf_puts(out, ",\n  \"producer\": ");
    buf_put_json(out, slice_of(publication->info->producer));
    buf_puts(out, publication->draft ? ",\n  \"draft\": true" : "");
    buf_puts(out, ",\n  \"facts\": [");
    put_facts(&writer, publication->facts->root);
    buf_puts(out, "\n  ]\n}\n");
    return true;
}
