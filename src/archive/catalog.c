/* The file as a whole: header, trailer, catalog, and the files it carries. */
#include <string.h>

#include "archive/verify.h"

static const struct where nowhere = {-1, 0};

/* Past the end of a line that begins at text: CR, LF or both. NULL without one in the first bytes.
 */
static const char *after_line(struct slice text)
{
    enum { HEADER_MAX = 20 };
    for (size_t i = 0; i < text.n && i < HEADER_MAX; i++)
        if (text.p[i] == '\n' || text.p[i] == '\r')
            return text.p + i +
                   (i + 1 < text.n && text.p[i] == '\r' && text.p[i + 1] == '\n' ? 2 : 1);
    return NULL;
}

static void check_header(struct verify *verify)
{
    struct slice text = verify->file.source->text;
    const char *line = after_line(text);
    size_t rest = line ? (size_t)(text.p + text.n - line) : 0;
    bool binary = rest > 5 && line[0] == '%';
    for (int i = 1; binary && i < 5; i++)
        binary = (unsigned char)line[i] > 127;
    bool version = slice_starts(text, "%PDF-1.") && text.n > 8 && text.p[7] >= '0' &&
                   text.p[7] <= '7' && (text.p[8] == '\n' || text.p[8] == '\r');
    /* the catalog may name a later version than the header */
    struct slice later =
        file_name(&verify->file, file_get(&verify->file, verify->file.root, "/Version"));
    version =
        version && (!later.n || (slice_starts(later, "1.") && later.n == 3 && later.p[2] <= '7'));
    if (!version || !binary)
        verify_report(verify, RULE_HEADER, nowhere, "%.8s", text.n >= 8 ? text.p : "");
}

/* Nothing but one end of a line after the last %%EOF. */
static void check_end(struct verify *verify)
{
    struct slice text = verify->file.source->text;
    size_t end = text.n;
    if (end && text.p[end - 1] == '\n')
        end--;
    if (end && text.p[end - 1] == '\r')
        end--;
    if (end < 5 || memcmp(text.p + end - 5, "%%EOF", 5) != 0)
        verify_report(verify, RULE_END, nowhere, "%%%%EOF");
}

static void check_actions(struct verify *verify)
{
    static const char *const keys[] = {"/OpenAction/S", "/AA", "/Names/JavaScript"};
    const struct file *file = &verify->file;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        qpdf_oh found = file_get(file, file->root, keys[i]);
        if (!qpdf_oh_is_null(file->qpdf, found) && !file_is(file, found, "GoTo"))
            verify_report(verify, RULE_ACTION, nowhere, "%s", keys[i]);
    }
}

/* A profile of version 2 to 4, for a screen or printer, of three colours. */
static bool is_output_profile(const struct file *file, qpdf_oh profile)
{
    struct buf bytes = {0};
    bool sound = file_int(file, file_get(file, profile, "/N"), 0) == 3 &&
                 file_stream(file, profile, &bytes) && bytes.n > 128 &&
                 memcmp(bytes.p + 36, "acsp", 4) == 0 && bytes.p[8] >= 2 && bytes.p[8] <= 4 &&
                 (memcmp(bytes.p + 12, "mntr", 4) == 0 || memcmp(bytes.p + 12, "prtr", 4) == 0) &&
                 memcmp(bytes.p + 16, "RGB ", 4) == 0;
    buf_free(&bytes);
    return sound;
}

/* One intent is enough; of several all have the same profile. */
static void check_intent(struct verify *verify)
{
    const struct file *file = &verify->file;
    qpdf_oh intents = file_get(file, file->root, "/OutputIntents");
    int count = file_count(file, intents), first = 0;
    bool found = false, alike = true;
    for (int i = 0; i < count && verify_step(verify, 1); i++) {
        qpdf_oh intent = file_item(file, intents, i);
        qpdf_oh profile = file_get(file, intent, "/DestOutputProfile");
        int object = qpdf_oh_get_object_id(file->qpdf, profile);
        bool kind = file_is(file, file_get(file, intent, "/S"), "GTS_PDFA1");
        alike = alike && (!object || !first || object == first) &&
                qpdf_oh_is_null(file->qpdf, file_get(file, intent, "/DestOutputProfileRef"));
        first = object ? object : first;
        found = found || (kind && is_output_profile(file, profile));
    }
    if (!found || !alike)
        verify_report(verify, RULE_INTENT, nowhere, "/OutputIntents");
}

static bool is_true(const struct file *file, qpdf_oh object)
{
    return qpdf_oh_is_bool(file->qpdf, object) && qpdf_oh_get_bool_value(file->qpdf, object);
}

static struct slice name_of(const struct file *file, qpdf_oh configuration)
{
    return file_text(file, file_get(file, configuration, "/Name"));
}

