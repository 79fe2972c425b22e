/*
 * Writes records of agencies that do not exist, for tests and benchmarks: sums agree, no check
 * finds anything, the same seed gives the same bytes.
 *
 *     synthesize FOLDER COUNT [SEED [TIMES]]
 *
 * FOLDER gets 00001.ini … and manifest.csv. An agency has from 10 to 200 rows of subjects, times
 * TIMES (up to 100).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/slice.h"

enum { CLASSES = 13, ECONOMIC = 16, NAMES = 24 };

struct agency {
    uint64_t state; /* of the generator */
    struct buf out;
    const char *place, *name;
    char code[8];                       /* of the subject at hand */
    uint64_t basic, project;            /* 分, from 一般公共预算 */
    uint64_t fund, other;               /* other budgets, all of it for projects */
    uint64_t by_class[CLASSES];         /* 分, from 一般公共预算 */
    uint64_t abroad, bought, run, host; /* 三公 in 分 */
    unsigned items;                     /* 项 */
};

/* Rare characters are here since names of places have them. */
static const char *const places[] = {"青禾县", "堃城区", "镕川县", "㛃水县", "喆山区", "嵛岭县",
                                     "鄠泽县", "洺河区", "垚丘县", "盱江县", "瑭溪市", "甪湖县"};
static const char *const names[NAMES] = {
    "财政局",         "审计局",   "统计局",         "教育局",     "民政局",       "司法局",
    "自然资源局",     "交通局",   "水利局",         "农业农村局", "文化和旅游局", "卫生健康局",
    "退役军人事务局", "应急局",   "市场监督管理局", "档案馆",     "图书馆",       "人民医院",
    "第一中学",       "城管大队", "林业局",         "气象服务站", "疾病防控中心", "社会福利院"};
static const char *const classes[CLASSES] = {"201", "204", "205", "206", "207", "208", "210",
                                             "211", "212", "213", "214", "220", "221"};
static const char *const economic[ECONOMIC] = {"30101", "30102", "30103", "30108", "30109", "30110",
                                               "30112", "30113", "30201", "30205", "30206", "30207",
                                               "30211", "30213", "30228", "30302"};
static const char *const duties[] = {"拟订本领域的年度计划并组织实施。",
                                     "管理本领域的公共服务。",
                                     "承担统计和信息发布工作。",
                                     "指导乡镇和街道的有关工作。",
                                     "监督本领域规章的执行。",
                                     "负责设施的建设和维护。",
                                     "组织业务培训和宣传。",
                                     "办理上级交办的其他事项。"};
static const char *const works[] = {"设施维护", "信息系统运行", "业务培训", "专项调查", "设备更新",
                                    "公共服务", "环境整治",     "档案整理", "应急储备"};
static const char *const reasons[] = {"任务较上年有变动", "严格执行开支标准", "人员正常变动",
                                      "项目进度调整"};
static const char *const templates[] = {"national-2022", "shanxi-2024"};

/* splitmix64: from 0 up to, not including, limit. */
static uint64_t below(struct agency *agency, uint64_t limit)
{
    uint64_t z = agency->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (z ^ z >> 31) % limit;
}

#define PICK(agency, list) ((list)[below(agency, sizeof(list) / sizeof *(list))])

static void put_amount(struct agency *agency, const char *key, uint64_t fen)
{
    buf_printf(&agency->out, "%s = %llu.%02llu\n", key, (unsigned long long)(fen / 100),
               (unsigned long long)(fen % 100));
}

/* From 1,000 元 to some 3 million, mostly small. */
static uint64_t amount(struct agency *agency)
{
    return 100000 + below(agency, 1u << (17 + below(agency, 12)));
}

static void put_head(struct agency *agency, unsigned number)
{
    static const char *const kinds[] = {"行政单位", "参照公务员法管理事业单位", "事业单位"};
    agency->place = PICK(agency, places);
    agency->name = PICK(agency, names);
    const char *kind = PICK(agency, kinds), *template = PICK(agency, templates);
    buf_printf(&agency->out,
               "[单位]\n名称 = %s%s第%u分局\n年度 = 2024\n口径 = 单位\n性质 = %s\n"
               "模板 = %s\n主管部门 = %s%s\n公开日期 = 2025-09-01\n\n[概况]\n职责 = ",
               agency->place, agency->name, number, kind, template, agency->place, agency->name);
    size_t first = below(agency, 8), count = 2 + below(agency, 7);
    for (size_t i = 0; i < count; i++)
        buf_printf(&agency->out, "%s%zu、%s\n", i ? "    " : "", i + 1, duties[(first + i) % 8]);
    buf_printf(&agency->out, "机构 = 内设%llu个股室，各按职责开展工作。\n",
               (unsigned long long)(2 + below(agency, 12)));
}

