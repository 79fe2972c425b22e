/* Records that try what a page can hold: each is an ordinary one but for what it is named by. */
#ifndef TESTS_STRESS_H
#define TESTS_STRESS_H

#include <string.h>

#include "base/slice.h"

struct stress {
    const char *name;
    unsigned rows;       /* 项 */
    unsigned classes;    /* 类 that they are of, 12 at most */
    unsigned projects;   /* each with a form of its own, */
    unsigned indicators; /* of so many rows */
    uint64_t amount;     /* 元: of each 项, about; 0 for none */
    int letters;         /* of the agency's and all other names; 0 for as they are */
    bool deficit;        /* what is carried over is less than nothing */
};

static const struct stress stresses[] = {
    {"plain", 12, 4, 2, 8, 8765432, 0, false},
    {"rows", 200, 12, 1, 8, 8765432, 0, false},
    {"indicators", 12, 4, 2, 40, 8765432, 0, false},
    {"projects", 12, 4, 60, 6, 8765432, 0, false},
    {"slices", 24, 12, 1, 8, 8765432, 0, false},
    {"amounts", 24, 8, 2, 8, 1200000000000000, 0, false},
    {"millions", 24, 8, 2, 8, 20000000000, 0, false},
    {"names", 24, 8, 3, 8, 8765432, 63, false},
    {"nothing", 0, 0, 0, 0, 0, 0, false},
    {"zeros", 12, 4, 2, 8, 0, 0, false},
    {"deficit", 12, 4, 1, 8, 8765432, 0, true},
};

static inline const struct stress *stress_named(const char *name)
{
    const struct stress *stress = stresses;
    while (strcmp(stress->name, name) != 0)
        stress++;
    return stress;
}

struct stress_form {
    const char *template;
    unsigned year;
};

static const struct stress_form stress_forms[] = {
    {"national-2022", 2023}, {"national-2020", 2020}, {"national-2017", 2018},
    {"shanxi-2024", 2024},   {"sichuan-2020", 2020},  {"hunan-2020", 2020},
    {"gansu-2022", 2023},    {"shaanxi-2022", 2023},  {"neimenggu-2022", 2023},
    {"zhejiang-2022", 2023}, {"yunnan-2023", 2023},   {"shanghai-district-2024", 2024},
    {"xinjiang-2022", 2023},
};

/* A name of so many characters; its end tells it from others. */
static inline void stress_name(struct buf *out, const char *name, int letters)
{
    static const char *const words[] = {"城区", "道路", "管理", "服务", "保障", "综合", "信息"};
    int count = 0;
    for (const char *p = name; *p; p++)
        count += ((unsigned char)*p & 0xC0) != 0x80;
    for (size_t i = 0; count + 1 < letters; i++, count += 2)
        buf_puts(out, words[i % (sizeof words / sizeof *words)]);
    buf_puts(out, count < letters ? "大" : "");
    buf_puts(out, name);
}

static inline void stress_line(struct buf *out, const char *key, const char *name, int letters)
{
    buf_printf(out, "%s = ", key);
    stress_name(out, name, letters);
    buf_puts(out, "\n");
}

static inline void stress_money(struct buf *out, const char *key, uint64_t yuan)
{
    buf_printf(out, "%s = %llu\n", key, (unsigned long long)yuan);
}

/* The n-th 项, in the order of codes; these are not in the catalogue. */
static inline const char *stress_code(const struct stress *stress, unsigned n)
{
    static const char *const classes[] = {"201", "204", "205", "206", "207", "208",
                                          "210", "211", "212", "213", "214", "221"};
    static char code[32];
    unsigned each = (stress->rows + stress->classes - 1) / stress->classes;
    unsigned turn = n % each;
    snprintf(code, sizeof code, "%s%02u%02u", classes[n / each], 70 + turn / 6, 10 + turn % 6);
    return code;
}

static inline uint64_t stress_amount(const struct stress *stress, unsigned n)
{
    return stress->amount / (1 + n * 7 % 11) + (stress->amount ? n : 0);
}

/* Half of the 项 are for 基本支出, one for both. */
static inline uint64_t stress_basic(const struct stress *stress, unsigned n)
{
    return n % 2 == 0 || n == 1 ? stress_amount(stress, n) / (n == 1 ? 3 : 1) : 0;
}

static inline void stress_subjects(struct buf *out, const struct stress *stress)
{
    buf_puts(out, "\n[科目名称]\n");
    char key[64], last[64] = "";
    for (unsigned n = 0; n < stress->rows; n++) {
        const char *code = stress_code(stress, n);
        snprintf(key, sizeof key, "%.5s", code);
        if (strcmp(key, last) != 0)
            stress_line(out, key, "公共设施和公共服务事务", stress->letters);
        strcpy(last, key);
        stress_line(out, code, n % 5 ? "设施维护支出" : "乡镇和街道公共设施日常维护和更新改造支出",
                    stress->letters);
    }
    buf_puts(out, "\n[收入]\n");
    for (unsigned n = 0; n < stress->rows; n++) {
        snprintf(key, sizeof key, "%s.%s", stress_code(stress, n), "一般公共预算");
        stress_money(out, key, stress_amount(stress, n));
    }
    buf_puts(out, "\n[支出]\n");
    for (unsigned n = 0; n < stress->rows; n++) {
        uint64_t basic = stress_basic(stress, n);
        snprintf(key, sizeof key, "%s.一般公共预算.基本支出", stress_code(stress, n));
        stress_money(out, key, basic);
        snprintf(key, sizeof key, "%s.一般公共预算.项目支出", stress_code(stress, n));
        stress_money(out, key, stress_amount(stress, n) - basic);
    }
    if (stress->deficit)
        buf_puts(out, "\n[年初结转和结余]\n非财政拨款 = -3456789.01\n"
                      "\n[年末结转和结余]\n非财政拨款 = -3456789.01\n");
}

