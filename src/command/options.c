/* Reading a command line: one way for all subcommands, and what is said when it is off. */
#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "command/command.h"

enum { SETTINGS_MAX = 32, LONG_OPTION = 256 };

enum status command_complain(const char *command, enum message message, const char *a,
                             const char *b, const char *c)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, language_of_locale());
    diag_report_chosen(&diag, message, (struct pos){0}, a, b, c);
    command_tell(&diag);
    arena_free(arena);
    return command_usage(command);
}

enum status command_subcommand(const char *command, const char *name, const char *words)
{
    struct nearest nearest = {.wanted = slice_of(name)};
    char meant[64];
    for (struct slice rest = slice_of(words); rest.p;)
        nearest_offer(&nearest, slice_cut(&rest, '|'));
    snprintf(meant, sizeof meant, "%.*s", (int)nearest.best.n,
             nearest.best.n ? nearest.best.p : "");
    if (nearest.best.n)
        return command_complain(command, MSG_SUBCOMMAND_NEAR, command, name, meant);
    return command_complain(command, MSG_SUBCOMMAND_UNKNOWN, command, name, words);
}

/* Says that there is no such option, and which was probably meant. */
static void report_unknown(const struct command_line *line, const char *word)
{
    const char *name = word + strspn(word, "-");
    struct nearest nearest = {.wanted = {name, strcspn(name, "=")}};
    char shown[128];
    snprintf(shown, sizeof shown, "%.*s", (int)strcspn(word, "="), word);
    for (const struct setting *setting = line->settings; setting && setting->name; setting++)
        nearest_offer(&nearest, slice_of(setting->name));
    command_complain(line->command, nearest.best.n ? MSG_OPTION_NEAR : MSG_OPTION_UNKNOWN,
                     line->command, shown, nearest.best.p);
}

/* The setting that getopt_long names by this number, or NULL. */
static const struct setting *setting_of(const struct command_line *line, int option)
{
    if (option >= LONG_OPTION)
        return &line->settings[option - LONG_OPTION];
    for (const struct setting *setting = line->settings; setting && setting->name; setting++)
        if (setting->letter && setting->letter == option)
            return setting;
    return NULL;
}

/* `result` is what getopt_long gave: ':' for a value that is missing, '?' for the rest. */
static void report_option(const struct command_line *line, int result, char **argv)
{
    const struct setting *setting = setting_of(line, optopt);
    const char letter[] = {'-', (char)optopt, '\0'};
    if (!setting)
        report_unknown(line, optopt ? letter : argv[optind - 1]);
    else
        command_complain(line->command, result == ':' ? MSG_OPTION_VALUE : MSG_OPTION_FLAG,
                         setting->name, NULL, NULL);
}

static bool report_operands(const struct command_line *line, int count, char **operands)
{
    int least = 0, index = count;
    while (least < OPERANDS_MAX && line->operands[least][0])
        least++;
    if (count < least && !line->optional)
        command_complain(line->command, MSG_ARGUMENT_MISSING, line->command,
                         line->operands[index][language_of_locale()], NULL);
    else if (count > least && !line->more)
        command_complain(line->command, MSG_ARGUMENT_MORE, line->command, operands[least], NULL);
    else
        return true;
    return false;
}

bool command_read(const struct command_line *line, int argc, char **argv)
{
    struct option options[SETTINGS_MAX + 1] = {0};
    char letters[2 * SETTINGS_MAX + 2] = ":";
    for (int i = 0; line->settings && line->settings[i].name; i++) {
        assert(i < SETTINGS_MAX);
        const struct setting *setting = &line->settings[i];
        const char letter[] = {(char)setting->letter, ':', '\0'};
        options[i] = (struct option){setting->name, setting->flag ? no_argument : required_argument,
                                     NULL, LONG_OPTION + i};
        if (setting->letter)
            memcpy(letters + strlen(letters), letter, sizeof letter);
    }
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, letters, options, NULL)) != -1;) {
        if (option == '?' || option == ':') {
            report_option(line, option, argv);
            return false;
        }
        const struct setting *setting = setting_of(line, option);
        char *place = (char *)line->into + setting->at;
        if (setting->flag)
            *(int *)(void *)place = 1;
        else
            memcpy(place, &optarg, sizeof optarg);
    }
    return report_operands(line, argc - optind, argv + optind);
}
