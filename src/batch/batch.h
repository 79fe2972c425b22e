/*
 * Many records in one go.
 *
 *     sources ──► manifest ──► jobs ──► pool of worker processes ──► outcomes ──► report, summary
 *                                │                                      ▲
 *                                └── unchanged (state) ─────────────────┘
 *
 * A worker is a fork of a process that has the fonts open; it takes a document all the way, writes
 * it under a name of its own and renames it. Nothing is shared, so a record can spoil only itself.
 * What was made from what is kept in a state file in the output folder, a line a document: the
 * next run goes on from it.
 */
#ifndef BATCH_BATCH_H
#define BATCH_BATCH_H

#include "press/pipeline.h"

/* One document to make. */
struct job {
    const char *record;   /* path */
    const char *template; /* instead of the record's 模板, or NULL */
    const char *output;   /* name of its first file in the output folder */
    struct pos pos;       /* in the manifest, if it stands in one */
};

/* A hash of all that decides the bytes of a document. */
struct key {
    uint64_t word[2];
};

enum made { MADE_FAILED, MADE_NEW, MADE_UNCHANGED };

/* The figures of an agency that the summary shows, in 分. */
enum figure {
    FIGURE_INCOME,
    FIGURE_EXPENDITURE,
    FIGURE_FISCAL,
    FIGURE_ABROAD,
    FIGURE_VEHICLES,
    FIGURE_RECEPTION,
    FIGURE_SANGONG,
    FIGURE_COUNT
};

/* What became of a job: a line of the state. Texts live in the batch's arena. */
struct outcome {
    struct slice output, record, template_name, name;
    struct slice files;    /* all files read, the record first, a line each */
    struct slice messages; /* as they are printed */
    struct slice findings; /* the same as JSON, an object a line */
    struct key key;
    enum made made;
    int64_t level, warnings, errors, year, pages, size;
    int64_t chosen; /* 1: no package was named, it follows from 省份 and 年度 */
    int64_t figures[FIGURE_COUNT];
    bool counted; /* the sums have it: no other record of the batch names it; not in the state */
    int64_t withheld; /* which figures are secret (涉密), as bits 1 << figure */
};

enum { SHARDS = 100000 }; /* the most that a batch is parted into */

struct batch {
    struct arena *arena;
    struct arena *scratch; /* for one file at a time */
    struct diag *diag;
    struct house house;
    struct known_template *templates; /* hashed so far */
    enum language language;
    const char *folder;                        /* where the outputs go */
    const struct output *outputs[OUTPUTS_MAX]; /* of each document; the first gives it its name */
    uint32_t output_count;
    const char *shard; /* "" or "-2-of-8": part of the names of state and reports */
    bool quiet;        /* neither progress nor documents with nothing but notes are told of */
    bool no_record;    /* the files do not carry their records */
    unsigned workers;
    struct job *jobs;
    struct outcome *outcomes; /* by job */
    uint32_t count, room;
    struct outcome *known; /* of former runs, sorted by output */
    uint32_t known_count;
    struct slice *left; /* outputs of former runs that no source names any more */
    uint32_t left_count;
    struct slice *stems; /* of all outputs that the sources name, of other shards too; sorted */
    uint32_t stem_count;
    int state;          /* open for appending */
    void *told;         /* hashes of the findings that were printed */
    uint32_t repeating; /* documents of which not all was printed, since it was told before */
    uint32_t made, unchanged, failed;
    int64_t started; /* milliseconds */
};

/* manifest.c: turns a source (record, folder, .csv, .jsonl) into jobs. False after errors. */
bool manifest_add(struct batch *batch, const char *source);

/* Refuses two jobs of one output name. */
bool manifest_check(struct batch *batch);

/* Keeps the jobs of shard `index` (from 1) of `count`. */
void manifest_shard(struct batch *batch, unsigned index, unsigned count);

/* key.c: the files that a document was read from, a line each, into the arena. */
struct slice key_files(const struct run *run, const struct results *made);

/* The key of what the outcome says its document is made from: files, template package, and how that
 * was found. False when a file or the package cannot be read. */
bool key_make(struct batch *batch, const struct job *job, const struct outcome *outcome,
              struct key *key);

/* state.c */
const char *batch_path(const struct batch *batch, const char *name);

/* The name with the shard before its dot: report-2-of-8.csv. */
const char *batch_report(const struct batch *batch, const char *name);

/* Nothing known of it yet. */
struct outcome outcome_of(const struct job *job);

/* Takes the findings, in words and as JSON, into the arena. */
void outcome_tell(struct outcome *outcome, struct arena *arena, const struct diag *diag);

/* Appends a line and its end. */
void outcome_put(struct buf *line, const struct outcome *outcome);

/* Reads a line without its end; false for one that is torn. */
bool outcome_read(struct arena *arena, struct slice line, struct outcome *outcome);

/* Reads the state, and clears away what an interrupted run left. False after an error. */
bool state_open(struct batch *batch);
bool state_append(struct batch *batch, struct slice line);

/* The outcome of a former run for an output, or NULL. */
const struct outcome *state_find(const struct batch *batch, const char *output);

/* Reads all states of a folder, for --merge; tells of shards that are missing or have not ended.
 * False when there is none. */
bool state_merge(struct batch *batch, const char *folder, const char *prefix);

/* Brings the outcomes of all folders into the order of the outputs' names, each once. */
void state_sort(struct batch *batch);

/* Replaces the state by the outcomes of this run. */
bool state_close(struct batch *batch);

/* counted.c: marks the outcomes that sums count, which a department's units and last year's records
 * are not, and tells of agencies that stand twice among them. */
void counted_mark(struct batch *batch);

/* stale.c: notes what the sources name, before they are parted. */
void stale_prepare(struct batch *batch);

/* Tells of outputs in the folder that this run has not made: of records that now fail, and of
 * former runs. */
void stale_tell(struct batch *batch);

/* Whether a file of that name stands in the output folder. */
bool stale_is_there(struct batch *batch, struct slice output);

/* pool.c: does all jobs that are not unchanged. False when stopped by a signal, or when the state
 * can no longer be written. */
bool pool_run(struct batch *batch);

/* worker.c: the life of a worker: numbers of jobs come in, lines of the state go out. */
_Noreturn void worker_run(struct batch *batch, int channel);

/* progress.c: what is printed as documents end. What two of them have at one place in the same
 * words, an error of their form, is printed once; progress_end tells how many more have it. */
int64_t clock_ms(void);
void progress_show(struct batch *batch, const struct outcome *outcome);
void progress_end(struct batch *batch);

/* report.c, summary.c: the files for people, machines and portals. False after reporting errors. */
bool report_write(struct batch *batch);
bool summary_write(struct batch *batch);

/* package.c: datapackage.json, which describes the files, of a batch that makes data (csv, json).
 * False after reporting errors. */
bool package_write(struct batch *batch);

#endif
