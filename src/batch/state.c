/*
 * The state: a line a document made, its fields separated by tabs, closed by a checksum. Lines are
 * appended as documents are finished, each in one write; a run that comes to its end replaces the
 * file by one that says so in its last line. A line torn by an interruption fails its checksum and
 * is as good as absent, and so is one whose output is not there in its size.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/reading.h"
#include "batch/batch.h"
#include "press/findings.h"
#include "press/write.h"

static const char prefix[] = ".gongkai";

/* ---- names ---- */

const char *batch_path(const struct batch *batch, const char *name)
{
    return arena_printf(batch->arena, "%s/%s", batch->folder, name);
}

const char *batch_report(const struct batch *batch, const char *name)
{
    const char *dot = strrchr(name, '.');
    return batch_path(
        batch, arena_printf(batch->arena, "%.*s%s%s", (int)(dot - name), name, batch->shard, dot));
}

static const char *state_path(const struct batch *batch)
{
    return batch_path(batch, arena_printf(batch->arena, "%s%s.state", prefix, batch->shard));
}

/* ---- an outcome ---- */

struct outcome outcome_of(const struct job *job)
{
    static const struct slice empty = {"", 0};
    return (struct outcome){.output = slice_of(job->output),
                            .record = slice_of(job->record),
                            .template_name = empty,
                            .name = empty,
                            .files = empty,
                            .messages = empty,
                            .findings = empty};
}

void outcome_tell(struct outcome *outcome, struct arena *arena, const struct diag *diag)
{
    struct buf text = {0};
    buf_puts(&text, "");
    diag_print(&text, diag);
    outcome->messages = slice_copy(arena, buf_slice(&text));
    buf_clear(&text);
    findings_json(&text, diag);
    outcome->findings = slice_copy(arena, buf_slice(&text));
    outcome->warnings = diag->count[LEVEL_WARNING];
    outcome->errors = diag->count[LEVEL_ERROR];
    buf_free(&text);
}

/* ---- a line ---- */

static const char special[] = "\t\n\\", letters[] = "tn\\";

/* Appends text, with what would end the field or line written as \t, \n, \\. */
static void put_text(struct buf *line, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        const char *found = text.p[i] ? strchr(special, text.p[i]) : NULL;
        if (found)
            buf_putc(line, '\\');
        buf_putc(line, *(found ? &letters[found - special] : &text.p[i]));
    }
    buf_putc(line, '\t');
}

static struct slice read_text(struct arena *arena, struct slice *rest)
{
    struct slice field = slice_cut(rest, '\t');
    if (!field.n)
        return SLICE("");
    char *text = arena_copy(arena, field.p, field.n);
    size_t n = 0;
    for (size_t i = 0; i < field.n; i++) {
        bool escaped = field.p[i] == '\\' && i + 1 < field.n;
        const char *byte = &field.p[escaped ? ++i : i];
        const char *found = escaped ? strchr(letters, *byte) : NULL;
        text[n++] = *(found ? &special[found - letters] : byte);
    }
    text[n] = '\0';
    return (struct slice){text, n};
}

/* The fields, in their order. */
enum { TEXTS = 7, NUMBERS = 8 + FIGURE_COUNT };

static void list_fields(struct outcome *outcome, struct slice *texts[TEXTS],
                        int64_t *numbers[NUMBERS])
{
    struct slice *const all_texts[TEXTS] = {
        &outcome->output, &outcome->record,   &outcome->template_name, &outcome->name,
        &outcome->files,  &outcome->messages, &outcome->findings};
    int64_t *const all_numbers[] = {&outcome->level,  &outcome->warnings, &outcome->errors,
                                    &outcome->year,   &outcome->pages,    &outcome->size,
                                    &outcome->chosen, &outcome->withheld};
    memcpy(texts, all_texts, sizeof all_texts);
    for (size_t i = 0; i < NUMBERS - FIGURE_COUNT; i++)
        numbers[i] = all_numbers[i];
    for (size_t i = 0; i < FIGURE_COUNT; i++)
        numbers[NUMBERS - FIGURE_COUNT + i] = &outcome->figures[i];
}

static uint64_t checksum(struct slice text)
{
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < text.n; i++)
        sum = (sum ^ (unsigned char)text.p[i]) * 1099511628211u;
    return sum;
}

