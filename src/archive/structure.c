/* The structure tree: read, then held against the grammar of its types. */
#include <string.h>

#include "archive/verify.h"

static bool is_standard(struct slice name);

/* ---- reading ---- */

static void own(struct verify *verify, struct element *element, qpdf_oh page, int mcid)
{
    const struct file *file = &verify->file;
    int at = verify_page(verify, qpdf_oh_get_object_id(file->qpdf, page));
    element->marks++;
    if (at < 0 || mcid < 0 || mcid >= CODES) {
        verify_report(verify, RULE_LOST, element_where(element), "MCID %d", mcid);
        return;
    }
    for (struct element *shown = element; shown && shown->page < 0; shown = shown->parent)
        shown->page = at;
    struct checked_page *checked = &verify->pages[at];
    if (mcid >= checked->owner_count) {
        int room = mcid < 64 ? 128 : mcid * 2;
        if (!verify_step(verify, (uint64_t)room / 8))
            return;
        struct owner *owners = ARENA_ARRAY(file->arena, struct owner, (size_t)room);
        if (checked->owner_count)
            memcpy(owners, checked->owners, sizeof *owners * (size_t)checked->owner_count);
        checked->owners = owners;
        checked->owner_count = room;
    }
    if (checked->owners[mcid].element)
        verify_report(verify, RULE_OWNER, element_where(element), "MCID %d", mcid);
    checked->owners[mcid].element = element;
}

/* An element is one, and a type of the standard keeps its meaning. */
static void check_roles(struct verify *verify, const struct element *element)
{
    const struct file *file = &verify->file;
    qpdf_oh type = file_get(file, element->handle, "/Type");
    struct slice said = file_name(file, file_get(file, element->handle, "/S"));
    if (!qpdf_oh_is_null(file->qpdf, type) && !file_is(file, type, "StructElem"))
        verify_report(verify, RULE_TYPE, element_where(element), "/Type");
    if (is_standard(said) && !slice_eq(said, element->type))
        verify_report(verify, RULE_TYPE, element_where(element), "%s → %s", said.p,
                      element->type.p);
}

static struct slice standard_type(const struct file *file, qpdf_oh element)
{
    struct slice type = file_name(file, file_get(file, element, "/S"));
    qpdf_oh roles = file_get(file, file->root, "/StructTreeRoot/RoleMap");
    for (int i = 0; i < 8; i++) {
        struct slice role =
            file_name(file, file_get(file, roles, arena_printf(file->arena, "/%s", type.p)));
        if (!role.n)
            break;
        type = role;
    }
    return type;
}

/* Notes that the element refers to the annotation. */
static void refer(struct verify *verify, struct element *element, qpdf_oh annotation)
{
    int object = qpdf_oh_get_object_id(verify->file.qpdf, annotation);
    element->references++;
    if (!ids_add(&verify->annot_ids, object, element->at))
        verify_report(verify, RULE_LINK_TAG, element_where(element), "/OBJR %d", object);
}

static void read_kid(struct verify *verify, struct element *parent, qpdf_oh kid, int depth);
static void enter_element(struct verify *verify, struct element *parent, qpdf_oh kid, int depth);

