#include "layout/font.h"

#include <dirent.h>
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"

enum {
    MAX_CHAIN = 32, /* fonts of one role */
    MAX_ROLES = 32,
    PAGE_SIZE = 256,
    PAGE_COUNT = 0x110000 / PAGE_SIZE,
    SIZES = 8 /* half points apart, that characters are kept at */
};

struct font_role {
    struct arena *arena;
    struct slice name;
    struct font *chain[MAX_CHAIN];
    unsigned count;
    struct font_role *companion; /* for other scripts, once it was asked for; itself for none */
    const char *wanted; /* the family that the pages were made for, if it is not installed and one
                           further down sets the role */
    struct set_glyphs *sets[SIZES];
    struct font_glyph *pages[PAGE_COUNT]; /* by character; filled as characters are met */
};

/* A name of a face that may set text. */
struct family {
    const FcChar8 *name;
    FcPattern *pattern;
};

struct fonts {
    struct arena *arena;
    FcConfig *config;
    enum font_choice choice;
    struct family *families; /* of all faces */
    size_t family_count, family_room;
    struct font *fonts[MAX_ROLES * MAX_CHAIN];
    uint32_t font_count;
    struct font_role *roles[MAX_ROLES];
    unsigned role_count;
};

static const char *const standard_roles[] = {"标题", "黑体", "楷体", "仿宋", "宋体"};

/* The free family of each role, with which pages come out the same everywhere; those before it in
 * fonts.conf are an agency's own choice, those behind it a makeshift. */
static const char *const standard_families[] = {"Noto Serif CJK SC", "Noto Sans CJK SC",
                                                "LXGW WenKai", "FandolFang", "Noto Serif CJK SC"};

enum { STANDARD_ROLES = sizeof standard_roles / sizeof *standard_roles };

static const char *standard_family(struct slice role)
{
    for (size_t i = 0; i < STANDARD_ROLES; i++)
        if (slice_is(role, standard_roles[i]))
            return standard_families[i];
    return "";
}

/* ---- One face ---- */

/* The Top DICT of a CFF table tells whether it is CID-keyed: the operator ROS, 12 30, then comes
 * first, after three integers. */
static bool cff_is_cid_keyed(hb_face_t *face)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
    unsigned size, at;
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(blob, &size);
    bool found = false;
    at = size > 4 ? p[2] : size;
    /* Past the Name INDEX: count, offset size, count + 1 offsets, data. */
    for (int index = 0; index < 2 && at + 3 <= size; index++) {
        unsigned count = (unsigned)p[at] << 8 | p[at + 1], width = p[at + 2], end = 0;
        unsigned offsets = at + 3, data = offsets + (count + 1) * width - 1;
        if (count == 0 || width == 0 || width > 4 || data >= size)
            break;
        for (unsigned i = 0; i < width; i++)
            end = end << 8 | p[offsets + count * width + i];
        if (index == 1)
            for (unsigned i = data + 1; i + 1 < data + end && i + 1 < size && i < data + 24; i++)
                found = found || (p[i] == 12 && p[i + 1] == 30);
        at = data + end;
    }
    hb_blob_destroy(blob);
    return found;
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

static unsigned number_at(struct slice bytes, size_t at, unsigned width)
{
    unsigned number = 0;
    for (unsigned i = 0; i < width; i++)
        number = number << 8 | (at + i < bytes.n ? (unsigned char)bytes.p[at + i] : 0);
    return number;
}

struct slice font_directory(const struct font *font)
{
    enum { COLLECTION_HEAD = 12, TABLE_COUNT = 4, HEAD = 12, ENTRY = 16 };
    unsigned size;
    hb_blob_t *blob = hb_face_reference_blob(font->face);
    struct slice file = {hb_blob_get_data(blob, &size), size};
    size_t start = slice_starts(file, "ttcf")
                       ? number_at(file, COLLECTION_HEAD + (size_t)font->index * 4, 4)
                       : 0;
    size_t length = HEAD + (size_t)number_at(file, start + TABLE_COUNT, 2) * ENTRY;
    hb_blob_destroy(blob);
    bool whole = start + length <= file.n;
    return whole ? (struct slice){file.p + start, length} : file;
}

