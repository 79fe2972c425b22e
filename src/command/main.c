#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "base/reading.h"
#include "command/command.h"

static const struct subcommand {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary[2];
} subcommands[] = {
    {"render",
     command_render,
     {"make the disclosure of a record as PDF", "由数据文件生成公开文本（PDF）"}},
    {"batch", command_batch, {"make the disclosures of many records", "批量生成多份公开文本"}},
    {"new", command_new, {"write a record to fill in", "生成待填写的数据文件"}},
    {"import",
     command_import,
     {"make a record of workbooks, Word files, web pages and PDFs",
      "由工作簿、Word、网页或 PDF 中的表生成数据文件"}},
    {"audit",
     command_audit,
     {"hold a published PDF, Word file or page against its own figures",
      "核对已写好的 PDF、Word 文件或网页"}},
    {"check", command_check, {"read and check records, write nothing", "检查数据文件，不生成文件"}},
    {"facts",
     command_facts,
     {"show figures with their formulas and terms", "列出指标及其公式、来源"}},
    {"diff", command_diff, {"tell what differs between two records", "比较两份数据及其公开文本"}},
    {"hash",
     command_hash,
     {"print what a correction names a record by", "输出数据文件的校验值，供更正时引用"}},
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
    {"serve",
     command_serve,
     {"a web page and an API for those without a terminal", "网页和接口，供不用命令行的人使用"}},
    {"template", command_template, {"list the template packages", "列出可用的模板"}},
};

static void report(enum message message, const char *a, const char *b)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, language_of_locale());
    diag_report_chosen(&diag, message, (struct pos){0}, a, b);
    command_tell(&diag);
    arena_free(arena);
}

/* Says that there is no such command, and which was probably meant. */
static void report_unknown(const char *name)
{
    struct nearest nearest = {.wanted = slice_of(name)};
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        nearest_offer(&nearest, slice_of(subcommands[i].name));
    report(nearest.best.n ? MSG_COMMAND_NEAR : MSG_COMMAND_UNKNOWN, name, nearest.best.p);
}

static int help(FILE *stream)
{
    enum language language = language_of_locale();
    fputs(language == LANGUAGE_CHINESE ? "用法：gongkai 子命令 [参数]\n\n"
                                       : "usage: gongkai COMMAND [ARGUMENT]…\n\n",
          stream);
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        fprintf(stream, "  %-10s %s\n", subcommands[i].name, subcommands[i].summary[language]);
    fputs(
        language == LANGUAGE_CHINESE
            ? "\ngongkai 子命令 --help 显示其用法；--lang zh|en、--quiet 可用于任何子命令。\n"
              "--allow-path 目录  数据文件可引用该目录内的文件；不写则只限其自身所在目录\n"
            : "\ngongkai COMMAND --help shows how to use it; --lang zh|en and "
              "--quiet go with any.\n"
              "--allow-path FOLDER  records may name files there, too; else only below their own\n",
        stream);
    return stream == stdout ? STATUS_OK : STATUS_USAGE;
}

_Static_assert(ALLOWED_MAX == 32, "told in take_allowed");

static struct inputs inputs;

/* Takes --allow-path out of the arguments, wherever it stands; it is everybody's. False when there
 * are too many, or the last has no folder. */
static bool take_allowed(int *argc, char **argv)
{
    static const char option[] = "--allow-path";
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        bool joined = strncmp(argv[i], "--allow-path=", sizeof option) == 0;
        if (!joined && strcmp(argv[i], option) != 0) {
            argv[kept++] = argv[i];
            continue;
        }
        const char *value = joined ? argv[i] + sizeof option : argv[++i];
        if (!value)
            report(MSG_OPTION_VALUE, option + strlen("--"), NULL);
        else if (command_settings.allowed.count == ALLOWED_MAX)
            report(MSG_OPTION_TIMES, option + strlen("--"), "32");
        if (!value || command_settings.allowed.count == ALLOWED_MAX)
            return false;
        command_settings.allowed.folder[command_settings.allowed.count++] = value;
    }
    argv[ *argc = kept] = NULL;
    source_allow(&command_settings.allowed);
    return true;
}

/* Standard streams that are closed are opened so that writing to them fails, and no file of ours
 * gets their number. */
static void open_streams(void)
{
    while (true) {
        int file = open("/dev/null", O_RDONLY);
        if (file < 0 || file > STDERR_FILENO) {
            close(file);
            return;
        }
    }
}

/* What was printed may not have arrived. */
static int finish(int status)
{
    bool lost = fflush(stdout) != 0 || ferror(stdout);
    free(inputs.item);
    if (!lost)
        return status;
    fprintf(stderr,
            language_of_locale() == LANGUAGE_CHINESE
                ? "gongkai: 无法写入标准输出：%s\n"
                : "gongkai: cannot write standard output: %s\n",
            strerror(errno));
    return STATUS_ERROR;
}

/* Takes --lang and --quiet, which may stand anywhere, out of the arguments; their new
 * number. What follows "--" is left alone. */
static int take_common(int argc, char **argv)
{
    int kept = 0;
    bool ended = false;
    for (int i = 0; i < argc; i++) {
        ended |= strcmp(argv[i], "--") == 0;
        bool apart = !ended && strcmp(argv[i], "--lang") == 0;
        bool joined = !ended && strncmp(argv[i], "--lang=", strlen("--lang=")) == 0;
        if (!apart && !joined) {
            if (!ended && strcmp(argv[i], "--quiet") == 0)
                command_settings.quiet = true;
            else
                argv[kept++] = argv[i];
            continue;
        }
        const char *language =
            apart ? (i + 1 < argc ? argv[++i] : "") : argv[i] + strlen("--lang=");
        if (strcmp(language, "zh") != 0 && strcmp(language, "en") != 0) {
            fprintf(stderr, "gongkai: --lang %s: zh 或 en；zh or en\n", language);
            exit(STATUS_USAGE);
        }
        setenv("GONGKAI_LANG", language, 1);
    }
    argv[kept] = NULL;
    return kept;
}

static bool asks_for_help(char **argv)
{
    for (; *argv && strcmp(*argv, "--") != 0; argv++)
        if (strcmp(*argv, "--help") == 0)
            return true;
    return false;
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        report(MSG_COMMAND_MISSING, NULL, NULL);
        return help(stderr);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return help(stdout);
    if (strcmp(argv[1], "--version") == 0) {
        puts("gongkai " GONGKAI_VERSION);
        return STATUS_OK;
    }
    if (strcmp(argv[1], "--engine") == 0)
        return command_engine();
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (strcmp(argv[1], subcommands[i].name) == 0)
            return asks_for_help(argv) ? (int)command_help(subcommands[i].name)
                                       : subcommands[i].run(argc - 1, argv + 1);
    report_unknown(argv[1]);
    return help(stderr);
}

int main(int argc, char **argv)
{
    open_streams();
    memory_bound(limit_of(LIMIT_MEMORY));
    source_remember(&inputs);
    argc = take_common(argc, argv);
    return finish(take_allowed(&argc, argv) ? run(argc, argv) : help(stderr));
}
