/* How a workbook shows a number: what stands in a cell need not be what its reader sees. */
#ifndef INTAKE_NUMBER_FORMAT_H
#define INTAKE_NUMBER_FORMAT_H

#include "intake/grid.h"

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

/* The formats that a workbook defines by number, and those of the styles that its cells name: no
 * more than `most` of either. Begin with arena and most alone set. */
struct number_formats {
    struct arena *arena;
    uint32_t most;
    struct number_code {
        uint32_t number;
        struct number_format format;
    } * codes;
    uint32_t code_count, code_room;
    struct number_format *styles;
    uint32_t style_count, style_room;
};

void formats_define(struct number_formats *formats, uint32_t number, struct slice code);

/* The next style has the format of that number. */
void formats_add_style(struct number_formats *formats, uint32_t number);

/* An unknown style shows numbers as they are. */
struct number_format formats_of(const struct number_formats *formats, uint32_t style);

/* What a cell holds that shows the number so; *number as it is shown: as a date, 2024-12-31, or as
 * a percentage, 98.5%. */
enum cell_kind number_show(struct arena *arena, struct slice *number, struct number_format format);

#endif
