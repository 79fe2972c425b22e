/*
 * The characters of an official document need no shaping in the narrow sense: one glyph each, no
 * kerning (figures must stand in columns), no ligatures, and the faces chosen are the simplified
 * Chinese ones already. They are taken straight from the character map, which gives what HarfBuzz
 * gives. HarfBuzz shapes the rest: pairs of dashes that fonts draw as one stroke, accents set upon
 * letters, scripts met by accident. Those few strings come again and again (—— in empty cells), so
 * their glyphs are kept.
 */
#include <stdio.h>
#include <string.h>

#include "base/characters.h"
#include "layout/shape_int.h"

enum { MARGIN = 20 /* thousandths of an em kept beside the ink of a cut mark */ };

struct shaped {
    struct shaped *next;
    const struct font *font;
    struct slice text;
    struct glyph *glyphs;
    uint32_t count;
};

struct missing {
    struct missing *next;
    uint32_t character;
    struct slice role;
    struct pos pos;
};

/* ---- Classes ---- */

struct range {
    uint32_t first, last;
    enum atom_class class;
};

/* Ascending; what lies between is Han from U+1100 on, Latin below. */
static const struct range ranges[] = {
    {0x0009, 0x000D, ATOM_SPACE},    {0x0020, 0x0020, ATOM_SPACE},   {0x0021, 0x0021, ATOM_STOP},
    {0x0023, 0x0024, ATOM_PREFIX},   {0x0025, 0x0025, ATOM_POSTFIX}, {0x0028, 0x0028, ATOM_OPEN},
    {0x0029, 0x0029, ATOM_CLOSE},    {0x002C, 0x002C, ATOM_STOP},    {0x002E, 0x002E, ATOM_STOP},
    {0x002F, 0x002F, ATOM_JOIN},     {0x003A, 0x003B, ATOM_STOP},    {0x003F, 0x003F, ATOM_STOP},
    {0x005B, 0x005B, ATOM_OPEN},     {0x005D, 0x005D, ATOM_CLOSE},   {0x007B, 0x007B, ATOM_OPEN},
    {0x007D, 0x007D, ATOM_CLOSE},    {0x00A0, 0x00A0, ATOM_JOIN},    {0x00A3, 0x00A3, ATOM_PREFIX},
    {0x00A5, 0x00A5, ATOM_PREFIX},   {0x00B0, 0x00B0, ATOM_POSTFIX}, {0x00B1, 0x00B1, ATOM_PREFIX},
    {0x00B7, 0x00B7, ATOM_MIDDLE},   {0x2002, 0x200B, ATOM_SPACE},   {0x2010, 0x2013, ATOM_LATIN},
    {0x2014, 0x2015, ATOM_DASH},     {0x2018, 0x2018, ATOM_OPEN},    {0x2019, 0x2019, ATOM_CLOSE},
    {0x201C, 0x201C, ATOM_OPEN},     {0x201D, 0x201D, ATOM_CLOSE},   {0x2022, 0x2022, ATOM_MIDDLE},
    {0x2026, 0x2026, ATOM_ELLIPSIS}, {0x2027, 0x2027, ATOM_MIDDLE},  {0x202F, 0x202F, ATOM_JOIN},
    {0x2030, 0x2033, ATOM_POSTFIX},  {0x2060, 0x2060, ATOM_JOIN},    {0x20AC, 0x20AC, ATOM_PREFIX},
    {0x2103, 0x2103, ATOM_POSTFIX},  {0x2116, 0x2116, ATOM_PREFIX},  {0x2212, 0x2212, ATOM_LATIN},
    {0x2264, 0x2265, ATOM_PREFIX},   {0x3000, 0x3000, ATOM_SPACE},   {0x3001, 0x3002, ATOM_STOP},
    {0x3005, 0x3005, ATOM_CLOSE},    {0x3008, 0x3008, ATOM_OPEN},    {0x3009, 0x3009, ATOM_CLOSE},
    {0x300A, 0x300A, ATOM_OPEN},     {0x300B, 0x300B, ATOM_CLOSE},   {0x300C, 0x300C, ATOM_OPEN},
    {0x300D, 0x300D, ATOM_CLOSE},    {0x300E, 0x300E, ATOM_OPEN},    {0x300F, 0x300F, ATOM_CLOSE},
    {0x3010, 0x3010, ATOM_OPEN},     {0x3011, 0x3011, ATOM_CLOSE},   {0x3014, 0x3014, ATOM_OPEN},
    {0x3015, 0x3015, ATOM_CLOSE},    {0x3016, 0x3016, ATOM_OPEN},    {0x3017, 0x3017, ATOM_CLOSE},
    {0x301C, 0x301C, ATOM_MIDDLE},   {0x30FB, 0x30FB, ATOM_MIDDLE},  {0x338E, 0x33A5, ATOM_POSTFIX},
    {0xFF01, 0xFF01, ATOM_STOP},     {0xFF05, 0xFF05, ATOM_POSTFIX}, {0xFF08, 0xFF08, ATOM_OPEN},
    {0xFF09, 0xFF09, ATOM_CLOSE},    {0xFF0C, 0xFF0C, ATOM_STOP},    {0xFF0E, 0xFF0E, ATOM_STOP},
    {0xFF0F, 0xFF0F, ATOM_JOIN},     {0xFF1A, 0xFF1B, ATOM_STOP},    {0xFF1F, 0xFF1F, ATOM_STOP},
    {0xFF3B, 0xFF3B, ATOM_OPEN},     {0xFF3D, 0xFF3D, ATOM_CLOSE},   {0xFF5B, 0xFF5B, ATOM_OPEN},
    {0xFF5D, 0xFF5D, ATOM_CLOSE},    {0xFF5E, 0xFF5E, ATOM_MIDDLE},  {0xFFE1, 0xFFE1, ATOM_PREFIX},
    {0xFFE5, 0xFFE5, ATOM_PREFIX},
};

