#include "device/pdf/syntax.h"

#include <string.h>

static const char hex_digits[] = "0123456789ABCDEF";
static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

/* Writes the digits of value so that they end before `end`; returns where they begin. */
static char *digits_before(char *end, uint64_t value)
{
    for (; value >= 100; value /= 100)
        memcpy(end -= 2, &pairs[value % 100 * 2], 2);
    if (value >= 10)
        memcpy(end -= 2, &pairs[value * 2], 2);
    else
        *--end = (char)('0' + value);
    return end;
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

void put_int(struct buf *out, int64_t value)
{
    char text[2 * BUF_SHORT] = "", *end = text + BUF_SHORT;
    char *at = digits_before(end, magnitude(value));
    if (value < 0)
        *--at = '-';
    buf_put_short(out, at, (size_t)(end - at));
}

void put_wide(struct buf *out, uint32_t value, unsigned digits)
{
    char text[2 * BUF_SHORT] = "", *end = text + BUF_SHORT;
    char *at = digits_before(end, value);
    while (end - at < (ptrdiff_t)digits)
        *--at = '0';
    buf_put_short(out, at, (size_t)(end - at));
}

void put_milli(struct buf *out, int64_t thousandths)
{
    char text[2 * BUF_SHORT] = "", *end = text + BUF_SHORT;
    uint64_t rest = magnitude(thousandths);
    int decimals = 3;
    for (; decimals && rest % 10 == 0; decimals--)
        rest /= 10;
    char *at = end;
    for (int i = 0; i < decimals; i++, rest /= 10)
        *--at = (char)('0' + rest % 10);
    if (decimals)
        *--at = '.';
    if (rest || !decimals)
        at = digits_before(at, rest);
    if (thousandths < 0)
        *--at = '-';
    buf_put_short(out, at, (size_t)(end - at));
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
