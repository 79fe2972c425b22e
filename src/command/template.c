#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/template_command.h"

static const char usage[] = "usage: gongkai template list\n"
                            "  Lists the template packages: name, what it extends, its title.\n";

static int is_package(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void print_package(struct house *house, struct diag *diag, const char *folder,
                          const char *name)
{
    const struct template *template = template_open(house->arena, diag, folder, name);
    if (!template)
        return;
    struct slice base = template_setting(template, "扩展");
    struct slice about = template_setting(template, "说明");
    printf("%-24s %-24s %s\n", name, base.p ? base.p : "", about.p ? about.p : "");
}

enum status template_command_list(int argc, char **argv)
{
    (void)argv;
    if (argc)
        return STATUS_USAGE;
    struct house house;
    house_open(&house, NULL);
    struct diag diag;
    diag_init(&diag, house.arena, language_of_locale());
    const char *folder = arena_printf(house.arena, "%s/templates", house.data);
    struct dirent **entries;
    int count = scandir(folder, &entries, is_package, alphasort);
    if (count < 0)
        perror(folder);
    for (int i = 0; i < count; i++) {
        print_package(&house, &diag, folder, entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    enum status status = template_command_report(&diag);
    house_close(&house);
    return count < 0 ? STATUS_ERROR : status;
}

enum status template_command_report(const struct diag *diag)
{
    struct buf messages = {0};
    diag_print(&messages, diag);
    fputs(buf_slice(&messages).p, stderr);
    buf_free(&messages);
    if (diag->worst == LEVEL_ERROR)
        return STATUS_ERROR;
    return diag->worst == LEVEL_WARNING ? STATUS_WARNING : STATUS_OK;
}

int command_template(int argc, char **argv)
{
    static const struct {
        const char *name;
        int least; /* arguments */
        enum status (*run)(int argc, char **argv);
    } commands[] = {{"list", 0, template_command_list}, {"check", 1, template_command_check}};
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0 && argc - 2 >= commands[i].least) {
            enum status status = commands[i].run(argc - 2, argv + 2);
            return (int)(status == STATUS_USAGE ? (enum status)command_usage(usage) : status);
        }
    return command_usage(usage);
}
