/* How a workbook shows a number: what stands in a cell need not be what its reader sees. */
#ifndef INTAKE_NUMBER_FORMAT_H
#define INTAKE_NUMBER_FORMAT_H

#include "intake/grid.h"

enum shown {
    SHOWN_NUMBER,
    SHOWN_DATE,
    SHOWN_PERCENT,
    SHOWN_OTHER,  /* another number: a thousandth of it, with a point or a sign that it has not */
    SHOWN_NOTHING /* no digit of it */
};

/* What numbers of one sign are shown as. */
struct look {
    enum shown shown;
    int decimals;     /* of a percentage */
    const char *unit; /* of money, that stands behind the number; or NULL */
};

struct number_format {
    struct look above, below; /* of 0 and more, and of less */
    bool is_white;            /* as the paper */
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

/* The next style has the format of that number; white, when nothing of it is seen on paper. */
void formats_add_style(struct number_formats *formats, uint32_t number, bool is_white);

/* An unknown style shows numbers as they are. */
struct number_format formats_of(const struct number_formats *formats, uint32_t style);

/* What a cell holds that shows the number so; *number as it is shown: as a date, 2024-12-31, as a
 * percentage, 98.5%, or with its unit, 12元. *blank tells whether it shows nothing of a number. */
enum cell_kind number_show(struct arena *arena, struct slice *number, struct number_format format,
                           bool *blank);

#endif
