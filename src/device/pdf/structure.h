/*
 * The structure tree: tags made from the document tree, told by the content streams which marked
 * sequences are theirs, then written.
 */
#ifndef DEVICE_PDF_STRUCTURE_H
#define DEVICE_PDF_STRUCTURE_H

#include "device/pdf/objects.h"
#include "layout/pages.h"

/* One marked sequence of a page's content: what a tag shows there. */
struct mark {
    struct mark *next;      /* of the same tag */
    struct mark *following; /* in the pages */
    struct tag *tag;
    const struct paint_op *op; /* the first painted in it */
    uint32_t page;             /* index into pages */
    uint32_t mcid;
    uint32_t order; /* among all */
};

/* One link annotation. */
struct tag_link {
    struct tag_link *next;      /* of the same tag */
    struct tag_link *following; /* in the pages */
    struct tag *tag;
    uint32_t page;
    uint32_t annotation; /* object */
};

struct tag {
    const char *type;            /* standard structure type */
    const struct doc_node *node; /* NULL for a tag that only wraps */
    struct tag *parent, *first, *last, *next;
    struct mark *marks, *last_mark;
    struct tag_link *links, *last_link;
    uint32_t object;
    bool takes_text;      /* may own marked content */
    bool kept;            /* has something to say; the others are not written */
    const char *language; /* of a Span of structure_span */
    struct slice actual;  /* and its text, where the order of its marks does not say it */
};

struct structure {
    struct arena *arena;
    const struct pages *pages;
    struct tag *root;
    struct tag_slot {
        const struct doc_node *node;
        struct tag *tag;
    } * slots; /* node → tag that takes its text; open addressing */
    uint32_t slot_mask;
    struct mark *marks, *last_mark;
    struct tag_link *links, *last_link;
    uint32_t link_count;
    unsigned level; /* of the last heading */
    struct said {
        uint16_t columns, rows; /* that a cell spans */
        const char *scope;      /* of a header */
        uint32_t object;
    } * said; /* by cells, each once */
    uint32_t said_count, said_room;
};

/* Makes the tags. */
void structure_init(struct structure *structure, struct arena *arena, const struct pages *pages);

/* The tag that owns what is painted for the node, or NULL for an artifact. */
struct tag *structure_tag(const struct structure *structure, const struct doc_node *node);

/* Notes the next marked sequence of the page, which op begins, and returns its MCID. Pages come in
 * order. */
uint32_t structure_mark(struct structure *structure, struct tag *tag, uint32_t page,
                        const struct paint_op *op);

/* The tag for a run that tag owns: a Span with its language, where that is not the one around it;
 * such runs that follow each other share it. */
struct tag *structure_span(struct structure *structure, struct tag *tag, const struct paint_op *op);

/* Notes a link annotation on page that belongs to tag; returns its StructParent. */
uint32_t structure_link(struct structure *structure, struct tag *tag, uint32_t page,
                        uint32_t annotation);

/* Writes the tree and returns the object of its root. page_objects is by index into pages. */
uint32_t structure_write(struct structure *structure, struct objects *objects,
                         const uint32_t *page_objects);

#endif
