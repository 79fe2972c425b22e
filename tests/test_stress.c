/*
 * Every example, and every form with records that try what a page can hold: no text leaves its
 * page, lies on another, crosses a rule, gets lost or too small; tables go on as they should; lines
 * of heads end between words; a form has the same columns filled and empty.
 *
 * GONGKAI_STRESS=FOLDER keeps the records there, to be rendered and looked at.
 */
#include "examples.h"

#include "stress.h"

enum {
    LEAST = 8 * POINT, /* of type */
    HEAD_LINES = 4,    /* that a head takes at most */
    SLACK = POINT / 2  /* by which boxes may meet: those of glyphs are guessed */
};

/* ---- Pages of a record ---- */

static struct sheet lay_out(const char *path)
{
    struct sheet sheet;
    arena_reset(arena);
    sheet_begin(&sheet, &house, arena, path);
    bool made = sheet_read(&sheet) && sheet_compute(&sheet) && sheet_compose(&sheet) &&
                sheet_layout(&sheet);
    for (const struct finding *at = sheet.run.diag.first; at && !made; at = at->next)
        print_error("%s\n", at->text.p);
    if (!made)
        fail_msg("%s is refused", path);
    return sheet;
}

static struct sheet lay_out_stress(const struct stress *stress, struct stress_form form)
{
    const char *kept = getenv("GONGKAI_STRESS");
    char path[512];
    snprintf(path, sizeof path, "%s/%s-%s.ini", kept ? kept : folder, form.template, stress->name);
    struct buf record = {0};
    stress_record(&record, stress, form);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(record.p, 1, record.n, file), record.n);
    assert_int_equal(fclose(file), 0);
    buf_free(&record);
    return lay_out(path);
}

/* ---- Where texts stand ---- */

struct box {
    length left, top, right, bottom;
};

/* Of what is seen of a text, as high as its type. */
static struct box text_box(const struct paint_op *op)
{
    return (struct box){op->x, op->y - op->size * 85 / 100, op->x + op->width,
                        op->y + op->size * 10 / 100};
}

static bool overlap(struct box a, struct box b)
{
    return a.left + SLACK < b.right && b.left + SLACK < a.right && a.top + SLACK < b.bottom &&
           b.top + SLACK < a.bottom;
}

static struct box rule_box(const struct paint_op *op)
{
    return (struct box){op->x - SLACK, op->y - SLACK, op->x + op->width + SLACK,
                        op->y + op->height + SLACK};
}

static void check_text(const struct page *page, const struct paint_op *op)
{
    struct box box = text_box(op);
    if (box.left < 0 || box.top < 0 || box.right > page->width || box.bottom > page->height)
        fail_msg("“%.*s” leaves the page", (int)op->text.n, op->text.p);
    if (op->size < LEAST)
        fail_msg("“%.*s” is set in %d", (int)op->text.n, op->text.p, op->size);
}

static void check_pair(const struct paint_op *op, const struct paint_op *other)
{
    if (other->paint == PAINT_GLYPHS && overlap(text_box(op), text_box(other)))
        fail_msg("“%.*s” and “%.*s” collide", (int)op->text.n, op->text.p, (int)other->text.n,
                 other->text.p);
    if (other->paint == PAINT_RULING && overlap(text_box(op), rule_box(other)))
        fail_msg("a rule crosses “%.*s”", (int)op->text.n, op->text.p);
}

static void check_places(const struct pages *pages)
{
    for (uint32_t p = 0; p < pages->count; p++)
        for (uint32_t i = 0; i < pages->page[p].op_count; i++) {
            const struct paint_op *ops = pages->page[p].ops, *op = &ops[i];
            if (op->paint != PAINT_GLYPHS)
                continue;
            check_text(&pages->page[p], op);
            for (uint32_t k = 0; k < pages->page[p].op_count; k++)
                if (ops[k].paint == PAINT_RULING || k > i)
                    check_pair(op, &ops[k]);
        }
}

