#include "batch/names.h"

#include <hb.h>
#include <stdlib.h>
#include <wctype.h>

/* ---- what may be a name ---- */

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + 'a' - 'A') : byte;
}

static bool starts(struct slice name, const char *with)
{
    size_t n = 0;
    while (n < name.n && with[n] && lower(name.p[n]) == with[n])
        n++;
    return !with[n];
}

/* The names of devices, which some systems take for those whatever follows after a dot. */
static bool is_device(struct slice name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    struct slice stem = slice_cut(&name, '.');
    while (stem.n && stem.p[stem.n - 1] == ' ')
        stem.n--;
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        bool numbered = i >= 4;
        if (starts(stem, devices[i]) && stem.n == (numbered ? 4u : 3u) &&
            (!numbered || (stem.p[3] >= '0' && stem.p[3] <= '9')))
            return true;
    }
    return false;
}

static bool is_visible(struct slice name)
{
    if (utf8_check(name) != name.n)
        return false;
    for (size_t at = 0; at < name.n;) {
        uint32_t code = utf8_next(name, &at);
        if (code_is_invisible(code) || (code < 0x80 && strchr("/\\:*?\"<>|#%", (int)code)))
            return false;
    }
    return true;
}

bool is_output_name(struct slice name)
{
    enum { NAME_MAX_BYTES = 255 };
    bool pdf = name.n > 4 && memcmp(name.p + name.n - 4, ".pdf", 4) == 0;
    bool plain = pdf && name.p[0] != '.' && name.p[0] != ' ' && name.p[0] != '-';
    return plain && name.n <= NAME_MAX_BYTES && is_visible(name) && !is_device(name) &&
           !starts(name, "summary.") && !starts(name, "summary-");
}

/* ---- what is one name ---- */

struct letters {
    uint32_t *code;
    uint8_t *class; /* canonical combining class */
    size_t count;
};

static void add_letters(struct letters *letters, hb_unicode_funcs_t *unicode, uint32_t code)
{
    hb_codepoint_t first, second;
    if (hb_unicode_decompose(unicode, code, &first, &second)) {
        add_letters(letters, unicode, first);
        if (second)
            add_letters(letters, unicode, second);
        return;
    }
    uint8_t class = (uint8_t)hb_unicode_combining_class(unicode, code);
    size_t at = letters->count++;
    for (; class && at && letters->class[at - 1] > class; at--) { /* marks in canonical order */
        letters->code[at] = letters->code[at - 1];
        letters->class[at] = letters->class[at - 1];
    }
    letters->code[at] = code;
    letters->class[at] = class;
}

const char *name_key(struct arena *arena, struct slice name)
{
    enum { DECOMPOSED_MAX = 4 };
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    size_t room = (name.n + 1) * DECOMPOSED_MAX;
    struct letters letters = {ARENA_ARRAY(arena, uint32_t, room), ARENA_ARRAY(arena, uint8_t, room),
                              0};
    for (size_t at = 0; at < name.n;)
        add_letters(&letters, unicode, (uint32_t)towlower((wint_t)utf8_next(name, &at)));
    struct buf key = {0};
    for (size_t i = 0; i < letters.count; i++)
        buf_put_utf8(&key, letters.code[i]);
    const char *copy = arena_copy(arena, key.p ? key.p : "", key.n);
    buf_free(&key);
    return copy;
}