void outcome_put(struct buf *line, const struct outcome *outcome)
{
    struct outcome copy = *outcome;
    struct slice *texts[TEXTS];
    int64_t *numbers[NUMBERS];
    size_t start = line->n;
    list_fields(&copy, texts, numbers);
    for (size_t i = 0; i < TEXTS; i++)
        put_text(line, *texts[i]);
    for (size_t i = 0; i < NUMBERS; i++)
        buf_printf(line, "%lld\t", (long long)*numbers[i]);
    buf_printf(line, "%016llx%016llx\t", (unsigned long long)copy.key.word[0],
               (unsigned long long)copy.key.word[1]);
    struct slice body = {line->p + start, line->n - start};
    buf_printf(line, "%016llx\n", (unsigned long long)checksum(body));
}

static uint64_t read_hex(const char *digits)
{
    char text[17];
    memcpy(text, digits, 16);
    text[16] = '\0';
    return strtoull(text, NULL, 16);
}

/* Whether the numbers are ones that a run can have written, and the output is one of the folder. */
static bool is_possible(const struct outcome *outcome)
{
    return outcome->level >= LEVEL_NONE && outcome->level <= LEVEL_ERROR &&
           outcome->warnings >= 0 && outcome->warnings <= UINT32_MAX && outcome->errors >= 0 &&
           outcome->errors <= UINT32_MAX && outcome->year >= 0 && outcome->year <= 9999 &&
           outcome->pages >= 0 && outcome->pages <= INT32_MAX && outcome->size >= 0 &&
           (outcome->chosen == 0 || outcome->chosen == 1) && outcome->withheld >= 0 &&
           outcome->withheld < 1 << FIGURE_COUNT && outcome->output.n &&
           !memchr(outcome->output.p, '/', outcome->output.n);
}

bool outcome_read(struct arena *arena, struct slice line, struct outcome *outcome)
{
    enum { SUM = 16, KEY = 32 };
    if (line.n < SUM ||
        checksum((struct slice){line.p, line.n - SUM}) != read_hex(line.p + line.n - SUM))
        return false;
    *outcome = (struct outcome){0};
    struct slice *texts[TEXTS], rest = line;
    int64_t *numbers[NUMBERS];
    list_fields(outcome, texts, numbers);
    for (size_t i = 0; i < TEXTS && rest.p; i++)
        *texts[i] = read_text(arena, &rest);
    for (size_t i = 0; i < NUMBERS && rest.p; i++)
        if (decimal_parse(slice_cut(&rest, '\t'), 0, numbers[i]) != DECIMAL_OK)
            return false;
    struct slice key = rest.p ? slice_cut(&rest, '\t') : rest;
    if (!key.p || key.n != KEY || !is_possible(outcome))
        return false;
    outcome->key = (struct key){{read_hex(key.p), read_hex(key.p + KEY / 2)}};
    return true;
}

/* ---- the file ---- */

/* The last line of a state whose run came to its end. */
static const char end_mark[] = "end";

static int by_output(const void *a, const void *b)
{
    const struct outcome *left = a, *right = b;
    return strcmp(left->output.p, right->output.p);
}

/* Of lines for one output the last counts: sorted stably, and looked for from the end. */
static int by_output_and_turn(const void *a, const void *b)
{
    int order = by_output(a, b);
    const struct outcome *left = a, *right = b;
    return order ? order : (left->made > right->made) - (left->made < right->made);
}

/* Begins a line with the name of an output that no source named any more. */
static const char left_mark[] = "left\t";

/* What the lines of a state file are. */
struct reading {
    bool torn;  /* some cannot be read */
    bool ended; /* the run came to its end */
};

/* Reads the lines of one state file into the array, which has room for all. */
static struct reading read_lines(struct arena *arena, struct slice rest, struct outcome *outcomes,
                                 uint32_t *count)
{
    struct reading reading = {0};
    while (rest.p) {
        struct slice line = slice_cut(&rest, '\n');
        if (!line.n || slice_starts(line, left_mark))
            continue;
        reading.ended = slice_is(line, end_mark);
        if (reading.ended)
            continue;
        bool read = outcome_read(arena, line, &outcomes[*count]);
        *count += read;
        reading.torn = reading.torn || !read;
    }
    return reading;
}

static uint32_t count_lines(struct slice text)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    return lines;
}

static void keep_last_of_each(struct outcome *outcomes, uint32_t *count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++)
        outcomes[i].made = (enum made)i;
    if (*count)
        qsort(outcomes, *count, sizeof *outcomes, by_output_and_turn);
    for (uint32_t i = 0; i < *count; i++)
        if (i + 1 == *count || by_output(&outcomes[i], &outcomes[i + 1]) != 0)
            outcomes[kept++] = outcomes[i];
    *count = kept;
}

