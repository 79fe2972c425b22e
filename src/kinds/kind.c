#include "kinds/kind.h"

#include <string.h>

static const struct kind *const kinds[] = {&kind_final, &kind_report, &kind_budget};

const struct kind *kind_at(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? kinds[index] : NULL;
}

const struct kind *kind_titled(struct slice title)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (struct slice rest = slice_of(kinds[i]->title ? kinds[i]->title : ""); rest.p;) {
            struct slice word = slice_cut(&rest, '|');
            if (word.n && memmem(title.p, title.n, word.p, word.n))
                return kinds[i];
        }
    return NULL;
}

const struct kind *kind_named(struct slice word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_is(word, kinds[i]->name))
            return kinds[i];
    return kinds[0];
}

const struct kind *kind_of(const struct node *record)
{
    const struct node *word = node_find(record, "单位.文种");
    return word ? kind_named(word->text) : kinds[0];
}
