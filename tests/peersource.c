/*
 * Writes a disclosure as source for another typesetter, for the benchmark only: the same headings,
 * paragraphs, contents and tables with the same text, on the same paper, in the same fonts.
 *
 *     peersource typst|html|tex RECORD > FILE
 */
#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fontconfig/fcfreetype.h> /* after fontconfig.h */

#include "sheet.h"

/* How a kind of source writes what the tree holds; NULL: only what is inside. */
struct peer {
    const char *name;
    void (*head)(struct buf *out, const struct document *document);
    void (*text)(struct buf *out, struct slice text);
    void (*block)(struct buf *out, const struct doc_node *node); /* heading or paragraph */
    void (*slots)(struct buf *out, const struct doc_node *node); /* parts left, centre and right */
    void (*table)(struct buf *out, const struct doc_node *node);
    void (*section)(struct buf *out, const struct doc_node *node);
    const char *contents, *page_break, *line_break, *tail;
};

static const struct peer *peer;
static struct fonts *fonts;
static const struct table_style *tables;

static void put_children(struct buf *out, const struct doc_node *node);

static void put_node(struct buf *out, const struct doc_node *node)
{
    switch (node->element) {
    case ELEMENT_TEXT:
        peer->text(out, node->text);
        break;
    case ELEMENT_HEADING:
    case ELEMENT_PARAGRAPH:
        peer->block(out, node);
        break;
    case ELEMENT_SLOTS:
        peer->slots(out, node);
        break;
    case ELEMENT_TABLE:
        peer->table(out, node);
        break;
    case ELEMENT_SECTION:
        peer->section(out, node);
        break;
    case ELEMENT_CONTENTS:
        buf_puts(out, peer->page_break);
        put_children(out, node); /* its title */
        buf_puts(out, peer->contents);
        break;
    case ELEMENT_BREAK:
        buf_puts(out, peer->line_break);
        break;
    default:
        put_children(out, node);
    }
}

static void put_children(struct buf *out, const struct doc_node *node)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_node(out, child);
}

/* ---- what all kinds ask ---- */

/* The family and weight of the font that shows the style's role. */
static bool find_family(const struct style *style, char family[128])
{
    const struct font *font = fonts_for(fonts, style->role, 0x56FD);
    int faces, weight = FC_WEIGHT_REGULAR;
    FcChar8 *name;
    FcPattern *pattern =
        FcFreeTypeQuery((const FcChar8 *)font->path, (unsigned)font->index, NULL, &faces);
    for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (!i || name[0] < 0x80) /* the English one, if there is one */
            snprintf(family, 128, "%s", (const char *)name);
    FcPatternGetInteger(pattern, FC_WEIGHT, 0, &weight);
    FcPatternDestroy(pattern);
    return weight >= FC_WEIGHT_BOLD;
}

static double points(length length)
{
    return length / 1000.0;
}

static const char *align_name(const struct doc_node *node)
{
    static const char *const names[] = {"left", "justify", "left", "center", "right"};
    return names[node->align ? node->align : node->style->align];
}

static bool is_rows(const struct doc_node *node)
{
    return node->element == ELEMENT_HEAD || node->element == ELEMENT_BODY;
}

static const struct doc_node *first_rows(const struct doc_node *table)
{
    const struct doc_node *rows = table->first;
    while (!is_rows(rows))
        rows = rows->next;
    return rows;
}

static unsigned count_columns(const struct doc_node *table)
{
    unsigned columns = 0;
    for (const struct doc_node *cell = first_rows(table)->first->first; cell; cell = cell->next)
        columns += cell->colspan;
    return columns;
}

static void put_captions(struct buf *out, const struct doc_node *table)
{
    for (const struct doc_node *child = table->first; child; child = child->next)
        if (child->element == ELEMENT_CAPTION)
            put_children(out, child);
}

/* The style of the table's text: of the first cell of its body. */
static const struct style *table_text(const struct doc_node *table)
{
    const struct doc_node *rows = first_rows(table);
    return (rows->next && is_rows(rows->next) ? rows->next : rows)->first->first->style;
}

/* ---- Typst ---- */

static void typst_text(struct buf *out, struct slice text)
{
    buf_puts(out, "#\"");
    for (size_t i = 0; i < text.n; i++) {
        buf_puts(out, strchr("\"\\", text.p[i]) ? "\\" : "");
        buf_putc(out, text.p[i]);
    }
    buf_puts(out, "\";");
}

