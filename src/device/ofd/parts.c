/* Ids, files and lengths. */
#include "device/ofd/ofd.h"

uint32_t ofd_id(struct ofd *ofd)
{
    return ++ofd->last_id;
}

void ofd_add(struct ofd *ofd, const char *name, struct buf bytes)
{
    zip_add(ofd->zip, name, buf_slice(&bytes));
    buf_free(&bytes);
}

/* A thousandth of a point is 25.4/72 thousandths of a millimetre. */
int64_t ofd_tenths(length value)
{
    int64_t scaled = (int64_t)value * 254;
    return (scaled + (scaled < 0 ? -36 : 36)) / 72;
}

void ofd_put_tenths(struct buf *out, int64_t tenths)
{
    const struct number_style style = {.decimals = 4, .trim = true, .divisor = 1};
    decimal_print(out, tenths, 4, &style);
}

void ofd_put_length(struct buf *out, length value)
{
    ofd_put_tenths(out, ofd_tenths(value));
}
