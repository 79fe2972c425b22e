/*
 * Pages as data: what is painted where, in reading order. Any device can draw them, a test can
 * dump and compare them. Lengths are thousandths of a point from the page's top left corner,
 * y downwards to the baseline of text.
 */
#ifndef LAYOUT_PAGES_H
#define LAYOUT_PAGES_H

#include "base/slice.h"
#include "layout/font.h"
#include "template/document.h"

/* One glyph of a run. The advance is final: justification and squeezing are in it. */
struct glyph {
    uint32_t id;      /* in the font file */
    uint32_t cluster; /* byte offset into the run's text of the characters it shows; ascending, in
                         a run from right to left descending */
    length advance;
    length dx; /* offset when painted, y upwards */
    length dy;
};

enum paint { PAINT_GLYPHS, PAINT_RULING, PAINT_FILL, PAINT_PATH };

struct point {
    length x, y;
};

struct paint_op {
    enum paint paint;
    /* Part of the page number, which PDF/UA wants to be told from other artifacts. */
    bool folio : 1;
    bool filled : 1;   /* PATH: closed, and filled with `fill` */
    bool foreign : 1;  /* GLYPHS: of another script: a cluster is what readers take for a letter, */
    bool rtl : 1;      /* from right to left: the glyphs stand in the opposite order, */
    bool embedded : 1; /* from left to right within text from right to left */
    /* The document node shown (its nearest TEXT, or the cell, item …), or NULL for what is no part
     * of the document's text: folios, rulings, repeated table heads, leaders. */
    const struct doc_node *node;
    uint32_t color;   /* 0xRRGGBB */
    length x, y;      /* GLYPHS: start of the baseline. RULING: one end. Else: top left corner */
    length width;     /* GLYPHS: sum of the advances. Else: extent */
    length height;    /* FILL, PATH: extent. RULING: extent (one of width and height is 0) */
    length thickness; /* RULING, PATH: of the line */
    /* PATH: a line through the points */
    const struct point *points;
    uint32_t point_count;
    uint32_t fill; /* 0xRRGGBB */
    /* GLYPHS */
    const struct font *font;
    length size;
    length spacing; /* part of every glyph's advance that is even justification: PDF's Tc */
    const struct glyph *glyphs;
    uint32_t glyph_count;
    struct slice text;    /* UTF-8 of the run */
    const char *language; /* tag of its language; NULL: the document's */
};

/* A clickable area that leads to the start of a node. */
struct page_link {
    length x, y, width, height;
    const struct doc_node *target;
    const struct doc_node *contents; /* the ELEMENT_CONTENTS node that it stands in, */
    const struct doc_node *span;     /* or else the SPAN that shows it */
};

/* Where a chart stands. */
struct page_figure {
    const struct doc_node *node;
    length x, y, width, height;
};

struct page {
    length width, height;
    struct slice label; /* as printed in the folio: "1"; empty on cover and contents */
    struct paint_op *ops;
    uint32_t op_count;
    struct page_link *links;
    uint32_t link_count;
    struct page_figure *figures;
    uint32_t figure_count;
};

/* Where a heading, a table or a named node starts. */
struct destination {
    const struct doc_node *node;
    uint32_t page; /* index into pages */
    length y;
};

/* One line of the contents list: leads to heading; its text lies in ops whose node is `entry`. */
struct contents_entry {
    struct doc_node *entry; /* a generated PARAGRAPH node with TEXT children: title, page number */
    const struct doc_node *heading;
};

struct pages {
    const struct document *document;
    struct page *page;
    uint32_t count;
    uint32_t front;                   /* pages before the first numbered one */
    struct destination *destinations; /* in document order */
    uint32_t destination_count;
    struct contents_entry *contents;
    uint32_t contents_count;
    const struct doc_node *draft; /* a paragraph that no other node knows of: says that all of it is
                                     a draft; NULL for what is none */
};

/* Appends the pages as text, a line an op: the golden format. */
void pages_dump(struct buf *out, const struct pages *pages);

#endif
