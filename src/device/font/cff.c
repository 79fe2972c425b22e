/*
 * A CFF table is header, Name INDEX, Top DICT INDEX, String INDEX, Global Subr INDEX, and at
 * offsets that the Top DICT names: charset (CID by glyph), FDSelect (part by glyph), CharStrings
 * INDEX (program by glyph), FDArray INDEX (a DICT a part, which names a Private DICT). A glyph's
 * program depends on nothing but the widths in its part's Private DICT.
 */
#include "device/font/cff.h"

#include <stdlib.h>
#include <string.h>

#include "device/font/charstring.h"
#include "device/font/pieces.h"

/* Operators of a DICT; two-byte ones are 0x0C00 and the second byte. */
enum {
    FONT_BBOX = 5,
    CHARSET = 15,
    CHAR_STRINGS = 17,
    PRIVATE = 18,
    SUBRS = 19,
    DEFAULT_WIDTH = 20,
    NOMINAL_WIDTH = 21,
    FONT_MATRIX = 0x0C07,
    ROS = 0x0C1E,
    CID_COUNT = 0x0C22,
    FD_ARRAY = 0x0C24,
    FD_SELECT = 0x0C25
};

enum { FIRST_STRING = 391 /* SID of the first string that is the font's own */ };

struct kept {
    struct slice program; /* charstring */
    struct piece piece;   /* the same deflated */
    uint32_t sum;         /* its checksum in a stream */
    uint16_t cid;
    uint8_t part;
};

/* A part of the font: what its DICT says for itself, and its Private DICT. */
struct part {
    struct slice matrix, private;
};

/* The font as it stands in its file; what slices point to lives as long as its face. */
struct opened {
    struct slice table, strings, array, global;
    uint32_t have;                           /* glyphs; 0 until it is opened */
    uint16_t *cids;                          /* by glyph */
    uint8_t *parts;                          /* by glyph */
    int numbers[UINT8_MAX + 1];              /* by part there: its number in programs + 1 */
    struct slice subroutines[UINT8_MAX + 1]; /* by part there */
};

struct programs {
    struct arena *arena;
    struct opened opened;
    uint16_t *slot; /* by glyph: index into kept + 1; 0 if not kept */
    struct kept *kept;
    uint32_t count, room;
    uint32_t deflated; /* how many of kept have their pieces */
    struct deflate_code code;
    struct part parts[UINT8_MAX + 1];
    uint32_t part_count;
    struct slice bbox, matrix; /* entries of the Top DICT, as they stand */
};

/* ---- reading ---- */

static const struct slice none = {NULL, 0};

static struct slice from(struct slice table, size_t offset)
{
    return offset <= table.n ? (struct slice){table.p + offset, table.n - offset} : none;
}

static uint32_t number_at(struct slice bytes, size_t at, unsigned width)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < width; i++)
        number = number << 8 | (at + i < bytes.n ? (unsigned char)bytes.p[at + i] : 0);
    return number;
}

static struct slice after_index(struct slice index)
{
    if (!index.p)
        return none;
    uint32_t count = index_count(index);
    struct slice last = count ? index_item(index, count - 1) : (struct slice){index.p + 2, 0};
    return last.p ? from(index, (size_t)(last.p + last.n - index.p)) : none;
}

/* Steps over an operand; its value if it is a whole number. */
static size_t skip_operand(struct slice dict, size_t at, int64_t *value)
{
    unsigned first = (unsigned char)dict.p[at];
    *value = 0;
    if (first == 30) { /* a real: nibbles up to an F */
        do
            at++;
        while (at < dict.n && (dict.p[at] & 0x0F) != 0x0F && (dict.p[at] & 0xF0) != 0xF0);
        return at + 1;
    }
    if (first == 28)
        *value = (int16_t)number_at(dict, at + 1, 2);
    else if (first == 29)
        *value = (int32_t)number_at(dict, at + 1, 4);
    else if (first < 247)
        *value = (int64_t)first - 139;
    else if (first < 251)
        *value = ((int64_t)first - 247) * 256 + number_at(dict, at + 1, 1) + 108;
    else if (first < 255)
        *value = -((int64_t)first - 251) * 256 - number_at(dict, at + 1, 1) - 108;
    return at + (first == 28 ? 3 : first == 29 ? 5 : first < 247 ? 1 : 2);
}

/* The entry of a DICT with its operands, the last two of which are whole numbers that matter; an
 * empty slice when there is none. */