static void typst_font(struct buf *out, const struct style *style)
{
    char family[128];
    bool bold = find_family(style, family);
    buf_printf(out, "font: \"%s\", size: %.3fpt, weight: \"%s\"", family, points(style->size),
               bold ? "bold" : "regular");
}

static void typst_block(struct buf *out, const struct doc_node *node)
{
    const struct style *style = node->style;
    bool justified = strcmp(align_name(node), "justify") == 0;
    if (node->page_break)
        buf_puts(out, "#pagebreak(weak: true)\n");
    buf_printf(out, "#block(above: %.3fpt, below: %.3fpt, width: 100%%)[#set text(",
               points(style->before + style->leading - style->size), points(style->after));
    typst_font(out, style);
    buf_printf(out,
               ")\n#set par(leading: %.3fpt, justify: %s, first-line-indent: (amount: %.3fem, all: "
               "true))\n#align(%s)[",
               points(style->leading - style->size), justified ? "true" : "false",
               points(style->first_indent), justified ? "left" : align_name(node));
    if (node->element == ELEMENT_HEADING) {
        buf_puts(out, "#show heading: set text(");
        typst_font(out, style);
        buf_printf(out, ")\n#heading(level: %u, outlined: %s)[", node->level,
                   node->unlisted ? "false" : "true");
    } else {
        buf_puts(out, "#par[");
    }
    put_children(out, node);
    buf_puts(out, "]]]\n");
}

static void typst_slots(struct buf *out, const struct doc_node *node)
{
    buf_puts(out, "#block(width: 100%, below: 3pt)[#set text(");
    typst_font(out, node->style);
    buf_puts(out, ")\n");
    for (const struct doc_node *slot = node->first; slot; slot = slot->next) {
        put_children(out, slot);
        buf_puts(out, slot->next ? "#h(1fr)" : "");
    }
    buf_puts(out, "]\n");
}

static void typst_cells(struct buf *out, const struct doc_node *rows)
{
    for (const struct doc_node *row = rows->first; row; row = row->next)
        for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
            const char *align = align_name(cell);
            buf_printf(out, "table.cell(colspan: %u, rowspan: %u, align: %s + horizon)[",
                       cell->colspan, cell->rowspan, strcmp(align, "justify") ? align : "left");
            put_children(out, cell);
            buf_puts(out, "],\n");
        }
}

static void typst_table(struct buf *out, const struct doc_node *node)
{
    put_captions(out, node);
    const struct style *style = table_text(node);
    buf_printf(out, "#[#set par(leading: %.3fpt, first-line-indent: 0pt)\n#set text(",
               points(style->leading - style->size));
    typst_font(out, style);
    buf_printf(out, ")\n#table(columns: %u, inset: (x: %.3fpt, y: %.3fpt), stroke: %.3fpt,\n",
               count_columns(node), points(tables->pad_x), points(tables->pad_y),
               points(tables->ruling));
    for (const struct doc_node *rows = first_rows(node); rows; rows = rows->next) {
        buf_puts(out, rows->element == ELEMENT_HEAD ? "table.header(" : "");
        typst_cells(out, rows);
        buf_puts(out, rows->element == ELEMENT_HEAD ? "),\n" : "");
    }
    buf_puts(out, ")]\n");
}

static void typst_section(struct buf *out, const struct doc_node *node)
{
    bool turned = node->orientation == ORIENTATION_LANDSCAPE;
    buf_puts(out, turned             ? "#page(flipped: true)[\n"
                  : node->page_break ? "#pagebreak(weak: true)\n"
                                     : "");
    put_children(out, node);
    buf_puts(out, turned ? "]\n" : "");
}

static void typst_head(struct buf *out, const struct document *document)
{
    const struct page_style *page = document->page;
    buf_printf(out,
               "#set page(width: %.3fpt, height: %.3fpt, margin: (top: %.3fpt, bottom: %.3fpt, "
               "left: %.3fpt, right: %.3fpt), numbering: \"— 1 —\")\n",
               points(page->width), points(page->height), points(page->top), points(page->bottom),
               points(page->left), points(page->right));
    buf_puts(out, "#set text(lang: \"zh\", region: \"cn\", top-edge: 0.8em, bottom-edge: -0.2em, ");
    typst_font(out, document->root->style);
    buf_puts(out, ")\n#show heading: it => it.body\n");
}

/* ---- HTML ---- */

