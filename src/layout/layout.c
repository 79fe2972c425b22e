/*
 * The whole way: the body is laid out first, so that its pages have numbers; then what stands
 * before it, the contents list among that; then the folios.
 */
#include "layout/layout.h"

#include "layout/contents.h"
#include "layout/places.h"
#include "layout/words.h"

enum {
    NOTE_PART = 4,    /* notes below a table that take no more of a page than this stay with it */
    MANY_WRAPPED = 20 /* hundredths of the names in a table that may take more than one line */
};

static const struct shrink natural_size = {0, 0, 0};

static void add_block(struct flow *flow, const struct doc_node *node, bool keep);

static void add_children(struct flow *flow, const struct doc_node *node, bool keep)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        add_block(flow, child, keep);
}

/* ---- Where pages end ---- */

/* What follows all of the node. */
static const struct doc_node *following(const struct doc_node *node)
{
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

/* Whether a page ends before `next`. */
static bool starts_page(const struct flow *flow, const struct doc_node *next)
{
    if (!next || next->page_break)
        return true;
    if (next->element == ELEMENT_SECTION && next->table_page != flow->table_page)
        return true;
    bool landscape = next->orientation == ORIENTATION_LANDSCAPE;
    return next->orientation != ORIENTATION_SAME && landscape != flow->landscape;
}

/* Blocks of text from the node to where the document ends the page, without headings that go with
 * what stands there; LAST_LINES if they are as many or anything else follows. */
static uint32_t blocks_after(const struct flow *flow, const struct doc_node *node)
{
    uint32_t blocks = 0, texts = 0;
    const struct doc_node *next = following(node);
    for (; !starts_page(flow, next); next = following(next)) {
        bool heading = next->element == ELEMENT_HEADING;
        if ((!heading && next->element != ELEMENT_PARAGRAPH) || ++blocks >= LAST_LINES)
            return LAST_LINES;
        texts = heading ? texts : blocks;
    }
    return texts;
}

/* The text of a block that comes later, in lines of the flow's width: it is kept for when it does.
 */
static const struct paragraph *look_ahead(struct flow *flow, const struct doc_node *node)
{
    enum { KEPT = sizeof flow->ahead / sizeof *flow->ahead };
    struct ahead *ahead = flow->ahead;
    while (ahead < flow->ahead + KEPT && ahead->node != node)
        ahead++;
    if (ahead == flow->ahead + KEPT) {
        ahead = &flow->ahead[flow->looked_ahead++ % KEPT];
        *ahead = (struct ahead){node, paragraph_new(flow->shaper, node, natural_size)};
    }
    paragraph_fill(flow->shaper, ahead->paragraph, flow_width(flow));
    return ahead->paragraph;
}

/* The text of a block that comes now. */
static struct paragraph *take_text(struct flow *flow, const struct doc_node *node)
{
    for (size_t i = 0; i < sizeof flow->ahead / sizeof *flow->ahead; i++)
        if (flow->ahead[i].node == node) {
            flow->ahead[i].node = NULL;
            return flow->ahead[i].paragraph;
        }
    return paragraph_new(flow->shaper, node, natural_size);
}

/* The lines of these blocks, or LAST_LINES likewise. */
static uint32_t lines_after(struct flow *flow, const struct doc_node *node)
{
    uint32_t blocks = blocks_after(flow, node), lines = 0;
    if (blocks >= LAST_LINES)
        return LAST_LINES;
    for (; blocks && lines < LAST_LINES; blocks--) {
        node = following(node);
        lines += look_ahead(flow, node)->line_count;
    }
    return lines;
}

/* ---- Text ---- */

static bool is_among(const char *characters, uint32_t character)
{
    struct slice rest = slice_of(characters);
    for (size_t at = 0; at < rest.n;)
        if (utf8_next(rest, &at) == character)
            return true;
    return false;
}

/* Whether a paragraph of prose is a heading that was typed as text: one line that begins with its
 * number, as （一） or 1. do, and does not end as a sentence. */
static bool is_typed_heading(const struct doc_node *node, const struct paragraph *paragraph)
{
    static const char numbers[] = "（(一二三四五六七八九十0123456789", marks[] = "、.．）)";
    const struct atom *atoms = paragraph->atoms;
    uint32_t i = 0;
    if (node->element != ELEMENT_PARAGRAPH || paragraph->line_count != 1 || paragraph->count < 3 ||
        atoms[paragraph->count - 1].class == ATOM_STOP)
        return false;
    while (i + 1 < paragraph->count && is_among(numbers, atoms[i].code))
        i++;
    return i && is_among(marks, atoms[i].code);
}

/* In lines of the flow's width: a name of more than NAME_LINES in smaller type. */
static struct paragraph *fill_lines(struct flow *flow, const struct doc_node *node)
{
    enum { NAME_LINES = 4 };
    static const length steps[] = {0, 6 * POINT, 10 * POINT};
    struct paragraph *paragraph;
    size_t step = 0;
    do {
        struct shrink shrink = {steps[step], 0, 0};
        paragraph = step ? paragraph_new(flow->shaper, node, shrink) : take_text(flow, node);
        paragraph_fill(flow->shaper, paragraph, flow_width(flow));
    } while (node->style->by_name && paragraph->line_count > NAME_LINES &&
             ++step < sizeof steps / sizeof *steps);
    return paragraph;
}

static void add_paragraph(struct flow *flow, const struct doc_node *node, bool keep)
{
    struct paragraph *paragraph = fill_lines(flow, node);
    keep = keep || (node->next && is_typed_heading(node, paragraph));
    flow_paragraph(flow, paragraph, keep || node->keep || node->style->keep_next,
                   lines_after(flow, node));
}

static void add_heading(struct flow *flow, const struct doc_node *node, bool keep)
{
    (void)keep;
    if (node->page_break)
        flow_break(flow);
    flow_start(flow, node);
    add_paragraph(flow, node, true);
}

static bool is_inline(const struct doc_node *node)
{
    return node->element == ELEMENT_TEXT || node->element == ELEMENT_SPAN ||
           node->element == ELEMENT_BREAK;
}

static bool is_block(const struct doc_node *node)
{
    return node->element == ELEMENT_PARAGRAPH || node->element == ELEMENT_LIST ||
           node->element == ELEMENT_TABLE;
}

static void add_item(struct flow *flow, const struct doc_node *node, bool keep)
{
    if (node->first && is_block(node->first))
        add_children(flow, node, keep);
    else
        add_paragraph(flow, node, keep);
}

/* The parts of a line, and where the two that are not on the left start. */
struct slots {
    struct paragraph *parts[3];
    uint32_t count;
    length right_edge; /* of what the left part may have */
    bool collide;      /* the others have no room beside each other */
};

static struct slots read_slots(struct flow *flow, const struct doc_node *node)
{
    struct slots slots = {.right_edge = flow_width(flow)};
    length width = flow_width(flow), after = width;
    for (const struct doc_node *slot = node->first; slot && slots.count < 3; slot = slot->next) {
        if (slot->element != ELEMENT_SLOT)
            continue;
        struct paragraph *part = paragraph_new(flow->shaper, slot, natural_size);
        bool left = slot->align == ALIGN_LEFT || slot->align == ALIGN_STYLE;
        part->align = left ? ALIGN_LEFT : slot->align;
        slots.parts[slots.count++] = part;
    }
    for (uint32_t i = slots.count; i-- > 0;) {
        const struct paragraph *part = slots.parts[i];
        if (part->align == ALIGN_LEFT || !part->count)
            continue;
        length widest = paragraph_widest(part), start = width - widest;
        start = part->align == ALIGN_CENTER ? start / 2 : start;
        slots.collide |= start < 0 || start + widest > after;
        after = slots.right_edge = start < slots.right_edge ? start : slots.right_edge;
    }
    return slots;
}

/* Whether the left part takes more lines beside the others than by itself. */
static bool left_wraps(struct flow *flow, const struct slots *slots, struct paragraph *left)
{
    if (slots->right_edge == flow_width(flow) || left->align != ALIGN_LEFT || !left->count)
        return false;
    paragraph_fill(flow->shaper, left, slots->right_edge - left->size / 2);
    return left->line_count > 1;
}

/* One line in three parts. The left part gets what the others leave; where that is too little, they
 * stand below it, and where they would meet, each part has lines of its own. */
static void add_slots(struct flow *flow, const struct doc_node *node, bool keep)
{
    struct slots slots = read_slots(flow, node);
    struct slab slab = {.pieces = ARENA_ARRAY(flow->arena, struct piece, 3),
                        .before = node->style->before,
                        .after = node->style->after,
                        .keep = keep || node->keep || node->style->keep_next};
    length y = 0;
    for (uint32_t i = 0; i < slots.count; i++) {
        struct paragraph *part = slots.parts[i];
        bool wraps = left_wraps(flow, &slots, part), apart = slots.collide || wraps;
        if (apart && !part->count)
            continue;
        bool beside = part->align == ALIGN_LEFT && !apart && slots.right_edge < flow_width(flow);
        length width = beside ? slots.right_edge - part->size / 2 : flow_width(flow);
        paragraph_fill(flow->shaper, part, width);
        slab.pieces[slab.count++] = (struct piece){part, 0, part->line_count, 0, y, false};
        length foot = y + part->height;
        slab.height = foot > slab.height ? foot : slab.height;
        y = apart ? foot : y;
    }
    slab.height = slab.height > node->style->leading ? slab.height : node->style->leading;
    flow_add(flow, slab);
}

/* ---- Tables ---- */

/* The paragraphs that follow a table and end what it stands in: its notes. */
struct notes {
    length height;               /* 0 when they are no notes but text */
    const struct doc_node *next; /* what follows them, or NULL */
};

/* Notes must not be left alone on a page. */
static struct notes measure_notes(struct flow *flow, const struct doc_node *table)
{
    length height = 0, most = flow_height(flow) / NOTE_PART;
    const struct doc_node *note = table->next;
    for (; note && note->element == ELEMENT_PARAGRAPH && height <= most; note = note->next) {
        const struct paragraph *paragraph = look_ahead(flow, note);
        height += paragraph->height + paragraph->style->before + paragraph->style->after;
    }
    bool ends = !note || note->element == ELEMENT_SECTION || note->page_break;
    return (struct notes){ends && height <= most ? height : 0,
                          note ? note : following(table->parent)};
}

/* A caption is blocks, or a text by itself. */
static void add_caption(struct flow *flow, const struct doc_node *node, bool keep)
{
    if (node->first && !is_inline(node->first))
        add_children(flow, node, keep);
    else
        add_paragraph(flow, node, keep);
}

static bool is_prose(const struct doc_node *node)
{
    return node && (node->element == ELEMENT_HEADING ||
                    (node->element == ELEMENT_PARAGRAPH && node->style->align == ALIGN_JUSTIFY));
}

static const struct doc_node *before(const struct doc_node *node)
{
    const struct doc_node *last = NULL;
    for (const struct doc_node *child = node->parent->first; child != node; child = child->next)
        last = child;
    return last;
}

/* The table in the space that pages have now. */
static struct table *make_table(struct flow *flow, const struct doc_node *node)
{
    if (flow->made && flow->made_of == node && table_width(flow->made) == flow_width(flow))
        return flow->made;
    return table_new(flow->shaper, node, flow->document->table, flow_width(flow),
                     flow_height(flow));
}

static void add_table(struct flow *flow, const struct doc_node *node, bool keep)
{
    (void)keep;
    const struct doc_node *above = before(node);
    if (is_prose(above) && above->element == ELEMENT_PARAGRAPH)
        flow_space(flow, flow->document->table->before);
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element == ELEMENT_CAPTION)
            add_caption(flow, child, true);
    struct table *table = make_table(flow, node);
    struct notes notes = measure_notes(flow, node);
    flow_table(flow, table, node, notes.height, starts_page(flow, notes.next));
    if (is_prose(node->next) || (node->next && node->next->element == ELEMENT_TABLE))
        flow_space(flow, flow->document->table->after);
}

