/*
 * What a leaf of each type may hold. A value is never guessed at: a number is digits and a point,
 * a date is a day of the calendar, a text is made of characters that every font draws alike.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/reading.h"
#include "record/provenance.h"
#include "record/reader.h"
#include "record/value.h"

static const char *path_of(struct check *check, const struct node *node)
{
    return node_path(check->arena, node).p;
}

/* text */

static bool is_private_use(uint32_t code)
{
    return (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000;
}

/* Where the bytes stand in the source, if they stand there literally; else all of pos. */
static struct pos pos_within(struct pos pos, struct slice bytes)
{
    const char *text = pos.source->text.p + pos.offset;
    const char *found = memmem(text, pos.length, bytes.p, bytes.n);
    return found ? source_pos(pos.source, (struct slice){found, bytes.n}) : pos;
}

/* Whether it says how letters of Mongolian, Uyghur and the like are joined; anywhere else it is a
 * leftover that nobody sees. */
static bool is_stray_joiner(uint32_t code, uint32_t before)
{
    bool joiner = code == 0x200C || code == 0x200D || code == 0x180E;
    return joiner && !(before >= 0x600 && before < 0x2000);
}

/* Reports the first character that may not stand in text. pos is where the text was read. */
static bool characters_fit(struct check *check, struct slice text, struct pos pos)
{
    uint32_t before = 0, code;
    for (size_t at = 0; at < text.n; before = code) {
        size_t from = at;
        code = utf8_next(text, &at);
        bool private = is_private_use(code);
        bool invisible = code_is_invisible(code) || is_stray_joiner(code, before);
        if (!private && (code == '\n' || !invisible))
            continue;
        diag_report_chosen(check->diag, private ? MSG_PRIVATE_USE : MSG_CONTROL,
                           pos_within(pos, (struct slice){text.p + from, at - from}),
                           arena_printf(check->arena, "U+%04X", (unsigned)code));
        return false;
    }
    return true;
}

/* The lines that are not blank, trimmed. */
static struct slice paragraphs(struct arena *arena, struct slice text)
{
    struct buf out = {0};
    while (text.p) {
        struct slice line = text_trim(slice_cut(&text, '\n'));
        if (out.n && line.n)
            buf_putc(&out, '\n');
        buf_put_slice(&out, line);
    }
    struct slice copy = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return copy;
}

/* From the bracket of a list to the end of its last paragraph. */
static struct pos extent(const struct node *list)
{
    struct pos pos = list->pos;
    if (list->last)
        pos.length = list->last->pos.offset + list->last->pos.length - pos.offset;
    return pos;
}

/* Makes one text of a list of paragraphs. */
static void join_list(struct check *check, struct node *list)
{
    struct buf out = {0};
    for (const struct node *child = list->first; child; child = child->next) {
        buf_put_slice(&out, child->text);
        buf_putc(&out, '\n');
    }
    list->text = slice_copy(check->arena, buf_slice(&out));
    list->kind = NODE_STRING;
    node_clear(list);
    buf_free(&out);
}

static bool is_beside(const char *name)
{
    bool climbs = false;
    for (struct slice rest = slice_of(name); rest.p;)
        climbs |= slice_is(slice_cut(&rest, '/'), "..");
    return *name && *name != '/' && !climbs && !strchr(name, '\\');
}

/* Replaces "@name" by the paragraphs of the file of that name beside the record. */
static bool read_text_file(struct check *check, struct node *node, struct pos *pos)
{
    const char *name = node->text.p + 1, *record = node->pos.source->name;
    if (!is_beside(name)) {
        diag_report(check->diag, MSG_TEXT_PATH, node->pos, path_of(check, node));
        return false;
    }
    const char *slash = strrchr(record, '/');
    int folder = slash ? (int)(slash + 1 - record) : 0;
    const char *path = arena_printf(check->arena, "%.*s%s", folder, record, name);
    const struct source *source = source_read_named(check->arena, node->pos, path, LIMIT_TEXT);
    if (!source) {
        source_report(check->diag, node->pos, path);
        return false;
    }
    node->text = paragraphs(check->arena, text_body(source));
    if (slice_starts(node->text, "@")) {
        diag_report(check->diag, MSG_TEXT_AT, node->pos, path);
        return false;
    }
    *pos = source_pos(source, source->text);
    return source_is_text(check->diag, source);
}

bool leaf_can_wait(enum leaf_type type, struct slice key)
{
    return type != LEAF_YEAR &&
           (type != LEAF_CHOICE || slice_is(key, "口径") || slice_is(key, "性质"));
}

/* Nor can they do without the other records that they come from. */
static bool can_wait(const struct node *node)
{
    bool agency = slice_is(node->parent->key, "单位");
    bool record = slice_is(node->key, "记录") || slice_is(node->parent->key, "下属记录");
    return !record && !(agency && !leaf_can_wait(node->type, node->key));
}

/* Reports a gap, and says of the leaf that it is missing. */
static void report_gap(struct check *check, struct node *node, struct pos pos)
{
    struct finding *finding = diag_report(check->diag, MSG_GAP, pos, path_of(check, node));
    if (!can_wait(node))
        return;
    diag_missing(check->diag, finding);
    node->missing = true;
}

/* Reports the first gap in a text that holds more than that one. */
static bool is_filled(struct check *check, struct node *node, struct pos pos)
{
    const char *must = strstr(node->text.p, GAP_START), *may = strstr(node->text.p, GAP_OPTIONAL);
    const char *gap = must && (!may || must < may) ? must : may;
    if (!gap)
        return true;
    const char *end = strstr(gap, GAP_END);
    size_t size = end ? (size_t)(end - gap) + strlen(GAP_END) : strlen(GAP_START);
    report_gap(check, node, pos_within(pos, (struct slice){gap, size}));
    return false;
}

/* Leaves the text of a leaf in node->text, one paragraph a line; false after an error. */
static bool read_text(struct check *check, struct node *node, bool prose)
{
    struct pos pos = node->pos, typed = node->kind == NODE_LIST ? extent(node) : pos;
    if (node->kind == NODE_NUMBER) {
        diag_report(check->diag, MSG_WANTS_TEXT, node->pos, path_of(check, node));
        return false;
    }
    if (node->kind == NODE_LIST)
        join_list(check, node);
    node->text = paragraphs(check->arena, node->text);
    if (!characters_fit(check, node->text, typed))
        return false;
    if (slice_starts(node->text, "@")) {
        if (!read_text_file(check, node, &pos) || !characters_fit(check, node->text, pos))
            return false;
        typed = pos;
    }
    if (!is_filled(check, node, typed))
        return false;
    bool too_long = !prose && memchr(node->text.p, '\n', node->text.n);
    if (!node->text.n || too_long)
        diag_report_chosen(check->diag, too_long ? MSG_ONE_LINE : MSG_EMPTY, node->pos,
                           path_of(check, node));
    node->pos = pos; /* what is said of the text later points into its file */
    return node->text.n && !too_long;
}

static void check_stated(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    if (node->kind == NODE_STRING)
        read_text(check, node, false);
}

static void check_cell(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    if (!provenance_pos(check->arena, node->text, NULL).source)
        diag_report(check->diag, MSG_PROVENANCE, node->pos, path_of(check, node));
}

static void check_line(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    read_text(check, node, false);
}

static void check_prose(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    read_text(check, node, true);
}

const char *join_words(const struct check *check, const char *words)
{
    struct buf text = {0};
    for (struct slice rest = slice_of(words); rest.p;) {
        buf_put_slice(&text, slice_cut(&rest, '|'));
        if (rest.p)
            buf_puts(&text, check->diag->language == LANGUAGE_CHINESE ? "、" : ", ");
    }
    const char *copy = arena_copy(check->arena, text.p, text.n);
    buf_free(&text);
    return copy;
}

static void check_choice(struct check *check, struct node *node, const struct schema_row *row)
{
    for (struct slice rest = slice_of(row->words); rest.p;)
        if (slice_eq(slice_cut(&rest, '|'), node->text) && node->kind == NODE_STRING)
            return;
    diag_report(check->diag, MSG_CHOICE, node->pos, path_of(check, node),
                join_words(check, row->words));
}

static int64_t digits(const char *text, int count)
{
    int64_t value = 0;
    while (count-- > 0)
        value = value * 10 + (*text++ - '0');
    return value;
}

/* yyyymmdd of a day that exists, else 0. */
static int64_t date_of(struct slice text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char shape[] = "dddd-dd-dd";
    if (text.n != sizeof shape - 1)
        return 0;
    for (size_t i = 0; i < text.n; i++)
        if (shape[i] == '-' ? text.p[i] != '-' : text.p[i] < '0' || text.p[i] > '9')
            return 0;
    int64_t year = digits(text.p, 4), month = digits(text.p + 5, 2), day = digits(text.p + 8, 2);
    if (year < 1949 || month < 1 || month > 12)
        return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day < 1 || day > days[month - 1] + (month == 2 && leap))
        return 0;
    return year * 10000 + month * 100 + day;
}

