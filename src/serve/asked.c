/* Queries and bodies → parts: a form (multipart/form-data), or one file as it is. */
#include "serve/asked.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"

enum { PARTS_MAX = 64, HEADERS_MAX = 4096, BOUNDARY_MAX = 70, TEXT_MAX = 4096 };

void answer_wrong(struct answer *answer, const struct asked *asked, enum problem problem,
                  const char *english, const char *chinese, const char *name)
{
    const char *format = asked->language == LANGUAGE_CHINESE ? chinese : english;
    const char *at = strstr(format, "%s");
    const char *detail = at ? arena_printf(asked->arena, "%.*s%s%s", (int)(at - format), format,
                                           name, at + strlen("%s"))
                            : format;
    answer_problem(answer, problem, asked->language, detail, NULL);
}

/* What is read, and where the parts go. */
struct reading_of {
    struct asked *asked;
    struct answer *answer;
    struct part **last;
    unsigned count;
};

/* ---- parts ---- */

static bool is_many(const struct parameter *parameter)
{
    return parameter->kind == KIND_FILES || parameter->kind == KIND_TEXTS;
}

/* Whether the text is a value of the parameter. */
static bool is_value(const struct parameter *parameter, struct slice text)
{
    if (memchr(text.p, '\0', text.n) || text.n > TEXT_MAX || utf8_check(text) != text.n)
        return false;
    if (parameter->kind == KIND_NUMBER)
        return text.n > 0 && text.n < 7 && strspn(text.p, "0123456789") == text.n;
    if (parameter->kind == KIND_FLAG)
        return slice_is(text, "1") || slice_is(text, "0");
    bool known = parameter->kind != KIND_CHOICE;
    for (struct slice rest = slice_of(parameter->words); !known && rest.p;)
        known = slice_eq(slice_cut(&rest, '|'), text);
    return known;
}

/* The name without folders, which some browsers send, and without what cannot be seen; a second
 * file of that name gets a number. */
static const char *bare_name(const struct asked *asked, struct slice name,
                             const struct parameter *parameter)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\') {
            name = (struct slice){name.p + i, name.n - i};
            break;
        }
    struct buf visible = {0};
    buf_put_visible(&visible, name);
    bool none = !visible.n || strcmp(visible.p, ".") == 0 || strcmp(visible.p, "..") == 0;
    const char *bare = none ? parameter->name : arena_copy(asked->arena, visible.p, visible.n),
               *unique = bare;
    buf_free(&visible);
    unsigned number = 1;
    for (const struct part *part = asked->parts; part;) {
        bool taken = part->file && strcmp(part->file, unique) == 0;
        if (taken)
            unique = arena_printf(asked->arena, "%u-%s", ++number, bare);
        part = taken ? asked->parts : part->next;
    }
    return unique;
}

static bool add_part(struct reading_of *reading, struct slice name, const struct slice *file,
                     struct slice bytes)
{
    struct asked *asked = reading->asked;
    const char *shown = slice_copy(asked->arena, slice_valid(asked->arena, name)).p;
    const struct parameter *parameter = route_parameter(asked->route, name);
    if (slice_is(name, "lang") && !file)
        return true; /* the front's */
    if (!parameter) {
        struct nearest nearest = {.wanted = slice_of(shown)};
        for (const struct parameter *p = asked->route->parameters; p->name; p++)
            nearest_offer(&nearest, slice_of(p->name));
        if (nearest.best.n)
            shown = arena_printf(asked->arena, "%s (%s?)", shown, nearest.best.p);
        answer_wrong(reading->answer, asked, PROBLEM_PARAMETER, "there is no parameter %s here",
                     "没有参数 %s", shown);
    } else if (asked_part(asked, parameter->name) && !is_many(parameter)) {
        answer_wrong(reading->answer, asked, PROBLEM_PARAMETER, "%s is given twice", "%s 重复",
                     shown);
    } else if (reading->count++ == PARTS_MAX) {
        answer_wrong(reading->answer, asked, PROBLEM_PARAMETER, "there are more than 64 parts",
                     "超过 64 个部分", shown);
    } else if (!parameter_is_file(parameter) && !is_value(parameter, bytes)) {
        answer_wrong(reading->answer, asked, PROBLEM_PARAMETER, "%s has no such value",
                     "%s 没有这样的值", shown);
    } else {
        struct part *part = ARENA_NEW(asked->arena, struct part);
        *part = (struct part){.parameter = parameter, .bytes = bytes};
        if (parameter_is_file(parameter))
            part->file = bare_name(asked, file ? *file : SLICE(""), parameter);
        *reading->last = part;
        reading->last = &part->next;
        return true;
    }
    return false;
}

