/*
 * Other scripts than Han and Latin: glyph by glyph against Pango's own layout, in lines and cells;
 * what readers extract; what is said of a script without a font.
 */
#include "program.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "layout/layout.h"
#include "template/template.h"

struct sample {
    const char *language, *text;
    bool rtl;
};

/* Names of offices from public glossaries, each in its language. */
static const struct sample samples[] = {
    {"ug", "مالىيە ئىدارىسى", true},
    {"kk", "قارجى مەكەمەسى", true},
    {"bo", "ནོར་སྲིད་ཅུས། གཞུང་ལས་ཁང་།", false},
    {"mn", "ᠰᠠᠩᠬᠦᠦ ᠶᠢᠨ ᠲᠣᠪᠴᠢᠶ᠎ᠠ", false},
    {"ii", "ꆈꌠꁱꂷ", false},
    {"ko", "재정국 판공실", false},
    {"za", "Caizcwnggiz Banhgunghsiz", false},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

/* Letters of further scripts that are written in the country, or met there: Xibe, Manchu, Todo,
 * Kirghiz, Tai Le, New Tai Lue, Tai Tham, Lisu, Miao, Phags-pa; Hebrew, Thai, Lao, Myanmar, Khmer,
 * Hindi. */
static const struct sample further[] = {
    {"sjo", "ᠰᡳᠪᡝ ᠪᡳᡨᡥᡝ", false}, {"mnc", "ᠮᠠᠨᠵᡠ ᡥᡝᡵᡤᡝᠨ", false},
    {"xal", "ᡐᡆᡑᡆ ᡋᡅᡒᡅᡎ", false}, {"ky", "قارجى باشقارماسى", true},
    {"tdd", "ᥖᥭᥰ ᥘᥫᥴ", false},    {"khb", "ᦅᧄ ᦎᦺ", false},
    {"khb", "ᨵᩢᨾ᩠ᨾ", false},        {"lis", "ꓡꓲ ꓢꓴ", false},
    {"hmd", "𖼀𖽪 𖼊𖽔", false},      {"mn", "ꡏꡡꡃ ꡣꡡꡙ", false},
    {"he", "משרד אוצר", true},    {"th", "สำนักงาน", false},
    {"lo", "ຫ້ອງການ", false},      {"my", "ရုံး", false},
    {"km", "ការិយាល័យ", false},     {"hi", "कार्यालय", false},
};
enum { FURTHER = sizeof further / sizeof *further };

static struct fonts *fonts;
static struct arena *arena;
static struct diag diag;

static bool text_has(struct slice text, const char *part)
{
    return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static int open_all(void **state)
{
    arena = arena_new();
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    fonts = fonts_open(&diag, SOURCE_ROOT "/fonts", FONTS_ALL);
    return fonts ? make_folder(state) : -1;
}

static int close_all(void **state)
{
    fonts_free(fonts);
    arena_free(arena);
    return remove_folder(state);
}

static const struct pages *lay_out(const char *body)
{
    static const char settings[] = "扩展 = national-2022\n题名 = 测试\n作者 =\n主题 =\n";
    write_text(at("template.ini"), slice_of(settings));
    write_text(at("document.html"), slice_of(arena_printf(arena, "<document>%s</document>", body)));
    const struct template *template =
        template_open(arena, &diag, SEARCH(SOURCE_ROOT "/templates"), folder);
    assert_non_null(template);
    struct document *document = template_run(arena, &diag, template, facts_new(arena));
    assert_non_null(document);
    const struct pages *pages = layout_run(arena, &diag, document, fonts);
    assert_non_null(pages);
    return pages;
}

/* ---- against Pango ---- */

struct shown {
    uint32_t glyph;
    double x; /* in points */
    uint32_t order;
};

static int by_x(const void *a, const void *b)
{
    const struct shown *left = a, *right = b;
    double apart = left->x - right->x;
    return apart ? (apart > 0) - (apart < 0)
                 : (left->order > right->order) - (left->order < right->order);
}

/* The family of the font's face, in a configuration that has its file only. */
static const char *family_of(FcConfig *config, const struct font *font)
{
    const FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);
    FcChar8 *family = NULL;
    for (int i = 0; i < set->nfont; i++) {
        int index = -1;
        FcPatternGetInteger(set->fonts[i], FC_INDEX, 0, &index);
        if (index == font->index)
            FcPatternGetString(set->fonts[i], FC_FAMILY, 0, &family);
    }
    assert_non_null(family);
    return (const char *)family;
}

/* Pango's own layout of a text by one font file. */
struct theirs {
    FcConfig *config;
    PangoFontMap *map;
    PangoContext *context;
    PangoLayout *layout;
};

static struct theirs pango_lays_out(const struct font *font, double size, const char *language,
                                    const char *text, bool rtl)
{
    FcConfig *config = FcConfigCreate();
    assert_true(FcConfigAppFontAddFile(config, (const FcChar8 *)font->path));
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config((PangoFcFontMap *)map, config);
    pango_cairo_font_map_set_resolution((PangoCairoFontMap *)map, 72);
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(language));
    pango_context_set_base_dir(context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, family_of(config, font));
    pango_font_description_set_absolute_size(description, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, description);
    pango_layout_set_text(layout, text, -1);
    pango_font_description_free(description);
    cairo_font_options_destroy(options);
    return (struct theirs){config, map, context, layout};
}

