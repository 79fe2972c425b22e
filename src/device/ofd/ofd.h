/*
 * Inside the OFD writer (GB/T 33190): for the files of this folder only.
 *
 *     ofd       the package: its root, the document, outline, attachments
 *     parts     ids, files and lengths
 *     page      what a page shows: text, rulings, shapes; where links lead
 *     font      the subsets that are embedded
 *     tags      the document's structure, over the objects that show it
 */
#ifndef DEVICE_OFD_OFD_H
#define DEVICE_OFD_OFD_H

#include "base/xml.h"
#include "base/zip.h"
#include "device/device.h"

#define OFD_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define OFD_SPACE " xmlns:ofd=\"http://www.ofdspec.org/2016\""

/* A character, and the glyph of the font that shows it. */
struct ofd_code {
    uint32_t code, glyph;
};

/* A font of the file. */
struct ofd_font {
    const struct font *font;
    uint32_t id;
    bool *used;             /* by glyph of the font: pages show it */
    uint32_t *first;        /* by glyph of the font: the last character that got it, + 1 */
    struct ofd_code *codes; /* of the cmap, ascending once the font is written */
    uint32_t code_count, code_room;
    void *new_glyphs; /* hb_map_t: glyph of the font → of the file */
};

/* An object that shows a node. */
struct ofd_shown {
    const struct doc_node *node;
    uint32_t page, object; /* ids */
    uint32_t order;
};

struct ofd {
    struct arena *arena;
    struct diag *diag;
    const struct pages *pages;
    const struct file_info *info;
    struct zip *zip;
    uint32_t last_id;
    uint32_t *page_ids; /* by index into pages */
    struct ofd_font *fonts;
    uint32_t font_count, font_room;
    struct ofd_shown *shown;
    uint32_t shown_count, shown_room;
};

/* A new id in the document. */
uint32_t ofd_id(struct ofd *ofd);

/* Adds the bytes to the archive and frees them. */
void ofd_add(struct ofd *ofd, const char *name, struct buf bytes);

/* Appends a length in millimetres, four decimals at most. */
void ofd_put_length(struct buf *out, length value);
/* The same of a number of ten thousandths of a millimetre, and how many those are. */
void ofd_put_tenths(struct buf *out, int64_t tenths);
int64_t ofd_tenths(length value);

/* font.c: notes what the pages show; writes the fonts, after which glyphs have their new ids. false
 * after reporting an error. */
bool ofd_fonts(struct ofd *ofd);
const struct ofd_font *ofd_font(const struct ofd *ofd, const struct font *font);
/* Whether the embedded font leads from the character to the glyph. */
bool ofd_font_maps(const struct ofd_font *font, uint32_t code, uint32_t glyph);
uint32_t ofd_font_glyph(const struct ofd_font *font, uint32_t glyph);
void ofd_fonts_free(struct ofd *ofd);

/* page.c */
struct buf ofd_page(struct ofd *ofd, uint32_t page);
/* Appends <ofd:Actions> that leads to the destination. */
void ofd_put_goto(struct buf *out, const struct ofd *ofd, const struct destination *destination);
const struct destination *ofd_destination(const struct ofd *ofd, const struct doc_node *node);

/* tags.c: after all pages. */
struct buf ofd_tags(struct ofd *ofd);

#endif