/* ---- Charts ---- */

/* The caption stands below and stays with the chart. */
static void add_chart(struct flow *flow, const struct doc_node *node, bool keep)
{
    const struct doc_node *caption = node->first;
    bool captioned = caption && caption->element == ELEMENT_CAPTION;
    struct chart *chart = chart_new(flow->shaper, flow->diag, node, flow->document->chart,
                                    flow_width(flow), flow_height(flow));
    if (!chart)
        return;
    flow_add(flow, (struct slab){.chart = chart,
                                 .before = node->style->before,
                                 .after = node->style->after,
                                 .height = chart->height,
                                 .keep = captioned || keep || node->keep});
    if (captioned)
        add_caption(flow, caption, keep || node->keep);
}

/* ---- Sections ---- */

static const struct doc_node *table_in(const struct doc_node *section)
{
    const struct doc_node *node = section->first;
    while (node && node->element != ELEMENT_TABLE)
        node = node->next;
    return node;
}

/* The height of the paragraphs from the node up to another. */
static length height_between(struct flow *flow, const struct doc_node *node,
                             const struct doc_node *end)
{
    length height = 0;
    for (; node != end; node = node->next) {
        height += node->style->before + look_ahead(flow, node)->height +
                  (node->next ? node->style->after : 0);
    }
    return height;
}