/* The names of outputs in lines of their own. */
static void read_left(struct batch *batch, struct slice rest)
{
    batch->left = ARENA_ARRAY(batch->arena, struct slice, count_lines(rest));
    while (rest.p) {
        struct slice line = slice_cut(&rest, '\n');
        if (!slice_starts(line, left_mark))
            continue;
        line.p += strlen(left_mark);
        line.n -= strlen(left_mark);
        struct slice name = read_text(batch->arena, &line);
        if (name.n && !memchr(name.p, '/', name.n))
            batch->left[batch->left_count++] = name;
    }
}

static void read_state(struct batch *batch)
{
    const char *path = state_path(batch);
    const struct source *source = source_read(batch->scratch, path, LIMIT_STATE);
    if (!source)
        return;
    batch->known = ARENA_ARRAY(batch->arena, struct outcome, count_lines(source->text));
    read_lines(batch->arena, source->text, batch->known, &batch->known_count);
    keep_last_of_each(batch->known, &batch->known_count);
    read_left(batch, source->text);
    arena_reset(batch->scratch);
}

/* Removes drafts that a killed run left an hour ago or more: younger ones may be in use. */
static void clear_drafts(struct batch *batch)
{
    DIR *folder = opendir(batch->folder);
    struct stat about;
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (is_draft_name(entry->d_name) &&
            fstatat(dirfd(folder), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            about.st_mtime < time(NULL) - 3600)
            unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
}

bool state_open(struct batch *batch)
{
    const char *path = state_path(batch);
    mkdir(batch->folder, 0777);
    const char *lock =
        batch_path(batch, arena_printf(batch->arena, "%s%s.lock", prefix, batch->shard));
    int held = open(lock, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (held >= 0 && flock(held, LOCK_EX | LOCK_NB) != 0) {
        diag_report(batch->diag, MSG_BATCH_LOCKED, (struct pos){0}, batch->folder);
        return false;
    }
    if (held >= 0) {
        clear_drafts(batch);
        read_state(batch);
        batch->state = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666);
    }
    if (held >= 0 && batch->state >= 0)
        return true;
    diag_report(batch->diag, MSG_FILE_WRITE, (struct pos){0}, path, strerror(errno));
    return false;
}

bool state_append(struct batch *batch, struct slice line)
{
    struct buf whole = {0};
    buf_putc(&whole, '\n'); /* ends a line that was torn */
    buf_put_slice(&whole, line);
    buf_putc(&whole, '\n');
    ssize_t size = write(batch->state, whole.p, whole.n);
    bool written = size == (ssize_t)whole.n;
    if (size >= 0)
        errno = ENOSPC; /* why a write falls short */
    if (!written)
        diag_report(batch->diag, MSG_FILE_WRITE, (struct pos){0}, state_path(batch),
                    strerror(errno));
    buf_free(&whole);
    return written;
}

const struct outcome *state_find(const struct batch *batch, const char *output)
{
    struct outcome wanted = {.output = slice_of(output)};
    return batch->known_count
               ? bsearch(&wanted, batch->known, batch->known_count, sizeof *batch->known, by_output)
               : NULL;
}

bool state_close(struct batch *batch)
{
    struct buf all = {0};
    buf_puts(&all, "");
    for (uint32_t i = 0; i < batch->count; i++)
        if (batch->outcomes[i].made != MADE_FAILED || batch->outcomes[i].level == LEVEL_ERROR)
            outcome_put(&all, &batch->outcomes[i]);
    for (uint32_t i = 0; i < batch->left_count; i++) {
        buf_puts(&all, left_mark);
        put_text(&all, batch->left[i]);
        buf_putc(&all, '\n');
    }
    buf_puts(&all, end_mark);
    bool written = write_file(state_path(batch), buf_slice(&all));
    if (!written)
        diag_report(batch->diag, MSG_FILE_WRITE, (struct pos){0}, state_path(batch),
                    strerror(errno));
    buf_free(&all);
    return written;
}

/* ---- many states ---- */

/* A state of a folder; index and count are 0 when it is of a run without shards. */
struct part {
    const char *path;
    struct timespec time;
    unsigned index, count;
};

/* Newest last, so that of two lines for one output the newer counts. */
static int by_time(const void *a, const void *b)
{
    const struct part *left = a, *right = b;
    if (left->time.tv_sec != right->time.tv_sec)
        return left->time.tv_sec < right->time.tv_sec ? -1 : 1;
    return (left->time.tv_nsec > right->time.tv_nsec) - (left->time.tv_nsec < right->time.tv_nsec);
}

static int is_state(const struct dirent *entry)
{
    struct slice name = slice_of(entry->d_name);
    unsigned index, shards;
    return slice_starts(name, prefix) && slice_ends(name, ".state") &&
           (sscanf(entry->d_name, ".gongkai-%u-of-%u.", &index, &shards) != 2 ||
            (index >= 1 && index <= shards && shards <= SHARDS));
}

/* The states of a folder, by time; NULL with errno set when there is none. */
static struct part *list_parts(struct arena *arena, const char *folder, size_t *count)
{
    struct dirent **entries;
    int found = scandir(folder, &entries, is_state, alphasort);
    *count = found > 0 ? (size_t)found : 0;
    struct part *parts = ARENA_ARRAY(arena, struct part, *count + 1);
    for (size_t i = 0; i < *count; i++) {
        struct stat about = {0};
        parts[i].path = arena_printf(arena, "%s/%s", folder, entries[i]->d_name);
        stat(parts[i].path, &about);
        parts[i].time = about.st_mtim;
        sscanf(entries[i]->d_name, ".gongkai-%u-of-%u.", &parts[i].index, &parts[i].count);
        free(entries[i]);
    }
    if (found >= 0)
        free(entries);
    if (found == 0)
        errno = ENOENT;
    qsort(parts, *count, sizeof *parts, by_time);
    return *count ? parts : NULL;
}

static bool has_part(const struct part *parts, size_t count, unsigned index, unsigned shards)
{
    for (size_t i = 0; i < count; i++)
        if (parts[i].index == index && parts[i].count == shards)
            return true;
    return false;
}

/* Tells of shards that are not there, for each number of shards met. */
static void report_missing(struct batch *batch, const char *folder, const struct part *parts,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned shards = parts[i].count;
        for (size_t before = 0; before < i; before++)
            shards = parts[before].count == shards ? 0 : shards;
        struct buf missing = {0};
        for (unsigned index = 1; index <= shards; index++)
            if (!has_part(parts, count, index, shards))
                buf_printf(&missing, "%s%u/%u", missing.n ? ", " : "", index, shards);
        if (missing.n)
            diag_report(batch->diag, MSG_BATCH_SHARD, (struct pos){0}, missing.p, folder);
        buf_free(&missing);
    }
}

