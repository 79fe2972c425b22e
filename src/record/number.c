/*
 * What should be a number but is not written as one: what is wrong with it, and how to write it.
 * Signs that people add are taken off one after another; if a number is left, the message names the
 * sign that matters most and the number to write.
 */
#include <string.h>

#include "base/decimal.h"
#include "record/reader.h"
#include "record/value.h"

/* What was taken off, the later the more it matters. */
enum fault {
    FAULT_SEPARATORS,
    FAULT_SPELLING, /* a plus, a point without a digit before or after it */
    FAULT_BRACKETS,
    FAULT_FULL_WIDTH,
    FAULT_UNIT,
    FAULT_COMMENT,
    FAULT_PERCENT
};

/* Units behind a number, the longer before those that end them; what one is in 元, or 0. */
static const struct {
    const char *name;
    int power; /* of ten: 元 in one */
    bool money;
} units[] = {{"万元整", 4, true}, {"亿元整", 8, true}, {"元整", 0, true},    {"万元", 4, true},
             {"亿元", 8, true},   {"千元", 3, true},   {"百元", 2, true},    {"元", 0, true},
             {"万", 4, true},     {"亿", 8, true},     {"RMB", 0, true},     {"CNY", 0, true},
             {"人次", 0, false},  {"批次", 0, false},  {"个团组", 0, false}, {"团组", 0, false},
             {"人", 0, false},    {"名", 0, false},    {"次", 0, false},     {"批", 0, false},
             {"辆", 0, false},    {"台", 0, false},    {"套", 0, false},     {"件", 0, false},
             {"个", 0, false},    {"分", 0, false},    {"年度", 0, false},   {"年", 0, false}};

/* A number on the way to how it should be written. */
struct number {
    struct slice text;
    struct buf plain;
    struct slice comment;
    unsigned faults; /* a bit for each */
    int power;       /* of the unit behind it, or -1 */
    bool negative;
};

static void add_fault(struct number *number, enum fault fault)
{
    number->faults |= 1u << fault;
}

static bool drop_start(struct slice *text, const char *mark)
{
    size_t n = strlen(mark);
    if (!slice_starts(*text, mark))
        return false;
    *text = text_trim((struct slice){text->p + n, text->n - n});
    return true;
}

static bool drop_end(struct slice *text, const char *mark)
{
    if (!slice_ends(*text, mark))
        return false;
    *text = text_trim((struct slice){text->p, text->n - strlen(mark)});
    return true;
}

/* 1200 # 说明, 1200（含结转）: what follows the number. */
static void drop_comment(struct number *number)
{
    static const char *const marks[] = {"#", "＃", ";", "；", "//", "（", "("};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *at = memmem(number->text.p, number->text.n, marks[i], strlen(marks[i]));
        if (at && at != number->text.p && (!first || at < first))
            first = at;
    }
    if (!first)
        return;
    size_t before = (size_t)(first - number->text.p);
    number->comment = (struct slice){first, number->text.n - before};
    number->text = text_trim((struct slice){number->text.p, before});
    add_fault(number, FAULT_COMMENT);
}