/* The n-th 项: spread over the classes, ten to a 款. These codes are not in the catalogue. */
static void take_code(struct agency *agency, unsigned n)
{
    unsigned class = n / 3 % CLASSES, turn = n / (3 * CLASSES) * 3 + n % 3;
    snprintf(agency->code, sizeof agency->code, "%s%02u%02u", classes[class],
             (70 + turn / 10) % 100, (10 + turn % 10 + turn / 300 * 10) % 100);
}

static void put_names(struct agency *agency)
{
    char last[8] = "";
    buf_puts(&agency->out, "\n[科目名称]\n");
    for (unsigned i = 0; i < agency->items; i++) {
        take_code(agency, i);
        if (atoi(agency->code + 5) % 10 == 0 || strncmp(last, agency->code, 5) != 0) {
            char group[6];
            snprintf(group, sizeof group, "%.5s", agency->code);
            struct buf line = {0};
            buf_printf(&line, "\n%s = ", group);
            if (!strstr(agency->out.p, line.p))
                buf_printf(&agency->out, "%s = %s事务\n", group, PICK(agency, works));
            buf_free(&line);
        }
        strcpy(last, agency->code);
        buf_printf(&agency->out, "%s = %s支出\n", agency->code, PICK(agency, works));
    }
}

static void put_subjects(struct agency *agency)
{
    struct buf income = {0}, *out = &agency->out;
    buf_puts(&income, "\n[收入]\n");
    buf_puts(out, "\n[支出]\n");
    for (unsigned i = 0; i < agency->items; i++) {
        uint64_t basic = below(agency, 3) || !i ? amount(agency) : 0;
        uint64_t project = below(agency, 2) || !basic ? amount(agency) : 0, sum = basic + project;
        take_code(agency, i);
        char key[96];
        snprintf(key, sizeof key, "%s.一般公共预算.基本支出", agency->code);
        if (basic)
            put_amount(agency, key, basic);
        snprintf(key, sizeof key, "%s.一般公共预算.项目支出", agency->code);
        if (project)
            put_amount(agency, key, project);
        buf_printf(&income, "%s.一般公共预算 = %llu.%02llu\n", agency->code,
                   (unsigned long long)(sum / 100), (unsigned long long)(sum % 100));
        agency->basic += basic;
        agency->project += project;
        agency->by_class[i / 3 % CLASSES] += sum;
    }
    static const char *const others[][2] = {{"2290401", "政府性基金预算"}, {"2299999", "其他收入"}};
    uint64_t *const totals[] = {&agency->fund, &agency->other};
    for (size_t i = 0; i < 2; i++) {
        if (below(agency, 3))
            continue;
        *totals[i] = amount(agency) / 100 * 100;
        unsigned long long yuan = *totals[i] / 100;
        buf_printf(out, "%s.%s.项目支出 = %llu\n", others[i][0], others[i][1], yuan);
        buf_printf(&income, "%s.%s = %llu\n", others[i][0], others[i][1], yuan);
    }
    buf_put_slice(out, buf_slice(&income));
    buf_free(&income);
}

/* 三公 first, then the other economic subjects of what is left of 基本支出. */
static void put_economic(struct agency *agency)
{
    bool rich = agency->basic > 40000000;
    agency->run = rich ? 1000000 + below(agency, 4000000) : 0;
    agency->host = rich && below(agency, 2) ? 10000 + below(agency, 900000) : 0;
    agency->bought = rich && !below(agency, 8) ? 10000000 + below(agency, 9000000) : 0;
    uint64_t left = agency->basic - agency->run - agency->host - agency->bought;
    buf_puts(&agency->out, "\n[基本支出经济分类]\n");
    for (size_t i = 0; i < ECONOMIC; i++) {
        uint64_t part = i + 1 < ECONOMIC ? left / 6 + below(agency, left / 16 + 1) : left;
        put_amount(agency, economic[i], part);
        left -= part;
    }
    put_amount(agency, "30217", agency->host);
    put_amount(agency, "30231", agency->run);
    put_amount(agency, "31013", agency->bought);
}

