#include "base/diag.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct wording {
    enum level level;
    const char *name;
    const char *text[2];
} wordings[] = {
#define MESSAGE(id, level, name, english, chinese) {LEVEL_##level, name, {english, chinese}},
#include "base/messages.def"
#undef MESSAGE
};

/* `make coverage` lists the messages that the tests bring about; two may have one name. */
static void note_told(enum message message)
{
#ifdef MESSAGES_TOLD
    static const char *const ids[] = {
#define MESSAGE(id, level, name, english, chinese) #id,
#include "base/messages.def"
#undef MESSAGE
    };
    int file = open(MESSAGES_TOLD, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (file >= 0) {
        dprintf(file, "%s\n", ids[message]);
        close(file);
    }
#else
    (void)message;
#endif
}

void diag_init(struct diag *diag, struct arena *arena, enum language language)
{
    *diag = (struct diag){.arena = arena, .language = language};
}

enum { FINDINGS_MAX = 2000 }; /* as limits.def tells, which stands above this file */

static struct finding *add(struct diag *diag, struct finding finding)
{
    struct finding *added = ARENA_NEW(diag->arena, struct finding);
    *added = finding;
    diag->count[added->level]++;
    diag->missing += added->missing;
    if (added->level > diag->worst)
        diag->worst = added->level;
    if (diag->kept == FINDINGS_MAX) {
        diag->left_out[added->level]++;
        return added;
    }
    diag->kept++;
    if (diag->last)
        diag->last->next = added;
    else
        diag->first = added;
    diag->last = added;
    return added;
}

static struct slice worded(struct diag *diag, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = arena_alloc(diag->arena, (size_t)length + 1);
    va_copy(again, args);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return (struct slice){text, (size_t)length};
}

static struct finding *report(struct diag *diag, enum level level, enum message message,
                              struct pos pos, va_list args)
{
    const struct wording *wording = &wordings[message];
    note_told(message);
    struct slice text = worded(diag, wording->text[diag->language], args), chinese = text;
    if (diag->language != LANGUAGE_CHINESE)
        chinese = worded(diag, wording->text[LANGUAGE_CHINESE], args);
    return add(diag, (struct finding){.message = message,
                                      .level = level,
                                      .pos = pos,
                                      .text = text,
                                      .chinese = chinese,
                                      .rule = wording->name});
}

struct finding *diag_report_chosen(struct diag *diag, enum message message, struct pos pos, ...)
{
    va_list args;
    va_start(args, pos);
    struct finding *finding = report(diag, wordings[message].level, message, pos, args);
    va_end(args);
    return finding;
}

struct finding *diag_report_chosen_at(struct diag *diag, enum level level, enum message message,
                                      struct pos pos, ...)
{
    va_list args;
    va_start(args, pos);
    struct finding *finding = report(diag, level, message, pos, args);
    va_end(args);
    return finding;
}

void diag_missing(struct diag *diag, struct finding *finding)
{
    finding->missing = true;
    diag->missing++;
}

bool diag_repeat(struct diag *diag, const struct finding *finding)
{
    for (const struct finding *f = diag->first; f; f = f->next)
        if (pos_is_same(f->pos, finding->pos) && slice_eq(f->text, finding->text))
            return false;
    struct finding copy = *finding;
    copy.next = NULL;
    add(diag, copy);
    return true;
}

bool is_told(const struct diag *diag, struct pos pos)
{
    for (const struct finding *f = diag->first; f; f = f->next)
        if (pos.source && pos_is_same(f->pos, pos))
            return true;
    return false;
}

bool is_reported(const struct diag *diag, enum message message, struct pos pos)
{
    for (const struct finding *f = diag->first; f; f = f->next)
        if (f->message == message && f->pos.source == pos.source && f->pos.offset == pos.offset)
            return true;
    return false;
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

static void put_place(struct buf *out, struct pos pos, enum language language)
{
    buf_puts(out, "gongkai: ");
    pos_put(out, pos, language);
    buf_puts(out, pos.source ? ": " : "");
}

/* The cell that a value which was imported came from. */
static void put_imported(struct buf *out, struct pos pos, enum language language)
{
    struct pos cell = pos_imported(pos);
    if (!cell.source)
        return;
    put_place(out, cell, language);
    buf_puts(out, language == LANGUAGE_CHINESE ? "导入自此处\n" : "imported from here\n");
}

/* The lines to put into the record, at the margin so that they can be copied. */
static void put_paste(struct buf *out, const char *paste)
{
    for (struct slice rest = slice_of(paste); rest.n;) {
        buf_put_visible(out, slice_cut(&rest, '\n'));
        buf_putc(out, '\n');
    }
}

void finding_print(struct buf *out, const struct finding *finding, enum language language)
{
    put_place(out, finding->pos, language);
    buf_printf(out, "%s: ", level_name(finding->level, language));
    buf_put_visible(out, finding->text);
    buf_putc(out, '\n');
    pos_quote(out, finding->pos);
    put_imported(out, finding->pos, language);
    put_paste(out, finding->paste);
    if (!finding->also.source || pos_is_same(finding->also, finding->pos))
        return;
    put_place(out, finding->also, language);
    buf_puts(out, language == LANGUAGE_CHINESE ? "另见此处\n" : "compare here\n");
    pos_quote(out, finding->also);
    put_imported(out, finding->also, language);
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
    struct pos one = left->finding->pos, two = right->finding->pos;
    uint32_t at = one.source && one.source->spot ? 0 : one.offset;
    uint32_t than = two.source && two.source->spot ? 0 : two.offset;
    if (left->finding->missing != right->finding->missing)
        return left->finding->missing ? 1 : -1;
    if (left->file != right->file)
        return left->file < right->file ? -1 : 1;
    if (at != than)
        return at < than ? -1 : 1;
    return left->turn < right->turn ? -1 : 1;
}

/* Spots of one file keep their turns among each other: each is a source of its own. */
static bool is_of_file(const struct source *a, const struct source *b)
{
    return a == b || (a && b && a->spot && b->spot && strcmp(a->name, b->name) == 0);
}

static size_t first_of_file(const struct ranked *ranked, size_t turn)
{
    const struct source *source = ranked[turn].finding->pos.source;
    size_t first = 0;
    while (!is_of_file(ranked[first].finding->pos.source, source))
        first++;
    return first;
}

const struct finding **diag_sorted(const struct diag *diag, size_t *count)
{
    *count = 0;
    for (const struct finding *finding = diag->first; finding; finding = finding->next)
        ++*count;
    struct ranked *ranked = ARENA_ARRAY(diag->arena, struct ranked, *count);
    size_t turn = 0;
    for (const struct finding *finding = diag->first; finding; finding = finding->next, turn++) {
        ranked[turn] = (struct ranked){.finding = finding, .turn = turn};
        ranked[turn].file = first_of_file(ranked, turn);
    }
    if (*count)
        qsort(ranked, *count, sizeof *ranked, compare_ranked);
    const struct finding **sorted = ARENA_ARRAY(diag->arena, const struct finding *, *count);
    for (size_t i = 0; i < *count; i++)
        sorted[i] = ranked[i].finding;
    return sorted;
}

void diag_print_from(struct buf *out, const struct diag *diag, enum level least)
{
    static const char *const heads[] = {"gongkai: still to be filled in: %u\n",
                                        "gongkai: 尚待填写：%u 处\n"};
    static const char *const more[] = {"gongkai: and %u more\n", "gongkai: 另有 %u 处\n"};
    size_t count;
    const struct finding **findings = diag_sorted(diag, &count);
    places_remember(true);
    for (size_t i = 0; i < count; i++) {
        if (findings[i]->level < least)
            continue;
        if (findings[i]->missing && (!i || !findings[i - 1]->missing))
            buf_printf(out, heads[diag->language], diag->missing);
        finding_print(out, findings[i], diag->language);
    }
    places_remember(false);
    unsigned left_out = 0;
    for (enum level level = least; level <= LEVEL_ERROR; level++)
        left_out += diag->left_out[level];
    if (left_out)
        buf_printf(out, more[diag->language], left_out);
}

void diag_print(struct buf *out, const struct diag *diag)
{
    diag_print_from(out, diag, LEVEL_NOTE);
}

enum language language_of_locale(void)
{
    static const char *const variables[] = {"GONGKAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return strncmp(value, "zh", 2) == 0 ? LANGUAGE_CHINESE : LANGUAGE_ENGLISH;
    }
    return LANGUAGE_ENGLISH;
}