static struct element *read_element(struct verify *verify, struct element *parent, qpdf_oh handle,
                                    int depth)
{
    const struct file *file = &verify->file;
    struct element *element = ARENA_NEW(file->arena, struct element);
    *element = (struct element){.type = standard_type(file, handle),
                                .object = qpdf_oh_get_object_id(file->qpdf, handle),
                                .handle = handle,
                                .parent = parent,
                                .page = -1};
    GROW(file->arena, verify->elements, verify->element_count, verify->element_room, 64);
    element->at = verify->element_count;
    verify->elements[verify->element_count++] = element;
    check_roles(verify, element);
    if (parent && parent->last)
        parent->last->next = element;
    else if (parent)
        parent->first = element;
    if (parent)
        parent->last = element;
    qpdf_oh kids = file_get(file, handle, "/K");
    if (!qpdf_oh_is_array(file->qpdf, kids))
        read_kid(verify, element, kids, depth);
    int count = file_count(file, kids);
    for (int i = 0; i < count && verify_step(verify, 1); i++) {
        qpdf_oh kid = file_item(file, kids, i);
        read_kid(verify, element, kid, depth);
        if (qpdf_oh_is_integer(file->qpdf, kid))
            qpdf_oh_release(file->qpdf, kid);
    }
    qpdf_oh above = parent ? parent->handle : file_get(file, file->root, "/StructTreeRoot");
    if (qpdf_oh_get_object_id(file->qpdf, file_get(file, handle, "/P")) !=
        qpdf_oh_get_object_id(file->qpdf, above))
        verify_report(verify, RULE_PARENT, element_where(element), "%s", element->type.p);
    return element;
}

static void read_kid(struct verify *verify, struct element *parent, qpdf_oh kid, int depth)
{
    const struct file *file = &verify->file;
    bool number = qpdf_oh_is_integer(file->qpdf, kid);
    qpdf_oh page = number ? 0 : file_get(file, kid, "/Pg");
    if (number || qpdf_oh_is_null(file->qpdf, page))
        page = file_get(file, parent->handle, "/Pg");
    if (number)
        own(verify, parent, page, file_int(file, kid, -1));
    else if (file_is(file, file_get(file, kid, "/Type"), "MCR"))
        own(verify, parent, page, file_int(file, file_get(file, kid, "/MCID"), -1));
    else if (file_is(file, file_get(file, kid, "/Type"), "OBJR"))
        refer(verify, parent, file_get(file, kid, "/Obj"));
    else if (qpdf_oh_is_dictionary(file->qpdf, kid))
        enter_element(verify, parent, kid, depth + 1);
    qpdf_oh_release(file->qpdf, page);
}

/* An element that was met before is not gone into again: a tree may hold itself. */
static void enter_element(struct verify *verify, struct element *parent, qpdf_oh kid, int depth)
{
    int object = qpdf_oh_get_object_id(verify->file.qpdf, kid);
    if ((uint64_t)depth > limit_of(LIMIT_PDF_DEPTH))
        verify->beyond[LIMIT_PDF_DEPTH] = true;
    else if (object && !ids_add(&verify->element_ids, object, verify->element_count))
        verify_report(verify, RULE_ONCE, (struct where){-1, object}, "< %s", parent->type.p);
    else
        read_element(verify, parent, kid, depth);
}

/* ---- the grammar ---- */

/* Of each type: what may stand in it ("" for whatever is not bound to another place) and what it
 * must stand in ("" for anything). The words stand between blanks. Types that only hold others
 * take no content. */
static const struct type {
    const char *name, *holds, *within;
    bool content;
} types[] = {
    {"Document", "", "", false},
    {"Part", "", "", false},
    {"Art", "", "", false},
    {"Sect", "", "", false},
    {"Div", "", "", false},
    {"BlockQuote", "", "", true},
    {"Caption", "", " Table Figure L TOC ", true},
    {"TOC", " TOC TOCI Caption ", "", false},
    {"TOCI", " Lbl Reference NonStruct P TOC ", " TOC ", false},
    {"Index", "", "", true},
    {"NonStruct", "", "", true},
    {"Private", "", "", true},
    {"P", "", "", true},
    {"H1", "", "", true},
    {"H2", "", "", true},
    {"H3", "", "", true},
    {"H4", "", "", true},
    {"H5", "", "", true},
    {"H6", "", "", true},
    {"H", "", "", true},
    {"L", " L LI Caption ", "", false},
    {"LI", " Lbl LBody ", " L ", false},
    {"Lbl", "", "", true},
    {"LBody", "", " LI ", true},
    {"Table", " Caption THead TBody TFoot TR ", "", false},
    {"THead", " TR ", " Table ", false},
    {"TBody", " TR ", " Table ", false},
    {"TFoot", " TR ", " Table ", false},
    {"TR", " TH TD ", " Table THead TBody TFoot ", false},
    {"TH", "", " TR ", true},
    {"TD", "", " TR ", true},
    {"Span", "", "", true},
    {"Quote", "", "", true},
    {"Note", "", "", true},
    {"Reference", "", "", true},
    {"BibEntry", "", "", true},
    {"Code", "", "", true},
    {"Link", "", "", true},
    {"Annot", "", "", true},
    {"Ruby", " RB RT RP ", "", false},
    {"RB", "", " Ruby ", true},
    {"RT", "", " Ruby ", true},
    {"RP", "", " Ruby ", true},
    {"Warichu", " WT WP ", "", false},
    {"WT", "", " Warichu ", true},
    {"WP", "", " Warichu ", true},
    {"Figure", "", "", true},
    {"Formula", "", "", true},
    {"Form", "", "", true},
};