/* ---- What of the document is painted ---- */

static size_t solid_bytes(struct slice text)
{
    size_t bytes = 0;
    for (size_t at = 0, from = 0; at < text.n; from = at) {
        uint32_t code = utf8_next(text, &at);
        bytes += code == ' ' || code == 0x3000 ? 0 : at - from;
    }
    return bytes;
}

static bool in_chart(const struct doc_node *node)
{
    while (node && node->element != ELEMENT_CHART)
        node = node->parent;
    return node != NULL;
}

static void check_painted(const size_t *painted, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT && painted[node->id] != solid_bytes(node->text))
        fail_msg("of “%s” %zu bytes are painted", node->text.p, painted[node->id]);
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (!in_chart(child))
            check_painted(painted, child);
}

static void check_whole(const struct pages *pages)
{
    size_t *painted = ARENA_ARRAY(arena, size_t, pages->document->node_count);
    for (uint32_t p = 0; p < pages->count; p++)
        for (uint32_t i = 0; i < pages->page[p].op_count; i++) {
            const struct paint_op *op = &pages->page[p].ops[i];
            if (op->node && op->node->id < pages->document->node_count)
                painted[op->node->id] += solid_bytes(op->text);
        }
    check_painted(painted, pages->document->root);
}

/* No sentence lacks a figure, as one would that shares nothing out. */
static void check_sentences(const struct pages *pages)
{
    static const char *const holes[] = {"占，",     "占；",         "占。",   "合计的，",
                                        "合计的。", "基本支出的，", "包括；", "包括。"};
    struct buf text = {0};
    for (uint32_t p = 0; p < pages->count; p++)
        for (uint32_t i = 0; i < pages->page[p].op_count; i++)
            if (pages->page[p].ops[i].paint == PAINT_GLYPHS)
                buf_put(&text, pages->page[p].ops[i].text.p, pages->page[p].ops[i].text.n);
    buf_puts(&text, "");
    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++)
        if (strstr(text.p, holes[i]))
            fail_msg("“%.60s”", strstr(text.p, holes[i]));
    buf_free(&text);
}

/* ---- Tables that go on ---- */

static const struct doc_node *up_to(const struct doc_node *node, enum element element)
{
    while (node && node->element != element)
        node = node->parent;
    return node;
}

/* The table that the first of such parts on the page is of, or NULL. */
static const struct doc_node *first_table(const struct page *page, enum element part)
{
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct doc_node *found = up_to(page->ops[i].node, part);
        if (found)
            return up_to(found, ELEMENT_TABLE);
    }
    return NULL;
}

static bool shows(const struct page *page, const char *text)
{
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].paint == PAINT_GLYPHS && slice_is(page->ops[i].text, text))
            return true;
    return false;
}

/* Whether the page says above the first row that it carries a table on. */
static bool says_so(const struct page *page)
{
    for (uint32_t i = 0; i < page->op_count && !up_to(page->ops[i].node, ELEMENT_BODY); i++)
        if (page->ops[i].paint == PAINT_GLYPHS && slice_is(page->ops[i].text, "续表"))
            return true;
    return false;
}

/* Returns how many pages carry a table on; each says so. */
static uint32_t check_continued(const struct pages *pages)
{
    uint32_t count = 0;
    const struct doc_node *last = NULL;
    for (uint32_t p = 0; p < pages->count; p++) {
        const struct doc_node *table = first_table(&pages->page[p], ELEMENT_BODY);
        bool goes_on = table && table == last;
        if (says_so(&pages->page[p]) != goes_on)
            fail_msg("page %u: 续表", (unsigned)p + 1);
        count += goes_on;
        for (uint32_t i = 0; i < pages->page[p].op_count; i++) {
            const struct doc_node *node = up_to(pages->page[p].ops[i].node, ELEMENT_BODY);
            last = node ? up_to(node, ELEMENT_TABLE) : last;
        }
    }
    return count;
}

/* ---- Lines of heads ---- */

