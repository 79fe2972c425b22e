#include "audit/frames.h"

#include <string.h>

#include "intake/figure.h"

/* A figure of a frame: where it stands in the text of its block, and what it prints. */
struct slot {
    size_t at;
    const struct fact *fact;
    uint32_t paragraph; /* ordinal of its block */
};

struct frames {
    struct arena *arena;
    struct book *book;
    const struct facts *facts;
    struct slot *slot;
    uint32_t count, room;
    struct topic *topic;
    uint32_t topics, topic_room;
};

static bool is_figure(const struct fact *fact)
{
    return fact && (fact->kind == FACT_MONEY || fact->kind == FACT_RATE ||
                    fact->kind == FACT_COUNT || fact->kind == FACT_SCORE);
}

/* The text of a block, with the places of its figures. */
static void put_block(struct frames *frames, struct buf *text, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT) {
        if (is_figure(node->fact)) {
            GROW(frames->arena, frames->slot, frames->count, frames->room, 64);
            frames->slot[frames->count++] = (struct slot){text->n, node->fact, 0};
        }
        buf_put_slice(text, node->text);
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_block(frames, text, child);
}

static void add_block(struct frames *frames, const struct doc_node *node)
{
    struct buf text = {0};
    uint32_t from = frames->count;
    buf_puts(&text, "");
    put_block(frames, &text, node);
    const struct paragraph *paragraph = prose_add(frames->book, buf_slice(&text), 0, NULL, 0);
    /* Blanks are taken out of paragraphs: places are counted without them. */
    for (uint32_t i = from; i < frames->count; i++) {
        size_t blanks = 0;
        for (size_t at = 0; at < frames->slot[i].at; at++)
            blanks += text.p[at] == ' ' || text.p[at] == '\n';
        frames->slot[i].at -= blanks;
        frames->slot[i].paragraph = paragraph ? paragraph->ordinal : 0;
    }
    buf_free(&text);
}

static void walk(struct frames *frames, const struct doc_node *node)
{
    if (node->element == ELEMENT_TABLE || node->element == ELEMENT_CHART ||
        node->element == ELEMENT_CONTENTS)
        return;
    if (node->element == ELEMENT_PARAGRAPH || node->element == ELEMENT_HEADING) {
        add_block(frames, node);
        return;
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        walk(frames, child);
}

static const struct slot *slot_at(const struct frames *frames, const struct placing *placing)
{
    size_t at =
        (size_t)(plain_origin(placing->paragraph, placing->part).p - placing->paragraph->text.p);
    for (uint32_t i = 0; i < frames->count; i++)
        if (frames->slot[i].paragraph == placing->paragraph->ordinal && frames->slot[i].at == at)
            return &frames->slot[i];
    return NULL;
}

/* The words before the figure, up to what parts them from what stands before. */
static struct slice phrase_of(const struct placing *placing)
{
    static const char *const stops[] = {"。", "、", ",", ";", ":", "元", "%"};
    struct slice plain = placing->paragraph->plain, phrase = {placing->part.p, 0};
    while (phrase.p > plain.p) {
        struct slice before = {plain.p, (size_t)(phrase.p - plain.p)};
        bool stop = phrase.p[-1] >= '0' && phrase.p[-1] <= '9';
        for (size_t i = 0; i < sizeof stops / sizeof *stops && !stop; i++)
            stop = slice_ends(before, stops[i]);
        if (stop)
            break;
        phrase.p--;
        phrase.n++;
    }
    static const char *const dates[] = {"年度", "年"}; /* what is left of 2024年 */
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (slice_starts(phrase, dates[i]))
            phrase = (struct slice){phrase.p + strlen(dates[i]), phrase.n - strlen(dates[i])};
    return phrase;
}

/* Whether the fact is the same in every document: no subject, no item of a list. */
static bool is_general(struct slice path)
{
    for (struct slice rest = path; rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        if (key.n && *key.p >= '0' && *key.p <= '9')
            return false;
    }
    return true;
}

static void learn(struct frames *frames, const struct placing *placing, const struct slot *slot)
{
    enum { TELLING = 12 }; /* four characters */
    struct slice phrase = phrase_of(placing), path = fact_path(frames->arena, slot->fact);
    if (phrase.n < TELLING || !is_general(path))
        return;
    const char *words = slice_copy(frames->arena, phrase).p;
    for (uint32_t i = 0; i < frames->topics; i++)
        if (strcmp(frames->topic[i].phrases, words) == 0) {
            bool same = strcmp(frames->topic[i].amount, path.p) == 0;
            frames->topic[i].sections = same ? frames->topic[i].sections : 0; /* says two things */
            return;
        }
    GROW(frames->arena, frames->topic, frames->topics, frames->topic_room, 16);
    frames->topic[frames->topics++] =
        (struct topic){.sections = ~0u, .phrases = words, .amount = path.p, .is_frame = true};
}

/* Whether the placing says what the frame prints: the fact itself, or another of its value. */
static bool is_right(const struct frames *frames, const struct placing *placing,
                     const struct fact *fact)
{
    const struct fact *said =
        placing->fact.n ? fact_find(frames->facts, frames->facts->root, placing->fact) : NULL;
    if (!said)
        return placing->is_placed && placing->fact.n == 0;
    if (said == fact)
        return true;
    return said->kind == fact->kind && (said->kind == FACT_RATE ? said->rate.num == fact->rate.num
                                                                : said->number == fact->number);
}

struct topic *frames_learn(struct arena *arena, const struct document *document,
                           const struct facts *facts, const struct catalog *catalog, int year,
                           uint32_t *count)
{
    struct book *book = ARENA_NEW(arena, struct book);
    struct reading reading;
    *book = (struct book){.name = "", .arena = arena, .kind = BOOK_TABLES};
    struct frames frames = {.arena = arena, .book = book, .facts = facts};
    walk(&frames, document->root);
    audit_read(&reading, arena, book, facts, catalog, year, NULL);
    for (const struct placing *placing = reading.first; placing; placing = placing->next) {
        const struct slot *slot = placing->is_word ? NULL : slot_at(&frames, placing);
        if (slot && !is_right(&frames, placing, slot->fact))
            learn(&frames, placing, slot);
    }
    *count = frames.topics;
    return frames.topic;
}
