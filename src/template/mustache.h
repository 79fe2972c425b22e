/*
 * Mustache, whole: the specification's comments, delimiters, interpolation, inverted sections,
 * partials and sections, and its optional dynamic names and inheritance, over the facts.
 *
 *     part's text ──► mustache_compile ──► tags ──► mustache_render ──► text and its source map
 *
 * A part is compiled once and rendered for many documents.
 */
#ifndef TEMPLATE_MUSTACHE_H
#define TEMPLATE_MUSTACHE_H

#include "base/diag.h"
#include "ledger/facts.h"

/* A compiled part. */
struct mustache {
    const struct source *source;
    const struct tag *root;
    void *home; /* for the finder: where the part was found */
};

/* Compiles text, which must lie in source->text. NULL after reporting an error. */
struct mustache *mustache_compile(struct arena *arena, struct diag *diag,
                                  const struct source *source, struct slice text);

/* Finds the part that a partial or parent tag names. from is the part that holds the tag, pos the
 * tag. NULL renders nothing; whether that is an error is for the finder to report. */
struct mustache_finder {
    const struct mustache *(*find)(void *data, struct slice name, const struct mustache *from,
                                   struct pos pos);
    void *data;
    /* Told of each fact that a tag names, with use_data; may be NULL. */
    void (*use)(void *data, const struct fact *fact, struct pos tag);
    void *use_data;
    /* Told of each fact that is nothing, and of each flag, with the text that stands for it; may be
     * NULL. */
    void (*deny)(void *data, const struct fact *fact, struct slice text);
    /* How sentences print amounts: a change whose amount prints as 0 is told as 持平. NULL: only
     * one of 0 is. */
    const struct number_style *money;
    /* The same for rates: a section of how much a change is (幅度) is left out where that prints as
     * 0. */
    const struct number_style *rate;
    /* Names that are looked for last, which the record has no part in (ways.h); NULL: none. */
    const struct facts *ways;
    bool placeless;  /* nobody will ask where the output came from */
    bool unindented; /* how far lines are indented means nothing: parts within are not */
};

enum mustache_mode {
    MUSTACHE_LENIENT, /* as the specification says: unknown names render nothing */
    MUSTACHE_MARKUP,  /* unknown names are errors; figures become marks; text is escaped */
    MUSTACHE_PLAIN,   /* the same without escaping */
    MUSTACHE_WALK,    /* unknown names are errors; whatever may be shown is walked, shown or not;
                         what is rendered means nothing */
    MUSTACHE_READ     /* the same, but for what is put in place of a block, and for sections that
                         the package itself decides (ways) */
};

/* A figure's mark: MARK_START, the fact's id in decimal, MARK_END. In UTF-8: */
#define MARK_START "\xF3\xB0\x80\x80" /* U+F0000 */
#define MARK_END "\xF3\xB0\x80\x81"   /* U+F0001 */
enum { MARK_SIZE = 4 };

/* Where a stretch of output came from. */
struct stretch {
    uint32_t from;  /* offset in the output; the stretch ends where the next one starts */
    bool copied;    /* byte for byte from pos on; else all of it from the tag at pos */
    struct pos pos; /* length: of the tag; 0 where copied */
};

/* How deep tags may stand in each other, in a part and through the parts it includes. */
enum { MUSTACHE_DEPTH_MAX = 200 };

enum { STRETCHES = 200 };
struct stretches {
    struct stretch item[STRETCHES]; /* in order of from */
    uint32_t count;                 /* at least 1 */
    struct stretches *before, *next;
};

struct rendering {
    struct slice text;
    const struct stretches *stretches;
};

/* A stretch; all 0: the first. */
struct stretch_place {
    const struct stretches *among;
    uint32_t index;
};

/* Renders the part. What it returns lives in the arena. NULL after reporting errors. */
struct rendering *mustache_render(struct arena *arena, struct diag *diag,
                                  const struct mustache *part, const struct facts *facts,
                                  const struct mustache_finder *finder, enum mustache_mode mode);

/* The place in a part that the output at offset came from. *near is where the call before found it,
 * which is near mostly; start it at 0. */
struct pos rendering_pos(const struct rendering *rendering, size_t offset,
                         struct stretch_place *near);

#endif