/* Whether the table may have the page that its section begins to itself. */
static bool fits_page(struct flow *flow, struct table *table, const struct doc_node *node)
{
    length around = height_between(flow, node->parent->first, node);
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element == ELEMENT_CAPTION)
            around += height_between(flow, child->first, NULL);
    around += measure_notes(flow, node).height;
    return table_fits(table, flow_height(flow) - around);
}

/* How badly the table stands: columns below each other are worse than an account on several pages,
 * this is worse than heads like columns of type, and these than names that wrap. */
static uint32_t count_faults(struct flow *flow, struct table *table, const struct doc_node *node)
{
    enum { APART = 2000, TORN = 1000, TALL_HEADS = 200 };
    if (table_further(table))
        return APART;
    uint32_t wraps = table_wraps(table);
    if (wraps <= MANY_WRAPPED && table_stands_well(table))
        return 0;
    uint32_t faults = wraps + (table_stands_well(table) ? 0 : TALL_HEADS);
    return faults + (node->equal && !fits_page(flow, table, node) ? TORN : 0);
}

/* Turns the page when the first table in the section stands badly upright, and better then. */
static void turn_for_table(struct flow *flow, const struct doc_node *section)
{
    const struct doc_node *node = table_in(section);
    if (!node)
        return;
    struct table *upright = make_table(flow, node);
    flow->made_of = node;
    flow->made = upright;
    uint32_t faults = count_faults(flow, upright, node);
    if (!faults || (!table_further(upright) && !section->turns))
        return;
    flow->landscape = true;
    struct table *turned = make_table(flow, node);
    flow->landscape = count_faults(flow, turned, node) < faults;
    flow->made = flow->landscape ? turned : upright;
}

