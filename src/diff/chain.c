/* Editions: each correction names the record before it by its hash. */
#include "diff/diff.h"

#include <string.h>

static const struct node *typed(const struct node *record, const char *path)
{
    const struct node *node = node_find(record, path);
    return node && !node->absent ? node : NULL;
}

static int64_t edition_of(const struct node *record)
{
    const struct node *edition = typed(record, "更正.版次");
    return edition ? edition->number : 1;
}

/* A pos at the record's start, for what is missing from it. */
static struct pos start_of(const struct node *record)
{
    struct pos pos = record->first->pos;
    return (struct pos){pos.source, 0, 0};
}

static bool check_complete(struct diag *diag, const struct node *new, const char *hash)
{
    static const char *const wanted[] = {"更正.版次", "更正.日期", "更正.原因"};
    if (!typed(new, "更正.更正对象")) {
        diag_report(diag, MSG_CHAIN_MISSING, start_of(new), hash);
        return false;
    }
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!typed(new, wanted[i])) {
            diag_report(diag, MSG_CHAIN_INCOMPLETE, typed(new, "更正.更正对象")->key_pos,
                        wanted[i]);
            return false;
        }
    return true;
}

/* Whether `named` of 更正对象 is the hash. */
static bool names(const struct node *named, const char *hash)
{
    return named && slice_is(named->text, hash);
}

/* A correction is not made before what it corrects was published, or corrected itself. */
static void check_day(struct diag *diag, const struct node *old, const struct node *new)
{
    static const char *const earlier[] = {"更正.日期", "单位.公开日期"};
    const struct node *day = typed(new, "更正.日期");
    for (size_t i = 0; day && i < sizeof earlier / sizeof *earlier; i++) {
        const struct node *before = typed(old, earlier[i]);
        if (before && slice_compare(day->text, before->text) < 0) {
            diag_report(diag, MSG_CHAIN_DAY, day->pos, day->text.p, before->text.p);
            return;
        }
    }
}

bool chain_check(struct diag *diag, const struct link *old, const struct link *new,
                 enum chain chain)
{
    const struct node *named = typed(new->record, "更正.更正对象");
    const struct node *back = typed(old->record, "更正.更正对象");
    int64_t before = edition_of(old->record), edition = edition_of(new->record);
    bool same = strcmp(old->hash, new->hash) == 0;
    if (chain == CHAIN_IF_STATED && (same || (!named && !back)))
        return true;
    if (names(back, new->hash)) {
        diag_report(diag, MSG_CHAIN_REVERSED, back->pos);
        return false;
    }
    if (chain == CHAIN_WANTED && !check_complete(diag, new->record, old->hash))
        return false;
    if (named && !names(named, old->hash)) {
        diag_report(diag, MSG_CHAIN_OTHER, named->pos, old->path, old->hash);
        return false;
    }
    if (named && edition != before + 1) {
        const struct node *at = typed(new->record, "更正.版次");
        diag_report(diag, MSG_CHAIN_EDITION, at ? at->pos : named->pos,
                    arena_printf(diag->arena, "%lld", (long long)edition),
                    arena_printf(diag->arena, "%lld", (long long)before),
                    arena_printf(diag->arena, "%lld", (long long)before + 1));
        return false;
    }
    if (named)
        check_day(diag, old->record, new->record);
    return true;
}
