/*
 * Files that mean harm: each ends soon, within bounded memory, with a message, and takes nothing
 * down. The PDFs are built here, object by object, since no writer would write them.
 */
#include "testing.h"

#include <libdeflate.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "archive/archive.h"
#include "base/bounds.h"
#include "base/limits.h"
#include "press/stages.h"

/* ---- PDFs, object by object ---- */

struct maker {
    struct buf file;
    size_t offsets[70000];
    int count; /* of objects; object 1 is the catalog */
};

static struct maker *maker_new(void)
{
    struct maker *maker = calloc(1, sizeof *maker);
    assert_non_null(maker);
    buf_puts(&maker->file, "%PDF-1.7\n%\xE4\xBA\xBA\xE4\n");
    return maker;
}

/* Adds the next object; the caller knows its number by counting. */
static void add(struct maker *maker, const char *format, ...)
{
    static char text[1 << 20];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    maker->offsets[maker->count++] = maker->file.n;
    buf_printf(&maker->file, "%d 0 obj\n%s\nendobj\n", maker->count, text);
}

static void add_stream(struct maker *maker, const char *dictionary, struct slice bytes)
{
    maker->offsets[maker->count++] = maker->file.n;
    buf_printf(&maker->file, "%d 0 obj\n<<%s/Length %zu>>stream\n", maker->count, dictionary,
               bytes.n);
    buf_put_slice(&maker->file, bytes);
    buf_puts(&maker->file, "\nendstream\nendobj\n");
}

/* The file, with its cross-references; the maker is gone. */
static struct buf made(struct maker *maker)
{
    struct buf file = maker->file;
    size_t start = file.n;
    buf_printf(&file, "xref\n0 %d\n0000000000 65535 f \n", maker->count + 1);
    for (int i = 0; i < maker->count; i++)
        buf_printf(&file, "%010zu 00000 n \n", maker->offsets[i]);
    buf_printf(&file, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
               maker->count + 1, start);
    free(maker);
    return file;
}

/* size bytes that repeat the unit, deflated. */
static struct buf deflated(const char *unit, size_t size)
{
    struct buf out = {0};
    struct libdeflate_compressor *deflater = libdeflate_alloc_compressor(1);
    char *plain = malloc(size);
    assert_non_null(plain);
    for (size_t i = 0; i < size; i++)
        plain[i] = unit[i % strlen(unit)];
    size_t room = libdeflate_zlib_compress_bound(deflater, size);
    char *packed = malloc(room);
    size_t packed_size = libdeflate_zlib_compress(deflater, plain, size, packed, room);
    assert_true(packed_size > 0);
    buf_put(&out, packed, packed_size);
    free(plain);
    free(packed);
    libdeflate_free_compressor(deflater);
    return out;
}

/* ---- the files ---- */

enum { CATALOG = 1, PAGES = 2, PAGE = 3, FREE = 4 };

