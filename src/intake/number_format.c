#include "intake/number_format.h"

#include <string.h>
#include <time.h>

#include "base/decimal.h"

/* ---- Codes ---- */

/* A character of the code that is not what it shows: a place for a digit, a part of a date. */
struct sign {
    char shows; /* 0: the code has ended; ' ' for text, of whatever characters */
    char text;  /* the character, if it is text and ASCII */
};

/* The next sign of the first section. [Red] and the like show nothing, nor do _x and *x. */
static struct sign next_sign(struct slice *rest)
{
    while (rest->n && *rest->p != ';') {
        char c = *rest->p;
        const char *end = c == '[' ? memchr(rest->p, ']', rest->n) : NULL;
        bool pair = c && strchr("\\!_*", c) && rest->n > 1;
        size_t n = end ? (size_t)(end - rest->p) + 1 : pair ? 2 : 1;
        struct sign sign = {c, 0};
        if (pair)
            sign = (struct sign){' ', rest->p[1]};
        if (c == '"') {
            end = memchr(rest->p + 1, '"', rest->n - 1);
            n = end ? (size_t)(end - rest->p) + 1 : rest->n;
            sign = (struct sign){' ', n == 3 ? rest->p[1] : '\0'};
        }
        *rest = (struct slice){rest->p + n, rest->n - n};
        if (c != '[' && c != '_' && c != '*')
            return sign;
    }
    return (struct sign){0};
}

static bool is_place(char c)
{
    return c && strchr("0#?", c);
}