/* ---- queries ---- */

static int hex_of(char digit)
{
    const char *digits = "0123456789abcdef", *at = digit ? strchr(digits, digit | 0x20) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* The text with %XX and + decoded; p NULL when it is none. */
static struct slice decoded(struct arena *arena, struct slice text)
{
    char *out = arena_copy(arena, text.p, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char byte = text.p[i];
        if (byte == '%') {
            int high = i + 2 < text.n ? hex_of(text.p[i + 1]) : -1;
            int low = high >= 0 ? hex_of(text.p[i + 2]) : -1;
            if (low < 0)
                return (struct slice){NULL, 0};
            byte = (char)(high * 16 + low);
            i += 2;
        }
        out[n++] = byte == '+' && text.p[i] == '+' ? ' ' : byte;
    }
    out[n] = '\0';
    return (struct slice){out, n};
}

static bool read_query(struct reading_of *reading, struct slice query)
{
    struct arena *arena = reading->asked->arena;
    for (struct slice rest = query; rest.p && rest.n;) {
        struct slice value = slice_cut(&rest, '&');
        struct slice name = decoded(arena, slice_cut(&value, '='));
        value = value.p ? decoded(arena, value) : SLICE("1");
        if (!name.p || !value.p) {
            answer_wrong(reading->answer, reading->asked, PROBLEM_FORM,
                         "the query has a % that no two digits follow",
                         "地址中的 % 后面不是两位数字", "");
            return false;
        }
        if (!name.n)
            continue;
        const struct parameter *parameter = route_parameter(reading->asked->route, name);
        if (parameter && parameter_is_file(parameter)) {
            answer_wrong(reading->answer, reading->asked, PROBLEM_PARAMETER,
                         "%s is a file; send it in the body", "%s 是文件，请放在请求内容中",
                         parameter->name);
            return false;
        }
        if (!add_part(reading, name, NULL, value))
            return false;
    }
    return true;
}

/* ---- forms ---- */

/* The value of a parameter of a header such as `form-data; name="x"`; p NULL when it has none. */
static struct slice header_parameter(struct slice header, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i + n + 1 < header.n; i++) {
        bool starts = i > 0 && (header.p[i - 1] == ' ' || header.p[i - 1] == ';');
        if (!starts || strncasecmp(header.p + i, name, n) != 0 || header.p[i + n] != '=')
            continue;
        struct slice value = {header.p + i + n + 1, header.n - i - n - 1};
        if (value.n && *value.p == '"') {
            value = (struct slice){value.p + 1, value.n - 1};
            const char *end = memchr(value.p, '"', value.n);
            return end ? (struct slice){value.p, (size_t)(end - value.p)} : (struct slice){NULL, 0};
        }
        return slice_trim(slice_cut(&value, ';'));
    }
    return (struct slice){NULL, 0};
}

/* Browsers send a quote in a name as %22, others the whole name in UTF-8 by filename*. */
static struct slice file_name(struct arena *arena, struct slice header)
{
    struct slice extended = header_parameter(header, "filename*");
    if (extended.p && extended.n > 7 && strncasecmp(extended.p, "UTF-8''", 7) == 0) {
        struct slice name = decoded(arena, (struct slice){extended.p + 7, extended.n - 7});
        if (name.p)
            return name;
    }
    return header_parameter(header, "filename");
}

/* Reads one part's headers and adds it. */
static bool read_part(struct reading_of *reading, struct slice headers, struct slice bytes)
{
    struct slice name = {NULL, 0}, file = {NULL, 0};
    for (struct slice rest = headers; rest.p && rest.n;) {
        struct slice line = slice_trim(slice_cut(&rest, '\n'));
        if (line.n < 20 || strncasecmp(line.p, "Content-Disposition:", 20) != 0)
            continue;
        name = header_parameter(line, "name");
        file = file_name(reading->asked->arena, line);
    }
    if (name.p)
        return add_part(reading, name, file.p ? &file : NULL,
                        slice_copy(reading->asked->arena, bytes));
    answer_wrong(reading->answer, reading->asked, PROBLEM_FORM, "a part of the form has no name",
                 "表单中有一部分没有名称", "");
    return false;
}

