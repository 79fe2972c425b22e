#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "intake/prose.h"
#include "press/audit.h"
#include "press/house.h"
#include "press/import.h"

/* What the recogniser finds in the book. */
static void put_figures(struct house *house, struct diag *diag, const struct book *book,
                        struct buf *out)
{
    struct harvest harvest;
    if (!house_catalog(house, diag))
        return;
    harvest_init(&harvest, diag->arena, diag, catalog_names(diag->arena, house->catalog));
    harvest_book(&harvest, book);
    harvest_finish(&harvest);
    harvest_dump(out, &harvest);
}

/* What each figure in the sentences speaks of. */
static enum status dump_sentences(const char *path, const char *form)
{
    struct house house;
    struct diag diag;
    struct audit audit;
    struct buf out = {0};
    const struct audit_request request = {.path = path, .form = form};
    house_open(&house, NULL);
    diag_init(&diag, house.arena, language_of_locale());
    bool sound = audit_run(&house, &diag, &request, &audit);
    if (sound)
        reading_dump(&out, &audit.reading);
    else
        command_tell(&diag);
    fputs(buf_slice(&out).p, stdout);
    buf_free(&out);
    house_close(&house);
    return sound ? STATUS_OK : STATUS_ERROR;
}

static enum status dump_book(const char *path, char what)
{
    struct house house;
    struct diag diag;
    struct buf out = {0};
    house_open(&house, NULL);
    diag_init(&diag, house.arena, language_of_locale());
    const struct book *book = book_read(house.arena, &diag, path);
    if (book && what == 'f')
        put_figures(&house, &diag, book, &out);
    else if (book && what == 't')
        prose_dump(&out, book);
    else if (book)
        book_dump(&out, book);
    fputs(buf_slice(&out).p, stdout);
    fflush(stdout); /* before what is told, where both go to one place */
    command_tell(&diag);
    buf_free(&out);
    house_close(&house);
    return diag.worst == LEVEL_ERROR     ? STATUS_ERROR
           : diag.worst == LEVEL_WARNING ? STATUS_WARNING
                                         : STATUS_OK;
}

static enum status dump_record(const char *path, const char *template, enum gongkai_output output)
{
    struct gongkai *gongkai = command_open();
    struct gongkai_result result = gongkai_make(gongkai, output, path, template);
    if (result.bytes)
        fwrite(result.bytes, 1, result.size, stdout);
    enum status status = command_report(&result);
    gongkai_free(gongkai);
    return status;
}

int command_dump(int argc, char **argv)
{
    static const char words[] = "document|pages|grids|figures|text|sentences";
    static const struct setting settings[] = {{"template", 0, false, 0}, {0}};
    const char *template = NULL;
    const struct command_line line = {"dump", settings, &template,
                                      .operands = {{words, words}, {"FILE", "文件"}}};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    const char *what = argv[optind], *path = argv[optind + 1];
    if (strcmp(what, "document") == 0)
        return (int)dump_record(path, template, GONGKAI_DOCUMENT);
    if (strcmp(what, "pages") == 0)
        return (int)dump_record(path, template, GONGKAI_PAGES);
    if (strcmp(what, "sentences") == 0)
        return (int)dump_sentences(path, template);
    if (template)
        return (int)command_complain("dump", MSG_OPTION_ALONE, "template",
                                     "document|pages|sentences", "template");
    if (strcmp(what, "grids") == 0 || strcmp(what, "figures") == 0 || strcmp(what, "text") == 0)
        return (int)dump_book(path, *what);
    return command_subcommand("dump", what, words);
}
