/*
 * .xlsx: the list of sheets, where each lies, the strings they share, and then the sheets. Values
 * are those that the program last calculated; formulas are not run, and one without a value is kept
 * as such. Of a sheet longer than a grid may be only what is kept takes memory: the sheets are gone
 * through once before, for the strings that their first rows use.
 */
#include <stdlib.h>
#include <strings.h>

#include "intake/number_format.h"
#include "intake/reader.h"

enum {
    ROW_MAX = 1048576,
    COLUMN_MAX = 16384,
    STRINGS_MAX = 1 << 26,
    SHEETS_MAX = 1000,
    STYLES_MAX = 65536
};

/* A sheet named in the workbook. */
struct sheet {
    struct sheet *next;
    struct slice name;
    const char *relation;
    const char *part;
    bool hidden;
};

/* A string that cells share, by its number. */
struct shared {
    uint32_t index;
    struct slice text;
};

/* Parts of the styles: fonts, fills, and the styles that cells name, not those that these build on.
 */
enum styles { STYLES_OTHER, STYLES_FONTS, STYLES_FILLS, STYLES_CELLS };

struct xlsx {
    struct reader *reader;
    struct parts *parts;
    struct sheet *first, **end;
    unsigned sheets;
    bool notes;             /* the sheets are gone through for the strings that they use */
    struct buf used;        /* a bit a shared string */
    uint32_t string;        /* of the one being read: which it is */
    struct shared *strings; /* those used, in their order */
    uint32_t string_count, string_room;
    struct number_formats formats; /* the styles of cells, by their s */
    enum styles styles;            /* which are being read */
    struct buf white, coloured;    /* a byte a font, a byte a fill */
    struct buf text;               /* of the element being read */
    struct run run;                /* how the text stands in its cell */
    bool collects;                 /* text counts */
    bool is_phonetic;              /* how a string is read aloud, not the string */
    struct grid *grid;
    uint32_t row, column; /* of the cell being read */
    char type;            /* its t: n, s (shared), i (in line), t (text of a formula), b, e */
    uint32_t style;       /* its s */
    bool has_formula, has_value;
    bool is_delayed; /* formulas are calculated only when asked */
    struct buf formula, value;
};

static void ignore_text(void *data, const char *text, int length)
{
    (void)data;
    (void)text;
    (void)length;
}

static void ignore_end(void *data, const char *name)
{
    (void)data;
    (void)name;
}

static void collect_text(void *data, const char *text, int length)
{
    struct xlsx *xlsx = data;
    if (xlsx->collects && !xlsx->is_phonetic)
        run_put(&xlsx->text, &xlsx->run, text, (size_t)length);
}

static bool read_part(struct xlsx *xlsx, const char *part,
                      void (*start)(void *, const char *, const char **),
                      void (*end)(void *, const char *), void (*text)(void *, const char *, int))
{
    const struct xml_listener listener = {xlsx, start, end, text};
    return parts_read(xlsx->parts, part, &listener);
}

/* ---- The workbook ---- */

static const char *kept(struct xlsx *xlsx, const char *text)
{
    return text ? arena_copy(xlsx->reader->arena, text, strlen(text)) : "";
}

static void workbook_start(void *data, const char *name, const char **attributes)
{
    struct xlsx *xlsx = data;
    const char *mode = xml_attribute(attributes, "calcMode");
    if (strcmp(name, "calcPr") == 0 && mode && strcmp(mode, "manual") == 0)
        xlsx->is_delayed = true;
    if (strcmp(name, "sheet") != 0 || xlsx->sheets++ >= SHEETS_MAX)
        return;
    struct sheet *sheet = ARENA_NEW(xlsx->reader->arena, struct sheet);
    const char *state = xml_attribute(attributes, "state");
    sheet->name = slice_of(kept(xlsx, xml_attribute(attributes, "name")));
    sheet->relation = "";
    for (const char **at = attributes; at[0]; at += 2)
        if (strchr(at[0], ':') && strcmp(strchr(at[0], ':'), ":id") == 0)
            sheet->relation = kept(xlsx, at[1]);
    sheet->hidden = state && strcmp(state, "visible") != 0;
    *xlsx->end = sheet;
    xlsx->end = &sheet->next;
}

