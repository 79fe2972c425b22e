/* What the value of a setting may be, how it is read and where it is kept. */
#ifndef TEMPLATE_SETTING_VALUE_H
#define TEMPLATE_SETTING_VALUE_H

#include "base/diag.h"
#include "template/package.h"

/* What a setting's value is, and so the type of the field it goes to. */
enum setting_value {
    VALUE_TEXT,   /* struct slice */
    VALUE_SIZE,   /* length, at least a point */
    VALUE_TYPE,   /* length, a point to 600 pt */
    VALUE_LENGTH, /* length, not negative */
    VALUE_INDENT, /* length, may be negative */
    VALUE_CHARS,  /* length in thousandths of the type size */
    VALUE_COUNT,  /* int */
    VALUE_COMMAS, /* int, digits from which on there are separators */
    VALUE_DIGITS, /* int, 0 to 6 */
    VALUE_YES,    /* bool */
    VALUE_ALIGN,  /* enum align */
    VALUE_FOLIO,  /* bool */
    VALUE_FIXED,  /* bool */
    VALUE_COLOR,  /* uint32_t */
    VALUE_UNIT,   /* int64_t */
    VALUE_SIGN,   /* const char * */
    VALUE_ZERO,   /* const char *, NULL for "as a number" */
    VALUE_WORDS   /* words of all packages of the chain, parted by blanks: read by themselves */
};

/* Reads a value into the number that its field holds; false if it is none. Of texts nothing is
 * wrong. */
bool value_parse(enum setting_value value, struct slice text, int64_t *out);

/* Puts the number, or of texts the text, into the field, whose type is that of the value. */
void value_store(enum setting_value value, struct slice text, int64_t number, void *field);

/* What to write, as shown in messages and the manual. */
const char *value_hint(enum setting_value value, enum language language);

#endif
