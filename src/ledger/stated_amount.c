/* How amounts stated are told of, and what rounding may do to them. */
#include "ledger/stated.h"

const char *stated_amount_text(struct arena *arena, int64_t amount, int64_t divisor)
{
    const struct number_style style = {.decimals = 2, .divisor = divisor};
    struct buf buf = {0};
    decimal_print(&buf, amount, 2, &style);
    const char *text = arena_printf(arena, "%s %s", buf.p, divisor == 1 ? "元" : "万元");
    buf_free(&buf);
    return text;
}

static uint32_t terms_that_count(const struct fact *fact)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < fact->term_count; i++)
        count += fact->terms[i]->kind == FACT_MONEY && fact->terms[i]->number != 0;
    return count;
}

int64_t stated_rounding(const struct facts *facts, const struct fact *fact)
{
    if (facts_are_rounded(facts))
        return HALF_UNIT * ((int64_t)fact_leaves(fact) + 1);
    uint32_t terms = terms_that_count(fact);
    return terms > 1 ? HALF_UNIT * ((int64_t)terms + 1) : HALF_UNIT;
}
