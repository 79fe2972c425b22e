/*
 * The differences as facts, so that 更正说明 and the comparison are template text like everything
 * else. The ledger has made the names (更正.填报 …), empty; here they are filled.
 */
#include "diff/diff.h"

#include <string.h>

struct notice {
    struct facts *facts;
    struct fact *group;
    bool links; /* the document has the places */
};

static void set_flag(const struct notice *notice, const char *name, bool flag)
{
    fact_child(notice->facts, notice->group, slice_of(name))->flag = flag;
}

static struct fact *list_of(const struct notice *notice, const char *name)
{
    return fact_child(notice->facts, notice->group, slice_of(name));
}

static struct fact *add_item(const struct notice *notice, struct fact *list)
{
    const char *key = arena_printf(notice->facts->arena, "%u", (unsigned)list->child_count + 1);
    return fact_add(notice->facts, list, slice_of(key), FACT_GROUP);
}

/* Text as a fact; what is not there or empty is no value. */
static void add_text(const struct notice *notice, struct fact *item, const char *name,
                     struct slice text)
{
    struct fact *fact =
        fact_add(notice->facts, item, slice_of(name), text.n ? FACT_TEXT : FACT_NONE);
    fact->text = text;
}

static struct fact *add_number(const struct notice *notice, struct fact *item, const char *name,
                               int64_t number)
{
    struct fact *fact = fact_add(notice->facts, item, slice_of(name), FACT_COUNT);
    fact->number = number;
    return fact;
}

static void add_flag(const struct notice *notice, struct fact *item, const char *name, bool flag)
{
    fact_add(notice->facts, item, slice_of(name), FACT_FLAG)->flag = flag;
}

/* Whether the value is words, not a figure. */
static bool is_words(struct slice value)
{
    size_t at = 0;
    uint32_t first = value.n ? utf8_next(value, &at) : '0';
    bool sign = first == '-' || first == 0x2212;
    return !(sign || (first >= '0' && first <= '9'));
}

/* What was and what is, and whether there was or is anything. */
static void add_both(const struct notice *notice, struct fact *item, struct slice before,
                     struct slice after)
{
    add_flag(notice, item, "是文字", is_words(before) || is_words(after));
    add_text(notice, item, "原为", before);
    add_text(notice, item, "更正为", after);
    add_flag(notice, item, "是新增", !before.p);
    add_flag(notice, item, "是删去", !after.p);
}

/* Where it was typed: file and line. */
static struct slice origin_of(const struct notice *notice, const struct fact_change *change)
{
    struct pos pos = typed_pos(change->new ? change->new : change->old);
    if (!pos.source)
        return SLICE("");
    struct buf place = {0};
    pos_put_line(&place, pos, LANGUAGE_CHINESE);
    const char *slash = strrchr(pos.source->name, '/');
    size_t folder = slash ? (size_t)(slash + 1 - pos.source->name) : 0;
    struct slice origin =
        slice_copy(notice->facts->arena, (struct slice){place.p + folder, place.n - folder});
    buf_free(&place);
    return origin;
}

/* What it changed for: the first of the leaves, and how many there are. */
static struct slice causes_of(const struct notice *notice, const struct fact_change *change)
{
    if (!change->cause_count)
        return SLICE("");
    const char *first = change->causes[0]->name.p;
    if (change->cause_count == 1)
        return slice_of(first);
    return slice_of(
        arena_printf(notice->facts->arena, "%s等%u项", first, (unsigned)change->cause_count));
}

static void add_facts(const struct notice *notice, const struct diff *diff, const char *name,
                      bool typed)
{
    struct fact *list = list_of(notice, name);
    for (const struct fact_change *change = diff->facts; change; change = change->next) {
        if (change->typed != typed)
            continue;
        struct fact *item = add_item(notice, list);
        const struct fact *fact = change->new ? change->new : change->old;
        add_text(notice, item, "名称", change->name);
        add_both(notice, item, change->before, change->after);
        add_text(notice, item, "公式", slice_of(fact->formula));
        add_text(notice, item, "出处", typed ? origin_of(notice, change) : SLICE(""));
        add_text(notice, item, "缘于", causes_of(notice, change));
    }
    fact_number_items(notice->facts, list);
}

static bool is_same_table(const struct cell_change *a, const struct cell_change *b)
{
    return a && b && a->number == b->number && slice_eq(a->table, b->table);
}

