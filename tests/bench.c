/*
 * Measures; scripts/bench puts them together.
 *
 *     bench stages RECORD         milliseconds of each stage, cold and warm, against the floor:
 *                                 merely subsetting the glyphs once and deflating the streams
 *     bench outputs RECORD        milliseconds and bytes of each output, all stages before it done
 *     bench sizes FOLDER…         warm time against the number of cells, a record a folder
 *     bench memory FOLDER         peak memory, last hundred documents against the first hundred
 *     bench correction OLD NEW    comparing, correcting and watching against a plain rendering
 *     bench batch PROGRAM FOLDER  a batch on two workers, unchanged, 1 % changed
 *     bench run COMMAND…          the median of five runs of a command, in milliseconds
 */
#include <dirent.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device/font/subset.h"
#include "sheet.h"

enum { STAGES = 5, RUNS = 21, FIVE = 5, HUNDRED = 100, STREAMS_MAX = 4096 };

static const struct timed {
    const char *name;
    bool (*run)(struct sheet *sheet);
} stages[STAGES] = {{"record", sheet_read},
                    {"facts", sheet_compute},
                    {"template", sheet_compose},
                    {"layout", sheet_layout},
                    {"writing", sheet_write}};

/* Microseconds. */
static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static int64_t median(int64_t *times, size_t count)
{
    qsort(times, count, sizeof *times, compare);
    return times[count / 2];
}

static void fail(const struct sheet *sheet)
{
    struct buf messages = {0};
    diag_print(&messages, &sheet->run.diag);
    fputs(buf_slice(&messages).p, stderr);
    exit(2);
}

/* Takes one document all the way; times gets the microseconds of each stage and of all. */
static void make(struct house *house, struct arena *arena, const char *path,
                 int64_t times[STAGES + 1], struct sheet *sheet)
{
    arena_reset(arena);
    sheet_begin(sheet, house, arena, path);
    int64_t start = now(), before = start;
    for (size_t stage = 0; stage < STAGES; stage++) {
        if (!stages[stage].run(sheet))
            fail(sheet);
        int64_t after = now();
        times[stage] = after - before;
        before = after;
    }
    times[STAGES] = before - start;
}

static uint32_t count_cells(const struct doc_node *node)
{
    uint32_t cells = node->element == ELEMENT_CELL || node->element == ELEMENT_HEADER;
    for (const struct doc_node *child = node->first; child; child = child->next)
        cells += count_cells(child);
    return cells;
}

/* ---- outputs ---- */

static int64_t time_output(struct sheet *sheet, const struct output *output, size_t *size)
{
    struct outputs one = {0};
    outputs_add(&one, output);
    int64_t start = now();
    if (!outputs_write(&sheet->run, &one, &sheet->made, true))
        fail(sheet);
    int64_t time = now() - start;
    *size = one.files[0].n;
    outputs_free(&one);
    return time;
}

static void bench_outputs(const char *path)
{
    int64_t times[STAGES + 1], runs[RUNS];
    size_t size = 0;
    struct house house;
    house_open(&house, NULL);
    struct arena *arena = arena_new();
    struct sheet sheet;
    make(&house, arena, path, times, &sheet);
    printf("%s, %u pages\n  %-10s %11s %11s\n", path, sheet_pages(&sheet)->count, "output",
           "ms warm", "bytes");
    for (unsigned i = 0; output_at(i); i++) {
        const struct output *output = output_at(i);
        bool other = output->device && output->device->fonts != FONTS_ALL;
        if (!output->endings || !output->write || other)
            continue;
        time_output(&sheet, output, &size);
        for (size_t run = 0; run < RUNS; run++)
            runs[run] = time_output(&sheet, output, &size);
        int64_t time = median(runs, RUNS);
        printf("  %-10s %8lld.%02lld %11zu\n", output->name, (long long)time / 1000,
               (long long)time % 1000 / 10, size);
    }
    outputs_free(&sheet.outputs);
    arena_free(arena);
    house_close(&house);
}

