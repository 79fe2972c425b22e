#include "template/series.h"

#include "base/nearest.h"

void number_put_chinese(struct buf *buf, unsigned number)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    static const char *const units[] = {"千", "百", "十", ""};
    bool begun = false, gap = false;
    if (number > 9999) {
        buf_printf(buf, "%u", number);
        return;
    }
    for (unsigned i = 0, unit = 1000; i < 4; i++, unit /= 10) {
        unsigned digit = number / unit % 10;
        if (digit && begun && gap)
            buf_puts(buf, "零");
        if (digit && !(unit == 10 && digit == 1 && !begun))
            buf_puts(buf, digits[digit]);
        if (digit)
            buf_puts(buf, units[i]);
        gap = !digit;
        begun |= digit != 0;
    }
}

void number_settle(struct arena *arena, struct doc_node *parent, struct doc_node *node,
                   unsigned number)
{
    struct buf buf = {0};
    if (node->numeral == NUMERAL_CHINESE)
        number_put_chinese(&buf, number);
    else
        buf_put_unsigned(&buf, number, node->numeral == NUMERAL_TWO_DIGITS ? 2 : 1);
    node->element = ELEMENT_TEXT;
    node->numeral = NUMERAL_DIGITS;
    node->series = SLICE("");
    struct doc_node *next = node->next;
    if (next && next->element == ELEMENT_TEXT && !next->fact) {
        buf_put_slice(&buf, next->text);
        node->next = next->next;
        if (parent->last == next)
            parent->last = node;
    }
    node->text = slice_copy(arena, buf_slice(&buf));
    buf_free(&buf);
}

/* What is counted, and how far. */
struct count {
    struct slice series;
    unsigned number;
    struct count *next;
};

/* The number of a heading that has an id. */
struct counted {
    struct slice name;
    unsigned number;
    struct counted *next;
};

struct counting {
    struct arena *arena;
    struct diag *diag;
    bool fixed;
    bool rows; /* they hold numbers of series */
    struct count *counts;
    struct counted *headings;
};

static struct count *count_of(const struct counting *counting, struct slice series)
{
    struct count *count = counting->counts;
    while (count && !slice_eq(count->series, series))
        count = count->next;
    return count;
}

static const struct counted *counted_as(const struct counting *counting, struct slice name)
{
    const struct counted *heading = counting->headings;
    while (heading && !slice_eq(heading->name, name))
        heading = heading->next;
    return heading;
}

static void step(struct counting *counting, const struct doc_node *heading)
{
    struct count *count = count_of(counting, heading->series);
    if (!count) {
        count = ARENA_NEW(counting->arena, struct count);
        *count = (struct count){.series = heading->series, .next = counting->counts};
        counting->counts = count;
    }
    count->number = counting->fixed && heading->place ? heading->place : count->number + 1;
}

/* Counts all headings, and keeps the numbers of those with an id. There are none in rows. */
static void count_headings(struct counting *counting, const struct doc_node *node)
{
    if (node->element == ELEMENT_BODY)
        return;
    if (node->element == ELEMENT_HEADING && node->series.n) {
        step(counting, node);
        if (node->name.n) {
            struct counted *heading = ARENA_NEW(counting->arena, struct counted);
            *heading = (struct counted){node->name, count_of(counting, node->series)->number,
                                        counting->headings};
            counting->headings = heading;
        }
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        count_headings(counting, child);
}

static void report(const struct counting *counting, const struct doc_node *number)
{
    struct nearest nearest = {.wanted = number->series};
    for (const struct count *count = counting->counts; count; count = count->next)
        nearest_offer(&nearest, count->series);
    for (const struct counted *heading = counting->headings; heading; heading = heading->next)
        nearest_offer(&nearest, heading->name);
    if (is_told(counting->diag, number->pos))
        return;
    if (!number->series.n)
        diag_report(counting->diag, MSG_SERIES_MISSING, number->pos);
    else if (nearest.best.n)
        diag_report(counting->diag, MSG_SERIES_NEAR, number->pos, number->series.p, nearest.best.p);
    else
        diag_report(counting->diag, MSG_SERIES_NOTHING, number->pos, number->series.p,
                    number->series.p);
}

static void put_number(struct counting *counting, struct doc_node *parent, struct doc_node *node)
{
    const struct counted *heading = counted_as(counting, node->series);
    const struct count *count = count_of(counting, node->series);
    if (heading || (count && count->number))
        number_settle(counting->arena, parent, node, heading ? heading->number : count->number);
    else
        report(counting, node);
}

/* In what the contents say of a heading that counts, # is its number. */
static void put_listed(const struct counting *counting, struct doc_node *heading)
{
    struct slice after = heading->listed, before = slice_cut(&after, '#');
    struct buf buf = {0};
    if (!after.p)
        return;
    buf_put_slice(&buf, before);
    number_put_chinese(&buf, count_of(counting, heading->series)->number);
    buf_put_slice(&buf, after);
    heading->listed = slice_copy(counting->arena, buf_slice(&buf));
    buf_free(&buf);
}

static bool is_plain(const struct doc_node *node)
{
    return node->element == ELEMENT_TEXT && !node->fact;
}

/* Puts the text of the node to that of the one before it. */
static void join(struct arena *arena, struct doc_node *parent, struct doc_node *before,
                 struct doc_node *node)
{
    before->text = slice_of(arena_printf(arena, "%s%s", before->text.p, node->text.p));
    before->next = node->next;
    if (parent->last == node)
        parent->last = before;
}

static void put_numbers(struct counting *counting, struct doc_node *node)
{
    if (node->element == ELEMENT_BODY && !counting->rows)
        return;
    if (node->element == ELEMENT_HEADING && node->series.n) {
        step(counting, node);
        put_listed(counting, node);
    }
    for (struct doc_node *child = node->first, *before = NULL; child; child = child->next) {
        bool number = child->element == ELEMENT_NUMBER;
        if (number)
            put_number(counting, node, child);
        put_numbers(counting, child);
        if (number && is_plain(child) && before && is_plain(before))
            join(counting->arena, node, before, child);
        else
            before = child;
    }
}

void series_resolve(struct arena *arena, struct diag *diag, struct document *document, bool fixed)
{
    struct counting counting = {
        .arena = arena, .diag = diag, .fixed = fixed, .rows = document->rows_tell};
    count_headings(&counting, document->root);
    for (struct count *count = counting.counts; count; count = count->next)
        count->number = 0;
    put_numbers(&counting, document->root);
}
