/*
 * The paragraphs of a document as texts of a record, so that the checks of prose look through them:
 * what is left of a form, and characters that only look right.
 */
#include "press/audit_prose.h"

#include <string.h>

#include "check/check.h"

/* Of all checks those that any text must pass, whatever the record says. */
static const struct check_row *rows_of_text(struct arena *arena)
{
    static const char *const ids[] = {"hint-left", "choice-left", "number-missing", "stop-doubled",
                                      "odd-character"};
    enum { IDS = sizeof ids / sizeof *ids };
    struct check_row *rows = ARENA_ARRAY(arena, struct check_row, IDS + 1);
    size_t count = 0;
    for (const struct check_row *row = check_accounts; row->id; row++)
        for (size_t i = 0; i < IDS; i++)
            if (strcmp(row->id, ids[i]) == 0)
                rows[count++] = *row;
    return rows;
}

static struct facts *facts_of(struct arena *arena, const struct book *book, struct slice agency)
{
    struct facts *facts = facts_new(arena);
    struct fact *unit = fact_add(facts, facts->root, SLICE("单位"), FACT_GROUP);
    struct fact *name = fact_add(facts, unit, SLICE("名称"), FACT_TEXT);
    struct fact *list = fact_add(facts, facts->root, SLICE("段"), FACT_LIST);
    name->text = agency.p ? agency : SLICE("");
    for (const struct paragraph *p = book->first_paragraph; p; p = p->next) {
        struct node *node = node_new(arena, NULL, NODE_STRING);
        const char *key = arena_printf(arena, "%u", p->ordinal);
        struct fact *text = fact_add(facts, list, slice_of(key), FACT_TEXT);
        node->type = LEAF_PROSE;
        node->text = p->text;
        node->pos = paragraph_pos(p, p->text);
        text->text = p->text;
        text->origin = node;
    }
    return facts;
}

/* The place of the part itself, not of its paragraph. */
static struct pos refined(const struct facts *facts, const struct book *book, struct pos pos)
{
    const struct fact *list = fact_find(facts, facts->root, SLICE("段"));
    const struct fact *text = list->first;
    for (const struct paragraph *p = book->first_paragraph; p && text;
         p = p->next, text = text->next)
        if (text->origin->pos.source == pos.source && pos.offset + pos.length <= p->text.n)
            return paragraph_pos(p, (struct slice){p->text.p + pos.offset, pos.length});
    return pos;
}

void audit_prose(struct diag *diag, const struct book *book, struct slice agency)
{
    struct diag found;
    diag_init(&found, diag->arena, diag->language);
    struct facts *facts = facts_of(diag->arena, book, agency);
    check_run(facts, &found, rows_of_text(diag->arena), NULL, NULL);
    bool is_odd = false;
    for (struct finding *finding = found.first; finding; finding = finding->next) {
        bool odd = strcmp(finding->rule, "odd-character") == 0;
        if (odd && is_odd && book->kind == BOOK_PAGES) /* it is the font, and so everywhere */
            continue;
        is_odd |= odd;
        finding->pos = refined(facts, book, finding->pos);
        diag_repeat(diag, finding);
    }
}
