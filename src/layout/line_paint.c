/* Lines painted: runs of one font, with what spreads them. */
#include "layout/lines.h"

#include "layout/bidi.h"
#include "layout/script.h"

/* Of the square that Chinese glyphs are drawn in, thousandths. */
enum { EM_ASCENT = 880 };

/* Atoms of one op: same text, font, size and, where the line is spaced, spacing. */
static uint32_t run_end(const struct paragraph *paragraph, const struct line *line, uint32_t from)
{
    const struct atom *atoms = paragraph->atoms;
    uint32_t i = from + 1;
    bool spaced = line->spacing || line->extra, tight = atoms[from].tight;
    bool plain = paragraph->flow == TEXT_PLAIN;
    while (i < line->end && atoms[i].node == atoms[from].node &&
           atoms[i].font == atoms[from].font && atoms[i].size == atoms[from].size &&
           (plain ||
            (atoms[i].level == atoms[from].level && atoms[i].foreign == atoms[from].foreign))) {
        bool changes = tight ? !atoms[i - 1].tight : atoms[i].tight;
        if (spaced && changes)
            break;
        i++;
    }
    return i;
}

/* The glyphs of one atom; what its advance differs from the sum of theirs goes to the last. */
static inline void put_atom(const struct atom *atom, length spacing, struct paint_op *op,
                            struct glyph *glyphs)
{
    length advance = atom->advance - atom->cut_left - atom->cut_right + spacing;
    uint32_t cluster = (uint32_t)(atom->p - op->text.p);
    op->width += advance;
    for (uint32_t i = 0; i < atom->glyph_count; i++) {
        struct glyph *glyph = &glyphs[op->glyph_count++];
        *glyph = (struct glyph){.id = atom->glyph, .cluster = cluster, .dx = atom->shift};
        if (atom->glyphs) {
            const struct glyph *shaped = &atom->glyphs[i];
            int upem = atom->font->upem;
            glyph->id = shaped->id;
            glyph->cluster += atom->foreign ? 0 : shaped->cluster - atom->glyphs[0].cluster;
            glyph->advance = (length)((int64_t)shaped->advance * atom->size / upem);
            glyph->dx = (length)((int64_t)shaped->dx * atom->size / upem);
            glyph->dy = (length)((int64_t)shaped->dy * atom->size / upem);
        }
        glyph->dx -= atom->cut_left;
        advance -= glyph->advance;
    }
    glyphs[op->glyph_count - 1].advance += advance;
}

length paragraph_baseline(const struct paragraph *paragraph)
{
    return (paragraph->leading - paragraph->size) / 2 +
           (length)((int64_t)paragraph->size * EM_ASCENT / 1000);
}

/* The language of a run: what the document says, or else what its script is mostly used for. */
static const char *run_language(const struct atom *atoms, uint32_t from, uint32_t end)
{
    const char *told = atoms[from].node->language;
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
    bool mixed = paragraph->flow > TEXT_LTR;
    for (uint32_t i = from; i < end && !mixed; i++)
        put_atom(&atoms[i], gap_after(paragraph, line, i, gaps), op, glyphs);
    for (uint32_t k = from; k < end && mixed; k++) {
        uint32_t i = op->rtl ? from + end - 1 - k : k;
        length gap = k + 1 < end ? gap_after(paragraph, line, i - op->rtl, gaps) : 0;
        put_atom(&atoms[i], gap, op, glyphs);
    }
    return mixed ? gap_after(paragraph, line, end - 1, gaps) : 0;
}

/* Paints atoms of one op; *gaps counts those of the line so far. Returns what put_atoms does. */
static length paint_run(const struct paragraph *paragraph, const struct line *line, uint32_t from,
                        uint32_t end, uint32_t *gaps, struct paint_op *op, struct arena *arena)
{
    const struct atom *atoms = paragraph->atoms, *first = &atoms[from], *last = &atoms[end - 1];
    uint32_t count = 0;
    for (uint32_t i = from; i < end; i++)
        count += atoms[i].glyph_count;
    struct glyph *glyphs = ARENA_ARRAY(arena, struct glyph, count);
    op->color = first->node->style->color;
    op->font = first->font;
    op->size = first->size;
    op->language = run_language(atoms, from, end);
    op->foreign = first->foreign;
    op->rtl = first->level % 2;
    op->embedded = first->level && !op->rtl;
    op->spacing = first->tight || op->rtl || from >= line->end ? 0 : line->spacing;
    op->glyphs = glyphs;
    op->text = (struct slice){first->p, (size_t)(last->p + last->bytes - first->p)};
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
    for (uint32_t from = line->first, end; from < stop; from = end) {
        end = from < line->end ? run_end(paragraph, line, from) : stop;
        struct paint_op *op = canvas_op(canvas, PAINT_GLYPHS);
        op->node = artifact ? NULL : atoms[from].node;
        op->x = x;
        op->y = baseline;
        length behind = paint_run(paragraph, line, from, end, &gaps, op, canvas->arena);
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