static void html_text(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '<')
            buf_puts(out, "&lt;");
        else if (text.p[i] == '&')
            buf_puts(out, "&amp;");
        else
            buf_putc(out, text.p[i]);
}

static void html_font(struct buf *out, const struct style *style)
{
    char family[128];
    bool bold = find_family(style, family);
    buf_printf(out, "font: %s %.3fpt/%.3fpt '%s'", bold ? "bold" : "normal", points(style->size),
               points(style->leading), family);
}

static void html_block(struct buf *out, const struct doc_node *node)
{
    const struct style *style = node->style;
    char tag[8] = "p";
    if (node->element == ELEMENT_HEADING)
        snprintf(tag, sizeof tag, "h%u", node->level);
    buf_printf(out, "<%s id=\"n%u\" style=\"", tag, node->id);
    html_font(out, style);
    buf_printf(out,
               "; text-align: %s; text-indent: %.3fem; margin: %.3fpt 0 "
               "%.3fpt%s\">",
               align_name(node), points(style->first_indent), points(style->before),
               points(style->after), node->page_break ? "; page-break-before: always" : "");
    put_children(out, node);
    buf_printf(out, "</%s>\n", tag);
}

static void html_slots(struct buf *out, const struct doc_node *node)
{
    buf_puts(out, "<table style=\"width: 100%; border: none; ");
    html_font(out, node->style);
    buf_puts(out, "\"><tr>");
    for (const struct doc_node *slot = node->first; slot; slot = slot->next) {
        buf_printf(out, "<td style=\"border: none; text-align: %s\">", align_name(slot));
        put_children(out, slot);
        buf_puts(out, "</td>");
    }
    buf_puts(out, "</tr></table>\n");
}

static void html_rows(struct buf *out, const struct doc_node *rows)
{
    for (const struct doc_node *row = rows->first; row; row = row->next) {
        buf_puts(out, "<tr>");
        for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
            const char *tag = cell->element == ELEMENT_HEADER ? "th" : "td";
            buf_printf(out, "<%s colspan=\"%u\" rowspan=\"%u\" style=\"text-align: %s\">", tag,
                       cell->colspan, cell->rowspan, align_name(cell));
            put_children(out, cell);
            buf_printf(out, "</%s>", tag);
        }
        buf_puts(out, "</tr>\n");
    }
}

static void html_table(struct buf *out, const struct doc_node *node)
{
    put_captions(out, node);
    buf_puts(out, "<table style=\"width: 100%; ");
    html_font(out, table_text(node));
    buf_puts(out, "\">\n");
    for (const struct doc_node *rows = first_rows(node); rows; rows = rows->next) {
        const char *tag = rows->element == ELEMENT_HEAD ? "thead" : "tbody";
        buf_printf(out, "<%s>\n", tag);
        html_rows(out, rows);
        buf_printf(out, "</%s>\n", tag);
    }
    buf_puts(out, "</table>\n");
}

static void html_section(struct buf *out, const struct doc_node *node)
{
    bool turned = node->orientation == ORIENTATION_LANDSCAPE;
    buf_printf(out, "<div style=\"%s%s\">\n", turned ? "page: wide; " : "",
               node->page_break ? "page-break-before: always" : "");
    put_children(out, node);
    buf_puts(out, "</div>\n");
}

static void html_entries(struct buf *out, const struct doc_node *node)
{
    for (const struct doc_node *child = node->first; child; child = child->next) {
        if (child->element == ELEMENT_HEADING && !child->unlisted) {
            buf_printf(out, "<a class=\"entry\" href=\"#n%u\">", child->id);
            struct buf text = {0};
            node_put_text(&text, child);
            html_text(out, buf_slice(&text));
            buf_free(&text);
            buf_puts(out, "</a>\n");
        }
        html_entries(out, child);
    }
}

static struct buf html_contents;

