/*
 * Inside the Word file: for docx*.c only.
 *
 *     docx         the parts of the file
 *     docx_parts   sections, paragraphs, runs
 *     docx_text    blocks: headings, contents, lists, charts
 *     docx_table   tables
 *     docx_style   the form's styles as Word styles
 */
#ifndef PUBLISH_DOCX_H
#define PUBLISH_DOCX_H

#include "base/xml.h"
#include "layout/pages.h"
#include "publish/ooxml.h"
#include "publish/tables.h"

/* A style of the form as a paragraph style; headings of each level apart, for the contents. */
struct word_style {
    const struct style *style;
    unsigned level; /* of a heading that the contents list, or 0 */
};

struct docx {
    const struct publication *publication;
    struct arena *arena;
    struct ooxml ooxml;
    struct buf *out; /* the body */
    struct word_style *styles;
    uint32_t style_count, style_room;
    struct printed_tables tables;
    uint32_t next_table;
    uint32_t bookmarks, pictures, lists;
    bool *ordered; /* of each list so far, by its number from 1 */
    uint32_t ordered_room;
    void (*put)(struct docx *docx, const struct doc_node *node, enum align align); /* any block */
    struct buf relations;           /* of the body: pictures */
    bool page_break;                /* the next paragraph starts a page */
    bool landscape, next_landscape; /* of the present section, of what comes next */
    bool table_page, next_table_page;
    length most;            /* of type in the table at hand, or 0 */
    bool front, next_front; /* cover and contents: pages without numbers */
    bool numbered;          /* a section with page numbers has begun */
    bool written;           /* something stands in the present section */
};

enum { TWIP = 50, /* thousandths of a point */ MARKS_MOST = 40 };

/* What a paragraph is besides its style. */
struct paragraph_form {
    enum align align;
    unsigned list, depth; /* number of its list, or 0; and how deep that lies */
    const char *tabs;     /* <w:tabs>…, or "" */
    bool keep;
    bool free_line; /* the line is as high as what it holds */
    bool rtl;       /* it runs from right to left */
};

/* Whether the text of a block does. */
bool docx_is_rtl(const struct docx *docx, const struct doc_node *block);

void docx_start_paragraph(struct docx *docx, const struct style *style, unsigned level,
                          const struct paragraph_form *form, bool changed);
void docx_end_paragraph(struct docx *docx);
/* The runs of what stands below the node, in a paragraph of that style. */
void docx_runs(struct docx *docx, const struct doc_node *node, const struct style *style);
void docx_run(struct docx *docx, struct slice text, const struct style *own,
              const struct style *style);
/* A paragraph that takes no room, for what needs one. */
void docx_small_paragraph(struct docx *docx, const char *properties);

/* Blocks. inside: of a cell, whose align is given. */
void docx_blocks(struct docx *docx, const struct doc_node *node);
void docx_block(struct docx *docx, const struct doc_node *node, enum align align);
void docx_table(struct docx *docx, const struct doc_node *node);
length docx_text_width(const struct docx *docx);

/* The id of the paragraph style, "Normal" for the document's own. */
const char *docx_style(struct docx *docx, const struct style *style, unsigned level);
struct buf docx_styles(const struct docx *docx);
/* <w:rPr> of what the style differs in from that of its paragraph. */
/* most: the size that type in a table is no larger than, or 0. */
void docx_run_properties(struct buf *out, const struct style *own, const struct style *style,
                         length most);

/* What of the style a run has otherwise than its paragraph, for its properties. */
void docx_run_changes(struct buf *out, const struct style *own, const struct style *style,
                      length most);
const char *docx_align(enum align align);

/* Relationships of the body; pictures follow from 101 on. */
enum relation {
    RELATION_STYLES = 1,
    RELATION_SETTINGS,
    RELATION_NUMBERING,
    RELATION_ODD,
    RELATION_EVEN,
    RELATION_DRAFT
};

/* The properties of the present section, in the arena. */
const char *docx_section(struct docx *docx);

/* Makes the node a place that links lead to, if it is a heading or has a name. */
void docx_bookmark(struct docx *docx, const struct doc_node *node);

/* What comes next stands on pages of this kind; docx_settle ends the section if it has others. */
void docx_turn(struct docx *docx, bool front, bool landscape, bool table_page);
void docx_settle(struct docx *docx);

#endif