/* The face of the pattern, opened once. NULL when the file cannot be read. */
static struct font *font_open(struct fonts *fonts, FcPattern *pattern)
{
    FcChar8 *path = NULL, *name = NULL;
    int index = 0;
    FcPatternGetString(pattern, FC_FILE, 0, &path);
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    if (FcPatternGetString(pattern, FC_POSTSCRIPT_NAME, 0, &name) != FcResultMatch)
        FcPatternGetString(pattern, FC_FAMILY, 0, &name);
    for (uint32_t i = 0; i < fonts->font_count; i++)
        if (fonts->fonts[i]->index == index && !strcmp(fonts->fonts[i]->path, (char *)path))
            return fonts->fonts[i];
    hb_blob_t *blob = hb_blob_create_from_file_or_fail((char *)path);
    if (!blob)
        return NULL;
    struct font *font = ARENA_NEW(fonts->arena, struct font);
    hb_face_t *face = hb_face_create(blob, (unsigned)index);
    hb_blob_destroy(blob);
    *font = (struct font){.path = arena_copy(fonts->arena, (char *)path, strlen((char *)path)),
                          .name = arena_copy(fonts->arena, (char *)name, strlen((char *)name)),
                          .index = index,
                          .face = face,
                          .font = hb_font_create(face),
                          .upem = (int)hb_face_get_upem(face),
                          .cff = has_table(face, HB_TAG('C', 'F', 'F', ' ')),
                          .cid_keyed = cff_is_cid_keyed(face),
                          .id = fonts->font_count,
                          .memory = ARENA_NEW(fonts->arena, struct font_memory)};
    font->memory->arena = fonts->arena;
    hb_font_extents_t extents;
    hb_font_get_h_extents(font->font, &extents);
    font->ascent = extents.ascender;
    font->descent = extents.descender;
    fonts->fonts[fonts->font_count++] = font;
    return font;
}

/* ---- Choosing the faces of a role ---- */

/* A static upright outline font; variable fonts would need an instance to be chosen and pinned. */
static bool pattern_is_usable(FcPattern *pattern, enum font_choice choice)
{
    FcBool outline = FcFalse, variable = FcFalse;
    int slant = FC_SLANT_ROMAN, index = 0;
    FcPatternGetBool(pattern, FC_OUTLINE, 0, &outline);
    FcPatternGetBool(pattern, FC_VARIABLE, 0, &variable);
    FcPatternGetInteger(pattern, FC_SLANT, 0, &slant);
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    FcChar8 *format = NULL;
    FcPatternGetString(pattern, FC_FONTFORMAT, 0, &format);
    return outline && !variable && index < 0x10000 && slant == FC_SLANT_ROMAN && format &&
           ((choice == FONTS_ALL && !strcmp((char *)format, "CFF")) ||
            !strcmp((char *)format, "TrueType"));
}

static int weight_of(FcPattern *pattern)
{
    int weight = FC_WEIGHT_REGULAR;
    FcPatternGetInteger(pattern, FC_WEIGHT, 0, &weight);
    return weight;
}

/* Whether a suits better than b: nearest in weight; then, so that the choice never depends on the
 * order of folders, by path and face. */
static bool better(FcPattern *a, FcPattern *b, int weight)
{
    int order = abs(weight_of(a) - weight) - abs(weight_of(b) - weight);
    FcChar8 *path_a, *path_b;
    if (order == 0 && FcPatternGetString(a, FC_FILE, 0, &path_a) == FcResultMatch &&
        FcPatternGetString(b, FC_FILE, 0, &path_b) == FcResultMatch)
        order = strcmp((char *)path_a, (char *)path_b);
    int index_a = 0, index_b = 0;
    FcPatternGetInteger(a, FC_INDEX, 0, &index_a);
    FcPatternGetInteger(b, FC_INDEX, 0, &index_b);
    return order ? order < 0 : index_a < index_b;
}

