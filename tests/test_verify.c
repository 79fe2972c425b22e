/*
 * Verification: a sound file passes; for every rule there is a way to break it, and it is told of.
 * The file is broken through libqpdf, which writes anything, or at its bytes.
 */
#include "testing.h"

#include <qpdf/qpdf-c.h>

#include "archive/archive.h"

static char folder[] = "/tmp/gongkai-test-XXXXXX";
static struct buf sound;

static int make_sound(void **state)
{
    (void)state;
    char command[1024];
    if (!mkdtemp(folder))
        return -1;
    snprintf(command, sizeof command,
             PROGRAM " render " SOURCE_ROOT "/tests/check/base.ini -o %s/sound.pdf", folder);
    if (system(command) != 0)
        return -1;
    snprintf(command, sizeof command, "%s/sound.pdf", folder);
    sound = read_file(command);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    buf_free(&sound);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* What verification says of the bytes, as a file called x.pdf. */
static struct buf verify(struct slice bytes, bool *passed)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf said = {0};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    *passed = archive_verify_here(&said, &diag, source_of(arena, "x.pdf", bytes), NULL);
    diag_print(&said, &diag);
    buf_puts(&said, "");
    arena_free(arena);
    return said;
}

/* ---- one change ---- */

struct change {
    const char *rule;
    const char *at;   /* an element's type, or one of the places below */
    const char *path; /* the key that changes, after those that lead to it; of a stream: text */
    const char
        *value; /* of the key, NULL to take it out, @ and a place; of a stream: text instead */
};

static const struct change changes[] = {
    {"header", "bytes", "%PDF-1.7\n%", "%PDF-1.7\n "},
    {"encrypted", "encrypted", NULL, NULL},
    {"file-id", "bytes", "/ID", "/XD"},
    {"sound", "bytes", "endstream", "endstreak"},
    {"lang", "root", "/Lang", NULL},
    {"marked", "root", "/MarkInfo", "<</Marked false>>"},
    {"title-shown", "root", "/ViewerPreferences", NULL},
    {"output-intent", "root", "/OutputIntents", NULL},
    {"output-intent", "intent", "/N", "4"},
    {"action", "root", "/OpenAction", "<</S/JavaScript/JS(app.beep())>>"},
    {"action", "page", "/AA", "<</O<</S/Named/N/NextPage>>>>"},
    {"xmp", "root", "/Metadata", NULL},
    {"xmp", "xmp", "</rdf:RDF>", ""},
    {"xmp-pdfa", "xmp", "<pdfaid:part>3", "<pdfaid:part>2"},
    {"xmp-pdfa", "xmp", "<pdfaid:conformance>A", "<pdfaid:conformance>B"},
    {"xmp-pdfua", "xmp", "<pdfuaid:part>1", "<pdfuaid:part>2"},
    {"xmp-pdfua", "xmp", "<pdfaSchema:namespaceURI>http", "<pdfaSchema:namespaceURI>"},
    {"xmp-title", "xmp", "dc:title", "dc:source"},
    {"info-agrees", "trailer", "/Info/Title", "(x)"},
    {"info-agrees", "trailer", "/Info/ModDate", "(D:20250101000000Z)"},
    {"structure", "root", "/StructTreeRoot", NULL},
    {"structure", "Document", "/S", "/Sect"},
    {"type", "P", "/S", "/Paragraph"},
    {"parent", "TD", "/P", NULL},
    {"once", "P", "/K", "@Table"},
    {"tree", "root", "/StructTreeRoot/ParentTree/Nums", "[1 null 0 null]"},
    {"child", "TR", "/S", "/Div"},
    {"child", "TOCI", "/S", "/LI"},
    {"child", "Table", "/K", "0"},
    {"headings", "H1", "/S", "/H2"},
    {"headings", "H2", "/S", "/H3"},
    {"grid", "TD", "/A", "<</O/Table/ColSpan 2>>"},
    {"grid", "TD", "/A", "[<</O/Layout>><</O/Table/RowSpan 99>>]"},
    {"scope", "TH", "/A", NULL},
    {"figure", "P", "/S", "/Figure"},
    {"unmarked", "content", "", "0 0 9 9 re f\n"},
    {"unmarked", "content", "", "BI /W 1 /H 1 /BPC 8 /CS /G ID \x01 EI\n"},
    {"nested", "content", "", "/Artifact BMC /P <</MCID 0>> BDC EMC EMC\n"},
    {"nested", "content", "/P<</MCID 0>>BDC", "/P<</MCID 0>>BDC /Artifact BMC EMC"},
    {"balanced", "content", "", "q\n"},
    {"balanced", "content", "", "EMC\n"},
    {"owner", "content", "", "/P <</MCID 999>> BDC EMC\n"},
    {"owner", "page", "/StructParents", NULL},
    {"lost", "TD", "/K", "999"},
    {"color", "content", "", "0 0 0 1 k\n"},
    {"color", "content", "", "/DeviceCMYK cs\n"},
    {"embedded", "descendant", "/FontDescriptor", NULL},
    {"font-kind", "font", "/Encoding", "/Identity-V"},
    {"glyph", "content", "", "/Artifact BMC BT /F0 9 Tf (\\000\\000) Tj ET EMC\n"},
    {"width", "descendant", "/DW", "990"},
    {"width", "descendant", "/W", "[0 20000 990]"},
    {"unicode", "font", "/ToUnicode", NULL},
    {"tabs", "linked", "/Tabs", NULL},
    {"link-tag", "link", "/StructParent", "0"},
    {"link-tag", "Link", "/S", "/Span"},
    {"link-text", "link", "/Contents", NULL},
    {"link-flags", "link", "/F", "2"},
    {"link-target", "link", "/Dest", "[null /Fit]"},
    {"associated", "root", "/AF", NULL},
    {"associated", "file", "/AFRelationship", "/Origin"},
    {"file-name", "file", "/UF", NULL},
    {"file-name", "file", "/EF/F/Subtype", NULL},
    {"file-date", "file", "/EF/F/Params/ModDate", NULL},
    {"file-date", "file", "/EF/F/Params/Size", "(9)"},
    {"source", "file", "/AFRelationship", "/Data"},
    {"source", "xmp", "urn:sha256:", "urn:sha256:0"},
};

