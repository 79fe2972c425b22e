/* The subcommands. Each takes the arguments from its own name on and returns the exit status. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "base/diag.h"
#include "base/reading.h"
#include "base/slice.h"

#include "gongkai.h"

/* Exit statuses: the worst level met. */
enum status {
    STATUS_OK = 0,      /* nothing worse than a note */
    STATUS_WARNING = 1, /* made, with warnings */
    STATUS_ERROR = 2,   /* nothing written */
    STATUS_USAGE = 3    /* the command line is off */
};

int command_render(int argc, char **argv);
int command_check(int argc, char **argv);
int command_facts(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_hash(int argc, char **argv);
int command_dump(int argc, char **argv);
int command_template(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_extract(int argc, char **argv);
int command_batch(int argc, char **argv);
int command_new(int argc, char **argv);
int command_subjects(int argc, char **argv);
int subjects_command_add(int argc, char **argv);
int command_import(int argc, char **argv);

/* memory.c: bounds the memory of the process, in bytes. */
void memory_bound(uint64_t most);

/* What goes with any subcommand; main.c takes it from the arguments. */
extern struct command_settings {
    bool quiet;             /* --quiet: no notes */
    struct allowed allowed; /* --allow-path */
} command_settings;

/* Opens the library in the language of the locale. */
struct gongkai *command_open(void);

/* Whether --quiet was given: neither notes nor progress. */
bool command_is_quiet(void);

/* Prints findings that are no library result's to stderr, as --quiet allows. */
void command_tell(const struct diag *diag);

/* Prints the messages of a result to stderr and gives the exit status. */
enum status command_report(const struct gongkai_result *result);

/* The exit status alone. */
enum status command_status(const struct gongkai_result *result);

/* Says on stderr how the subcommand is used, after a wrong command line; returns STATUS_USAGE. */
enum status command_usage(const char *command);

/* The same on stdout, since it was asked for; returns STATUS_OK. */
enum status command_help(const char *command);

/* Calls make, and again whenever a file that it read or looked for has changed, until SIGINT; says
 * so, and then what make appended to `report`. The status of the last call. */
int command_watch(enum status (*make)(void *data, struct buf *report), void *data);

/* Says on stderr, in the language of the locale, what is the matter with the file at path, whose
 * name may be any bytes; why may be NULL. Returns STATUS_ERROR. */
enum status command_refuse(const char *english, const char *chinese, const char *path,
                           const char *why);

/* Whether to print in colour there: on terminals, unless NO_COLOR asks for none. */
bool command_colours(int file);

/* write_file, or standard output for "-"; says so when it fails. The worse of status and what came
 * of it. */
enum status command_write(const char *path, struct slice bytes, enum status status);

#endif
