/*
 * An unfinished record: a key or section that is missing is no 0, so that whatever is computed from
 * it has no value yet. Who adds to a figure passes on that it waits (fact_accumulate and the
 * formulas); here such figures lose what was added so far. Figures that rest on nothing missing
 * stand.
 */
#include "ledger/stages.h"

void ledger_waits(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->facts->count; i++) {
        struct fact *fact = ledger->facts->all[i];
        if (!fact->waits || !fact->formula)
            continue;
        fact->kind = FACT_NONE;
        fact->number = 0;
    }
}
