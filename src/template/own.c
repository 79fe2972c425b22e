#include "template/own.h"

#include <string.h>

#include "record/keys.h"
#include "template/unknown.h"

enum { KINDS_MAX = 8 };

/* One declaration. */
struct item {
    struct item *next;
    const char *path; /* with <序号> for the items of a list */
    const struct node *node;
    const struct node *type, *formula;   /* one of them */
    enum { FREE, UNDER_WAY, PUT } state; /* of a figure on its way into the rows */
};

struct own {
    struct item *first, *last;
    size_t keys, figures, lasts;
    struct schema_row *row; /* ours, then the package's, up to one without a path */
    struct formula_row *formula;
    struct last_figure *carried;
    /* The forms made so far. */
    const struct ledger_form *base[KINDS_MAX], *form[KINDS_MAX];
    unsigned forms;
};

/* ---- What a declaration says ---- */

static const struct {
    const char *word;
    enum leaf_type type;
} types[] = {{"金额", LEAF_MONEY}, {"金额，可为负", LEAF_SIGNED}, {"整数", LEAF_COUNT},
             {"得分", LEAF_SCORE}, {"一行文字", LEAF_LINE},       {"文字", LEAF_PROSE},
             {"日期", LEAF_DATE},  {"选项", LEAF_CHOICE}};

static const struct {
    const char *key;
    const char *of; /* what it is for: 键, 指标, or both */
    const char *values[2];
    const char *meaning[2];
} settings[] = {
    {"类型",
     "键",
     {"金额 | 金额，可为负 | 整数 | 得分 | 一行文字 | 文字 | 日期 | 选项",
      "金额 | 金额，可为负 | 整数 | 得分 | 一行文字 | 文字 | 日期 | 选项"},
     {"makes it a key of the record, of this type", "使其成为数据文件的键，属此类型"}},
    {"公式",
     "指标",
     {"names and signs", "名称和符号"},
     {"makes it a figure that follows from others", "使其成为由其他指标得出的指标"}},
    {"含义", "键、指标", {"text", "文字"}, {"what it is; must be there", "含义；必须写明"}},
    {"单位", "键", {"text", "文字"}, {"of what is counted or scored", "整数、得分的单位"}},
    {"选项", "键", {"words with | between", "各词之间用 |"}, {"of a choice", "选项各词"}},
    {"必填", "键", {"是 | 否", "是 | 否"}, {"a record must have it", "数据文件必须填写"}},
    {"取自", "键", {"text", "文字"}, {"where it stands in the books", "在账表中的出处"}},
    {"上年取自",
     "键",
     {"a name", "名称"},
     {"the figure of last year's record that it takes, where it is not typed",
      "没有填写时，取上年数据文件的这项指标"}},
    {"应等于",
     "指标",
     {"a name", "名称"},
     {"the figure that it must agree with, 尾差 apart", "应与之相等的指标，尾差除外"}},
};

static const struct node *said(const struct item *item, const char *key)
{
    return node_child(item->node, slice_of(key));
}

static const char *text_or(const struct node *node, const char *other)
{
    return node && node->text.n ? node->text.p : other;
}

static const char *words_of_types(struct arena *arena)
{
    struct buf words = {0};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        buf_printf(&words, "%s%s", i ? " | " : "", types[i].word);
    const char *text = arena_copy(arena, words.p, words.n);
    buf_free(&words);
    return text;
}

/* LEAF_NONE for a word that is no type. */
static enum leaf_type type_of(const struct item *item)
{
    for (size_t i = 0; item->type && i < sizeof types / sizeof *types; i++)
        if (slice_is(item->type->text, types[i].word))
            return types[i].type;
    return LEAF_NONE;
}

static bool is_yes(const struct node *node)
{
    return node && slice_is(node->text, "是");
}

/* ---- Reading ---- */

static void check_words(struct diag *diag, const struct item *item)
{
    for (const struct node *node = item->node->first; node; node = node->next) {
        struct nearest nearest = {.wanted = node->key};
        bool known = false;
        for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
            known |= slice_is(node->key, settings[i].key);
            nearest_offer(&nearest, slice_of(settings[i].key));
        }
        if (!known)
            settings_report_unknown(diag, node, &nearest);
    }
}

