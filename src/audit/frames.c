#include "audit/frames.h"

#include <string.h>

#include "intake/figure.h"
#include "ledger/sample.h"

static const char row_path[] = "一般公共预算支出.科目.";

struct learner {
    struct lesson *lesson;
    const struct facts *facts;
    struct frame *frame;
    struct buf words; /* not yet a part */
    uint32_t heading;
    enum section section;
};

static struct part *add_part(struct learner *learner, struct part part)
{
    struct frame *frame = learner->frame;
    GROW(learner->lesson->arena, frame->part, frame->count, frame->room, 8);
    frame->part[frame->count] = part;
    return &frame->part[frame->count++];
}

static void end_words(struct learner *learner)
{
    struct slice words = buf_slice(&learner->words);
    if (words.n)
        add_part(learner, (struct part){.kind = PART_WORDS,
                                        .words = slice_copy(learner->lesson->arena, words)});
    buf_clear(&learner->words);
}

/* ---- Figures ---- */

static bool is_figure(const struct fact *fact)
{
    return fact &&
           (fact->kind == FACT_MONEY || fact->kind == FACT_RATE || fact->kind == FACT_COUNT ||
            fact->kind == FACT_SCORE || fact->kind == FACT_MEAN);
}

/* The code in the path of a row of functional subjects; empty for none. */
static struct slice row_code(struct slice path)
{
    struct slice rest = {path.p + strlen(row_path), 0};
    if (!slice_starts(path, row_path))
        return (struct slice){"", 0};
    rest.n = path.n - strlen(row_path);
    return slice_cut(&rest, '.');
}

/* Whether it is a row of a list, which another document does not have: what economic subjects are
 * called is the same in all. */
static bool is_of_a_list(const struct fact *fact)
{
    for (; fact && fact->parent; fact = fact->parent)
        if (fact->parent->kind == FACT_LIST)
            return !slice_is(fact->parent->key, "经济");
    return false;
}

/* The fact that one of a list repeats. */
static const struct fact *repeated(const struct fact *fact)
{
    while (is_of_a_list(fact) && fact->term_count == 1 && fact->terms[0]->kind == fact->kind)
        fact = fact->terms[0];
    return fact;
}

/* The path with the code of a row replaced by %; empty when it is of this document only. */
static struct slice general_path(struct arena *arena, const struct fact *fact)
{
    struct slice path = fact_path(arena, fact), code = row_code(path);
    if (code.n)
        return slice_of(arena_printf(arena, "%s%%%.*s", row_path,
                                     (int)(path.p + path.n - code.p - (long)code.n),
                                     code.p + code.n));
    fact = repeated(fact);
    return is_of_a_list(fact) ? (struct slice){"", 0} : fact_path(arena, fact);
}

/* The words for the change of which the figure is the size, at the end of those before it. */
static void split_direction(struct learner *learner, struct slice fact)
{
    static const char *const words[] = {"增加", "减少", "增长", "下降", "上升", "降低"};
    struct arena *arena = learner->lesson->arena;
    bool amount = slice_ends(fact, ".差额"), rate = slice_ends(fact, ".幅度");
    struct slice text = buf_slice(&learner->words);
    for (size_t i = 0; (amount || rate) && i < sizeof words / sizeof *words; i++) {
        if (!slice_ends(text, words[i]))
            continue;
        learner->words.n -= strlen(words[i]);
        end_words(learner);
        struct slice group = {fact.p, fact.n - strlen("差额")};
        add_part(learner,
                 (struct part){.kind = PART_DIRECTION,
                               .fact = slice_of(arena_printf(arena, "%.*s%s", (int)group.n, group.p,
                                                             rate ? "升降" : "增减"))});
        return;
    }
}

static void put_figure(struct learner *learner, const struct fact *fact, struct slice plain)
{
    struct arena *arena = learner->lesson->arena;
    struct slice path = fact_path(arena, fact);
    size_t n = number_length(plain);
    bool now = slice_is(path, "单位.年度"), before = slice_is(path, "单位.上年度");
    struct part part = {.kind = PART_YEAR, .years = before ? -1 : 0};
    if (!now && !before)
        part = (struct part){.kind = PART_FIGURE, .fact = general_path(arena, fact)};
    if (part.kind == PART_FIGURE)
        split_direction(learner, part.fact);
    end_words(learner);
    add_part(learner, part);
    buf_put_slice(&learner->words, (struct slice){plain.p + n, plain.n - n});
}

/* ---- Words ---- */

/* Appends the words; the marks of a sample's texts are free. */
static void put_words(struct learner *learner, struct slice plain)
{
    while (plain.n) {
        const char *mark = memmem(plain.p, plain.n, SAMPLE_MARK_START, strlen(SAMPLE_MARK_START));
        const char *close = mark ? memmem(mark, (size_t)(plain.p + plain.n - mark), SAMPLE_MARK_END,
                                          strlen(SAMPLE_MARK_END))
                                 : NULL;
        size_t n = close ? (size_t)(mark - plain.p) : plain.n;
        buf_put_slice(&learner->words, (struct slice){plain.p, n});
        if (!close)
            return;
        end_words(learner);
        add_part(learner, (struct part){.kind = PART_FREE});
        n = (size_t)(close - plain.p) + strlen(SAMPLE_MARK_END);
        plain = (struct slice){plain.p + n, plain.n - n};
    }
}

static void put_block(struct learner *learner, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT) {
        struct slice plain = label_plain(learner->lesson->arena, node->text);
        if (is_figure(node->fact) && number_length(plain))
            put_figure(learner, node->fact, plain);
        else
            put_words(learner, plain);
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_block(learner, child);
}

