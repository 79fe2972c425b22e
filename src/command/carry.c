/*
 * What a disclosure carries inside, so that it can be made again: record.json, the record as one
 * file that needs no other; build.json, the names, versions and hashes of what it was made with.
 * No paths, no dates: the same on every machine.
 */
#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "command/pipeline.h"

const char carried_record[] = "record.json", carried_build[] = "build.json";

struct hashed {
    struct hashed *next;
    const char *path, *hash;
};

/* The hash of a folder, worked out once a house. NULL after reporting an error. */
static const char *hash_of(struct house *house, struct run *run, const char *path)
{
    for (const struct hashed *hashed = house->hashes; hashed; hashed = hashed->next)
        if (strcmp(hashed->path, path) == 0)
            return hashed->hash;
    const char *hash = hash_folder(house->arena, path);
    if (!hash) {
        diag_report(&run->diag, MSG_HASH, (struct pos){0}, path, strerror(errno));
        return NULL;
    }
    struct hashed *hashed = ARENA_NEW(house->arena, struct hashed);
    *hashed = (struct hashed){house->hashes, arena_copy(house->arena, path, strlen(path)), hash};
    house->hashes = hashed;
    return hash;
}

static void put_member(struct buf *out, const char *before, const char *key, struct slice text)
{
    buf_printf(out, "%s\"%s\": ", before, key);
    buf_put_json(out, text);
}

static bool put_templates(struct buf *out, struct house *house, struct run *run)
{
    struct template_package package;
    buf_puts(out, ",\n  \"templates\": [");
    for (unsigned i = 0; template_package(run->template, i, &package); i++) {
        const char *hash = hash_of(house, run, package.folder);
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

static void put_fonts(struct buf *out, struct run *run)
{
    enum { FONTS_MAX = 256 };
    const struct font *fonts[FONTS_MAX];
    uint32_t count = fonts_used(run->pages, fonts, FONTS_MAX);
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

static bool put_build(struct buf *out, struct house *house, struct run *run)
{
    const char *subjects = arena_printf(run->arena, "%s/subjects", house->data);
    const char *hash = hash_of(house, run, subjects);
    if (!hash)
        return false;
    put_member(out, "{\n  ", "gongkai", slice_of(GONGKAI_VERSION));
    put_member(out, ",\n  \"subjects\": {", "sha256", slice_of(hash));
    buf_putc(out, '}');
    if (!put_templates(out, house, run))
        return false;
    put_fonts(out, run);
    buf_puts(out, "\n}\n");
    return true;
}

/* The record as it must read to give this file again: without last year's record and those
 * of units, and with the package that was used, by its mere name. */
static void put_record(struct buf *out, struct run *run)
{
    struct template_package package;
    template_package(run->template, 0, &package);
    struct node *name = node_find(run->record, "单位.模板");
    name->text = package.name;
    name->absent = false;
    ledger_settle_units(run->arena, run->record, run->facts);
    ledger_settle_last_year(run->arena, run->record, run->facts);
    record_put_json(out, run->record);
}

const struct attachment *run_carry(struct house *house, struct run *run)
{
    struct buf record = {0}, build = {0};
    struct attachment *carried = NULL;
    put_record(&record, run);
    if (put_build(&build, house, run)) {
        carried = ARENA_ARRAY(run->arena, struct attachment, CARRIED);
        carried[0] = (struct attachment){.name = carried_record,
                                         .type = "application/json",
                                         .relation = "Source",
                                         .description = "本文件所依据的原始数据",
                                         .bytes = slice_copy(run->arena, buf_slice(&record))};
        carried[1] = (struct attachment){.name = carried_build,
                                         .type = "application/json",
                                         .relation = "Supplement",
                                         .description = "生成本文件所用的程序、模板和字体",
                                         .bytes = slice_copy(run->arena, buf_slice(&build))};
    }
    buf_free(&record);
    buf_free(&build);
    return carried;
}
