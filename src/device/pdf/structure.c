#include "device/pdf/structure.h"

#include <assert.h>
#include <string.h>

#include "device/pdf/enumeration.h"
#include "device/pdf/syntax.h"
#include "template/chart.h"

static const char group[] = "Sect"; /* "Part" right below the document */

/* What each element of the document is in the structure tree. */
static const struct kind {
    const char *type; /* NULL: the text belongs to the element around it */
    bool takes_text;
    bool always; /* written even when empty, since the grid needs it */
} kinds[] = {
    [ELEMENT_DOCUMENT] = {"Document", false, true}, [ELEMENT_COVER] = {group, false, false},
    [ELEMENT_CONTENTS] = {group, false, false},     [ELEMENT_SECTION] = {group, false, false},
    [ELEMENT_HEADING] = {"H1", true, false},        [ELEMENT_PARAGRAPH] = {"P", true, false},
    [ELEMENT_SLOTS] = {"P", true, false},           [ELEMENT_SLOT] = {"Span", true, false},
    [ELEMENT_LIST] = {"L", false, false},           [ELEMENT_ITEM] = {"LI", false, false},
    [ELEMENT_TABLE] = {"Table", false, true},       [ELEMENT_CAPTION] = {"Caption", true, false},
    [ELEMENT_COLUMN] = {NULL, false, false},        [ELEMENT_HEAD] = {"THead", false, true},
    [ELEMENT_BODY] = {"TBody", false, true},        [ELEMENT_ROW] = {"TR", false, true},
    [ELEMENT_HEADER] = {"TH", true, true},          [ELEMENT_CELL] = {"TD", true, true},
    [ELEMENT_SPAN] = {NULL, false, false},          [ELEMENT_TEXT] = {NULL, false, false},
    [ELEMENT_BREAK] = {NULL, false, false},         [ELEMENT_CHART] = {"Figure", true, false},
    [ELEMENT_DATUM] = {NULL, false, false},         [ELEMENT_LABEL] = {NULL, false, false},
    [ELEMENT_SERIES] = {NULL, false, false},        [ELEMENT_VALUE] = {NULL, false, false},
    [ELEMENT_SHARE] = {NULL, false, false},         [ELEMENT_JOINT] = {NULL, false, false},
    [ELEMENT_BLOCK] = {NULL, false, false},         [ELEMENT_NUMBER] = {NULL, false, false},
};
_Static_assert(sizeof kinds / sizeof *kinds == ELEMENT_COUNT, "every element has a kind");

/* ---- node → tag ---- */

/* Nodes stand in the order of the document, as they are looked for; the contents list's own, which
 * share numbers with others, between them. */
static struct tag_slot *slot_of(const struct structure *structure, const struct doc_node *node)
{
    uint32_t at = node->id * 2;
    struct tag_slot *slot;
    do {
        slot = &structure->slots[at++ & structure->slot_mask];
    } while (slot->node && slot->node != node);
    return slot;
}

/* What is painted for the node goes to the tag. */
static void map_node(struct structure *structure, const struct doc_node *node, struct tag *tag)
{
    *slot_of(structure, node) = (struct tag_slot){node, tag};
}

static void init_slots(struct structure *structure)
{
    const struct document *document = structure->pages->document;
    assert(document->node_count && "nodes are numbered");
    uint32_t nodes = document->node_count + structure->pages->contents_count + 2;
    uint32_t size = 16;
    while (size < nodes * 2)
        size *= 2;
    structure->slots = ARENA_ARRAY(structure->arena, struct tag_slot, size);
    structure->slot_mask = size - 1;
}

struct tag *structure_tag(const struct structure *structure, const struct doc_node *node)
{
    for (const struct doc_node *at = node; at; at = at->parent) {
        struct tag *tag = slot_of(structure, at)->tag;
        if (!tag)
            continue;
        if (at->element == ELEMENT_ITEM && at == node)
            return tag->parent->first; /* the item itself shows only its number or bullet: Lbl */
        return tag->takes_text ? tag : NULL;
    }
    return NULL;
}

/* ---- making the tags ---- */