/* A tenth more or less. */
static uint64_t near(struct agency *agency, uint64_t value)
{
    return value * (900 + below(agency, 201)) / 1000;
}

/* Last year's 总计 is more than its parts by some expenditure of a subject that is no more. */
static void put_comparison(struct agency *agency)
{
    uint64_t fund = agency->fund ? near(agency, agency->fund) : 0, last = fund + 500000;
    buf_puts(&agency->out, "\n[年初预算]\n");
    for (size_t i = 0; i < CLASSES; i++)
        if (agency->by_class[i])
            put_amount(agency, classes[i], near(agency, agency->by_class[i]));
    buf_puts(&agency->out, "\n[上年]\n");
    for (size_t i = 0; i < CLASSES; i++) {
        char key[64];
        snprintf(key, sizeof key, "一般公共预算支出.%s", classes[i]);
        uint64_t part = agency->by_class[i] ? near(agency, agency->by_class[i]) : 0;
        if (part)
            put_amount(agency, key, part);
        last += part;
    }
    put_amount(agency, "财政拨款总计", last);
    put_amount(agency, "总计", last + agency->other);
    put_amount(agency, "机关运行经费", near(agency, agency->basic / 4));
    put_amount(agency, "政府性基金预算总计", fund);
}

/* A reason for each key. */
static void put_reasons(struct agency *agency, const char *section, const char *const *keys)
{
    buf_printf(&agency->out, "\n[%s]\n", section);
    for (; *keys; keys++)
        buf_printf(&agency->out, "%s = %s\n", *keys, PICK(agency, reasons));
}

static void put_sangong(struct agency *agency)
{
    static const char *const keys[] = {"因公出国（境）费", "公务用车购置费", "公务用车运行维护费",
                                       "公务接待费"};
    static const char *const sections[] = {"三公.预算", "三公.决算", "上年.三公"};
    uint64_t spent[] = {agency->abroad, agency->bought, agency->run, agency->host};
    for (size_t i = 0; i < 3; i++) {
        buf_printf(&agency->out, "\n[%s]\n", sections[i]);
        for (size_t k = 0; k < 4; k++)
            put_amount(agency, keys[k],
                       i == 0 ? spent[k] + spent[k] / 10
                              : (i == 1 ? spent[k] : near(agency, spent[k])));
    }
    unsigned cars = agency->run ? 1 + (unsigned)below(agency, 30) : 0;
    unsigned meals = agency->host ? 1 + (unsigned)below(agency, 20) : 0;
    static const char *const reasoned[] = {"合计", "公务用车购置费", "公务用车运行维护费",
                                           "公务接待费", NULL};
    put_reasons(agency, "三公.原因", reasoned);
    buf_printf(&agency->out,
               "\n[三公.数量]\n公务用车购置辆数 = %d\n公务用车保有量 = %u\n国内接待批次 = %u\n"
               "国内接待人次 = %u\n\n[国有资产.车辆]\n其他用车 = %u\n\n"
               "[国有资产]\n其他用车说明 = 一般公务用车\n单价100万元以上设备 = %llu\n",
               agency->bought ? 1 : 0, cars, meals, meals * 6, cars,
               (unsigned long long)below(agency, 3));
}

static void put_procurement(struct agency *agency)
{
    uint64_t goods = agency->project / 5, works_cost = agency->project / 9;
    uint64_t services = agency->project / 7, all = goods + works_cost + services;
    buf_puts(&agency->out, "\n[政府采购]\n");
    put_amount(agency, "货物", goods);
    put_amount(agency, "工程", works_cost);
    put_amount(agency, "服务", services);
    put_amount(agency, "授予中小企业", all / 3);
    put_amount(agency, "授予小微企业", all / 4);
    static const char *const reasoned[] = {"收支总体",       "财政拨款收支", "一般公共预算支出",
                                           "政府性基金预算", "机关运行经费", NULL};
    put_reasons(agency, "说明", reasoned);
}