static void add_section(struct flow *flow, const struct doc_node *node, bool keep)
{
    bool turned = flow->landscape, table_page = flow->table_page;
    bool inner =
        node->orientation == ORIENTATION_SAME ? turned : node->orientation == ORIENTATION_LANDSCAPE;
    bool same = inner == turned && (node->table_page || table_page) == table_page;
    if (!same)
        flow_end(flow);
    else if (node->page_break)
        flow_break(flow);
    flow->landscape = inner;
    flow->table_page = node->table_page || table_page;
    if ((node->turns || node->table_page) && !flow->landscape)
        turn_for_table(flow, node);
    add_children(flow, node, keep);
    if (!same || flow->landscape != inner)
        flow_end(flow);
    flow->landscape = turned;
    flow->table_page = table_page;
}

static void add_cover(struct flow *flow, const struct doc_node *node, bool keep)
{
    bool sunk = false;
    flow_end(flow);
    flow->unnumbered = true;
    for (const struct doc_node *child = node->first; child; child = child->next) {
        if (child->foot && !sunk)
            flow_sink(flow, height_between(flow, child, NULL));
        sunk = sunk || child->foot;
        add_block(flow, child, keep);
    }
    flow_end(flow);
    flow->unnumbered = false;
    flow->cover = flow->count;
}

