#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"

static enum gongkai_diff_format text_format(void)
{
    return command_colours(STDOUT_FILENO) ? GONGKAI_DIFF_COLOUR : GONGKAI_DIFF_TEXT;
}

struct options {
    const char *output, *format;
};

static const struct setting settings[] = {{"output", 'o', false, offsetof(struct options, output)},
                                          {"format", 0, false, offsetof(struct options, format)},
                                          {0}};

/* false when there is no such format. */
static bool read_format(const char *name, enum gongkai_diff_format *format)
{
    bool json = strcmp(name, "json") == 0;
    *format = json ? GONGKAI_DIFF_JSON : text_format();
    return json || strcmp(name, "text") == 0;
}

int command_diff(int argc, char **argv)
{
    struct options options = {.format = "text"};
    const struct command_line line = {"diff", settings, &options,
                                      .operands = {{"OLD", "旧"}, {"NEW", "新"}}};
    enum gongkai_diff_format format;
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    if (!read_format(options.format, &format))
        return command_complain("diff", MSG_OPTION_BAD, "format", options.format, "text|json");
    if (options.output)
        format = GONGKAI_DIFF_PDF;
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = gongkai_diff(gongkai, argv[optind], argv[optind + 1], format);
    enum status status = command_report(&result);
    if (result.bytes)
        status = command_write(options.output ? options.output : "-",
                               (struct slice){result.bytes, result.size}, status);
    gongkai_free(gongkai);
    return (int)status;
}
