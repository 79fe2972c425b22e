#include "template/named.h"

#include <string.h>

#include "template/tags.h"

static struct named_block block_of(const struct tag *tag)
{
    struct named_block block = {.name = tag->raw, .pos = tag->pos};
    block.replaces = tag->parent && tag->parent->kind == TAG_PARENT;
    for (const struct tag *around = tag->parent; around; around = around->parent)
        block.depth += around->kind == TAG_BLOCK;
    return block;
}

static void visit_tags(const struct tag *tag,
                       void (*visit)(void *data, const struct named_block *block), void *data)
{
    for (const struct tag *child = tag->first; child; child = child->next) {
        const struct named_block block = block_of(child);
        if (child->kind == TAG_BLOCK)
            visit(data, &block);
        visit_tags(child, visit, data);
    }
}

/* The i-th part of the package itself; what is wrong in it is told by who makes documents. */
static const struct mustache *part_at(const struct template *template, struct package *package,
                                      struct slice name)
{
    struct diag quiet;
    diag_init(&quiet, template->arena, LANGUAGE_ENGLISH);
    return package_part(template->arena, &quiet, package, name, (struct pos){0});
}

void named_blocks(const struct template *template, struct package *package,
                  void (*visit)(void *data, const struct named_block *block), void *data)
{
    struct slice *names;
    size_t count = package_list(template->arena, package, &names);
    for (size_t i = 0; i < count; i++) {
        const struct mustache *part = part_at(template, package, names[i]);
        if (part)
            visit_tags(part->root, visit, data);
    }
}

unsigned paragraphs_of(const struct template *template, struct package *package)
{
    static const char tag[] = "<p";
    struct slice *names;
    size_t parts = package_list(template->arena, package, &names);
    unsigned count = 0;
    for (size_t i = 0; i < parts; i++) {
        const struct mustache *part = part_at(template, package, names[i]);
        const char *at = part ? part->source->text.p : NULL;
        while (at && (at = strstr(at, tag)))
            count += strchr(" >/", *(at += strlen(tag))) != NULL;
    }
    return count;
}

static bool is_within(const struct tag *tag, struct pos pos)
{
    const char *at = pos.source->text.p + pos.offset;
    if (tag->kind == TAG_TEXT)
        return at >= tag->raw.p && at < tag->raw.p + tag->raw.n;
    return pos.offset >= tag->pos.offset && pos.offset < tag->pos.offset + tag->pos.length;
}

static const struct tag *tag_at(const struct tag *tag, struct pos pos)
{
    const struct tag *found = NULL;
    for (const struct tag *child = tag->first; child && !found; child = child->next)
        found = is_within(child, pos) ? child : tag_at(child, pos);
    return found;
}

/* The part that the place is in, among those read. */
static const struct mustache *part_of(const struct template *template, struct pos pos)
{
    for (const struct package *package = template->package; package; package = package->base)
        for (const struct part *part = package->parts; part; part = part->next)
            if (part->compiled && part->compiled->source == pos.source)
                return part->compiled;
    return NULL;
}

unsigned blocks_around(const struct template *template, struct pos pos, struct named_block *blocks,
                       unsigned room)
{
    const struct mustache *part = pos.source ? part_of(template, pos) : NULL;
    const struct tag *tag = part ? tag_at(part->root, pos) : NULL;
    unsigned count = 0;
    for (; tag && count < room; tag = tag->parent)
        if (tag->kind == TAG_BLOCK)
            blocks[count++] = block_of(tag);
    return count;
}
