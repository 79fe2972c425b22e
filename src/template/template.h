/*
 * A template package and the facts give the document tree:
 *
 *     document.html ──► Mustache over the facts ──► XHTML ──► markup ──► document tree
 *
 * Figures pass through Mustache as marks that name their fact; markup prints them in the number
 * style of the place where they stand. A package is a folder with template.ini and parts; parts
 * and settings it lacks come from the package it extends.
 */
#ifndef TEMPLATE_TEMPLATE_H
#define TEMPLATE_TEMPLATE_H

#include "base/diag.h"
#include "ledger/form.h"
#include "template/document.h"
#include "template/search.h"

struct template;

/* Opens the package called name along the search, or at a path (package_is_path).
 * Reads template.ini of it and of all it extends; parts are read when first used and kept.
 * NULL after reporting errors. Lives in the arena, which must outlive every use. */
struct template *template_open(struct arena *arena, struct diag *diag,
                               const struct package_search *search, const char *name);

/* The form with what the package declares below [自定义]: its keys and figures besides. */
const struct ledger_form *template_form(const struct template *template,
                                        const struct ledger_form *form);

/* Whether the other's package is in the template's chain. */
bool template_extends(const struct template *template, const struct template *other);

/* Whether the package, or one that it extends, has the part. */
bool template_has(const struct template *template, const char *part);

/* Whether the package is for the kind of document that begins with the part: the nearest package
 * of the chain decides that says which it is for (文种), or that has the part and does not say. If
 * not, *said is what it says. */
bool template_serves(const struct template *template, const char *kind, const char *part,
                     struct slice *said);

/* A part that a document begins with, and a tree with every name there is for it (ledger_sample).
 */
struct template_entry {
    const char *part;
    const struct facts *names;
};

/* Reports what is wrong in any part of the chain, shown or not, included or not: names, parts,
 * elements and classes. The entries go up to one without a part; the first must be there, the
 * others may. */
void template_check(const struct template *template, struct diag *diag,
                    const struct template_entry *entries);

/* Calls use with every fact that the document of the entry names anywhere, shown or not, and with
 * the tag that does so. */
void template_read(const struct template *template, const struct template_entry *entry,
                   void (*use)(void *data, const struct fact *fact, struct pos tag), void *data);

/* Makes the document. NULL after reporting errors; arena is the document's. */
struct document *template_run(struct arena *arena, struct diag *diag,
                              const struct template *template, const struct facts *facts);

/* The same from another part than "document"; its title is its first heading, or its cover. */
struct document *template_run_from(struct arena *arena, struct diag *diag,
                                   const struct template *template, const struct facts *facts,
                                   struct slice part);

/* Appends a part with its figures, as the text of a file of its own. false after reporting errors.
 */
bool template_text(struct buf *out, struct arena *arena, struct diag *diag,
                   const struct template *template, const char *part, const struct facts *facts);

/* One folder of the package chain. */
struct template_package {
    struct slice name;    /* without the folders before it */
    struct slice version; /* its own 版本, or empty */
    const char *folder;
};

/* The package at index in the chain, the nearest first; false past the last. */
bool template_package(const struct template *template, unsigned index,
                      struct template_package *package);

/* The same from another entry part than document.html, such as "correction/diff". */
struct document *template_run_part(struct arena *arena, struct diag *diag,
                                   const struct template *template, const struct facts *facts,
                                   struct slice part);

/* One setting of the package chain by dotted path ("题名"), or an empty slice. */
struct slice template_setting(const struct template *template, const char *path);

#endif
