/*
 * The summary across agencies: facts of its own, shown by the package "batch" as a web page and,
 * through the ordinary stages, as a disclosure table. The table of very many is bound in volumes,
 * one made after the other, so that it takes no more memory than one of them.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "batch/batch.h"
#include "layout/layout.h"
#include "press/write.h"

/* Of an agency, with its group; all others. */
enum { ROW_FACTS = 14 + FIGURE_COUNT, FEW = 64 };

static const char *const figure_keys[FIGURE_COUNT] = {
    "收入", "支出", "财政拨款支出", "因公出国（境）费", "公务用车费", "公务接待费", "三公经费"};

static void add_text(struct facts *facts, struct fact *group, const char *key, struct slice text)
{
    fact_add(facts, group, slice_of(key), text.n ? FACT_TEXT : FACT_NONE)->text =
        slice_valid(facts->arena, text);
}

static void add_count(struct facts *facts, struct fact *group, const char *key, int64_t count)
{
    fact_add(facts, group, slice_of(key), FACT_COUNT)->number = count;
}

/* The name as the fonts can show it: 〓, as printers do, for what they lack. */
static struct slice shown_name(struct batch *batch, struct fonts *fonts, struct slice name)
{
    struct buf shown = {0};
    bool lacks = false;
    for (size_t at = 0; at < name.n;) {
        uint32_t code = utf8_next(name, &at);
        bool has = !code_is_invisible(code) && fonts_for(fonts, SLICE("宋体"), code);
        buf_put_utf8(&shown, has ? code : 0x3013);
        lacks |= !has;
    }
    if (lacks)
        diag_report(batch->diag, MSG_BATCH_GLYPH, (struct pos){0},
                    slice_copy(batch->arena, name).p);
    struct slice copy = slice_copy(batch->arena, buf_slice(&shown));
    buf_free(&shown);
    return copy;
}

static void add_flag(struct facts *facts, struct fact *group, const char *key, bool flag)
{
    fact_add(facts, group, slice_of(key), FACT_FLAG)->flag = flag;
}

/* The agencies from first to before end. */
struct volume {
    uint32_t first, end, number, count;
};

static void add_row(struct facts *facts, struct fact *list, const struct outcome *outcome,
                    struct slice name, uint32_t number, const struct volume *volume)
{
    char key[16];
    struct buf digits = {0};
    buf_printf(&digits, "%u", number + 1);
    memcpy(key, digits.p, digits.n + 1);
    buf_free(&digits);
    bool made = outcome->level != LEVEL_ERROR;
    struct fact *row = fact_add(facts, list, slice_of(key), FACT_GROUP);
    add_text(facts, row, "名称", name);
    add_text(facts, row, "文件", outcome->output);
    add_text(facts, row, "结果", made ? SLICE("已生成") : SLICE("未生成"));
    add_text(facts, row, "消息", outcome->messages);
    add_flag(facts, row, "已生成", made);
    add_flag(facts, row, "首项", number == volume->first);
    add_flag(facts, row, "末项", number + 1 == volume->end);
    add_count(facts, row, "序号", number + 1);
    add_count(facts, row, "年度", outcome->year);
    add_count(facts, row, "页数", outcome->pages);
    add_count(facts, row, "大小", (outcome->size + 1023) / 1024);
    add_count(facts, row, "警告", outcome->warnings);
    add_count(facts, row, "错误", outcome->errors);
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        bool withheld = outcome->withheld >> i & 1;
        struct fact *figure =
            fact_add(facts, row, slice_of(figure_keys[i]), withheld ? FACT_NONE : FACT_MONEY);
        figure->number = outcome->figures[i];
        figure->waits = withheld ? WAITS_WITHHELD : 0;
    }
}

/* Totals over what was made; a sum that does not fit stays without value. */
static void add_totals(struct batch *batch, struct facts *facts, struct fact *group)
{
    int64_t made = 0, warnings = 0, errors = 0, pages = 0, withheld = 0, within = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct outcome *outcome = &batch->outcomes[i];
        made += outcome->level != LEVEL_ERROR;
        warnings += outcome->warnings;
        errors += outcome->errors;
        pages += outcome->pages;
        withheld |= outcome->withheld;
        within += !outcome->counted;
    }
    add_count(facts, group, "单位数", batch->count);
    add_count(facts, group, "已生成", made);
    add_count(facts, group, "未生成", batch->count - made);
    add_count(facts, group, "警告", warnings);
    add_count(facts, group, "错误", errors);
    add_count(facts, group, "页数", pages);
    add_flag(facts, group, "有涉密", withheld);
    add_flag(facts, group, "有所属", within);
    for (size_t k = 0; k < FIGURE_COUNT; k++) {
        struct fact *total = fact_add(facts, group, slice_of(figure_keys[k]), FACT_MONEY);
        for (uint32_t i = 0; i < batch->count && total->kind == FACT_MONEY; i++)
            if (batch->outcomes[i].level != LEVEL_ERROR && batch->outcomes[i].counted &&
                !money_add(total->number, batch->outcomes[i].figures[k], &total->number))
                total->kind = FACT_NONE;
    }
}