static void free_theirs(struct theirs *theirs)
{
    g_object_unref(theirs->layout);
    g_object_unref(theirs->context);
    g_object_unref(theirs->map);
    FcConfigDestroy(theirs->config);
}

/* What Pango's own layout of the text shows by the font file, from left to right. */
static uint32_t pango_shows(const struct font *font, double size, const char *language,
                            const char *text, bool rtl, struct shown *shown)
{
    struct theirs made = pango_lays_out(font, size, language, text, rtl);
    uint32_t count = 0;
    int pen = 0;
    for (GSList *at = pango_layout_get_line_readonly(made.layout, 0)->runs; at; at = at->next) {
        const PangoGlyphString *string = ((PangoGlyphItem *)at->data)->glyphs;
        for (int i = 0; i < string->num_glyphs; i++) {
            const PangoGlyphInfo *info = &string->glyphs[i];
            if (info->glyph != PANGO_GLYPH_EMPTY)
                shown[count++] = (struct shown){
                    info->glyph, (double)(pen + info->geometry.x_offset) / PANGO_SCALE, count};
            pen += info->geometry.width;
        }
    }
    free_theirs(&made);
    return count;
}

/* What the runs on the pages show that are of the text's script, from left to right. */
static uint32_t we_show(const struct pages *pages, const struct font **font, double *size,
                        struct shown *shown)
{
    uint32_t count = 0;
    const struct page *page = &pages->page[0];
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        if (op->paint != PAINT_GLYPHS || !op->foreign)
            continue;
        *font = op->font;
        *size = op->size / (double)POINT;
        length x = op->x;
        for (uint32_t k = 0; k < op->glyph_count; k++) {
            shown[count++] =
                (struct shown){op->glyphs[k].id, (x + op->glyphs[k].dx) / (double)POINT, count};
            x += op->glyphs[k].advance;
        }
    }
    return count;
}

static void check_against_pango(const char *body, const struct sample *sample)
{
    struct shown ours[256], theirs[256];
    const struct font *font = NULL;
    double size = 0;
    uint32_t count = we_show(lay_out(body), &font, &size, ours);
    assert_non_null(font);
    uint32_t expected =
        pango_shows(font, size, sample->language, sample->text, sample->rtl, theirs);
    if (count != expected)
        fail_msg("%s: %u glyphs, by Pango %u", sample->text, count, expected);
    qsort(ours, count, sizeof *ours, by_x);
    qsort(theirs, count, sizeof *theirs, by_x);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(ours[i].glyph, theirs[i].glyph);
        if (fabs(ours[i].x - ours[0].x - theirs[i].x + theirs[0].x) > size / 200)
            fail_msg("%s: glyph %u at %.3f, by Pango at %.3f", sample->language, i, ours[i].x,
                     theirs[i].x);
    }
}

static bool is_foreign_sample(size_t i)
{
    return strcmp(samples[i].language, "za") != 0; /* Latin letters are ours */
}