/* ---- the floor ---- */

struct stream {
    struct buf bytes;
    bool font;
};

/* The compressed streams of a file, expanded. */
static size_t read_streams(struct slice file, struct stream *streams)
{
    static const char filter[] = "/Filter/FlateDecode", begin[] = "stream\n";
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    size_t count = 0;
    for (const char *at = file.p; count < STREAMS_MAX;) {
        const char *found = memmem(at, (size_t)(file.p + file.n - at), filter, strlen(filter));
        const char *data =
            found ? memmem(found, (size_t)(file.p + file.n - found), begin, strlen(begin)) : NULL;
        if (!data)
            break;
        const char *line = found; /* the dictionary stands on one line */
        while (line > file.p && line[-1] != '\n')
            line--;
        struct stream *stream = &streams[count];
        size_t room = (size_t)4 << 20, got = 0;
        stream->bytes = (struct buf){xrealloc(NULL, room), 0, room};
        stream->font = memmem(line, (size_t)(found - line), "CIDFontType0C", 13) ||
                       memmem(line, (size_t)(found - line), "Length1", 7);
        at = data + strlen(begin);
        if (libdeflate_zlib_decompress_ex(decompressor, at, (size_t)(file.p + file.n - at),
                                          stream->bytes.p, room, NULL,
                                          &got) == LIBDEFLATE_SUCCESS) {
            stream->bytes.n = got;
            count++;
        } else {
            buf_free(&stream->bytes);
        }
    }
    libdeflate_free_decompressor(decompressor);
    return count;
}

static void deflate_streams(const struct stream *streams, size_t count)
{
    struct libdeflate_compressor *usual = libdeflate_alloc_compressor(5);
    struct libdeflate_compressor *hasty = libdeflate_alloc_compressor(1);
    static char out[(size_t)5 << 20];
    for (size_t i = 0; i < count; i++)
        libdeflate_zlib_compress(streams[i].font ? hasty : usual, streams[i].bytes.p,
                                 streams[i].bytes.n, out, sizeof out);
    libdeflate_free_compressor(usual);
    libdeflate_free_compressor(hasty);
}

/* Subsets every font of the pages to the glyphs painted. */
static void subset_fonts(const struct fonts *fonts, const struct pages *pages)
{
    for (uint32_t id = 0; id < fonts_count(fonts); id++) {
        const struct font *font = fonts_at(fonts, id);
        hb_set_t *set = hb_set_create();
        for (uint32_t i = 0; i < pages->count; i++)
            for (uint32_t k = 0; k < pages->page[i].op_count; k++) {
                const struct paint_op *op = &pages->page[i].ops[k];
                for (uint32_t g = 0; op->font == font && g < op->glyph_count; g++)
                    hb_set_add(set, op->glyphs[g].id);
            }
        uint32_t count = hb_set_get_population(set), *list = xrealloc(NULL, (count + 1) * 4), n = 0;
        for (hb_codepoint_t glyph = HB_SET_VALUE_INVALID; hb_set_next(set, &glyph);)
            list[n++] = glyph;
        struct subset subset;
        if (n && subset_make(&subset, font, list, n))
            subset_free(&subset);
        free(list);
        hb_set_destroy(set);
    }
}

static int64_t measure_floor(const struct house *house, const struct sheet *sheet)
{
    static struct stream streams[STREAMS_MAX];
    size_t count = read_streams(buf_slice(&sheet->outputs.files[0]), streams);
    int64_t start = now();
    subset_fonts(house->fonts[FONTS_ALL], sheet->made.pages[FONTS_ALL]);
    deflate_streams(streams, count);
    int64_t time = now() - start;
    for (size_t i = 0; i < count; i++)
        buf_free(&streams[i].bytes);
    return time;
}

static void print_ms(const char *name, int64_t cold, int64_t warm, int64_t floor)
{
    printf("  %-10s %8lld.%02lld %8lld.%02lld %8lld.%02lld\n", name, (long long)cold / 1000,
           (long long)cold % 1000 / 10, (long long)warm / 1000, (long long)warm % 1000 / 10,
           (long long)(warm * 100 / floor / 100), (long long)(warm * 100 / floor % 100));
}

