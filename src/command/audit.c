/* What is already written, held against its own figures. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/audit_batch.h"
#include "command/command.h"
#include "press/audit.h"

struct options {
    struct audit_request request;
    const char *format, *record, *marked, *output;
};

static bool read_options(int argc, char **argv, struct options *options)
{
    static const struct setting settings[] = {
        {"form", 0, false, offsetof(struct options, request.form)},
        {"last-year", 0, false, offsetof(struct options, request.last_year)},
        {"record", 0, false, offsetof(struct options, record)},
        {"marked", 0, false, offsetof(struct options, marked)},
        {"output", 'o', false, offsetof(struct options, output)},
        {"format", 0, false, offsetof(struct options, format)},
        {0}};
    const struct command_line line = {
        "audit", settings, options, {{"FILE", "文件"}}, .more = false};
    if (!command_read(&line, argc, argv))
        return false;
    options->request.path = argv[optind];
    if (!options->format)
        options->format = "text";
    bool known = strcmp(options->format, "text") == 0 || strcmp(options->format, "json") == 0 ||
                 strcmp(options->format, "html") == 0;
    if (!known)
        command_complain("audit", MSG_OPTION_BAD, "format", options->format, "text|json|html");
    return known;
}

static enum status write_report(const struct options *options, const struct audit *audit,
                                enum status status)
{
    struct buf out = {0};
    buf_puts(&out, "");
    if (strcmp(options->format, "json") == 0)
        audit_put_json(&out, audit);
    else if (strcmp(options->format, "html") == 0)
        audit_put_html(&out, audit);
    else
        audit_put_text(&out, audit);
    status = command_write(options->output ? options->output : "-", buf_slice(&out), status);
    buf_free(&out);
    return status;
}

static enum status write_record(const char *path, const struct audit *audit, enum status status)
{
    struct buf out = {0};
    if (!path || !audit->record)
        return status;
    audit_put_record(&out, audit);
    status = command_write(path, buf_slice(&out), status);
    buf_free(&out);
    return status;
}

static enum status write_marked(const char *path, const struct audit *audit, enum status status)
{
    struct buf out = {0};
    if (!path)
        return status;
    if (audit_put_marked(&out, audit))
        status = command_write(path, buf_slice(&out), status);
    else
        status = STATUS_ERROR;
    buf_free(&out);
    return status;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int command_audit(int argc, char **argv)
{
    struct options options = {0};
    if (!read_options(argc, argv, &options))
        return STATUS_USAGE;
    if (is_folder(options.request.path)) {
        if (!options.output)
            return (int)command_complain("audit", MSG_OPTION_MISSING, "audit", "output", NULL);
        return (int)audit_batch(&options.request, options.output);
    }
    struct house house;
    struct diag diag;
    struct audit audit;
    house_open(&house, NULL);
    diag_init(&diag, house.arena, language_of_locale());
    audit_run(&house, &diag, &options.request, &audit);
    enum status status = diag.worst == LEVEL_ERROR     ? STATUS_ERROR
                         : diag.worst == LEVEL_WARNING ? STATUS_WARNING
                                                       : STATUS_OK;
    status = write_marked(options.marked, &audit, status);
    status = write_report(&options, &audit, status);
    status = write_record(options.record, &audit, status);
    house_close(&house);
    return (int)status;
}