/* The head that the text stands in, or NULL. */
static const struct doc_node *head_of(const struct doc_node *node)
{
    node = up_to(node, ELEMENT_HEADER);
    return node && node->scope == SCOPE_COLUMN ? node : NULL;
}

/* Bytes of the longest of the words that the text starts with, 0 for none. */
static size_t word_length(struct slice words, struct slice text)
{
    size_t longest = 0;
    while (words.p) {
        struct slice word = slice_trim(slice_cut(&words, ' '));
        bool here = word.n <= text.n && !memcmp(word.p, text.p, word.n);
        longest = here && word.n > longest ? word.n : longest;
    }
    return longest;
}

/* A line of a head ends at `end` of its text: a word of its form ends or starts there, and none
 * goes on. */
static void check_head_end(struct slice words, struct slice text, size_t end)
{
    size_t at = 0, word = 0;
    while (at < end) {
        word = word_length(words, (struct slice){text.p + at, text.n - at});
        if (word)
            at += word;
        else
            utf8_next(text, &at);
    }
    bool starts = at < text.n && word_length(words, (struct slice){text.p + at, text.n - at});
    struct slice before = {text.p, end};
    if (slice_ends(before, " ") || slice_ends(before, "\u0F0B")) /* as other scripts break */
        return;
    if (at != end || (!word && !starts))
        fail_msg("“%.*s” is broken before “%s”", (int)end, text.p, text.p + end);
}

/* Returns how many lines of heads end within a text. */
static uint32_t check_heads(const struct pages *pages)
{
    uint32_t ends = 0;
    for (uint32_t p = 0; p < pages->count; p++)
        for (uint32_t i = 1; i < pages->page[p].op_count; i++) {
            const struct paint_op *op = &pages->page[p].ops[i], *last = op - 1;
            if (op->paint != PAINT_GLYPHS || last->paint != PAINT_GLYPHS || op->y == last->y ||
                !op->node || op->node != last->node || !head_of(op->node))
                continue;
            check_head_end(pages->document->breaks->words, op->node->text,
                           (size_t)(op->text.p - op->node->text.p));
            ends++;
        }
    return ends;
}

/* The most lines that a head has on a page. */
static uint32_t most_head_lines(const struct page *page)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct doc_node *head = head_of(page->ops[i].node);
        if (!head || page->ops[i].paint != PAINT_GLYPHS)
            continue;
        uint32_t lines = 1;
        length y = page->ops[i].y;
        for (uint32_t k = i + 1; k < page->op_count && head_of(page->ops[k].node) == head; k++)
            if (page->ops[k].y > y) {
                y = page->ops[k].y;
                lines++;
            }
        most = lines > most ? lines : most;
    }
    return most;
}

/* ---- Rows of one height ---- */

/* Where the table's rules across the page stand, in order; returns how many there are. */
static uint32_t find_rules(const struct page *page, length *y, uint32_t room)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        bool new = !count || op->y > y[count - 1];
        if (op->paint == PAINT_RULING && !op->height && new) {
            assert_in_range(count, 0, room - 1);
            y[count++] = op->y;
        }
    }
    return count;
}

/* Rows of the body of a table whose rows are to be equal, on a page of its own. */
static void check_rows(const struct page *page)
{
    enum { ROOM = 100, ODD = 10 };
    const struct doc_node *table = first_table(page, ELEMENT_BODY);
    if (!table || !table->equal)
        return;
    length y[ROOM], first = page->height;
    uint32_t count = find_rules(page, y, ROOM);
    for (uint32_t i = 0; i < page->op_count; i++)
        if (up_to(page->ops[i].node, ELEMENT_BODY) && page->ops[i].y < first)
            first = page->ops[i].y;
    length height = y[count - 1] - y[count - 2];
    for (uint32_t i = 1; i < count; i++)
        if (y[i] > first && abs(y[i] - y[i - 1] - height) > ODD)
            fail_msg("a row of “%.*s” is %d high, others %d", (int)table->name.n, table->name.p,
                     y[i] - y[i - 1], height);
}