enum atom_class atom_class_of(uint32_t c)
{
    if (c >= 0x3400 && c < 0xFF00)
        return ATOM_HAN;
    if (c >= '0' && c <= '9')
        return ATOM_LATIN;
    const struct range *range = RANGE_FIND(ranges, c);
    if (range)
        return range->class;
    return c < 0x1100 ? ATOM_LATIN : ATOM_HAN;
}

bool is_mark_character(uint32_t c)
{
    return (c >= 0x300 && c < 0x370) || (c >= 0x200C && c < 0x2010) ||
           (c >= 0x20D0 && c < 0x2100) || (c >= 0x302A && c < 0x3030) || c == 0x3099 ||
           c == 0x309A || (c >= 0xFE00 && c < 0xFE10) || (c >= 0xFE20 && c < 0xFE30) ||
           c >= 0xE0000;
}

/* Two of them make one mark. */
static bool is_paired(uint32_t c)
{
    return c == 0x2014 || c == 0x2026;
}

/* One glyph from the character map is what shaping would give. */
static bool is_plain(uint32_t c)
{
    if (c >= 0x3400 && c < 0xFE00)
        return true;
    if (c >= 0x3000)
        return !is_mark_character(c);
    return c < 0x250 || (c >= 0x2010 && !is_paired(c) && c < 0x2C00 && !is_mark_character(c));
}

/* Shows nothing and needs no glyph. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

/* ---- Atoms ---- */

static inline struct atom *next_atom(struct shaper *shaper)
{
    GROW(shaper->arena, shaper->atoms, shaper->count, shaper->room, 256);
    return &shaper->atoms[shaper->count++];
}

const struct atom_run *shape_run(struct shaper *shaper, const struct doc_node *node,
                                 const struct font *font, length size)
{
    enum { KEPT = sizeof shaper->runs / sizeof *shaper->runs };
    for (int i = 0; i < KEPT; i++) {
        const struct atom_run *run = shaper->runs[i];
        if (run && run->node == node && run->font == font && run->size == size)
            return run;
    }
    struct atom_run *run = ARENA_NEW(shaper->arena, struct atom_run);
    *run = (struct atom_run){node, font, size};
    shaper->runs[1] = shaper->runs[0];
    return shaper->runs[0] = run;
}

/* What a text holds by the character. */
static unsigned holds_by(uint32_t character, enum atom_class class, length give)
{
    bool typed = character > ' ' && character < 0x7F;
    bool address = character == '@' || character == ':' || character == 'w';
    return HOLDS(class) | (give ? HOLDS_GIVES : 0) | (typed ? 0 : HOLDS_OTHER) |
           (address ? HOLDS_ADDRESS : 0);
}

void atoms_add(struct shaper *shaper, struct atom atom)
{
    shaper->holds |= holds_by(atom.code, atom.class, atom.give);
    atom.tight = character_is_western(atom.code, atom.class);
    *next_atom(shaper) = atom;
}

