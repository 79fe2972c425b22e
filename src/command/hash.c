#include <stdio.h>

#include "command/command.h"

static const char usage[] = "usage: gongkai hash RECORD\n"
                            "  Prints the SHA-256 of what the record says, however it is spelt:\n"
                            "  the 更正对象 of a record that corrects it.\n";

int command_hash(int argc, char **argv)
{
    if (argc != 2 || argv[1][0] == '-')
        return command_usage(usage);
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = gongkai_hash(gongkai, argv[1]);
    if (result.bytes)
        puts(result.bytes);
    enum status status = command_report(&result);
    gongkai_free(gongkai);
    return (int)status;
}
