/* Records from the files in which the figures are: workbooks, Word files, web pages, PDFs. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/reading.h"
#include "command/command.h"
#include "press/import.h"

struct options {
    struct import_request request;
    const char *output;
    bool json;
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
    static const struct option table[] = {{"output", required_argument, NULL, 'o'},
                                          {"into", required_argument, NULL, 'i'},
                                          {"last-year", required_argument, NULL, 'l'},
                                          {"unit", required_argument, NULL, 'u'},
                                          {"json", no_argument, NULL, 'j'},
                                          {0}};
    for (int option; (option = getopt_long(argc, argv, "o:", table, NULL)) != -1;) {
        if (option == 'o')
            options->output = optarg;
        else if (option == 'i')
            options->request.into = optarg;
        else if (option == 'l')
            options->request.last_year = optarg;
        else if (option == 'j')
            options->json = true;
        else if (option != 'u' || !read_unit(optarg, &options->request.unit))
            return false;
    }
    options->request.books = (const char *const *)argv + optind;
    options->request.book_count = (size_t)(argc - optind);
    if (!options->output)
        options->output = options->request.into;
    bool json = options->output && ends_with(options->output, ".json");
    options->request.spelling = options->json || json ? SPELLING_JSON : SPELLING_INI;
    return optind < argc || options->request.last_year;
}

int command_import(int argc, char **argv)
{
    struct options options = {0};
    if (!read_options(argc, argv, &options))
        return command_usage("import");
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
