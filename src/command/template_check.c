/*
 * gongkai template check: a package is walked as it stands, then tried with the samples of every
 * name and of none, then with the example records that are of its form.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/archive.h"
#include "command/template_command.h"
#include "device/device.h"
#include "diff/diff.h"
#include "kinds/kind.h"
#include "ledger/sample.h"

struct trial {
    struct house *house;
    const char *name;
    struct diag all; /* what has been found so far */
    struct buf tried;
    struct arena *arena; /* of the document at hand */
};

/* What a form has no place for, and what nobody typed, is no fault of the form. */
static bool is_of_record(enum message message)
{
    static const enum message all[] = {MSG_TYPED_UNPRINTED, MSG_UNTOLD, MSG_BUDGET_UNLISTED,
                                       MSG_TERM_UNPRINTED};
    bool is = false;
    for (size_t i = 0; i < sizeof all / sizeof *all && !is; i++)
        is = message == all[i];
    return is;
}

/* Prints what was not found before. */
static void take(struct trial *trial, const struct diag *found, const char *with)
{
    struct buf out = {0};
    struct diag fresh;
    diag_init(&fresh, trial->house->arena, found->language);
    for (const struct finding *finding = found->first; finding; finding = finding->next)
        if (!is_of_record(finding->message) && diag_repeat(&trial->all, finding))
            diag_repeat(&fresh, finding);
    diag_print(&out, &fresh);
    if (out.n && with)
        fprintf(stderr, found->language == LANGUAGE_CHINESE ? "%s 用于 %s：\n" : "%s with %s:\n",
                trial->name, with);
    if (out.n)
        fputs(out.p, stderr);
    buf_free(&out);
    if (with)
        buf_printf(&trial->tried, "%s%s", trial->tried.n ? ", " : "", with);
}

/* Makes the file of the pages, and holds it against the rules of archives and screen readers. */
static void verify(struct run *run, const struct pages *pages, const char *with)
{
    const struct file_info info = {.producer = "gongkai " GONGKAI_VERSION};
    struct buf file = {0}, said = {0};
    if (pdf_write(&file, &run->diag, pages, &info)) {
        const struct source *pdf =
            source_of(run->arena, arena_printf(run->arena, "%s.pdf", with), buf_slice(&file));
        archive_verify_here(&said, &run->diag, pdf, NULL);
    }
    buf_free(&file);
    buf_free(&said);
}

/* Makes the document and its file from facts that are there. */
static void try_facts(struct trial *trial, struct run *run, const char *part,
                      const struct facts *facts, const char *with)
{
    struct composition composition = {0};
    struct pages *pages;
    diag_init(&run->diag, trial->house->arena, run->diag.language);
    const struct template *template = house_template_here(trial->house, &run->diag, trial->name);
    if (template)
        composition.document =
            template_run_from(run->arena, &run->diag, template, facts, slice_of(part));
    if (composition.document && run_layout(run, &composition, FONTS_ALL, &pages))
        verify(run, pages, with);
    take(trial, &run->diag, with);
}

static void try_sample(struct trial *trial, const struct template *template,
                       const struct kind *kind, enum sample sample, const char *with)
{
    struct run run;
    arena_reset(trial->arena);
    run_init(&run, trial->house, trial->arena, trial->all.language, with);
    diag_init(&run.diag, trial->house->arena, trial->all.language);
    const struct facts *facts = ledger_sample(trial->arena, &run.diag, trial->house->catalog,
                                              template_form(template, kind->form), sample);
    if (facts)
        try_facts(trial, &run, kind->part, facts, with);
    else
        take(trial, &run.diag, with);
}

/* Whether one of the packages extends the other, or they are the same. */
static bool is_related(struct trial *trial, const char *other)
{
    struct diag quiet;
    diag_init(&quiet, trial->house->arena, LANGUAGE_ENGLISH);
    const struct template *mine = house_template_here(trial->house, &quiet, trial->name);
    const struct template *theirs = house_template_here(trial->house, &quiet, other);
    return theirs && (template_extends(mine, theirs) || template_extends(theirs, mine));
}

static void try_example(struct trial *trial, const char *folder, const char *file)
{
    struct run run;
    arena_reset(trial->arena);
    run_init(&run, trial->house, trial->arena, trial->all.language,
             arena_printf(trial->house->arena, "%s/%s", folder, file));
    struct origin origin;
    struct account account;
    const char *name = run_read(&run, &origin) ? run_template_name(&run, origin.record) : NULL;
    if (!name || !is_related(trial, name))
        return;
    run_compute(&run, &origin, &account);
    if (account.facts)
        try_facts(trial, &run, kind_of(origin.record)->part, account.facts, file);
}

