/* Where a position is, for people and for programs. */
#include <string.h>

#include "base/source.h"

/* ---- Spots ---- */

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same_spot(const struct spot *a, const struct spot *b)
{
    return is_same_text(a->sheet, b->sheet) && is_same_text(a->field, b->field) &&
           a->page == b->page && a->table == b->table && a->paragraph == b->paragraph &&
           a->row == b->row && a->column == b->column &&
           memcmp(&a->box, &b->box, sizeof a->box) == 0;
}

bool pos_is_same(struct pos a, struct pos b)
{
    if (a.source == b.source)
        return a.offset == b.offset;
    return a.source && b.source && a.source->spot && b.source->spot && a.offset == b.offset &&
           strcmp(a.source->name, b.source->name) == 0 &&
           is_same_spot(a.source->spot, b.source->spot);
}

static bool has_box(const struct spot *spot)
{
    return spot->box.right > spot->box.left || spot->box.bottom > spot->box.top;
}

/* Appends B7, or AA or 7 when the other is not told. */
static void put_cell(struct buf *out, const struct spot *spot)
{
    char letters[8];
    size_t from = sizeof letters;
    for (uint32_t left = spot->column; left; left = (left - 1) / 26)
        letters[--from] = (char)('A' + (left - 1) % 26);
    buf_put(out, letters + from, sizeof letters - from);
    if (spot->row)
        buf_printf(out, "%u", spot->row);
}

static void put_part(struct buf *out, const char *const forms[2], uint32_t number,
                     enum language language)
{
    if (!number)
        return;
    if (language == LANGUAGE_ENGLISH && out->n && out->p[out->n - 1] != ':')
        buf_putc(out, ' ');
    buf_puts(out, forms[language]);
    buf_printf(out, language == LANGUAGE_ENGLISH ? " %u" : "%u", number);
}

static void put_parts(struct buf *out, const struct spot *spot, enum language language)
{
    static const char *const page[] = {"page", "第"}, *const table[] = {"table", "表"},
                             *const paragraph[] = {"paragraph", "第"}, *const row[] = {"row", "行"},
                             *const column[] = {"column", "列"};
    bool chinese = language == LANGUAGE_CHINESE;
    put_part(out, page, spot->page, language);
    buf_puts(out, chinese && spot->page ? "页" : "");
    put_part(out, table, spot->table, language);
    put_part(out, paragraph, spot->paragraph, language);
    buf_puts(out, chinese && spot->paragraph ? "段" : "");
    put_part(out, row, spot->row, language);
    put_part(out, column, spot->column, language);
    if (has_box(spot) && !spot->table)
        buf_printf(out, " (%d,%d)", spot->box.left / 1000, spot->box.top / 1000);
}

/* A spot that tells nothing is the file as a whole. */
static bool tells_nothing(const struct spot *spot)
{
    static const struct spot none;
    return is_same_spot(spot, &none);
}

static void put_spot(struct buf *out, const struct spot *spot, enum language language)
{
    if (tells_nothing(spot))
        return;
    buf_putc(out, ':');
    if (spot->sheet) {
        buf_printf(out, "%s%s", spot->sheet, spot->row || spot->column ? "!" : "");
        put_cell(out, spot);
    } else if (spot->field) {
        buf_printf(out, language == LANGUAGE_CHINESE ? "栏目“%s”" : "field %s", spot->field);
    } else {
        put_parts(out, spot, language);
    }
}

/* ---- Spots read ---- */

/* Takes the number that begins the text. */
static bool take_number(struct slice *text, uint32_t *number)
{
    size_t digits = 0;
    for (*number = 0; digits < text->n && text->p[digits] >= '0' && text->p[digits] <= '9';)
        *number = *number * 10 + (uint32_t)(text->p[digits++] - '0');
    *text = (struct slice){text->p + digits, text->n - digits};
    return digits && digits < 10 && *number;
}

