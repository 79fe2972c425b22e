/* The year that a line above a table is of. */
#include <string.h>

#include "intake/figure.h"

/* Years of accounts: what else has four digits is none. */
enum { YEAR_FROM = 1949, YEAR_TO = 2099, DIGITS = 4 };

static int digit_of(uint32_t code)
{
    static const uint32_t spelt[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                     0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D}; /* 〇一 … 九 */
    for (int i = 0; i < 10; i++)
        if (spelt[i] == code)
            return i;
    if (code == 0x25CB || code == 0x96F6) /* ○ 零 */
        return 0;
    return code >= '0' && code <= '9' ? (int)code - '0' : -1;
}

static bool holds(struct slice text, const char *word)
{
    return memmem(text.p, text.n, word, strlen(word)) != NULL;
}

/* Whether what follows 2023年 leaves it the year of a title: 2023年部门决算表, not 2023年末结转表.
 */
static bool is_of_title(struct slice plain, struct slice after)
{
    static const char *const others[] = {"月", "初", "末", "底", "以",   "至",
                                         "到", "-",  "前", "后", "结转", "结余"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (slice_starts(after, others[i]))
            return false;
    bool day = after.n && *after.p >= '0' && *after.p <= '9';
    return !day && (holds(plain, "表") || holds(plain, "决算"));
}

/* Whether the four digits between the two places are told as the year of it all. */
static bool tells(struct slice plain, size_t from, size_t to)
{
    const size_t year = strlen("年");
    struct slice before = {plain.p, from}, after = {plain.p + to, plain.n - to};
    if (slice_starts(after, "年度") || slice_ends(before, "年度:"))
        return true;
    if (!slice_starts(after, "年"))
        return false;
    after = (struct slice){after.p + year, after.n - year};
    return (!from && !after.n) || is_of_title(plain, after);
}

/* Whether it is a sentence, which may speak of any year. */
static bool is_sentence(struct slice plain)
{
    enum { TITLE_MAX = 150 };
    return plain.n > TITLE_MAX || holds(plain, "。") || holds(plain, ",");
}

int year_told(struct slice plain)
{
    int year = 0, digits = 0;
    size_t start = 0;
    for (size_t at = 0, before = 0; at <= plain.n && !is_sentence(plain); before = at) {
        int digit = at < plain.n ? digit_of(utf8_next(plain, &at)) : -1;
        if (digit < 0 && digits == DIGITS && year >= YEAR_FROM && year <= YEAR_TO &&
            tells(plain, start, before))
            return year;
        if (digit < 0) {
            year = digits = 0;
            if (before == plain.n)
                break;
            continue;
        }
        if (!digits++)
            start = before;
        year = digits <= DIGITS ? year * 10 + digit : 0;
    }
    return 0;
}