length shape_scaled(int units, length size, int upem)
{
    int64_t product = (int64_t)units * size;
    return (length)((product + (product < 0 ? -upem : upem) / 2) / upem);
}

/* How much of the blank may go: up to half an em, but never the ink's last margin. */
static length give(int blank, length size, int upem)
{
    length most = shape_scaled(blank, size, upem) - size * MARGIN / 1000;
    return most < 0 ? 0 : most > size / 2 ? size / 2 : most;
}

/* The dot between the parts of a name takes half an em. */
enum { MIDDLE_DOT = 0xB7 };

_Static_assert(HOLDS_OWN < 1u << 20, "struct set_glyph has room for what a text holds");

static struct set_glyph set_at(const struct font_glyph *glyph, uint32_t character, length size)
{
    int upem = glyph->font->upem;
    struct set_glyph set = {.font = glyph->font,
                            .glyph = glyph->glyph,
                            .size = size,
                            .advance = shape_scaled(glyph->advance, size, upem),
                            .shift = shape_scaled(glyph->shift, size, upem),
                            .class = atom_class_of(character)};
    if (character == MIDDLE_DOT && set.advance > size * 3 / 4) {
        set.shift -= (set.advance - size / 2) / 2;
        set.advance = size / 2;
    }
    if (set.class == ATOM_OPEN)
        set.give = give(glyph->left, size, upem);
    else if (set.class == ATOM_CLOSE || set.class == ATOM_STOP)
        set.give = give(glyph->right, size, upem);
    set.western = character_is_western(character, set.class);
    set.holds = holds_by(character, set.class, set.give);
    return set;
}

/* A character of one glyph. */
static inline void add_character(struct shaper *shaper, const struct atom_run *run,
                                 struct slice text, uint32_t character, const struct set_glyph *set)
{
    shaper->holds |= set->holds;
    *next_atom(shaper) = (struct atom){.run = run,
                                       .p = text.p,
                                       .bytes = (uint32_t)text.n,
                                       .code = character,
                                       .glyph = set->glyph,
                                       .shift = set->shift,
                                       .glyph_count = 1,
                                       .advance = set->advance,
                                       .give = set->give,
                                       .class = set->class,
                                       .tight = set->western};
}

static const struct shaped *find_shaped(struct shaper *shaper, const struct font *font,
                                        struct slice text)
{
    uint32_t hash = font->id;
    for (size_t i = 0; i < text.n; i++)
        hash = hash * 31 + (uint8_t)text.p[i];
    struct shaped **bucket = &shaper->shaped[hash % SHAPED_BUCKETS];
    for (const struct shaped *entry = *bucket; entry; entry = entry->next)
        if (entry->font == font && slice_eq(entry->text, text))
            return entry;

    static const hb_feature_t features[] = {{HB_TAG('k', 'e', 'r', 'n'), 0, 0, (unsigned)-1},
                                            {HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1},
                                            {HB_TAG('c', 'l', 'i', 'g'), 0, 0, (unsigned)-1},
                                            {HB_TAG('c', 'a', 'l', 't'), 0, 0, (unsigned)-1}};
    hb_buffer_clear_contents(shaper->buffer);
    hb_buffer_add_utf8(shaper->buffer, text.p, (int)text.n, 0, (int)text.n);
    hb_buffer_set_direction(shaper->buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(shaper->buffer, HB_SCRIPT_HAN);
    hb_buffer_set_language(shaper->buffer, hb_language_from_string("zh-Hans", -1));
    hb_shape(font->font, shaper->buffer, features, sizeof features / sizeof *features);
    unsigned count;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &count);
    const hb_glyph_position_t *place = hb_buffer_get_glyph_positions(shaper->buffer, &count);
    static const hb_glyph_info_t none;
    static const hb_glyph_position_t nowhere;
    if (!hb_buffer_allocation_successful(shaper->buffer)) { /* given up: as if no font had it */
        info = &none;
        place = &nowhere;
        count = 1;
    }

    struct shaped *entry = ARENA_NEW(shaper->arena, struct shaped);
    *entry = (struct shaped){.next = *bucket, .font = font, .text = text, .count = count};
    entry->glyphs = ARENA_ARRAY(shaper->arena, struct glyph, count);
    for (unsigned i = 0; i < count; i++)
        entry->glyphs[i] = (struct glyph){info[i].codepoint, info[i].cluster, place[i].x_advance,
                                          place[i].x_offset, place[i].y_offset};
    return *bucket = entry;
}

