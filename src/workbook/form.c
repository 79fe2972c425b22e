/* What a form needs, and how it says it: learnt from its template with a record that has all. */
#include <stdlib.h>

#include "diff/diff.h"
#include "ledger/sample.h"
#include "workbook/workbook.h"

/* Keys that no page shows, but that tell how the record is to be read. */
static const char *const always[] = {"单位.模板",           "单位.省份",     "单位.文种",
                                     "单位.金额单位",       "单位.公开日期", "科目名称.<科目>",
                                     "年初调整.<结转来源>", "年初调整.说明"};

struct learning {
    bool *needed;
    bool *seen; /* by id of fact */
    const char **sentence;
};

static size_t row_index(const struct node *node)
{
    const struct schema_row *row = schema_row_of(node);
    return (size_t)(row - schema_rows);
}

static void need(struct learning *learning, const struct fact *fact)
{
    if (learning->seen[fact->id])
        return;
    learning->seen[fact->id] = true;
    if (fact->origin && fact->origin->type != LEAF_NONE)
        learning->needed[row_index(fact->origin)] = true;
    for (uint32_t i = 0; i < fact->term_count; i++)
        need(learning, fact->terms[i]);
}

static void need_used(void *data, const struct fact *fact)
{
    if (fact->kind != FACT_GROUP)
        need(data, fact);
}

/* Marks the keys that the package shows, or computes with. */
static bool learn_needs(struct learning *learning, struct arena *arena, struct diag *diag,
                        const struct catalog *catalog, const struct template *template)
{
    struct facts *names = ledger_sample(arena, diag, catalog, SAMPLE_FULL);
    if (!names)
        return false;
    diff_add_sample(names);
    learning->seen = ARENA_ARRAY(arena, bool, names->count);
    template_check(template, diag, names, need_used, learning);
    for (const struct schema_row *row = schema_rows; row->path; row++) {
        bool *needed = &learning->needed[row - schema_rows];
        *needed |= row->presence != OPTIONAL;
        for (size_t i = 0; i < sizeof always / sizeof *always; i++)
            *needed |= strcmp(row->path, always[i]) == 0;
    }
    return true;
}

/* sentences */

/* A figure is not known yet, and a change may go either way. */
static void put_text(struct buf *out, const struct doc_node *node)
{
    static const char *const either[][2] = {{"增加", "增加（减少）"},
                                            {"增长", "增长（下降）"},
                                            {"大于", "大于（小于）"},
                                            {"高于", "高于（低于）"},
                                            {"超出", "超出（低于）"}};
    const struct fact *fact = node->fact;
    if (fact && fact->kind >= FACT_MONEY && fact->kind <= FACT_SCORE) {
        buf_puts(out, "××");
        return;
    }
    for (size_t i = 0; fact && i < sizeof either / sizeof *either; i++)
        if (slice_is(node->text, either[i][0])) {
            buf_puts(out, either[i][1]);
            return;
        }
    buf_put_slice(out, node->text);
}

/* The sentence around the text at `from`, which is `n` bytes long, with a blank to fill in. */
static const char *sentence_at(struct arena *arena, struct slice text, size_t from, size_t n)
{
    static const char stop[] = "。", blank[] = "＿＿＿＿";
    size_t start = 0, end = text.n;
    for (size_t at = 0; at + 3 <= text.n; at++) {
        if (memcmp(text.p + at, stop, 3) != 0)
            continue;
        if (at + 3 <= from)
            start = at + 3;
        else if (at >= from + n && end == text.n)
            end = at + 3;
    }
    if (start == from && end <= from + n + 3)
        return NULL; /* it is the sentence */
    return arena_printf(arena, "%.*s%s%.*s", (int)(from - start), text.p + start, blank,
                        (int)(end - from - n), text.p + from + n);
}

struct paragraph {
    struct buf text;
    struct piece {
        const struct node *origin;
        size_t from, n;
    } piece[64];
    size_t count;
};

static void put_paragraph(struct paragraph *paragraph, const struct doc_node *node)
{
    size_t from = paragraph->text.n;
    if (node->element == ELEMENT_TEXT)
        put_text(&paragraph->text, node);
    const struct node *origin =
        node->fact && node->fact->kind == FACT_TEXT ? node->fact->origin : NULL;
    if (origin && paragraph->count < sizeof paragraph->piece / sizeof *paragraph->piece)
        paragraph->piece[paragraph->count++] =
            (struct piece){origin, from, paragraph->text.n - from};
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_paragraph(paragraph, child);
}

static void learn_paragraph(struct learning *learning, struct arena *arena,
                            const struct doc_node *node)
{
    struct paragraph paragraph = {0};
    put_paragraph(&paragraph, node);
    for (size_t i = 0; i < paragraph.count; i++) {
        const struct piece *piece = &paragraph.piece[i];
        const char **sentence = &learning->sentence[row_index(piece->origin)];
        if (!*sentence &&
            strncmp(schema_row_of(piece->origin)->path, "单位.", strlen("单位.")) != 0)
            *sentence = sentence_at(arena, buf_slice(&paragraph.text), piece->from, piece->n);
    }
    buf_free(&paragraph.text);
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

const struct form *form_of(struct arena *arena, struct diag *diag, const struct catalog *catalog,
                           const struct template *template)
{
    size_t count = 0;
    while (schema_rows[count].path)
        count++;
    struct learning learning = {.needed = ARENA_ARRAY(arena, bool, count),
                                .sentence = ARENA_ARRAY(arena, const char *, count)};
    if (!learn_needs(&learning, arena, diag, catalog, template))
        return NULL;
    const struct facts *changed = ledger_sample(arena, diag, catalog, SAMPLE_CHANGED);
    const struct document *document = changed ? template_run(arena, diag, template, changed) : NULL;
    if (!document)
        return NULL;
    learn_sentences(&learning, arena, document->root);
    struct form *form = ARENA_NEW(arena, struct form);
    *form = (struct form){arena, catalog, learning.needed, learning.sentence};
    return form;
}
