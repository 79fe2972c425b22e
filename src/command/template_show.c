/* gongkai template show: what is in force in a package, and which package of its chain says so. */
#include <stdio.h>
#include <unistd.h>

#include "command/template_command.h"
#include "template/gaps.h"
#include "template/named.h"

/* Whether a package nearer than `package` has the setting at the path. */
static bool is_overridden(const struct template *template, const struct package *package,
                          const char *path)
{
    for (const struct package *nearer = template->package; nearer != package; nearer = nearer->base)
        if (node_find(nearer->settings, path))
            return true;
    return false;
}

static void show_settings(const struct template *template, const struct package *package,
                          const struct node *node)
{
    if (node->kind == NODE_MAP || node->kind == NODE_LIST) {
        for (const struct node *child = node->first; child; child = child->next)
            show_settings(template, package, child);
        return;
    }
    const char *path = node_path(template->arena, node).p;
    if (!is_overridden(template, package, path))
        printf("  %s = %s  (%s:%u)\n", path, node->text.p, node->pos.source->name,
               pos_place(node->pos).line);
}

static bool has_nearer_part(const struct template *template, const struct package *package,
                            struct slice name)
{
    for (const struct package *nearer = template->package; nearer != package;
         nearer = nearer->base) {
        struct slice *names;
        size_t count = package_list(template->arena, nearer, &names);
        for (size_t i = 0; i < count; i++)
            if (slice_eq(names[i], name))
                return true;
    }
    return false;
}

static void show_parts(const struct template *template, const struct package *package)
{
    struct slice *names;
    size_t count = package_list(template->arena, package, &names);
    for (size_t i = 0; i < count; i++)
        printf("  %.*s.html  (%s%s)\n", (int)names[i].n, names[i].p, package->name,
               has_nearer_part(template, package, names[i]) ? ", overridden" : "");
}

static void show(const struct template *template)
{
    enum language language = language_of_locale();
    bool chinese = language == LANGUAGE_CHINESE;
    printf(chinese ? "模板：" : "chain:");
    for (const struct package *package = template->package; package; package = package->base)
        printf(" %s%s", package->name, package->base ? " →" : "\n");
    puts(chinese ? "设置：" : "settings:");
    for (const struct package *package = template->package; package; package = package->base)
        show_settings(template, package, package->settings);
    puts(chinese ? "部件：" : "parts:");
    for (const struct package *package = template->package; package; package = package->base)
        show_parts(template, package);
}

/* A block with its file and line; those within another are indented. */
static void show_block(void *data, const struct named_block *block)
{
    unsigned *count = data;
    printf("  %s:%u%*s %s%.*s\n", block->pos.source->name, pos_place(block->pos).line,
           (int)block->depth * 2, "", block->replaces ? "→ " : "", (int)block->name.n,
           block->name.p);
    ++*count;
}

/* What no block of its own is around. */
static void show_gap(void *data, const struct gap *gap)
{
    (void)data;
    bool sentence = *gap->element == "。"[0];
    printf(language_of_locale() == LANGUAGE_CHINESE ? "  %s:%u %s%s%s 不在自己的块中\n"
                                                    : "  %s:%u %s%s%s has no block of its own\n",
           gap->pos.source->name, pos_place(gap->pos).line, sentence ? "" : "<", gap->element,
           sentence ? "" : ">");
}

static void show_blocks(const struct template *template)
{
    bool chinese = language_of_locale() == LANGUAGE_CHINESE;
    for (struct package *package = template->package; package; package = package->base) {
        unsigned count = 0;
        named_blocks(template, package, show_block, &count);
        unsigned gaps = package_gaps(template, package, show_gap, NULL);
        printf(chinese ? "%s：块 %u 个，段 %u 个，不在自己的块中 %u 处\n"
                       : "%s: blocks %u, paragraphs %u, without a block of their own %u\n",
               package->name, count, paragraphs_of(template, package), gaps);
    }
}

enum status template_command_show(int argc, char **argv)
{
    static const struct setting settings[] = {{"blocks", 0, true, 0}, {0}};
    int blocks = 0;
    const struct command_line line = {"template show", settings, &blocks,
                                      .operands = PACKAGE_OPERAND};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    struct house house;
    house_open(&house, NULL);
    struct diag diag;
    diag_init(&diag, house.arena, language_of_locale());
    const struct template *template = house_template_here(&house, &diag, argv[optind]);
    if (template)
        (blocks ? show_blocks : show)(template);
    enum status status = template_command_report(&diag);
    house_close(&house);
    return status;
}