static void bench_stages(const char *path)
{
    static int64_t times[STAGES + 1][RUNS], floors[RUNS];
    int64_t cold[STAGES + 1], one[STAGES + 1];
    struct house house;
    house_open(&house, NULL);
    struct arena *arena = arena_new();
    struct sheet sheet;
    make(&house, arena, path, cold, &sheet);
    for (size_t i = 0; i < RUNS; i++) {
        buf_free(&sheet.outputs.files[0]);
        make(&house, arena, path, one, &sheet);
        for (size_t stage = 0; stage <= STAGES; stage++)
            times[stage][i] = one[stage];
        floors[i] = measure_floor(&house, &sheet); /* in turn, since other work disturbs both */
    }
    int64_t floor = median(floors, RUNS);
    printf("stages of %s: %u pages, %u cells, %zu bytes\n", path,
           sheet.made.pages[FONTS_ALL]->count, count_cells(sheet.made.composition.document->root),
           sheet.outputs.files[0].n);
    printf("  floor, subsetting its glyphs once and deflating its streams: %lld.%02lld ms\n",
           (long long)floor / 1000, (long long)floor % 1000 / 10);
    printf("  %-10s %11s %11s %11s\n", "ms", "first", "median", "of floor");
    for (size_t stage = 0; stage < STAGES; stage++)
        print_ms(stages[stage].name, cold[stage], median(times[stage], RUNS), floor);
    print_ms("all", cold[STAGES], median(times[STAGES], RUNS), floor);
    buf_free(&sheet.outputs.files[0]);
    arena_free(arena);
    house_close(&house);
}

/* ---- corrections ---- */

struct correction {
    struct gongkai *gongkai;
    const char *old, *new;
    unsigned turn;
};

static struct gongkai_result render_plain(struct correction *correction)
{
    return gongkai_render(correction->gongkai, correction->new, NULL);
}

static struct gongkai_result compare_text(struct correction *correction)
{
    return gongkai_diff(correction->gongkai, correction->old, correction->new, GONGKAI_DIFF_TEXT);
}

static struct gongkai_result compare_pdf(struct correction *correction)
{
    return gongkai_diff(correction->gongkai, correction->old, correction->new, GONGKAI_DIFF_PDF);
}

static struct gongkai_result render_corrected(struct correction *correction)
{
    const struct gongkai_options options = {.corrects = correction->old, .marks = 1};
    return gongkai_make_with(correction->gongkai, GONGKAI_PDF, correction->new, &options);
}

/* As --watch does when the one is saved over the other. */
static struct gongkai_result render_watched(struct correction *correction)
{
    gongkai_refresh(correction->gongkai);
    struct gongkai_result made = gongkai_render(
        correction->gongkai, correction->turn++ % 2 ? correction->old : correction->new, NULL);
    gongkai_changes(correction->gongkai, 0);
    return made;
}

static void bench_correction(const char *old, const char *new)
{
    static const struct {
        const char *name;
        struct gongkai_result (*make)(struct correction *correction);
    } works[] = {{"plain rendering", render_plain},
                 {"diff, as text", compare_text},
                 {"diff, as PDF", compare_pdf},
                 {"corrected edition", render_corrected},
                 {"watched rendering", render_watched}};
    enum { WORKS = sizeof works / sizeof *works };
    static int64_t times[WORKS][RUNS];
    struct correction correction = {gongkai_new(NULL, GONGKAI_ENGLISH), old, new, 0};
    for (size_t i = 0; i <= RUNS; i++) /* the first warms up */
        for (size_t work = 0; work < WORKS; work++) {
            int64_t start = now();
            struct gongkai_result result = works[work].make(&correction);
            if (!result.bytes) {
                fputs(result.messages, stderr);
                exit(2);
            }
            times[work][i ? i - 1 : 0] = now() - start;
        }
    printf("corrections, warm, median of %d\n  %-24s %10s %12s\n", RUNS, "", "ms", "of plain");
    int64_t plain = median(times[0], RUNS);
    for (size_t work = 0; work < WORKS; work++) {
        int64_t time = median(times[work], RUNS);
        printf("  %-24s %7lld.%02lld %9lld.%02lld\n", works[work].name, (long long)time / 1000,
               (long long)time % 1000 / 10, (long long)(time * 100 / plain / 100),
               (long long)(time * 100 / plain % 100));
    }
    gongkai_free(correction.gongkai);
}