/* A catalog with more entries, one page with more entries; the next object is FREE. */
static struct maker *start(const char *catalog, const char *page)
{
    struct maker *maker = maker_new();
    add(maker, "<</Type/Catalog/Pages 2 0 R%s>>", catalog);
    add(maker, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    add(maker, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]%s>>", page);
    return maker;
}

static const char tagged[] = "/StructTreeRoot 4 0 R";

/* Elements that each hold the next one twice, through arrays of their own. */
static struct buf doubling_structure(void)
{
    struct maker *maker = start(tagged, "");
    add(maker, "<</Type/StructTreeRoot/K 5 0 R>>");
    for (int i = 5; i < 60; i++)
        add(maker, "<</S/Document/P 4 0 R/K[%d 0 R %d 0 R]>>", i + 1, i + 1);
    add(maker, "<</S/P/P 4 0 R>>");
    return made(maker);
}

/* Many elements that share one long list of marked sequences. */
static struct buf shared_kids(void)
{
    struct maker *maker = start(tagged, "");
    struct buf kids = {0};
    add(maker, "<</Type/StructTreeRoot/K 5 0 R>>");
    for (int i = 0; i < 9000; i++)
        buf_printf(&kids, " %d 0 R", 7 + i);
    add(maker, "<</S/Document/P 4 0 R/K[%s]>>", kids.p);
    buf_clear(&kids);
    for (int i = 0; i < 60000; i++)
        buf_printf(&kids, " %d", i);
    add(maker, "[%s]", kids.p);
    for (int i = 0; i < 9000; i++)
        add(maker, "<</S/P/P 5 0 R/Pg 3 0 R/K 6 0 R>>");
    buf_free(&kids);
    return made(maker);
}

/* Elements nested so deep that each level is a frame. */
static struct buf deep_structure(void)
{
    struct maker *maker = start(tagged, "");
    add(maker, "<</Type/StructTreeRoot/K 5 0 R>>");
    for (int i = 5; i < 60000; i++)
        add(maker, "<</S/Document/P 4 0 R/K %d 0 R>>", i + 1);
    add(maker, "<</S/P/P 4 0 R>>");
    return made(maker);
}

/* A parent tree or name tree whose nodes share their children. */
static struct buf fan_out(const char *catalog, const char *root)
{
    struct maker *maker = start(catalog, "/StructParents 7/Annots[<</Subtype/Link/Dest(x)>>]");
    add(maker, root, 5, 5);
    for (int i = 5; i < 15; i++) {
        struct buf kids = {0};
        for (int k = 0; k < 30; k++)
            buf_printf(&kids, " %d 0 R", i + 1);
        add(maker, "<</Kids[%s]>>", kids.p);
        buf_free(&kids);
    }
    add(maker, "<</Nums[0 null]/Names[(a) null]>>");
    return made(maker);
}

static struct buf parent_fan_out(void)
{
    return fan_out(tagged, "<</Type/StructTreeRoot/K<</S/Document/P 4 0 R>>/ParentTree %d 0 R>>");
}

static struct buf name_fan_out(void)
{
    return fan_out("/Names 4 0 R", "<</Dests %d 0 R/EmbeddedFiles %d 0 R>>");
}

/* Nodes that share one long list of pairs. */
static struct buf shared_pairs(void)
{
    struct maker *maker = start(tagged, "/StructParents 7");
    struct buf list = {0};
    for (int i = 0; i < 9000; i++)
        buf_printf(&list, " %d 0 R", 7 + i);
    add(maker, "<</Type/StructTreeRoot/K<</S/Document/P 4 0 R>>/ParentTree<</Kids 5 0 R>>>>");
    add(maker, "[%s]", list.p);
    buf_clear(&list);
    for (int i = 0; i < 60000; i++)
        buf_printf(&list, " %d null", i);
    add(maker, "[%s]", list.p);
    for (int i = 0; i < 9000; i++)
        add(maker, "<</Nums 6 0 R>>");
    buf_free(&list);
    return made(maker);
}

/* 400 kB that stand for a gigabyte of content, times as many filters. */
static struct buf content_bomb(const char *filter, const char *unit, bool twice)
{
    struct maker *maker = start("", "/Contents 4 0 R");
    struct buf bytes = deflated(unit, 80u << 20);
    if (twice) {
        struct libdeflate_compressor *deflater = libdeflate_alloc_compressor(1);
        char *packed = malloc(bytes.n + 1024);
        size_t size = libdeflate_zlib_compress(deflater, bytes.p, bytes.n, packed, bytes.n + 1024);
        buf_clear(&bytes);
        buf_put(&bytes, packed, size);
        free(packed);
        libdeflate_free_compressor(deflater);
    }
    add_stream(maker, filter, buf_slice(&bytes));
    buf_free(&bytes);
    return made(maker);
}

static struct buf flate_bomb(void)
{
    return content_bomb("/Filter/FlateDecode", "q Q ", false);
}

static struct buf double_bomb(void)
{
    return content_bomb("/Filter[/FlateDecode/FlateDecode]", "q", true);
}

static struct buf predictor_bomb(void)
{
    return content_bomb("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1>>", "\2q", false);
}

/* The same small bomb again and again: as content, 20,000 times. */
static struct buf repeated_bomb(void)
{
    struct buf list = {0};
    for (int i = 0; i < 20000; i++)
        buf_puts(&list, " 5 0 R");
    struct maker *maker = start("", "/Contents 4 0 R");
    add(maker, "[%s]", list.p);
    struct buf bytes = deflated("q Q ", 8u << 20);
    add_stream(maker, "/Filter/FlateDecode", buf_slice(&bytes));
    buf_free(&bytes);
    buf_free(&list);
    return made(maker);
}

/* A cross-reference stream that is a bomb itself: libqpdf inflates it before anything is asked. */
static struct buf xref_bomb(void)
{
    struct buf file = {0};
    struct buf zeros = deflated("0", 400u << 20);
    buf_puts(&file, "%PDF-1.7\n%\xE4\xBA\xBA\xE4\n");
    size_t start = file.n;
    buf_printf(&file,
               "1 0 obj\n<</Type/XRef/Size 99999999/W[1 4 4]/Root 2 0 R/Filter/FlateDecode"
               "/Length %zu>>stream\n",
               zeros.n);
    buf_put_slice(&file, buf_slice(&zeros));
    buf_printf(&file, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", start);
    buf_free(&zeros);
    return file;
}

/* More fonts than any document has, each shown. */
static struct buf many_fonts(void)
{
    struct buf fonts = {0}, content = {0};
    buf_puts(&content, "BT ");
    for (int i = 0; i < 20000; i++) {
        buf_printf(&fonts, "/F%d %d 0 R", i, 5 + i);
        buf_printf(&content, "/F%d 9 Tf (aa) Tj ", i);
    }
    buf_puts(&content, "ET");
    struct maker *maker = maker_new();
    add(maker, "<</Type/Catalog/Pages 2 0 R>>");
    add(maker, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    add(maker, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<<%s>>>>>>", fonts.p);
    add_stream(maker, "", buf_slice(&content));
    for (int i = 0; i < 20000; i++)
        add(maker, "<</Type/Font/Subtype/Type0/BaseFont/X%d>>", i);
    buf_free(&fonts);
    buf_free(&content);
    return made(maker);
}

/* Page trees that hold themselves, or go down without end. */
static struct buf deep_pages(void)
{
    struct maker *maker = maker_new();
    add(maker, "<</Type/Catalog/Pages 2 0 R>>");
    for (int i = 2; i < 50000; i++)
        add(maker, "<</Type/Pages/Kids[%d 0 R]/Count 1>>", i + 1);
    add(maker, "<</Type/Page>>");
    return made(maker);
}

/* Rows without cells but with spans, headings of headings, attributes by the ten thousand. */
static struct buf wide_tables(void)
{
    struct buf cells = {0}, rows = {0};
    struct maker *maker = start(tagged, "");
    for (int i = 0; i < 30000; i++)
        buf_printf(&rows, " %d 0 R", 7 + i);
    add(maker, "<</Type/StructTreeRoot/K<</S/Document/P 4 0 R/K 5 0 R>>>>");
    add(maker, "<</S/Table/K[%s]>>", rows.p);
    for (int i = 0; i < 10000; i++)
        buf_puts(&cells, "<</O/Table/ColSpan 2147483647/RowSpan 2147483647>>");
    add(maker, "[%s]", cells.p);
    for (int i = 0; i < 30000; i++)
        add(maker, "<</S/TR/P 5 0 R/K<</S/TH/A 6 0 R>>>>");
    buf_free(&cells);
    buf_free(&rows);
    return made(maker);
}

/* Direct arrays and dictionaries within each other. */
static struct buf nested_arrays(void)
{
    struct buf nest = {0};
    for (int i = 0; i < 200000; i++)
        buf_puts(&nest, i % 2 ? "<</K" : "[");
    struct maker *maker = start(tagged, "");
    add(maker, "<</Type/StructTreeRoot/K 5 0 R>>");
    add(maker, "<</S/Document/K %s>>", nest.p);
    buf_free(&nest);
    return made(maker);
}

/* A few kilobytes that are a record of 100 MB. */
static struct buf record_bomb(void)
{
    struct buf bytes = deflated("[", 100000000);
    struct maker *maker = maker_new();
    add(maker, "<</Type/Catalog/Pages 2 0 R/AF[3 0 R]>>");
    add(maker, "<</Type/Pages/Kids[]/Count 0>>");
    add(maker, "<</Type/Filespec/AFRelationship/Source/UF(record.json)/EF<</F 4 0 R>>>>");
    add_stream(maker, "/Filter/FlateDecode", buf_slice(&bytes));
    buf_free(&bytes);
    return made(maker);
}

/* A page of this content, and a font. */
static struct buf page_of(struct buf *content, const char *kids)
{
    struct maker *maker = maker_new();
    add(maker, "<</Type/Catalog/Pages 2 0 R>>");
    add(maker, "<</Type/Pages/Kids[%s]/Count %zu>>", kids, strlen(kids) / strlen("3 0 R "));
    add(maker, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
               "/Resources<</Font<</F 5 0 R>>>>>>");
    add_stream(maker, "", buf_slice(content));
    add(maker, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    buf_free(content);
    return made(maker);
}

/* Lines that touch in pairs only, on far more of a page than any page has. */
static struct buf many_crosses(void)
{
    struct buf content = {0};
    for (int x = 0; x < 4000; x += 13)
        for (int y = 0; y < 4000; y += 13)
            buf_printf(&content, "%d %d m %d %d l S %d %d m %d %d l S ", x, y, x + 8, y, x + 4,
                       y - 4, x + 4, y + 4);
    return page_of(&content, "3 0 R ");
}

/* A table of more cells than any page holds, by few lines. */
static struct buf many_cells(void)
{
    struct buf content = {0};
    for (int i = 0; i < 3000; i++)
        buf_printf(&content, "0 %d m 12000 %d l S %d 0 m %d 12000 l S ", i * 4, i * 4, i * 4,
                   i * 4);
    return page_of(&content, "3 0 R ");
}

static struct buf many_characters(void)
{
    struct buf content = {0};
    buf_puts(&content, "BT /F 1 Tf ");
    for (int i = 0; i < 30000; i++)
        buf_puts(&content, "(aaaaaaaa) Tj 0 -1 Td ");
    buf_puts(&content, "ET");
    return page_of(&content, "3 0 R ");
}

/* A web page whose one element has more attributes than any. */
static struct buf many_attributes(void)
{
    struct buf page = {0};
    buf_puts(&page, "<html><table");
    for (int i = 0; i < 200000; i++)
        buf_printf(&page, " a%d=1", i);
    buf_puts(&page, "><tr><td>1</table></html>");
    return page;
}

static struct buf many_pages(void)
{
    struct buf content = {0}, kids = {0};
    for (int i = 0; i < 50000; i++)
        buf_puts(&kids, "3 0 R ");
    buf_puts(&content, "BT /F 9 Tf (a) Tj ET");
    struct buf file = page_of(&content, kids.p);
    buf_free(&kids);
    return file;
}

static const struct hostile {
    const char *name;
    struct buf (*make)(void);
} files[] = {
    {"doubling-structure", doubling_structure},
    {"shared-kids", shared_kids},
    {"deep-structure", deep_structure},
    {"parent-fan-out", parent_fan_out},
    {"name-fan-out", name_fan_out},
    {"shared-pairs", shared_pairs},
    {"flate-bomb", flate_bomb},
    {"double-bomb", double_bomb},
    {"predictor-bomb", predictor_bomb},
    {"repeated-bomb", repeated_bomb},
    {"xref-bomb", xref_bomb},
    {"many-fonts", many_fonts},
    {"deep-pages", deep_pages},
    {"wide-tables", wide_tables},
    {"nested-arrays", nested_arrays},
};

/* What reading their tables, or their record, says of them. */
static const struct {
    struct hostile file;
    const char *command, *words;
} told[] = {
    {{"record-bomb", record_bomb}, "extract", "at most 32 MB for the decoded streams"},
    {{"many-crosses", many_crosses}, "import", "the pages hold no text"},
    {{"many-cells", many_cells},
     "import",
     "at most 200000 for characters, lines or cells of one page"},
    {{"many-characters", many_characters},
     "import",
     "at most 200000 for characters, lines or cells"},
    {{"many-attributes", many_attributes}, "import", "at most 5 seconds for computing time"},
    {{"many-pages", many_pages}, "import", "at most 5000 for pages of a PDF"},
};

/* ---- the tests ---- */

static char folder[] = "/tmp/gongkai-test-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void write_bytes(const char *path, struct slice bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

/* Computing time of all children so far, in ms. */
static long children_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000L +
           (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000L;
}

/* Runs the command in little memory; it must refuse with a message, and soon. */
static void expect_refusal(const char *what, const char *command, const char *words)
{
    char line[4096];
    int status;
    long before = children_ms();
    /* Sanitizers map terabytes. */
    snprintf(line, sizeof line, "(%s timeout 60 %s) 2>&1 >/dev/null",
             bounds_are_off() ? "" : "ulimit -v 2000000;", command);
    struct buf said = run_command(line, &status);
    long took = children_ms() - before;
    if (getenv("GONGKAI_SHOW_COST"))
        printf("%-24s %5ld ms  %.100s\n", what, took, said.p);
    if (status != 2 || !strstr(said.p, "error: "))
        fail_msg("%s: status %d: %s", what, status, said.p);
    if (words && !strstr(said.p, words))
        fail_msg("%s: does not say '%s': %s", what, words, said.p);
    if (took > 20000)
        fail_msg("%s: took %ld ms", what, took);
    buf_free(&said);
}

/* Runs the command on the file, which is made for it. */
static void expect_file_refused(const struct hostile *hostile, const char *command,
                                const char *words)
{
    char path[128], line[512];
    struct buf file = hostile->make();
    snprintf(path, sizeof path, "%s/%s.pdf", folder, hostile->name);
    write_bytes(path, buf_slice(&file));
    buf_free(&file);
    snprintf(line, sizeof line, PROGRAM " %s %s", command, path);
    expect_refusal(hostile->name, line, words);
}

static void hostile_files_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        expect_file_refused(&files[i], "verify", NULL);
        expect_file_refused(&files[i], "extract", NULL);
        expect_file_refused(&files[i], "import", NULL);
    }
}

static void what_is_beyond_a_limit_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        expect_file_refused(&told[i].file, told[i].command, told[i].words);
}

/* ---- files that are named ---- */

/* The small sound record with one more line under [单位], [上年] or [概况], as a file of the folder
 * home. */
static void write_record(const char *name, const char *before, const char *line)
{
    char path[256];
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), text = {0};
    const char *at = strstr(base.p, before);
    assert_non_null(at);
    buf_put(&text, base.p, (size_t)(at - base.p));
    buf_printf(&text, "%s\n", line);
    buf_puts(&text, at);
    snprintf(path, sizeof path, "%s/home/%s", folder, name);
    write_bytes(path, buf_slice(&text));
    buf_free(&base);
    buf_free(&text);
}

static struct buf gongkai(int *status, const char *format, ...)
{
    char words[2048], command[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    snprintf(command, sizeof command, "cd %s/home && timeout %d " PROGRAM " %s 2>&1", folder,
             bounds_are_off() ? 200 : 20, words);
    return run_command(command, status);
}

static void make_home(void)
{
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && rm -rf home away && mkdir -p home/sub away/pack && cd away && "
             "sed 's/= 2024/= 2023/' " SOURCE_ROOT "/tests/check/base.ini >last.ini && "
             "cp last.ini ../home/sub/ && echo secret-line >secret && mkfifo pipe && "
             "ln -s ../../away/last.ini ../home/sub/link.ini && ln -s ../away ../home/out && "
             "ln -s ../../away/secret ../home/sub/secret && mkfifo ../home/pipe && "
             "truncate -s 1G ../home/large && "
             "printf '扩展 = national-2022\\n' >pack/template.ini",
             folder);
    assert_int_equal(system(command), 0);
}

static const struct naming {
    const char *before, *line; /* a line more, before that one */
    const char *said;          /* NULL: it may */
} namings[] = {
    {"[上年.三公]", "记录 = sub/last.ini", NULL},
    {"[上年.三公]", "记录 = ../away/last.ini", "lies outside"},
    {"[上年.三公]", "记录 = out/last.ini", "lies outside"},
    {"[上年.三公]", "记录 = sub/link.ini", "lies outside"},
    {"[上年.三公]", "记录 = /etc/passwd", "lies outside"},
    {"[上年.三公]", "记录 = /dev/zero", "lies outside"},
    {"[上年.三公]", "记录 = pipe", "no plain file"},
    {"[上年.三公]", "记录 = large", "goes beyond a limit"},
    {"[概况]", "下属记录.1 = ../away/last.ini", "lies outside"},
    {"[概况]", "下属记录.1 = pipe", "no plain file"},
    {"[收入]", "重点工作 = @sub/secret", "lies outside"},
    {"[收入]", "重点工作 = @pipe", "no plain file"},
    {"[收入]", "重点工作 = @large", "goes beyond a limit"},
};

static void records_name_files_beside_them_only(void **state)
{
    (void)state;
    make_home();
    for (size_t i = 0; i < sizeof namings / sizeof *namings; i++) {
        const struct naming *naming = &namings[i];
        int status;
        write_record("record.ini", naming->before, naming->line);
        struct buf said = gongkai(&status, "check record.ini");
        bool refused = strstr(said.p, "lies outside") || strstr(said.p, "no plain file") ||
                       strstr(said.p, "goes beyond a limit");
        if (naming->said ? status != 2 || !strstr(said.p, naming->said) : refused)
            fail_msg("%s: status %d: %s", naming->line, status, said.p);
        if (strstr(said.p, "secret-line") || strstr(said.p, "root:"))
            fail_msg("%s shows what it should not: %s", naming->line, said.p);
        buf_free(&said);
    }
}

static void a_folder_can_be_allowed(void **state)
{
    (void)state;
    make_home();
    write_record("record.ini", "[上年.三公]", "记录 = ../away/last.ini");
    static const char *const ways[] = {"--allow-path ../away check record.ini",
                                       "check record.ini --allow-path=../away"};
    for (size_t i = 0; i < 2; i++) {
        int status;
        struct buf said = gongkai(&status, ways[i]);
        if (strstr(said.p, "lies outside"))
            fail_msg("%s", said.p);
        buf_free(&said);
    }
}

static const struct entry {
    const char *name, *text;
    const char *place; /* NULL: it may */
} entries[] = {
    {"m.csv", "record\\nsub/last.ini\\n", NULL},
    {"m.csv", "record\\n../away/last.ini\\n", "m.csv:2:1: error: ../away/last.ini"},
    {"m.csv", "record\\nout/last.ini\\n", "m.csv:2:1: error: out/last.ini"},
    {"m.csv", "output,record\\na.pdf,sub/link.ini\\n", "m.csv:2:7: error: sub/link.ini"},
    {"m.csv", "record\\n/etc/passwd\\n", "m.csv:2:1: error: /etc/passwd"},
    {"m.csv", "record,template\\nsub/last.ini,../away/pack\\n", "m.csv:2:14: error: ../away/pack"},
    {"m.jsonl", "{\\\"record\\\": \\\"out/secret\\\"}\\n", "m.jsonl:1:12: error: out/secret"},
    {"sub/m.csv", "record\\n../record.ini\\n", "sub/m.csv:2:1: error: sub/../record.ini"},
};

static void manifests_name_files_beside_them_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        const struct entry *entry = &entries[i];
        char command[1024], wanted[256];
        int status;
        make_home();
        write_record("record.ini", "[概况]", "");
        snprintf(command, sizeof command, "cd %s/home && printf \"%s\" >%s", folder, entry->text,
                 entry->name);
        assert_int_equal(system(command), 0);
        struct buf said = gongkai(&status, "batch %s -o made", entry->name);
        snprintf(wanted, sizeof wanted,
                 "gongkai: %s lies outside of the folder of the file that names it; move it there, "
                 "or allow its folder with --allow-path\n",
                 entry->place ? entry->place : "");
        if (entry->place ? status != 2 || !strstr(said.p, wanted) : status > 1)
            fail_msg("%s: status %d: %s", entry->text, status, said.p);
        if (strstr(said.p, "secret-line") || strstr(said.p, "root:"))
            fail_msg("%s shows what it should not: %s", entry->text, said.p);
        buf_free(&said);
        said = gongkai(&status, "--allow-path / batch %s -o made", entry->name);
        if (strstr(said.p, "lies outside"))
            fail_msg("%s: %s", entry->text, said.p);
        buf_free(&said);
    }
}

