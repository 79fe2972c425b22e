/* Devices: pages → the bytes of a file. */
#ifndef DEVICE_DEVICE_H
#define DEVICE_DEVICE_H

#include "base/diag.h"
#include "layout/font.h"
#include "layout/pages.h"

/* A file carried inside the file: the record it was made from, and what that refers to. */
struct attachment {
    const char *name;     /* "record.ini", UTF-8, unique in the file */
    const char *type;     /* MIME: "text/plain" */
    const char *relation; /* AFRelationship: what it is to the document: "Source" */
    const char *description;
    struct slice bytes;
};

/* What a file says about itself beyond its pages. */
struct file_info {
    const char *producer;  /* "gongkai 0.1.0" */
    int64_t date;          /* seconds since 1970, UTC; 0 for none */
    int64_t attached_date; /* of the attachments, which cannot be without; likewise */
    bool unarchived;       /* does not claim to be PDF/A */
    int64_t edition;       /* 2 for the first correction; 0 when there was none */
    struct slice corrects; /* the hash of the record that this edition corrects, or empty */
    const struct attachment *attachments;
    uint32_t attachment_count;
};

/* The archival PDF: tagged, fonts embedded as subsets. Same pages and info give the same bytes.
 * Appends the file to out; false after reporting an error, with out as it was. */
bool pdf_write(struct buf *out, struct diag *diag, const struct pages *pages,
               const struct file_info *info);

/* haru.c: a PDF without tags, attachments and promises, of pages laid out with TrueType fonts. Same
 * pages and info give the same bytes. Appends the file to out; false after reporting an error, with
 * out as it was. */
bool plain_write(struct buf *out, struct diag *diag, const struct pages *pages,
                 const struct file_info *info);

/* cairo.c: draws one page (from 0), in the pixels of dpi dots an inch or as outlines in points,
 * whatever dpi says. Appends the file to out; false after reporting an error, with out as it was.
 */
bool page_png(struct buf *out, struct diag *diag, const struct pages *pages, uint32_t page,
              int dpi);
bool page_svg(struct buf *out, struct diag *diag, const struct pages *pages, uint32_t page,
              int dpi);

/* The part of a page that the figure takes up, as PNG. */
bool figure_png(struct buf *out, struct diag *diag, const struct pages *pages, uint32_t page,
                const struct page_figure *figure, int dpi);

/* What paints pages: all into one file, or each into its own. To add one, write the function and
 * a device beside it, name that here, and add a row to press/outputs.c. */
struct device {
    const char *name;
    enum font_choice fonts; /* that the pages are to be laid out with */
    bool (*file)(struct buf *out, struct diag *diag, const struct pages *pages,
                 const struct file_info *info);
    bool (*page)(struct buf *out, struct diag *diag, const struct pages *pages, uint32_t page,
                 int dpi);
};

extern const struct device device_pdf, device_ofd, device_plain, device_png, device_svg;

/* How a PDF leaves the house when it is not for the archive. */
struct finish {
    const char *password; /* asked for on opening; AES-256. NULL for none */
    bool linearize;       /* so that the first page shows while the rest is on its way */
};

/* finish.c: writes the PDF in file anew as asked; false after reporting an error. */
bool pdf_finish(struct buf *file, struct diag *diag, const struct finish *finish);

#endif
