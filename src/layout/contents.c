#include "layout/contents.h"

enum {
    LEVELS = 3,
    GAP_PART = 4,    /* of the size: least space beside the leader */
    DOTS = 3,        /* of a leader in the width of a character */
    TIGHTEST = 1270, /* thousandths of the type: the least leading, if that saves a page */
    SIZE_STEP = POINT / 2,
    LEAST_SIZE = 12 * POINT, /* of type, if that lets the list stand on one page */
};

/* ---- Making the entries ---- */

/* A heading's words; where its line is broken by force, the contents have a blank. */
static void put_title(struct buf *out, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT)
        buf_put_slice(out, node->text);
    else if (node->element == ELEMENT_BREAK && out->n)
        buf_putc(out, ' ');
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_title(out, child);
}

static struct doc_node *add_text(struct arena *arena, struct doc_node *parent, struct slice text)
{
    struct doc_node *node = ARENA_NEW(arena, struct doc_node);
    *node = (struct doc_node){.element = ELEMENT_TEXT,
                              .id = parent->id + (parent->last ? 2 : 1),
                              .pos = parent->pos,
                              .style = parent->style,
                              .language = parent->language,
                              .parent = parent,
                              .text = text};
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    return parent->last = node;
}

static bool is_listed(const struct document *document, const struct doc_node *node)
{
    return node->element == ELEMENT_HEADING && !node->unlisted && node->level >= 1 &&
           node->level <= LEVELS && document->contents[node->level - 1];
}

static struct contents_entry make_entry(struct arena *arena, const struct document *document,
                                        const struct doc_node *heading, uint32_t number,
                                        uint32_t node_id, const struct doc_node *home)
{
    struct doc_node *entry = ARENA_NEW(arena, struct doc_node);
    *entry = (struct doc_node){.element = ELEMENT_PARAGRAPH,
                               .id = node_id,
                               .pos = heading->pos,
                               .style = document->contents[heading->level - 1],
                               .language = heading->language,
                               .parent = home};
    struct buf title = {0};
    if (heading->listed.n)
        buf_put_slice(&title, heading->listed);
    else
        put_title(&title, heading);
    add_text(arena, entry, slice_copy(arena, buf_slice(&title)));
    buf_free(&title);
    add_text(arena, entry, slice_of(arena_printf(arena, "%u", (unsigned)number)));
    if (document->folio)
        entry->last->style = document->folio;
    return (struct contents_entry){entry, heading};
}

struct contents_entry *contents_make(struct arena *arena, const struct document *document,
                                     struct canvas *const *body, uint32_t page_count,
                                     uint32_t node_id, uint32_t *count)
{
    const struct doc_node *home = document_contents(document->root);
    uint32_t room = 0;
    for (uint32_t i = 0; i < page_count; i++)
        room += body[i]->place_count;
    struct contents_entry *entries = ARENA_ARRAY(arena, struct contents_entry, room);
    *count = 0;
    for (uint32_t i = 0; i < page_count; i++)
        for (uint32_t k = 0; k < body[i]->place_count; k++)
            if (is_listed(document, body[i]->places[k].node)) {
                entries[*count] =
                    make_entry(arena, document, body[i]->places[k].node, i + 1, node_id, home);
                node_id += 3;
                (*count)++;
            }
    return entries;
}

/* ---- Pieces ---- */

static length text_width(const struct paragraph *paragraph)
{
    length width = 0;
    for (uint32_t i = 0; i < paragraph->count; i++)
        width += paragraph->atoms[i].advance;
    return width;
}

/* Puts line 0 of a paragraph with its text's left end at x. */
static struct piece piece_at(struct flow *flow, struct paragraph *paragraph, length x, length y,
                             bool artifact)
{
    paragraph->align = ALIGN_LEFT;
    paragraph_fill(flow->shaper, paragraph, flow_width(flow) * 2);
    return (struct piece){paragraph, 0, 1, x - paragraph->lines[0].indent, y, artifact};
}

