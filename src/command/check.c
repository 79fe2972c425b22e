#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"

struct options {
    const char *format, *template;
};

static enum status check(struct gongkai *gongkai, const char *path, const struct options *options,
                         bool json)
{
    struct gongkai_result result =
        gongkai_make(gongkai, json ? GONGKAI_FINDINGS : GONGKAI_CHECK, path, options->template);
    if (!json)
        return command_report(&result);
    fwrite(result.bytes, 1, result.size, stdout);
    return command_status(&result);
}

int command_check(int argc, char **argv)
{
    static const struct setting settings[] = {
        {"format", 0, false, offsetof(struct options, format)},
        {"template", 0, false, offsetof(struct options, template)},
        {0}};
    struct options options = {.format = "text"};
    const struct command_line line = {"check", settings, &options, .operands = RECORD_OPERAND,
                                      .more = true};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    bool json = strcmp(options.format, "json") == 0;
    if (!json && strcmp(options.format, "text") != 0)
        return command_complain("check", MSG_OPTION_BAD, "format", options.format, "text|json");
    struct gongkai *gongkai = command_open();
    enum status worst = STATUS_OK;
    for (int i = optind; i < argc; i++) {
        enum status status = check(gongkai, argv[i], &options, json);
        worst = status > worst ? status : worst;
    }
    gongkai_free(gongkai);
    return (int)worst;
}