/* The unit of money that a section has as text. */
static const char *unit_in(struct slice section)
{
    static const char *const units[] = {"万元", "千元", "亿元", "百元", "元"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (memmem(section.p, section.n, units[i], strlen(units[i])))
            return units[i];
    return NULL;
}

/* What a section does with a number. */
struct section {
    struct look look;
    bool minus; /* as text: a sign, or a bracket */
    bool red;
};

static bool is_red(struct slice section)
{
    return memmem(section.p, section.n, "[Red]", strlen("[Red]")) ||
           memmem(section.p, section.n, "[RED]", strlen("[RED]")) ||
           memmem(section.p, section.n, "[红色]", strlen("[红色]"));
}

/* The first section of the code, which it is cut off: 0.00%, yyyy-mm-dd, 0!.0, */
static struct section read_section(struct slice *code)
{
    struct slice start = *code;
    struct section section = {{SHOWN_NUMBER, 0, NULL}, false, false};
    bool places = false, point = false, commas = false, text_point = false, scaled = false;
    bool words = false; /* General, G/通用格式, @ */
    struct sign sign;
    while ((sign = next_sign(code)).shows) {
        char c = sign.shows;
        words |= c == '@' || c < 0 || (c >= 'A' && c <= 'z');
        if (strchr("ymdhsYMDHS", c))
            section.look.shown = SHOWN_DATE;
        else if (c == '%')
            section.look.shown = SHOWN_PERCENT;
        section.minus |= c == '-' || c == '(' || sign.text == '-' || sign.text == '(';
        section.look.decimals += point && is_place(c);
        scaled |= is_place(c) && text_point;
        text_point |= places && c == ' ' && sign.text == '.';
        point |= c == '.';
        commas = is_place(c) ? false : commas || (places && c == ',');
        places |= is_place(c);
    }
    start.n -= code->n;
    section.red = is_red(start);
    if (section.look.shown == SHOWN_NUMBER && (commas || scaled))
        section.look.shown = SHOWN_OTHER;
    else if (section.look.shown == SHOWN_NUMBER && !places && !words)
        section.look.shown = SHOWN_NOTHING;
    if (section.look.shown == SHOWN_NUMBER)
        section.look.unit = unit_in(start);
    return section;
}

/* The format of the code, whose first section is for all numbers, or for those of 0 and more. */
static struct number_format read_code(struct slice code)
{
    struct section above = read_section(&code), below = above;
    bool parted = code.n > 0;
    if (parted) {
        code = (struct slice){code.p + 1, code.n - 1};
        below = read_section(&code);
    }
    if (above.look.shown == SHOWN_NUMBER && above.minus && parted)
        above.look.shown = SHOWN_OTHER;
    if (parted && below.look.shown == SHOWN_NUMBER && !below.minus && !below.red)
        below.look.shown = SHOWN_OTHER;
    return (struct number_format){.above = above.look, .below = below.look};
}

static struct number_format same_look(enum shown shown, int decimals)
{
    const struct look look = {shown, decimals, NULL};
    return (struct number_format){.above = look, .below = look};
}

/* The one that programs know by its number. */
static struct number_format known_format(uint32_t number)
{
    static const struct {
        uint32_t from, to;
        enum shown shown;
        int decimals;
    } known[] = {{9, 9, SHOWN_PERCENT, 0}, {10, 10, SHOWN_PERCENT, 2}, {14, 22, SHOWN_DATE, 0},
                 {27, 36, SHOWN_DATE, 0},  {45, 47, SHOWN_DATE, 0},    {50, 58, SHOWN_DATE, 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (number >= known[i].from && number <= known[i].to)
            return same_look(known[i].shown, known[i].decimals);
    return same_look(SHOWN_NUMBER, 0);
}

/* ---- What is shown ---- */

enum { SCALE = 8, DAYS_MAX = 2958465 /* 9999-12-31 */ };

static struct slice date_shown(struct arena *arena, struct slice number)
{
    const int64_t before_1970 = 25569, seconds = 86400;
    int64_t value;
    if (decimal_parse(number, SCALE, &value) != DECIMAL_OK)
        return number;
    int64_t days = value / decimal_power(SCALE);
    time_t time = (time_t)((days - before_1970) * seconds);
    struct tm date;
    if (days < 1 || days > DAYS_MAX || !gmtime_r(&time, &date))
        return number;
    return slice_of(
        arena_printf(arena, "%04d-%02d-%02d", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday));
}

static struct slice percent_shown(struct arena *arena, struct slice number, int decimals)
{
    enum { PERCENT = 2, DECIMALS_MAX = 6 };
    const struct number_style style = {
        .decimals = decimals < DECIMALS_MAX ? decimals : DECIMALS_MAX, .divisor = 1};
    int64_t value;
    struct buf out = {0};
    const char *point = memchr(number.p, '.', number.n);
    if (point && (size_t)(number.p + number.n - point) > SCALE)
        number.n = (size_t)(point - number.p) + SCALE; /* noise behind what is shown */
    if (decimal_parse(number, SCALE, &value) != DECIMAL_OK ||
        !decimal_print(&out, value, SCALE - PERCENT, &style)) {
        buf_free(&out);
        return number;
    }
    buf_putc(&out, '%');
    struct slice shown = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return shown;
}

enum cell_kind number_show(struct arena *arena, struct slice *number, struct number_format format,
                           bool *blank)
{
    struct slice held = *number;
    const struct look *look = held.n && *held.p == '-' ? &format.below : &format.above;
    *blank = look->shown == SHOWN_NOTHING || format.is_white;
    if (look->shown == SHOWN_OTHER)
        return CELL_SCALED;
    if (look->shown == SHOWN_DATE)
        *number = date_shown(arena, held);
    else if (look->shown == SHOWN_PERCENT)
        *number = percent_shown(arena, held, look->decimals);
    else if (look->unit)
        *number = slice_of(arena_printf(arena, "%s%s", held.p, look->unit));
    return slice_eq(*number, held) ? CELL_NUMBER : CELL_TEXT;
}

/* ---- A workbook's ---- */

void formats_define(struct number_formats *formats, uint32_t number, struct slice code)
{
    if (formats->code_count == formats->most)
        return;
    GROW(formats->arena, formats->codes, formats->code_count, formats->code_room, 16);
    formats->codes[formats->code_count++] = (struct number_code){number, read_code(code)};
}

/* The first that is defined counts. */
static struct number_format format_of(const struct number_formats *formats, uint32_t number)
{
    for (uint32_t i = 0; i < formats->code_count; i++)
        if (formats->codes[i].number == number)
            return formats->codes[i].format;
    return known_format(number);
}

void formats_add_style(struct number_formats *formats, uint32_t number, bool is_white)
{
    if (formats->style_count == formats->most)
        return;
    GROW(formats->arena, formats->styles, formats->style_count, formats->style_room, 16);
    formats->styles[formats->style_count] = format_of(formats, number);
    formats->styles[formats->style_count++].is_white = is_white;
}

struct number_format formats_of(const struct number_formats *formats, uint32_t style)
{
    return style < formats->style_count ? formats->styles[style] : same_look(SHOWN_NUMBER, 0);
}
