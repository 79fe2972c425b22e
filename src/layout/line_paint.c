/* Lines painted: runs of one font, with what spreads them. */
#include "layout/lines.h"

#include "layout/bidi.h"
#include "layout/script.h"

/* Of the square that Chinese glyphs are drawn in, thousandths. */
enum { EM_ASCENT = 880 };

/* Where the atoms of one op end, at `stop` at most: same text, font, size and, where the line is
 * spaced, spacing; *glyphs is how many they have. */
static uint32_t run_end(const struct paragraph *paragraph, const struct line *line, uint32_t from,
                        uint32_t stop, uint32_t *glyphs)
{
    const struct atom *atoms = paragraph->atoms, *first = &atoms[from];
    uint32_t i = from + 1;
    bool spaced = line->spacing || line->extra, other = paragraph->flow != TEXT_PLAIN;
    uint32_t count = first->glyph_count;
    for (; i < stop && atoms[i].run == first->run; i++) {
        bool changes = spaced && (first->tight ? !atoms[i - 1].tight : atoms[i].tight);
        bool turns =
            other && (atoms[i].level != first->level || atoms[i].foreign != first->foreign);
        if (changes || turns)
            break;
        count += atoms[i].glyph_count;
    }
    *glyphs = count;
    return i;
}

/* The glyphs of an atom that was shaped, together so wide: what their own advances differ goes to
 * the last. */
static void put_shaped(const struct atom *atom, length advance, uint32_t cluster,
                       struct glyph *glyphs)
{
    int upem = atom->run->font->upem, size = atom->run->size;
    for (uint32_t i = 0; i < atom->glyph_count; i++) {
        const struct glyph *shaped = &atom->glyphs[i];
        glyphs[i] = (struct glyph){
            .id = shaped->id,
            .cluster = cluster + (atom->foreign ? 0 : shaped->cluster - atom->glyphs[0].cluster),
            .advance = (length)((int64_t)shaped->advance * size / upem),
            .dx = (length)((int64_t)shaped->dx * size / upem) - atom->cut_left,
            .dy = (length)((int64_t)shaped->dy * size / upem)};
        advance -= glyphs[i].advance;
    }
    glyphs[atom->glyph_count - 1].advance += advance;
}

/* The glyphs of one atom of the text; returns how wide they are together. */
static inline length put_atom(const struct atom *atom, length spacing, const char *text,
                              struct glyph *glyphs)
{
    length advance = atom->advance - atom->cut_left - atom->cut_right + spacing;
    uint32_t cluster = (uint32_t)(atom->p - text);
    if (atom->shaped)
        put_shaped(atom, advance, cluster, glyphs);
    else
        *glyphs = (struct glyph){.id = atom->glyph,
                                 .cluster = cluster,
                                 .advance = advance,
                                 .dx = atom->shift - atom->cut_left};
    return advance;
}

length paragraph_baseline(const struct paragraph *paragraph)
{
    return (paragraph->leading - paragraph->size) / 2 +
           (length)((int64_t)paragraph->size * EM_ASCENT / 1000);
}

/* What the atom shows. */
static const struct doc_node *node_of(const struct paragraph *paragraph, const struct atom *atom)
{
    return paragraph->shown ? paragraph->shown : atom->run->node;
}

/* The text of the node that the atoms from one to another show. */
static struct slice text_of(const struct paragraph *paragraph, const struct atom *first,
                            const struct atom *last)
{
    const char *p = first->p;
    if (paragraph->shown)
        p = paragraph->shown->text.p + (first->p - first->run->node->text.p);
    return (struct slice){p, (size_t)(last->p + last->bytes - first->p)};
}

/* The language of a run: what the document says, or else what its script is mostly used for. */
static const char *run_language(const struct atom *atoms, uint32_t from, uint32_t end)
{
    const char *told = atoms[from].run->node->language;
    const struct script *script = NULL;
    if (told || !atoms[from].foreign)
        return told;
    for (uint32_t i = from; i < end && !script; i++)
        script = script_of(atoms[i].code);
    return script ? script->language : NULL;
}

/* What the line is spaced by after the atom. */
static length gap_after(const struct paragraph *paragraph, const struct line *line, uint32_t i,
                        uint32_t *gaps)
{
    bool gap = i + 1 < line->end && !paragraph->atoms[i].tight;
    return gap ? line->spacing + ((*gaps)++ < line->extra) : 0;
}

/* The glyphs of the run's atoms. In a line that runs both ways what it is spaced by behind the run
 * is no part of it, but returned; and of a run from right to left the last atom comes first. */
