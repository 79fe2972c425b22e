/*
 * Settings: which there are, and how they are found along the package chain and along 基于, key by
 * key, nearest first.
 */
#include "template/package.h"

#include <string.h>

#include "record/schema.h"
#include "template/beside.h"
#include "template/library.h"
#include "template/setting_value.h"
#include "template/unknown.h"
#include "template/ways.h"

struct setting {
    const char *section;
    const char *key;
    enum setting_value value;
    size_t field;           /* offset in the section's struct */
    const char *meaning[2]; /* by language */
};

#define PAGE(field) offsetof(struct page_style, field)
#define TABLE(field) offsetof(struct table_style, field)
#define BREAKS(field) offsetof(struct break_style, field)
#define CHART(field) offsetof(struct chart_style, field)
#define STYLE(field) offsetof(struct style, field)
#define NUMBERS(field) offsetof(struct numbers, field)

static const struct setting settings[] = {
#define SETTING(section, key, value, field, english, chinese)                                      \
    {section, key, VALUE_##value, field, {english, chinese}},
#include "template/settings.def"
#undef SETTING
};

enum { SETTING_COUNT = sizeof settings / sizeof *settings };

static const char *const top_settings[] = {"扩展", "版本",     "说明",     "题名", "作者",
                                           "主题", "适用省份", "适用年度", "文种"};

static const char *const sections[] = {"页面", "表格页", "表格", "样式", "图", "断行", "数字"};

static const struct page_style default_page = {.width = 595276,
                                               .height = 841890,
                                               .top = 104882,
                                               .bottom = 99213,
                                               .left = 79370,
                                               .right = 73701,
                                               .folio = {"— # —", sizeof "— # —" - 1},
                                               .reference = {"（第#页）", sizeof "（第#页）" - 1},
                                               .folio_gap = 19843,
                                               .folio_outside = true};
static const struct table_style default_table = {.ruling = 500,
                                                 .frame = 1000,
                                                 .head_ruling = 500,
                                                 .pad_x = 3000,
                                                 .pad_y = 2000,
                                                 .min_size = 6500,
                                                 .min_rows = 3};
static const struct chart_style default_chart = {
    .unit = {"单位：#", sizeof "单位：#" - 1},
    .zeros = {"为零的项目：#", sizeof "为零的项目：#" - 1},
    .all_zero = {"#均为零", sizeof "#均为零" - 1}};
static const struct style default_style = {
    .name = {"", 0}, .role = {"仿宋", sizeof "仿宋" - 1}, .size = 16000, .align = ALIGN_LEFT};
static const struct numbers default_numbers = {
    .name = {"", 0}, .money = {.decimals = 2, .divisor = 10000}, .rate = {.decimals = 2}};

/* Whether settings of the section belong to named styles. */
static bool is_styled(const char *section)
{
    return strcmp(section, "样式") == 0 || strcmp(section, "数字") == 0;
}

void settings_print(struct buf *out, enum language language)
{
    bool chinese = language == LANGUAGE_CHINESE;
    buf_puts(out, chinese ? "| 节 | 键 | 值 | 含义 |\n" : "| section | key | values | meaning |\n");
    buf_puts(out, "|---|---|---|---|\n");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        const char *hint = value_hint(setting->value, language);
        bool styled = is_styled(setting->section);
        buf_printf(out, "| `[%s%s]` | `%s` | ", setting->section,
                   !styled   ? ""
                   : chinese ? ".名称"
                             : ".NAME",
                   setting->key);
        for (const char *p = hint; *p; p++)
            buf_printf(out, *p == '|' ? "\\%c" : "%c", *p);
        buf_printf(out, " | %s |\n", setting->meaning[language]);
    }
}

static const struct setting *setting_find(const char *section, struct slice key)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].section, section) == 0 && slice_is(key, settings[i].key))
            return &settings[i];
    return NULL;
}

