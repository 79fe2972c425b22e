#include "device/pdf/syntax.h"

#include <string.h>

static const char hex_digits[] = "0123456789ABCDEF";
static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

enum { LONGEST = 24 /* of a number */ };

/* Where a number goes, with room for it; the end says where it ended. */
static char *number_begin(struct buf *out)
{
    if (out->room - out->n <= LONGEST)
        buf_reserve(out, LONGEST);
    return out->p + out->n;
}

static void number_end(struct buf *out, char *end)
{
    *end = '\0';
    out->n = (size_t)(end - out->p);
}

static unsigned count_digits(uint64_t value)
{
    unsigned count = 1;
    for (; value >= 10000; value /= 10000)
        count += 4;
    return count + (value >= 10) + (value >= 100) + (value >= 1000);
}

/* The last so many digits; returns where they end. */
static char *digits_put(char *to, uint64_t value, unsigned digits)
{
    char *end = to + digits, *at = end;
    for (; digits >= 2; digits -= 2, value /= 100)
        memcpy(at -= 2, &pairs[value % 100 * 2], 2);
    if (digits)
        *--at = (char)('0' + value % 10);
    return end;
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

void put_int(struct buf *out, int64_t value)
{
    char *to = number_begin(out);
    if (value < 0)
        *to++ = '-';
    number_end(out, digits_put(to, magnitude(value), count_digits(magnitude(value))));
}

void put_wide(struct buf *out, uint32_t value, unsigned digits)
{
    unsigned count = count_digits(value);
    number_end(out, digits_put(number_begin(out), value, count > digits ? count : digits));
}

void put_milli(struct buf *out, int64_t thousandths)
{
    uint64_t whole = magnitude(thousandths) / 1000, rest = magnitude(thousandths) % 1000;
    char *to = number_begin(out);
    if (thousandths < 0)
        *to++ = '-';
    if (whole || !rest)
        to = digits_put(to, whole, count_digits(whole));
    if (rest) {
        *to++ = '.';
        to = digits_put(to, rest, 3);
        while (to[-1] == '0')
            to--;
    }
    number_end(out, to);
}

void put_ref(struct buf *out, uint32_t object)
{
    put_int(out, object);
    buf_put(out, " 0 R", 4);
}

void put_hex4(struct buf *out, uint16_t value)
{
    char text[4] = {hex_digits[value >> 12], hex_digits[value >> 8 & 15],
                    hex_digits[value >> 4 & 15], hex_digits[value & 15]};
    buf_put(out, text, 4);
}

void put_utf16(struct buf *out, struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (code >= 0x10000) {
            code -= 0x10000;
            put_hex4(out, (uint16_t)(0xD800 | code >> 10));
            code = 0xDC00 | (code & 0x3FF);
        }
        put_hex4(out, (uint16_t)code);
    }
}

void put_name(struct buf *out, struct slice name)
{
    buf_putc(out, '/');
    for (size_t i = 0; i < name.n; i++) {
        unsigned char byte = (unsigned char)name.p[i];
        if (byte > ' ' && byte < 0x7F && !strchr("()<>[]{}/%#", byte)) {
            buf_putc(out, (char)byte);
        } else {
            char text[3] = {'#', hex_digits[byte >> 4], hex_digits[byte & 15]};
            buf_put(out, text, 3);
        }
    }
}

void put_bytes(struct buf *out, struct slice bytes)
{
    buf_putc(out, '(');
    for (size_t i = 0; i < bytes.n; i++) {
        char byte = bytes.p[i];
        if (byte == '\r') {
            buf_put(out, "\\r", 2);
            continue;
        }
        if (byte == '(' || byte == ')' || byte == '\\')
            buf_putc(out, '\\');
        buf_putc(out, byte);
    }
    buf_putc(out, ')');
}

static bool is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < ' ' || text.p[i] > '~')
            return false;
    }
    return true;
}

void put_text(struct buf *out, struct slice text)
{
    if (is_ascii(text)) {
        put_bytes(out, text);
        return;
    }
    buf_put(out, "<FEFF", 5);
    put_utf16(out, text);
    buf_putc(out, '>');
}
