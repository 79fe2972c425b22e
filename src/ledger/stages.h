/* The steps of ledger_run and what they share. Private to the ledger. */
#ifndef LEDGER_STAGES_H
#define LEDGER_STAGES_H

#include "ledger/catalog.h"
#include "ledger/form.h"
#include "ledger/formula.h"
#include "record/record.h"

enum { CODE_LENGTHS = 8 };

struct ledger {
    struct facts *facts;
    struct diag *diag;
    const struct catalog *catalog;
    const struct ledger_form *form;
    int year;
    const struct fact *names; /* 科目名称 of the record, or NULL */
    struct named {
        struct slice code, name;
    } named[CODE_LENGTHS]; /* the functional subject asked for last, by the length of its code:
                              rows follow each other below one 类 */
    bool failed;           /* an error has been reported */
};

void ledger_leaves(struct ledger *ledger, const struct node *record);
void ledger_last_state(struct ledger *ledger);
void ledger_last_year(struct ledger *ledger, const struct facts *last);
void ledger_units(struct ledger *ledger, const struct facts *const *units, size_t count);
bool ledger_codes(struct ledger *ledger);
void ledger_subjects(struct ledger *ledger);
void ledger_matrix(struct ledger *ledger);
void ledger_economic(struct ledger *ledger);
void ledger_detail(struct ledger *ledger);
void ledger_performance(struct ledger *ledger);
void ledger_formulas(struct ledger *ledger);
void ledger_lists(struct ledger *ledger);
void ledger_waits(struct ledger *ledger);
void ledger_stated(struct ledger *ledger, const struct node *record);

/* A fact that must exist, by path from the root; the group is made when it does not. */
const struct fact *ledger_fact(const struct ledger *ledger, const char *path);
struct fact *ledger_group(struct ledger *ledger, const char *path);

/* The name of a subject: the record's own, or the catalogue's, or empty. */
struct slice ledger_functional_name(struct ledger *ledger, struct slice code);
struct slice ledger_economic_name(const struct ledger *ledger, struct slice code);

/* Takes over the names that another record has for subjects which neither this one nor the
 * catalogue names; types all such names into the record. */
void ledger_take_names(struct ledger *ledger, const struct facts *other);
void ledger_settle_names(struct arena *arena, struct node *record, const struct facts *facts);

/* Adds to `into` and remembers a failure. */
void ledger_add(struct ledger *ledger, struct fact *into, const struct fact *more);

/* A row of a list or group for the subject: its code and its name. */
struct fact *ledger_subject(struct ledger *ledger, struct fact *rows, struct slice code,
                            struct slice name);

/* A row of a list by functional subject: its code, its names and those above it, its level. */
struct fact *ledger_subject_row(struct ledger *ledger, struct fact *list, struct slice code);

/* 序号, 首项 and 末项 of the rows, which count among those of one level, behind those of another
 * list; or NULL. */
void ledger_number_rows(struct ledger *ledger, const struct fact *list, const struct fact *before);

/* Flags of the row: whether its functional subject is a 类, 款 or 项. */
void ledger_levels(struct ledger *ledger, struct fact *row);

/* A derived text, flag or copy below a group. */
void ledger_text(struct ledger *ledger, struct fact *group, const char *key, struct slice text);
void ledger_flag(struct ledger *ledger, struct fact *group, const char *key, bool flag);
struct fact *ledger_copy(struct ledger *ledger, struct fact *group, const char *key,
                         const struct fact *of);

/* A derived fact by formula (formula.h). */
struct fact *ledger_formula(struct ledger *ledger, struct fact *group, const char *key,
                            const char *formula, const struct fact *row);

#endif