static void check_item(struct diag *diag, const struct item *item)
{
    const struct node *words = said(item, "选项"), *must = said(item, "必填");
    check_words(diag, item);
    if (!item->type == !item->formula)
        diag_report(diag, MSG_OWN_KIND, item->node->key_pos, item->path);
    else if (item->type && type_of(item) == LEAF_NONE)
        diag_report(diag, MSG_SETTING_VALUE, item->type->pos, item->type->text.p, "类型",
                    words_of_types(diag->arena));
    else if (item->type && (type_of(item) == LEAF_CHOICE) != (words && words->text.n))
        diag_report(diag, MSG_OWN_WORDS, item->type->pos, item->path);
    if (!*text_or(said(item, "含义"), ""))
        diag_report(diag, MSG_OWN_MEANING, item->node->key_pos, item->path);
    if (must && !is_yes(must) && !slice_is(must->text, "否"))
        diag_report(diag, MSG_SETTING_VALUE, must->pos, must->text.p, "必填", "是 | 否");
}

/* Whether the segments of the path that stand for many are classes that there are. */
static bool has_classes(struct diag *diag, const struct item *item)
{
    for (struct slice rest = slice_of(item->path); rest.p;) {
        struct slice segment = slice_cut(&rest, '.');
        if (*segment.p != '<' || schema_class(segment))
            continue;
        diag_report(diag, MSG_OWN_CLASS, item->node->key_pos, slice_copy(diag->arena, segment).p);
        return false;
    }
    return true;
}

static struct item *item_at(const struct own *own, const char *path)
{
    struct item *item = own->first;
    while (item && strcmp(item->path, path) != 0)
        item = item->next;
    return item;
}

static void take_item(struct arena *arena, struct diag *diag, struct own *own,
                      const struct node *node)
{
    const char *path = node_path(arena, node).p;
    struct item found = {.path = path,
                         .node = node,
                         .type = node_child(node, SLICE("类型")),
                         .formula = node_child(node, SLICE("公式"))};
    struct item *item = item_at(own, path);
    check_item(diag, &found);
    if (!has_classes(diag, &found))
        return;
    if (item) {
        found.next = item->next;
        *item = found;
        return;
    }
    item = ARENA_NEW(arena, struct item);
    *item = found;
    *(own->last ? &own->last->next : &own->first) = item;
    own->last = item;
}

/* A map that has a leaf is a declaration; one of maps alone is a group of them. */
static void take_items(struct arena *arena, struct diag *diag, struct own *own,
                       const struct node *map)
{
    for (const struct node *node = map->first; node; node = node->next) {
        if (node->kind != NODE_MAP)
            diag_report(diag, MSG_OWN_KIND, node->key_pos, node_path(arena, node).p);
        else if (node->first && node->first->kind == NODE_MAP)
            take_items(arena, diag, own, node);
        else
            take_item(arena, diag, own, node);
    }
}

struct own *own_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct own);
}

void own_take(struct arena *arena, struct diag *diag, struct own *own, const struct node *settings)
{
    const struct node *section = node_child(settings, SLICE(OWN_SECTION));
    if (section && section->kind == NODE_MAP)
        take_items(arena, diag, own, section);
}

/* ---- Names in formulas ---- */

/* Whether the name, with * for what stands for many, is that of the declaration. */
static bool is_named(const struct item *item, struct slice name)
{
    struct slice path = slice_of(item->path);
    while (path.p && name.p) {
        struct slice segment = slice_cut(&path, '.'), key = slice_cut(&name, '.');
        if (!slice_eq(segment, key) && !(*segment.p == '<' && slice_is(key, "*")))
            return false;
    }
    return !path.p && !name.p;
}

static struct item *declared(const struct own *own, struct slice name)
{
    struct item *item = own->first;
    while (item && !is_named(item, name))
        item = item->next;
    return item;
}

/* Whether the name is that of a group or list of declarations. */
static bool is_group(const struct own *own, const char *name)
{
    size_t n = strlen(name);
    for (const struct item *item = own->first; item; item = item->next)
        if (strncmp(item->path, name, n) == 0 && item->path[n] == '.')
            return true;
    return false;
}

/* The path with * for the items of lists, as formulas have it. */
static const char *starred(struct arena *arena, const char *path)
{
    struct buf out = {0};
    for (struct slice rest = slice_of(path); rest.p;) {
        struct slice segment = slice_cut(&rest, '.');
        buf_puts(&out, out.n ? "." : "");
        buf_put_slice(&out, *segment.p == '<' ? SLICE("*") : segment);
    }
    const char *text = arena_copy(arena, out.p, out.n);
    buf_free(&out);
    return text;
}

