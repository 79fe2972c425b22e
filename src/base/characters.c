#include "base/characters.h"

#include <stdlib.h>
#include <uninorm.h>

enum { WIDER = 0xFF01 - '!' };

static const struct {
    uint32_t radical, ordinary;
} radicals[] = {
#define RADICAL(radical, ordinary) {radical, ordinary},
#include "base/radicals.def"
#undef RADICAL
};

uint32_t code_ordinary(uint32_t code)
{
    for (size_t i = 0; i < sizeof radicals / sizeof *radicals; i++)
        if (radicals[i].radical == code)
            return radicals[i].ordinary;
    int tag;
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    uint32_t ordinary = code;
    while (uc_decomposition(ordinary, &tag, parts) == 1)
        ordinary = parts[0];
    return ordinary > ' ' && ordinary < 0x7F ? ordinary + WIDER : ordinary;
}

static int compare_range(const void *key, const void *row)
{
    uint32_t code = *(const uint32_t *)key;
    const uint32_t *range = row;
    return code < range[0] ? -1 : code > range[1];
}

const void *range_find(const void *rows, size_t count, size_t size, uint32_t code)
{
    return bsearch(&code, rows, count, size, compare_range);
}

int han_digit(uint32_t code)
{
    static const uint32_t digits[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 9; i++)
        if (digits[i] == code)
            return i + 1;
    return 0;
}

int han_number(struct slice text, size_t *at)
{
    int number = 0, unit = 0;
    for (size_t next = *at; next < text.n; *at = next) {
        uint32_t code = utf8_next(text, &next);
        if (code == 0x5341) /* 十 */
            number = (unit ? unit : 1) * 10, unit = 0;
        else if (han_digit(code))
            unit = han_digit(code);
        else
            break;
    }
    return number + unit;
}