static void html_head(struct buf *out, const struct document *document)
{
    const struct page_style *page = document->page;
    buf_puts(out, "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><style>\n");
    buf_printf(out, "@page { size: %.3fpt %.3fpt; margin: %.3fpt %.3fpt %.3fpt %.3fpt; ",
               points(page->width), points(page->height), points(page->top), points(page->right),
               points(page->bottom), points(page->left));
    buf_printf(out,
               "@bottom-center { content: '— ' counter(page) ' —' } }\n@page wide { size: "
               "%.3fpt %.3fpt }\n",
               points(page->height), points(page->width));
    buf_printf(out,
               "table { border-collapse: collapse } td, th { border: %.3fpt solid; padding: %.3fpt "
               "%.3fpt; font-weight: inherit }\n",
               points(tables->ruling), points(tables->pad_y), points(tables->pad_x));
    buf_puts(out, ".entry { display: block; color: inherit; "
                  "text-decoration: none } .entry::after { content: leader('.') "
                  "target-counter(attr(href), page) }\nbody { margin: 0; ");
    html_font(out, document->root->style);
    buf_puts(out, " }\n</style></head><body>\n");
    buf_puts(&html_contents, "<div>\n");
    html_entries(&html_contents, document->root);
    buf_puts(&html_contents, "</div>\n");
}

/* ---- LaTeX ---- */

static void tex_text(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (strchr("#$%&_{}", text.p[i]))
            buf_putc(out, '\\');
        if (strchr("\\^~", text.p[i]))
            buf_printf(out, "\\char%d ", text.p[i]);
        else
            buf_putc(out, text.p[i]);
    }
}

/* One command a font, declared when it is first met. */
static void tex_font(struct buf *out, const struct style *style)
{
    char family[128];
    bool bold = find_family(style, family);
    buf_printf(out, "\\face{%s%s}\\fontsize{%.3fpt}{%.3fpt}\\selectfont ", family,
               bold ? " Bold" : "", points(style->size), points(style->leading));
}

static void tex_block(struct buf *out, const struct doc_node *node)
{
    static const char *const levels[] = {"", "section", "subsection", "subsubsection"};
    const struct style *style = node->style;
    const char *align = align_name(node);
    buf_puts(out, node->page_break ? "\\clearpage " : "");
    if (node->element == ELEMENT_HEADING && !node->unlisted) {
        buf_printf(out, "\\addcontentsline{toc}{%s}{", levels[node->level > 3 ? 3 : node->level]);
        put_children(out, node);
        buf_puts(out, "}");
    }
    buf_printf(out, "{\\vspace{%.3fpt}%s", points(style->before),
               strcmp(align, "center") == 0  ? "\\centering "
               : strcmp(align, "right") == 0 ? "\\raggedleft "
                                             : "");
    tex_font(out, style);
    buf_printf(out, "\\setlength{\\parindent}{%.3fem}", points(style->first_indent));
    put_children(out, node);
    buf_printf(out, "\\par\\vspace{%.3fpt}}\n", points(style->after));
}

static void tex_slots(struct buf *out, const struct doc_node *node)
{
    buf_puts(out, "{\\noindent ");
    tex_font(out, node->style);
    for (const struct doc_node *slot = node->first; slot; slot = slot->next) {
        put_children(out, slot);
        buf_puts(out, slot->next ? "\\hfill{}" : "");
    }
    buf_puts(out, "\\par}\n");
}

enum { TEX_COLUMNS = 64 };

/* One row; covered[column] counts the rows that a cell above still reaches down. */
static void tex_row(struct buf *out, const struct doc_node *row, unsigned columns,
                    unsigned covered[TEX_COLUMNS])
{
    const struct doc_node *cell = row->first;
    for (unsigned column = 0, span; column < columns; column += span) {
        bool free = !covered[column] && cell;
        span = free ? cell->colspan : 1;
        buf_puts(out, column ? "&" : "");
        if (free) {
            if (span > 1)
                buf_printf(out, "\\multicolumn{%u}{%sC{%u}{%u}|}", span, column ? "" : "|", span,
                           columns);
            buf_puts(out, "{");
            if (cell->rowspan > 1)
                buf_printf(out, "\\multirow{%u}{=}{", cell->rowspan);
            put_children(out, cell);
            buf_puts(out, cell->rowspan > 1 ? "}}" : "}");
        }
        for (unsigned i = column; i < column + span && i < TEX_COLUMNS; i++)
            covered[i] = free ? cell->rowspan - 1u : covered[i] - (covered[i] > 0);
        cell = free ? cell->next : cell;
    }
    buf_puts(out, "\\\\");
    for (unsigned column = 0; column < columns; column++)
        if (!covered[column])
            buf_printf(out, "\\cline{%u-%u}", column + 1, column + 1);
    buf_puts(out, "\n");
}

