#include "press/pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/check.h"
#include "layout/draft.h"
#include "press/findings.h"
#include "template/library.h"

struct opened {
    struct opened *next;
    const char *name;
    const struct template *template;
};

/* The folder above the program's, when it holds templates: a build tree. */
static const char *folder_of_program(struct arena *arena)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return NULL;
    path[length] = '\0';
    static const char *const tails[] = {"../share/gongkai", "..", "../.."};
    char *slash = strrchr(path, '/');
    *slash = '\0';
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        const char *folder = arena_printf(arena, "%s/%s", path, tails[i]);
        if (access(arena_printf(arena, "%s/templates", folder), R_OK) == 0)
            return folder;
    }
    return NULL;
}

void house_open(struct house *house, const char *data)
{
    *house = (struct house){.arena = arena_new()};
    if (!data)
        data = getenv("GONGKAI_DATA");
    if (!data || !*data)
        data = folder_of_program(house->arena);
    if (!data)
        data = GONGKAI_DATADIR;
    house->data = arena_copy(house->arena, data, strlen(data));
}

void house_close(struct house *house)
{
    for (int i = 0; i < FONT_CHOICES; i++)
        fonts_free(house->fonts[i]);
    arena_free(house->arena);
}

void house_renew(struct house *house, struct house *old)
{
    house_open(house, old->data);
    memcpy(house->fonts, old->fonts, sizeof house->fonts);
    memset(old->fonts, 0, sizeof old->fonts);
}

static const char *data_path(const struct house *house, const char *name)
{
    return arena_printf(house->arena, "%s/%s", house->data, name);
}

struct fonts *house_fonts(struct house *house, struct diag *diag, enum font_choice choice)
{
    if (!house->fonts[choice])
        house->fonts[choice] = fonts_open(diag, data_path(house, "fonts"), choice);
    return house->fonts[choice];
}

bool house_catalog(struct house *house, struct diag *diag)
{
    if (!house->catalog)
        house->catalog = catalog_open(house->arena, diag, data_path(house, "subjects"));
    return house->catalog != NULL;
}

const struct template *house_template(struct house *house, struct diag *diag, const char *name)
{
    for (struct opened *opened = house->templates; opened; opened = opened->next)
        if (strcmp(opened->name, name) == 0)
            return opened->template;
    name = arena_copy(house->arena, name, strlen(name)); /* the document's own goes with it */
    const struct template *template =
        template_open(house->arena, diag, data_path(house, "templates"), name);
    if (!template)
        return NULL;
    struct opened *opened = ARENA_NEW(house->arena, struct opened);
    *opened = (struct opened){house->templates, name, template};
    house->templates = opened;
    return template;
}

void run_init(struct run *run, struct arena *arena, enum language language, const char *path)
{
    *run = (struct run){.arena = arena, .path = path};
    diag_init(&run->diag, arena, language);
}

bool run_read(struct house *house, struct run *run)
{
    (void)house;
    const struct source *file = run->source ? NULL : source_read(run->arena, run->path);
    if (file && slice_starts(file->text, "%PDF-"))
        run_uncarry(run, file);
    else if (file)
        run->source = file;
    else if (!run->source)
        diag_report(&run->diag, MSG_FILE_READ, (struct pos){0}, run->path, strerror(errno));
    if (run->source && run->lenient)
        run->record =
            record_parse_unfinished(run->arena, &run->diag, run->source, &run->unfinished);
    else if (run->source)
        run->record = record_parse(run->arena, &run->diag, run->source);
    return run->record != NULL;
}

/* The path of a file that a record names, as seen from the record's own folder. */
static const char *path_beside(struct arena *arena, const struct node *name)
{
    const char *record = name->pos.source->name, *slash = strrchr(record, '/');
    if (name->text.p[0] == '/' || !slash)
        return name->text.p;
    return arena_printf(arena, "%.*s/%s", (int)(slash - record), record, name->text.p);
}

/* Records may name records, but not each other. */
enum { RECORDS_DEEP = 8 };

/* A record on the way to its facts. */
struct derivation {
    struct house *house;
    struct run *run;
    const char *role; /* of the record; "" for the disclosure's own */
    unsigned depth;
    bool with_last; /* 上年.记录 counts too; of last year's record itself it does not */
};

static struct facts *derive(const struct derivation *derivation, const struct node *record);