static void drop_brackets(struct number *number)
{
    static const char *const pairs[][2] = {{"(", ")"}, {"（", "）"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct slice inner = number->text;
        if (!drop_start(&inner, pairs[i][0]) || !drop_end(&inner, pairs[i][1]))
            continue;
        number->text = inner;
        number->negative = true;
        add_fault(number, FAULT_BRACKETS);
    }
}

static void drop_currency(struct number *number)
{
    static const char *const signs[] = {"¥", "￥", "人民币", "RMB", "CNY"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (drop_start(&number->text, signs[i])) {
            number->power = 0;
            add_fault(number, FAULT_UNIT);
        }
}

static void drop_unit(struct number *number)
{
    static const char *const percents[] = {"%", "％", "‰"};
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++)
        if (drop_end(&number->text, percents[i]))
            add_fault(number, FAULT_PERCENT);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (drop_end(&number->text, units[i].name)) {
            number->power = units[i].money ? units[i].power : -1;
            add_fault(number, FAULT_UNIT);
            return;
        }
}

/* The ASCII character that a full-width one stands for, or 0. */
static char narrow(uint32_t code)
{
    if (code == 0x3002)
        return '.'; /* 。 */
    if (code == 0x2212 || code == 0x2013)
        return '-'; /* minus sign, dash */
    return code > 0xFF00 && code < 0xFF5F ? (char)(code - 0xFEE0) : 0;
}

static void put_digit(struct number *number, char byte)
{
    static const char separators[] = ", '_";
    if (strchr(separators, byte))
        add_fault(number, FAULT_SEPARATORS);
    else if (byte == '+')
        add_fault(number, FAULT_SPELLING);
    else
        buf_putc(&number->plain, byte);
}

static void put_digits(struct number *number)
{
    if (number->negative)
        buf_putc(&number->plain, '-');
    for (size_t at = 0; at < number->text.n;) {
        size_t from = at;
        uint32_t code = utf8_next(number->text, &at);
        char ascii = narrow(code);
        if (ascii)
            add_fault(number, FAULT_FULL_WIDTH);
        if (ascii || code < 0x80)
            put_digit(number, ascii ? ascii : (char)code);
        else
            buf_put(&number->plain, number->text.p + from, at - from);
    }
}

/* .5 → 0.5, 5. → 5 */
static void mend_point(struct number *number)
{
    struct buf *plain = &number->plain;
    size_t sign = plain->n && plain->p[0] == '-';
    if (plain->n > sign + 1 && plain->p[plain->n - 1] == '.') {
        plain->p[--plain->n] = '\0';
        add_fault(number, FAULT_SPELLING);
    }
    if (plain->n <= sign + 1 || plain->p[sign] != '.')
        return;
    struct buf mended = {0};
    buf_put(&mended, plain->p, sign);
    buf_putc(&mended, '0');
    buf_put(&mended, plain->p + sign, plain->n - sign);
    buf_free(plain);
    *plain = mended;
    add_fault(number, FAULT_SPELLING);
}

/* The number in the unit of the record, or as it is when it has no unit of money; NULL when that is
 * too large. */
static const char *in_unit(struct check *check, const struct number *number, int64_t millionths)
{
    int power = number->power - (check->ten_thousand ? 4 : 0);
    int64_t value = millionths;
    if (number->power < 0 || !power)
        return arena_copy(check->arena, number->plain.p, number->plain.n);
    for (; power > 0; power--)
        if (__builtin_mul_overflow(value, 10, &value))
            return NULL;
    const struct number_style style = {
        .decimals = 6, .trim = true, .divisor = power < 0 ? decimal_power(-power) : 1};
    struct buf buf = {0};
    decimal_print(&buf, value, 6, &style);
    const char *text = arena_copy(check->arena, buf.p, buf.n);
    buf_free(&buf);
    return text;
}

static enum fault worst_of(unsigned faults)
{
    enum fault worst = FAULT_PERCENT;
    while (worst > FAULT_SEPARATORS && !(faults & 1u << worst))
        worst--;
    return worst;
}

static void report_fault(struct check *check, const struct node *node, const struct number *number,
                         bool money, const char *write)
{
    const char *path = node_path(check->arena, node).p;
    const char *unit = check->ten_thousand ? "万元" : "元";
    switch (worst_of(number->faults)) {
    case FAULT_SEPARATORS:
        diag_report(check->diag, MSG_SEPARATORS, node->pos, write);
        break;
    case FAULT_SPELLING:
        diag_report(check->diag, MSG_NUMBER_SPELLING, node->pos, node->text.p, write);
        break;
    case FAULT_BRACKETS:
        diag_report(check->diag, MSG_NUMBER_BRACKETS, node->pos, node->text.p, write);
        break;
    case FAULT_FULL_WIDTH:
        diag_report(check->diag, MSG_NUMBER_FULL_WIDTH, node->pos, node->text.p, write);
        break;
    case FAULT_UNIT:
        if (money)
            diag_report(check->diag, MSG_NUMBER_UNIT, node->pos, path, unit, write);
        else
            diag_report(check->diag, MSG_NUMBER_COUNTED, node->pos, path, write);
        break;
    case FAULT_COMMENT:
        diag_report(check->diag, MSG_NUMBER_COMMENT, node->pos, write,
                    slice_copy(check->arena, number->comment).p);
        break;
    case FAULT_PERCENT:
        diag_report(check->diag, MSG_NUMBER_PERCENT, node->pos, path);
        break;
    }
}

/* 2.38E+06: what a spreadsheet shows of a number too wide for its cell. */
static bool is_exponent(struct slice text)
{
    size_t at = 0, digits = 0;
    while (at < text.n && (strchr("0123456789.,+-", text.p[at])))
        digits += text.p[at++] >= '0';
    if (!digits || at == text.n || (text.p[at] != 'E' && text.p[at] != 'e'))
        return false;
    for (at++; at < text.n; at++)
        if (!strchr("0123456789+-", text.p[at]))
            return false;
    return true;
}

static bool is_one_of(struct slice text, const char *const *words)
{
    for (; *words; words++)
        if (slice_is(text, *words))
            return true;
    return false;
}

/* What people write where there is no amount. */
static bool is_nothing(struct slice text)
{
    static const char *const nothings[] = {"-",      "－",     "—",   "——",  "--",   "---",  "–",
                                           "/",      "／",     "无",  "空",  "暂无", "没有", "零",
                                           "不涉及", "不适用", "N/A", "n/a", "NA",   "null", NULL};
    return is_one_of(text, nothings);
}

/* Whether it is written in Chinese numerals alone: 一百二十, 壹佰元整. */
static bool is_han_number(struct slice text)
{
    static const char digits[] = "一二三四五六七八九十百千万亿零〇两壹贰叁肆伍陆柒捌玖拾佰仟元整点";
    size_t at = 0, count = 0;
    while (at < text.n) {
        size_t from = at;
        utf8_next(text, &at);
        if (at - from != 3 || !memmem(digits, sizeof digits - 1, text.p + from, 3))
            return false;
        count++;
    }
    return count > 0;
}

struct slice number_of_full_width(struct arena *arena, struct slice text, const char **write)
{
    size_t end = 0;
    bool full = false;
    struct buf plain = {0};
    while (end < text.n) {
        size_t next = end;
        uint32_t code = utf8_next(text, &next);
        char ascii = code < 0x80 ? (char)code : narrow(code);
        if (!ascii || !strchr("0123456789.-", ascii))
            break;
        full |= code >= 0x80;
        buf_putc(&plain, ascii);
        end = next;
    }
    *write = full ? arena_copy(arena, plain.p, plain.n) : NULL;
    buf_free(&plain);
    return (struct slice){text.p, full ? end : 0};
}

bool number_report(struct check *check, const struct node *node, bool money)
{
    struct slice text = text_trim(node->text);
    enum message message = is_exponent(text)     ? MSG_NUMBER_EXPONENT
                           : is_nothing(text)    ? MSG_NUMBER_NOTHING
                           : is_han_number(text) ? MSG_NUMBER_HAN
                                                 : MSG_NOT_AMOUNT;
    if (message != MSG_NOT_AMOUNT) {
        diag_report_chosen(check->diag, message, node->pos, node->text.p);
        return true;
    }
    struct number number = {.text = text, .power = -1};
    drop_comment(&number);
    drop_brackets(&number);
    drop_currency(&number);
    drop_unit(&number);
    put_digits(&number);
    mend_point(&number);
    int64_t millionths;
    bool found =
        number.faults && decimal_parse(buf_slice(&number.plain), 6, &millionths) == DECIMAL_OK;
    if (found) {
        const char *write = money ? in_unit(check, &number, millionths)
                                  : arena_copy(check->arena, number.plain.p, number.plain.n);
        if (write)
            report_fault(check, node, &number, money, write);
        else
            diag_report(check->diag, MSG_RANGE, node->pos, node_path(check->arena, node).p);
    }
    buf_free(&number.plain);
    return found;
}
