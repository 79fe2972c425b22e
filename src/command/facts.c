#include <stdio.h>

#include "command/command.h"

int command_facts(int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-')
        return command_usage("facts");
    struct gongkai *gongkai = command_open();
    struct gongkai_result result =
        argc == 2
            ? gongkai_make(gongkai, GONGKAI_FACTS, argv[1], NULL)
            : gongkai_explain(gongkai, argv[1], (const char *const *)argv + 2, (size_t)argc - 2);
    if (result.bytes)
        fwrite(result.bytes, 1, result.size, stdout);
    enum status status = command_report(&result);
    gongkai_free(gongkai);
    return (int)status;
}
