/*
 * What a disclosure carries inside, so that it can be made again: record.json, the record as one
 * file that needs no other; build.json, the names, versions and hashes of what it was made with;
 * and of a corrected edition previous.json, the record that it corrects. That one in turn names the
 * record before it by its hash alone, so a long chain of corrections carries no more than a short
 * one. No paths, no dates: the same on every machine.
 */
#include <string.h>

#include "archive/archive.h"
#include "base/hash.h"
#include "press/carry.h"
#include "press/stages.h"
#include "record/reader.h"

const char carried_previous[] = "previous.json";
static const char carried_record[] = "record.json", carried_build[] = "build.json";

static void put_member(struct buf *out, const char *before, const char *key, struct slice text)
{
    buf_printf(out, "%s\"%s\": ", before, key);
    buf_put_json(out, text);
}

static bool put_templates(struct buf *out, struct run *run, const struct template *template)
{
    struct template_package package;
    buf_puts(out, ",\n  \"templates\": [");
    for (unsigned i = 0; template_package(template, i, &package); i++) {
        const char *hash = house_hash(run->house, &run->diag, package.folder);
        if (!hash)
            return false;
        put_member(out, i ? ",\n    {" : "\n    {", "name", package.name);
        put_member(out, ", ", "version", package.version);
        put_member(out, ",\n     ", "sha256", slice_of(hash));
        buf_putc(out, '}');
    }
    buf_puts(out, "\n  ]");
    return true;
}

/* The fonts that paint something, in the order of first use. */
static uint32_t fonts_used(const struct pages *pages, const struct font **fonts, uint32_t room)
{
    uint32_t count = 0;
    for (uint32_t page = 0; page < pages->count; page++)
        for (uint32_t op = 0; op < pages->page[page].op_count; op++) {
            const struct font *font = pages->page[page].ops[op].font;
            uint32_t known = 0;
            while (font && known < count && fonts[known] != font)
                known++;
            if (font && known == count && count < room)
                fonts[count++] = font;
        }
    return count;
}

static void put_fonts(struct buf *out, struct run *run, const struct pages *pages)
{
    enum { FONTS_MAX = 256 };
    const struct font *fonts[FONTS_MAX];
    uint32_t count = fonts_used(pages, fonts, FONTS_MAX);
    buf_puts(out, ",\n  \"fonts\": [");
    for (uint32_t i = 0; i < count; i++) {
        const char *hash = hash_bytes(run->arena, font_directory(fonts[i]));
        const char *slash = strrchr(fonts[i]->path, '/');
        put_member(out, i ? ",\n    {" : "\n    {", "name", slice_of(fonts[i]->name));
        put_member(out, ", ", "file", slice_of(slash ? slash + 1 : fonts[i]->path));
        put_member(out, ",\n     ", "directory-sha256", slice_of(hash));
        buf_putc(out, '}');
    }
    buf_puts(out, "\n  ]");
}

/* The roles that are set in another family than their own. */
static void put_fallbacks(struct buf *out, const struct fonts *fonts)
{
    struct font_fallback fallback;
    for (unsigned i = 0; fonts && fonts_fallback(fonts, i, &fallback); i++) {
        buf_puts(out, i ? ",\n    {" : ",\n  \"fallbacks\": [\n    {");
        put_member(out, "", "role", slice_of(fallback.role));
        put_member(out, ", ", "wanted", slice_of(fallback.wanted));
        put_member(out, ", ", "used", slice_of(fallback.used));
        buf_putc(out, '}');
    }
    buf_puts(out, fonts && fonts_fallback(fonts, 0, &fallback) ? "\n  ]" : "");
}

static bool put_build(struct buf *out, struct run *run, const struct composition *composition,
                      const struct pages *pages)
{
    const struct previous *previous = &composition->previous;
    const char *subjects = arena_printf(run->arena, "%s/subjects", run->house->data);
    const char *hash = house_hash(run->house, &run->diag, subjects);
    if (!hash)
        return false;
    put_member(out, "{\n  ", "gongkai", slice_of(GONGKAI_VERSION));
    put_member(out, ",\n  \"subjects\": {", "sha256", slice_of(hash));
    buf_putc(out, '}');
    if (!put_templates(out, run, composition->template))
        return false;
    put_fonts(out, run, pages);
    put_fallbacks(out, run->house->fonts[FONTS_ALL]);
    if (previous->source) {
        put_member(out, ",\n  \"correction\": {", "template", slice_of(previous->template_name));
        buf_printf(out, ", \"marks\": \"%s\"}", previous->marks ? "yes" : "no");
    }
    buf_puts(out, "\n}\n");
    return true;
}

/* What a record says to those who make it, and to nobody else: it leaves the house with no file. */
static const char *const private_keys[] = {"单位.编制说明", "来源"};

