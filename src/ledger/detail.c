/*
 * What the narrative says of each subject of 一般公共预算支出: its budgets, last year's amount, the
 * uses of the money and the reason of the change.
 */
#include "ledger/stages.h"

#include <string.h>

static bool is_below(struct slice code, struct slice prefix)
{
    return code.n >= prefix.n && memcmp(code.p, prefix.p, prefix.n) == 0;
}

/* Whether an amount is typed for a subject above the code, so that the code is part of it. */
static bool is_covered(const struct facts *facts, const struct fact *typed, struct slice code,
                       size_t prefix)
{
    for (size_t digits = 3; digits < code.n; digits += 2)
        if (digits >= prefix && fact_child(facts, typed, (struct slice){code.p, digits}))
            return true;
    return false;
}

/* Sum of the amounts typed at or below the prefix; an amount typed for a 类 stands for its 款 and
 * 项. FACT_NONE when nothing is typed there. */
static struct fact *add_typed_sum(struct ledger *ledger, struct fact *row, const char *key,
                                  const char *typed_path, struct slice prefix)
{
    const struct fact *typed = ledger_fact(ledger, typed_path);
    struct fact *sum = fact_add(ledger->facts, row, slice_of(key), FACT_NONE);
    sum->formula = arena_printf(ledger->facts->arena, "Σ %s", typed_path);
    for (const struct fact *amount = typed->first; amount; amount = amount->next)
        if ((amount->kind == FACT_MONEY || amount->waits) && is_below(amount->key, prefix) &&
            !is_covered(ledger->facts, typed, amount->key, prefix.n))
            ledger_add(ledger, sum, amount);
    return sum;
}

/* The amount of one use: typed, or that of the subject it names. NULL after an error. */
static const struct fact *use_amount(struct ledger *ledger, const struct fact *use)
{
    struct fact *amount = fact_child(ledger->facts, use, SLICE("金额"));
    const struct fact *code = fact_child(ledger->facts, use, SLICE("科目"));
    bool by_code = code->kind == FACT_TEXT;
    amount->waits |= code->waits;
    if (amount->waits)
        return amount;
    if (by_code == (amount->origin != NULL)) {
        diag_report(ledger->diag, MSG_USE_AMOUNT, use->origin->pos);
        return NULL;
    }
    if (!by_code)
        return amount;
    const struct fact *row =
        fact_child(ledger->facts, ledger_fact(ledger, "一般公共预算支出.科目"), code->text);
    if (!row) {
        diag_report(ledger->diag, MSG_USE_SUBJECT, code->origin->pos, code->text.p);
        return NULL;
    }
    return fact_child(ledger->facts, row, SLICE("合计"));
}

/* The text typed below `typed` under the other key, empty if there is none. */
static void repeat_text(struct ledger *ledger, struct fact *into, const char *key,
                        const struct fact *typed, const char *typed_key)
{
    const struct fact *text = typed ? fact_child(ledger->facts, typed, slice_of(typed_key)) : NULL;
    ledger_text(ledger, into, key, text && text->kind == FACT_TEXT ? text->text : SLICE(""));
    if (text)
        fact_add_term(ledger->facts, into->last, text);
}

static void add_uses(struct ledger *ledger, struct fact *row, const struct fact *uses)
{
    struct fact *list = fact_add(ledger->facts, row, SLICE("用途"), FACT_LIST);
    const struct fact *items = uses ? fact_child(ledger->facts, uses, SLICE("项")) : NULL;
    for (const struct fact *use = items ? items->first : NULL; use; use = use->next) {
        const struct fact *amount = use_amount(ledger, use);
        if (!amount) {
            ledger->failed = true;
            continue;
        }
        struct fact *item = fact_add(ledger->facts, list, use->key, FACT_GROUP);
        repeat_text(ledger, item, "名称", use, "名称");
        ledger_copy(ledger, item, "金额", amount);
    }
    fact_number_items(ledger->facts, list);
}

static void add_detail(struct ledger *ledger, struct fact *row)
{
    struct facts *facts = ledger->facts;
    add_typed_sum(ledger, row, "年初预算", "年初预算", row->key);
    ledger_formula(ledger, row, "完成率", ".合计 / .年初预算", row);
    add_typed_sum(ledger, row, "全年预算", "全年预算", row->key);
    add_typed_sum(ledger, row, "上年", "上年.一般公共预算支出", row->key);
    ledger_formula(ledger, row, "比上年", ".合计 比 .上年", row);

    const struct fact *uses = fact_child(facts, ledger_fact(ledger, "支出用途"), row->key);
    repeat_text(ledger, row, "用途说明", uses, "说明");
    repeat_text(ledger, row, "原因", uses, "原因");
}

void ledger_detail(struct ledger *ledger)
{
    struct fact *general = ledger_group(ledger, "一般公共预算支出");
    struct fact *list = fact_child(ledger->facts, general, SLICE("科目"));
    for (struct fact *row = list->first; row; row = row->next)
        ledger_formula(ledger, row, "合计", ".基本支出 + .项目支出", row);
    for (struct fact *row = list->first; row; row = row->next) {
        add_detail(ledger, row);
        add_uses(ledger, row, fact_child(ledger->facts, ledger_fact(ledger, "支出用途"), row->key));
    }
    add_typed_sum(ledger, general, "年初预算", "年初预算", SLICE(""));
    add_typed_sum(ledger, general, "全年预算", "全年预算", SLICE(""));
    add_typed_sum(ledger, general, "上年", "上年.一般公共预算支出", SLICE(""));
}
