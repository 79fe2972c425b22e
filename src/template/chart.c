#include "template/chart.h"

enum { RATE_UNIT = 100000000 }; /* rates are compared in parts of this */

enum element chart_part_element(const char *attribute)
{
    return *attribute == 'l' ? ELEMENT_LABEL : *attribute == 's' ? ELEMENT_SERIES : ELEMENT_VALUE;
}

struct doc_node *chart_part(const struct doc_node *node, enum element part)
{
    struct doc_node *child = node->first;
    while (child && child->element != part)
        child = child->next;
    return child;
}

/* ---- Figures ---- */

/* The one figure of an item, as it is printed; NULL when there is none or more than one. */
static const struct fact *figure_of(const struct doc_node *datum)
{
    const struct doc_node *value = chart_part(datum, ELEMENT_VALUE);
    const struct fact *figure = NULL;
    for (const struct doc_node *text = value ? value->first : NULL; text; text = text->next) {
        if (text->fact && figure)
            return NULL;
        if (text->fact)
            figure = text->fact->stated ? text->fact->stated : text->fact;
    }
    return figure;
}

static bool is_number(const struct fact *fact)
{
    return fact->kind >= FACT_MONEY && fact->kind <= FACT_SCORE;
}

int64_t chart_number(const struct doc_node *datum)
{
    const struct fact *figure = figure_of(datum);
    int64_t number = figure->number;
    bool fraction =
        figure->kind == FACT_RATE || figure->kind == FACT_PRICE || figure->kind == FACT_MEAN;
    int64_t unit = figure->kind == FACT_RATE ? RATE_UNIT : 1;
    if (fraction && !decimal_scale(figure->rate.num, unit, figure->rate.den, &number))
        number = INT64_MAX;
    return number;
}

/* ---- Checks ---- */

static struct slice text_of(struct arena *arena, const struct doc_node *node)
{
    struct buf buf = {0};
    if (node)
        node_put_text(&buf, node);
    struct slice text = slice_copy(arena, buf_slice(&buf));
    buf_free(&buf);
    return text;
}

bool chart_same(const struct doc_node *a, const struct doc_node *b, enum element part)
{
    const struct doc_node *of_a = chart_part(a, part), *of_b = chart_part(b, part);
    struct buf texts[2] = {{0}, {0}};
    if (of_a)
        node_put_text(&texts[0], of_a);
    if (of_b)
        node_put_text(&texts[1], of_b);
    bool same = slice_eq(buf_slice(&texts[0]), buf_slice(&texts[1]));
    buf_free(&texts[0]);
    buf_free(&texts[1]);
    return same;
}

/* The item before this one with the same label and series, or NULL. */
static const struct doc_node *twin_of(const struct doc_node *chart, const struct doc_node *datum)
{
    for (const struct doc_node *other = chart->first; other != datum; other = other->next)
        if (other->element == ELEMENT_DATUM && chart_same(other, datum, ELEMENT_LABEL) &&
            chart_same(other, datum, ELEMENT_SERIES))
            return other;
    return NULL;
}

static const char *place_of(struct diag *diag, struct pos pos)
{
    struct place place = pos_place(pos);
    return arena_printf(diag->arena, "%s:%u:%u", pos.source->name, place.line, place.column);
}

/* Whether the item is sound beside the first; if not, says so once for each place. */
static bool check_item(struct diag *diag, const struct doc_node *chart,
                       const struct doc_node *datum, const struct doc_node *first)
{
    const struct fact *figure = figure_of(datum);
    const struct doc_node *label = chart_part(datum, ELEMENT_LABEL);
    const struct doc_node *twin = chart->chart == CHART_BAR ? twin_of(chart, datum) : NULL;
    bool told = is_told(diag, datum->pos);
    if (!figure || !is_number(figure) || !label || !label->first) {
        if (!told)
            diag_report(diag, MSG_ITEM_INCOMPLETE, datum->pos);
        return false;
    }
    const char *name = text_of(diag->arena, label).p;
    if (told)
        return false;
    if (first != datum && figure_of(first)->kind != figure->kind)
        diag_report(diag, MSG_ITEM_KIND, datum->pos, name);
    else if (chart->chart == CHART_PIE && chart_part(datum, ELEMENT_SERIES))
        diag_report(diag, MSG_ITEM_SERIES, datum->pos);
    else if (twin)
        diag_report(diag, MSG_ITEM_TWICE, datum->pos, place_of(diag, twin->pos));
    else
        return true;
    return false;
}

