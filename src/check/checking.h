/* What the checks share. Private to check/. */
#ifndef CHECK_CHECKING_H
#define CHECK_CHECKING_H

#include "base/diag.h"
#include "check/rows.h"
#include "check/words.h"
#include "ledger/formula.h"
#include "record/record.h"

/* A text that the agency typed as prose. */
struct prose {
    const struct fact *text;
    struct slice path;
    struct letters letters;
};

enum { SOUGHT = 64 };

struct checking {
    struct facts *facts;
    struct diag *diag;
    struct slice agency;              /* its name */
    const struct demand *demand;      /* of the form, which need not read all; or NULL */
    const struct check_row *check;    /* the one that runs */
    int64_t explained;                /* by how much the two sides are known to differ, or 0 */
    const struct old_name *old_names; /* for old-name alone */
    size_t old_name_count;
    struct known_texts *known; /* for the checks of projects */
    bool prose_listed;         /* a check has asked for the texts */
    struct prose *prose;
    uint32_t prose_count;
    const struct letters *letters; /* of the text that each_prose is at */
    const struct letters *begins;  /* of the sentences that hint-left looks for */
    struct sought {
        const char *const *words;
        struct letters begins;
    } sought[SOUGHT]; /* lists of words that were looked for */
};

/* Runs a check that compares. */
void check_compare(struct checking *checking);

/* Compares two formulas by the relation of the check that runs. */
void check_formulas(struct checking *checking, const char *left, const char *right);

/* A fact with the name under which a message shows it. */
struct side {
    const char *name;
    const struct fact *fact;
    struct pos said; /* where a text says the value, which is none of the record's; or no place */
};

/* Where the side's value was typed or said. */
struct pos side_pos(struct side side);

/* Reports that two values disagree; the level is a note when rounding explains it. */
void check_disagree(struct checking *checking, struct side left, struct side right,
                    int64_t difference);

/* Reports a value that should not be there. */
void check_value(struct checking *checking, struct side side);

/* Reports that left is there but right, which it needs, is not. */
void check_missing(struct checking *checking, struct side left, const char *right);

/* The same of a right side that was typed, as 0. */
void check_none(struct checking *checking, struct side left, struct side right);

/* Reports a part of a text, which need not be the fact's own bytes. */
struct finding *check_text(struct checking *checking, const struct fact *text, struct slice part);

/* The same, with what the record gives instead and where that was typed, or no place. */
void check_text_against(struct checking *checking, const struct fact *text, struct slice part,
                        const char *value, struct pos also);

/* The same, of the figure that the record gives. */
void check_text_against_figure(struct checking *checking, const struct fact *text,
                               struct slice part, const struct fact *figure);

/* Reports a part of a text by a message of its own, which takes the check's id, the path of the
 * text and what to do. */
struct finding *check_advise(struct checking *checking, const struct fact *text, struct slice part,
                             enum message message, const char *more);

/* The fact under its own path. */
struct side side_of(const struct checking *checking, const struct fact *fact);

/* A number as the messages print it, in the unit of the fact. */
const char *number_text(const struct checking *checking, const struct fact *fact, int64_t number);

/* What a fact's value is, as the messages print it. */
const char *value_text(const struct checking *checking, const struct fact *fact);

/* The place of part, a piece of the fact's text, in the file; of the whole text when it was spelt
 * otherwise there. */
struct pos part_pos(const struct fact *text, struct slice part);

/* Calls visit with every text that the agency typed as prose, and its path. */
void each_prose(struct checking *checking,
                void (*visit)(struct checking *checking, const struct fact *text,
                              struct slice path));

/* Whether the text that each_prose is at has a letter that one of the words, ended by NULL, begins
 * with. The words are known again by their address: a list of the program. */
bool prose_may_say(struct checking *checking, const char *const *words);

/* The change that a reason with this path explains; NULL when there is none. */
const struct fact *check_change_of(const struct checking *checking, struct slice path);

/* Whether the text with this path completes a sentence of the form: a reason, or a use. */
bool check_is_reason(struct slice path);

/* Whether the text is none: 无, 略, 见附件, a dash, or a lead to what does not follow. */
bool check_says_nothing(struct slice text);

/* Takes off a word of those with which a sentence about the agency's year begins: 2024年, 本单位.
 */
bool check_skip_lead(const struct checking *checking, struct slice *text);

/* The fact at a dotted path, or NULL. */
const struct fact *check_fact(const struct checking *checking, const char *path);

/* The functions of checks.def. */
void check_matrix_functional(struct checking *checking);
void check_matrix_economic(struct checking *checking);
void check_negative_unexplained(struct checking *checking);
void check_negative(struct checking *checking);
void check_negative_last(struct checking *checking);
void check_withheld_derivable(struct checking *checking);
void check_withheld_told(struct checking *checking);
void check_carried_forward(struct checking *checking);
void check_typed_twice(struct checking *checking);
void check_unconfirmed(struct checking *checking);
void check_over_budget(struct checking *checking);
void check_use_total(struct checking *checking);
void check_vehicles(struct checking *checking);
void check_last_year_parts(struct checking *checking);
void check_vehicles_alike(struct checking *checking);
void check_office_own(struct checking *checking);
void check_office_none(struct checking *checking);
void check_project_score(struct checking *checking);
void check_project_full_marks(struct checking *checking);
void check_performance_grades(struct checking *checking);
void check_project_grade(struct checking *checking);
void check_project_copied(struct checking *checking);
void check_project_counts(struct checking *checking);
void check_project_name(struct checking *checking);
void check_staff(struct checking *checking);
void check_projects_asked(struct checking *checking);
void check_whole(struct checking *checking);
void check_project_subjects(struct checking *checking);
void check_subject_reason(struct checking *checking);
void check_subject_use(struct checking *checking);
void check_use_lost(struct checking *checking);
void check_decimal_point(struct checking *checking);
void check_unit_mistaken(struct checking *checking);
void check_edition(struct checking *checking);
void check_date_order(struct checking *checking);
void check_date(struct checking *checking);
void check_hint_left(struct checking *checking);
void check_heading_sequence(struct checking *checking);
void check_prose_near(struct checking *checking);
void check_prose_told(struct checking *checking);
void check_prose_denied(struct checking *checking);
void check_prose_amount(struct checking *checking);
void check_prose_count(struct checking *checking);
void check_reason_money(struct checking *checking);
void check_reason_direction(struct checking *checking);
void check_reason_flat(struct checking *checking);
void check_reason_empty(struct checking *checking);
void check_old_name(struct checking *checking);
void check_other_agency(struct checking *checking);
void check_near_name(struct checking *checking);
void check_choice_left(struct checking *checking);
void check_number_missing(struct checking *checking);
void check_stop_doubled(struct checking *checking);
void check_share_unit(struct checking *checking);
void check_rate_over_zero(struct checking *checking);
void check_year_other(struct checking *checking);
void check_year_project(struct checking *checking);
void check_characters(struct checking *checking);
void check_unit_whole(struct checking *checking);
void check_price(struct checking *checking);
void check_count_large(struct checking *checking);
void check_project_prose(struct checking *checking);
void check_use_copied(struct checking *checking);

#endif
