/*
 * The colours of the file are sRGB. An ICC profile of version 4 says so in some 500 bytes: its
 * three curves are the formula of IEC 61966-2-1 itself, with five parameters, instead of a table.
 * Numbers are fixed point, 16 bits before and 16 after the point.
 */
#include <string.h>

#include "device/pdf/writer.h"

enum { HEADER = 128, ROW = 12 };

/* White and primaries of sRGB, adapted to the profile's white (D50) by the Bradford matrix, which
 * is `chad`. */
static const int32_t white[] = {63190, 65536, 54061};
static const int32_t red[] = {28576, 14581, 912};
static const int32_t green[] = {25239, 46983, 6361};
static const int32_t blue[] = {9375, 3972, 46787};
static const int32_t adaptation[] = {68674, 1502, -3291, 1939, 64912, -1119, -606, 988, 49262};
/* ((x + 0.055) / 1.055) ^ 2.4 from 0.04045 on, x / 12.92 below: g, a, b, c, d */
static const int32_t curve[] = {157286, 62119, 3417, 5072, 2651};

static const struct part {
    char tag[5], type[5];
    uint32_t head; /* between the type and the numbers */
    bool has_head;
    const int32_t *numbers;
    int count;
    const char *text; /* of a type that holds text, ASCII */
} parts[] = {
    {"desc", "mluc", 0, false, NULL, 0, "sRGB"},
    {"cprt", "mluc", 0, false, NULL, 0, "No copyright"},
    {"wtpt", "XYZ ", 0, false, white, 3, NULL},
    {"chad", "sf32", 0, false, adaptation, 9, NULL},
    {"rXYZ", "XYZ ", 0, false, red, 3, NULL},
    {"gXYZ", "XYZ ", 0, false, green, 3, NULL},
    {"bXYZ", "XYZ ", 0, false, blue, 3, NULL},
    {"rTRC", "para", 3 << 16, true, curve, 5, NULL}, /* function 3 */
    {"gTRC", "para", 3 << 16, true, curve, 5, NULL},
    {"bTRC", "para", 3 << 16, true, curve, 5, NULL},
};

enum { PARTS = sizeof parts / sizeof *parts };

static void put_u32(struct buf *out, uint32_t value)
{
    const char bytes[] = {(char)(value >> 24), (char)(value >> 16), (char)(value >> 8),
                          (char)value};
    buf_put(out, bytes, sizeof bytes);
}

/* One English text, as the only entry of a multi-language table. */
static void put_english(struct buf *out, const char *text)
{
    put_u32(out, 1);
    put_u32(out, 12);
    buf_puts(out, "enUS");
    put_u32(out, (uint32_t)strlen(text) * 2);
    put_u32(out, 28);
    for (; *text; text++) {
        buf_putc(out, '\0');
        buf_putc(out, *text);
    }
}

static void put_part(struct buf *out, const struct part *part)
{
    buf_puts(out, part->type);
    put_u32(out, 0);
    if (part->text)
        put_english(out, part->text);
    if (part->has_head)
        put_u32(out, part->head);
    for (int i = 0; i < part->count; i++)
        put_u32(out, (uint32_t)part->numbers[i]);
    while (out->n % 4)
        buf_putc(out, '\0');
}

/* The fixed header: a display profile, RGB to XYZ. Device, date and creator stay empty. */
static void put_header(struct buf *out, uint32_t size)
{
    put_u32(out, size);
    put_u32(out, 0);
    put_u32(out, 0x04200000); /* version 4.2 */
    buf_puts(out, "mntrRGB XYZ ");
    put_u32(out, 2020 << 16 | 1); /* a date is required: 1 January 2020 */
    put_u32(out, 1 << 16);
    put_u32(out, 0);
    buf_puts(out, "acsp");
    while (out->n < 68)
        buf_putc(out, '\0');
    for (int i = 0; i < 3; i++)
        put_u32(out, (uint32_t)white[i]);
    while (out->n < HEADER)
        buf_putc(out, '\0');
}

void icc_put_srgb(struct buf *out)
{
    struct buf body = {0}, table = {0}, header = {0};
    put_u32(&table, PARTS);
    for (int i = 0; i < PARTS; i++) {
        size_t start = body.n;
        put_part(&body, &parts[i]);
        buf_puts(&table, parts[i].tag);
        put_u32(&table, (uint32_t)(HEADER + 4 + PARTS * ROW + start));
        put_u32(&table, (uint32_t)(body.n - start));
    }
    put_header(&header, (uint32_t)(HEADER + table.n + body.n));
    buf_put_slice(out, buf_slice(&header));
    buf_put_slice(out, buf_slice(&table));
    buf_put_slice(out, buf_slice(&body));
    buf_free(&header);
    buf_free(&table);
    buf_free(&body);
}