/* ---- Shares ---- */

static void set_share(struct arena *arena, struct doc_node *datum, int64_t whole,
                      const struct numbers *numbers)
{
    struct fact share = {.kind = FACT_RATE, .rate = {chart_number(datum), whole}};
    struct doc_node *part = chart_part(chart_part(datum, ELEMENT_VALUE), ELEMENT_SHARE);
    struct buf text = {0};
    buf_puts(&text, "，");
    figure_print(&text, &share, numbers);
    part->first->text = slice_copy(arena, buf_slice(&text));
    buf_free(&text);
}

/* Takes out the items of an unfinished record whose figures wait. */
static void drop_waiting(struct arena *arena, struct doc_node *chart)
{
    struct doc_node **link = &chart->first, *before = NULL;
    while (*link) {
        const struct doc_node *value =
            (*link)->element == ELEMENT_DATUM ? chart_part(*link, ELEMENT_VALUE) : NULL;
        if (value && strstr(text_of(arena, value).p, "〔待填〕")) {
            *link = (*link)->next;
            continue;
        }
        before = *link;
        link = &(*link)->next;
    }
    chart->last = before;
}

/* No page has room for more labels, and to find that out would take long. */
static bool is_crowded(const struct doc_node *chart)
{
    enum { ITEMS_MAX = 400 };
    uint32_t count = 0;
    for (const struct doc_node *child = chart->first; child; child = child->next)
        count += child->element == ELEMENT_DATUM;
    return count > ITEMS_MAX;
}

void chart_check(struct arena *arena, struct diag *diag, struct doc_node *chart,
                 const struct numbers *numbers)
{
    const struct doc_node *first = NULL;
    int64_t whole = 0;
    bool sound = true, fits = true, negative = false;
    drop_waiting(arena, chart);
    if (is_crowded(chart)) {
        diag_report(diag, MSG_CHART_CROWDED, chart->pos);
        return;
    }
    for (struct doc_node *datum = chart->first; datum; datum = datum->next) {
        if (datum->element != ELEMENT_DATUM)
            continue;
        first = first ? first : datum;
        sound = sound && check_item(diag, chart, datum, first);
        negative = negative || (sound && chart_number(datum) < 0);
        fits = fits && (!sound || money_add(whole, chart_number(datum), &whole));
    }
    if (!fits)
        diag_report(diag, MSG_FIGURE_RANGE, chart->pos, "chart");
    if (chart->chart != CHART_PIE || !sound || !fits || negative || whole == 0)
        return;
    for (struct doc_node *datum = chart->first; datum; datum = datum->next)
        if (datum->element == ELEMENT_DATUM)
            set_share(arena, datum, whole, numbers);
}

/* ---- Words ---- */

static void put_part(struct buf *out, const struct doc_node *datum, enum element part,
                     const char *before)
{
    const struct doc_node *node = chart_part(datum, part);
    size_t start = out->n;
    if (!node)
        return;
    buf_puts(out, before);
    size_t text = out->n;
    node_put_text(out, node);
    if (out->n == text && out->n)
        out->p[out->n = start] = '\0';
}

void chart_describe(struct buf *out, const struct doc_node *chart)
{
    const char *between = "";
    for (const struct doc_node *child = chart->first; child; child = child->next) {
        buf_puts(out, between);
        if (child->element == ELEMENT_CAPTION) {
            node_put_text(out, child);
            between = "：";
            continue;
        }
        put_part(out, child, ELEMENT_SERIES, "");
        put_part(out, child, ELEMENT_LABEL, chart_part(child, ELEMENT_SERIES) ? " " : "");
        put_part(out, child, ELEMENT_VALUE, " ");
        between = "；";
    }
}
