/*
 * Inside of verification:
 *
 *     verify      the order of the checks, reporting, the summary
 *     catalog     header, trailer, catalog, attachments      metadata   XMP against Info
 *     structure   the structure tree and its grammar         table      grids, headings' scope
 *     content     what pages and forms paint, and its marks  tokens     content streams, by token
 *     resources   colour spaces, images, forms               fonts      fonts against what is shown
 *     annotations links and others, bookmarks                objects    every object of the file
 *     spacing     how the file is written, by byte
 *     trees       name trees and number trees                ids        maps of objects
 */
#ifndef ARCHIVE_VERIFY_H
#define ARCHIVE_VERIFY_H

#include "archive/file.h"
#include "archive/ids.h"
#include "base/limits.h"

enum rule {
#define RULE(constant, id, clause, english, chinese) RULE_##constant,
#include "archive/rules.def"
#undef RULE
    RULE_COUNT
};

/* An element of the structure tree. */
struct element {
    struct slice type; /* standard, after the role map */
    int object;
    qpdf_oh handle;
    struct element *parent, *first, *last, *next;
    int page;            /* index of the first page that shows something of it; -1 for none */
    uint32_t marks;      /* marked sequences of its own */
    uint32_t references; /* to annotations */
    uint32_t at;         /* position among all */
};

/* What stands in a number tree (by key) or a name tree (by name), in that order. */
struct tree {
    struct tree_entry {
        int key;
        struct slice name;
        qpdf_oh value;
    } * entries;
    uint32_t count, room;
};

/* A page, and the elements that say its marked sequences are theirs, by MCID. */
struct checked_page {
    qpdf_oh handle;
    int object;
    struct owner {
        const struct element *element;
        bool shown;
    } * owners;
    int owner_count;
};

/* A font as the pages use it. */
struct used_font {
    struct used_font *next;
    qpdf_oh handle;
    int object;
    int page;       /* index of the first page that uses it */
    uint8_t *codes; /* by code: CODE_SHOWN, CODE_NEEDS_TEXT */
};

enum { CODE_SHOWN = 1, CODE_NEEDS_TEXT = 2, CODES = 65536 };

/* Where a rule is broken: page counts from 0, -1 for none; object 0 for none. */
struct where {
    int page, object;
};

struct verify {
    struct file file;
    struct element *root;      /* NULL without a structure tree */
    struct element **elements; /* all, in the order of the tree */
    uint32_t element_count, element_room;
    struct ids element_ids, page_ids; /* object → position in elements, pages */
    struct ids annot_ids;             /* annotation → position of the element that refers to it */
    struct ids seen;                  /* forms, images and colour spaces gone into */
    struct checked_page *pages;
    int page_count;
    struct tree parents, names; /* the parent tree; the destinations by name */
    bool plain_headings, numbered_headings;
    int forms_deep;           /* forms within each other, at the moment */
    uint64_t steps;           /* taken so far, each for an entry of the file */
    bool beyond[LIMIT_COUNT]; /* limits that the file goes beyond */
    struct slice record;      /* what the metadata says the document was made from; may be empty */
    struct used_font *fonts;
    uint32_t broken[RULE_COUNT];
    /* verify_form: resources hold forms, and those hold resources */
    void (*form)(struct verify *verify, struct where where, qpdf_oh form);
};

/* Reports that the rule is broken; the format tells what was found, in names and numbers that need
 * no language. */
void verify_report(struct verify *verify, enum rule rule, struct where where, const char *format,
                   ...) __attribute__((format(printf, 4, 5)));

/* Counts steps; false when there were more than the limits allow, after which nothing more is
 * read. */
bool verify_step(struct verify *verify, uint64_t steps);

/* objects.c */
bool is_intent(struct slice name);   /* a rendering intent */
bool is_language(struct slice text); /* a language tag, or "" */

/* resources.c: what is drawn with, each gone into once. */
qpdf_oh verify_resource(struct verify *verify, struct where where, qpdf_oh resources,
                        const char *kind, struct slice name);
void verify_space(struct verify *verify, struct where where, qpdf_oh space);
void verify_group(struct verify *verify, struct where where, qpdf_oh holder);
void verify_xobject(struct verify *verify, struct where where, qpdf_oh object);
void verify_appearance(struct verify *verify, struct where where, qpdf_oh annotation);

/* How many places of each rule are not told of. */
void verify_report_rest(struct verify *verify);

/* content.c: the content of a form, which says nothing of structure. */
void verify_form(struct verify *verify, struct where where, qpdf_oh form);

/* trees.c: reads a tree of the kind whose leaves hold "/Nums" or "/Names". */
void verify_tree(struct verify *verify, qpdf_oh root, const char *kind, struct tree *tree);

/* null when the tree has nothing there */
qpdf_oh tree_number(const struct verify *verify, const struct tree *tree, int key);
qpdf_oh tree_name(const struct verify *verify, const struct tree *tree, struct slice name);

/* The element or the page that the object is, or NULL, -1. */
const struct element *verify_element(const struct verify *verify, int object);
int verify_page(const struct verify *verify, int object);

/* Each reports what it finds. In this order: later ones use what earlier ones have read. */
void verify_catalog(struct verify *verify);
void verify_metadata(struct verify *verify);
void verify_structure(struct verify *verify);
void verify_tables(struct verify *verify, const struct element *element);
void verify_content(struct verify *verify);
void verify_annotations(struct verify *verify); /* what they look like has fonts, too */
void verify_fonts(struct verify *verify);
void verify_outline(struct verify *verify);
void verify_objects(struct verify *verify);
void verify_attachments(struct verify *verify);
void verify_spacing(struct verify *verify);

struct where element_where(const struct element *element);

/* An attribute that the element's /A gives for the owner, such as "Table" and "/Scope"; or null. */
qpdf_oh element_attribute(struct verify *verify, const struct element *element, const char *owner,
                          const char *key);

#endif
