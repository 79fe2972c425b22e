/*
 * Libraries that only some runs need, loaded when they do. With all that they bring along (the C++
 * runtime, ICU, X11, two of cryptography) the dynamic linker takes longer for them than the program
 * for a page. Their functions are called as ever, by their headers; libraries.c has a row for each.
 */
#ifndef BASE_LIBRARIES_H
#define BASE_LIBRARIES_H

#include "base/diag.h"

enum library {
    LIBRARY_CAIRO,
    LIBRARY_MICROHTTPD,
    LIBRARY_PANGO,
    LIBRARY_QPDF,
    LIBRARY_XLSXWRITER,
    LIBRARY_XML,
    LIBRARY_ZIP,
    LIBRARY_COUNT
};

/* Makes the library's functions ready, which is due before the first is called. False after
 * reporting that it is not installed. */
bool library_load(enum library library, struct diag *diag);

/* The name that the dynamic linker knows it by: "libzip.so.4". */
const char *library_name(enum library library);

#endif