static struct tag *add_tag(struct structure *structure, struct tag *parent, const char *type,
                           const struct doc_node *node)
{
    struct tag *tag = ARENA_NEW(structure->arena, struct tag);
    *tag = (struct tag){.type = type, .parent = parent, .node = node};
    if (parent && parent->last)
        parent->last->next = tag;
    else if (parent)
        parent->first = tag;
    if (parent)
        parent->last = tag;
    return tag;
}

/* Headings go down one level at a time, also where one between shows nothing. */
static const char *heading_type(struct structure *structure, const struct doc_node *heading)
{
    static const char *const types[] = {"H1", "H1", "H2", "H3", "H4", "H5", "H6"};
    if (heading->level > structure->level)
        structure->level++;
    else
        structure->level = heading->level;
    return types[structure->level];
}

static const char *type_of(struct structure *structure, const struct doc_node *node,
                           const struct tag *parent)
{
    if (node->link.n)
        return "Link";
    if (node->element == ELEMENT_HEADING)
        return heading_type(structure, node);
    if (parent && !parent->parent && kinds[node->element].type == group)
        return "Part";
    return kinds[node->element].type;
}

/* A cover gives its title line by line, a heading each: to those who do not see it, it is one. The
 * heading that the node goes on, or NULL. */
static struct tag *title_begun(const struct tag *parent, const struct doc_node *node)
{
    bool title = node->element == ELEMENT_HEADING && node->parent &&
                 node->parent->element == ELEMENT_COVER && parent->last;
    const struct doc_node *before = title ? parent->last->node : NULL;
    return before && before->element == ELEMENT_HEADING ? parent->last : NULL;
}

static void add_tags(struct structure *structure, struct tag *parent, const struct doc_node *node);

/* Adds the block, or, where paragraphs are a list that was typed, all of them as its items, whose
 * numbers stay in their text. The last that was added. */
static const struct doc_node *add_enumeration(struct structure *structure, struct tag *parent,
                                              const struct doc_node *node)
{
    uint32_t left = enumeration_count(node);
    struct tag *list = left ? add_tag(structure, parent, "L", NULL) : NULL;
    if (!list)
        add_tags(structure, parent, node);
    for (; left; left--) {
        struct tag *item = add_tag(structure, list, "LI", NULL);
        add_tags(structure, item, node);
        if (item->first)
            item->first->type = "LBody";
        node = left > 1 ? node->next : node;
    }
    return node;
}

static void add_tags(struct structure *structure, struct tag *parent, const struct doc_node *node)
{
    const struct kind *kind = &kinds[node->element];
    struct tag *title = parent ? title_begun(parent, node) : NULL;
    if (title) {
        map_node(structure, node, title);
        return;
    }
    if ((!kind->type && !node->link.n) || (node->element == ELEMENT_HEADING && !node_shows(node)))
        return;
    struct tag *tag = add_tag(structure, parent, type_of(structure, node, parent), node);
    tag->takes_text = node->link.n || kind->takes_text;
    tag->kept = kind->always;
    if (!parent)
        structure->root = tag;
    if (node->element == ELEMENT_ITEM) {
        add_tag(structure, tag, "Lbl", NULL)->takes_text = true;
        tag = add_tag(structure, tag, "LBody", NULL);
        tag->takes_text = true;
    }
    map_node(structure, node, tag);
    if (!parent && structure->pages->draft)
        add_tags(structure, tag, structure->pages->draft);
    for (const struct doc_node *child = node->first; child; child = child->next)
        child = add_enumeration(structure, tag, child);
}

static struct tag *add_link_tag(struct structure *structure, struct tag *parent)
{
    struct tag *tag = add_tag(structure, parent, "Link", NULL);
    tag->takes_text = true;
    return tag;
}

