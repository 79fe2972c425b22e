/* Numbers and texts as other programs spell them. */
#include <errno.h>
#include <iconv.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "intake/reader.h"

enum { DIGITS_KEPT = 15, EXPONENT_MAX = 30 };

/* A number taken apart: its value is 0.DIGITS × 10^exponent. */
struct scientific {
    bool negative;
    char digits[64];
    int count;
    int exponent;
};

static bool read_digits(struct scientific *number, struct slice text, size_t *at)
{
    bool point = false, any = false;
    for (; *at < text.n; ++*at) {
        char c = text.p[*at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        any = true;
        bool counts = number->count || c != '0';
        if (counts && number->count < (int)sizeof number->digits)
            number->digits[number->count++] = c;
        number->exponent += counts ? !point : -(int)point;
    }
    return any;
}

static bool read_scientific(struct scientific *number, struct slice text)
{
    size_t at = 0;
    number->negative = text.n && text.p[0] == '-';
    at += text.n && (text.p[0] == '-' || text.p[0] == '+');
    if (!read_digits(number, text, &at))
        return false;
    if (at < text.n && (text.p[at] == 'e' || text.p[at] == 'E')) {
        char *end;
        char spelt[16] = "";
        size_t n = text.n - at - 1;
        if (!n || n >= sizeof spelt)
            return false;
        memcpy(spelt, text.p + at + 1, n);
        number->exponent += (int)strtol(spelt, &end, 10);
        return !*end;
    }
    return at == text.n;
}

/* Half up in the last digit kept; then without idle zeros. */
static void round_digits(struct scientific *number)
{
    bool up = number->count > DIGITS_KEPT && number->digits[DIGITS_KEPT] >= '5';
    if (number->count > DIGITS_KEPT)
        number->count = DIGITS_KEPT;
    for (int i = number->count - 1; up && i >= 0; i--) {
        up = number->digits[i] == '9';
        number->digits[i] = up ? '0' : (char)(number->digits[i] + 1);
    }
    if (up) {
        number->digits[0] = '1';
        number->count = 1;
        number->exponent++;
    }
    while (number->count && number->digits[number->count - 1] == '0')
        number->count--;
}

struct slice plain_number(struct arena *arena, struct slice spelt)
{
    struct scientific number = {0};
    if (!read_scientific(&number, spelt))
        return (struct slice){0};
    round_digits(&number);
    if (!number.count)
        return SLICE("0");
    if (number.exponent > EXPONENT_MAX || number.exponent < -EXPONENT_MAX)
        return (struct slice){0};
    struct buf out = {0};
    if (number.negative)
        buf_putc(&out, '-');
    if (number.exponent <= 0)
        buf_puts(&out, "0.");
    for (int i = number.exponent; i < 0; i++)
        buf_putc(&out, '0');
    for (int i = 0; i < number.count || i < number.exponent; i++) {
        if (i && i == number.exponent)
            buf_putc(&out, '.');
        buf_putc(&out, i < number.count ? number.digits[i] : '0');
    }
    struct slice text = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return text;
}

struct slice double_text(struct arena *arena, double value)
{
    char spelt[40];
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = plain ? uselocale(plain) : (locale_t)0;
    snprintf(spelt, sizeof spelt, "%.15g", value);
    if (plain) {
        uselocale(before);
        freelocale(plain);
    }
    return plain_number(arena, slice_of(spelt));
}

/* ---- Runs ---- */

static bool is_any_name(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

void run_start(struct run *run, const char *name, const char **attributes)
{
    static const char *const struck[] = {"strike", "dstrike", "vanish"}, *const off[] = {
                                                                             "0", "false", "off",
                                                                             "none"};
    const char *value = xml_attribute(attributes, "val");
    if (strcmp(name, "r") == 0)
        *run = (struct run){0};
    else if (is_any_name(name, struck, 3))
        run->is_struck |= !value || !is_any_name(value, off, 4);
    else if (strcmp(name, "vertAlign") == 0)
        run->is_raised = value && strcmp(value, "superscript") == 0;
}

void run_put(struct buf *out, const struct run *run, const char *text, size_t n)
{
    static const uint32_t raised[] = {0x2070, 0xB9,   0xB2,   0xB3,   0x2074,
                                      0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    for (size_t i = 0; i < n && !run->is_struck; i++)
        if (run->is_raised && text[i] >= '0' && text[i] <= '9')
            buf_put_utf8(out, raised[text[i] - '0']);
        else
            buf_putc(out, text[i]);
}

/* ---- Encodings ---- */

struct slice text_decoded(struct arena *arena, const char *encoding, struct slice bytes)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1)
        return (struct slice){0};
    struct buf out = {0};
    char *from = (char *)(uintptr_t)bytes.p, chunk[4096];
    size_t left = bytes.n;
    bool sound = true;
    while (left && sound) {
        char *to = chunk;
        size_t room = sizeof chunk;
        sound = iconv(converter, &from, &left, &to, &room) != (size_t)-1 || errno == E2BIG;
        buf_put(&out, chunk, (size_t)(to - chunk));
    }
    iconv_close(converter);
    struct slice text = {0};
    if (sound)
        text = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return text;
}

/* Text of two bytes a character has zeros wherever it has ASCII: at even places or at odd ones. */
static const char *sixteen_bits(struct slice bytes)
{
    size_t zeros[2] = {0, 0}, looked = bytes.n < 4096 ? bytes.n : 4096;
    if (bytes.n >= 2 && memcmp(bytes.p, "\xFF\xFE", 2) == 0)
        return "UTF-16LE";
    if (bytes.n >= 2 && memcmp(bytes.p, "\xFE\xFF", 2) == 0)
        return "UTF-16BE";
    for (size_t i = 0; i < looked; i++)
        zeros[i % 2] += !bytes.p[i];
    if (zeros[1] > looked / 16 && zeros[1] > 4 * zeros[0])
        return "UTF-16LE";
    return zeros[0] > looked / 16 && zeros[0] > 4 * zeros[1] ? "UTF-16BE" : NULL;
}

struct slice text_guessed(struct arena *arena, struct slice bytes)
{
    const char *wide = sixteen_bits(bytes);
    struct slice text = wide                           ? text_decoded(arena, wide, bytes)
                        : utf8_check(bytes) == bytes.n ? bytes
                                                       : text_decoded(arena, "GB18030", bytes);
    if (text.p && text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0)
        text = (struct slice){text.p + 3, text.n - 3};
    return text;
}
