#include <string.h>

#include "base/characters.h"
#include "base/decimal.h"
#include "intake/figure.h"

/* ---- Labels ---- */

/* Radicals and compatibility ideographs, which the fonts of a PDF have for characters. */
static bool is_like_another(uint32_t code)
{
    return (code >= 0x2E80 && code <= 0x2FDF) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0x2F800 && code <= 0x2FA1F);
}

/* Scripts that stand beside the Chinese of a label and say the same: Uyghur, Tibetan, Mongolian,
 * Yi, Korean and others. */
static bool is_beside_chinese(uint32_t code)
{
    return (code >= 0x590 && code < 0x1D00) || (code >= 0xA000 && code < 0xD800) ||
           (code >= 0xFB50 && code <= 0xFDFF) || (code >= 0xFE70 && code <= 0xFEFE);
}

static bool is_blank(uint32_t code)
{
    return code <= ' ' || code == 0xA0 || code == 0x3000 || code == 0xFEFF ||
           (code >= 0x2000 && code <= 0x200F) || code == 0x202F;
}

uint32_t label_code(uint32_t code)
{
    static const struct {
        uint32_t from, to;
    } same[] = {{0x3014, '['},    {0x3015, ']'}, {0x3010, '['}, {0x3011, ']'}, {0x2212, '-'},
                {0x3001, 0x3001}, {0x2236, ':'}, {0xFE30, ':'}, {0xFFE5, 0},   {0xA5, 0}};
    if (code >= 0xFF01 && code <= 0xFF5E)
        code -= 0xFEE0;
    if (is_like_another(code))
        code = code_ordinary(code);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (same[i].from == code)
            return same[i].to;
    bool quote = code == '"' || code == '\'' || code == 0x201C || code == 0x201D ||
                 code == 0x2018 || code == 0x2019 || code == 0x300C || code == 0x300D;
    return quote || is_blank(code) || code == 0xB7 || is_beside_chinese(code) ? 0 : code;
}

struct slice label_plain(struct arena *arena, struct slice text)
{
    struct buf out = {0};
    for (size_t at = 0; at < text.n;) {
        uint32_t code = label_code(utf8_next(text, &at));
        if (code)
            buf_put_utf8(&out, code);
    }
    struct slice plain = out.n ? slice_copy(arena, buf_slice(&out)) : (struct slice){"", 0};
    buf_free(&out);
    return plain;
}

static bool is_numeral(uint32_t code)
{
    static const uint32_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                        0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341}; /* 一 … 十 */
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (numerals[i] == code)
            return true;
    return code >= '0' && code <= '9';
}

/* What follows a number such as 十二、 (三) 4. 5、, or the whole. */
static struct slice after_number(struct slice plain)
{
    size_t at = 0, before = 0;
    uint32_t code = plain.n ? utf8_next(plain, &at) : 0;
    bool bracket = code == '(', any = false;
    if (code >= 0x2460 && code <= 0x2473) /* ① … ⑳ */
        return (struct slice){plain.p + at, plain.n - at};
    if (bracket) {
        before = at;
        code = at < plain.n ? utf8_next(plain, &at) : 0;
    }
    for (; is_numeral(code); code = at < plain.n ? utf8_next(plain, &at) : 0) {
        any = true;
        before = at;
    }
    bool ends = bracket ? code == ')' : code == 0x3001 || code == '.' || code == 0xFF0E;
    (void)before;
    return any && ends ? (struct slice){plain.p + at, plain.n - at} : plain;
}

static struct slice without_start(struct slice text, const char *start)
{
    size_t n = strlen(start);
    return slice_starts(text, start) ? (struct slice){text.p + n, text.n - n} : text;
}

struct slice label_bare(struct slice plain)
{
    struct slice bare = plain, last;
    do {
        last = bare;
        bare = after_number(bare);
        bare = without_start(bare, "其中:");
        bare = without_start(bare, "其中");
        bare = without_start(bare, "减:");
        bare = without_start(bare, "加:");
    } while (bare.n != last.n && bare.n);
    return bare.n ? bare : plain;
}

/* A code that was a number once: 2040201.0 */
static struct slice without_decimals(struct slice plain)
{
    const char *point = memchr(plain.p, '.', plain.n);
    size_t whole = point ? (size_t)(point - plain.p) : 0, zeros = whole + 1;
    while (zeros < plain.n && plain.p[zeros] == '0')
        zeros++;
    return whole && zeros == plain.n ? (struct slice){plain.p, whole} : plain;
}

