#include "archive/verify.h"

#include "archive/guard.h"

#include <stdarg.h>
#include <stdio.h>

static const struct rule_row {
    const char *id, *clause, *text[2];
} rules[] = {
#define RULE(constant, id, clause, english, chinese) {id, clause, {english, chinese}},
#include "archive/rules.def"
#undef RULE
};

/* A rule broken in more places is told of this often. */
enum { TOLD_MAX = 5 };

static const char *place_of(const struct verify *verify, struct where where)
{
    bool chinese = verify->file.diag->language == LANGUAGE_CHINESE;
    struct buf text = {0};
    buf_puts(&text, verify->file.source->name);
    if (where.page >= 0)
        buf_printf(&text, chinese ? "，第 %d 页" : ", page %d", where.page + 1);
    if (where.object > 0)
        buf_printf(&text, chinese ? "，对象 %d" : ", object %d", where.object);
    const char *copy = arena_copy(verify->file.arena, text.p, text.n);
    buf_free(&text);
    return copy;
}

void verify_report(struct verify *verify, enum rule rule, struct where where, const char *format,
                   ...)
{
    struct diag *diag = verify->file.diag;
    if (++verify->broken[rule] > TOLD_MAX)
        return;
    char found[256];
    va_list args;
    va_start(args, format);
    vsnprintf(found, sizeof found, format, args);
    va_end(args);
    diag_report(diag, MSG_RULE, (struct pos){0}, place_of(verify, where), rules[rule].id,
                rules[rule].text[diag->language], found);
}

void verify_report_rest(struct verify *verify)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (verify->broken[i] > TOLD_MAX)
            diag_report(
                verify->file.diag, MSG_RULE_MORE, (struct pos){0}, verify->file.source->name,
                rules[i].id,
                arena_printf(verify->file.arena, "%u", (unsigned)(verify->broken[i] - TOLD_MAX)));
}

bool verify_step(struct verify *verify, uint64_t steps)
{
    uint64_t most = limit_of(LIMIT_PDF_STEPS), grown = verify->file.source->text.n;
    verify->steps += steps;
    verify->beyond[LIMIT_PDF_STEPS] |= verify->steps > (grown > most ? grown : most);
    return !verify->beyond[LIMIT_PDF_STEPS];
}

const struct element *verify_element(const struct verify *verify, int object)
{
    uint32_t at = ids_find(&verify->element_ids, object);
    return at < verify->element_count ? verify->elements[at] : NULL;
}

int verify_page(const struct verify *verify, int object)
{
    uint32_t at = ids_find(&verify->page_ids, object);
    return at == ID_NONE ? -1 : (int)at;
}

struct where element_where(const struct element *element)
{
    return (struct where){element->page, element->object};
}

qpdf_oh element_attribute(struct verify *verify, const struct element *element, const char *owner,
                          const char *key)
{
    const struct file *file = &verify->file;
    qpdf_oh attributes = file_get(file, element->handle, "/A");
    int count = file_count(file, attributes);
    for (int i = 0; i < count && verify_step(verify, 4); i++) {
        qpdf_oh one = file_item(file, attributes, i);
        if (file_is(file, file_get(file, one, "/O"), owner))
            return file_get(file, one, key);
    }
    if (!count && file_is(file, file_get(file, attributes, "/O"), owner))
        return file_get(file, attributes, key);
    return qpdf_oh_new_null(file->qpdf);
}

void archive_print_rules(struct buf *out, enum language language)
{
    static const char *const heads[] = {[LANGUAGE_ENGLISH] = "| id | standard | what must hold |\n",
                                        [LANGUAGE_CHINESE] = "| 名称 | 标准 | 规则 |\n"};
    buf_puts(out, heads[language]);
    buf_puts(out, "|---|---|---|\n");
    for (size_t i = 0; i < RULE_COUNT; i++)
        buf_printf(out, "| `%s` | %s | %s |\n", rules[i].id, rules[i].clause,
                   rules[i].text[language]);
}

const char *archive_rule(unsigned index)
{
    return index < RULE_COUNT ? rules[index].id : NULL;
}
