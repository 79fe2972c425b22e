/*
 * A pie: it is turned so that the labels, one below another on either side, stand as near to their
 * slices as can be; a line leads from each slice to its label.
 *
 * Angles are hundredths of a degree, clockwise from the top.
 */
#include "layout/chart.h"

#include <stdlib.h>

#include "template/chart.h"

enum {
    DEGREE = 100,
    TURN = 360 * DEGREE,
    TURN_STEP = 5 * DEGREE,
    SINE_UNIT = 100000,
    CROSSING = 1 << 28, /* worse than any distances */
    OUTLINE = POINT / 2,
    LEADER = POINT * 2 / 5
};

/* Sines of 0° … 90°, in parts of SINE_UNIT. */
static const int32_t sines[] = {
    0,     1745,  3490,  5234,  6976,  8716,  10453, 12187, 13917, 15643, 17365, 19081, 20791,
    22495, 24192, 25882, 27564, 29237, 30902, 32557, 34202, 35837, 37461, 39073, 40674, 42262,
    43837, 45399, 46947, 48481, 50000, 51504, 52992, 54464, 55919, 57358, 58779, 60182, 61566,
    62932, 64279, 65606, 66913, 68200, 69466, 70711, 71934, 73135, 74314, 75471, 76604, 77715,
    78801, 79864, 80902, 81915, 82904, 83867, 84805, 85717, 86603, 87462, 88295, 89101, 89879,
    90631, 91355, 92050, 92718, 93358, 93969, 94552, 95106, 95630, 96126, 96593, 97030, 97437,
    97815, 98163, 98481, 98769, 99027, 99255, 99452, 99619, 99756, 99863, 99939, 99985, 100000};

struct wedge {
    const struct doc_node *datum;
    int64_t number;
    int from, to, middle;
    struct paragraph *name, *value;
    length y, height; /* of the label */
};

struct pie {
    struct chart *chart;
    struct wedge *wedges;
    uint32_t count;
    int64_t whole;
    length radius, center_x, center_y;
    length size, gap, column; /* of labels: type size, distance between them, width */
};

/* ---- Angles ---- */

static int32_t sine(int angle)
{
    angle = (angle % TURN + TURN) % TURN;
    if (angle > TURN / 2)
        return -sine(angle - TURN / 2);
    if (angle > TURN / 4)
        angle = TURN / 2 - angle;
    int32_t below = sines[angle / DEGREE];
    int32_t above = angle % DEGREE ? sines[angle / DEGREE + 1] : below;
    return below + (above - below) * (angle % DEGREE) / DEGREE;
}

static struct point at_angle(const struct pie *pie, int angle, length radius)
{
    return (struct point){pie->center_x + (length)((int64_t)radius * sine(angle) / SINE_UNIT),
                          pie->center_y -
                              (length)((int64_t)radius * sine(angle + TURN / 4) / SINE_UNIT)};
}

static bool is_right(const struct wedge *wedge)
{
    return (wedge->middle % TURN + TURN) % TURN <= TURN / 2;
}

static void turn_by(struct pie *pie, int angle)
{
    for (uint32_t i = 0; i < pie->count; i++) {
        pie->wedges[i].from += angle;
        pie->wedges[i].to += angle;
        pie->wedges[i].middle += angle;
    }
}

/* Where each slice starts and ends when the largest faces left. Without any number all are lines,
 * evenly spread. */
static void find_angles(struct pie *pie)
{
    int64_t sum = 0, reached = 0;
    const struct wedge *largest = pie->wedges;
    for (uint32_t i = 0; i < pie->count; i++) {
        struct wedge *wedge = &pie->wedges[i];
        wedge->from = (int)reached;
        sum += wedge->number;
        if (pie->whole)
            decimal_scale(sum, TURN, pie->whole, &reached);
        else
            reached = (int64_t)TURN * (i + 1) / pie->count;
        wedge->to = pie->whole ? (int)reached : wedge->from;
        wedge->middle = (wedge->from + wedge->to) / 2;
        if (wedge->number > largest->number)
            largest = wedge;
    }
    turn_by(pie, TURN * 3 / 4 - (pie->count ? largest->middle : 0));
}

/* ---- Slices ---- */

