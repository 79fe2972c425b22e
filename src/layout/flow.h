/*
 * Blocks → pages. A flow takes slabs (a line of text, mostly) from top to bottom and starts pages
 * as they fill. A slab may be kept with the next: such a chain waits until its end is known and
 * moves to a new page as a whole. Tables are cut by themselves and follow the chain before them.
 */
#ifndef LAYOUT_FLOW_H
#define LAYOUT_FLOW_H

#include "layout/chart.h"
#include "layout/table.h"

/* Some lines of a paragraph within a slab. */
struct piece {
    const struct paragraph *paragraph;
    uint32_t from, to;
    length x, y; /* of the paragraph's left edge from the text area's, and from the slab's top */
    bool artifact;
};

struct slab {
    struct piece *pieces;
    uint32_t count;
    const struct chart *chart; /* or NULL */
    length before, after, height;
    bool keep;                       /* on one page with the next */
    const struct doc_node *link;     /* the whole slab leads to this node, or NULL, */
    const struct doc_node *contents; /* standing in this contents list */
};

struct flow {
    struct arena *arena;
    struct diag *diag;
    struct shaper *shaper;
    const struct document *document;
    bool landscape, table_page; /* how pages are turned, and which margins they have */
    bool unnumbered;            /* whether they have no folio */
    struct canvas **pages;
    uint32_t count, room;
    uint32_t cover;        /* pages that it takes */
    struct canvas *page;   /* the last, or NULL when the next slab starts one */
    struct canvas_ops ops; /* room that pages are filled in, one after the other */
    length y, after;       /* where the next slab goes; space owed to the one before */
    bool top;              /* nothing is on the page yet, */
    bool forced;           /* which the document asked for, so that space before stays */
    struct slab *chain;
    uint32_t chain_count, chain_room;
    struct starting {
        const struct doc_node *node;
        uint32_t slab; /* of the chain: what the node starts with */
    } * starting;
    uint32_t starting_count, starting_room;
    struct table *made; /* already, to see how the page is to be turned, */
    const struct doc_node *made_of;
    struct ahead {
        const struct doc_node *node;
        struct paragraph *paragraph;
    } ahead[8];                     /* texts that were set to look ahead, */
    unsigned looked_ahead;          /* so many so far */
    struct contents_entry *entries; /* what a contents list in this flow shows */
    uint32_t entry_count;
};

void flow_init(struct flow *flow, struct arena *arena, struct diag *diag, struct shaper *shaper,
               const struct document *document);

/* Where text stands on a page. */
struct area {
    length page_width, page_height;
    length left, top, width, height;
};

/* A landscape page is the portrait one turned, margins and all, so that it binds at its top. */
struct area text_area(const struct page_style *page, bool landscape, bool table_page);
struct area canvas_area(const struct page_style *page, const struct canvas *canvas);

/* Size of the text area in the present orientation. */
length flow_width(const struct flow *flow);
length flow_height(const struct flow *flow);

/* The next slab starts the node: a destination. */
void flow_start(struct flow *flow, const struct doc_node *node);
void flow_add(struct flow *flow, struct slab slab);

/* Paints a table made for this flow's width after what waits to be kept with it; `below` must still
 * fit under its last row. ends_page: nothing else follows on the page, so its rows may be loose. */
void flow_table(struct flow *flow, struct table *table, const struct doc_node *node, length below,
                bool ends_page);

/* What comes next on the page stands at least so far below what was added last. */
void flow_space(struct flow *flow, length space);

/* What comes next, so high with the space above it, stands at the foot of the page. */
void flow_sink(struct flow *flow, length height);

/* Puts in a page with nothing on it and no folio; 0 for at the end. */
void flow_blank(struct flow *flow, uint32_t index);

/* Height left for the next slab that is kept with nothing. */
length flow_room(const struct flow *flow);

/* The next block starts a page. What is to be kept with it goes there too, unless that stands on a
 * page of its own (a part's title). */
void flow_break(struct flow *flow);

/* Places what waits and ends the page. */
void flow_end(struct flow *flow);

/* A page that ends before it is full has as many lines of text at least. */
enum { LAST_LINES = 4 };

/* The slabs of a paragraph's lines, first and last two never parted; keep: with the next block.
 * lines_after: lines of text from it to the end of the page, if less than LAST_LINES. */
void flow_paragraph(struct flow *flow, const struct paragraph *paragraph, bool keep,
                    uint32_t lines_after);

#endif
