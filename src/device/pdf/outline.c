#include <stdlib.h>
#include <string.h>

#include "device/pdf/syntax.h"
#include "device/pdf/writer.h"

void put_destination(struct buf *out, const struct writer *writer,
                     const struct destination *destination)
{
    buf_putc(out, '[');
    put_ref(out, writer->page_objects[destination->page]);
    buf_puts(out, "/XYZ 0 ");
    put_milli(out, writer->pages->page[destination->page].height - destination->y);
    buf_puts(out, " null]");
}

/* ---- bookmarks ---- */

/* Item 0 is the root; the others are the headings in order. Links are indices; 0 is none. */
struct item {
    const struct destination *destination;
    uint32_t parent, previous, next, first, last, children;
    int level;
};

static uint32_t collect_items(const struct pages *pages, struct item *items)
{
    uint32_t count = 1;
    for (uint32_t i = 0; i < pages->destination_count; i++) {
        const struct doc_node *node = pages->destinations[i].node;
        if (node->element == ELEMENT_HEADING && !node->unlisted)
            items[count++] =
                (struct item){.destination = &pages->destinations[i], .level = node->level};
    }
    return count;
}

/* Hangs each item under the nearest one before it of a lower level. */
static void join_items(struct item *items, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        uint32_t parent = i - 1;
        while (parent && items[parent].level >= items[i].level)
            parent = items[parent].parent;
        items[i].parent = parent;
        items[i].previous = items[parent].last;
        if (items[parent].last)
            items[items[parent].last].next = i;
        else
            items[parent].first = i;
        items[parent].last = i;
        items[parent].children++;
    }
}

static void put_item_links(struct buf *out, const struct item *item, uint32_t base)
{
    const struct {
        const char *key;
        uint32_t item;
    } links[] = {{"/Prev ", item->previous},
                 {"/Next ", item->next},
                 {"/First ", item->first},
                 {"/Last ", item->last}};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        if (links[i].item) {
            buf_puts(out, links[i].key);
            put_ref(out, base + links[i].item);
        }
    }
}

static void write_item(struct writer *writer, const struct item *item, uint32_t base,
                       uint32_t index)
{
    struct buf *out = object_begin(&writer->objects, base + index);
    buf_puts(out, "<<");
    if (index) {
        buf_puts(out, "/Title");
        put_text(out, heading_text(writer->arena, item->destination->node));
        buf_puts(out, "/Dest");
        put_destination(out, writer, item->destination);
        buf_puts(out, "/Parent ");
        put_ref(out, base + item->parent);
    } else {
        buf_puts(out, "/Type/Outlines");
    }
    put_item_links(out, item, base);
    if (item->children) { /* negative: closed until the reader opens it */
        buf_puts(out, "/Count ");
        put_int(out, index ? -(int64_t)item->children : item->children);
    }
    buf_puts(out, ">>");
    object_end(&writer->objects);
}

uint32_t outline_write(struct writer *writer)
{
    struct item *items =
        ARENA_ARRAY(writer->arena, struct item, writer->pages->destination_count + 1);
    uint32_t count = collect_items(writer->pages, items);
    if (count == 1)
        return 0;
    join_items(items, count);
    uint32_t base = objects_number(&writer->objects);
    for (uint32_t i = 1; i < count; i++)
        objects_number(&writer->objects);
    for (uint32_t i = 0; i < count; i++)
        write_item(writer, &items[i], base, i);
    return base;
}

/* ---- page labels ---- */

uint32_t labels_write(struct writer *writer)
{
    uint32_t number = objects_number(&writer->objects), front = writer->pages->front;
    struct buf *out = object_begin(&writer->objects, number);
    buf_puts(out, "<</Nums[");
    if (front)
        buf_puts(out, "0<</S/r>>");
    if (front < writer->pages->count) {
        put_int(out, front);
        buf_puts(out, "<</S/D>>");
    }
    buf_puts(out, "]>>");
    object_end(&writer->objects);
    return number;
}

/* ---- named destinations ---- */

/* The key is in hexadecimal, in which the name tree's order by bytes is the order of the text. */
struct named {
    struct slice key;
    const struct destination *destination;
};

static int by_key(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    return strcmp(left->key.p, right->key.p);
}

/* ASCII as it is, so that "file.pdf#name" finds it; else a text string. */
static struct slice destination_key(struct arena *arena, struct slice name)
{
    static const char digits[] = "0123456789ABCDEF";
    struct buf key = {0};
    bool ascii = utf8_length(name) == name.n;
    for (size_t i = 0; ascii && i < name.n; i++) {
        buf_putc(&key, digits[name.p[i] >> 4 & 15]);
        buf_putc(&key, digits[name.p[i] & 15]);
    }
    if (!ascii) {
        buf_puts(&key, "FEFF");
        put_utf16(&key, name);
    }
    struct slice copy = slice_copy(arena, buf_slice(&key));
    buf_free(&key);
    return copy;
}

/* Whether the name is one that a heading or table could be given here. */
static bool looks_given(struct slice name)
{
    size_t digits = 1;
    while (digits < name.n && name.p[digits] >= '0' && name.p[digits] <= '9')
        digits++;
    return name.n > 1 && (name.p[0] == 'h' || name.p[0] == 't') && digits == name.n;
}

/* Headings without a name are called h1, h2 …, tables t1, t2 … in the order of the document, with a
 * stroke behind where the package itself names one so. */
static void collect_names(struct writer *writer, struct named *names)
{
    unsigned headings = 0, tables = 0;
    bool taken = false;
    for (uint32_t i = 0; i < writer->pages->destination_count; i++)
        taken |= looks_given(writer->pages->destinations[i].node->name);
    for (uint32_t i = 0; i < writer->pages->destination_count; i++) {
        const struct destination *destination = &writer->pages->destinations[i];
        bool table = destination->node->element == ELEMENT_TABLE;
        headings += destination->node->element == ELEMENT_HEADING;
        tables += table;
        struct slice name = destination->node->name;
        if (!name.n)
            name = slice_of(arena_printf(writer->arena, "%c%u%s", table ? 't' : 'h',
                                         table ? tables : headings, taken ? "-" : ""));
        names[i] = (struct named){destination_key(writer->arena, name), destination};
    }
}

uint32_t destinations_write(struct writer *writer)
{
    uint32_t count = writer->pages->destination_count;
    if (!count)
        return 0;
    struct named *names = ARENA_ARRAY(writer->arena, struct named, count);
    collect_names(writer, names);
    qsort(names, count, sizeof *names, by_key);
    uint32_t number = objects_number(&writer->objects);
    struct buf *out = object_begin(&writer->objects, number);
    buf_puts(out, "<</Names[");
    for (uint32_t i = 0; i < count; i++) {
        if (i && by_key(&names[i - 1], &names[i]) == 0)
            continue;
        buf_putc(out, '<');
        buf_put_slice(out, names[i].key);
        buf_putc(out, '>');
        put_destination(out, writer, names[i].destination);
    }
    buf_puts(out, "]>>");
    object_end(&writer->objects);
    return number;
}