static void merge_file(struct batch *batch, const char *path, const char *link)
{
    const struct source *source = source_read(batch->scratch, path, LIMIT_STATE);
    if (!source) {
        source_report(batch->diag, (struct pos){0}, path);
        return;
    }
    uint32_t room = batch->count + count_lines(source->text), count = 0;
    struct outcome *all = ARENA_ARRAY(batch->arena, struct outcome, room);
    struct reading reading = read_lines(batch->arena, source->text, all + batch->count, &count);
    if (reading.torn || !reading.ended)
        diag_report_chosen(batch->diag, reading.ended ? MSG_BATCH_STATE : MSG_BATCH_UNENDED,
                           (struct pos){0}, path);
    keep_last_of_each(all + batch->count, &count);
    for (uint32_t i = batch->count; i < batch->count + count; i++)
        all[i].output = slice_of(arena_printf(batch->arena, "%s%s", link, all[i].output.p));
    if (batch->count)
        memcpy(all, batch->outcomes, batch->count * sizeof *all);
    batch->outcomes = all;
    batch->count += count;
    arena_reset(batch->scratch);
}

bool state_merge(struct batch *batch, const char *folder, const char *link)
{
    size_t count;
    struct part *parts = list_parts(batch->arena, folder, &count);
    if (!parts) {
        diag_report(batch->diag, MSG_FILE_READ, (struct pos){0}, folder, strerror(errno));
        return false;
    }
    report_missing(batch, folder, parts, count);
    for (size_t i = 0; i < count; i++)
        merge_file(batch, parts[i].path, link);
    return true;
}

void state_sort(struct batch *batch)
{
    uint32_t count = batch->count;
    keep_last_of_each(batch->outcomes, &batch->count);
    for (uint32_t i = 0; i < batch->count; i++)
        batch->outcomes[i].made = batch->outcomes[i].level == LEVEL_ERROR ? MADE_FAILED : MADE_NEW;
    if (batch->count < count)
        diag_report(batch->diag, MSG_BATCH_AGAIN, (struct pos){0},
                    arena_printf(batch->arena, "%u", count - batch->count));
}
