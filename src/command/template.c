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

enum status template_command_list(int argc, char **argv)
{
    (void)argv;
    if (argc)
        return STATUS_USAGE;
    struct house house;
    house_open(&house, NULL);
    const char *folder = arena_printf(house.arena, "%s/templates", house.data);
    struct package_list list = packages_list(house.arena, folder);
    for (size_t i = 0; i < list.count; i++) {
        const struct package_info *info = &list.item[i];
        printf("%-24s %-24s %-20s %s\n", info->name, info->base.p, scope_of(house.arena, info),
               info->about.p);
    }
    if (!list.count)
        fprintf(stderr, "gongkai: no template package in %s\n", folder);
    enum status status = list.count ? STATUS_OK : STATUS_ERROR;
    house_close(&house);
    return status;
}

int command_template(int argc, char **argv)
{
    static const struct {
        const char *name;
        int least; /* arguments */
        enum status (*run)(int argc, char **argv);
    } commands[] = {{"list", 0, template_command_list},
                    {"show", 1, template_command_show},
                    {"keys", 0, template_command_keys},
                    {"check", 1, template_command_check},
                    {"new", 3, template_command_new}};
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0 && argc - 2 >= commands[i].least) {
            enum status status = commands[i].run(argc - 2, argv + 2);
            return (int)(status == STATUS_USAGE ? (enum status)command_usage("template") : status);
        }
    return command_usage("template");
}