/* What a manifest named may be another file by the time that it is read. */
static void what_was_named_is_looked_at_again(void **state)
{
    (void)state;
    make_home();
    struct house house;
    struct run run;
    struct origin origin;
    char manifest[256], record[256];
    snprintf(manifest, sizeof manifest, "%s/home/m.csv", folder);
    snprintf(record, sizeof record, "%s/home/sub/link.ini", folder);
    house_open(&house, SOURCE_ROOT);
    for (int named = 0; named < 2; named++) {
        struct arena *arena = arena_new();
        run_init(&run, &house, arena, LANGUAGE_ENGLISH, record);
        if (named)
            run.request.named = (struct pos){.source = source_of(arena, manifest, SLICE("x"))};
        assert_int_equal(run_read(&run, &origin), !named);
        assert_int_equal(is_reported(&run.diag, MSG_FILE_OUTSIDE, (struct pos){0}), named);
        arena_free(arena);
    }
    house_close(&house);
}

static void packages_hold_their_own_files(void **state)
{
    (void)state;
    static const char *const ways[] = {
        "ln -s ../../away/secret pack/narrative.html",
        "ln -s . pack/a; ln -s . pack/b; ln -s .. pack/c",
        "rm pack/template.ini; ln -s /dev/zero pack/template.ini",
        "rm pack/template.ini; truncate -s 1G pack/template.ini",
        "rm pack/template.ini; mkfifo pack/template.ini",
        "mkfifo pack/narrative.html",
        "printf '扩展 = ../../../away/pack\\n' >pack/template.ini",
        "{ yes '{{#单位}}' | head -n 100000; yes '{{/单位}}' | head -n 100000; } "
        ">pack/document.html",
        "{ yes '{{$块}}' | head -n 100000; yes '{{/块}}' | head -n 100000; } >pack/document.html",
        "{ yes '<p>' | head -n 500000; } >pack/document.html",
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char command[1024];
        make_home();
        snprintf(command, sizeof command, "cd %s/home && cp -r ../away/pack . && %s", folder,
                 ways[i]);
        assert_int_equal(system(command), 0);
        int status;
        write_record("record.ini", "[概况]", "");
        struct buf said = gongkai(&status, "template check ./pack");
        if (status > 2 || strstr(said.p, "secret-line"))
            fail_msg("%s: status %d: %s", ways[i], status, said.p);
        buf_free(&said);
        said = gongkai(&status, "render record.ini --template ./pack -o x.pdf");
        if (status > 2 || strstr(said.p, "secret-line"))
            fail_msg("%s: status %d: %s", ways[i], status, said.p);
        buf_free(&said);
    }
}

