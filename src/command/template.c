#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "command/template_command.h"
#include "template/library.h"

/* The package's province and years, or nothing. */
static const char *scope_of(struct arena *arena, const struct package_info *info)
{
    const char *to = info->last_year == INT_MAX ? "-"
                     : info->last_year == info->first_year
                         ? ""
                         : arena_printf(arena, "-%d", info->last_year);
    if (!info->first_year)
        return info->province.p;
    return arena_printf(arena, "%s%s%d%s", info->province.p, info->province.n ? " " : "",
                        info->first_year, to);
}

/* The program's own, which is asked last. */
static const char *own_folder(const struct package_search *search)
{
    unsigned i = 0;
    while (search->folder[i + 1])
        i++;
    return search->folder[i];
}

enum status template_command_list(int argc, char **argv)
{
    const struct command_line line = {.command = "template list"};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    struct house house;
    house_open(&house, NULL);
    const struct package_list *list = house_packages(&house);
    const char *own = own_folder(&house.search);
    for (size_t i = 0; i < list->count; i++) {
        const struct package_info *info = &list->item[i];
        bool elsewhere = strcmp(info->folder, own) != 0;
        printf("%-24s %-24s %-20s %s%s%s\n", info->name, info->base.p, scope_of(house.arena, info),
               info->about.p, elsewhere ? "  " : "", elsewhere ? info->folder : "");
    }
    if (!list->count)
        fprintf(stderr, "gongkai: no template package in %s\n",
                search_places(house.arena, &house.search, NULL, NULL));
    enum status status = list->count ? STATUS_OK : STATUS_ERROR;
    house_close(&house);
    return status;
}

int command_template(int argc, char **argv)
{
    static const struct {
        const char *name;
        enum status (*run)(int argc, char **argv);
    } commands[] = {{"list", template_command_list},   {"show", template_command_show},
                    {"keys", template_command_keys},   {"check", template_command_check},
                    {"trace", template_command_trace}, {"new", template_command_new}};
    static const char words[] = "list|show|keys|check|trace|new";
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return (int)commands[i].run(argc - 1, argv + 1);
    return (int)(argc > 1
                     ? command_subcommand("template", argv[1], words)
                     : command_complain("template", MSG_ARGUMENT_MISSING, "template", words, NULL));
}