/* The contents list: TOC > TOCI > Reference > Link, deeper headings in a TOC within the TOC. */
static void add_contents(struct structure *structure)
{
    const struct doc_node *contents = document_contents(structure->root->node);
    struct tag *home = contents ? slot_of(structure, contents)->tag : structure->root, *at = home;
    int levels[8], depth = 0;
    for (uint32_t i = 0; i < structure->pages->contents_count; i++) {
        const struct contents_entry *entry = &structure->pages->contents[i];
        for (; depth && levels[depth - 1] > entry->heading->level; depth--)
            at = at->parent;
        if (!depth || levels[depth - 1] < entry->heading->level) {
            at = add_tag(structure, at, "TOC", NULL);
            levels[depth++] = entry->heading->level;
        }
        struct tag *item = add_tag(structure, at, "TOCI", NULL);
        struct tag *reference = add_tag(structure, item, "Reference", NULL);
        map_node(structure, entry->entry, add_link_tag(structure, reference));
    }
}

void structure_init(struct structure *structure, struct arena *arena, const struct pages *pages)
{
    *structure = (struct structure){.arena = arena, .pages = pages};
    init_slots(structure);
    add_tags(structure, NULL, pages->document->root);
    add_contents(structure);
}

/* ---- what the pages show ---- */

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The language of what the tag shows. */
static const char *tag_language(const struct tag *tag)
{
    while (tag && !tag->node)
        tag = tag->parent;
    return tag ? tag->node->language : NULL;
}

/* Puts a new Span among the tag's children, which come in the order of the document. */
static struct tag *insert_span(struct structure *structure, struct tag *parent,
                               const struct paint_op *op)
{
    struct tag *span = ARENA_NEW(structure->arena, struct tag), **at = &parent->first;
    *span = (struct tag){.type = "Span", .parent = parent, .node = op->node, .takes_text = true};
    while (*at && (*at)->node && (*at)->node->id <= op->node->id)
        at = &(*at)->next;
    span->next = *at;
    *at = span;
    parent->last = span->next ? parent->last : span;
    return span;
}

struct tag *structure_span(struct structure *structure, struct tag *tag, const struct paint_op *op)
{
    if (!op->rtl && is_same(op->language, tag_language(tag)))
        return tag;
    struct tag *last = structure->last_mark ? structure->last_mark->tag : NULL;
    bool goes_on = last && last->parent == tag && last->language && op->language &&
                   is_same(last->language, op->language) && !last->first &&
                   (last->actual.n > 0) == op->rtl;
    struct tag *span = goes_on ? last : insert_span(structure, tag, op);
    span->language = op->language ? op->language : "und";
    if (op->rtl)
        span->actual = slice_of(arena_printf(structure->arena, "%.*s%.*s", (int)span->actual.n,
                                             span->actual.p ? span->actual.p : "", (int)op->text.n,
                                             op->text.p));
    return span;
}

uint32_t structure_mark(struct structure *structure, struct tag *tag, uint32_t page,
                        const struct paint_op *op)
{
    struct mark *last = structure->last_mark, *mark = ARENA_NEW(structure->arena, struct mark);
    *mark = (struct mark){.tag = tag, .page = page, .op = op};
    mark->mcid = last && last->page == page ? last->mcid + 1 : 0;
    mark->order = last ? last->order + 1 : 0;
    *(last ? &last->following : &structure->marks) = mark;
    *(tag->last_mark ? &tag->last_mark->next : &tag->marks) = mark;
    structure->last_mark = tag->last_mark = mark;
    return mark->mcid;
}

uint32_t structure_link(struct structure *structure, struct tag *tag, uint32_t page,
                        uint32_t annotation)
{
    struct tag_link *link = ARENA_NEW(structure->arena, struct tag_link);
    *link = (struct tag_link){.tag = tag, .page = page, .annotation = annotation};
    *(structure->last_link ? &structure->last_link->following : &structure->links) = link;
    *(tag->last_link ? &tag->last_link->next : &tag->links) = link;
    structure->last_link = tag->last_link = link;
    return structure->pages->count + structure->link_count++;
}

/* ---- writing ---- */

static bool is_cell(const struct tag *tag)
{
    enum element element = tag->node ? tag->node->element : ELEMENT_TEXT;
    return element == ELEMENT_HEADER || element == ELEMENT_CELL;
}

