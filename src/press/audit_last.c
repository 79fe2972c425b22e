#include "press/audit_last.h"

#include <string.h>

#include "base/reading.h"
#include "intake/leaves.h"
#include "intake/recognise.h"
#include "ledger/ledger.h"
#include "press/import.h"
#include "record/schema.h"

struct last {
    struct arena *arena;
    struct node *record;
    int64_t unit;
    struct pos pos;
};

static void type(struct last *last, const char *path, const struct fact *fact)
{
    struct node *map = last->record;
    const struct figure figure = {.number = fact->number};
    for (struct slice rest = slice_of(path); rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        struct node *child = node_child(map, key);
        if (!child)
            child = node_add(last->arena, map, rest.p ? NODE_MAP : NODE_STRING, key, last->pos);
        map = child;
    }
    map->text = figure_typed(last->arena, &figure, last->unit);
    map->pos = last->pos;
}

static void type_all(struct last *last, const struct facts *facts)
{
    const char *key, *source;
    for (size_t i = 0; ledger_last_figure(i, &key, &source); i++) {
        const struct fact *fact = fact_find(facts, facts->root, slice_of(source));
        if (fact && fact->kind == FACT_MONEY)
            type(last, key, fact);
    }
    const struct fact *rows = fact_find(facts, facts->root, SLICE("一般公共预算支出.科目"));
    for (const struct fact *row = rows ? rows->first : NULL; row; row = row->next) {
        const struct fact *amount = fact_child(facts, row, SLICE("合计"));
        if (row->key.n == 7 && amount && amount->kind == FACT_MONEY)
            type(last, arena_printf(last->arena, "上年.一般公共预算支出.%s", row->key.p), amount);
    }
}

/* The record that the tables of last year's document amount to. */
static const struct node *record_of(struct house *house, struct diag *diag, const char *path)
{
    struct harvest harvest;
    struct diag quiet;
    const struct book *book = book_read(diag->arena, diag, path);
    if (!book)
        return NULL;
    diag_init(&quiet, diag->arena, diag->language);
    harvest_init(&harvest, diag->arena, &quiet, catalog_names(diag->arena, house->catalog));
    harvest_book(&harvest, book);
    harvest_finish(&harvest);
    if (!harvest.figures) {
        diag_report(diag, MSG_AUDIT_NO_TABLES, book_pos(book));
        return NULL;
    }
    struct node *record = leaves_record(&harvest, leaves_unit(&harvest));
    schema_check(diag->arena, &quiet, record, false, NULL);
    schema_complete(diag->arena, record);
    return record;
}

bool audit_last_year(struct house *house, struct diag *diag, const char *path, struct node *record,
                     int64_t unit)
{
    struct diag quiet;
    const struct source *source = source_read(diag->arena, path, LIMIT_BOOK);
    if (!source) {
        source_report(diag, (struct pos){0}, path);
        return false;
    }
    const struct node *before = book_format(source->text) ? record_of(house, diag, path)
                                                          : record_read(diag->arena, diag, path);
    if (!before)
        return false;
    diag_init(&quiet, diag->arena, diag->language);
    const struct facts *facts = ledger_run(diag->arena, &quiet, before, NULL, house->catalog);
    struct last last = {diag->arena, record, unit,
                        source_pos(source, (struct slice){source->text.p, 0})};
    if (facts)
        type_all(&last, facts);
    return facts != NULL;
}
