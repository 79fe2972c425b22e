/* The style that an element has by itself, by where it stands, and by the level of its row. */
#include "template/markup.h"

const struct style *markup_style(const struct reader *reader, const struct element_rule *rule)
{
    const struct doc_node *parent = reader->open->node;
    enum element around = parent ? parent->element : ELEMENT_DOCUMENT;
    const struct style *own = reader->styles[rule_index(rule)];
    if (rule->element == ELEMENT_CAPTION)
        own = around == ELEMENT_CHART ? reader->figure_style : reader->caption_style;
    else if (around == ELEMENT_CONTENTS && rule->element == ELEMENT_HEADING)
        own = reader->contents_style;
    else if (parent && reader->open->rule->children & element_bit(ELEMENT_TEXT) &&
             (rule->element == ELEMENT_PARAGRAPH || rule->element == ELEMENT_HEADING))
        own = NULL;
    return own ? own : parent ? parent->style : &reader->template->styles[0];
}

/* The style of a cell as the table's settings want it in rows of that level. */
static struct style level_style(const struct reader *reader, const struct row_style *row)
{
    const struct table_style *table = &reader->template->table;
    struct style style = *row->base;
    struct slice role = row->level == ROW_TOTAL ? table->total_role
                        : row->level == 1       ? table->first_role
                                                : (struct slice){NULL, 0};
    if (role.n)
        style.role = role;
    if (row->name && (row->level == 2 || row->level == 3))
        style.left += (length)((int64_t)table->indents[row->level - 2] * style.size / 1000);
    return style;
}

const struct style *markup_row_style(struct reader *reader, const struct doc_node *cell)
{
    struct row_style wanted = {
        .base = cell->style, .level = cell->parent->level, .name = cell->scope == SCOPE_ROW};
    if (!wanted.level)
        return cell->style;
    for (const struct row_style *row = reader->row_styles; row; row = row->next)
        if (row->base == wanted.base && row->level == wanted.level && row->name == wanted.name)
            return &row->style;
    struct row_style *row = ARENA_NEW(reader->arena, struct row_style);
    *row = wanted;
    row->style = level_style(reader, row);
    row->next = reader->row_styles;
    reader->row_styles = row;
    return &row->style;
}

void markup_styles(struct reader *reader)
{
    const struct template *template = reader->template;
    for (size_t i = 0; i < RULE_MAX; i++) {
        const char *name = rule_style(i);
        reader->styles[i] = name ? template_style(template, slice_of(name)) : NULL;
    }
    reader->caption_style = template_style(template, SLICE("表题"));
    reader->figure_style = template_style(template, SLICE("图题"));
    reader->contents_style = template_style(template, SLICE("目录题名"));
    reader->text_numbers = template_numbers(template, SLICE("正文"));
    reader->cell_numbers = template_numbers(template, SLICE("表格"));
    reader->document->folio = template_style(template, SLICE("目录页码"));
    static const char *const contents[] = {"目录1", "目录2", "目录3"};
    for (size_t i = 0; i < 3; i++) {
        const struct style *style = template_style(template, slice_of(contents[i]));
        reader->document->contents[i] = style ? style : &template->styles[0];
    }
}
