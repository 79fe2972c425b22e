#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/decimal.h"
#include "command/command.h"
#include "press/outputs.h"

struct arguments {
    struct gongkai_options options;
    const char *record, *output, *to, *png, *svg, *pages, *dpi;
    int watch, fragment;
};

/* What is to be made, and where each of it goes: a path, or a pattern of paths for pictures. */
struct plan {
    struct arena *arena;
    struct diag diag; /* of the command line, and of what it does not fit */
    const struct output *outputs[OUTPUTS_MAX];
    const char *paths[OUTPUTS_MAX];
    uint32_t count;
    struct buf names; /* of the outputs, with commas between them */
    int first, last, dpi;
};

static const struct setting settings[] = {
    {"output", 'o', false, offsetof(struct arguments, output)},
    {"template", 0, false, offsetof(struct arguments, options.template_name)},
    {"corrects", 0, false, offsetof(struct arguments, options.corrects)},
    {"marks", 0, true, offsetof(struct arguments, options.marks)},
    {"watch", 0, true, offsetof(struct arguments, watch)},
    {"draft", 0, true, offsetof(struct arguments, options.draft)},
    {"no-record", 0, true, offsetof(struct arguments, options.no_record)},
    {"password", 0, false, offsetof(struct arguments, options.password)},
    {"linearize", 0, true, offsetof(struct arguments, options.linearize)},
    {"to", 0, false, offsetof(struct arguments, to)},
    {"html-fragment", 0, true, offsetof(struct arguments, fragment)},
    {"png", 0, false, offsetof(struct arguments, png)},
    {"svg", 0, false, offsetof(struct arguments, svg)},
    {"pages", 0, false, offsetof(struct arguments, pages)},
    {"dpi", 0, false, offsetof(struct arguments, dpi)},
    {0}};

static bool read_options(struct arguments *arguments, int argc, char **argv)
{
    const struct command_line line = {"render", settings, arguments, .operands = RECORD_OPERAND};
    if (!command_read(&line, argc, argv))
        return false;
    if (arguments->fragment && !arguments->to)
        arguments->to = "fragment";
    arguments->record = argv[optind];
    if (!arguments->output && arguments->to)
        command_complain("render", MSG_OPTION_ALONE, "to", "--output", "to");
    else if (!arguments->output && !arguments->png && !arguments->svg)
        command_complain("render", MSG_OPTION_MISSING, "render", "output", NULL);
    else if (arguments->options.marks && !arguments->options.corrects)
        command_complain("render", MSG_OPTION_ALONE, "marks", "--corrects", "marks");
    else
        return true;
    return false;
}

enum { DPI_MAX = 2400 };

/* A whole number from 1 to most; 0 for anything else. */
static int count_of(struct slice text, int most)
{
    int64_t value;
    bool read = decimal_parse(text, 0, &value) == DECIMAL_OK;
    return read && value >= 1 && value <= most ? (int)value : 0;
}

/* "3", "3-5", "3-" or NULL for all. */
static bool read_range(const char *text, int *first, int *last)
{
    *first = 1;
    *last = 100000;
    if (!text)
        return true;
    struct slice rest = slice_of(text), from = slice_cut(&rest, '-');
    *first = count_of(from, *last);
    if (!rest.p)
        *last = *first;
    else if (rest.n)
        *last = count_of(rest, *last);
    return *first && *last >= *first;
}

/* ---- What is to be made ---- */

static bool is_picture(const struct output *output)
{
    return output->write == NULL;
}

static void add(struct plan *plan, const struct output *output, const char *path)
{
    if (plan->count == OUTPUTS_MAX)
        return;
    buf_printf(&plan->names, "%s%s", plan->count ? "," : "", output->name);
    plan->outputs[plan->count] = output;
    plan->paths[plan->count++] = path;
}

/* A pattern for the pictures beside a file. */
static const char *pattern_beside(struct plan *plan, const struct output *output, const char *path)
{
    const char *name = output_path(plan->arena, output, path), *dot = strrchr(name, '.');
    return arena_printf(plan->arena, "%.*s-%%d%s", (int)(dot - name), name, dot);
}

