/* What pages draw with besides fonts: colour spaces, forms, the appearance of annotations. */
#include <string.h>

#include "archive/verify.h"

enum { SPACES_DEEP = 8, COLORANTS_MAX = 32 };

static qpdf_oh resource(const struct verify *verify, qpdf_oh resources, const char *kind,
                        struct slice name)
{
    const struct file *file = &verify->file;
    return file_get(file, file_get(file, resources, kind),
                    arena_printf(file->arena, "/%.*s", (int)name.n, name.p));
}

qpdf_oh verify_resource(struct verify *verify, struct where where, qpdf_oh resources,
                        const char *kind, struct slice name)
{
    qpdf_oh found =
        name.n ? resource(verify, resources, kind, name) : qpdf_oh_new_null(verify->file.qpdf);
    if (qpdf_oh_is_null(verify->file.qpdf, found))
        verify_report(verify, RULE_RESOURCE, where, "%s/%.*s", kind, (int)name.n, name.p);
    return found;
}

/* ---- colours ---- */

static bool is_profile(const struct verify *verify, qpdf_oh profile)
{
    const struct file *file = &verify->file;
    struct buf bytes = {0};
    int parts = file_int(file, file_get(file, profile, "/N"), 0);
    bool sound = (parts == 1 || parts == 3) && file_stream(file, profile, &bytes) &&
                 bytes.n > 128 && memcmp(bytes.p + 36, "acsp", 4) == 0 &&
                 memcmp(bytes.p + 16, parts == 1 ? "GRAY" : "RGB ", 4) == 0;
    buf_free(&bytes);
    return sound;
}

static bool is_space(struct verify *verify, qpdf_oh space, int depth)
{
    const struct file *file = &verify->file;
    bool list = qpdf_oh_is_array(file->qpdf, space);
    struct slice kind = file_name(file, list ? file_item(file, space, 0) : space);
    if (depth > SPACES_DEEP || !verify_step(verify, 1))
        return false;
    if (slice_is(kind, "DeviceGray") || slice_is(kind, "DeviceRGB") || slice_is(kind, "G") ||
        slice_is(kind, "RGB") || slice_is(kind, "CalGray") || slice_is(kind, "CalRGB") ||
        slice_is(kind, "Lab"))
        return true;
    if (slice_is(kind, "ICCBased"))
        return is_profile(verify, file_item(file, space, 1));
    if (slice_is(kind, "Indexed") || slice_is(kind, "I"))
        return is_space(verify, file_item(file, space, 1), depth + 1);
    int colorants = slice_is(kind, "DeviceN") ? file_count(file, file_item(file, space, 1)) : 1;
    if (colorants > COLORANTS_MAX)
        verify_report(verify, RULE_SIZES, (struct where){-1, 0}, "/DeviceN %d", colorants);
    if (slice_is(kind, "Separation") || slice_is(kind, "DeviceN"))
        return is_space(verify, file_item(file, space, 2), depth + 1);
    return slice_is(kind, "Pattern") &&
           (file_count(file, space) < 2 || is_space(verify, file_item(file, space, 1), depth + 1));
}

void verify_space(struct verify *verify, struct where where, qpdf_oh space)
{
    int object = qpdf_oh_get_object_id(verify->file.qpdf, space);
    if (object && !ids_add(&verify->seen, object, 0))
        return;
    if (!is_space(verify, space, 0))
        verify_report(verify, RULE_COLOR, where, "/ColorSpace");
}

/* ---- transparency ---- */

void verify_group(struct verify *verify, struct where where, qpdf_oh holder)
{
    const struct file *file = &verify->file;
    qpdf_oh space = file_get(file, holder, "/Group/CS");
    if (!qpdf_oh_is_null(file->qpdf, space) && !is_space(verify, space, 0))
        verify_report(verify, RULE_COLOR, where, "/Group/CS");
}

/* ---- images and forms ---- */

void verify_xobject(struct verify *verify, struct where where, qpdf_oh object)
{
    const struct file *file = &verify->file;
    int number = qpdf_oh_get_object_id(file->qpdf, object);
    struct slice kind = file_name(file, file_get(file, object, "/Subtype"));
    if (!ids_add(&verify->seen, number, 0))
        return;
    where.object = number;
    if (slice_is(kind, "Form")) {
        verify->form(verify, where, object);
        return;
    }
    qpdf_oh mask = file_get(file, object, "/ImageMask"), cover = file_get(file, object, "/SMask");
    bool stencil = qpdf_oh_is_bool(file->qpdf, mask) && qpdf_oh_get_bool_value(file->qpdf, mask);
    if (slice_is(kind, "Image") && !stencil)
        verify_space(verify, where, file_get(file, object, "/ColorSpace"));
    if (qpdf_oh_is_stream(file->qpdf, cover))
        verify_xobject(verify, where, cover);
}

void verify_appearance(struct verify *verify, struct where where, qpdf_oh annotation)
{
    const struct file *file = &verify->file;
    qpdf_oh normal = file_get(file, annotation, "/AP/N");
    if (qpdf_oh_is_stream(file->qpdf, normal))
        verify_xobject(verify, where, normal);
    else
        verify_xobject(verify, where,
                       resource(verify, annotation, "/AP/N",
                                file_name(file, file_get(file, annotation, "/AS"))));
}
