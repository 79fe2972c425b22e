#include <stdio.h>
#include <unistd.h>

#include "command/command.h"

int command_facts(int argc, char **argv)
{
    const struct command_line line = {"facts", NULL, NULL, .operands = RECORD_OPERAND,
                                      .more = true};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    struct gongkai *gongkai = command_open();
    struct gongkai_result result =
        argc == optind + 1
            ? gongkai_make(gongkai, GONGKAI_FACTS, argv[optind], NULL)
            : gongkai_explain(gongkai, argv[optind], (const char *const *)argv + optind + 1,
                              (size_t)(argc - optind - 1));
    if (result.bytes)
        fwrite(result.bytes, 1, result.size, stdout);
    enum status status = command_report(&result);
    gongkai_free(gongkai);
    return (int)status;
}
