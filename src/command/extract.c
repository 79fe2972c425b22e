#include <getopt.h>
#include <stdio.h>

#include "command/command.h"

static const char usage[] =
    "usage: gongkai extract FILE.pdf [--previous] [-o FILE.json]\n"
    "  Prints the record that a disclosure was made from; rendering it gives the\n"
    "  same file again.\n"
    "  --previous           the record that a corrected edition corrects, instead\n"
    "  -o, --output FILE    where to write it; standard output if not given\n";

int command_extract(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"previous", no_argument, NULL, 'p'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    struct gongkai_result (*extract)(struct gongkai *, const char *) = gongkai_extract;
    const char *output = "-";
    for (int option; (option = getopt_long(argc, argv, "o:h", options, NULL)) != -1;) {
        if (option == 'o')
            output = optarg;
        else if (option == 'p')
            extract = gongkai_extract_previous;
        else
            return command_usage(usage);
    }
    if (optind + 1 != argc)
        return command_usage(usage);
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = extract(gongkai, argv[optind]);
    enum status status = command_report(&result);
    if (result.bytes)
        status = command_write(output, (struct slice){result.bytes, result.size}, status);
    gongkai_free(gongkai);
    return (int)status;
}
