/*
 * Pango asks a font map for the fonts of a description and a font for what characters it covers.
 * Ours are made of the roles: the description names the role, and a font covers just the characters
 * that the role shows by it. So which font shows a character is decided in one place, whoever
 * shapes it, and nothing that happens to be installed comes in. A font of ours is the very one of
 * HarfBuzz that all other text is measured with, in its own units.
 */
#define PANGO_ENABLE_BACKEND
#include "layout/script.h"

#include <pango/pango.h>
#include <pthread.h>
#include <string.h>

#include "base/characters.h"
#include "base/libraries.h"

#undef g_object_ref /* a macro, where the function is wanted */

static const struct script scripts_known[] = {
#define JOINED true
#define SQUARE false
#define SCRIPT(first, last, english, chinese, language, packages, set)                             \
    {first, last, {english, chinese}, language, packages, set},
#include "layout/scripts.def"
#undef SCRIPT
#undef SQUARE
#undef JOINED
};

const struct script *script_of(uint32_t character)
{
    return RANGE_FIND(scripts_known, character);
}

bool is_right_to_left(uint32_t c)
{
    return (c >= 0x590 && c < 0x900) || (c >= 0xFB1D && c < 0xFE00) ||
           (c >= 0xFE70 && c < 0xFEFF) || (c >= 0x10800 && c < 0x11000) ||
           (c >= 0x1E800 && c < 0x1EF00);
}

static GType font_type, map_type;

/* ---- Our font and font map, as Pango sees them ---- */

enum { ROLE_FONTS = 32 };

/* A font in one role: it covers the characters that the role shows by it. */
struct shown_font {
    PangoFont parent;
    const struct font *font;
    PangoFontMap *map;
    PangoCoverage *coverage;
};

struct map {
    PangoFontMap parent;
    struct scripts *scripts;
};

struct role_fonts {
    struct slice role;
    PangoFontset *set;
    struct shown_font *fonts[ROLE_FONTS]; /* in the set */
    unsigned count;
};

struct scripts {
    struct arena *arena;
    struct fonts *fonts;
    struct map *map;
    PangoContext *context;
    struct role_fonts *roles;
    uint32_t role_count, role_room;
};

static PangoFontDescription *describe(PangoFont *font)
{
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, ((struct shown_font *)font)->font->name);
    return description;
}

static PangoCoverage *get_coverage(PangoFont *font, PangoLanguage *language)
{
    (void)language;
    return g_object_ref(((struct shown_font *)font)->coverage);
}

/* Asked for glyphs that are none only; what has no font is reported before. */
static void get_extents(PangoFont *font, PangoGlyph glyph, PangoRectangle *ink,
                        PangoRectangle *logical)
{
    (void)font, (void)glyph;
    if (ink)
        *ink = (PangoRectangle){0};
    if (logical)
        *logical = (PangoRectangle){0};
}

static PangoFontMap *get_map(PangoFont *font)
{
    return ((struct shown_font *)font)->map;
}

static hb_font_t *create_hb_font(PangoFont *font)
{
    return hb_font_create_sub_font(((struct shown_font *)font)->font->font);
}

static void font_class_init(void *class, void *data)
{
    PangoFontClass *methods = class;
    (void)data;
    methods->describe = methods->describe_absolute = describe;
    methods->get_coverage = get_coverage;
    methods->get_glyph_extents = get_extents;
    methods->get_font_map = get_map;
    methods->create_hb_font = create_hb_font;
}

static struct role_fonts *role_of(struct scripts *scripts, const PangoFontDescription *description)
{
    const char *family = pango_font_description_get_family(description);
    for (uint32_t i = 0; i < scripts->role_count; i++)
        if (family && slice_is(scripts->roles[i].role, family))
            return &scripts->roles[i];
    return &scripts->roles[0];
}

static PangoFont *load_font(PangoFontMap *map, PangoContext *context,
                            const PangoFontDescription *description)
{
    (void)context;
    struct role_fonts *role = role_of(((struct map *)map)->scripts, description);
    return role->count ? g_object_ref(&role->fonts[0]->parent) : NULL;
}

static PangoFontset *load_fontset(PangoFontMap *map, PangoContext *context,
                                  const PangoFontDescription *description, PangoLanguage *language)
{
    (void)context, (void)language;
    return g_object_ref(role_of(((struct map *)map)->scripts, description)->set);
}