/* Lists the names of the installed faces once: asking fontconfig takes longer than comparing. */
static void list_families(struct fonts *fonts)
{
    for (int name = FcSetSystem; name <= FcSetApplication; name++) {
        FcFontSet *set = FcConfigGetFonts(fonts->config, (FcSetName)name);
        for (int i = 0; set && i < set->nfont; i++) {
            FcPattern *pattern = set->fonts[i];
            FcChar8 *family;
            if (!pattern_is_usable(pattern, fonts->choice))
                continue;
            for (int k = 0; FcPatternGetString(pattern, FC_FAMILY, k, &family) == FcResultMatch;
                 k++) {
                GROW(fonts->arena, fonts->families, fonts->family_count, fonts->family_room, 1024);
                fonts->families[fonts->family_count++] = (struct family){family, pattern};
            }
        }
    }
}

/* The installed face of exactly this family that suits best, or NULL: fontconfig's own matching
 * would always answer with something. */
static FcPattern *find_family(const struct fonts *fonts, const FcChar8 *family, int weight)
{
    FcPattern *best = NULL;
    for (size_t i = 0; i < fonts->family_count; i++) {
        struct family one = fonts->families[i];
        bool may_be = (*one.name | 0x20) == (*family | 0x20); /* but for case */
        if (may_be && FcStrCmpIgnoreCase(one.name, family) == 0 &&
            (!best || better(one.pattern, best, weight)))
            best = one.pattern;
    }
    return best;
}

static void chain_add(struct font_role *role, struct font *font)
{
    for (unsigned i = 0; i < role->count; i++)
        if (role->chain[i] == font)
            return;
    if (font && role->count < MAX_CHAIN)
        role->chain[role->count++] = font;
}

/* fonts.conf turns the role's name into its families; those installed make the chain. */
static struct font_role *role_open(struct fonts *fonts, struct slice name)
{
    struct font_role *role = ARENA_NEW(fonts->arena, struct font_role);
    role->arena = fonts->arena;
    role->name = slice_copy(fonts->arena, name);
    FcPattern *query = FcPatternCreate();
    FcPatternAddString(query, FC_FAMILY, (const FcChar8 *)role->name.p);
    FcConfigSubstitute(fonts->config, query, FcMatchPattern);
    FcChar8 *family;
    for (int i = 0; FcPatternGetString(query, FC_FAMILY, i, &family) == FcResultMatch; i++) {
        FcPattern *found = find_family(fonts, family, weight_of(query));
        if (found)
            chain_add(role, font_open(fonts, found));
        else if (!role->count && strcmp((char *)family, standard_family(name)) == 0)
            role->wanted = standard_family(name);
    }
    FcPatternDestroy(query);
    return role;
}

struct font_role *fonts_role(struct fonts *fonts, struct slice name)
{
    for (unsigned i = 0; i < fonts->role_count; i++)
        if (slice_eq(fonts->roles[i]->name, name))
            return fonts->roles[i]->count ? fonts->roles[i] : NULL;
    if (fonts->role_count == MAX_ROLES)
        return NULL;
    struct font_role *role = role_open(fonts, name);
    fonts->roles[fonts->role_count++] = role;
    return role->count ? role : NULL;
}

/* ---- Opening ---- */

/* Whether what fontconfig finds out of fonts can be kept for the user. */
static bool user_cache_is_writable(void)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char path[4096];
    if (cache && *cache == '/')
        snprintf(path, sizeof path, "%s", cache);
    else
        snprintf(path, sizeof path, "%s/.cache", home ? home : "");
    if (access(path, F_OK) != 0 && (cache || !home || access(home, W_OK) != 0))
        return false;
    return access(path, F_OK) != 0 || access(path, W_OK) == 0;
}

/* A folder for that, for the time that the fonts are looked for: without one fontconfig complains
 * on stderr. The name in path, or "" when the user has one, or none can be made. */