static struct slice find_entry(struct slice dict, unsigned wanted, int64_t values[2])
{
    values[0] = values[1] = 0;
    for (size_t at = 0, start = 0; at < dict.n;) {
        unsigned byte = (unsigned char)dict.p[at];
        if (byte > 21) {
            values[0] = values[1];
            at = skip_operand(dict, at, &values[1]);
            continue;
        }
        unsigned operator= byte == 12 ? 0x0C00 | number_at(dict, at + 1, 1) : byte;
        at += byte == 12 ? 2 : 1;
        if (operator== wanted && at <= dict.n)
            return (struct slice){dict.p + start, at - start};
        start = at;
        values[0] = values[1] = 0;
    }
    return none;
}

static struct slice part_at(struct slice table, struct slice dict, unsigned operator)
{
    int64_t values[2];
    bool found = find_entry(dict, operator, values).n && values[1] > 0;
    return found ? from(table, (size_t)values[1]) : none;
}

/* charset: formats 0 (a CID a glyph), 1 and 2 (ranges). Glyph 0 is left out: it has CID 0. */
static bool read_charset(struct slice charset, uint32_t count, uint16_t *cids)
{
    uint32_t format = number_at(charset, 0, 1), glyph = 1;
    if (!charset.n || format > 2)
        return false;
    for (size_t at = 1; glyph < count && at < charset.n;) {
        uint32_t cid = number_at(charset, at, 2);
        uint32_t more = format ? number_at(charset, at + 2, format) : 0;
        at += 2 + format;
        for (uint32_t i = 0; i <= more && glyph < count; i++)
            cids[glyph++] = (uint16_t)(cid + i);
    }
    return glyph == count;
}

/* FDSelect: formats 0 (a part a glyph) and 3 (ranges). */
static bool read_parts(struct slice select, uint32_t count, uint8_t *parts)
{
    uint32_t format = number_at(select, 0, 1), ranges = number_at(select, 1, 2);
    if (format == 0 && select.n > count) {
        memcpy(parts, select.p + 1, count);
        return true;
    }
    if (format != 3 || select.n < 5 + (size_t)ranges * 3)
        return false;
    for (uint32_t i = 0; i < ranges; i++) {
        uint32_t glyph = number_at(select, 3 + (size_t)i * 3, 2);
        uint32_t end = number_at(select, 6 + (size_t)i * 3, 2);
        for (; glyph < end && glyph < count; glyph++)
            parts[glyph] = (uint8_t)number_at(select, 5 + (size_t)i * 3, 1);
    }
    return true;
}

/* ---- keeping ---- */

static struct programs *programs_of(const struct font *font)
{
    struct font_memory *memory = font->memory;
    if (!memory->programs) {
        struct programs *programs = ARENA_NEW(memory->arena, struct programs);
        programs->arena = memory->arena;
        programs->slot =
            ARENA_ARRAY(memory->arena, uint16_t, hb_face_get_glyph_count(font->face) + 1);
        memory->programs = programs;
    }
    return memory->programs;
}

/* The number of a part, found by what it says, since parts that say the same are one. What it
 * says of hints and subroutines goes. -1 when there are too many or it cannot be read. */
static int note_part(struct programs *programs, const struct opened *opened, struct slice dict,
                     struct slice *subroutines)
{
    int64_t place[2], offset[2], unused[2];
    find_entry(dict, PRIVATE, place);
    struct slice all = from(opened->table, place[1] > 0 ? (size_t)place[1] : opened->table.n + 1);
    struct slice matrix = find_entry(dict, FONT_MATRIX, unused);
    if (place[0] < 0 || (size_t)place[0] > all.n)
        return -1;
    struct slice whole = {all.p, (size_t)place[0]};
    if (find_entry(whole, SUBRS, offset).n && offset[1] > 0)
        *subroutines = from(all, (size_t)offset[1]);
    struct buf widths = {0};
    buf_put_slice(&widths, find_entry(whole, DEFAULT_WIDTH, unused));
    buf_put_slice(&widths, find_entry(whole, NOMINAL_WIDTH, unused));
    struct slice private = slice_copy(programs->arena, buf_slice(&widths));
    buf_free(&widths);
    for (uint32_t i = 0; i < programs->part_count; i++)
        if (slice_eq(programs->parts[i].private, private) &&
            slice_eq(programs->parts[i].matrix, matrix))
            return (int)i;
    if (programs->part_count > UINT8_MAX)
        return -1;
    programs->parts[programs->part_count] =
        (struct part){slice_copy(programs->arena, matrix), private};
    return (int)programs->part_count++;
}