/* ---- sizes ---- */

/* The record with so many times the text, each behind what # numbers, before that line. */
static void write_large(const char *before, const char *head, const char *text, int count)
{
    struct buf large = {0};
    for (int i = 1; i <= count; i++) {
        if (*head == '[')
            buf_printf(&large, "%s%d]\n", head, i);
        else if (i == 1)
            buf_puts(&large, head);
        buf_puts(&large, text);
    }
    write_record("record.ini", before, large.p);
    buf_free(&large);
}

static void what_no_document_holds_is_refused_early(void **state)
{
    (void)state;
    static const struct {
        const char *before, *head, *text;
        int count;
        const char *said;
    } sizes[] = {
        {"[收入]", "[绩效.项目.", "名称 = 甲\n", 20001,
         "gongkai: record.ini:40011:8: error: 绩效.项目 goes beyond a limit: at most 20000 for the "
         "items of a numbered list of a record, such as projects; make it smaller\n"
         "    [绩效.项目.20001]\n               ^~~~~\n"},
        {"机构 = ", "    ", "字", 4000001,
         "error: “字字字字字字字字字字字字…” goes beyond a limit: at most 4000000 for the "
         "characters of "
         "one paragraph; make it smaller\n"},
    };
    make_home();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int status;
        write_large(sizes[i].before, sizes[i].head, sizes[i].text, sizes[i].count);
        struct buf said = gongkai(&status, "render record.ini -o large.pdf");
        if (status != 2 || !strstr(said.p, sizes[i].said))
            fail_msg("%s: status %d: %.2000s", sizes[i].head, status, said.p);
        buf_free(&said);
        char path[256];
        snprintf(path, sizeof path, "%s/home/large.pdf", folder);
        assert_int_not_equal(access(path, F_OK), 0);
    }
}