static void check_date(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    node->number = node->kind == NODE_STRING ? date_of(node->text) : 0;
    if (!node->number)
        diag_report(check->diag, MSG_NOT_DATE, node->pos, path_of(check, node));
}

/* numbers */

/* What is said of a value that is no number of its type. */
static void report_number(struct check *check, const struct node *node, enum message message)
{
    diag_report_chosen(check->diag, message, node->pos, path_of(check, node),
                       check->ten_thousand ? "万元" : "元", check->ten_thousand ? "6" : "2");
}

/* An amount with more decimals than its unit has: one is told of by itself; many have one cause and
 * are told of together at the end. */
static void check_finer(struct check *check, struct node *node)
{
    if (check->finer_count < FINER_TOLD)
        check->finer[check->finer_count] = node;
    check->finer_count++;
}

void value_report_finer(struct check *check)
{
    bool many = check->finer_count > FINER_TOLD;
    for (unsigned i = 0; i < check->finer_count && !many; i++)
        report_number(check, check->finer[i], MSG_PRECISION);
    if (many)
        diag_report_chosen(
            check->diag, check->ten_thousand ? MSG_PRECISION_MANY : MSG_PRECISION_UNIT,
            check->finer[0]->pos, arena_printf(check->arena, "%u", check->finer_count));
}

