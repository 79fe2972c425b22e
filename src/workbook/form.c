/* What a form needs, and how it says it: learnt from its template with a record that has all. */
#include <stdlib.h>

#include "diff/diff.h"
#include "kinds/kind.h"
#include "ledger/sample.h"
#include "template/usage.h"
#include "workbook/workbook.h"

/* Keys that no page shows, but that tell how the record is to be read. */
static const char *const always[] = {"单位.模板",           "单位.省份",     "单位.文种",
                                     "单位.金额单位",       "单位.公开日期", "科目名称.<科目>",
                                     "年初调整.<结转来源>", "年初调整.说明"};

struct learning {
    const struct schema_row *keys;
    bool *needed;
    const char **sentence;
};

/* The path up to its last segment for codes or items, or empty. */
static struct slice item_of(const char *path)
{
    struct slice item = {path, 0};
    for (struct slice rest = slice_of(path); rest.p;) {
        struct slice segment = slice_cut(&rest, '.');
        const struct class *class = schema_class(segment);
        if (class && class->kind != WORDS)
            item.n = (size_t)(segment.p + segment.n - path);
    }
    return item;
}

/* Whether the form needs a key of the same items. */
static bool item_is_needed(const struct learning *learning, struct slice item)
{
    for (const struct schema_row *row = learning->keys; row->path; row++)
        if (learning->needed[row - learning->keys] && slice_eq(item_of(row->path), item))
            return true;
    return false;
}

/* What the reader asks for, and what tells how a record is to be read. */
static void need_required(struct learning *learning)
{
    for (const struct schema_row *row = learning->keys; row->path; row++) {
        bool *needed = &learning->needed[row - learning->keys];
        struct slice item = item_of(row->path);
        if (row->presence != OPTIONAL)
            *needed = !item.n || item_is_needed(learning, item);
        for (size_t i = 0; i < sizeof always / sizeof *always; i++)
            *needed |= strcmp(row->path, always[i]) == 0;
    }
}

/* Marks the keys that the package shows, or computes with. */
static bool learn_needs(struct learning *learning, struct arena *arena, struct diag *diag,
                        const struct catalog *catalog, const struct template *template)
{
    struct facts *names =
        ledger_sample(arena, diag, catalog, template_form(template, kind_final.form), SAMPLE_FULL);
    if (!names)
        return false;
    diff_add_sample(names);
    struct usage *usage = usage_new(arena, names);
    const struct template_entry entry = {kind_final.part, names};
    template_read(template, &entry, usage_take, usage);
    for (uint32_t id = 0; id < names->count; id++) {
        const struct node *leaf = usage->used[id] ? names->all[id]->origin : NULL;
        if (leaf && leaf->type != LEAF_NONE)
            learning->needed[schema_row_of(leaf) - learning->keys] = true;
    }
    need_required(learning);
    return true;
}

/* sentences */

/* Text of the sample: what rises there may fall. */
static void put_words(struct buf *out, struct slice text)
{
    static const char *const either[][2] = {{"增加", "增加（减少）"},
                                            {"增长", "增长（下降）"},
                                            {"大于", "大于（小于）"},
                                            {"高于", "高于（低于）"},
                                            {"超出", "超出（低于）"}};
    while (text.n) {
        size_t skip = 1;
        for (size_t i = 0; i < sizeof either / sizeof *either; i++)
            if (slice_starts(text, either[i][0])) {
                skip = strlen(either[i][0]);
                buf_puts(out, either[i][1]);
            }
        if (skip == 1)
            buf_putc(out, *text.p);
        text = (struct slice){text.p + skip, text.n - skip};
    }
}

static void put_paragraph(struct buf *out, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT && node->fact)
        buf_puts(out, "××"); /* a figure that is not known yet */
    else if (node->element == ELEMENT_TEXT)
        put_words(out, node->text);
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_paragraph(out, child);
}

/* The key that is marked at the start of the text, and how long the mark is. */
static const struct schema_row *marked(const struct learning *learning, struct slice text,
                                       size_t *length)
{
    const char *end = memmem(text.p, text.n, SAMPLE_MARK_END, strlen(SAMPLE_MARK_END));
    *length = (size_t)(end - text.p) + strlen(SAMPLE_MARK_END);
    return &learning->keys[strtoul(text.p + strlen(SAMPLE_MARK_START), NULL, 10)];
}

static const char *next_mark(struct slice text, const char *from)
{
    return memmem(from, (size_t)(text.p + text.n - from), SAMPLE_MARK_START,
                  strlen(SAMPLE_MARK_START));
}

