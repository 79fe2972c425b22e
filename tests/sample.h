/* A few facts of every kind, for the tests of templates. */
#ifndef TESTS_SAMPLE_H
#define TESTS_SAMPLE_H

#include "ledger/facts.h"

static inline struct fact *sample_add(struct facts *facts, struct fact *parent, const char *key,
                                      enum fact_kind kind)
{
    return fact_add(facts, parent, slice_of(key), kind);
}

static inline void sample_text(struct facts *facts, struct fact *parent, const char *key,
                               const char *text)
{
    sample_add(facts, parent, key, FACT_TEXT)->text = slice_of(text);
}

static inline void sample_number(struct facts *facts, struct fact *parent, const char *key,
                                 enum fact_kind kind, int64_t number)
{
    sample_add(facts, parent, key, kind)->number = number;
}

static inline void sample_rows(struct facts *facts, struct fact *list)
{
    static const char *const codes[] = {"201", "20101", "2010101"};
    static const char *const names[] = {"一般公共服务支出", "人大事务", "行政运行"};
    for (size_t i = 0; i < 3; i++) {
        struct fact *row = sample_add(facts, list, codes[i], FACT_GROUP);
        sample_text(facts, row, "名称", names[i]);
        sample_number(facts, row, "合计", FACT_MONEY, 123456789 + (int64_t)i);
    }
    fact_number_items(facts, list);
}

static inline struct facts *sample_facts(struct arena *arena)
{
    struct facts *facts = facts_new(arena);
    struct fact *root = facts->root;
    struct fact *unit = sample_add(facts, root, "单位", FACT_GROUP);
    sample_text(facts, unit, "名称", "某某局");
    sample_number(facts, unit, "年度", FACT_COUNT, 2024);
    sample_add(facts, unit, "是部门", FACT_FLAG)->flag = true;
    struct fact *duties =
        sample_add(facts, sample_add(facts, root, "概况", FACT_GROUP), "职责", FACT_LIST);
    sample_text(facts, duties, "1", "、甲。");
    sample_text(facts, duties, "2", "、乙。");
    fact_number_items(facts, duties);
    struct fact *income = sample_add(facts, root, "收入", FACT_GROUP);
    sample_number(facts, income, "合计", FACT_MONEY, 123456789000);
    sample_number(facts, income, "减少", FACT_MONEY, -1000000);
    sample_number(facts, income, "没有", FACT_MONEY, 0);
    sample_add(facts, income, "占比", FACT_RATE)->rate = (struct rate){1, 3};
    sample_add(facts, income, "无占比", FACT_RATE)->rate = (struct rate){0, 1};
    sample_rows(facts, sample_add(facts, income, "科目", FACT_LIST));
    sample_number(facts, root, "批次", FACT_COUNT, 1234);
    sample_number(facts, root, "零次", FACT_COUNT, 0);
    sample_number(facts, root, "两行", FACT_COUNT, 2);
    sample_number(facts, root, "得分", FACT_SCORE, 9550);
    sample_number(facts, root, "巨额", FACT_MONEY, INT64_MAX);
    sample_add(facts, root, "无值", FACT_NONE);
    sample_text(facts, root, "部件", "word");
    sample_text(facts, root, "特殊", "a<b & \"c\"");
    sample_text(facts, root, "控制符", "a\x01");
    return facts;
}

#endif
