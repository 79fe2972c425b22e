/*
 * The form's styles as CSS. On a screen sizes are relative to that of the document's text, and none
 * is so small that it cannot be read; on paper they are the form's own.
 */
#include "publish/html.h"

enum { SCREEN_LEAST = 820 /* of the text's size, in thousandths */ };

/* What does not depend on the form. Everything stands below .gongkai, so that a fragment changes
 * nothing of the page that it is put into. */
static const char common[] =
    ".gongkai{font-size:17px;line-height:1.75;color:#1a1a1a;background:#fff;"
    "overflow-wrap:anywhere}\n"
    ".gongkai *{box-sizing:border-box}\n"
    ".gongkai p,.gongkai h1,.gongkai h2,.gongkai h3,.gongkai h4,.gongkai h5,.gongkai h6"
    "{margin:.4em 0;font-weight:inherit;font-size:inherit}\n"
    ".gongkai .page{max-width:60rem;margin:0 auto;padding:1rem}\n"
    ".gongkai .cover{padding:3rem 0 2rem;border-bottom:1px solid #666;margin-bottom:1.5rem}\n"
    ".gongkai .cover span{display:block}\n"
    ".gongkai .skip{position:absolute;left:-999em}\n"
    ".gongkai .skip:focus{left:1rem;top:1rem;background:#fff;padding:.5em 1em;z-index:9}\n"
    ".gongkai a{color:#0b4a8f}\n"
    ".gongkai a:focus,.gongkai button:focus,.gongkai .table:focus{outline:3px solid #0b4a8f;"
    "outline-offset:2px}\n"
    ".gongkai nav ol{list-style:none;padding-left:0;margin:0}\n"
    ".gongkai li,.gongkai caption,.gongkai td,.gongkai th{text-indent:0}\n"
    ".gongkai nav .l2{padding-left:1.5em}.gongkai nav .l3{padding-left:3em}\n"
    ".gongkai .slots{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em}\n"
    ".gongkai .table{overflow:auto;max-height:85vh;margin:.5em 0 1em;border:1px solid #555}\n"
    ".gongkai table{border-collapse:separate;border-spacing:0;width:100%;line-height:1.4;"
    "overflow-wrap:break-word}\n"
    ".gongkai caption{padding:.3em .4em;text-align:left}\n"
    ".gongkai caption>*{position:sticky;left:.4em;max-width:min(100%,calc(100vw - 4rem))}\n"
    ".gongkai th,.gongkai td{padding:.25em .4em;border:solid #777;border-width:1px 0 0 1px;"
    "vertical-align:middle;font-weight:inherit;min-width:3em}\n"
    ".gongkai tr>:first-child{border-left-width:0}\n"
    ".gongkai tr>.in{border-left-width:1px}\n"
    ".gongkai thead{position:sticky;top:0;z-index:2}\n"
    ".gongkai thead th,.gongkai thead td{background:#eef2f6;text-align:center}\n"
    ".gongkai th[scope=col]{word-break:keep-all;overflow-wrap:break-word}\n"
    ".gongkai tbody th{text-align:left;background:#fff;min-width:6em}\n"
    ".gongkai tbody th[scope=col]{text-align:center;background:#eef2f6}\n"
    ".gongkai .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    ".gongkai .left{text-align:left}.gongkai .center{text-align:center}"
    ".gongkai .right{text-align:right}.gongkai .justify{text-align:justify}\n"
    ".gongkai .changed{border-left:3px solid #b00020;padding-left:.5em}\n"
    ".gongkai figure{margin:1em 0}\n"
    ".gongkai figcaption{text-align:center}\n"
    ".gongkai figure ul{list-style:none;padding:0;margin:.5em 0}\n"
    ".gongkai .bars li{margin:.4em 0}.gongkai .bars svg{display:block;width:100%;height:14px}\n"
    ".gongkai .bars .value{float:right}\n"
    ".gongkai .pie{display:flex;flex-wrap:wrap;gap:1em 2em;align-items:center;"
    "justify-content:center}\n"
    ".gongkai .pie>svg{width:200px;height:200px;flex:none}\n"
    ".gongkai .pie li svg{width:1em;height:1em;vertical-align:-.1em;margin-right:.4em}\n"
    ".gongkai .draft{position:sticky;top:0;z-index:5;text-align:center;text-indent:0;"
    "font-size:1.5em;color:#b00020;background:#fff;border:2px solid #b00020}\n"
    ".gongkai .tools{display:flex;gap:.5em;justify-content:flex-end}\n"
    ".gongkai button{font:inherit;font-size:14px;padding:.1em .6em;border:1px solid #555;"
    "background:#fff;color:#1a1a1a;border-radius:3px}\n"
    ".gongkai th button{border:0;background:none;padding:0 .2em}\n"
    ".gongkai footer,.gongkai .files{border-top:1px solid #666;margin-top:2em;padding-top:.5em;"
    "font-size:15px}\n"
    "@media (max-width:40rem){.gongkai{font-size:16px}.gongkai .page{padding:.5rem}"
    ".gongkai .cover{padding:1.5rem 0 1rem}}\n"
    "@media (min-width:40.01rem){.gongkai tbody tr>th:first-child:not([rowspan])"
    "{position:sticky;left:0;z-index:1}}\n";

