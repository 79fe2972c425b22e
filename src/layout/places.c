#include "layout/places.h"

#include <stdlib.h>
#include <string.h>

enum {
    ASCENT = 880, /* of a line, in thousandths of its size */
    DESCENT = 140,
    BAR = 1500,    /* thickness of a bar in the margin */
    BAR_GAP = 9000 /* from the text area to it */
};

struct places {
    struct diag *diag;
    const struct document *document;
    const struct doc_node **named; /* nodes that have a name */
    uint32_t named_count;
    bool *placed; /* by node id: has a destination */
    bool tells;   /* a node has a name, is a link, or changed */
    bool right;   /* the page at hand is a right one */
};

/* Whether a name, a link or a change may stand at the node or below. */
static bool may_tell(const struct document *document, const struct doc_node *node)
{
    return node->element != ELEMENT_ROW || document->rows_tell;
}

/* ---- Names ---- */

static int by_given(const void *a, const void *b)
{
    return slice_compare((*(const struct doc_node *const *)a)->name,
                         (*(const struct doc_node *const *)b)->name);
}

static void collect_names(struct places *places, const struct doc_node *node)
{
    if (node->name.n)
        places->named[places->named_count++] = node;
    places->tells = places->tells || node->name.n || node->link.n || node->changed;
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (may_tell(places->document, child))
            collect_names(places, child);
}

static const struct doc_node *find_name(const struct places *places, struct slice name)
{
    const struct doc_node key = {.name = name}, *wanted = &key;
    const struct doc_node **found =
        bsearch(&wanted, places->named, places->named_count, sizeof wanted, by_given);
    return found ? *found : NULL;
}

static void note_placed(struct places *places, const struct canvas *canvas)
{
    for (uint32_t i = 0; i < canvas->place_count; i++)
        if (canvas->places[i].node->id < places->document->node_count)
            places->placed[canvas->places[i].node->id] = true;
}

static int by_node(const void *a, const void *b)
{
    const struct canvas_place *left = a, *right = b;
    return (left->node->id > right->node->id) - (left->node->id < right->node->id);
}

static void sort_places(struct canvas *canvas)
{
    if (canvas->place_count)
        qsort(canvas->places, canvas->place_count, sizeof *canvas->places, by_node);
}

/* ---- Page references ---- */

struct page_name {
    struct slice name;
    uint32_t page;
};

struct page_names {
    struct page_name *names;
    uint32_t count;
};

static uint32_t count_shown(const struct document *document, const struct doc_node *node)
{
    uint32_t count = node->element == ELEMENT_SPAN && node->shows_page && node->link.n;
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (may_tell(document, child))
            count += count_shown(document, child);
    return count;
}

static void wish(struct page_names *names, const struct document *document,
                 const struct doc_node *node)
{
    if (node->element == ELEMENT_SPAN && node->shows_page && node->link.n)
        names->names[names->count++] = (struct page_name){node->link, 0};
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (may_tell(document, child))
            wish(names, document, child);
}

static int by_name(const void *a, const void *b)
{
    const struct page_name *left = a, *right = b;
    size_t least = left->name.n < right->name.n ? left->name.n : right->name.n;
    int order = memcmp(left->name.p, right->name.p, least);
    return order ? order : (left->name.n > right->name.n) - (left->name.n < right->name.n);
}

static struct page_name *find_wish(const struct page_names *names, struct slice name)
{
    struct page_name key = {name, 0};
    return bsearch(&key, names->names, names->count, sizeof key, by_name);
}

static void found(struct page_names *names, const struct doc_node *node, uint32_t page)
{
    struct page_name *name = node->name.n ? find_wish(names, node->name) : NULL;
    /* Equal wishes lie side by side. */
    for (struct page_name *at = name; at && at >= names->names && !by_name(at, name); at--)
        at->page = at->page ? at->page : page;
    for (struct page_name *at = name; at && at < names->names + names->count && !by_name(at, name);
         at++)
        at->page = at->page ? at->page : page;
}

struct page_names *page_names_new(const struct document *document, const struct flow *flow)
{
    uint32_t count = count_shown(document, document->root);
    if (!count)
        return NULL;
    struct page_names *names = ARENA_NEW(flow->arena, struct page_names);
    names->names = ARENA_ARRAY(flow->arena, struct page_name, count);
    wish(names, document, document->root);
    qsort(names->names, names->count, sizeof *names->names, by_name);
    for (uint32_t i = 0; i < flow->count; i++) {
        const struct canvas *canvas = flow->pages[i];
        for (uint32_t k = 0; k < canvas->place_count; k++)
            found(names, canvas->places[k].node, i + 1);
        for (uint32_t k = 0; k < canvas->page.op_count; k++)
            for (const struct doc_node *node = canvas->page.ops[k].node; node; node = node->parent)
                found(names, node, i + 1);
    }
    return names;
}

