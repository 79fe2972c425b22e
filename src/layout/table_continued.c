#include "layout/table_int.h"

/* Appends the text of the slots that are to be repeated, with blanks between. */
static void put_slots(struct buf *out, const struct doc_node *node)
{
    if (node->element == ELEMENT_SLOT && node->repeat) {
        buf_puts(out, out->n ? "\u3000" : "");
        node_put_text(out, node);
        return;
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_slots(out, child);
}

static struct paragraph *set_text(struct table *table, struct slice text, enum align align)
{
    struct doc_node *node = ARENA_NEW(shaper_arena(table->shaper), struct doc_node);
    *node = (struct doc_node){.element = ELEMENT_TEXT, .style = &table->style->continued_style};
    struct paragraph *paragraph = paragraph_of_text(table->shaper, node, text);
    paragraph->align = align;
    paragraph_fill(table->shaper, paragraph, table->width);
    return paragraph;
}

void continued_make(struct table *table)
{
    if (!table->style->continued.n)
        return;
    struct buf text = {0};
    for (const struct doc_node *child = table->node->first; child; child = child->next)
        if (child->element == ELEMENT_CAPTION)
            put_slots(&text, child);
    struct slice slots = slice_copy(shaper_arena(table->shaper), buf_slice(&text));
    buf_free(&text);
    table->continued[0] = set_text(table, table->style->continued, ALIGN_LEFT);
    table->continued[1] = set_text(table, slots, ALIGN_RIGHT);
}

length continued_height(const struct table *table)
{
    return table->continued[0] ? table->continued[0]->leading : 0;
}

void continued_paint(const struct table *table, struct canvas *canvas, length x, length y)
{
    for (int i = 0; i < 2 && table->continued[i]; i++)
        paragraph_paint(table->continued[i], canvas, 0, 1, x, y, true);
}