static inline void stress_economic(struct buf *out, const struct stress *stress)
{
    static const char *const codes[] = {"30101", "30102", "30103", "30108", "30112",
                                        "30113", "30201", "30207", "30211", "30213",
                                        "30299", "30302", "31002", "30399"};
    enum { COUNT = sizeof codes / sizeof *codes };
    uint64_t left = 0;
    for (unsigned n = 0; n < stress->rows; n++)
        left += stress_basic(stress, n);
    buf_puts(out, "\n[基本支出经济分类]\n");
    for (unsigned i = 0; i < COUNT; i++) {
        uint64_t part = i + 1 < COUNT ? left / 7 : left;
        stress_money(out, codes[i], part);
        left -= part;
    }
}

/* Last year's figures, higher and lower than this year's. */
static inline void stress_comparison(struct buf *out, const struct stress *stress)
{
    uint64_t all = 0;
    for (unsigned n = 0; n < stress->rows; n++)
        all += stress_amount(stress, n);
    buf_puts(out, "\n[上年]\n");
    stress_money(out, "总计", all - all / 10);
    stress_money(out, "财政拨款总计", all - all / 10);
    stress_money(out, "机关运行经费", all / 9);
    uint64_t spent = all / 1000;
    static const char *const keys[] = {"因公出国（境）费", "公务用车购置费", "公务用车运行维护费",
                                       "公务接待费"};
    static const char *const sections[] = {"上年.三公", "三公.预算", "三公.决算"};
    for (unsigned i = 0; i < 3; i++) {
        buf_printf(out, "\n[%s]\n", sections[i]);
        for (unsigned k = 0; k < 4; k++)
            stress_money(out, keys[k], stress->amount ? spent * (3 - i) / (k + 1) : 0);
    }
    buf_puts(out, "\n[三公.数量]\n公务用车购置辆数 = 2\n公务用车保有量 = 32\n国内接待批次 = 12\n"
                  "国内接待人次 = 123\n因公出国（境）团组 = 1\n因公出国（境）人次 = 3\n\n"
                  "[国有资产.车辆]\n执法执勤用车 = 32\n");
    buf_puts(out, "\n[政府采购]\n");
    static const char *const bought[] = {"货物", "工程", "服务", "授予中小企业", "授予小微企业"};
    for (unsigned i = 0; i < 5; i++)
        stress_money(out, bought[i], all / 20 / (i + 1));
}

static inline void stress_projects(struct buf *out, const struct stress *stress)
{
    static const char *const kinds[] = {"数量指标", "质量指标",     "时效指标",
                                        "成本指标", "社会效益指标", "满意度指标"};
    for (unsigned i = 1; i <= stress->projects; i++) {
        buf_printf(out, "\n[绩效.项目.%u]\n", i);
        stress_line(out, "名称", "公共设施维护经费", stress->letters);
        stress_line(out, "主管部门", "某某县公共服务局", stress->letters);
        stress_line(out, "实施单位", "某某县公共服务局", stress->letters);
        buf_puts(out, "起始 = 2024年1月\n终止 = 2024年12月\n预期数量 = 按计划完成维护。\n"
                      "预期效果 = 提高服务水平。\n实际效果 = 达到预期。\n执行得分 = 10\n"
                      "得分.产出指标 = 50\n得分.效益指标 = 30\n得分.满意度指标 = 10\n"
                      "完成情况 = 各项指标均已完成。\n自评结论 = 资金使用规范。\n"
                      "评价人员.1.角色 = 组长\n评价人员.1.职务 = 主任\n");
        stress_money(out, "预算.县（区）财政", stress->amount / 7);
        stress_money(out, "到位.县（区）财政", stress->amount / 7);
        stress_money(out, "执行.县（区）财政", stress->amount / 7);
        for (unsigned k = 0; k < 6; k++) {
            buf_printf(out, "\n[绩效.项目.%u.指标.%s]\n", i, kinds[k]);
            for (unsigned n = k; n < stress->indicators; n += 6) {
                char key[32];
                snprintf(key, sizeof key, "%u.名称", n / 6 + 1);
                stress_line(out, key, n % 4 ? "维护完成率" : "乡镇和街道公共设施维护及时率",
                            stress->letters);
                buf_printf(out, "%u.指标值 = ≥98.5%%\n%u.完成值 = 100%%\n", n / 6 + 1, n / 6 + 1);
            }
        }
    }
}

/* Appends the record. */
static inline void stress_record(struct buf *out, const struct stress *stress,
                                 struct stress_form form)
{
    buf_puts(out, "[单位]\n");
    stress_line(out, "名称", "某某县公共服务局", stress->letters);
    buf_printf(out, "年度 = %u\n口径 = 单位\n性质 = 行政单位\n模板 = %s\n公开日期 = %u-09-01\n",
               form.year, form.template, form.year + 1);
    buf_puts(out, "\n[概况]\n职责 =\n    管理公共设施。\n    提供公共服务。\n机构 = "
                  "内设5个股室。\n");
    stress_subjects(out, stress);
    stress_economic(out, stress);
    stress_comparison(out, stress);
    stress_projects(out, stress);
}

#endif
