/*
 * Text in scripts that Chinese type does not know: Uyghur, Kazakh, Tibetan, Mongolian, Yi, Korean
 * and others. Pango parts a paragraph into runs of one script, direction and font, shapes them and
 * says where lines may break; which fonts there are is told by fonts.conf, as for all other text.
 * Nothing of Pango is touched before a paragraph holds such a character.
 */
#ifndef LAYOUT_SCRIPT_H
#define LAYOUT_SCRIPT_H

#include "layout/pages.h"

/* A block of characters of one script. */
struct script {
    uint32_t first, last;
    const char *name[2];  /* by enum language */
    const char *language; /* the tag of the language meant where nothing says another */
    const char *packages; /* of Debian, with fonts */
    bool joined;          /* its letters are joined or stacked, and never spaced out */
};

/* The script of the character, or NULL when Chinese type knows it: Han, kana, Latin, Greek,
 * Cyrillic, marks, signs. */
const struct script *script_of(uint32_t character);

/* Whether there is one; fast for what is not. */
static inline bool is_foreign(uint32_t character)
{
    return character >= 0x590 && (character < 0x2000 || character >= 0xA000) &&
           script_of(character) != NULL;
}

/* Whether it is a letter written from right to left. */
bool is_right_to_left(uint32_t character);

/* A stretch of a paragraph in one role and one language. */
struct script_stretch {
    struct slice role;
    const char *language; /* or NULL */
    size_t start, end;
};

/* What Pango makes of a paragraph. */
struct script_run {
    size_t start, end;       /* bytes of its text */
    unsigned level;          /* of embedding; odd: from right to left */
    const struct font *font; /* that shapes it */
    void *item;              /* Pango's */
};

struct script_text {
    struct slice text;
    struct script_run *runs; /* in the order of the text */
    uint32_t count;
    uint8_t *breaks; /* by byte: bits of enum script_break */
};

enum script_break {
    SCRIPT_LINE = 1,    /* a line may start with the character that starts here */
    SCRIPT_GRAPHEME = 2 /* what stands before and after it may be parted at all */
};

/* Pango, ready for the texts of one layout. */
struct scripts;

/* NULL after reporting that Pango is not installed. */
struct scripts *scripts_new(struct arena *arena, struct diag *diag, struct fonts *fonts);
void scripts_free(struct scripts *scripts);

/* Parts the paragraph, which is kept. Every character but blanks and controls must have a font in
 * its role (fonts_script_glyph). */
struct script_text *script_itemize(struct scripts *scripts, struct slice text,
                                   const struct script_stretch *stretches, uint32_t count,
                                   bool rtl);
void script_text_free(struct script_text *text);

/* Shapes bytes [start, end) of the run, joined with what stands around them: glyphs in visual order
 * and units of the font, clusters counted from the paragraph's start; those that show nothing are
 * left out. In the arena. */
struct glyph *script_shape(struct scripts *scripts, const struct script_text *text,
                           const struct script_run *run, size_t start, size_t end, uint32_t *count);

#endif
