/*
 * JSON, on yajl. yajl tells how many bytes it has taken when it calls back, which is where the
 * token ends; the token starts after the blanks, commas and colons that follow the token before
 * it. When yajl refuses the text, explain() looks at what stands after the last good token and
 * says what is wrong there, so the wording is ours and the position exact.
 */
#include "record/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

enum last { LAST_OPEN, LAST_KEY, LAST_VALUE };

struct json {
    struct arena *arena;
    struct diag *diag;
    const struct source *source;
    yajl_handle yajl;
    size_t start; /* where the text handed to yajl begins in the source */
    size_t at;    /* end of the last token, in the source */
    enum last last;
    struct node *root;
    struct node *current; /* the open map or list, NULL outside the root */
    struct slice key;     /* of the value to come */
    struct pos key_pos;
    bool refused; /* the value to come has a key that was refused */
};

static struct slice part(const struct json *json, size_t from, size_t to)
{
    return (struct slice){json->source->text.p + from, to - from};
}

static struct pos pos_of(const struct json *json, size_t from, size_t to)
{
    return source_pos(json->source, part(json, from, to));
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The text is followed by a NUL, where every scan stops. */
static size_t skip_blanks(const struct json *json, size_t at)
{
    while (is_blank(json->source->text.p[at]))
        at++;
    return at;
}

/* The token that yajl has just taken; moves json->at behind it. */
static struct pos take_token(struct json *json, enum last last)
{
    const char *text = json->source->text.p;
    size_t from = json->at;
    while (is_blank(text[from]) || text[from] == ',' || text[from] == ':')
        from++;
    json->at = json->start + yajl_get_bytes_consumed(json->yajl);
    json->last = last;
    return pos_of(json, from, json->at);
}

/* The key of the next child: as read in a map, the ordinal in a list. */
static struct slice next_key(struct json *json, struct pos pos)
{
    if (json->current->kind == NODE_MAP)
        return json->key;
    json->key_pos = pos;
    return slice_of(arena_printf(json->arena, "%u", json->current->child_count + 1));
}

static struct node *add(struct json *json, enum node_kind kind, struct pos pos)
{
    struct node *node = NULL;
    if (!json->current) {
        json->root->pos = json->root->key_pos = pos;
        return json->root;
    }
    if (!json->refused) {
        struct slice key = next_key(json, pos);
        node = node_add(json->arena, json->current, kind, key, json->key_pos);
        if (!node)
            report_twice(json->arena, json->diag, MSG_KEY_TWICE, node_child(json->current, key),
                         json->key_pos);
    }
    if (!node)
        node = node_new(json->arena, json->current, kind);
    node->pos = pos;
    json->refused = false;
    return node;
}

static int open(struct json *json, enum node_kind kind)
{
    struct pos pos = take_token(json, LAST_OPEN);
    if (json->current && node_depth(json->current) + 1 >= NODE_DEPTH_MAX) {
        diag_report(json->diag, MSG_NESTING, pos, arena_printf(json->arena, "%d", NODE_DEPTH_MAX));
        return 0;
    }
    json->current = add(json, kind, pos);
    return 1;
}

static int start_map(void *context)
{
    return open(context, NODE_MAP);
}

static int start_array(void *context)
{
    return open(context, NODE_LIST);
}

static int end(void *context)
{
    struct json *json = context;
    take_token(json, LAST_VALUE);
    json->current = json->current->parent;
    return 1;
}

/* The four hexadecimal digits at text, or -1. */
static long hex4(const char *text)
{
    long code = 0;
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef";
        const char *digit = text[i] ? strchr(digits, text[i] | 0x20) : NULL;
        if (!digit)
            return -1;
        code = code * 16 + (digit - digits);
    }
    return code;
}

/* Length of the escape at text (which begins with a backslash), 0 if it stands for no character:
 * unknown letters, \u0000 and halves of surrogate pairs. */
static size_t escape_length(const char *text)
{
    if (text[1] != 'u')
        return text[1] && strchr("\"\\/bfnrt", text[1]) ? 2 : 0;
    long code = hex4(text + 2);
    if (code >= 0xD800 && code < 0xDC00 && text[6] == '\\' && text[7] == 'u') {
        long low = hex4(text + 8);
        return low >= 0xDC00 && low < 0xE000 ? 12 : 0;
    }
    return code <= 0 || (code >= 0xD800 && code < 0xE000) ? 0 : 6;
}

