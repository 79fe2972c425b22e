/*
 * The unit on paper is the unit of the figures. A part names 金额单位词 and gets the word of the
 * number style in force; one that spells the unit out must spell that one.
 */
#ifndef TEMPLATE_UNIT_H
#define TEMPLATE_UNIT_H

#include "template/package.h"

/* What markup knows of units while it reads. */
struct units {
    struct diag *diag;
    const struct numbers *amount; /* the style of the amount that the text has just come to */
    int64_t said;                 /* the unit that the table's caption says, in 元; 0 for none */
    bool heads;                   /* a head of the table says one of its own */
};

/* Notes an amount, printed in the style before the rest of a text; one in a cell must be in the
 * unit that its table says unless it has its own beside it. */
void units_amount(struct units *units, const struct numbers *numbers, bool in_cell,
                  struct slice rest, const struct facts *facts, struct pos pos);

/* Refuses a text typed in a part that follows an amount with another unit than the amount's; or
 * that names, outside a cell, another unit than the cells have: 单位：万元 above a table. */
void units_text(struct units *units, struct slice text, const struct numbers *cells, bool in_cell,
                struct pos pos);

/* Takes the unit that a caption or a head names, such as 金额单位：万元 or （万元）, and refuses it
 * when the style in force is another. */
void units_label(struct units *units, const struct doc_node *node, const struct numbers *numbers);

/* A change that is told must show: reports an amount of a change that prints as 0. */
void units_change(struct units *units, const struct fact *fact, const struct numbers *numbers,
                  struct pos pos);

#endif
