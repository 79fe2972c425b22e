/*
 * Rendered markup → document tree.
 *
 * expat tells of start tags, end tags and text; each start tag must be one that the rules
 * (elements.c) allow where it stands. What is refused is reported and left out with all it holds,
 * and the reading goes on, so that one run shows all errors. Positions go through the source map
 * back to the package.
 */
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "template/beside.h"
#include "template/blocks.h"
#include "template/chart.h"
#include "template/elements.h"
#include "template/package.h"
#include "template/series.h"
#include "template/table.h"
#include "template/unit.h"

enum { DEPTH_MAX = 100 };

/* An open element. */
struct open {
    struct doc_node *node;
    const struct element_rule *rule;
    const struct numbers *numbers; /* set by an attribute here or further out, else NULL */
    bool in_cell;                  /* figures print as in cells: also in a table's caption */
    bool has_text;                 /* directly or in inline elements */
    bool has_blocks;               /* as children */
    unsigned refused;              /* elements refused before this one */
};

/* White space seen since the last text. */
enum gap { GAP_NONE, GAP_BLANK, GAP_NEWLINE };

/* A style as it is in rows of a level. */
struct row_style {
    const struct style *base;
    uint8_t level;
    bool name; /* of the cell that names the row */
    struct style style;
    const struct row_style *next;
};

struct reader {
    struct arena *arena;
    struct diag *diag;
    const struct template *template;
    const struct facts *facts;
    const struct rendering *rendering;
    uint32_t hint; /* for rendering_pos */
    XML_Parser parser;
    struct document *document;
    const struct style *styles[RULE_MAX];             /* defaults */
    const struct style *caption_style, *figure_style; /* of tables, of charts */
    const struct style *contents_style;
    const struct numbers *text_numbers;
    const struct numbers *cell_numbers;
    struct open
        stack[DEPTH_MAX + 1];        /* [0] is outside the root, the last for texts in attributes */
    struct open *open;               /* the innermost */
    const struct element_rule *last; /* of the element that was begun last */
    unsigned refused;
    unsigned skipped; /* open elements that are left out */
    unsigned heading; /* level of the last heading */
    const struct row_style *row_styles;
    struct units units;
    struct buf text; /* of the text node being read */
    size_t text_at;  /* where it starts in the rendering */
    enum gap gap;
    bool in_line; /* the block being read has text on this line */
};

static struct pos pos_at(struct reader *reader, size_t offset, size_t length)
{
    struct pos pos = rendering_pos(reader->rendering, offset, &reader->hint);
    if (!pos.length)
        pos.length = (uint32_t)length;
    return pos;
}

/* Where the tag or text starts that expat tells of. */
static size_t here(const struct reader *reader)
{
    XML_Index index = XML_GetCurrentByteIndex(reader->parser);
    return index < 0 ? 0 : (size_t)index;
}

static const char *place_text(const struct reader *reader, struct pos pos)
{
    struct place place = pos_place(pos);
    return arena_printf(reader->diag->arena, "%s:%u:%u", pos.source->name, place.line,
                        place.column);
}

static const char *children_text(const struct reader *reader, const struct element_rule *rule)
{
    struct buf buf = {0};
    rule_print_children(&buf, rule);
    const char *text = slice_copy(reader->diag->arena, buf_slice(&buf)).p;
    buf_free(&buf);
    return text;
}