/* Reports the first bad escape of a string token. yajl lets lone surrogates pass. */
static bool escapes_fit(struct json *json, struct pos token)
{
    const char *text = json->source->text.p;
    for (size_t at = token.offset; at < token.offset + token.length;) {
        size_t length = text[at] == '\\' ? escape_length(text + at) : 1;
        if (!length) {
            size_t end = at + (text[at + 1] == 'u' ? 6 : 2);
            diag_report(json->diag, MSG_JSON_ESCAPE, pos_of(json, at, end));
            return false;
        }
        at += length;
    }
    return true;
}

static int map_key(void *context, const unsigned char *bytes, size_t size)
{
    struct json *json = context;
    json->key = slice_copy(json->arena, (struct slice){(const char *)bytes, size});
    json->key_pos = take_token(json, LAST_KEY);
    json->refused = true;
    if (!escapes_fit(json, json->key_pos))
        return 1;
    if (!size)
        diag_report(json->diag, MSG_KEY_EMPTY, json->key_pos);
    else if (memchr(bytes, '.', size))
        diag_report(json->diag, MSG_KEY_DOT, json->key_pos, json->key.p);
    else
        json->refused = false;
    return !too_many(json->diag);
}

static int string(void *context, const unsigned char *bytes, size_t size)
{
    struct json *json = context;
    struct pos pos = take_token(json, LAST_VALUE);
    json->refused |= !escapes_fit(json, pos);
    add(json, NODE_STRING, pos)->text =
        slice_copy(json->arena, (struct slice){(const char *)bytes, size});
    return !too_many(json->diag);
}

static int number(void *context, const char *bytes, size_t size)
{
    struct json *json = context;
    struct node *node = add(json, NODE_NUMBER, take_token(json, LAST_VALUE));
    node->text = slice_copy(json->arena, (struct slice){bytes, size});
    return 1;
}

static int literal(struct json *json)
{
    struct pos pos = take_token(json, LAST_VALUE);
    diag_report(json->diag, MSG_JSON_LITERAL, pos);
    json->refused = false;
    return !too_many(json->diag);
}

static int null(void *context)
{
    return literal(context);
}

static int boolean(void *context, int value)
{
    (void)value;
    return literal(context);
}

/* Reports a message about the character at an offset, unless something simpler is the matter:
 * the text ends there, or the character is a full-width form. */
static void complain(struct json *json, size_t at, enum message message, const char *argument)
{
    struct slice rest = part(json, at, json->source->text.n);
    size_t length = 0;
    if (!rest.n && json->current) {
        bool map = json->current->kind == NODE_MAP;
        uint32_t line = pos_place(json->current->pos).line;
        diag_report(json->diag, MSG_JSON_END, json->current->pos, map ? "{" : "[",
                    arena_printf(json->arena, "%u", line), map ? "}" : "]");
    } else if (!report_full_width(json->arena, json->diag, json->source, rest)) {
        if (rest.n)
            utf8_next(rest, &length);
        diag_report_chosen(json->diag, message, pos_of(json, at, at + length), argument);
    }
}

/* A string token that yajl refused. */
static void explain_string(struct json *json, size_t from)
{
    const char *text = json->source->text.p;
    size_t at = from + 1;
    while (text[at] != '"') {
        size_t length = text[at] == '\\' ? escape_length(text + at) : 1;
        if (!length) {
            size_t end = text[at + 1] ? at + 2 : at + 1;
            diag_report(json->diag, MSG_JSON_ESCAPE, pos_of(json, at, end));
            return;
        }
        if ((unsigned char)text[at] < ' ') {
            if (!text[at] || text[at] == '\n' || text[at] == '\r')
                diag_report(json->diag, MSG_JSON_STRING, pos_of(json, from, at));
            else
                diag_report(json->diag, MSG_CONTROL, pos_of(json, at, at + 1),
                            arena_printf(json->arena, "U+%04X", (unsigned)text[at]));
            return;
        }
        at += length;
    }
    diag_report(json->diag, MSG_JSON_VALUE, pos_of(json, from, at + 1));
}

static void explain_value(struct json *json, size_t at)
{
    char first = json->source->text.p[at];
    const char *write;
    struct slice rest = part(json, at, json->source->text.n);
    struct slice wide = number_of_full_width(json->arena, rest, &write);
    if (wide.n)
        diag_report(json->diag, MSG_NUMBER_FULL_WIDTH, pos_of(json, at, at + wide.n),
                    slice_copy(json->arena, wide).p, write);
    else if (first == '"')
        explain_string(json, at);
    else
        complain(json, at,
                 first && strchr("+-.0123456789", first) ? MSG_JSON_NUMBER : MSG_JSON_VALUE, NULL);
}