static void glyphs_in_a_sentence_are_those_of_pango(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        if (is_foreign_sample(i))
            check_against_pango(
                arena_printf(arena, "<p class=\"封面落款\">单位%s。</p>", samples[i].text),
                &samples[i]);
    for (size_t i = 0; i < FURTHER; i++)
        check_against_pango(arena_printf(arena,
                                         "<p class=\"封面落款\">单位<span lang=\"%s\">%s</span>。"
                                         "</p>",
                                         further[i].language, further[i].text),
                            &further[i]);
}

static void glyphs_in_a_cell_are_those_of_pango(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        if (is_foreign_sample(i))
            check_against_pango(
                arena_printf(arena,
                             "<table><thead><tr><th>名称</th></tr></thead><tbody><tr>"
                             "<td lang=\"%s\">%s</td></tr></tbody></table>",
                             samples[i].language, samples[i].text),
                &samples[i]);
}

/* ---- pictures ---- */

enum { DPI = 288 };

static unsigned dark(const unsigned char *data, int stride, int x, int y)
{
    return 255u - data[(size_t)y * (size_t)stride + 4 * (size_t)x + 1];
}

/* How much of the ink of both pictures, within the band of lines, is in one of them only. */
static double apart(cairo_surface_t *a, cairo_surface_t *b, int top, int bottom)
{
    int width = cairo_image_surface_get_width(a), stride = cairo_image_surface_get_stride(a);
    int other = cairo_image_surface_get_stride(b);
    const unsigned char *one = cairo_image_surface_get_data(a);
    const unsigned char *two = cairo_image_surface_get_data(b);
    double all = 0, differs = 0;
    assert_int_equal(width, cairo_image_surface_get_width(b));
    for (int y = top; y < bottom; y++)
        for (int x = 0; x < width; x++) {
            unsigned p = dark(one, stride, x, y), q = dark(two, other, x, y);
            all += p + q;
            differs += p > q ? p - q : q - p;
        }
    assert_true(all > 0);
    return differs / all;
}

static cairo_surface_t *picture_of(const char *command, const char *file)
{
    int status;
    struct buf said = run_command(command, &status);
    if (status)
        fail_msg("%s: %s", command, said.p);
    buf_free(&said);
    cairo_surface_t *picture = cairo_image_surface_create_from_png(file);
    assert_int_equal(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
    return picture;
}

/* The picture, and those that others draw of the archival and the plain PDF (libharu), are Pango's.
 */
static void check_pictures(const struct sample *sample)
{
    const struct pages *pages = lay_out(arena_printf(
        arena, "<p class=\"封面落款\" lang=\"%s\">%s</p>", sample->language, sample->text));
    const struct paint_op *op = &pages->page[0].ops[0];
    for (uint32_t i = 1; i < pages->page[0].op_count; i++)
        if (pages->page[0].ops[i].foreign && pages->page[0].ops[i].x < op->x)
            op = &pages->page[0].ops[i];
    const char *render = arena_printf(arena, PROGRAM " --quiet render %s --template %s",
                                      SOURCE_ROOT "/tests/check/base.ini", folder);
    const char *const commands[] = {
        arena_printf(arena, "%s --png %s/p%%d.png --dpi %d", render, folder, DPI),
        arena_printf(arena, "%s -o %s/a.pdf && mutool draw -q -r %d -o %s/p1.png %s/a.pdf 1",
                     render, folder, DPI, folder, folder),
        arena_printf(arena,
                     "%s --to plain -o %s/a.pdf && mutool draw -q -r %d -o %s/p1.png %s/a.pdf 1",
                     render, folder, DPI, folder, folder)};
    struct theirs made = pango_lays_out(op->font, op->size / (double)POINT, sample->language,
                                        sample->text, sample->rtl);
    for (size_t i = 0; i < 3; i++) {
        cairo_surface_t *ours = picture_of(commands[i], at("p1.png"));
        cairo_surface_t *wanted =
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(ours),
                                       cairo_image_surface_get_height(ours));
        cairo_t *cairo = cairo_create(wanted);
        double scale = DPI / 72.0, baseline = op->y / (double)POINT;
        cairo_set_source_rgb(cairo, 1, 1, 1);
        cairo_paint(cairo);
        cairo_set_source_rgb(cairo, 0, 0, 0);
        cairo_scale(cairo, scale, scale);
        cairo_move_to(cairo, op->x / (double)POINT, baseline);
        pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(made.layout, 0));
        cairo_destroy(cairo);
        cairo_surface_flush(wanted);
        double part =
            apart(ours, wanted, (int)((baseline - 40) * scale), (int)((baseline + 40) * scale));
        if (part > 0.1)
            fail_msg("%s: %.3f of the ink differs: %s", sample->language, part, commands[i]);
        cairo_surface_destroy(wanted);
        cairo_surface_destroy(ours);
        remove(at("a.pdf"));
        remove(at("p1.png"));
    }
    free_theirs(&made);
}