static void note_glyph(struct programs *programs, uint32_t glyph, struct kept kept)
{
    if (programs->slot[glyph])
        return;
    GROW(programs->arena, programs->kept, programs->count, programs->room, 512);
    kept.program = slice_copy(programs->arena, kept.program);
    programs->kept[programs->count++] = kept;
    programs->slot[glyph] = (uint16_t)programs->count;
}

static bool open_table(struct programs *programs, struct slice table)
{
    struct opened *opened = &programs->opened;
    struct slice names = from(table, number_at(table, 2, 1)), tops = after_index(names);
    struct slice top = index_item(tops, 0);
    int64_t unused[2];
    opened->table = table;
    opened->strings = part_at(table, top, CHAR_STRINGS);
    opened->array = part_at(table, top, FD_ARRAY);
    opened->global = tops.p ? after_index(after_index(tops)) : none;
    opened->have = index_count(opened->strings);
    opened->cids = ARENA_ARRAY(programs->arena, uint16_t, opened->have + 1);
    opened->parts = ARENA_ARRAY(programs->arena, uint8_t, opened->have + 1);
    programs->bbox = slice_copy(programs->arena, find_entry(top, FONT_BBOX, unused));
    programs->matrix = slice_copy(programs->arena, find_entry(top, FONT_MATRIX, unused));
    bool sound = read_charset(part_at(table, top, CHARSET), opened->have, opened->cids) &&
                 read_parts(part_at(table, top, FD_SELECT), opened->have, opened->parts);
    opened->have = sound ? opened->have : 0;
    return opened->have;
}

static bool take_glyph(struct programs *programs, uint32_t glyph, struct buf *program)
{
    struct opened *opened = &programs->opened;
    if (glyph >= opened->have)
        return false;
    uint8_t part = opened->parts[glyph];
    if (!opened->numbers[part])
        opened->numbers[part] = note_part(programs, opened, index_item(opened->array, part),
                                          &opened->subroutines[part]) +
                                1;
    buf_clear(program);
    if (!opened->numbers[part] || !charstring_flatten(program, index_item(opened->strings, glyph),
                                                      opened->global, opened->subroutines[part]))
        return false;
    note_glyph(programs, glyph,
               (struct kept){.program = buf_slice(program),
                             .cid = opened->cids[glyph],
                             .part = (uint8_t)(opened->numbers[part] - 1)});
    return true;
}

static bool open_font(struct programs *programs, const struct font *font)
{
    hb_blob_t *blob = hb_face_reference_table(font->face, HB_TAG('C', 'F', 'F', ' '));
    unsigned size;
    const char *bytes = hb_blob_get_data(blob, &size);
    bool sound = open_table(programs, (struct slice){bytes, size});
    hb_blob_destroy(blob);
    return sound;
}

/* What most documents say. The programs of its characters tell how those of the font deflate best,
 * whatever document is the first. Each stands here once. */
static const char sample[] = "0123456789，。、年度部门决算公开单位收入支出预财政拨款一般共服务管"
                             "理工资福利商品项目金绩效评价";

/* .notdef and the glyphs of the sample; their number. */
static uint32_t list_sample(const struct font *font, uint32_t *glyphs)
{
    uint32_t count = 1;
    glyphs[0] = 0;
    for (size_t at = 0; at < sizeof sample - 1;) {
        hb_codepoint_t glyph;
        struct slice text = {sample, sizeof sample - 1};
        if (hb_font_get_nominal_glyph(font->font, utf8_next(text, &at), &glyph))
            glyphs[count++] = glyph;
    }
    return count;
}

/* By the sample, which was kept first: how to deflate the font. */
static void choose_code(struct programs *programs, uint32_t sample_count)
{
    struct slice *samples = xrealloc(NULL, (sample_count + 1) * sizeof *samples);
    for (uint32_t i = 0; i < sample_count; i++)
        samples[i] = programs->kept[i].program;
    piece_code_make(&programs->code, samples, sample_count);
    free(samples);
}

static void deflate_kept(struct programs *programs)
{
    for (; programs->deflated < programs->count; programs->deflated++) {
        struct kept *kept = &programs->kept[programs->deflated];
        kept->piece = piece_make(programs->arena, &programs->code, kept->program);
        kept->sum = deflate_sum(kept->program);
    }
}

/* Keeps glyphs that are not kept yet. */
static bool keep(const struct font *font, struct programs *programs, const uint32_t *glyphs,
                 uint32_t count)
{
    struct buf program = {0};
    bool kept = programs->opened.have || open_font(programs, font);
    for (uint32_t i = 0; kept && i < count; i++)
        kept = take_glyph(programs, glyphs[i], &program);
    buf_free(&program);
    return kept;
}

