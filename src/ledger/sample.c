#include "ledger/sample.h"

#include <string.h>

#include "record/keys.h"

/* Up to two codes of that length, of different 类. */
static void pick_codes(const char **codes, const struct subjects *subjects, size_t length)
{
    size_t picked = 0;
    for (size_t i = 0; i < subjects->count && picked < 2; i++) {
        const struct slice code = subjects->item[i].code;
        if (code.n == length && (!picked || memcmp(codes[0], code.p, 3) != 0))
            codes[picked++] = code.p;
    }
}

void sample_codes(struct skeleton *skeleton, const struct catalog *catalog)
{
    pick_codes(skeleton->functional, &catalog->functional, 7);
    pick_codes(skeleton->economic, &catalog->economic, 5);
}

/* Keys that cannot stand beside others, or name what is not there. */
static bool is_left_out(const struct filling *filling)
{
    static const char *const paths[] = {"上年.记录",
                                        "科目名称.<科目>",
                                        "单位.下属记录.<序号>",
                                        "抵消.收入.<项>.<收入来源>",
                                        "抵消.支出.<项>.<资金来源>.<支出性质>",
                                        "抵消.上年.总计",
                                        "支出用途.<功能科目>.项.<序号>.科目",
                                        "支出用途.<其他预算>.<功能科目>.项.<序号>.科目",
                                        "列报",
                                        "来源",
                                        "说明.类的次序",
                                        "涉密.<涉密内容>"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (strcmp(filling->row->path, paths[i]) == 0)
            return true;
    return false;
}

static bool is_code(struct slice key)
{
    return key.p[0] >= '0' && key.p[0] <= '9';
}

static bool is_below_code(const struct node *node)
{
    while ((node = node->parent) && node->parent)
        if (is_code(node->key))
            return true;
    return false;
}

/* Whether the words of the key below its code are among the first two that may stand there: of the
 * sources and kinds of a code only those have amounts, so that fiscal money goes where it may. */
static bool is_among_first(const struct filling *filling)
{
    const char *path = filling->row->path, *end = path + strlen(path);
    for (const struct node *node = filling->key; node->parent; node = node->parent) {
        const struct node *first = node->parent->first;
        const char *segment = memrchr(path, '.', (size_t)(end - path));
        bool word = (segment ? segment[1] : *path) == '<' && !is_code(node->key);
        if (word && node != first && node != first->next && is_below_code(node))
            return false;
        end = segment ? segment : path;
    }
    return true;
}

static const char *const values[] = {
    [LEAF_LINE] = "示例", [LEAF_PROSE] = "示例甲。\n示例乙。",
    [LEAF_YEAR] = "2024", [LEAF_DATE] = "2025-09-01",
    [LEAF_MONEY] = "1",   [LEAF_SIGNED] = "1",
    [LEAF_COUNT] = "1",   [LEAF_SCORE] = "9",
};

static bool is_amount(enum leaf_type type)
{
    return type == LEAF_MONEY || type == LEAF_SIGNED;
}

static struct slice fill_full(void *data, const struct filling *filling)
{
    (void)data;
    struct slice words = slice_of(filling->row->words);
    enum leaf_type type = filling->row->type;
    if (is_left_out(filling))
        return (struct slice){NULL, 0};
    if (type == LEAF_CHOICE)
        return slice_cut(&words, '|');
    bool zero = is_amount(type) && !is_among_first(filling);
    return zero ? SLICE("0") : slice_of(values[type]);
}

static const struct schema_row *first_row(const struct node *key)
{
    while (key->parent)
        key = key->parent;
    return schema_keys(key);
}

/* The full record, but that last year's amounts, the budget's and the final ones are these; and its
 * texts are marks. data is the arena. */
static struct slice fill_marked(void *data, const struct filling *filling, const char *last,
                                const char *budget, const char *final)
{
    struct slice text = fill_full(data, filling);
    const char *path = filling->row->path;
    if (text.p && (filling->row->type == LEAF_LINE || filling->row->type == LEAF_PROSE))
        return slice_of(arena_printf(data, SAMPLE_MARK_START "%td" SAMPLE_MARK_END,
                                     filling->row - first_row(filling->key)));
    if (!is_amount(filling->row->type) || !slice_is(text, "1"))
        return text;
    if (strncmp(path, "上年.", strlen("上年.")) == 0)
        return slice_of(last);
    return slice_of(strstr(path, "预算.") ? budget : final);
}

/* All of them are enough to be printed in 万元. */
static struct slice fill_changed(void *data, const struct filling *filling)
{
    return fill_marked(data, filling, "10000", "20000", "30000");
}

static struct slice fill_fallen(void *data, const struct filling *filling)
{
    return fill_marked(data, filling, "40000", "35000", "30000");
}

static struct slice last_word(const char *words)
{
    struct slice word = {NULL, 0};
    for (struct slice rest = slice_of(words); rest.p;)
        word = slice_cut(&rest, '|');
    return word;
}

static struct slice fill_bare(void *data, const struct filling *filling)
{
    (void)data;
    enum leaf_type type = filling->row->type;
    if (!filling->row->presence || filling->example)
        return (struct slice){NULL, 0};
    if (type == LEAF_CHOICE)
        return last_word(filling->row->words);
    return is_amount(type) || type == LEAF_COUNT ? SLICE("0") : slice_of(values[type]);
}

static const struct schema_row *keys_of_form(void *data, const struct node *record)
{
    (void)record;
    return ((const struct ledger_form *)data)->keys;
}

struct facts *ledger_sample(struct arena *arena, struct diag *diag, const struct catalog *catalog,
                            const struct ledger_form *form, enum sample sample)
{
    static const struct {
        const char *name;
        struct slice (*fill)(void *data, const struct filling *filling);
    } samples[] = {[SAMPLE_FULL] = {"sample-full.ini", fill_full},
                   [SAMPLE_CHANGED] = {"sample-changed.ini", fill_changed},
                   [SAMPLE_FALLEN] = {"sample-fallen.ini", fill_fallen},
                   [SAMPLE_BARE] = {"sample-bare.ini", fill_bare}};
    struct skeleton skeleton = {
        .keys = form->keys, .items = 2, .bare = true, .fill = samples[sample].fill, .data = arena};
    sample_codes(&skeleton, catalog);
    struct buf text = {0};
    skeleton_print(&text, arena, &skeleton);
    const struct source *source = source_of(arena, samples[sample].name, buf_slice(&text));
    buf_free(&text);
    const struct demand demand = {.data = (void *)(uintptr_t)form, .keys = keys_of_form};
    const struct node *record = record_parse_for(arena, diag, source, &demand);
    return record ? ledger_run_form(arena, diag, form, record, NULL, catalog, NULL, 0) : NULL;
}