static void pictures_are_those_of_pango(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        if (is_foreign_sample(i))
            check_pictures(&samples[i]);
}

/* ---- direction ---- */

static const struct paint_op *run_with(const struct pages *pages, const char *text)
{
    const struct page *page = &pages->page[0];
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].paint == PAINT_GLYPHS && text_has(page->ops[i].text, text))
            return &page->ops[i];
    fail_msg("no run has %s", text);
    return NULL;
}

static void marks_of_a_chinese_sentence_are_not_turned(void **state)
{
    (void)state;
    const struct pages *pages = lay_out("<p>写作ئىشخانا，2024年。</p>");
    const struct paint_op *name = run_with(pages, "ئىشخانا"), *year = run_with(pages, "2024");
    const struct paint_op *before = run_with(pages, "写作");
    assert_true(name->rtl && !year->rtl);
    assert_true(before->x < name->x && name->x < year->x);
}

static void a_number_stands_left_of_what_it_follows_from_right_to_left(void **state)
{
    (void)state;
    const struct pages *pages = lay_out("<p>ئىشخانا 2024 مالىيە</p>");
    const struct paint_op *first = run_with(pages, "ئىشخانا"), *last = run_with(pages, "مالىيە");
    const struct paint_op *number = run_with(pages, "2024");
    assert_true(last->x < number->x && number->x < first->x);
    /* The paragraph starts at the right, with its indent. */
    assert_true(first->x + first->width > pages->page[0].width / 2);
}

/* A title that begins with its year: the year is read first, at the right. */
static void a_year_does_not_tell_the_direction(void **state)
{
    (void)state;
    const struct pages *pages = lay_out("<p>2024-يىللىق ھېسابات</p>");
    const struct paint_op *year = run_with(pages, "2024"), *word = run_with(pages, "ھېسابات");
    assert_true(word->x + word->width <= year->x);
    pages = lay_out("<p>2024-A ھېسابات</p>");
    assert_true(run_with(pages, "2024")->x < run_with(pages, "ھېسابات")->x);
}

static void a_language_that_is_told_keeps_a_text_to_itself(void **state)
{
    (void)state;
    const struct pages *pages = lay_out("<p>见<span lang=\"ug\">2024-يىللىق</span>之表</p>");
    const struct paint_op *word = run_with(pages, "يىللىق");
    assert_string_equal(word->language, "ug");
    assert_true(run_with(pages, "见")->x < word->x && word->x < run_with(pages, "之表")->x);
}

/* What a number within such text says has a mark before it, and behind it where it ends with what
 * has no direction of its own. */
static void numbers_say_their_direction(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } cases[] = {{"12.5% ئىشخانا", "<feff200f00310032002e00350025200e>"},
                 {"12.5 ئىشخانا", "<feff200f00310032002e0035>"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status;
        write_record(at("numbers.ini"), "收集、保管和利用档案。", cases[i].text);
        struct buf said =
            run(&status, "--quiet render %s -o %s/numbers.pdf", at("numbers.ini"), folder);
        assert_int_equal(status, 0);
        buf_free(&said);
        said = run_command(
            arena_printf(arena, "qpdf --qdf %s/numbers.pdf - | grep -ao '<feff200f[^>]*>'", folder),
            NULL);
        assert_int_equal(strncmp(said.p, cases[i].said, strlen(cases[i].said)), 0);
        buf_free(&said);
    }
}

