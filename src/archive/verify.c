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

static void report_rest(struct verify *verify)
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

static void read_pages(struct verify *verify)
{
    const struct file *file = &verify->file;
    verify->page_count = qpdf_get_num_pages(file->qpdf);
    file_note(file);
    if (verify->page_count < 0)
        verify->page_count = 0;
    verify->pages = ARENA_ARRAY(file->arena, struct checked_page, (size_t)verify->page_count + 1);
    for (int i = 0; i < verify->page_count; i++) {
        struct checked_page *page = &verify->pages[i];
        page->handle = qpdf_get_page_n(file->qpdf, (size_t)i);
        page->object = qpdf_oh_get_object_id(file->qpdf, page->handle);
        file_note(file);
        ids_add(&verify->page_ids, page->object, (uint32_t)i);
    }
}

static void put_summary(struct buf *out, const struct verify *verify)
{
    unsigned fonts = 0;
    for (const struct used_font *font = verify->fonts; font; font = font->next)
        fonts++;
    bool chinese = verify->file.diag->language == LANGUAGE_CHINESE;
    buf_printf(out,
               chinese ? "%s：%d 页，%u 个结构元素，%u 种字体：所查 %d 条规则均符合\n"
                       : "%s: %d pages, %u elements, %u fonts: keeps all of the %d rules checked\n",
               verify->file.source->name, verify->page_count, verify->element_count, fonts,
               RULE_COUNT);
}

/* Whether all of it could be read. */
static void report_unread(struct verify *verify)
{
    const struct file_state *state = verify->file.state;
    if (state->fault && !state->memory)
        verify_report(verify, RULE_SOUND, (struct where){-1, 0}, "%s", state->fault);
    if (qpdf_more_warnings(verify->file.qpdf))
        verify_report(
            verify, RULE_SOUND, (struct where){-1, 0}, "%s",
            qpdf_get_error_message_detail(verify->file.qpdf, qpdf_next_warning(verify->file.qpdf)));
    file_report(&verify->file);
    for (int limit = 0; limit < LIMIT_COUNT; limit++)
        if (verify->beyond[limit])
            limit_report(verify->file.diag, (enum limit)limit, (struct pos){0},
                         verify->file.source->name);
}

bool archive_verify(struct buf *out, struct diag *diag, const struct source *pdf)
{
    const struct guarded guarded = {archive_verify_here, pdf, NULL};
    return guard_run(&guarded, out, diag);
}

bool archive_verify_here(struct buf *out, struct diag *diag, const struct source *pdf,
                         const char *name)
{
    (void)name;
    struct verify verify = {.element_ids.arena = diag->arena,
                            .page_ids.arena = diag->arena,
                            .annot_ids.arena = diag->arena,
                            .seen.arena = diag->arena};
    unsigned before = diag->count[LEVEL_ERROR];
    if (file_open(&verify.file, diag, pdf)) {
        read_pages(&verify);
        verify_catalog(&verify);
        verify_metadata(&verify);
        verify_structure(&verify);
        verify_content(&verify);
        verify_fonts(&verify);
        verify_annotations(&verify);
        verify_outline(&verify);
        verify_attachments(&verify);
        verify_objects(&verify);
        report_unread(&verify);
        report_rest(&verify);
    }
    unsigned broken = 0;
    for (size_t i = 0; i < RULE_COUNT; i++)
        broken += verify.broken[i] > 0;
    if (broken)
        diag_report(diag, MSG_RULES, (struct pos){0}, pdf->name,
                    arena_printf(diag->arena, "%u", broken),
                    arena_printf(diag->arena, "%d", RULE_COUNT));
    bool sound = diag->count[LEVEL_ERROR] == before;
    if (sound)
        put_summary(out, &verify);
    file_close(&verify.file);
    return sound;
}

void archive_print_rules(struct buf *out)
{
    buf_puts(out, "| id | standard | what must hold |\n|---|---|---|\n");
    for (size_t i = 0; i < RULE_COUNT; i++)
        buf_printf(out, "| `%s` | %s | %s |\n", rules[i].id, rules[i].clause,
                   rules[i].text[LANGUAGE_ENGLISH]);
}

const char *archive_rule(unsigned index)
{
    return index < RULE_COUNT ? rules[index].id : NULL;
}