static enum object_kind kind_of(const struct tag *tag)
{
    if (is_cell(tag))
        return tag->marks ? OBJECT_CELL : OBJECT_EMPTY;
    return tag->node && tag->node->element == ELEMENT_ROW ? OBJECT_ROW : OBJECT_OTHER;
}

/* Numbers in the tables that objects of a kind make have as many digits. */
static unsigned digits_of(const struct tag *tag, unsigned digits)
{
    return kind_of(tag) == OBJECT_OTHER ? 1 : digits;
}

static void put_object(struct buf *out, uint32_t object, unsigned digits)
{
    put_wide(out, object, digits);
    buf_puts(out, " 0 R");
}

/* Counts the tags by kind; what shows nothing is dropped. */
static bool count_tags(struct tag *tag, uint32_t counts[OBJECT_KINDS])
{
    tag->kept |= tag->marks || tag->links;
    for (struct tag *child = tag->first; child; child = child->next)
        tag->kept |= count_tags(child, counts);
    counts[kind_of(tag)] += tag->kept;
    return tag->kept;
}

/* Those of a kind have numbers one after another, in the order in which they are written. */
static void number_tags(struct tag *tag, uint32_t next[OBJECT_KINDS])
{
    if (tag->kept)
        tag->object = next[kind_of(tag)]++;
    for (struct tag *child = tag->first; child; child = child->next)
        number_tags(child, next);
}

static void number_all(struct tag *root, struct objects *objects)
{
    uint32_t counts[OBJECT_KINDS] = {0}, next[OBJECT_KINDS];
    count_tags(root, counts);
    for (int kind = 0; kind < OBJECT_KINDS; kind++) {
        next[kind] = objects->count;
        for (uint32_t i = 0; i < counts[kind]; i++)
            objects_number(objects);
    }
    number_tags(root, next);
}

static void put_span(struct buf *out, const char *key, uint16_t cells)
{
    if (cells > 1) {
        buf_puts(out, key);
        put_int(out, cells);
    }
}

static bool is_row_scope(const struct doc_node *header)
{
    return header->scope == SCOPE_ROW ||
           (header->scope == SCOPE_NONE && header->parent && header->parent->parent &&
            header->parent->parent->element != ELEMENT_HEAD);
}

/* What is said of a cell, each such thing in an object that all cells share; 0 for nothing. */
static uint32_t find_said(struct structure *structure, struct objects *objects,
                          const struct tag *tag)
{
    const struct doc_node *cell = tag->node;
    if (!is_cell(tag) ||
        (cell->element == ELEMENT_CELL && cell->colspan <= 1 && cell->rowspan <= 1))
        return 0;
    struct said said = {cell->colspan, cell->rowspan, NULL, 0};
    if (cell->element == ELEMENT_HEADER)
        said.scope = is_row_scope(cell) ? "/Scope/Row" : "/Scope/Column";
    for (uint32_t i = 0; i < structure->said_count; i++) {
        const struct said *known = &structure->said[i];
        if (known->columns == said.columns && known->rows == said.rows &&
            is_same(known->scope, said.scope))
            return known->object;
    }
    said.object = objects_number(objects);
    struct buf *out = object_begin(objects, said.object);
    buf_puts(out, "<</O/Table");
    buf_puts(out, said.scope ? said.scope : "");
    put_span(out, "/ColSpan ", said.columns);
    put_span(out, "/RowSpan ", said.rows);
    buf_puts(out, ">>");
    object_end(objects);
    GROW(structure->arena, structure->said, structure->said_count, structure->said_room, 16);
    structure->said[structure->said_count++] = said;
    return said.object;
}

/* A list whose items carry labels says how it counts. */
static void put_list_attributes(struct buf *out, const struct tag *list)
{
    const struct tag *item = list->node ? list->first : NULL;
    while (item && !item->first->marks)
        item = item->next;
    const struct mark *label = item ? item->first->marks : NULL;
    if (!label)
        return;
    struct slice text = label->op->text;
    bool number = text.n && text.p[0] >= '0' && text.p[0] <= '9';
    buf_puts(out, "/A<</O/List/ListNumbering");
    buf_puts(out, number ? "/Decimal>>" : "/Disc>>");
}

