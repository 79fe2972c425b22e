/*
 * INI, line by line:
 *
 *     # comment            ; comment
 *     [section.name]       what follows belongs to it
 *     key.sub = value
 *         more text        an indented line: one more paragraph of the value above
 *
 * A heading makes maps of all its parts, a key of all but its last.
 */
#include "record/reader.h"

#include <string.h>

struct ini {
    struct arena *arena;
    struct diag *diag;
    const struct source *source;
    struct node *root;
    struct node *section; /* where keys go; a loose map after a heading that was refused */
    struct node *value;   /* what indented lines continue, or NULL */
    struct buf text;      /* of the value, so far */
    bool skip;            /* indented lines belong to a line that was refused */
};

static void report(struct ini *ini, enum message message, struct slice part)
{
    diag_report_chosen(ini->diag, message, source_pos(ini->source, part));
}

static void finish_value(struct ini *ini)
{
    if (ini->value)
        ini->value->text = slice_copy(ini->arena, buf_slice(&ini->text));
    ini->value = NULL;
    ini->skip = false;
}

static void continue_value(struct ini *ini, struct slice line)
{
    if (ini->skip)
        return;
    if (line.p[0] == '#' || line.p[0] == ';') {
        report(ini, MSG_INI_COMMENT, line);
        return;
    }
    if (!ini->value) {
        report(ini, MSG_INI_INDENT, line);
        ini->skip = true;
        return;
    }
    if (ini->text.n)
        buf_putc(&ini->text, '\n');
    else
        ini->value->pos = source_pos(ini->source, line);
    buf_put_slice(&ini->text, line);
    struct pos *pos = &ini->value->pos;
    pos->length = (uint32_t)(line.p + line.n - ini->source->text.p) - pos->offset;
}

/* Whether a node called name may be made below parent. */
static bool name_fits(struct ini *ini, const struct node *parent, struct slice name)
{
    if (!name.n) {
        report(ini, MSG_KEY_EMPTY, name);
        return false;
    }
    if (node_depth(parent) >= NODE_DEPTH_MAX) {
        diag_report(ini->diag, MSG_NESTING, source_pos(ini->source, name),
                    arena_printf(ini->arena, "%d", NODE_DEPTH_MAX));
        return false;
    }
    return true;
}

/* The map at a dotted path below parent, made where needed; NULL after an error. */
static struct node *descend(struct ini *ini, struct node *parent, struct slice path)
{
    while (path.p) {
        struct slice name = slice_cut(&path, '.');
        struct pos pos = source_pos(ini->source, name);
        if (!name_fits(ini, parent, name))
            return NULL;
        struct node *child = node_child(parent, name);
        if (!child)
            child = node_add(ini->arena, parent, NODE_MAP, name, pos);
        if (child->kind != NODE_MAP) {
            report_twice(ini->arena, ini->diag, MSG_KEY_TWICE, child, pos);
            return NULL;
        }
        parent = child;
    }
    return parent;
}

/* A map's position is its heading once it has one, else where it was first named. */
static bool has_heading(const struct node *map)
{
    return map->pos.source->text.p[map->pos.offset] == '[';
}

/* Splits a dotted key at its last dot; *parent is {NULL, 0} when there is none. */
static struct slice last_name(struct slice key, struct slice *parent)
{
    const char *dot = memrchr(key.p, '.', key.n);
    *parent = (struct slice){dot ? key.p : NULL, dot ? (size_t)(dot - key.p) : 0};
    return dot ? (struct slice){dot + 1, key.n - parent->n - 1} : key;
}

static void open_section(struct ini *ini, struct slice heading, struct slice name)
{
    struct node *map = descend(ini, ini->root, name);
    struct pos pos = source_pos(ini->source, heading);
    if (!map)
        return;
    if (has_heading(map)) {
        report_twice(ini->arena, ini->diag, MSG_SECTION_TWICE, map, pos);
        return;
    }
    struct slice path;
    map->key_pos = source_pos(ini->source, last_name(name, &path));
    map->pos = pos;
    ini->section = map;
}

static void read_section(struct ini *ini, struct slice line)
{
    ini->section = node_new(ini->arena, NULL, NODE_MAP);
    const char *close = memchr(line.p, ']', line.n);
    if (!close) {
        report(ini, MSG_INI_SECTION, line);
        return;
    }
    struct slice heading = {line.p, (size_t)(close + 1 - line.p)};
    struct slice after = text_trim((struct slice){close + 1, line.n - heading.n});
    if (after.n)
        report(ini, MSG_INI_AFTER_SECTION, after);
    open_section(ini, heading, text_trim((struct slice){line.p + 1, heading.n - 2}));
}

static void add_value(struct ini *ini, struct slice key, struct slice value)
{
    struct slice path, name = last_name(key, &path);
    struct node *parent = descend(ini, ini->section, path);
    if (!parent || !name_fits(ini, parent, name))
        return;
    struct pos pos = source_pos(ini->source, name);
    struct node *node = node_add(ini->arena, parent, NODE_STRING, name, pos);
    if (!node) {
        report_twice(ini->arena, ini->diag, MSG_KEY_TWICE, node_child(parent, name), pos);
        return;
    }
    node->pos = source_pos(ini->source, value);
    buf_clear(&ini->text);
    buf_put_slice(&ini->text, value);
    ini->value = node;
    ini->skip = false;
}

static void report_line(struct ini *ini, struct slice line)
{
    const char *equals = memmem(line.p, line.n, "＝", 3);
    const char *from = equals ? equals : line.p;
    struct slice rest = {from, line.n - (size_t)(from - line.p)};
    if (!report_full_width(ini->arena, ini->diag, ini->source, rest))
        report(ini, MSG_INI_LINE, line);
    else if (!equals) /* meant as a heading */
        ini->section = node_new(ini->arena, NULL, NODE_MAP);
}

static void read_key(struct ini *ini, struct slice line)
{
    ini->skip = true;
    const char *equals = memchr(line.p, '=', line.n);
    if (!equals) {
        report_line(ini, line);
        return;
    }
    size_t before = (size_t)(equals - line.p);
    struct slice value = {equals + 1, line.n - before - 1};
    add_value(ini, text_trim((struct slice){line.p, before}), text_trim(value));
}

static void read_line(struct ini *ini, struct slice line)
{
    struct slice text = text_trim(line);
    if (!text.n)
        return;
    if (text.p != line.p) {
        continue_value(ini, text);
        return;
    }
    if (text.p[0] == '#' || text.p[0] == ';')
        return;
    finish_value(ini);
    if (text.p[0] == '[')
        read_section(ini, text);
    else
        read_key(ini, text);
}

struct node *ini_parse(struct arena *arena, struct diag *diag, const struct source *source)
{
    struct ini ini = {.arena = arena, .diag = diag, .source = source};
    ini.root = ini.section = node_new(arena, NULL, NODE_MAP);
    struct slice rest = text_body(source);
    ini.root->pos = ini.root->key_pos = source_pos(source, (struct slice){rest.p, 0});
    while (rest.p && !too_many(diag))
        read_line(&ini, slice_cut(&rest, '\n'));
    finish_value(&ini);
    buf_free(&ini.text);
    return ini.root;
}
