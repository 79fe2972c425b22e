#include "record/withheld.h"

#include <string.h>

#include "record/provenance.h"

/* The keys of each section that can be withheld, besides those of its own name. */
static const struct {
    const char *section;
    const char *keys;
} sections[] = {
    {"三公", "三公|上年.三公"},
    {"机关运行经费", "机关运行经费|上年.机关运行经费|说明.机关运行经费|说明.机关运行经费预算"},
    {"一般性支出", "一般性支出|上年.会议费|上年.培训费"},
    {"政府采购", "政府采购"},
    {"国有资产", "国有资产"},
    {"人员", "人员"},
    {"绩效", "绩效"},
    {"决算单位", "单位.决算单位"},
    {"基本支出经济分类", "基本支出经济分类|功能经济分类"},
    {"项目支出经济分类", "项目支出经济分类|功能经济分类"},
    {"功能经济分类", "功能经济分类"},
    {"支出用途", "支出用途"},
    {"自定义", "自定义"},
};

enum { SECTIONS = sizeof sections / sizeof *sections };

/* The keys that a record withholds, one after another. */
struct keys {
    const struct node *reasons; /* 涉密 of the record */
    const char *section;        /* at hand */
    size_t next;
    struct slice rest;
};

static struct keys keys_of(const struct node *by)
{
    return (struct keys){.reasons = node_child(by, SLICE("涉密"))};
}

static bool next_key(struct keys *keys, struct slice *key)
{
    while (!keys->rest.n && keys->reasons && keys->next < SECTIONS) {
        keys->section = sections[keys->next].section;
        const struct node *reason = node_child(keys->reasons, slice_of(keys->section));
        if (reason && !reason->absent && reason->text.n)
            keys->rest = slice_of(sections[keys->next].keys);
        keys->next++;
    }
    if (!keys->rest.n)
        return false;
    *key = slice_cut(&keys->rest, '|');
    return true;
}

bool record_withholds(const struct node *by, const char *key)
{
    struct slice path;
    for (struct keys keys = keys_of(by); next_key(&keys, &path);)
        if (strncmp(key, path.p, path.n) == 0 && (!key[path.n] || key[path.n] == '.'))
            return true;
    return false;
}

static bool is_typed(const struct node *node)
{
    bool leaf = node->kind == NODE_STRING || node->kind == NODE_NUMBER;
    bool typed = leaf && !node->absent;
    for (const struct node *child = node->first; child && !typed; child = child->next)
        typed = is_typed(child);
    return typed;
}

static void empty(struct node *node)
{
    node_clear(node);
    node->text = SLICE("");
    node->number = 0;
    node->absent = true;
    node->missing = false;
}

/* The node at the path below `from`, which may be NULL. */
static struct node *at(const struct node *from, struct slice path)
{
    struct node *found = NULL;
    while (from && path.p)
        from = found = node_child(from, slice_cut(&path, '.'));
    return found;
}

bool record_types_withheld(const struct node *record, const struct node *by)
{
    struct slice path;
    for (struct keys keys = keys_of(by); next_key(&keys, &path);) {
        const struct node *node = at(record, path);
        if (node && is_typed(node))
            return true;
    }
    return false;
}

void record_withhold(struct diag *diag, struct node *record, const struct node *by)
{
    struct slice path;
    for (struct keys keys = keys_of(by); next_key(&keys, &path);) {
        struct node *node = at(record, path);
        struct node *source = at(node_child(record, SLICE(PROVENANCE_KEY)), path);
        if (node && diag && is_typed(node))
            diag_report(diag, MSG_WITHHELD_TYPED, node->key_pos, node_path(diag->arena, node).p,
                        keys.section);
        if (node)
            empty(node);
        if (source)
            empty(source);
    }
}

static void mark(struct node *node)
{
    node->withheld = true;
    for (struct node *child = node->first; child; child = child->next)
        mark(child);
}

void withheld_mark(struct node *record, const struct node *by)
{
    struct slice path;
    for (struct keys keys = keys_of(by); next_key(&keys, &path);) {
        struct node *node = at(record, path);
        if (node)
            mark(node);
    }
}
