/*
 * Inside the web page: for html*.c only.
 *
 *     html        the page or fragment, its blocks
 *     html_parts  classes, identifiers, elements
 *     html_table  tables and their captions
 *     html_chart  charts
 *     html_style  the form's styles as CSS
 *     html_script what a reader's browser may add
 */
#ifndef PUBLISH_HTML_H
#define PUBLISH_HTML_H

#include "base/xml.h"
#include "layout/words.h"
#include "publish/publish.h"
#include "publish/tables.h"

/* What identifiers of the page begin with, so that they meet none of the portal's. */
#define HTML_ID "gk-"

struct html {
    struct buf *out;
    const struct publication *publication;
    struct arena *arena;
    const struct style **styles; /* used so far: their classes are s0, s1, … */
    uint32_t style_count, style_room;
    struct printed_tables tables;
    uint32_t next_table;
    struct buf path; /* of a fact, while it is put together */
    void (*put)(struct html *html, const struct doc_node *node); /* html.c: any element */
    bool fragment;
    const struct words *words; /* that heads are broken between */
    bool head;                 /* one is being put */
};

/* The number of the style's class. */
unsigned html_style_class(struct html *html, const struct style *style);

/* Appends the identifier that leads to the node. */
void html_reference(struct html *html, const struct doc_node *node);

/* Appends ` class="…"`: that of the style, unless it is what the parent has, and words of ours. */
void html_class(struct html *html, const struct doc_node *node, const char *words);

/* Appends ` id="…"` to a heading and to what has a name, so that links lead there. */
void html_id(struct html *html, const struct doc_node *node);

/* Appends what stands below the node. */
void html_children(struct html *html, const struct doc_node *node);

/* Appends the element with the node's class and children. */
void html_element(struct html *html, const char *name, const struct doc_node *node,
                  const char *words);

void html_table(struct html *html, const struct doc_node *node);
void html_chart(struct html *html, const struct doc_node *node);

/* The style sheet of the styles used. */
struct buf html_styles(const struct html *html);

extern const char html_script[];

#endif
