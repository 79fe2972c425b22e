/*
 * A text that holds other scripts. It is parted by Pango as a whole, since direction and shape of a
 * letter hang on what stands around it; what Chinese type knows is set as everywhere, and the rest
 * is shaped by Pango. Then the same rules fill lines with both.
 */
#include <string.h>

#include "layout/shape_int.h"

enum { TSHEG = 0x0F0B, MOST_LEVEL = 14 };

/* The block that the node stands in. */
static const struct doc_node *block_of(const struct doc_node *node)
{
    while (node->parent && (node->element == ELEMENT_TEXT || node->element == ELEMENT_SPAN))
        node = node->parent;
    return node;
}

/* A text in a language or direction of its own is kept from what stands around it: by U+2068 where
 * its letters tell the direction. NULL for what needs it not. */
static const char *isolate_of(const struct part *part)
{
    static const char *const isolates[] = {
        [DIRECTION_AUTO] = "\u2068", [DIRECTION_LTR] = "\u2066", [DIRECTION_RTL] = "\u2067"};
    if (part->kind != PART_TEXT)
        return NULL;
    const struct doc_node *node = part->node, *block = block_of(node);
    bool own = node->language != block->language || node->direction != block->direction;
    return own ? isolates[node->direction] : NULL;
}

/* The parts as one text, with what directs it: their places in it are noted. */
static struct slice paragraph_text(struct shaper *shaper)
{
    struct buf buf = {0};
    const char *open = NULL;
    for (uint32_t i = 0; i < shaper->part_count; i++) {
        struct part *part = &shaper->parts[i];
        const char *isolate = isolate_of(part);
        if (part->kind != PART_JOINT && isolate != open) {
            buf_puts(&buf, open ? "\u2069" : "");
            buf_puts(&buf, isolate ? isolate : "");
            open = isolate;
        }
        part->at = buf.n;
        buf_put_slice(&buf, part->kind == PART_BREAK ? SLICE("\u2028") : part->text);
    }
    struct slice text = slice_copy(shaper->arena, buf_slice(&buf));
    buf_free(&buf);
    return text;
}

/* What tells the direction of a text: neither a number nor the marks about it do. */
static bool is_letter(uint32_t c)
{
    bool ascii = (c | 0x20) >= 'a' && (c | 0x20) <= 'z', latin = c >= 0xC0 && c < 0x2000;
    return is_foreign(c) || ((ascii || latin) && atom_class_of(c) == ATOM_LATIN);
}

static bool is_han(uint32_t c)
{
    return (c >= 0x3400 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) ||
           (c >= 0x20000 && c < 0x40000);
}

static bool holds_han(struct slice text)
{
    for (size_t at = 0; at < text.n;)
        if (is_han(utf8_next(text, &at)))
            return true;
    return false;
}

bool text_is_rtl(struct slice text, enum direction told)
{
    if (told != DIRECTION_AUTO || holds_han(text))
        return told == DIRECTION_RTL;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (is_letter(c))
            return is_right_to_left(c);
    }
    return false;
}

static bool is_rtl(const struct shaper *shaper, struct slice text)
{
    const struct doc_node *node = shaper->part_count ? shaper->parts[0].node : NULL;
    return text_is_rtl(text, node ? block_of(node)->direction : DIRECTION_AUTO);
}

/* Says of a script that no font has any of it, once; of a single character as of any other. */
static void report_script(struct shaper *shaper, const struct doc_node *node, uint32_t character)
{
    const struct script *script = script_of(character);
    for (uint32_t c = script->first; c <= script->last; c++)
        if (fonts_script_glyph(shaper->fonts, node->style->role, c)->font) {
            shape_report_missing(shaper, node, character);
            return;
        }
    enum { UNSET = sizeof shaper->unset / sizeof *shaper->unset };
    for (unsigned i = 0; i < UNSET; i++) {
        if (shaper->unset[i] && shaper->unset[i]->name[0] == script->name[0])
            return;
        if (shaper->unset[i])
            continue;
        shaper->unset[i] = script;
        break;
    }
    struct buf name = {0};
    buf_put_utf8(&name, character);
    struct finding *finding =
        diag_report(shaper->diag, MSG_SCRIPT_FONT, node->pos, script->name[shaper->diag->language],
                    script->packages, script->packages);
    finding->values[0] = slice_copy(shaper->diag->arena, buf_slice(&name)).p;
    buf_free(&name);
}