static void report_unknown(struct diag *diag, const struct node *node, const char *section)
{
    struct nearest nearest = {.wanted = node->key};
    for (size_t i = 0; section && i < SETTING_COUNT; i++)
        if (strcmp(settings[i].section, section) == 0)
            nearest_offer(&nearest, slice_of(settings[i].key));
    for (size_t i = 0; !section && i < sizeof top_settings / sizeof *top_settings; i++)
        nearest_offer(&nearest, slice_of(top_settings[i]));
    for (size_t i = 0; !section && i < sizeof sections / sizeof *sections; i++)
        if (!slice_is(node->key, sections[i]))
            nearest_offer(&nearest, slice_of(sections[i]));
    settings_report_unknown(diag, node, &nearest);
}

static bool is_leaf(const struct node *node)
{
    return node->kind == NODE_STRING;
}

static void check_keys(struct diag *diag, const struct node *map, const char *section)
{
    for (const struct node *node = map->first; node; node = node->next)
        if (!is_leaf(node) || !(setting_find(section, node->key) ||
                                (is_styled(section) && slice_is(node->key, "基于"))))
            report_unknown(diag, node, section);
}

static void check_section(struct diag *diag, const struct node *map, const char *section)
{
    if (!is_styled(section)) {
        check_keys(diag, map, section);
        return;
    }
    for (const struct node *style = map->first; style; style = style->next)
        if (is_leaf(style))
            report_unknown(diag, style, section);
        else
            check_keys(diag, style, section);
}

static bool is_top_setting(struct slice key)
{
    for (size_t i = 0; i < sizeof top_settings / sizeof *top_settings; i++)
        if (slice_is(key, top_settings[i]))
            return true;
    return false;
}

/* Reports the settings of one package that there are none of. */
static void check_package(struct diag *diag, const struct package *package)
{
    for (const struct node *node = package->settings->first; node; node = node->next) {
        const char *section = NULL;
        for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
            if (slice_is(node->key, sections[i]))
                section = sections[i];
        bool read_elsewhere = slice_is(node->key, OWN_SECTION) ||
                              slice_is(node->key, WAYS_SECTION) ||
                              slice_is(node->key, BESIDE_SECTION);
        if (read_elsewhere && !is_leaf(node))
            continue;
        if (section && !is_leaf(node))
            check_section(diag, node, section);
        else if (!is_leaf(node) || !is_top_setting(node->key))
            report_unknown(diag, node, NULL);
    }
}

static void check_years(struct diag *diag, const struct package *package)
{
    const struct node *node = node_child(package->settings, SLICE("适用年度"));
    int first, last;
    if (node && is_leaf(node) && !years_parse(node->text, &first, &last))
        diag_report(diag, MSG_SETTING_VALUE, node->pos, node->text.p, "适用年度",
                    "2024, 2022-2024, 2022-");
}

static void check_kinds(struct diag *diag, const struct package *package)
{
    const struct node *node = node_child(package->settings, SLICE(KINDS_SETTING));
    for (struct slice rest = node && is_leaf(node) ? node->text : (struct slice){0}; rest.p;) {
        struct slice word = slice_trim(slice_cut(&rest, '|'));
        if (schema_kind_named(word))
            continue;
        diag_report(diag, MSG_SETTING_VALUE, node->pos, node->text.p, KINDS_SETTING,
                    schema_kinds());
        return;
    }
}

/* The node of section.style.key, or section.key when style is empty, nearest in the chain. */
static const struct node *find(const struct template *template, const char *section,
                               struct slice style, const char *key)
{
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *node = node_child(package->settings, slice_of(section));
        if (style.n)
            node = node_child(node, style);
        node = node_child(node, slice_of(key));
        if (node && is_leaf(node))
            return node;
    }
    return NULL;
}

const struct node *settings_find(const struct template *template, const char *path)
{
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *node = node_find(package->settings, path);
        if (node && is_leaf(node))
            return node;
    }
    return NULL;
}