static bool is_quoted(const struct node *node)
{
    return node->kind == NODE_STRING && node->pos.source &&
           node->pos.source->text.p[node->pos.offset] == '"';
}

/* The digits of a number written with quotes or separators, or "" if that is not what it is. */
static const char *plain_number(struct check *check, struct slice text)
{
    static const char *const dropped[] = {"\"", ",", "，", " "};
    struct buf plain = {0};
    for (size_t at = 0; at < text.n;) {
        struct slice rest = {text.p + at, text.n - at};
        size_t skip = 0;
        for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
            if (slice_starts(rest, dropped[i]))
                skip = strlen(dropped[i]);
        if (!skip)
            buf_putc(&plain, *rest.p);
        at += skip ? skip : 1;
    }
    int64_t value;
    bool number = decimal_parse(buf_slice(&plain), 6, &value) == DECIMAL_OK;
    const char *copy = arena_copy(check->arena, plain.p, number ? plain.n : 0);
    buf_free(&plain);
    return copy;
}

/* Reads the number into node->number, at the scale. On failure says how to write it: `wanted` if
 * it is no number at all, `finer` if it has too many decimals. */
static bool read_number(struct check *check, struct node *node, int scale, enum message wanted,
                        enum message finer)
{
    enum decimal_error error = decimal_parse(node->text, scale, &node->number);
    if (is_quoted(node) || error == DECIMAL_SYNTAX) {
        const char *plain = plain_number(check, node->text);
        if (is_quoted(node) && *plain)
            diag_report(check->diag, MSG_NUMBER_QUOTED, node->pos, path_of(check, node), plain);
        else if (!number_report(check, node, wanted == MSG_NOT_AMOUNT))
            report_number(check, node, wanted);
        return false;
    }
    if (error == DECIMAL_PRECISION && finer == MSG_PRECISION)
        check_finer(check, node);
    else if (error)
        report_number(check, node, error == DECIMAL_RANGE ? MSG_RANGE : finer);
    else
        node->kind = NODE_NUMBER;
    return !error;
}

