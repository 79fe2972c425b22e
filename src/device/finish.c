/* A finished PDF written anew by libqpdf, for what the archival writer does not do. */
#include <qpdf/qpdf-c.h>

#include "base/libraries.h"
#include "device/device.h"

/* Viewers differ in how they prepare a password before they use it; what is made of ASCII and of
 * Chinese characters as they are all leave alone, so that what was typed opens the file. */
static bool is_plain(struct slice password)
{
    for (size_t at = 0; at < password.n;) {
        uint32_t code = utf8_next(password, &at);
        bool ascii = code >= 0x20 && code < 0x7F;
        bool chinese = (code >= 0x3400 && code <= 0x4DB5) || (code >= 0x4E00 && code <= 0x9FA5) ||
                       (code >= 0x20000 && code <= 0x2A6D6);
        if (!ascii && !chinese)
            return false;
    }
    return true;
}

static bool password_allowed(struct diag *diag, const char *password)
{
    enum { PASSWORD_MAX = 127 }; /* what AES-256 in PDF takes notice of */
    size_t length = strlen(password);
    if (length && length <= PASSWORD_MAX && is_plain(slice_of(password)))
        return true;
    diag_report_chosen(diag,
                       !length                 ? MSG_PASSWORD_EMPTY
                       : length > PASSWORD_MAX ? MSG_PASSWORD_LONG
                                               : MSG_PASSWORD_ODD,
                       (struct pos){0});
    return false;
}

/* Whether libqpdf has nothing to complain of so far. */
static bool is_sound(qpdf_data qpdf, struct diag *diag)
{
    if (!qpdf_has_error(qpdf))
        return true;
    diag_report(diag, MSG_FINISH, (struct pos){0},
                qpdf_get_error_message_detail(qpdf, qpdf_get_error(qpdf)));
    return false;
}

static void configure(qpdf_data qpdf, const struct finish *finish)
{
    qpdf_init_write_memory(qpdf);
    qpdf_set_newline_before_endstream(qpdf, QPDF_TRUE);
    qpdf_set_linearization(qpdf, finish->linearize);
    if (finish->password)
        qpdf_set_r6_encryption_parameters2(qpdf, finish->password, finish->password, QPDF_TRUE,
                                           QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE,
                                           qpdf_r3p_full, QPDF_TRUE);
    else
        qpdf_set_deterministic_ID(qpdf, QPDF_TRUE);
}

bool pdf_finish(struct buf *file, struct diag *diag, const struct finish *finish)
{
    if (!finish->password && !finish->linearize)
        return true;
    if (finish->password && !password_allowed(diag, finish->password))
        return false;
    if (!library_load(LIBRARY_QPDF, diag))
        return false;
    qpdf_data qpdf = qpdf_init();
    qpdf_silence_errors(qpdf);
    qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
    qpdf_read_memory(qpdf, "", file->p, file->n, NULL);
    bool written = is_sound(qpdf, diag);
    if (written) {
        configure(qpdf, finish);
        written = is_sound(qpdf, diag);
    }
    if (written) {
        bool failed = qpdf_write(qpdf) & QPDF_ERRORS;
        written = is_sound(qpdf, diag) && !failed && qpdf_get_buffer(qpdf);
    }
    if (written) {
        buf_clear(file);
        buf_put(file, (const char *)qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf));
    }
    qpdf_cleanup(&qpdf);
    return written;
}
