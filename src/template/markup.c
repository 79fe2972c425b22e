/*
 * Rendered markup → document tree.
 *
 * Plain markup comes in pieces (markup_plain.c); of all other, expat tells of start tags, end tags
 * and text. Each start tag must be one that the rules (elements.c) allow where it stands. What is
 * refused is reported and left out with all it holds, and the reading goes on, so that one run
 * shows all errors. Positions go through the source map back to the package.
 */
#include "template/markup.h"

#include <stdlib.h>
#include <string.h>

#include "template/beside.h"
#include "template/blocks.h"
#include "template/chart.h"
#include "template/series.h"
#include "template/table.h"

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
    if (open == &reader->stack[MARKUP_DEPTH_MAX - 1])
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
        diag_report_chosen(diag, message, pos, name, around->name, markup_children(reader, around));
    else if (message == MSG_ELEMENT_ORDER)
        diag_report_chosen(diag, message, pos, name, order_of(reader->open->node->element));
    else if (message == MSG_ELEMENT_DEPTH)
        diag_report_chosen(diag, message, pos, arena_printf(diag->arena, "%d", MARKUP_DEPTH_MAX));
    else
        diag_report_chosen(diag, message, pos, message == MSG_CELL_MIXED ? around->name : name);
}

/* Enters the element: from here on it is the innermost one. */
static void enter(struct reader *reader, const struct element_rule *rule, struct pos pos)
{
    struct open *outer = reader->open;
    const struct style *style = markup_style(reader, rule);
    struct doc_node *node = markup_node(reader, rule->element, pos);
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
                                    .in_row = outer->in_row || rule->element == ELEMENT_ROW,
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
        reader->numbered |= !node->series.n;
    } else if (element == ELEMENT_CELL || element == ELEMENT_HEADER) {
        node->style = markup_row_style(reader, node);
    }
    if (reader->open->in_row && (node->name.n || node->link.n || node->series.n))
        reader->document->rows_tell = true;
    if (element == ELEMENT_HEADING || element == ELEMENT_PARAGRAPH || element == ELEMENT_SLOTS)
        node->keep = node->keep || node->style->keep_next;
}

static void begin(struct reader *reader, struct start_tag *tag, const char *name,
                  const char *const *attributes)
{
    markup_finish_text(reader);
    if (reader->skipped) {
        reader->skipped++;
        return;
    }
    const struct element_rule *rule = tag->rule;
    struct pos pos = markup_pos(reader, reader->at, strlen(name) + 1);
    enum message message = refusal(reader, rule, name);
    bool number = rule && rule->element == ELEMENT_NUMBER;
    if (number && message == MESSAGE_COUNT && reader->gap == GAP_BLANK && reader->in_line) {
        markup_put_text(reader, (struct slice){"", 0}, reader->at); /* the blank before it */
        markup_finish_text(reader);
    }
    if (message != MESSAGE_COUNT) {
        if (!is_told(reader->diag, pos))
            report_refusal(reader, message, name, pos);
        reader->refused++;
        reader->skipped = 1;
        return;
    }
    enter(reader, rule, pos);
    markup_attributes(reader, tag, attributes, pos);
    if (rule->element == ELEMENT_DATUM)
        markup_parts(reader, attributes, pos);
    complete(reader, reader->open->node, name);
}

/* The share of an item in its pie, whose text follows from the whole. */
static void add_share(struct reader *reader)
{
    struct open datum = *reader->open;
    reader->open->node = chart_part(datum.node, ELEMENT_VALUE);
    if (reader->open->node) {
        reader->open->node = markup_node(reader, ELEMENT_SHARE, datum.node->pos);
        markup_node(reader, ELEMENT_TEXT, datum.node->pos)->text = SLICE("");
    }
    *reader->open = datum;
}

static void finish(struct reader *reader)
{
    markup_finish_text(reader);
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
        units_label(&reader->units, node, markup_numbers(reader));
    if (node->element == ELEMENT_TABLE)
        reader->units = (struct units){.diag = reader->diag};
    if (node->element == ELEMENT_TABLE && reader->refused == reader->open->refused) {
        blocks_resolve(reader->arena, node, reader->styles[rule_index(rule_find("td"))],
                       reader->numbered);
        table_check(reader->arena, reader->diag, node);
        reader->numbered = false;
    }
    if (node->element == ELEMENT_DATUM && node->parent->chart == CHART_PIE)
        add_share(reader);
    if (node->element == ELEMENT_CHART && reader->refused == reader->open->refused)
        chart_check(reader->arena, reader->diag, node, markup_numbers(reader));
    reader->open--;
}

