/* The report of an audit: for people, for programs, as a page. */
#include "press/audit.h"
#include "press/findings.h"

static const char *coverage_text(const struct audit *audit, enum language language)
{
    static const char *const texts[] = {
        "coverage: %u tables, %u figures read, %u of them held against others; in sentences %u "
        "figures, %u understood, %u held against the tables, %u not understood\n",
        "覆盖：%u 张表，读取 %u 个数，其中 %u 个经核对；文字中 %u 个数，识别 %u 个，与表核对 %u 个，"
        "未识别 %u 个\n"};
    const struct coverage *c = &audit->coverage;
    return arena_printf(audit->diag->arena, texts[language], audit->tables, c->table_figures,
                        c->table_checked, c->figures, c->understood, c->checked,
                        c->figures - c->understood);
}

void audit_put_text(struct buf *out, const struct audit *audit)
{
    diag_print(out, audit->diag);
    if (audit->record)
        buf_puts(out, coverage_text(audit, audit->diag->language));
}

void audit_put_json(struct buf *out, const struct audit *audit)
{
    const struct coverage *c = &audit->coverage;
    findings_json(out, audit->diag);
    if (audit->record)
        buf_printf(out,
                   "{\"coverage\":{\"tables\":%u,\"figures\":%u,\"checked\":%u,"
                   "\"sentences\":{\"figures\":%u,\"understood\":%u,\"checked\":%u}}}\n",
                   audit->tables, c->table_figures, c->table_checked, c->figures, c->understood,
                   c->checked);
}

void audit_put_html(struct buf *out, const struct audit *audit)
{
    audit_put_text(out, audit);
}
