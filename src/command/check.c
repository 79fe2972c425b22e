#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
    static const struct setting settings[] = {{"format", 0, false, 0}, {0}};
    const char *format = "text";
    const struct command_line line = {"check", settings, &format, .operands = RECORD_OPERAND,
                                      .more = true};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    bool json = strcmp(format, "json") == 0;
    if (!json && strcmp(format, "text") != 0)
        return command_complain("check", MSG_OPTION_BAD, "format", format, "text|json");
    struct gongkai *gongkai = command_open();
    enum status worst = STATUS_OK;
    for (int i = optind; i < argc; i++) {
        enum status status = check(gongkai, argv[i], json);
        worst = status > worst ? status : worst;
    }
    gongkai_free(gongkai);
    return (int)worst;
}
