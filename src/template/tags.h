/* The tree of tags that mustache_parse.c makes and mustache_render.c walks. */
#ifndef TEMPLATE_TAGS_H
#define TEMPLATE_TAGS_H

#include "base/source.h"

enum tag_kind {
    TAG_TEXT,
    TAG_VALUE,    /* {{x}} */
    TAG_RAW,      /* {{{x}}} {{&x}} */
    TAG_SECTION,  /* {{#x}} */
    TAG_INVERTED, /* {{^x}} */
    TAG_PARTIAL,  /* {{>x}} */
    TAG_PARENT,   /* {{<x}} */
    TAG_BLOCK     /* {{$x}} */
};

struct tag {
    enum tag_kind kind;
    bool dynamic;        /* PARTIAL, PARENT: {{>*x}}, the facts give the part's name */
    bool alone;          /* PARENT: stands alone on its lines; else its indent is text before it */
    bool reindent;       /* BLOCK: its own text was freed of the indentation and needs it back */
    struct pos pos;      /* the whole tag */
    struct slice raw;    /* TEXT: the text. Else the tag's name as written, without its star */
    struct slice *steps; /* the name cut at its dots; none for {{.}} */
    uint32_t step_count;
    struct slice indent; /* PARTIAL, PARENT, BLOCK: put before each line of what is inserted */
    struct tag *first;
    struct tag *last;
    struct tag *next;
    struct tag *parent;
    size_t outer_dedent; /* while parsing: blanks cut from line starts outside the block */
};

#endif
