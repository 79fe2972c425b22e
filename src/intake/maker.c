#include "intake/maker.h"

#include <stdarg.h>
#include <stdio.h>

#include "intake/figure.h"

const struct figure *maker_find(const struct maker *maker, const char *format, ...)
{
    char fact[512];
    va_list args;
    va_start(args, format);
    vsnprintf(fact, sizeof fact, format, args);
    va_end(args);
    return harvest_find(maker->harvest, fact);
}

static struct node *map_at(const struct maker *maker, struct slice path, struct pos pos,
                           struct slice *last)
{
    struct node *map = maker->root;
    for (struct slice rest = path;;) {
        *last = slice_cut(&rest, '.');
        if (!rest.p)
            return map;
        struct node *child = node_child(map, *last);
        map = child ? child : node_add(maker->arena, map, NODE_MAP, *last, pos);
    }
}

struct node *maker_put_text(const struct maker *maker, const char *path, struct slice text,
                            struct pos pos)
{
    struct slice key;
    struct node *map = map_at(maker, slice_of(path), pos, &key);
    struct node *node = node_add(maker->arena, map, NODE_STRING, key, pos);
    if (!node)
        return NULL;
    node->text = slice_copy(maker->arena, text);
    node->pos = pos;
    return node;
}

void maker_put_amount(const struct maker *maker, const char *path, int64_t amount,
                      const struct figure *from, int64_t step)
{
    struct node *node = maker_put_text(maker, path, amount_typed(maker->arena, amount, maker->unit),
                                       from ? figure_pos(from) : (struct pos){0});
    if (node)
        node->number = step;
}

bool maker_copy(const struct maker *maker, const char *key, const char *fact)
{
    const struct figure *figure = harvest_find(maker->harvest, fact);
    if (figure && figure->is_count)
        maker_put_text(maker, key, figure_typed(maker->arena, figure, maker->unit),
                       figure_pos(figure));
    else if (figure)
        maker_put_amount(maker, key, figure->number, figure, figure->step);
    return figure != NULL;
}