/* Reads the settings of a section, or of one of its styles, into the struct they belong to. */
static void fill(const struct template *template, struct diag *diag, const char *section,
                 struct slice style, void *out)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        if (strcmp(setting->section, section) != 0)
            continue;
        const struct node *node = find(template, section, style, setting->key);
        if (!node)
            continue;
        int64_t number = 0;
        if (value_parse(setting->value, node->text, &number))
            value_store(setting->value, node->text, number, (char *)out + setting->field);
        else
            diag_report(diag, MSG_SETTING_VALUE, node->pos, node->text.p, setting->key,
                        value_hint(setting->value, diag->language));
    }
}

/* All styles of a section while they are built on each other. */
struct builder {
    struct template *template;
    struct diag *diag;
    const char *section;
    size_t size; /* of one style; it starts with its name */
    char *styles;
    size_t count;
    enum { NEW, BUILDING, BUILT } * states;
};

static struct slice style_name(const struct builder *builder, size_t i)
{
    return *(struct slice *)(builder->styles + i * builder->size);
}

static size_t style_index(const struct builder *builder, struct slice name)
{
    size_t i = 0;
    while (i < builder->count && !slice_eq(style_name(builder, i), name))
        i++;
    return i;
}

static void build(struct builder *builder, size_t i)
{
    struct slice name = style_name(builder, i);
    char *style = builder->styles + i * builder->size;
    const struct node *node = find(builder->template, builder->section, name, "基于");
    builder->states[i] = BUILDING;
    if (node) {
        size_t base = style_index(builder, node->text);
        if (base == builder->count)
            diag_report(builder->diag, MSG_STYLE_BASE, node->pos, builder->section, node->text.p);
        else if (builder->states[base] == BUILDING)
            diag_report(builder->diag, MSG_STYLE_CIRCLE, node->pos, builder->section, name.p);
        else {
            if (builder->states[base] == NEW)
                build(builder, base);
            memcpy(style, builder->styles + base * builder->size, builder->size);
        }
    }
    *(struct slice *)style = name;
    fill(builder->template, builder->diag, builder->section, name, style);
    builder->states[i] = BUILT;
}

/* Adds the style names of all packages of the chain to those that are always there. */
static size_t collect_names(const struct template *template, const char *section,
                            struct slice *names, size_t count)
{
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *map = node_child(package->settings, slice_of(section));
        for (const struct node *node = map ? map->first : NULL; node; node = node->next) {
            size_t i = 0;
            while (i < count && !slice_eq(names[i], node->key))
                i++;
            if (i == count)
                names[count++] = node->key;
        }
    }
    return count;
}

static size_t count_names(const struct template *template, const char *section)
{
    size_t count = 0;
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *map = node_child(package->settings, slice_of(section));
        count += map ? map->child_count : 0;
    }
    return count;
}

/* Builds all styles of a section, each from `plain` or the one it is based on. */
static void *build_all(struct template *template, struct diag *diag, const char *section,
                       const struct slice *always, size_t always_count, const void *plain,
                       size_t size, size_t *count)
{
    struct slice *names =
        ARENA_ARRAY(template->arena, struct slice, always_count + count_names(template, section));
    memcpy(names, always, always_count * sizeof *always);
    *count = collect_names(template, section, names, always_count);
    struct builder builder = {.template = template,
                              .diag = diag,
                              .section = section,
                              .size = size,
                              .styles = arena_alloc(template->arena, size * *count),
                              .count = *count,
                              .states = arena_alloc(template->arena, sizeof(int) * *count)};
    for (size_t i = 0; i < *count; i++) {
        memcpy(builder.styles + i * size, plain, size);
        *(struct slice *)(builder.styles + i * size) = names[i];
    }
    for (size_t i = 0; i < *count; i++)
        if (builder.states[i] == NEW)
            build(&builder, i);
    return builder.styles;
}

/* The words that all packages of the chain name. */
static struct slice collect_words(const struct template *template)
{
    struct buf words = {0};
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *node = node_find(package->settings, "断行.词语");
        if (node && is_leaf(node)) {
            buf_put_slice(&words, node->text);
            buf_putc(&words, ' ');
        }
    }
    struct slice kept = slice_copy(template->arena, buf_slice(&words));
    buf_free(&words);
    return kept;
}

