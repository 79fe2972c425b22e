/*
 * Characters that look like others: radicals and compatibility forms, which come from text copied
 * out of a PDF and are not found by a search, and the variation selectors behind a character.
 */
#include "base/characters.h"
#include "check/checking.h"
#include "check/words.h"

/* Blocks whose characters stand for others, with what makes them ordinary. Between the first two
 * stand those that texts are made of. */
static const struct {
    uint32_t first, last;
    enum { ORDINARY, NOTHING } becomes; /* NOTHING: the character is to be deleted */
} blocks[] = {
    {0x2E80, 0x2FDF, ORDINARY},   /* radicals */
    {0xF900, 0xFAFF, ORDINARY},   /* compatibility ideographs */
    {0x2F800, 0x2FA1F, ORDINARY}, /* and more of them */
    {0xFE10, 0xFE1F, ORDINARY},   /* vertical forms of punctuation */
    {0xFE30, 0xFE4F, ORDINARY},   /* and of brackets */
    {0xFE50, 0xFE6F, ORDINARY},   /* small forms */
    {0xFF61, 0xFF65, ORDINARY},   /* narrow punctuation */
    {0xFE00, 0xFE0F, NOTHING},    /* variation selectors */
    {0xE0100, 0xE01EF, NOTHING},  /* and more of them */
};

/* Whether the character is to be replaced; *ordinary is by what, 0 by nothing. */
static bool is_odd(uint32_t code, uint32_t *ordinary)
{
    bool usual = code < blocks[0].first || (code > blocks[0].last && code < blocks[1].first);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks && !usual; i++) {
        if (code < blocks[i].first || code > blocks[i].last)
            continue;
        *ordinary = blocks[i].becomes == NOTHING ? 0 : code_ordinary(code);
        return *ordinary != code;
    }
    return false;
}

static void list_odd(struct checking *checking, struct buf *list, struct slice odd, uint32_t code,
                     uint32_t ordinary)
{
    struct buf item = {0};
    if (ordinary) {
        buf_put_slice(&item, odd);
        buf_puts(&item, "→");
        buf_put_utf8(&item, ordinary);
    } else {
        bool chinese = checking->diag->language == LANGUAGE_CHINESE;
        buf_printf(&item, "U+%04X→%s", (unsigned)code, chinese ? "（删去）" : "(delete)");
    }
    if (!list->n || !text_holds(buf_slice(list), buf_slice(&item))) {
        buf_puts(list, list->n ? " " : "");
        buf_put_slice(list, buf_slice(&item));
    }
    buf_free(&item);
}

/* Reports a text once, at the first of its odd characters, with what to type for each. */
static void find_odd(struct checking *checking, const struct fact *text)
{
    struct slice first = {NULL, 0};
    struct buf list = {0};
    for (size_t at = 0; at < text->text.n;) {
        size_t from = at;
        uint32_t ordinary, code = utf8_next(text->text, &at);
        if (!is_odd(code, &ordinary))
            continue;
        struct slice odd = {text->text.p + from, at - from};
        if (!first.p)
            first = odd;
        list_odd(checking, &list, odd, code, ordinary);
    }
    if (first.p)
        check_advise(checking, text, first, MSG_CHECK_CHARACTER,
                     arena_copy(checking->facts->arena, list.p, list.n));
    buf_free(&list);
}

void check_characters(struct checking *checking)
{
    for (uint32_t i = 0; i < checking->facts->count; i++) {
        const struct fact *fact = checking->facts->all[i];
        if (fact->kind == FACT_TEXT && fact->origin &&
            (fact->origin->type == LEAF_LINE || fact->origin->type == LEAF_PROSE))
            find_odd(checking, fact);
    }
}
