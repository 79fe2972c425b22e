/*
 * The document tree: what the disclosure says, before it is known on which page. Made from a
 * template package and the facts; read by layout, by the HTML device and by diff. A node knows
 * where in the package it came from; a figure knows its fact.
 */
#ifndef TEMPLATE_DOCUMENT_H
#define TEMPLATE_DOCUMENT_H

#include "base/decimal.h"
#include "base/source.h"
#include "ledger/facts.h"
#include "template/style.h"

enum element {
    ELEMENT_DOCUMENT, /* root */
    ELEMENT_COVER,    /* blocks on a page of their own, without folio */
    ELEMENT_CONTENTS, /* the place of the contents list; its children are the heading blocks */
    ELEMENT_SECTION,  /* groups blocks; may start a page or turn it */
    ELEMENT_HEADING,  /* level 1 to 6 */
    ELEMENT_PARAGRAPH,
    ELEMENT_SLOTS, /* one line with parts set left, centre and right */
    ELEMENT_SLOT,  /* align says which */
    ELEMENT_LIST,
    ELEMENT_ITEM,
    ELEMENT_TABLE,
    ELEMENT_CAPTION, /* blocks that head a table */
    ELEMENT_COLUMN,  /* a width hint: <col>; only directly in a table */
    ELEMENT_HEAD,    /* thead, repeated on every page */
    ELEMENT_BODY,
    ELEMENT_BLOCK, /* rows beside others; not in a finished document (blocks.h) */
    ELEMENT_ROW,
    ELEMENT_HEADER, /* th */
    ELEMENT_CELL,   /* td */
    ELEMENT_SPAN,   /* inline */
    ELEMENT_TEXT,   /* leaf; text, and the fact when it is a figure */
    ELEMENT_BREAK,  /* forced line break */
    ELEMENT_JOINT,  /* a line had better end here than inside the words around it */
    ELEMENT_NUMBER, /* of a row (blocks.h) or a series (series.h); not in a finished document */
    ELEMENT_CHART,  /* a figure: its caption, then its items */
    ELEMENT_DATUM,  /* one item of a chart: LABEL, VALUE, and perhaps SERIES */
    ELEMENT_LABEL,
    ELEMENT_SERIES, /* the kind of bar among those of one label */
    ELEMENT_VALUE,  /* holds one figure, and in a pie: */
    ELEMENT_SHARE,  /* of the whole, computed */
    ELEMENT_COUNT
};

enum { ROW_TOTAL = 4 };

/* A set of elements. */
typedef uint64_t element_set;
_Static_assert(ELEMENT_COUNT <= 64, "a set has a bit for each element");

static inline element_set element_bit(enum element element)
{
    return (element_set)1 << element;
}

enum chart_kind { CHART_BAR, CHART_PIE };

/* Which way a text runs; DIRECTION_AUTO: as its letters do. */
enum direction { DIRECTION_AUTO, DIRECTION_LTR, DIRECTION_RTL };

/* How a number is written: 3, 三, 03. */
enum numeral { NUMERAL_DIGITS, NUMERAL_CHINESE, NUMERAL_TWO_DIGITS };

enum orientation { ORIENTATION_SAME, ORIENTATION_PORTRAIT, ORIENTATION_LANDSCAPE };

/* What is looked at in passing stands first: a document has thousands of nodes. */
struct doc_node {
    enum element element;
    uint32_t id; /* in document order from 0 */
    struct doc_node *first;
    struct doc_node *next;
    const struct fact *fact; /* TEXT: the figure's fact, or NULL */
    struct slice text;       /* TEXT: what is printed. HEADING: NULL p */
    const struct doc_node *parent;
    const struct style *style; /* resolved for every node, spans and text included (inherited) */
    struct doc_node *last;
    struct pos pos;       /* in the template package */
    const char *language; /* tag of the language (lang), inherited; NULL: the document's, zh-CN */

    uint8_t level;                    /* HEADING; ROW: of its subject, 1 to 3, ROW_TOTAL, or 0 */
    bool unlisted;                    /* HEADING: not in contents and bookmarks */
    bool page_break;                  /* SECTION, HEADING: starts a new page */
    bool keep;                        /* ROW: keep with the following row; blocks: keep with next */
    bool fill;                        /* ROW of a block: repeated as needed (blocks.h) */
    bool ordered;                     /* LIST: items are numbered (ol) */
    bool apart;                       /* speaks of the edition itself: not compared with another */
    bool shows_page;                  /* SPAN: says on which page the node is that it leads to */
    bool changed;                     /* marked in the margin */
    bool table_page;                  /* SECTION: its pages have the margins of tables */
    bool turns;                       /* SECTION: turned if its table's names wrap too often */
    bool equal;                       /* TABLE: rows of one height */
    bool repeat;                      /* SLOT: shown again above a table's further pages */
    bool foot;                        /* blocks of a cover: from here on they stand at its foot */
    uint8_t direction;                /* enum direction (dir), inherited */
    enum orientation orientation : 8; /* SECTION */
    enum align align : 8;             /* SLOT, CELL, HEADER, COLUMN: ALIGN_STYLE if not given */
    enum scope { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW } scope : 8; /* HEADER */
    enum chart_kind chart : 8;
    enum numeral numeral : 8; /* NUMBER */
    uint16_t colspan;         /* HEADER, CELL: at least 1 */
    uint16_t rowspan;
    uint16_t place;      /* HEADING: its number where the form fixes numbers; 0 for the next one */
    length width;        /* COLUMN: hint, 0 for none */
    length height;       /* CHART: 0 for the usual one; ROW: its least */
    length size;         /* TABLE: no type in it is larger; 0 for as its classes say */
    struct slice listed; /* HEADING: what the contents and bookmarks say instead, or empty */
    struct slice name;   /* id attribute: a destination's name, or empty */
    struct slice link;   /* SPAN: the name of the node that it leads to, or empty */
    struct slice series; /* HEADING: of which it is the next; NUMBER: whose number, or empty */
};

struct document {
    struct doc_node *root;
    uint32_t node_count;
    const struct doc_node **figures; /* the texts that print facts, in document order */
    uint32_t figure_count;
    bool rows_tell;     /* a row holds a name, a link, or the number of a series */
    struct slice title; /* metadata */
    struct slice author;
    struct slice subject;
    const struct page_style *page;
    const struct table_style *table;
    const struct chart_style *chart;
    const struct break_style *breaks;
    const struct style *folio; /* 目录页码: leaders and numbers of these; NULL: as the entry */
    const struct style *contents[3]; /* 目录1 … 目录3: entries by heading level */
};

/* The word for the element in the golden format. */
const char *element_word(enum element element);

/* Whether there is anything to be seen in the text of the node. */
bool node_shows(const struct doc_node *node);

/* Whether the node breaks the line before words of another language: told without lines, they are
 * parted by a blank. */
bool node_parts_languages(const struct doc_node *node);

/* Appends the text of the node and all it holds. */
void node_put_text(struct buf *out, const struct doc_node *node);

/* All text below the node, in the arena: paragraphs, items, slots and cells on lines of their own.
 */
struct slice node_text(struct arena *arena, const struct doc_node *node);

/* The first node at or below that has the name (id), or NULL. */
const struct doc_node *document_find(const struct doc_node *node, struct slice name);

/* The contents list at or below the node, or NULL. */
const struct doc_node *document_contents(const struct doc_node *node);

/* Appends the tree, a line a node, indented: the golden format. */
void document_dump(struct buf *out, const struct document *document);

#endif