/* ---- many documents in this process, as a worker makes them ---- */

static int is_record(const struct dirent *entry)
{
    return strstr(entry->d_name, ".ini") != NULL;
}

static char **list_records(const char *folder, size_t *count)
{
    struct dirent **entries;
    int found = scandir(folder, &entries, is_record, alphasort);
    if (found <= 0)
        exit(2);
    char **paths = xrealloc(NULL, (size_t)found * sizeof *paths);
    for (int i = 0; i < found; i++) {
        struct buf path = {0};
        buf_printf(&path, "%s/%s", folder, entries[i]->d_name);
        paths[i] = path.p;
        free(entries[i]);
    }
    free(entries);
    *count = (size_t)found;
    return paths;
}

static void bench_sizes(char **folders)
{
    struct house house;
    house_open(&house, NULL);
    struct arena *arena = arena_new();
    printf("cost against size, median of five: near linear if µs a cell stay alike\n  %-24s %8s "
           "%8s %10s %12s\n",
           "record", "pages", "cells", "ms", "µs a cell");
    for (; *folders; folders++) {
        size_t count;
        char **paths = list_records(*folders, &count);
        int64_t times[FIVE], one[STAGES + 1];
        struct sheet sheet;
        uint32_t pages = 0, cells = 1;
        for (int i = -1; i < FIVE; i++) {
            make(&house, arena, paths[0], one, &sheet);
            if (i >= 0)
                times[i] = one[STAGES];
            pages = sheet.made.pages[FONTS_ALL]->count;
            cells = count_cells(sheet.made.composition.document->root);
            buf_free(&sheet.outputs.files[0]);
        }
        int64_t time = median(times, FIVE);
        printf("  %-24s %8u %8u %7lld.%02lld %9lld.%02lld\n", strrchr(*folders, '/') + 1, pages,
               cells, (long long)time / 1000, (long long)time % 1000 / 10, (long long)time / cells,
               (long long)time * 100 / cells % 100);
    }
    arena_free(arena);
    house_close(&house);
}

/* Peak memory since the last reset, in KB. */
static long peak_memory(void)
{
    char line[256];
    long peak = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            peak = atol(line + 6);
    if (status)
        fclose(status);
    return peak;
}

static void reset_peak(void)
{
    int file = open("/proc/self/clear_refs", O_WRONLY);
    if (file < 0 || write(file, "5", 1) != 1)
        fputs("peak memory cannot be reset here; the last hundred includes all\n", stderr);
    close(file);
}

/* The last hundred documents are the first hundred once more, so that only what is kept between
 * documents differs. */
static void bench_memory(const char *folder)
{
    size_t count;
    char **paths = list_records(folder, &count);
    struct house house;
    house_open(&house, NULL);
    struct arena *arena = arena_new();
    struct sheet sheet;
    struct buf file = {0};
    long first = 0;
    for (size_t i = 0; i < count + HUNDRED; i++) {
        if (i == count)
            reset_peak();
        arena_reset(arena);
        sheet_begin(&sheet, &house, arena, paths[i % count]);
        buf_clear(&file);
        sheet.outputs.files[0] = file;
        for (size_t stage = 0; stage < STAGES; stage++)
            if (!stages[stage].run(&sheet))
                fail(&sheet);
        file = sheet.outputs.files[0];
        if (i + 1 == HUNDRED)
            first = peak_memory();
    }
    long last = peak_memory();
    printf("peak memory of one process over %zu different agencies, then the first hundred again\n"
           "  first hundred %ld KB, last hundred %ld KB: ratio %ld.%02ld (flat: 1)\n",
           count, first, last, last / first, last * 100 / first % 100);
    buf_free(&file);
    arena_free(arena);
    house_close(&house);
}

