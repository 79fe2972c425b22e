/* Link annotations. */
#include "archive/verify.h"

static bool leads_to_page(const struct verify *verify, qpdf_oh target)
{
    const struct file *file = &verify->file;
    if (qpdf_oh_is_string(file->qpdf, target))
        target = tree_name(verify, &verify->names, file_text(file, target));
    if (qpdf_oh_is_dictionary(file->qpdf, target))
        target = file_get(file, target, "/D");
    return verify_page(verify, qpdf_oh_get_object_id(file->qpdf, file_item(file, target, 0))) >= 0;
}

static bool has_target(const struct verify *verify, qpdf_oh link)
{
    const struct file *file = &verify->file;
    qpdf_oh action = file_get(file, link, "/A"), kind = file_get(file, action, "/S");
    if (file_is(file, kind, "URI"))
        return file_text(file, file_get(file, action, "/URI")).n > 0;
    if (file_is(file, kind, "GoTo"))
        return leads_to_page(verify, file_get(file, action, "/D"));
    return qpdf_oh_is_null(file->qpdf, action) &&
           leads_to_page(verify, file_get(file, link, "/Dest"));
}

static void check_link(struct verify *verify, int page, qpdf_oh link)
{
    enum { INVISIBLE = 1, HIDDEN = 2, PRINT = 4, NO_VIEW = 32 };
    const struct file *file = &verify->file;
    struct where where = {page, qpdf_oh_get_object_id(file->qpdf, link)};
    int key = file_int(file, file_get(file, link, "/StructParent"), -1);
    int flags = file_int(file, file_get(file, link, "/F"), 0);
    qpdf_oh listed = tree_number(verify, &verify->parents, key);
    const struct element *element =
        verify_element(verify, qpdf_oh_get_object_id(file->qpdf, listed));
    if (!element || !slice_is(element->type, "Link") || element->link != where.object)
        verify_report(verify, RULE_LINK_TAG, where, "/StructParent %d", key);
    if (!file_text(file, file_get(file, link, "/Contents")).n)
        verify_report(verify, RULE_LINK_TEXT, where, "/Contents");
    if ((flags & (INVISIBLE | HIDDEN | PRINT | NO_VIEW)) != PRINT)
        verify_report(verify, RULE_LINK_FLAGS, where, "/F %d", flags);
    if (!has_target(verify, link))
        verify_report(verify, RULE_LINK_TARGET, where, "/Dest");
}

void verify_links(struct verify *verify)
{
    const struct file *file = &verify->file;
    verify_tree(verify, file_get(file, file->root, "/Names/Dests"), "/Names", &verify->names);
    for (int i = 0; i < verify->page_count; i++) {
        qpdf_oh page = verify->pages[i].handle, links = file_get(file, page, "/Annots");
        int count = file_count(file, links);
        if (count && !file_is(file, file_get(file, page, "/Tabs"), "S"))
            verify_report(verify, RULE_TABS, (struct where){i, verify->pages[i].object}, "/Tabs");
        for (int k = 0; k < count && verify_step(verify, 1); k++)
            check_link(verify, i, file_item(file, links, k));
    }
}