static void tex_table(struct buf *out, const struct doc_node *node)
{
    unsigned columns = count_columns(node), covered[TEX_COLUMNS] = {0};
    put_captions(out, node);
    buf_puts(out, "{");
    tex_font(out, table_text(node));
    buf_printf(out, "\\begin{longtable}{|*{%u}{C{1}{%u}|}}\\hline\n", columns, columns);
    for (const struct doc_node *rows = first_rows(node); rows; rows = rows->next) {
        for (const struct doc_node *row = rows->first; row; row = row->next)
            tex_row(out, row, columns, covered);
        buf_puts(out, rows->element == ELEMENT_HEAD ? "\\endhead\n" : "");
    }
    buf_puts(out, "\\end{longtable}}\n");
}

static void tex_section(struct buf *out, const struct doc_node *node)
{
    bool turned = node->orientation == ORIENTATION_LANDSCAPE;
    buf_puts(out, turned ? "\\begin{landscape}\n" : node->page_break ? "\\clearpage\n" : "");
    put_children(out, node);
    buf_puts(out, turned ? "\\end{landscape}\n" : "");
}

static void tex_head(struct buf *out, const struct document *document)
{
    const struct page_style *page = document->page;
    buf_puts(out,
             "\\documentclass{article}\n\\usepackage{xeCJK,longtable,multirow,array,pdflscape}\n"
             "\\usepackage{geometry}\n");
    buf_printf(out,
               "\\geometry{paperwidth=%.3fpt,paperheight=%.3fpt,top=%.3fpt,bottom=%.3fpt,"
               "left=%.3fpt,right=%.3fpt}\n",
               points(page->width), points(page->height), points(page->top), points(page->bottom),
               points(page->left), points(page->right));
    buf_printf(out, "\\setlength{\\tabcolsep}{%.3fpt}\\setlength{\\extrarowheight}{%.3fpt}\n",
               points(tables->pad_x), points(tables->pad_y));
    buf_puts(out,
             "\\setlength{\\emergencystretch}{3em}\\renewcommand{\\thepage}{— \\arabic{page} —}\n"
             "\\newcolumntype{C}[2]{>{\\raggedright\\arraybackslash}p{\\dimexpr\\linewidth*#1/#2"
             "-2\\tabcolsep-1pt\\relax}}\n"
             "\\makeatletter\\newcommand\\face[1]{\\ifcsname face@#1\\endcsname\\else"
             "\\expandafter\\newCJKfontfamily\\csname face@#1\\endcsname{#1}\\fi"
             "\\csname face@#1\\endcsname}\\makeatother\n\\setCJKmainfont{");
    char family[128];
    find_family(document->root->style, family);
    buf_printf(out, "%s}\\setmainfont{%s}\n\\begin{document}\n", family, family);
}

static struct peer peers[] = {
    {"typst", typst_head, typst_text, typst_block, typst_slots, typst_table, typst_section,
     "#outline(title: none)\n", "#pagebreak(weak: true)\n", "#linebreak()", ""},
    {"html", html_head, html_text, html_block, html_slots, html_table, html_section, "",
     "<div style=\"page-break-before: always\"></div>\n", "<br>", "</body></html>\n"},
    {"tex", tex_head, tex_text, tex_block, tex_slots, tex_table, tex_section,
     "\\makeatletter\\@starttoc{toc}\\makeatother\n", "\\clearpage\n", "\\newline ",
     "\\end{document}\n"},
};

int main(int argc, char **argv)
{
    struct house house;
    struct sheet sheet;
    struct arena *arena = arena_new();
    struct buf out = {0};
    for (size_t i = 0; argc == 3 && i < sizeof peers / sizeof *peers; i++)
        if (strcmp(argv[1], peers[i].name) == 0)
            peer = &peers[i];
    if (!peer)
        return 3;
    house_open(&house, NULL);
    sheet_begin(&sheet, &house, arena, argv[2]);
    if (!sheet_make(&sheet, "document") || !house_fonts(&house, &sheet.run.diag, FONTS_ALL))
        return 2;
    fonts = house.fonts[FONTS_ALL];
    tables = sheet.made.composition.document->table;
    peer->head(&out, sheet.made.composition.document);
    if (html_contents.n)
        peers[1].contents = html_contents.p;
    put_node(&out, sheet.made.composition.document->root);
    buf_puts(&out, peer->tail);
    fwrite(out.p, 1, out.n, stdout);
    buf_free(&html_contents);
    buf_free(&out);
    buf_free(&sheet.outputs.files[0]);
    arena_free(arena);
    house_close(&house);
    return 0;
}
