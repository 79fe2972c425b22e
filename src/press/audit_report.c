/* The report of an audit: for people, for programs, as a page. */
#include <string.h>

#include "base/xml.h"
#include "press/audit.h"
#include "press/findings.h"

static const char *coverage_text(const struct audit *audit, enum language language)
{
    static const char *const texts[] = {
        "coverage: %u tables, %u figures read, %u of them held against others; in sentences %u "
        "figures, %u understood, %u of them held against others, %u in the agency's own words, "
        "%u not understood; %u in what is not read\n",
        "覆盖：%u 张表，读取 %u 个数，其中 %u 个经核对；文字中 %u 个数，识别 %u 个，其中 %u "
        "个经核对，"
        "单位自述原因、用途中 %u 个，未识别 %u 个；不读取的内容中 %u 个\n"};
    const struct coverage *c = &audit->coverage;
    return arena_printf(audit->diag->arena, texts[language], audit->tables, c->table_figures,
                        c->table_checked, c->figures, c->understood, c->checked, c->prose,
                        c->figures - c->understood - c->prose, c->outside);
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
                   "\"prose\":%u},\"unread\":%u}}\n",
                   audit->tables, c->table_figures, c->table_checked, c->figures, c->understood,
                   c->checked, c->prose, c->outside);
}

/* ---- A page ---- */

static const char style[] =
    "body{font:16px/1.6 'Noto Sans CJK SC','Noto Sans SC',sans-serif;max-width:60em;"
    "margin:2em auto;padding:0 1em;color:#222}"
    "h1{font-size:1.4em}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #bbb;padding:.4em .6em;text-align:left;vertical-align:top}"
    "td.place,td.error,td.warning,td.note{white-space:nowrap}blockquote{margin:.3em 0 "
    "0;color:#444}mark{background:#fd6}"
    ".error{color:#a00}.warning{color:#850}.note{color:#555}p.coverage{color:#444}";

static void put_xml(struct buf *out, const char *before, struct slice text, const char *after)
{
    buf_puts(out, before);
    buf_put_xml(out, text);
    buf_puts(out, after);
}

/* The place without the name of the file, which the page bears. */
static struct slice place_of(struct buf *place, const struct audit *audit, struct pos pos)
{
    size_t n = strlen(audit->path);
    buf_clear(place);
    buf_puts(place, "");
    pos_put(place, pos, audit->diag->language);
    struct slice text = buf_slice(place);
    bool ours = slice_starts(text, audit->path);
    struct slice rest = ours ? (struct slice){text.p + n, text.n - n} : text;
    return rest.n && *rest.p == ':' ? (struct slice){rest.p + 1, rest.n - 1} : rest;
}

/* What stands there, around what is marked. */
static void put_quote(struct buf *out, struct pos pos)
{
    enum { AROUND = 90 };
    if (!pos.source || !pos.length || pos.offset + pos.length > pos.source->text.n)
        return;
    struct slice text = pos.source->text;
    size_t from = pos.offset > AROUND ? pos.offset - AROUND : 0, end = pos.offset + pos.length;
    size_t to = text.n - end > AROUND ? end + AROUND : text.n;
    while (from && (text.p[from] & 0xC0) == 0x80)
        from--;
    while (to < text.n && (text.p[to] & 0xC0) == 0x80)
        to++;
    put_xml(out, from ? "<blockquote>…" : "<blockquote>",
            (struct slice){text.p + from, pos.offset - from}, "<mark>");
    put_xml(out, "", (struct slice){text.p + pos.offset, pos.length}, "</mark>");
    put_xml(out, "", (struct slice){text.p + end, to - end}, to < text.n ? "…" : "");
    buf_puts(out, "</blockquote>");
}

static void put_rows(struct buf *out, const struct audit *audit, const struct diag *diag)
{
    size_t count;
    const struct finding **findings = diag_sorted(diag, &count);
    struct buf place = {0};
    enum language language = audit->diag->language;
    for (int level = LEVEL_ERROR; level >= LEVEL_NOTE; level--)
        for (size_t i = 0; i < count; i++) {
            if ((int)findings[i]->level != level)
                continue;
            const char *word = level_name(findings[i]->level, LANGUAGE_ENGLISH);
            buf_printf(out, "<tr><td class=\"%s\">%s</td>", word,
                       level_name(findings[i]->level, language));
            put_xml(out, "<td class=\"place\">", place_of(&place, audit, findings[i]->pos),
                    "</td><td>");
            buf_put_xml(out,
                        language == LANGUAGE_CHINESE ? findings[i]->chinese : findings[i]->text);
            put_quote(out, findings[i]->pos);
            buf_puts(out, "</td></tr>\n");
        }
    buf_free(&place);
}

static void put_table(struct buf *out, const struct audit *audit, const struct diag *diag)
{
    static const char *const heads[] = {
        "<table><tr><th>level</th><th>place</th><th>finding</th>"
        "</tr>\n",
        "<table><tr><th>级别</th><th>位置</th><th>问题</th></tr>\n"};
    buf_puts(out, heads[audit->diag->language]);
    put_rows(out, audit, diag);
    buf_puts(out, "</table>\n");
}

void audit_put_html(struct buf *out, const struct audit *audit)
{
    bool chinese = audit->diag->language == LANGUAGE_CHINESE;
    const char *slash = strrchr(audit->path, '/'), *name = slash ? slash + 1 : audit->path;
    buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">",
               chinese ? "zh-CN" : "en");
    buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width\"><style>");
    buf_printf(out, "%s</style>", style);
    put_xml(out, "<title>", slice_of(name), "</title></head><body>\n");
    put_xml(out, "<h1>", audit->agency.n ? audit->agency : slice_of(name), "</h1>\n");
    if (audit->agency.n)
        put_xml(out, "<p>", slice_of(name), "</p>\n");
    if (audit->diag->first)
        buf_printf(out,
                   chinese ? "<p><b>错误 %u 处，警告 %u 处，提示 %u 处</b></p>\n"
                           : "<p><b>%u errors, %u warnings, %u notes</b></p>\n",
                   audit->diag->count[LEVEL_ERROR], audit->diag->count[LEVEL_WARNING],
                   audit->diag->count[LEVEL_NOTE]);
    if (audit->record)
        put_xml(out, "<p class=\"coverage\">",
                slice_of(coverage_text(audit, audit->diag->language)), "</p>\n");
    if (audit->diag->first)
        put_table(out, audit, audit->diag);
    else
        buf_puts(out, chinese ? "<p>没有发现问题。</p>\n" : "<p>Nothing was found.</p>\n");
    if (audit->rounding.first) {
        buf_printf(out, "<details><summary>%s</summary>\n",
                   chinese ? "尾差：四舍五入范围内的出入" : "Rounding: what it explains");
        put_table(out, audit, &audit->rounding);
        buf_puts(out, "</details>\n");
    }
    buf_puts(out, "</body></html>\n");
}
