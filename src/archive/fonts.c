/* Embedded fonts against the codes shown in them: glyphs, widths, characters. */
#include <ft2build.h>
#include FT_FREETYPE_H
#include <string.h>

#include "archive/tokens.h"
#include "archive/verify.h"

struct opened_font {
    struct verify *verify;
    const struct used_font *used;
    struct where where;
    qpdf_oh descendant;
    struct buf program;
    FT_Face face;
    uint16_t *widths; /* by code, as /W says */
    bool *known;      /* by code: ToUnicode has it */
    bool *private;    /* by code: it has it as a character of private use */
};

static void report(const struct opened_font *font, enum rule rule, const char *what, unsigned code)
{
    verify_report(font->verify, rule, font->where, "%s %04X", what, code);
}

/* ---- /W ---- */

/* Stands for a width that no font has. */
enum { WIDTH_MOST = UINT16_MAX };

static void set_width(struct opened_font *font, int code, qpdf_oh width)
{
    double value = qpdf_oh_get_numeric_value(font->verify->file.qpdf, width) + 0.5;
    if (code >= 0 && code < CODES)
        font->widths[code] = value >= 0 && value < WIDTH_MOST ? (uint16_t)value : WIDTH_MOST;
}

static void read_widths(struct opened_font *font)
{
    const struct file *file = &font->verify->file;
    qpdf_oh list = file_get(file, font->descendant, "/W");
    int normal = file_int(file, file_get(file, font->descendant, "/DW"), 1000);
    for (int i = 0; i < CODES; i++)
        font->widths[i] = normal >= 0 && normal < WIDTH_MOST ? (uint16_t)normal : WIDTH_MOST;
    int entries = file_count(file, list);
    for (int i = 0; i + 1 < entries && verify_step(font->verify, 1);) {
        int code = file_int(file, file_item(file, list, i), -1);
        qpdf_oh next = file_item(file, list, i + 1);
        int count = file_count(file, next);
        for (int k = 0; k < count && k < CODES && code >= 0 && code < CODES; k++)
            set_width(font, code + k, file_item(file, next, k));
        bool sound = verify_step(font->verify, (uint64_t)count);
        if (!qpdf_oh_is_array(file->qpdf, next)) {
            int last = file_int(file, next, -1);
            qpdf_oh width = file_item(file, list, i + 2);
            code = code > 0 ? code : 0;
            last = last < CODES ? last : CODES - 1;
            sound = last < code || verify_step(font->verify, (uint64_t)(last - code));
            for (; sound && code <= last; code++)
                set_width(font, code, width);
            i++;
        }
        i += 2;
    }
}

/* ---- ToUnicode ---- */

static unsigned code_in(const struct buf *string)
{
    unsigned code = 0;
    for (size_t i = 0; i < string->n && i < 2; i++)
        code = code << 8 | (unsigned char)string->p[i];
    return code;
}

/* Whether the UTF-16 text is one that may stand for a glyph. */
static bool is_text(const struct buf *text)
{
    unsigned first = code_in(text);
    return text->n >= 2 && first != 0 && first != 0xFEFF && first != 0xFFFE;
}

static bool is_private(const struct buf *text)
{
    unsigned first = code_in(text);
    return text->n >= 2 && first >= 0xE000 && first <= 0xF8FF;
}

/* Between begin and end of a block: codes and their texts; of a range first, last, text or [texts].
 */
static void read_block(struct opened_font *font, struct tokens *tokens, bool range)
{
    unsigned code = 0, last = 0;
    int at = 0;
    bool list = false;
    for (enum token_kind kind; (kind = token_next(tokens)) != TOKEN_END;) {
        if (kind == TOKEN_OPERATOR || !verify_step(font->verify, 1))
            return;
        if (kind == TOKEN_BRACKET) {
            list = slice_is(tokens->text, "[");
            at = list ? at : 0;
            continue;
        }
        if (at == 0) {
            code = last = code_in(&tokens->string);
        } else if (range && at == 1) {
            last = code_in(&tokens->string);
        } else {
            if (code <= last && !verify_step(font->verify, last - code))
                return;
            for (unsigned i = code; i <= last && i < CODES; i++) {
                font->known[i] = is_text(&tokens->string);
                font->private[i] = is_private(&tokens->string);
                if (list)
                    break;
            }
            code++;
            at = list ? at - 1 : -1;
        }
        at++;
    }
}

static void read_unicode(struct opened_font *font)
{
    const struct file *file = &font->verify->file;
    struct buf map = {0};
    file_stream(file, file_get(file, font->used->handle, "/ToUnicode"), &map);
    struct tokens tokens = {.rest = buf_slice(&map)};
    for (enum token_kind kind; (kind = token_next(&tokens)) != TOKEN_END;) {
        bool range = kind == TOKEN_OPERATOR && slice_is(tokens.text, "beginbfrange");
        if (range || (kind == TOKEN_OPERATOR && slice_is(tokens.text, "beginbfchar")))
            read_block(font, &tokens, range);
    }
    buf_free(&tokens.string);
    buf_free(&map);
}

/* ---- the font program ---- */