static const struct type *type_named(struct slice name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_is(name, types[i].name))
            return &types[i];
    return NULL;
}

static const struct type *type_of(const struct element *element)
{
    return type_named(element->type);
}

static bool is_standard(struct slice name)
{
    return type_named(name) != NULL;
}

static bool allows(struct verify *verify, const char *words, const struct element *element)
{
    return !*words || strstr(words, arena_printf(verify->file.arena, " %s ", element->type.p));
}

static void check_place(struct verify *verify, const struct element *element,
                        const struct type *type)
{
    const struct element *parent = element->parent;
    const struct type *above = parent ? type_of(parent) : NULL;
    struct where where = {-1, element->object};
    if (above && (!allows(verify, above->holds, element) || !allows(verify, type->within, parent)))
        verify_report(verify, RULE_CHILD, where, "%s < %s", element->type.p, parent->type.p);
    if (!parent && *type->within)
        verify_report(verify, RULE_CHILD, where, "%s < StructTreeRoot", element->type.p);
    if (element->marks && !type->content)
        verify_report(verify, RULE_CHILD, where, "MCID < %s", element->type.p);
}

/* Captions come first or last; a head comes before bodies, of which there is one at least. */
static void check_table_parts(struct verify *verify, const struct element *table)
{
    int heads = 0, bodies = 0, captions = 0;
    bool sound = true;
    for (const struct element *part = table->first; part; part = part->next) {
        if (slice_is(part->type, "Caption"))
            sound &= captions++ == 0 && (part == table->first || part == table->last);
        else if (slice_is(part->type, "THead"))
            sound &= heads++ == 0 && !bodies;
        else if (slice_is(part->type, "TBody"))
            bodies++;
    }
    if (!sound || (heads && !bodies))
        verify_report(verify, RULE_CHILD, element_where(table), "THead %d, TBody %d", heads,
                      bodies);
}

static void check_figure(struct verify *verify, const struct element *figure)
{
    const struct file *file = &verify->file;
    if (file_text(file, file_get(file, figure->handle, "/Alt")).n == 0 &&
        file_text(file, file_get(file, figure->handle, "/ActualText")).n == 0)
        verify_report(verify, RULE_FIGURE, element_where(figure), "/Alt");
    else if (slice_is(figure->type, "Figure") &&
             file_count(file, element_attribute(verify, figure, "Layout", "/BBox")) != 4)
        verify_report(verify, RULE_FIGURE, element_where(figure), "/BBox");
}

/* A note is known by its /ID, no other by the same. */
static void check_note(struct verify *verify, const struct element *note)
{
    const struct file *file = &verify->file;
    struct slice id = file_text(file, file_get(file, note->handle, "/ID"));
    if (!id.n)
        verify_report(verify, RULE_NOTE, element_where(note), "/ID");
    for (uint32_t i = 0; i < note->at && id.n && verify_step(verify, 1); i++)
        if (slice_is(verify->elements[i]->type, "Note") &&
            slice_eq(file_text(file, file_get(file, verify->elements[i]->handle, "/ID")), id))
            verify_report(verify, RULE_NOTE, element_where(note), "%s", id.p);
}