struct slice code_digits(struct arena *arena, struct slice text)
{
    struct slice plain = without_decimals(label_plain(arena, text));
    char *digits = arena_alloc(arena, plain.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < plain.n; i++) {
        if (plain.p[i] >= '0' && plain.p[i] <= '9')
            digits[n++] = plain.p[i];
        else if (plain.p[i] != '.' && plain.p[i] != '-')
            return (struct slice){"", 0};
    }
    return (struct slice){digits, n};
}

struct slice code_prefix(struct arena *arena, struct slice plain)
{
    size_t from = plain.n && (plain.p[0] == '[' || plain.p[0] == '('), n = from;
    while (n < plain.n && plain.p[n] >= '0' && plain.p[n] <= '9')
        n++;
    n -= from;
    return n == 3 || n == 5 || n == 7 ? slice_copy(arena, (struct slice){plain.p + from, n})
                                      : (struct slice){"", 0};
}

/* ---- Figures ---- */

static bool is_nothing(struct slice plain)
{
    static const char *const signs[] = {"",    "-",    "--", "—",   "——", "―", "–",
                                        "一",  "一一", "/",  "\\",  "无", "…", "……",
                                        "...", "*",    "×",  "───", "──", "─"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_is(plain, signs[i]))
            return true;
    return false;
}

/* Takes the unit off the end. */
static struct slice split_unit(struct slice plain, struct slice *unit)
{
    static const char *const units[] = {"万元", "千元", "亿元", "元", "(万元)", "(元)"};
    *unit = (struct slice){"", 0};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t n = strlen(units[i]);
        if (plain.n > n && memcmp(plain.p + plain.n - n, units[i], n) == 0) {
            *unit = (struct slice){plain.p + plain.n - n, n};
            return (struct slice){plain.p, plain.n - n};
        }
    }
    return plain;
}