static bool read_form(struct reading_of *reading, struct slice type, struct slice body)
{
    struct arena *arena = reading->asked->arena;
    struct slice boundary = header_parameter(type, "boundary");
    bool sound = boundary.p && boundary.n && boundary.n <= BOUNDARY_MAX, ended = false;
    const char *mark = sound ? arena_printf(arena, "\r\n--%.*s", (int)boundary.n, boundary.p) : "";
    size_t n = strlen(mark);
    if (sound && (body.n < n - 2 || memcmp(body.p, mark + 2, n - 2) != 0))
        sound = false;
    struct slice rest = sound ? (struct slice){body.p + n - 2, body.n - n + 2} : body;
    while (sound && !ended) {
        ended = rest.n >= 2 && memcmp(rest.p, "--", 2) == 0;
        if (ended)
            break;
        const char *blank =
            memmem(rest.p, rest.n < HEADERS_MAX ? rest.n : HEADERS_MAX, "\r\n\r\n", 4);
        const char *from = blank ? blank + 4 : NULL;
        /* The line end before the next mark may be the blank line's own: an empty part. */
        const char *end =
            from ? memmem(from - 2, rest.n - (size_t)(from - 2 - rest.p), mark, n) : NULL;
        sound = rest.n >= 2 && memcmp(rest.p, "\r\n", 2) == 0 && end;
        if (!sound)
            break;
        size_t size = end > from ? (size_t)(end - from) : 0;
        if (!read_part(reading, (struct slice){rest.p, (size_t)(blank + 2 - rest.p)},
                       (struct slice){from, size}))
            return false;
        rest = (struct slice){end + n, rest.n - (size_t)(end + n - rest.p)};
    }
    if (!sound)
        answer_wrong(reading->answer, reading->asked, PROBLEM_FORM,
                     "the form (multipart/form-data) is broken off or its boundary is wrong",
                     "表单（multipart/form-data）不完整，或分隔标记有误", "");
    return sound;
}

/* ---- bodies ---- */

static const struct parameter *main_of(const struct route *route)
{
    for (const struct parameter *p = route->parameters; p->name; p++)
        if (p->main)
            return p;
    return NULL;
}

static bool type_is(struct slice type, const char *wanted)
{
    struct slice rest = type, word = slice_trim(slice_cut(&rest, ';'));
    return word.n == strlen(wanted) && strncasecmp(word.p, wanted, word.n) == 0;
}

/* A body that is no form: the file that the route is about. */
static bool read_file(struct reading_of *reading, struct slice type, struct slice body)
{
    const struct parameter *parameter = main_of(reading->asked->route);
    bool coded = type_is(type, "application/x-www-form-urlencoded");
    if (!body.n)
        return true;
    if (coded || !parameter) {
        answer_wrong(reading->answer, reading->asked, PROBLEM_TYPE,
                     "send a form as multipart/form-data, or a file as what it is "
                     "(application/json, text/plain, application/octet-stream)",
                     "表单请用 multipart/form-data；单个文件请写其本身的类型"
                     "（application/json、text/plain、application/octet-stream）",
                     "");
        return false;
    }
    const struct slice name = {parameter->name, strlen(parameter->name)};
    return add_part(reading, name, &name, slice_copy(reading->asked->arena, body));
}

static bool has_required(struct reading_of *reading)
{
    const struct asked *asked = reading->asked;
    for (const struct parameter *p = asked->route->parameters; p->name; p++)
        if (p->required && !asked_part(asked, p->name)) {
            answer_wrong(reading->answer, asked, PROBLEM_PARAMETER, "%s is missing", "缺少 %s",
                         p->name);
            return false;
        }
    return true;
}

bool asked_read(struct asked *asked, struct answer *answer, struct slice query, struct slice type,
                struct slice body)
{
    struct reading_of reading = {.asked = asked, .answer = answer, .last = &asked->parts};
    bool form = type_is(type, "multipart/form-data");
    return read_query(&reading, query) &&
           (form ? read_form(&reading, type, body) : read_file(&reading, type, body)) &&
           has_required(&reading);
}

/* ---- what was asked ---- */

const struct part *asked_part(const struct asked *asked, const char *name)
{
    for (const struct part *part = asked->parts; part; part = part->next)
        if (strcmp(part->parameter->name, name) == 0)
            return part;
    return NULL;
}

const char *asked_text(const struct asked *asked, const char *name, const char *otherwise)
{
    const struct part *part = asked_part(asked, name);
    return part ? part->bytes.p : otherwise;
}

bool asked_flag(const struct asked *asked, const char *name)
{
    return strcmp(asked_text(asked, name, "0"), "1") == 0;
}

unsigned asked_number(const struct asked *asked, const char *name, unsigned otherwise)
{
    const struct part *part = asked_part(asked, name);
    return part ? (unsigned)strtoul(part->bytes.p, NULL, 10) : otherwise;
}
