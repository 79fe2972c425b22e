/* The catalogue, as the intake asks for it: codes by name. */
#include "intake/figure.h"
#include "press/import.h"

struct known {
    const struct catalog *catalog;
    struct slice *plain[2]; /* the names of functional and economic subjects, as compared */
};

static const struct subjects *subjects_of(const struct known *known, bool economic)
{
    return economic ? &known->catalog->economic : &known->catalog->functional;
}

static struct slice name_of(void *data, bool economic, struct slice code, int year)
{
    const struct subject *subject = subject_find(subjects_of(data, economic), code, year);
    return subject ? subject->name : (struct slice){"", 0};
}

static struct slice code_of(void *data, bool economic, struct slice parent, size_t digits,
                            struct slice plain)
{
    const struct known *known = data;
    const struct subjects *subjects = subjects_of(known, economic);
    for (size_t i = 0; plain.n && i < subjects->count; i++) {
        struct slice code = subjects->item[i].code;
        if (code.n == digits && code.n >= parent.n && memcmp(code.p, parent.p, parent.n) == 0 &&
            slice_eq(known->plain[economic][i], plain))
            return code;
    }
    return (struct slice){"", 0};
}

static struct slice *plain_names(struct arena *arena, const struct subjects *subjects)
{
    struct slice *plain = ARENA_ARRAY(arena, struct slice, subjects->count + 1);
    for (size_t i = 0; i < subjects->count; i++)
        plain[i] = label_plain(arena, subjects->item[i].name);
    return plain;
}

const struct subject_names *catalog_names(struct arena *arena, const struct catalog *catalog)
{
    struct known *known = ARENA_NEW(arena, struct known);
    struct subject_names *names = ARENA_NEW(arena, struct subject_names);
    *known = (struct known){
        catalog,
        {plain_names(arena, &catalog->functional), plain_names(arena, &catalog->economic)}};
    *names = (struct subject_names){known, name_of, code_of};
    return names;
}
