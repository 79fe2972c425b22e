#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/pipeline.h"

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

static enum status list_packages(void)
{
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
    struct buf messages = {0};
    diag_print(&messages, &diag);
    fputs(buf_slice(&messages).p, stderr);
    buf_free(&messages);
    house_close(&house);
    return count < 0 || diag.worst == LEVEL_ERROR ? STATUS_ERROR : STATUS_OK;
}

int command_template(int argc, char **argv)
{
    if (argc != 2 || strcmp(argv[1], "list") != 0)
        return command_usage(usage);
    return (int)list_packages();
}
