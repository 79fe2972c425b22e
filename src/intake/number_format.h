/* How a workbook shows a number: what stands in a cell need not be what its reader sees. */
#ifndef INTAKE_NUMBER_FORMAT_H
#define INTAKE_NUMBER_FORMAT_H

#include "base/slice.h"

enum shown {
    SHOWN_NUMBER,
    SHOWN_DATE,
    SHOWN_PERCENT,
    SHOWN_SCALED /* a thousandth of it, or with a point that the number has not: 元 as 万元 */
};

struct number_format {
    enum shown shown;
    int decimals; /* of a percentage */
};

/* The format of the code: 0.00%, yyyy-mm-dd, 0!.0, */
struct number_format number_format_read(struct slice code);

/* The one that programs know by its number. */
struct number_format number_format_known(uint32_t number);

/* The number as a date, 2024-12-31, or as a percentage, 98.5%; else as it stands. */
struct slice number_shown(struct arena *arena, struct slice number, struct number_format format);

#endif