/* The whole name: one beside the declaration, or else below 自定义, or else from the root. */
static const char *whole_name(struct arena *arena, const struct own *own, const struct item *at,
                              struct slice name)
{
    const char *beside = starred(arena, at->path), *dot = strrchr(beside, '.');
    const char *names[] = {
        arena_printf(arena, "%.*s%.*s", (int)(dot + 1 - beside), beside, (int)name.n, name.p),
        arena_printf(arena, OWN_SECTION ".%.*s", (int)name.n, name.p)};
    for (size_t i = 0; i < 2; i++)
        if (declared(own, slice_of(names[i])) || is_group(own, names[i]))
            return names[i];
    return slice_copy(arena, name).p;
}

/* In the items of a list, what stands beside is the item's. */
static const char *name_at(struct arena *arena, const struct own *own, const struct item *at,
                           struct slice name)
{
    if (*name.p == '.')
        return slice_copy(arena, name).p;
    const char *whole = whole_name(arena, own, at, name), *beside = starred(arena, at->path);
    const char *star = strstr(beside, ".*.");
    size_t n = star ? (size_t)(star + 2 - beside) : 0;
    return n && strncmp(whole, beside, n) == 0 ? whole + n : whole;
}

static const struct {
    const char *typed, *sign;
} signs[] = {{"＋", "+"}, {"－", "-"}, {"−", "-"},   {"／", "/"},      {"÷", "/"},      {"+", "+"},
             {"-", "-"},  {"/", "/"},  {"比", "比"}, {"计数", "计数"}, {"平均", "平均"}};

static const char *sign_of(struct slice token)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_is(token, signs[i].typed))
            return signs[i].sign;
    return NULL;
}

/* Whether the token is the word before what is summed, and not the name of a figure: a name
 * follows. */
static bool is_sum_word(struct slice token, struct slice rest)
{
    while (rest.n && *rest.p == ' ')
        rest = (struct slice){rest.p + 1, rest.n - 1};
    return slice_is(token, "合计") && rest.n && !sign_of(slice_cut(&rest, ' '));
}

/* The formula with whole names, as the ledger reads it; 合计 is Σ. */
static const char *formula_of(struct arena *arena, const struct own *own, const struct item *item)
{
    struct buf out = {0};
    bool sum = false;
    for (struct slice rest = item->formula->text; rest.p;) {
        struct slice token = slice_cut(&rest, ' ');
        const char *sign = sign_of(token);
        if (!token.n)
            continue;
        if (slice_starts(token, "Σ"))
            token = (struct slice){token.p + strlen("Σ"), token.n - strlen("Σ")}, sum = true;
        else if (is_sum_word(token, rest)) {
            sum = true;
            continue;
        }
        buf_puts(&out, out.n ? " " : "");
        buf_puts(&out, sum ? "Σ" : "");
        buf_puts(&out, sign ? sign : name_at(arena, own, item, token));
        sum = false;
    }
    const char *text = arena_copy(arena, buf_slice(&out).p, out.n);
    buf_free(&out);
    return text;
}

/* What a sum over no item is of: the type of the key that it sums. */
static enum fact_kind empty_kind(const struct own *own, const char *formula)
{
    const char *sum = strstr(formula, "Σ");
    if (!sum)
        return FACT_MONEY;
    struct slice rest = slice_of(sum + strlen("Σ"));
    const struct item *item = declared(own, slice_cut(&rest, ' '));
    enum leaf_type type = item ? type_of(item) : LEAF_MONEY;
    return type == LEAF_COUNT ? FACT_COUNT : type == LEAF_SCORE ? FACT_SCORE : FACT_MONEY;
}

/* ---- Rows ---- */

static void put_key(const struct own *own, size_t at, const struct item *item)
{
    const char *meaning = text_or(said(item, "含义"), "");
    own->row[at] = (struct schema_row){.path = item->path,
                                       .type = type_of(item),
                                       .presence = is_yes(said(item, "必填")) ? FINAL : OPTIONAL,
                                       .words = text_or(said(item, "选项"), NULL),
                                       .unit = text_or(said(item, "单位"), NULL),
                                       .meaning = {meaning, meaning},
                                       .source = text_or(said(item, "取自"), "")};
}

static void put_last(struct arena *arena, struct own *own, const struct item *item)
{
    const struct node *from = said(item, "上年取自");
    if (from && from->text.n)
        own->carried[own->lasts++] =
            (struct last_figure){item->path, whole_name(arena, own, item, from->text)};
}

