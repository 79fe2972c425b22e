/* The whole way from record to file, and what documents share on it. */
#ifndef COMMAND_PIPELINE_H
#define COMMAND_PIPELINE_H

#include "base/diag.h"
#include "command/gongkai.h"
#include "device/device.h"
#include "layout/layout.h"
#include "ledger/ledger.h"
#include "record/record.h"
#include "template/template.h"

/* Kept from document to document. */
struct house {
    struct arena *arena;
    const char *data; /* folder of templates/, subjects/ and fonts/ */
    const struct catalog *catalog;
    struct fonts *fonts[FONT_CHOICES]; /* opened so far */
    struct opened *templates;          /* packages opened so far */
    struct hashed *hashes;             /* files and folders hashed so far */
};

/* A record that another names as last year's or as a unit's. */
struct named {
    struct named *next;
    const struct node *record;
};

/* One document on its way; what is not reached is NULL. Lives in the arena. */
struct run {
    struct arena *arena;
    struct diag diag;
    const char *path;
    const char *template_name; /* asked for, or NULL; run_compose sets the one chosen */
    bool draft;                /* go on after contradictions, and mark every page */
    struct finish finish;
    bool plain;           /* for the plain device: TrueType fonts only */
    const char *corrects; /* path of the record that this one corrects, to tell what changed */
    bool marks;           /* mark it in the margin too */
    struct node *record;
    struct named *named; /* the other records it was derived from */
    struct facts *facts;
    const struct template *template;
    struct document *document;
    struct pages *pages;
    struct buf file; /* what was asked for; the caller frees it */
};

void house_open(struct house *house, const char *data);
void house_close(struct house *house);

/* Starts a document in an arena that is empty or reset. */
void run_init(struct run *run, struct arena *arena, enum language language, const char *path);

/* The package of that name, opened once. NULL after reporting errors. */
const struct template *house_template(struct house *house, struct diag *diag, const char *name);

/* The fonts, opened once. NULL after reporting errors. */
struct fonts *house_fonts(struct house *house, struct diag *diag, enum font_choice choice);

/* The catalogue, opened once. false after reporting errors. */
bool house_catalog(struct house *house, struct diag *diag);

/* Goes as far as the output needs. false after an error, with run->file empty. */
bool run_make(struct house *house, struct run *run, enum gongkai_output output);

/* The package that the document is made with: as the caller says, as the record's 模板 says, or
 * the one for its 省份 and 年度. NULL after reporting that there is none such. */
const char *run_template_name(struct house *house, struct run *run);

/* The stages, for those who time them. Each is run after the one before it has succeeded. */
bool run_read(struct house *house, struct run *run); /* also from a disclosure, which carries it */
bool run_compute(struct house *house, struct run *run);
bool run_compose(struct house *house, struct run *run);
bool run_layout(struct house *house, struct run *run);
bool run_write(struct house *house, struct run *run);

/* run_write for a document that is no disclosure: the file carries nothing. */
bool run_write_bare(struct run *run);

/* The hash of the record as a disclosure carries it, whatever file it was read from: SHA-256 of its
 * canonical form, last year's figures in place. After run_compute. */
const char *run_hash(struct run *run);

/* carry.c: what the file carries besides its pages. The record that it was made from, standing
 * alone, and what else it was made with; this changes the record to what is carried. NULL after
 * reporting an error. */
enum { CARRIED = 2 };
const struct attachment *run_carry(struct house *house, struct run *run);

/* The names of what is carried. */
extern const char carried_record[], carried_build[];

/* run_compose with 更正说明: what changed against run->corrects. */
bool run_correct(struct house *house, struct run *run);

/* Compares two disclosures; the file is what was asked for. Messages are those of what stood in the
 * way; findings of the records belong to the comparison. */
bool run_diff(struct house *house, struct run *run, const char *old, const char *new,
              enum gongkai_diff_format format);

#endif
