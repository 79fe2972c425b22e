/*
 * Random corrections of every example record, one leaf each, from seeds: what the comparison tells
 * of facts is what the dumps of all facts say, and what it tells of the document turns all that is
 * painted of the one into all that is painted of the other. Every figure that follows names the
 * leaf that was corrected.
 */
#include "compared.h"

enum { EDITS = 60, LEAVES_MAX = 4096 };

static char folder[] = "/tmp/gongkai-test-XXXXXX";

static int open_all(void **state)
{
    (void)state;
    house_open(&house, SOURCE_ROOT);
    return mkdtemp(folder) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    house_close(&house);
    return system(command);
}

/* Says what is wrong with a comparison; all that is wrong is said before the test fails. */
static unsigned complaints;

static void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    complaints++;
}

/* splitmix64 */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* ---- Corrections ---- */

static void list_leaves(struct node *node, struct node **leaves, size_t *count)
{
    if (!node->absent && node->type != LEAF_NONE && *count < LEAVES_MAX)
        leaves[(*count)++] = node;
    for (struct node *child = node->first; child; child = child->next)
        list_leaves(child, leaves, count);
}

static bool is_figure(const struct node *leaf)
{
    return leaf->type == LEAF_MONEY || leaf->type == LEAF_SIGNED || leaf->type == LEAF_COUNT ||
           leaf->type == LEAF_SCORE;
}

/* Appends to the text, in the middle of prose, what no text has. */
static void change_text(struct arena *arena, struct node *leaf, uint64_t *state)
{
    size_t at = 0;
    for (uint64_t steps = next(state) % (utf8_length(leaf->text) + 1); steps; steps--)
        utf8_next(leaf->text, &at);
    leaf->text = slice_of(arena_printf(arena, "%.*s〇%.*s", (int)at, leaf->text.p,
                                       (int)(leaf->text.n - at), leaf->text.p + at));
}

/* The item of a list that the leaf is part of, or NULL. */
static struct node *item_of(struct node *leaf)
{
    while (leaf->parent && leaf->parent->kind != NODE_LIST)
        leaf = leaf->parent;
    return leaf->parent ? leaf : NULL;
}

/* Takes a paragraph away, if there are several. */
static bool drop_paragraph(struct arena *arena, struct node *leaf, uint64_t *state)
{
    struct buf kept = {0};
    size_t count = 1, dropped, at = 0;
    for (size_t i = 0; i < leaf->text.n; i++)
        count += leaf->text.p[i] == '\n';
    dropped = next(state) % count;
    for (struct slice rest = leaf->text; rest.p; at++) {
        struct slice line = slice_cut(&rest, '\n');
        if (at == dropped)
            continue;
        if (kept.n)
            buf_putc(&kept, '\n');
        buf_put_slice(&kept, line);
    }
    if (count > 1)
        leaf->text = slice_copy(arena, buf_slice(&kept));
    buf_free(&kept);
    return count > 1;
}

/* Changes the leaf; false when it is none to try this on. */
static bool change(struct arena *arena, struct node *leaf, uint64_t *state)
{
    uint64_t kind = next(state) % 8;
    if (kind == 2 && item_of(leaf))
        item_of(leaf)->absent = true;
    else if (kind == 3 && leaf->type == LEAF_PROSE)
        return drop_paragraph(arena, leaf, state);
    else if (is_figure(leaf) && kind == 0)
        leaf->text = SLICE("0");
    else if (is_figure(leaf) && kind == 1)
        leaf->absent = true;
    else if (is_figure(leaf))
        leaf->text = slice_of(arena_printf(
            arena, "%llu", (unsigned long long)(next(state) % 100 * (1 + kind * kind))));
    else if (leaf->type == LEAF_LINE || leaf->type == LEAF_PROSE)
        change_text(arena, leaf, state);
    else
        return false;
    return true;
}

static void write_record(const char *path, const struct node *record)
{
    struct buf text = {0};
    record_put_json(&text, record);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
    buf_free(&text);
}