static void make_cache(FcConfig *config, char *path, size_t size)
{
    char xml[512];
    folder_temporary(path, size, "fonts");
    if (user_cache_is_writable() || !mkdtemp(path)) {
        *path = '\0';
        return;
    }
    snprintf(xml, sizeof xml, "<fontconfig><cachedir>%s</cachedir></fontconfig>", path);
    FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)xml, FcFalse);
}

static void remove_cache(const char *path)
{
    DIR *folder = *path ? opendir(path) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        unlinkat(dirfd(folder), entry->d_name, 0); /* . and .. stay */
    if (folder)
        closedir(folder);
    if (*path)
        rmdir(path);
}

struct fonts *fonts_open(struct diag *diag, const char *folder, enum font_choice choice)
{
    struct arena *arena = arena_new();
    struct fonts *fonts = ARENA_NEW(arena, struct fonts);
    fonts->arena = arena;
    fonts->choice = choice;
    fonts->config = FcConfigCreate();
    const char *path = arena_printf(arena, "%s/fonts.conf", folder);
    char *absolute = realpath(path, NULL); /* fontconfig looks for others in folders of its own */
    char cache[256];
    make_cache(fonts->config, cache, sizeof cache);
    bool ok = absolute && FcConfigParseAndLoad(fonts->config, (FcChar8 *)absolute, FcFalse) &&
              FcConfigBuildFonts(fonts->config) &&
              FcConfigAppFontAddDir(fonts->config, (const FcChar8 *)folder);
    remove_cache(cache);
    free(absolute);
    if (!ok)
        diag_report(diag, MSG_FONTS_CONF, (struct pos){0}, path);
    else
        list_families(fonts);
    for (size_t i = 0; ok && i < sizeof standard_roles / sizeof *standard_roles; i++) {
        ok = fonts_role(fonts, slice_of(standard_roles[i])) != NULL;
        if (!ok)
            diag_report_chosen(diag, choice == FONTS_ALL ? MSG_FONT_ROLE : MSG_PLAIN_ROLE,
                               (struct pos){0}, standard_roles[i]);
    }
    if (ok)
        return fonts;
    fonts_free(fonts);
    return NULL;
}

bool fonts_fallback(const struct fonts *fonts, unsigned index, struct font_fallback *fallback)
{
    for (unsigned i = 0; i < fonts->role_count; i++) {
        const struct font_role *role = fonts->roles[i];
        if (!role->wanted || !role->count || index--)
            continue;
        *fallback = (struct font_fallback){role->name.p, role->wanted, role->chain[0]->name};
        return true;
    }
    return false;
}

void fonts_free(struct fonts *fonts)
{
    if (!fonts)
        return;
    for (uint32_t i = 0; i < fonts->font_count; i++) {
        hb_font_destroy(fonts->fonts[i]->font);
        hb_face_destroy(fonts->fonts[i]->face);
    }
    FcConfigDestroy(fonts->config);
    arena_free(fonts->arena);
}

uint32_t fonts_count(const struct fonts *fonts)
{
    return fonts->font_count;
}

const struct font *fonts_at(const struct fonts *fonts, uint32_t index)
{
    return fonts->fonts[index];
}

/* ---- Characters ---- */

static bool is_shared_mark(uint32_t c)
{
    return c == 0xB7 || c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D ||
           c == 0x2026;
}

static bool is_punctuation(uint32_t c)
{
    return is_shared_mark(c) || (c > 0x3000 && c < 0x3040) || (c > 0xFF00 && c < 0xFF66);
}

/* Some fonts draw a dash a little shorter than the em. */
static bool is_full_width(const struct font_glyph *glyph)
{
    return glyph->advance * 5 >= glyph->font->upem * 4;
}

static void find_blank(struct font_glyph *glyph)
{
    hb_glyph_extents_t ink;
    if (!hb_font_get_glyph_extents(glyph->font->font, glyph->glyph, &ink))
        return;
    int right = glyph->advance - ink.x_bearing - ink.width;
    glyph->left = ink.x_bearing > 0 ? ink.x_bearing : 0;
    glyph->right = right > 0 ? right : 0;
}