static void add_contents(struct flow *flow, const struct doc_node *node, bool keep)
{
    flow_end(flow);
    flow->unnumbered = true;
    add_children(flow, node, keep);
    contents_flow(flow, flow->entries, flow->entry_count);
    flow_end(flow);
    flow->unnumbered = false;
}

static void add_block(struct flow *flow, const struct doc_node *node, bool keep)
{
    static void (*const add[])(struct flow *, const struct doc_node *,
                               bool) = {[ELEMENT_COVER] = add_cover,
                                        [ELEMENT_CONTENTS] = add_contents,
                                        [ELEMENT_SECTION] = add_section,
                                        [ELEMENT_HEADING] = add_heading,
                                        [ELEMENT_PARAGRAPH] = add_paragraph,
                                        [ELEMENT_SLOTS] = add_slots,
                                        [ELEMENT_LIST] = add_children,
                                        [ELEMENT_ITEM] = add_item,
                                        [ELEMENT_TABLE] = add_table,
                                        [ELEMENT_CHART] = add_chart,
                                        [ELEMENT_COUNT] = NULL};
    if ((node->name.n && node->element != ELEMENT_HEADING) || node->element == ELEMENT_TABLE)
        flow_start(flow, node);
    if (add[node->element])
        add[node->element](flow, node, keep);
}

/* ---- Folios ---- */

static struct slice folio_text(struct arena *arena, struct slice pattern, struct slice number)
{
    struct slice rest = pattern, before = slice_cut(&rest, '#');
    return slice_of(arena_printf(arena, "%.*s%.*s%.*s", (int)before.n, before.p, (int)number.n,
                                 number.p, rest.p ? (int)rest.n : 0, rest.p ? rest.p : ""));
}

/* Numbers of the pages before the first numbered one. */
static const char *roman(struct arena *arena, uint32_t number)
{
    static const struct {
        uint32_t value;
        const char *letters;
    } parts[] = {{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"},
                 {9, "ix"},  {5, "v"},   {4, "iv"}, {1, "i"}};
    const char *text = "";
    for (size_t i = 0; number; i += number < parts[i].value)
        if (number >= parts[i].value) {
            text = arena_printf(arena, "%s%s", text, parts[i].letters);
            number -= parts[i].value;
        }
    return text;
}

/* GB/T 9704: outside, a character's width from the edge of the text area. */
static void paint_folio(struct flow *flow, struct canvas *canvas, uint32_t number, const char *text)
{
    const struct page_style *page = flow->document->page;
    struct doc_node *node = ARENA_NEW(flow->arena, struct doc_node);
    *node = (struct doc_node){.element = ELEMENT_TEXT, .style = &page->folio_style};
    canvas->page.label = slice_of(text);
    if (page->folio.n == 0)
        return;
    struct paragraph *folio = paragraph_of_text(
        flow->shaper, node, folio_text(flow->arena, page->folio, canvas->page.label));
    struct area area = canvas_area(page, canvas);
    length inset = folio->size;
    folio->align = !page->folio_outside ? ALIGN_CENTER : number % 2 ? ALIGN_RIGHT : ALIGN_LEFT;
    paragraph_fill(flow->shaper, folio, page->folio_outside ? area.width - 2 * inset : area.width);
    length y = area.top + area.height + page->folio_gap - paragraph_baseline(folio);
    uint32_t before = canvas->page.op_count;
    paragraph_paint(folio, canvas, 0, 1, area.left + (page->folio_outside ? inset : 0), y, true);
    for (uint32_t i = before; i < canvas->page.op_count; i++)
        canvas->page.ops[i].folio = true;
}

/* Cover and contents have none; what else stands before the body, a notice, is counted in Roman
 * numbers. */
static void paint_folios(struct flow *front, struct flow *body)
{
    if (body->document->page->recto && front->count % 2)
        flow_blank(front, front->cover);
    for (uint32_t i = 0; i < front->count; i++)
        if (!front->pages[i]->unnumbered)
            paint_folio(front, front->pages[i], i + 1, roman(front->arena, i + 1));
    for (uint32_t i = 0; i < body->count; i++)
        paint_folio(body, body->pages[i], i + 1, arena_printf(body->arena, "%u", (unsigned)i + 1));
}

/* What the links before the body refer to. */
struct references {
    const struct page_names *names;
    struct slice pattern;
};

static struct slice refer(const void *context, struct arena *arena, const struct doc_node *link)
{
    const struct references *references = context;
    uint32_t page = page_names_find(references->names, link->link);
    if (!page)
        return (struct slice){"", 0};
    return folio_text(arena, references->pattern, slice_of(arena_printf(arena, "%u", page)));
}

/* ---- The run ---- */

static bool holds_contents(const struct doc_node *node)
{
    bool holds = node->element == ELEMENT_CONTENTS;
    for (const struct doc_node *child = node->first; child && !holds; child = child->next)
        holds = holds_contents(child);
    return holds;
}

/* The first block of the body: what follows the contents list, or else the cover. */
static const struct doc_node *find_body(const struct doc_node *root)
{
    const struct doc_node *body = root->first;
    for (const struct doc_node *child = root->first; child; child = child->next)
        if (holds_contents(child))
            return child->next;
    while (body && body->element == ELEMENT_COVER)
        body = body->next;
    return body;
}

/* Adds the root's children from `from` up to `to` and ends the last page. */
static void add_range(struct flow *flow, const struct doc_node *from, const struct doc_node *to)
{
    for (const struct doc_node *node = from; node != to; node = node->next)
        add_block(flow, node, false);
    flow_end(flow);
}

static uint32_t count_places(const struct flow *flow)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < flow->count; i++)
        count += flow->pages[i]->place_count;
    return count;
}