/* ---- making it ---- */

static qpdf_oh get(qpdf_data qpdf, qpdf_oh from, const char *key)
{
    if (qpdf_oh_is_stream(qpdf, from))
        from = qpdf_oh_get_dict(qpdf, from);
    return qpdf_oh_get_key(qpdf, from, key);
}

/* The first element of the type, below from; null when there is none. */
static qpdf_oh find_element(qpdf_data qpdf, qpdf_oh from, const char *type)
{
    if (!qpdf_oh_is_dictionary(qpdf, from))
        return qpdf_oh_new_null(qpdf);
    qpdf_oh name = get(qpdf, from, "/S"), kids = get(qpdf, from, "/K");
    if (qpdf_oh_is_name(qpdf, name) && strcmp(qpdf_oh_get_name(qpdf, name) + 1, type) == 0)
        return from;
    if (!qpdf_oh_is_array(qpdf, kids))
        return find_element(qpdf, kids, type);
    qpdf_oh found = qpdf_oh_new_null(qpdf);
    int count = qpdf_oh_get_array_n_items(qpdf, kids);
    for (int i = 0; i < count && qpdf_oh_is_null(qpdf, found); i++)
        found = find_element(qpdf, qpdf_oh_get_array_item(qpdf, kids, i), type);
    return found;
}

static qpdf_oh linked_page(qpdf_data qpdf)
{
    qpdf_oh page = qpdf_get_page_n(qpdf, 0);
    for (size_t i = 1; qpdf_oh_is_null(qpdf, get(qpdf, page, "/Annots")); i++)
        page = qpdf_get_page_n(qpdf, i);
    return page;
}