/* Whether every letter of other scripts has a font. */
static bool has_fonts(struct shaper *shaper)
{
    bool all = true;
    for (uint32_t i = 0; i < shaper->part_count; i++) {
        const struct part *part = &shaper->parts[i];
        for (size_t at = 0; at < part->text.n;) {
            uint32_t c = utf8_next(part->text, &at);
            if (!is_foreign(c) ||
                fonts_script_glyph(shaper->fonts, part->node->style->role, c)->font)
                continue;
            report_script(shaper, part->node, c);
            all = false;
        }
    }
    return all;
}

static unsigned held_level(unsigned level)
{
    return level <= MOST_LEVEL ? level : MOST_LEVEL - 1 + (level + 1) % 2;
}

/* What Pango says of line ends between the atoms from `from` on and those before them, where one of
 * the two is its own. */
static void bind_atoms(struct shaper *shaper, const struct script_text *text,
                       const struct part *part, uint32_t from)
{
    for (uint32_t i = from ? from : 1; i < shaper->count; i++) {
        struct atom *atom = &shaper->atoms[i], *before = atom - 1;
        if (!(atom->foreign || before->foreign) || before->class == ATOM_BREAK)
            continue;
        size_t at = part->at + (size_t)(atom->p - part->text.p);
        before->bound = !(text->breaks[at] & SCRIPT_LINE);
    }
}

static void add_direct(struct shaper *shaper, const struct script_text *text,
                       const struct part *part, const struct script_run *run, size_t start,
                       size_t end)
{
    uint32_t from = shaper->count;
    struct slice piece = {part->text.p + (start - part->at), end - start};
    if (shape_find_roles(shaper, part->node))
        atoms_add_text(shaper, part->node, piece, part->size);
    for (uint32_t i = from; i < shaper->count; i++)
        shaper->atoms[i].level = held_level(run->level);
    bind_atoms(shaper, text, part, from);
}

/* One grapheme: glyphs in visual order that show the bytes [start, end) of the paragraph. */
static void add_grapheme(struct shaper *shaper, const struct part *part,
                         const struct script_run *run, size_t start, size_t end,
                         struct glyph *glyphs, uint32_t count)
{
    struct slice text = {part->text.p + (start - part->at), end - start};
    size_t at = 0;
    uint32_t c = utf8_next(text, &at);
    int advance = 0;
    for (uint32_t i = 0; i < count; i++) {
        advance += glyphs[i].advance;
        if (glyphs[i].id == 0)
            shape_report_missing(shaper, part->node, c);
    }
    const struct script *script = script_of(c);
    enum atom_class class = atom_class_of(c);
    bool space = class == ATOM_SPACE;
    atoms_add(shaper,
              (struct atom){.run = shape_run(shaper, part->node, run->font, part->size),
                            .p = text.p,
                            .bytes = (uint32_t)text.n,
                            .code = c,
                            .glyphs = glyphs,
                            .shaped = true,
                            .glyph_count = count,
                            .advance = shape_scaled(advance, part->size, run->font->upem),
                            .class = script ? ATOM_SCRIPT : class,
                            .level = held_level(run->level),
                            .foreign = true,
                            .joined = !space && c != TSHEG && !(script && !script->joined)});
}

#define VOWEL_SEPARATOR "\u180E"

/* Whether the separator that parts a vowel of Mongolian stands right before; it shows nothing, and
 * goes with that vowel. */
static bool parts_vowel(struct slice text, size_t at)
{
    size_t n = sizeof VOWEL_SEPARATOR - 1;
    return at >= n && memcmp(text.p + at - n, VOWEL_SEPARATOR, n) == 0;
}

