#include "template/languages.h"

static const struct {
    const char *tag, *name;
} languages[] = {
#define LANGUAGE(tag, name) {tag, name},
#include "template/languages.def"
#undef LANGUAGE
};

const char *language_tag(struct slice name)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (slice_is(name, languages[i].name))
            return languages[i].tag;
    return NULL;
}

void languages_offer(struct nearest *nearest)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        nearest_offer(nearest, slice_of(languages[i].name));
}