static qpdf_oh find_place(qpdf_data qpdf, const char *at)
{
    qpdf_oh root = qpdf_get_root(qpdf), page = qpdf_get_page_n(qpdf, 0);
    qpdf_oh font = get(qpdf, get(qpdf, get(qpdf, page, "/Resources"), "/Font"), "/F0");
    if (strcmp(at, "root") == 0)
        return root;
    if (strcmp(at, "trailer") == 0)
        return qpdf_get_trailer(qpdf);
    if (strcmp(at, "page") == 0)
        return page;
    if (strcmp(at, "content") == 0)
        return get(qpdf, page, "/Contents");
    if (strcmp(at, "xmp") == 0)
        return get(qpdf, root, "/Metadata");
    if (strcmp(at, "font") == 0)
        return font;
    if (strcmp(at, "descendant") == 0)
        return qpdf_oh_get_array_item(qpdf, get(qpdf, font, "/DescendantFonts"), 0);
    if (strcmp(at, "linked") == 0)
        return linked_page(qpdf);
    if (strcmp(at, "link") == 0)
        return qpdf_oh_get_array_item(qpdf, get(qpdf, linked_page(qpdf), "/Annots"), 0);
    if (strcmp(at, "file") == 0)
        return qpdf_oh_get_array_item(qpdf, get(qpdf, root, "/AF"), 0);
    if (strcmp(at, "intent") == 0)
        return get(qpdf, qpdf_oh_get_array_item(qpdf, get(qpdf, root, "/OutputIntents"), 0),
                   "/DestOutputProfile");
    return find_element(qpdf, get(qpdf, get(qpdf, root, "/StructTreeRoot"), "/K"), at);
}

/* Puts `to` for each `from`, or before all when from is empty. */
static struct buf replaced(struct slice text, const char *from, const char *to)
{
    struct buf out = {0};
    bool changed = !*from;
    if (changed)
        buf_puts(&out, to);
    for (size_t i = 0; i < text.n;) {
        bool here =
            *from && text.n - i >= strlen(from) && memcmp(text.p + i, from, strlen(from)) == 0;
        if (here)
            buf_puts(&out, to);
        else
            buf_putc(&out, text.p[i]);
        i += here ? strlen(from) : 1;
        changed |= here;
    }
    if (!changed)
        fail_msg("nothing reads %s", from);
    return out;
}

static void change_stream(qpdf_data qpdf, qpdf_oh stream, const struct change *change)
{
    unsigned char *bytes;
    size_t size;
    qpdf_oh_get_stream_data(qpdf, stream, qpdf_dl_all, NULL, &bytes, &size);
    struct buf text = replaced((struct slice){(char *)bytes, size}, change->path, change->value);
    qpdf_oh_replace_stream_data(qpdf, stream, (unsigned char *)text.p, text.n,
                                qpdf_oh_new_null(qpdf), qpdf_oh_new_null(qpdf));
    buf_free(&text);
    free(bytes);
}

static void change_key(qpdf_data qpdf, qpdf_oh at, const struct change *change)
{
    char path[128];
    snprintf(path, sizeof path, "%s", change->path);
    char *last = strrchr(path, '/');
    if (last > path) {
        char *key = path;
        char name[64];
        while (key < last) {
            size_t length = 1 + strcspn(key + 1, "/");
            snprintf(name, sizeof name, "%.*s", (int)length, key);
            at = get(qpdf, at, name);
            key += length;
        }
    }
    if (qpdf_oh_is_stream(qpdf, at))
        at = qpdf_oh_get_dict(qpdf, at);
    if (!qpdf_oh_is_dictionary(qpdf, at))
        fail_msg("%s: nothing at %s", change->rule, change->at);
    if (change->value && *change->value == '@') /* the first element of a type */
        qpdf_oh_replace_key(qpdf, at, last, find_place(qpdf, change->value + 1));
    else if (change->value)
        qpdf_oh_replace_key(qpdf, at, last, qpdf_oh_parse(qpdf, change->value));
    else
        qpdf_oh_remove_key(qpdf, at, last);
}