/* ---- names and words that are shown ---- */

static void passwords_open_what_they_lock(void **state)
{
    (void)state;
    static const struct {
        const char *password, *said; /* NULL: it is taken */
    } words[] = {{"''", "is empty"},
                 {"$(printf 'x%.0s' $(seq 128))", "longer than 127 bytes"},
                 {"$(printf '密%.0s' $(seq 43))", "longer than 127 bytes"},
                 {"ｐａｓｓ", "viewers differ"},
                 {"caf\u00E9", "viewers differ"},
                 {"$(printf 'y%.0s' $(seq 127))", NULL},
                 {"密码-2024", NULL}};
    make_home();
    write_record("record.ini", "[概况]", "");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        int status;
        struct buf said =
            gongkai(&status, "render record.ini -o locked.pdf --password %s", words[i].password);
        if (words[i].said ? status != 2 || !strstr(said.p, words[i].said) : status > 1)
            fail_msg("%s: status %d: %s", words[i].password, status, said.p);
        buf_free(&said);
        char command[1024];
        snprintf(command, sizeof command, "[ ! -e %s/home/locked.pdf ]", folder);
        if (!words[i].said)
            snprintf(command, sizeof command,
                     "cd %s/home && qpdf --check --password=%s locked.pdf >/dev/null && "
                     "rm locked.pdf",
                     folder, words[i].password);
        assert_int_equal(system(command), 0);
    }
}

