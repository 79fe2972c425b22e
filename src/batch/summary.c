/*
 * The summary across agencies: facts of its own, shown by the package "batch" as a web page and,
 * through the ordinary stages, as a disclosure table.
 */
#include <errno.h>
#include <string.h>

#include "batch/batch.h"
#include "layout/layout.h"
#include "press/write.h"

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

static void add_row(struct facts *facts, struct fact *list, const struct outcome *outcome,
                    struct slice name, uint32_t number)
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
    fact_add(facts, row, SLICE("已生成"), FACT_FLAG)->flag = made;
    add_count(facts, row, "年度", outcome->year);
    add_count(facts, row, "页数", outcome->pages);
    add_count(facts, row, "大小", (outcome->size + 1023) / 1024);
    add_count(facts, row, "警告", outcome->warnings);
    add_count(facts, row, "错误", outcome->errors);
    for (size_t i = 0; i < FIGURE_COUNT; i++)
        fact_add(facts, row, slice_of(figure_keys[i]), FACT_MONEY)->number = outcome->figures[i];
}

/* Totals over what was made; a sum that does not fit stays without value. */
static void add_totals(struct batch *batch, struct facts *facts, struct fact *group)
{
    int64_t made = 0, warnings = 0, errors = 0, pages = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct outcome *outcome = &batch->outcomes[i];
        made += outcome->level != LEVEL_ERROR;
        warnings += outcome->warnings;
        errors += outcome->errors;
        pages += outcome->pages;
    }
    add_count(facts, group, "单位数", batch->count);
    add_count(facts, group, "已生成", made);
    add_count(facts, group, "未生成", batch->count - made);
    add_count(facts, group, "警告", warnings);
    add_count(facts, group, "错误", errors);
    add_count(facts, group, "页数", pages);
    for (size_t k = 0; k < FIGURE_COUNT; k++) {
        struct fact *total = fact_add(facts, group, slice_of(figure_keys[k]), FACT_MONEY);
        for (uint32_t i = 0; i < batch->count && total->kind == FACT_MONEY; i++)
            if (batch->outcomes[i].level != LEVEL_ERROR &&
                !money_add(total->number, batch->outcomes[i].figures[k], &total->number))
                total->kind = FACT_NONE;
    }
}

/* The facts; names as the fonts can show them, unless fonts is NULL. */
/* In an arena of its own: ten thousand rows are given back before the next output has its own. */
static struct facts *make_facts(struct batch *batch, struct arena *arena, struct fonts *fonts)
{
    struct facts *facts = facts_new(arena);
    struct fact *group = fact_add(facts, facts->root, SLICE("汇总"), FACT_GROUP);
    add_totals(batch, facts, group);
    struct fact *list = fact_add(facts, group, SLICE("单位"), FACT_LIST);
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct outcome *outcome = &batch->outcomes[i];
        struct slice name = outcome->name.n ? outcome->name : outcome->record;
        add_row(facts, list, outcome, fonts ? shown_name(batch, fonts, name) : name, i);
    }
    fact_number_items(facts, list);
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
    struct buf page = {0};
    struct arena *arena = arena_new();
    bool written = template_text(&page, arena, batch->diag, template, "index",
                                 make_facts(batch, arena, NULL)) &&
                   write_text(batch, "index.html", &page);
    buf_free(&page);
    arena_free(arena);
    return written;
}

static bool write_table(struct batch *batch, const struct template *template)
{
    struct file_info info = {.producer = "gongkai " GONGKAI_VERSION};
    struct buf file = {0};
    struct fonts *fonts = house_fonts(&batch->house, batch->diag, FONTS_ALL);
    struct arena *arena = arena_new();
    struct document *document =
        fonts ? template_run(arena, batch->diag, template, make_facts(batch, arena, fonts)) : NULL;
    struct pages *pages =
        document && fonts ? layout_run(arena, batch->diag, document, fonts) : NULL;
    bool written = pages && pdf_write(&file, batch->diag, pages, &info) &&
                   write_text(batch, "summary.pdf", &file);
    buf_free(&file);
    arena_free(arena);
    return written;
}

bool summary_write(struct batch *batch)
{
    const struct template *template = house_template(&batch->house, batch->diag, "batch", NULL);
    if (!template)
        return false;
    bool page = write_page(batch, template);
    return write_table(batch, template) && page;
}
