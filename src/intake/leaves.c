#include "intake/leaves.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "intake/figure.h"
#include "intake/maker.h"
#include "record/indicators.h"
#include "record/keys.h"

static const char *const kinds[] = {"基本支出", "项目支出", "上缴上级支出", "经营支出",
                                    "对附属单位补助支出"};
enum { KINDS = 5, SHARED_KINDS = 2 }; /* 基本支出 and 项目支出 are paid from fiscal money, too */
static const char *const budgets[] = {"一般公共预算", "政府性基金预算", "国有资本经营预算"};
enum { GENERAL, FUND, CAPITAL, BUDGETS };
static const char *const others[] = {"上级补助收入", "事业收入", "经营收入", "附属单位上缴收入",
                                     "其他收入"};
enum { OTHERS = 5, BUSINESS = 2, REST = 4 };

/* ---- Figures ---- */

int64_t leaves_unit(const struct harvest *harvest)
{
    uint32_t exact = 0, rounded = 0;
    for (const struct figure *figure = harvest->figures; figure; figure = figure->twin) {
        exact += !figure->is_count && figure->step <= YUAN;
        rounded += !figure->is_count && figure->step > YUAN;
    }
    return exact >= rounded ? YUAN : TEN_THOUSAND;
}

/* ---- Codes ---- */

