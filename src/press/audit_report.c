/* The report of an audit: for people, for programs, as a page. */
#include "press/audit.h"
#include "press/findings.h"

static const char *coverage_text(const struct audit *audit, enum language language)
{
    static const char *const texts[] = {
        "coverage: %u tables, %u figures read, %u of them held against others; in sentences %u "
        "figures, %u understood, %u of them held against others, %u in the agency's own words, "
        "%u not understood\n",
        "覆盖：%u 张表，读取 %u 个数，其中 %u 个经核对；文字中 %u 个数，识别 %u 个，其中 %u "
        "个经核对，"
        "单位自述原因、用途中 %u 个，未识别 %u 个\n"};
    const struct coverage *c = &audit->coverage;
    return arena_printf(audit->diag->arena, texts[language], audit->tables, c->table_figures,
                        c->table_checked, c->figures, c->understood, c->checked, c->prose,
                        c->figures - c->understood - c->prose);
}

/* 尾差 in one line: how many, and where the first are. */
static void put_rounding(struct buf *out, const struct audit *audit)
{
    enum { TOLD = 3 };
    enum language language = audit->diag->language;
    static const char *const texts[] = {"rounding: %u figures differ by no more than rounding "
                                        "explains, such as ",
                                        "尾差：%u 个数的出入在四舍五入范围内，如 "};
    const struct finding *finding = audit->rounding.first;
    if (!finding)
        return;
    unsigned count = 0, told = 0;
    for (const struct finding *f = finding; f; f = f->next)
        count++;
    buf_printf(out, texts[language], count);
    for (; finding && told < TOLD; finding = finding->next, told++) {
        buf_puts(out, told ? language == LANGUAGE_CHINESE ? "；" : "; " : "");
        pos_put(out, finding->pos, language);
    }
    buf_putc(out, '\n');
}

void audit_put_text(struct buf *out, const struct audit *audit)
{
    diag_print(out, audit->diag);
    put_rounding(out, audit);
    if (audit->record)
        buf_puts(out, coverage_text(audit, audit->diag->language));
}

void audit_put_json(struct buf *out, const struct audit *audit)
{
    const struct coverage *c = &audit->coverage;
    findings_json(out, audit->diag);
    findings_json(out, &audit->rounding);
    if (audit->record)
        buf_printf(out,
                   "{\"coverage\":{\"tables\":%u,\"figures\":%u,\"checked\":%u,"
                   "\"sentences\":{\"figures\":%u,\"understood\":%u,\"checked\":%u,"
                   "\"prose\":%u}}}\n",
                   audit->tables, c->table_figures, c->table_checked, c->figures, c->understood,
                   c->checked, c->prose);
}

void audit_put_html(struct buf *out, const struct audit *audit)
{
    audit_put_text(out, audit);
}