/* One output goes to the very path, several to files that differ in their endings. */
static bool add_named(struct plan *plan, const char *to, const char *path)
{
    const struct output *outputs[OUTPUTS_MAX], *other = output_for(path);
    uint32_t count = outputs_read(&plan->diag, to, outputs);
    bool alone = count == 1, fits = !alone || !other || other == outputs[0];
    if (alone && !fits)
        fits = output_for(output_path(plan->arena, outputs[0], path)) == other;
    if (!fits)
        diag_report(&plan->diag, MSG_OUTPUT_OTHER, (struct pos){0}, path, other->name,
                    outputs[0]->name);
    for (uint32_t i = 0; i < count && fits; i++)
        add(plan, outputs[i],
            alone                    ? path
            : is_picture(outputs[i]) ? pattern_beside(plan, outputs[i], path)
                                     : output_path(plan->arena, outputs[i], path));
    if (fits && count > 1 && strcmp(path, "-") == 0) {
        diag_report(&plan->diag, MSG_OPTION_BOTH, (struct pos){0}, "-o -",
                    arena_printf(plan->arena, "--to %s", to));
        return false;
    }
    return count && fits;
}

/* The ending tells what it is to be; standard output gets a PDF. */
static bool add_by_ending(struct plan *plan, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    const struct output *output = standard ? output_named(SLICE("pdf")) : output_for(path);
    if (output)
        add(plan, output, path);
    else
        diag_report(&plan->diag, MSG_OUTPUT_ENDING, (struct pos){0}, path,
                    output_names(plan->arena));
    return output;
}

/* Which pages are to be drawn, and how: what the options say must mean something. */
static bool read_drawing(struct plan *plan, const struct arguments *arguments, bool pictures)
{
    const char *idle = arguments->pages ? "pages" : arguments->dpi ? "dpi" : NULL;
    plan->dpi = arguments->dpi ? count_of(slice_of(arguments->dpi), DPI_MAX) : 150;
    if (!read_range(arguments->pages, &plan->first, &plan->last))
        diag_report(&plan->diag, MSG_OPTION_BAD, (struct pos){0}, "pages", arguments->pages,
                    "3, 3-5, 3-");
    else if (!plan->dpi)
        diag_report(&plan->diag, MSG_OPTION_BAD, (struct pos){0}, "dpi", arguments->dpi,
                    arena_printf(plan->arena, "1–%d", DPI_MAX));
    else if (idle && !pictures)
        diag_report(&plan->diag, MSG_OPTION_ALONE, (struct pos){0}, idle, "--png|--svg|--to png",
                    idle);
    else
        return true;
    return false;
}

static bool make_plan(struct plan *plan, const struct arguments *arguments)
{
    bool sound = true, pictures = false;
    if (arguments->output)
        sound = arguments->to ? add_named(plan, arguments->to, arguments->output)
                              : add_by_ending(plan, arguments->output);
    if (arguments->png)
        add(plan, output_named(SLICE("png")), arguments->png);
    if (arguments->svg)
        add(plan, output_named(SLICE("svg")), arguments->svg);
    for (uint32_t i = 0; i < plan->count; i++)
        pictures |= is_picture(plan->outputs[i]);
    return sound && read_drawing(plan, arguments, pictures);
}

/* ---- Writing it ---- */

/* Appends the path of a page's picture: its number stands for %d, or names the file in a folder. */
static void put_path(struct buf *out, const char *pattern, unsigned page, const char *ending)
{
    const char *mark = strstr(pattern, "%d");
    if (mark)
        buf_printf(out, "%.*s%u%s", (int)(mark - pattern), pattern, page, mark + 2);
    else if (output_for(pattern))
        buf_puts(out, pattern);
    else
        buf_printf(out, "%s/page-%02u.%s", pattern, page, ending);
}

/* Whether the pages asked for exist, and each has a name of its own. */
static bool can_draw(struct plan *plan, const char *pattern, unsigned count)
{
    unsigned last = (unsigned)plan->last < count ? (unsigned)plan->last : count;
    const char *pages = arena_printf(plan->arena, "%u", last - (unsigned)plan->first + 1);
    bool there = (unsigned)plan->first <= count;
    bool apart = strstr(pattern, "%d") || !output_for(pattern) || last == (unsigned)plan->first;
    if (!there)
        diag_report(&plan->diag, MSG_OUTPUT_RANGE, (struct pos){0},
                    arena_printf(plan->arena, "%d", plan->first),
                    arena_printf(plan->arena, "%u", count));
    else if (!apart)
        diag_report(&plan->diag, MSG_OUTPUT_PAGES, (struct pos){0}, pattern, pages);
    return there && apart;
}

