#include <stdio.h>
#include <unistd.h>

#include "command/command.h"

int command_hash(int argc, char **argv)
{
    const struct command_line line = {"hash", NULL, NULL, .operands = RECORD_OPERAND};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = gongkai_hash(gongkai, argv[optind]);
    if (result.bytes)
        puts(result.bytes);
    enum status status = command_report(&result);
    gongkai_free(gongkai);
    return (int)status;
}
