#include <getopt.h>
#include <stdio.h>

#include "command/command.h"

int command_extract(int argc, char **argv)
{
    static const struct option options[] = {
        {"output", required_argument, NULL, 'o'}, {"previous", no_argument, NULL, 'p'}, {0}};
    struct gongkai_result (*extract)(struct gongkai *, const char *) = gongkai_extract;
    const char *output = "-";
    for (int option; (option = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
        if (option == 'o')
            output = optarg;
        else if (option == 'p')
            extract = gongkai_extract_previous;
        else
            return command_usage("extract");
    }
    if (optind + 1 != argc)
        return command_usage("extract");
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = extract(gongkai, argv[optind]);
    enum status status = command_report(&result);
    if (result.bytes)
        status = command_write(output, (struct slice){result.bytes, result.size}, status);
    gongkai_free(gongkai);
    return (int)status;
}
