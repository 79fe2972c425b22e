#include <stdio.h>
#include <unistd.h>

#include "command/command.h"

int command_verify(int argc, char **argv)
{
    const struct command_line line = {"verify", NULL, NULL, .operands = PDF_OPERAND, .more = true};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    struct gongkai *gongkai = command_open();
    enum status worst = STATUS_OK;
    for (int i = optind; i < argc; i++) {
        struct gongkai_result result = gongkai_verify(gongkai, argv[i]);
        if (result.bytes)
            fwrite(result.bytes, 1, result.size, stdout);
        enum status status = command_report(&result);
        worst = status > worst ? status : worst;
    }
    gongkai_free(gongkai);
    return (int)worst;
}