static struct doc_node *add_node(struct reader *reader, enum element element, struct pos pos)
{
    struct doc_node *node = ARENA_NEW(reader->arena, struct doc_node);
    struct doc_node *parent = reader->open->node;
    node->element = element;
    node->id = reader->document->node_count++;
    node->pos = pos;
    node->parent = parent;
    node->colspan = node->rowspan = 1;
    if (!parent)
        return reader->document->root = node;
    node->style = parent->style;
    node->language = parent->language;
    node->direction = parent->direction;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

/* Makes a node of the text read so far. */
static void finish_text(struct reader *reader)
{
    if (!reader->text.n)
        return;
    struct pos pos = pos_at(reader, reader->text_at, reader->text.n);
    add_node(reader, ELEMENT_TEXT, pos)->text = slice_copy(reader->arena, buf_slice(&reader->text));
    buf_clear(&reader->text);
}

/* Whether text may stand here; if not, says so. */
static bool may_have_text(struct reader *reader, size_t offset)
{
    struct open *open = reader->open;
    bool allowed = open->rule->children & element_bit(ELEMENT_TEXT);
    if (allowed && !open->has_blocks)
        return open->has_text = true;
    struct pos pos = pos_at(reader, offset, 1);
    if (is_told(reader->diag, pos))
        return false;
    if (allowed)
        diag_report(reader->diag, MSG_CELL_MIXED, pos, open->rule->name);
    else
        diag_report(reader->diag, MSG_TEXT_PLACE, pos, open->rule->name,
                    children_text(reader, open->rule));
    return false;
}

/* Appends text without white space. */
static void put_text(struct reader *reader, struct slice text, size_t offset)
{
    if (!reader->text.n)
        reader->text_at = offset;
    if (reader->gap == GAP_BLANK && reader->in_line)
        buf_putc(&reader->text, ' ');
    buf_put_slice(&reader->text, text);
    reader->gap = GAP_NONE;
    reader->in_line = true;
    reader->units.amount = NULL;
}

static const struct numbers *numbers_here(const struct reader *reader)
{
    const struct open *open = reader->open;
    if (open->numbers)
        return open->numbers;
    return open->in_cell ? reader->cell_numbers : reader->text_numbers;
}

/* Adds a node for the figure that a mark names; rest is the text behind the mark. */
static void put_figure(struct reader *reader, const struct fact *fact, size_t offset,
                       struct slice rest)
{
    const struct numbers *numbers = numbers_here(reader);
    put_text(reader, (struct slice){"", 0}, offset);
    finish_text(reader);
    struct pos pos = pos_at(reader, offset, 1);
    struct doc_node *node = add_node(reader, ELEMENT_TEXT, pos);
    node->fact = fact;
    if (!figure_print(&reader->text, fact, numbers) && !is_told(reader->diag, pos))
        diag_report(reader->diag, MSG_FIGURE_RANGE, pos, fact_path(reader->diag->arena, fact).p);
    node->text = slice_copy(reader->arena, buf_slice(&reader->text));
    buf_clear(&reader->text);
    if (fact->kind != FACT_MONEY && fact->kind != FACT_PRICE)
        return;
    bool in_cell = reader->open->in_cell;
    units_amount(&reader->units, numbers, in_cell, rest, reader->facts, pos);
    if (!in_cell && fact->kind == FACT_MONEY)
        units_change(&reader->units, fact, numbers, pos);
}

/* What a mark stands for, before rest. The word of a unit is text like that around it. */
static void put_mark(struct reader *reader, const struct fact *fact, size_t offset,
                     struct slice rest)
{
    if (fact->kind != FACT_UNIT)
        put_figure(reader, fact, offset, rest);
    else
        put_text(reader, slice_of(unit_word(numbers_here(reader)->money.divisor)), offset);
}

/* Text that is typed in a part, not a value of the facts, must not contradict the figures. */
static void check_units(struct reader *reader, struct slice text, size_t offset)
{
    struct pos pos = rendering_pos(reader->rendering, offset, &reader->hint);
    const struct open *open = reader->open;
    if (pos.length)
        return;
    pos.length = 1;
    units_text(&reader->units, text, open->numbers ? open->numbers : reader->cell_numbers,
               open->in_cell, pos);
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The length of the text before the next white space or mark, at least one byte. */
static size_t word_length(struct slice text)
{
    size_t n = 1;
    while (n < text.n && !is_white(text.p[n]) && text.p[n] != *MARK_START)
        n++;
    return n;
}

/* Text and marks, which stand at offset. */
static void read_text(struct reader *reader, struct slice rest, size_t offset)
{
    for (size_t step; rest.n; rest = (struct slice){rest.p + step, rest.n - step}, offset += step) {
        const struct fact *fact = NULL;
        step = 1;
        if (is_white(*rest.p)) {
            bool newline = *rest.p == '\n' || reader->gap == GAP_NEWLINE;
            reader->gap = newline ? GAP_NEWLINE : GAP_BLANK;
        } else if (!may_have_text(reader, offset)) {
            return;
        } else if ((step = mark_read(rest, reader->facts, &fact))) {
            put_mark(reader, fact, offset, (struct slice){rest.p + step, rest.n - step});
        } else {
            step = word_length(rest);
            check_units(reader, (struct slice){rest.p, step}, offset);
            put_text(reader, (struct slice){rest.p, step}, offset);
        }
    }
}

static void on_text(void *data, const XML_Char *bytes, int size)
{
    struct reader *reader = data;
    if (!reader->skipped)
        read_text(reader, (struct slice){bytes, (size_t)size}, here(reader));
}

/* Elements that come in a fixed order have a rank among their siblings, from 1. */
static unsigned rank_of(enum element element, enum align align)
{
    switch (element) {
    case ELEMENT_CAPTION:
        return 1;
    case ELEMENT_COLUMN:
        return 2;
    case ELEMENT_HEAD:
        return 3;
    case ELEMENT_BODY:
    case ELEMENT_DATUM:
        return 4;
    case ELEMENT_SLOT:
        return (unsigned)align;
    default:
        return 0;
    }
}

static bool is_in_order(const struct doc_node *parent, enum element element, enum align align)
{
    const struct doc_node *last = parent ? parent->last : NULL;
    unsigned before = last ? rank_of(last->element, last->align) : 0;
    unsigned rank = rank_of(element, align);
    bool may_repeat =
        element == ELEMENT_COLUMN || element == ELEMENT_BODY || element == ELEMENT_DATUM;
    return !rank || before < rank || (before == rank && may_repeat);
}

static enum align slot_align(const char *name)
{
    return *name == 'l' ? ALIGN_LEFT : *name == 'c' ? ALIGN_CENTER : ALIGN_RIGHT;
}

static bool is_inline(enum element element)
{
    return RULE_INLINE & element_bit(element);
}

/* What forbids the element here, or MESSAGE_COUNT. */
static enum message refusal(const struct reader *reader, const struct element_rule *rule,
                            const char *name)
{
    const struct open *open = reader->open;
    if (!rule)
        return MSG_ELEMENT_UNKNOWN;
    if (!open->node)
        return rule->element == ELEMENT_DOCUMENT ? MESSAGE_COUNT : MSG_ELEMENT_ROOT;
    if (!(open->rule->children & element_bit(rule->element)))
        return MSG_ELEMENT_PLACE;
    if (!is_in_order(open->node, rule->element, slot_align(name)))
        return MSG_ELEMENT_ORDER;
    if (open == &reader->stack[DEPTH_MAX - 1])
        return MSG_ELEMENT_DEPTH;
    if (is_inline(rule->element) ? open->has_blocks : open->has_text)
        return MSG_CELL_MIXED;
    return MESSAGE_COUNT;
}

static const char *order_of(enum element around)
{
    return around == ELEMENT_SLOTS   ? "left, center, right"
           : around == ELEMENT_CHART ? "caption, item"
                                     : "caption, col, thead, tbody";
}

static void report_refusal(const struct reader *reader, enum message message, const char *name,
                           struct pos pos)
{
    struct diag *diag = reader->diag;
    const struct element_rule *around = reader->open->rule;
    name = arena_printf(diag->arena, "%s", name);
    if (message == MSG_ELEMENT_PLACE)
        diag_report_chosen(diag, message, pos, name, around->name, children_text(reader, around));
    else if (message == MSG_ELEMENT_ORDER)
        diag_report_chosen(diag, message, pos, name, order_of(reader->open->node->element));
    else if (message == MSG_ELEMENT_DEPTH)
        diag_report_chosen(diag, message, pos, arena_printf(diag->arena, "%d", DEPTH_MAX));
    else
        diag_report_chosen(diag, message, pos, message == MSG_CELL_MIXED ? around->name : name);
}

/* Where the attribute stands in the start tag that expat tells of, or the tag's own place. */
static struct pos attribute_pos(struct reader *reader, const char *name, struct pos tag)
{
    size_t offset = here(reader), length = strlen(name);
    size_t end = offset + (size_t)XML_GetCurrentByteCount(reader->parser);
    const char *text = reader->rendering->text.p;
    for (size_t i = offset + 1; i + length < end; i++)
        if (is_white(text[i - 1]) && memcmp(text + i, name, length) == 0 &&
            (text[i + length] == '=' || is_white(text[i + length])))
            return pos_at(reader, i, length);
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
    struct doc_node *node = add_node(reader, chart_part_element(name), pos);
    *++reader->open = (struct open){
        .node = node, .rule = &part, .numbers = datum->numbers, .in_cell = datum->in_cell};
    reader->in_line = false;
    reader->gap = GAP_NONE;
    read_text(reader, text, here(reader));
    finish_text(reader);
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

/* Texts of the document come last, when the number style is known. */
static void add_parts(struct reader *reader, const XML_Char **pairs, struct pos tag)
{
    const char *hint;
    for (; *pairs; pairs += 2)
        if (attribute_set(reader->open->node, reader->open->rule, pairs[0], slice_of(""), &hint) ==
            ATTRIBUTE_TEXT)
            add_part(reader, pairs[0], slice_of(pairs[1]), attribute_pos(reader, pairs[0], tag));
}

/* Sets all attributes. Figures in them print plainly, whatever the number style. */
static void set_attributes(struct reader *reader, const XML_Char **pairs, struct pos tag)
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

static const struct style *default_style(const struct reader *reader,
                                         const struct element_rule *rule)
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

/* Enters the element: from here on it is the innermost one. */
static void enter(struct reader *reader, const struct element_rule *rule, struct pos pos)
{
    struct open *outer = reader->open;
    const struct style *style = default_style(reader, rule);
    struct doc_node *node = add_node(reader, rule->element, pos);
    node->style = style;
    if (is_inline(rule->element)) {
        outer->has_text = true;
    } else {
        outer->has_blocks = true;
        reader->in_line = false;
        reader->gap = GAP_NONE;
    }
    bool caption = rule->element == ELEMENT_CAPTION && outer->node->element == ELEMENT_TABLE;
    bool in_cell = caption || rule->element == ELEMENT_CELL || rule->element == ELEMENT_HEADER;
    *++reader->open = (struct open){.node = node,
                                    .rule = rule,
                                    .numbers = outer->numbers,
                                    .refused = reader->refused,
                                    .in_cell = outer->in_cell || in_cell};
}

static void check_heading(struct reader *reader, const struct doc_node *heading)
{
    struct diag *diag = reader->diag;
    const char digits[][2] = {"0", "1", "2", "3", "4", "5", "6", "7"};
    unsigned before = reader->heading;
    reader->heading = heading->level;
    if (heading->level <= before + 1 || is_told(reader->diag, heading->pos))
        return;
    if (before)
        diag_report(diag, MSG_HEADING_GAP, heading->pos, digits[heading->level], digits[before],
                    digits[before + 1]);
    else
        diag_report(diag, MSG_HEADING_FIRST, heading->pos, digits[heading->level]);
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

/* The cell's style in its row. */
static const struct style *row_style(struct reader *reader, const struct doc_node *cell)
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

/* What follows from the element's name, its place and its style. */
static void complete(struct reader *reader, struct doc_node *node, const char *name)
{
    enum element element = node->element;
    if (element == ELEMENT_HEADING) {
        node->level = (uint8_t)(name[1] - '0');
        check_heading(reader, node);
    } else if (element == ELEMENT_LIST) {
        node->ordered = *name == 'o';
    } else if (element == ELEMENT_SLOT) {
        node->align = slot_align(name);
    } else if (element == ELEMENT_BREAK) {
        reader->in_line = false;
        reader->gap = GAP_NONE;
    } else if (element == ELEMENT_NUMBER) {
        reader->in_line = true;
    } else if (element == ELEMENT_CELL || element == ELEMENT_HEADER) {
        node->style = row_style(reader, node);
    }
    if (element == ELEMENT_HEADING || element == ELEMENT_PARAGRAPH || element == ELEMENT_SLOTS)
        node->keep = node->keep || node->style->keep_next;
}

/* Mostly it is the last one's: a cell follows a cell. */
static const struct element_rule *rule_of(struct reader *reader, const char *name)
{
    if (!reader->last || strcmp(reader->last->name, name) != 0)
        reader->last = rule_find(name);
    return reader->last;
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reader *reader = data;
    finish_text(reader);
    if (reader->skipped) {
        reader->skipped++;
        return;
    }
    const struct element_rule *rule = rule_of(reader, name);
    struct pos pos = pos_at(reader, here(reader), strlen(name) + 1);
    enum message message = refusal(reader, rule, name);
    bool number = rule && rule->element == ELEMENT_NUMBER;
    if (number && message == MESSAGE_COUNT && reader->gap == GAP_BLANK && reader->in_line) {
        put_text(reader, (struct slice){"", 0}, here(reader)); /* the blank before it */
        finish_text(reader);
    }
    if (message != MESSAGE_COUNT) {
        if (!is_told(reader->diag, pos))
            report_refusal(reader, message, name, pos);
        reader->refused++;
        reader->skipped = 1;
        return;
    }
    enter(reader, rule, pos);
    set_attributes(reader, attributes, pos);
    if (rule->element == ELEMENT_DATUM)
        add_parts(reader, attributes, pos);
    complete(reader, reader->open->node, name);
}

/* The share of an item in its pie, whose text follows from the whole. */
static void add_share(struct reader *reader)
{
    struct open datum = *reader->open;
    reader->open->node = chart_part(datum.node, ELEMENT_VALUE);
    if (reader->open->node) {
        reader->open->node = add_node(reader, ELEMENT_SHARE, datum.node->pos);
        add_node(reader, ELEMENT_TEXT, datum.node->pos)->text = SLICE("");
    }
    *reader->open = datum;
}

static void on_end(void *data, const XML_Char *name)
{
    struct reader *reader = data;
    (void)name;
    finish_text(reader);
    if (reader->skipped) {
        reader->skipped--;
        return;
    }
    struct doc_node *node = reader->open->node;
    if (!is_inline(node->element)) {
        reader->in_line = false;
        reader->gap = GAP_NONE;
        reader->units.amount = NULL;
    }
    if (reader->open->in_cell &&
        (node->element == ELEMENT_CAPTION || node->element == ELEMENT_HEADER))
        units_label(&reader->units, node, numbers_here(reader));
    if (node->element == ELEMENT_TABLE)
        reader->units = (struct units){.diag = reader->diag};
    if (node->element == ELEMENT_TABLE && reader->refused == reader->open->refused) {
        blocks_resolve(reader->arena, node, reader->styles[rule_index(rule_find("td"))]);
        table_check(reader->arena, reader->diag, node);
    }
    if (node->element == ELEMENT_DATUM && node->parent->chart == CHART_PIE)
        add_share(reader);
    if (node->element == ELEMENT_CHART && reader->refused == reader->open->refused)
        chart_check(reader->arena, reader->diag, node, numbers_here(reader));
    reader->open--;
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int internal)
{
    struct reader *reader = data;
    (void)name, (void)system, (void)public, (void)internal;
    diag_report(reader->diag, MSG_MARKUP_DOCTYPE, pos_at(reader, here(reader), 9));
    XML_StopParser(reader->parser, XML_FALSE);
}

static void report_syntax(struct reader *reader)
{
    enum XML_Error error = XML_GetErrorCode(reader->parser);
    struct diag *diag = reader->diag;
    struct pos pos = pos_at(reader, here(reader), 1);
    const struct open *open = reader->open;
    bool known = open->node && !reader->skipped;
    if (error == XML_ERROR_ABORTED)
        return;
    if (error == XML_ERROR_TAG_MISMATCH && known)
        diag_report(diag, MSG_MARKUP_MISMATCH, pos, open->rule->name,
                    place_text(reader, open->node->pos));
    else if (error == XML_ERROR_NO_ELEMENTS && known)
        diag_report(diag, MSG_MARKUP_UNCLOSED, open->node->pos, open->rule->name, open->rule->name);
    else if (error == XML_ERROR_UNDEFINED_ENTITY)
        diag_report(diag, MSG_MARKUP_ENTITY, pos);
    else
        diag_report(diag, MSG_MARKUP_SYNTAX, pos, XML_ErrorString(error));
}

static void read_styles(struct reader *reader)
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

static void parse(struct reader *reader)
{
    struct slice text = reader->rendering->text;
    reader->parser = XML_ParserCreate("UTF-8");
    if (!reader->parser)
        abort();
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader->parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
    if (XML_Parse(reader->parser, text.p, (int)text.n, XML_TRUE) != XML_STATUS_OK)
        report_syntax(reader);
    XML_ParserFree(reader->parser);
}

/* Blocks have moved nodes: gives every node its place in document order. */
static void renumber(struct doc_node *node, uint32_t *id)
{
    node->id = (*id)++;
    for (struct doc_node *child = node->first; child; child = child->next)
        renumber(child, id);
}

struct document *markup_read(struct arena *arena, struct diag *diag,
                             const struct template *template, const struct facts *facts,
                             const struct rendering *rendering)
{
    static const struct element_rule outside = {.name = "",
                                                .children = (element_set)1 << ELEMENT_DOCUMENT};
    unsigned errors = diag->count[LEVEL_ERROR];
    struct document *document = ARENA_NEW(arena, struct document);
    document->page = &template->page;
    document->table = &template->table;
    document->chart = &template->chart;
    document->breaks = &template->breaks;
    struct reader reader = {.arena = arena,
                            .diag = diag,
                            .template = template,
                            .facts = facts,
                            .rendering = rendering,
                            .document = document,
                            .units = {.diag = diag}};
    reader.open = reader.stack;
    reader.open->rule = &outside;
    read_styles(&reader);
    parse(&reader);
    buf_free(&reader.text);
    document->node_count = 0;
    if (document->root) {
        if (diag->count[LEVEL_ERROR] == errors)
            series_resolve(arena, diag, document, template->table.fixed);
        beside_put(arena, template, facts, document);
        renumber(document->root, &document->node_count);
        document_settle(arena, diag, document);
    }
    return diag->count[LEVEL_ERROR] == errors ? document : NULL;
}