static void put_figure(struct arena *arena, struct diag *diag, struct own *own, struct item *item);

/* A figure comes after those that its formula names. */
static void put_named(struct arena *arena, struct diag *diag, struct own *own,
                      const struct item *item)
{
    static const char sigma[] = "Σ";
    for (struct slice rest = item->formula->text; rest.p;) {
        struct slice token = slice_cut(&rest, ' ');
        if (slice_starts(token, sigma))
            token = (struct slice){token.p + strlen(sigma), token.n - strlen(sigma)};
        if (token.n && *token.p == '.')
            token = (struct slice){token.p + 1, token.n - 1};
        if (!token.n || sign_of(token) || is_sum_word(token, rest))
            continue;
        struct item *named = declared(own, slice_of(whole_name(arena, own, item, token)));
        if (named && named->formula)
            put_figure(arena, diag, own, named);
    }
}

static void put_figure(struct arena *arena, struct diag *diag, struct own *own, struct item *item)
{
    if (item->state == UNDER_WAY)
        diag_report(diag, MSG_OWN_CIRCLE, item->formula->pos, item->path);
    if (item->state != FREE)
        return;
    item->state = UNDER_WAY;
    put_named(arena, diag, own, item);
    item->state = PUT;
    const char *meaning = text_or(said(item, "含义"), "");
    const char *formula = formula_of(arena, own, item);
    const struct node *equals = said(item, "应等于");
    own->formula[own->figures++] =
        (struct formula_row){.name = starred(arena, item->path),
                             .formula = formula,
                             .meaning = {meaning, meaning},
                             .pos = item->formula->pos,
                             .empty = empty_kind(own, formula),
                             .equals = equals ? name_at(arena, own, item, equals->text) : NULL};
}

static size_t count_of_ours(void)
{
    size_t count = 0;
    while (schema_rows[count].path)
        count++;
    return count;
}

static void make_rows(struct arena *arena, struct diag *diag, struct own *own)
{
    size_t count = 0, ours = count_of_ours();
    for (const struct item *item = own->first; item; item = item->next)
        count++;
    own->row = ARENA_ARRAY(arena, struct schema_row, ours + count + 1);
    own->formula = ARENA_ARRAY(arena, struct formula_row, count + 1);
    own->carried = ARENA_ARRAY(arena, struct last_figure, count + 1);
    memcpy(own->row, schema_rows, ours * sizeof *own->row);
    for (struct item *item = own->first; item; item = item->next) {
        if (item->type) {
            put_key(own, ours + own->keys++, item);
            put_last(arena, own, item);
        } else if (item->formula) {
            put_figure(arena, diag, own, item);
        }
    }
}

void own_finish(struct arena *arena, struct diag *diag, struct own *own)
{
    if (own->first)
        make_rows(arena, diag, own);
}

const struct ledger_form *own_form(struct arena *arena, struct own *own,
                                   const struct ledger_form *form)
{
    if (!own->first)
        return form;
    for (unsigned i = 0; i < own->forms; i++)
        if (own->base[i] == form)
            return own->form[i];
    struct ledger_form *extended = ARENA_NEW(arena, struct ledger_form);
    unsigned set = 0;
    *extended = *form;
    extended->keys = own->row;
    extended->last = own->carried;
    while (set < FORMULA_SETS - 1 && extended->formulas[set])
        set++;
    extended->formulas[set] = own->formula;
    own->base[own->forms] = form;
    own->form[own->forms++] = extended;
    return extended;
}

void own_print(struct buf *out, enum language language)
{
    static const char *const of[][2] = {
        {"键", "key"}, {"指标", "figure"}, {"键、指标", "key, figure"}};
    buf_puts(out, language == LANGUAGE_CHINESE ? "| 设置 | 用于 | 值 | 含义 |\n|---|---|---|---|\n"
                                               : "| setting | of a | values | meaning |\n"
                                                 "|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const char *word = settings[i].of;
        for (size_t k = 0; k < 3 && language == LANGUAGE_ENGLISH; k++)
            if (strcmp(settings[i].of, of[k][0]) == 0)
                word = of[k][1];
        buf_printf(out, "| `%s` | %s | ", settings[i].key, word);
        for (const char *p = settings[i].values[language]; *p; p++)
            buf_puts(out, *p == '|' ? "\\|" : (char[2]){*p, '\0'});
        buf_printf(out, " | %s |\n", settings[i].meaning[language]);
    }
}
