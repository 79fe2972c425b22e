#include "template/library.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/nearest.h"
#include "base/reading.h"
#include "record/reader.h"

static bool year_parse(struct slice text, int *year)
{
    int64_t number;
    text = slice_trim(text);
    if (text.n != 4 || decimal_parse(text, 0, &number) != DECIMAL_OK)
        return false;
    *year = (int)number;
    return true;
}

bool years_parse(struct slice text, int *first, int *last)
{
    struct slice rest = text, from = slice_cut(&rest, '-');
    if (!year_parse(from, first))
        return false;
    *last = rest.p ? INT_MAX : *first;
    return !rest.n || (year_parse(rest, last) && *last >= *first);
}

static struct slice text_of(const struct node *settings, const char *key)
{
    const struct node *node = node_child(settings, slice_of(key));
    return node && node->kind == NODE_STRING ? node->text : SLICE("");
}

static int is_package(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Reads one package's own settings; what is wrong in them is told when it is opened. */
static bool read_info(struct arena *arena, const char *folder, const char *name,
                      struct package_info *info)
{
    struct diag quiet;
    diag_init(&quiet, arena, LANGUAGE_ENGLISH);
    const struct source *source =
        source_read(arena, arena_printf(arena, "%s/%s/template.ini", folder, name), LIMIT_SETTINGS);
    if (!source || !source_is_text(&quiet, source))
        return false;
    const struct node *settings = ini_parse(arena, &quiet, source);
    *info = (struct package_info){.name = slice_copy(arena, slice_of(name)).p,
                                  .folder = folder,
                                  .base = text_of(settings, "扩展"),
                                  .about = text_of(settings, "说明"),
                                  .province = text_of(settings, "适用省份")};
    years_parse(text_of(settings, "适用年度"), &info->first_year, &info->last_year);
    return true;
}

static bool has_name(const struct package_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->item[i].name, name) == 0)
            return true;
    return false;
}

static void list_folder(struct arena *arena, const char *folder, struct package_list *list)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_package, alphasort);
    for (int i = 0; i < count; i++) {
        struct package_info info;
        if (!has_name(list, entries[i]->d_name) &&
            read_info(arena, folder, entries[i]->d_name, &info)) {
            GROW(arena, list->item, list->count, list->room, 16);
            list->item[list->count++] = info;
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

struct package_list packages_list(struct arena *arena, const struct package_search *search)
{
    struct package_list list = {0};
    for (unsigned i = 0; search->folder[i]; i++)
        list_folder(arena, search->folder[i], &list);
    return list;
}

/* The name of a province without what kind of one it is: 湖南 of 湖南省. */
static struct slice bare_province(struct slice name)
{
    static const char *const kinds[] = {"省",         "市",           "壮族自治区",
                                        "回族自治区", "维吾尔自治区", "自治区"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_ends(name, kinds[i]) && name.n > strlen(kinds[i]))
            return (struct slice){name.p, name.n - strlen(kinds[i])};
    return name;
}

static bool is_province(struct slice a, struct slice b)
{
    return a.n && b.n && slice_eq(bare_province(a), bare_province(b));
}

static bool is_in_years(const struct package_info *info, int year)
{
    return info->first_year && year >= info->first_year && year <= info->last_year;
}

/* Whether the package may serve: it is of the year, and of no other province. */
static bool fits(const struct package_info *info, struct slice province, int year)
{
    return is_in_years(info, year) &&
           (!info->province.n || !province.n || is_province(info->province, province));
}

static const char *names_that_fit(const struct package_list *list, struct diag *diag,
                                  struct slice province, int year)
{
    struct buf buf = {0};
    for (size_t i = 0; i < list->count; i++)
        if (fits(&list->item[i], province, year))
            buf_printf(&buf, "%s%s", buf.n ? ", " : "", list->item[i].name);
    const char *names = buf.n ? slice_copy(diag->arena, buf_slice(&buf)).p : "—";
    buf_free(&buf);
    return names;
}

static const char *asked(struct diag *diag, struct slice province, int year)
{
    return arena_printf(diag->arena, "%s%s%d", province.p ? province.p : "", province.n ? " " : "",
                        year);
}

const char *package_for(const struct package_list *list, struct diag *diag, struct pos pos,
                        struct slice province, int year)
{
    const struct package_info *found = NULL;
    unsigned count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct package_info *info = &list->item[i];
        bool farther = found && info->folder != found->folder;
        if (!farther && is_in_years(info, year) && is_province(info->province, province)) {
            found = info;
            count++;
        }
    }
    if (count == 1)
        return found->name;
    diag_report_chosen(diag, count ? MSG_PACKAGE_MANY : MSG_PACKAGE_NONE, pos,
                       asked(diag, province, year), names_that_fit(list, diag, province, year));
    return NULL;
}

bool package_known(const struct package_list *list, struct diag *diag, struct pos pos,
                   const char *name, struct slice province, int year, const char *places)
{
    struct nearest nearest = {.wanted = slice_of(name)};
    for (size_t i = 0; i < list->count; i++)
        if (slice_is(nearest.wanted, list->item[i].name))
            return true;
    for (size_t i = 0; i < list->count; i++)
        nearest_offer(&nearest, slice_of(list->item[i].name));
    const char *asked_for = asked(diag, province, year);
    const char *names = names_that_fit(list, diag, province, year);
    if (nearest.best.n)
        diag_report(diag, MSG_PACKAGE_NEAR, pos, name, nearest.best.p, asked_for, names, places);
    else
        diag_report(diag, MSG_PACKAGE_UNKNOWN, pos, name, asked_for, names, places);
    return false;
}
