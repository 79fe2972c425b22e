/* Records from the files in which the figures are: workbooks, Word files, web pages, PDFs. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/reading.h"
#include "command/command.h"
#include "press/import.h"

struct options {
    struct import_request request;
    const char *output, *unit;
    int json;
};

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static bool read_unit(const char *text, int64_t *unit)
{
    static const struct {
        const char *name;
        int64_t unit;
    } units[] = {{"元", 100}, {"万元", 1000000}, {"yuan", 100}, {"wan", 1000000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].name, text) == 0) {
            *unit = units[i].unit;
            return true;
        }
    return false;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    static const struct setting settings[] = {
        {"output", 'o', false, offsetof(struct options, output)},
        {"into", 0, false, offsetof(struct options, request.into)},
        {"last-year", 0, false, offsetof(struct options, request.last_year)},
        {"unit", 0, false, offsetof(struct options, unit)},
        {"json", 0, true, offsetof(struct options, json)},
        {0}};
    const struct command_line line = {"import",           settings,     options,
                                      {{"FILE", "文件"}}, .more = true, .optional = true};
    if (!command_read(&line, argc, argv))
        return false;
    if (options->unit && !read_unit(options->unit, &options->request.unit)) {
        command_complain("import", MSG_OPTION_BAD, "unit", options->unit, "元|万元");
        return false;
    }
    options->request.books = (const char *const *)argv + optind;
    options->request.book_count = (size_t)(argc - optind);
    if (!options->output)
        options->output = options->request.into;
    bool json = options->output && ends_with(options->output, ".json");
    options->request.spelling = options->json || json ? SPELLING_JSON : SPELLING_INI;
    bool given = optind < argc || options->request.last_year;
    if (!given)
        command_complain("import", MSG_ARGUMENT_MISSING, "import",
                         line.operands[0][language_of_locale()], NULL);
    return given;
}

int command_import(int argc, char **argv)
{
    struct options options = {0};
    if (!read_options(argc, argv, &options))
        return STATUS_USAGE;
    struct house house;
    struct diag diag;
    struct buf record = {0}, report = {0};
    house_open(&house, NULL);
    diag_init(&diag, house.arena, language_of_locale());
    bool sound = import_run(&house, &diag, &options.request, &record, &report);
    bool piped = options.output && strcmp(options.output, "-") == 0;
    command_tell(&diag);
    fputs(buf_slice(&report).p, piped ? stderr : stdout);
    enum status status = diag.worst == LEVEL_ERROR     ? STATUS_ERROR
                         : diag.worst == LEVEL_WARNING ? STATUS_WARNING
                                                       : STATUS_OK;
    if (options.output && options.output == options.request.into)
        source_forget(); /* the one input that is to be written */
    if (sound && options.output)
        status = command_write(options.output, buf_slice(&record), status);
    buf_free(&record);
    buf_free(&report);
    house_close(&house);
    return (int)status;
}