bool cff_keep(const struct font *font, const uint32_t *glyphs, uint32_t count)
{
    struct programs *programs = programs_of(font);
    bool first = !programs->count; /* then the sample is kept before the glyphs */
    uint32_t *new = xrealloc(NULL, (count + sizeof sample) * sizeof *new);
    uint32_t sample_count = first ? list_sample(font, new) : 0, new_count = sample_count;
    for (uint32_t i = 0; i < count; i++)
        if (!programs->slot[glyphs[i]])
            new[new_count++] = glyphs[i];
    bool kept = !new_count || keep(font, programs, new, new_count);
    free(new);
    if (kept && first)
        choose_code(programs, sample_count);
    if (kept)
        deflate_kept(programs);
    return kept;
}

static const struct kept *find_kept(const struct programs *programs, uint32_t glyph)
{
    return &programs->kept[programs->slot[glyph] - 1];
}

uint16_t cff_cid(const struct font *font, uint32_t glyph)
{
    return find_kept(programs_of(font), glyph)->cid;
}

/* ---- writing ---- */

static void put_number(struct buf *out, uint32_t number, unsigned width)
{
    char bytes[sizeof number];
    for (unsigned i = 0; i < width; i++)
        bytes[i] = (char)(number >> 8 * (width - 1 - i));
    buf_put(out, bytes, width);
}

/* An operand of five bytes, whatever its value. */
static void put_operand(struct buf *out, uint32_t value)
{
    buf_putc(out, 29);
    put_number(out, value, 4);
}

static void put_operator(struct buf *out, unsigned operator)
{
    put_number(out, operator, operator> 0xFF ? 2 : 1);
}

/* An INDEX whose items' lengths are told one after the other. */
struct index {
    unsigned width;  /* of an offset, in bytes */
    uint32_t offset; /* the last */
};

static struct index begin_index(struct buf *out, uint32_t count, unsigned width)
{
    struct index index = {width, 1};
    put_number(out, count, 2);
    put_number(out, width, 1);
    put_number(out, index.offset, width);
    return index;
}

static void put_offset(struct buf *out, struct index *index, size_t length)
{
    put_number(out, index->offset += (uint32_t)length, index->width);
}

static void put_index_of(struct buf *out, const struct slice *items, uint32_t count)
{
    struct index index = begin_index(out, count, 4);
    for (uint32_t i = 0; i < count; i++)
        put_offset(out, &index, items[i].n);
    for (uint32_t i = 0; i < count; i++)
        buf_put_slice(out, items[i]);
}

struct offsets {
    uint32_t charset, select, strings, array;
};

static void put_top(struct buf *out, const struct programs *programs, const struct offsets *offsets)
{
    struct buf dict = {0};
    put_operand(&dict, FIRST_STRING);
    put_operand(&dict, FIRST_STRING + 1);
    put_operand(&dict, 0);
    put_operator(&dict, ROS);
    buf_put_slice(&dict, programs->matrix);
    buf_put_slice(&dict, programs->bbox);
    put_operand(&dict, UINT16_MAX); /* at most */
    put_operator(&dict, CID_COUNT);
    const struct {
        uint32_t offset;
        unsigned operator;
    } places[] = {{offsets->charset, CHARSET},
                  {offsets->select, FD_SELECT},
                  {offsets->strings, CHAR_STRINGS},
                  {offsets->array, FD_ARRAY}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        put_operand(&dict, places[i].offset);
        put_operator(&dict, places[i].operator);
    }
    struct slice item = buf_slice(&dict);
    put_index_of(out, &item, 1);
    buf_free(&dict);
}

/* Everything before the charset; as long, whatever the offsets. */
static void put_front(struct buf *out, const struct font *font, const struct offsets *offsets)
{
    static const struct slice strings[] = {{"Adobe", 5}, {"Identity", 8}};
    struct slice name = slice_of(font->name);
    buf_put(out, "\1\0\4\4", 4);
    put_index_of(out, &name, 1);
    put_top(out, programs_of(font), offsets);
    put_index_of(out, strings, 2);
    put_number(out, 0, 2);
}

/* The parts that the glyphs use: *number_of[part] is their number in this file + 1. */
static uint32_t number_parts(const struct programs *programs, const uint32_t *glyphs,
                             uint32_t count, uint8_t number_of[], uint8_t *used)
{
    uint32_t parts = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t part = find_kept(programs, glyphs[i])->part;
        if (!number_of[part]) {
            used[parts++] = part;
            number_of[part] = (uint8_t)parts;
        }
    }
    return parts;
}

enum { CHARSET_SIZE = 5 };

