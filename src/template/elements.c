#include "template/elements.h"

#include <string.h>

#include "template/languages.h"
#include "template/package.h"

enum attribute {
    ATTRIBUTE_PAGE,
    ATTRIBUTE_ORIENTATION,
    ATTRIBUTE_UNLISTED,
    ATTRIBUTE_ID,
    ATTRIBUTE_KEEP,
    ATTRIBUTE_WIDTH,
    ATTRIBUTE_COLSPAN,
    ATTRIBUTE_ROWSPAN,
    ATTRIBUTE_ALIGN,
    ATTRIBUTE_SCOPE,
    ATTRIBUTE_FORM,
    ATTRIBUTE_FILL,
    ATTRIBUTE_KIND,
    ATTRIBUTE_HEIGHT,
    ATTRIBUTE_LABEL,
    ATTRIBUTE_SERIES,
    ATTRIBUTE_VALUE,
    ATTRIBUTE_COMPARE,
    ATTRIBUTE_LINK,
    ATTRIBUTE_MARGINS,
    ATTRIBUTE_LEVEL,
    ATTRIBUTE_SIZE,
    ATTRIBUTE_ROWS,
    ATTRIBUTE_REPEAT,
    ATTRIBUTE_CONTENTS,
    ATTRIBUTE_PLACE,
    ATTRIBUTE_LANG,
    ATTRIBUTE_DIR,
    ATTRIBUTE_COUNTS,
    ATTRIBUTE_FIXED,
    ATTRIBUTE_OF,
    ATTRIBUTE_COUNT
};
_Static_assert(ATTRIBUTE_COUNT <= 32, "a rule has a bit for each attribute");

#define CHILD(name) ((element_set)1 << ELEMENT_##name)
#define TAKES(name) (1u << ATTRIBUTE_##name)

#define BLOCKS                                                                                     \
    (CHILD(HEADING) | CHILD(PARAGRAPH) | CHILD(SLOTS) | CHILD(LIST) | CHILD(TABLE) | CHILD(CHART))
#define FLOW (RULE_INLINE | CHILD(PARAGRAPH) | CHILD(LIST))

enum {
    HEADING = TAKES(UNLISTED) | TAKES(CONTENTS) | TAKES(PAGE) | TAKES(ID) | TAKES(KEEP) |
              TAKES(COMPARE) | TAKES(COUNTS) | TAKES(FIXED),
    CELL = TAKES(COLSPAN) | TAKES(ROWSPAN) | TAKES(ALIGN),
    TEXT = TAKES(LANG) | TAKES(DIR)
};

