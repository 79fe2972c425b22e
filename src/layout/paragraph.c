/* A block's text gathered as a paragraph, and how wide it is. */
#include "layout/paragraph.h"

#include "layout/words.h"

#include <limits.h>

/* The widest stretch between places where a line ends. */
length paragraph_part(const struct paragraph *paragraph, enum ending ending)
{
    int64_t width = 0, widest = 0;
    bool starts = true, whole = ending == ENDS_FORCED && !paragraph->forced;
    for (uint32_t i = 0; i < paragraph->count; i++) {
        const struct atom *atom = &paragraph->atoms[i];
        width += atom_width(paragraph, i, starts);
        if (width > widest && !atom_is_blank(atom))
            widest = width;
        starts = !whole && atom_ends_line(atom, ending);
        width = starts ? 0 : width;
    }
    return (length)(widest < INT_MAX / 8 ? widest : INT_MAX / 8);
}

void paragraph_measure(struct paragraph *paragraph)
{
    bool ends = paragraph->holds & HOLDS_ENDS, joints = paragraph->holds & HOLDS_JOINTS;
    paragraph->forced = paragraph->holds & HOLDS(ATOM_BREAK);
    for (uint32_t i = 0; i < paragraph->count && joints; i++)
        if (paragraph->atoms[i].joint > paragraph->joint)
            paragraph->joint = paragraph->atoms[i].joint;
    paragraph->widest = paragraph_part(paragraph, ENDS_FORCED);
    paragraph->words =
        ends ? paragraph_part(paragraph, paragraph_ending(paragraph)) : paragraph->widest;
}

length paragraph_widest(const struct paragraph *paragraph)
{
    return paragraph->widest + paragraph_indents(paragraph) +
           paragraph_first_indent(paragraph, paragraph->size);
}

length paragraph_narrowest(const struct paragraph *paragraph)
{
    return paragraph_part(paragraph, ENDS_ANYWHERE) + paragraph_indents(paragraph);
}

length paragraph_words(const struct paragraph *paragraph)
{
    return paragraph->words + paragraph_indents(paragraph);
}

/* How many lines the text takes at this width. */
static uint32_t count_lines(const struct paragraph *paragraph, length width)
{
    enum ending ending = paragraph_ending(paragraph);
    uint32_t lines = 1;
    int64_t line = 0, part = 0; /* what stands in the line, and after its last end */
    for (uint32_t i = 0; i < paragraph->count; i++) {
        const struct atom *atom = &paragraph->atoms[i];
        part += atom_width(paragraph, i, line == 0 && part == 0);
        if (!atom_ends_line(atom, ending) && i + 1 < paragraph->count)
            continue;
        bool over = line && line + part > width;
        lines += over;
        line = over ? part : line + part;
        part = 0;
        if (atom->class == ATOM_BREAK && i + 1 < paragraph->count) {
            lines++;
            line = 0;
        }
    }
    return lines;
}

length paragraph_least(const struct paragraph *paragraph, uint32_t lines)
{
    length low = paragraph->words, high = paragraph->widest;
    if (lines > 1 && count_lines(paragraph, low) <= lines)
        high = low;
    while (lines > 1 && high - low > paragraph->size / 8) {
        length middle = low + (high - low) / 2;
        if (count_lines(paragraph, middle) <= lines)
            high = middle;
        else
            low = middle;
    }
    return high + paragraph_indents(paragraph) + paragraph_first_indent(paragraph, paragraph->size);
}

/* ---- Gathering ---- */

static length shrunk(length size, struct shrink shrink)
{
    size = shrink.most && size > shrink.most ? shrink.most : size;
    length least = size < shrink.least ? size : shrink.least;
    return size - shrink.by > least ? size - shrink.by : least;
}

static void gather(struct shaper *shaper, const struct doc_node *node, struct shrink shrink)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element == ELEMENT_TEXT)
            shape_text(shaper, child, child->text, shrunk(child->style->size, shrink));
        else if (child->element == ELEMENT_BREAK)
            shape_break(shaper, child);
        else if (child->element == ELEMENT_JOINT)
            shape_joint(shaper);
        else {
            gather(shaper, child, shrink);
            if (child->shows_page)
                shape_text(shaper, child, shaper_reference(shaper, child),
                           shrunk(child->style->size, shrink));
        }
}

/* The number or bullet of the list item that the block starts. */
static void gather_label(struct shaper *shaper, const struct doc_node *block, length size)
{
    const struct doc_node *item = block;
    if (block->parent && block->parent->element == ELEMENT_ITEM && block->parent->first == block)
        item = block->parent;
    if (item->element != ELEMENT_ITEM || !item->parent)
        return;
    unsigned number = 1;
    for (const struct doc_node *at = item->parent->first; at != item; at = at->next)
        number++;
    const char *label =
        item->parent->ordered ? arena_printf(shaper_arena(shaper), "%u.", number) : "•";
    shape_text(shaper, item, slice_of(label), size);
}

static struct paragraph *begin(struct shaper *shaper, const struct style *style,
                               struct shrink shrink)
{
    struct paragraph *paragraph = ARENA_NEW(shaper_arena(shaper), struct paragraph);
    paragraph->style = style;
    paragraph->align = style->align == ALIGN_STYLE ? ALIGN_JUSTIFY : style->align;
    paragraph->size = shrunk(style->size, shrink);
    paragraph->leading = (length)((int64_t)style->leading * paragraph->size / style->size);
    shape_begin(shaper);
    return paragraph;
}

static bool is_word_or_number(const struct atom *atom)
{
    return atom->class == ATOM_LATIN || atom->class == ATOM_SCRIPT || atom->code == '%';
}

