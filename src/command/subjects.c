/* The catalogue: looked up, and added to. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "press/pipeline.h"

/* What is looked for. */
struct search {
    const struct catalog *catalog;
    struct slice wanted; /* a code, or a word of names */
    bool chinese;
    unsigned found;
};

static bool is_code(struct slice text)
{
    return code_is_functional(text) || code_is_economic(text);
}

static const struct subject *find(const struct catalog *catalog, struct slice code)
{
    const struct subject *subject = subject_find_functional(catalog, code, 9999);
    return subject ? subject : subject_find(&catalog->economic, code, 9999);
}

/* The names from the 类 down to the subject, and what is known of its name. */
static void print_subject(struct search *search, const struct subject *subject, bool confirmed)
{
    printf("%-8s", subject->code.p);
    for (size_t digits = 3; digits < subject->code.n; digits += 2) {
        const struct subject *above =
            find(search->catalog, (struct slice){subject->code.p, digits});
        printf("%s / ", above ? above->name.p : "?");
    }
    fputs(subject->name.p, stdout);
    if (subject->years.n)
        printf(search->chinese ? "（%s）" : " (%s)", subject->years.p);
    if (!confirmed)
        fputs(search->chinese ? "（未核实）" : " (unconfirmed)", stdout);
    if (subject->shelf != SHELF_OURS)
        printf(search->chinese ? "（%s）" : " (%s)", subject->file);
    putchar('\n');
    search->found++;
}

/* A code finds itself and what lies below it; a word, the names that hold it. */
static bool fits(const struct search *search, const struct subject *subject)
{
    if (is_code(search->wanted))
        return slice_starts(subject->code, search->wanted.p);
    return memmem(subject->name.p, subject->name.n, search->wanted.p, search->wanted.n);
}

static void search_list(struct search *search, const struct subjects *subjects, bool confirmed)
{
    for (size_t i = 0; i < subjects->count; i++)
        if (fits(search, &subjects->item[i]))
            print_subject(search, &subjects->item[i], confirmed);
}

static enum status look_up(struct house *house, struct diag *diag, const char *wanted)
{
    struct search search = {.catalog = house->catalog,
                            .wanted = slice_of(wanted),
                            .chinese = diag->language == LANGUAGE_CHINESE};
    search_list(&search, &search.catalog->functional, true);
    search_list(&search, &search.catalog->unconfirmed, false);
    search_list(&search, &search.catalog->economic, true);
    if (search.found)
        return STATUS_OK;
    struct slice near = catalog_near(search.catalog, search.wanted);
    if (near.n)
        diag_report(diag, MSG_SUBJECT_NEAR, (struct pos){0}, wanted, near.p,
                    find(search.catalog, near)->name.p);
    else
        diag_report(diag, MSG_SUBJECT_NONE, (struct pos){0}, wanted);
    return STATUS_ERROR;
}

int command_subjects(int argc, char **argv)
{
    const struct command_line line = {.command = "subjects",
                                      .operands = {{"CODE|WORD", "编码|词"}}};
    if (argc > 1 && strcmp(argv[1], "add") == 0)
        return subjects_command_add(argc - 1, argv + 1);
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    const char *wanted = argv[optind];
    if (!*wanted)
        return command_complain("subjects", MSG_ARGUMENT_MISSING, "subjects",
                                line.operands[0][language_of_locale()], NULL);
    struct house house;
    struct diag diag;
    house_open(&house, NULL);
    diag_init(&diag, house.arena, language_of_locale());
    enum status status =
        house_catalog(&house, &diag) ? look_up(&house, &diag, wanted) : STATUS_ERROR;
    command_tell(&diag);
    house_close(&house);
    return (int)status;
}