static bool take(struct slice *text, const char *word)
{
    size_t length = strlen(word);
    if (!slice_starts(*text, word))
        return false;
    *text = (struct slice){text->p + length, text->n - length};
    return true;
}

/* B7 */
static bool read_cell(struct slice text, struct spot *spot)
{
    size_t letters = 0;
    for (; letters < text.n && letters < 4 && text.p[letters] >= 'A' && text.p[letters] <= 'Z';)
        spot->column = spot->column * 26 + (uint32_t)(text.p[letters++] - 'A' + 1);
    text = (struct slice){text.p + letters, text.n - letters};
    return letters && take_number(&text, &spot->row) && !text.n;
}

/* 第3页表2行5列3, as far as it is told. */
static bool read_parts(struct slice text, struct spot *spot)
{
    const struct {
        const char *before, *after;
        uint32_t *number;
    } parts[] = {{"第", "页", &spot->page},
                 {"表", "", &spot->table},
                 {"行", "", &spot->row},
                 {"列", "", &spot->column}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (take(&text, parts[i].before) &&
            (!take_number(&text, parts[i].number) || !take(&text, parts[i].after)))
            return false;
    return !text.n && spot->row;
}

struct pos pos_parse(struct arena *arena, struct slice text)
{
    const char *colon = memrchr(text.p, ':', text.n);
    struct spot spot = {0};
    if (!colon || colon == text.p)
        return (struct pos){0};
    struct slice name = {text.p, (size_t)(colon - text.p)};
    struct slice place = {colon + 1, text.n - name.n - 1};
    const char *mark = memrchr(place.p, '!', place.n);
    bool read;
    if (mark) {
        struct slice cell = {mark + 1, (size_t)(place.p + place.n - mark - 1)};
        spot.sheet = arena_copy(arena, place.p, (size_t)(mark - place.p));
        read = read_cell(cell, &spot);
    } else {
        read = read_parts(place, &spot);
    }
    return read ? pos_of_spot(arena, slice_copy(arena, name).p, &spot, SLICE("")) : (struct pos){0};
}

/* ---- Lines ---- */

/* Where the line begins, looking back no further than so many bytes. */
static size_t line_start(const struct source *source, size_t offset, size_t most)
{
    size_t least = offset > most ? offset - most : 0;
    const char *text = source->text.p;
    const char *before = offset ? memrchr(text + least, '\n', offset - least) : NULL;
    return before ? (size_t)(before - text) + 1 : least;
}

/* The last place that was worked out while places are remembered. */
static _Thread_local struct {
    bool on;
    const struct source *source;
    size_t offset;
    struct place place;
} last;

void places_remember(bool on)
{
    last.on = on;
    last.source = NULL;
}

struct place pos_place(struct pos pos)
{
    struct place place = {0, 0};
    if (!pos.source || pos.source->spot)
        return place;
    const char *text = pos.source->text.p;
    size_t from = 0, line = 0;
    place = (struct place){1, 1};
    if (last.on && last.source == pos.source && last.offset <= pos.offset) {
        from = line = last.offset;
        place = last.place;
    }
    for (const char *end; (end = memchr(text + line, '\n', pos.offset - line));) {
        line = (size_t)(end - text) + 1;
        place.line++;
    }
    if (line > from || !from) {
        from = line;
        place.column = 1;
    }
    place.column += (uint32_t)utf8_length((struct slice){text + from, pos.offset - from});
    last.source = pos.source;
    last.offset = pos.offset;
    last.place = place;
    return place;
}

/* ---- Told ---- */

void pos_put(struct buf *out, struct pos pos, enum language language)
{
    if (!pos.source)
        return;
    buf_put_visible(out, slice_of(pos.source->name));
    if (pos.source->spot) {
        put_spot(out, pos.source->spot, language);
        return;
    }
    struct place place = pos_place(pos);
    buf_printf(out, ":%u:%u", place.line, place.column);
}

void pos_put_line(struct buf *out, struct pos pos, enum language language)
{
    if (!pos.source || pos.source->spot) {
        pos_put(out, pos, language);
    } else {
        buf_put_visible(out, slice_of(pos.source->name));
        buf_printf(out, ":%u", pos_place(pos).line);
    }
}

static void put_number(struct buf *out, const char *key, uint32_t number)
{
    if (number)
        buf_printf(out, ",\"%s\":%u", key, number);
    else
        buf_printf(out, ",\"%s\":null", key);
}

static void put_spot_json(struct buf *out, const struct spot *spot)
{
    const struct {
        const char *key;
        uint32_t number;
    } parts[] = {{"page", spot->page}, {"table", spot->table}, {"paragraph", spot->paragraph}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].number)
            put_number(out, parts[i].key, parts[i].number);
    if (has_box(spot))
        buf_printf(out, ",\"rectangle\":[%d,%d,%d,%d]", spot->box.left / 1000, spot->box.top / 1000,
                   spot->box.right / 1000, spot->box.bottom / 1000);
    if (spot->sheet) {
        buf_puts(out, ",\"sheet\":");
        buf_put_json(out, slice_of(spot->sheet));
    }
    if (spot->sheet && (spot->row || spot->column)) {
        buf_puts(out, ",\"cell\":\"");
        put_cell(out, spot);
        buf_putc(out, '"');
    } else if (spot->row) {
        put_number(out, "row", spot->row);
    }
    if (spot->field) {
        buf_puts(out, ",\"field\":");
        buf_put_json(out, slice_of(spot->field));
    }
}

