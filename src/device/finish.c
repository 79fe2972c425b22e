/* A finished PDF written anew by libqpdf, for what the archival writer does not do. */
#include <qpdf/qpdf-c.h>

#include "device/device.h"

bool pdf_finish(struct buf *file, struct diag *diag, const struct finish *finish)
{
    if (!finish->password && !finish->linearize)
        return true;
    qpdf_data qpdf = qpdf_init();
    qpdf_silence_errors(qpdf);
    qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
    qpdf_read_memory(qpdf, "", file->p, file->n, NULL);
    qpdf_init_write_memory(qpdf);
    qpdf_set_newline_before_endstream(qpdf, QPDF_TRUE);
    qpdf_set_linearization(qpdf, finish->linearize);
    if (finish->password)
        qpdf_set_r6_encryption_parameters2(qpdf, finish->password, finish->password, QPDF_TRUE,
                                           QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE,
                                           qpdf_r3p_full, QPDF_TRUE);
    else
        qpdf_set_deterministic_ID(qpdf, QPDF_TRUE);
    bool written = !(qpdf_write(qpdf) & QPDF_ERRORS);
    if (written) {
        buf_clear(file);
        buf_put(file, (const char *)qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf));
    } else {
        diag_report(diag, MSG_FINISH, (struct pos){0},
                    qpdf_get_error_message_detail(qpdf, qpdf_get_error(qpdf)));
    }
    qpdf_cleanup(&qpdf);
    return written;
}