void shape_report_missing(struct shaper *shaper, const struct doc_node *node, uint32_t character)
{
    shaper->holds |= HOLDS_OWN;
    for (struct missing *seen = shaper->missing; seen; seen = seen->next)
        if (seen->character == character && seen->pos.source == node->pos.source &&
            seen->pos.offset == node->pos.offset && slice_eq(seen->role, node->style->role))
            return;
    struct missing *missing = ARENA_NEW(shaper->arena, struct missing);
    *missing = (struct missing){shaper->missing, character, node->style->role, node->pos};
    shaper->missing = missing;
    struct buf name = {0};
    buf_put_utf8(&name, character);
    char code[16];
    snprintf(code, sizeof code, "U+%04X", (unsigned)character);
    const char *text = slice_copy(shaper->diag->arena, buf_slice(&name)).p;
    diag_report(shaper->diag, MSG_GLYPH_MISSING, node->pos,
                slice_copy(shaper->arena, node->style->role).p, text, code)
        ->values[0] = text;
    buf_free(&name);
}

/* End of the atom that glyph i of a shaped string starts: of its cluster, or of the second one
 * where two make one mark, which then is never spaced out. */
static uint32_t atom_end(const struct shaped *shaped, uint32_t i, struct slice text)
{
    size_t at = shaped->glyphs[i].cluster;
    uint32_t first = utf8_next(text, &at), end = i + 1, count = shaped->count;
    while (end < count && shaped->glyphs[end].cluster < at)
        end++;
    size_t next = end < count ? shaped->glyphs[end].cluster : text.n;
    bool pair = is_paired(first) && next == at && end < count && utf8_next(text, &next) == first;
    return pair ? end + 1 : end;
}

/* The atoms of a string shaped by HarfBuzz. */
static void add_shaped(struct shaper *shaper, const struct doc_node *node, length size,
                       const struct font *font, struct slice text)
{
    const struct shaped *shaped = find_shaped(shaper, font, text);
    for (uint32_t i = 0, next; i < shaped->count; i = next) {
        next = atom_end(shaped, i, text);
        uint32_t from = shaped->glyphs[i].cluster;
        size_t to = next < shaped->count ? shaped->glyphs[next].cluster : text.n, at = from;
        uint32_t character = utf8_next(text, &at);
        int advance = 0;
        for (uint32_t k = i; k < next; k++) {
            advance += shaped->glyphs[k].advance;
            if (shaped->glyphs[k].id == 0)
                shape_report_missing(shaper, node, character);
        }
        atoms_add(shaper, (struct atom){.run = shape_run(shaper, node, font, size),
                                        .p = text.p + from,
                                        .bytes = (uint32_t)(to - from),
                                        .code = character,
                                        .glyphs = shaped->glyphs + i,
                                        .shaped = true,
                                        .glyph_count = next - i,
                                        .advance = shape_scaled(advance, size, font->upem),
                                        .class = atom_class_of(character)});
    }
}

/* Whether the character at `at` may be a mark, by its first byte: no ASCII, nothing of U+4000 to
 * U+EFFF is. */
static bool may_be_mark(struct slice text, size_t at)
{
    unsigned char byte = at < text.n ? (unsigned char)text.p[at] : 0;
    return byte >= 0xCC && (byte < 0xE4 || byte > 0xEE);
}

/* End of the string from at on that HarfBuzz has to shape; at itself when it starts with a plain
 * character that no mark follows. */
static size_t shaping_end(struct slice text, size_t at, struct font_role *role,
                          const struct font *font)
{
    size_t next = at;
    bool complex = !is_plain(utf8_next(text, &next));
    size_t end = complex ? next : at;
    while (next < text.n) {
        uint32_t c = utf8_next(text, &next);
        if (!is_mark_character(c) &&
            (!complex || is_plain(c) || font_role_glyph(role, c)->font != font))
            break;
        end = next;
    }
    return end;
}

/* The font for a string that it has to shape: where the one of its first character lacks a mark,
 * the one that shows the mark, if that has the first, too. */
static const struct font *shaping_font(struct slice text, struct font_role *role,
                                       const struct font *font)
{
    size_t at = 0;
    uint32_t first = utf8_next(text, &at), glyph;
    while (at < text.n) {
        const struct font *other = font_role_glyph(role, utf8_next(text, &at))->font;
        if (other && other != font && hb_font_get_nominal_glyph(other->font, first, &glyph))
            font = other;
    }
    return font;
}

