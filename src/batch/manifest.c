/* Sources → jobs: records, folders of records, manifests as CSV or JSON lines. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/reading.h"
#include "batch/batch.h"
#include "batch/names.h"
#include "record/reader.h"

enum column { RECORD, TEMPLATE, OUTPUT, COLUMNS };

static const char *const column_names[COLUMNS] = {"record", "template", "output"};

/* A line of a manifest: texts, and where they stand. */
struct line {
    struct slice text[COLUMNS];
    struct pos pos[COLUMNS];
    struct pos start;
};

static enum column find_column(struct slice name)
{
    enum column column = RECORD;
    while (column < COLUMNS && !slice_is(name, column_names[column]))
        column++;
    return column;
}

/* ---- jobs ---- */

/* county/a.ini gives a.pdf. */
static struct slice default_output(struct arena *arena, const char *record)
{
    const char *slash = strrchr(record, '/'), *name = slash ? slash + 1 : record;
    const char *dot = strrchr(name, '.');
    int stem = dot && dot > name ? (int)(dot - name) : (int)strlen(name);
    return slice_of(arena_printf(arena, "%.*s.pdf", stem, name));
}

static bool add_job(struct batch *batch, const char *record, struct slice template,
                    struct slice output, struct pos pos)
{
    struct arena *arena = batch->arena;
    if (!output.n)
        output = default_output(arena, record);
    if (!is_output_name(output)) {
        diag_report(batch->diag, MSG_BATCH_OUTPUT, pos, slice_copy(arena, output).p);
        return false;
    }
    GROW(arena, batch->jobs, batch->count, batch->room, 64);
    batch->jobs[batch->count++] =
        (struct job){.record = record,
                     .template = template.n ? slice_copy(arena, template).p : NULL,
                     .output = slice_copy(arena, output).p,
                     .pos = pos};
    return true;
}

/* Paths in a manifest are as seen from its folder; a template's, when it is one, too. */
static const char *path_from(struct arena *arena, const struct source *source, struct slice path)
{
    const char *slash = strrchr(source->name, '/');
    int folder = slash && path.p[0] != '/' ? (int)(slash + 1 - source->name) : 0;
    return arena_printf(arena, "%.*s%.*s", folder, source->name, (int)path.n, path.p);
}

/* Messages quote lines of what a manifest names, and whoever wrote it may be somebody else. */
static bool may_name(struct batch *batch, struct pos pos, const char *path)
{
    bool may = source_may_name(pos, path);
    if (!may)
        source_report(batch->diag, pos, path);
    return may;
}

static bool add_line(struct batch *batch, const struct source *source, const struct line *line)
{
    struct slice template = line->text[TEMPLATE];
    if (!line->text[RECORD].n) {
        diag_report(batch->diag, MSG_BATCH_RECORD, line->start);
        return false;
    }
    const char *record = path_from(batch->arena, source, line->text[RECORD]);
    bool may = may_name(batch, line->pos[RECORD], record);
    if (template.n && memchr(template.p, '/', template.n)) {
        template = slice_of(path_from(batch->arena, source, template));
        may = may_name(batch, line->pos[TEMPLATE], template.p) && may;
    }
    enum column blamed = line->text[OUTPUT].n ? OUTPUT : RECORD;
    return may && add_job(batch, record, template, line->text[OUTPUT], line->pos[blamed]);
}

/* ---- CSV ---- */

struct csv {
    struct batch *batch;
    const struct source *source;
    struct slice rest;
    bool ends_line; /* the field read last was the last of its line */
};

/* A field in quotes, "" standing for one; the text is copied. False after reporting that it is not
 * closed, or not the whole field. */
static bool read_quoted(struct csv *csv, struct slice *text)
{
    struct buf plain = {0};
    size_t at = 1;
    buf_puts(&plain, "");
    while (at < csv->rest.n &&
           (csv->rest.p[at] != '"' || (at + 1 < csv->rest.n && csv->rest.p[at + 1] == '"'))) {
        at += csv->rest.p[at] == '"';
        buf_putc(&plain, csv->rest.p[at++]);
    }
    *text = slice_copy(csv->batch->arena, buf_slice(&plain));
    buf_free(&plain);
    if (at >= csv->rest.n) {
        diag_report(csv->batch->diag, MSG_BATCH_QUOTE,
                    source_pos(csv->source, (struct slice){csv->rest.p, 1}));
        return false;
    }
    struct slice rest = {csv->rest.p + at + 1, csv->rest.n - at - 1};
    size_t blank = 0;
    while (blank < rest.n && strchr(" \t\r", rest.p[blank]))
        blank++;
    if (blank < rest.n && !strchr(",\n", rest.p[blank])) {
        diag_report(csv->batch->diag, MSG_BATCH_AFTER_QUOTE,
                    source_pos(csv->source, (struct slice){rest.p + blank, 1}));
        return false;
    }
    csv->rest = rest;
    return true;
}

