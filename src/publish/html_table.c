#include "publish/html.h"

/* Whether the cell shows a number, which stands to the right unless the form centres it. */
static bool is_figure_cell(struct html *html, const struct doc_node *cell)
{
    return cell->element == ELEMENT_CELL && cell_value(html->arena, cell).is_number;
}

static const char *align_word(enum align align)
{
    static const char *const words[] = {[ALIGN_STYLE] = "",
                                        [ALIGN_JUSTIFY] = "justify",
                                        [ALIGN_LEFT] = "left",
                                        [ALIGN_CENTER] = "center",
                                        [ALIGN_RIGHT] = "right"};
    return words[align];
}

static void put_span(struct buf *out, const char *name, unsigned span)
{
    if (span > 1)
        buf_printf(out, " %s=\"%u\"", name, span);
}

/* A header without text heads nothing: it is an empty cell. `inner`: other columns stand before it
 * though it is the first of its row. */
static void put_cell(struct html *html, const struct doc_node *cell, bool inner)
{
    bool header = cell->element == ELEMENT_HEADER && node_text(html->arena, cell).n;
    bool centred = cell->align == ALIGN_CENTER ||
                   (cell->align == ALIGN_STYLE && cell->style->align == ALIGN_CENTER);
    bool figure = is_figure_cell(html, cell);
    const char *align = figure && !centred ? "n" : align_word(cell->align);
    const char *words =
        arena_printf(html->arena, "%s%s%s", align, inner && *align ? " " : "", inner ? "in" : "");
    buf_puts(html->out, header ? "<th" : "<td");
    if (header && cell->scope != SCOPE_NONE)
        buf_puts(html->out, cell->scope == SCOPE_COLUMN ? " scope=\"col\"" : " scope=\"row\"");
    put_span(html->out, "colspan", cell->colspan);
    put_span(html->out, "rowspan", cell->rowspan);
    html_class(html, cell, words);
    buf_putc(html->out, '>');
    html->head = header && cell->scope == SCOPE_COLUMN;
    html_children(html, cell);
    html->head = false;
    buf_puts(html->out, header ? "</th>" : "</td>");
}

static void put_rows(struct html *html, const struct printed_table *table,
                     const struct doc_node *group, uint32_t first)
{
    for (const struct doc_node *row = group->first; row; row = row->next, first++) {
        buf_puts(html->out, "<tr");
        html_class(html, row, row->changed ? "changed" : "");
        buf_putc(html->out, '>');
        for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
            bool inner = cell == row->first && grid_cell(&table->grid, first, 0) != cell;
            put_cell(html, cell, inner);
        }
        buf_puts(html->out, "</tr>\n");
    }
}

/* The region scrolls by itself, with its heads in sight; it can be reached by the keyboard. */
void html_table(struct html *html, const struct doc_node *node)
{
    const struct printed_table *table = &html->tables.at[html->next_table++];
    uint32_t row = 0;
    buf_puts(html->out, "<div class=\"table\" role=\"region\" tabindex=\"0\"");
    buf_put_attribute(html->out, "aria-label", table->name);
    html_id(html, node);
    buf_puts(html->out, ">\n<table");
    html_class(html, node, "");
    buf_puts(html->out, ">\n");
    for (const struct doc_node *part = node->first; part; part = part->next) {
        if (part->element == ELEMENT_CAPTION) {
            html_element(html, "caption", part, "");
        } else if (part->element == ELEMENT_HEAD || part->element == ELEMENT_BODY) {
            const char *name = part->element == ELEMENT_HEAD ? "thead" : "tbody";
            buf_printf(html->out, "<%s>\n", name);
            put_rows(html, table, part, row);
            buf_printf(html->out, "</%s>\n", name);
            for (const struct doc_node *one = part->first; one; one = one->next)
                row++;
        }
    }
    buf_puts(html->out, "</table>\n</div>\n");
}
