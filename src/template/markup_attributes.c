/* What start tags say: style, number style, and all that the table of elements has. */
#include "template/markup.h"

#include <string.h>

#include "base/mix.h"
#include "template/chart.h"

static struct start_tag **place_of(const struct reader *reader, struct slice bytes)
{
    return &reader->tags[mix(bytes, 0) % TAGS_KEPT];
}

struct start_tag *markup_tag(const struct reader *reader, struct slice bytes)
{
    struct start_tag *tag = *place_of(reader, bytes);
    return tag && slice_eq(tag->bytes, bytes) ? tag : NULL;
}

struct start_tag *markup_keep_tag(struct reader *reader, const struct start_tag *tag)
{
    struct start_tag **place = place_of(reader, tag->bytes);
    *place = ARENA_NEW(reader->arena, struct start_tag);
    **place = *tag;
    return *place;
}

/* Where the attribute stands in the start tag being read, or the tag's own place. */
static struct pos attribute_pos(struct reader *reader, const char *name, struct pos tag)
{
    size_t offset = reader->at, length = strlen(name), end = offset + reader->length;
    const char *text = reader->rendering->text.p;
    for (size_t i = offset + 1; i + length < end; i++)
        if (markup_is_white(text[i - 1]) && memcmp(text + i, name, length) == 0 &&
            (text[i + length] == '=' || markup_is_white(text[i + length])))
            return markup_pos(reader, i, length);
    return tag;
}

static const struct numbers *find_numbers(struct reader *reader, struct slice name, struct pos pos)
{
    const struct numbers *numbers = template_numbers(reader->template, name);
    if (!numbers && !is_told(reader->diag, pos))
        diag_report(reader->diag, MSG_NUMBERS_UNKNOWN, pos, name.p, name.p);
    return numbers;
}

/* A text of the document that stands in an attribute: a node with figures in their number style. */
static void add_part(struct reader *reader, const char *name, struct slice text, struct pos pos)
{
    static const struct element_rule part = {.name = "item", .children = RULE_INLINE};
    struct open *datum = reader->open;
    struct doc_node *node = markup_node(reader, chart_part_element(name), pos);
    *++reader->open = (struct open){
        .node = node, .rule = &part, .numbers = datum->numbers, .in_cell = datum->in_cell};
    reader->in_line = false;
    reader->gap = GAP_NONE;
    markup_text(reader, text, reader->at);
    markup_finish_text(reader);
    reader->open--;
}

/* Does what an attribute says to the innermost element; false when its text does not fit. */
static bool apply(struct reader *reader, const struct setting *setting)
{
    struct doc_node *node = reader->open->node;
    if (setting->numbers)
        reader->open->numbers = setting->numbers;
    else if (setting->style && !slice_eq(setting->style->name, node->style->name))
        node->style = setting->style;
    return !setting->rule || setting->rule->set(node, setting->text);
}

/* Sets an attribute of the innermost element and tells what that was; false after reporting what is
 * wrong, and of a text of the document, which is set later (markup_parts). */
static bool set_attribute(struct reader *reader, const char *name, struct slice text,
                          struct pos tag, struct setting *setting)
{
    const struct element_rule *rule = reader->open->rule;
    *setting = (struct setting){.text = text};
    if (strcmp(name, "class") == 0) {
        if (text.n)
            setting->style = template_class(reader->template, reader->diag, text,
                                            attribute_pos(reader, name, tag));
        return apply(reader, setting) && (!text.n || setting->style);
    }
    if (strcmp(name, "numbers") == 0) {
        if (text.n)
            setting->numbers = find_numbers(reader, text, attribute_pos(reader, name, tag));
        return apply(reader, setting) && (!text.n || setting->numbers);
    }
    setting->rule = attribute_find(rule, name);
    if (setting->rule && (!setting->rule->set || apply(reader, setting)))
        return setting->rule->set != NULL;
    struct pos pos = attribute_pos(reader, name, tag);
    name = arena_printf(reader->diag->arena, "%s", name);
    if (is_told(reader->diag, pos))
        return false;
    if (!setting->rule)
        diag_report(reader->diag, MSG_ATTRIBUTE_UNKNOWN, pos, rule->name, name);
    else
        diag_report(reader->diag, MSG_ATTRIBUTE_VALUE, pos, text.p, name, setting->rule->hint);
    return false;
}

void markup_parts(struct reader *reader, const char *const *pairs, struct pos tag)
{
    for (; *pairs; pairs += 2) {
        const struct attribute_rule *rule = attribute_find(reader->open->rule, pairs[0]);
        if (rule && !rule->set)
            add_part(reader, pairs[0], slice_of(pairs[1]), attribute_pos(reader, pairs[0], tag));
    }
}

/* What the attribute says, its figures printed. */
static struct slice attribute_text(struct reader *reader, struct slice text)
{
    static const struct numbers plain = {.money = {.decimals = 2, .trim = true, .divisor = 1},
                                         .rate = {.decimals = 2, .trim = true}};
    if (!strstr(text.p, MARK_START))
        return slice_copy(reader->arena, text);
    struct buf buf = {0};
    marks_print(&buf, text, reader->facts, &plain);
    text = slice_copy(reader->arena, buf_slice(&buf));
    buf_free(&buf);
    return text;
}

static void read_attributes(struct reader *reader, struct start_tag *tag, const char *const *pairs,
                            struct pos pos)
{
    tag->known = true;
    tag->count = 0;
    for (; *pairs; pairs += 2) {
        struct setting setting;
        if (!set_attribute(reader, pairs[0], attribute_text(reader, slice_of(pairs[1])), pos,
                           &setting) ||
            tag->count == SETTINGS_MAX)
            tag->known = false;
        else
            tag->settings[tag->count++] = setting;
    }
}

void markup_attributes(struct reader *reader, struct start_tag *tag, const char *const *pairs,
                       struct pos pos)
{
    if (!tag->known)
        read_attributes(reader, tag, pairs, pos);
    else
        for (unsigned i = 0; i < tag->count; i++)
            apply(reader, &tag->settings[i]);
}