/* The sound file, changed; without a change, as libqpdf writes it. */
static struct buf changed(const struct change *change)
{
    if (change && strcmp(change->at, "bytes") == 0)
        return replaced(buf_slice(&sound), change->path, change->value);
    qpdf_data qpdf = qpdf_init();
    qpdf_silence_errors(qpdf);
    assert_int_equal(qpdf_read_memory(qpdf, "sound.pdf", sound.p, sound.n, NULL), QPDF_SUCCESS);
    bool stream = change && (strcmp(change->at, "content") == 0 || strcmp(change->at, "xmp") == 0);
    bool encrypt = change && strcmp(change->at, "encrypted") == 0;
    if (change && !encrypt)
        (stream ? change_stream : change_key)(qpdf, find_place(qpdf, change->at), change);
    qpdf_init_write_memory(qpdf);
    qpdf_set_static_ID(qpdf, QPDF_TRUE);
    if (encrypt)
        qpdf_set_r6_encryption_parameters2(qpdf, "", "owner", QPDF_TRUE, QPDF_TRUE, QPDF_TRUE,
                                           QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, qpdf_r3p_full,
                                           QPDF_TRUE);
    assert_int_equal(qpdf_write(qpdf) & QPDF_ERRORS, 0);
    struct buf out = {0};
    buf_put(&out, (const char *)qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf));
    qpdf_cleanup(&qpdf);
    return out;
}

/* ---- the tests ---- */

static void a_sound_file_passes(void **state)
{
    (void)state;
    struct buf rewritten = changed(NULL);
    struct slice files[] = {buf_slice(&sound), buf_slice(&rewritten)};
    for (size_t i = 0; i < 2; i++) {
        bool passed;
        struct buf said = verify(files[i], &passed);
        if (!passed)
            fail_msg("%s", said.p);
        assert_true(slice_starts(buf_slice(&said), "x.pdf: 2"));
        assert_non_null(strstr(said.p, " keeps all "));
        buf_free(&said);
    }
    buf_free(&rewritten);
}

static void every_broken_rule_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        bool passed;
        char wanted[64];
        struct buf file = changed(&changes[i]), said = verify(buf_slice(&file), &passed);
        snprintf(wanted, sizeof wanted, ": %s: ", changes[i].rule);
        if (passed || !strstr(said.p, wanted))
            fail_msg("change %zu: %s is not told of:\n%s", i, changes[i].rule, said.p);
        buf_free(&said);
        buf_free(&file);
    }
}

static void every_rule_is_broken_here(void **state)
{
    (void)state;
    const char *rule;
    for (unsigned i = 0; (rule = archive_rule(i)); i++) {
        bool broken = false;
        for (size_t k = 0; k < sizeof changes / sizeof *changes; k++)
            broken |= strcmp(changes[k].rule, rule) == 0;
        if (!broken)
            fail_msg("no change breaks %s", rule);
    }
}

static void page_and_object_are_told(void **state)
{
    (void)state;
    static const struct change change = {"unmarked", "content", "",
                                         "1 0 m S\n1 0 m S\n1 0 m S\n1 0 m S\n1 0 m S\nf f\n"};
    bool passed;
    struct buf file = changed(&change), said = verify(buf_slice(&file), &passed);
    assert_non_null(strstr(said.p, "error: x.pdf, page 1, object "));
    assert_non_null(strstr(said.p, " is broken: S; "));
    assert_non_null(strstr(said.p, "note: x.pdf: unmarked is broken in 2 places more"));
    buf_free(&said);
    buf_free(&file);
}

static void what_is_no_pdf_is_told(void **state)
{
    (void)state;
    for (size_t size = 0; size < sound.n; size += 1 + sound.n / 50) {
        bool passed;
        struct buf said = verify((struct slice){sound.p, size}, &passed);
        assert_false(passed);
        assert_non_null(strstr(said.p, "error: "));
        buf_free(&said);
    }
}

static void the_manual_lists_the_rules(void **state)
{
    (void)state;
    struct buf table = {0};
    archive_print_rules(&table);
    check_manual(SOURCE_ROOT "/docs/pdf.md", "rules", buf_slice(&table));
    buf_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_file_passes),       cmocka_unit_test(every_broken_rule_is_told),
        cmocka_unit_test(every_rule_is_broken_here), cmocka_unit_test(page_and_object_are_told),
        cmocka_unit_test(what_is_no_pdf_is_told),    cmocka_unit_test(the_manual_lists_the_rules),
    };
    return cmocka_run_group_tests_name("verify", tests, make_sound, remove_folder);
}
