#include "publish/tables.h"

#include <string.h>

/* ---- Titles ---- */

static bool is_digit(uint32_t code)
{
    static const char chinese[] = "一二三四五六七八九十百";
    if (code >= '0' && code <= '9')
        return true;
    struct slice digits = slice_of(chinese);
    for (size_t at = 0; at < digits.n;)
        if (utf8_next(digits, &at) == code)
            return true;
    return false;
}

/* The title without the number that it bears in its list: 一、 （二） 3. */
static struct slice without_number(struct slice title)
{
    size_t at = 0, from = 0, digits = 0;
    uint32_t code = title.n ? utf8_next(title, &at) : 0;
    bool bracket = code == 0xFF08 || code == '(';
    if (bracket)
        code = at < title.n ? utf8_next(title, &at) : 0;
    for (; is_digit(code) && at < title.n; digits++)
        code = utf8_next(title, &at);
    bool closed =
        bracket ? code == 0xFF09 || code == ')' : code == 0x3001 || code == '.' || code == 0xFF0E;
    if (digits && closed)
        from = at;
    return slice_trim((struct slice){title.p + from, title.n - from});
}

static bool is_code(struct slice text)
{
    static const char end[] = "表";
    size_t n = sizeof end - 1;
    bool digit = false;
    for (size_t i = 0; i < text.n; i++)
        digit = digit || (text.p[i] >= '0' && text.p[i] <= '9');
    return digit && text.n > n && text.n < 40 && memcmp(text.p + text.n - n, end, n) == 0 &&
           !memchr(text.p, '\n', text.n);
}

/* The text of the slot that holds the form's number of the table, or an empty slice. */
static struct slice code_of(struct arena *arena, const struct doc_node *node)
{
    struct slice code = {"", 0};
    for (const struct doc_node *child = node ? node->first : NULL; child && !code.n;
         child = child->next) {
        struct slice text =
            child->element == ELEMENT_SLOT ? node_text(arena, child) : (struct slice){"", 0};
        code = is_code(text) ? text : code_of(arena, child);
    }
    return code;
}

static const struct doc_node *title_block(const struct doc_node *caption)
{
    const struct doc_node *block = caption ? caption->first : NULL;
    while (block && block->element != ELEMENT_PARAGRAPH)
        block = block->next;
    return block;
}

bool is_table_title(const struct printed_table *table, const struct doc_node *block)
{
    return block == title_block(table->caption);
}

static bool is_taken(const struct printed_tables *tables, struct slice name)
{
    for (uint32_t i = 0; i < tables->count; i++)
        if (slice_eq(tables->at[i].name, name))
            return true;
    return false;
}

/* The first of a name bears it alone, the others are numbered. */
static void set_name(struct arena *arena, const struct printed_tables *tables,
                     struct printed_table *table)
{
    struct slice title = without_number(table->title);
    const char *between = table->code.n && title.n ? " " : "";
    const char *base =
        arena_printf(arena, "%s%s%.*s", table->code.p, between, (int)title.n, title.p);
    table->base = slice_of(*base ? base : "表");
    for (uint32_t i = tables->count; i-- && !table->number;)
        if (slice_eq(tables->at[i].base, table->base))
            table->number = tables->at[i].number;
    do {
        table->name = table->base;
        if (++table->number > 1)
            table->name = slice_of(arena_printf(arena, "%s（%u）", table->base.p, table->number));
    } while (is_taken(tables, table->name));
}

/* ---- The list ---- */

struct walk {
    struct arena *arena;
    const struct document *document;
    struct slice heading; /* the last one */
    const struct style *heading_style;
    bool landscape;
    struct printed_tables tables;
};

static const struct doc_node *child_of(const struct doc_node *node, enum element element)
{
    const struct doc_node *child = node->first;
    while (child && child->element != element)
        child = child->next;
    return child;
}

