/*
 * What readers extract of other scripts: in sentences, cells, over line ends and on covers, with
 * numbers, Latin, brackets and marks among them, the text is the one that was typed.
 */
#include "program.h"

enum reader { PDFTOTEXT, MUTOOL, PDFJS, READERS };

static const char *const commands[READERS] = {
    "pdftotext %s -", "mutool draw -q -F txt %s 2>/dev/null",
    "node " SOURCE_ROOT "/tests/pdfjs.cjs /usr/share/javascript/pdf/build %s"};

static struct arena *arena;

static int open_all(void **state)
{
    arena = arena_new();
    return make_folder(state);
}

static int close_all(void **state)
{
    remove(arena_printf(arena, "%s.pdf", folder));
    arena_free(arena);
    return remove_folder(state);
}

/* ---- the same text ---- */

/* Directs or shapes text only: readers add such marks, and leave them out, each in its own way. */
static bool directs(uint32_t c)
{
    return c == 0x180E || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x3000;
}

/* Passes blanks, and what directs. */
static bool skip_blanks(struct slice text, size_t *at)
{
    bool blank = false;
    for (size_t next = *at; next < text.n; *at = next) {
        uint32_t c = utf8_next(text, &next);
        if (!is_blank(c) && !directs(c))
            break;
        blank = blank || is_blank(c);
    }
    return blank;
}

/* Whether `typed` stands in text from `at` on: a blank where one was typed; lines, and the gaps
 * between scripts, may add others. */
static bool stands_at(struct slice text, size_t at, struct slice typed)
{
    for (size_t i = 0; i < typed.n;) {
        bool blank = skip_blanks(text, &at), wanted = skip_blanks(typed, &i);
        if (i == typed.n)
            return true;
        if (at == text.n || (wanted && !blank) || utf8_next(text, &at) != utf8_next(typed, &i))
            return false;
    }
    return true;
}

static bool is_said(struct slice text, const char *typed)
{
    for (size_t at = 0; at < text.n; utf8_next(text, &at))
        if (stands_at(text, at, slice_of(typed)))
            return true;
    return false;
}

/* ---- documents ---- */

/* A document of the body; its file. */
static const char *make(const char *body)
{
    static const char settings[] = "扩展 = national-2022\n题名 = 测试\n作者 =\n主题 =\n";
    int status;
    write_text(at("template.ini"), slice_of(settings));
    write_text(at("document.html"), slice_of(arena_printf(arena, "<document>%s</document>", body)));
    const char *file = arena_printf(arena, "%s.pdf", folder);
    struct buf said = run(&status, "--quiet render %s --template %s -o %s",
                          SOURCE_ROOT "/tests/check/base.ini", folder, file);
    if (status)
        fail_msg("%s", said.p);
    buf_free(&said);
    said = run(&status, "verify %s", file);
    if (status)
        fail_msg("%s", said.p);
    buf_free(&said);
    return file;
}

static struct slice extract(const char *file, enum reader reader)
{
    int status;
    struct buf text = run_command(arena_printf(arena, commands[reader], file), &status);
    struct slice kept = slice_copy(arena, buf_slice(&text));
    assert_int_equal(status, 0);
    buf_free(&text);
    return kept;
}

enum { LINES = 16 };

/* Each of the texts, within the markup before and after it, is extracted by all readers from
 * `first` on. */
static void check_texts(const char *before, const char *const *texts, const char *after,
                        const char *rest, enum reader first)
{
    struct buf body = {0};
    for (unsigned i = 0; i < LINES && texts[i]; i++)
        buf_printf(&body, "%s%s%s", before, texts[i], after);
    buf_puts(&body, rest);
    const char *file = make(body.p);
    for (enum reader reader = first; reader < READERS; reader++) {
        struct slice text = extract(file, reader);
        for (unsigned i = 0; i < LINES && texts[i]; i++)
            if (!is_said(text, texts[i]))
                fail_msg("%s: %s not in %.*s", commands[reader], texts[i], (int)text.n, text.p);
    }
    buf_free(&body);
}

