/*
 * How the file is written, byte by byte: what libqpdf reads past in silence. Objects that stand in
 * object streams have no such form.
 */
#include <string.h>

#include "archive/tokens.h"
#include "archive/verify.h"

struct spacing {
    struct verify *verify;
    struct slice text;
    struct tokens tokens;
    struct slice before[2]; /* the tokens before this one, the nearest first, that are numbers */
    int object;             /* in which the token stands; 0 for none */
    struct slice length;    /* the number of its /Length; empty unless it is one and no reference */
    bool length_next;       /* /Length was the last token */
    bool last_stream;       /* no endstream is ahead */
};

static bool is_eol(char byte)
{
    return byte == '\n' || byte == '\r';
}

static char byte_before(const struct spacing *spacing, const char *at)
{
    return at > spacing->text.p ? at[-1] : '\n';
}

static char byte_after(const struct spacing *spacing, struct slice token)
{
    const char *end = token.p + token.n;
    return end < spacing->text.p + spacing->text.n ? *end : '\n';
}

static void report(struct spacing *spacing, const char *found)
{
    verify_report(spacing->verify, RULE_SPACING, (struct where){-1, spacing->object}, "%s", found);
}

/* Two numbers and obj, one blank between them. */
static void read_obj(struct spacing *spacing)
{
    struct slice word = spacing->tokens.text, generation = spacing->before[0],
                 number = spacing->before[1];
    if (!number.n || !generation.n)
        return;
    spacing->object = token_int(&(struct tokens){.text = number});
    spacing->length = (struct slice){0};
    if (!is_eol(byte_before(spacing, number.p)) || generation.p != number.p + number.n + 1 ||
        word.p != generation.p + generation.n + 1 || !is_eol(byte_after(spacing, word)))
        report(spacing, "obj");
}

static void read_endobj(struct spacing *spacing)
{
    struct slice word = spacing->tokens.text;
    if (!is_eol(byte_before(spacing, word.p)) || !is_eol(byte_after(spacing, word)))
        report(spacing, "endobj");
    spacing->object = 0;
}

/* The end of the stream that begins here: where its /Length says, or at the next endstream. */
static const char *stream_end(const struct spacing *spacing, struct slice rest)
{
    size_t length = (size_t)token_int(&(struct tokens){.text = spacing->length});
    for (size_t eol = 0; spacing->length.n && eol <= 2; eol++) {
        size_t at = length + eol;
        if (at < rest.n && slice_starts((struct slice){rest.p + at, rest.n - at}, "endstream"))
            return rest.p + at;
    }
    return memmem(rest.p, rest.n, "endstream", strlen("endstream"));
}

/* That stream stands at the end of a line libqpdf tells. */
static void read_stream(struct spacing *spacing)
{
    struct slice rest = spacing->tokens.rest;
    size_t eol = slice_starts(rest, "\r\n") ? 2 : rest.n > 0;
    rest = (struct slice){rest.p + eol, rest.n - eol};
    if (!spacing->object || spacing->last_stream)
        return;
    const char *end = stream_end(spacing, rest);
    spacing->last_stream = !end;
    if (!end)
        return;
    if (!is_eol(byte_before(spacing, end)))
        report(spacing, "endstream");
    tokens_take(&spacing->tokens, (size_t)(end - spacing->tokens.rest.p) + strlen("endstream"));
}

/* xref, the end of a line, and two numbers with one blank between them. */
static void read_xref(struct spacing *spacing)
{
    struct slice rest = spacing->tokens.rest;
    size_t at = slice_starts(rest, "\r\n") ? 2 : rest.n && is_eol(*rest.p);
    bool sound = at > 0;
    for (int number = 0; number < 2 && sound; number++) {
        size_t from = at;
        while (at < rest.n && rest.p[at] >= '0' && rest.p[at] <= '9')
            at++;
        sound = at > from && at < rest.n && (number || rest.p[at++] == ' ');
    }
    if (!sound)
        report(spacing, "xref");
}

static void read_word(struct spacing *spacing)
{
    static const struct {
        const char *word;
        void (*read)(struct spacing *spacing);
    } words[] = {
        {"obj", read_obj}, {"endobj", read_endobj}, {"stream", read_stream}, {"xref", read_xref}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(spacing->tokens.text, words[i].word)) {
            words[i].read(spacing);
            return;
        }
    if (slice_is(spacing->tokens.text, "R")) /* the length is somewhere else */
        spacing->length = (struct slice){0};
}

void verify_spacing(struct verify *verify)
{
    struct slice text = verify->file.source->text;
    struct spacing spacing = {.verify = verify, .text = text, .tokens.rest = text};
    for (enum token_kind kind; (kind = token_next(&spacing.tokens)) != TOKEN_END;) {
        bool number = kind == TOKEN_NUMBER;
        if (kind == TOKEN_OPERATOR)
            read_word(&spacing);
        if (spacing.tokens.odd)
            verify_report(verify, RULE_HEX, (struct where){-1, spacing.object}, "<>");
        if (number && spacing.length_next)
            spacing.length = spacing.tokens.text;
        spacing.length_next = kind == TOKEN_NAME && slice_is(spacing.tokens.text, "Length");
        spacing.before[1] = number ? spacing.before[0] : (struct slice){0};
        spacing.before[0] = number ? spacing.tokens.text : (struct slice){0};
    }
    buf_free(&spacing.tokens.string);
}
