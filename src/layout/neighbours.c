/* Rules between neighbours: they look at two atoms, hardly ever at more. */
#include <string.h>

#include "layout/shape_int.h"

/* 元, which no line parts from 万 and 亿. */
enum { YUAN = 0x5143, TEN_THOUSAND = 0x4E07, HUNDRED_MILLION = 0x4EBF };

enum {
    NEVER_STARTS = HOLDS(ATOM_CLOSE) | HOLDS(ATOM_STOP) | HOLDS(ATOM_POSTFIX) | HOLDS(ATOM_JOIN) |
                   HOLDS(ATOM_ELLIPSIS) | HOLDS(ATOM_MIDDLE) | HOLDS(ATOM_SPACE) |
                   HOLDS(ATOM_BREAK),
    NEVER_ENDS = HOLDS(ATOM_OPEN) | HOLDS(ATOM_PREFIX) | HOLDS(ATOM_JOIN),
    WORD = HOLDS(ATOM_LATIN) | HOLDS(ATOM_SCRIPT)
};

/* The rules are few and depend on two neighbours only, so they stand here rather than in a library
 * for all scripts, whose classes (quotation marks above all) would have to be undone for Chinese.
 */
static bool may_break(const struct atom *atoms, uint32_t count, uint32_t i)
{
    const struct atom *a = &atoms[i], *b = &atoms[i + 1];
    unsigned before = HOLDS(a->class), after = HOLDS(b->class);
    if (a->class == ATOM_HAN && b->class == ATOM_HAN)
        return b->code != YUAN || (a->code != TEN_THOUSAND && a->code != HUNDRED_MILLION);
    if (a->class == ATOM_BREAK)
        return true;
    if ((before & NEVER_ENDS) || (after & NEVER_STARTS))
        return false;
    if (a->class == ATOM_SPACE)
        return true;
    if (b->class == ATOM_DASH) {
        bool pair = b->bytes > 3 || (i + 2 < count && atoms[i + 2].class == ATOM_DASH);
        return a->class != ATOM_DASH && pair;
    }
    if ((before & WORD) && (after & WORD))
        return false;
    return !(a->code < 0x80 && b->code < 0x80); /* 1,234.5 a@b.cn f(x) */
}

static bool atom_is_western(const struct atom *atom)
{
    return character_is_western(atom->code, atom->class);
}

/* Two full-width marks side by side leave a hole: together they take one and a half. An apostrophe
 * in a Latin word takes a half. */
static void squeeze_pair(struct atom *a, struct atom *b)
{
    bool opens = b->class == ATOM_OPEN;
    bool marks = opens || b->class == ATOM_CLOSE || b->class == ATOM_STOP;
    bool apostrophe = a->code == 0x2019 && b->class == ATOM_LATIN && b->code > '9';
    if (atom_gives_right(a) && (marks || apostrophe))
        a->pair_right = a->give;
    else if (a->class == ATOM_OPEN && opens)
        b->pair_left = b->give;
}

/* ---- Addresses ---- */

static bool has_code(const struct atom *atoms, uint32_t count, const char *codes)
{
    uint32_t n = (uint32_t)strlen(codes), i = 0;
    while (i < n && i < count && atoms[i].code == (unsigned char)codes[i])
        i++;
    return i == n;
}

/* Whether the western characters are an address of the net or of mail. */
static bool is_address(const struct atom *atoms, uint32_t count)
{
    bool address = has_code(atoms, count, "www.");
    for (uint32_t i = 0; i < count && !address; i++)
        address = atoms[i].code == '@' || has_code(atoms + i, count - i, "://");
    return address;
}

/* An address breaks after its marks, two of which in a row stay together. */
static void break_address(struct atom *atoms, uint32_t count)
{
    static const char marks[] = "/.?&_-=@";
    for (uint32_t i = 1; i + 2 < count; i++) {
        uint32_t code = atoms[i].code, next = atoms[i + 1].code;
        atoms[i].breaks = code < 0x80 && strchr(marks, (int)code) && !strchr(marks, (int)next);
    }
}

static void break_addresses(struct atom *atoms, uint32_t count)
{
    for (uint32_t from = 0, to; from < count; from = to + 1) {
        for (to = from; to < count && atom_is_western(&atoms[to]);)
            to++;
        if (is_address(atoms + from, to - from))
            break_address(atoms + from, to - from);
    }
}

/* Other scripts are broken where Pango says, or the text itself; joined letters are never spaced
 * out. */
static void settle_foreign(struct atom *atoms, uint32_t count)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        struct atom *a = &atoms[i], *b = a + 1;
        if (!a->foreign && !b->foreign)
            continue;
        a->tight =
            (a->foreign ? a->joined : atom_is_western(a)) && (b->foreign || atom_is_western(b));
        if (a->class != ATOM_BREAK && (a->bound || (a->foreign && b->foreign)))
            a->breaks = a->joint || !a->bound;
    }
}

/* In a text of figures no line ends, and nothing is squeezed. */
unsigned neighbours_settle(struct atom *atoms, uint32_t count, unsigned holds, bool foreign)
{
    bool other = holds & HOLDS_OTHER, ends = foreign || (holds & (HOLDS_ENDS | HOLDS_ADDRESS));
    for (uint32_t i = 0; i + 1 < count; i++) {
        struct atom *a = &atoms[i], *b = a + 1;
        a->tight = a->tight && b->tight;
        if (!other)
            continue;
        a->breaks = a->breaks || may_break(atoms, count, i);
        ends = ends || a->breaks;
        if (holds & HOLDS_GIVES)
            squeeze_pair(a, b);
    }
    if (foreign)
        settle_foreign(atoms, count);
    if (holds & HOLDS_ADDRESS)
        break_addresses(atoms, count);
    if (count) {
        atoms[count - 1].breaks = true;
        atoms[count - 1].tight = false;
    }
    return ends ? holds | HOLDS_ENDS : holds;
}
