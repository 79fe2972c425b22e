#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "command/command.h"
#include "press/write.h"

static const struct subcommand {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary[2];
} subcommands[] = {
    {"render",
     command_render,
     {"make the disclosure of a record as PDF", "由记录文件生成公开文本（PDF）"}},
    {"batch", command_batch, {"make the disclosures of many records", "批量生成多份公开文本"}},
    {"new", command_new, {"write a record to fill in", "生成待填写的记录文件"}},
    {"check", command_check, {"read and check records, write nothing", "检查记录文件，不生成文件"}},
    {"facts",
     command_facts,
     {"show figures with their formulas and terms", "列出指标及其公式、来源"}},
    {"diff", command_diff, {"tell what differs between two records", "比较两份记录及其公开文本"}},
    {"hash",
     command_hash,
     {"print what a correction names a record by", "输出记录的校验值，供更正时引用"}},
    {"dump",
     command_dump,
     {"print the document tree or the pages as text", "以文本输出文档结构或版面"}},
    {"verify",
     command_verify,
     {"check a PDF against the rules of archives and screen readers",
      "检查 PDF 是否符合存档与无障碍规则"}},
    {"extract",
     command_extract,
     {"give back the record that a PDF was made from", "从 PDF 中取回原始数据"}},
    {"subjects",
     command_subjects,
     {"look up subject codes, or add a list of them", "查询科目编码，或添加科目表"}},
    {"template", command_template, {"list the template packages", "列出可用的模板"}},
};

static int help(FILE *stream)
{
    enum language language = language_of_locale();
    fputs(language == LANGUAGE_CHINESE ? "用法：gongkai 子命令 [参数]\n\n"
                                       : "usage: gongkai COMMAND [ARGUMENT]…\n\n",
          stream);
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        fprintf(stream, "  %-10s %s\n", subcommands[i].name, subcommands[i].summary[language]);
    fputs(language == LANGUAGE_CHINESE
              ? "\ngongkai 子命令 --help 显示其用法；--lang zh|en、--quiet 可用于任何子命令。\n"
              : "\ngongkai COMMAND --help shows how to use it; --lang zh|en and "
                "--quiet go with any.\n",
          stream);
    return stream == stdout ? STATUS_OK : STATUS_USAGE;
}

static bool quiet;

/* Takes --lang and --quiet, which may stand anywhere, out of the arguments; their new
 * number. What follows "--" is left alone. */
static int take_common(int argc, char **argv)
{
    int kept = 0;
    bool ended = false;
    for (int i = 0; i < argc; i++) {
        ended |= strcmp(argv[i], "--") == 0;
        bool apart = !ended && strcmp(argv[i], "--lang") == 0 && i + 1 < argc;
        bool joined = !ended && strncmp(argv[i], "--lang=", strlen("--lang=")) == 0;
        if (!apart && !joined) {
            if (!ended && strcmp(argv[i], "--quiet") == 0)
                quiet = true;
            else
                argv[kept++] = argv[i];
            continue;
        }
        const char *language = apart ? argv[++i] : argv[i] + strlen("--lang=");
        if (strcmp(language, "zh") != 0 && strcmp(language, "en") != 0) {
            fprintf(stderr, "gongkai: --lang %s: zh 或 en；zh or en\n", language);
            exit(STATUS_USAGE);
        }
        setenv("GONGKAI_LANG", language, 1);
    }
    argv[kept] = NULL;
    return kept;
}

int main(int argc, char **argv)
{
    argc = take_common(argc, argv);
    if (argc < 2)
        return help(stderr);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return help(stdout);
    if (strcmp(argv[1], "--version") == 0) {
        puts("gongkai " GONGKAI_VERSION);
        return STATUS_OK;
    }
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (strcmp(argv[1], subcommands[i].name) == 0)
            return strcmp(argv[argc - 1], "--help") == 0 ? (int)command_help(subcommands[i].name)
                                                         : subcommands[i].run(argc - 1, argv + 1);
    return help(stderr);
}

struct gongkai *command_open(void)
{
    struct gongkai *gongkai = gongkai_new(NULL, (enum gongkai_language)language_of_locale());
    gongkai_tell_from(gongkai, quiet ? GONGKAI_WARNING : GONGKAI_NOTE);
    return gongkai;
}

bool command_is_quiet(void)
{
    return quiet;
}

void command_tell(const struct diag *diag)
{
    struct buf messages = {0};
    diag_print_from(&messages, diag, quiet ? LEVEL_WARNING : LEVEL_NOTE);
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
    bool written = strcmp(path, "-") == 0
                       ? fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n && fflush(stdout) == 0
                       : write_file(path, bytes);
    if (written)
        return status;
    fprintf(stderr, "gongkai: cannot write %s: %s\n", path, strerror(errno));
    return STATUS_ERROR;
}

bool command_colours(int file)
{
    const char *none = getenv("NO_COLOR");
    return isatty(file) && !(none && *none);
}