/* A configuration has a name, applies nothing by itself, and lists all groups if it lists any. */
static bool is_configuration(struct verify *verify, qpdf_oh configuration, int groups)
{
    const struct file *file = &verify->file;
    qpdf_oh order = file_get(file, configuration, "/Order");
    return name_of(file, configuration).n &&
           qpdf_oh_is_null(file->qpdf, file_get(file, configuration, "/AS")) &&
           (qpdf_oh_is_null(file->qpdf, order) || file_count(file, order) >= groups);
}

/* Whether another configuration before it, or the first of all, has the name. */
static bool is_named_twice(struct verify *verify, qpdf_oh first, qpdf_oh others, int at)
{
    const struct file *file = &verify->file;
    struct slice name = name_of(file, file_item(file, others, at));
    bool twice = slice_eq(name, name_of(file, first));
    for (int i = 0; i < at && !twice && verify_step(verify, 1); i++)
        twice = slice_eq(name, name_of(file, file_item(file, others, i)));
    return twice;
}

static void check_optional(struct verify *verify)
{
    const struct file *file = &verify->file;
    qpdf_oh optional = file_get(file, file->root, "/OCProperties");
    qpdf_oh others = file_get(file, optional, "/Configs");
    int groups = file_count(file, file_get(file, optional, "/OCGs"));
    int count = file_count(file, others);
    if (qpdf_oh_is_null(file->qpdf, optional))
        return;
    qpdf_oh first = file_get(file, optional, "/D");
    bool sound = is_configuration(verify, first, groups);
    for (int i = 0; i < count && sound && verify_step(verify, 1); i++)
        sound = is_configuration(verify, file_item(file, others, i), groups) &&
                !is_named_twice(verify, first, others, i);
    if (!sound)
        verify_report(verify, RULE_OPTIONAL, nowhere, "/OCProperties");
}

static void check_form(struct verify *verify)
{
    const struct file *file = &verify->file;
    qpdf_oh form = file_get(file, file->root, "/AcroForm");
    if (!qpdf_oh_is_null(file->qpdf, file_get(file, form, "/XFA")))
        verify_report(verify, RULE_FORM, nowhere, "/XFA");
    if (!qpdf_oh_is_null(file->qpdf, file_get(file, file->root, "/NeedsRendering")))
        verify_report(verify, RULE_FORM, nowhere, "/NeedsRendering");
    if (is_true(file, file_get(file, form, "/NeedAppearances")))
        verify_report(verify, RULE_FORM, nowhere, "/NeedAppearances");
}

/* Entries of the dictionary other than these; keys come with their slash. */
static const char *other_key(const struct file *file, qpdf_oh dictionary, const char *const *known)
{
    const char *other = NULL;
    if (!qpdf_oh_is_dictionary(file->qpdf, dictionary))
        return NULL;
    qpdf_oh_begin_dict_key_iter(file->qpdf, dictionary);
    while (qpdf_oh_dict_more_keys(file->qpdf)) {
        const char *key = qpdf_oh_dict_next_key(file->qpdf);
        size_t i = 0;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i] && !other)
            other = arena_copy(file->arena, key, strlen(key));
    }
    return other;
}

static void check_permissions(struct verify *verify)
{
    static const char *const known[] = {"/UR3", "/DocMDP", NULL};
    const struct file *file = &verify->file;
    const char *other = other_key(file, file_get(file, file->root, "/Perms"), known);
    if (other)
        verify_report(verify, RULE_PERMISSIONS, nowhere, "/Perms%s", other);
}

static void check_keys(struct verify *verify)
{
    static const char *const never[] = {"/Requirements", "/Names/AlternatePresentations",
                                        "/PresSteps", "/Threads/PresSteps"};
    const struct file *file = &verify->file;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (!qpdf_oh_is_null(file->qpdf, file_get(file, file->root, never[i])))
            verify_report(verify, RULE_PRESENTATION, nowhere, "%s", never[i]);
    for (int i = 0; i < verify->page_count; i++)
        if (!qpdf_oh_is_null(file->qpdf, file_get(file, verify->pages[i].handle, "/PresSteps")))
            verify_report(verify, RULE_PRESENTATION, (struct where){i, verify->pages[i].object},
                          "/PresSteps");
}

static bool has_id(const struct file *file)
{
    qpdf_oh id = file_get(file, qpdf_get_trailer(file->qpdf), "/ID");
    bool there = file_count(file, id) == 2;
    for (int i = 0; i < 2 && there; i++) {
        size_t length = 0;
        qpdf_oh part = file_item(file, id, i);
        if (qpdf_oh_is_string(file->qpdf, part))
            qpdf_oh_get_binary_string_value(file->qpdf, part, &length);
        there = length > 0;
    }
    return there;
}

