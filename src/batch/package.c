/*
 * The descriptor of a batch that was made as data (Frictionless Data Package): the report as a
 * table, and every file that was made, with its type, size and hash.
 */
#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "batch/batch.h"
#include "press/write.h"

static const struct {
    const char *name, *media;
} medias[] = {{"pdf", "application/pdf"},
              {"plain", "application/pdf"},
              {"ofd", "application/ofd"},
              {"html", "text/html"},
              {"fragment", "text/html"},
              {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
              {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
              {"csv", "application/zip"},
              {"json", "application/json"}};

static const char *media_of(const struct output *output)
{
    for (size_t i = 0; i < sizeof medias / sizeof *medias; i++)
        if (strcmp(medias[i].name, output->name) == 0)
            return medias[i].media;
    return "application/octet-stream";
}

static bool is_data(const struct output *output)
{
    return strcmp(output->name, "csv") == 0 || strcmp(output->name, "json") == 0;
}

static void put_member(struct buf *out, const char *before, const char *key, struct slice text)
{
    buf_printf(out, "%s\"%s\": ", before, key);
    buf_put_json(out, text);
}

/* What file there is; nothing when it has gone. */
static void put_file(struct buf *out, struct batch *batch, const char *name, struct slice title,
                     const char *media, unsigned number)
{
    const char *path = arena_printf(batch->arena, "%s/%s", batch->folder, name);
    const char *hash = hash_file(batch->arena, path);
    if (!hash)
        return;
    buf_puts(out, out->p[out->n - 1] == '[' ? "\n    " : ",\n    ");
    buf_printf(out, "{\"name\": \"file-%u\"", number);
    put_member(out, ", ", "path", slice_of(name));
    put_member(out, ", ", "title", title);
    put_member(out, ", ", "mediatype", slice_of(media));
    buf_printf(out, ", \"hash\": \"sha256:%s\"}", hash);
}

static void put_outcome(struct buf *out, struct batch *batch, const struct outcome *outcome,
                        unsigned *number)
{
    struct slice title =
        slice_of(arena_printf(batch->arena, "%s %lld", outcome->name.p, (long long)outcome->year));
    if (outcome->level == LEVEL_ERROR)
        return;
    for (uint32_t i = 0; i < batch->output_count; i++) {
        const char *name =
            i ? output_path(batch->arena, batch->outputs[i], outcome->output.p) : outcome->output.p;
        put_file(out, batch, name, title, media_of(batch->outputs[i]), ++*number);
    }
}

bool package_write(struct batch *batch)
{
    struct buf out = {0};
    unsigned number = 0;
    bool data = false;
    for (uint32_t i = 0; i < batch->output_count; i++)
        data = data || is_data(batch->outputs[i]);
    if (!data)
        return true;
    const char *report = batch_report(batch, "report.csv"), *slash = strrchr(report, '/');
    buf_puts(&out, "{\n  \"profile\": \"data-package\",\n  \"name\": \"disclosures\",\n"
                   "  \"title\": \"决算公开数据\",\n  \"resources\": [");
    put_file(&out, batch, slash ? slash + 1 : report, SLICE("汇总"), "text/csv", ++number);
    for (uint32_t i = 0; i < batch->count; i++)
        put_outcome(&out, batch, &batch->outcomes[i], &number);
    buf_puts(&out, "\n  ]\n}\n");
    const char *path = batch_report(batch, "datapackage.json");
    bool written = write_file(path, buf_slice(&out));
    if (!written)
        diag_report(batch->diag, MSG_FILE_WRITE, (struct pos){0}, path, strerror(errno));
    buf_free(&out);
    return written;
}