static int is_record(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');
    return end && (strcmp(end, ".ini") == 0 || strcmp(end, ".json") == 0);
}

static void try_examples(struct trial *trial)
{
    const char *folder = arena_printf(trial->house->arena, "%s/examples", trial->house->data);
    struct dirent **entries;
    int count = scandir(folder, &entries, is_record, alphasort);
    for (int i = 0; i < count; i++) {
        try_example(trial, folder, entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* Whether no kind before this one begins with its part. */
static bool is_first(size_t index)
{
    size_t i = 0;
    while (strcmp(kind_at(i)->part, kind_at(index)->part) != 0)
        i++;
    return i == index;
}

/* Every name there is for each part that documents begin with; NULL after errors. */
static const struct template_entry *list_entries(struct trial *trial,
                                                 const struct template *template, struct diag *diag)
{
    struct house *house = trial->house;
    size_t count = 0;
    while (kind_at(count))
        count++;
    struct template_entry *entries = ARENA_ARRAY(house->arena, struct template_entry, count + 1);
    count = 0;
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        if (!is_first(i))
            continue;
        struct facts *names = ledger_sample(house->arena, diag, house->catalog,
                                            template_form(template, kind->form), SAMPLE_FULL);
        if (!names)
            return NULL;
        diff_add_sample(names);
        entries[count++] = (struct template_entry){kind->part, names};
    }
    return entries;
}

/* Walks the package; NULL when that cannot be, so that trying it would only repeat why. */
static const struct template *walk(struct trial *trial)
{
    struct diag diag;
    struct house *house = trial->house;
    diag_init(&diag, house->arena, trial->all.language);
    const struct template *template =
        house_catalog(house, &diag) ? house_template_here(house, &diag, trial->name) : NULL;
    const struct template_entry *entries = template ? list_entries(trial, template, &diag) : NULL;
    if (entries)
        template_check(template, &diag, entries);
    take(trial, &diag, NULL);
    return entries ? template : NULL;
}

static void try_samples(struct trial *trial, const struct template *template)
{
    static const char *const names[SAMPLE_COUNT] = {"sample-full", "sample-bare"};
    for (size_t i = 0; kind_at(i); i++)
        for (int sample = 0; sample < SAMPLE_COUNT; sample++)
            if (is_first(i) && template_has(template, kind_at(i)->part))
                try_sample(
                    trial, template, kind_at(i), (enum sample)sample,
                    i ? arena_printf(trial->house->arena, "%s %s", names[sample], kind_at(i)->name)
                      : names[sample]);
}

static void print_summary(const struct trial *trial)
{
    const unsigned *count = trial->all.count;
    bool chinese = trial->all.language == LANGUAGE_CHINESE;
    if (trial->all.worst >= LEVEL_WARNING)
        printf(chinese ? "%s：错误 %u 处，警告 %u 处\n" : "%s: errors %u, warnings %u\n",
               trial->name, count[LEVEL_ERROR], count[LEVEL_WARNING]);
    else
        printf(chinese ? "%s：无误；已试用 %s\n" : "%s: sound; tried with %s\n", trial->name,
               trial->tried.p);
}

static enum status check(const char *name)
{
    struct house house;
    house_open(&house, NULL);
    struct trial trial = {.house = &house, .name = name, .arena = arena_new()};
    diag_init(&trial.all, house.arena, language_of_locale());
    const struct template *template = walk(&trial);
    if (template) {
        try_samples(&trial, template);
        try_examples(&trial);
    }
    print_summary(&trial);
    enum level worst = trial.all.worst;
    buf_free(&trial.tried);
    arena_free(trial.arena);
    house_close(&house);
    return worst == LEVEL_ERROR     ? STATUS_ERROR
           : worst == LEVEL_WARNING ? STATUS_WARNING
                                    : STATUS_OK;
}

enum status template_command_check(int argc, char **argv)
{
    const struct command_line line = {"template check", NULL, NULL, .operands = PACKAGE_OPERAND,
                                      .more = true};
    enum status worst = STATUS_OK;
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    for (int i = optind; i < argc; i++) {
        enum status status = check(argv[i]);
        worst = status > worst ? status : worst;
    }
    return worst;
}