/* The program is of the kind that the font says, and can be opened. */
static bool open_program(struct opened_font *font, FT_Library library, qpdf_oh holder)
{
    static const struct {
        const char *font, *key, *subtype;
    } programs[] = {
        {"CIDFontType0", "/FontFile3", "CIDFontType0C"},
        {"CIDFontType0", "/FontFile3", "OpenType"},
        {"CIDFontType2", "/FontFile2", NULL},
        {"CIDFontType2", "/FontFile3", "OpenType"},
        {"Type1", "/FontFile", NULL},
        {"Type1", "/FontFile3", "Type1C"},
        {"Type1", "/FontFile3", "OpenType"},
        {"MMType1", "/FontFile3", "Type1C"},
        {"TrueType", "/FontFile2", NULL},
        {"TrueType", "/FontFile3", "OpenType"},
    };
    const struct file *file = &font->verify->file;
    struct slice kind = file_name(file, file_get(file, holder, "/Subtype"));
    qpdf_oh descriptor = file_get(file, holder, "/FontDescriptor");
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        qpdf_oh program = file_get(file, descriptor, programs[i].key);
        bool fits = slice_is(kind, programs[i].font) &&
                    (!programs[i].subtype ||
                     file_is(file, file_get(file, program, "/Subtype"), programs[i].subtype));
        if (fits && file_stream(file, program, &font->program))
            return FT_New_Memory_Face(library, (const FT_Byte *)font->program.p,
                                      (FT_Long)font->program.n, 0, &font->face) == 0;
    }
    return false;
}

/* A font of single bytes, as editors add them: embedded, it may stand. */
static void check_simple(struct opened_font *font, FT_Library library, struct slice name)
{
    const struct file *file = &font->verify->file;
    bool drawn = file_is(file, file_get(file, font->used->handle, "/Subtype"), "Type3");
    if (!drawn && !open_program(font, library, font->used->handle))
        verify_report(font->verify, RULE_EMBEDDED, font->where, "%s", name.p);
}

static void check_glyph(struct opened_font *font, unsigned code)
{
    /* Of a bare CFF font with CIDs FreeType takes CIDs for glyph numbers; of others the glyph
     * number is the CID. */
    if (!code || FT_Load_Glyph(font->face, code, FT_LOAD_NO_SCALE) != 0) {
        report(font, RULE_GLYPH, "CID", code);
        return;
    }
    long units = font->face->units_per_EM ? font->face->units_per_EM : 1000;
    long width = font->face->glyph->metrics.horiAdvance * 1000L / units;
    long apart = width - font->widths[code];
    if (apart > 1 || apart < -1)
        verify_report(font->verify, RULE_WIDTH, font->where, "CID %04X: %d ≠ %ld", code,
                      font->widths[code], width);
}

static void check_codes(struct opened_font *font)
{
    const struct file *file = &font->verify->file;
    struct buf bits = {0};
    file_stream(file, file_get(file, font->descendant, "/FontDescriptor/CIDSet"), &bits);
    struct slice set = buf_slice(&bits);
    for (unsigned code = 0; code < CODES; code++) {
        uint8_t use = font->used->codes[code];
        if (!use)
            continue;
        check_glyph(font, code);
        if ((use & CODE_NEEDS_TEXT) && (!font->known[code] || font->private[code]))
            report(font, RULE_UNICODE, "CID", code);
        if (set.n && (code / 8 >= set.n || !((unsigned char)set.p[code / 8] & 0x80 >> code % 8)))
            report(font, RULE_CIDSET, "CID", code);
    }
    buf_free(&bits);
}

static void check_font(struct verify *verify, FT_Library library, const struct used_font *used)
{
    const struct file *file = &verify->file;
    struct arena *arena = arena_new();
    struct opened_font font = {.verify = verify,
                               .used = used,
                               .where = {used->page, used->object},
                               .widths = ARENA_ARRAY(arena, uint16_t, CODES),
                               .known = ARENA_ARRAY(arena, bool, CODES),
                               .private = ARENA_ARRAY(arena, bool, CODES)};
    font.descendant = file_item(file, file_get(file, used->handle, "/DescendantFonts"), 0);
    struct slice name = file_name(file, file_get(file, used->handle, "/BaseFont"));
    bool true_type = file_is(file, file_get(file, font.descendant, "/Subtype"), "CIDFontType2");
    if (!file_is(file, file_get(file, used->handle, "/Subtype"), "Type0")) {
        check_simple(&font, library, name);
    } else if (!file_is(file, file_get(file, used->handle, "/Encoding"), "Identity-H") ||
               (true_type &&
                !file_is(file, file_get(file, font.descendant, "/CIDToGIDMap"), "Identity"))) {
        verify_report(verify, RULE_FONT_KIND, font.where, "%s", name.p);
    } else if (!open_program(&font, library, font.descendant)) {
        verify_report(verify, RULE_EMBEDDED, font.where, "%s", name.p);
    } else {
        read_widths(&font);
        read_unicode(&font);
        check_codes(&font);
    }
    FT_Done_Face(font.face);
    buf_free(&font.program);
    arena_free(arena);
}

void verify_fonts(struct verify *verify)
{
    FT_Library library;
    if (FT_Init_FreeType(&library) != 0) {
        diag_report(verify->file.diag, MSG_PDF_MEMORY, (struct pos){0}, verify->file.source->name);
        return;
    }
    for (const struct used_font *font = verify->fonts; font && verify_step(verify, CODES / 64);
         font = font->next)
        check_font(verify, library, font);
    FT_Done_FreeType(library);
}
