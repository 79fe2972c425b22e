/*
 * The characters of an official document need no shaping in the narrow sense: one glyph each, no
 * kerning (figures must stand in columns), no ligatures, and the faces chosen are the simplified
 * Chinese ones already. They are taken straight from the character map, which gives what HarfBuzz
 * gives. HarfBuzz shapes the rest: pairs of dashes that fonts draw as one stroke, accents set upon
 * letters, scripts met by accident. Those few strings come again and again (—— in empty cells), so
 * their glyphs are kept.
 */
#include "layout/shape.h"

#include <stdio.h>
#include <string.h>

enum { BUCKETS = 256, MARGIN = 20 /* thousandths of an em kept beside the ink of a cut mark */ };

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

struct used_role {
    struct slice name;
    struct font_role *role;
};

struct shaper {
    struct arena *arena;
    struct diag *diag;
    struct fonts *fonts;
    const struct words *words;
    page_reference refer; /* or NULL */
    const void *context;
    hb_buffer_t *buffer;
    struct shaped *shaped[BUCKETS];
    struct missing *missing;
    struct atom *atoms; /* of the text begun */
    uint32_t count, room;
    struct used_role role, western; /* of the last text */
};

struct shaper *shaper_new(struct arena *arena, struct diag *diag, struct fonts *fonts,
                          const struct words *words)
{
    struct shaper *shaper = ARENA_NEW(arena, struct shaper);
    *shaper = (struct shaper){
        .arena = arena, .diag = diag, .fonts = fonts, .words = words, .buffer = hb_buffer_create()};
    return shaper;
}

void shaper_refer(struct shaper *shaper, page_reference refer, const void *context)
{
    shaper->refer = refer;
    shaper->context = context;
}

struct slice shaper_reference(const struct shaper *shaper, const struct doc_node *link)
{
    if (!shaper->refer || !link->shows_page || !link->link.n)
        return (struct slice){"", 0};
    return shaper->refer(shaper->context, shaper->arena, link);
}

const struct words *shaper_words(const struct shaper *shaper)
{
    return shaper->words;
}

void shaper_free(struct shaper *shaper)
{
    hb_buffer_destroy(shaper->buffer);
}

struct arena *shaper_arena(const struct shaper *shaper)
{
    return shaper->arena;
}

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

static enum atom_class class_of(uint32_t c)
{
    if (c >= 0x3400 && c < 0xFF00)
        return ATOM_HAN;
    if (c >= '0' && c <= '9')
        return ATOM_LATIN;
    size_t low = 0, high = sizeof ranges / sizeof *ranges;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sizeof ranges / sizeof *ranges && c >= ranges[low].first)
        return ranges[low].class;
    return c < 0x1100 ? ATOM_LATIN : ATOM_HAN;
}

/* Joins with the character before it: accents, variation selectors, joiners. */
static bool is_mark(uint32_t c)
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
        return !is_mark(c);
    return c < 0x250 || (c >= 0x2010 && !is_paired(c) && c < 0x2C00 && !is_mark(c));
}

/* Shows nothing and needs no glyph. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

/* ---- Atoms ---- */

static struct atom *atom_add(struct shaper *shaper)
{
    GROW(shaper->arena, shaper->atoms, shaper->count, shaper->room, 256);
    return &shaper->atoms[shaper->count++];
}

static length scaled(int units, length size, int upem)
{
    int64_t product = (int64_t)units * size;
    return (length)((product + (product < 0 ? -upem : upem) / 2) / upem);
}

/* How much of the blank may go: up to half an em, but never the ink's last margin. */
static length give(int blank, length size, int upem)
{
    length most = scaled(blank, size, upem) - size * MARGIN / 1000;
    return most < 0 ? 0 : most > size / 2 ? size / 2 : most;
}

/* The dot between the parts of a name takes half an em. */
enum { MIDDLE_DOT = 0xB7 };

static void add_character(struct shaper *shaper, const struct doc_node *node, length size,
                          struct slice text, uint32_t character, const struct font_glyph *glyph)
{
    int upem = glyph->font->upem;
    struct atom *atom = atom_add(shaper);
    *atom = (struct atom){.node = node,
                          .p = text.p,
                          .bytes = (uint32_t)text.n,
                          .code = character,
                          .font = glyph->font,
                          .glyph = glyph->glyph,
                          .glyph_count = 1,
                          .size = size,
                          .advance = scaled(glyph->advance, size, upem),
                          .shift = scaled(glyph->shift, size, upem),
                          .class = class_of(character)};
    if (character == MIDDLE_DOT && atom->advance > size * 3 / 4) {
        atom->shift -= (atom->advance - size / 2) / 2;
        atom->advance = size / 2;
    }
    if (atom->class == ATOM_OPEN)
        atom->give_left = give(glyph->left, size, upem);
    else if (atom->class == ATOM_CLOSE || atom->class == ATOM_STOP)
        atom->give_right = give(glyph->right, size, upem);
}

