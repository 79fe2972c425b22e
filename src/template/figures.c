/* Figures in a number style, and the marks that stand for them in rendered text. */
#include <string.h>

#include "template/package.h"

static bool print_rate(struct buf *out, struct rate rate, const struct numbers *numbers)
{
    int64_t scaled = 0, unit = 100;
    for (int i = 0; i < numbers->rate.decimals; i++)
        unit *= 10;
    if (!decimal_scale(rate.num, unit, rate.den, &scaled))
        return false;
    if (scaled == 0 && numbers->money.zero) {
        buf_puts(out, numbers->money.zero);
        return true;
    }
    struct number_style style = numbers->rate;
    style.minus = numbers->money.minus;
    bool printed = rate_print(out, rate, &style);
    buf_putc(out, '%');
    return printed;
}

bool figure_print(struct buf *out, const struct fact *fact, const struct numbers *numbers)
{
    const struct number_style count = {
        .divisor = 1, .minus = numbers->money.minus, .zero = numbers->money.zero};
    static const struct number_style score = {.decimals = 2, .trim = true, .divisor = 1};
    if (fact->stated)
        fact = fact->stated;
    switch (fact->kind) {
    case FACT_MONEY:
        return decimal_print(out, fact->number, 2, &numbers->money);
    case FACT_PRICE:
        return fraction_print(out, fact->rate, 2, &numbers->money);
    case FACT_RATE:
        return print_rate(out, fact->rate, numbers);
    case FACT_COUNT:
        return decimal_print(out, fact->number, 0, &count);
    case FACT_SCORE:
        return decimal_print(out, fact->number, 2, &score);
    default:
        return true;
    }
}

void marks_print(struct buf *out, struct slice text, const struct facts *facts,
                 const struct numbers *numbers)
{
    while (text.n) {
        const char *mark = memmem(text.p, text.n, MARK_START, MARK_SIZE);
        size_t before = mark ? (size_t)(mark - text.p) : text.n;
        buf_put(out, text.p, before);
        text = (struct slice){text.p + before, text.n - before};
        if (!mark)
            return;
        size_t at = MARK_SIZE;
        uint32_t id = 0;
        while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9')
            id = id * 10 + (uint32_t)(text.p[at++] - '0');
        if (id < facts->count)
            figure_print(out, facts->all[id], numbers);
        at = at + MARK_SIZE < text.n ? at + MARK_SIZE : text.n;
        text = (struct slice){text.p + at, text.n - at};
    }
}