/* Where the number that ends at json->at starts; json->at when the last token is none. */
static size_t number_start(const struct json *json)
{
    size_t from = json->at;
    while (from > json->start && strchr("-.0123456789", json->source->text.p[from - 1]))
        from--;
    return from;
}

/* What yajl refused at a place where a key is due. */
static void explain_key(struct json *json, size_t at)
{
    if (json->source->text.p[at] == '"')
        explain_string(json, at);
    else
        complain(json, at, MSG_JSON_KEY, NULL);
}

/* A number with thousands separators: yajl took the part before the first comma. */
static bool explain_separators(struct json *json)
{
    const char *text = json->source->text.p;
    size_t from = number_start(json), to = json->at;
    while (text[to] && strchr(",.0123456789", text[to]))
        to++;
    if (from == json->at || to < json->at + 2)
        return false;
    struct buf plain = {0};
    for (size_t i = from; i < to; i++)
        if (text[i] != ',')
            buf_putc(&plain, text[i]);
    diag_report(json->diag, MSG_SEPARATORS, pos_of(json, from, to), plain.p);
    buf_free(&plain);
    return true;
}

/* Something other than a comma after a value; right behind a number it belongs to that. */
static void explain_no_comma(struct json *json, size_t at)
{
    struct slice rest = part(json, at, json->source->text.n);
    size_t from = number_start(json);
    if (at == json->at && from < at && rest.n && !strchr("}]:\"", *rest.p)) {
        if (!report_full_width(json->arena, json->diag, json->source, rest))
            diag_report(json->diag, MSG_JSON_NUMBER, pos_of(json, from, at));
        return;
    }
    complain(json, at, MSG_JSON_COMMA, json->current->kind == NODE_MAP ? "}" : "]");
}

static void explain_after_value(struct json *json, size_t at)
{
    const char *text = json->source->text.p;
    if (!json->current) {
        complain(json, at, MSG_JSON_AFTER_END, NULL);
        return;
    }
    if (text[at] != ',') {
        explain_no_comma(json, at);
        return;
    }
    size_t next = skip_blanks(json, at + 1);
    if (text[next] == '}' || text[next] == ']' || text[next] == ',')
        diag_report(json->diag, MSG_JSON_EXTRA_COMMA, pos_of(json, at, at + 1));
    else if (json->current->kind == NODE_LIST)
        explain_value(json, next);
    else if (!explain_separators(json))
        explain_key(json, next);
}

/* Says why yajl stopped after json->at. */
static void explain(struct json *json)
{
    size_t at = skip_blanks(json, json->at);
    if (json->last == LAST_VALUE)
        explain_after_value(json, at);
    else if (json->last == LAST_KEY && json->source->text.p[at] == ':')
        explain_value(json, skip_blanks(json, at + 1));
    else if (json->last == LAST_KEY)
        complain(json, at, MSG_JSON_COLON, NULL);
    else if (json->current && json->current->kind == NODE_LIST)
        explain_value(json, at);
    else
        explain_key(json, at);
}

static void *yajl_realloc(void *context, void *old, size_t size)
{
    (void)context;
    return xrealloc(old, size);
}

static void *yajl_malloc(void *context, size_t size)
{
    return yajl_realloc(context, NULL, size);
}

static void yajl_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

struct node *json_parse(struct arena *arena, struct diag *diag, const struct source *source)
{
    static const yajl_callbacks callbacks = {null,      boolean, NULL, NULL,        number, string,
                                             start_map, map_key, end,  start_array, end};
    static yajl_alloc_funcs memory = {yajl_malloc, yajl_realloc, yajl_release, NULL};
    struct slice body = text_body(source);
    struct json json = {.arena = arena, .diag = diag, .source = source};
    json.start = json.at = (size_t)(body.p - source->text.p);
    json.root = node_new(arena, NULL, NODE_MAP);
    json.yajl = yajl_alloc(&callbacks, &memory, &json);
    yajl_config(json.yajl, yajl_dont_validate_strings, 1); /* source_is_text has */
    yajl_status status = yajl_parse(json.yajl, (const unsigned char *)body.p, body.n);
    if (status == yajl_status_ok)
        status = yajl_complete_parse(json.yajl);
    if (status == yajl_status_error)
        explain(&json);
    yajl_free(json.yajl);
    return json.root;
}