/* ---- Names of subjects ---- */

/* The code of the subjects that the frame's figures are of; empty for none. */
static struct slice code_of_block(struct arena *arena, const struct doc_node *node)
{
    struct slice code = {"", 0};
    if (node->element == ELEMENT_TEXT && is_figure(node->fact))
        code = row_code(fact_path(arena, node->fact));
    for (const struct doc_node *child = node->first; child && !code.n; child = child->next)
        code = code_of_block(arena, child);
    return code;
}

/* Makes a name of its own of the subject's where words of the frame have it. */
static void split_name(struct learner *learner, struct slice code)
{
    struct arena *arena = learner->lesson->arena;
    struct frame *frame = learner->frame, old = *frame;
    const struct fact *fact =
        fact_find(learner->facts, learner->facts->root,
                  slice_of(arena_printf(arena, "%s%.*s.名称", row_path, (int)code.n, code.p)));
    struct slice name =
        fact && fact->kind == FACT_TEXT ? label_plain(arena, fact->text) : (struct slice){"", 0};
    if (!name.n)
        return;
    frame->part = NULL;
    frame->count = frame->room = 0;
    for (uint32_t i = 0; i < old.count; i++) {
        struct slice rest = old.part[i].words;
        const char *at =
            old.part[i].kind == PART_WORDS ? memmem(rest.p, rest.n, name.p, name.n) : NULL;
        if (!at) {
            add_part(learner, old.part[i]);
            continue;
        }
        size_t n = (size_t)(at - rest.p);
        if (n)
            add_part(learner, (struct part){.kind = PART_WORDS, .words = {rest.p, n}});
        add_part(learner, (struct part){.kind = PART_NAME, .digits = code.n});
        rest = (struct slice){at + name.n, rest.n - n - name.n};
        if (rest.n)
            add_part(learner, (struct part){.kind = PART_WORDS, .words = rest});
    }
}

/* ---- The document ---- */

static bool has_figures(const struct frame *frame, bool facts)
{
    for (uint32_t i = 0; i < frame->count; i++)
        if (frame->part[i].kind == PART_FIGURE && (frame->part[i].fact.n || !facts))
            return true;
    return false;
}

static void learn_block(struct learner *learner, const struct doc_node *node)
{
    struct lesson *lesson = learner->lesson;
    struct slice code = code_of_block(lesson->arena, node);
    GROW(lesson->arena, lesson->frame, lesson->frame_count, lesson->frame_room, 64);
    learner->frame = &lesson->frame[lesson->frame_count];
    *learner->frame = (struct frame){.heading = learner->heading, .section = learner->section};
    put_block(learner, node);
    end_words(learner);
    for (size_t n = 3; n <= code.n; n += 2)
        split_name(learner, (struct slice){code.p, n});
    lesson->frame_count += has_figures(learner->frame, false);
}

/* A heading without what numbers it, and without years. */
static struct slice bare_heading(struct arena *arena, struct slice plain)
{
    struct buf bare = {0};
    struct slice rest = label_bare(plain);
    buf_puts(&bare, "");
    for (size_t i = 0; i < rest.n; i++)
        if (rest.p[i] < '0' || rest.p[i] > '9')
            buf_putc(&bare, rest.p[i]);
    struct slice copy = slice_copy(arena, buf_slice(&bare));
    buf_free(&bare);
    return copy;
}

uint32_t frames_heading(const struct lesson *lesson, struct slice plain)
{
    struct slice bare = bare_heading(lesson->arena, plain);
    for (uint32_t i = 0; i < lesson->heading_count; i++)
        if (slice_eq(lesson->heading[i], bare))
            return i + 1;
    return 0;
}

bool frames_tell(const struct lesson *lesson, uint32_t heading)
{
    for (uint32_t i = 0; i < lesson->frame_count; i++)
        if (lesson->frame[i].heading == heading && has_figures(&lesson->frame[i], true))
            return true;
    return false;
}

static void learn_heading(struct learner *learner, const struct doc_node *node)
{
    enum { DEEPEST = 2 };
    struct lesson *lesson = learner->lesson;
    struct buf text = {0};
    buf_puts(&text, "");
    node_put_text(&text, node);
    struct slice plain = label_plain(lesson->arena, buf_slice(&text));
    buf_free(&text);
    enum section section = section_of(plain);
    if (section != SECTION_NONE || node->level <= 1)
        learner->section = section;
    if (node->level > DEEPEST)
        return;
    learner->heading = frames_heading(lesson, plain);
    if (learner->heading)
        return;
    GROW(lesson->arena, lesson->heading, lesson->heading_count, lesson->heading_room, 32);
    lesson->heading[lesson->heading_count++] = bare_heading(lesson->arena, plain);
    learner->heading = lesson->heading_count;
}

static void walk(struct learner *learner, const struct doc_node *node)
{
    switch (node->element) {
    case ELEMENT_TABLE:
    case ELEMENT_CHART:
    case ELEMENT_CONTENTS:
    case ELEMENT_COVER:
        return;
    case ELEMENT_HEADING:
        learn_heading(learner, node);
        return;
    case ELEMENT_PARAGRAPH:
        learn_block(learner, node);
        return;
    default:
        for (const struct doc_node *child = node->first; child; child = child->next)
            walk(learner, child);
    }
}

void frames_learn(struct lesson *lesson, const struct document *document, const struct facts *facts)
{
    struct learner learner = {.lesson = lesson, .facts = facts};
    buf_puts(&learner.words, "");
    walk(&learner, document->root);
    buf_free(&learner.words);
}