static bool find_role(struct shaper *shaper, const struct doc_node *node, struct slice name,
                      struct used_role *used)
{
    bool same = used->name.p == name.p && used->name.n == name.n; /* as in most texts */
    if (!used->role || !(same || slice_eq(used->name, name))) {
        used->name = name;
        used->role = fonts_role(shaper->fonts, name);
        used->size = 0;
        if (!used->role)
            diag_report(shaper->diag, MSG_FONT_ROLE, node->pos, slice_copy(shaper->arena, name).p);
    }
    return used->role != NULL;
}

bool shape_find_roles(struct shaper *shaper, const struct doc_node *node)
{
    const struct style *style = node->style;
    return find_role(shaper, node, style->role, &shaper->role) &&
           find_role(shaper, node, style->western.n ? style->western : style->role,
                     &shaper->western);
}

/* A line may end after what was added last. */
static void end_here(struct shaper *shaper)
{
    if (!shaper->count)
        return;
    shaper->atoms[shaper->count - 1].breaks = true;
    shaper->holds |= HOLDS_ENDS;
}

/* A character that was not set at the size yet, or that may need shaping: with what goes along with
 * it, which ends where is returned. */
static __attribute__((noinline)) size_t add_rare(struct shaper *shaper, const struct doc_node *node,
                                                 struct slice text, size_t at, length size,
                                                 struct font_role *role)
{
    size_t next = at;
    uint32_t c = utf8_next(text, &next);
    if (is_invisible(c)) {
        if (c == 0x200B)
            end_here(shaper);
        return next;
    }
    const struct font_glyph *glyph = font_role_glyph(role, c < ' ' ? ' ' : c);
    if (!glyph->font) {
        shape_report_missing(shaper, node, c);
        return next;
    }
    bool plain = is_plain(c) && !may_be_mark(text, next);
    size_t end = plain ? at : shaping_end(text, at, role, glyph->font);
    next = end > next ? end : next;
    struct slice part = {text.p + at, next - at};
    if (end > at) {
        add_shaped(shaper, node, size, shaping_font(part, role, glyph->font), part);
        return next;
    }
    struct set_glyph set = set_at(glyph, c, size);
    if (c >= ' ')
        font_role_keep(role, c, set);
    add_character(shaper, shape_run(shaper, node, set.font, size), part, c, &set);
    return next;
}

static void find_sets(struct used_role *used, length size)
{
    if (used->size != size)
        used->sets = font_role_sets(used->role, size);
    used->size = size;
}

/* How the character was set last, or NULL. */
static const struct set_glyph *set_of(const struct used_role *used, uint32_t character)
{
    uint32_t page = character / SET_PAGE;
    const struct set_glyph *sets = page < SET_PAGES ? used->sets->pages[page] : NULL;
    return sets ? &sets[character % SET_PAGE] : NULL;
}

/* The atoms of text that Chinese type knows, by the roles found last. False, with what stands
 * before it added, at a character of another script. */
bool atoms_add_text(struct shaper *shaper, const struct doc_node *node, struct slice text,
                    length size)
{
    const struct atom_run *run = NULL;
    find_sets(&shaper->role, size);
    find_sets(&shaper->western, size);
    for (size_t at = 0, next; at < text.n; at = next) {
        next = at;
        uint32_t c = utf8_next(text, &next);
        const struct used_role *used = c > ' ' && c < 0x7F ? &shaper->western : &shaper->role;
        const struct set_glyph *set = set_of(used, c);
        if (set && set->size == size && !may_be_mark(text, next)) {
            if (!run || run->font != set->font)
                run = shape_run(shaper, node, set->font, size);
            add_character(shaper, run, (struct slice){text.p + at, next - at}, c, set);
        } else if (is_foreign(c)) {
            return false;
        } else {
            next = add_rare(shaper, node, text, at, size, used->role);
            run = NULL;
        }
    }
    return true;
}

void atoms_add_break(struct shaper *shaper, const struct doc_node *node)
{
    atoms_add(shaper, (struct atom){.run = shape_run(shaper, node, NULL, 0),
                                    .class = ATOM_BREAK,
                                    .breaks = true});
    shaper->holds |= HOLDS_ENDS;
}

void atoms_add_joint(struct shaper *shaper)
{
    end_here(shaper);
    if (!shaper->count)
        return;
    shaper->atoms[shaper->count - 1].joint = JOINT_MARK;
    shaper->holds |= HOLDS_JOINTS;
}
