/* The whole way from record to file, and what documents share on it. */
#ifndef PRESS_PIPELINE_H
#define PRESS_PIPELINE_H

#include "base/diag.h"
#include "device/device.h"
#include "gongkai.h"
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
    struct package_list *packages;     /* all there are; NULL until asked for */
    struct opened *templates;          /* packages opened so far */
    struct hashed *hashes;             /* folders hashed so far */
};

/* A record that another names as last year's or as a unit's. */
struct named {
    struct named *next;
    const struct node *record;
    const struct facts *facts; /* NULL after an error */
    const char *role; /* where it is named: 上年.记录, 单位.下属记录.2:上年.记录 */
};

/* The record that a corrected edition corrects, as it is carried; source is NULL for none. */
struct previous {
    const struct source *source;
    const char *template_name; /* of the package that its document was made with */
};

/* One document on its way; what is not reached is NULL. Lives in the arena. */
struct run {
    struct arena *arena;
    struct diag diag;
    const char *path;
    const struct source *source; /* read instead of the file at path, or NULL */
    const char *template_name;   /* asked for, or NULL; run_compose sets the one chosen */
    bool draft;                  /* go on after contradictions, and mark every page */
    bool lenient;                /* read a record that is unfinished, too */
    bool unfinished;             /* it is one: what rests on what is missing has no value */
    struct finish finish;
    bool plain;           /* for the plain device: TrueType fonts only */
    const char *corrects; /* path of the record that this one corrects, to tell what changed */
    bool marks;           /* mark it in the margin too */
    struct previous previous;
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

/* A house after the old one, which sees files anew but has its fonts. The old one is to be closed
 * once no document refers to its packages and catalogue any more. */
void house_renew(struct house *house, struct house *old);

/* Starts a document in an arena that is empty or reset. */
void run_init(struct run *run, struct arena *arena, enum language language, const char *path);

/* The package of that name, opened once. NULL after reporting errors. */
const struct template *house_template(struct house *house, struct diag *diag, const char *name);

/* All template packages there are, listed once. */
const struct package_list *house_packages(struct house *house);

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
bool run_tell(struct house *house, struct run *run); /* run_compose, with 更正说明 if asked for */
bool run_layout(struct house *house, struct run *run);
bool run_write(struct house *house, struct run *run);

/* run_write for a document that is no disclosure: the file carries nothing. */
bool run_write_bare(struct run *run);

/* carry.c: what the file carries besides its pages: the record that it was made from, standing
 * alone, what else it was made with, and the record that it corrects; this changes the record to
 * what is carried. Returns their number; 0 after reporting an error. */
uint32_t run_carry(struct house *house, struct run *run, const struct attachment **carried);

/* Reads what a disclosure of ours carries: its record becomes run->source, and run->previous what
 * it corrects, unless run->corrects names that. false after reporting that it carries none. */
bool run_uncarry(struct run *run, const struct source *pdf);

/* The record as a disclosure made of it by the package of its own choice carries it, whatever file
 * it was read from: what a correction names it by is the SHA-256 of this. After run_compute. */
struct slice run_canonical(struct house *house, struct run *run);

/* The name of the record of the previous edition that is carried. */
extern const char carried_previous[];

/* run_compose with 更正说明: what changed against run->corrects or run->previous. */
bool run_correct(struct house *house, struct run *run);

/* Appends to run->file what changed from one document to another, tersely. */
void run_changes(struct run *run, const struct run *old, const struct run *new, bool colour);

/* Compares two disclosures; the file is what was asked for. Messages are those of what stood in the
 * way; findings of the records belong to the comparison. */
bool run_diff(struct house *house, struct run *run, const char *old, const char *new,
              enum gongkai_diff_format format);

#endif