static void add_tables(const struct notice *notice, const struct diff *diff)
{
    struct fact *tables = list_of(notice, "表格"), *cells = NULL, *count = NULL;
    const struct cell_change *before = NULL;
    for (const struct cell_change *change = diff->cells; change; change = change->next) {
        if (!is_same_table(before, change)) {
            struct fact *table = add_item(notice, tables);
            if (cells)
                fact_number_items(notice->facts, cells);
            add_text(notice, table, "表名", change->table);
            add_number(notice, table, "表次", change->number);
            count = add_number(notice, table, "单元格数", 0);
            cells = fact_add(notice->facts, table, SLICE("单元格"), FACT_LIST);
        }
        before = change;
        count->number++;
        struct fact *item = add_item(notice, cells);
        add_text(notice, item, "行", change->row);
        add_text(notice, item, "列", change->column);
        add_both(notice, item, change->before, change->after);
        add_text(notice, item, "位置", slice_of(notice->links ? change->link : ""));
    }
    if (cells)
        fact_number_items(notice->facts, cells);
    fact_number_items(notice->facts, tables);
}

static void add_words(const struct notice *notice, struct fact *item, const char *name,
                      const struct words *words, enum fate own)
{
    struct fact *list = fact_add(notice->facts, item, slice_of(name), FACT_LIST);
    for (; words; words = words->next) {
        if (words->fate != FATE_STAYED && words->fate != own)
            continue;
        struct fact *piece = add_item(notice, list);
        add_text(notice, piece, "文字", words->text);
        add_flag(notice, piece, "有变动", words->fate == own);
    }
    fact_number_items(notice->facts, list);
}

static void add_texts(const struct notice *notice, const struct diff *diff)
{
    struct fact *list = list_of(notice, "文字");
    for (const struct text_change *change = diff->texts; change; change = change->next) {
        struct fact *item = add_item(notice, list);
        add_text(notice, item, "标题", change->heading);
        add_both(notice, item, change->before, change->after);
        add_words(notice, item, "原文", change->words, FATE_GONE);
        add_words(notice, item, "更正后", change->words, FATE_CAME);
        add_text(notice, item, "位置", slice_of(notice->links ? change->link : ""));
    }
    fact_number_items(notice->facts, list);
}

static void add_findings(const struct notice *notice, const struct diff *diff)
{
    struct fact *list = list_of(notice, "检查");
    for (const struct finding_change *change = diff->findings; change; change = change->next) {
        struct fact *item = add_item(notice, list);
        add_text(notice, item, "级别",
                 slice_of(level_name(change->finding->level, LANGUAGE_CHINESE)));
        add_text(notice, item, "内容", change->finding->chinese);
        add_flag(notice, item, "是新增", change->appeared);
    }
    fact_number_items(notice->facts, list);
}

void diff_add_facts(const struct diff *diff, struct facts *facts, bool links)
{
    struct notice notice = {facts, fact_child(facts, facts->root, SLICE("更正")), links};
    bool empty = diff_is_empty(diff);
    set_flag(&notice, "无变动", empty);
    set_flag(&notice, "无印出变动", !empty && !diff->cells && !diff->texts);
    add_facts(&notice, diff, "填报", true);
    add_facts(&notice, diff, "指标", false);
    add_tables(&notice, diff);
    add_texts(&notice, diff);
    add_findings(&notice, diff);
}

void diff_add_sample(struct facts *facts)
{
    struct slice name = SLICE("甲"), before = SLICE("1"), after = SLICE("2");
    struct words came = {.fate = FATE_CAME, .text = after};
    struct words gone = {.next = &came, .fate = FATE_GONE, .text = before};
    struct fact_change derived = {
        .name = name, .new = facts->root, .before = before, .after = after};
    struct fact_change typed = derived;
    typed.next = &derived;
    typed.typed = true;
    struct cell_change cell = {.table = name,
                               .number = 1,
                               .row = name,
                               .column = name,
                               .before = before,
                               .after = after,
                               .link = ""};
    struct text_change text = {
        .heading = name, .before = before, .after = after, .words = &gone, .link = ""};
    struct finding finding = {.level = LEVEL_NOTE, .text = name, .chinese = name};
    struct finding_change found = {.finding = &finding, .appeared = true};
    const struct diff diff = {.facts = &typed, .cells = &cell, .texts = &text, .findings = &found};
    diff_add_facts(&diff, facts, false);
    fact_child(facts, fact_child(facts, facts->root, SLICE("更正")), SLICE("有说明"))->flag = true;
}
