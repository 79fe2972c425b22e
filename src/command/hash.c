#include <stdio.h>

#include "command/command.h"

int command_hash(int argc, char **argv)
{
    if (argc != 2 || argv[1][0] == '-')
        return command_usage("hash");
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = gongkai_hash(gongkai, argv[1]);
    if (result.bytes)
        puts(result.bytes);
    enum status status = command_report(&result);
    gongkai_free(gongkai);
    return (int)status;
}
