#include "device/pdf/content.h"
#include "device/pdf/syntax.h"
#include "device/pdf/writer.h"

/* ---- links ---- */

/* The contents' entries are linked to in their order, so each is looked for from the last one on.
 */
static struct tag *link_tag(struct writer *writer, const struct page_link *link)
{
    const struct pages *pages = writer->pages;
    for (uint32_t i = 0; link->contents && i < pages->contents_count; i++) {
        const struct contents_entry *entry =
            &pages->contents[(writer->last_entry + i) % pages->contents_count];
        if (entry->heading != link->target)
            continue;
        writer->last_entry = (uint32_t)(entry - pages->contents);
        return structure_tag(&writer->structure, entry->entry);
    }
    return structure_tag(&writer->structure, link->span);
}

/* What the link is called: as what it leads to, or as it reads itself. */
static struct slice link_text(struct writer *writer, const struct page_link *link)
{
    bool named = link->target->listed.n || node_shows(link->target) || !link->span;
    return heading_text(writer->arena, named ? link->target : link->span);
}

static void put_rect(struct buf *out, const struct page *page, const struct page_link *link)
{
    const length corners[] = {link->x, page->height - link->y - link->height, link->x + link->width,
                              page->height - link->y};
    buf_putc(out, '[');
    for (int i = 0; i < 4; i++) {
        buf_puts(out, i ? " " : "");
        put_milli(out, corners[i]);
    }
    buf_putc(out, ']');
}

/* Writes the annotation and returns its object, or 0 for a link that leads nowhere. */
static uint32_t write_link(struct writer *writer, uint32_t page, const struct page_link *link)
{
    const struct destination *to = destination_of(writer->pages, link->target);
    if (!to)
        return 0;
    uint32_t number = objects_number(&writer->objects);
    struct tag *tag = link_tag(writer, link);
    uint32_t key = structure_link(&writer->structure, tag, page, number);
    struct buf *out = object_begin(&writer->objects, number);
    buf_puts(out, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect");
    put_rect(out, &writer->pages->page[page], link);
    buf_puts(out, "/P ");
    put_ref(out, writer->page_objects[page]);
    buf_puts(out, "/Dest");
    put_destination(out, writer, to);
    buf_puts(out, "/Contents");
    put_text(out, link_text(writer, link));
    buf_puts(out, "/StructParent ");
    put_int(out, key);
    buf_puts(out, ">>");
    object_end(&writer->objects);
    return number;
}

/* Appends "/Annots[…]" for the links of the page, each written first. */
static void put_links(struct buf *out, struct writer *writer, uint32_t index)
{
    const struct page *page = &writer->pages->page[index];
    for (uint32_t i = 0; i < page->link_count; i++) {
        uint32_t link = write_link(writer, index, &page->links[i]);
        if (!link)
            continue;
        buf_puts(out, out->n ? " " : "/Annots[");
        put_ref(out, link);
    }
    if (out->n)
        buf_putc(out, ']');
}

/* ---- pages ---- */

static uint32_t write_resources(struct writer *writer)
{
    uint32_t number = objects_number(&writer->objects);
    struct buf *out = object_begin(&writer->objects, number);
    buf_puts(out, "<</Font<<");
    for (uint32_t i = 0; i < writer->fontfile.count; i++) {
        buf_puts(out, "/F");
        put_int(out, i);
        buf_putc(out, ' ');
        put_ref(out, writer->fontfile.fonts[i].object);
    }
    buf_puts(out, ">>>>");
    object_end(&writer->objects);
    return number;
}

static uint32_t write_contents(struct writer *writer, uint32_t index, struct buf *scratch)
{
    uint32_t number = objects_number(&writer->objects);
    buf_clear(scratch);
    content_put(scratch, writer->pages, index, &writer->fontfile, &writer->structure);
    object_stream(&writer->objects, number, "", buf_slice(scratch), STREAM_HASTY);
    return number;
}

static void write_page(struct writer *writer, uint32_t index, uint32_t tree, uint32_t resources,
                       struct buf *scratch)
{
    const struct page *page = &writer->pages->page[index];
    uint32_t contents = write_contents(writer, index, scratch);
    buf_clear(scratch);
    put_links(scratch, writer, index);
    struct buf *out = object_begin(&writer->objects, writer->page_objects[index]);
    buf_puts(out, "<</Type/Page/Parent ");
    put_ref(out, tree);
    buf_puts(out, "/MediaBox[0 0 ");
    put_milli(out, page->width);
    buf_putc(out, ' ');
    put_milli(out, page->height);
    buf_puts(out, "]/Resources ");
    put_ref(out, resources);
    buf_puts(out, "/Contents ");
    put_ref(out, contents);
    buf_puts(out, "/Tabs/S/StructParents ");
    put_int(out, index);
    buf_put_slice(out, buf_slice(scratch));
    buf_puts(out, ">>");
    object_end(&writer->objects);
}

static void write_tree(struct writer *writer, uint32_t tree)
{
    struct buf *out = object_begin(&writer->objects, tree);
    buf_puts(out, "<</Type/Pages/Count ");
    put_int(out, writer->pages->count);
    buf_puts(out, "/Kids[");
    for (uint32_t i = 0; i < writer->pages->count; i++) {
        buf_puts(out, i ? " " : "");
        put_ref(out, writer->page_objects[i]);
    }
    buf_puts(out, "]>>");
    object_end(&writer->objects);
}

uint32_t page_write_all(struct writer *writer)
{
    uint32_t count = writer->pages->count, tree = objects_number(&writer->objects);
    struct buf scratch = {0};
    writer->page_objects = ARENA_ARRAY(writer->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        writer->page_objects[i] = objects_number(&writer->objects);
    uint32_t resources = write_resources(writer);
    for (uint32_t i = 0; i < count; i++)
        write_page(writer, i, tree, resources, &scratch);
    write_tree(writer, tree);
    buf_free(&scratch);
    return tree;
}