static void list_families(PangoFontMap *map, PangoFontFamily ***families, int *count)
{
    (void)map;
    *families = NULL;
    *count = 0;
}

static void map_class_init(void *class, void *data)
{
    PangoFontMapClass *methods = class;
    (void)data;
    methods->load_font = load_font;
    methods->load_fontset = load_fontset;
    methods->list_families = list_families;
}

static void register_types(void)
{
    font_type =
        g_type_register_static_simple(pango_font_get_type(), "GongkaiFont", sizeof(PangoFontClass),
                                      font_class_init, sizeof(struct shown_font), NULL, 0);
    map_type = g_type_register_static_simple(pango_font_map_get_type(), "GongkaiFontMap",
                                             sizeof(PangoFontMapClass), map_class_init,
                                             sizeof(struct map), NULL, 0);
}

struct scripts *scripts_new(struct arena *arena, struct diag *diag, struct fonts *fonts)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!library_load(LIBRARY_PANGO, diag))
        return NULL;
    pthread_once(&once, register_types);
    struct scripts *scripts = ARENA_NEW(arena, struct scripts);
    scripts->arena = arena;
    scripts->fonts = fonts;
    scripts->map = (void *)g_object_new_with_properties(map_type, 0, NULL, NULL);
    scripts->map->scripts = scripts;
    scripts->context = pango_font_map_create_context(&scripts->map->parent);
    pango_context_set_language(scripts->context, pango_language_from_string("zh-cn"));
    return scripts;
}

void scripts_free(struct scripts *scripts)
{
    if (!scripts)
        return;
    g_object_unref(scripts->context);
    for (uint32_t i = 0; i < scripts->role_count; i++) {
        struct role_fonts *role = &scripts->roles[i];
        for (unsigned k = 0; k < role->count; k++)
            g_object_unref(role->fonts[k]->coverage);
        g_object_unref(role->set); /* and its fonts */
    }
    g_object_unref(scripts->map);
}

/* ---- Which fonts a paragraph needs ---- */

static struct role_fonts *find_role(struct scripts *scripts, struct slice name)
{
    for (uint32_t i = 0; i < scripts->role_count; i++)
        if (slice_eq(scripts->roles[i].role, name))
            return &scripts->roles[i];
    GROW(scripts->arena, scripts->roles, scripts->role_count, scripts->role_room, 8);
    struct role_fonts *role = &scripts->roles[scripts->role_count++];
    *role = (struct role_fonts){
        .role = slice_copy(scripts->arena, name),
        .set = (PangoFontset *)pango_fontset_simple_new(pango_language_from_string("zh-cn"))};
    return role;
}

/* NULL when the role shows too many. */
static struct shown_font *show_font(struct scripts *scripts, struct role_fonts *role,
                                    const struct font *font)
{
    for (unsigned i = 0; i < role->count; i++)
        if (role->fonts[i]->font == font)
            return role->fonts[i];
    if (role->count == ROLE_FONTS)
        return NULL;
    struct shown_font *shown = (void *)g_object_new_with_properties(font_type, 0, NULL, NULL);
    shown->font = font;
    shown->map = &scripts->map->parent;
    shown->coverage = pango_coverage_new();
    pango_fontset_simple_append((PangoFontsetSimple *)role->set, &shown->parent);
    return role->fonts[role->count++] = shown;
}

/* Lets the role's fonts cover the characters that it shows by them. */
static void cover(struct scripts *scripts, struct slice text, struct slice name)
{
    struct role_fonts *role = find_role(scripts, name);
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        const struct font_glyph *glyph = fonts_script_glyph(scripts->fonts, name, c);
        struct shown_font *shown = glyph->font ? show_font(scripts, role, glyph->font) : NULL;
        if (shown)
            pango_coverage_set(shown->coverage, (int)c, PANGO_COVERAGE_EXACT);
    }
}

/* ---- Parting ---- */

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, size_t start, size_t end)
{
    attribute->start_index = (guint)start;
    attribute->end_index = (guint)end;
    pango_attr_list_insert(list, attribute);
}

static PangoAttrList *attributes(struct scripts *scripts, const struct script_stretch *stretches,
                                 uint32_t count)
{
    PangoAttrList *list = pango_attr_list_new();
    for (uint32_t i = 0; i < count; i++) {
        const struct script_stretch *stretch = &stretches[i];
        const char *role = find_role(scripts, stretch->role)->role.p;
        add_attribute(list, pango_attr_family_new(role), stretch->start, stretch->end);
        if (stretch->language)
            add_attribute(list,
                          pango_attr_language_new(pango_language_from_string(stretch->language)),
                          stretch->start, stretch->end);
    }
    return list;
}