/* A chart says its figures and where it stands. */
static void put_figure_attributes(struct buf *out, const struct tag *tag, const struct pages *pages)
{
    struct buf text = {0};
    chart_describe(&text, tag->node);
    buf_puts(out, "/Alt");
    put_text(out, buf_slice(&text));
    buf_free(&text);
    const struct page *page = tag->marks ? &pages->page[tag->marks->page] : NULL;
    for (uint32_t i = 0; page && i < page->figure_count; i++) {
        const struct page_figure *figure = &page->figures[i];
        if (figure->node != tag->node)
            continue;
        const length corners[] = {figure->x, page->height - figure->y - figure->height,
                                  figure->x + figure->width, page->height - figure->y};
        buf_puts(out, "/A<</O/Layout/BBox[");
        for (int k = 0; k < 4; k++) {
            buf_puts(out, k ? " " : "");
            put_milli(out, corners[k]);
        }
        buf_puts(out, "]>>");
    }
}

static void put_attributes(struct buf *out, const struct tag *tag, uint32_t said,
                           const struct structure *structure)
{
    enum element element = tag->node ? tag->node->element : ELEMENT_TEXT;
    if (said) {
        buf_puts(out, "/A ");
        put_object(out, said, NUMBER_DIGITS);
    } else if (element == ELEMENT_LIST) {
        put_list_attributes(out, tag);
    } else if (element == ELEMENT_CHART) {
        put_figure_attributes(out, tag, structure->pages);
    }
}

/* Where an element's kids stand: most have one, and need no array. */
struct kids {
    struct buf *out;
    const uint32_t *page_objects;
    uint32_t page; /* of the element: its own marks need no page reference */
    uint32_t left; /* to write, to know when the array closes */
    bool array;
    unsigned digits, mark_digits; /* of objects' numbers and of marks' */
};

static void kid_end(struct kids *kids)
{
    if (--kids->left)
        buf_putc(kids->out, ' ');
    else if (kids->array)
        buf_putc(kids->out, ']');
}

static void put_mark(struct kids *kids, const struct mark *mark)
{
    if (mark->page == kids->page) {
        put_wide(kids->out, mark->mcid, kids->mark_digits);
    } else {
        buf_puts(kids->out, "<</Type/MCR/Pg ");
        put_object(kids->out, kids->page_objects[mark->page], kids->digits);
        buf_puts(kids->out, "/MCID ");
        put_wide(kids->out, mark->mcid, kids->mark_digits);
        buf_puts(kids->out, ">>");
    }
    kid_end(kids);
}

static void put_link(struct kids *kids, const struct tag_link *link)
{
    buf_puts(kids->out, "<</Type/OBJR/Pg ");
    put_ref(kids->out, kids->page_objects[link->page]);
    buf_puts(kids->out, "/Obj ");
    put_ref(kids->out, link->annotation);
    buf_puts(kids->out, ">>");
    kid_end(kids);
}

static uint32_t count_kids(const struct tag *tag)
{
    uint32_t count = 0;
    for (const struct mark *mark = tag->marks; mark; mark = mark->next)
        count++;
    for (const struct tag_link *link = tag->links; link; link = link->next)
        count++;
    for (const struct tag *child = tag->first; child; child = child->next)
        count += child->kept;
    return count;
}

static bool precedes(const struct mark *mark, const struct tag *child)
{
    uint32_t id = mark->op->node->id;
    bool same = id == child->node->id && child->marks;
    return id < child->node->id || (same && mark->order < child->marks->order);
}

/* Text of the element's own before the child that follows it in the document. */
static const struct mark *put_marks_before(struct kids *kids, const struct mark *mark,
                                           const struct tag *child)
{
    while (mark && (!child || !child->node || precedes(mark, child))) {
        put_mark(kids, mark);
        mark = mark->next;
    }
    return mark;
}