/* Bytes [start, end) of the paragraph, shaped by Pango. */
static void add_foreign(struct shaper *shaper, const struct script_text *text,
                        const struct part *part, const struct script_run *run, size_t start,
                        size_t end)
{
    uint32_t count, from = shaper->count, done = 0;
    size_t shown_to = start; /* of the text */
    struct glyph *glyphs = script_shape(shaper->scripts, text, run, start, end, &count);
    bool left = run->level % 2;
    while (done < count) {
        uint32_t n = 0;
        size_t first = glyphs[left ? count - 1 - done : done].cluster, next;
        do {
            n++;
            next = done + n < count ? glyphs[left ? count - 1 - done - n : done + n].cluster : end;
        } while (next == first || (next < end && !(text->breaks[next] & SCRIPT_GRAPHEME)));
        next -= next < end && parts_vowel(text->text, next) ? sizeof VOWEL_SEPARATOR - 1 : 0;
        struct glyph *shown = left ? glyphs + (count - done - n) : glyphs + done;
        add_grapheme(shaper, part, run, shown_to, next, shown, n);
        shown_to = next;
        done += n;
    }
    bind_atoms(shaper, text, part, from);
}

/* Whether Pango sets the character in the run: all from right to left, what else stands in such
 * text but Han, and what is of another script. */
static bool is_set_by_pango(const struct script_run *run, uint32_t c)
{
    return run->level % 2 || is_foreign(c) || (run->level && !is_han(c));
}

/* Whether it is set with text of another script before it: blanks, marks, joiners. */
static bool goes_along(uint32_t c)
{
    return is_mark_character(c) || c <= ' ' || c == 0xA0 || c == 0x202F;
}

/* Where the part that starts at `start` ends, which Pango sets or not. */
static size_t part_end(const struct script_text *text, const struct script_run *run, size_t start,
                       size_t end, bool *foreign)
{
    size_t next = start;
    *foreign = is_set_by_pango(run, utf8_next(text->text, &next));
    for (size_t at = next; at < end; at = next) {
        uint32_t c = utf8_next(text->text, &next);
        bool ours = is_set_by_pango(run, c) || (*foreign && goes_along(c));
        if (*foreign != ours)
            return at;
    }
    return end;
}

static void add_parts(struct shaper *shaper, const struct script_text *text)
{
    uint32_t run = 0;
    for (uint32_t i = 0; i < shaper->part_count; i++) {
        const struct part *part = &shaper->parts[i];
        size_t end = part->at + part->text.n;
        if (part->kind == PART_BREAK)
            atoms_add_break(shaper, part->node);
        else if (part->kind == PART_JOINT)
            atoms_add_joint(shaper);
        for (size_t at = part->at, to; at < end; at = to) {
            while (text->runs[run].end <= at)
                run++;
            bool foreign;
            to = text->runs[run].end < end ? text->runs[run].end : end;
            to = part_end(text, &text->runs[run], at, to, &foreign);
            (foreign ? add_foreign : add_direct)(shaper, text, part, &text->runs[run], at, to);
        }
    }
}

static enum text_flow flow_of(const struct script_text *text, bool rtl)
{
    bool mixed = false;
    for (uint32_t i = 0; i < text->count; i++)
        mixed = mixed || text->runs[i].level;
    return rtl ? TEXT_RTL : mixed ? TEXT_MIXED : TEXT_LTR;
}

static bool open_scripts(struct shaper *shaper)
{
    if (!shaper->scripts && !shaper->told)
        shaper->scripts = scripts_new(shaper->arena, shaper->diag, shaper->fonts);
    shaper->told = !shaper->scripts;
    return shaper->scripts != NULL;
}

void foreign_set(struct shaper *shaper)
{
    if (!has_fonts(shaper) || !open_scripts(shaper))
        return;
    struct slice whole = paragraph_text(shaper);
    struct script_stretch *stretches =
        ARENA_ARRAY(shaper->arena, struct script_stretch, shaper->part_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < shaper->part_count; i++) {
        const struct part *part = &shaper->parts[i];
        if (part->kind == PART_TEXT)
            stretches[count++] = (struct script_stretch){
                part->node->style->role, part->node->language, part->at, part->at + part->text.n};
    }
    bool rtl = is_rtl(shaper, whole);
    struct script_text *text = script_itemize(shaper->scripts, whole, stretches, count, rtl);
    shaper->count = 0;
    shaper->holds = 0;
    add_parts(shaper, text);
    shaper->flow = flow_of(text, rtl);
    script_text_free(text);
}
