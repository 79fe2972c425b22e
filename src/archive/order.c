/* The verification of a file: the order of the checks, and what comes of them. */
#include "archive/archive.h"

#include "archive/guard.h"
#include "archive/verify.h"

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
                            .seen.arena = diag->arena,
                            .form = verify_form};
    unsigned before = diag->count[LEVEL_ERROR];
    if (file_open(&verify.file, diag, pdf)) {
        read_pages(&verify);
        verify_catalog(&verify);
        verify_metadata(&verify);
        verify_structure(&verify);
        verify_content(&verify);
        verify_annotations(&verify);
        verify_fonts(&verify);
        verify_outline(&verify);
        verify_attachments(&verify);
        verify_objects(&verify);
        verify_spacing(&verify);
        report_unread(&verify);
        verify_report_rest(&verify);
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
