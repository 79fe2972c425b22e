/*
 * Charts: every word and figure is text of the page; what is drawn beside them says nothing else.
 * Bars are as wide as the page allows, so that they need no scale of their own.
 */
#include "publish/html.h"
#include "template/chart.h"

static const char *const tones[] = {"#3F6C99", "#D5E1EC", "#8FB0CF",
                                    "#F4F7FA", "#1C3A57", "#B4C9DC"};

enum { TONES = sizeof tones / sizeof *tones, RADIUS = 98, UNIT = 10000 };

static int64_t share(const struct doc_node *datum, int64_t whole, int64_t of)
{
    int64_t part = 0;
    decimal_scale(chart_number(datum), of, whole ? whole : 1, &part);
    return part;
}

static void put_part(struct html *html, const struct doc_node *datum, enum element part,
                     const char *class)
{
    const struct doc_node *node = chart_part(datum, part);
    if (node)
        html_element(html, "span", node, class);
}

/* Which of the series the item belongs to, by their first appearance. */
static unsigned series_of(const struct doc_node *chart, const struct doc_node *datum)
{
    unsigned series = 0;
    for (const struct doc_node *other = chart->first; other; other = other->next) {
        bool first = other->element == ELEMENT_DATUM;
        for (const struct doc_node *before = chart->first; first && before != other;
             before = before->next)
            first = before->element != ELEMENT_DATUM || !chart_same(before, other, ELEMENT_SERIES);
        if (first && chart_same(other, datum, ELEMENT_SERIES))
            return series;
        series += first;
    }
    return series;
}

static void put_bars(struct html *html, const struct doc_node *chart)
{
    int64_t most = 0;
    for (const struct doc_node *datum = chart->first; datum; datum = datum->next)
        if (datum->element == ELEMENT_DATUM && chart_number(datum) > most)
            most = chart_number(datum);
    buf_puts(html->out, "<ul class=\"bars\">\n");
    for (const struct doc_node *datum = chart->first; datum; datum = datum->next) {
        if (datum->element != ELEMENT_DATUM)
            continue;
        int64_t width = share(datum, most, UNIT);
        buf_puts(html->out, "<li>");
        put_part(html, datum, ELEMENT_SERIES, "series");
        buf_puts(html->out, chart_part(datum, ELEMENT_SERIES) ? " " : "");
        put_part(html, datum, ELEMENT_LABEL, "label");
        buf_putc(html->out, ' ');
        put_part(html, datum, ELEMENT_VALUE, "value");
        buf_printf(html->out,
                   "<svg aria-hidden=\"true\" height=\"14\"><rect x=\"0\" y=\"1\" height=\"12\" "
                   "width=\"%d.%02d%%\" fill=\"%s\" stroke=\"#1C3A57\"/></svg></li>\n",
                   (int)(width / 100), (int)(width % 100), tones[series_of(chart, datum) % TONES]);
    }
    buf_puts(html->out, "</ul>\n");
}

/* Sine of the k-th part of a circle of UNIT, times UNIT; by a polynomial that is right to a pixel
 * and the same on every machine. */
static int64_t sine(int64_t k)
{
    k = (k % UNIT + UNIT) % UNIT;
    bool minus = k >= UNIT / 2;
    k %= UNIT / 2;
    int64_t x = k * (UNIT / 2 - k); /* Bhaskara: 16x / (5h² - 4x), h half the circle */
    int64_t h = UNIT / 2;
    int64_t value = UNIT * 16 * x / (5 * h * h - 4 * x);
    return minus ? -value : value;
}

static void put_point(struct buf *out, int64_t at)
{
    int64_t x = 100 * UNIT + RADIUS * sine(at), y = 100 * UNIT - RADIUS * sine(at + UNIT / 4);
    buf_printf(out, "%lld.%02lld %lld.%02lld", (long long)(x / UNIT), (long long)(x % UNIT / 100),
               (long long)(y / UNIT), (long long)(y % UNIT / 100));
}

static void put_slice(struct buf *out, int64_t from, int64_t to, unsigned tone)
{
    if (to - from >= UNIT) {
        buf_printf(out, "<circle cx=\"100\" cy=\"100\" r=\"%d\"", RADIUS);
    } else {
        buf_puts(out, "<path d=\"M100 100L");
        put_point(out, from);
        buf_printf(out, "A%d %d 0 %d 1 ", RADIUS, RADIUS, to - from > UNIT / 2);
        put_point(out, to);
        buf_puts(out, "Z\"");
    }
    buf_printf(out, " fill=\"%s\" stroke=\"#1C3A57\"/>", tones[tone % TONES]);
}

static void put_pie_drawing(struct html *html, const struct doc_node *chart)
{
    int64_t whole = 0, from = 0, sum = 0;
    unsigned tone = 0;
    for (const struct doc_node *datum = chart->first; datum; datum = datum->next)
        if (datum->element == ELEMENT_DATUM)
            money_add(whole, chart_number(datum), &whole);
    buf_puts(html->out, "<svg aria-hidden=\"true\" viewBox=\"0 0 200 200\">");
    for (const struct doc_node *datum = chart->first; datum; datum = datum->next) {
        if (datum->element != ELEMENT_DATUM)
            continue;
        int64_t to = 0;
        money_add(sum, chart_number(datum), &sum);
        decimal_scale(sum, UNIT, whole ? whole : 1, &to);
        if (to > from)
            put_slice(html->out, from, to, tone);
        from = to;
        tone++;
    }
    buf_puts(html->out, "</svg>\n");
}

static void put_pie(struct html *html, const struct doc_node *chart)
{
    unsigned tone = 0;
    buf_puts(html->out, "<div class=\"pie\">\n");
    put_pie_drawing(html, chart);
    buf_puts(html->out, "<ul>\n");
    for (const struct doc_node *datum = chart->first; datum; datum = datum->next) {
        if (datum->element != ELEMENT_DATUM)
            continue;
        buf_printf(html->out,
                   "<li><svg aria-hidden=\"true\" viewBox=\"0 0 10 10\"><rect x=\".5\" y=\".5\" "
                   "width=\"9\" height=\"9\" fill=\"%s\" stroke=\"#1C3A57\"/></svg>",
                   tones[tone++ % TONES]);
        put_part(html, datum, ELEMENT_LABEL, "label");
        buf_putc(html->out, ' ');
        put_part(html, datum, ELEMENT_VALUE, "value");
        buf_puts(html->out, "</li>\n");
    }
    buf_puts(html->out, "</ul>\n</div>\n");
}

void html_chart(struct html *html, const struct doc_node *node)
{
    const struct doc_node *caption = node->first;
    buf_puts(html->out, "<figure");
    html_class(html, node, "");
    buf_puts(html->out, ">\n");
    if (node->chart == CHART_PIE)
        put_pie(html, node);
    else
        put_bars(html, node);
    if (caption && caption->element == ELEMENT_CAPTION)
        html_element(html, "figcaption", caption, "");
    buf_puts(html->out, "</figure>\n");
}