/* All the way, whatever the checks find; false when there is no document. */
static bool reach(struct sheet *sheet, struct arena *arena, const char *path)
{
    sheet_begin(sheet, &house, arena, path);
    if (!sheet_read(sheet))
        return false;
    sheet_compute(sheet);
    return sheet->made.account.facts && sheet_compose(sheet) && sheet_layout(sheet);
}

/* ---- Bags of lines ---- */

struct bag {
    struct slice *line;
    size_t count, room;
};

static void put_line(struct bag *bag, struct slice line)
{
    if (bag->count == bag->room) {
        bag->room = bag->room ? bag->room * 2 : 1024;
        bag->line = xrealloc(bag->line, bag->room * sizeof *bag->line);
    }
    bag->line[bag->count++] = line;
}

static int compare_lines(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void sort(struct bag *bag)
{
    if (bag->count)
        qsort(bag->line, bag->count, sizeof *bag->line, compare_lines);
}

/* Takes away from both what both have. */
static void subtract(struct bag *a, struct bag *b)
{
    size_t kept_a = 0, kept_b = 0, j = 0;
    sort(a);
    sort(b);
    for (size_t i = 0; i < a->count; i++) {
        while (j < b->count && compare_lines(&b->line[j], &a->line[i]) < 0)
            b->line[kept_b++] = b->line[j++];
        if (j < b->count && compare_lines(&b->line[j], &a->line[i]) == 0)
            j++;
        else
            a->line[kept_a++] = a->line[i];
    }
    while (j < b->count)
        b->line[kept_b++] = b->line[j++];
    a->count = kept_a;
    b->count = kept_b;
}

/* ---- Facts ---- */

/* The line without the places of items in their lists, which move when one comes or goes. Codes
 * have three digits and more. */
static struct slice without_places(struct arena *arena, struct slice line)
{
    struct buf out = {0};
    const char *end = memmem(line.p, line.n, " = ", 3);
    struct slice value = {end, line.n - (size_t)(end - line.p)};
    for (struct slice rest = {line.p, (size_t)(end - line.p)}; rest.p;) {
        struct slice part = slice_cut(&rest, '.');
        bool place = part.n <= 2 && part.p[0] >= '0' && part.p[0] <= '9';
        buf_put_slice(&out, place ? SLICE("*") : part);
        if (rest.p)
            buf_putc(&out, '.');
    }
    buf_put_slice(&out, value);
    struct slice copy = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return copy;
}

/* Lines "name = value" of the dump, without formulas. */
static struct bag facts_of(struct arena *arena, const struct sheet *sheet)
{
    struct buf dump = {0};
    struct bag bag = {0};
    facts_dump(&dump, sheet->made.account.facts);
    struct slice rest = slice_copy(arena, buf_slice(&dump));
    while (rest.p) {
        struct slice line = slice_cut(&rest, '\n');
        const char *formula = memmem(line.p, line.n, " ← ", 5);
        if (formula)
            line.n = (size_t)(formula - line.p);
        if (line.n && !slice_starts(line, "更正."))
            put_line(&bag, without_places(arena, line));
    }
    buf_free(&dump);
    return bag;
}

static struct slice line_of(struct arena *arena, struct slice name, struct slice value)
{
    return without_places(arena, slice_of(arena_printf(arena, "%s = %s", name.p, value.p)));
}

static bool ends_with(struct slice line, const char *end)
{
    size_t n = strlen(end);
    return line.n >= n && memcmp(line.p + line.n - n, end, n) == 0;
}

/* Of a row that came or went, its place and what is zero go without saying. */
static bool goes_without_saying(struct slice line)
{
    static const char *const values[] = {" = 0.00 元", " = 0", " = 0 分",   " = 否",
                                         " = 无",      " = ",  " = 0.0000%"};
    static const char *const places[] = {".序号 = ", ".首项 = ", ".末项 = "};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (ends_with(line, values[i]))
            return true;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (memmem(line.p, line.n, places[i], strlen(places[i])))
            return true;
    return false;
}

static void check_rest(const struct bag *bag, const char *path, const char *what)
{
    for (size_t i = 0; i < bag->count; i++)
        if (!goes_without_saying(bag->line[i]))
            complain("%s: %s: %.*s", path, what, (int)bag->line[i].n, bag->line[i].p);
}

/* The lines that only one dump has are those told, and no others. */
static void check_facts(struct arena *arena, const char *path, const struct sheet runs[2],
                        const struct diff *diff)
{
    struct bag old = facts_of(arena, &runs[0]), new = facts_of(arena, &runs[1]);
    struct bag before = {0}, after = {0};
    subtract(&old, &new);
    for (const struct fact_change *change = diff->facts; change; change = change->next) {
        if (change->before.p)
            put_line(&before, line_of(arena, fact_path(arena, change->old), change->before));
        if (change->after.p)
            put_line(&after, line_of(arena, fact_path(arena, change->new), change->after));
        if (!change->typed && !change->cause_count)
            complain("%s: %s has no cause", path, change->name.p);
    }
    subtract(&before, &after); /* what only moved to another item is told as gone and come */
    subtract(&old, &before);
    subtract(&new, &after);
    check_rest(&old, path, "went and is not told");
    check_rest(&new, path, "came and is not told");
    if (before.count || after.count)
        complain("%s: told of what is as before: %s", path,
                 before.count ? before.line[0].p : after.line[0].p);
    free(old.line), free(new.line), free(before.line), free(after.line);
}

/* ---- What is painted ---- */

static bool is_below(const struct doc_node *node, enum element element)
{
    while (node && node->element != element)
        node = node->parent;
    return node;
}

static struct slice without_blanks(struct arena *arena, struct slice text)
{
    struct buf plain = {0};
    put_without_blanks(&plain, text);
    struct slice copy = slice_copy(arena, buf_slice(&plain));
    buf_free(&plain);
    return copy;
}

static void put_sentences(struct arena *arena, struct bag *bag, struct slice text)
{
    for (text = without_blanks(arena, text); text.n;)
        put_line(bag, next_sentence(&text));
}

static bool is_told_apart(const struct doc_node *node)
{
    for (; node; node = node->parent)
        if (node->apart)
            return true;
    return false;
}

/* Cells and sentences as painted. Charts are told by item, and paint labels as they find room. */
static struct bag painted_of(struct arena *arena, const struct sheet *sheet)
{
    struct all_painted all = paint_of(arena, sheet);
    struct bag bag = {0};
    for (uint32_t i = 1; i <= all.count; i++) {
        const struct doc_node *home = all.at[i].home;
        struct slice text = buf_slice(&all.at[i].text);
        if (is_cell(home))
            put_line(&bag, slice_copy(arena, text));
        else if (!is_below(home, ELEMENT_DATUM) && !is_told_apart(home))
            put_sentences(arena, &bag, text);
        buf_free(&all.at[i].text);
    }
    return bag;
}

static void put_told(struct arena *arena, struct bag *bag, struct slice text)
{
    if (text.p && text.n)
        put_line(bag, without_blanks(arena, text));
}

/* Whether a chart of the document has an item of that text. */
static bool has_datum(struct arena *arena, const struct doc_node *node, struct slice text)
{
    if (node->element == ELEMENT_DATUM) {
        struct buf own = {0};
        node_put_text(&own, node);
        bool same = slice_eq(without_blanks(arena, buf_slice(&own)), without_blanks(arena, text));
        buf_free(&own);
        return same;
    }
    bool found = false;
    for (const struct doc_node *child = node->first; child && !found; child = child->next)
        found = has_datum(arena, child, text);
    return found;
}

static bool is_of_chart(struct arena *arena, const struct diff *diff,
                        const struct text_change *change)
{
    return change->place ? is_below(change->place, ELEMENT_DATUM)
                         : has_datum(arena, diff->old->document->root, change->before);
}

static void tell_document(struct arena *arena, const struct diff *diff, struct bag *before,
                          struct bag *after)
{
    for (const struct cell_change *change = diff->cells; change; change = change->next) {
        put_told(arena, before, change->before);
        put_told(arena, after, change->after);
    }
    for (const struct text_change *change = diff->texts; change; change = change->next) {
        if (is_of_chart(arena, diff, change))
            continue;
        put_sentences(arena, before, change->before.p ? change->before : SLICE(""));
        put_sentences(arena, after, change->after.p ? change->after : SLICE(""));
    }
}

/* The labels of a row that came or went are told as what its cells are called. */
static bool is_label(struct arena *arena, const struct diff *diff, struct slice text)
{
    for (const struct cell_change *change = diff->cells; change; change = change->next) {
        struct slice row = without_blanks(arena, change->row);
        if ((!change->before.p || !change->after.p) && memmem(row.p, row.n, text.p, text.n))
            return true;
    }
    return false;
}

static void check_painted(struct arena *arena, const char *path, const struct sheet runs[2],
                          const struct diff *diff)
{
    struct bag old = painted_of(arena, &runs[0]), new = painted_of(arena, &runs[1]);
    struct bag before = {0}, after = {0};
    tell_document(arena, diff, &before, &after);
    subtract(&before, &after); /* what only moved is told as gone and come */
    subtract(&old, &new);
    subtract(&old, &before);
    subtract(&new, &after);
    const struct bag *untold[] = {&old, &new};
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < untold[side]->count; i++)
            if (!is_label(arena, diff, untold[side]->line[i]))
                complain("%s: painted and not told: %.*s", path, (int)untold[side]->line[i].n,
                         untold[side]->line[i].p);
    if (before.count || after.count)
        complain("%s: told and not painted: %s", path,
                 before.count ? before.line[0].p : after.line[0].p);
    free(old.line), free(new.line), free(before.line), free(after.line);
}

