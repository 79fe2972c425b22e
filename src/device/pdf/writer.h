/*
 * The writing of one file, and its parts. Each part writes its objects and returns the number of
 * the object that the catalog names, or 0 when there is nothing to say.
 */
#ifndef DEVICE_PDF_WRITER_H
#define DEVICE_PDF_WRITER_H

#include "device/device.h"
#include "device/outline.h"
#include "device/pdf/fontfile.h"
#include "device/pdf/objects.h"
#include "device/pdf/structure.h"

struct writer {
    struct arena *arena; /* for this file only */
    const struct pages *pages;
    const struct file_info *info;
    struct objects objects;
    struct fontfile fontfile;
    struct structure structure;
    uint32_t last_entry;    /* of the contents list, that was linked to */
    uint32_t *page_objects; /* by index into pages */
};

/* page.c: contents, links and page dictionaries; the page tree. */
uint32_t page_write_all(struct writer *writer);

/* outline.c: bookmarks from the headings; page labels; named destinations. */
uint32_t outline_write(struct writer *writer);
uint32_t labels_write(struct writer *writer);
uint32_t destinations_write(struct writer *writer);

/* Appends "[12 0 R/XYZ 0 700 null]". */
void put_destination(struct buf *out, const struct writer *writer,
                     const struct destination *destination);

/* metadata.c */

/* Appends "(D:20260805000000+00'00')". */
void put_date(struct buf *out, int64_t date);
uint32_t info_write(struct writer *writer);
uint32_t xmp_write(struct writer *writer);
uint32_t output_intent_write(struct writer *writer);

/* attachment.c: the file specifications, and the name tree that lists them. Both 0 for none. */
struct attached {
    uint32_t array; /* for the catalog's AF */
    uint32_t names;
};
struct attached attachments_write(struct writer *writer);

/* icc.c: appends an ICC profile of sRGB. */
void icc_put_srgb(struct buf *out);

#endif
