#include "check/check.h"

#include "ledger/formula.h"

enum relation { EQUAL, AT_MOST };

struct check {
    const char *id;
    enum level level;
    const char *left;
    enum relation relation;
    const char *right;
    const char *meaning[2]; /* by language */
};

static const struct check checks[] = {
#define CHECK(id, level, left, relation, right, english, chinese)                                  \
    {id, LEVEL_##level, left, relation, right, {english, chinese}},
#include "check/checks.def"
#undef CHECK
};

/* 尾差 in 分 that a record in 万元 may have: 0.005 万元 for each amount and as much for the sum.
 * A record in 元 has none. */
static int64_t rounding_bound(const struct facts *facts, uint32_t terms)
{
    const struct fact *unit = fact_find(facts, facts->root, SLICE("单位.金额单位"));
    bool coarse = unit && unit->kind == FACT_TEXT && slice_is(unit->text, "万元");
    return coarse ? 5000 * ((int64_t)terms + 1) : 0;
}

static const char *amount_text(struct arena *arena, const struct fact *fact, int64_t number)
{
    static const struct number_style money = {.decimals = 2, .divisor = 1};
    if (fact->kind != FACT_MONEY)
        return arena_printf(arena, "%lld", (long long)number);
    struct buf buf = {0};
    decimal_print(&buf, number, 2, &money);
    const char *text = arena_printf(arena, "%s 元", buf.p);
    buf_free(&buf);
    return text;
}

static enum message message_of(const struct check *check, const struct facts *facts,
                               const struct fact *left, const struct fact *right,
                               int64_t difference)
{
    int64_t bound = rounding_bound(facts, left->term_count + right->term_count);
    if (left->kind == FACT_MONEY && difference <= bound && difference >= -bound)
        return MSG_CHECK_ROUNDING;
    return check->level == LEVEL_ERROR ? MSG_CHECK_ERROR : MSG_CHECK_WARNING;
}

static void report(const struct check *check, struct facts *facts, struct diag *diag,
                   const struct fact *left, const struct fact *right, int64_t difference)
{
    struct arena *arena = facts->arena;
    struct pos pos = fact_pos(left);
    diag_report(diag, message_of(check, facts, left, right, difference),
                pos.source ? pos : fact_pos(right), check->id, check->meaning[diag->language],
                check->left, amount_text(arena, left, left->number), check->right,
                amount_text(arena, right, right->number), amount_text(arena, left, difference));
}

static void run_check(const struct check *check, struct facts *facts, struct diag *diag)
{
    struct fact left = {.kind = FACT_NONE}, right = {.kind = FACT_NONE};
    if (!formula_run(facts, diag, NULL, check->left, &left) ||
        !formula_run(facts, diag, NULL, check->right, &right) || left.kind == FACT_NONE ||
        right.kind == FACT_NONE)
        return;
    int64_t difference;
    if (!money_sub(left.number, right.number, &difference))
        return;
    bool holds = check->relation == EQUAL ? difference == 0 : difference <= 0;
    if (!holds)
        report(check, facts, diag, &left, &right, difference);
}

void check_run(struct facts *facts, struct diag *diag)
{
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        run_check(&checks[i], facts, diag);
}

void checks_print(struct buf *out)
{
    static const char *const signs[] = {"=", "≤"};
    buf_puts(out, "| id | level | must hold | meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        buf_printf(out, "| `%s` | %s | `%s` %s `%s` | %s |\n", checks[i].id,
                   level_name(checks[i].level, LANGUAGE_ENGLISH), checks[i].left,
                   signs[checks[i].relation], checks[i].right, checks[i].meaning[LANGUAGE_ENGLISH]);
}