#define CELL "<table><thead><tr><th>名称</th></tr></thead><tbody><tr><td>"
#define CELL_END "</td></tr></tbody></table>"

/* Enough Chinese to make the page one that is read from left to right. */
static const char *chinese(void)
{
    struct buf body = {0};
    for (int i = 0; i < 12; i++)
        buf_puts(&body, "<p>收入支出决算总表反映单位本年度的总收入、总支出及年末结转和结余情况，"
                        "各项数据与部门决算报表一致。</p>");
    const char *text = arena_printf(arena, "%s", body.p);
    buf_free(&body);
    return text;
}

/* Words from public glossaries: finance, office, bureau, plan, county, accounts. */
static const char *const from_the_right[] = {
    "مالىيە ئىدارىسى",
    "2024-يىللىق ئاخىرقى ھېسابات",
    "پىلان لايىھە ئالاھىدە", /* lam-alef, one glyph of two letters */
    "ئۈلگە 2024 مالىيە، ئىدارىسى (A4) ئىشخانا - پىلان.",
    "ئىشخانا 95% مالىيە: 1,234.56 مالىيە",
    "«مالىيە» [ئىدارىسى] ئۈلگە؛ پىلان؟",
    "قارجى مەكەمەسى (2024) GB/T 33190 ئۈلگە",
    "مالىيە ئىدارىسى، ئىشخانا، پىلان، ئۈلگە ناھىيىلىك مالىيە ئىدارىسى 2024 ئاخىرقى ھېسابات، مالىيە "
    "ئىدارىسى (A4) ئىشخانا، پىلان، ئۈلگە ناھىيىلىك مالىيە ئىدارىسى 2025 ئاخىرقى ھېسابات، مالىيە "
    "ئىدارىسى ئۈلگە ناھىيىلىك پىلان.",
    NULL};

static void pages_from_right_to_left_are_extracted_as_typed(void **state)
{
    (void)state;
    check_texts("<p>", from_the_right, "</p>", "", PDFTOTEXT);
    check_texts(CELL, from_the_right, CELL_END, "", PDFTOTEXT);
}

/* Within Chinese, a word or a name. */
static const char *const within_chinese[] = {
    "本单位写作ئىشخانا，2024年设立。",
    "示例县财政局（مالىيە ئىدارىسى）设办公室（ئىشخانا）、预算科。",
    "“پىلان”一词，A4纸ئىشخانا与مالىيە各一。",
    "科目名称（قارجى مەكەمەسى）说明ئىشخانا和مالىيە两词一并写出以便换行，示例县财政局写作ئۈلگە "
    "ناھىيىلىك "
    "مالىيە ئىدارىسى，并列于各表，其后又有许多汉字，示例县财政局再写作ئۈلگە ناھىيىلىك مالىيە "
    "ئىدارىسى。",
    "财政局ནོར་སྲིད་ཅུས།办公室གཞུང་ལས་ཁང་།（2024年）",
    "财政局ᠰᠠᠩᠬᠦᠦ ᠶᠢᠨ ᠲᠣᠪᠴᠢᠶ᠎ᠠ，A4纸",
    "彝文ꆈꌠꁱꂷ（2024）、朝鲜文재정국 판공실 2024 (A4)。",
    "壮文Caizcwnggiz Banhgunghsiz（Gvangjsih Bouxcuengh）",
    NULL};

static void words_within_chinese_are_extracted_as_typed(void **state)
{
    (void)state;
    check_texts("<p>", within_chinese, "</p>", chinese(), PDFTOTEXT);
    check_texts(CELL, within_chinese, CELL_END, chinese(), PDFTOTEXT);
}

/* A text from right to left with numbers, on a Chinese page. pdftotext takes the direction of a
 * page from most of its letters, and then puts out what lies between numbers and marks in the order
 * in which it stands on the page (docs/pdf.md): the others read it as it was typed. */
