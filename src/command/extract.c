#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include "command/command.h"

struct options {
    const char *output;
    int previous;
};

static const struct setting settings[] = {{"output", 'o', false, offsetof(struct options, output)},
                                          {"previous", 0, true, offsetof(struct options, previous)},
                                          {0}};

int command_extract(int argc, char **argv)
{
    struct options options = {.output = "-"};
    const struct command_line line = {"extract", settings, &options, .operands = PDF_OPERAND};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = options.previous
                                       ? gongkai_extract_previous(gongkai, argv[optind])
                                       : gongkai_extract(gongkai, argv[optind]);
    enum status status = command_report(&result);
    if (result.bytes)
        status = command_write(options.output, (struct slice){result.bytes, result.size}, status);
    gongkai_free(gongkai);
    return (int)status;
}