/* The next field and its place; csv->rest.p is NULL at the end of the file. */
static bool read_field(struct csv *csv, struct slice *text, struct pos *pos)
{
    const char *start = csv->rest.p;
    bool quoted = csv->rest.n && *start == '"';
    if (quoted && !read_quoted(csv, text))
        return false;
    size_t n = 0;
    while (n < csv->rest.n && csv->rest.p[n] != ',' && csv->rest.p[n] != '\n')
        n++;
    if (!quoted)
        *text = slice_trim((struct slice){start, n});
    *pos = source_pos(csv->source, quoted || !text->n
                                       ? (struct slice){start, (size_t)(csv->rest.p + n - start)}
                                       : *text);
    bool last = n == csv->rest.n;
    csv->ends_line = last || csv->rest.p[n] == '\n';
    csv->rest =
        last ? (struct slice){NULL, 0} : (struct slice){csv->rest.p + n + 1, csv->rest.n - n - 1};
    return true;
}

/* The columns in the order of the first line. */
static bool read_head(struct csv *csv, enum column *columns, unsigned *count)
{
    bool sound = true;
    *count = 0;
    do {
        struct slice text;
        struct pos pos;
        if (!read_field(csv, &text, &pos))
            return false;
        enum column column = find_column(text);
        if (column == COLUMNS || *count == COLUMNS) {
            diag_report(csv->batch->diag, MSG_BATCH_HEAD, pos,
                        slice_copy(csv->batch->arena, text).p);
            sound = false;
        } else {
            columns[(*count)++] = column;
        }
    } while (!csv->ends_line);
    return sound;
}

static bool read_row(struct csv *csv, const enum column *columns, unsigned count)
{
    struct line line = {.start = source_pos(csv->source, (struct slice){csv->rest.p, 0})};
    bool sound = true, blank = true;
    unsigned field = 0;
    do {
        struct slice text;
        struct pos pos;
        if (!read_field(csv, &text, &pos)) {
            csv->rest.p = NULL;
            return false;
        }
        blank = blank && !text.n;
        if (field == count) {
            diag_report(csv->batch->diag, MSG_BATCH_FIELDS, pos);
            sound = false;
        } else if (field < count) {
            line.text[columns[field]] = text;
            line.pos[columns[field]] = pos;
        }
        field++;
    } while (!csv->ends_line);
    return sound && (blank || add_line(csv->batch, csv->source, &line));
}

static bool read_csv(struct batch *batch, const struct source *source)
{
    struct csv csv = {batch, source, text_body(source), false};
    enum column columns[COLUMNS];
    unsigned count;
    bool sound = read_head(&csv, columns, &count);
    while (sound && csv.rest.p && csv.rest.n)
        sound = read_row(&csv, columns, count);
    while (csv.rest.p && csv.rest.n) /* tell of the other lines too */
        if (count && !too_many(batch->diag))
            read_row(&csv, columns, count);
        else
            break;
    return sound;
}

/* ---- JSON lines ---- */

/* A line is read as a source of its own; what was found in it belongs to the whole file. */
static void move_pos(struct pos *pos, const struct source *from, const struct source *to,
                     const char *start)
{
    if (pos->source != from)
        return;
    pos->source = to;
    pos->offset += (uint32_t)(start - to->text.p);
}

static bool take_members(struct batch *batch, const struct node *root, struct line *line)
{
    bool sound = true;
    for (const struct node *node = root->first; node; node = node->next) {
        enum column column = find_column(node->key);
        if (column == COLUMNS || node->kind != NODE_STRING) {
            diag_report(batch->diag, MSG_BATCH_KEY, node->key_pos, node->key.p);
            sound = false;
        } else {
            line->text[column] = node->text;
            line->pos[column] = node->pos;
        }
    }
    return sound;
}

static bool read_json_line(struct batch *batch, const struct source *source, struct slice text)
{
    const struct source *own = source_of(batch->arena, source->name, text);
    const struct finding *last = batch->diag->last;
    unsigned errors = batch->diag->count[LEVEL_ERROR];
    struct line line = {.start = source_pos(source, (struct slice){text.p, 1})};
    const struct node *root = json_parse(batch->arena, batch->diag, own);
    if (batch->diag->count[LEVEL_ERROR] == errors)
        take_members(batch, root, &line);
    for (struct finding *finding = last ? last->next : batch->diag->first; finding;
         finding = finding->next)
        move_pos(&finding->pos, own, source, text.p);
    for (enum column column = RECORD; column < COLUMNS; column++)
        move_pos(&line.pos[column], own, source, text.p);
    return batch->diag->count[LEVEL_ERROR] == errors && add_line(batch, source, &line);
}

