#include <string.h>

#include "command/command.h"

static const char usage[] = "usage: gongkai check RECORD…\n"
                            "  Prints what is wrong or doubtful; the exit status is 0 for nothing\n"
                            "  worse than a note, 1 for warnings, 2 for errors.\n";

int command_check(int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-')
        return command_usage(usage);
    struct gongkai *gongkai = command_open();
    enum status worst = STATUS_OK;
    for (int i = 1; i < argc; i++) {
        struct gongkai_result result = gongkai_make(gongkai, GONGKAI_CHECK, argv[i], NULL);
        enum status status = command_report(&result);
        worst = status > worst ? status : worst;
    }
    gongkai_free(gongkai);
    return (int)worst;
}