/* Paragraphs right below a table that are not set as the document's text speak of it. */
static void take_notes(struct printed_table *table, const struct document *document)
{
    const struct doc_node *next = table->node->next;
    while (next && next->element == ELEMENT_PARAGRAPH && next->style != document->root->style)
        next = next->next;
    table->end = next;
    table->notes = table->node->next != next ? table->node->next : NULL;
}

static void measure_heads(struct printed_table *table)
{
    const struct doc_node *head = child_of(table->node, ELEMENT_HEAD);
    for (const struct doc_node *row = head ? head->first : NULL; row; row = row->next)
        table->head_rows++;
    const struct grid *grid = &table->grid;
    if (table->head_rows >= grid->row_count)
        return;
    while (table->head_columns + 1 < grid->column_count) {
        const struct doc_node *cell = grid_cell(grid, table->head_rows, table->head_columns);
        if (!cell || cell->element != ELEMENT_HEADER)
            break;
        table->head_columns++;
    }
}

static void add_table(struct walk *walk, const struct doc_node *node)
{
    struct printed_tables *tables = &walk->tables;
    struct printed_table table = {.node = node,
                                  .caption = child_of(node, ELEMENT_CAPTION),
                                  .grid = grid_of(walk->arena, node),
                                  .title = walk->heading,
                                  .title_style = walk->heading_style,
                                  .landscape = walk->landscape};
    const struct doc_node *title = title_block(table.caption);
    if (title) {
        table.title = node_text(walk->arena, title);
        table.title_style = title->style;
    }
    table.code = code_of(walk->arena, table.caption);
    set_name(walk->arena, tables, &table);
    take_notes(&table, walk->document);
    measure_heads(&table);
    GROW(walk->arena, tables->at, tables->count, tables->room, 32);
    tables->at[tables->count++] = table;
}

static void collect(struct walk *walk, const struct doc_node *node)
{
    bool landscape = walk->landscape;
    if (node->element == ELEMENT_HEADING) {
        walk->heading = node_text(walk->arena, node);
        walk->heading_style = node->style;
    }
    if (node->element == ELEMENT_SECTION && node->orientation != ORIENTATION_SAME)
        walk->landscape = node->orientation == ORIENTATION_LANDSCAPE;
    if (node->element == ELEMENT_TABLE)
        add_table(walk, node);
    for (const struct doc_node *child = node->first; child; child = child->next)
        collect(walk, child);
    walk->landscape = landscape;
}

struct printed_tables tables_of(struct arena *arena, const struct document *document)
{
    struct walk walk = {.arena = arena,
                        .document = document,
                        .heading = {"", 0},
                        .heading_style = document->root->style};
    collect(&walk, document->root);
    return walk.tables;
}

/* ---- Cells ---- */

/* Whether two texts stand on lines of their own. */
static bool is_line(enum element element)
{
    return element == ELEMENT_PARAGRAPH || element == ELEMENT_ITEM || element == ELEMENT_SLOT;
}

/* Appends the text; figures counts the facts that are figures, of which *fact is the last, and
 * other the texts beside them. */
static void read_cell(struct buf *out, const struct doc_node *node, const struct fact **fact,
                      unsigned *figures, bool *other)
{
    for (const struct doc_node *child = node->first; child; child = child->next) {
        if (child->element == ELEMENT_BREAK || (is_line(child->element) && out->n))
            buf_putc(out, '\n');
        if (child->element != ELEMENT_TEXT) {
            read_cell(out, child, fact, figures, other);
            continue;
        }
        buf_put_slice(out, child->text);
        if (child->fact && fact_is_figure(child->fact)) {
            *fact = child->fact;
            ++*figures;
        } else {
            *other = *other || child->text.n;
        }
    }
}

struct cell_value cell_value(struct arena *arena, const struct doc_node *cell)
{
    struct cell_value value = {0};
    struct buf text = {0};
    unsigned figures = 0;
    bool other = false;
    read_cell(&text, cell, &value.fact, &figures, &other);
    value.text = slice_copy(arena, buf_slice(&text));
    buf_free(&text);
    if (figures != 1 || other)
        value.fact = NULL;
    value.is_number = value.fact && number_read(value.text, &value.number);
    return value;
}
