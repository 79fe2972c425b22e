/* The kinds of tables as data (tables.def), and how words are matched. Private to the recogniser.
 */
#ifndef INTAKE_TABLE_KINDS_H
#define INTAKE_TABLE_KINDS_H

#include "intake/harvest.h"

enum engine {
    ENGINE_NONE,    /* known, not needed */
    ENGINE_CODE,    /* lines by subject code, columns by heads; one block or several side by side */
    ENGINE_CROSS,   /* lines by functional code, columns by economic subject */
    ENGINE_ITEM,    /* lines by label, one group of columns or several side by side */
    ENGINE_HEADS,   /* heads above a single line of figures */
    ENGINE_LIST,    /* a line a leaf: code, source, kind, amount */
    ENGINE_FACTS,   /* a line a fact under its own name, as we publish them */
    ENGINE_PROJECT, /* labels beside or above the figures of one project */
    ENGINE_PROJECTS /* a line a project */
};

enum table_kind_id {
#define KIND(id, engine, title, sheet, heads) KIND_##id,
#include "intake/tables.def"
    KIND_COUNT
};

struct table_kind {
    enum table_kind_id id;
    enum engine engine;
    const char *title, *sheet, *heads;
    const char *name; /* as messages call it: 收入决算表 */
};

struct known_column {
    enum table_kind_id kind;
    const char *words, *fact, *total;
};

struct known_item {
    enum table_kind_id kind;
    const char *section, *side, *words, *fact, *total;
};

/* Whether the text has the words; last is the last part of a head, for >. */
bool words_fit(const char *words, struct slice text, struct slice last);

/* The text with synonyms replaced, in the arena. */
struct slice words_settle(struct arena *arena, struct slice plain);

/* The kind of a table of this title, sheet and heads (plain; empty when there is none), or NULL. */
const struct table_kind *table_kind_find(struct slice title, struct slice sheet,
                                         struct slice heads);

/* Its name; that of 三公 whichever way round the table is. */
const char *table_kind_name(const struct table_kind *kind);

/* Whether the title is of a table of a budget. */
bool title_is_budget(struct slice plain);

/* Whether any kind has such a title. */
bool title_is_known(struct slice plain);

/* The known for a column of that head, or NULL; kinds that are known by heads alone have the rows
 * of their namesake. */
const struct known_column *column_find(const struct table_kind *kind, struct slice path,
                                       struct slice last);

/* The i-th known of the kind for items, or of its namesake, NULL after the last. */
const struct known_item *known_item_at(const struct table_kind *kind, size_t *i);

/* The kind that columns mean after such a line, or NULL. */
const struct table_kind *section_find(const struct table_kind *kind, struct slice label);

/* What a column of amounts is: false when no known fits; *value NULL: not needed. */
bool qualifier_find(const struct table_kind *kind, struct slice path, const char **value);

/* Whether the lines of such a table say themselves what they are. */
bool table_is_list(const struct table_kind *kind);

#endif
