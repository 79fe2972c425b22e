/* Figures that are printed as 0, or said not to be, although the record does not tell them. */
#include "template/untold.h"

#include <string.h>

#include "ledger/formula.h"
#include "record/keys.h"
#include "template/names.h"

enum { NAMES_MOST = 20 };

/* What a form prints must be typed, be it 0, where something else is; of all other zeros it is
 * enough to tell. */
static const struct {
    const char *key, *where; /* where: NULL for anywhere */
} needed[] = {
    {"国有资产.价值", NULL},
    {"政府采购.预留成交", "政府采购.授予中小企业"},
    {"政府采购.其他成交", "政府采购.授予中小企业"},
    {"绩效.统计", "绩效.统计.目标.项目数"},
    {"绩效.统计", "绩效.统计.跟踪.项目数"},
    {"绩效.统计", "绩效.统计.自评.项目数"},
    {"一般性支出.会议费", "经济.30215.金额"},
    {"一般性支出.会议费", "一般性支出.会议"},
    {"一般性支出.培训费", "经济.30216.金额"},
    {"一般性支出.培训费", "一般性支出.培训"},
    {"机关运行经费", "上年.机关运行经费"},
};

struct list {
    struct names names;
    unsigned count; /* of names */
    struct pos pos; /* of the section of the first that has one */
};

struct untold {
    const struct facts *facts;
    struct list needed, others;
};

static bool is_needed(const struct facts *facts, struct slice path)
{
    bool is = false;
    for (size_t i = 0; i < sizeof needed / sizeof *needed && !is; i++)
        is = slice_starts(path, needed[i].key) &&
             (!needed[i].where ||
              fact_is_true(fact_find(facts, facts->root, slice_of(needed[i].where))));
    return is;
}

/* Where the section stands that the key belongs in. */
static struct pos section_pos(const struct fact *fact)
{
    while (fact && !fact->origin)
        fact = fact->parent;
    return fact ? fact->origin->key_pos : (struct pos){0};
}

static void take(struct untold *untold, struct slice path, const struct fact *section)
{
    struct list *list = is_needed(untold->facts, path) ? &untold->needed : &untold->others;
    if (list->count > NAMES_MOST)
        return;
    const struct name *last = list->names.last;
    names_add(&list->names, list->count == NAMES_MOST ? SLICE("…") : path);
    list->count += list->names.last != last;
    if (!list->pos.source)
        list->pos = section_pos(section);
}

/* A sum over what is typed for a subject and those below it, where nothing is. */
static void take_subject(struct untold *untold, const struct fact *sum)
{
    static const char sums[] = "Σ ";
    const struct facts *facts = untold->facts;
    const struct fact *row = sum->parent;
    if (sum->kind != FACT_NONE || sum->waits || sum->covered || !row || !key_is_digits(row->key) ||
        !sum->formula || strncmp(sum->formula, sums, sizeof sums - 1) != 0)
        return;
    const char *typed = sum->formula + sizeof sums - 1;
    take(untold, slice_of(arena_printf(facts->arena, "%s.%s", typed, row->key.p)),
         fact_find(facts, facts->root, slice_of(typed)));
}

static void visit(struct untold *untold, const struct fact *fact)
{
    const struct fact *left = fact->stated ? NULL : fact_untold(untold->facts, fact);
    if (left)
        take(untold, fact_path(untold->facts->arena, left), left);
    else
        take_subject(untold, fact);
}

/* Whether the text, which a figure prints as, shows it: a blank does not, nor does a dash. */
static bool is_shown(struct slice text)
{
    return strpbrk(text.p, "0123456789") != NULL;
}

static bool is_news(const struct diag *diag, const struct list *list)
{
    return list->count && !is_reported(diag, MSG_UNTOLD, list->pos);
}

static void report(struct diag *diag, const struct list *list, enum level level)
{
    diag_report_at(diag, level, MSG_UNTOLD, list->pos, names_join(&list->names, diag->language));
}

void untold_report(struct diag *diag, const struct document *document, const struct usage *usage)
{
    struct untold untold = {.facts = usage->facts,
                            .needed.names.arena = diag->arena,
                            .others.names.arena = diag->arena};
    for (uint32_t i = 0; i < document->figure_count; i++) {
        const struct doc_node *figure = document->figures[i];
        if (figure->text.n && is_shown(figure->text))
            visit(&untold, figure->fact);
    }
    for (uint32_t i = 0; i < usage->denied_count; i++)
        visit(&untold, usage->denied[i]);
    /* Both may stand at one place. */
    bool needed = is_news(diag, &untold.needed), others = is_news(diag, &untold.others);
    if (needed)
        report(diag, &untold.needed, LEVEL_WARNING);
    if (others)
        report(diag, &untold.others, LEVEL_NOTE);
}
