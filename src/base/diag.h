/*
 * Messages. All wording stands in messages.def, by stage; here is how one is reported. A finding
 * carries its position, so the command can print file:line:column, the line and a caret.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/source.h"

enum level { LEVEL_NONE, LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };

enum message {
#define MESSAGE(id, level, name, english, chinese) id,
#include "base/messages.def"
#undef MESSAGE
    MESSAGE_COUNT
};

/* The English wordings, and a function that is nowhere: so that the compiler sees whether arguments
 * fit a message. Private to diag_report. */
#define MESSAGE(id, level, name, english, chinese)                                                 \
    static const char id##_WORDING[] __attribute__((unused)) = english;
#include "base/messages.def"
#undef MESSAGE
int message_fits(struct pos pos, const char *wording, ...) __attribute__((format(printf, 2, 3)));
#define MESSAGE_FITS(message, ...) MESSAGE_FITS_AT(message##_WORDING, __VA_ARGS__)
#define MESSAGE_FITS_AT(wording, pos, ...) (void)sizeof(message_fits(pos, wording, ##__VA_ARGS__))

struct finding {
    struct finding *next;
    enum message message;
    enum level level;
    struct pos pos;
    struct slice text;
    struct slice chinese;   /* the text in Chinese, for documents, whatever the language */
    const char *rule;       /* what was broken: the check, or the name of the message */
    struct pos also;        /* where the other of two values that disagree was typed, or none */
    const char *values[2];  /* what disagrees, as text, or NULL */
    const char *difference; /* of the two values, as text, or NULL */
    bool missing;           /* says no more than that something is still to be typed */
    const char *key;        /* of the record: what is still to be typed, or NULL */
    const char *paste;      /* lines to put into the record, or NULL */
};

/* Collects the findings of one document, in the order reported. */
struct diag {
    struct arena *arena;
    enum language language;
    struct finding *first;
    struct finding *last;
    enum level worst;
    unsigned count[LEVEL_ERROR + 1];
    uint32_t kept;                      /* how many are in the list */
    unsigned left_out[LEVEL_ERROR + 1]; /* beyond the limit: counted, but told of no more */
    unsigned missing; /* how many of the errors only say that something is still to be typed */
};

/* Findings live in the arena; nothing to free. */
void diag_init(struct diag *diag, struct arena *arena, enum language language);

/* Reports a message at pos ((struct pos){0} for none). The arguments are all const char *, in the
 * order in which the English wording names them; the compiler holds them against it. The finding
 * returned may be told more: another position, the values that disagree. */
#define diag_report(diag, message, ...)                                                            \
    (MESSAGE_FITS(message, __VA_ARGS__), diag_report_chosen(diag, message, __VA_ARGS__))

/* The same at another level than the message's own. */
#define diag_report_at(diag, level, message, ...)                                                  \
    (MESSAGE_FITS(message, __VA_ARGS__), diag_report_chosen_at(diag, level, message, __VA_ARGS__))

/* The same of a message that is chosen as the program runs: nobody counts the arguments. */
struct finding *diag_report_chosen(struct diag *diag, enum message message, struct pos pos, ...);
struct finding *diag_report_chosen_at(struct diag *diag, enum level level, enum message message,
                                      struct pos pos, ...);

/* Says of a finding just reported that it is of what is still to be typed: such findings are listed
 * behind the others. */
void diag_missing(struct diag *diag, struct finding *finding);

/* Adds a finding of another diag unless the same one is there; tells whether it was added. Its
 * text must live as long as the diag. */
bool diag_repeat(struct diag *diag, const struct finding *finding);

/* Whether something was reported at this place already: rows that a list repeats err alike, and
 * are told of once. */
bool is_told(const struct diag *diag, struct pos pos);

/* Whether this message was reported at this place already. */
bool is_reported(const struct diag *diag, enum message message, struct pos pos);

/* Appends all findings as text, those of one file in the order of its lines; then a line that
 * counts what is still to be typed, and what that is. */
void diag_print(struct buf *out, const struct diag *diag);

/* diag_print without those of lesser levels. */
void diag_print_from(struct buf *out, const struct diag *diag, enum level least);

/* The stable name of a message, such as "key-unknown", and the level as a word. */
const char *message_name(enum message message);
const char *level_name(enum level level, enum language language);

/* The findings, those of one file in the order of its lines, what is still to be typed last; *count
 * tells how many. */
const struct finding **diag_sorted(const struct diag *diag, size_t *count);

/* Appends "gongkai: PLACE: LEVEL: text", the place as pos_put has it, and the quoted line; where
 * there is another position, "gongkai: file:line:col: compare here" and that line; and below the
 * line of a value that was imported "gongkai: book.xlsx:Sheet1!B7: imported from here". */
void finding_print(struct buf *out, const struct finding *finding, enum language language);

/* The language that GONGKAI_LANG, LC_ALL, LC_MESSAGES or LANG asks for: Chinese for zh*, else
 * English. */
enum language language_of_locale(void);

#endif
