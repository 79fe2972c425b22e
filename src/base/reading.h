/*
 * The one reader of files. It takes plain files only, no longer than their role allows, and of the
 * files that a text names only those below the text's own folder or one that was allowed. Whatever
 * is refused is refused before it is read, and a pipe or device is never waited for.
 */
#ifndef BASE_READING_H
#define BASE_READING_H

#include <sys/stat.h>

#include "base/limits.h"

/* Reads a whole file into the arena. NULL when it cannot be: source_report says why. A path below
 * /dev/fd, or /dev/stdin, may be a pipe: the caller has it open. */
const struct source *source_read(struct arena *arena, const char *path, enum limit limit);

/* The same of a file that stands in the folder, links out of it refused. */
const struct source *source_read_in(struct arena *arena, const char *folder, const char *path,
                                    enum limit limit);

/* The same of a file that the text at pos names; the path is as seen from here. */
const struct source *source_read_named(struct arena *arena, struct pos pos, const char *path,
                                       enum limit limit);

/* Whether the text at pos may name what is at the path; a folder, say. What is not there may be
 * named. Otherwise source_report says why. */
bool source_may_name(struct pos pos, const char *path);

/* Whether what is at the path lies below the folder or one that was allowed; a link counts as what
 * it leads to, and what is not there may lie anywhere. */
bool source_is_within(const char *path, const char *folder);

/* Opens a plain file for reading; -1 with errno set. */
int source_open(const char *path);

/* Reports why the last call of this thread failed. */
void source_report(struct diag *diag, struct pos pos, const char *path);

/* Why, as a few words in the language of the diag. */
const char *source_why(const struct diag *diag);

/* Folders below which any text may name files; the list must outlive its use. For this thread. */
enum { ALLOWED_MAX = 32 };

struct allowed {
    const char *folder[ALLOWED_MAX];
    unsigned count;
};
void source_allow(const struct allowed *allowed);

/* Files in memory, read by this thread instead of files of their names from now on; the list must
 * outlive its use, and NULL ends it. A text that stands in one of them names others of them and
 * nothing else: who sent them knows nothing of the files here. */
struct offered {
    const struct offered *next;
    const char *name;
    struct slice bytes;
};
void source_offer(const struct offered *list);

/* Whether the text is one of them, and stands in no folder. */
bool source_is_offered(const struct source *source);

/* A path at which a program reads the bytes: of a file that only memory has. The caller closes
 * *file, and the path is gone; NULL with errno set when there is none to be had. */
const char *source_path(struct arena *arena, struct slice bytes, int *file);

/* Remembers which files this thread reads from now on, until NULL; free the items at the end. */
struct inputs {
    struct input {
        uint64_t device, node;
        bool used;
    } * item; /* a hash table */
    uint32_t count, room;
};
void source_remember(struct inputs *inputs);

/* Starts remembering anew: what was read before may be gone, and its number another file's. */
void source_forget(void);

/* Adds what is at the path, if anything is. */
void inputs_add(struct inputs *inputs, const char *path);
bool inputs_hold(const struct inputs *inputs, const struct stat *about);

/* Whether what is at the path was read since. */
bool source_is_input(const char *path);

/* Tells the function of every path that this thread reads from now on, or fails to; NULL ends it.
 */
void source_observe(void (*observe)(void *data, const char *path), void *data);

#endif