/* Tables keep their heads on every page; what only serves the screen stays away. */
static const char on_paper[] =
    ".gongkai .page{max-width:none;padding:0}.gongkai .tools,.gongkai .skip,.gongkai .files"
    "{display:none}.gongkai .table{overflow:visible;max-height:none;border:0}\n"
    ".gongkai table{border-collapse:collapse}\n"
    ".gongkai th,.gongkai td{border:.5pt solid #000;padding:1.5pt 3pt;min-width:0;"
    "white-space:normal}\n"
    ".gongkai tr>:first-child{border-left-width:.5pt}\n"
    ".gongkai thead,.gongkai tbody tr>th,.gongkai caption>*{position:static}\n"
    ".gongkai thead th,.gongkai thead td,.gongkai tbody th[scope=col]{background:none}\n"
    ".gongkai tr,.gongkai figure{break-inside:avoid}\n"
    ".gongkai h2,.gongkai h3,.gongkai h4,.gongkai caption{break-after:avoid}\n"
    ".gongkai .new-page,.gongkai nav{break-before:page}.gongkai .cover{border:0;padding:0}\n"
    ".gongkai .landscape{page:landscape}.gongkai a{color:inherit;text-decoration:none}\n";

static const char *font_stack(struct slice role)
{
    static const char *const stacks[][2] = {
        {"标题", "STZhongsong,\"Source Han Serif SC\",\"Noto Serif CJK SC\",SimSun,serif"},
        {"黑体", "SimHei,\"Heiti SC\",\"Source Han Sans SC\",\"Noto Sans CJK SC\",sans-serif"},
        {"楷体", "KaiTi,STKaiti,\"Kaiti SC\",\"LXGW WenKai\",serif"},
        {"仿宋", "FangSong,STFangsong,FandolFang,\"Noto Serif CJK SC\",serif"},
        {"宋体", "SimSun,\"Songti SC\",\"Noto Serif CJK SC\",serif"}};
    for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++)
        if (slice_is(role, stacks[i][0]))
            return stacks[i][1];
    return "serif";
}

/* name:value in thousandths of a unit. */
static void put_length(struct buf *out, const char *name, int64_t thousandths, const char *unit)
{
    const char *sign = thousandths < 0 ? "-" : "";
    int64_t magnitude = thousandths < 0 ? -thousandths : thousandths;
    buf_printf(out, "%s:%s%lld.%03lld%s;", name, sign, (long long)(magnitude / 1000),
               (long long)(magnitude % 1000), unit);
}

static void put_margin(struct buf *out, const char *name, length value, length size)
{
    if (value)
        put_length(out, name, (int64_t)value * 1000 / size, "em");
}

static length least(length a, length b)
{
    return a < b ? a : b;
}

static void put_style(struct buf *out, const struct style *style, unsigned class, length text_size)
{
    static const char *const aligns[] = {[ALIGN_JUSTIFY] = "justify",
                                         [ALIGN_LEFT] = "left",
                                         [ALIGN_CENTER] = "center",
                                         [ALIGN_RIGHT] = "right"};
    int64_t size = (int64_t)style->size * 1000 / text_size;
    buf_printf(out, ".gongkai .s%u{font-family:%s;", class, font_stack(style->role));
    if (slice_is(style->role, "标题"))
        buf_puts(out, "font-weight:bold;");
    put_length(out, "font-size", size < SCREEN_LEAST ? SCREEN_LEAST : size, "rem");
    if (style->align != ALIGN_STYLE)
        buf_printf(out, "text-align:%s;", aligns[style->align]);
    put_length(out, "text-indent", style->first_indent, "em");
    put_margin(out, "margin-top", least(style->before, style->size * 3 / 2), style->size);
    put_margin(out, "margin-bottom", least(style->after, style->size * 3 / 2), style->size);
    put_margin(out, "padding-left", style->left > 0 ? style->left : 0, style->size);
    put_margin(out, "padding-right", style->right > 0 ? style->right : 0, style->size);
    if (style->color)
        buf_printf(out, "color:#%06X;", style->color);
    buf_puts(out, "}\n");
}

/* Sizes as the form has them. */
static void put_paper_style(struct buf *out, const struct style *style, unsigned class)
{
    buf_printf(out, ".gongkai .s%u{", class);
    put_length(out, "font-size", style->size, "pt");
    if (style->leading)
        put_length(out, "line-height", style->leading, "pt");
    if (style->before)
        put_length(out, "margin-top", style->before, "pt");
    if (style->after)
        put_length(out, "margin-bottom", style->after, "pt");
    buf_puts(out, "}\n");
}

static void put_page(struct buf *out, const struct page_style *page, const char *name, bool turned)
{
    length width = turned ? page->height : page->width,
           height = turned ? page->width : page->height;
    buf_printf(out, "@page%s{size:%d.%03dpt %d.%03dpt;margin:%dpt %dpt %dpt %dpt}\n", name,
               (int)(width / 1000), (int)(width % 1000), (int)(height / 1000), (int)(height % 1000),
               (int)((turned ? page->left : page->top) / 1000),
               (int)((turned ? page->top : page->right) / 1000),
               (int)((turned ? page->right : page->bottom) / 1000),
               (int)((turned ? page->bottom : page->left) / 1000));
}

struct buf html_styles(const struct html *html)
{
    const struct document *document = html->publication->document;
    struct buf out = {0};
    buf_puts(&out, html->fragment ? ""
                                  : "body{margin:0}html{font-size:17px}\n"
                                    "@media (max-width:40rem){html{font-size:16px}}\n");
    buf_puts(&out, common);
    for (uint32_t i = 0; i < html->style_count; i++)
        put_style(&out, html->styles[i], i, document->root->style->size);
    if (!html->fragment) {
        put_page(&out, document->page, "", false);
        put_page(&out, document->page, " landscape", true);
    }
    buf_puts(&out, "@media print{\n");
    buf_puts(&out, on_paper);
    for (uint32_t i = 0; i < html->style_count; i++)
        put_paper_style(&out, html->styles[i], i);
    buf_puts(&out, "}\n");
    return out;
}