/* ---- What expat tells of ---- */

/* Where the tag or text starts. */
static void note_place(struct reader *reader)
{
    XML_Index index = XML_GetCurrentByteIndex(reader->parser);
    reader->at = index < 0 ? 0 : (size_t)index;
    reader->length = (size_t)XML_GetCurrentByteCount(reader->parser);
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reader *reader = data;
    note_place(reader);
    struct slice bytes = {reader->rendering->text.p + reader->at, reader->length};
    struct start_tag *tag = markup_tag(reader, bytes);
    if (!tag)
        tag = markup_keep_tag(reader, &(struct start_tag){.bytes = bytes, .rule = rule_find(name)});
    begin(reader, tag, name, attributes);
}

static void on_end(void *data, const XML_Char *name)
{
    struct reader *reader = data;
    (void)name;
    note_place(reader);
    finish(reader);
}

static void on_text(void *data, const XML_Char *bytes, int size)
{
    struct reader *reader = data;
    note_place(reader);
    if (!reader->skipped)
        markup_text(reader, (struct slice){bytes, (size_t)size}, reader->at);
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int internal)
{
    struct reader *reader = data;
    (void)name, (void)system, (void)public, (void)internal;
    note_place(reader);
    diag_report(reader->diag, MSG_MARKUP_DOCTYPE, markup_pos(reader, reader->at, 9));
    XML_StopParser(reader->parser, XML_FALSE);
}

static const char *place_text(const struct reader *reader, struct pos pos)
{
    struct place place = pos_place(pos);
    return arena_printf(reader->diag->arena, "%s:%u:%u", pos.source->name, place.line,
                        place.column);
}

static void report_syntax(struct reader *reader)
{
    enum XML_Error error = XML_GetErrorCode(reader->parser);
    struct diag *diag = reader->diag;
    note_place(reader);
    struct pos pos = markup_pos(reader, reader->at, 1);
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

static void read_pieces(struct reader *reader, const struct pieces *pieces)
{
    for (uint32_t i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->piece[i];
        reader->at = piece->offset;
        if (piece->length) {
            if (!reader->skipped)
                markup_text(reader, (struct slice){piece->text, piece->length}, piece->offset);
        } else if (piece->tag) {
            reader->length = piece->tag->bytes.n;
            begin(reader, piece->tag, piece->tag->name.p, piece->tag->pairs);
        } else {
            finish(reader);
        }
    }
}

static void read_rendering(struct reader *reader)
{
    struct pieces pieces = {0};
    if (markup_cut(reader, &pieces))
        read_pieces(reader, &pieces);
    else
        parse(reader);
    free(pieces.piece);
}

/* Blocks have moved nodes: gives every node its place in document order, and lists the figures. */
static void renumber(struct arena *arena, struct document *document, struct doc_node *node,
                     uint32_t *room)
{
    node->id = document->node_count++;
    if (node->fact) {
        GROW(arena, document->figures, document->figure_count, *room, 1024);
        document->figures[document->figure_count++] = node;
    }
    for (struct doc_node *child = node->first; child; child = child->next)
        renumber(arena, document, child, room);
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
                            .tags = ARENA_ARRAY(arena, struct start_tag *, TAGS_KEPT),
                            .units = {.diag = diag}};
    reader.open = reader.stack;
    reader.open->rule = &outside;
    markup_styles(&reader);
    read_rendering(&reader);
    buf_free(&reader.text);
    if (document->root) {
        if (diag->count[LEVEL_ERROR] == errors)
            series_resolve(arena, diag, document, template->table.fixed);
        beside_put(arena, template, facts, document);
        document_drop_charts(diag, document->root);
        uint32_t room = document->node_count = 0;
        renumber(arena, document, document->root, &room);
        document_settle(arena, diag, document);
    }
    return diag->count[LEVEL_ERROR] == errors ? document : NULL;
}