static void print_plan_findings(struct plan *plan)
{
    command_tell(&plan->diag);
    diag_init(&plan->diag, plan->arena, plan->diag.language);
}

static enum status draw(struct gongkai *gongkai, struct plan *plan, const struct output *output,
                        const char *pattern, enum status status)
{
    unsigned count = gongkai_page_count(gongkai);
    if (!strstr(pattern, "%d") && !output_for(pattern))
        mkdir(pattern, 0777);
    for (unsigned page = (unsigned)plan->first; page <= count; page++) {
        if (page > (unsigned)plan->last)
            break;
        struct gongkai_result result = gongkai_draw(gongkai, output->name, page, plan->dpi);
        enum status drawn = command_report(&result);
        status = drawn > status ? drawn : status;
        struct buf path = {0};
        put_path(&path, pattern, page, output->name);
        if (result.bytes)
            status = command_write(path.p, (struct slice){result.bytes, result.size}, status);
        buf_free(&path);
    }
    return status;
}

/* Writes and draws what was made. */
static enum status put(struct gongkai *gongkai, struct plan *plan, enum status status)
{
    bool drawable = true;
    for (uint32_t i = 0; i < plan->count; i++)
        if (is_picture(plan->outputs[i]))
            drawable = can_draw(plan, plan->paths[i], gongkai_page_count(gongkai)) && drawable;
    print_plan_findings(plan);
    if (!drawable)
        return STATUS_ERROR;
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct output *output = plan->outputs[i];
        struct gongkai_result file = gongkai_file(gongkai, output->name);
        if (is_picture(output))
            status = draw(gongkai, plan, output, plan->paths[i], status);
        else
            status = command_write(plan->paths[i], (struct slice){file.bytes, file.size}, status);
    }
    return status;
}

/* ---- Watching ---- */

struct watched {
    struct gongkai *gongkai;
    const struct arguments *arguments;
    struct plan *plan;
};

/* Findings that were there before are not told again: the report has what is new. */
static enum status make_again(void *data, struct buf *report)
{
    const struct watched *watched = data;
    struct gongkai *gongkai = watched->gongkai;
    gongkai_refresh(gongkai);
    struct gongkai_result result = gongkai_make_all(
        gongkai, watched->plan->names.p, watched->arguments->record, &watched->arguments->options);
    struct gongkai_result changes = gongkai_changes(gongkai, command_colours(STDERR_FILENO));
    enum status status = command_status(&result);
    if (changes.bytes)
        buf_put(report, changes.bytes, changes.size);
    else
        fputs(result.messages, stderr);
    return result.bytes ? put(gongkai, watched->plan, status) : status;
}

static enum status make(struct gongkai *gongkai, const struct arguments *arguments,
                        struct plan *plan)
{
    struct watched watched = {gongkai, arguments, plan};
    if (arguments->watch)
        return (enum status)command_watch(make_again, &watched);
    struct gongkai_result result =
        gongkai_make_all(gongkai, plan->names.p, arguments->record, &arguments->options);
    enum status status = command_report(&result);
    return result.bytes ? put(gongkai, plan, status) : status;
}

int command_render(int argc, char **argv)
{
    struct arguments arguments = {0};
    if (!read_options(&arguments, argc, argv))
        return STATUS_USAGE;
    struct plan plan = {.arena = arena_new()};
    enum status status = STATUS_USAGE;
    diag_init(&plan.diag, plan.arena, language_of_locale());
    if (make_plan(&plan, &arguments)) {
        struct gongkai *gongkai = command_open();
        status = make(gongkai, &arguments, &plan);
        gongkai_free(gongkai);
    } else {
        print_plan_findings(&plan);
        command_usage("render");
    }
    buf_free(&plan.names);
    arena_free(plan.arena);
    return (int)status;
}
