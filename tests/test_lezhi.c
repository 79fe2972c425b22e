/* Lezhi 2020, in the form of its province: the figures of the narrative and its performance forms.
 */
#include "published.h"

#define EXAMPLE SOURCE_ROOT "/examples/lezhi-2020.json"

static int render_example(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    run_shell(PROGRAM " render " EXAMPLE " -o %s/example.pdf");
    return 0;
}

/* The published text without what only counts: pictures, numbers of figures, and ordinals that no
 * blank follows. */
static struct buf without_counters(struct slice text)
{
    struct buf out = {0};
    bool starts = true;
    for (size_t i = 0; i < text.n; i++) {
        struct slice rest = {text.p + i, text.n - i};
        if (slice_starts(rest, "[image"))
            i += strcspn(rest.p, "]");
        else if (slice_starts(rest, "（图"))
            i += strcspn(rest.p, "\n") - 1;
        else if (starts && is_digit(rest.p[0]) && rest.p[1] == '.' && !is_digit(rest.p[2]))
            i++;
        else
            buf_putc(&out, rest.p[0]);
        starts = rest.p[0] == '\n';
    }
    return out;
}

/* What the document says, in the order in which it is read. */
static struct buf text_in_order(void)
{
    struct buf tree = shell("pdfinfo -struct-text %s/example.pdf"), out = {0};
    for (struct slice rest = buf_slice(&tree); rest.p;) {
        struct slice line = slice_trim(slice_cut(&rest, '\n'));
        if (line.n >= 2 && line.p[0] == '"') {
            buf_put(&out, line.p + 1, line.n - 2);
            buf_putc(&out, '\n');
        }
    }
    buf_free(&tree);
    return out;
}

static void narrative_has_the_published_figures(void **state)
{
    (void)state;
    static const struct slip slips[] = {
        {"10500.69", "总计 of the income side is 10500.70, and both must be equal"},
        {"1519.96", "follows from it"},
        {"10500.69", "the same of fiscal money"},
        {"1519.96", "follows from it"},
        {"0.95%", "13.21 of 1378.05 is 0.959 %, cut off"},
        {"3", "the third project here is the second among the forms, whose order holds"},
        {"7.35", "as above"},
        {"7.35", "as above"},
        {"100%", "as above"},
        {NULL, NULL},
    };
    const char *path = shared_path("reference/lezhi-2020.txt");
    if (!path)
        skip();
    struct buf reference = read_file(path), text = text_in_order();
    const char *start = strstr(reference.p, "第二部分"), *end = strstr(start, "\n名词解释");
    struct buf published = without_counters((struct slice){start, (size_t)(end - start)});
    size_t lost, count = check_figures(buf_slice(&published),
                                       part_of(&text, "第二部分", "第三部分"), slips, &lost);
    assert_int_equal(count, 236);
    assert_int_equal(lost, 9);
    buf_free(&published);
    buf_free(&text);
    buf_free(&reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(narrative_has_the_published_figures),
    };
    return cmocka_run_group_tests_name("lezhi", tests, render_example, remove_folder);
}