void pos_put_json(struct buf *out, struct pos pos)
{
    const struct spot *spot = pos.source ? pos.source->spot : NULL;
    struct place place = pos_place(pos);
    buf_puts(out, "\"file\":");
    if (pos.source)
        buf_put_json(out, slice_of(pos.source->name));
    else
        buf_puts(out, "null");
    put_number(out, "line", place.line);
    put_number(out, "column", spot && !spot->sheet ? spot->column : place.column);
    if (spot)
        put_spot_json(out, spot);
}

/* ---- Quoted ---- */

/* What stands upon a letter, below it, or directs text: marks of Latin, Cyrillic, Hebrew, Arabic,
 * Thai, Lao, Tibetan, Myanmar, Mongolian, Tai Tham and Miao, vowels of Korean that join, selectors.
 */
static bool is_narrow(uint32_t code)
{
    static const uint32_t none[][2] = {
        {0x0300, 0x036F},  {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x05BF, 0x05BF},
        {0x05C1, 0x05C2},  {0x05C4, 0x05C5}, {0x05C7, 0x05C7},   {0x0610, 0x061A},
        {0x061C, 0x061C},  {0x064B, 0x065F}, {0x0670, 0x0670},   {0x06D6, 0x06DD},
        {0x06DF, 0x06E4},  {0x06E7, 0x06E8}, {0x06EA, 0x06ED},   {0x0E31, 0x0E31},
        {0x0E34, 0x0E3A},  {0x0E47, 0x0E4E}, {0x0EB1, 0x0EB1},   {0x0EB4, 0x0EBC},
        {0x0EC8, 0x0ECE},  {0x0F18, 0x0F19}, {0x0F35, 0x0F35},   {0x0F37, 0x0F37},
        {0x0F39, 0x0F39},  {0x0F71, 0x0F7E}, {0x0F80, 0x0F84},   {0x0F86, 0x0F87},
        {0x0F8D, 0x0FBC},  {0x0FC6, 0x0FC6}, {0x102D, 0x1030},   {0x1032, 0x1037},
        {0x1039, 0x103A},  {0x103D, 0x103E}, {0x1160, 0x11FF},   {0x180B, 0x180F},
        {0x1885, 0x1886},  {0x18A9, 0x18A9}, {0x1A56, 0x1A56},   {0x1A58, 0x1A60},
        {0x1A62, 0x1A62},  {0x1A65, 0x1A6C}, {0x1A73, 0x1A7F},   {0x1AB0, 0x1AFF},
        {0x1DC0, 0x1DFF},  {0x200B, 0x200F}, {0x202A, 0x202E},   {0x2060, 0x206F},
        {0x20D0, 0x20F0},  {0x302A, 0x302D}, {0x3099, 0x309A},   {0xFE00, 0xFE0F},
        {0xFE20, 0xFE2F},  {0xFEFF, 0xFEFF}, {0x16F4F, 0x16F4F}, {0x16F8F, 0x16F92},
        {0xE0100, 0xE01EF}};
    for (size_t i = 0; code >= 0x300 && i < sizeof none / sizeof *none; i++)
        if (code >= none[i][0] && code <= none[i][1])
            return true;
    return false;
}

