/*
 * A pie: the largest slice first from 12 o'clock on, clockwise, in the darkest tone. Each label
 * stands beside its slice, close to the circle; where several would meet they move along it, and a
 * short line leads to the slice. When that does not do there is no pie. What is 0 is no slice, but
 * told below.
 *
 * Angles are hundredths of a degree, clockwise from the top.
 */
#include "layout/chart.h"

#include <stdlib.h>

#include "template/chart.h"

enum {
    DEGREE = 100,
    TURN = 360 * DEGREE,
    SINE_UNIT = 100000,
    OUTLINE = POINT / 2,
    LEADER = POINT * 2 / 5,
    LEADER_LINES = 2,   /* a leader is no longer than so many lines of type are high */
    STEEP = 25 * DEGREE /* a slice so near the top or bottom has its label above or below */
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
    const struct chart_item *item;
    int from, to, middle;
    struct paragraph *name, *value;
    length x, y, width, height; /* of the label */
    length ideal;               /* where its top would be if it had the side to itself */
};

struct pie {
    struct chart *chart;
    struct wedge *wedges; /* the largest first */
    uint32_t count;
    int64_t whole;
    length radius, center_x, center_y;
    length gap, column; /* from the circle to the labels, their greatest width */
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
    return wedge->middle <= TURN / 2;
}

static length root(int64_t square)
{
    int64_t low = 0, high = 1 << 24;
    while (low < high) {
        int64_t middle = (low + high + 1) / 2;
        if (middle * middle <= square)
            low = middle;
        else
            high = middle - 1;
    }
    return (length)low;
}

/* ---- Slices ---- */

static void read_wedges(struct pie *pie)
{
    const struct chart *chart = pie->chart;
    pie->wedges = ARENA_ARRAY(chart->arena, struct wedge, chart->item_count);
    for (uint32_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        if (!item->number)
            continue;
        uint32_t k = pie->count++;
        for (; k > 0 && pie->wedges[k - 1].item->number < item->number; k--)
            pie->wedges[k] = pie->wedges[k - 1];
        pie->wedges[k] = (struct wedge){.item = item};
        pie->whole += item->number;
    }
}

/* Where each slice starts and ends. One that is all faces right. */
static void find_angles(struct pie *pie)
{
    int64_t sum = 0, reached = 0;
    for (uint32_t i = 0; i < pie->count; i++) {
        struct wedge *wedge = &pie->wedges[i];
        wedge->from = (int)reached;
        sum += wedge->item->number;
        decimal_scale(sum, TURN, pie->whole, &reached);
        wedge->to = (int)reached;
        wedge->middle = pie->count == 1 ? TURN / 4 : (wedge->from + wedge->to) / 2;
    }
}

/* Tones go round; the last slice must not have the tone of the first, which it touches. */
static uint32_t tone_of(const struct pie *pie, uint32_t i)
{
    enum { TONES = 6, OTHER = 2 };
    return i && i + 1 == pie->count && i % TONES == 0 ? OTHER : i;
}

static void add_wedge(struct pie *pie, uint32_t index)
{
    const struct wedge *wedge = &pie->wedges[index];
    int from = wedge->from, to = wedge->to;
    bool full = to - from == TURN;
    uint32_t steps = (uint32_t)((to - from + DEGREE - 1) / DEGREE), k = 0;
    if (!steps)
        return;
    struct point *points = chart_shape(pie->chart, full ? steps : steps + 2, OUTLINE);
    chart_fill(pie->chart, tone_of(pie, index));
    if (!full)
        points[k++] = (struct point){pie->center_x, pie->center_y};
    for (uint32_t i = 0; i < steps; i++)
        points[k++] = at_angle(pie, from + (int)i * DEGREE, pie->radius);
    if (!full)
        points[k] = at_angle(pie, to, pie->radius);
}

/* ---- Labels ---- */

static void set_label(struct pie *pie, struct wedge *wedge)
{
    struct chart *chart = pie->chart;
    const struct doc_node *name = chart_part(wedge->item->datum, ELEMENT_LABEL);
    wedge->name = chart_text(chart, name, pie->column, ALIGN_LEFT);
    wedge->value = chart_value(chart, wedge->item, pie->column);
    wedge->height = wedge->name->height + wedge->value->height;
    length name_width = chart_text_width(wedge->name);
    wedge->width = chart_text_width(wedge->value);
    wedge->width = name_width > wedge->width ? name_width : wedge->width;
}

/* Beside the slice; above or below one that is near the top or bottom. */
static length ideal_y(const struct pie *pie, const struct wedge *wedge)
{
    length y = at_angle(pie, wedge->middle, pie->radius + pie->gap).y;
    int from_top = is_right(wedge) ? wedge->middle : TURN - wedge->middle;
    if (from_top < STEEP)
        return y - wedge->height;
    return from_top > TURN / 2 - STEEP ? y : y - wedge->height / 2;
}

/* The slices of one side from top to bottom. */
static uint32_t collect_side(struct pie *pie, bool right, struct wedge **side)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < pie->count; i++) {
        uint32_t at = right ? i : pie->count - 1 - i;
        if (is_right(&pie->wedges[at]) == right)
            side[count++] = &pie->wedges[at];
    }
    return count;
}