/* A target counts from xl/, unless it begins with a slash. */
static const char *part_of(struct xlsx *xlsx, const char *target)
{
    return *target == '/' ? kept(xlsx, target + 1)
                          : arena_printf(xlsx->reader->arena, "xl/%s", target);
}

static void relations_start(void *data, const char *name, const char **attributes)
{
    struct xlsx *xlsx = data;
    const char *id = xml_attribute(attributes, "Id");
    const char *target = xml_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") != 0 || !id || !target)
        return;
    for (struct sheet *sheet = xlsx->first; sheet; sheet = sheet->next)
        if (strcmp(sheet->relation, id) == 0)
            sheet->part = part_of(xlsx, target);
}

/* ---- Formats ---- */

/* Whether the attributes are of the colour of paper. */
static bool is_white(const char **attributes)
{
    const char *rgb = xml_attribute(attributes, "rgb");
    const char *theme = xml_attribute(attributes, "theme");
    const char *tint = xml_attribute(attributes, "tint");
    uint32_t index = xml_number(attributes, "indexed", 0, UINT32_MAX);
    enum { ALPHA = 2, WHITE = 9, WHITE_TOO = 1 };
    return (rgb && strlen(rgb) > ALPHA && strcasecmp(rgb + strlen(rgb) - 6, "FFFFFF") == 0) ||
           (theme && strcmp(theme, "0") == 0 && (!tint || strcmp(tint, "0") == 0)) ||
           index == WHITE || index == WHITE_TOO;
}

static bool is_marked(const struct buf *marks, uint32_t at)
{
    return at < marks->n && marks->p[at];
}

/* What a font or a fill is like: a byte is added for each, and settled by what stands in it. */
static void look_start(struct xlsx *xlsx, const char *name, const char **attributes)
{
    struct buf *white = &xlsx->white, *coloured = &xlsx->coloured;
    const char *pattern = xml_attribute(attributes, "patternType");
    if (xlsx->styles == STYLES_FONTS && strcmp(name, "font") == 0)
        buf_putc(white, 0);
    else if (xlsx->styles == STYLES_FONTS && strcmp(name, "color") == 0 && white->n)
        white->p[white->n - 1] = is_white(attributes);
    else if (xlsx->styles == STYLES_FILLS && strcmp(name, "fill") == 0)
        buf_putc(coloured, 0);
    else if (xlsx->styles == STYLES_FILLS && strcmp(name, "patternFill") == 0 && coloured->n)
        coloured->p[coloured->n - 1] = pattern && strcmp(pattern, "none") != 0;
    else if (xlsx->styles == STYLES_FILLS && strcmp(name, "gradientFill") == 0 && coloured->n)
        coloured->p[coloured->n - 1] = true;
    else if (xlsx->styles == STYLES_FILLS && strcmp(name, "fgColor") == 0 && coloured->n &&
             is_white(attributes))
        coloured->p[coloured->n - 1] = false;
}

static enum styles styles_named(const char *name)
{
    return strcmp(name, "fonts") == 0     ? STYLES_FONTS
           : strcmp(name, "fills") == 0   ? STYLES_FILLS
           : strcmp(name, "cellXfs") == 0 ? STYLES_CELLS
                                          : STYLES_OTHER;
}

static void styles_start(void *data, const char *name, const char **attributes)
{
    struct xlsx *xlsx = data;
    const char *code = xml_attribute(attributes, "formatCode");
    uint32_t number = xml_number(attributes, "numFmtId", 0, UINT32_MAX);
    if (styles_named(name))
        xlsx->styles = styles_named(name);
    look_start(xlsx, name, attributes);
    if (strcmp(name, "numFmt") == 0 && code) {
        formats_define(&xlsx->formats, number, slice_of(code));
    } else if (strcmp(name, "xf") == 0 && xlsx->styles == STYLES_CELLS) {
        uint32_t font = xml_number(attributes, "fontId", 0, UINT32_MAX);
        uint32_t fill = xml_number(attributes, "fillId", 0, UINT32_MAX);
        formats_add_style(&xlsx->formats, number,
                          is_marked(&xlsx->white, font) && !is_marked(&xlsx->coloured, fill));
    }
}