/* ---- The whole ---- */

/* One correction of one leaf; false when it cannot be tried. */
static bool try_correction(const char *old_path, const char *new_path, uint64_t *state)
{
    static struct node *leaves[LEAVES_MAX];
    struct arena *arena = arena_new();
    struct sheet runs[2];
    size_t count = 0;
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct node *record = record_read(arena, &diag, old_path);
    assert_non_null(record);
    list_leaves(record, leaves, &count);
    struct node *leaf = leaves[next(state) % count];
    struct slice name = node_path(arena, leaf);
    bool tried = change(arena, leaf, state);
    if (tried) {
        write_record(new_path, record);
        tried = reach(&runs[0], arena, old_path) && reach(&runs[1], arena, new_path);
    }
    if (tried) {
        struct side old = side_of(&runs[0]), new = side_of(&runs[1]);
        const struct diff *diff = diff_run(arena, &old, &new);
        const char *what = arena_printf(arena, "%s → %s", name.p, leaf->text.p);
        check_facts(arena, what, runs, diff);
        check_painted(arena, what, runs, diff);
    }
    arena_free(arena);
    return tried;
}

static void corrections_are_told_as_they_print(void **state)
{
    (void)state;
    static const char *const examples[] = {"yangquan-2024.json", "lezhi-2020.json",
                                           "taoyuan-2019.ini", "zhuzhou-lukou-2020.ini"};
    const char *given = getenv("GONGKAI_EDITS");
    int edits = given ? atoi(given) : EDITS;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        uint64_t random = i;
        int tried = 0;
        char example[512], old[256], new[256];
        snprintf(example, sizeof example, SOURCE_ROOT "/examples/%s", examples[i]);
        snprintf(old, sizeof old, "%s/old.json", folder);
        snprintf(new, sizeof new, "%s/new.json", folder);
        struct arena *arena = arena_new();
        struct diag diag;
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        write_record(old, record_read(arena, &diag, example));
        arena_free(arena);
        for (int k = 0; k < edits; k++)
            tried += try_correction(old, new, &random);
        assert_true(tried > edits / 3);
    }
    assert_int_equal(complaints, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corrections_are_told_as_they_print),
    };
    return cmocka_run_group_tests_name("edits", tests, open_all, close_all);
}
