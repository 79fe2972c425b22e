/*
 * A program is numbers and operators: an operator takes the numbers before it. Only calls of
 * subroutines and hints have to be understood; all else is copied as it stands.
 */
#include "device/font/charstring.h"

enum {
    HSTEM = 1,
    VSTEM = 3,
    CALL_LOCAL = 10,
    RETURN = 11,
    ESCAPE = 12,
    ENDCHAR = 14,
    HSTEM_HM = 18,
    HINT_MASK = 19,
    COUNTER_MASK = 20,
    VSTEM_HM = 23,
    SHORT = 28,
    CALL_GLOBAL = 29,
    FIRST_NUMBER = 32, /* but for SHORT */
    FIRST_FLEX = 34,   /* operators after ESCAPE that draw: four */
    FLEXES = 4
};

enum { STACK = 48, DEPTH = 10, STEPS_MAX = 1 << 18 };

struct flattening {
    struct buf *out;
    struct slice global, local;
    struct slice numbers[STACK]; /* as they stand */
    unsigned count;
    unsigned hints;
    unsigned steps; /* operators met */
    unsigned held;  /* 1 when the width is put and no operator after it */
    bool has_width; /* whether there is one has been seen */
    bool ended;
};

uint32_t index_count(struct slice index)
{
    const unsigned char *p = (const unsigned char *)index.p;
    return index.n >= 2 ? (uint32_t)p[0] << 8 | p[1] : 0;
}

static uint32_t offset_at(struct slice index, size_t at, unsigned width)
{
    uint32_t offset = 0;
    for (unsigned i = 0; i < width; i++)
        offset = offset << 8 | (at + i < index.n ? (unsigned char)index.p[at + i] : 0);
    return offset;
}

struct slice index_item(struct slice index, uint32_t item)
{
    static const struct slice none = {NULL, 0};
    uint32_t count = index_count(index);
    unsigned width = offset_at(index, 2, 1);
    if (item >= count || width < 1 || width > 4)
        return none;
    size_t data = 2 + (size_t)(count + 1) * width;
    size_t start = data + offset_at(index, 3 + (size_t)item * width, width);
    size_t end = data + offset_at(index, 3 + (size_t)(item + 1) * width, width);
    return end >= start && end <= index.n ? (struct slice){index.p + start, end - start} : none;
}

/* ---- Numbers ---- */

static size_t number_size(unsigned char first)
{
    return first == SHORT ? 3 : first == 255 ? 5 : first < 247 ? 1 : 2;
}

/* Of a whole number. */
static int number_value(struct slice number)
{
    const unsigned char *p = (const unsigned char *)number.p;
    switch (number.n) {
    case 1:
        return p[0] - 139;
    case 2:
        return p[0] < 251 ? (p[0] - 247) * 256 + p[1] + 108 : -(p[0] - 251) * 256 - p[1] - 108;
    default:
        return (int16_t)(p[1] << 8 | p[2]); /* of one with a fraction what is whole */
    }
}

static bool push(struct flattening *flat, struct slice *rest)
{
    struct slice number = {rest->p, number_size((unsigned char)*rest->p)};
    if (flat->count + flat->held == STACK || number.n > rest->n)
        return false;
    flat->numbers[flat->count++] = number;
    rest->p += number.n;
    rest->n -= number.n;
    return true;
}

/* Mostly they stand side by side in the program. */
static void put_numbers(struct flattening *flat, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to;) {
        struct slice together = flat->numbers[i++];
        for (; i < to && flat->numbers[i].p == together.p + together.n; i++)
            together.n += flat->numbers[i].n;
        buf_put(flat->out, together.p, together.n);
    }
}

/* ---- Operators ---- */

/* Before the first operator stands the width, when there is one number more than it takes; it
 * stays.
 */
static void drop_stems(struct flattening *flat)
{
    if (!flat->has_width && flat->count % 2) {
        put_numbers(flat, 0, 1);
        flat->held = 1;
    }
    flat->has_width = true;
    flat->hints += flat->count / 2;
    flat->count = 0;
}

static bool drop_mask(struct flattening *flat, struct slice *rest)
{
    drop_stems(flat);
    size_t size = (flat->hints + 7) / 8;
    if (size > rest->n)
        return false;
    rest->p += size;
    rest->n -= size;
    return true;
}

/* The operator has taken all numbers. */
static void put_taken(struct flattening *flat, unsigned operator)
{
    put_numbers(flat, 0, flat->count);
    buf_putc(flat->out, (char)operator);
    flat->count = flat->held = 0;
    flat->has_width = true;
}

static bool put_operator(struct flattening *flat, unsigned operator)
{
    enum { OLD = 4 }; /* numbers: then it draws two glyphs of an encoding */
    bool ends = operator== ENDCHAR, old = ends && flat->count + flat->held >= OLD;
    put_taken(flat, operator);
    flat->ended = ends;
    return !old;
}

static bool put_escaped(struct flattening *flat, struct slice *rest)
{
    unsigned operator= rest->n ? (unsigned char)*rest->p : 0;
    if (operator<FIRST_FLEX || operator>= FIRST_FLEX + FLEXES)
        return false;
    put_taken(flat, ESCAPE);
    buf_putc(flat->out, (char)operator);
    rest->p++;
    rest->n--;
    return true;
}

static bool run(struct flattening *flat, struct slice program, unsigned depth);

static bool call(struct flattening *flat, struct slice subroutines, unsigned depth)
{
    uint32_t count = index_count(subroutines);
    int bias = count < 1240 ? 107 : count < 33900 ? 1131 : 32768;
    if (!flat->count || depth == DEPTH)
        return false;
    int item = number_value(flat->numbers[--flat->count]) + bias;
    struct slice program =
        item >= 0 ? index_item(subroutines, (uint32_t)item) : (struct slice){NULL, 0};
    return program.p && run(flat, program, depth + 1);
}

static bool step(struct flattening *flat, struct slice *rest, unsigned operator, unsigned depth)
{
    switch (operator) {
    case CALL_LOCAL:
        return call(flat, flat->local, depth);
    case CALL_GLOBAL:
        return call(flat, flat->global, depth);
    case HSTEM:
    case VSTEM:
    case HSTEM_HM:
    case VSTEM_HM:
        drop_stems(flat);
        return true;
    case HINT_MASK:
    case COUNTER_MASK:
        return drop_mask(flat, rest);
    case ESCAPE:
        return put_escaped(flat, rest);
    default:
        return put_operator(flat, operator);
    }
}

static bool run(struct flattening *flat, struct slice program, unsigned depth)
{
    struct slice rest = program;
    while (rest.n && !flat->ended) {
        unsigned char byte = (unsigned char)*rest.p;
        if (byte >= FIRST_NUMBER || byte == SHORT) {
            if (!push(flat, &rest))
                return false;
            continue;
        }
        rest.p++;
        rest.n--;
        if (byte == RETURN)
            return true;
        if (++flat->steps > STEPS_MAX)
            return false;
        if (!step(flat, &rest, byte, depth))
            return false;
    }
    return true;
}

bool charstring_flatten(struct buf *out, struct slice program, struct slice global,
                        struct slice local)
{
    struct flattening flat = {.out = out, .global = global, .local = local};
    return run(&flat, program, 0) && flat.ended;
}