static int compare_codes(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* The code that stands in the name of a fact, or empty. */
static struct slice code_in(struct slice fact)
{
    for (struct slice rest = fact; rest.p;) {
        struct slice part = slice_cut(&rest, '.');
        if (part.n && *part.p >= '0' && *part.p <= '9')
            return part;
    }
    return (struct slice){"", 0};
}

static bool is_functional(struct slice fact)
{
    return !slice_starts(fact, "经济.") && !slice_starts(fact, "基本.");
}

static void find_codes(struct maker *maker)
{
    for (const struct figure *figure = maker->harvest->figures; figure; figure = figure->twin) {
        struct slice code = code_in(figure->fact);
        if (code.n != 7 || !is_functional(figure->fact))
            continue;
        GROW(maker->arena, maker->codes, maker->code_count, maker->code_room, 16);
        maker->codes[maker->code_count++] = slice_copy(maker->arena, code);
    }
    uint32_t kept = 0;
    if (maker->code_count)
        qsort(maker->codes, maker->code_count, sizeof *maker->codes, compare_codes);
    for (uint32_t i = 0; i < maker->code_count; i++)
        if (!kept || !slice_eq(maker->codes[kept - 1], maker->codes[i]))
            maker->codes[kept++] = maker->codes[i];
    maker->code_count = kept;
}

/* Whether the facts tell of a code below this one. */
static bool is_parted(const struct maker *maker, struct slice code)
{
    for (const struct figure *figure = maker->harvest->figures; figure; figure = figure->twin) {
        struct slice below = code_in(figure->fact);
        if (below.n > code.n && memcmp(below.p, code.p, code.n) == 0 && is_functional(figure->fact))
            return true;
    }
    return false;
}

static bool is_of_table(struct slice fact)
{
    return slice_starts(fact, "收入.科目.") || slice_starts(fact, "支出.科目.") ||
           slice_starts(fact, "一般公共预算支出.科目.");
}

/* A table that stops at 款 or 类 leaves money without the 项 that a record needs; told once a code.
 */
static void report_unparted(const struct maker *maker)
{
    struct slice told = {"", 0};
    for (const struct figure *figure = maker->harvest->figures; figure; figure = figure->twin) {
        struct slice code = code_in(figure->fact);
        if (!is_of_table(figure->fact) || code.n == 7 || !figure->number || is_parted(maker, code))
            continue;
        const char *mark = arena_printf(maker->arena, " %.*s ", (int)code.n, code.p);
        if (told.n && strstr(told.p, mark))
            continue;
        told = slice_of(arena_printf(maker->arena, "%s%s", told.p, mark));
        diag_report(maker->diag, MSG_LEAF_UNPARTED, figure_pos(figure),
                    slice_copy(maker->arena, code).p);
    }
}

/* ---- Sources ---- */

/* The only other source that has income, of the code or (code empty) of all; NULL for none, or for
 * several, which *several tells. */
static const char *only_source(const struct maker *maker, struct slice code, bool *several)
{
    const char *found = NULL;
    *several = false;
    for (size_t i = 0; i < OTHERS; i++) {
        const struct figure *figure = code.n
                                          ? maker_find(maker, "收入.科目.%s.%s", code.p, others[i])
                                          : maker_find(maker, "收入.%s", others[i]);
        if (!number_of(figure))
            continue;
        *several = found != NULL;
        found = found ? found : others[i];
    }
    return *several ? NULL : found;
}

/* The source of money that is not fiscal: tables tell it of income only. */
static const char *source_of_rest(struct maker *maker, struct slice code, const char *kind,
                                  const struct figure *figure)
{
    bool several;
    if (strcmp(kind, "经营支出") == 0)
        return others[BUSINESS];
    const char *source = only_source(maker, code, &several);
    if (!source)
        source = only_source(maker, (struct slice){"", 0}, &several);
    if (source)
        return source;
    diag_report(maker->diag, MSG_LEAF_SOURCE, figure_pos(figure), code.p, kind, others[REST]);
    return others[REST];
}

/* Whether totals tell of money of the government funds without their table. */
static bool are_funds_apart(const struct maker *maker)
{
    for (const struct figure *f = maker->harvest->figures; f; f = f->twin)
        if (slice_starts(f->fact, "政府性基金预算.科目."))
            return false;
    return number_of(maker_find(maker, "收入.政府性基金预算")) &&
           number_of(maker_find(maker, "一般公共预算支出.合计"));
}

/* Whether the code's fiscal money is theirs: the table of the general public budget has no row. */
static bool is_of_funds(const struct maker *maker, struct slice code)
{
    bool several;
    return maker->funds_apart && !maker_find(maker, "一般公共预算支出.科目.%s.合计", code.p) &&
           !only_source(maker, code, &several) && !several;
}

/* ---- Income ---- */

static const struct figure *fiscal_income(const struct maker *maker, struct slice code, int budget)
{
    const struct figure *figure = maker_find(maker, "收入.科目.%s.%s", code.p, budgets[budget]);
    if (!figure && budget != GENERAL)
        figure = maker_find(maker, "%s.科目.%s.本年收入", budgets[budget], code.p);
    return figure;
}

static void put_income(struct maker *maker, struct slice code)
{
    const struct figure *all = maker_find(maker, "收入.科目.%s.财政拨款", code.p);
    const struct figure *by[BUDGETS];
    int64_t rest = number_of(all), step = step_of(all);
    for (int i = 0; i < BUDGETS; i++) {
        by[i] = fiscal_income(maker, code, i);
        rest -= number_of(by[i]);
        step += step_of(by[i]);
    }
    /* The form prints no income of the state capital budget by code: it is all of 223. */
    bool capital = slice_starts(code, "223") && !by[CAPITAL];
    bool funds = !capital && is_of_funds(maker, code);
    if (funds && rest)
        diag_report(maker->diag, MSG_LEAF_FUNDS, figure_pos(all), code.p);
    for (int i = 0; i < BUDGETS; i++) {
        bool takes_rest = all && i == (capital ? CAPITAL : funds ? FUND : GENERAL);
        int64_t amount = number_of(by[i]) + (takes_rest ? rest : 0);
        if (amount || by[i])
            maker_put_amount(maker, arena_printf(maker->arena, "收入.%s.%s", code.p, budgets[i]),
                             amount, by[i] ? by[i] : all, takes_rest ? step : step_of(by[i]));
    }
    for (int i = 0; i < OTHERS; i++)
        maker_copy(maker, arena_printf(maker->arena, "收入.%s.%s", code.p, others[i]),
                   arena_printf(maker->arena, "收入.科目.%s.%s", code.p, others[i]));
}

/* ---- Expenditure ---- */

/* Whether what several budgets leave of a sum is what their rounding may leave; not when money of
 * another source came in for the code. */
static bool is_rounding(const struct maker *maker, struct slice code, int64_t rest, int64_t step)
{
    bool several, income = only_source(maker, code, &several) || several;
    return !income && 2 * llabs((long long)rest) <= step;
}

static const struct figure *fiscal_spending(const struct maker *maker, struct slice code,
                                            int budget, const char *kind)
{
    if (budget == FUND && is_of_funds(maker, code))
        return maker_find(maker, "支出.科目.%s.%s", code.p, kind);
    return budget == GENERAL ? maker_find(maker, "一般公共预算支出.科目.%s.%s", code.p, kind)
                             : maker_find(maker, "%s.科目.%s.%s", budgets[budget], code.p, kind);
}

static void put_kind(struct maker *maker, struct slice code, int kind)
{
    const struct figure *all = maker_find(maker, "支出.科目.%s.%s", code.p, kinds[kind]);
    int64_t rest = number_of(all), step = step_of(all);
    int parts = 0;
    for (int i = 0; i < (kind < SHARED_KINDS ? BUDGETS : 0); i++) {
        const struct figure *figure = fiscal_spending(maker, code, i, kinds[kind]);
        if (figure)
            maker_put_amount(
                maker, arena_printf(maker->arena, "支出.%s.%s.%s", code.p, budgets[i], kinds[kind]),
                figure->number, figure, figure->step);
        parts += number_of(figure) != 0;
        rest -= number_of(figure);
        step += step_of(figure);
    }
    if (!all || !rest || (parts > 1 && is_rounding(maker, code, rest, step)))
        return;
    if (rest < 0) {
        diag_report(maker->diag, MSG_LEAF_BELOW, figure_pos(all), code.p, kinds[kind], all->text.p);
        return;
    }
    const char *source = source_of_rest(maker, code, kinds[kind], all);
    maker_put_amount(maker,
                     arena_printf(maker->arena, "支出.%s.%s.%s", code.p, source, kinds[kind]), rest,
                     all, step);
}

/* Tables that print the amount of a code but not its kinds. */
static void report_unkinded(struct maker *maker, struct slice code)
{
    const struct figure *all = maker_find(maker, "支出.科目.%s.合计", code.p);
    if (!all)
        all = maker_find(maker, "一般公共预算支出.科目.%s.合计", code.p);
    for (int i = 0; i < KINDS; i++)
        if (maker_find(maker, "支出.科目.%s.%s", code.p, kinds[i]) ||
            maker_find(maker, "一般公共预算支出.科目.%s.%s", code.p, kinds[i]))
            return;
    if (number_of(all))
        diag_report(maker->diag, MSG_LEAF_UNKINDED, figure_pos(all), code.p);
}

/* ---- Balances ---- */

/* Balances of which no table says how much is fiscal. */
static void report_unparted_balance(const struct maker *maker, const struct figure *all,
                                    const char *when)
{
    for (const struct figure *f = maker->harvest->figures; f; f = f->twin)
        if (slice_starts(f->fact, "财政拨款总计.") || slice_starts(f->fact, "财政拨款支出.") ||
            slice_starts(f->fact, arena_printf(maker->arena, "结转.%s.一般公共预算", when)))
            return;
    diag_report(maker->diag, MSG_LEAF_BALANCE, figure_pos(all), when, all->text.p);
}

static void put_balances(struct maker *maker, const char *when)
{
    struct arena *arena = maker->arena;
    const struct figure *all = maker_find(maker, "结转.%s.合计", when);
    const struct figure *fiscal = maker_find(maker, "结转.%s.财政拨款", when);
    int64_t rest = number_of(all) - number_of(fiscal);
    maker_copy(maker, arena_printf(arena, "%s结转和结余.一般公共预算", when),
               arena_printf(arena, "结转.%s.一般公共预算", when));
    for (int budget = FUND; budget <= CAPITAL; budget++)
        for (uint32_t i = 0; i < maker->code_count; i++)
            maker_copy(
                maker,
                arena_printf(arena, "%s结转和结余.%s.%s", when, budgets[budget], maker->codes[i].p),
                arena_printf(arena, "%s.科目.%s.%s结转和结余", budgets[budget], maker->codes[i].p,
                             when));
    if (all && rest && !fiscal)
        report_unparted_balance(maker, all, when);
    if (all && (rest || fiscal))
        maker_put_amount(maker, arena_printf(arena, "%s结转和结余.非财政拨款", when), rest, all,
                         step_of(all) + step_of(fiscal));
}

/* ---- What is copied ---- */

/* Keys of amounts that are named as their facts are; not those of sums. */
static bool is_key(struct slice fact)
{
    static const char *const groups[] = {
        "三公.预算.",       "三公.全年预算.",  "三公.决算.", "三公.数量.",  "三公.接待.",
        "政府采购.",        "国有资产.",       "结余.",      "年初预算.",   "全年预算.",
        "年初结转和结余.",  "年末结转和结余.", "上年.",      "一般性支出.", "机关运行经费.年初预算",
        "基本支出经济分类."};
    static const char *const sums[] = {"三公.数量.公务接待批次", "三公.数量.公务接待人次",
                                       "三公.接待.国内接待费", "政府采购.合计",
                                       "国有资产.车辆.合计"};
    bool key = false;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        key |= slice_starts(fact, groups[i]);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        key &= !slice_is(fact, sums[i]);
    bool sum =
        slice_starts(fact, "三公.") && (memmem(fact.p, fact.n, ".合计", strlen(".合计")) ||
                                        memmem(fact.p, fact.n, "购置及运行", strlen("购置及运行")));
    return key && !sum;
}

/* Keys that are named as their facts are, and leaves that a list names. */
static void put_named(const struct maker *maker)
{
    for (const struct figure *figure = maker->harvest->figures; figure; figure = figure->twin) {
        struct slice fact = figure->fact, rest = fact;
        slice_cut(&rest, '.');
        bool leaf = (slice_starts(fact, "支出.") || slice_starts(fact, "收入.")) && rest.n > 7 &&
                    *rest.p >= '0' && *rest.p <= '9';
        if (leaf || is_key(fact))
            maker_copy(maker, fact.p, fact.p);
    }
}

/* The one budget of 三公 that a form has stands under 三公.预算, whatever it is called there. */
static void settle_budget(const struct maker *maker)
{
    struct node *public = node_child(maker->root, SLICE("三公"));
    struct node *adjusted = node_child(public, SLICE("全年预算"));
    if (!adjusted || node_child(public, SLICE("预算")))
        return;
    adjusted->key = SLICE("预算");
}

/* Where a table was read, a blank cell of an item that must be told means that there is none; not
 * when the others do not make up the total: then it could not be read. */
static void put_blanks(const struct maker *maker, const char *group, const char *keys,
                       const char *const *items, size_t count)
{
    const struct figure *total = maker_find(maker, "%s.合计", group);
    int64_t rest = total ? total->number : 0;
    bool whole = true;
    for (size_t i = 0; i < count; i++) {
        const struct figure *item = maker_find(maker, "%s.%s", group, items[i]);
        rest -= item ? item->number : 0;
        whole &= item != NULL;
    }
    if (!total || whole || llabs(rest) > (int64_t)count * total->step)
        return;
    for (size_t i = 0; i < count; i++)
        maker_put_amount(maker, arena_printf(maker->arena, "%s.%s", keys, items[i]), 0, NULL, 0);
}

static void put_zeros(const struct maker *maker)
{
    static const char *const items[] = {"因公出国（境）费", "公务用车购置费", "公务用车运行维护费",
                                        "公务接待费"};
    static const char *const bought[] = {"货物", "工程", "服务"};
    put_blanks(maker, "三公.决算", "三公.决算", items, 4);
    bool budget =
        maker_find(maker, "三公.预算.合计") != NULL; /* settled: else that of the whole year */
    put_blanks(maker, budget ? "三公.预算" : "三公.全年预算", "三公.预算", items, 4);
    put_blanks(maker, "政府采购", "政府采购", bought, 3);
}

/* 基本支出 by economic subject: of the general public budget, or of all money if that is the same.
 */
static void put_economic(struct maker *maker)
{
    const struct figure *all = maker_find(maker, "基本.合计");
    const struct figure *general = maker_find(maker, "一般公共预算支出.基本支出");
    bool same = all && general && all->number == general->number;
    bool by_general = false;
    for (const struct figure *figure = maker->harvest->figures; figure; figure = figure->twin)
        by_general |= slice_starts(figure->fact, "经济.");
    for (const struct figure *figure = maker->harvest->figures; figure; figure = figure->twin) {
        struct slice code = code_in(figure->fact);
        if (code.n == 5 && slice_starts(figure->fact, by_general ? "经济." : "基本.") &&
            (by_general || same))
            maker_copy(
                maker,
                arena_printf(maker->arena, "基本支出经济分类.%s", slice_copy(maker->arena, code).p),
                figure->fact.p);
    }
    if (!by_general && all && general && !same)
        diag_report(maker->diag, MSG_LEAF_ECONOMIC, figure_pos(all), all->text.p, general->text.p);
}

/* The budget of a 类, where no table has it of its 项. A table that parts it by no budget tells it
 * of a 类 that one budget alone pays. */
static void put_budget_of_class(const struct maker *maker, const char *name,
                                const struct figure *figure)
{
    struct arena *arena = maker->arena;
    struct slice code = slice_copy(arena, code_in(figure->fact));
    const char *start = arena_printf(arena, "财政拨款支出.各类.%s.%s", code.p, name);
    if (slice_is(figure->fact, start)) {
        maker_copy(maker, arena_printf(arena, "%s.%s", name, code.p), start);
        return;
    }
    bool parted = false;
    for (int budget = FUND; budget <= CAPITAL; budget++) {
        const char *fact = arena_printf(arena, "%s.%s", start, budgets[budget]);
        parted |=
            number_of(maker_find(maker, "财政拨款支出.各类.%s.%s", code.p, budgets[budget])) != 0;
        if (slice_is(figure->fact, fact))
            maker_copy(maker, arena_printf(arena, "%s.%s.%s", name, budgets[budget], code.p), fact);
    }
    const char *all = arena_printf(arena, "%s.合计", start);
    if (slice_is(figure->fact, all) && !parted && !maker_find(maker, "%s", start))
        maker_copy(maker, arena_printf(arena, "%s.%s", name, code.p), all);
}

static void put_budget(const struct maker *maker)
{
    static const char *const names[] = {"年初预算", "全年预算"};
    for (size_t n = 0; n < 2; n++) {
        bool any = node_child(maker->root, slice_of(names[n])) != NULL;
        for (uint32_t i = 0; i < maker->code_count; i++)
            any |=
                maker_copy(maker, arena_printf(maker->arena, "%s.%s", names[n], maker->codes[i].p),
                           arena_printf(maker->arena, "一般公共预算支出.科目.%s.%s",
                                        maker->codes[i].p, names[n]));
        const struct figure *figure = any ? NULL : maker->harvest->figures;
        for (; figure; figure = figure->twin)
            if (slice_starts(figure->fact, "财政拨款支出.各类.") && code_in(figure->fact).n == 3)
                put_budget_of_class(maker, names[n], figure);
    }
}

/* 公用经费 by the economic subjects found, and what rounding may have done to it. */
static int64_t goods_and_capital(const struct maker *maker, int64_t *off)
{
    int64_t sum = 0;
    *off = 0;
    for (const struct figure *figure = maker->harvest->figures; figure; figure = figure->twin) {
        struct slice code = code_in(figure->fact);
        if (code.n != 5 || !slice_starts(figure->fact, "经济.") || slice_starts(code, "301") ||
            slice_starts(code, "303") || maker_find(maker, "%s", figure->fact.p) != figure)
            continue;
        sum += figure->number;
        *off += figure->step < YUAN ? 0 : figure->step;
    }
    return sum;
}

/* Running costs of one unit are its 公用经费, and the line in which they stand tells what it is. A
 * printed amount that rounding parts from it is no leaf. */
static void put_office(struct maker *maker)
{
    static const char *const natures[] = {"行政单位", "参照公务员法管理事业单位"};
    const struct figure *by[] = {maker_find(maker, "机关运行经费.%s", natures[0]),
                                 maker_find(maker, "机关运行经费.%s", natures[1])};
    int64_t off, own = goods_and_capital(maker, &off);
    for (int i = 0; i < 2; i++) {
        int64_t apart = number_of(by[i]) - own;
        bool only = number_of(by[i]) && !number_of(by[1 - i]);
        bool same = only && own && 2 * llabs((long long)apart) <= off;
        if (same)
            maker_put_text(maker, "单位.性质", slice_of(natures[i]), figure_pos(by[i]));
        if (by[i] && (!same || !apart))
            maker_copy(maker, by[i]->fact.p, by[i]->fact.p);
    }
}

/* ---- The agency, the names ---- */

static struct pos said_pos(const struct said *said)
{
    return said->cell ? cell_pos(said->table->grid, said->cell) : grid_pos(said->table->grid);
}

static void put_agency(struct maker *maker)
{
    struct harvest *harvest = maker->harvest;
    if (harvest->agency.text.n)
        maker_put_text(maker, "单位.名称", harvest->agency.text, said_pos(&harvest->agency));
    if (harvest->year.text.n)
        maker_put_text(maker, "单位.年度", harvest->year.text, said_pos(&harvest->year));
    if (harvest->scope.text.n)
        maker_put_text(maker, "单位.口径", harvest->scope.text, said_pos(&harvest->scope));
    if (harvest->nature.text.n)
        maker_put_text(maker, "单位.性质", harvest->nature.text, said_pos(&harvest->nature));
    maker_put_text(maker, "单位.金额单位", slice_of(maker->unit == YUAN ? "元" : "万元"),
                   (struct pos){0});
}

static void put_names(struct maker *maker)
{
    const struct subject_names *subjects = maker->harvest->subjects;
    struct slice said = maker->harvest->year.text, typed = maker->harvest->typed_year;
    int year = said.n ? atoi(said.p) : typed.n ? atoi(typed.p) : 0;
    for (const struct naming *naming = maker->harvest->names; naming; naming = naming->next) {
        struct slice known = subjects->name(subjects->data, naming->economic, naming->code, year);
        struct slice plain = label_plain(maker->arena, naming->name);
        if (!year && slice_eq(naming->code, subjects->code(subjects->data, naming->economic,
                                                           naming->code, naming->code.n, plain)))
            continue;
        const char *path = arena_printf(maker->arena, "科目名称.%s", naming->code.p);
        if (node_find(maker->root, path) || slice_eq(label_plain(maker->arena, known), plain))
            continue;
        struct pos pos = cell_pos(naming->table->grid, naming->cell);
        if (known.n)
            diag_report(maker->diag, MSG_LEAF_NAME, pos, naming->code.p, naming->name.p, known.p);
        maker_put_text(maker, path, plain, pos);
    }
}

/* Keys of a package; one that is printed in two ways, which has been reported, is left. */
static void put_own(struct maker *maker)
{
    const struct schema_row *key = maker->harvest->keys;
    for (; key && key->path; key++) {
        const struct figure *figure = harvest_find(maker->harvest, key->path), *other = figure;
        while (other && figures_agree(figure, other))
            other = other->next;
        if (figure && !other && slice_starts(slice_of(key->path), "自定义."))
            maker_copy(maker, key->path, key->path);
    }
}

/* ---- Performance ---- */

/* An amount of the project by who pays it. Where only the sum is printed it stands under the
 * county's own money. */
static void put_project_amount(const struct maker *maker, uint32_t number, const char *group)
{
    static const char *const levels[] = {"中央、省财政", "市财政", "县（区）财政", "其它"};
    enum { LEVELS = 4, OTHER = 3 };
    struct arena *arena = maker->arena;
    const char *path = arena_printf(arena, "绩效.项目.%u.%s", number, group);
    const struct figure *all = maker_find(maker, "%s.合计", path);
    const struct figure *fiscal = maker_find(maker, "%s.财政拨款", path);
    const struct figure *other = maker_find(maker, "%s.其它", path);
    bool parted = false;
    for (int i = 0; i < LEVELS; i++) {
        const char *leaf = arena_printf(arena, "%s.%s", path, levels[i]);
        parted |= maker_copy(maker, leaf, leaf) && i < OTHER;
    }
    const struct figure *from = fiscal ? fiscal : all;
    if (!parted && from)
        maker_put_amount(maker, arena_printf(arena, "%s.县（区）财政", path),
                         from->number - (fiscal ? 0 : number_of(other)), from, from->step);
}

/* What is scored of an indicator of the first level, by the indicators below it. */
struct scored {
    int64_t sum;
    const struct figure *any;
};

static size_t level_of(const char *first)
{
    size_t level = 0;
    while (level < INDICATOR_LEVELS && strcmp(indicator_levels[level].first, first) != 0)
        level++;
    return level;
}

/* Of each project, by level: 绩效.项目.1.指标.数量指标.2.得分. */
static struct scored *sum_scores(const struct maker *maker)
{
    static const char projects[] = "绩效.项目.";
    struct scored *scored = ARENA_ARRAY(maker->arena, struct scored,
                                        ((size_t)maker->harvest->projects + 1) * INDICATOR_LEVELS);
    for (const struct figure *f = maker->harvest->figures; f; f = f->twin) {
        if (!slice_starts(f->fact, projects) || !slice_ends(f->fact, ".得分"))
            continue;
        struct slice rest = {f->fact.p + strlen(projects), f->fact.n - strlen(projects)};
        unsigned long number = strtoul(slice_cut(&rest, '.').p, NULL, 10);
        bool indicator = slice_is(slice_cut(&rest, '.'), "指标");
        const char *first = indicator ? indicator_first(slice_cut(&rest, '.')) : NULL;
        if (!first || number > maker->harvest->projects)
            continue;
        struct scored *at = &scored[number * INDICATOR_LEVELS + level_of(first)];
        at->sum += f->number;
        at->any = f;
    }
    return scored;
}

/* The score of an indicator of the first level: as it is printed, or the sum of those below it. */
static void put_project_score(const struct maker *maker, uint32_t number, const char *first,
                              const struct scored *scored)
{
    enum { SCALE = 4 };
    static const struct number_style style = {.decimals = SCALE, .trim = true, .divisor = 1};
    const char *path = arena_printf(maker->arena, "绩效.项目.%u.得分.%s", number, first);
    const struct figure *printed = maker_find(maker, "%s", path);
    struct buf text = {0};
    if (printed) {
        maker_put_text(maker, path, printed->text, figure_pos(printed));
        return;
    }
    if (!scored->any)
        return;
    decimal_print(&text, scored->sum, SCALE, &style);
    maker_put_text(maker, path, buf_slice(&text), figure_pos(scored->any));
    buf_free(&text);
}

static void put_performance(const struct maker *maker)
{
    static const char *const reviewed[] = {"预算数", "调整预算数", "执行数"};
    const struct scored *scored = sum_scores(maker);
    for (const struct telling *t = maker->harvest->tellings; t; t = t->next)
        maker_put_text(maker, t->path.p, t->text, cell_pos(t->table->grid, t->cell));
    for (uint32_t i = 1; i <= maker->harvest->projects; i++) {
        const struct figure *score = maker_find(maker, "绩效.项目.%u.执行得分", i);
        put_project_amount(maker, i, "预算");
        put_project_amount(maker, i, "到位");
        put_project_amount(maker, i, "执行");
        if (score)
            maker_put_text(maker, score->fact.p, score->text, figure_pos(score));
        for (size_t level = 0; level < INDICATOR_LEVELS; level++)
            put_project_score(maker, i, indicator_levels[level].first,
                              &scored[i * INDICATOR_LEVELS + level]);
    }
    for (uint32_t i = 1; node_find(maker->root, arena_printf(maker->arena, "绩效.评价.%u", i)); i++)
        for (size_t k = 0; k < 3; k++) {
            const char *path = arena_printf(maker->arena, "绩效.评价.%u.%s", i, reviewed[k]);
            maker_copy(maker, path, path);
        }
    maker_copy(maker, "绩效.整体.调整预算", "绩效.整体.调整预算");
}

struct node *leaves_record(struct harvest *harvest, int64_t unit)
{
    struct maker maker = {.harvest = harvest,
                          .arena = harvest->arena,
                          .diag = harvest->diag,
                          .root = node_new(harvest->arena, NULL, NODE_MAP),
                          .unit = unit};
    maker.funds_apart = are_funds_apart(&maker);
    find_codes(&maker);
    report_unparted(&maker);
    put_agency(&maker);
    put_names(&maker);
    put_named(&maker);
    settle_budget(&maker);
    put_zeros(&maker);
    for (uint32_t i = 0; i < maker.code_count; i++) {
        put_income(&maker, maker.codes[i]);
        for (int kind = 0; kind < KINDS; kind++)
            put_kind(&maker, maker.codes[i], kind);
        report_unkinded(&maker, maker.codes[i]);
    }
    put_economic(&maker);
    put_balances(&maker, "年初");
    put_balances(&maker, "年末");
    put_budget(&maker);
    put_office(&maker);
    put_own(&maker);
    put_performance(&maker);
    return maker.root;
}

/* Where last year's table was read, a blank item is none; running costs of which no sum is printed
 * are that of their lines. */
static void put_last_rest(const struct maker *maker)
{
    static const char *const items[] = {"因公出国（境）费", "公务用车购置费", "公务用车运行维护费",
                                        "公务接待费"};
    const struct figure *own = maker_find(maker, "机关运行经费.行政单位");
    const struct figure *like = maker_find(maker, "机关运行经费.参照公务员法管理事业单位");
    for (size_t i = 0; i < 4 && maker_find(maker, "三公.决算.合计"); i++)
        maker_put_amount(maker, arena_printf(maker->arena, "上年.三公.%s", items[i]), 0, NULL, 0);
    if (own || like)
        maker_put_amount(maker, "上年.机关运行经费", number_of(own) + number_of(like),
                         own ? own : like, step_of(own) + step_of(like));
}

struct node *leaves_last_year(struct harvest *harvest, int64_t unit,
                              bool (*last_figure)(size_t i, const char **key, const char **fact))
{
    struct maker maker = {.harvest = harvest,
                          .arena = harvest->arena,
                          .diag = harvest->diag,
                          .root = node_new(harvest->arena, NULL, NODE_MAP),
                          .unit = unit};
    const char *key, *fact;
    find_codes(&maker);
    for (size_t i = 0; last_figure(i, &key, &fact); i++)
        maker_copy(&maker, key, fact);
    for (uint32_t i = 0; i < maker.code_count; i++)
        maker_copy(&maker, arena_printf(maker.arena, "上年.一般公共预算支出.%s", maker.codes[i].p),
                   arena_printf(maker.arena, "一般公共预算支出.科目.%s.合计", maker.codes[i].p));
    put_last_rest(&maker);
    return maker.root;
}