/* A line of joined letters is never spaced out, whatever its paragraph. */
static void joined_letters_are_never_spaced(void **state)
{
    (void)state;
    struct buf body = {0};
    buf_puts(&body, "<p>");
    for (int i = 0; i < 30; i++)
        buf_puts(&body, "单位写作مالىيەئىدارىسى共");
    buf_puts(&body, "</p>");
    const struct pages *pages = lay_out(body.p);
    buf_free(&body);
    const struct page *page = &pages->page[0];
    length width = 0;
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        if (op->paint != PAINT_GLYPHS || !op->rtl)
            continue;
        assert_true(!width || width == op->width);
        width = op->width;
    }
    assert_true(width > 0);
}

/* Latin and Cyrillic letters that Chinese fonts lack: of old Zhuang, Hani, Lahu, Bai, Kazakh. */
static void rare_letters_have_a_font(void **state)
{
    (void)state;
    static const char *const roles[] = {"标题1", "标题2", "正文", "封面落款", "注"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        unsigned errors = diag.count[LEVEL_ERROR];
        lay_out(arena_printf(arena,
                             "<p class=\"%s\">Bouчcueŋƅ ƨƃƌɯəз ǎǐʔɔɛ ṳ̄ n̂ḿ қаржы басқармасы "
                             "ҰұҢңҒғӘә</p>",
                             roles[i]));
        assert_int_equal(diag.count[LEVEL_ERROR], errors);
    }
}

/* ---- a script without a font ---- */

static void a_script_without_a_font_is_told_of_once(void **state)
{
    (void)state;
    struct diag said;
    diag_init(&said, arena, LANGUAGE_ENGLISH);
    lay_out("<p>单位</p>");
    write_text(at("document.html"),
               SLICE("<document><p>\xF0\x90\xA8\x80\xF0\x90\xA8\x90</p><p>\xF0\x90\xA8\x80</p>"
                     "</document>")); /* Kharoshthi, which no role has */
    const struct template *template =
        template_open(arena, &said, SEARCH(SOURCE_ROOT "/templates"), folder);
    struct document *document = template_run(arena, &said, template, facts_new(arena));
    layout_run(arena, &said, document, fonts);
    assert_int_equal(said.count[LEVEL_ERROR], 1);
    assert_int_equal(said.first->message, MSG_SCRIPT_FONT);
    assert_true(text_has(said.first->text, "fonts-noto-core"));
}

/* ---- the whole way ---- */

/* Appends the text without blanks and what directs it. */
static void put_dense(struct buf *out, const char *text)
{
    for (size_t at = 0; at < strlen(text);) {
        uint32_t c = utf8_next(slice_of(text), &at);
        bool directs = (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E);
        if (c > ' ' && c != 0x3000 && !directs && c != 0x180E)
            buf_put_utf8(out, c);
    }
}

/* The name in every script comes out of the file as it was typed, by each reader, and the file
 * keeps the rules. */
static void names_are_extracted_as_typed(void **state)
{
    (void)state;
    static const char *const names[] = {"维吾尔语", "哈萨克语", "藏语", "蒙古语",
                                        "彝语",     "朝鲜语",   "壮语"};
    static const char *const readers[] = {
        "pdftotext -f 1 -l 1 %s -", "mutool draw -q -F txt %s 1 2>/dev/null",
        "node " SOURCE_ROOT "/tests/pdfjs.cjs /usr/share/javascript/pdf/build %s"};
    for (size_t i = 0; i < SAMPLES; i++) {
        int status;
        write_record(at("record.ini"), "年度 = 2024\n",
                     arena_printf(arena,
                                  "年度 = 2024\n民族文字.名称 = %s\n民族文字.语言 = %s\n"
                                  "民族文字.题名 = 2024-%s\n",
                                  samples[i].text, names[i], samples[i].text));
        struct buf said = run(&status, "--quiet render %s --template xinjiang-2022 -o %s",
                              at("record.ini"), at("name.pdf"));
        assert_int_equal(status, 0);
        buf_free(&said);
        said = run(&status, "verify %s", at("name.pdf"));
        assert_int_equal(status, 0);
        buf_free(&said);
        for (size_t k = 0; k < sizeof readers / sizeof *readers; k++) {
            struct buf dense = {0}, typed = {0};
            struct buf text = run_command(arena_printf(arena, readers[k], at("name.pdf")), &status);
            put_dense(&dense, text.p);
            put_dense(&typed, arena_printf(arena, "%s2024-%s", samples[i].text, samples[i].text));
            if (!strstr(dense.p, typed.p))
                fail_msg("%s: %s gives %s", samples[i].language, readers[k], text.p);
            buf_free(&text);
            buf_free(&dense);
            buf_free(&typed);
        }
    }
}