static void text_from_right_to_left_on_a_chinese_page(void **state)
{
    (void)state;
    check_texts("<p>见<span lang=\"ug\">", from_the_right, "</span>之表。</p>", chinese(), MUTOOL);
    check_texts("<p>", from_the_right, "</p>", chinese(), MUTOOL);
    check_texts(CELL, from_the_right, CELL_END, chinese(), MUTOOL);
}

/* When this fails since the reader has learnt it, docs/pdf.md is to be told. */
static void pdftotext_parts_it_at_numbers(void **state)
{
    (void)state;
    const char *file = make(arena_printf(arena, "<p>ئىشخانا 2024 مالىيە</p>%s", chinese()));
    struct slice text = extract(file, PDFTOTEXT);
    assert_false(is_said(text, "ئىشخانا 2024 مالىيە"));
    const char *first = memmem(text.p, text.n, "ئىشخانا", strlen("ئىشخانا"));
    const char *last = memmem(text.p, text.n, "مالىيە", strlen("مالىيە"));
    assert_true(first && last && last < first); /* letter by letter each is right */
}

/* What no reader gives more than another: letters in the order of the language, over line ends. */
static const char *const long_texts[] = {
    "རྫོང་དཔྱད་ནོར་སྲིད་ཅུས། གཞུང་ལས་ཁང་། ནོར་སྲིད་ཅུས། གཞུང་ལས་ཁང་། ནོར་སྲིད་ཅུས། གཞུང་ལས་ཁང་། ནོར་སྲིད་ཅུས། "
    "གཞུང་ལས་ཁང་། "
    "2024 ནོར་སྲིད་ཅུས། གཞུང་ལས་ཁང་། (A4) ནོར་སྲིད་ཅུས།",
    "ᠰᠠᠩᠬᠦᠦ ᠶᠢᠨ ᠲᠣᠪᠴᠢᠶ᠎ᠠ ᠰᠠᠩᠬᠦᠦ ᠶᠢᠨ ᠲᠣᠪᠴᠢᠶ᠎ᠠ 2024 ᠰᠠᠩᠬᠦᠦ ᠶᠢᠨ ᠲᠣᠪᠴᠢᠶ᠎ᠠ ᠰᠠᠩᠬᠦᠦ ᠶᠢᠨ ᠲᠣᠪᠴᠢᠶ᠎ᠠ (A4) "
    "ᠰᠠᠩᠬᠦᠦ ᠶᠢᠨ ᠲᠣᠪᠴᠢᠶ᠎ᠠ",
    "ꆈꌠꁱꂷꆈꌠꁱꂷꆈꌠꁱꂷꆈꌠꁱꂷꆈꌠꁱꂷꆈꌠꁱꂷ2024ꆈꌠꁱꂷꆈꌠꁱꂷꆈꌠꁱꂷꆈꌠꁱꂷ",
    "재정국 판공실 재정국 판공실 재정국 판공실 재정국 판공실 2024 재정국 판공실 재정국 판공실 "
    "재정국 판공실 (A4) 재정국",
    NULL};

/* A radical looks like its character and has its glyph: the character after it is no radical. */
static void characters_behind_radicals_are_characters(void **state)
{
    (void)state;
    static const char *const texts[] = {"人员", "工作", "用车", "文书", NULL};
    check_texts("<p>⼈⼯⽤⽂：", texts, "</p>", "", PDFTOTEXT);
}

static void lines_of_other_scripts_are_extracted_as_typed(void **state)
{
    (void)state;
    check_texts("<p>", long_texts, "</p>", "", PDFTOTEXT);
    check_texts(CELL, long_texts, CELL_END, chinese(), PDFTOTEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_from_right_to_left_are_extracted_as_typed),
        cmocka_unit_test(words_within_chinese_are_extracted_as_typed),
        cmocka_unit_test(text_from_right_to_left_on_a_chinese_page),
        cmocka_unit_test(pdftotext_parts_it_at_numbers),
        cmocka_unit_test(characters_behind_radicals_are_characters),
        cmocka_unit_test(lines_of_other_scripts_are_extracted_as_typed),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
