/* The file as a whole: header, trailer, catalog, and the files it carries. */
#include <string.h>

#include "archive/verify.h"
#include "base/hash.h"

static const struct where nowhere = {-1, 0};

static void check_header(struct verify *verify)
{
    struct slice text = verify->file.source->text;
    const char *line = memchr(text.p, '\n', text.n < 20 ? text.n : 20);
    size_t rest = line ? (size_t)(text.p + text.n - line) : 0;
    bool binary = rest > 5 && line[1] == '%';
    for (int i = 2; binary && i < 6; i++)
        binary = (unsigned char)line[i] > 127;
    if (!slice_starts(text, "%PDF-1.") || !binary)
        verify_report(verify, RULE_HEADER, nowhere, "%.8s", text.n >= 8 ? text.p : "");
}

static void check_actions(struct verify *verify)
{
    static const char *const keys[] = {"/OpenAction/S", "/AA", "/Names/JavaScript"};
    const struct file *file = &verify->file;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!qpdf_oh_is_null(file->qpdf, file_get(file, file->root, keys[i])))
            verify_report(verify, RULE_ACTION, nowhere, "%s", keys[i]);
    for (int i = 0; i < verify->page_count; i++)
        if (!qpdf_oh_is_null(file->qpdf, file_get(file, verify->pages[i].handle, "/AA")))
            verify_report(verify, RULE_ACTION, (struct where){i, verify->pages[i].object}, "/AA");
}

static void check_intent(struct verify *verify)
{
    const struct file *file = &verify->file;
    qpdf_oh intents = file_get(file, file->root, "/OutputIntents");
    int count = file_count(file, intents);
    for (int i = 0; i < count && verify_step(verify, 1); i++) {
        qpdf_oh intent = file_item(file, intents, i);
        struct buf profile = {0};
        bool read = file_is(file, file_get(file, intent, "/S"), "GTS_PDFA1") &&
                    file_int(file, file_get(file, intent, "/DestOutputProfile/N"), 0) == 3 &&
                    file_stream(file, file_get(file, intent, "/DestOutputProfile"), &profile) &&
                    profile.n > 128 && memcmp(profile.p + 36, "acsp", 4) == 0;
        buf_free(&profile);
        if (read)
            return;
    }
    verify_report(verify, RULE_INTENT, nowhere, "/OutputIntents");
}

static bool is_true(const struct file *file, qpdf_oh object)
{
    return qpdf_oh_is_bool(file->qpdf, object) && qpdf_oh_get_bool_value(file->qpdf, object);
}

void verify_catalog(struct verify *verify)
{
    const struct file *file = &verify->file;
    check_header(verify);
    if (qpdf_is_encrypted(file->qpdf))
        verify_report(verify, RULE_ENCRYPTED, nowhere, "/Encrypt");
    if (file_count(file, file_get(file, qpdf_get_trailer(file->qpdf), "/ID")) != 2)
        verify_report(verify, RULE_FILE_ID, nowhere, "/ID");
    if (!file_text(file, file_get(file, file->root, "/Lang")).n)
        verify_report(verify, RULE_LANG, nowhere, "/Lang");
    if (!is_true(file, file_get(file, file->root, "/MarkInfo/Marked")))
        verify_report(verify, RULE_MARKED, nowhere, "/MarkInfo");
    if (!is_true(file, file_get(file, file->root, "/ViewerPreferences/DisplayDocTitle")))
        verify_report(verify, RULE_TITLE_SHOWN, nowhere, "/DisplayDocTitle");
    check_intent(verify);
    check_actions(verify);
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
    if (file_int(file, file_get(file, specification, "/EF/F/Params/Size"), -1) < 0 ||
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
    const char *found = arena_printf(file->arena, "urn:sha256:%s",
                                     carried ? hash_bytes(file->arena, buf_slice(&record)) : "");
    if (verify->record.n && !slice_is(verify->record, found))
        verify_report(verify, RULE_SOURCE, nowhere, "%s ≠ %s", verify->record.p, found);
    buf_free(&record);
}

void verify_attachments(struct verify *verify)
{
    const struct file *file = &verify->file;
    qpdf_oh names = file_get(file, file->root, "/Names/EmbeddedFiles/Names");
    int count = file_count(file, names);
    for (int i = 1; i < count && verify_step(verify, 1); i += 2)
        check_attachment(verify, file_item(file, names, i));
    check_source(verify);
}
