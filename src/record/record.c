#include "record/record.h"

#include <errno.h>

#include "base/reading.h"
#include "record/reader.h"
#include "record/schema.h"

/* Whether the reader kept every key: then what is missing from the tree is missing from the
 * record. A key given twice loses nothing. */
static bool is_whole(const struct finding *finding)
{
    for (; finding; finding = finding->next)
        if (finding->message != MSG_KEY_TWICE)
            return false;
    return true;
}

struct node *record_parse_unfinished(struct arena *arena, struct diag *diag,
                                     const struct source *source, const struct demand *demand,
                                     bool *unfinished)
{
    unsigned before = diag->count[LEVEL_ERROR], gaps = diag->missing;
    const struct finding *last = diag->last;
    if (!source_is_text(diag, source))
        return NULL;
    bool json = slice_starts(text_trim(text_body(source)), "{");
    struct node *root = (json ? json_parse : ini_parse)(arena, diag, source);
    schema_check(arena, diag, root, is_whole(last ? last->next : diag->first), demand);
    if (too_many(diag))
        diag_report(diag, MSG_TOO_MANY, (struct pos){0},
                    arena_printf(arena, "%d", READER_ERRORS_MAX));
    gaps = diag->missing - gaps;
    *unfinished = gaps > 0;
    if (diag->count[LEVEL_ERROR] - gaps > before)
        return NULL;
    schema_complete(arena, root);
    return root;
}

struct node *record_parse_for(struct arena *arena, struct diag *diag, const struct source *source,
                              const struct demand *demand)
{
    bool unfinished = false;
    struct node *root = record_parse_unfinished(arena, diag, source, demand, &unfinished);
    return unfinished ? NULL : root;
}

struct node *record_parse(struct arena *arena, struct diag *diag, const struct source *source)
{
    return record_parse_for(arena, diag, source, NULL);
}

struct node *record_read(struct arena *arena, struct diag *diag, const char *path)
{
    const struct source *source = source_read(arena, path, LIMIT_RECORD);
    if (source)
        return record_parse(arena, diag, source);
    source_report(diag, (struct pos){0}, path);
    return NULL;
}

struct node *record_read_named(struct arena *arena, struct diag *diag, struct pos pos,
                               const char *path)
{
    const struct source *source = source_read_named(arena, pos, path, LIMIT_RECORD);
    if (source)
        return record_parse(arena, diag, source);
    source_report(diag, pos, path);
    return NULL;
}

void record_order(struct arena *arena, struct node *record)
{
    schema_complete(arena, record);
}
