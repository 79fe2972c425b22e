/*
 * The whole way from record to file:
 *
 *     request ──► origin ───► account ──► composition ──► pages ──► files
 *                 record      facts       document                  outputs.h
 *
 * A run is one document on that way: what was asked for, and where it is made. What each stage
 * makes is a value of its own; a stage reads what those before it made, and changes none of it.
 */
#ifndef PRESS_PIPELINE_H
#define PRESS_PIPELINE_H

#include "device/device.h"
#include "gongkai.h"
#include "ledger/ledger.h"
#include "press/house.h"
#include "record/record.h"
#include "template/document.h"

/* What is asked for. */
struct request {
    const char *path;            /* of the record, or of a disclosure, which carries one */
    const struct source *source; /* read instead of the file at path, or NULL */
    const char *template_name;   /* instead of the record's 模板, or NULL */
    const char *corrects;        /* path of the record that this one corrects, or NULL */
    bool marks;                  /* mark in the margin what changed, too */
    bool draft;                  /* go on after contradictions, and mark every page */
    struct finish finish;
};

/* One document on its way. */
struct run {
    struct house *house; /* shared */
    struct arena *arena; /* of this document */
    struct diag diag;
    struct request request;
};

/* Starts a document in an arena that is empty or reset; what else is asked for is set afterwards.
 */
void run_init(struct run *run, struct house *house, struct arena *arena, enum language language,
              const char *path);

/* The record that a corrected edition corrects; source is NULL for none. */
struct previous {
    const struct source *source;
    const char *template_name; /* of the package that its document was made with */
    bool marks;                /* what changed since is marked in the margin */
};

/* run_read: the record, and what the file that it came from carried besides. */
struct origin {
    const struct source *source;
    const struct node *record;
    struct previous previous;
};

/* A record that another names as last year's or as a unit's. */
struct named {
    struct named *next;
    const struct node *record;
    const struct facts *facts; /* NULL after an error */
    const char *role; /* where it is named: 上年.记录, 单位.下属记录.2:上年.记录 */
};

/* run_compute: the facts, and the other records that they were derived from. */
struct account {
    struct facts *facts; /* NULL after an error */
    struct named *named;
};

/* run_compose, run_tell: the document, and what it was told apart from. */
struct composition {
    const char *template_name; /* chosen, even when there is none such */
    const struct template *template;
    struct document *document;
    struct previous previous;
};

/* All that was made of one document; what was not reached is zero. */
struct results {
    struct origin origin;
    struct account account;
    struct composition composition;
    struct pages *pages[FONT_CHOICES]; /* run_layout: with the fonts that the outputs need */
};

/* The stages. Each is run after the one before it has succeeded; false after reporting errors. */
bool run_read(struct run *run, struct origin *origin);
/* false, too, when the checks found errors; then there are facts all the same. */
bool run_compute(struct run *run, const struct origin *origin, struct account *account);
bool run_compose(struct run *run, const struct origin *origin, const struct account *account,
                 struct composition *composition);
/* run_compose, with 更正说明 if asked for. */
bool run_tell(struct run *run, const struct origin *origin, const struct account *account,
              struct composition *composition);
bool run_layout(struct run *run, const struct composition *composition, enum font_choice choice,
                struct pages **pages);

struct outputs;

/* The whole way, as far as the outputs need; see outputs.h. false after an error that keeps one of
 * them from being made: then there is none. */
bool run_make(struct run *run, struct outputs *outputs, struct results *made);

/* The package that the document is made with: as the request says, as the record's 模板 says, or
 * the one for its 省份 and 年度. NULL after reporting that there is none such. */
const char *run_template_name(struct run *run, const struct node *record);

/* What the file says about itself. */
struct file_info run_info(const struct node *record);

/* carry.c: what the file carries besides its pages: the record that it was made from, standing
 * alone, what else it was made with, and the record that it corrects. Returns their number; 0 after
 * reporting an error. */
uint32_t run_carry(struct run *run, const struct results *made, const struct pages *pages,
                   const struct attachment **carried);

/* The record alone, for what is not made from pages. */
uint32_t run_carry_record(struct run *run, const struct results *made,
                          const struct attachment **carried);

/* Reads what a disclosure of ours carries: its record's source, and the record that it corrects.
 * false after reporting that it carries none. */
bool run_uncarry(struct run *run, const struct source *pdf, struct origin *origin);

/* The record as a disclosure made of it by the package of its own choice carries it, whatever file
 * it was read from: what a correction names it by is the SHA-256 of this. */
struct slice run_canonical(struct run *run, const struct origin *origin,
                           const struct account *account);

/* The name of the record of the previous edition that is carried. */
extern const char carried_previous[];

/* correct.c: run_compose with 更正说明: what changed against request.corrects or what the origin
 * had as previous. */
bool run_correct(struct run *run, const struct origin *origin, const struct account *account,
                 struct composition *composition);

/* Appends what changed from one document to another, tersely. */
void run_changes(struct buf *out, struct run *run, const struct run *old_run,
                 const struct results *old, const struct run *new_run, const struct results *new,
                 bool colour);

/* Compares the disclosure that the run asks for with that of the record at the path old; appends
 * what was asked for. Messages are those of what stood in the way; findings of the records belong
 * to the comparison. */
bool run_diff(struct buf *out, struct run *run, const char *old, enum gongkai_diff_format format);

#endif
