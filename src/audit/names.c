/* Subjects in the tables whose names are not those of their codes. */
#include <string.h>

#include "audit/structure.h"
#include "intake/figure.h"

/* The name without its number, 其中, and what stands in brackets behind it: 公共安全支出(类). */
static struct slice bare_name(struct arena *arena, struct slice name)
{
    struct slice bare = label_bare(label_plain(arena, name));
    const char *lead = "其中:";
    if (slice_starts(bare, lead))
        bare = (struct slice){bare.p + strlen(lead), bare.n - strlen(lead)};
    const char *bracket = slice_ends(bare, ")") ? memchr(bare.p, '(', bare.n) : NULL;
    return bracket && bracket > bare.p ? (struct slice){bare.p, (size_t)(bracket - bare.p)} : bare;
}

static bool is_same(struct arena *arena, struct slice name, struct slice other)
{
    return slice_eq(label_plain(arena, name), label_plain(arena, other)) ||
           slice_eq(bare_name(arena, name), bare_name(arena, other));
}

/* Whether a table before says the same: it is told once. */
static bool is_repeated(const struct harvest *harvest, const struct naming *naming)
{
    const struct naming *before = harvest->names;
    while (before != naming &&
           !(slice_eq(before->code, naming->code) && slice_eq(before->name, naming->name)))
        before = before->next;
    return before != naming;
}

void audit_names(struct diag *diag, const struct harvest *harvest, const struct catalog *catalog,
                 int year)
{
    for (const struct naming *naming = harvest->names; naming; naming = naming->next) {
        const struct subjects *list = naming->economic ? &catalog->economic : &catalog->functional;
        const struct subject *subject = subject_find(list, naming->code, year);
        if (!subject || !subject_holds(subject, year) ||
            is_same(diag->arena, subject->name, naming->name) || is_repeated(harvest, naming))
            continue;
        struct finding *finding = diag_report(
            diag, MSG_AUDIT_NAME, cell_pos(naming->table->grid, naming->cell), naming->code.p,
            naming->name.p, subject->name.p, arena_printf(diag->arena, "%d", year));
        finding->values[0] = naming->name.p;
        finding->values[1] = subject->name.p;
    }
}