/* The sentence with a blank for the key, and other keys by their meaning. */
static const char *blanked(const struct learning *learning, struct arena *arena,
                           struct slice sentence, const struct schema_row *row)
{
    struct buf text = {0};
    size_t length;
    for (const char *mark; (mark = next_mark(sentence, sentence.p));) {
        buf_put(&text, sentence.p, (size_t)(mark - sentence.p));
        sentence.n -= (size_t)(mark - sentence.p);
        sentence.p = mark;
        const struct schema_row *other = marked(learning, sentence, &length);
        buf_printf(&text, other == row ? "＿＿＿＿" : "〔%s〕", other->meaning[LANGUAGE_CHINESE]);
        sentence = (struct slice){sentence.p + length, sentence.n - length};
    }
    buf_put_slice(&text, sentence);
    const char *copy = arena_copy(arena, text.p, text.n);
    buf_free(&text);
    return copy;
}

/* The sentence around the mark, from one 。 to the next; with the one before it where it says
 * little itself, as 主要原因是 does. */
static struct slice sentence_around(struct slice text, const char *mark, size_t length)
{
    static const char stop[] = "。";
    enum { SHORT = 24 };
    const char *before = text.p, *start = text.p, *at = text.p, *end = text.p + text.n;
    while ((at = memmem(at, (size_t)(end - at), stop, strlen(stop)))) {
        at += strlen(stop);
        if (at <= mark) {
            before = start;
            start = at;
        } else if (at >= mark + length) {
            end = at;
        }
    }
    if ((size_t)(mark - start) > 0 && (size_t)(mark - start) < SHORT)
        start = before;
    return (struct slice){start, (size_t)(end - start)};
}

static void learn_paragraph(struct learning *learning, struct arena *arena,
                            const struct doc_node *node)
{
    struct buf paragraph = {0};
    buf_puts(&paragraph, "");
    put_paragraph(&paragraph, node);
    struct slice text = buf_slice(&paragraph);
    size_t length;
    for (const char *mark = text.p; (mark = next_mark(text, mark)); mark += length) {
        const struct schema_row *row =
            marked(learning, (struct slice){mark, (size_t)(text.p + text.n - mark)}, &length);
        struct slice sentence = sentence_around(text, mark, length);
        bool whole = sentence.n <= length + strlen("。"); /* nothing around it */
        const char **learnt = &learning->sentence[row - learning->keys];
        if (!*learnt && !whole && strncmp(row->path, "单位.", strlen("单位.")) != 0)
            *learnt = blanked(learning, arena, sentence, row);
    }
    buf_free(&paragraph);
}

static void learn_sentences(struct learning *learning, struct arena *arena,
                            const struct doc_node *node)
{
    if (node->element == ELEMENT_PARAGRAPH || node->element == ELEMENT_ITEM)
        learn_paragraph(learning, arena, node);
    else
        for (const struct doc_node *child = node->first; child; child = child->next)
            learn_sentences(learning, arena, child);
}

/* The document of the sample. What is said of the sample itself is nobody's business. */
static const struct document *sample_document(struct arena *arena, struct diag *diag,
                                              const struct catalog *catalog,
                                              const struct template *template)
{
    struct diag of_sample;
    diag_init(&of_sample, arena, diag->language);
    const struct facts *changed = ledger_sample(
        arena, &of_sample, catalog, template_form(template, kind_final.form), SAMPLE_CHANGED);
    const struct document *document =
        changed ? template_run(arena, &of_sample, template, changed) : NULL;
    for (const struct finding *f = document ? NULL : of_sample.first; f; f = f->next)
        diag_repeat(diag, f);
    return document;
}

const struct form *form_of(struct arena *arena, struct diag *diag, const struct catalog *catalog,
                           const struct template *template)
{
    const struct schema_row *own = template_form(template, kind_final.form)->keys;
    const struct schema_row *keys = own ? own : schema_rows;
    size_t count = 0;
    while (keys[count].path)
        count++;
    struct learning learning = {.keys = keys,
                                .needed = ARENA_ARRAY(arena, bool, count),
                                .sentence = ARENA_ARRAY(arena, const char *, count)};
    if (!learn_needs(&learning, arena, diag, catalog, template))
        return NULL;
    const struct document *document = sample_document(arena, diag, catalog, template);
    if (!document)
        return NULL;
    learn_sentences(&learning, arena, document->root);
    struct form *form = ARENA_NEW(arena, struct form);
    *form = (struct form){arena, catalog, keys, learning.needed, learning.sentence};
    return form;
}