static void put_kids(struct buf *out, const struct tag *tag, const uint32_t *page_objects)
{
    enum { MARK_DIGITS = 4 };
    struct kids kids = {.out = out,
                        .page_objects = page_objects,
                        .left = count_kids(tag),
                        .digits = digits_of(tag, NUMBER_DIGITS),
                        .mark_digits = digits_of(tag, MARK_DIGITS)};
    if (!kids.left)
        return;
    if (tag->marks) {
        kids.page = tag->marks->page;
        buf_puts(out, "/Pg ");
        put_object(out, page_objects[kids.page], kids.digits);
    }
    kids.array = kids.left > 1;
    buf_puts(out, kids.array ? "/K[" : "/K ");
    const struct mark *mark = tag->marks;
    for (const struct tag *child = tag->first; child; child = child->next) {
        if (!child->kept)
            continue;
        mark = put_marks_before(&kids, mark, child);
        put_object(out, child->object, kids.digits);
        kid_end(&kids);
    }
    put_marks_before(&kids, mark, NULL);
    for (const struct tag_link *link = tag->links; link; link = link->next)
        put_link(&kids, link);
}

/* The language, where it is not the one around; and what a Span says. */
static void put_language(struct buf *out, const struct tag *tag)
{
    const char *own = tag->language ? tag->language : tag->node ? tag->node->language : NULL;
    if (own && tag->parent && !is_same(own, tag_language(tag->parent))) {
        buf_puts(out, "/Lang");
        put_text(out, slice_of(own));
    }
    if (tag->actual.n) {
        buf_puts(out, "/ActualText");
        put_text(out, tag->actual);
    }
}

static void write_tag(struct structure *structure, const struct tag *tag, struct objects *objects,
                      uint32_t parent, const uint32_t *page_objects)
{
    if (!tag->kept)
        return;
    uint32_t said = find_said(structure, objects, tag);
    struct buf *out = object_begin_of(objects, tag->object, kind_of(tag));
    buf_puts(out, "<</S/");
    buf_puts(out, tag->type);
    buf_puts(out, "/P ");
    put_object(out, parent, digits_of(tag, NUMBER_DIGITS));
    put_kids(out, tag, page_objects);
    put_attributes(out, tag, said, structure);
    put_language(out, tag);
    buf_puts(out, ">>");
    object_end(objects);
    for (const struct tag *child = tag->first; child; child = child->next)
        write_tag(structure, child, objects, tag->object, page_objects);
}

/* For each page the tags of its MCIDs; for each link its tag. All takes as much room as a
 * reference, so that the rows of the table agree. */
static void write_parent_tree(const struct structure *structure, struct objects *objects,
                              uint32_t number)
{
    struct buf *out = object_begin_of(objects, number, OBJECT_PARENTS);
    const struct mark *mark = structure->marks;
    buf_puts(out, "<</Nums[");
    for (uint32_t page = 0; page < structure->pages->count; page++) {
        put_wide(out, page, NUMBER_DIGITS);
        buf_puts(out, "    [");
        for (; mark && mark->page == page; mark = mark->following) {
            put_object(out, mark->tag->object, NUMBER_DIGITS);
            buf_putc(out, ' ');
        }
        buf_puts(out, "]         ");
    }
    uint32_t key = structure->pages->count;
    for (const struct tag_link *link = structure->links; link; link = link->following) {
        put_wide(out, key++, NUMBER_DIGITS);
        buf_puts(out, "     ");
        put_object(out, link->tag->object, NUMBER_DIGITS);
        buf_putc(out, ' ');
    }
    buf_puts(out, "]>>");
    object_end(objects);
}

uint32_t structure_write(struct structure *structure, struct objects *objects,
                         const uint32_t *page_objects)
{
    uint32_t root = objects_number(objects), parent_tree = objects_number(objects);
    number_all(structure->root, objects);
    struct buf *out = object_begin(objects, root);
    buf_puts(out, "<</Type/StructTreeRoot/K ");
    put_ref(out, structure->root->object);
    buf_puts(out, "/ParentTree ");
    put_ref(out, parent_tree);
    buf_puts(out, "/ParentTreeNextKey ");
    put_int(out, structure->pages->count + structure->link_count);
    buf_puts(out, ">>");
    object_end(objects);
    write_parent_tree(structure, objects, parent_tree);
    write_tag(structure, structure->root, objects, root, page_objects);
    return root;
}
