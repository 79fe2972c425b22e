/*
 * Blocks: rows that a form sets side by side, as the two sides of an account or the columns of a
 * long list. In a <tbody>
 *
 *     <tbody>                          become
 *       <block> <tr>A</tr> </block>    A | C
 *       <block> <tr>C</tr>               | D
 *               <tr>D</tr> </block>
 *     </tbody>
 *
 * A block that is shorter than its neighbours is filled up: with its <tr fill="yes">, as often as
 * needed, or else with empty cells at its end. <number/> counts rows through the table, down block
 * after block; form="chinese" counts 一、二、三 down one block.
 */
#ifndef TEMPLATE_BLOCKS_H
#define TEMPLATE_BLOCKS_H

#include "template/document.h"

/* Fills up the blocks of a table, numbers the rows if it has numbers, and sets the blocks side by
 * side; `cell` is the style of the cells filled in. Afterwards the table has neither blocks nor
 * numbers. */
void blocks_resolve(struct arena *arena, struct doc_node *table, const struct style *cell,
                    bool numbered);

#endif
