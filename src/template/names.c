#include "template/names.h"

#include <string.h>

struct name *names_add(struct names *names, struct slice text)
{
    for (struct name *name = names->first; name; name = name->next)
        if (slice_eq(name->text, text))
            return name;
    struct name *name = ARENA_NEW(names->arena, struct name);
    *name = (struct name){.text = text};
    *(names->last ? &names->last->next : &names->first) = name;
    return names->last = name;
}

static struct slice above(struct slice path)
{
    const char *dot = memrchr(path.p, '.', path.n);
    return (struct slice){path.p, dot ? (size_t)(dot - path.p) : 0};
}

const char *names_join(const struct names *names, enum language language)
{
    static const char *const between[] = {"; ", "；"}, *const within[] = {", ", "、"};
    struct buf buf = {0};
    struct slice group = {"", 0};
    for (const struct name *name = names->first; name; name = name->next) {
        struct slice parent = above(name->text);
        bool sibling = name != names->first && parent.n && slice_eq(parent, group);
        if (name != names->first)
            buf_puts(&buf, (sibling ? within : between)[language]);
        size_t skip = sibling ? parent.n + 1 : 0;
        buf_put(&buf, name->text.p + skip, name->text.n - skip);
        group = parent;
    }
    const char *text = slice_copy(names->arena, buf_slice(&buf)).p;
    buf_free(&buf);
    return text;
}