static void styles_end(void *data, const char *name)
{
    struct xlsx *xlsx = data;
    if (styles_named(name))
        xlsx->styles = STYLES_OTHER;
}

/* ---- Shared strings ---- */

static void note_string(struct xlsx *xlsx, unsigned long index)
{
    while (index < STRINGS_MAX && xlsx->used.n <= index / 8)
        buf_putc(&xlsx->used, 0);
    if (index < STRINGS_MAX)
        xlsx->used.p[index / 8] |= (char)(1 << index % 8);
}

static void keep_string(struct xlsx *xlsx, uint32_t index)
{
    struct arena *arena = xlsx->reader->arena;
    if (index / 8 >= xlsx->used.n || !(xlsx->used.p[index / 8] >> index % 8 & 1))
        return;
    GROW(arena, xlsx->strings, xlsx->string_count, xlsx->string_room, 16);
    xlsx->strings[xlsx->string_count++] =
        (struct shared){index, slice_copy(arena, buf_slice(&xlsx->text))};
}

static struct slice shared_string(const struct xlsx *xlsx, unsigned long index)
{
    uint32_t low = 0, high = xlsx->string_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (xlsx->strings[middle].index < index)
            low = middle + 1;
        else
            high = middle;
    }
    return low < xlsx->string_count && xlsx->strings[low].index == index ? xlsx->strings[low].text
                                                                         : (struct slice){0};
}

static void strings_start(void *data, const char *name, const char **attributes)
{
    struct xlsx *xlsx = data;
    run_start(&xlsx->run, name, attributes);
    if (strcmp(name, "t") == 0)
        xlsx->collects = true;
    else if (strcmp(name, "rPh") == 0)
        xlsx->is_phonetic = true;
}

static void strings_end(void *data, const char *name)
{
    struct xlsx *xlsx = data;
    if (strcmp(name, "t") == 0) {
        xlsx->collects = false;
    } else if (strcmp(name, "rPh") == 0) {
        xlsx->is_phonetic = false;
    } else if (strcmp(name, "si") == 0) {
        xlsx->run = (struct run){0};
        keep_string(xlsx, xlsx->string++);
        buf_clear(&xlsx->text);
    }
}

/* ---- A sheet ---- */

/* B7 → row 6, column 1; false for what is no such address. *rest stands after it. */
static bool read_address(const char *text, uint32_t *row, uint32_t *column, const char **rest)
{
    uint32_t letters = 0, digits = 0;
    for (; *text >= 'A' && *text <= 'Z' && letters <= COLUMN_MAX; text++)
        letters = letters * 26 + (uint32_t)(*text - 'A' + 1);
    for (; *text >= '0' && *text <= '9' && digits <= ROW_MAX; text++)
        digits = digits * 10 + (uint32_t)(*text - '0');
    if (rest)
        *rest = text;
    *row = digits - 1;
    *column = letters - 1;
    return letters && digits && letters <= COLUMN_MAX && digits <= ROW_MAX;
}

static void merge(struct xlsx *xlsx, const char *range)
{
    uint32_t row, column, last_row, last_column;
    const char *rest;
    if (!range || !read_address(range, &row, &column, &rest) || *rest != ':' ||
        !read_address(rest + 1, &last_row, &last_column, NULL) || last_row < row ||
        last_column < column)
        return;
    grid_merge(xlsx->grid, row, column, last_row - row + 1, last_column - column + 1);
}

static void start_cell(struct xlsx *xlsx, const char **attributes)
{
    const char *address = xml_attribute(attributes, "r");
    const char *type = xml_attribute(attributes, "t");
    uint32_t row, column;
    if (address && read_address(address, &row, &column, NULL)) {
        xlsx->row = row;
        xlsx->column = column;
    } else {
        xlsx->column++;
    }
    xlsx->type = !type                            ? 'n'
                 : strcmp(type, "str") == 0       ? 't'
                 : strcmp(type, "inlineStr") == 0 ? 'i'
                                                  : *type;
    xlsx->style = xml_number(attributes, "s", 0, UINT32_MAX);
    xlsx->run = (struct run){0};
    xlsx->has_formula = xlsx->has_value = false;
}