static void add_wedge(struct pie *pie, int from, int to, uint32_t tone)
{
    bool full = to - from == TURN;
    uint32_t steps = (uint32_t)((to - from + DEGREE - 1) / DEGREE), k = 0;
    struct point *points = chart_shape(pie->chart, full ? steps : steps + 2, OUTLINE);
    chart_fill(pie->chart, tone);
    if (!full)
        points[k++] = (struct point){pie->center_x, pie->center_y};
    for (uint32_t i = 0; i < steps; i++)
        points[k++] = at_angle(pie, from + (int)i * DEGREE, pie->radius);
    if (!full)
        points[k] = at_angle(pie, to, pie->radius);
}

static void add_wedges(struct pie *pie)
{
    if (!pie->whole)
        add_wedge(pie, 0, TURN, 3);
    for (uint32_t i = 0; i < pie->count; i++)
        if (pie->wedges[i].to > pie->wedges[i].from)
            add_wedge(pie, pie->wedges[i].from, pie->wedges[i].to, i);
}

/* ---- Labels ---- */

static void set_label(struct pie *pie, struct wedge *wedge)
{
    const struct doc_node *datum = wedge->datum;
    wedge->name = chart_text(pie->chart, chart_part(datum, ELEMENT_LABEL), pie->column, ALIGN_LEFT);
    wedge->value =
        chart_text(pie->chart, chart_part(datum, ELEMENT_VALUE), pie->column, ALIGN_LEFT);
    wedge->height = wedge->name->height + wedge->value->height;
}

/* The slices of one side from top to bottom. */
static uint32_t collect_side(struct pie *pie, bool right, struct wedge **side)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < pie->count; i++) {
        struct wedge *wedge = &pie->wedges[i];
        if (is_right(wedge) != right)
            continue;
        uint32_t k = count++;
        length y = at_angle(pie, wedge->middle, pie->radius).y;
        for (; k > 0 && at_angle(pie, side[k - 1]->middle, pie->radius).y > y; k--)
            side[k] = side[k - 1];
        side[k] = wedge;
    }
    return count;
}

static length side_height(const struct pie *pie, bool right)
{
    length height = 0;
    for (uint32_t i = 0; i < pie->count; i++)
        if (is_right(&pie->wedges[i]) == right)
            height += pie->wedges[i].height + pie->gap;
    return height;
}

static length label_ideal(const struct pie *pie, const struct wedge *wedge)
{
    return at_angle(pie, wedge->middle, pie->radius + pie->size).y - wedge->height / 2;
}

/* Each label stands beside its slice, or as near as the others allow. */
static void place_side(struct pie *pie, struct wedge **side, uint32_t count)
{
    length top = 0, bottom = pie->chart->height;
    for (uint32_t i = 0; i < count; i++) {
        length ideal = label_ideal(pie, side[i]);
        side[i]->y = ideal > top ? ideal : top;
        top = side[i]->y + side[i]->height + pie->gap;
    }
    for (uint32_t i = count; i-- > 0;) {
        length lowest = bottom - side[i]->height;
        side[i]->y = side[i]->y < lowest ? side[i]->y : lowest;
        bottom = side[i]->y - pie->gap;
    }
}

/* The line from the slice to the label's edge. */
static void find_leader(const struct pie *pie, const struct wedge *wedge, struct point line[4])
{
    int way = is_right(wedge) ? 1 : -1;
    length edge = pie->center_x + way * (pie->radius + pie->size * 2);
    length middle = wedge->y + wedge->height / 2;
    line[0] = at_angle(pie, wedge->middle, pie->radius);
    line[1] = at_angle(pie, wedge->middle, pie->radius + pie->size * 2 / 3);
    line[2] = (struct point){edge - way * pie->size / 2, middle};
    line[3] = (struct point){edge, middle};
}

/* Whether the oblique part of a leader crosses the pie. In tenths of a point, whose fourth powers
 * fit. */
static bool crosses(const struct pie *pie, const struct wedge *wedge)
{
    enum { TENTH = POINT / 10 };
    struct point line[4];
    find_leader(pie, wedge, line);
    int64_t x = (line[1].x - pie->center_x) / TENTH, y = (line[1].y - pie->center_y) / TENTH;
    int64_t dx = (line[2].x - line[1].x) / TENTH, dy = (line[2].y - line[1].y) / TENTH;
    int64_t along = -(x * dx + y * dy), square = dx * dx + dy * dy, across = x * dy - y * dx;
    int64_t radius = pie->radius / TENTH;
    return along > 0 && along < square && across * across < radius * radius * square;
}

