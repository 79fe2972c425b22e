/*
 * The text of a document outside its tables, as paragraphs: lines joined, over pages too, without
 * heads, feet and folios, without the blanks that set type apart. Each character of a page knows
 * where it stands.
 */
#ifndef INTAKE_PROSE_H
#define INTAKE_PROSE_H

#include "intake/grid.h"

/* Where characters stand, from a byte of the text up to that of the next mark; points from the top
 * left of the page. */
struct mark {
    uint32_t from, page;
    float left, top, right, bottom;
};

struct paragraph {
    struct paragraph *next;
    const struct book *book;
    struct slice text;
    struct slice plain;       /* as it is compared: half-width, without blanks and quotes */
    const uint32_t *origin;   /* for each byte of plain, and its end, where it is from in text */
    uint32_t ordinal;         /* from 1 */
    uint32_t page;            /* where it begins, from 1; else 0 */
    uint32_t grids;           /* the ordinal of the table before it, or 0 */
    bool apart;               /* stands by itself in its line: a title, a heading */
    const struct mark *marks; /* of pages only */
    uint32_t mark_count;
};

/* Adds a paragraph to the book; nothing when it is blank. marks, counted in the text as given, may
 * be NULL. */
struct paragraph *prose_add(struct book *book, struct slice text, uint32_t grids,
                            const struct mark *marks, uint32_t mark_count);

/* Makes paragraphs of the lines that stand before the tables and after the last, for readers whose
 * lines are paragraphs. */
void prose_of_lines(struct book *book);

/* Where the part of the paragraph's text is: its page and rectangle, or its paragraph. Quoted is
 * the paragraph. */
struct pos paragraph_pos(const struct paragraph *paragraph, struct slice part);

/* The same for a part of the plain text. */
struct pos plain_pos(const struct paragraph *paragraph, struct slice part);

/* The text that a part of the plain text is from. */
struct slice plain_origin(const struct paragraph *paragraph, struct slice part);

/* Appends the paragraphs, one a line: the golden format. */
void prose_dump(struct buf *out, const struct book *book);

#endif