/* Whether the row or column is hidden, or so narrow that it shows nothing. */
static bool is_unseen(const char **attributes, const char *extent)
{
    const char *hidden = xml_attribute(attributes, "hidden");
    const char *size = xml_attribute(attributes, extent);
    return (hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0)) ||
           (size && *size == '0'); /* 0, or 0 and a part */
}

static void start_row(struct xlsx *xlsx, const char **attributes)
{
    xlsx->row = xml_number(attributes, "r", xlsx->row + 2, ROW_MAX) - 1;
    xlsx->column = UINT32_MAX;
    if (!xlsx->notes && is_unseen(attributes, "ht"))
        grid_hide_rows(xlsx->grid, xlsx->row, xlsx->row + 1);
}

static void start_columns(struct xlsx *xlsx, const char **attributes)
{
    uint32_t from = xml_number(attributes, "min", 1, COLUMN_MAX);
    if (!xlsx->notes && is_unseen(attributes, "width"))
        grid_hide_columns(xlsx->grid, from - 1, xml_number(attributes, "max", from, COLUMN_MAX));
}

static void sheet_start(void *data, const char *name, const char **attributes)
{
    struct xlsx *xlsx = data;
    run_start(&xlsx->run, name, attributes);
    if (strcmp(name, "row") == 0) {
        start_row(xlsx, attributes);
    } else if (strcmp(name, "col") == 0) {
        start_columns(xlsx, attributes);
    } else if (strcmp(name, "c") == 0) {
        start_cell(xlsx, attributes);
    } else if (strcmp(name, "v") == 0 || strcmp(name, "f") == 0 || strcmp(name, "t") == 0) {
        xlsx->collects = true;
    } else if (strcmp(name, "rPh") == 0) {
        xlsx->is_phonetic = true;
    } else if (strcmp(name, "mergeCell") == 0) {
        if (!xlsx->notes)
            merge(xlsx, xml_attribute(attributes, "ref"));
    }
}

static void put(struct xlsx *xlsx, enum cell_kind kind, struct slice text)
{
    grid_put(xlsx->grid, xlsx->row, xlsx->column, kind, text);
}

/* A number whose cell shows it as another, or as no number at all. */
static void put_number(struct xlsx *xlsx, struct slice number)
{
    struct number_format format = formats_of(&xlsx->formats, xlsx->style);
    bool blank;
    enum cell_kind kind = number_show(xlsx->reader->arena, &number, format, &blank);
    put(xlsx, kind, number);
    if (blank)
        grid_blank(xlsx->grid, xlsx->row, xlsx->column);
}

static void put_value(struct xlsx *xlsx, struct slice value)
{
    struct slice number;
    if (xlsx->type == 's')
        put(xlsx, CELL_TEXT, shared_string(xlsx, strtoul(value.p, NULL, 10)));
    else if (xlsx->type == 'e')
        put(xlsx, CELL_FAULT, value);
    else if (xlsx->type == 'n' && (number = plain_number(xlsx->reader->arena, blank_trim(value))).p)
        put_number(xlsx, number);
    else if (xlsx->type == 'b')
        put(xlsx, CELL_TEXT, slice_is(value, "1") ? SLICE("TRUE") : SLICE("FALSE"));
    else
        put(xlsx, CELL_TEXT, value);
}

static void finish_cell(struct xlsx *xlsx)
{
    xlsx->reader->book->is_delayed |= xlsx->is_delayed && xlsx->has_formula;
    struct slice value = buf_slice(&xlsx->value);
    if (xlsx->notes) {
        if (xlsx->type == 's' && xlsx->has_value && xlsx->row < GRID_ROWS_MAX)
            note_string(xlsx, strtoul(value.p, NULL, 10));
    } else if (xlsx->row >= GRID_ROWS_MAX) {
        if (xlsx->has_value || xlsx->has_formula)
            put(xlsx, CELL_TEXT, SLICE("…")); /* counted, not kept */
    } else if (xlsx->has_value && (value.n || xlsx->type != 'n')) {
        put_value(xlsx, value);
    } else if (xlsx->has_formula) {
        const char *formula = arena_printf(xlsx->reader->arena, "=%s", xlsx->formula.p);
        put(xlsx, CELL_PENDING, slice_of(formula));
    }
}

