/*
 * Web pages with tables, which many platforms save under the name .xls. libxml2 reads what browsers
 * read. Excel's own kind keeps the exact value of a cell in x:num.
 */
#include <libxml/HTMLparser.h>

#include "base/bounds.h"
#include "base/libraries.h"
#include "intake/reader.h"

enum { COLUMN_MAX = 1024, SPAN_MAX = 4096, DEPTH_MAX = 512 };

struct html {
    struct reader *reader;
    struct buf before; /* lines since the last table */
    struct buf text;
    uint32_t busy[COLUMN_MAX]; /* for each column, the rows that a cell above still covers */
};

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static bool is_block(const xmlNode *node)
{
    static const char *const blocks[] = {"p",  "div", "br", "tr", "li", "h1",
                                         "h2", "h3",  "h4", "h5", "h6"};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (is_element(node, blocks[i]))
            return true;
    return false;
}

static const char *attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (strcmp((const char *)at->name, name) == 0)
            return at->children ? (const char *)at->children->content : "";
    return NULL;
}

/* Whether the style says so: display: none. */
static bool has_rule(const char *style, const char *name, const char *value)
{
    for (struct slice rest = slice_of(style); rest.p;) {
        struct slice rule = slice_cut(&rest, ';'), said = rule;
        struct slice key = slice_trim(slice_cut(&said, ':'));
        if (slice_is(key, name) && said.p && memmem(said.p, said.n, value, strlen(value)))
            return true;
    }
    return false;
}

/* Whether the page does not show the element, or shows it as what no longer counts. */
static bool is_unseen(const xmlNode *node)
{
    static const char *const unseen[] = {"script", "style",  "svg", "template", "del",
                                         "s",      "strike", "rt",  "rp"};
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
        if (is_element(node, unseen[i]))
            return true;
    if (node->type != XML_ELEMENT_NODE)
        return false;
    const char *style = attribute(node, "style");
    return attribute(node, "hidden") ||
           (style &&
            (has_rule(style, "display", "none") || has_rule(style, "visibility", "hidden") ||
             has_rule(style, "text-decoration", "line-through")));
}

/* Appends the text below a node; white space counts as one blank, a block begins a line. */
static void put_text(struct buf *out, const xmlNode *node, struct run run, unsigned depth)
{
    if (depth > DEPTH_MAX || is_unseen(node))
        return;
    if (is_block(node) && out->n && out->p[out->n - 1] != '\n')
        buf_putc(out, '\n');
    run.is_raised |= is_element(node, "sup");
    for (const char *p = (const char *)node->content; p && node->type == XML_TEXT_NODE && *p; p++) {
        bool blank = (unsigned char)*p <= ' ';
        if (!blank)
            run_put(out, &run, p, 1);
        else if (out->n && out->p[out->n - 1] != ' ' && out->p[out->n - 1] != '\n')
            buf_putc(out, ' ');
    }
    for (const xmlNode *child = node->children; child; child = child->next)
        put_text(out, child, run, depth + 1);
    if (is_block(node) && out->n && out->p[out->n - 1] != '\n')
        buf_putc(out, '\n');
}

static uint32_t span_of(const xmlNode *node, const char *name)
{
    const char *attributes[] = {name, attribute(node, name), NULL};
    uint32_t span = attributes[1] ? xml_number(attributes, name, 1, SPAN_MAX) : 1;
    return span ? span : 1;
}

static void put_cell(struct html *html, struct grid *grid, const xmlNode *node, uint32_t row,
                     uint32_t column)
{
    const char *exact = attribute(node, "x:num");
    struct slice number = {0};
    buf_clear(&html->text);
    for (const xmlNode *child = node->children; child; child = child->next)
        put_text(&html->text, child, (struct run){0}, 0);
    if (exact && *exact)
        number = plain_number(grid->book->arena, slice_of(exact));
    uint32_t before = grid->count;
    grid_put(grid, row, column, number.p ? CELL_NUMBER : CELL_TEXT,
             number.p ? number : buf_slice(&html->text));
    if (grid->count == before)
        return;
    grid_span(grid, span_of(node, "rowspan"), span_of(node, "colspan"));
    grid->cells[before].covered = is_unseen(node);
}

