/* What start tags say: style, number style, and all that the table of elements has. */
#include "template/markup.h"

#include <string.h>

#include "template/chart.h"

/* Where the attribute stands in the start tag that expat tells of, or the tag's own place. */
static struct pos attribute_pos(struct reader *reader, const char *name, struct pos tag)
{
    size_t offset = markup_here(reader), length = strlen(name);
    size_t end = offset + (size_t)XML_GetCurrentByteCount(reader->parser);
    const char *text = reader->rendering->text.p;
    for (size_t i = offset + 1; i + length < end; i++)
        if (markup_is_white(text[i - 1]) && memcmp(text + i, name, length) == 0 &&
            (text[i + length] == '=' || markup_is_white(text[i + length])))
            return markup_pos(reader, i, length);
    return tag;
}

static void set_numbers(struct reader *reader, struct slice name, struct pos pos)
{
    const struct numbers *numbers = template_numbers(reader->template, name);
    if (numbers)
        reader->open->numbers = numbers;
    else if (!is_told(reader->diag, pos))
        diag_report(reader->diag, MSG_NUMBERS_UNKNOWN, pos, name.p, name.p);
}

/* A text of the document that stands in an attribute: a node with figures in their number style. */
static void add_part(struct reader *reader, const char *name, struct slice text, struct pos pos)
{
    static const struct element_rule part = {.name = "item", .children = RULE_INLINE};
    struct open *datum = reader->open;
    struct doc_node *node = markup_node(reader, chart_part_element(name), pos);
    *++reader->open = (struct open){
        .node = node, .rule = &part, .numbers = datum->numbers, .in_cell = datum->in_cell};
    reader->in_line = false;
    reader->gap = GAP_NONE;
    markup_text(reader, text, markup_here(reader));
    markup_finish_text(reader);
    reader->open--;
}

static void set_attribute(struct reader *reader, const char *name, struct slice text,
                          struct pos tag)
{
    struct doc_node *node = reader->open->node;
    const struct element_rule *rule = reader->open->rule;
    const char *hint = NULL;
    if (strcmp(name, "class") == 0) {
        const struct style *style = node->style;
        if (text.n && !slice_eq(text, style->name))
            style = template_class(reader->template, reader->diag, text,
                                   attribute_pos(reader, name, tag));
        node->style = style ? style : node->style;
        return;
    }
    if (strcmp(name, "numbers") == 0) {
        if (text.n)
            set_numbers(reader, text, attribute_pos(reader, name, tag));
        return;
    }
    enum attribute_result result = attribute_set(node, rule, name, text, &hint);
    if (result == ATTRIBUTE_SET || result == ATTRIBUTE_TEXT)
        return;
    struct pos pos = attribute_pos(reader, name, tag);
    name = arena_printf(reader->diag->arena, "%s", name);
    if (is_told(reader->diag, pos))
        return;
    if (result == ATTRIBUTE_UNKNOWN)
        diag_report(reader->diag, MSG_ATTRIBUTE_UNKNOWN, pos, rule->name, name);
    else
        diag_report(reader->diag, MSG_ATTRIBUTE_VALUE, pos, text.p, name, hint);
}

void markup_parts(struct reader *reader, const XML_Char **pairs, struct pos tag)
{
    const char *hint;
    for (; *pairs; pairs += 2)
        if (attribute_set(reader->open->node, reader->open->rule, pairs[0], slice_of(""), &hint) ==
            ATTRIBUTE_TEXT)
            add_part(reader, pairs[0], slice_of(pairs[1]), attribute_pos(reader, pairs[0], tag));
}

void markup_attributes(struct reader *reader, const XML_Char **pairs, struct pos tag)
{
    static const struct numbers plain = {.money = {.decimals = 2, .trim = true, .divisor = 1},
                                         .rate = {.decimals = 2, .trim = true}};
    for (; *pairs; pairs += 2) {
        struct slice text = slice_of(pairs[1]);
        if (strstr(text.p, MARK_START)) {
            struct buf buf = {0};
            marks_print(&buf, text, reader->facts, &plain);
            text = slice_copy(reader->arena, buf_slice(&buf));
            buf_free(&buf);
        } else {
            text = slice_copy(reader->arena, text);
        }
        set_attribute(reader, pairs[0], text, tag);
    }
}