/* Headings and heads of tables have the word that the package lists for them in the record's
 * language, in the contents and bookmarks, too. */
static void heads_stand_in_both_languages(void **state)
{
    (void)state;
    static const struct {
        const char *example, *said[6], *title;
    } regions[] = {
        {"xinjiang-2022",
         {"第一部分　概况ئومۇمىي ئەھۋال",
          "一、收入支出决算总表كىرىم-چىقىم ئاخىرقى ھېسابات ئومۇمىي جەدۋىلى", "收入كىرىم",
          "收入كىرىم", "单位：示例县财政局　ئۈلگە ناھىيىلىك مالىيە ئىدارىسى"},
         "第一部分　概况 ئومۇمىي ئەھۋال"},
        {"xizang-2022",
         {"第一部分　概况གནས་ཚུལ་རགས་བསྡུས།", "收入ཡོང་འབབ།", "支出འགྲོ་སོང་།", "合计བསྡོམས་འབོར།",
          "单位：示例县财政局　དཔེ་མཚོན་རྫོང་ནོར་སྲིད་ཅུས།"},
         "第一部分　概况 གནས་ཚུལ་རགས་བསྡུས།"},
    };
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        int status;
        struct buf dense = {0};
        struct buf said = run(&status, "render %s/examples/%s.ini -o %s", SOURCE_ROOT,
                              regions[i].example, at("region.pdf"));
        assert_string_equal(said.p, "");
        assert_int_equal(status, 0);
        buf_free(&said);
        said = run(&status, "verify %s", at("region.pdf"));
        if (status)
            fail_msg("%s", said.p);
        buf_free(&said);
        struct buf text = run_command(
            arena_printf(arena, "mutool draw -q -F txt %s 2>/dev/null", at("region.pdf")), &status);
        put_dense(&dense, text.p);
        for (const char *const *part = regions[i].said; *part; part++) {
            struct buf typed = {0};
            put_dense(&typed, *part);
            if (!strstr(dense.p, typed.p))
                fail_msg("%s not in %s", *part, dense.p);
            buf_free(&typed);
        }
        buf_free(&text);
        buf_free(&dense);
        text = run_command(
            arena_printf(arena, "qpdf --json --json-key=outlines %s", at("region.pdf")), &status);
        if (!strstr(text.p, regions[i].title))
            fail_msg("%s not in %s", regions[i].title, text.p);
        buf_free(&text);
    }
}

/* A record in another language has none of them, and a list that is none is told of. */
static void words_of_another_language_are_left_out(void **state)
{
    (void)state;
    int status;
    write_record(at("record.ini"), "年度 = 2024\n",
                 "年度 = 2024\n民族文字.名称 = قارجى\n民族文字.语言 = 哈萨克语\n");
    struct buf said = run(&status, "--quiet render %s --template xinjiang-2022 -o %s",
                          at("record.ini"), at("kazakh.pdf"));
    assert_int_equal(status, 0);
    buf_free(&said);
    struct buf text = run_command(
        arena_printf(arena, "mutool draw -q -F txt %s 2>/dev/null", at("kazakh.pdf")), &status);
    assert_non_null(strstr(text.p, "قارجى"));
    assert_null(strstr(text.p, "كىرىم"));
    buf_free(&text);
    write_text(at("template.ini"),
               SLICE("扩展 = national-2022\n[民族文字.维吾耳语]\n收入 = كىرىم\n"));
    remove(at("document.html"));
    said = run(&status, "--quiet render %s --template %s -o %s", at("record.ini"), folder,
               at("kazakh.pdf"));
    assert_int_equal(status, 2);
    if (!strstr(said.p, "template.ini:2:7: error: ") || !strstr(said.p, "维吾尔语"))
        fail_msg("%s", said.p);
    buf_free(&said);
}