void verify_catalog(struct verify *verify)
{
    const struct file *file = &verify->file;
    check_header(verify);
    check_end(verify);
    if (qpdf_is_encrypted(file->qpdf))
        verify_report(verify, RULE_ENCRYPTED, nowhere, "/Encrypt");
    if (!has_id(file))
        verify_report(verify, RULE_FILE_ID, nowhere, "/ID");
    if (!file_text(file, file_get(file, file->root, "/Lang")).n)
        verify_report(verify, RULE_LANG, nowhere, "/Lang");
    if (!is_true(file, file_get(file, file->root, "/MarkInfo/Marked")) ||
        is_true(file, file_get(file, file->root, "/MarkInfo/Suspects")))
        verify_report(verify, RULE_MARKED, nowhere, "/MarkInfo");
    if (!is_true(file, file_get(file, file->root, "/ViewerPreferences/DisplayDocTitle")))
        verify_report(verify, RULE_TITLE_SHOWN, nowhere, "/DisplayDocTitle");
    check_intent(verify);
    check_actions(verify);
    check_optional(verify);
    check_form(verify);
    check_permissions(verify);
    check_keys(verify);
}

/* ---- files carried ---- */

/* The position in /AF of a file specification, or -1. */
static int associated_at(struct verify *verify, int object)
{
    const struct file *file = &verify->file;
    qpdf_oh list = file_get(file, file->root, "/AF");
    int count = file_count(file, list);
    for (int i = 0; i < count && verify_step(verify, 1); i++)
        if (qpdf_oh_get_object_id(file->qpdf, file_item(file, list, i)) == object)
            return i;
    return -1;
}

/* Whether the file has as many bytes as it says. */
static bool has_size(struct verify *verify, qpdf_oh specification)
{
    const struct file *file = &verify->file;
    struct buf bytes = {0};
    int said = file_int(file, file_get(file, specification, "/EF/F/Params/Size"), -1);
    bool read = file_stream(file, file_get(file, specification, "/EF/F"), &bytes);
    bool has = said >= 0 && (!read || bytes.n == (size_t)said);
    buf_free(&bytes);
    return has;
}

static void check_attachment(struct verify *verify, qpdf_oh specification)
{
    static const char relations[] = " Source Data Alternative Supplement Unspecified ";
    const struct file *file = &verify->file;
    struct where where = {-1, qpdf_oh_get_object_id(file->qpdf, specification)};
    struct slice name = file_text(file, file_get(file, specification, "/UF"));
    struct slice relation = file_name(file, file_get(file, specification, "/AFRelationship"));
    const char *known = arena_printf(file->arena, " %s ", relation.p);
    if (associated_at(verify, where.object) < 0 || !strstr(relations, known))
        verify_report(verify, RULE_ASSOCIATED, where, "%s", name.p);
    if (!name.n || !file_text(file, file_get(file, specification, "/F")).n ||
        !file_name(file, file_get(file, specification, "/EF/F/Subtype")).n)
        verify_report(verify, RULE_FILE_NAME, where, "%s", name.p);
    if (!has_size(verify, specification) ||
        !file_text(file, file_get(file, specification, "/EF/F/Params/ModDate")).n)
        verify_report(verify, RULE_FILE_DATE, where, "%s", name.p);
}

/* Only a file that says it was made from a record has to carry it: comparisons and summaries do
 * not.
 */
static void check_source(struct verify *verify)
{
    const struct file *file = &verify->file;
    struct buf record = {0};
    bool carried = file_stream(file, file_source(file), &record);
    struct slice found = carried ? file_name_of(file, buf_slice(&record)) : SLICE("");
    if (verify->record.n && !slice_eq(verify->record, found))
        verify_report(verify, RULE_SOURCE, nowhere, "%s ≠ %s", verify->record.p, found.p);
    buf_free(&record);
}

void verify_attachments(struct verify *verify)
{
    const struct file *file = &verify->file;
    struct tree files = {0};
    qpdf_oh associated = file_get(file, file->root, "/AF");
    int count = file_count(file, associated);
    verify_tree(verify, file_get(file, file->root, "/Names/EmbeddedFiles"), "/Names", &files);
    for (uint32_t i = 0; i < files.count && verify_step(verify, 1); i++)
        check_attachment(verify, files.entries[i].value);
    for (int i = 0; i < count && verify_step(verify, 1); i++) {
        qpdf_oh one = file_item(file, associated, i);
        if (qpdf_oh_is_null(file->qpdf, file_get(file, one, "/EF/F")))
            verify_report(verify, RULE_ASSOCIATED, nowhere, "/AF %d", i);
    }
    check_source(verify);
}
