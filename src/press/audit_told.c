#include "press/audit_told.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Below which heading what is told; whole: all of it, else the reason that its text gives. */
static const struct {
    const char *heading, *but, *key;
    bool whole;
} told[] = {{"职责", NULL, "概况.职责", true},
            {"主要职能", NULL, "概况.职责", true},
            {"机构设置", NULL, "概况.机构", true},
            {"单位构成", NULL, "概况.机构", true},
            {"财政拨款收入支出决算总体", NULL, "说明.财政拨款收支", false},
            {"财政拨款收支决算总体", NULL, "说明.财政拨款收支", false},
            {"收入支出决算总体", "财政拨款", "说明.收支总体", false},
            {"一般公共预算财政拨款支出决算总体", NULL, "说明.一般公共预算支出", false},
            {"政府性基金预算", NULL, "说明.政府性基金预算", false},
            {"机关运行经费", NULL, "说明.机关运行经费", false}};

static bool holds(struct slice text, const char *words)
{
    return memmem(text.p, text.n, words, strlen(words)) != NULL;
}

/* Whether the line is a heading: 一、 or （一） or a part, short, without a sentence. */
static bool is_heading(const struct paragraph *p)
{
    enum { LONGEST = 45 };
    struct slice plain = p->plain, begin = {plain.p, plain.n < 12 ? plain.n : 12};
    bool numbered = slice_starts(plain, "(") || slice_starts(plain, "第") || holds(begin, "、");
    return numbered && utf8_length(plain) <= LONGEST && !slice_ends(plain, "。") &&
           !slice_ends(plain, ";") && !memchr(plain.p, ',', plain.n);
}

static int row_of(struct slice heading)
{
    for (size_t i = 0; i < COUNT(told); i++)
        if (holds(heading, told[i].heading) && !(told[i].but && holds(heading, told[i].but)))
            return (int)i;
    return -1;
}

/* The reason that the text gives, without its stop; empty for none. */
static struct slice reason_in(struct slice text)
{
    static const char *const begins[] = {"主要原因是：", "主要原因是", "主要原因：",
                                         "主要变动原因是", "主要是"};
    for (size_t i = 0; i < COUNT(begins); i++) {
        const char *at = memmem(text.p, text.n, begins[i], strlen(begins[i]));
        if (!at)
            continue;
        at += strlen(begins[i]);
        struct slice rest = {at, (size_t)(text.p + text.n - at)};
        const char *end = memmem(rest.p, rest.n, "。", strlen("。"));
        return (struct slice){rest.p, end ? (size_t)(end - rest.p) : rest.n};
    }
    return (struct slice){"", 0};
}

static void type(struct arena *arena, struct node *record, const char *path, struct slice text,
                 struct pos pos, bool more)
{
    struct node *map = record;
    bool fresh = false;
    for (struct slice rest = slice_of(path); rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        struct node *child = node_child(map, key);
        fresh = !child;
        if (!child)
            child = node_add(arena, map, rest.p ? NODE_MAP : NODE_STRING, key, pos);
        map = child;
    }
    if (!fresh && !more)
        return;
    map->text = fresh ? slice_copy(arena, text)
                      : slice_of(arena_printf(arena, "%s\n%.*s", map->text.p, (int)text.n, text.p));
    map->pos = pos;
}

void audit_told(struct arena *arena, const struct book *book, struct node *record)
{
    int row = -1;
    for (const struct paragraph *p = book->first_paragraph; p; p = p->next) {
        if (is_heading(p)) {
            int found = row_of(p->plain);
            if (found >= 0 || !(row >= 0 && told[row].whole && slice_starts(p->plain, "(")))
                row = found;
            if (found >= 0 || row < 0)
                continue;
        }
        bool entry = holds(p->plain, "....") || holds(p->plain, "……");
        if (row < 0 || entry)
            continue;
        struct slice text = told[row].whole ? p->text : reason_in(p->text);
        if (text.n)
            type(arena, record, told[row].key, text, paragraph_pos(p, p->text), told[row].whole);
    }
}