static void put_indicators(struct agency *agency, unsigned number)
{
    static const char *const indicators[] = {"数量指标", "质量指标",     "时效指标",
                                             "成本指标", "社会效益指标", "满意度指标"};
    for (size_t i = 0; i < 6; i++) {
        buf_printf(&agency->out, "\n[绩效.项目.%u.指标.%s]\n", number, indicators[i]);
        unsigned count = 1 + (unsigned)below(agency, 3);
        for (unsigned k = 1; k <= count; k++)
            buf_printf(&agency->out,
                       "%u.名称 = %s完成程度\n%u.指标值 = ≥9%u%%\n%u.完成值 = 100%%\n", k,
                       PICK(agency, works), k, k, k);
    }
}

static void put_projects(struct agency *agency)
{
    unsigned count = agency->project ? (unsigned)below(agency, 10) : 0;
    buf_printf(&agency->out,
               "\n[绩效]\n一级项目数 = %u\n开展情况 = 对项目支出开展绩效自评。\n"
               "总体结论 = 预算执行良好，完成年度目标\n",
               count);
    for (unsigned i = 1; i <= count; i++) {
        uint64_t spent = agency->project / 10 / i;
        const char *work = PICK(agency, works);
        buf_printf(&agency->out,
                   "\n[绩效.项目.%u]\n名称 = %s经费\n主管部门 = %s%s\n实施单位 = %s%s\n"
                   "起始 = 2024年1月\n终止 = 2024年12月\n预期数量 = 按计划完成%s。\n"
                   "预期效果 = 提高服务水平。\n执行得分 = 10\n得分.产出指标 = %u\n"
                   "得分.效益指标 = 30\n得分.满意度指标 = 10\n完成情况 = 各项指标均已完成。\n"
                   "自评结论 = 资金使用规范。\n填报日期 = 2025-04-07\n",
                   i, work, agency->place, agency->name, agency->place, agency->name, work,
                   30 + (unsigned)below(agency, 21));
        put_amount(agency, "预算.县（区）财政", spent);
        put_amount(agency, "到位.县（区）财政", spent);
        put_amount(agency, "执行.县（区）财政", spent);
        put_indicators(agency, i);
    }
}

/* About 1.45 rows come with each 项: those of its 款 and 类. */
static void make_record(struct agency *agency, unsigned number, unsigned times)
{
    unsigned rows = 10 + (unsigned)below(agency, below(agency, 6) ? 50 : 191);
    agency->items = rows * times * 2 / 3;
    put_head(agency, number);
    put_names(agency);
    put_subjects(agency);
    put_economic(agency);
    put_comparison(agency);
    put_sangong(agency);
    put_procurement(agency);
    put_projects(agency);
}

static void write_text(const char *path, struct slice text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(text.p, 1, text.n, file) != text.n || fclose(file) != 0) {
        fprintf(stderr, "synthesize: cannot write %s: %s\n", path, strerror(errno));
        exit(2);
    }
}

int main(int argc, char **argv)
{
    unsigned count = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
    unsigned seed = argc > 3 ? (unsigned)atoi(argv[3]) : 1;
    unsigned times = argc > 4 ? (unsigned)atoi(argv[4]) : 1;
    if (!count || times < 1 || times > 100) {
        fputs("usage: synthesize FOLDER COUNT [SEED [TIMES]]\n", stderr);
        return 3;
    }
    struct buf path = {0}, manifest = {0};
    mkdir(argv[1], 0777);
    buf_puts(&manifest, "record,template,output\n");
    struct agency agency = {0};
    for (unsigned i = 1; i <= count; i++) {
        struct buf out = agency.out;
        buf_clear(&out);
        agency = (struct agency){.state = (uint64_t)seed << 32 | i, .out = out};
        make_record(&agency, i, times);
        buf_clear(&path);
        buf_printf(&path, "%s/%05u.ini", argv[1], i);
        write_text(path.p, buf_slice(&agency.out));
        buf_printf(&manifest, "%05u.ini,,%05u.pdf\n", i, i);
    }
    buf_clear(&path);
    buf_printf(&path, "%s/manifest.csv", argv[1]);
    write_text(path.p, buf_slice(&manifest));
    buf_free(&path);
    buf_free(&manifest);
    buf_free(&agency.out);
    return 0;
}