/* Elements of one name per kind come first: it is that name which messages show. */
static const struct element_rule rules[] = {
    {"document", ELEMENT_DOCUMENT, BLOCKS | CHILD(COVER) | CHILD(CONTENTS) | CHILD(SECTION), 0,
     "正文"},
    {"cover", ELEMENT_COVER, BLOCKS, 0, NULL},
    {"contents", ELEMENT_CONTENTS, CHILD(HEADING) | CHILD(PARAGRAPH), 0, NULL},
    {"section", ELEMENT_SECTION, BLOCKS | CHILD(CONTENTS) | CHILD(SECTION),
     TAKES(PAGE) | TAKES(ORIENTATION) | TAKES(MARGINS) | TAKES(COMPARE), NULL},
    {"h1", ELEMENT_HEADING, RULE_INLINE, HEADING | TEXT, "标题1"},
    {"h2", ELEMENT_HEADING, RULE_INLINE, HEADING | TEXT, "标题2"},
    {"h3", ELEMENT_HEADING, RULE_INLINE, HEADING | TEXT, "标题3"},
    {"h4", ELEMENT_HEADING, RULE_INLINE, HEADING | TEXT, "标题4"},
    {"h5", ELEMENT_HEADING, RULE_INLINE, HEADING | TEXT, "标题5"},
    {"h6", ELEMENT_HEADING, RULE_INLINE, HEADING | TEXT, "标题6"},
    {"p", ELEMENT_PARAGRAPH, RULE_INLINE, TAKES(KEEP) | TAKES(PLACE) | TAKES(COMPARE) | TEXT,
     "正文"},
    {"slots", ELEMENT_SLOTS, CHILD(SLOT), TAKES(KEEP), "表头行"},
    {"left", ELEMENT_SLOT, RULE_INLINE, TAKES(REPEAT) | TEXT, NULL},
    {"center", ELEMENT_SLOT, RULE_INLINE, TAKES(REPEAT) | TEXT, NULL},
    {"right", ELEMENT_SLOT, RULE_INLINE, TAKES(REPEAT) | TEXT, NULL},
    {"ul", ELEMENT_LIST, CHILD(ITEM), TAKES(KEEP), NULL},
    {"ol", ELEMENT_LIST, CHILD(ITEM), TAKES(KEEP), NULL},
    {"li", ELEMENT_ITEM, FLOW, TEXT, "列表项"},
    {"table", ELEMENT_TABLE, CHILD(CAPTION) | CHILD(COLUMN) | CHILD(HEAD) | CHILD(BODY),
     TAKES(KEEP) | TAKES(SIZE) | TAKES(ROWS), NULL},
    {"caption", ELEMENT_CAPTION, RULE_INLINE | CHILD(HEADING) | CHILD(PARAGRAPH) | CHILD(SLOTS), 0,
     NULL},
    {"col", ELEMENT_COLUMN, 0, TAKES(WIDTH) | TAKES(ALIGN), NULL},
    {"thead", ELEMENT_HEAD, CHILD(ROW), 0, NULL},
    {"tbody", ELEMENT_BODY, CHILD(ROW) | CHILD(BLOCK), 0, NULL},
    {"block", ELEMENT_BLOCK, CHILD(ROW), 0, NULL},
    {"tr", ELEMENT_ROW, CHILD(HEADER) | CHILD(CELL),
     TAKES(KEEP) | TAKES(FILL) | TAKES(LEVEL) | TAKES(HEIGHT), NULL},
    {"th", ELEMENT_HEADER, FLOW, CELL | TAKES(SCOPE) | TEXT, "表头"},
    {"td", ELEMENT_CELL, FLOW, CELL | TEXT, "单元格"},
    {"chart", ELEMENT_CHART, CHILD(CAPTION) | CHILD(DATUM),
     TAKES(KIND) | TAKES(HEIGHT) | TAKES(KEEP), "图"},
    {"item", ELEMENT_DATUM, 0, TAKES(LABEL) | TAKES(SERIES) | TAKES(VALUE), NULL},
    {"span", ELEMENT_SPAN, RULE_INLINE, TAKES(LINK) | TAKES(PAGE) | TAKES(LANG), NULL},
    {"br", ELEMENT_BREAK, 0, 0, NULL},
    {"wbr", ELEMENT_JOINT, 0, 0, NULL},
    {"number", ELEMENT_NUMBER, 0, TAKES(FORM) | TAKES(OF), NULL},
};

enum { RULE_COUNT = sizeof rules / sizeof *rules };
_Static_assert((int)RULE_COUNT <= (int)RULE_MAX, "arrays by rule have room");

const struct element_rule *rule_find(const char *name)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (rules[i].name[0] == name[0] && rules[i].name[1] == name[1] &&
            strcmp(rules[i].name, name) == 0)
            return &rules[i];
    return NULL;
}

const struct element_rule *rule_at(size_t index)
{
    return index < RULE_COUNT ? &rules[index] : NULL;
}

size_t rule_index(const struct element_rule *rule)
{
    return (size_t)(rule - rules);
}

const char *rule_style(size_t index)
{
    return index < RULE_COUNT ? rules[index].style : NULL;
}

const char *element_name(enum element element)
{
    size_t i = 0;
    while (i < RULE_COUNT && rules[i].element != element)
        i++;
    return i < RULE_COUNT ? rules[i].name : "text";
}

void rule_print_children(struct buf *out, const struct element_rule *rule)
{
    size_t start = out->n;
    if (rule->children & CHILD(TEXT))
        buf_puts(out, "text");
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (rule->children & element_bit(rules[i].element))
            buf_printf(out, "%s<%s>", out->n > start ? " " : "", rules[i].name);
    if (out->n == start)
        buf_puts(out, "nothing");
}

/* The place of text among the words, or -1. */
static int word_index(struct slice text, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (slice_is(text, words[i]))
            return i;
    return -1;
}

static bool set_flag(struct slice text, const char *word, bool *flag)
{
    *flag = slice_is(text, word);
    return *flag;
}

static bool set_page(struct doc_node *node, struct slice text)
{
    bool span = node->element == ELEMENT_SPAN;
    return set_flag(text, span ? "show" : "new", span ? &node->shows_page : &node->page_break);
}

static bool set_keep(struct doc_node *node, struct slice text)
{
    return set_flag(text, "next", &node->keep);
}

static bool set_unlisted(struct doc_node *node, struct slice text)
{
    return set_flag(text, "yes", &node->unlisted);
}

