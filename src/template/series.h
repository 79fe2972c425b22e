/*
 * Numbers that headings give: tables (counts="表"), sections, whatever a form counts. A heading
 * that counts is the next of its series; <number of="…"/> prints the number of the last one before
 * it, or, of a heading's id, of that heading, wherever it stands.
 */
#ifndef TEMPLATE_SERIES_H
#define TEMPLATE_SERIES_H

#include "base/diag.h"
#include "template/document.h"

/* Puts texts in the place of the numbers, in the whole document. fixed: a heading that says its
 * place has that number, and the next one follows it. Reports numbers that no heading gives, and
 * numbers of rows outside tables. */
void series_resolve(struct arena *arena, struct diag *diag, struct document *document, bool fixed);

/* Appends 一, 十, 十一, 二十, 一百, 一百零一, 一百一十 … as numbers of headings are written; what
 * is beyond 九千九百九十九 in digits. */
void number_put_chinese(struct buf *buf, unsigned number);

/* The number becomes text, joined with the text that follows. */
void number_settle(struct arena *arena, struct doc_node *parent, struct doc_node *node,
                   unsigned number);

#endif
