#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"

static enum status check(struct gongkai *gongkai, const char *path, bool json)
{
    struct gongkai_result result =
        gongkai_make(gongkai, json ? GONGKAI_FINDINGS : GONGKAI_CHECK, path, NULL);
    if (!json)
        return command_report(&result);
    fwrite(result.bytes, 1, result.size, stdout);
    return command_status(&result);
}

int command_check(int argc, char **argv)
{
    static const struct option options[] = {{"format", required_argument, NULL, 'f'}, {0}};
    const char *format = "text";
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option != 'f')
            return command_usage("check");
        format = optarg;
    }
    bool json = strcmp(format, "json") == 0;
    if (optind == argc || (!json && strcmp(format, "text") != 0))
        return command_usage("check");
    struct gongkai *gongkai = command_open();
    enum status worst = STATUS_OK;
    for (int i = optind; i < argc; i++) {
        enum status status = check(gongkai, argv[i], json);
        worst = status > worst ? status : worst;
    }
    gongkai_free(gongkai);
    return (int)worst;
}
