/* The glyphs that a file shows, by font. */
#ifndef DEVICE_PDF_USED_H
#define DEVICE_PDF_USED_H

#include "device/font/cluster.h"
#include "device/font/compose.h"

struct used_glyph {
    uint32_t glyph;     /* in the original font */
    uint16_t code;      /* two bytes in the content stream; a CID of the embedded font */
    char shown[4];      /* the code as it stands in a string, */
    uint8_t shown_size; /* so many bytes */
    uint16_t width;     /* thousandths of an em, as /W says */
    bool part;          /* text belongs to several glyphs together, not to this one alone */
    bool sayable;       /* ToUnicode may say the text */
    bool variant;       /* the text is one that others had better be shown for */
    struct slice text;  /* what ToUnicode says; empty for what is shown only as part of another */
    /* Of one that is put together (composed.h): */
    const struct compose_part *parts; /* glyphs of the original font */
    uint32_t part_count;              /* else 0 */
    uint32_t advance;
};

struct pdf_font {
    const struct font *font;
    uint32_t object; /* the Type0 font */
    uint16_t *slot;  /* by glyph of the original font: index into glyphs + 1; 0 if not used */
    uint32_t slot_count;
    struct used_glyph *glyphs;
    uint32_t count;
    uint32_t room;
    const struct used_glyph **sorted; /* by code; NULL until they have codes */
    uint32_t *composed; /* index into glyphs + 1 of each that is put together, by parts and text */
    uint32_t composed_room, composed_count;
};

/* Notes that the glyph is shown. */
struct used_glyph *used_note(struct arena *arena, struct pdf_font *font, uint32_t glyph);

#endif
