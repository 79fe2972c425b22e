#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct wording {
    enum level level;
    const char *name;
    const char *text[2];
} wordings[] = {
#define MESSAGE(id, level, name, english, chinese) {LEVEL_##level, name, {english, chinese}},
#include "base/messages.def"
#undef MESSAGE
};

void diag_init(struct diag *diag, struct arena *arena, enum language language)
{
    *diag = (struct diag){.arena = arena, .language = language};
}

void diag_report(struct diag *diag, enum message message, struct pos pos, ...)
{
    const struct wording *wording = &wordings[message];
    va_list args, again;
    va_start(args, pos);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, wording->text[diag->language], args);
    va_end(args);
    char *text = arena_alloc(diag->arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, wording->text[diag->language], again);
    va_end(again);

    struct finding *finding = ARENA_NEW(diag->arena, struct finding);
    *finding = (struct finding){
        .message = message, .level = wording->level, .pos = pos, .text = {text, (size_t)length}};
    if (diag->last)
        diag->last->next = finding;
    else
        diag->first = finding;
    diag->last = finding;
    diag->count[finding->level]++;
    if (finding->level > diag->worst)
        diag->worst = finding->level;
}

const char *message_name(enum message message)
{
    return wordings[message].name;
}

const char *level_name(enum level level, enum language language)
{
    static const char *const names[][2] = {
        {"", ""}, {"note", "提示"}, {"warning", "警告"}, {"error", "错误"}};
    return names[level][language];
}

void finding_print(struct buf *out, const struct finding *finding, enum language language)
{
    buf_puts(out, "gongkai: ");
    if (finding->pos.source) {
        struct place place = pos_place(finding->pos);
        buf_printf(out, "%s:%u:%u: ", finding->pos.source->name, place.line, place.column);
    }
    buf_printf(out, "%s: ", level_name(finding->level, language));
    buf_put_visible(out, finding->text);
    buf_putc(out, '\n');
    pos_quote(out, finding->pos);
}

/* A finding with what it is sorted by: where its file first came up, its place there, its turn. */
struct ranked {
    const struct finding *finding;
    size_t file;
    size_t turn;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    uint32_t at = left->finding->pos.offset, than = right->finding->pos.offset;
    if (left->file != right->file)
        return left->file < right->file ? -1 : 1;
    if (at != than)
        return at < than ? -1 : 1;
    return left->turn < right->turn ? -1 : 1;
}

static size_t first_of_file(const struct ranked *ranked, size_t turn)
{
    const struct source *source = ranked[turn].finding->pos.source;
    size_t first = 0;
    while (ranked[first].finding->pos.source != source)
        first++;
    return first;
}

void diag_print(struct buf *out, const struct diag *diag)
{
    size_t count = 0;
    for (const struct finding *finding = diag->first; finding; finding = finding->next)
        count++;
    struct ranked *ranked = ARENA_ARRAY(diag->arena, struct ranked, count);
    size_t turn = 0;
    for (const struct finding *finding = diag->first; finding; finding = finding->next, turn++) {
        ranked[turn] = (struct ranked){.finding = finding, .turn = turn};
        ranked[turn].file = first_of_file(ranked, turn);
    }
    if (count)
        qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++)
        finding_print(out, ranked[i].finding, diag->language);
}

enum language language_of_locale(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return strncmp(value, "zh", 2) == 0 ? LANGUAGE_CHINESE : LANGUAGE_ENGLISH;
    }
    return LANGUAGE_ENGLISH;
}