/* Glyph i has the CID i: one range of format 2. */
static void put_charset(struct buf *out, uint32_t count)
{
    put_number(out, 2, 1);
    put_number(out, 1, 2);
    put_number(out, count - 2, 2);
}

static void put_select(struct buf *out, const struct programs *programs, const uint32_t *glyphs,
                       uint32_t count, const uint8_t *number_of)
{
    put_number(out, 0, 1);
    for (uint32_t i = 0; i < count; i++)
        put_number(out, number_of[find_kept(programs, glyphs[i])->part] - 1u, 1);
}

/* The INDEX of the programs, up to where they begin; returns how long they are. Offsets are as
 * narrow as they may be: they hardly pack. */
static uint32_t put_strings(struct buf *out, const struct programs *programs,
                            const uint32_t *glyphs, uint32_t count)
{
    uint32_t size = 0;
    for (uint32_t i = 0; i < count; i++)
        size += (uint32_t)find_kept(programs, glyphs[i])->program.n;
    struct index index = begin_index(out, count, size < 0xFFFF ? 2 : size < 0xFFFFFF ? 3 : 4);
    for (uint32_t i = 0; i < count; i++)
        put_offset(out, &index, find_kept(programs, glyphs[i])->program.n);
    return size;
}

/* FDArray with the Private DICTs behind it; at is where it stands in the table. */
static void put_array(struct buf *out, const struct programs *programs, const uint8_t *used,
                      uint32_t parts, size_t at)
{
    enum { PRIVATE_ENTRY = 11 };
    size_t private = at + 3 + 4 * (parts + (size_t)1);
    struct index index = begin_index(out, parts, 4);
    for (uint32_t i = 0; i < parts; i++) {
        put_offset(out, &index, programs->parts[used[i]].matrix.n + PRIVATE_ENTRY);
        private += programs->parts[used[i]].matrix.n + PRIVATE_ENTRY;
    }
    for (uint32_t i = 0; i < parts; i++) {
        const struct part *part = &programs->parts[used[i]];
        buf_put_slice(out, part->matrix);
        put_operand(out, (uint32_t)part->private.n);
        put_operand(out, (uint32_t) private);
        put_operator(out, PRIVATE);
        private += part->private.n;
    }
    for (uint32_t i = 0; i < parts; i++)
        buf_put_slice(out, programs->parts[used[i]].private);
}

/* The table as a stream: what stands before the programs, they, and what stands behind. */
static void deflate(struct buf *out, const struct programs *programs, struct slice front,
                    struct slice rear, const uint32_t *glyphs, uint32_t count)
{
    struct bits bits = deflate_begin(out);
    uint32_t sum = deflate_sum(front);
    deflate_block(&bits, front, 0, false);
    deflate_begin_block(&bits, &programs->code, false);
    for (uint32_t i = 0; i < count; i++) {
        const struct kept *kept = find_kept(programs, glyphs[i]);
        pieces_join(&bits, kept->piece);
        sum = deflate_sum_join(sum, kept->sum, kept->program.n);
    }
    deflate_end_block(&bits, &programs->code);
    deflate_block(&bits, rear, 0, true);
    deflate_end(&bits, deflate_sum_join(sum, deflate_sum(rear), rear.n));
}

void cff_put(struct buf *out, const struct font *font, const uint32_t *glyphs, uint32_t count)
{
    const struct programs *programs = programs_of(font);
    uint8_t number_of[UINT8_MAX + 1] = {0}, used[UINT8_MAX + 1];
    uint32_t *all = xrealloc(NULL, (count + (size_t)1) * sizeof *all);
    all[0] = 0;
    memcpy(all + 1, glyphs, count++ * sizeof *all);
    uint32_t parts = number_parts(programs, all, count, number_of, used);

    struct offsets offsets = {0};
    struct buf front = {0}, body = {0}, rear = {0};
    put_front(&front, font, &offsets);
    offsets.charset = (uint32_t)front.n;
    offsets.select = offsets.charset + CHARSET_SIZE;
    offsets.strings = offsets.select + 1 + count;
    buf_clear(&front);
    put_charset(&body, count);
    put_select(&body, programs, all, count, number_of);
    uint32_t size = put_strings(&body, programs, all, count);
    offsets.array = offsets.charset + (uint32_t)body.n + size;
    put_front(&front, font, &offsets);
    buf_put_slice(&front, buf_slice(&body));
    put_array(&rear, programs, used, parts, offsets.array);
    deflate(out, programs, buf_slice(&front), buf_slice(&rear), all, count);
    buf_free(&front);
    buf_free(&body);
    buf_free(&rear);
    free(all);
}