/* Columns a terminal gives the character: two for East Asian wide and full-width forms. */
static int columns(uint32_t code)
{
    if (is_narrow(code))
        return 0;
    static const uint32_t wide[][2] = {{0x1100, 0x115F}, {0x2014, 0x2014},   {0x2018, 0x2019},
                                       {0x201C, 0x201D}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (code >= wide[i][0] && code <= wide[i][1])
            return 2;
    return 1;
}

/* A long line is quoted from this many characters before the position to as many after it; more
 * bytes than these are no concern of a quotation. */
enum { QUOTE_BEFORE = 48, QUOTE_AFTER = 64, CHARACTER = 4 };

/* The line around the position, as far as it can be quoted. */
static struct slice line_around(struct pos pos)
{
    enum { BEFORE = QUOTE_BEFORE * CHARACTER + 1, AFTER = (QUOTE_AFTER + 1) * CHARACTER };
    const char *text = pos.source->text.p;
    size_t end = pos.source->text.n, from = line_start(pos.source, pos.offset, BEFORE);
    size_t to = pos.offset, most = end - to > AFTER ? to + AFTER : end;
    while (to < most && text[to] != '\n' && text[to] != '\r')
        to++;
    return (struct slice){text + from, to - from};
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The part of the line that is quoted around the offset `at` in it. */
static struct slice window(struct slice line, size_t at)
{
    size_t from = at, to = at;
    for (int n = 0; from > 0 && n < QUOTE_BEFORE; n++)
        do
            from--;
        while (from > 0 && is_continuation(line.p[from]));
    for (int n = 0; to < line.n && n < QUOTE_AFTER; n++)
        utf8_next(line, &to);
    return (struct slice){line.p + from, to - from};
}

static void put_caret(struct buf *out, struct slice shown, size_t from, size_t to)
{
    for (size_t at = 0; at < from;) {
        uint32_t code = utf8_next(shown, &at);
        buf_puts(out, code == '\t' ? "\t" : &"  "[2 - columns(code)]);
    }
    buf_putc(out, '^');
    bool first = true;
    for (size_t at = from; at < to; first = false)
        for (int n = columns(utf8_next(shown, &at)) - (first ? 1 : 0); n > 0; n--)
            buf_putc(out, '~');
}

void pos_quote(struct buf *out, struct pos pos)
{
    if (!pos.source)
        return;
    struct slice line = line_around(pos);
    if (!line.n)
        return;
    struct slice shown = window(line, (size_t)(pos.source->text.p + pos.offset - line.p));
    bool cut_before = shown.p > line.p, cut_after = shown.p + shown.n < line.p + line.n;
    size_t from = (size_t)(pos.source->text.p + pos.offset - shown.p);
    size_t to = pos.length < shown.n - from ? from + pos.length : shown.n;
    buf_puts(out, cut_before ? "   …" : "    ");
    buf_put_visible(out, shown);
    buf_puts(out, cut_after ? "…\n    " : "\n    ");
    put_caret(out, shown, from, to);
    buf_putc(out, '\n');
}