static bool set_orientation(struct doc_node *node, struct slice text)
{
    static const char *const words[] = {"portrait", "landscape", "fit", NULL};
    int i = word_index(text, words);
    node->turns = i == 2;
    node->orientation = i == 1 ? ORIENTATION_LANDSCAPE : ORIENTATION_PORTRAIT;
    return i >= 0;
}

static bool set_id(struct doc_node *node, struct slice text)
{
    node->name = text;
    return text.n > 0;
}

static bool set_width(struct doc_node *node, struct slice text)
{
    return length_parse(text, &node->width) && node->width > 0;
}

static bool set_height(struct doc_node *node, struct slice text)
{
    return length_parse(text, &node->height) && node->height > 0;
}

static bool set_kind(struct doc_node *node, struct slice text)
{
    static const char *const words[] = {"bar", "pie", NULL};
    int i = word_index(text, words);
    node->chart = i == 1 ? CHART_PIE : CHART_BAR;
    return i >= 0;
}

enum { COLUMNS_MAX = 1000, ROWS_MAX = 65534 }; /* as in HTML */

static bool set_span(struct slice text, uint16_t *span, int64_t most)
{
    int64_t number;
    if (decimal_parse(text, 0, &number) != DECIMAL_OK || number < 1 || number > most)
        return false;
    *span = (uint16_t)number;
    return true;
}

static bool set_colspan(struct doc_node *node, struct slice text)
{
    return set_span(text, &node->colspan, COLUMNS_MAX);
}

static bool set_rowspan(struct doc_node *node, struct slice text)
{
    return set_span(text, &node->rowspan, ROWS_MAX);
}

static bool set_align(struct doc_node *node, struct slice text)
{
    static const char *const words[] = {"justify", "left", "center", "right", NULL};
    int i = word_index(text, words);
    node->align = (enum align)(ALIGN_JUSTIFY + i);
    return i >= 0;
}

static bool set_scope(struct doc_node *node, struct slice text)
{
    static const char *const words[] = {"col", "column", "row", NULL};
    int i = word_index(text, words);
    node->scope = i == 2 ? SCOPE_ROW : SCOPE_COLUMN;
    return i >= 0;
}

static bool set_margins(struct doc_node *node, struct slice text)
{
    return set_flag(text, "table", &node->table_page);
}

static bool set_level(struct doc_node *node, struct slice text)
{
    static const char *const words[] = {"", "1", "2", "3", "total", NULL};
    int i = word_index(text, words);
    node->level = (uint8_t)i;
    return i >= 0;
}

static bool set_size(struct doc_node *node, struct slice text)
{
    return length_parse(text, &node->size) && node->size >= POINT;
}

static bool set_rows(struct doc_node *node, struct slice text)
{
    return set_flag(text, "equal", &node->equal);
}

static bool set_repeat(struct doc_node *node, struct slice text)
{
    return set_flag(text, "yes", &node->repeat);
}

static bool set_contents(struct doc_node *node, struct slice text)
{
    node->listed = text;
    return true;
}

static bool set_place(struct doc_node *node, struct slice text)
{
    return set_flag(text, "foot", &node->foot);
}

static bool set_fill(struct doc_node *node, struct slice text)
{
    return set_flag(text, "yes", &node->fill);
}

static bool set_form(struct doc_node *node, struct slice text)
{
    static const char *const words[] = {"digits", "chinese", "two", NULL};
    int i = word_index(text, words);
    node->numeral = (enum numeral)i;
    return i >= 0;
}

static bool set_series(struct doc_node *node, struct slice text)
{
    node->series = text;
    return text.n > 0;
}

static bool set_fixed(struct doc_node *node, struct slice text)
{
    return set_span(text, &node->place, COLUMNS_MAX);
}

static bool set_compare(struct doc_node *node, struct slice text)
{
    return set_flag(text, "no", &node->apart);
}

static bool set_link(struct doc_node *node, struct slice text)
{
    node->link = text;
    return true;
}

/* Whether it is formed as the tag of a language is: letters, then parts of letters and digits. */
static bool is_tag(struct slice text)
{
    size_t part = 0;
    bool first = true;
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : '-';
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-') {
            if (part < (first ? 2 : 1) || part > 8)
                return false;
            part = 0;
            first = false;
        } else if (letter || (!first && c >= '0' && c <= '9')) {
            part++;
        } else {
            return false;
        }
    }
    return true;
}

/* A language by its tag, or by the name that a record gives it. Empty: as around. */
static bool set_lang(struct doc_node *node, struct slice text)
{
    const char *tag = text.n && is_tag(text) ? text.p : language_tag(text);
    node->language = tag ? tag : node->language;
    return tag || !text.n;
}