/* Places all labels; returns how badly: how far they stand from their slices, above all how many
 * leaders cross the pie. */
static int64_t place_labels(struct pie *pie, struct wedge **side)
{
    int64_t badness = 0;
    for (int right = 0; right < 2; right++) {
        if (side_height(pie, right) > pie->chart->height + pie->gap)
            return INT64_MAX;
        place_side(pie, side, collect_side(pie, right, side));
    }
    for (uint32_t i = 0; i < pie->count; i++) {
        const struct wedge *wedge = &pie->wedges[i];
        badness += llabs(wedge->y - label_ideal(pie, wedge)) + (crosses(pie, wedge) ? CROSSING : 0);
    }
    return badness;
}

/* Tries turns all round and keeps the best; returns how bad that is. */
static int64_t find_turn(struct pie *pie)
{
    struct wedge **side = ARENA_ARRAY(pie->chart->arena, struct wedge *, pie->count);
    int64_t least = INT64_MAX;
    int best = 0;
    for (int turn = 0; turn < TURN; turn += TURN_STEP) {
        int64_t badness = place_labels(pie, side);
        if (badness < least) {
            least = badness;
            best = turn;
        }
        turn_by(pie, TURN_STEP);
    }
    turn_by(pie, best);
    return place_labels(pie, side);
}

/* Makes the chart taller until the labels have room; until no leader crosses the pie, if a moderate
 * height does for that. */
static void make_room(struct pie *pie)
{
    length most = pie->chart->height * 2;
    for (;;) {
        pie->center_y = pie->chart->height / 2;
        int64_t badness = find_turn(pie);
        if (badness < CROSSING || (badness < INT64_MAX && pie->chart->height > most))
            return;
        pie->chart->height += pie->size * 2;
    }
}

/* Sets a label's lines towards the pie. */
static void align_label(struct pie *pie, struct paragraph *text, bool right)
{
    if (right)
        return;
    text->align = ALIGN_RIGHT;
    paragraph_fill(pie->chart->shaper, text, pie->column);
}

static void add_label(struct pie *pie, const struct wedge *wedge)
{
    int way = is_right(wedge) ? 1 : -1;
    struct point *line = chart_shape(pie->chart, 4, LEADER);
    find_leader(pie, wedge, line);
    align_label(pie, wedge->name, way > 0);
    align_label(pie, wedge->value, way > 0);
    length x = line[3].x + way * pie->size / 3 - (way > 0 ? 0 : pie->column);
    chart_label(pie->chart, wedge->name, x, wedge->y, pie->column);
    chart_label(pie->chart, wedge->value, x, wedge->y + wedge->name->height, pie->column);
}

/* ---- The whole ---- */

static void read_wedges(struct pie *pie)
{
    const struct doc_node *node = pie->chart->node;
    uint32_t count = 0;
    for (const struct doc_node *datum = node->first; datum; datum = datum->next)
        count += datum->element == ELEMENT_DATUM;
    pie->wedges = ARENA_ARRAY(pie->chart->arena, struct wedge, count);
    for (const struct doc_node *datum = node->first; datum; datum = datum->next)
        if (datum->element == ELEMENT_DATUM) {
            struct wedge *wedge = &pie->wedges[pie->count++];
            wedge->datum = datum;
            wedge->number = chart_number(datum);
            pie->whole += wedge->number;
        }
}

bool chart_pie(struct chart *chart)
{
    length size = chart->node->style->size, height = chart->height;
    struct pie pie = {.chart = chart, .size = size, .gap = size / 2};
    pie.radius = height / 2 - size < chart->width / 5 ? height / 2 - size : chart->width / 5;
    pie.column = chart->width / 2 - pie.radius - size * 7 / 3;
    pie.center_x = chart->width / 2;
    if (pie.radius < size || pie.column < size * 4)
        return false;
    read_wedges(&pie);
    find_angles(&pie);
    for (uint32_t i = 0; i < pie.count; i++)
        set_label(&pie, &pie.wedges[i]);
    make_room(&pie);
    add_wedges(&pie);
    for (uint32_t i = 0; i < pie.count; i++)
        add_label(&pie, &pie.wedges[i]);
    return true;
}
