/* The facts of a record, from those of the records that it names and its own. */
#include <string.h>

#include "check/check.h"
#include "kinds/kind.h"
#include "press/demand.h"
#include "press/paths.h"
#include "press/stages.h"

/* Records may name records, but not each other. */
enum { RECORDS_DEEP = 8 };

/* A record on the way to its facts. */
struct derivation {
    struct run *run;
    struct account *account;
    const char *role; /* of the record; "" for the disclosure's own */
    unsigned depth;
    bool with_last; /* 上年.记录 counts too; of last year's record itself it does not */
};

static struct facts *derive(const struct derivation *derivation, const struct node *record);

/* The facts of the record that a value names, or NULL after an error. */
static const struct facts *derive_named(const struct derivation *derivation,
                                        const struct node *name, bool with_last)
{
    struct run *run = derivation->run;
    if (derivation->depth == RECORDS_DEEP) {
        diag_report(&run->diag, MSG_RECORD_CIRCLE, name->pos);
        return NULL;
    }
    const struct demand demand = demand_of_all(run);
    struct named *named = ARENA_NEW(run->arena, struct named);
    const char *path = path_beside(run->arena, name), *outer = derivation->role;
    *named = (struct named){.next = derivation->account->named,
                            .record =
                                record_read_named(run->arena, &run->diag, name->pos, path, &demand),
                            .role = arena_printf(run->arena, "%s%s%s", outer, *outer ? ":" : "",
                                                 node_path(run->arena, name).p)};
    if (!named->record)
        return NULL;
    derivation->account->named = named;
    const struct derivation below = {run, derivation->account, named->role, derivation->depth + 1,
                                     with_last};
    named->facts = derive(&below, named->record);
    return named->facts;
}

/* The facts of the units' records that a department names; NULL after an error. */
static const struct facts **derive_units(const struct derivation *derivation,
                                         const struct node *names, size_t *count)
{
    struct arena *arena = derivation->run->arena;
    const struct facts **units = ARENA_ARRAY(arena, const struct facts *, names->child_count + 1);
    for (const struct node *name = names->first; name; name = name->next) {
        if (name->absent) /* a gap that may stay */
            continue;
        units[*count] = derive_named(derivation, name, derivation->with_last);
        if (!units[(*count)++])
            return NULL;
    }
    return units;
}

static struct facts *derive(const struct derivation *derivation, const struct node *record)
{
    struct run *run = derivation->run;
    const struct node *name = node_find(record, "上年.记录");
    const struct node *names = node_find(record, "单位.下属记录");
    const struct facts *last = NULL;
    if (derivation->with_last && name && !name->absent) {
        last = derive_named(derivation, name, false);
        if (!last)
            return NULL;
    }
    size_t count = 0;
    const struct facts **units = derive_units(derivation, names, &count);
    return units ? ledger_run_form(run->arena, &run->diag, run_form(run, record), record, last,
                                   run->house->catalog, units, count)
                 : NULL;
}

bool run_compute(struct run *run, const struct origin *origin, struct account *account)
{
    *account = (struct account){0};
    const struct derivation derivation = {run, account, "", 0, true};
    if (!house_catalog(run->house, &run->diag))
        return false;
    const struct demand demand = demand_new(run, origin->record);
    struct facts *facts = derive(&derivation, origin->record);
    const struct kind *kind = kind_of(origin->record);
    const struct demand *asks = demand_has_form(&demand, origin->record) ? &demand : NULL;
    for (size_t i = 0; facts && i < CHECK_SETS && kind->checks[i]; i++)
        check_run(facts, &run->diag, kind->checks[i], kind->without, asks);
    if (facts)
        check_own(facts, &run->diag, asks);
    account->facts = facts && !facts->nameless ? facts : NULL;
    return account->facts && run->diag.worst < LEVEL_ERROR;
}