/* ---- commands ---- */

/* Runs a command without its output; microseconds it took, and of processor in *busy. */
static int64_t run_command(char **command, int64_t *busy)
{
    int64_t start = now();
    pid_t process = fork();
    if (process == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(126);
        execvp(command[0], command);
        _exit(127);
    }
    int status;
    struct rusage usage;
    wait4(process, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "bench: %s failed\n", command[0]);
        exit(2);
    }
    *busy = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL + usage.ru_utime.tv_usec +
            usage.ru_stime.tv_usec;
    return now() - start;
}

static void bench_run(char **command)
{
    int64_t times[FIVE], busy;
    for (size_t i = 0; i < FIVE; i++)
        times[i] = run_command(command, &busy);
    int64_t time = median(times, FIVE);
    printf("%lld.%02lld\n", (long long)time / 1000, (long long)time % 1000 / 10);
}

/* Adds a comment to every hundredth record, from the first-th on: the record is changed, but
 * nothing in it. */
static void touch_records(char **paths, size_t count, size_t first)
{
    for (size_t i = first; i < count; i += 100) {
        FILE *file = fopen(paths[i], "a");
        if (!file || fputs("# changed\n", file) < 0 || fclose(file) != 0)
            exit(2);
    }
}

static void print_batch(const char *name, int64_t time, int64_t first)
{
    printf("  %-12s %8lld ms: %lld.%lld times as fast as all anew\n", name, (long long)time / 1000,
           (long long)(first / time), (long long)(first * 10 / time % 10));
}

static void bench_batch(char *program, char *folder)
{
    size_t count;
    char **paths = list_records(folder, &count);
    struct buf output = {0};
    buf_printf(&output, "%s/out", folder);
    char *batch[] = {program, "batch", folder, "-o", output.p, "-j2", NULL};
    char *clear[] = {"rm", "-r", output.p, NULL};
    int64_t anew[FIVE], unchanged[FIVE], changed[FIVE], busy = 0, one;
    for (size_t i = 0; i < FIVE; i++) {
        if (i)
            run_command(clear, &one);
        anew[i] = run_command(batch, &one);
        busy += one * 50 / anew[i];
    }
    for (size_t i = 0; i < FIVE; i++) {
        unchanged[i] = run_command(batch, &one);
        touch_records(paths, count, i);
        changed[i] = run_command(batch, &one);
    }
    int64_t first = median(anew, FIVE);
    printf("batch of %zu agencies on two workers, medians of five\n", count);
    printf("  %-12s %8lld ms: %lld documents a second, both cores busy %lld %%\n", "all anew",
           (long long)first / 1000, (long long)((int64_t)count * 1000000 / first),
           (long long)(busy / FIVE));
    print_batch("unchanged", median(unchanged, FIVE), first);
    print_batch("1 % changed", median(changed, FIVE), first);
    buf_free(&output);
}

int main(int argc, char **argv)
{
    const char *mode = argc > 2 ? argv[1] : "";
    if (strcmp(mode, "stages") == 0)
        bench_stages(argv[2]);
    else if (strcmp(mode, "outputs") == 0)
        bench_outputs(argv[2]);
    else if (strcmp(mode, "sizes") == 0)
        bench_sizes(argv + 2);
    else if (strcmp(mode, "memory") == 0)
        bench_memory(argv[2]);
    else if (strcmp(mode, "correction") == 0 && argc == 4)
        bench_correction(argv[2], argv[3]);
    else if (strcmp(mode, "batch") == 0 && argc == 4)
        bench_batch(argv[2], argv[3]);
    else if (strcmp(mode, "run") == 0)
        bench_run(argv + 2);
    else
        return 3;
    return 0;
}