static bool read_unsigned(struct check *check, struct node *node, int scale, enum message wanted,
                          enum message finer)
{
    if (!read_number(check, node, scale, wanted, finer))
        return false;
    if (node->number < 0)
        report_number(check, node, MSG_NEGATIVE);
    return node->number >= 0;
}

static int money_scale(const struct check *check)
{
    return check->ten_thousand ? 6 : 2;
}

static void check_money(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    read_unsigned(check, node, money_scale(check), MSG_NOT_AMOUNT, MSG_PRECISION);
}

static void check_signed(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    read_number(check, node, money_scale(check), MSG_NOT_AMOUNT, MSG_PRECISION);
}

static void check_count(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    read_unsigned(check, node, 0, MSG_NOT_COUNT, MSG_NOT_COUNT);
}

static void check_score(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    read_unsigned(check, node, 2, MSG_NOT_SCORE, MSG_NOT_SCORE);
}

static void check_year(struct check *check, struct node *node, const struct schema_row *row)
{
    (void)row;
    if (read_unsigned(check, node, 0, MSG_NOT_YEAR, MSG_NOT_YEAR) &&
        (node->text.n != 4 || node->number < 2000 || node->number > 2099))
        report_number(check, node, MSG_NOT_YEAR);
}

static const struct {
    const char *name[2]; /* by language */
    void (*check)(struct check *check, struct node *node, const struct schema_row *row);
} types[] = {
    [LEAF_NONE] = {{"section", "一节"}, NULL},
    [LEAF_LINE] = {{"line", "一行文字"}, check_line},
    [LEAF_PROSE] = {{"prose", "文字，可分段"}, check_prose},
    [LEAF_CHOICE] = {{"choice", "选项"}, check_choice},
    [LEAF_YEAR] = {{"year", "年度"}, check_year},
    [LEAF_DATE] = {{"date", "日期"}, check_date},
    [LEAF_MONEY] = {{"amount", "金额"}, check_money},
    [LEAF_SIGNED] = {{"signed amount", "金额，可为负"}, check_signed},
    [LEAF_COUNT] = {{"count", "整数"}, check_count},
    [LEAF_SCORE] = {{"score", "得分"}, check_score},
    [LEAF_STATED] = {{"figures", "列报数"}, check_stated},
    [LEAF_CELL] = {{"cells", "单元格"}, check_cell},
};

/* A gap that may stay is as good as no key. One that must be filled is reported. */
static void check_gap(struct check *check, struct node *node, const struct schema_row *row)
{
    if (row->presence || slice_starts(node->text, GAP_START)) {
        report_gap(check, node, node->pos);
        return;
    }
    struct slice words = slice_of(row->words);
    node->absent = true;
    node->text = slice_copy(check->arena, slice_cut(&words, '|'));
}

void value_check(struct check *check, struct node *node, const struct schema_row *row)
{
    bool text = row->type == LEAF_LINE || row->type == LEAF_PROSE;
    node->type = row->type;
    if (slice_starts(node->text, GAP_START) || slice_starts(node->text, GAP_OPTIONAL)) {
        check_gap(check, node, row);
        return;
    }
    if (node->kind == NODE_STRING && !node->text.n) {
        diag_report(check->diag, MSG_EMPTY, node->pos, path_of(check, node));
        return;
    }
    if (!text && memchr(node->text.p, '\n', node->text.n)) {
        diag_report(check->diag, MSG_ONE_LINE, node->pos, path_of(check, node));
        return;
    }
    types[row->type].check(check, node, row);
}

const char *value_type_name(enum leaf_type type, enum language language)
{
    return types[type].name[language];
}
