/* Plain markup reads as expat reads it: a comment behind the root leaves all of it to expat. */
#include "entry.h"
#include "testing.h"

static const char *const documents[] = {
    "<document>\n  <h1 id='a' unlisted=\"yes\">题 &amp; 名</h1>\n"
    "  <p>甲&lt;乙&gt; [1]] 丙\n丁 <span link=\"a\"> 见 </span><br/>戊</p>\n"
    "  <section orientation=\"landscape\" page=\"new\">\n<table rows=\"equal\"><caption>表&quot;一"
    "&apos;</caption>\n<col width=\"30mm\"/><thead><tr><th scope=\"col\">甲</th></tr></thead>\n"
    "<tbody><tr><td align=\"right\">1.00</td></tr><tr><td align=\"right\">2\t3</td></tr></tbody>"
    "</table>\n</section>\n</document>\n",
    "<document><p class=\"没有\">x</p><p a=\"1\" class=\"正文\">]]y</p><ul><li>z</li>text\nmore\n"
    "<li><p>1</p></li></ul><cover/>\n<q>不认识\n的</q></document>",
    "<document><p>\xF3\xB0\x80\x80"
    "3\xF3\xB0\x80\x81 万元 \xC3\xA9 \xF0\x9F\x98\x80</p><h1 "
    "contents=\"甲\n乙\t&amp;丙\">h</h1></document>",
};

/* What is made of the markup, and what is told of it. */
static const char *read_markup(struct arena *arena, struct slice text)
{
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct buf out = {0};
    buf_puts(&out, "");
    entry_dump(&out, arena, &diag, text);
    diag_print(&out, &diag);
    const char *copy = arena_copy(arena, out.p, out.n);
    buf_free(&out);
    return copy;
}

static void compare(struct slice text)
{
    struct arena *arena = arena_new();
    const char *behind = arena_printf(arena, "%.*s\n<!---->", (int)text.n, text.p);
    const char *plain = read_markup(arena, text), *other = read_markup(arena, slice_of(behind));
    /* What is wrong is expat's in both, and may stand at the end, which is another then. */
    if (!strstr(plain, "not well-formed"))
        assert_string_equal(plain, other);
    arena_free(arena);
}

static void reads_as_expat_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        compare(slice_of(documents[i]));
}

/* Bytes of markup put in the place of others, or between them. */
static void reads_what_is_changed_as_expat_does(void **state)
{
    static const char *const put[] = {
        "<",  ">",  "&",       "\"", "'",   "/",    "]]>",   "]",    "&amp;",        "&#1;",
        "\r", "\n", " ",       "=",  "<p>", "</p>", "<br/>", "\x01", "\xEF\xBF\xBF", "\x80",
        "</", "a",  "<!-- -->"};
    (void)state;
    unsigned seed = 1;
    for (unsigned turn = 0; turn < 6000; turn++) {
        struct buf text = {0};
        buf_puts(&text, documents[turn % (sizeof documents / sizeof *documents)]);
        for (unsigned change = 0; change <= turn % 3; change++) {
            seed = seed * 1103515245 + 12345;
            size_t at = (seed >> 8) % text.n, cut = seed >> 4 & 3;
            const char *word = put[(seed >> 16) % (sizeof put / sizeof *put)];
            struct buf next = {0};
            cut = at + cut > text.n ? 0 : cut;
            buf_put(&next, text.p, at);
            buf_puts(&next, word);
            buf_put(&next, text.p + at + cut, text.n - at - cut);
            buf_free(&text);
            text = next;
        }
        compare(buf_slice(&text));
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_as_expat_does),
        cmocka_unit_test(reads_what_is_changed_as_expat_does),
    };
    return cmocka_run_group_tests_name("plain", tests, NULL, NULL);
}