/* The record as it must read to give this file again: without last year's record and those
 * of units, with the package that was used, by its mere name, and without what is private. */
static struct slice settled(struct arena *arena, const struct node *record,
                            const struct facts *facts, const struct template *template)
{
    struct template_package package;
    struct node *copy = record_copy(arena, record), *name = node_find(copy, "单位.模板");
    struct buf text = {0};
    if (template) {
        template_package(template, 0, &package);
        name->text = package.name;
        name->absent = false;
    }
    for (size_t i = 0; i < sizeof private_keys / sizeof *private_keys; i++)
        node_find(copy, private_keys[i])->absent = true;
    ledger_settle_units(arena, copy, facts);
    ledger_settle_last_year(arena, copy, facts);
    ledger_settle_own_names(arena, copy, facts);
    record_put_json(&text, copy);
    struct slice settled = slice_copy(arena, buf_slice(&text));
    buf_free(&text);
    return settled;
}

struct slice run_canonical(struct run *run, const struct origin *origin,
                           const struct account *account)
{
    struct run own = *run; /* without the package that the caller asks for, and silent */
    own.request.template_name = NULL;
    diag_init(&own.diag, run->arena, run->diag.language);
    const char *name;
    return settled(run->arena, origin->record, account->facts,
                   run_template(&own, origin->record, &name));
}

static void carry(struct attachment *carried, uint32_t *count, const char *name,
                  const char *relation, const char *description, struct slice bytes)
{
    carried[(*count)++] = (struct attachment){.name = name,
                                              .type = "application/json",
                                              .relation = relation,
                                              .description = description,
                                              .bytes = bytes};
}

uint32_t run_carry_record(struct run *run, const struct results *made,
                          const struct attachment **carried)
{
    struct attachment *list = ARENA_ARRAY(run->arena, struct attachment, 1);
    uint32_t count = 0;
    if (!run->request.no_record)
        carry(list, &count, carried_record, "Source", "本文件所依据的原始数据",
              settled(run->arena, made->origin.record, made->account.facts,
                      made->composition.template));
    *carried = list;
    return count;
}

uint32_t run_carry(struct run *run, const struct results *made, const struct pages *pages,
                   const struct attachment **carried)
{
    struct buf build = {0};
    struct attachment *list = ARENA_ARRAY(run->arena, struct attachment, 3);
    const struct composition *composition = &made->composition;
    uint32_t count = 0;
    if (put_build(&build, run, composition, pages)) {
        bool records = !run->request.no_record;
        if (records)
            carry(list, &count, carried_record, "Source", "本文件所依据的原始数据",
                  settled(run->arena, made->origin.record, made->account.facts,
                          composition->template));
        carry(list, &count, carried_build, "Supplement", "生成本文件所用的程序、模板和字体",
              slice_copy(run->arena, buf_slice(&build)));
        if (records && composition->previous.source)
            carry(list, &count, carried_previous, "Data", "本版所更正的前一版的原始数据",
                  composition->previous.source->text);
    }
    buf_free(&build);
    *carried = list;
    return count;
}

/* ---- Reading it back ---- */

/* The bytes carried under the name, as a source; NULL when there are none. */
static const struct source *carried_source(struct run *run, const struct source *pdf,
                                           const char *name)
{
    struct buf bytes = {0};
    const struct source *source = NULL;
    if (archive_extract_named(&bytes, &run->diag, pdf, name))
        source = source_sealed(run->arena, arena_printf(run->arena, "%s:%s", pdf->name, name),
                               buf_slice(&bytes));
    buf_free(&bytes);
    return source;
}

/* How the edition carried was told apart from the one before it. */
static void take_correction(struct run *run, const struct source *build, struct previous *previous)
{
    struct diag diag;
    diag_init(&diag, run->arena, run->diag.language);
    const struct node *root = json_parse(run->arena, &diag, build);
    const struct node *name = node_find(root, "correction.template");
    const struct node *marks = node_find(root, "correction.marks");
    if (name)
        previous->template_name = name->text.p;
    previous->marks = marks && slice_is(marks->text, "yes");
}

bool run_uncarry(struct run *run, const struct source *pdf, struct origin *origin)
{
    struct buf record = {0};
    struct previous *previous = &origin->previous;
    bool found = archive_extract(&record, &run->diag, pdf);
    if (found)
        origin->source =
            source_sealed(run->arena, arena_printf(run->arena, "%s:%s", pdf->name, carried_record),
                          buf_slice(&record));
    buf_free(&record);
    if (!found || run->request.corrects)
        return found;
    previous->source = carried_source(run, pdf, carried_previous);
    const struct source *build = previous->source ? carried_source(run, pdf, carried_build) : NULL;
    if (build)
        take_correction(run, build, previous);
    return true;
}