static const struct shaped *find_shaped(struct shaper *shaper, const struct font *font,
                                        struct slice text)
{
    uint32_t hash = font->id;
    for (size_t i = 0; i < text.n; i++)
        hash = hash * 31 + (uint8_t)text.p[i];
    struct shaped **bucket = &shaper->shaped[hash % BUCKETS];
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

    struct shaped *entry = ARENA_NEW(shaper->arena, struct shaped);
    *entry = (struct shaped){.next = *bucket, .font = font, .text = text, .count = count};
    entry->glyphs = ARENA_ARRAY(shaper->arena, struct glyph, count);
    for (unsigned i = 0; i < count; i++)
        entry->glyphs[i] = (struct glyph){info[i].codepoint, info[i].cluster, place[i].x_advance,
                                          place[i].x_offset, place[i].y_offset};
    return *bucket = entry;
}

static void report_missing(struct shaper *shaper, const struct doc_node *node, uint32_t character)
{
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
                report_missing(shaper, node, character);
        }
        *atom_add(shaper) = (struct atom){.node = node,
                                          .p = text.p + from,
                                          .bytes = (uint32_t)(to - from),
                                          .code = character,
                                          .font = font,
                                          .glyphs = shaped->glyphs + i,
                                          .glyph_count = next - i,
                                          .size = size,
                                          .advance = scaled(advance, size, font->upem),
                                          .class = class_of(character)};
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
        if (!is_mark(c) && (!complex || is_plain(c) || font_role_glyph(role, c)->font != font))
            break;
        end = next;
    }
    return end;
}

static bool find_role(struct shaper *shaper, const struct doc_node *node, struct slice name,
                      struct used_role *used)
{
    if (!used->role || !slice_eq(used->name, name)) {
        used->name = name;
        used->role = fonts_role(shaper->fonts, name);
        if (!used->role)
            diag_report(shaper->diag, MSG_FONT_ROLE, node->pos, slice_copy(shaper->arena, name).p);
    }
    return used->role != NULL;
}

static bool find_roles(struct shaper *shaper, const struct doc_node *node)
{
    const struct style *style = node->style;
    return find_role(shaper, node, style->role, &shaper->role) &&
           find_role(shaper, node, style->western.n ? style->western : style->role,
                     &shaper->western);
}

void shape_begin(struct shaper *shaper)
{
    shaper->count = 0;
}

void shape_text(struct shaper *shaper, const struct doc_node *node, struct slice text, length size)
{
    if (text.n == 0 || !find_roles(shaper, node))
        return;
    for (size_t at = 0, next; at < text.n; at = next) {
        next = at;
        uint32_t c = utf8_next(text, &next);
        if (is_invisible(c)) {
            if (c == 0x200B && shaper->count)
                shaper->atoms[shaper->count - 1].breaks = true;
            continue;
        }
        struct font_role *role = c > ' ' && c < 0x7F ? shaper->western.role : shaper->role.role;
        const struct font_glyph *glyph = font_role_glyph(role, c < 0x20 ? ' ' : c);
        if (!glyph->font) {
            report_missing(shaper, node, c);
            continue;
        }
        bool plain = is_plain(c) && !may_be_mark(text, next);
        size_t end = plain ? at : shaping_end(text, at, role, glyph->font);
        next = end > next ? end : next;
        struct slice part = {text.p + at, next - at};
        if (end > at)
            add_shaped(shaper, node, size, glyph->font, part);
        else
            add_character(shaper, node, size, part, c, glyph);
    }
}

void shape_break(struct shaper *shaper, const struct doc_node *node)
{
    *atom_add(shaper) = (struct atom){.node = node, .class = ATOM_BREAK, .breaks = true};
}

void shape_joint(struct shaper *shaper)
{
    if (!shaper->count)
        return;
    shaper->atoms[shaper->count - 1].breaks = true;
    shaper->atoms[shaper->count - 1].joint = JOINT_MARK;
}

/* ---- Rules between neighbours ---- */