static bool shows_something(const struct element *element)
{
    bool shows = element->marks || slice_is(element->type, "Figure");
    for (const struct element *kid = element->first; kid && !shows; kid = kid->next)
        shows = shows_something(kid);
    return shows;
}

/* A number whose name it bears heads every list with labels. */
static void check_list(struct verify *verify, const struct element *list)
{
    static const char kinds[] =
        " Disc Circle Square Decimal UpperRoman LowerRoman UpperAlpha LowerAlpha Ordered Unordered "
        "Description None ";
    const struct file *file = &verify->file;
    qpdf_oh kind = element_attribute(verify, list, "List", "/ListNumbering");
    bool labels = false;
    for (const struct element *item = list->first; item; item = item->next)
        labels |= item->first && slice_is(item->first->type, "Lbl");
    const char *known = arena_printf(file->arena, " %s ", file_name(file, kind).p);
    if ((labels && (qpdf_oh_is_null(file->qpdf, kind) || file_is(file, kind, "None"))) ||
        (!qpdf_oh_is_null(file->qpdf, kind) && !strstr(kinds, known)))
        verify_report(verify, RULE_LIST, element_where(list), "/ListNumbering");
}

static int heading_level(const struct element *element)
{
    const char *type = element->type.p;
    return type[0] == 'H' && type[1] >= '1' && type[1] <= '6' && !type[2] ? type[1] - '0' : 0;
}

/* level is that of the heading before. */
static void check_element(struct verify *verify, const struct element *element, int *level)
{
    const struct type *type = type_of(element);
    struct where where = {-1, element->object};
    if (!type)
        verify_report(verify, RULE_TYPE, where, "%s", element->type.p);
    else
        check_place(verify, element, type);
    int heading = heading_level(element);
    if (heading > *level + 1)
        verify_report(verify, RULE_HEADINGS, where, "H%d → H%d", *level, heading);
    if (heading)
        *level = heading;
    if (slice_is(element->type, "Table")) {
        check_table_parts(verify, element);
        verify_tables(verify, element);
    }
    if (slice_is(element->type, "Figure") || slice_is(element->type, "Formula"))
        check_figure(verify, element);
    if (slice_is(element->type, "Note"))
        check_note(verify, element);
    if (slice_is(element->type, "L"))
        check_list(verify, element);
    bool link = slice_is(element->type, "Link");
    if ((heading || link || slice_is(element->type, "H")) && !shows_something(element))
        verify_report(verify, RULE_EMPTY, element_where(element), "%s", element->type.p);
    if (link && !element->references)
        verify_report(verify, RULE_LINK_TAG, element_where(element), "/OBJR");
    if (slice_is(element->type, "H"))
        verify->plain_headings = true;
    else if (heading)
        verify->numbered_headings = true;
    for (const struct element *kid = element->first; kid; kid = kid->next)
        check_element(verify, kid, level);
}

void verify_structure(struct verify *verify)
{
    const struct file *file = &verify->file;
    qpdf_oh root = file_get(file, file->root, "/StructTreeRoot/K");
    if (file_count(file, root) == 1)
        root = file_item(file, root, 0);
    if (!file_is(file, file_get(file, root, "/S"), "Document")) {
        verify_report(verify, RULE_STRUCTURE, (struct where){-1, 0}, "/StructTreeRoot");
        return;
    }
    int level = 0;
    ids_add(&verify->element_ids, qpdf_oh_get_object_id(file->qpdf, root), 0);
    verify_tree(verify, file_get(file, file->root, "/StructTreeRoot/ParentTree"), "/Nums",
                &verify->parents);
    verify->root = read_element(verify, NULL, root, 0);
    check_element(verify, verify->root, &level);
    if (verify->plain_headings && verify->numbered_headings)
        verify_report(verify, RULE_HEADINGS, (struct where){-1, 0}, "H, H1");
}
