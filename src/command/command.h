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
int command_audit(int argc, char **argv);
int command_serve(int argc, char **argv);

/* engine.c: works for the library of another process, at standard input. */
int command_engine(void);

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

/* An option of a subcommand. */
struct setting {
    const char *name;
    int letter; /* of the short form, which takes a value, or 0 */
    bool flag;  /* takes no value */
    size_t at;  /* where it goes: the place of an int for a flag, else of a const char * */
};

enum { OPERANDS_MAX = 3 };

#define RECORD_OPERAND                                                                             \
    {                                                                                              \
        {                                                                                          \
            "RECORD", "数据文件"                                                               \
        }                                                                                          \
    }
#define PDF_OPERAND                                                                                \
    {                                                                                              \
        {                                                                                          \
            "FILE.pdf", "文件.pdf"                                                               \
        }                                                                                          \
    }

/* What a subcommand takes. */
struct command_line {
    const char *command;
    const struct setting *settings; /* up to one without name; NULL for none */
    void *into;                     /* what their `at` counts from */
    /* What is needed besides options, by its names in both languages. */
    const char *operands[OPERANDS_MAX][2];
    bool more;     /* any number may follow */
    bool optional; /* they may be left out */
};

/* Reads the options, and leaves what is no option from argv[optind] on. False after saying what is
 * wrong and how the subcommand is used. */
bool command_read(const struct command_line *line, int argc, char **argv);

/* Says what is wrong with the command line and how the subcommand is used; STATUS_USAGE. The
 * message takes as many of the texts as it needs. */
enum status command_complain(const char *command, enum message message, const char *a,
                             const char *b, const char *c);

/* Says that the subcommand has none of that name below it, only `words`, with | between them. */
enum status command_subcommand(const char *command, const char *name, const char *words);

/* Says on stderr, in a few lines, how the subcommand is used; returns STATUS_USAGE. */
enum status command_usage(const char *command);

/* All of it on stdout, since it was asked for; returns STATUS_OK. */
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
