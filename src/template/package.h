/*
 * Inside of the template stage: a package chain with its settings resolved and its parts kept.
 *
 *     package   folders, the chain, parts          settings   values of template.ini, styles
 *     mustache  parts → markup                     markup     markup → document tree
 *     elements  what may stand where               table      grids of cells
 */
#ifndef TEMPLATE_PACKAGE_H
#define TEMPLATE_PACKAGE_H

#include "record/reader.h"
#include "template/document.h"
#include "template/mustache.h"
#include "template/own.h"
#include "template/search.h"

/* The folder of a package that holds what a new package which extends it begins with. */
#define STARTER "starter"

/* The setting that names the kinds of document that a package is for. */
#define KINDS_SETTING "文种"

/* One folder of the chain. */
struct package {
    const char *name;   /* as messages name it */
    const char *folder; /* as the system finds it */
    const char *realm;  /* the folder below which a package must be that this one names by path */
    bool searched;      /* it was found along the search, not where a record or the user said */
    struct node *settings;
    struct package *base; /* the package it extends, or NULL */
    struct part *parts;   /* looked for so far */
};

/* A part that was looked for in one package. */
struct part {
    struct slice name; /* without .html */
    struct package *package;
    const struct mustache *compiled; /* NULL: the package has no such part */
    bool used;                       /* a walk came through it */
    struct part *next;
};

/* A number style: 数字.NAME. */
struct numbers {
    struct slice name;
    struct number_style money; /* its zero goes for rates and counts too */
    struct number_style rate;
};

struct template
{
    struct arena *arena;
    struct package *package;
    struct style plain; /* what a style without 基于 starts from */
    struct style *styles;
    size_t style_count;
    struct numbers *numbers;
    size_t numbers_count;
    struct page_style page;
    struct table_style table;
    struct chart_style chart;
    struct break_style breaks;
    struct own *own;                                 /* what the chain declares */
    const struct facts *ways;                        /* what it settles by words (ways.h) */
    const struct mustache *title, *author, *subject; /* NULL if not set */
};

/* Reads template.ini of the package and of all it extends. NULL after reporting errors. A package
 * that is named by a path may extend what is below its realm: the record's folder, if that names
 * the package, else the folder that it stands in. One along the search is trusted. */
struct package *package_open(struct arena *arena, struct diag *diag,
                             const struct package_search *search, const char *name);

/* The names of all parts that this one package has, without .html, in order. */
size_t package_list(struct arena *arena, const struct package *package, struct slice **names);

/* The part called name of the nearest package from `from` on up the chain that has it; NULL after
 * reporting at pos that there is none. */
const struct mustache *package_part(struct arena *arena, struct diag *diag, struct package *from,
                                    struct slice name, struct pos pos);

/* The part that a tag in the part `from` names: of the template's chain, or further up for "super".
 * from is NULL for the entry. NULL after reporting at pos. */
const struct mustache *template_part(const struct template *template, struct diag *diag,
                                     struct slice name, const struct mustache *from,
                                     struct pos pos);

/* Fills the template's styles and settings from its package chain, reporting what is wrong. */
void settings_read(struct template *template, struct diag *diag);

/* Appends the table of settings, for the manual. */
void settings_print(struct buf *out, enum language language);

/* The setting's node in the nearest package of the chain that has it, or NULL. */
const struct node *settings_find(const struct template *template, const char *path);

/* Reads a length such as 210mm, 1.5cm, 12pt or 12 (pt). false if it is none or out of range. */
bool length_parse(struct slice text, length *out);

/* The word of the unit that is so many 元. */
const char *unit_word(int64_t divisor);

/* The style or number style of that name, or NULL. */
const struct style *template_style(const struct template *template, struct slice name);
const struct numbers *template_numbers(const struct template *template, struct slice name);

/* The style that an attribute at pos names; NULL after reporting that there is none. */
const struct style *template_class(const struct template *template, struct diag *diag,
                                   struct slice name, struct pos pos);

/* Appends the figure in the number style. false when it is too large to print. */
bool figure_print(struct buf *out, const struct fact *fact, const struct numbers *numbers);

/* The length of the figure's mark that text begins with, and its fact; 0 for none. */
size_t mark_read(struct slice text, const struct facts *facts, const struct fact **fact);

/* Appends text with its marks replaced by their figures. */
void marks_print(struct buf *out, struct slice text, const struct facts *facts,
                 const struct numbers *numbers);

/* Leaves out the charts below the node that show nothing. */
void document_drop_charts(struct diag *diag, struct doc_node *node);

/* Leaves out what else shows nothing, and reports names that two nodes have. */
void document_settle(struct arena *arena, struct diag *diag, struct document *document);

/* Builds the document tree from markup. NULL after reporting errors. */
struct document *markup_read(struct arena *arena, struct diag *diag,
                             const struct template *template, const struct facts *facts,
                             const struct rendering *rendering);

#endif
