/* Figures that are hardly of what they are called: an amount among the counts, 万元 among the 元.
 */
#include "check/checking.h"

/* What one of it costs at least and at most, in 元, wherever and whenever. */
static const struct {
    const char *price;
    int64_t least, most;
} prices[] = {
    {"三公.平均.因公出国（境）费每人次", 50, 1000000},
    {"三公.平均.公务用车购置费每辆", 1000, 5000000},
    {"三公.平均.公务用车运行维护费每辆", 20, 2000000},
    {"三公.平均.公务接待费每人次", 1, 10000},
};

void check_price(struct checking *checking)
{
    enum { FEN = 100 };
    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
        const struct fact *price = check_fact(checking, prices[i].price);
        if (price->kind != FACT_PRICE || !price->rate.num)
            continue;
        int64_t each = price->rate.num / price->rate.den / FEN;
        if (each < prices[i].least || each >= prices[i].most)
            check_value(checking, side_of(checking, price));
    }
}

void check_count_large(struct checking *checking)
{
    enum { MANY = 100 * 1000, PERSONS = 10 * MANY };
    for (uint32_t i = 0; i < checking->facts->leaves; i++) {
        const struct fact *fact = checking->facts->all[i];
        int64_t most = slice_ends(fact->key, "人次") ? PERSONS : MANY;
        if (fact->kind == FACT_COUNT && fact->origin && fact->number >= most)
            check_value(checking, side_of(checking, fact));
    }
}