static bool never_starts(const struct atom *atom)
{
    switch (atom->class) {
    case ATOM_CLOSE:
    case ATOM_STOP:
    case ATOM_POSTFIX:
    case ATOM_JOIN:
    case ATOM_ELLIPSIS:
    case ATOM_MIDDLE:
    case ATOM_SPACE:
    case ATOM_BREAK:
        return true;
    default:
        return false;
    }
}

/* The rules are few and depend on two neighbours only, so they stand here rather than in a library
 * for all scripts, whose classes (quotation marks above all) would have to be undone for Chinese.
 */
static bool may_break(const struct atom *atoms, uint32_t count, uint32_t i)
{
    const struct atom *a = &atoms[i], *b = &atoms[i + 1];
    if (a->class == ATOM_BREAK)
        return true;
    if (never_starts(b) || a->class == ATOM_OPEN || a->class == ATOM_PREFIX ||
        a->class == ATOM_JOIN)
        return false;
    if (a->class == ATOM_SPACE)
        return true;
    if (b->class == ATOM_DASH) {
        bool pair = b->bytes > 3 || (i + 2 < count && atoms[i + 2].class == ATOM_DASH);
        return a->class != ATOM_DASH && pair;
    }
    if (a->class == ATOM_LATIN && b->class == ATOM_LATIN)
        return false;
    if ((a->code == 0x4E07 || a->code == 0x4EBF) && b->code == 0x5143)
        return false;                           /* 万元 亿元 */
    return !(a->code < 0x80 && b->code < 0x80); /* 1,234.5 a@b.cn f(x) */
}

bool atom_is_western(const struct atom *atom)
{
    return atom->class == ATOM_LATIN || (atom->code > ' ' && atom->code < 0x80);
}

/* Two full-width marks side by side leave a hole: together they take one and a half. An apostrophe
 * in a Latin word takes a half. */
static void squeeze_pair(struct atom *a, struct atom *b)
{
    bool opens = b->class == ATOM_OPEN;
    bool marks = opens || b->class == ATOM_CLOSE || b->class == ATOM_STOP;
    bool apostrophe = a->code == 0x2019 && b->class == ATOM_LATIN && b->code > '9';
    if (a->give_right && (marks || apostrophe))
        a->pair_right = a->give_right;
    else if (a->class == ATOM_OPEN && opens)
        b->pair_left = b->give_left;
}

/* ---- Addresses ---- */

static bool has_code(const struct atom *atoms, uint32_t count, const char *codes)
{
    uint32_t n = (uint32_t)strlen(codes), i = 0;
    while (i < n && i < count && atoms[i].code == (unsigned char)codes[i])
        i++;
    return i == n;
}

/* Whether the western characters are an address of the net or of mail. */
static bool is_address(const struct atom *atoms, uint32_t count)
{
    bool address = has_code(atoms, count, "www.");
    for (uint32_t i = 0; i < count && !address; i++)
        address = atoms[i].code == '@' || has_code(atoms + i, count - i, "://");
    return address;
}

/* An address breaks after its marks, two of which in a row stay together. */
static void break_address(struct atom *atoms, uint32_t count)
{
    static const char marks[] = "/.?&_-=@";
    for (uint32_t i = 1; i + 2 < count; i++) {
        uint32_t code = atoms[i].code, next = atoms[i + 1].code;
        atoms[i].breaks = code < 0x80 && strchr(marks, (int)code) && !strchr(marks, (int)next);
    }
}

static void break_addresses(struct atom *atoms, uint32_t count)
{
    for (uint32_t from = 0, to; from < count; from = to + 1) {
        for (to = from; to < count && atom_is_western(&atoms[to]);)
            to++;
        if (is_address(atoms + from, to - from))
            break_address(atoms + from, to - from);
    }
}

struct atom *shape_end(struct shaper *shaper, uint32_t *count)
{
    *count = shaper->count;
    struct atom *atoms =
        (void *)arena_copy(shaper->arena, (const char *)shaper->atoms, *count * sizeof *atoms);
    for (uint32_t i = 0; i + 1 < *count; i++) {
        atoms[i].breaks = atoms[i].breaks || may_break(atoms, *count, i);
        atoms[i].tight = atom_is_western(&atoms[i]) && atom_is_western(&atoms[i + 1]);
        squeeze_pair(&atoms[i], &atoms[i + 1]);
    }
    break_addresses(atoms, *count);
    if (*count)
        atoms[*count - 1].breaks = true;
    return atoms;
}
