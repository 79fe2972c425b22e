/*
 * Facts as text: the golden format, and the explanation down to the lines typed, which leaves out
 * terms that are zero.
 */
#include "ledger/ledger.h"
#include "record/record.h"

static void put_rate(struct buf *out, struct rate rate)
{
    static const struct number_style percent = {.decimals = 4, .divisor = 1};
    rate_print(out, rate, &percent);
    buf_puts(out, "%");
}

static void put_value(struct buf *out, const struct fact *fact)
{
    static const struct number_style money = {.decimals = 2, .divisor = 1};
    static const struct number_style score = {.decimals = 2, .trim = true, .divisor = 1};
    switch (fact->kind) {
    case FACT_MONEY:
        decimal_print(out, fact->number, 2, &money);
        buf_puts(out, " 元");
        break;
    case FACT_PRICE:
        fraction_print(out, fact->rate, 2, &money);
        buf_puts(out, " 元");
        break;
    case FACT_MEAN:
        fraction_print(out, fact->rate, 2, &score);
        break;
    case FACT_COUNT:
        buf_printf(out, "%lld", (long long)fact->number);
        break;
    case FACT_SCORE:
        decimal_print(out, fact->number, 2, &score);
        buf_puts(out, " 分");
        break;
    case FACT_RATE:
        put_rate(out, fact->rate);
        break;
    case FACT_TEXT:
        buf_put_slice(out, fact->text);
        break;
    case FACT_UNIT:
        buf_puts(out, "万元或元，依所在数字样式");
        break;
    case FACT_FLAG:
        buf_puts(out, fact->flag ? "是" : "否");
        break;
    default:
        buf_puts(out, fact_absence(fact));
    }
}

void fact_print_value(struct buf *out, const struct fact *fact)
{
    put_value(out, fact);
    if (!fact->stated)
        return;
    buf_puts(out, "，列报 ");
    put_value(out, fact->stated);
}

static bool has_members(const struct fact *fact)
{
    return fact->kind == FACT_GROUP || fact->kind == FACT_LIST;
}

static void put_line(struct buf *out, const struct facts *facts, const struct fact *fact)
{
    buf_put_slice(out, fact_path(facts->arena, fact));
    buf_puts(out, " = ");
    fact_print_value(out, fact);
    if (fact->formula)
        buf_printf(out, " ← %s", fact->formula);
    if (fact->origin) {
        buf_puts(out, " [");
        pos_put(out, fact->origin->pos, LANGUAGE_ENGLISH);
        struct pos cell = pos_imported(fact->origin->pos);
        buf_puts(out, cell.source ? " ← " : "");
        pos_put(out, cell, LANGUAGE_CHINESE);
        buf_putc(out, ']');
    }
    buf_putc(out, '\n');
}

void fact_explain(struct buf *out, const struct facts *facts, const struct fact *fact, int depth)
{
    if (has_members(fact)) {
        for (const struct fact *child = fact->first; child; child = child->next)
            fact_explain(out, facts, child, depth);
        return;
    }
    buf_printf(out, "%*s", depth * 2, "");
    put_line(out, facts, fact);
    for (uint32_t i = 0; i < fact->term_count; i++)
        if (fact_is_true(fact->terms[i]))
            fact_explain(out, facts, fact->terms[i], depth + 1);
}

static void dump(struct buf *out, const struct facts *facts, const struct fact *fact)
{
    if (!has_members(fact)) {
        buf_put_slice(out, fact_path(facts->arena, fact));
        buf_puts(out, " = ");
        fact_print_value(out, fact);
        if (fact->formula)
            buf_printf(out, " ← %s", fact->formula);
        buf_putc(out, '\n');
        return;
    }
    for (const struct fact *child = fact->first; child; child = child->next)
        dump(out, facts, child);
}

void facts_dump(struct buf *out, const struct facts *facts)
{
    dump(out, facts, facts->root);
}