/* Copies the digits without separators, which must part groups of three. */
static bool copy_digits(char *out, struct slice text)
{
    size_t n = 0, group = 0;
    bool separated = false, point = false, any = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == ',' && !point) {
            if (!any || (separated ? group != 3 : group > 3 || !group))
                return false;
            separated = true;
            group = 0;
            continue;
        }
        if (c == '.' && !point && any) {
            if (separated && group != 3)
                return false;
            point = true;
        } else if (c < '0' || c > '9') {
            return false;
        } else {
            any = true;
            group++;
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return any && out[n - 1] != '.' && (point || !separated || group == 3);
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_of_number(uint32_t code)
{
    return is_digit(code) || code == '.' || code == ',';
}

/* The plain text, in which blanks between digits stand as separators and what else parts a number
 * as a sign that none has: two numbers in a cell are not one. On a page a line may end within a
 * number, where its column is too narrow. */
static struct slice number_plain(struct arena *arena, struct slice text, bool is_of_page)
{
    struct buf out = {0};
    uint32_t last = 0;
    bool blanks = false, others = false; /* since the last character that counts */
    for (size_t at = 0; at < text.n;) {
        uint32_t spelt = utf8_next(text, &at), code = label_code(spelt);
        if (!code) {
            *(is_blank(spelt) && (is_of_page || spelt != '\n') ? &blanks : &others) = true;
            continue;
        }
        if (others && is_of_number(last) && is_of_number(code))
            buf_putc(&out, '?');
        else if (blanks && !is_of_page && is_digit(last) && is_digit(code))
            buf_putc(&out, ',');
        buf_put_utf8(&out, code);
        last = code;
        blanks = others = false;
    }
    struct slice plain = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return plain;
}

/* Whether the text says something in a script that labels do not count. */
static bool is_foreign(struct slice text)
{
    for (size_t at = 0; at < text.n;)
        if (is_beside_chinese(utf8_next(text, &at)))
            return true;
    return false;
}

/* Takes the sign off, as accountants write it: -12, 12-, 负12, (12). false for two of them. */
static bool split_sign(struct slice *plain, bool *minus)
{
    const size_t word = strlen("负");
    unsigned signs = 0;
    struct slice text = *plain;
    if (text.n > 2 && text.p[0] == '(' && text.p[text.n - 1] == ')' && ++signs)
        text = (struct slice){text.p + 1, text.n - 2};
    if (text.n > 1 && text.p[0] == '-' && ++signs)
        text = (struct slice){text.p + 1, text.n - 1};
    if (text.n > 1 && text.p[text.n - 1] == '-' && ++signs)
        text.n--;
    if (slice_starts(text, "负") && ++signs)
        text = (struct slice){text.p + word, text.n - word};
    *plain = text;
    *minus = signs > 0;
    return signs < 2;
}

static enum figure_text read_text(struct arena *arena, const struct cell *cell,
                                  struct slice *number, struct slice *unit)
{
    struct slice plain = label_plain(arena, cell->text);
    if (is_nothing(plain))
        return plain.n || !is_foreign(cell->text) ? FIGURE_NOTHING : FIGURE_WORDS;
    plain = split_unit(number_plain(arena, cell->text, cell->box.right > 0), unit);
    bool minus, sound = split_sign(&plain, &minus);
    char *digits = arena_alloc(arena, plain.n + 2);
    if (!sound || !copy_digits(digits + 1, plain))
        return FIGURE_WORDS;
    digits[0] = '-';
    *number = slice_of(minus ? digits : digits + 1);
    return FIGURE_NUMBER;
}

enum figure_text figure_read(struct arena *arena, const struct cell *cell, struct slice *number,
                             struct slice *unit)
{
    *unit = (struct slice){"", 0};
    if (!cell)
        return FIGURE_NOTHING;
    if (cell->kind == CELL_PENDING)
        return FIGURE_PENDING;
    if (cell->kind == CELL_FAULT)
        return FIGURE_FAULT;
    if (cell->kind == CELL_SCALED)
        return FIGURE_SCALED;
    if (cell->kind == CELL_NUMBER) {
        *number = cell->text;
        return FIGURE_NUMBER;
    }
    return read_text(arena, cell, number, unit);
}

static const struct {
    const char *name;
    int64_t unit;
} units_of_money[] = {
    {"万元", 1000000}, {"千元", 100000}, {"亿元", 10000000000}, {"百元", 10000}, {"元", 100}};

enum { UNITS = sizeof units_of_money / sizeof *units_of_money };

/* Whether what follows a unit leaves it one: not 元氏县, 元/万元. */
static bool ends_unit(struct slice after)
{
    return !after.n || strchr("(),;|0123456789", *after.p) || slice_starts(after, "公开") ||
           slice_starts(after, "财决") || slice_starts(after, "、列") || slice_starts(after, "。");
}

int64_t unit_of_money(struct slice name)
{
    if (slice_starts(name, "("))
        name = (struct slice){name.p + 1, name.n - 1};
    name = without_start(name, "人民币");
    for (size_t i = 0; i < UNITS; i++) {
        size_t n = strlen(units_of_money[i].name);
        if (slice_starts(name, units_of_money[i].name) &&
            ends_unit((struct slice){name.p + n, name.n - n}))
            return units_of_money[i].unit;
    }
    return 0;
}

struct slice unit_name(int64_t unit)
{
    for (size_t i = 0; i < UNITS; i++)
        if (units_of_money[i].unit == unit)
            return slice_of(units_of_money[i].name);
    return (struct slice){"", 0};
}

bool figure_amount(struct slice number, int64_t unit, int64_t *amount, int64_t *step, bool *rounded)
{
    /* Forms print two decimals; idle zeros may be dropped, and a sheet does not hold them. */
    enum { SCALE_MAX = 12, DECIMALS_PRINTED = 2 };
    const char *point = memchr(number.p, '.', number.n);
    size_t decimals = point ? (size_t)(number.p + number.n - point) - 1 : 0;
    int scale = decimals > SCALE_MAX ? SCALE_MAX : (int)decimals;
    struct slice read = {number.p, number.n - (decimals - (size_t)scale)};
    int64_t value, power = decimal_power(scale);
    if (decimal_parse(read, scale, &value) != DECIMAL_OK ||
        !decimal_scale(value, unit, power, amount))
        return false;
    *rounded = (__int128)*amount * power != (__int128)value * unit;
    power = decimal_power(scale < DECIMALS_PRINTED ? DECIMALS_PRINTED : scale);
    *step = power < unit ? unit / power : 1;
    return true;
}