/* Puts a little blank where Han and western characters meet; it is kept only within a line. */
static void part_scripts(struct paragraph *paragraph)
{
    if (!paragraph->style->western_gap || !(paragraph->holds & HOLDS(ATOM_HAN)))
        return;
    for (uint32_t i = 0; i + 1 < paragraph->count; i++) {
        struct atom *a = &paragraph->atoms[i], *b = a + 1;
        bool meet = (a->class == ATOM_HAN && is_word_or_number(b)) ||
                    (is_word_or_number(a) && b->class == ATOM_HAN);
        if (!meet)
            continue;
        length gap = (length)((int64_t)paragraph->style->western_gap * a->run->size / 1000);
        paragraph->holds |= HOLDS_GIVES;
        if (a->level % 2)
            b->pair_left -= gap; /* what runs leftwards does not end where its glyphs do */
        else
            a->pair_right -= gap;
    }
}

/* Whether the text is no name or head: it has the marks of a sentence. */
static bool is_sentence(const struct paragraph *paragraph)
{
    enum { COMMA = 0xFF0C, PERIOD = 0x3002, SEMICOLON = 0xFF1B };
    bool stops = paragraph->holds & HOLDS(ATOM_STOP);
    for (uint32_t i = 0; i < paragraph->count && stops; i++) {
        uint32_t code = paragraph->atoms[i].code;
        if (code == COMMA || code == PERIOD || code == SEMICOLON)
            return true;
    }
    return false;
}

static void finish(struct shaper *shaper, struct paragraph *paragraph, bool heading)
{
    paragraph->atoms = shape_end(shaper, &paragraph->count);
    paragraph->flow = shaper_flow(shaper);
    paragraph->holds = shaper_holds(shaper);
    part_scripts(paragraph);
    bool prose = paragraph->align == ALIGN_JUSTIFY && !heading;
    bool ends = paragraph->holds & HOLDS_ENDS;
    bool by_name = ends && paragraph->style->by_name;
    bool by_word =
        ends && !prose && paragraph->count <= BALANCE_MAX && (heading || !is_sentence(paragraph));
    if (by_name)
        names_mark(shaper_words(shaper), paragraph->atoms, paragraph->count);
    if (by_word)
        words_mark(shaper_words(shaper), paragraph->atoms, paragraph->count);
    if (by_name || by_word)
        paragraph->holds |= HOLDS_JOINTS;
    paragraph_measure(paragraph);
}

/* ---- Cells that say the same ---- */

/* The text that is all there is in the cell, in its style; or NULL. */
static const struct doc_node *sole_text(const struct doc_node *block)
{
    const struct doc_node *text = block->first;
    bool cell = block->element == ELEMENT_CELL || block->element == ELEMENT_HEADER;
    bool sole = cell && text && !text->next && text->element == ELEMENT_TEXT;
    return sole && text->text.n && text->style == block->style ? text : NULL;
}

/* Whether the paragraph shows the text when its atoms are those of the one that is kept. */
static bool is_like(const struct paragraph *paragraph, const struct doc_node *text,
                    const struct paragraph *kept)
{
    const struct doc_node *other = kept->atoms->run->node;
    return kept->style == paragraph->style && kept->size == paragraph->size &&
           other->language == text->language && slice_eq(other->text, text->text);
}

/* Makes it like one that is kept; false when there is none among the last. */
static bool set_again(struct shaper *shaper, struct paragraph *paragraph,
                      const struct paragraph *kept, const struct doc_node *text)
{
    enum { LOOKED_AT = 8 };
    enum align align = paragraph->align;
    for (int i = 0; kept && !is_like(paragraph, text, kept); i++)
        kept = i < LOOKED_AT ? kept->kept : NULL;
    if (!kept || !shape_again(shaper, text, text->text, kept->count))
        return false;
    *paragraph = *kept;
    paragraph->align = align;
    paragraph->shown = text;
    paragraph->lines = NULL;
    return true;
}

/* Keeps it, if no line changes its atoms. */
static void keep(struct paragraph *paragraph, struct paragraph **kept)
{
    if (!paragraph->count || (paragraph->holds & (HOLDS_GIVES | HOLDS_OWN)))
        return;
    paragraph->kept = *kept;
    *kept = paragraph;
}

struct paragraph *paragraph_new(struct shaper *shaper, const struct doc_node *block,
                                struct shrink shrink)
{
    const struct doc_node *text = sole_text(block);
    struct paragraph **kept = text ? shaper_kept(shaper, text->text) : NULL;
    struct paragraph *paragraph = begin(shaper, block->style, shrink);
    if (text && set_again(shaper, paragraph, *kept, text))
        return paragraph;
    gather_label(shaper, block, paragraph->size);
    gather(shaper, block, shrink);
    finish(shaper, paragraph, block->element == ELEMENT_HEADING);
    if (text)
        keep(paragraph, kept);
    return paragraph;
}

struct paragraph *paragraph_of_text(struct shaper *shaper, const struct doc_node *node,
                                    struct slice text)
{
    struct paragraph *paragraph = begin(shaper, node->style, (struct shrink){0, 0, 0});
    shape_text(shaper, node, text, paragraph->size);
    finish(shaper, paragraph, false);
    return paragraph;
}

struct paragraph *paragraph_of_parts(struct shaper *shaper, const struct style *style,
                                     const struct doc_node *const *texts, uint32_t count,
                                     struct shrink shrink)
{
    struct paragraph *paragraph = begin(shaper, style, shrink);
    for (uint32_t i = 0; i < count; i++)
        shape_text(shaper, texts[i], texts[i]->text, paragraph->size);
    finish(shaper, paragraph, false);
    return paragraph;
}
