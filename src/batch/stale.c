/* Files in the output folder that a former run made and this one cannot answer for. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/batch.h"

static int by_name(const void *a, const void *b)
{
    const struct slice *left = a, *right = b;
    size_t n = left->n < right->n ? left->n : right->n;
    int order = memcmp(left->p, right->p, n);
    return order ? order : (left->n > right->n) - (left->n < right->n);
}

/* The name without its ending: what else is made of a record is called the same. */
static struct slice stem_of(struct slice name)
{
    const char *dot = memrchr(name.p, '.', name.n);
    return dot ? (struct slice){name.p, (size_t)(dot - name.p)} : name;
}

void stale_prepare(struct batch *batch)
{
    batch->stems = ARENA_ARRAY(batch->arena, struct slice, batch->count);
    batch->stem_count = batch->count;
    for (uint32_t i = 0; i < batch->count; i++)
        batch->stems[i] = stem_of(slice_of(batch->jobs[i].output));
    qsort(batch->stems, batch->stem_count, sizeof *batch->stems, by_name);
}

static bool is_named(const struct batch *batch, struct slice output)
{
    struct slice stem = stem_of(output);
    return bsearch(&stem, batch->stems, batch->stem_count, sizeof stem, by_name);
}

bool stale_is_there(struct batch *batch, struct slice output)
{
    return access(batch_path(batch, slice_copy(batch->arena, output).p), F_OK) == 0;
}

static void put_name(struct buf *names, struct slice name)
{
    buf_puts(names, names->n ? ", " : "");
    buf_put_slice(names, name);
}

static void tell(struct batch *batch, enum message message, struct buf *names)
{
    if (names->n)
        diag_report_chosen(batch->diag, message, (struct pos){0}, names->p);
    buf_free(names);
}

static void keep_left(struct batch *batch, struct slice output, struct slice *kept, uint32_t *count,
                      struct buf *names)
{
    if (is_named(batch, output) || !stale_is_there(batch, output))
        return;
    kept[(*count)++] = output;
    put_name(names, output);
}

void stale_tell(struct batch *batch)
{
    struct buf failed = {0}, left = {0};
    uint32_t room = batch->left_count + batch->known_count, count = 0;
    struct slice *kept = ARENA_ARRAY(batch->arena, struct slice, room + 1);
    for (uint32_t i = 0; i < batch->count; i++)
        if (batch->outcomes[i].level == LEVEL_ERROR &&
            stale_is_there(batch, batch->outcomes[i].output))
            put_name(&failed, batch->outcomes[i].output);
    for (uint32_t i = 0; i < batch->left_count; i++)
        keep_left(batch, batch->left[i], kept, &count, &left);
    for (uint32_t i = 0; i < batch->known_count; i++)
        keep_left(batch, batch->known[i].output, kept, &count, &left);
    batch->left = kept;
    batch->left_count = count;
    tell(batch, MSG_BATCH_STALE, &failed);
    tell(batch, MSG_BATCH_LEFT, &left);
}