/* So many dots, each as wide as the pitch. */
static struct paragraph *make_dots(struct flow *flow, const struct doc_node *node, length count,
                                   length pitch)
{
    struct buf text = {0};
    for (length i = 0; i < count; i++)
        buf_putc(&text, '.');
    struct paragraph *dots =
        paragraph_of_text(flow->shaper, node, slice_copy(flow->arena, buf_slice(&text)));
    buf_free(&text);
    for (uint32_t i = 0; i < dots->count; i++) {
        dots->atoms[i].shift = (pitch - dots->atoms[i].advance) / 2;
        dots->atoms[i].advance = pitch;
    }
    return dots;
}

/* Whether the dots are as the node would have them. */
static bool are_dots_of(const struct paragraph *dots, const struct doc_node *node)
{
    return dots && dots->count && dots->style == node->style &&
           dots->atoms->run->node->language == node->language;
}

/* Dots on a grid that all entries share, whatever their fonts, in what is free between from and to;
 * moves from to their start. They are the first of `whole`, which take all the width. */
static struct paragraph *make_leader(struct flow *flow, const struct doc_node *node,
                                     struct paragraph **whole, length *from, length to)
{
    length pitch = node->style->size / DOTS, width = flow_width(flow);
    length end = width - (width - to + pitch - 1) / pitch * pitch, count = (end - *from) / pitch;
    if (count < 1)
        return NULL;
    if (!are_dots_of(*whole, node))
        *whole = make_dots(flow, node, width / pitch, pitch);
    struct paragraph *leader = ARENA_NEW(flow->arena, struct paragraph);
    *leader = **whole;
    leader->count = leader->count < (uint32_t)count ? leader->count : (uint32_t)count;
    paragraph_measure(leader);
    *from = end - count * pitch;
    return leader;
}

/* ---- Labels ---- */

enum { BLANK = 0x3000 }; /* between label and title: 附件1　某项目 */

/* How wide the label is; *blank is the atom after it. 0 without one. */
static length label_width(const struct paragraph *title, uint32_t *blank)
{
    length width = 0;
    for (*blank = 0; *blank < title->count; (*blank)++) {
        if (title->atoms[*blank].code == BLANK)
            return width;
        width += title->atoms[*blank].advance;
    }
    return 0;
}

/* Sets off what follows the labels of entries [from, to) of this level as far as the widest. */
static void align_labels(const struct contents_entry *entries, struct paragraph **titles,
                         uint32_t from, uint32_t to, unsigned level)
{
    length widest = 0;
    uint32_t blank;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = from; i < to; i++) {
            length width = label_width(titles[i], &blank);
            if (entries[i].heading->level != level || !width)
                continue;
            if (pass) {
                titles[i]->atoms[blank].advance += widest - width;
                paragraph_measure(titles[i]);
            }
            widest = width > widest ? width : widest;
        }
}

/* Titles of one level below the same entry start below each other, whatever their labels. */
static void align_titles(const struct contents_entry *entries, struct paragraph **titles,
                         uint32_t count)
{
    for (unsigned level = 1; level <= LEVELS; level++)
        for (uint32_t from = 0, to; from < count; from = to + 1) {
            for (to = from; to < count && entries[to].heading->level >= level;)
                to++;
            align_labels(entries, titles, from, to, level);
        }
}

/* ---- Setting them ---- */

/* The titles of the entries, filled to leave room for the numbers. */
static void set_titles(struct flow *flow, const struct contents_entry *entries, uint32_t count,
                       struct paragraph **titles)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct doc_node *node = entries[i].entry->first;
        titles[i] = paragraph_of_text(flow->shaper, node, node->text);
        titles[i]->align = ALIGN_LEFT;
    }
    align_titles(entries, titles, count);
    for (uint32_t i = 0; i < count; i++)
        paragraph_fill(flow->shaper, titles[i], flow_width(flow) - 3 * titles[i]->size);
}

