#include <stdio.h>
#include <string.h>

#include "command/command.h"

int command_dump(int argc, char **argv)
{
    bool document = argc == 3 && strcmp(argv[1], "document") == 0;
    bool pages = argc == 3 && strcmp(argv[1], "pages") == 0;
    if (!document && !pages)
        return command_usage("dump");
    struct gongkai *gongkai = command_open();
    struct gongkai_result result =
        gongkai_make(gongkai, document ? GONGKAI_DOCUMENT : GONGKAI_PAGES, argv[2], NULL);
    if (result.bytes)
        fwrite(result.bytes, 1, result.size, stdout);
    enum status status = command_report(&result);
    gongkai_free(gongkai);
    return (int)status;
}
