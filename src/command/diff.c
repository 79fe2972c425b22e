#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"

static enum gongkai_diff_format text_format(void)
{
    return command_colours(STDOUT_FILENO) ? GONGKAI_DIFF_COLOUR : GONGKAI_DIFF_TEXT;
}

/* false when there is no such format. */
static bool read_format(const char *name, enum gongkai_diff_format *format)
{
    bool json = strcmp(name, "json") == 0;
    *format = json ? GONGKAI_DIFF_JSON : text_format();
    return json || strcmp(name, "text") == 0;
}

int command_diff(int argc, char **argv)
{
    static const struct option options[] = {
        {"output", required_argument, NULL, 'o'}, {"format", required_argument, NULL, 'f'}, {0}};
    const char *output = NULL;
    enum gongkai_diff_format format = text_format();
    bool known = true;
    for (int option; (option = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
        if (option == 'o')
            output = optarg;
        else if (option == 'f')
            known = known && read_format(optarg, &format);
        else
            return command_usage("diff");
    }
    if (!known || optind + 2 != argc)
        return command_usage("diff");
    if (output)
        format = GONGKAI_DIFF_PDF;
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = gongkai_diff(gongkai, argv[optind], argv[optind + 1], format);
    enum status status = command_report(&result);
    if (result.bytes)
        status =
            command_write(output ? output : "-", (struct slice){result.bytes, result.size}, status);
    gongkai_free(gongkai);
    return (int)status;
}