/* Our own documents with words of two languages are audited without a finding: every table is read,
 * and what rounding explains is no finding. */
static void an_audit_finds_nothing_in_our_own(void **state)
{
    (void)state;
    static const char *const formats[] = {"pdf", "docx", "html"};
    static const char *const examples[] = {"xinjiang-2022", "xizang-2022"};
    for (size_t i = 0; i < 6; i++) {
        int status;
        const char *file = arena_printf(arena, "%s/own.%s", folder, formats[i % 3]);
        struct buf said = run(&status, "--quiet render %s/examples/%s.ini -o %s", SOURCE_ROOT,
                              examples[i / 3], file);
        assert_int_equal(status, 0);
        buf_free(&said);
        said = run(&status, "audit %s", file);
        if (status || strstr(said.p, "error") || strstr(said.p, "warning") ||
            !strstr(said.p, "9 tables, 162 figures read, 162 of them held"))
            fail_msg("%s", said.p);
        buf_free(&said);
    }
}

/* Nor in the workbook of any example, though it tells each amount
 * twice, in its table's unit and to the 分. */
static void an_audit_finds_nothing_in_our_workbooks(void **state)
{
    (void)state;
    static const char *const examples[] = {"xinjiang-2022.ini",         "xizang-2022.ini",
                                           "yangquan-2024.ini",         "zhuzhou-lukou-2020.ini",
                                           "lezhi-2020.json",           "taoyuan-2019.ini",
                                           "shanghai-district-2024.ini"};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        int status;
        struct buf said = run(&status, "--quiet render %s/examples/%s -o %s", SOURCE_ROOT,
                              examples[i], at("own.xlsx"));
        assert_int_equal(status, 0);
        buf_free(&said);
        said = run(&status, "audit %s", at("own.xlsx"));
        if (status || strstr(said.p, "error") || strstr(said.p, "warning") ||
            !strstr(said.p, "coverage: "))
            fail_msg("%s: %s", examples[i], said.p);
        buf_free(&said);
    }
}

/* Labels and the agency's name are taken by their Chinese, whatever stands beside it. */
static void workbooks_in_two_scripts_are_imported(void **state)
{
    (void)state;
    static const char *const examples[] = {"xinjiang-2022", "xizang-2022"};
    for (size_t i = 0; i < 2; i++) {
        int status;
        struct buf said = run(&status, "--quiet render %s/examples/%s.ini -o %s", SOURCE_ROOT,
                              examples[i], at("own.xlsx"));
        assert_int_equal(status, 0);
        buf_free(&said);
        said = run(&status, "import %s -o %s", at("own.xlsx"), at("imported.ini"));
        if (status || strstr(said.p, "warning") || !strstr(said.p, "filled in: 74 values"))
            fail_msg("%s", said.p);
        buf_free(&said);
        struct buf record = read_file(at("imported.ini"));
        assert_non_null(strstr(record.p, "\n名称 = 示例县财政局\n"));
        buf_free(&record);
        remove(at("imported.ini"));
    }
}

/* Names and reasons in each script are told no finding of. */
static void checks_do_not_stumble(void **state)
{
    (void)state;
    static const char *const replaced[] = {"机构 = 示例县档案馆内设", "收支总体 = "};
    for (size_t n = 0; n < 2 * SAMPLES; n++) {
        size_t i = n / 2;
        int status;
        struct buf base, said;
        write_record(at("record.ini"), "[单位]\n", "[单位]\n");
        base = run(&status, "check %s", at("record.ini"));
        assert_int_equal(status, 0);
        write_record(
            at("record.ini"), replaced[n % 2],
            arena_printf(arena, "%s%s、（%s）", replaced[n % 2], samples[i].text, samples[i].text));
        said = run(&status, "check %s", at("record.ini"));
        if (status || strcmp(said.p, base.p) != 0)
            fail_msg("%s", said.p);
        buf_free(&said);
        buf_free(&base);
    }
}

