/*
 * Fonts by role. fonts.conf, a private fontconfig, maps the roles 标题 黑体 楷体 仿宋 宋体 to
 * families in order of preference; a character missing from the first is taken from the next of
 * the same role. Fonts are opened once and shared by all documents.
 */
#ifndef LAYOUT_FONT_H
#define LAYOUT_FONT_H

#include <hb.h>

#include "base/diag.h"
#include "template/style.h"

/* What is kept about a font from document to document. */
struct font_memory {
    struct arena *arena; /* lives as long as the fonts */
    void *programs;      /* the PDF writer's; NULL at first */
    uint16_t *widths;    /* by glyph, as the PDF writer tells them, + 1; NULL at first */
    const char *hash;    /* of the file; NULL until it is asked for */
};

struct font {
    const char *path;
    const char *name; /* PostScript name */
    int index;        /* face in a collection */
    hb_face_t *face;
    hb_font_t *font; /* scaled to the units per em */
    int upem;
    int ascent, descent; /* units; descent negative */
    bool cff;            /* outlines are CFF; else TrueType */
    bool cid_keyed;      /* CFF with CIDs of its own */
    uint32_t id;         /* 0, 1, … in order of opening */
    struct font_memory *memory;
};

struct fonts;
struct font_role;

/* How a role shows one character. */
struct font_glyph {
    const struct font *font; /* NULL: no font of the role has the character */
    uint32_t glyph;
    bool looked_up;
    int advance;     /* units of the font, as are the rest */
    int shift;       /* digits: offset that centres them in their common width */
    int left, right; /* full-width punctuation: blank on either side of the ink; else 0 */
};

/* How the shaper set a character last. */
struct set_glyph {
    const struct font *font;
    uint32_t glyph;
    length size; /* 0 before it was set */
    length advance, shift;
    length give;         /* the blank that it can give, on the side that its class says */
    unsigned holds : 20; /* what a text with it holds (layout/atom.h) */
    unsigned class : 8;  /* enum atom_class of the character */
    bool western : 1;
};

/* How it set characters of a role at a size, and at others that are hardly met beside it. */
enum { SET_PAGE = 256, SET_PAGES = 0x10000 / SET_PAGE };
struct set_glyphs {
    struct set_glyph *pages[SET_PAGES]; /* by character; NULL before one of a page was set */
};

/* Which fonts may be used. */
enum font_choice { FONTS_ALL, FONTS_TRUETYPE, FONT_CHOICES };

/* Reads the private configuration. NULL after reporting an error. fonts_free takes NULL. */
struct fonts *fonts_open(struct diag *diag, const char *folder, enum font_choice choice);
void fonts_free(struct fonts *fonts);

/* A role whose own free family is not installed, so that another sets it: other pages, other bytes.
 */
struct font_fallback {
    const char *role, *wanted, *used;
};

/* The index-th of those met so far; false past the last. */
bool fonts_fallback(const struct fonts *fonts, unsigned index, struct font_fallback *fallback);

/* How many fonts are open, and each of them. */
uint32_t fonts_count(const struct fonts *fonts);
const struct font *fonts_at(const struct fonts *fonts, uint32_t index);

/* The directory of the face's tables as its file has it: a tag, checksum, place and length each; by
 * it a font is known again without reading all of it. Owned by the font. */
struct slice font_directory(const struct font *font);

/* The role of that name, or NULL when no installed font serves it. Beyond the five roles, any
 * family or alias that fonts.conf knows may be named. Owned by fonts. */
struct font_role *fonts_role(struct fonts *fonts, struct slice name);

/* The glyph for a character. Marks that Latin and Chinese share (“ ” ‘ ’ — … ·) are taken from the
 * first font that draws them full-width. Owned by the role, valid as long as the fonts. */
const struct font_glyph *font_role_glyph(struct font_role *role, uint32_t character);

/* How the shaper set characters at about that size; likewise. */
struct set_glyphs *font_role_sets(struct font_role *role, length size);

/* Keeps how it set this one. */
void font_role_keep(struct font_role *role, uint32_t character, struct set_glyph set);

/* The glyph for a character of another script than Han and Latin, or for one that stands among
 * such: by the role's companion, 民族文字·ROLE in fonts.conf (民族文字 where it names none), which
 * is opened now, else by the role itself. */
const struct font_glyph *fonts_script_glyph(struct fonts *fonts, struct slice role,
                                            uint32_t character);

/* The first font of the role that has the character, or NULL when none has it. */
const struct font *fonts_for(struct fonts *fonts, struct slice role, uint32_t character);

#endif
