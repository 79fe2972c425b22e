/* What all elements of the page are put together from. */
#include <string.h>

#include "publish/html.h"

unsigned html_style_class(struct html *html, const struct style *style)
{
    for (uint32_t i = html->style_count; i-- > 0;)
        if (html->styles[i] == style)
            return i;
    GROW(html->arena, html->styles, html->style_count, html->style_room, 32);
    html->styles[html->style_count] = style;
    return html->style_count++;
}

/* The language of what the element shows, where it is another than around it; what is in one of its
 * own is kept from the text around it, which may run the other way. */
static void put_language(struct html *html, const struct doc_node *node)
{
    static const char *const words[] = {
        [DIRECTION_AUTO] = "auto", [DIRECTION_LTR] = "ltr", [DIRECTION_RTL] = "rtl"};
    const char *around = node->parent ? node->parent->language : NULL;
    bool own = node->language && (!around || strcmp(around, node->language) != 0);
    bool turned = node->direction != (node->parent ? node->parent->direction : DIRECTION_AUTO);
    if (own)
        buf_printf(html->out, " lang=\"%s\"", node->language);
    if (own || turned)
        buf_printf(html->out, " dir=\"%s\"", words[node->direction]);
}

void html_class(struct html *html, const struct doc_node *node, const char *words)
{
    put_language(html, node);
    bool own = !node->parent || node->style != node->parent->style;
    if (own)
        buf_printf(html->out, " class=\"s%u%s%s\"", html_style_class(html, node->style),
                   *words ? " " : "", words);
    else if (*words)
        buf_printf(html->out, " class=\"%s\"", words);
}

/* A name may be an identifier when it holds nothing that ends one. */
static bool is_plain_name(struct slice name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char byte = (unsigned char)name.p[i];
        if (byte <= ' ' || (byte < 0x80 && strchr("\"'<>&#%/?", byte)) || byte == 0x7F)
            return false;
    }
    return name.n;
}

void html_reference(struct html *html, const struct doc_node *node)
{
    buf_puts(html->out, HTML_ID);
    if (is_plain_name(node->name))
        buf_put_xml(html->out, node->name);
    else
        buf_printf(html->out, "%u", node->id);
}

void html_id(struct html *html, const struct doc_node *node)
{
    if (!node->name.n && node->element != ELEMENT_HEADING)
        return;
    buf_puts(html->out, " id=\"");
    html_reference(html, node);
    buf_putc(html->out, '"');
}

void html_element(struct html *html, const char *name, const struct doc_node *node,
                  const char *words)
{
    buf_printf(html->out, "<%s", name);
    html_id(html, node);
    html_class(html, node, words);
    buf_putc(html->out, '>');
    html_children(html, node);
    buf_printf(html->out, "</%s>", name);
}

void html_children(struct html *html, const struct doc_node *node)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        html->put(html, child);
}