static bool read_json_lines(struct batch *batch, const struct source *source)
{
    bool sound = true;
    for (struct slice rest = text_body(source); rest.p && !too_many(batch->diag);) {
        struct slice line = slice_trim(slice_cut(&rest, '\n'));
        if (line.n)
            sound = read_json_line(batch, source, line) && sound;
    }
    return sound;
}

/* ---- sources ---- */

static bool read_manifest(struct batch *batch, const char *path)
{
    const struct source *source = source_read(batch->arena, path, LIMIT_MANIFEST);
    if (!source) {
        source_report(batch->diag, (struct pos){0}, path);
        return false;
    }
    if (!source_is_text(batch->diag, source))
        return false;
    return slice_ends(slice_of(path), ".csv") ? read_csv(batch, source)
                                              : read_json_lines(batch, source);
}

static int is_record(const struct dirent *entry)
{
    struct slice name = slice_of(entry->d_name);
    return name.p[0] != '.' && (slice_ends(name, ".ini") || slice_ends(name, ".json"));
}

static bool read_folder(struct batch *batch, const char *folder)
{
    static const struct slice none = {NULL, 0};
    struct dirent **entries;
    int count = scandir(folder, &entries, is_record, alphasort);
    bool sound = count > 0;
    if (count < 0)
        diag_report(batch->diag, MSG_FILE_READ, (struct pos){0}, folder, strerror(errno));
    else if (!count)
        diag_report(batch->diag, MSG_BATCH_NONE, (struct pos){0}, folder);
    size_t length = strlen(folder);
    const char *between = length && folder[length - 1] == '/' ? "" : "/";
    for (int i = 0; i < count; i++) {
        const char *path =
            arena_printf(batch->arena, "%s%s%s", folder, between, entries[i]->d_name);
        sound = add_job(batch, path, none, none, (struct pos){0}) && sound;
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return sound;
}

bool manifest_add(struct batch *batch, const char *source)
{
    static const struct slice none = {NULL, 0};
    struct stat about;
    if (stat(source, &about) != 0) {
        diag_report(batch->diag, MSG_FILE_READ, (struct pos){0}, source, strerror(errno));
        return false;
    }
    if (S_ISDIR(about.st_mode))
        return read_folder(batch, source);
    if (slice_ends(slice_of(source), ".csv") || slice_ends(slice_of(source), ".jsonl"))
        return read_manifest(batch, source);
    return add_job(batch, source, none, none, (struct pos){0});
}

/* A job with what its output is known by. */
struct claim {
    const char *key;
    const struct job *job;
};

static int by_key(const void *a, const void *b)
{
    const struct claim *left = a, *right = b;
    int order = strcmp(left->key, right->key);
    return order ? order : (left->job > right->job) - (left->job < right->job);
}

static void report_claims(struct batch *batch, const struct job *first, const struct job *second)
{
    bool same = strcmp(first->output, second->output) == 0;
    if (same)
        diag_report(batch->diag, MSG_BATCH_TWICE, second->pos, second->output, first->record,
                    second->record);
    else
        diag_report(batch->diag, MSG_BATCH_ALIKE, second->pos, first->output, second->output);
}

/* Whether the output would replace one of the records. */
static bool replaces_input(const struct batch *batch, const struct inputs *records,
                           const struct job *job)
{
    struct stat about;
    return stat(batch_path(batch, job->output), &about) == 0 && inputs_hold(records, &about);
}

static bool check_inputs(struct batch *batch)
{
    struct inputs records = {0};
    bool sound = true;
    for (uint32_t i = 0; i < batch->count; i++)
        inputs_add(&records, batch->jobs[i].record);
    for (uint32_t i = 0; i < batch->count; i++)
        if (replaces_input(batch, &records, &batch->jobs[i])) {
            diag_report(batch->diag, MSG_BATCH_INPUT, batch->jobs[i].pos, batch->jobs[i].output);
            sound = false;
        }
    free(records.item);
    return sound;
}

bool manifest_check(struct batch *batch)
{
    struct claim *claims = ARENA_ARRAY(batch->arena, struct claim, batch->count);
    bool sound = true;
    for (uint32_t i = 0; i < batch->count; i++)
        claims[i] = (struct claim){name_key(batch->arena, slice_of(batch->jobs[i].output)),
                                   &batch->jobs[i]};
    if (batch->count)
        qsort(claims, batch->count, sizeof *claims, by_key);
    for (uint32_t i = 1; i < batch->count; i++)
        if (strcmp(claims[i - 1].key, claims[i].key) == 0) {
            report_claims(batch, claims[i - 1].job, claims[i].job);
            sound = false;
        }
    return check_inputs(batch) && sound;
}

void manifest_shard(struct batch *batch, unsigned index, unsigned count)
{
    uint32_t kept = 0;
    for (uint32_t i = index - 1; i < batch->count; i += count)
        batch->jobs[kept++] = batch->jobs[i];
    batch->count = kept;
}
