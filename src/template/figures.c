/* Figures in a number style, and the marks that stand for them in rendered text. */
#include <string.h>

#include "template/package.h"

static bool print_rate(struct buf *out, struct rate rate, const struct numbers *numbers)
{
    const char *zero = rate.num == 0 ? numbers->money.zero : NULL;
    if (zero) { /* 0, as a number, has its unit; a dash has none */
        buf_puts(out, zero);
        buf_puts(out, *zero >= '0' && *zero <= '9' ? "%" : "");
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
    case FACT_MEAN:
        return fraction_print(out, fact->rate, 2, &score);
    case FACT_RATE:
        return print_rate(out, fact->rate, numbers);
    case FACT_COUNT:
        return decimal_print(out, fact->number, 0, &count);
    case FACT_SCORE:
        return decimal_print(out, fact->number, 2, &score);
    case FACT_UNIT:
        buf_puts(out, unit_word(numbers->money.divisor));
        return true;
    default:
        return true;
    }
}

size_t mark_read(struct slice text, const struct facts *facts, const struct fact **fact)
{
    if (text.n < 2 * MARK_SIZE || memcmp(text.p, MARK_START, MARK_SIZE) != 0)
        return 0;
    size_t at = MARK_SIZE;
    uint32_t id = 0;
    while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9')
        id = id * 10 + (uint32_t)(text.p[at++] - '0');
    if (text.n - at < MARK_SIZE || memcmp(text.p + at, MARK_END, MARK_SIZE) != 0)
        return 0;
    *fact = id < facts->count ? facts->all[id] : NULL;
    return *fact ? at + MARK_SIZE : 0;
}

void marks_print(struct buf *out, struct slice text, const struct facts *facts,
                 const struct numbers *numbers)
{
    while (text.n) {
        const char *mark = memmem(text.p, text.n, MARK_START, MARK_SIZE);
        size_t before = mark ? (size_t)(mark - text.p) : text.n;
        const struct fact *fact = NULL;
        buf_put(out, text.p, before);
        text = (struct slice){text.p + before, text.n - before};
        size_t length = mark_read(text, facts, &fact);
        if (fact)
            figure_print(out, fact, numbers);
        if (!fact && text.n) { /* the character alone is no mark */
            buf_put(out, text.p, MARK_SIZE);
            length = MARK_SIZE;
        }
        text = (struct slice){text.p + length, text.n - length};
    }
}
