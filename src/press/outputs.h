/*
 * What can be made of a record: one table (outputs.c), read by render, batch, the library and the
 * usage. To add an output:
 *
 *   1. Write a function that appends its bytes, such as
 *
 *          static bool write_html(struct buf *out, struct run *run, const struct output *output,
 *                                 const struct results *made);
 *
 *      It reads what the stages made (made->account.facts, made->composition.document,
 *      made->pages[…]) and changes none of it; what several outputs of one run need is made once.
 *      It reports to run->diag what stands in its way and returns false; whatever it appended
 *      until then is dropped.
 *   2. Add a row to the table: the name that --to takes, the endings of its files, the farthest
 *      stage that it reads, the function, and what it is, in both languages.
 *
 * What is painted from pages is a device first (device/device.h): its row here names the device,
 * which decides the fonts that the pages are laid out with.
 */
#ifndef PRESS_OUTPUTS_H
#define PRESS_OUTPUTS_H

#include "press/run.h"
#include "publish/publish.h"

enum stage { STAGE_READ, STAGE_FACTS, STAGE_DOCUMENT, STAGE_PAGES };

struct output {
    const char *name;    /* as --to takes it */
    const char *endings; /* of file names, lower case, the usual first, separated by '|'; NULL: the
                            output is asked for in other ways only */
    enum stage needs;
    const struct device *device; /* that paints it, or NULL */
    bool (*write)(struct buf *out, struct run *run, const struct output *output,
                  const struct results *made); /* NULL: a file a page, by the device */
    bool (*publish)(struct buf *out, const struct publication *publication); /* for write */
    bool unsound;           /* made even when errors were found */
    bool unfinished;        /* made of an unfinished record, too */
    bool finishes;          /* honours a password and linearizing */
    const char *summary[2]; /* for the usage, by language */
};

/* The row at the index; NULL past the last. */
const struct output *output_at(unsigned index);

/* The row of the name, NULL if there is none; and the first whose files end like the path. */
const struct output *output_named(struct slice name);
const struct output *output_for(const char *path);

/* The path with the ending of the output instead of that of any output, in the arena. */
const char *output_path(struct arena *arena, const struct output *output, const char *path);

/* Reads names separated by commas. Returns their number, 0 after reporting one that is not known,
 * is told twice, or would have the same file names as another. */
enum { OUTPUTS_MAX = 16 };
uint32_t outputs_read(struct diag *diag, const char *names,
                      const struct output *outputs[OUTPUTS_MAX]);

/* The names that --to takes, with commas between them, in the arena. */
const char *output_names(struct arena *arena);

/* What one run is to make: the rows, and a file for each of them that has a `write`. */
struct outputs {
    const struct output *rows[OUTPUTS_MAX];
    struct buf files[OUTPUTS_MAX]; /* the caller frees them: outputs_free */
    uint32_t count;
};

void outputs_add(struct outputs *outputs, const struct output *output);
void outputs_free(struct outputs *outputs);

/* For the pipeline: whether the request can be honoured, which is reported if not; how far the way
 * goes; whether all of them take an unfinished record; which fonts are needed; the writing itself,
 * of those that need `sound` figures or not. */
bool outputs_fit(struct run *run, const struct outputs *outputs);
enum stage outputs_need(const struct outputs *outputs);
bool outputs_lenient(const struct outputs *outputs);

/* Whether nothing but findings is asked for: those of the document belong to them, and errors of
 * the record do not keep it from being tried. */
bool outputs_check(const struct outputs *outputs);

bool outputs_use(const struct outputs *outputs, enum font_choice choice);
bool outputs_write(struct run *run, struct outputs *outputs, const struct results *made,
                   bool sound);

#endif
