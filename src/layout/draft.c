#include "layout/draft.h"

#include <string.h>

static const char words[] = "草稿";

enum { PALE = 0xE4E4E4 };

/* The mark across the middle of a page, a third of its width a character. */
static struct paint_op mark_of(struct arena *arena, const struct page *page, struct font_role *role)
{
    struct slice text = {words, sizeof words - 1};
    struct paint_op op = {
        .paint = PAINT_GLYPHS, .color = PALE, .size = page->width / 3, .text = text};
    struct glyph *glyphs = ARENA_ARRAY(arena, struct glyph, utf8_length(text));
    for (size_t at = 0; at < text.n;) {
        uint32_t cluster = (uint32_t)at;
        const struct font_glyph *glyph = font_role_glyph(role, utf8_next(text, &at));
        op.font = glyph->font;
        glyphs[op.glyph_count++] = (struct glyph){
            .id = glyph->glyph,
            .cluster = cluster,
            .advance = (length)(glyph->advance * (int64_t)op.size / glyph->font->upem)};
        op.width += glyphs[op.glyph_count - 1].advance;
    }
    op.glyphs = glyphs;
    op.x = (page->width - op.width) / 2;
    op.y = (page->height + op.size * 3 / 4) / 2;
    return op;
}

/* The paragraph that the mark on the first page is, for who cannot see it. */
static const struct doc_node *paragraph_of_mark(struct arena *arena,
                                                const struct document *document)
{
    struct doc_node *paragraph = ARENA_NEW(arena, struct doc_node);
    struct doc_node *text = ARENA_NEW(arena, struct doc_node);
    *paragraph = (struct doc_node){
        .element = ELEMENT_PARAGRAPH, .style = document->root->style, .first = text, .last = text};
    *text = (struct doc_node){.element = ELEMENT_TEXT,
                              .style = document->root->style,
                              .parent = paragraph,
                              .text = {words, sizeof words - 1}};
    return paragraph;
}

void draft_mark(struct arena *arena, struct pages *pages, struct fonts *fonts)
{
    struct font_role *role = fonts_role(fonts, SLICE("黑体"));
    pages->draft = paragraph_of_mark(arena, pages->document);
    for (uint32_t i = 0; i < pages->count; i++) {
        struct page *page = &pages->page[i];
        struct paint_op *ops = ARENA_ARRAY(arena, struct paint_op, page->op_count + 1);
        ops[0] = mark_of(arena, page, role);
        ops[0].node = i ? NULL : pages->draft->first;
        if (page->op_count)
            memcpy(ops + 1, page->ops, sizeof *ops * page->op_count);
        page->ops = ops;
        page->op_count++;
    }
}
