/* Page contents: paint operations → content streams, each stretch marked for its tag. */
#ifndef DEVICE_PDF_CONTENT_H
#define DEVICE_PDF_CONTENT_H

#include "device/pdf/fontfile.h"
#include "device/pdf/structure.h"

/* Appends the content stream of the page and notes its marked sequences. */
void content_put(struct buf *out, const struct pages *pages, uint32_t page,
                 const struct fontfile *fontfile, struct structure *structure);

#endif