static void find_breaks(struct script_text *made, bool right_to_left, struct arena *arena)
{
    struct slice text = made->text;
    int count = (int)utf8_length(text) + 1;
    PangoLogAttr *attributes = ARENA_ARRAY(arena, PangoLogAttr, (size_t)count);
    pango_get_log_attrs(text.p, (int)text.n, right_to_left, NULL, attributes, count);
    made->breaks = ARENA_ARRAY(arena, uint8_t, text.n + 1);
    for (size_t at = 0, i = 0; at <= text.n; i++) {
        made->breaks[at] = (uint8_t)((attributes[i].is_line_break ? SCRIPT_LINE : 0) |
                                     (attributes[i].is_cursor_position ? SCRIPT_GRAPHEME : 0));
        if (at == text.n)
            break;
        utf8_next(text, &at);
    }
}

/* In a Chinese sentence its marks run with it: “ئىشخانا，2024年” is not turned as a whole. Pango is
 * shown a Han character for each. */
static const char *with_strong_marks(struct arena *arena, struct slice text)
{
    static const char han[] = "一";
    char *shown = arena_copy(arena, text.p, text.n);
    for (size_t at = 0, next = 0; at < text.n; at = next) {
        uint32_t c = utf8_next(text, &next);
        bool mark = (c > 0x3000 && c < 0x3040) || (c > 0xFF00 && c < 0xFF66);
        if (mark && next - at == sizeof han - 1)
            memcpy(shown + at, han, sizeof han - 1);
    }
    return shown;
}

struct script_text *script_itemize(struct scripts *scripts, struct slice text,
                                   const struct script_stretch *stretches, uint32_t count, bool rtl)
{
    for (uint32_t i = 0; i < count; i++)
        cover(scripts,
              (struct slice){text.p + stretches[i].start, stretches[i].end - stretches[i].start},
              stretches[i].role);
    struct script_text *made = ARENA_NEW(scripts->arena, struct script_text);
    made->text = text;
    find_breaks(made, rtl, scripts->arena);
    PangoAttrList *list = attributes(scripts, stretches, count);
    GList *items = pango_itemize_with_base_dir(
        scripts->context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR,
        rtl ? text.p : with_strong_marks(scripts->arena, text), 0, (int)text.n, list, NULL);
    pango_attr_list_unref(list);
    made->runs = ARENA_ARRAY(scripts->arena, struct script_run, text.n);
    for (GList *at = items; at; at = at->next) {
        PangoItem *item = at->data;
        const struct shown_font *shown = (const void *)item->analysis.font;
        made->runs[made->count++] =
            (struct script_run){.start = (size_t)item->offset,
                                .end = (size_t)(item->offset + item->length),
                                .level = item->analysis.level,
                                .font = shown ? shown->font : NULL,
                                .item = item};
    }
    g_list_free(items);
    return made;
}

void script_text_free(struct script_text *text)
{
    for (uint32_t i = 0; i < text->count; i++)
        pango_item_free(text->runs[i].item);
}

/* ---- Shaping ---- */

struct glyph *script_shape(struct scripts *scripts, const struct script_text *text,
                           const struct script_run *run, size_t start, size_t end, uint32_t *count)
{
    const PangoItem *item = run->item;
    PangoGlyphString *string = pango_glyph_string_new();
    pango_shape_full(text->text.p + start, (int)(end - start), text->text.p, (int)text->text.n,
                     &item->analysis, string);
    struct glyph *glyphs = ARENA_ARRAY(scripts->arena, struct glyph, (size_t)string->num_glyphs);
    *count = 0;
    for (int i = 0; i < string->num_glyphs; i++) {
        const PangoGlyphInfo *info = &string->glyphs[i];
        if (info->glyph == PANGO_GLYPH_EMPTY)
            continue;
        bool known = !(info->glyph & PANGO_GLYPH_UNKNOWN_FLAG);
        glyphs[(*count)++] =
            (struct glyph){.id = known ? info->glyph : 0,
                           .cluster = (uint32_t)(start + (size_t)string->log_clusters[i]),
                           .advance = info->geometry.width,
                           .dx = info->geometry.x_offset,
                           .dy = -info->geometry.y_offset};
    }
    pango_glyph_string_free(string);
    return glyphs;
}
