/* What the subcommands share: the library as the command line wants it, and what is said. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "press/write.h"

struct command_settings command_settings;

struct gongkai *command_open(void)
{
    struct gongkai *gongkai = gongkai_new(NULL, (enum gongkai_language)language_of_locale());
    for (unsigned i = 0; i < command_settings.allowed.count; i++)
        gongkai_allow_path(gongkai, command_settings.allowed.folder[i]);
    gongkai_tell_from(gongkai, command_settings.quiet ? GONGKAI_WARNING : GONGKAI_NOTE);
    return gongkai;
}

bool command_is_quiet(void)
{
    return command_settings.quiet;
}

void command_tell(const struct diag *diag)
{
    struct buf messages = {0};
    diag_print_from(&messages, diag, command_settings.quiet ? LEVEL_WARNING : LEVEL_NOTE);
    fputs(buf_slice(&messages).p, stderr);
    buf_free(&messages);
}

enum status command_report(const struct gongkai_result *result)
{
    fputs(result->messages, stderr);
    return command_status(result);
}

enum status command_status(const struct gongkai_result *result)
{
    if (result->level == GONGKAI_ERROR)
        return STATUS_ERROR;
    return result->level == GONGKAI_WARNING ? STATUS_WARNING : STATUS_OK;
}

enum status command_write(const char *path, struct slice bytes, enum status status)
{
    if (source_is_input(path))
        return command_refuse("was read for this and is not overwritten; name another file",
                              "是读入的文件，不能覆盖；请另写输出文件", path, NULL);
    bool written = strcmp(path, "-") == 0
                       ? fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n && fflush(stdout) == 0
                       : write_file(path, bytes);
    return written ? status
                   : command_refuse("cannot be written", "无法写入", path, strerror(errno));
}

enum status command_refuse(const char *english, const char *chinese, const char *path,
                           const char *why)
{
    struct buf text = {0};
    buf_puts(&text, "gongkai: ");
    buf_put_visible(&text, slice_of(path));
    buf_printf(&text, " %s%s%s\n", language_of_locale() == LANGUAGE_CHINESE ? chinese : english,
               why ? ": " : "", why ? why : "");
    fputs(text.p, stderr);
    buf_free(&text);
    return STATUS_ERROR;
}

bool command_colours(int file)
{
    const char *none = getenv("NO_COLOR");
    return isatty(file) && !(none && *none);
}
