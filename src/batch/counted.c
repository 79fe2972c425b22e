/* Which outcomes the sums of the summary count: no agency's money twice. */
#include <stdlib.h>

#include "batch/batch.h"

struct named_file {
    struct slice file;
    const struct outcome *by;
};

static int compare_named(const void *a, const void *b)
{
    return slice_compare(((const struct named_file *)a)->file,
                         ((const struct named_file *)b)->file);
}

static int compare_file(const void *file, const void *named)
{
    return slice_compare(*(const struct slice *)file, ((const struct named_file *)named)->file);
}

/* The files that the documents were made from, but for each one's own record. */
static struct named_file *list_named(struct batch *batch, size_t *count)
{
    struct named_file *list = NULL;
    size_t n = 0, room = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        struct slice files = batch->outcomes[i].files;
        if (batch->outcomes[i].level != LEVEL_ERROR)
            slice_cut(&files, '\n');
        else
            files.p = NULL;
        while (files.p) {
            struct slice file = slice_cut(&files, '\n');
            GROW(NULL, list, n, room, 64);
            list[n++] = (struct named_file){file, &batch->outcomes[i]};
        }
    }
    *count = n;
    if (n)
        qsort(list, n, sizeof *list, compare_named);
    return list;
}

/* By name and year, those of one agency side by side. */
static int compare_agency(const void *a, const void *b)
{
    const struct outcome *left = *(const struct outcome *const *)a,
                         *right = *(const struct outcome *const *)b;
    int order = slice_compare(left->name, right->name);
    return order ? order : (left->year > right->year) - (left->year < right->year);
}

static bool has_money(const struct outcome *outcome)
{
    return outcome->counted && outcome->level != LEVEL_ERROR && outcome->name.n &&
           (outcome->figures[FIGURE_INCOME] || outcome->figures[FIGURE_EXPENDITURE]);
}

/* Of two documents of one record only one counts; of two records of an agency, such as an edition
 * and its correction, both do, and that is told. */
static void settle(struct batch *batch, const struct outcome *first, struct outcome *second)
{
    struct slice records[] = {first->record, second->record};
    second->counted = slice_compare(records[0], records[1]) != 0;
    if (second->counted)
        diag_report(batch->diag, MSG_BATCH_COUNTED_TWICE, (struct pos){0},
                    slice_copy(batch->arena, records[0]).p, slice_copy(batch->arena, records[1]).p,
                    slice_copy(batch->arena, second->name).p);
}

static void find_twice(struct batch *batch)
{
    struct outcome **list = calloc(batch->count + 1, sizeof *list);
    uint32_t count = 0;
    for (uint32_t i = 0; i < batch->count && list; i++)
        if (has_money(&batch->outcomes[i]))
            list[count++] = &batch->outcomes[i];
    if (count)
        qsort(list, count, sizeof *list, compare_agency);
    for (uint32_t i = 1; i < count; i++)
        if (compare_agency(&list[i - 1], &list[i]) == 0)
            settle(batch, list[i - 1], list[i]);
    free(list);
}

void counted_mark(struct batch *batch)
{
    size_t count;
    struct named_file *named = list_named(batch, &count);
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct slice *record = &batch->outcomes[i].record;
        batch->outcomes[i].counted =
            !count || !bsearch(record, named, count, sizeof *named, compare_file);
    }
    free(named);
    find_twice(batch);
}
