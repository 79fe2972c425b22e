/* Annotations: links and whatever an editor may have added; and the bookmarks. */
#include <string.h>

#include "archive/verify.h"

static bool leads_to_page(const struct verify *verify, qpdf_oh target)
{
    const struct file *file = &verify->file;
    if (qpdf_oh_is_string(file->qpdf, target))
        target = tree_name(verify, &verify->names, file_text(file, target));
    else if (qpdf_oh_is_name(file->qpdf, target))
        target = file_get(file, file_get(file, file->root, "/Dests"),
                          arena_printf(file->arena, "/%s", file_name(file, target).p));
    if (qpdf_oh_is_dictionary(file->qpdf, target))
        target = file_get(file, target, "/D");
    return verify_page(verify, qpdf_oh_get_object_id(file->qpdf, file_item(file, target, 0))) >= 0;
}

/* An action to an address is one that can be called up. */
static bool is_address(struct slice text)
{
    const char *colon = text.n ? memchr(text.p, ':', text.n) : NULL;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] <= ' ')
            return false;
    return colon && colon > text.p;
}

/* Of a link or a bookmark: a page of the document, or an address. */
static bool has_target(const struct verify *verify, qpdf_oh from)
{
    const struct file *file = &verify->file;
    qpdf_oh action = file_get(file, from, "/A"), kind = file_get(file, action, "/S");
    if (file_is(file, kind, "URI"))
        return is_address(file_text(file, file_get(file, action, "/URI")));
    if (file_is(file, kind, "GoTo"))
        return leads_to_page(verify, file_get(file, action, "/D"));
    if (file_is(file, kind, "GoToR") || file_is(file, kind, "Named"))
        return true;
    return qpdf_oh_is_null(file->qpdf, action) &&
           leads_to_page(verify, file_get(file, from, "/Dest"));
}

/* ---- annotations ---- */

/* What may be annotated with, and the element that it belongs to. */
static const struct kind {
    const char *subtype, *element;
} kinds[] = {
    {"Link", "Link"},
    {"Widget", "Form"},
    {"Text", "Annot"},
    {"FreeText", "Annot"},
    {"Line", "Annot"},
    {"Square", "Annot"},
    {"Circle", "Annot"},
    {"Polygon", "Annot"},
    {"PolyLine", "Annot"},
    {"Highlight", "Annot"},
    {"Underline", "Annot"},
    {"Squiggly", "Annot"},
    {"StrikeOut", "Annot"},
    {"Stamp", "Annot"},
    {"Caret", "Annot"},
    {"Ink", "Annot"},
    {"FileAttachment", "Annot"},
    {"Redact", "Annot"},
    {"Watermark", "Annot"},
    {"Popup", NULL},
    {"PrinterMark", NULL},
};

static const struct kind *kind_of(const struct file *file, qpdf_oh annotation)
{
    struct slice subtype = file_name(file, file_get(file, annotation, "/Subtype"));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_is(subtype, kinds[i].subtype))
            return &kinds[i];
    return NULL;
}

static void check_tag(struct verify *verify, struct where where, qpdf_oh annotation,
                      const struct kind *kind)
{
    const struct file *file = &verify->file;
    int key = file_int(file, file_get(file, annotation, "/StructParent"), -1);
    qpdf_oh listed = tree_number(verify, &verify->parents, key);
    const struct element *element =
        verify_element(verify, qpdf_oh_get_object_id(file->qpdf, listed));
    uint32_t at = ids_find(&verify->annot_ids, where.object);
    if (!element || !slice_is(element->type, kind->element) || at != element->at)
        verify_report(verify, RULE_LINK_TAG, where, "/StructParent %d", key);
}

static void check_text(struct verify *verify, struct where where, qpdf_oh annotation,
                       bool is_widget)
{
    const struct file *file = &verify->file;
    uint32_t at = ids_find(&verify->annot_ids, where.object);
    const struct element *element = at < verify->element_count ? verify->elements[at] : NULL;
    bool told = file_text(file, file_get(file, annotation, "/Contents")).n ||
                (is_widget && file_text(file, file_get(file, annotation, "/TU")).n) ||
                (is_widget && file_text(file, file_get(file, annotation, "/Parent/TU")).n) ||
                (element && file_text(file, file_get(file, element->handle, "/Alt")).n);
    if (!told)
        verify_report(verify, RULE_LINK_TEXT, where, "/Contents");
}