/* Appends the flow's pages and their destinations. */
static void collect(struct pages *pages, const struct flow *flow)
{
    for (uint32_t i = 0; i < flow->count; i++) {
        const struct canvas *canvas = flow->pages[i];
        for (uint32_t k = 0; k < canvas->place_count; k++)
            pages->destinations[pages->destination_count++] =
                (struct destination){canvas->places[k].node, pages->count, canvas->places[k].y};
        pages->page[pages->count++] = canvas->page;
    }
}

static struct pages *join(struct arena *arena, const struct document *document,
                          const struct flow *front, const struct flow *body)
{
    struct pages *pages = ARENA_NEW(arena, struct pages);
    pages->document = document;
    pages->front = front->count;
    pages->contents = front->entries;
    pages->contents_count = front->entry_count;
    pages->page = ARENA_ARRAY(arena, struct page, front->count + body->count);
    pages->destinations =
        ARENA_ARRAY(arena, struct destination, count_places(front) + count_places(body));
    collect(pages, front);
    collect(pages, body);
    return pages;
}

struct pages *layout_run(struct arena *arena, struct diag *diag, const struct document *document,
                         struct fonts *fonts)
{
    unsigned errors = diag->count[LEVEL_ERROR];
    struct shaper *shaper = shaper_new(arena, diag, fonts, words_new(arena, document->breaks));
    struct flow front, body;
    flow_init(&front, arena, diag, shaper, document);
    flow_init(&body, arena, diag, shaper, document);
    const struct doc_node *first = find_body(document->root);
    add_range(&body, first, NULL);
    front.entries = contents_make(arena, document, body.pages, body.count, document->node_count,
                                  &front.entry_count);
    const struct references references = {page_names_new(document, &body),
                                          document->page->reference};
    shaper_refer(shaper, refer, &references);
    add_range(&front, document->root->first, first);
    paint_folios(&front, &body);
    places_add(diag, document, (struct flow *[]){&front, &body}, 2);
    shaper_free(shaper);
    return diag->count[LEVEL_ERROR] == errors ? join(arena, document, &front, &body) : NULL;
}
