/*
 * What the files share that read markup: markup_plain.c cuts it into tags and text where it can,
 * markup.c follows the tags, markup_text.c reads text and the figures in it, markup_attributes.c
 * what a tag says, markup_styles.c finds its style.
 */
#ifndef TEMPLATE_MARKUP_H
#define TEMPLATE_MARKUP_H

#include <expat.h>

#include "template/elements.h"
#include "template/package.h"
#include "template/unit.h"

enum { MARKUP_DEPTH_MAX = 100 };

/* What an attribute says. */
struct setting {
    const struct style *style;         /* of a class */
    const struct numbers *numbers;     /* of a number style */
    const struct attribute_rule *rule; /* of all other attributes */
    struct slice text;
};

/* A start tag. The same bytes say the same wherever they stand, and those of a table's cells come
 * again by the thousand: what they say is kept. */
enum { SETTINGS_MAX = 6, PAIRS_MAX = 16, TAGS_KEPT = 1024 };
struct start_tag {
    struct slice bytes;
    const struct element_rule *rule; /* NULL: no element is called so */
    struct slice name; /* of a plain one (markup_plain.c): with all that stands in it */
    const char *pairs[PAIRS_MAX + 1];
    bool empty; /* it ends the element, too */
    bool known; /* what its attributes say: */
    unsigned count;
    struct setting settings[SETTINGS_MAX];
};

/* An open element. */
struct open {
    struct doc_node *node;
    const struct element_rule *rule;
    const struct numbers *numbers; /* set by an attribute here or further out, else NULL */
    bool in_row;
    bool in_cell;     /* figures print as in cells: also in a table's caption */
    bool has_text;    /* directly or in inline elements */
    bool has_blocks;  /* as children */
    unsigned refused; /* elements refused before this one */
};

/* White space seen since the last text. */
enum gap { GAP_NONE, GAP_BLANK, GAP_NEWLINE };

/* A style as it is in rows of a level. */
struct row_style {
    const struct style *base;
    uint8_t level;
    bool name; /* of the cell that names the row */
    struct style style;
    const struct row_style *next;
};

/* Reads one document. */
struct reader {
    struct arena *arena;
    struct diag *diag;
    const struct template *template;
    const struct facts *facts;
    const struct rendering *rendering;
    struct stretch_place near; /* for rendering_pos */
    XML_Parser parser;
    size_t at, length; /* of the tag or text that is being read, in the rendering */
    struct document *document;
    const struct style *styles[RULE_MAX];             /* defaults */
    const struct style *caption_style, *figure_style; /* of tables, of charts */
    const struct style *contents_style;
    const struct numbers *text_numbers;
    const struct numbers *cell_numbers;
    struct open
        stack[MARKUP_DEPTH_MAX + 1]; /* [0] is outside the root, the last for texts in attributes */
    struct open *open;               /* the innermost */
    struct start_tag **tags;         /* TAGS_KEPT, by the hash of their bytes; NULL: none yet */
    unsigned refused;
    unsigned skipped; /* open elements that are left out */
    unsigned heading; /* level of the last heading */
    const struct row_style *row_styles;
    struct units units;
    bool numbered;   /* the table being read has numbers of rows */
    struct buf text; /* of the text node being read */
    size_t text_at;  /* where it starts in the rendering */
    enum gap gap;
    bool in_line; /* the block being read has text on this line */
};

/* ---- markup_text.c ---- */

/* Where the rendering's byte comes from in the package. */
struct pos markup_pos(struct reader *reader, size_t offset, size_t length);

/* A new last child of the innermost element. */
struct doc_node *markup_node(struct reader *reader, enum element element, struct pos pos);

/* What may stand in the element, in words. */
const char *markup_children(const struct reader *reader, const struct element_rule *rule);

bool markup_is_white(char byte);

/* The number style that holds here. */
const struct numbers *markup_numbers(const struct reader *reader);

/* Text and marks, which stand at offset. */
void markup_text(struct reader *reader, struct slice rest, size_t offset);

/* Appends text without white space. */
void markup_put_text(struct reader *reader, struct slice text, size_t offset);

/* Makes a node of the text read so far. */
void markup_finish_text(struct reader *reader);

/* ---- markup_plain.c ---- */

/* A text, a start tag or an end tag. */
struct piece {
    uint32_t offset; /* in the rendering */
    uint32_t length; /* of a text; 0: of a tag */
    union {
        const char *text;      /* of an entity, what it stands for */
        struct start_tag *tag; /* NULL: an end tag */
    };
};

struct pieces {
    struct piece *piece;
    uint32_t count, room;
};

/* Cuts the rendering into pieces, as expat would tell of them; false when it is not plain. */
bool markup_cut(struct reader *reader, struct pieces *pieces);

/* ---- markup_attributes.c ---- */

/* The start tag of these bytes, or NULL when it is not kept; and keeping it. */
struct start_tag *markup_tag(const struct reader *reader, struct slice bytes);
struct start_tag *markup_keep_tag(struct reader *reader, const struct start_tag *tag);

/* Sets all attributes of the innermost element. Figures in them print plainly, whatever the number
 * style. */
void markup_attributes(struct reader *reader, struct start_tag *tag, const char *const *pairs,
                       struct pos pos);

/* Adds the texts of the document among them: last, when the number style is known. */
void markup_parts(struct reader *reader, const char *const *pairs, struct pos tag);

/* ---- markup_styles.c ---- */

/* Looks up the styles that elements have by themselves. */
void markup_styles(struct reader *reader);

/* That of an element which begins within the innermost. */
const struct style *markup_style(const struct reader *reader, const struct element_rule *rule);

/* The cell's style in its row. */
const struct style *markup_row_style(struct reader *reader, const struct doc_node *cell);

#endif
