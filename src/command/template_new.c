/*
 * gongkai template new: a package that extends another and renders at once, with comments that tell
 * its author where to begin.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/template_command.h"
#include "press/write.h"

static const char settings[] =
    "; 本模板扩展 %s，只写不同之处；未写的设置和部件沿用上级模板。\n"
    "; gongkai template show %s 列出现行设置和部件及其出处；写法见 docs/templates.md。\n"
    "说明 =\n"
    "扩展 = %s\n"
    "版本 = 1\n"
    "\n"
    "; 改数字样式：去掉行首的分号。\n"
    "; [数字.正文]\n"
    "; 千分位 = 是\n"
    "\n"
    "; 改一段文字：把上级的部件名作文件名新建同名文件，只写要改的块，例如 cover.html：\n"
    ";     {{<super}}{{$题名}}<p class=\"封面题名\">新的题名</p>{{/题名}}{{/super}}\n"
    "; 改一列：新建 tables/ 下的同名文件，块中写该列的表头或单元格。\n";

static const char entry[] = "{{<super}}{{/super}}\n";

static bool write_part(struct arena *arena, const char *folder, const char *name, const char *text)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    if (write_file(path, slice_of(text)))
        return true;
    command_refuse("cannot be written", "无法写入", path, strerror(errno));
    return false;
}

/* A name that can be a folder's and stand in 扩展. */
static bool is_name(const char *name)
{
    return *name && *name != '.' && !strchr(name, '/') && !strpbrk(name, " =;#\\");
}

static enum status make(struct house *house, const char *name, const char *base, const char *in)
{
    struct diag diag;
    diag_init(&diag, house->arena, language_of_locale());
    if (!house_template_here(house, &diag, base))
        return template_command_report(&diag);
    const char *folder = arena_printf(house->arena, "%s/%s", in, name);
    if (mkdir(folder, 0777) != 0)
        return command_refuse("cannot be made", "无法新建", folder, strerror(errno));
    const char *text = arena_printf(house->arena, settings, base, folder, base);
    bool made = write_part(house->arena, folder, "template.ini", text) &&
                write_part(house->arena, folder, "document.html", entry);
    if (made)
        printf("%s\n", folder);
    return made ? STATUS_OK : STATUS_ERROR;
}

struct options {
    const char *base, *in;
};

static const struct setting settings_of_new[] = {
    {"extends", 0, false, offsetof(struct options, base)},
    {"in", 0, false, offsetof(struct options, in)},
    {0}};

enum status template_command_new(int argc, char **argv)
{
    struct options options = {.in = "."};
    const struct command_line line = {"template new", settings_of_new, &options,
                                      .operands = {{"NAME", "名称"}}};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    const char *name = argv[optind];
    if (!options.base)
        return command_complain("template new", MSG_OPTION_MISSING, "template new", "extends",
                                NULL);
    if (!is_name(name))
        return command_complain("template new", MSG_PACKAGE_NAME, name, NULL, NULL);
    struct house house;
    house_open(&house, NULL);
    enum status status = make(&house, name, options.base, options.in);
    house_close(&house);
    return status;
}