/* The facts of the record that a value names, or NULL after an error. */
static const struct facts *derive_named(const struct derivation *derivation,
                                        const struct node *name, bool with_last)
{
    struct run *run = derivation->run;
    if (derivation->depth == RECORDS_DEEP) {
        diag_report(&run->diag, MSG_RECORD_CIRCLE, name->pos);
        return NULL;
    }
    struct named *named = ARENA_NEW(run->arena, struct named);
    const char *path = path_beside(run->arena, name), *outer = derivation->role;
    *named = (struct named){.next = run->named,
                            .record = record_read(run->arena, &run->diag, path),
                            .role = arena_printf(run->arena, "%s%s%s", outer, *outer ? ":" : "",
                                                 node_path(run->arena, name).p)};
    if (!named->record)
        return NULL;
    run->named = named;
    const struct derivation below = {derivation->house, run, named->role, derivation->depth + 1,
                                     with_last};
    named->facts = derive(&below, named->record);
    return named->facts;
}

/* The facts of the units' records that a department names; NULL after an error. */
static const struct facts **derive_units(const struct derivation *derivation,
                                         const struct node *names, size_t *count)
{
    struct run *run = derivation->run;
    const struct facts **units =
        ARENA_ARRAY(run->arena, const struct facts *, names->child_count + 1);
    for (const struct node *name = names->first; name; name = name->next) {
        if (name->absent) /* a gap that may stay */
            continue;
        units[*count] = derive_named(derivation, name, derivation->with_last);
        if (!units[(*count)++])
            return NULL;
    }
    return units;
}

static struct facts *derive(const struct derivation *derivation, const struct node *record)
{
    struct run *run = derivation->run;
    const struct node *name = node_find(record, "上年.记录");
    const struct node *names = node_find(record, "单位.下属记录");
    const struct facts *last = NULL;
    if (derivation->with_last && name && !name->absent) {
        last = derive_named(derivation, name, false);
        if (!last)
            return NULL;
    }
    size_t count = 0;
    const struct facts **units = derive_units(derivation, names, &count);
    return units ? ledger_run_units(run->arena, &run->diag, record, last,
                                    derivation->house->catalog, units, count)
                 : NULL;
}

bool run_compute(struct house *house, struct run *run)
{
    const struct derivation derivation = {house, run, "", 0, true};
    if (house_catalog(house, &run->diag))
        run->facts = derive(&derivation, run->record);
    if (run->facts)
        check_run(run->facts, &run->diag);
    return run->facts && run->diag.worst < LEVEL_ERROR;
}

const struct package_list *house_packages(struct house *house)
{
    if (!house->packages) {
        house->packages = ARENA_NEW(house->arena, struct package_list);
        *house->packages = packages_list(house->arena, data_path(house, "templates"));
    }
    return house->packages;
}

/* The path without the / that may end it. */
static const char *folder_name(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return arena_copy(arena, path, length);
}

const char *run_template_name(struct house *house, struct run *run)
{
    const struct node *agency = node_find(run->record, "单位");
    const struct node *typed = node_find(agency, "模板"), *province = node_find(agency, "省份");
    int year = (int)node_find(agency, "年度")->number;
    bool given = run->template_name, named = given || !typed->absent;
    const char *name = given ? run->template_name : typed->text.p;
    struct pos pos = typed->absent ? province->pos : typed->pos;
    if (given)
        pos.source = NULL;
    if (named && strchr(name, '/'))
        return folder_name(run->arena, given ? name : path_beside(run->arena, typed));
    const struct package_list *list = house_packages(house);
    if (!named)
        return package_for(list, &run->diag, pos, province->text, year);
    return package_known(list, &run->diag, pos, name, province->text, year) ? name : NULL;
}

bool run_compose(struct house *house, struct run *run)
{
    const char *name = run_template_name(house, run);
    run->template_name = name;
    run->template = name ? house_template(house, &run->diag, name) : NULL;
    if (run->template)
        run->document = template_run(run->arena, &run->diag, run->template, run->facts);
    return run->document != NULL;
}

bool run_tell(struct house *house, struct run *run)
{
    if (run->corrects || run->previous.source)
        return run_correct(house, run);
    const struct node *corrected = node_find(run->record, "更正.更正对象");
    if (!corrected->absent)
        diag_report(&run->diag, MSG_CHAIN_UNTOLD, corrected->pos);
    return run_compose(house, run);
}