static void read_row(struct html *html, struct grid *grid, const xmlNode *row_node, uint32_t row)
{
    uint32_t column = 0, *busy = html->busy;
    for (const xmlNode *node = row_node->children; node; node = node->next) {
        if (!is_element(node, "td") && !is_element(node, "th"))
            continue;
        while (column < COLUMN_MAX && busy[column])
            column++;
        uint32_t columns = span_of(node, "colspan"), rows = span_of(node, "rowspan");
        if (column + columns > COLUMN_MAX)
            break;
        put_cell(html, grid, node, row, column);
        for (uint32_t i = 0; i < columns; i++)
            busy[column++] = rows;
    }
    for (column = 0; column < COLUMN_MAX; column++)
        busy[column] -= busy[column] > 0;
}

static void read_rows(struct html *html, struct grid *grid, const xmlNode *node, uint32_t *row)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (is_element(child, "tr")) {
            if (is_unseen(child)) /* a hidden row of a sheet saved as a page */
                grid_hide_rows(grid, *row, *row + 1);
            read_row(html, grid, child, (*row)++);
            continue;
        }
        if (is_unseen(child))
            continue;
        if (is_element(child, "thead") || is_element(child, "tbody") || is_element(child, "tfoot"))
            read_rows(html, grid, child, row);
    }
}

static bool holds_table(const xmlNode *node, unsigned depth)
{
    if (depth > DEPTH_MAX)
        return false;
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is_element(child, "table") || holds_table(child, depth + 1))
            return true;
    return false;
}

static void put_line(struct html *html, const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE)
        put_text(&html->before, node, (struct run){0}, 0);
}

static void read_table(struct html *html, const xmlNode *node)
{
    struct arena *arena = html->reader->arena;
    struct grid *grid = grid_new(html->reader->book, (struct slice){"", 0});
    uint32_t row = 0;
    memset(html->busy, 0, sizeof html->busy);
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is_element(child, "caption"))
            put_text(&html->before, child, (struct run){0}, 0);
    grid->before = slice_copy(arena, blank_trim(buf_slice(&html->before)));
    buf_clear(&html->before);
    read_rows(html, grid, node, &row);
    grid_finish(grid);
}

/* A table around tables is layout: those inside count. */
static void walk(struct html *html, const xmlNode *node, unsigned depth)
{
    if (depth > DEPTH_MAX || is_unseen(node) || is_element(node, "figure"))
        return;
    if (is_element(node, "table") && !holds_table(node, 0)) {
        read_table(html, node);
        return;
    }
    if (is_block(node))
        buf_putc(&html->before, '\n');
    put_line(html, node);
    for (const xmlNode *child = node->children; child; child = child->next)
        walk(html, child, depth + 1);
}

static htmlDocPtr parse(struct slice text)
{
    return htmlReadMemory(text.p, (int)text.n, NULL, "UTF-8",
                          HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                              HTML_PARSE_NONET);
}

static void try_to_parse(void *data)
{
    parse(*(struct slice *)data);
}

/* libxml2 takes the square of some pages' length, as of a tag with a million attributes. */
static bool can_be_parsed(struct reader *reader, struct slice text)
{
    if (ends_within(try_to_parse, &text, reader_seconds(reader), limit_of(LIMIT_BOOK_MEMORY)))
        return true;
    limit_report(reader->diag, LIMIT_BOOK_SECONDS, book_pos(reader->book), reader->book->name);
    return false;
}

bool read_html(struct reader *reader)
{
    struct slice bytes = reader->source->text;
    struct slice text = text_guessed(reader->arena, bytes);
    if (!text.p) {
        diag_report(reader->diag, MSG_BOOK_ENCODING, book_pos(reader->book));
        return false;
    }
    if (!library_load(LIBRARY_XML, reader->diag) || !can_be_parsed(reader, text))
        return false;
    htmlDocPtr page = parse(text);
    if (!page) {
        diag_report(reader->diag, MSG_BOOK_BROKEN, book_pos(reader->book), "HTML", "empty");
        return false;
    }
    struct html html = {.reader = reader};
    const xmlNode *root = xmlDocGetRootElement(page);
    if (root)
        walk(&html, root, 0);
    reader->book->after = slice_copy(reader->arena, buf_slice(&html.before));
    buf_free(&html.before);
    buf_free(&html.text);
    xmlFreeDoc(page);
    return true;
}
