/* Rules between neighbours: they look at two atoms, hardly ever at more. */
#include <string.h>

#include "layout/shape_int.h"

static bool never_starts(const struct atom *atom)
{
    switch (atom->class) {
    case ATOM_CLOSE:
    case ATOM_STOP:
    case ATOM_POSTFIX:
    case ATOM_JOIN:
    case ATOM_ELLIPSIS:
    case ATOM_MIDDLE:
    case ATOM_SPACE:
    case ATOM_BREAK:
        return true;
    default:
        return false;
    }
}

/* The rules are few and depend on two neighbours only, so they stand here rather than in a library
 * for all scripts, whose classes (quotation marks above all) would have to be undone for Chinese.
 */
static bool may_break(const struct atom *atoms, uint32_t count, uint32_t i)
{
    const struct atom *a = &atoms[i], *b = &atoms[i + 1];
    if (a->class == ATOM_BREAK)
        return true;
    if (never_starts(b) || a->class == ATOM_OPEN || a->class == ATOM_PREFIX ||
        a->class == ATOM_JOIN)
        return false;
    if (a->class == ATOM_SPACE)
        return true;
    if (b->class == ATOM_DASH) {
        bool pair = b->bytes > 3 || (i + 2 < count && atoms[i + 2].class == ATOM_DASH);
        return a->class != ATOM_DASH && pair;
    }
    if ((a->class == ATOM_LATIN || a->class == ATOM_SCRIPT) &&
        (b->class == ATOM_LATIN || b->class == ATOM_SCRIPT))
        return false;
    if ((a->code == 0x4E07 || a->code == 0x4EBF) && b->code == 0x5143)
        return false;                           /* 万元 亿元 */
    return !(a->code < 0x80 && b->code < 0x80); /* 1,234.5 a@b.cn f(x) */
}

/* Words, numbers and addresses are spaced as their font spaces them. */
static bool is_western(const struct atom *atom)
{
    return atom->class == ATOM_LATIN || (atom->code > ' ' && atom->code < 0x80);
}

/* Two full-width marks side by side leave a hole: together they take one and a half. An apostrophe
 * in a Latin word takes a half. */
static void squeeze_pair(struct atom *a, struct atom *b)
{
    bool opens = b->class == ATOM_OPEN;
    bool marks = opens || b->class == ATOM_CLOSE || b->class == ATOM_STOP;
    bool apostrophe = a->code == 0x2019 && b->class == ATOM_LATIN && b->code > '9';
    if (a->give_right && (marks || apostrophe))
        a->pair_right = a->give_right;
    else if (a->class == ATOM_OPEN && opens)
        b->pair_left = b->give_left;
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
        for (to = from; to < count && is_western(&atoms[to]);)
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
        a->tight = (a->foreign ? a->joined : is_western(a)) && (b->foreign || is_western(b));
        if (a->class != ATOM_BREAK && (a->bound || (a->foreign && b->foreign)))
            a->breaks = a->joint || !a->bound;
    }
}

void neighbours_settle(struct atom *atoms, uint32_t count, bool foreign)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        atoms[i].breaks = atoms[i].breaks || may_break(atoms, count, i);
        atoms[i].tight = is_western(&atoms[i]) && is_western(&atoms[i + 1]);
        squeeze_pair(&atoms[i], &atoms[i + 1]);
    }
    if (foreign)
        settle_foreign(atoms, count);
    break_addresses(atoms, count);
    if (count)
        atoms[count - 1].breaks = true;
}
