#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/decimal.h"
#include "command/command.h"

struct request {
    struct gongkai_options options;
    const char *record, *output, *device, *png, *svg, *pages, *dpi;
    int watch;
};

static const struct setting {
    const char *name;
    int letter;   /* of the short form, or 0 */
    int argument; /* required_argument: a text; no_argument: a flag */
    size_t at;    /* in the request */
} settings[] = {
    {"output", 'o', required_argument, offsetof(struct request, output)},
    {"template", 0, required_argument, offsetof(struct request, options.template)},
    {"corrects", 0, required_argument, offsetof(struct request, options.corrects)},
    {"marks", 0, no_argument, offsetof(struct request, options.marks)},
    {"watch", 0, no_argument, offsetof(struct request, watch)},
    {"draft", 0, no_argument, offsetof(struct request, options.draft)},
    {"password", 0, required_argument, offsetof(struct request, options.password)},
    {"linearize", 0, no_argument, offsetof(struct request, options.linearize)},
    {"device", 0, required_argument, offsetof(struct request, device)},
    {"png", 0, required_argument, offsetof(struct request, png)},
    {"svg", 0, required_argument, offsetof(struct request, svg)},
    {"pages", 0, required_argument, offsetof(struct request, pages)},
    {"dpi", 0, required_argument, offsetof(struct request, dpi)},
};

enum { SETTINGS = sizeof settings / sizeof *settings, LONG_OPTION = 256 };

static bool read_options(struct request *request, int argc, char **argv)
{
    struct option options[SETTINGS + 1] = {0};
    for (int i = 0; i < SETTINGS; i++)
        options[i] = (struct option){settings[i].name, settings[i].argument, NULL, LONG_OPTION + i};
    for (int option; (option = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
        const struct setting *setting = option == 'o' ? settings : NULL;
        if (option >= LONG_OPTION)
            setting = &settings[option - LONG_OPTION];
        if (!setting)
            return false;
        char *place = (char *)request + setting->at;
        if (setting->argument == required_argument)
            memcpy(place, &optarg, sizeof optarg);
        else
            *(int *)(void *)place = 1;
    }
    bool wanted = request->output || request->png || request->svg;
    bool known = !request->device || strcmp(request->device, "haru") == 0;
    bool marks_alone = request->options.marks && !request->options.corrects;
    request->record = argv[optind];
    return wanted && known && !marks_alone && optind + 1 == argc;
}

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

/* Appends the path of a page's picture: its number stands for %d, or names the file in a folder. */
static void put_path(struct buf *out, const char *pattern, unsigned page, const char *ending)
{
    const char *mark = strstr(pattern, "%d");
    if (mark)
        buf_printf(out, "%.*s%u%s", (int)(mark - pattern), pattern, page, mark + 2);
    else
        buf_printf(out, "%s/page-%02u.%s", pattern, page, ending);
}

static enum status draw(struct gongkai *gongkai, enum gongkai_picture picture, const char *pattern,
                        const struct request *request, enum status status)
{
    int first, last, dpi = request->dpi ? count_of(slice_of(request->dpi), 2400) : 150;
    if (!read_range(request->pages, &first, &last) || !dpi)
        return command_usage("render");
    if (!strstr(pattern, "%d"))
        mkdir(pattern, 0777);
    for (unsigned page = (unsigned)first; page <= gongkai_page_count(gongkai); page++) {
        if (page > (unsigned)last)
            break;
        struct gongkai_result result = gongkai_page(gongkai, picture, page, dpi);
        enum status drawn = command_report(&result);
        status = drawn > status ? drawn : status;
        struct buf path = {0};
        put_path(&path, pattern, page, picture == GONGKAI_PNG ? "png" : "svg");
        if (result.bytes)
            status = command_write(path.p, (struct slice){result.bytes, result.size}, status);
        buf_free(&path);
    }
    return status;
}

/* Writes and draws what was made. */
static enum status put(struct gongkai *gongkai, const struct request *request,
                       const struct gongkai_result *result, enum status status)
{
    if (request->output)
        status =
            command_write(request->output, (struct slice){result->bytes, result->size}, status);
    if (request->png)
        status = draw(gongkai, GONGKAI_PNG, request->png, request, status);
    if (request->svg)
        status = draw(gongkai, GONGKAI_SVG, request->svg, request, status);
    return status;
}

static struct gongkai_result make(struct gongkai *gongkai, const struct request *request)
{
    enum gongkai_output output = request->device   ? GONGKAI_PLAIN
                                 : request->output ? GONGKAI_PDF
                                                   : GONGKAI_PAGES;
    return gongkai_make_with(gongkai, output, request->record, &request->options);
}

/* ---- Watching ---- */

struct watched {
    struct gongkai *gongkai;
    const struct request *request;
};

/* Findings that were there before are not told again: the report has what is new. */
static enum status make_again(void *data, struct buf *report)
{
    const struct watched *watched = data;
    struct gongkai *gongkai = watched->gongkai;
    gongkai_refresh(gongkai);
    struct gongkai_result result = make(gongkai, watched->request);
    struct gongkai_result changes = gongkai_changes(gongkai, command_colours(STDERR_FILENO));
    enum status status = command_status(&result);
    if (changes.bytes)
        buf_put(report, changes.bytes, changes.size);
    else
        fputs(result.messages, stderr);
    return result.bytes ? put(gongkai, watched->request, &result, status) : status;
}

int command_render(int argc, char **argv)
{
    struct request request = {0};
    if (!read_options(&request, argc, argv))
        return command_usage("render");
    struct gongkai *gongkai = command_open();
    int status;
    if (request.watch) {
        struct watched watched = {gongkai, &request};
        status = command_watch(make_again, &watched);
    } else {
        struct gongkai_result result = make(gongkai, &request);
        status = (int)command_report(&result);
        if (result.bytes)
            status = (int)put(gongkai, &request, &result, (enum status)status);
    }
    gongkai_free(gongkai);
    return status;
}