static length put_atoms(const struct paragraph *paragraph, const struct line *line, uint32_t from,
                        uint32_t end, uint32_t *gaps, struct paint_op *op, struct glyph *glyphs)
{
    const struct atom *atoms = paragraph->atoms;
    const char *text = atoms[from].p;
    bool mixed = paragraph->flow > TEXT_LTR, spaced = line->spacing || line->extra, rtl = op->rtl;
    length width = 0;
    for (uint32_t k = from; k < end; k++) {
        uint32_t i = rtl ? from + end - 1 - k : k;
        bool gap = spaced && (!mixed || k + 1 < end);
        length spacing = gap ? gap_after(paragraph, line, i - rtl, gaps) : 0;
        width += put_atom(&atoms[i], spacing, text, glyphs);
        glyphs += atoms[i].glyph_count;
    }
    op->width = width;
    return mixed && spaced ? gap_after(paragraph, line, end - 1, gaps) : 0;
}

/* Paints atoms of one op, which have so many glyphs; *gaps counts those of the line so far. Returns
 * what put_atoms does. */
static length paint_run(const struct paragraph *paragraph, const struct line *line, uint32_t from,
                        uint32_t end, uint32_t *gaps, struct paint_op *op, struct glyph *glyphs)
{
    const struct atom *atoms = paragraph->atoms, *first = &atoms[from], *last = &atoms[end - 1];
    op->color = first->run->node->style->color;
    op->font = first->run->font;
    op->size = first->run->size;
    op->language = run_language(atoms, from, end);
    op->foreign = first->foreign;
    op->rtl = first->level % 2;
    op->embedded = first->level && !op->rtl;
    op->spacing = first->tight || op->rtl || from >= line->end ? 0 : line->spacing;
    op->glyphs = glyphs;
    op->text = text_of(paragraph, first, last);
    return put_atoms(paragraph, line, from, end, gaps, op, glyphs);
}

/* Whether the blank at which the line ends belongs to the text: it is left out of the line's width,
 * but who reads the text without its lines would find two words in one. */
static bool ends_in_blank(const struct paragraph *paragraph, const struct line *line)
{
    uint32_t i = line->end;
    return i > line->first && i + 1 < paragraph->count && paragraph->atoms[i].class == ATOM_SPACE &&
           paragraph->atoms[i].glyph_count && !atom_is_blank(&paragraph->atoms[i + 1]);
}

void line_paint(const struct paragraph *paragraph, const struct line *line, struct canvas *canvas,
                length x, length y, bool artifact)
{
    const struct atom *atoms = paragraph->atoms;
    length baseline = y + paragraph_baseline(paragraph), left = x;
    bool mixed = paragraph->flow > TEXT_LTR, rtl = paragraph->flow == TEXT_RTL;
    uint32_t gaps = 0, stop = line->end + ends_in_blank(paragraph, line);
    uint32_t before = canvas->page.op_count;
    struct bidi_run *runs =
        mixed ? ARENA_ARRAY(canvas->arena, struct bidi_run, stop - line->first) : NULL;
    for (uint32_t from = line->first, end, count; from < stop; from = end) {
        end = run_end(paragraph, line, from, from < line->end ? line->end : stop, &count);
        struct paint_op *op = canvas_op(canvas, PAINT_GLYPHS);
        op->node = artifact ? NULL : node_of(paragraph, &atoms[from]);
        op->x = x;
        op->y = baseline;
        op->glyph_count = count;
        length behind = paint_run(paragraph, line, from, end, &gaps, op,
                                  ARENA_ARRAY(canvas->arena, struct glyph, count));
        x += op->width;
        if (mixed)
            runs[canvas->page.op_count - 1 - before] =
                (struct bidi_run){from < line->end ? atoms[from].level : rtl, behind};
    }
    uint32_t count = canvas->page.op_count - before;
    struct paint_op *ops = &canvas->page.ops[before];
    if (rtl && stop > line->end)
        left -= ops[count - 1].width; /* the blank hangs out where the line ends */
    if (mixed)
        bidi_place(canvas->arena, ops, runs, count, left, rtl);
}

void paragraph_paint(const struct paragraph *paragraph, struct canvas *canvas, uint32_t from,
                     uint32_t to, length x, length y, bool artifact)
{
    for (uint32_t i = from; i < to; i++) {
        const struct line *line = &paragraph->lines[i];
        line_paint(paragraph, line, canvas, x + line->indent, y, artifact);
        y += paragraph->leading;
    }
}