bool run_layout(struct house *house, struct run *run)
{
    struct fonts *fonts = house_fonts(house, &run->diag, run->plain ? FONTS_TRUETYPE : FONTS_ALL);
    if (fonts)
        run->pages = layout_run(run->arena, &run->diag, run->document, fonts);
    if (run->pages && run->draft)
        draft_mark(run->arena, run->pages, fonts);
    return run->pages != NULL;
}

/* Days since 1970 of a date as yyyymmdd (Gregorian). */
static int64_t days_of(int64_t date)
{
    int64_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    year -= month <= 2;
    int64_t era = year / 400, year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

/* The moment the file bears: SOURCE_DATE_EPOCH, or the record's 更正.日期 or 公开日期, or none. */
static int64_t date_of(const struct run *run)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds;
    if (epoch && decimal_parse(slice_of(epoch), 0, &seconds) == DECIMAL_OK && seconds >= 0)
        return seconds;
    int64_t date = node_find(run->record, "更正.日期")->number;
    if (!date)
        date = node_find(run->record, "单位.公开日期")->number;
    return date ? days_of(date) * 86400 : 0;
}

/* A file carried must bear a date: without one of its own the day on which the accounts close,
 * since that is how far what it says goes. */
static int64_t attached_date_of(const struct run *run)
{
    int64_t date = date_of(run), year = node_find(run->record, "单位.年度")->number;
    return date || !year ? date : days_of(year * 10000 + 1231) * 86400;
}

bool run_write(struct house *house, struct run *run)
{
    const struct attachment *carried;
    uint32_t count = run_carry(house, run, &carried);
    struct file_info info = {.producer = "gongkai " GONGKAI_VERSION,
                             .date = date_of(run),
                             .attached_date = attached_date_of(run),
                             .unarchived = run->finish.password != NULL,
                             .edition = node_find(run->record, "更正.版次")->number,
                             .corrects = node_find(run->record, "更正.更正对象")->text,
                             .attachments = carried,
                             .attachment_count = count};
    if (info.unarchived)
        diag_report(&run->diag, MSG_UNARCHIVED, (struct pos){0});
    return count && pdf_write(&run->file, &run->diag, run->pages, &info) &&
           pdf_finish(&run->file, &run->diag, &run->finish);
}

/* What libharu cannot do with a file is told before the work begins. */
static bool plain_allowed(struct run *run)
{
    const char *option = run->finish.password    ? "--password"
                         : run->finish.linearize ? "--linearize"
                                                 : NULL;
    if (option)
        diag_report(&run->diag, MSG_PLAIN_OPTION, (struct pos){0}, option);
    return !option;
}

static bool write_plain(struct run *run)
{
    struct file_info info = {.producer = "gongkai " GONGKAI_VERSION, .date = date_of(run)};
    diag_report(&run->diag, MSG_PLAIN, (struct pos){0});
    return plain_write(&run->file, &run->diag, run->pages, &info);
}

bool run_write_bare(struct run *run)
{
    struct file_info info = {.producer = "gongkai " GONGKAI_VERSION, .date = date_of(run)};
    return pdf_write(&run->file, &run->diag, run->pages, &info);
}

bool run_make(struct house *house, struct run *run, enum gongkai_output output)
{
    run->plain = output == GONGKAI_PLAIN;
    if (run->plain && !plain_allowed(run))
        return false;
    run->lenient = run->draft || (output != GONGKAI_PDF && !run->plain);
    bool sound = run_read(house, run) && run_compute(house, run);
    run->draft |= run->unfinished;
    if (output == GONGKAI_FINDINGS) {
        findings_json(&run->file, &run->diag);
        return true;
    }
    if (output == GONGKAI_FACTS && run->facts) {
        facts_dump(&run->file, run->facts);
        return true;
    }
    if (output != GONGKAI_CHECK && run->draft && run->facts)
        sound = true;
    if (!sound || output == GONGKAI_CHECK)
        return sound;

    if (!run_tell(house, run))
        return false;
    if (output == GONGKAI_DOCUMENT) {
        document_dump(&run->file, run->document);
        return true;
    }

    if (!run_layout(house, run))
        return false;
    if (output == GONGKAI_PAGES) {
        pages_dump(&run->file, run->pages);
        return true;
    }
    return run->plain ? write_plain(run) : run_write(house, run);
}