static void add_volume(struct facts *facts, struct fact *group, const struct volume *volume)
{
    add_count(facts, group, "册", volume->number);
    add_count(facts, group, "册数", volume->count);
    add_flag(facts, group, "分册", volume->count > 1);
    add_flag(facts, group, "首册", volume->number == 1);
}

/* The facts of a volume; names as the fonts can show them, unless fonts is NULL. */
static struct facts *make_facts(struct batch *batch, struct arena *arena, struct fonts *fonts,
                                const struct volume *volume)
{
    struct facts *facts = facts_new(arena);
    facts_reserve(facts, (volume->end - volume->first) * ROW_FACTS + FEW);
    struct fact *group = fact_add(facts, facts->root, SLICE("汇总"), FACT_GROUP);
    add_totals(batch, facts, group);
    add_volume(facts, group, volume);
    struct fact *list = fact_add(facts, group, SLICE("单位"), FACT_LIST);
    for (uint32_t i = volume->first; i < volume->end; i++) {
        const struct outcome *outcome = &batch->outcomes[i];
        struct slice name = outcome->name.n ? outcome->name : outcome->record;
        add_row(facts, list, outcome, fonts ? shown_name(batch, fonts, name) : name, i, volume);
    }
    facts_add_unit(facts);
    return facts;
}

static bool write_text(struct batch *batch, const char *name, const struct buf *bytes)
{
    const char *path = batch_report(batch, name);
    bool written = write_file(path, buf_slice(bytes));
    if (!written)
        diag_report(batch->diag, MSG_FILE_WRITE, (struct pos){0}, path, strerror(errno));
    return written;
}

static bool write_page(struct batch *batch, const struct template *template)
{
    const struct volume all = {.end = batch->count, .number = 1, .count = 1};
    struct buf page = {0};
    struct arena *arena = arena_new();
    bool written = template_text(&page, arena, batch->diag, template, "index",
                                 make_facts(batch, arena, NULL, &all)) &&
                   write_text(batch, "index.html", &page);
    buf_free(&page);
    arena_free(arena);
    return written;
}

static const char *volume_name(struct batch *batch, uint32_t number)
{
    return number > 1 ? arena_printf(batch->arena, "summary-%u.pdf", number) : "summary.pdf";
}

/* What was found in an arena that goes. */
static void keep_findings(struct batch *batch, const struct diag *diag)
{
    for (const struct finding *finding = diag->first; finding; finding = finding->next) {
        struct finding kept = {.message = finding->message,
                               .level = finding->level,
                               .pos = finding->pos,
                               .text = slice_copy(batch->arena, finding->text),
                               .chinese = slice_copy(batch->arena, finding->chinese),
                               .rule = finding->rule};
        diag_repeat(batch->diag, &kept);
    }
}

static bool write_volume(struct batch *batch, const struct template *template, struct fonts *fonts,
                         const struct volume *volume)
{
    struct file_info info = {.producer = "gongkai " GONGKAI_VERSION};
    struct buf file = {0};
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, batch->language);
    struct facts *facts = make_facts(batch, arena, fonts, volume);
    struct document *document = template_run(arena, &diag, template, facts);
    struct pages *pages = document ? layout_run(arena, &diag, document, fonts) : NULL;
    bool written = pages && pdf_write(&file, &diag, pages, &info) &&
                   write_text(batch, volume_name(batch, volume->number), &file);
    keep_findings(batch, &diag);
    buf_free(&file);
    arena_free(arena);
    return written;
}

/* The table in volumes; those that a former run had beyond are taken away. */
static bool write_table(struct batch *batch, const struct template *template)
{
    enum { ROWS = 1000 }; /* of a volume */
    struct fonts *fonts = house_fonts(&batch->house, batch->diag, FONTS_ALL);
    struct volume volume = {.count = batch->count ? (batch->count + ROWS - 1) / ROWS : 1};
    bool written = fonts != NULL;
    while (written && volume.number < volume.count) {
        volume.number++;
        volume.first = volume.end;
        volume.end = volume.number < volume.count ? volume.first + ROWS : batch->count;
        written = write_volume(batch, template, fonts, &volume);
    }
    for (uint32_t beyond = volume.count + 1;
         unlink(batch_report(batch, volume_name(batch, beyond))) == 0; beyond++)
        continue;
    return written;
}

bool summary_write(struct batch *batch)
{
    const struct template *template = house_template(&batch->house, batch->diag, "batch", NULL);
    if (!template)
        return false;
    counted_mark(batch);
    bool page = write_page(batch, template);
    return write_table(batch, template) && page;
}
