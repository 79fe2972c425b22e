/* Names that subjects had in other years. */
#include <string.h>

#include "check/checking.h"
#include "check/words.h"
#include "ledger/catalog.h"

/* Prose says 医疗卫生与计划生育（类） for 医疗卫生与计划生育支出. */
static struct slice without_ending(struct slice name)
{
    return slice_ends(name, "支出") ? (struct slice){name.p, name.n - strlen("支出")} : name;
}

/* A short name may be an ordinary phrase. */
enum { TELLING = 6 };

/* The old name in the text, if it is not said of persons (行政事业单位离退休人员). */
static struct slice find_name(struct slice text, struct slice name)
{
    const char *at = memmem(text.p, text.n, name.p, name.n);
    struct slice rest = {at ? at + name.n : NULL, at ? (size_t)(text.p + text.n - at) - name.n : 0};
    bool persons = slice_starts(rest, "人员") || slice_starts(rest, "干部");
    return at && !persons ? (struct slice){at, name.n} : (struct slice){NULL, 0};
}

/* A name that a subject no longer has in the year disclosed. */
struct old_name {
    const char *now;
    struct slice name;
};

static size_t list_old_names(const struct checking *checking, struct old_name *names)
{
    const struct subjects *subjects = &checking->facts->catalog->functional;
    int year = (int)check_fact(checking, "单位.年度")->number;
    size_t count = 0;
    for (size_t i = 0; i < subjects->count; i++) {
        const struct subject *old = &subjects->item[i];
        const struct subject *now = subject_find(subjects, old->code, year);
        struct slice name = without_ending(old->name);
        if (now != old && utf8_length(name) >= TELLING && !text_holds(now->name, name))
            names[count++] = (struct old_name){now->name.p, name};
    }
    return count;
}

static void find_old_name(struct checking *checking, const struct fact *text, struct slice path)
{
    (void)path;
    for (size_t i = 0; i < checking->old_name_count; i++) {
        if (!letters_may_say(checking->letters, checking->old_names[i].name.p))
            continue;
        struct slice found = find_name(text->text, checking->old_names[i].name);
        if (found.p)
            check_text_against(checking, text, found, checking->old_names[i].now, (struct pos){0});
    }
}

void check_old_name(struct checking *checking)
{
    const struct catalog *catalog = checking->facts->catalog;
    if (!catalog)
        return;
    struct old_name *names =
        ARENA_ARRAY(checking->facts->arena, struct old_name, catalog->functional.count);
    checking->old_name_count = list_old_names(checking, names);
    checking->old_names = names;
    each_prose(checking, find_old_name);
}