static void take_text(struct xlsx *xlsx, struct buf *into, bool *taken)
{
    buf_clear(into);
    buf_put_slice(into, buf_slice(&xlsx->text));
    buf_clear(&xlsx->text);
    *taken = true;
    xlsx->collects = false;
}

static void sheet_end(void *data, const char *name)
{
    struct xlsx *xlsx = data;
    if (strcmp(name, "f") == 0)
        take_text(xlsx, &xlsx->formula, &xlsx->has_formula);
    else if (strcmp(name, "v") == 0 || strcmp(name, "is") == 0)
        take_text(xlsx, &xlsx->value, &xlsx->has_value);
    else if (strcmp(name, "t") == 0)
        xlsx->collects = false; /* the text goes on in the next run, up to </is> */
    else if (strcmp(name, "rPh") == 0)
        xlsx->is_phonetic = false;
    else if (strcmp(name, "c") == 0)
        finish_cell(xlsx);
    else if (strcmp(name, "sheetData") == 0 && !xlsx->notes)
        grid_finish(xlsx->grid); /* merges follow */
}

static bool read_sheet(struct xlsx *xlsx, const struct sheet *sheet)
{
    if (!xlsx->notes) {
        xlsx->grid = grid_new(xlsx->reader->book, sheet->name);
        xlsx->grid->hidden = sheet->hidden;
    }
    xlsx->row = UINT32_MAX;
    return read_part(xlsx, sheet->part, sheet_start, sheet_end, collect_text);
}

/* ---- All of it ---- */

static bool read_sheets(struct xlsx *xlsx, bool notes)
{
    xlsx->notes = notes;
    for (const struct sheet *sheet = xlsx->first; sheet; sheet = sheet->next)
        if (sheet->part && parts_have(xlsx->parts, sheet->part) && !read_sheet(xlsx, sheet))
            return false;
    return true;
}

static bool read_parts(struct xlsx *xlsx)
{
    struct book *book = xlsx->reader->book;
    book->has_macros = parts_have(xlsx->parts, "xl/vbaProject.bin");
    book->has_links = parts_have_below(xlsx->parts, "xl/externalLinks/");
    if (!read_part(xlsx, "xl/workbook.xml", workbook_start, ignore_end, ignore_text) ||
        !read_part(xlsx, "xl/_rels/workbook.xml.rels", relations_start, ignore_end, ignore_text))
        return false;
    if (xlsx->sheets > SHEETS_MAX) {
        diag_report(xlsx->reader->diag, MSG_BOOK_BOMB, book_pos(book));
        return false;
    }
    if (parts_have(xlsx->parts, "xl/styles.xml") &&
        !read_part(xlsx, "xl/styles.xml", styles_start, styles_end, ignore_text))
        return false;
    bool shared = parts_have(xlsx->parts, "xl/sharedStrings.xml");
    return (!shared ||
            (read_sheets(xlsx, true) &&
             read_part(xlsx, "xl/sharedStrings.xml", strings_start, strings_end, collect_text))) &&
           read_sheets(xlsx, false);
}

bool read_xlsx(struct reader *reader)
{
    struct xlsx xlsx = {.reader = reader,
                        .parts = parts_open(reader),
                        .formats = {.arena = reader->arena, .most = STYLES_MAX}};
    if (!xlsx.parts)
        return false;
    xlsx.end = &xlsx.first;
    bool sound = read_parts(&xlsx);
    struct buf *const all[] = {&xlsx.text,  &xlsx.used,  &xlsx.formula,
                               &xlsx.value, &xlsx.white, &xlsx.coloured};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
    parts_close(xlsx.parts);
    return sound;
}