uint32_t page_names_find(const struct page_names *names, struct slice name)
{
    const struct page_name *found = names ? find_wish(names, name) : NULL;
    return found ? found->page : 0;
}

/* ---- Links ---- */

static length least(length a, length b)
{
    return a < b ? a : b;
}

/* Extends the area by the piece painted. */
static void extend_link(struct page_link *link, length x, length y, length right, length bottom)
{
    right = -least(-right, -(link->x + link->width));
    bottom = -least(-bottom, -(link->y + link->height));
    link->x = least(link->x, x);
    link->y = least(link->y, y);
    link->width = right - link->x;
    link->height = bottom - link->y;
}

/* One area a link, over all its lines: each belongs to one Link in the structure. */
static void add_link(struct places *places, struct canvas *canvas, const struct paint_op *op,
                     const struct doc_node *span)
{
    const struct doc_node *target = find_name(places, span->link);
    if (!target) {
        diag_report(places->diag, MSG_LINK_TARGET, span->pos, span->link.p);
        return;
    }
    length top = op->y - (length)((int64_t)op->size * ASCENT / 1000);
    length height = (length)((int64_t)op->size * (ASCENT + DESCENT) / 1000);
    struct page *page = &canvas->page;
    struct page_link *last = page->link_count ? &page->links[page->link_count - 1] : NULL;
    if (last && last->span == span)
        extend_link(last, op->x, top, op->x + op->width, top + height);
    else
        canvas_link(canvas, (struct page_link){.x = op->x,
                                               .y = top,
                                               .width = op->width,
                                               .height = height,
                                               .target = target,
                                               .span = span});
}

/* ---- Bars ---- */

struct bar {
    const struct doc_node *node;
    length top, bottom;
};

/* At the outer margin: right of odd pages, left of even ones. */
static void paint_bar(const struct places *places, struct canvas *canvas, const struct bar *bar)
{
    if (!bar->node)
        return;
    struct area area = canvas_area(places->document->page, canvas);
    length x = places->right ? area.left + area.width + BAR_GAP : area.left - BAR_GAP;
    canvas_ruling(canvas, x, bar->top, 0, bar->bottom - bar->top, BAR);
}

static void extend_bar(struct bar *bar, const struct paint_op *op)
{
    length top = op->y - op->size, bottom = op->y + op->size / 4;
    bar->top = top < bar->top ? top : bar->top;
    bar->bottom = bottom > bar->bottom ? bottom : bar->bottom;
}

/* ---- Pages ---- */

/* The nearest node around what is painted that is marked as changed; links and names on the way. */
static const struct doc_node *visit(struct places *places, struct canvas *canvas,
                                    const struct paint_op *op)
{
    const struct doc_node *changed = NULL;
    for (const struct doc_node *node = op->node; node; node = node->parent) {
        if (node->id >= places->document->node_count)
            return NULL;
        if (node->link.n)
            add_link(places, canvas, op, node);
        if (node->name.n && !places->placed[node->id]) {
            canvas_place(canvas, node, op->y - op->size);
            places->placed[node->id] = true;
        }
        if (node->changed && !changed)
            changed = node;
    }
    return changed;
}

static void add_page(struct places *places, struct canvas *canvas)
{
    struct bar bar = {0};
    for (uint32_t i = 0, count = canvas->page.op_count; i < count && places->tells; i++) {
        if (canvas->page.ops[i].paint != PAINT_GLYPHS || !canvas->page.ops[i].node)
            continue;
        struct paint_op op = canvas->page.ops[i]; /* painting bars may move the array */
        const struct doc_node *changed = visit(places, canvas, &op);
        if (changed != bar.node) {
            paint_bar(places, canvas, &bar);
            bar = (struct bar){changed, op.y, op.y};
        }
        if (changed)
            extend_bar(&bar, &op);
    }
    paint_bar(places, canvas, &bar);
    sort_places(canvas);
}

void places_add(struct diag *diag, const struct document *document, struct flow *const *flows,
                size_t flow_count)
{
    struct places places = {.diag = diag, .document = document};
    places.named = ARENA_ARRAY(diag->arena, const struct doc_node *, document->node_count);
    places.placed = ARENA_ARRAY(diag->arena, bool, document->node_count);
    collect_names(&places, document->root);
    if (places.named_count)
        qsort(places.named, places.named_count, sizeof *places.named, by_given);
    for (size_t i = 0; i < flow_count; i++)
        for (uint32_t k = 0; k < flows[i]->count; k++)
            note_placed(&places, flows[i]->pages[k]);
    for (size_t i = 0; i < flow_count; i++)
        for (uint32_t k = 0; k < flows[i]->count; k++) {
            places.right = k % 2 == 0;
            add_page(&places, flows[i]->pages[k]);
        }
}