/* A name with an escape sequence, a character that turns the direction, and a byte that is none. */
static void names_of_files_do_no_harm(void **state)
{
    (void)state;
    char command[2048];
    make_home();
    snprintf(command, sizeof command,
             "cd %s/home && mkdir in && for n in \"$(printf 'a\\033[2Jb')\" "
             "\"$(printf 'c\\342\\200\\256d')\" \"$(printf 'e\\377f')\" '=g'; do "
             "cp " SOURCE_ROOT "/tests/check/base.ini \"in/$n.ini\" && "
             "sed -i 's/30101 = 600000/30101 = 600001/' \"in/$n.ini\"; done && "
             "cp " SOURCE_ROOT "/tests/check/base.ini in/good.ini && "
             "printf 'record,output\\nin/=g.ini,g.pdf\\nin/good.ini,good.pdf\\n' >list.csv",
             folder);
    assert_int_equal(system(command), 0);
    int status;
    struct buf said = gongkai(&status, "check in/*.ini");
    assert_int_equal(status, 2);
    assert_null(strchr(said.p, '\033'));
    assert_null(strstr(said.p, "\u202E"));
    assert_int_equal(utf8_check(buf_slice(&said)), said.n);
    buf_free(&said);
    said = gongkai(&status, "check --format json in/*.ini");
    assert_int_equal(utf8_check(buf_slice(&said)), said.n);
    buf_free(&said);
    said = gongkai(&status, "batch list.csv -o out");
    buf_free(&said);
    snprintf(command, sizeof command, "%s/home/out/report.csv", folder);
    struct buf report = read_file(command);
    assert_non_null(strstr(report.p, "\"good.pdf\""));
    assert_null(strstr(report.p, "\"="));
    buf_free(&report);
    said = gongkai(&status, "batch in -o out2");
    assert_int_equal(status, 2); /* such names are no names of outputs */
    assert_int_equal(utf8_check(buf_slice(&said)), said.n);
    buf_free(&said);
}