/* Labels that would meet stand close together, as a block in the middle of where they would be. */
static void place_side(struct wedge **side, uint32_t count)
{
    uint32_t start = 0;
    for (uint32_t end = 1; end <= count; end++) {
        side[end - 1]->y = side[end - 1]->ideal;
        start = end - 1;
        while (start > 0 && side[start - 1]->y + side[start - 1]->height > side[start]->y) {
            start--;
            uint32_t first = start;
            while (first > 0 && side[first - 1]->y + side[first - 1]->height == side[first]->y)
                first--;
            int64_t sum = 0, offset = 0;
            for (uint32_t i = first; i < end; i++) {
                sum += side[i]->ideal - offset;
                offset += side[i]->height;
            }
            length y = (length)(sum / (int64_t)(end - first));
            for (uint32_t i = first; i < end; i++) {
                side[i]->y = y;
                y += side[i]->height;
            }
            start = first;
        }
    }
}

/* As close to the circle as the label's nearest corner or side allows. */
static void find_x(const struct pie *pie, struct wedge *wedge)
{
    int64_t away = pie->radius + pie->gap, top = wedge->y - pie->center_y;
    int64_t bottom = top + wedge->height, near = top > 0 ? top : bottom < 0 ? -bottom : 0;
    length reach = near < away ? root(away * away - near * near) : 0;
    reach = reach > pie->gap / 2 ? reach : pie->gap / 2;
    wedge->x = pie->center_x + (is_right(wedge) ? reach : -reach - wedge->width);
}

static void find_leader(const struct pie *pie, const struct wedge *wedge, struct point line[2])
{
    length middle = wedge->y + wedge->height / 2, space = pie->chart->size / 4;
    line[0] = at_angle(pie, wedge->middle, pie->radius);
    line[1].x = is_right(wedge) ? wedge->x - space : wedge->x + wedge->width + space;
    line[1].y = middle;
    bool over = is_right(wedge) ? line[1].x < line[0].x : line[1].x > line[0].x;
    if (over) /* the label stands above or below its slice */
        line[1] =
            (struct point){line[0].x, wedge->y > line[0].y ? wedge->y : wedge->y + wedge->height};
}

/* Whether the leader is short and does not cross the pie. */
static bool is_leader_good(const struct pie *pie, const struct wedge *wedge)
{
    struct point line[2];
    find_leader(pie, wedge, line);
    int64_t dx = line[1].x - line[0].x, dy = line[1].y - line[0].y;
    int64_t x = line[0].x - pie->center_x, y = line[0].y - pie->center_y;
    int64_t most = LEADER_LINES * (int64_t)pie->chart->node->style->leading;
    return x * dx + y * dy >= 0 && dx * dx + dy * dy <= most * most;
}

static bool place_labels(struct pie *pie)
{
    struct wedge **side = ARENA_ARRAY(pie->chart->arena, struct wedge *, pie->count);
    bool good = true;
    for (uint32_t i = 0; i < pie->count; i++)
        pie->wedges[i].ideal = ideal_y(pie, &pie->wedges[i]);
    for (int right = 0; right < 2; right++)
        place_side(side, collect_side(pie, right, side));
    for (uint32_t i = 0; i < pie->count; i++) {
        struct wedge *wedge = &pie->wedges[i];
        find_x(pie, wedge);
        good = good && wedge->x >= 0 && wedge->x + wedge->width <= pie->chart->width &&
               is_leader_good(pie, wedge);
    }
    return good;
}

/* Moves the pie and its labels down so that they start at top; returns where they end. */
static length move_down(struct pie *pie, length top)
{
    length highest = pie->center_y - pie->radius, lowest = pie->center_y + pie->radius;
    for (uint32_t i = 0; i < pie->count; i++) {
        const struct wedge *wedge = &pie->wedges[i];
        highest = wedge->y < highest ? wedge->y : highest;
        lowest = wedge->y + wedge->height > lowest ? wedge->y + wedge->height : lowest;
    }
    for (uint32_t i = 0; i < pie->count; i++)
        pie->wedges[i].y += top - highest;
    pie->center_y += top - highest;
    return lowest + top - highest;
}

static void add_label(struct pie *pie, const struct wedge *wedge)
{
    struct chart *chart = pie->chart;
    struct point *line = chart_shape(chart, 2, LEADER);
    find_leader(pie, wedge, line);
    if (!is_right(wedge)) {
        wedge->name->align = wedge->value->align = ALIGN_RIGHT;
        paragraph_fill(chart->shaper, wedge->name, wedge->width);
        paragraph_fill(chart->shaper, wedge->value, wedge->width);
    }
    chart_label(chart, wedge->name, wedge->x, wedge->y, wedge->width);
    chart_label(chart, wedge->value, wedge->x, wedge->y + wedge->name->height, wedge->width);
}

/* ---- The whole ---- */

bool chart_pie(struct chart *chart)
{
    struct pie pie = {.chart = chart, .gap = chart->size * 2 / 3, .center_x = chart->width / 2};
    read_wedges(&pie);
    length head = chart_head(chart), most = chart->width / 5;
    pie.radius = (chart->height - head) / 2 - chart->size;
    pie.radius = pie.radius < most ? pie.radius : most;
    pie.column = chart->width / 2 - pie.radius - pie.gap;
    if (pie.radius < chart->size * 2 || pie.column < chart->size * 4)
        return false;
    find_angles(&pie);
    for (uint32_t i = 0; i < pie.count; i++)
        set_label(&pie, &pie.wedges[i]);
    if (!place_labels(&pie))
        return false;
    length y = move_down(&pie, head);
    for (uint32_t i = 0; i < pie.count; i++)
        add_wedge(&pie, i);
    for (uint32_t i = 0; i < pie.count; i++)
        add_label(&pie, &pie.wedges[i]);
    chart->height = chart_zeros(chart, y + (pie.count < chart->item_count ? chart->size / 3 : 0));
    return true;
}
