/* Problems as RFC 9457 has them. */
#include "press/findings.h"
#include "serve/asked.h"

static const struct {
    unsigned status;
    const char *word, *title[2];
} problems[] = {
    [PROBLEM_FORM] = {400, "request", {"The request cannot be read", "无法读取请求"}},
    [PROBLEM_PARAMETER] = {400, "parameter", {"A parameter is wrong", "参数有误"}},
    [PROBLEM_TYPE] = {415,
                      "content-type",
                      {"The body is of no type taken here", "请求内容的类型不对"}},
    [PROBLEM_ROUTE] = {404, "path", {"There is nothing here", "没有这个地址"}},
    [PROBLEM_METHOD] = {405, "method", {"Not with this method", "不支持这种请求方法"}},
    [PROBLEM_SIZE] = {413, "size", {"The request is too large", "请求过大"}},
    [PROBLEM_HEADERS] = {400, "headers", {"The headers contradict each other", "请求头互相矛盾"}},
    [PROBLEM_ORIGIN] = {403, "origin", {"Asked by another site's page", "请求来自其他网站的网页"}},
    [PROBLEM_BUSY] = {503,
                      "busy",
                      {"Too many requests at once; try again soon", "请求过多，请稍后再试"}},
    [PROBLEM_TIME] = {503, "time", {"This took longer than it may", "处理超时"}},
    [PROBLEM_DIED] = {500,
                      "died",
                      {"What computed this request ended before its time; no other was touched",
                       "处理本次请求的进程意外终止，其他请求不受影响"}},
    [PROBLEM_REFUSED] = {422, "refused", {"What was sent has errors", "所提交的内容有错误"}},
};

unsigned problem_status(enum problem problem)
{
    return problems[problem].status;
}

static void put_findings_plain(struct buf *out, const struct diag *diag)
{
    size_t count;
    const struct finding **findings = diag_sorted(diag, &count);
    buf_puts(out, ",\"findings\":[");
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i ? ",{" : "{");
        finding_put_json(out, findings[i]);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

void answer_problem(struct answer *answer, enum problem problem, enum language language,
                    const char *detail, const struct diag *diag)
{
    buf_clear(&answer->body);
    answer->status = problems[problem].status;
    answer->type = "application/problem+json";
    answer->name = NULL;
    answer->worst = LEVEL_ERROR;
    buf_printf(&answer->body,
               "{\"type\":\"urn:gongkai:problem:%s\",\"title\":", problems[problem].word);
    buf_put_json(&answer->body, slice_of(problems[problem].title[language]));
    buf_printf(&answer->body, ",\"status\":%u", problems[problem].status);
    if (detail) {
        buf_puts(&answer->body, ",\"detail\":");
        buf_put_json(&answer->body, slice_of(detail));
    }
    if (diag)
        put_findings_plain(&answer->body, diag);
    buf_puts(&answer->body, "}\n");
}
