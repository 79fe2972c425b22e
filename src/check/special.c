/* Checks of two figures that hold only under conditions of their own. */
#include "check/checking.h"

/* Last year's balance is known when it is typed, or taken from a record. */
void check_carried_forward(struct checking *checking)
{
    const struct fact *last = check_fact(checking, "上年.年末结转和结余")->first;
    for (; last; last = last->next) {
        if (!last->origin && !last->term_count)
            continue;
        const char *source = last->key.p;
        struct arena *arena = checking->facts->arena;
        check_formulas(checking, arena_printf(arena, "结转.年初.%s", source),
                       arena_printf(arena, "上年.年末结转和结余.%s + 年初调整.%s", source, source));
    }
}

/* Last year's 财政拨款总计 is what it spent and what it carried over. What is far below it lacks a
 * subject; a little may be what was rounded or taken back. */
void check_last_year_parts(struct checking *checking)
{
    enum { SMALL_SHARE = 20 };
    static const char sum[] = "一般公共预算支出.上年 + 上年.政府性基金预算总计 + "
                              "上年.国有资本经营预算总计 + 结转.年初.一般公共预算 - "
                              "年初调整.一般公共预算";
    const struct fact *total = check_fact(checking, "上年.财政拨款总计");
    struct fact *parts = ARENA_NEW(checking->facts->arena, struct fact);
    bool by_subject = fact_is_typed(check_fact(checking, "一般公共预算支出.上年"));
    if (!by_subject || !formula_run(checking->facts, checking->diag, NULL, sum, parts) ||
        parts->waits || total->waits || parts->kind == FACT_NONE)
        return;
    int64_t left;
    if (money_sub(total->number, parts->number, &left) && left > total->number / SMALL_SHARE)
        check_disagree(checking, (struct side){.name = sum, .fact = parts},
                       side_of(checking, total), -left);
}

/* All vehicles, and those that fiscal money keeps: the record may say why they differ. */
void check_vehicles(struct checking *checking)
{
    if (!fact_is_true(check_fact(checking, "国有资产.保有量说明")))
        check_formulas(checking, "国有资产.车辆.合计", "三公.数量.公务用车保有量");
}

/* The forms print the reason as that of a difference. */
void check_vehicles_alike(struct checking *checking)
{
    const struct fact *reason = check_fact(checking, "国有资产.保有量说明");
    const struct fact *vehicles = check_fact(checking, "国有资产.车辆.合计");
    const struct fact *held = check_fact(checking, "三公.数量.公务用车保有量");
    if (reason->kind == FACT_TEXT && reason->origin && !vehicles->waits && !held->waits &&
        vehicles->number == held->number)
        check_text(checking, reason, reason->text);
}

static bool is_institution(const struct checking *checking)
{
    return slice_is(check_fact(checking, "单位.性质")->text, "事业单位");
}

void check_office_own(struct checking *checking)
{
    if (check_fact(checking, "单位.是单位")->flag && !is_institution(checking))
        check_formulas(checking, "机关运行经费.合计", "经济.公用经费");
}

void check_office_none(struct checking *checking)
{
    const struct fact *costs = check_fact(checking, "机关运行经费.合计");
    if (check_fact(checking, "单位.是单位")->flag && is_institution(checking) &&
        fact_is_true(costs))
        check_value(checking, side_of(checking, costs));
}

/* The last day of the year disclosed, as yyyymmdd. */
static int64_t year_end(const struct checking *checking)
{
    return check_fact(checking, "单位.年度")->number * 10000 + 1231;
}

static void check_day(struct checking *checking, const struct fact *day)
{
    if (day && day->origin && day->origin->number <= year_end(checking))
        check_text(checking, day, day->origin->text);
}

/* Accounts are closed, assessed and disclosed after the year. */
void check_date(struct checking *checking)
{
    check_day(checking, check_fact(checking, "单位.公开日期"));
    check_day(checking, check_fact(checking, "更正.日期"));
    const struct fact *project = check_fact(checking, "绩效.项目")->first;
    for (; project; project = project->next)
        check_day(checking, fact_child(checking->facts, project, SLICE("填报日期")));
}

static const struct fact *typed_fact(const struct checking *checking, const char *path)
{
    const struct fact *fact = check_fact(checking, path);
    return fact && fact->origin ? fact : NULL;
}

/* A record that says what it corrects, when or why, is no first edition. */
void check_edition(struct checking *checking)
{
    const struct fact *edition = typed_fact(checking, "更正.版次");
    bool corrects = typed_fact(checking, "更正.更正对象") || typed_fact(checking, "更正.日期") ||
                    typed_fact(checking, "更正.原因");
    if (edition && edition->number < (corrects ? 2 : 1))
        check_value(checking, side_of(checking, edition));
}

void check_date_order(struct checking *checking)
{
    const struct fact *made = typed_fact(checking, "单位.公开日期");
    const struct fact *corrected = typed_fact(checking, "更正.日期");
    if (made && corrected && corrected->origin->number < made->origin->number)
        check_text_against(checking, corrected, corrected->text, made->text.p, made->origin->pos);
}
