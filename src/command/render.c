#include <getopt.h>

#include "command/command.h"

static const char usage[] =
    "usage: gongkai render RECORD -o FILE.pdf [--template NAME]\n"
    "  -o, --output FILE    where to write the disclosure; - is standard output\n"
    "  --template NAME      this package (a name, or a path with a /) instead\n"
    "                       of the record's 模板\n";

int command_render(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"template", required_argument, NULL, 't'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const char *output = NULL, *template = NULL;
    for (int option; (option = getopt_long(argc, argv, "o:h", options, NULL)) != -1;) {
        if (option == 'o')
            output = optarg;
        else if (option == 't')
            template = optarg;
        else
            return command_usage(usage);
    }
    if (!output || optind + 1 != argc)
        return command_usage(usage);
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = gongkai_render(gongkai, argv[optind], template);
    enum status status = command_report(&result);
    if (result.bytes)
        status = command_write(output, (struct slice){result.bytes, result.size}, status);
    gongkai_free(gongkai);
    return (int)status;
}
