#include "template/beside.h"

#include <string.h>

#include "template/languages.h"
#include "template/unknown.h"

void beside_check(struct diag *diag, const struct package *package)
{
    const struct node *section = node_child(package->settings, SLICE(BESIDE_SECTION));
    for (const struct node *list = section ? section->first : NULL; list; list = list->next) {
        if (list->kind != NODE_MAP || !language_tag(list->key)) {
            struct nearest nearest = {.wanted = list->key};
            languages_offer(&nearest);
            settings_report_unknown(diag, list, &nearest);
            continue;
        }
        for (const struct node *word = list->first; word; word = word->next)
            if (word->kind != NODE_STRING)
                diag_report(diag, MSG_SETTING_UNKNOWN, word->key_pos,
                            node_path(diag->arena, word).p);
    }
}

/* ---- Which text is a word of the list ---- */

/* What is put beside words, for one document. */
struct beside {
    struct arena *arena;
    const struct template *template;
    struct slice list;    /* the name of the language, */
    const char *language; /* and its tag */
};

static const struct node *list_of(const struct beside *beside, const struct package *package)
{
    return node_child(node_child(package->settings, SLICE(BESIDE_SECTION)), beside->list);
}

static bool has_list(const struct beside *beside)
{
    const struct package *package = beside->template->package;
    while (package && !list_of(beside, package))
        package = package->base;
    return package;
}

static struct slice word_of(const struct beside *beside, struct slice text)
{
    for (const struct package *package = beside->template->package; package;
         package = package->base) {
        const struct node *word = node_child(list_of(beside, package), text);
        if (word && word->kind == NODE_STRING)
            return word->text;
    }
    return (struct slice){NULL, 0};
}

/* The text after `mark`, when all before it are numerals. */
static struct slice after_number(struct slice text, const char *mark)
{
    static const char numerals[] = "〇一二三四五六七八九十百";
    struct slice rest = text;
    while (rest.n >= 3 && memmem(numerals, sizeof numerals - 1, rest.p, 3))
        rest = (struct slice){rest.p + 3, rest.n - 3};
    size_t n = strlen(mark);
    bool numbered = rest.n < text.n && slice_starts(rest, mark);
    return numbered ? (struct slice){rest.p + n, rest.n - n} : text;
}

/* The text of a heading without 一、 （一） or 第一部分 and the blanks that follow. */
static struct slice without_number(struct slice text)
{
    static const char *const opens[] = {"（", "第"}, *const closes[] = {"）", "部分"};
    struct slice rest = after_number(text, "、");
    for (size_t i = 0; i < sizeof opens / sizeof *opens && rest.n == text.n; i++) {
        struct slice inner = {text.p + strlen(opens[i]), text.n - strlen(opens[i])};
        if (!slice_starts(text, opens[i]))
            continue;
        struct slice after = after_number(inner, closes[i]);
        rest = after.n < inner.n ? after : rest;
    }
    while (slice_starts(rest, "\u3000"))
        rest = (struct slice){rest.p + 3, rest.n - 3};
    return slice_trim(rest);
}

/* ---- Putting it there ---- */

static struct doc_node *add_node(struct arena *arena, struct doc_node *parent, enum element element)
{
    struct doc_node *node = ARENA_NEW(arena, struct doc_node);
    *node = (struct doc_node){.element = element,
                              .pos = parent->pos,
                              .parent = parent,
                              .style = parent->style,
                              .language = parent->language,
                              .colspan = 1,
                              .rowspan = 1};
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    return parent->last = node;
}

static void put_word(const struct beside *beside, struct doc_node *node)
{
    struct slice text = without_number(node_text(beside->arena, node));
    struct slice word = text.n ? word_of(beside, text) : text;
    if (!word.n)
        return;
    add_node(beside->arena, node, ELEMENT_BREAK);
    struct doc_node *span = add_node(beside->arena, node, ELEMENT_SPAN);
    span->language = beside->language;
    add_node(beside->arena, span, ELEMENT_TEXT)->text = word;
}

static void put_words(const struct beside *beside, struct doc_node *node)
{
    if (node->element == ELEMENT_HEADING || node->element == ELEMENT_HEADER) {
        put_word(beside, node);
        return;
    }
    for (struct doc_node *child = node->first; child; child = child->next)
        put_words(beside, child);
}

void beside_put(struct arena *arena, const struct template *template, const struct facts *facts,
                struct document *document)
{
    const struct fact *name = fact_find(facts, facts->root, SLICE("单位.民族文字.语言"));
    struct beside beside = {.arena = arena, .template = template};
    if (!name || name->kind != FACT_TEXT)
        return;
    beside.list = name->text;
    beside.language = language_tag(name->text);
    if (beside.language && has_list(&beside))
        put_words(&beside, document->root);
}