/* Rare characters are set by the fonts by which they are set without other scripts about them. */
static void rare_characters_are_as_before(void **state)
{
    (void)state;
    static const char *const rare[] = {"渌", "镕", "㛃", "𠅤"};
    for (size_t i = 0; i < sizeof rare / sizeof *rare; i++) {
        const struct font *fonts_of[2];
        uint32_t glyphs[2];
        for (int foreign = 0; foreign < 2; foreign++) {
            const struct paint_op *op =
                run_with(lay_out(arena_printf(arena, "<p>%s%s</p>", rare[i],
                                              foreign ? "<span>ئىشخانا</span>" : "")),
                         rare[i]);
            fonts_of[foreign] = op->font;
            glyphs[foreign] = op->glyphs[0].id;
            assert_false(op->foreign);
        }
        assert_ptr_equal(fonts_of[0], fonts_of[1]);
        assert_int_equal(glyphs[0], glyphs[1]);
        assert_int_not_equal(glyphs[0], 0);
    }
}

/* A name that is corrected: the comparison tells of it, and the new edition with its notice keeps
 * the rules and says both names. */
static void a_corrected_name_is_told(void **state)
{
    (void)state;
    static const char typed[] = "%s[单位]\n民族文字.名称 = %s\n民族文字.语言 = 维吾尔语\n";
    static const char old_name[] = "مالىيە ئىدارىسى", new_name[] = "مالىيە ئىشخانىسى";
    int status;
    write_record(at("old.ini"), "[单位]\n", arena_printf(arena, typed, "", old_name));
    struct buf hash = run(&status, "hash %s", at("old.ini"));
    const char *correction = arena_printf(arena,
                                          "[更正]\n版次 = 2\n日期 = 2025-10-20\n"
                                          "原因 = 名称有误（ئىشخانا）\n更正对象 = %s\n",
                                          hash.p);
    write_record(at("new.ini"), "[单位]\n", arena_printf(arena, typed, correction, new_name));
    struct buf said = run(&status, "diff %s %s", at("old.ini"), at("new.ini"));
    if (!strstr(said.p, "مالىيە [-ئىدارىسى-]{+ئىشخانىسى+}\n")) /* word by word */
        fail_msg("%s", said.p);
    buf_free(&said);
    said = run(&status,
               "--quiet render %s --corrects %s --marks --template xinjiang-2022 "
               "-o %s",
               at("new.ini"), at("old.ini"), at("new.pdf"));
    if (status)
        fail_msg("%s", said.p);
    buf_free(&said);
    said = run(&status, "verify %s", at("new.pdf"));
    if (status)
        fail_msg("%s", said.p);
    buf_free(&said);
    said = run_command(arena_printf(arena, "mutool draw -q -F txt %s 2>/dev/null", at("new.pdf")),
                       &status);
    if (!strstr(said.p, old_name))
        fail_msg("%s", said.p);
    assert_non_null(strstr(said.p, new_name));
    buf_free(&said);
    buf_free(&hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glyphs_in_a_sentence_are_those_of_pango),
        cmocka_unit_test(glyphs_in_a_cell_are_those_of_pango),
        cmocka_unit_test(pictures_are_those_of_pango),
        cmocka_unit_test(marks_of_a_chinese_sentence_are_not_turned),
        cmocka_unit_test(a_number_stands_left_of_what_it_follows_from_right_to_left),
        cmocka_unit_test(a_year_does_not_tell_the_direction),
        cmocka_unit_test(a_language_that_is_told_keeps_a_text_to_itself),
        cmocka_unit_test(numbers_say_their_direction),
        cmocka_unit_test(joined_letters_are_never_spaced),
        cmocka_unit_test(rare_letters_have_a_font),
        cmocka_unit_test(a_script_without_a_font_is_told_of_once),
        cmocka_unit_test(names_are_extracted_as_typed),
        cmocka_unit_test(heads_stand_in_both_languages),
        cmocka_unit_test(an_audit_finds_nothing_in_our_own),
        cmocka_unit_test(an_audit_finds_nothing_in_our_workbooks),
        cmocka_unit_test(workbooks_in_two_scripts_are_imported),
        cmocka_unit_test(checks_do_not_stumble),
        cmocka_unit_test(words_of_another_language_are_left_out),
        cmocka_unit_test(rare_characters_are_as_before),
        cmocka_unit_test(a_corrected_name_is_told),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
