/* What both readers need. */
#include "record/reader.h"

#include <string.h>

struct slice text_body(const struct source *source)
{
    struct slice text = source->text;
    if (slice_starts(text, "\xEF\xBB\xBF"))
        text = (struct slice){text.p + 3, text.n - 3};
    return text;
}

struct slice text_trim(struct slice text)
{
    static const char ideographic_space[] = "\xE3\x80\x80";
    for (;;) {
        text = slice_trim(text);
        if (slice_starts(text, ideographic_space))
            text = (struct slice){text.p + 3, text.n - 3};
        else if (text.n >= 3 && memcmp(text.p + text.n - 3, ideographic_space, 3) == 0)
            text.n -= 3;
        else
            return text;
    }
}

bool source_is_text(struct diag *diag, const struct source *source)
{
    struct slice text = source->text;
    size_t bad = utf8_check(text);
    const char *nul = memchr(text.p, '\0', bad);
    if (nul)
        diag_report(diag, MSG_NUL, source_pos(source, (struct slice){nul, 1}));
    else if (bad < text.n)
        diag_report(diag, MSG_NOT_UTF8, source_pos(source, (struct slice){text.p + bad, 1}));
    return !nul && bad == text.n;
}

bool report_full_width(struct arena *arena, struct diag *diag, const struct source *source,
                       struct slice rest)
{
    static const char *const forms[][2] = {
        {"，", ","}, {"、", ","}, {"：", ":"}, {"＝", "="}, {"“", "\""}, {"”", "\""}, {"＂", "\""},
        {"｛", "{"}, {"｝", "}"}, {"［", "["}, {"］", "]"}, {"【", "["}, {"】", "]"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (slice_starts(rest, forms[i][0])) {
            rest.n = strlen(forms[i][0]);
            diag_report(diag, MSG_FULL_WIDTH, source_pos(source, rest), slice_copy(arena, rest).p,
                        forms[i][1]);
            return true;
        }
    return false;
}

void report_twice(struct arena *arena, struct diag *diag, enum message message,
                  const struct node *first, struct pos pos)
{
    uint32_t line = pos_place(first->key_pos).line;
    diag_report_chosen(diag, message, pos, node_path(arena, first).p,
                       arena_printf(arena, "%u", line));
}

bool too_many(const struct diag *diag)
{
    return diag->count[LEVEL_ERROR] - diag->missing >= READER_ERRORS_MAX;
}