/* Title, leader and number; the last line of a long title has the latter two. */
static void add_entry(struct flow *flow, const struct contents_entry *entry,
                      struct paragraph *title, struct paragraph **dots, bool keep)
{
    const struct doc_node *number_node = entry->entry->last;
    struct piece *pieces = ARENA_ARRAY(flow->arena, struct piece, 3);
    struct paragraph *number = paragraph_of_text(flow->shaper, number_node, number_node->text);
    length number_x = flow_width(flow) - text_width(number), gap = title->size / GAP_PART;
    const struct line *last = &title->lines[title->line_count - 1];
    length y = title->leading * (length)(title->line_count - 1);
    length from = last->indent + last->width + gap;
    struct paragraph *leader = make_leader(flow, number_node, dots, &from, number_x - gap);
    uint32_t count = 0;
    number->leading = title->leading;
    pieces[count++] = (struct piece){title, 0, title->line_count, 0, 0, false};
    if (leader) {
        leader->leading = title->leading;
        pieces[count++] = piece_at(flow, leader, from, y, true);
    }
    pieces[count++] = piece_at(flow, number, number_x, y, false);
    flow_add(flow, (struct slab){.pieces = pieces,
                                 .count = count,
                                 .before = title->style->before,
                                 .after = title->style->after,
                                 .height = title->height,
                                 .keep = keep,
                                 .link = entry->heading,
                                 .contents = entry->entry->parent});
}

/* ---- Saving a page ---- */

static length total_height(struct paragraph *const *titles, uint32_t count)
{
    length total = 0;
    for (uint32_t i = 0; i < count; i++)
        total += titles[i]->height + titles[i]->style->before + titles[i]->style->after;
    return total;
}

/* The style with smaller type and less leading. */
static const struct style *tightened(struct arena *arena, const struct style *style, length by,
                                     int64_t leading)
{
    struct style *tight = ARENA_NEW(arena, struct style);
    *tight = *style;
    tight->size -= by;
    tight->leading = (length)(tight->leading * leading / 1000);
    tight->before = (length)(tight->before * leading / 1000);
    return tight;
}

static void tighten(struct flow *flow, const struct contents_entry *entries, uint32_t count,
                    length by, int64_t leading)
{
    const struct document *document = flow->document;
    const struct style *folio =
        document->folio ? tightened(flow->arena, document->folio, by, leading) : NULL;
    const struct style *styles[LEVELS];
    for (unsigned i = 0; i < LEVELS; i++)
        styles[i] = document->contents[i]
                        ? tightened(flow->arena, document->contents[i], by, leading)
                        : NULL;
    for (uint32_t i = 0; i < count; i++) {
        struct doc_node *entry = entries[i].entry;
        entry->style = entry->first->style = styles[entries[i].heading->level - 1];
        entry->last->style = folio ? folio : entry->style;
    }
}

/* Sets the lines closer when that saves a page, and in smaller type when that leaves but one. */
static void save_page(struct flow *flow, const struct contents_entry *entries, uint32_t count,
                      struct paragraph **titles)
{
    length total = total_height(titles, count), room = flow_room(flow);
    if (total <= room || total <= 0)
        return;
    length more = (total - room - 1) / flow_height(flow); /* pages besides the first, less one */
    room += more * (flow_height(flow) - titles[0]->leading);
    length size = titles[0]->style->size, leading = titles[0]->style->leading;
    length most = more || size < LEAST_SIZE ? 0 : size - LEAST_SIZE;
    int64_t factor = (int64_t)room * 1000 / total;
    for (length by = 0; by <= most; by += SIZE_STEP) {
        if (factor * leading < (int64_t)(size - by) * TIGHTEST)
            continue;
        tighten(flow, entries, count, by, factor < 1000 ? factor : 1000);
        set_titles(flow, entries, count, titles);
        return;
    }
}

void contents_flow(struct flow *flow, const struct contents_entry *entries, uint32_t count)
{
    struct paragraph **titles = ARENA_ARRAY(flow->arena, struct paragraph *, count), *dots = NULL;
    set_titles(flow, entries, count, titles);
    save_page(flow, entries, count, titles);
    for (uint32_t i = 0; i < count; i++) {
        bool leads = i + 1 < count && entries[i + 1].heading->level > entries[i].heading->level;
        add_entry(flow, &entries[i], titles[i], &dots, leads);
    }
}
