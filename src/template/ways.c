#include "template/ways.h"

#include "template/package.h"
#include "template/tags.h"
#include "template/unknown.h"

static const char *const words_of[] = {"含义", "可选", "取值"};
enum { MEANING, WORDS, VALUE, WORD_COUNT };

static const char yes_or_no[] = "是 | 否", any_text[] = "文字";

static const struct node *section_of(const struct package *package)
{
    const struct node *section = node_child(package->settings, SLICE(WAYS_SECTION));
    return section && section->kind == NODE_MAP ? section : NULL;
}

/* The next package from `package` on up the chain that declares the way, or chooses for it. */
static const struct node *find(const struct package *package, struct slice name,
                               enum node_kind kind)
{
    for (; package; package = package->base) {
        const struct node *node = node_child(section_of(package), name);
        if (node && node->kind == kind)
            return node;
    }
    return NULL;
}

static struct slice said(const struct node *declared, unsigned word, const char *otherwise)
{
    const struct node *node = node_child(declared, slice_of(words_of[word]));
    return node && node->text.n ? node->text : slice_of(otherwise);
}

static bool has_word(struct slice words, struct slice wanted)
{
    while (words.p)
        if (slice_eq(slice_trim(slice_cut(&words, '|')), wanted))
            return true;
    return false;
}

static void check_declaration(struct diag *diag, const struct node *declared)
{
    for (const struct node *node = declared->first; node; node = node->next) {
        struct nearest nearest = {.wanted = node->key};
        bool known = false;
        for (unsigned i = 0; i < WORD_COUNT; i++) {
            known |= slice_is(node->key, words_of[i]);
            nearest_offer(&nearest, slice_of(words_of[i]));
        }
        if (!known)
            settings_report_unknown(diag, node, &nearest);
    }
    if (!said(declared, MEANING, "").n)
        diag_report(diag, MSG_WAY_MEANING, declared->key_pos, node_path(diag->arena, declared).p);
}

/* A choice of a way that no package of the chain declares. */
static void check_choice(struct diag *diag, const struct package *package,
                         const struct node *chosen)
{
    struct nearest nearest = {.wanted = chosen->key};
    if (find(package, chosen->key, NODE_MAP))
        return;
    for (; package; package = package->base) {
        const struct node *section = section_of(package);
        for (const struct node *node = section ? section->first : NULL; node; node = node->next)
            if (node->kind == NODE_MAP)
                nearest_offer(&nearest, node->key);
    }
    settings_report_unknown(diag, chosen, &nearest);
}

static void add_flags(struct facts *facts, struct fact *way, struct slice words,
                      struct slice chosen)
{
    while (words.p) {
        struct slice word = slice_trim(slice_cut(&words, '|'));
        if (word.n && !fact_child(facts, way, word))
            fact_add(facts, way, word, FACT_FLAG)->flag = slice_eq(word, chosen);
    }
}

/* The way as its nearest declaration and the nearest choice have it. */
static void add_way(struct facts *facts, struct diag *diag, struct fact *group,
                    const struct package *package, struct slice name)
{
    const struct node *declared = find(package, name, NODE_MAP);
    const struct node *chosen = find(package, name, NODE_STRING);
    struct slice words = said(declared, WORDS, yes_or_no), value = said(declared, VALUE, "");
    bool text = slice_is(words, any_text);
    if (!chosen)
        chosen = node_child(declared, slice_of(words_of[VALUE]));
    if (chosen)
        value = chosen->text;
    if (!text && !has_word(words, value))
        diag_report(diag, MSG_SETTING_VALUE, chosen ? chosen->pos : declared->key_pos,
                    slice_copy(diag->arena, value).p, slice_copy(diag->arena, name).p,
                    slice_copy(diag->arena, words).p);
    if (text)
        fact_add(facts, group, name, value.n ? FACT_TEXT : FACT_NONE)->text = value;
    else if (slice_is(words, yes_or_no))
        fact_add(facts, group, name, FACT_FLAG)->flag = slice_is(value, "是");
    else
        add_flags(facts, fact_add(facts, group, name, FACT_GROUP), words, value);
}

const struct facts *ways_read(struct arena *arena, struct diag *diag, const struct package *package)
{
    struct facts *facts = facts_new(arena);
    struct fact *group = fact_add(facts, facts->root, SLICE(WAYS_SECTION), FACT_GROUP);
    for (const struct package *at = package; at; at = at->base) {
        const struct node *section = section_of(at);
        for (const struct node *node = section ? section->first : NULL; node; node = node->next) {
            if (node->kind == NODE_MAP)
                check_declaration(diag, node);
            else
                check_choice(diag, at, node);
            if (node->kind == NODE_MAP && !fact_child(facts, group, node->key))
                add_way(facts, diag, group, package, node->key);
        }
    }
    return facts;
}

/* ---- Ways that nothing asks for ---- */

static bool asks(const struct tag *tag, struct slice way)
{
    for (const struct tag *child = tag->first; child; child = child->next)
        if ((child->step_count > 1 && slice_is(child->steps[0], WAYS_SECTION) &&
             slice_eq(child->steps[1], way)) ||
            asks(child, way))
            return true;
    return false;
}

static bool is_asked(const struct package *package, struct slice way)
{
    for (; package; package = package->base)
        for (const struct part *part = package->parts; part; part = part->next)
            if (part->compiled && asks(part->compiled->root, way))
                return true;
    return false;
}

void ways_check(const struct template *template, struct diag *diag)
{
    for (const struct package *at = template->package; at; at = at->base) {
        const struct node *section = section_of(at);
        for (const struct node *node = section ? section->first : NULL; node; node = node->next) {
            const char *path = node_path(diag->arena, node).p;
            if (node->kind == NODE_MAP && !is_asked(template->package, node->key))
                diag_report(diag, MSG_WAY_UNREAD, node->key_pos, path, path, path);
        }
    }
}
