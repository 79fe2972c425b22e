#include "device/pdf/structure.h"

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

static struct tag_slot *slot_of(const struct structure *structure, const struct doc_node *node)
{
    uint32_t at = (uint32_t)((uintptr_t)node * 0x9E3779B97F4A7C15u >> 32);
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

static uint32_t count_nodes(const struct doc_node *node)
{
    uint32_t count = 1;
    for (const struct doc_node *child = node->first; child; child = child->next)
        count += count_nodes(child);
    return count;
}

static void init_slots(struct structure *structure)
{
    uint32_t nodes =
        count_nodes(structure->pages->document->root) + structure->pages->contents_count + 2;
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

static enum object_kind kind_of(const struct tag *tag)
{
    enum element element = tag->node ? tag->node->element : ELEMENT_TEXT;
    return element == ELEMENT_ROW      ? OBJECT_ROW
           : element == ELEMENT_HEADER ? OBJECT_HEADER
           : element == ELEMENT_CELL   ? (tag->marks ? OBJECT_CELL : OBJECT_EMPTY)
                                       : OBJECT_OTHER;
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

static const char *const scopes[] = {"/Scope/Column", "/Scope/Row"};

static void put_cell_attributes(struct buf *out, const struct doc_node *cell,
                                const uint32_t *scope_objects)
{
    bool header = cell->element == ELEMENT_HEADER, spans = cell->colspan > 1 || cell->rowspan > 1;
    if (header && !spans) {
        buf_puts(out, "/A ");
        put_ref(out, scope_objects[is_row_scope(cell)]);
    }
    if (!spans)
        return;
    buf_puts(out, "/A<</O/Table");
    if (header)
        buf_puts(out, scopes[is_row_scope(cell)]);
    put_span(out, "/ColSpan ", cell->colspan);
    put_span(out, "/RowSpan ", cell->rowspan);
    buf_puts(out, ">>");
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

static void put_attributes(struct buf *out, const struct tag *tag,
                           const struct structure *structure)
{
    enum element element = tag->node ? tag->node->element : ELEMENT_TEXT;
    if (element == ELEMENT_HEADER || element == ELEMENT_CELL)
        put_cell_attributes(out, tag->node, structure->scope_object);
    else if (element == ELEMENT_LIST)
        put_list_attributes(out, tag);
    else if (element == ELEMENT_CHART)
        put_figure_attributes(out, tag, structure->pages);
}

/* Where an element's kids stand: most have one, and need no array. */
struct kids {
    struct buf *out;
    const uint32_t *page_objects;
    uint32_t page; /* of the element: its own marks need no page reference */
    uint32_t left; /* to write, to know when the array closes */
    bool array;
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
        put_int(kids->out, mark->mcid);
    } else {
        buf_puts(kids->out, "<</Type/MCR/Pg ");
        put_ref(kids->out, kids->page_objects[mark->page]);
        buf_puts(kids->out, "/MCID ");
        put_int(kids->out, mark->mcid);
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
    struct kids kids = {.out = out, .page_objects = page_objects, .left = count_kids(tag)};
    if (!kids.left)
        return;
    if (tag->marks) {
        kids.page = tag->marks->page;
        buf_puts(out, "/Pg ");
        put_ref(out, page_objects[kids.page]);
    }
    kids.array = kids.left > 1;
    buf_puts(out, kids.array ? "/K[" : "/K ");
    const struct mark *mark = tag->marks;
    for (const struct tag *child = tag->first; child; child = child->next) {
        if (!child->kept)
            continue;
        mark = put_marks_before(&kids, mark, child);
        put_ref(out, child->object);
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

static void write_tag(const struct structure *structure, const struct tag *tag,
                      struct objects *objects, uint32_t parent, const uint32_t *page_objects)
{
    if (!tag->kept)
        return;
    struct buf *out = object_begin_of(objects, tag->object, kind_of(tag));
    buf_puts(out, "<</S/");
    buf_puts(out, tag->type);
    buf_puts(out, "/P ");
    put_ref(out, parent);
    put_kids(out, tag, page_objects);
    put_attributes(out, tag, structure);
    put_language(out, tag);
    buf_puts(out, ">>");
    object_end(objects);
    for (const struct tag *child = tag->first; child; child = child->next)
        write_tag(structure, child, objects, tag->object, page_objects);
}

/* For each page the tags of its MCIDs; for each link its tag. */
static void write_parent_tree(const struct structure *structure, struct objects *objects,
                              uint32_t number)
{
    struct buf *out = object_begin(objects, number);
    const struct mark *mark = structure->marks;
    buf_puts(out, "<</Nums[");
    for (uint32_t page = 0; page < structure->pages->count; page++) {
        put_int(out, page);
        buf_putc(out, '[');
        for (; mark && mark->page == page; mark = mark->following) {
            put_ref(out, mark->tag->object);
            buf_putc(out, ' ');
        }
        buf_puts(out, "]\n");
    }
    uint32_t key = structure->pages->count;
    for (const struct tag_link *link = structure->links; link; link = link->following) {
        put_int(out, key++);
        buf_putc(out, ' ');
        put_ref(out, link->tag->object);
        buf_putc(out, '\n');
    }
    buf_puts(out, "]>>");
    object_end(objects);
}

static void write_scopes(struct structure *structure, struct objects *objects)
{
    for (int i = 0; i < 2; i++) {
        structure->scope_object[i] = objects_number(objects);
        struct buf *out = object_begin(objects, structure->scope_object[i]);
        buf_puts(out, "<</O/Table");
        buf_puts(out, scopes[i]);
        buf_puts(out, ">>");
        object_end(objects);
    }
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
    write_scopes(structure, objects);
    write_tag(structure, structure->root, objects, root, page_objects);
    return root;
}