static void check_flags(struct verify *verify, struct where where, qpdf_oh annotation)
{
    enum { INVISIBLE = 1, HIDDEN = 2, PRINT = 4, NO_VIEW = 32, TOGGLE_NO_VIEW = 256 };
    const struct file *file = &verify->file;
    int flags = file_int(file, file_get(file, annotation, "/F"), 0);
    if ((flags & (INVISIBLE | HIDDEN | PRINT | NO_VIEW | TOGGLE_NO_VIEW)) != PRINT)
        verify_report(verify, RULE_LINK_FLAGS, where, "/F %d", flags);
}

/* What it looks like is given, and is always the same. */
static void check_looks(struct verify *verify, struct where where, qpdf_oh annotation,
                        const struct kind *kind)
{
    const struct file *file = &verify->file;
    qpdf_oh looks = file_get(file, annotation, "/AP");
    bool plain = qpdf_oh_is_null(file->qpdf, looks) && slice_is(slice_of(kind->subtype), "Link");
    bool normal = qpdf_oh_is_stream(file->qpdf, file_get(file, looks, "/N")) ||
                  qpdf_oh_is_dictionary(file->qpdf, file_get(file, looks, "/N"));
    if (!plain && (!normal || !qpdf_oh_is_null(file->qpdf, file_get(file, looks, "/D")) ||
                   !qpdf_oh_is_null(file->qpdf, file_get(file, looks, "/R"))))
        verify_report(verify, RULE_LOOKS, where, "/AP");
    if (normal)
        verify_appearance(verify, where, annotation);
}

static void check_annotation(struct verify *verify, int page, qpdf_oh annotation)
{
    const struct file *file = &verify->file;
    struct where where = {page, qpdf_oh_get_object_id(file->qpdf, annotation)};
    const struct kind *kind = kind_of(file, annotation);
    if (!kind) {
        verify_report(verify, RULE_ANNOTATION, where, "/Subtype /%s",
                      file_name(file, file_get(file, annotation, "/Subtype")).p);
        return;
    }
    if (!kind->element)
        return;
    check_tag(verify, where, annotation, kind);
    check_text(verify, where, annotation, strcmp(kind->subtype, "Widget") == 0);
    check_flags(verify, where, annotation);
    check_looks(verify, where, annotation, kind);
    if (strcmp(kind->subtype, "Link") == 0 && !has_target(verify, annotation))
        verify_report(verify, RULE_LINK_TARGET, where, "/Dest");
}

void verify_annotations(struct verify *verify)
{
    const struct file *file = &verify->file;
    verify_tree(verify, file_get(file, file->root, "/Names/Dests"), "/Names", &verify->names);
    for (int i = 0; i < verify->page_count; i++) {
        qpdf_oh page = verify->pages[i].handle, list = file_get(file, page, "/Annots");
        int count = file_count(file, list);
        if (count && !file_is(file, file_get(file, page, "/Tabs"), "S"))
            verify_report(verify, RULE_TABS, (struct where){i, verify->pages[i].object}, "/Tabs");
        for (int k = 0; k < count && verify_step(verify, 1); k++)
            check_annotation(verify, i, file_item(file, list, k));
    }
}

/* ---- bookmarks ---- */

/* Goes from bookmark to bookmark, into those below first; none is met twice. */
static void check_bookmarks(struct verify *verify, struct ids *met, qpdf_oh first, int depth)
{
    enum { BOOKMARKS_DEEP = 32 };
    const struct file *file = &verify->file;
    for (qpdf_oh mark = first; qpdf_oh_is_dictionary(file->qpdf, mark);
         mark = file_get(file, mark, "/Next")) {
        struct where where = {-1, qpdf_oh_get_object_id(file->qpdf, mark)};
        if (!verify_step(verify, 1) || depth > BOOKMARKS_DEEP || !ids_add(met, where.object, 0)) {
            verify_report(verify, RULE_OUTLINE, where, "/Next");
            return;
        }
        bool leads = !qpdf_oh_is_null(file->qpdf, file_get(file, mark, "/Dest")) ||
                     !qpdf_oh_is_null(file->qpdf, file_get(file, mark, "/A"));
        if (!file_text(file, file_get(file, mark, "/Title")).n ||
            (leads && !has_target(verify, mark)))
            verify_report(verify, RULE_OUTLINE, where, "/Dest");
        check_bookmarks(verify, met, file_get(file, mark, "/First"), depth + 1);
    }
}

void verify_outline(struct verify *verify)
{
    const struct file *file = &verify->file;
    struct ids met = {.arena = file->arena};
    check_bookmarks(verify, &met, file_get(file, file->root, "/Outlines/First"), 0);
}
