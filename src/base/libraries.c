#include "base/libraries.h"

#include <cairo-svg.h>
#include <dlfcn.h>
#include <libxml/HTMLparser.h>
#include <microhttpd.h>
#include <pango/pango.h>
#include <qpdf/qpdf-c.h>
#include <stdarg.h>
#include <stdlib.h>
#include <xlsxwriter.h>
#include <zip.h>

/* The names are those that the dynamic linker would have been given (Makefile). */
static struct {
    const char *name;
    void *handle;
} libraries[LIBRARY_COUNT] = {[LIBRARY_CAIRO] = {SONAME_CAIRO, NULL},
                              [LIBRARY_MICROHTTPD] = {SONAME_MICROHTTPD, NULL},
                              [LIBRARY_PANGO] = {SONAME_PANGO_1_0, NULL},
                              [LIBRARY_QPDF] = {SONAME_QPDF, NULL},
                              [LIBRARY_XLSXWRITER] = {SONAME_XLSXWRITER, NULL},
                              [LIBRARY_XML] = {SONAME_XML2, NULL},
                              [LIBRARY_ZIP] = {SONAME_ZIP, NULL}};

const char *library_name(enum library library)
{
    return libraries[library].name;
}

/* Two threads may both open it; the handle is the same. */
static void *handle_of(enum library library)
{
    void *handle = __atomic_load_n(&libraries[library].handle, __ATOMIC_ACQUIRE);
    if (!handle) {
        handle = dlopen(libraries[library].name, RTLD_NOW | RTLD_LOCAL);
        __atomic_store_n(&libraries[library].handle, handle, __ATOMIC_RELEASE);
    }
    return handle;
}

bool library_load(enum library library, struct diag *diag)
{
    if (handle_of(library))
        return true;
    const char *why = dlerror();
    diag_report(diag, MSG_LIBRARY, (struct pos){0}, library_name(library), why ? why : "");
    return false;
}

/* What a library does not have ends the program: the build has seen it there. */
static void *function_of(enum library library, const char *name)
{
    void *handle = handle_of(library);
    void *function = handle ? dlsym(handle, name) : NULL;
    if (!function)
        abort();
    return function;
}

/* Defines the function as one that asks the library for its own. Parameters are letters, since the
 * library's header names them; the compiler holds the row against it. */
