/* A copy of the PDF with its findings marked, by libqpdf. */
#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <string.h>

#include "base/libraries.h"
#include "base/reading.h"
#include "press/audit.h"

/* A page as it is painted: its box, and how it is turned. */
struct sheet {
    double left, bottom, width, height;
    int turned; /* 0, 90, 180, 270 */
};

/* The page's own key, or that of what it hangs below. */
static qpdf_oh inherited(qpdf_data qpdf, qpdf_oh page, const char *key)
{
    enum { DEEP = 16 };
    for (int i = 0; i < DEEP && !qpdf_oh_has_key(qpdf, page, key); i++) {
        if (!qpdf_oh_has_key(qpdf, page, "/Parent"))
            break;
        page = qpdf_oh_get_key(qpdf, page, "/Parent");
    }
    return qpdf_oh_get_key(qpdf, page, key);
}

static double item(qpdf_data qpdf, qpdf_oh array, int i)
{
    return qpdf_oh_get_numeric_value(qpdf, qpdf_oh_get_array_item(qpdf, array, i));
}

static struct sheet sheet_of(qpdf_data qpdf, qpdf_oh page)
{
    qpdf_oh box = inherited(qpdf, page, "/MediaBox"), turn = inherited(qpdf, page, "/Rotate");
    struct sheet sheet = {0, 0, 595, 842, 0};
    if (qpdf_oh_is_array(qpdf, box) && qpdf_oh_get_array_n_items(qpdf, box) == 4) {
        sheet.left = item(qpdf, box, 0);
        sheet.bottom = item(qpdf, box, 1);
        sheet.width = item(qpdf, box, 2) - sheet.left;
        sheet.height = item(qpdf, box, 3) - sheet.bottom;
    }
    if (qpdf_oh_is_integer(qpdf, turn))
        sheet.turned = ((qpdf_oh_get_int_value_as_int(qpdf, turn) % 360) + 360) % 360;
    return sheet;
}

/* A point as it is seen, from the top left, in the page's own coordinates. */
static void place(const struct sheet *sheet, double x, double y, double *px, double *py)
{
    *px = sheet->turned == 90    ? y
          : sheet->turned == 180 ? sheet->width - x
          : sheet->turned == 270 ? sheet->width - y
                                 : x;
    *py = sheet->turned == 90    ? x
          : sheet->turned == 180 ? y
          : sheet->turned == 270 ? sheet->height - x
                                 : sheet->height - y;
    *px += sheet->left;
    *py += sheet->bottom;
}

/* Appends a number with two decimals, whatever the locale. */
static void put_number(struct buf *out, double number)
{
    long hundredths = (long)(number * 100 + (number < 0 ? -0.5 : 0.5));
    const char *sign = hundredths < 0 ? "-" : "";
    hundredths = hundredths < 0 ? -hundredths : hundredths;
    buf_printf(out, "%s%ld.%02ld ", sign, hundredths / 100, hundredths % 100);
}

/* Text as a string of a PDF: UTF-16 in hexadecimal. */
static void put_string(struct buf *out, struct slice text)
{
    buf_puts(out, "<FEFF");
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (code >= 0x10000)
            buf_printf(out, "%04X%04X", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + (code & 0x3FF));
        else
            buf_printf(out, "%04X", code);
    }
    buf_puts(out, ">");
}

static void put_annotation(struct buf *out, const struct sheet *sheet, const struct spot *spot,
                           const struct finding *finding, enum language language)
{
    double x[2], y[2];
    bool placed = spot->box.right > spot->box.left;
    place(sheet, placed ? spot->box.left / 1000.0 : 20, placed ? spot->box.top / 1000.0 : 20, &x[0],
          &y[0]);
    place(sheet, placed ? spot->box.right / 1000.0 : 38, placed ? spot->box.bottom / 1000.0 : 38,
          &x[1], &y[1]);
    double left = x[0] < x[1] ? x[0] : x[1], right = x[0] < x[1] ? x[1] : x[0];
    double low = y[0] < y[1] ? y[0] : y[1], high = y[0] < y[1] ? y[1] : y[0];
    buf_printf(out, "<< /Type /Annot /Subtype /%s /F 4 /C [%s] /Rect [ ",
               placed ? "Highlight" : "Text",
               finding->level == LEVEL_ERROR ? "1 .6 .5" : "1 .9 .4");
    const double rect[] = {left, low, right, high},
                 quad[] = {left, high, right, high, left, low, right, low};
    for (size_t i = 0; i < 4; i++)
        put_number(out, rect[i]);
    buf_puts(out, "] /QuadPoints [ ");
    for (size_t i = 0; placed && i < 8; i++)
        put_number(out, quad[i]);
    buf_puts(out, "] /T (gongkai) /Contents ");
    put_string(out, language == LANGUAGE_CHINESE ? finding->chinese : finding->text);
    buf_puts(out, " >>");
}

static void mark(qpdf_data qpdf, const struct finding *finding, enum language language)
{
    const struct spot *spot = finding->pos.source ? finding->pos.source->spot : NULL;
    int number = spot ? (int)spot->page : 0;
    struct buf text = {0};
    if (number < 1 || number > qpdf_get_num_pages(qpdf))
        return;
    qpdf_oh page = qpdf_get_page_n(qpdf, (size_t)number - 1);
    const struct sheet sheet = sheet_of(qpdf, page);
    put_annotation(&text, &sheet, spot, finding, language);
    qpdf_oh annotation = qpdf_make_indirect_object(qpdf, qpdf_oh_parse(qpdf, text.p));
    qpdf_oh list = qpdf_oh_get_key(qpdf, page, "/Annots");
    if (!qpdf_oh_is_array(qpdf, list)) {
        list = qpdf_oh_new_array(qpdf);
        qpdf_oh_replace_key(qpdf, page, "/Annots", list);
        list = qpdf_oh_get_key(qpdf, page, "/Annots");
    }
    qpdf_oh_append_item(qpdf, list, annotation);
    buf_free(&text);
}

bool audit_put_marked(struct buf *out, const struct audit *audit)
{
    const struct source *source = source_read(audit->diag->arena, audit->path, LIMIT_BOOK);
    bool sound = source && audit->book && audit->book->kind == BOOK_PAGES;
    if (!library_load(LIBRARY_QPDF, audit->diag))
        return false;
    qpdf_data qpdf = qpdf_init();
    qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
    if (sound)
        sound = !(qpdf_read_memory(qpdf, audit->path, source->text.p, source->text.n, NULL) &
                  QPDF_ERRORS);
    for (const struct finding *f = sound ? audit->diag->first : NULL; f; f = f->next)
        mark(qpdf, f, audit->diag->language);
    if (sound) {
        qpdf_init_write_memory(qpdf);
        qpdf_set_deterministic_ID(qpdf, QPDF_TRUE);
        sound = !(qpdf_write(qpdf) & QPDF_ERRORS);
    }
    if (sound)
        buf_put(out, (const char *)qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf));
    else
        diag_report(audit->diag, MSG_AUDIT_MARK, (struct pos){0}, audit->path);
    qpdf_cleanup(&qpdf);
    return sound;
}
