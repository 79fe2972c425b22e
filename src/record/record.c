#include "record/record.h"

#include <errno.h>
#include <string.h>

#include "record/reader.h"
#include "record/schema.h"

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
    diag_report(diag, message, pos, node_path(arena, first).p, arena_printf(arena, "%u", line));
}

enum { ERRORS_MAX = 100 };

bool too_many(const struct diag *diag)
{
    return diag->count[LEVEL_ERROR] - diag->missing >= ERRORS_MAX;
}

/* Whether the reader kept every key: then what is missing from the tree is missing from the
 * record. A key given twice loses nothing. */
static bool is_whole(const struct finding *finding)
{
    for (; finding; finding = finding->next)
        if (finding->message != MSG_KEY_TWICE)
            return false;
    return true;
}

struct node *record_parse_unfinished(struct arena *arena, struct diag *diag,
                                     const struct source *source, bool *unfinished)
{
    unsigned before = diag->count[LEVEL_ERROR], gaps = diag->missing;
    const struct finding *last = diag->last;
    if (!source_is_text(diag, source))
        return NULL;
    bool json = slice_starts(text_trim(text_body(source)), "{");
    struct node *root = (json ? json_parse : ini_parse)(arena, diag, source);
    schema_check(arena, diag, root, is_whole(last ? last->next : diag->first));
    if (too_many(diag))
        diag_report(diag, MSG_TOO_MANY, (struct pos){0}, arena_printf(arena, "%d", ERRORS_MAX));
    gaps = diag->missing - gaps;
    *unfinished = gaps > 0;
    if (diag->count[LEVEL_ERROR] - gaps > before)
        return NULL;
    schema_complete(arena, root);
    return root;
}

struct node *record_parse(struct arena *arena, struct diag *diag, const struct source *source)
{
    bool unfinished = false;
    struct node *root = record_parse_unfinished(arena, diag, source, &unfinished);
    return unfinished ? NULL : root;
}

struct node *record_read(struct arena *arena, struct diag *diag, const char *path)
{
    const struct source *source = source_read(arena, path);
    if (source)
        return record_parse(arena, diag, source);
    diag_report(diag, MSG_FILE_READ, (struct pos){0}, path, strerror(errno));
    return NULL;
}

void record_order(struct arena *arena, struct node *record)
{
    schema_complete(arena, record);
}
