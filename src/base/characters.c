#include "base/characters.h"

#include <stddef.h>
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