/* Figures must line up in columns also where a font's digits differ in width: every digit gets the
 * width of the widest and stands in the middle of it. */
static void make_tabular(struct font_glyph *glyph)
{
    int widest = glyph->advance;
    for (hb_codepoint_t digit = '0', id; digit <= '9'; digit++)
        if (hb_font_get_nominal_glyph(glyph->font->font, digit, &id)) {
            int advance = hb_font_get_glyph_h_advance(glyph->font->font, id);
            widest = advance > widest ? advance : widest;
        }
    glyph->shift = (widest - glyph->advance) / 2;
    glyph->advance = widest;
}

static struct font_glyph find_glyph(const struct font_role *role, uint32_t character)
{
    struct font_glyph first = {0};
    for (unsigned i = 0; i < role->count; i++) {
        hb_codepoint_t id;
        if (!hb_font_get_nominal_glyph(role->chain[i]->font, character, &id) || id == 0)
            continue;
        struct font_glyph glyph = {.font = role->chain[i],
                                   .glyph = id,
                                   .advance =
                                       hb_font_get_glyph_h_advance(role->chain[i]->font, id)};
        if (!first.font)
            first = glyph;
        if (is_full_width(&glyph) || !is_shared_mark(character)) {
            first = glyph;
            break;
        }
    }
    if (first.font && is_punctuation(character) && is_full_width(&first))
        find_blank(&first);
    if (first.font && character >= '0' && character <= '9')
        make_tabular(&first);
    return first;
}

struct set_glyphs *font_role_sets(struct font_role *role, length size)
{
    struct set_glyphs **sets = &role->sets[(unsigned)size / (POINT / 2) % SIZES];
    if (!*sets)
        *sets = ARENA_NEW(role->arena, struct set_glyphs);
    return *sets;
}

void font_role_keep(struct font_role *role, uint32_t character, struct set_glyph set)
{
    uint32_t page = character / SET_PAGE;
    struct set_glyphs *sets = font_role_sets(role, set.size);
    if (page >= SET_PAGES)
        return;
    if (!sets->pages[page])
        sets->pages[page] = ARENA_ARRAY(role->arena, struct set_glyph, SET_PAGE);
    sets->pages[page][character % SET_PAGE] = set;
}

const struct font_glyph *font_role_glyph(struct font_role *role, uint32_t character)
{
    static const struct font_glyph none;
    if (character >= 0x110000)
        return &none;
    struct font_glyph **page = &role->pages[character / PAGE_SIZE];
    if (!*page)
        *page = ARENA_ARRAY(role->arena, struct font_glyph, PAGE_SIZE);
    struct font_glyph *glyph = &(*page)[character % PAGE_SIZE];
    if (!glyph->looked_up)
        *glyph = find_glyph(role, character);
    glyph->looked_up = true;
    return glyph;
}

const struct font *fonts_for(struct fonts *fonts, struct slice name, uint32_t character)
{
    struct font_role *role = fonts_role(fonts, name);
    return role ? font_role_glyph(role, character)->font : NULL;
}

static struct font_role *companion(struct fonts *fonts, struct font_role *role)
{
    if (!role->companion) {
        const char *name =
            arena_printf(fonts->arena, "民族文字·%.*s", (int)role->name.n, role->name.p);
        role->companion = fonts_role(fonts, slice_of(name));
        if (!role->companion)
            role->companion = fonts_role(fonts, SLICE("民族文字"));
        if (!role->companion)
            role->companion = role;
    }
    return role->companion;
}

const struct font_glyph *fonts_script_glyph(struct fonts *fonts, struct slice name,
                                            uint32_t character)
{
    static const struct font_glyph none = {0};
    enum { FIRST_HAN = 0x2E80, PAST_HAN = 0xA000 };
    struct font_role *role = fonts_role(fonts, name);
    if (!role)
        return &none;
    if (character < FIRST_HAN || character >= PAST_HAN) {
        const struct font_glyph *glyph = font_role_glyph(companion(fonts, role), character);
        if (glyph->font)
            return glyph;
    }
    return font_role_glyph(role, character);
}
