/* The tokens of a PDF file. Each function appends one; the caller sets the blanks between. */
#ifndef DEVICE_PDF_SYNTAX_H
#define DEVICE_PDF_SYNTAX_H

#include "base/slice.h"

void put_int(struct buf *out, int64_t value);

/* With zeros before it up to so many digits, at most 10. */
void put_wide(struct buf *out, uint32_t value, unsigned digits);

/* A number held in thousandths, without trailing zeros: 28950 gives 28.95. */
void put_milli(struct buf *out, int64_t thousandths);

/* "12 0 R" */
void put_ref(struct buf *out, uint32_t object);

/* The four hexadecimal digits of a glyph code or UTF-16 unit. */
void put_hex4(struct buf *out, uint16_t value);

/* The hexadecimal digits of UTF-8 text as UTF-16BE, without brackets. */
void put_utf16(struct buf *out, struct slice text);

/* "/name", with what is no regular character written as #xx. */
void put_name(struct buf *out, struct slice name);

/* A byte string in parentheses. */
void put_bytes(struct buf *out, struct slice bytes);

/* A text string for people: ASCII as it is, else UTF-16BE with its mark. */
void put_text(struct buf *out, struct slice text);

#endif