static bool set_dir(struct doc_node *node, struct slice text)
{
    static const char *const words[] = {"auto", "ltr", "rtl", NULL};
    int i = word_index(text, words);
    node->direction = (uint8_t)i;
    return i >= 0;
}

static const struct attribute_rule attributes[] = {
    [ATTRIBUTE_PAGE] = {"page", set_page, "new (of a span: show)"},
    [ATTRIBUTE_ORIENTATION] = {"orientation", set_orientation, "landscape | portrait | fit"},
    [ATTRIBUTE_UNLISTED] = {"unlisted", set_unlisted, "yes"},
    [ATTRIBUTE_ID] = {"id", set_id, "id=\"a-name\""},
    [ATTRIBUTE_KEEP] = {"keep", set_keep, "next"},
    [ATTRIBUTE_WIDTH] = {"width", set_width, "30mm, 2.5cm, 80pt"},
    [ATTRIBUTE_COLSPAN] = {"colspan", set_colspan, "1 … 1000"},
    [ATTRIBUTE_ROWSPAN] = {"rowspan", set_rowspan, "1 … 65534"},
    [ATTRIBUTE_ALIGN] = {"align", set_align, "left | center | right | justify"},
    [ATTRIBUTE_SCOPE] = {"scope", set_scope, "col | row"},
    [ATTRIBUTE_FORM] = {"form", set_form, "digits | chinese | two"},
    [ATTRIBUTE_FILL] = {"fill", set_fill, "yes"},
    [ATTRIBUTE_KIND] = {"kind", set_kind, "bar | pie"},
    [ATTRIBUTE_HEIGHT] = {"height", set_height, "70mm, 7cm, 200pt"},
    [ATTRIBUTE_LABEL] = {"label", NULL, NULL},
    [ATTRIBUTE_SERIES] = {"series", NULL, NULL},
    [ATTRIBUTE_VALUE] = {"value", NULL, NULL},
    [ATTRIBUTE_COMPARE] = {"compare", set_compare, "no"},
    [ATTRIBUTE_LINK] = {"link", set_link, "link=\"the-id-it-leads-to\""},
    [ATTRIBUTE_MARGINS] = {"margins", set_margins, "table"},
    [ATTRIBUTE_LEVEL] = {"level", set_level, "1 | 2 | 3 | total"},
    [ATTRIBUTE_SIZE] = {"size", set_size, "9pt, 10.5pt"},
    [ATTRIBUTE_ROWS] = {"rows", set_rows, "equal"},
    [ATTRIBUTE_CONTENTS] = {"contents", set_contents, "contents=\"the words of its line\""},
    [ATTRIBUTE_PLACE] = {"place", set_place, "foot"},
    [ATTRIBUTE_REPEAT] = {"repeat", set_repeat, "yes"},
    [ATTRIBUTE_LANG] = {"lang", set_lang, "ug | kk | bo | mn | ii | za | ko …, 维吾尔语, 藏语 …"},
    [ATTRIBUTE_DIR] = {"dir", set_dir, "ltr | rtl | auto"},
    [ATTRIBUTE_COUNTS] = {"counts", set_series, "counts=\"表\""},
    [ATTRIBUTE_FIXED] = {"fixed", set_fixed, "1 … 1000"},
    [ATTRIBUTE_OF] = {"of", set_series, "of=\"表\", of=\"the-id-of-a-heading\""},
};
_Static_assert(sizeof attributes / sizeof *attributes == ATTRIBUTE_COUNT,
               "every attribute has a row");

const struct attribute_rule *attribute_find(const struct element_rule *rule, const char *name)
{
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (rule->attributes & 1u << i && strcmp(attributes[i].name, name) == 0)
            return &attributes[i];
    return NULL;
}

void elements_print(struct buf *out, enum language language)
{
    buf_puts(out, language == LANGUAGE_CHINESE
                      ? "| 元素 | 可含 | 属性 | 默认样式 |\n"
                      : "| element | takes | attributes | default class |\n");
    buf_puts(out, "|---|---|---|---|\n");
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct element_rule *rule = &rules[i];
        struct buf children = {0};
        rule_print_children(&children, rule);
        buf_printf(out, "| `<%s>` | `%s` |", rule->name, children.p);
        for (size_t k = 0; k < sizeof attributes / sizeof *attributes; k++)
            if (rule->attributes & 1u << k)
                buf_printf(out, " `%s`", attributes[k].name);
        buf_printf(out, " | %s |\n", rule->style ? rule->style : "");
        buf_free(&children);
    }
}
