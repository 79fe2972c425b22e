/* Any bytes as the program of a glyph and the subroutines that it calls: the first two bytes say
 * how long the program and the INDEX of global subroutines are. What is flat already stays as it
 * is. */
#include "device/font/charstring.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct slice cut(struct slice *rest, size_t size)
{
    struct slice part = {rest->p, size < rest->n ? size : rest->n};
    *rest = (struct slice){rest->p + part.n, rest->n - part.n};
    return part;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct slice none = {NULL, 0};
    struct buf flat = {0}, again = {0};
    if (size < 2)
        return 0;
    struct slice local = {(const char *)bytes + 2, size - 2};
    struct slice program = cut(&local, bytes[0]), global = cut(&local, bytes[1]);
    if (charstring_flatten(&flat, program, global, local) &&
        (!charstring_flatten(&again, buf_slice(&flat), none, none) ||
         !slice_eq(buf_slice(&flat), buf_slice(&again))))
        __builtin_trap();
    buf_free(&flat);
    buf_free(&again);
    return 0;
}