static void the_manual_lists_the_limits(void **state)
{
    (void)state;
    struct buf english = {0}, chinese = {0};
    limits_print(&english, LANGUAGE_ENGLISH);
    check_manual(SOURCE_ROOT "/docs/limits.md", "limits", buf_slice(&english));
    limits_print(&chinese, LANGUAGE_CHINESE);
    check_manual(SOURCE_ROOT "/docs/zh/limits.md", "limits", buf_slice(&chinese));
    buf_free(&english);
    buf_free(&chinese);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_manual_lists_the_limits),
        cmocka_unit_test(hostile_files_are_refused),
        cmocka_unit_test(what_is_beyond_a_limit_is_told),
        cmocka_unit_test(records_name_files_beside_them_only),
        cmocka_unit_test(a_folder_can_be_allowed),
        cmocka_unit_test(manifests_name_files_beside_them_only),
        cmocka_unit_test(what_was_named_is_looked_at_again),
        cmocka_unit_test(packages_hold_their_own_files),
        cmocka_unit_test(what_no_document_holds_is_refused_early),
        cmocka_unit_test(passwords_open_what_they_lock),
        cmocka_unit_test(names_of_files_do_no_harm),
    };
    return cmocka_run_group_tests_name("hostile", tests, make_folder, remove_folder);
}