#define LAZY(type, name, parameters, arguments)                                                    \
    type name parameters                                                                           \
    {                                                                                              \
        static __typeof__(&name) function;                                                         \
        __typeof__(&name) known = __atomic_load_n(&function, __ATOMIC_RELAXED);                    \
        if (!known) {                                                                              \
            known = (__typeof__(&name))function_of(LIBRARY, #name);                                \
            __atomic_store_n(&function, known, __ATOMIC_RELAXED);                                  \
        }                                                                                          \
        return known arguments;                                                                    \
    }

/* clang-format off */

#define LIBRARY LIBRARY_CAIRO
LAZY(void, cairo_close_path, (cairo_t *a), (a))
LAZY(cairo_t *, cairo_create, (cairo_surface_t *a), (a))
LAZY(void, cairo_curve_to, (cairo_t *a, double b, double c, double d, double e, double f, double g),
     (a, b, c, d, e, f, g))
LAZY(void, cairo_destroy, (cairo_t *a), (a))
LAZY(void, cairo_fill, (cairo_t *a), (a))
LAZY(void, cairo_fill_preserve, (cairo_t *a), (a))
LAZY(cairo_surface_t *, cairo_image_surface_create, (cairo_format_t a, int b, int c), (a, b, c))
LAZY(void, cairo_line_to, (cairo_t *a, double b, double c), (a, b, c))
LAZY(void, cairo_move_to, (cairo_t *a, double b, double c), (a, b, c))
LAZY(void, cairo_paint, (cairo_t *a), (a))
LAZY(void, cairo_rectangle, (cairo_t *a, double b, double c, double d, double e), (a, b, c, d, e))
LAZY(void, cairo_restore, (cairo_t *a), (a))
LAZY(void, cairo_save, (cairo_t *a), (a))
LAZY(void, cairo_scale, (cairo_t *a, double b, double c), (a, b, c))
LAZY(void, cairo_set_line_width, (cairo_t *a, double b), (a, b))
LAZY(void, cairo_set_source_rgb, (cairo_t *a, double b, double c, double d), (a, b, c, d))
LAZY(cairo_status_t, cairo_status, (cairo_t *a), (a))
LAZY(const char *, cairo_status_to_string, (cairo_status_t a), (a))
LAZY(void, cairo_stroke, (cairo_t *a), (a))
LAZY(void, cairo_surface_destroy, (cairo_surface_t *a), (a))
LAZY(void, cairo_surface_finish, (cairo_surface_t *a), (a))
LAZY(cairo_status_t, cairo_surface_status, (cairo_surface_t *a), (a))
LAZY(cairo_status_t, cairo_surface_write_to_png_stream, (cairo_surface_t *a, cairo_write_func_t b, void *c),
     (a, b, c))
LAZY(cairo_surface_t *, cairo_svg_surface_create_for_stream, (cairo_write_func_t a, void *b, double c, double d),
     (a, b, c, d))
LAZY(void, cairo_translate, (cairo_t *a, double b, double c), (a, b, c))
#undef LIBRARY

#define LIBRARY LIBRARY_MICROHTTPD
LAZY(enum MHD_Result, MHD_add_response_header, (struct MHD_Response *a, const char *b, const char *c), (a, b, c))
LAZY(struct MHD_Response *, MHD_create_response_from_buffer, (size_t a, void *b, enum MHD_ResponseMemoryMode c),
     (a, b, c))
LAZY(void, MHD_destroy_response, (struct MHD_Response *a), (a))
LAZY(int, MHD_get_connection_values, (struct MHD_Connection *a, enum MHD_ValueKind b, MHD_KeyValueIterator c, void *d),
     (a, b, c, d))
LAZY(enum MHD_Result, MHD_get_timeout, (struct MHD_Daemon *a, MHD_UNSIGNED_LONG_LONG *b), (a, b))
LAZY(const char *, MHD_lookup_connection_value, (struct MHD_Connection *a, enum MHD_ValueKind b, const char *c),
     (a, b, c))
LAZY(enum MHD_Result, MHD_queue_response, (struct MHD_Connection *a, unsigned b, struct MHD_Response *c), (a, b, c))
LAZY(MHD_socket, MHD_quiesce_daemon, (struct MHD_Daemon *a), (a))
LAZY(void, MHD_resume_connection, (struct MHD_Connection *a), (a))
LAZY(enum MHD_Result, MHD_run, (struct MHD_Daemon *a), (a))
LAZY(struct MHD_Daemon *, MHD_start_daemon_va, (unsigned a, uint16_t b, MHD_AcceptPolicyCallback c, void *d,
     MHD_AccessHandlerCallback e, void *f, va_list g),
     (a, b, c, d, e, f, g))
LAZY(void, MHD_stop_daemon, (struct MHD_Daemon *a), (a))
LAZY(void, MHD_suspend_connection, (struct MHD_Connection *a), (a))

/* What takes any number of arguments hands them on. */
struct MHD_Daemon *MHD_start_daemon(unsigned a, uint16_t b, MHD_AcceptPolicyCallback c, void *d,
                                    MHD_AccessHandlerCallback e, void *f, ...)
{
    va_list options;
    va_start(options, f);
    struct MHD_Daemon *daemon = MHD_start_daemon_va(a, b, c, d, e, f, options);
    va_end(options);
    return daemon;
}

const union MHD_DaemonInfo *MHD_get_daemon_info(struct MHD_Daemon *a, enum MHD_DaemonInfoType b, ...)
{
    static __typeof__(&MHD_get_daemon_info) function;
    if (!function)
        function = (__typeof__(function))function_of(LIBRARY, "MHD_get_daemon_info");
    return function(a, b);
}

const union MHD_ConnectionInfo *MHD_get_connection_info(struct MHD_Connection *a, enum MHD_ConnectionInfoType b, ...)
{
    static __typeof__(&MHD_get_connection_info) function;
    if (!function)
        function = (__typeof__(function))function_of(LIBRARY, "MHD_get_connection_info");
    return function(a, b);
}
#undef LIBRARY

/* And GLib, which Pango stands on. */
#define LIBRARY LIBRARY_PANGO
#undef g_object_ref /* a macro upon the function */
LAZY(void, g_list_free, (GList *a), (a))
LAZY(GObject *, g_object_new_with_properties, (GType a, guint b, const char **c, const GValue *d), (a, b, c, d))
LAZY(gpointer, g_object_ref, (gpointer a), (a))
LAZY(void, g_object_unref, (gpointer a), (a))
LAZY(GType, g_type_register_static_simple, (GType a, const gchar *b, guint c, GClassInitFunc d, guint e,
     GInstanceInitFunc f, GTypeFlags g),
     (a, b, c, d, e, f, g))
LAZY(PangoAttribute *, pango_attr_family_new, (const char *a), (a))
LAZY(PangoAttribute *, pango_attr_language_new, (PangoLanguage *a), (a))
LAZY(void, pango_attr_list_insert, (PangoAttrList *a, PangoAttribute *b), (a, b))
LAZY(PangoAttrList *, pango_attr_list_new, (void), ())
LAZY(void, pango_attr_list_unref, (PangoAttrList *a), (a))
LAZY(void, pango_context_set_language, (PangoContext *a, PangoLanguage *b), (a, b))
LAZY(PangoCoverage *, pango_coverage_new, (void), ())
LAZY(void, pango_coverage_set, (PangoCoverage *a, int b, PangoCoverageLevel c), (a, b, c))
LAZY(const char *, pango_font_description_get_family, (const PangoFontDescription *a), (a))
LAZY(PangoFontDescription *, pango_font_description_new, (void), ())
LAZY(void, pango_font_description_set_family, (PangoFontDescription *a, const char *b), (a, b))
LAZY(GType, pango_font_get_type, (void), ())
LAZY(PangoContext *, pango_font_map_create_context, (PangoFontMap *a), (a))
LAZY(GType, pango_font_map_get_type, (void), ())
LAZY(void, pango_fontset_simple_append, (PangoFontsetSimple *a, PangoFont *b), (a, b))
LAZY(PangoFontsetSimple *, pango_fontset_simple_new, (PangoLanguage *a), (a))
LAZY(void, pango_get_log_attrs, (const char *a, int b, int c, PangoLanguage *d, PangoLogAttr *e, int f),
     (a, b, c, d, e, f))
LAZY(void, pango_glyph_string_free, (PangoGlyphString *a), (a))
LAZY(PangoGlyphString *, pango_glyph_string_new, (void), ())
LAZY(void, pango_item_free, (PangoItem *a), (a))
LAZY(GList *, pango_itemize_with_base_dir, (PangoContext *a, PangoDirection b, const char *c, int d, int e,
     PangoAttrList *f, PangoAttrIterator *g),
     (a, b, c, d, e, f, g))
LAZY(PangoLanguage *, pango_language_from_string, (const char *a), (a))
LAZY(void, pango_shape_full, (const char *a, int b, const char *c, int d, const PangoAnalysis *e,
     PangoGlyphString *f),
     (a, b, c, d, e, f))
#undef LIBRARY

#define LIBRARY LIBRARY_QPDF
LAZY(void, qpdf_cleanup, (qpdf_data *a), (a))
LAZY(const unsigned char *, qpdf_get_buffer, (qpdf_data a), (a))
LAZY(size_t, qpdf_get_buffer_length, (qpdf_data a), (a))
LAZY(qpdf_error, qpdf_get_error, (qpdf_data a), (a))
LAZY(enum qpdf_error_code_e, qpdf_get_error_code, (qpdf_data a, qpdf_error b), (a, b))
LAZY(const char *, qpdf_get_error_message_detail, (qpdf_data a, qpdf_error b), (a, b))
LAZY(int, qpdf_get_num_pages, (qpdf_data a), (a))
LAZY(qpdf_oh, qpdf_get_object_by_id, (qpdf_data a, int b, int c), (a, b, c))
LAZY(qpdf_oh, qpdf_get_page_n, (qpdf_data a, size_t b), (a, b))
LAZY(qpdf_oh, qpdf_get_root, (qpdf_data a), (a))
LAZY(qpdf_oh, qpdf_get_trailer, (qpdf_data a), (a))
LAZY(QPDF_BOOL, qpdf_has_error, (qpdf_data a), (a))
LAZY(qpdf_data, qpdf_init, (void), ())
LAZY(QPDF_ERROR_CODE, qpdf_init_write_memory, (qpdf_data a), (a))
LAZY(QPDF_BOOL, qpdf_is_encrypted, (qpdf_data a), (a))
LAZY(QPDF_BOOL, qpdf_more_warnings, (qpdf_data a), (a))
LAZY(qpdf_error, qpdf_next_warning, (qpdf_data a), (a))
LAZY(qpdf_oh, qpdf_make_indirect_object, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(void, qpdf_oh_append_item, (qpdf_data a, qpdf_oh b, qpdf_oh c), (a, b, c))
LAZY(QPDF_BOOL, qpdf_oh_has_key, (qpdf_data a, qpdf_oh b, const char *c), (a, b, c))
LAZY(qpdf_oh, qpdf_oh_new_array, (qpdf_data a), (a))
LAZY(qpdf_oh, qpdf_oh_parse, (qpdf_data a, const char *b), (a, b))
LAZY(void, qpdf_oh_replace_key, (qpdf_data a, qpdf_oh b, const char *c, qpdf_oh d), (a, b, c, d))
LAZY(void, qpdf_oh_begin_dict_key_iter, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_dict_more_keys, (qpdf_data a), (a))
LAZY(const char *, qpdf_oh_dict_next_key, (qpdf_data a), (a))
LAZY(qpdf_oh, qpdf_oh_get_array_item, (qpdf_data a, qpdf_oh b, int c), (a, b, c))
LAZY(int, qpdf_oh_get_array_n_items, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(const char *, qpdf_oh_get_binary_string_value, (qpdf_data a, qpdf_oh b, size_t *c), (a, b, c))
LAZY(QPDF_BOOL, qpdf_oh_get_bool_value, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(qpdf_oh, qpdf_oh_get_dict, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(int, qpdf_oh_get_int_value_as_int, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(qpdf_oh, qpdf_oh_get_key, (qpdf_data a, qpdf_oh b, const char *c), (a, b, c))
LAZY(const char *, qpdf_oh_get_name, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(double, qpdf_oh_get_numeric_value, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(int, qpdf_oh_get_object_id, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_ERROR_CODE, qpdf_oh_get_stream_data, (qpdf_data a, qpdf_oh b, enum qpdf_stream_decode_level_e c,
     QPDF_BOOL *d, unsigned char **e, size_t *f),
     (a, b, c, d, e, f))
LAZY(const char *, qpdf_oh_get_utf8_value, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_array, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_bool, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_dictionary, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_integer, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_name, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_null, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_number, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_stream, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_BOOL, qpdf_oh_is_string, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(qpdf_oh, qpdf_oh_new_null, (qpdf_data a), (a))
LAZY(void, qpdf_oh_release, (qpdf_data a, qpdf_oh b), (a, b))
LAZY(QPDF_ERROR_CODE, qpdf_read_memory, (qpdf_data a, const char *b, const char *c, unsigned long long d,
     const char *e),
     (a, b, c, d, e))
LAZY(void, qpdf_set_deterministic_ID, (qpdf_data a, QPDF_BOOL b), (a, b))
LAZY(void, qpdf_set_linearization, (qpdf_data a, QPDF_BOOL b), (a, b))
LAZY(void, qpdf_set_newline_before_endstream, (qpdf_data a, QPDF_BOOL b), (a, b))
LAZY(void, qpdf_set_r6_encryption_parameters2, (qpdf_data a, const char *b, const char *c, QPDF_BOOL d,
     QPDF_BOOL e, QPDF_BOOL f, QPDF_BOOL g, QPDF_BOOL h, QPDF_BOOL i, enum qpdf_r3_print_e j, QPDF_BOOL k),
     (a, b, c, d, e, f, g, h, i, j, k))
LAZY(void, qpdf_set_suppress_warnings, (qpdf_data a, QPDF_BOOL b), (a, b))
LAZY(void, qpdf_silence_errors, (qpdf_data a), (a))
LAZY(QPDF_ERROR_CODE, qpdf_write, (qpdf_data a), (a))
#undef LIBRARY

#define LIBRARY LIBRARY_XLSXWRITER
LAZY(void, format_set_align, (lxw_format *a, uint8_t b), (a, b))
LAZY(void, format_set_bg_color, (lxw_format *a, lxw_color_t b), (a, b))
LAZY(void, format_set_bold, (lxw_format *a), (a))
LAZY(void, format_set_border, (lxw_format *a, uint8_t b), (a, b))
LAZY(void, format_set_border_color, (lxw_format *a, lxw_color_t b), (a, b))
LAZY(void, format_set_font_color, (lxw_format *a, lxw_color_t b), (a, b))
LAZY(void, format_set_font_name, (lxw_format *a, const char *b), (a, b))
LAZY(void, format_set_font_size, (lxw_format *a, double b), (a, b))
LAZY(void, format_set_num_format, (lxw_format *a, const char *b), (a, b))
LAZY(void, format_set_text_wrap, (lxw_format *a), (a))
LAZY(void, format_set_unlocked, (lxw_format *a), (a))
LAZY(void, lxw_rowcol_to_cell, (char *a, lxw_row_t b, lxw_col_t c), (a, b, c))
LAZY(lxw_format *, workbook_add_format, (lxw_workbook *a), (a))
LAZY(lxw_worksheet *, workbook_add_worksheet, (lxw_workbook *a, const char *b), (a, b))
LAZY(lxw_error, workbook_close, (lxw_workbook *a), (a))
LAZY(lxw_workbook *, workbook_new, (const char *a), (a))
LAZY(lxw_error, workbook_set_properties, (lxw_workbook *a, lxw_doc_properties *b), (a, b))
LAZY(lxw_error, worksheet_data_validation_range, (lxw_worksheet *a, lxw_row_t b, lxw_col_t c, lxw_row_t d,
     lxw_col_t e, lxw_data_validation *f),
     (a, b, c, d, e, f))
LAZY(void, worksheet_fit_to_pages, (lxw_worksheet *a, uint16_t b, uint16_t c), (a, b, c))
LAZY(void, worksheet_gridlines, (lxw_worksheet *a, uint8_t b), (a, b))
LAZY(void, worksheet_hide, (lxw_worksheet *a), (a))
LAZY(lxw_error, worksheet_merge_range, (lxw_worksheet *a, lxw_row_t b, lxw_col_t c, lxw_row_t d, lxw_col_t e,
     const char *f, lxw_format *g),
     (a, b, c, d, e, f, g))
LAZY(void, worksheet_protect, (lxw_worksheet *a, const char *b, lxw_protection *c), (a, b, c))
LAZY(lxw_error, worksheet_set_column, (lxw_worksheet *a, lxw_col_t b, lxw_col_t c, double d, lxw_format *e),
     (a, b, c, d, e))
LAZY(lxw_error, worksheet_set_column_opt, (lxw_worksheet *a, lxw_col_t b, lxw_col_t c, double d, lxw_format *e,
     lxw_row_col_options *f),
     (a, b, c, d, e, f))
LAZY(void, worksheet_set_landscape, (lxw_worksheet *a), (a))
LAZY(void, worksheet_set_paper, (lxw_worksheet *a, uint8_t b), (a, b))
LAZY(lxw_error, worksheet_set_row, (lxw_worksheet *a, lxw_row_t b, double c, lxw_format *d), (a, b, c, d))
LAZY(lxw_error, worksheet_set_row_opt, (lxw_worksheet *a, lxw_row_t b, double c, lxw_format *d,
     lxw_row_col_options *e),
     (a, b, c, d, e))
LAZY(lxw_error, worksheet_write_blank, (lxw_worksheet *a, lxw_row_t b, lxw_col_t c, lxw_format *d), (a, b, c, d))
LAZY(lxw_error, worksheet_write_formula_num, (lxw_worksheet *a, lxw_row_t b, lxw_col_t c, const char *d,
     lxw_format *e, double f),
     (a, b, c, d, e, f))
LAZY(lxw_error, worksheet_write_formula_str, (lxw_worksheet *a, lxw_row_t b, lxw_col_t c, const char *d,
     lxw_format *e, const char *f),
     (a, b, c, d, e, f))
LAZY(lxw_error, worksheet_write_number, (lxw_worksheet *a, lxw_row_t b, lxw_col_t c, double d, lxw_format *e),
     (a, b, c, d, e))
LAZY(lxw_error, worksheet_write_string, (lxw_worksheet *a, lxw_row_t b, lxw_col_t c, const char *d, lxw_format *e),
     (a, b, c, d, e))
#undef LIBRARY

#define LIBRARY LIBRARY_XML
LAZY(htmlDocPtr, htmlReadMemory, (const char *a, int b, const char *c, const char *d, int e), (a, b, c, d, e))
LAZY(xmlNodePtr, xmlDocGetRootElement, (const xmlDoc *a), (a))
LAZY(void, xmlFreeDoc, (xmlDocPtr a), (a))
#undef LIBRARY

#define LIBRARY LIBRARY_ZIP
LAZY(void, zip_discard, (zip_t *a), (a))
LAZY(void, zip_error_fini, (zip_error_t *a), (a))
LAZY(void, zip_error_init, (zip_error_t *a), (a))
LAZY(const char *, zip_error_strerror, (zip_error_t *a), (a))
LAZY(int, zip_fclose, (zip_file_t *a), (a))
LAZY(zip_file_t *, zip_fopen, (zip_t *a, const char *b, zip_flags_t c), (a, b, c))
LAZY(zip_int64_t, zip_fread, (zip_file_t *a, void *b, zip_uint64_t c), (a, b, c))
LAZY(const char *, zip_get_name, (zip_t *a, zip_uint64_t b, zip_flags_t c), (a, b, c))
LAZY(zip_int64_t, zip_get_num_entries, (zip_t *a, zip_flags_t b), (a, b))
LAZY(zip_int64_t, zip_name_locate, (zip_t *a, const char *b, zip_flags_t c), (a, b, c))
LAZY(zip_t *, zip_open_from_source, (zip_source_t *a, int b, zip_error_t *c), (a, b, c))
LAZY(zip_source_t *, zip_source_buffer_create, (const void *a, zip_uint64_t b, int c, zip_error_t *d), (a, b, c, d))
LAZY(void, zip_source_free, (zip_source_t *a), (a))
LAZY(int, zip_stat, (zip_t *a, const char *b, zip_flags_t c, zip_stat_t *d), (a, b, c, d))
LAZY(const char *, zip_strerror, (zip_t *a), (a))
#undef LIBRARY
