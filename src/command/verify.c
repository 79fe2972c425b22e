#include <stdio.h>

#include "command/command.h"

int command_verify(int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-')
        return command_usage("verify");
    struct gongkai *gongkai = command_open();
    enum status worst = STATUS_OK;
    for (int i = 1; i < argc; i++) {
        struct gongkai_result result = gongkai_verify(gongkai, argv[i]);
        if (result.bytes)
            fwrite(result.bytes, 1, result.size, stdout);
        enum status status = command_report(&result);
        worst = status > worst ? status : worst;
    }
    gongkai_free(gongkai);
    return (int)worst;
}
