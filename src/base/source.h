/*
 * Where a value came from. Every value read keeps a pos; how people find the place is worked out
 * only when a message needs it (place.c).
 *
 * A source is the text of a whole file, and a pos counts in it; or it is one spot of a file that is
 * no text: a cell of a workbook, a rectangle on a page, a paragraph of a document, a field of a
 * form. Then its text is what stands there. So a reader of such files makes a source a cell:
 *
 *     struct spot spot = {.sheet = "Sheet1", .column = 2, .row = 7};
 *     struct pos pos = pos_of_spot(arena, "book.xlsx", &spot, SLICE("12,345.60"));
 *     diag_report(diag, MSG_NOT_AMOUNT, pos, …);
 *
 * prints "gongkai: book.xlsx:Sheet1!B7: error: …" with the text and a caret below; --format json
 * gives the parts. Whoever prints a place uses pos_put or pos_put_json.
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/slice.h"

enum language { LANGUAGE_ENGLISH, LANGUAGE_CHINESE };

/* A place in a file that is no text, from what is coarse to what is fine. What is 0 or NULL is not
 * told; all else counts from 1. All 0 is the file as a whole. */
struct spot {
    const char *sheet; /* of a workbook; with row and column: Sheet1!B7 */
    uint32_t page, table, paragraph, row, column;
    const char *field; /* of a form */
    struct {
        int32_t left, top, right, bottom; /* on the page, in thousandths of a point from its top */
    } box;
};

struct source {
    const char *name; /* the path as the user gave it */
    struct slice text;
    const struct spot *spot; /* what the text is all that stands there; NULL: a file of text */
    bool sealed;             /* it may name no files: nobody knows who wrote it */
    struct imports *imports; /* what of it was imported; see source_import */
};

/* length bytes at offset; source NULL means "nowhere in particular". */
struct pos {
    const struct source *source;
    uint32_t offset;
    uint32_t length;
};

/* A stretch of a text that was imported, and what stood in another file there. */
struct imported {
    uint32_t from, to;
    struct pos pos;
};

struct imports {
    const struct imported *items; /* by where they begin */
    uint32_t count;
};

/* One-based; the column counts characters, not bytes. */
struct place {
    uint32_t line;
    uint32_t column;
};

/* A source over text that is already in memory; the text is copied. */
const struct source *source_of(struct arena *arena, const char *name, struct slice text);

/* The same for text that may name no files. */
const struct source *source_sealed(struct arena *arena, const char *name, struct slice text);

/* pos of the slice part, which must point into source->text. */
struct pos source_pos(const struct source *source, struct slice part);

/* All of what stands at the spot of the file; everything is copied into the arena. */
struct pos pos_of_spot(struct arena *arena, const char *name, const struct spot *spot,
                       struct slice text);

/* Says where stretches of the text were imported from; they do not overlap. The array, which must
 * live as long as the source, is put into order. */
void source_import(const struct source *source, struct imported *imported, uint32_t count);

/* Where what stands at pos was imported from: a cell of a book; or no place. */
struct pos pos_imported(struct pos pos);

/* Whether both begin at one place of one file. */
bool pos_is_same(struct pos a, struct pos b);

/* Line and column; zeros for no place, and for one in a file that is no text. */
struct place pos_place(struct pos pos);

/* The bytes at pos. */
struct slice pos_text(struct pos pos);

/* Appends where pos is: "record.ini:12:8", "book.xlsx:Sheet1!B7", "notice.pdf:page 3 (72,120)",
 * "report.docx:table 3 row 2 column 5", "form:field 收入.合计"; nothing for no place. */
void pos_put(struct buf *out, struct pos pos, enum language language);

/* The same, of a file of text only the line. */
void pos_put_line(struct buf *out, struct pos pos, enum language language);

/* The place that pos_put appends in Chinese, "book.xlsx:Sheet1!B7", as a spot of that file without
 * its text; no place for a file as a whole, and when the text is something else. */
struct pos pos_parse(struct arena *arena, struct slice text);

/* Appends the same as members of a JSON object: "file", "line" and "column", null when there are
 * none; and of a spot "sheet" and "cell", or "page", "rectangle" (left, top, right, bottom, in
 * points), "table", "paragraph", "row", "column", and "field", as far as they are told. */
void pos_put_json(struct buf *out, struct pos pos);

/* While places are remembered, one is worked out from the one before it, as in a list that is in
 * order; no source may end meanwhile. For this thread. */
void places_remember(bool on);

/* Appends the line that holds pos (of a long line the part around it) and, on a second line, a
 * caret under it, as wide as the text it marks, full-width characters counted as two columns.
 * Nothing when pos has no source. */
void pos_quote(struct buf *out, struct pos pos);

#endif
