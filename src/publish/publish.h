/*
 * What is published beside the PDF, from the document tree and the facts, all saying the same:
 *
 *     json       every fact            csv        a file a table
 *     xlsx       a sheet a table       html       one page          docx    to be edited
 *
 *     tables     the document's tables, named, with what their cells hold
 *     number     a printed figure as an exact number
 *     fact_value a fact as an exact number in its unit
 *     ooxml      the frame that workbooks and Word files share
 */
#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "base/diag.h"
#include "device/device.h"
#include "ledger/facts.h"
#include "template/document.h"

/* A disclosure to be published; all but the pictures must be there. */
struct publication {
    struct arena *arena;
    struct diag *diag;
    const struct document *document;
    const struct facts *facts;
    const struct pages *pages;    /* the same laid out, for publish_docx; else NULL */
    const struct file_info *info; /* who made it and when, and what it carries */
    bool draft;                   /* its figures contradict each other: every file says 草稿 */
};

/* Each appends a file to out: the same publication gives the same bytes. false after reporting an
 * error, with out as it was. */
bool publish_json(struct buf *out, const struct publication *publication);
bool publish_csv(struct buf *out, const struct publication *publication); /* a ZIP of them */
bool publish_xlsx(struct buf *out, const struct publication *publication);
bool publish_html(struct buf *out, const struct publication *publication);
bool publish_docx(struct buf *out, const struct publication *publication);
bool publish_fragment(struct buf *out, const struct publication *publication); /* for a CMS */

#endif