/* A page must have room for text, upright and turned. */
static bool check_page(const struct template *template, struct diag *diag, const char *section,
                       length across, length down)
{
    const struct page_style *page = &template->page;
    length least = 100 * POINT;
    length side = page->width < page->height ? page->width : page->height;
    if (side - across >= least && side - down >= least)
        return true;
    const struct node *node = node_find(template->package->settings, section);
    diag_report(diag, MSG_PAGE_MARGINS, node ? node->pos : template->package->settings->pos);
    return false;
}

static void read_page(struct template *template, struct diag *diag)
{
    static const struct slice none = {NULL, 0};
    struct page_style *page = &template->page;
    *page = default_page;
    fill(template, diag, "页面", none, page);
    page->table_top = page->top;
    page->table_bottom = page->bottom;
    page->table_left = page->left;
    page->table_right = page->right;
    fill(template, diag, "表格页", none, page);
    if (check_page(template, diag, "页面", page->left + page->right, page->top + page->bottom))
        check_page(template, diag, "表格页", page->table_left + page->table_right,
                   page->table_top + page->table_bottom);
    const struct style *folio = template_style(template, SLICE("页码"));
    page->folio_style = folio ? *folio : template->styles[0];
}

static void read_table(struct template *template, struct diag *diag)
{
    template->table = default_table;
    fill(template, diag, "表格", (struct slice){NULL, 0}, &template->table);
    const struct style *line = template_style(template, SLICE("表头行"));
    template->table.continued_style = line ? *line : template->styles[0];
}

void settings_read(struct template *template, struct diag *diag)
{
    for (const struct package *package = template->package; package; package = package->base) {
        check_package(diag, package);
        beside_check(diag, package);
        check_years(diag, package);
        check_kinds(diag, package);
    }
    static const struct slice always_styles[] = {{"正文", sizeof "正文" - 1}};
    static const struct slice always_numbers[] = {{"正文", sizeof "正文" - 1},
                                                  {"表格", sizeof "表格" - 1}};
    template->styles = build_all(template, diag, "样式", always_styles, 1, &default_style,
                                 sizeof(struct style), &template->style_count);
    template->numbers = build_all(template, diag, "数字", always_numbers, 2, &default_numbers,
                                  sizeof(struct numbers), &template->numbers_count);
    for (size_t i = 0; i < template->style_count; i++)
        if (!template->styles[i].leading)
            template->styles[i].leading = template->styles[i].size * 13 / 10;
    read_page(template, diag);
    read_table(template, diag);
    template->chart = default_chart;
    fill(template, diag, "图", (struct slice){NULL, 0}, &template->chart);
    fill(template, diag, "断行", (struct slice){NULL, 0}, &template->breaks);
    template->breaks.words = collect_words(template);
}

const struct style *template_style(const struct template *template, struct slice name)
{
    for (size_t i = 0; i < template->style_count; i++)
        if (slice_eq(template->styles[i].name, name))
            return &template->styles[i];
    return NULL;
}

const struct numbers *template_numbers(const struct template *template, struct slice name)
{
    for (size_t i = 0; i < template->numbers_count; i++)
        if (slice_eq(template->numbers[i].name, name))
            return &template->numbers[i];
    return NULL;
}

const struct style *template_class(const struct template *template, struct diag *diag,
                                   struct slice name, struct pos pos)
{
    const struct style *style = template_style(template, name);
    if (style || is_told(diag, pos))
        return style;
    struct nearest nearest = {.wanted = name};
    for (size_t i = 0; i < template->style_count; i++)
        nearest_offer(&nearest, template->styles[i].name);
    if (nearest.best.n)
        diag_report(diag, MSG_CLASS_NEAR, pos, name.p, nearest.best.p);
    else
        diag_report(diag, MSG_CLASS_UNKNOWN, pos, name.p, name.p);
    return NULL;
}
