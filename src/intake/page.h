/*
 * A page as it is painted: characters with their places, and ruling lines. What the PDF reader
 * makes grids of. Private to the readers; lengths in points, y from the top of the page.
 */
#ifndef INTAKE_PAGE_H
#define INTAKE_PAGE_H

#include "intake/reader.h"

struct glyph {
    float x, y; /* where it begins, on its base line */
    float size;
    float width;
    uint32_t code;
    bool used; /* by a cell or line already */
};

/* A ruling line, across (y equal) or down (x equal). */
struct ruling {
    float from, to; /* along it, from < to */
    float at;       /* its y, or x */
    uint32_t group; /* of lines that touch */
};

struct page {
    uint32_t number; /* from 1 */
    float width, height;
    struct glyph *glyphs;
    uint32_t glyph_count, glyph_room;
    struct ruling *across, *down;
    uint32_t across_count, across_room;
    uint32_t down_count, down_room;
};

/* Paints the pages of the PDF by a program of its own (mutool), in bounds of time and memory, and
 * hands over each, until it says false; the page is valid during the call. false after reporting,
 * here or there. */
bool pages_trace(struct reader *reader, bool (*each)(void *data, struct page *page), void *data);

/* Adds the tables of the page to the book; lines of text outside of tables go to the table after
 * them. *before carries them from page to page. false after reporting. */
bool page_grids(struct reader *reader, struct page *page, struct buf *before);

/* Keeps these characters of the page, in reading order, as lines of its text. */
void lines_take(struct reader *reader, const struct page *page, struct glyph *const *glyphs,
                uint32_t count);

/* Joins all lines kept to paragraphs of the book; what heads and foots its pages is left out. */
void lines_join(struct reader *reader);

#endif