/* ---- Columns ---- */

enum {
    MOST_COLUMNS = 400,
    SIMILAR = 10 * POINT /* a character: padding may differ */
};

/* Where the columns of the tables that are turned by no record end, in order. */
struct columns {
    length x[MOST_COLUMNS];
    uint32_t count;
};

/* The first upright rule on the page beyond x, or the page's edge. */
static length next_rule(const struct page *page, length x)
{
    length next = page->width;
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        if (op->paint == PAINT_RULING && !op->width && op->x > x && op->x < next)
            next = op->x;
    }
    return next;
}

static void find_columns(struct columns *columns, const struct pages *pages)
{
    *columns = (struct columns){0};
    for (uint32_t p = 0; p < pages->count; p++) {
        const struct page *page = &pages->page[p];
        const struct doc_node *table = first_table(page, ELEMENT_TABLE);
        const struct doc_node *section = up_to(table, ELEMENT_SECTION);
        bool turned = table && section->turns && page->width > page->height;
        if (!table || !section->table_page || turned || shows(page, "续表"))
            continue;
        for (length x = next_rule(page, 0); x < page->width; x = next_rule(page, x)) {
            assert_in_range(columns->count, 0, MOST_COLUMNS - 1);
            columns->x[columns->count++] = x;
        }
    }
}

static void check_columns(struct stress_form form)
{
    struct columns filled, empty;
    struct sheet sheet = lay_out_stress(stress_named("plain"), form);
    find_columns(&filled, sheet_pages(&sheet));
    sheet = lay_out_stress(stress_named("zeros"), form);
    find_columns(&empty, sheet_pages(&sheet));
    assert_in_range(filled.count, 40, MOST_COLUMNS);
    if (filled.count != empty.count)
        fail_msg("%s: %u columns or %u", form.template, filled.count, empty.count);
    for (uint32_t i = 0; i < filled.count; i++)
        if (abs(filled.x[i] - empty.x[i]) > SIMILAR)
            fail_msg("%s: column %u ends at %d or %d", form.template, (unsigned)i, filled.x[i],
                     empty.x[i]);
}

/* ---- The tests ---- */

static void check(const struct pages *pages)
{
    check_places(pages);
    check_whole(pages);
    check_sentences(pages);
    for (uint32_t p = 0; p < pages->count; p++) {
        check_rows(&pages->page[p]);
        uint32_t lines = most_head_lines(&pages->page[p]);
        if (lines > HEAD_LINES)
            fail_msg("page %u: a head in %u lines", (unsigned)p + 1, (unsigned)lines);
    }
}

static void examples_stand_well(void **state)
{
    (void)state;
    uint32_t ends = 0;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = lay_out(examples.gl_pathv[i]);
        const struct pages *pages = sheet_pages(&sheet);
        check(pages);
        check_continued(pages);
        ends += check_heads(pages);
    }
    assert_true(ends > 40);
}

static void whatever_the_record(void **state)
{
    (void)state;
    uint32_t continued = 0;
    for (size_t f = 0; f < sizeof stress_forms / sizeof *stress_forms; f++)
        for (size_t i = 0; i < sizeof stresses / sizeof *stresses; i++) {
            struct sheet sheet = lay_out_stress(&stresses[i], stress_forms[f]);
            check(sheet_pages(&sheet));
            check_heads(sheet_pages(&sheet));
            continued += check_continued(sheet_pages(&sheet));
        }
    assert_true(continued > 100);
}

static void forms_have_the_same_columns(void **state)
{
    (void)state;
    for (size_t f = 0; f < sizeof stress_forms / sizeof *stress_forms; f++)
        check_columns(stress_forms[f]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_stand_well),
        cmocka_unit_test(whatever_the_record),
        cmocka_unit_test(forms_have_the_same_columns),
    };
    return cmocka_run_group_tests_name("stress", tests, open_house, close_house);
}
