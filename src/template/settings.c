/*
 * Settings: which there are, what values they take, and how they are found along the package chain
 * and along 基于, key by key, nearest first.
 */
#include "template/package.h"

#include <string.h>

#include "record/schema.h"
#include "template/beside.h"
#include "template/library.h"
#include "template/unknown.h"
#include "template/ways.h"

/* What a setting's value is, and so the type of the field it goes to. */
enum value {
    VALUE_TEXT,   /* struct slice */
    VALUE_SIZE,   /* length, at least a point */
    VALUE_TYPE,   /* length, a point to TYPE_MAX */
    VALUE_LENGTH, /* length, not negative */
    VALUE_INDENT, /* length, may be negative */
    VALUE_CHARS,  /* length in thousandths of the type size */
    VALUE_COUNT,  /* int */
    VALUE_COMMAS, /* int, digits from which on there are separators */
    VALUE_DIGITS, /* int, 0 to 6 */
    VALUE_YES,    /* bool */
    VALUE_ALIGN,  /* enum align */
    VALUE_FOLIO,  /* bool */
    VALUE_FIXED,  /* bool */
    VALUE_COLOR,  /* uint32_t */
    VALUE_UNIT,   /* int64_t */
    VALUE_SIGN,   /* const char * */
    VALUE_ZERO,   /* const char *, NULL for "as a number" */
    VALUE_WORDS   /* words of all packages of the chain, parted by blanks: read by themselves */
};

struct setting {
    const char *section;
    const char *key;
    enum value value;
    size_t field;           /* offset in the section's struct */
    const char *meaning[2]; /* by language */
};

#define PAGE(field) offsetof(struct page_style, field)
#define TABLE(field) offsetof(struct table_style, field)
#define BREAKS(field) offsetof(struct break_style, field)
#define CHART(field) offsetof(struct chart_style, field)
#define STYLE(field) offsetof(struct style, field)
#define NUMBERS(field) offsetof(struct numbers, field)

static const struct setting settings[] = {
    {"页面", "宽", VALUE_SIZE, PAGE(width), {"width of the upright page", "竖向页面的宽"}},
    {"页面", "高", VALUE_SIZE, PAGE(height), {"height of the upright page", "竖向页面的高"}},
    {"页面", "上", VALUE_LENGTH, PAGE(top), {"top margin", "上边距"}},
    {"页面", "下", VALUE_LENGTH, PAGE(bottom), {"bottom margin", "下边距"}},
    {"页面", "左", VALUE_LENGTH, PAGE(left), {"left margin", "左边距"}},
    {"页面", "右", VALUE_LENGTH, PAGE(right), {"right margin", "右边距"}},
    {"表格页",
     "上",
     VALUE_LENGTH,
     PAGE(table_top),
     {"top margin of pages with margins=\"table\"", "标有 margins=\"table\" 的页面的上边距"}},
    {"表格页", "下", VALUE_LENGTH, PAGE(table_bottom), {"bottom margin of these", "其下边距"}},
    {"表格页", "左", VALUE_LENGTH, PAGE(table_left), {"left margin of these", "其左边距"}},
    {"表格页", "右", VALUE_LENGTH, PAGE(table_right), {"right margin of these", "其右边距"}},
    {"页面", "页码", VALUE_TEXT, PAGE(folio), {"the folio, # for the number", "页码，# 处为数字"}},
    {"页面",
     "见页",
     VALUE_TEXT,
     PAGE(reference),
     {"what a link with page=\"show\" says of the page it leads to, # for the number",
      "带 page=\"show\" 的链接所指页的写法，# 处为页码"}},
    {"页面",
     "页码位置",
     VALUE_FOLIO,
     PAGE(folio_outside),
     {"folio at the outer edge or centred", "页码在外侧或居中"}},
    {"页面",
     "首页在右",
     VALUE_YES,
     PAGE(recto),
     {"a blank page goes before page 1 where that would not be a right one in print",
      "第 1 页双面印刷时不在右手页的，其前加一白页"}},
    {"页面",
     "页码距",
     VALUE_LENGTH,
     PAGE(folio_gap),
     {"from the text area down to the folio", "页码与版心的距离"}},
    {"表格", "线宽", VALUE_LENGTH, TABLE(ruling), {"inner rulings", "表内线"}},
    {"表格", "框线宽", VALUE_LENGTH, TABLE(frame), {"outer rulings", "外框线"}},
    {"表格",
     "表头线宽",
     VALUE_LENGTH,
     TABLE(head_ruling),
     {"the ruling below the head", "表头下的线"}},
    {"表格",
     "横边距",
     VALUE_LENGTH,
     TABLE(pad_x),
     {"blank left and right in a cell", "单元格左右留白"}},
    {"表格",
     "纵边距",
     VALUE_LENGTH,
     TABLE(pad_y),
     {"blank above and below in a cell", "单元格上下留白"}},
    {"表格",
     "宽松纵边距",
     VALUE_LENGTH,
     TABLE(loose_pad_y),
     {"the same in a table that has a page to itself, as far as there is room",
      "独占一页的表的上下留白，以排得下为限"}},
    {"表格",
     "最小字号",
     VALUE_TYPE,
     TABLE(min_size),
     {"size to which cells may shrink", "单元格内文字最小缩至"}},
    {"表格",
     "末页最少行数",
     VALUE_COUNT,
     TABLE(min_rows),
     {"body rows that a page carries at least", "每页表格至少有几行"}},
    {"表格",
     "表前距",
     VALUE_LENGTH,
     TABLE(before),
     {"blank above a table among text", "文中表格之前的距离"}},
    {"表格", "表后距", VALUE_LENGTH, TABLE(after), {"blank below it", "文中表格之后的距离"}},
    {"表格",
     "合计字体",
     VALUE_TEXT,
     TABLE(total_role),
     {"role in rows with level=\"total\"", "level=\"total\" 的行用何种字体"}},
    {"表格",
     "类字体",
     VALUE_TEXT,
     TABLE(first_role),
     {"role in rows with level=\"1\"", "level=\"1\" 的行用何种字体"}},
    {"表格",
     "款缩进",
     VALUE_CHARS,
     TABLE(indents[0]),
     {"indent of the name in rows with level=\"2\", in characters",
      "level=\"2\" 的行名称缩进几字"}},
    {"表格",
     "项缩进",
     VALUE_CHARS,
     TABLE(indents[1]),
     {"indent of the name in rows with level=\"3\", in characters",
      "level=\"3\" 的行名称缩进几字"}},
    {"表格",
     "续表",
     VALUE_TEXT,
     TABLE(continued),
     {"what stands above the head on further pages of a table, beside its slots with "
      "repeat=\"yes\"; "
      "nothing if empty",
      "续页上表头之前的文字，与标有 repeat=\"yes\" 的栏同行；空则不印"}},
    {"表格",
     "表次",
     VALUE_FIXED,
     TABLE(fixed),
     {"numbers of tables without a gap, or as the form fixes them (fixed=\"8\"), so that a table "
      "left out leaves its number out",
      "各表连续编号，或按样式固定编号（fixed=\"8\"）：不列的表，其号空出"}},
    {"样式",
     "字体",
     VALUE_TEXT,
     STYLE(role),
     {"role: 标题 黑体 楷体 仿宋 宋体 粗体", "用何种字体：标题 黑体 楷体 仿宋 宋体 粗体"}},
    {"样式",
     "数字字体",
     VALUE_TEXT,
     STYLE(western),
     {"role of digits and Latin letters, if another", "数字和西文用何种字体，另用时填写"}},
    {"样式",
     "汉字数字距",
     VALUE_CHARS,
     STYLE(western_gap),
     {"blank between Han and digits or Latin letters, in characters: 0.125 is an eighth",
      "汉字与数字、西文之间的距离，以字计：0.125 为八分之一字"}},
    {"样式", "字号", VALUE_TYPE, STYLE(size), {"type size", "字号"}},
    {"样式",
     "行距",
     VALUE_TYPE,
     STYLE(leading),
     {"baseline to baseline; 1.3 times the size if never set", "行距；从未写明的为字号的 1.3 倍"}},
    {"样式", "对齐", VALUE_ALIGN, STYLE(align), {"alignment of lines", "对齐"}},
    {"样式",
     "首行缩进",
     VALUE_CHARS,
     STYLE(first_indent),
     {"indent of the first line, in characters", "首行缩进几字"}},
    {"样式", "左缩进", VALUE_INDENT, STYLE(left), {"left indent", "左缩进"}},
    {"样式", "右缩进", VALUE_INDENT, STYLE(right), {"right indent", "右缩进"}},
    {"样式", "段前", VALUE_LENGTH, STYLE(before), {"blank above", "段前距"}},
    {"样式", "段后", VALUE_LENGTH, STYLE(after), {"blank below", "段后距"}},
    {"样式",
     "与下段同页",
     VALUE_YES,
     STYLE(keep_next),
     {"keeps with the next block", "与下一块在同一页"}},
    {"样式",
     "名称断行",
     VALUE_YES,
     STYLE(by_name),
     {"breaks an agency's name as [断行] says: after 省 市 县 区 州, before （; one of more "
      "than four lines is set smaller",
      "单位名称按 [断行] 断行：在省市县区州之后、左括号之前；超过四行的，字号减小"}},
    {"样式", "颜色", VALUE_COLOR, STYLE(color), {"colour of the text", "文字颜色"}},
    {"图",
     "单位",
     VALUE_TEXT,
     CHART(unit),
     {"top right of a chart, # for the unit of its figures, which then stand alone; if empty, each "
      "keeps its own",
      "图右上角的单位，# 处为单位，各数不再带单位；空则各带各的"}},
    {"图",
     "零项",
     VALUE_TEXT,
     CHART(zeros),
     {"below a pie, # for its items that are 0", "饼图之下列出为零的项，# 处为各项"}},
    {"图",
     "全零",
     VALUE_TEXT,
     CHART(all_zero),
     {"instead of a chart whose items are all 0", "各项均为零时代替图的文字"}},
    {"断行",
     "词语",
     VALUE_WORDS,
     BREAKS(words),
     {"words that a head, a name or a title is not broken in; a package's own come to those that "
      "it "
      "extends",
      "表头、名称和标题中不拆开的词；本模板的加在上级模板的之后"}},
    {"断行",
     "名称后",
     VALUE_TEXT,
     BREAKS(after),
     {"characters that a name in a style with 名称断行 is best broken after",
      "带“名称断行”的样式，名称宜在这些字之后断行"}},
    {"断行", "名称前", VALUE_TEXT, BREAKS(before), {"and before", "宜在这些字之前断行"}},
    {"数字",
     "金额单位",
     VALUE_UNIT,
     NUMBERS(money.divisor),
     {"unit in which money prints", "金额以何单位印出"}},
    {"数字",
     "金额小数",
     VALUE_DIGITS,
     NUMBERS(money.decimals),
     {"decimals of money", "金额的小数位数"}},
    {"数字",
     "千分位",
     VALUE_COMMAS,
     NUMBERS(money.separators),
     {"thousands separators in money; 七位: in that of seven digits before the point or more",
      "金额的千分位；七位：整数有七位或更多的才加"}},
    {"数字",
     "去零",
     VALUE_YES,
     NUMBERS(money.trim),
     {"drops trailing zeros of money: 40.8", "去掉金额末尾的零：40.8"}},
    {"数字",
     "负号",
     VALUE_SIGN,
     NUMBERS(money.minus),
     {"what stands before a negative figure", "负数之前的符号"}},
    {"数字",
     "零值",
     VALUE_ZERO,
     NUMBERS(money.zero),
     {"what an exact zero prints as: 空 nothing, 数 a number, or this text",
      "零印成什么：空 为不印，数 为数字，或照印此文字"}},
    {"数字",
     "比率小数",
     VALUE_DIGITS,
     NUMBERS(rate.decimals),
     {"decimals of rates, in percent", "比率的小数位数，以百分数计"}},
    {"数字",
     "比率去零",
     VALUE_YES,
     NUMBERS(rate.trim),
     {"drops trailing zeros of rates", "去掉比率末尾的零"}},
};

enum { SETTING_COUNT = sizeof settings / sizeof *settings };

static const char *const top_settings[] = {"扩展", "版本", "说明",     "题名",
                                           "作者", "主题", "适用省份", "适用年度", "文种"};

static const char *const sections[] = {"页面", "表格页", "表格", "样式", "图", "断行", "数字"};

static const struct page_style default_page = {.width = 595276,
                                               .height = 841890,
                                               .top = 104882,
                                               .bottom = 99213,
                                               .left = 79370,
                                               .right = 73701,
                                               .folio = {"— # —", sizeof "— # —" - 1},
                                               .reference = {"（第#页）", sizeof "（第#页）" - 1},
                                               .folio_gap = 19843,
                                               .folio_outside = true};
static const struct table_style default_table = {.ruling = 500,
                                                 .frame = 1000,
                                                 .head_ruling = 500,
                                                 .pad_x = 3000,
                                                 .pad_y = 2000,
                                                 .min_size = 6500,
                                                 .min_rows = 3};
static const struct chart_style default_chart = {
    .unit = {"单位：#", sizeof "单位：#" - 1},
    .zeros = {"为零的项目：#", sizeof "为零的项目：#" - 1},
    .all_zero = {"#均为零", sizeof "#均为零" - 1}};
static const struct style default_style = {
    .name = {"", 0}, .role = {"仿宋", sizeof "仿宋" - 1}, .size = 16000, .align = ALIGN_LEFT};
static const struct numbers default_numbers = {
    .name = {"", 0}, .money = {.decimals = 2, .divisor = 10000}, .rate = {.decimals = 2}};

/* A word and the number it stands for. */
struct word {
    const char *text;
    int64_t number;
};

static const struct word yes_words[] = {{"是", true}, {"否", false}, {NULL, 0}};
static const struct word align_words[] = {{"两端", ALIGN_JUSTIFY},
                                          {"左", ALIGN_LEFT},
                                          {"中", ALIGN_CENTER},
                                          {"右", ALIGN_RIGHT},
                                          {NULL, 0}};
static const struct word comma_words[] = {{"是", 4}, {"否", 0}, {"七位", 7}, {NULL, 0}};
static const struct word folio_words[] = {{"外侧", true}, {"居中", false}, {NULL, 0}};
static const struct word fixed_words[] = {{"连续", false}, {"固定", true}, {NULL, 0}};
static const struct word unit_words[] = {{"万元", 10000}, {"元", 1}, {NULL, 0}};

static bool word_parse(struct slice text, const struct word *words, int64_t *out)
{
    for (; words->text; words++)
        if (slice_is(text, words->text)) {
            *out = words->number;
            return true;
        }
    return false;
}

const char *unit_word(int64_t divisor)
{
    const struct word *word = unit_words;
    while (word->text && word->number != divisor)
        word++;
    return word->text;
}

static bool count_parse(struct slice text, int64_t most, int64_t *out)
{
    return decimal_parse(text, 0, out) == DECIMAL_OK && *out >= 0 && *out <= most;
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

static bool color_parse(struct slice text, int64_t *out)
{
    if (text.n != 7 || text.p[0] != '#')
        return false;
    *out = 0;
    for (size_t i = 1; i < text.n; i++) {
        int digit = hex_digit(text.p[i]);
        if (digit < 0)
            return false;
        *out = *out * 16 + digit;
    }
    return true;
}

/* The largest length: some three metres. */
enum { LENGTH_MAX = 10000 * POINT, LENGTH_SCALE = 4 };

/* The largest type: a letter as wide as an upright page. */
enum { TYPE_MAX = 600 * POINT };

bool length_parse(struct slice text, length *out)
{
    static const struct {
        const char *name;
        int64_t num, den; /* thousandths of a point */
    } units[] = {{"mm", 360000, 127}, {"cm", 3600000, 127}, {"pt", POINT, 1}, {"", POINT, 1}};
    size_t i = 0;
    while (!slice_ends(text, units[i].name))
        i++;
    int64_t number, scaled;
    text.n -= strlen(units[i].name);
    if (decimal_parse(slice_trim(text), LENGTH_SCALE, &number) != DECIMAL_OK ||
        !decimal_scale(number, units[i].num, units[i].den * 10000, &scaled) ||
        scaled > LENGTH_MAX || scaled < -LENGTH_MAX)
        return false;
    *out = (length)scaled;
    return true;
}

/* Reads a value into the number that its field holds. Of texts nothing is wrong. */
static bool value_parse(enum value value, struct slice text, int64_t *out)
{
    bool type = value == VALUE_TYPE;
    length least = type || value == VALUE_SIZE ? POINT : value == VALUE_LENGTH ? 0 : -LENGTH_MAX;
    length parsed = 0;
    switch (value) {
    case VALUE_SIZE:
    case VALUE_TYPE:
    case VALUE_LENGTH:
    case VALUE_INDENT:
        if (!length_parse(text, &parsed))
            return false;
        *out = parsed;
        return parsed >= least && (!type || parsed <= TYPE_MAX);
    case VALUE_CHARS:
        return decimal_parse(text, 3, out) == DECIMAL_OK && *out >= -100000 && *out <= 100000;
    case VALUE_COUNT:
        return count_parse(text, 1000, out);
    case VALUE_DIGITS:
        return count_parse(text, 6, out);
    case VALUE_COMMAS:
        return word_parse(text, comma_words, out);
    case VALUE_YES:
        return word_parse(text, yes_words, out);
    case VALUE_ALIGN:
        return word_parse(text, align_words, out);
    case VALUE_FOLIO:
        return word_parse(text, folio_words, out);
    case VALUE_FIXED:
        return word_parse(text, fixed_words, out);
    case VALUE_UNIT:
        return word_parse(text, unit_words, out);
    case VALUE_COLOR:
        return color_parse(text, out);
    case VALUE_TEXT:
    case VALUE_ZERO:
    case VALUE_WORDS:
    case VALUE_SIGN:
        break;
    }
    return true;
}

static void value_store(enum value value, struct slice text, int64_t number, void *field)
{
    switch (value) {
    case VALUE_TEXT:
        *(struct slice *)field = text;
        break;
    case VALUE_SIZE:
    case VALUE_TYPE:
    case VALUE_LENGTH:
    case VALUE_INDENT:
    case VALUE_CHARS:
        *(length *)field = (length)number;
        break;
    case VALUE_COUNT:
    case VALUE_DIGITS:
    case VALUE_COMMAS:
        *(int *)field = (int)number;
        break;
    case VALUE_YES:
    case VALUE_FOLIO:
    case VALUE_FIXED:
        *(bool *)field = number;
        break;
    case VALUE_ALIGN:
        *(enum align *)field = (enum align)number;
        break;
    case VALUE_COLOR:
        *(uint32_t *)field = (uint32_t)number;
        break;
    case VALUE_UNIT:
        *(int64_t *)field = number;
        break;
    case VALUE_SIGN:
        *(const char **)field = text.p;
        break;
    case VALUE_ZERO:
        *(const char **)field = slice_is(text, "数") ? NULL : slice_is(text, "空") ? "" : text.p;
        break;
    case VALUE_WORDS:
        break;
    }
}

/* What to write, as shown in messages. */
static const char *const value_hints[] = {[VALUE_TEXT] = "text",
                                          [VALUE_SIGN] = "− | -",
                                          [VALUE_ZERO] = "空 | 数 | text",
                                          [VALUE_WORDS] = "收入 支出",
                                          [VALUE_SIZE] = "210mm, 1.5cm, 12pt, 12",
                                          [VALUE_TYPE] = "5mm, 12pt, 12; at most 600pt",
                                          [VALUE_LENGTH] = "210mm, 1.5cm, 12pt, 12",
                                          [VALUE_INDENT] = "-7mm, 1.5cm, 12pt, 12",
                                          [VALUE_CHARS] = "2, 1.5, -1",
                                          [VALUE_COUNT] = "0 … 1000",
                                          [VALUE_DIGITS] = "0 … 6",
                                          [VALUE_COMMAS] = "是 | 否 | 七位",
                                          [VALUE_YES] = "是 | 否",
                                          [VALUE_ALIGN] = "两端 | 左 | 中 | 右",
                                          [VALUE_FOLIO] = "外侧 | 居中",
                                          [VALUE_FIXED] = "连续 | 固定",
                                          [VALUE_COLOR] = "#000000 … #ffffff",
                                          [VALUE_UNIT] = "万元 | 元"};

/* Where it has words; else the same. */
static const char *const hints_in_chinese[VALUE_WORDS + 1] = {[VALUE_TEXT] = "文字",
                                                              [VALUE_ZERO] = "空 | 数 | 文字",
                                                              [VALUE_TYPE] =
                                                                  "5mm, 12pt, 12；至多 600pt"};

/* Whether settings of the section belong to named styles. */
static bool is_styled(const char *section)
{
    return strcmp(section, "样式") == 0 || strcmp(section, "数字") == 0;
}

void settings_print(struct buf *out, enum language language)
{
    bool chinese = language == LANGUAGE_CHINESE;
    buf_puts(out, chinese ? "| 节 | 键 | 值 | 含义 |\n" : "| section | key | values | meaning |\n");
    buf_puts(out, "|---|---|---|---|\n");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        const char *hint = chinese && hints_in_chinese[setting->value]
                               ? hints_in_chinese[setting->value]
                               : value_hints[setting->value];
        bool styled = is_styled(setting->section);
        buf_printf(out, "| `[%s%s]` | `%s` | ", setting->section,
                   !styled   ? ""
                   : chinese ? ".名称"
                             : ".NAME",
                   setting->key);
        for (const char *p = hint; *p; p++)
            buf_printf(out, *p == '|' ? "\\%c" : "%c", *p);
        buf_printf(out, " | %s |\n", setting->meaning[language]);
    }
}

static const struct setting *setting_find(const char *section, struct slice key)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].section, section) == 0 && slice_is(key, settings[i].key))
            return &settings[i];
    return NULL;
}

static void report_unknown(struct diag *diag, const struct node *node, const char *section)
{
    struct nearest nearest = {.wanted = node->key};
    for (size_t i = 0; section && i < SETTING_COUNT; i++)
        if (strcmp(settings[i].section, section) == 0)
            nearest_offer(&nearest, slice_of(settings[i].key));
    for (size_t i = 0; !section && i < sizeof top_settings / sizeof *top_settings; i++)
        nearest_offer(&nearest, slice_of(top_settings[i]));
    for (size_t i = 0; !section && i < sizeof sections / sizeof *sections; i++)
        if (!slice_is(node->key, sections[i]))
            nearest_offer(&nearest, slice_of(sections[i]));
    settings_report_unknown(diag, node, &nearest);
}

static bool is_leaf(const struct node *node)
{
    return node->kind == NODE_STRING;
}

static void check_keys(struct diag *diag, const struct node *map, const char *section)
{
    for (const struct node *node = map->first; node; node = node->next)
        if (!is_leaf(node) || !(setting_find(section, node->key) ||
                                (is_styled(section) && slice_is(node->key, "基于"))))
            report_unknown(diag, node, section);
}

static void check_section(struct diag *diag, const struct node *map, const char *section)
{
    if (!is_styled(section)) {
        check_keys(diag, map, section);
        return;
    }
    for (const struct node *style = map->first; style; style = style->next)
        if (is_leaf(style))
            report_unknown(diag, style, section);
        else
            check_keys(diag, style, section);
}

static bool is_top_setting(struct slice key)
{
    for (size_t i = 0; i < sizeof top_settings / sizeof *top_settings; i++)
        if (slice_is(key, top_settings[i]))
            return true;
    return false;
}

/* Reports the settings of one package that there are none of. */
static void check_package(struct diag *diag, const struct package *package)
{
    for (const struct node *node = package->settings->first; node; node = node->next) {
        const char *section = NULL;
        for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
            if (slice_is(node->key, sections[i]))
                section = sections[i];
        bool read_elsewhere = slice_is(node->key, OWN_SECTION) ||
                              slice_is(node->key, WAYS_SECTION) ||
                              slice_is(node->key, BESIDE_SECTION);
        if (read_elsewhere && !is_leaf(node))
            continue;
        if (section && !is_leaf(node))
            check_section(diag, node, section);
        else if (!is_leaf(node) || !is_top_setting(node->key))
            report_unknown(diag, node, NULL);
    }
}

static void check_years(struct diag *diag, const struct package *package)
{
    const struct node *node = node_child(package->settings, SLICE("适用年度"));
    int first, last;
    if (node && is_leaf(node) && !years_parse(node->text, &first, &last))
        diag_report(diag, MSG_SETTING_VALUE, node->pos, node->text.p, "适用年度",
                    "2024, 2022-2024, 2022-");
}

static void check_kinds(struct diag *diag, const struct package *package)
{
    const struct node *node = node_child(package->settings, SLICE(KINDS_SETTING));
    for (struct slice rest = node && is_leaf(node) ? node->text : (struct slice){0}; rest.p;) {
        struct slice word = slice_trim(slice_cut(&rest, '|'));
        if (schema_is_kind(word))
            continue;
        diag_report(diag, MSG_SETTING_VALUE, node->pos, node->text.p, KINDS_SETTING,
                    schema_kinds());
        return;
    }
}

/* The node of section.style.key, or section.key when style is empty, nearest in the chain. */
static const struct node *find(const struct template *template, const char *section,
                               struct slice style, const char *key)
{
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *node = node_child(package->settings, slice_of(section));
        if (style.n)
            node = node_child(node, style);
        node = node_child(node, slice_of(key));
        if (node && is_leaf(node))
            return node;
    }
    return NULL;
}

const struct node *settings_find(const struct template *template, const char *path)
{
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *node = node_find(package->settings, path);
        if (node && is_leaf(node))
            return node;
    }
    return NULL;
}

/* Reads the settings of a section, or of one of its styles, into the struct they belong to. */
static void fill(const struct template *template, struct diag *diag, const char *section,
                 struct slice style, void *out)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        if (strcmp(setting->section, section) != 0)
            continue;
        const struct node *node = find(template, section, style, setting->key);
        if (!node)
            continue;
        int64_t number = 0;
        if (value_parse(setting->value, node->text, &number))
            value_store(setting->value, node->text, number, (char *)out + setting->field);
        else
            diag_report(diag, MSG_SETTING_VALUE, node->pos, node->text.p, setting->key,
                        value_hints[setting->value]);
    }
}

/* All styles of a section while they are built on each other. */
struct builder {
    struct template *template;
    struct diag *diag;
    const char *section;
    size_t size; /* of one style; it starts with its name */
    char *styles;
    size_t count;
    enum { NEW, BUILDING, BUILT } * states;
};

static struct slice style_name(const struct builder *builder, size_t i)
{
    return *(struct slice *)(builder->styles + i * builder->size);
}

static size_t style_index(const struct builder *builder, struct slice name)
{
    size_t i = 0;
    while (i < builder->count && !slice_eq(style_name(builder, i), name))
        i++;
    return i;
}

static void build(struct builder *builder, size_t i)
{
    struct slice name = style_name(builder, i);
    char *style = builder->styles + i * builder->size;
    const struct node *node = find(builder->template, builder->section, name, "基于");
    builder->states[i] = BUILDING;
    if (node) {
        size_t base = style_index(builder, node->text);
        if (base == builder->count)
            diag_report(builder->diag, MSG_STYLE_BASE, node->pos, builder->section, node->text.p);
        else if (builder->states[base] == BUILDING)
            diag_report(builder->diag, MSG_STYLE_CIRCLE, node->pos, builder->section, name.p);
        else {
            if (builder->states[base] == NEW)
                build(builder, base);
            memcpy(style, builder->styles + base * builder->size, builder->size);
        }
    }
    *(struct slice *)style = name;
    fill(builder->template, builder->diag, builder->section, name, style);
    builder->states[i] = BUILT;
}

/* Adds the style names of all packages of the chain to those that are always there. */
static size_t collect_names(const struct template *template, const char *section,
                            struct slice *names, size_t count)
{
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *map = node_child(package->settings, slice_of(section));
        for (const struct node *node = map ? map->first : NULL; node; node = node->next) {
            size_t i = 0;
            while (i < count && !slice_eq(names[i], node->key))
                i++;
            if (i == count)
                names[count++] = node->key;
        }
    }
    return count;
}

static size_t count_names(const struct template *template, const char *section)
{
    size_t count = 0;
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *map = node_child(package->settings, slice_of(section));
        count += map ? map->child_count : 0;
    }
    return count;
}

/* Builds all styles of a section, each from `plain` or the one it is based on. */
static void *build_all(struct template *template, struct diag *diag, const char *section,
                       const struct slice *always, size_t always_count, const void *plain,
                       size_t size, size_t *count)
{
    struct slice *names =
        ARENA_ARRAY(template->arena, struct slice, always_count + count_names(template, section));
    memcpy(names, always, always_count * sizeof *always);
    *count = collect_names(template, section, names, always_count);
    struct builder builder = {.template = template,
                              .diag = diag,
                              .section = section,
                              .size = size,
                              .styles = arena_alloc(template->arena, size * *count),
                              .count = *count,
                              .states = arena_alloc(template->arena, sizeof(int) * *count)};
    for (size_t i = 0; i < *count; i++) {
        memcpy(builder.styles + i * size, plain, size);
        *(struct slice *)(builder.styles + i * size) = names[i];
    }
    for (size_t i = 0; i < *count; i++)
        if (builder.states[i] == NEW)
            build(&builder, i);
    return builder.styles;
}

/* The words that all packages of the chain name. */
static struct slice collect_words(const struct template *template)
{
    struct buf words = {0};
    for (const struct package *package = template->package; package; package = package->base) {
        const struct node *node = node_find(package->settings, "断行.词语");
        if (node && is_leaf(node)) {
            buf_put_slice(&words, node->text);
            buf_putc(&words, ' ');
        }
    }
    struct slice kept = slice_copy(template->arena, buf_slice(&words));
    buf_free(&words);
    return kept;
}

/* A page must have room for text, upright and turned. */
static bool check_page(const struct template *template, struct diag *diag, const char *section,
                       length across, length down)
{
    const struct page_style *page = &template->page;
    length least = 100 * POINT;
    length side = page->width < page->height ? page->width : page->height;
    if (side - across >= least && side - down >= least)
        return true;
    const struct node *node = node_find(template->package->settings, section);
    diag_report(diag, MSG_PAGE_MARGINS, node ? node->pos : template->package->settings->pos);
    return false;
}

static void read_page(struct template *template, struct diag *diag)
{
    static const struct slice none = {NULL, 0};
    struct page_style *page = &template->page;
    *page = default_page;
    fill(template, diag, "页面", none, page);
    page->table_top = page->top;
    page->table_bottom = page->bottom;
    page->table_left = page->left;
    page->table_right = page->right;
    fill(template, diag, "表格页", none, page);
    if (check_page(template, diag, "页面", page->left + page->right, page->top + page->bottom))
        check_page(template, diag, "表格页", page->table_left + page->table_right,
                   page->table_top + page->table_bottom);
    const struct style *folio = template_style(template, SLICE("页码"));
    page->folio_style = folio ? *folio : template->styles[0];
}

static void read_table(struct template *template, struct diag *diag)
{
    template->table = default_table;
    fill(template, diag, "表格", (struct slice){NULL, 0}, &template->table);
    const struct style *line = template_style(template, SLICE("表头行"));
    template->table.continued_style = line ? *line : template->styles[0];
}

void settings_read(struct template *template, struct diag *diag)
{
    for (const struct package *package = template->package; package; package = package->base) {
        check_package(diag, package);
        beside_check(diag, package);
        check_years(diag, package);
        check_kinds(diag, package);
    }
    static const struct slice always_styles[] = {{"正文", sizeof "正文" - 1}};
    static const struct slice always_numbers[] = {{"正文", sizeof "正文" - 1},
                                                  {"表格", sizeof "表格" - 1}};
    template->styles = build_all(template, diag, "样式", always_styles, 1, &default_style,
                                 sizeof(struct style), &template->style_count);
    template->numbers = build_all(template, diag, "数字", always_numbers, 2, &default_numbers,
                                  sizeof(struct numbers), &template->numbers_count);
    for (size_t i = 0; i < template->style_count; i++)
        if (!template->styles[i].leading)
            template->styles[i].leading = template->styles[i].size * 13 / 10;
    read_page(template, diag);
    read_table(template, diag);
    template->chart = default_chart;
    fill(template, diag, "图", (struct slice){NULL, 0}, &template->chart);
    fill(template, diag, "断行", (struct slice){NULL, 0}, &template->breaks);
    template->breaks.words = collect_words(template);
}

const struct style *template_style(const struct template *template, struct slice name)
{
    for (size_t i = 0; i < template->style_count; i++)
        if (slice_eq(template->styles[i].name, name))
            return &template->styles[i];
    return NULL;
}

const struct numbers *template_numbers(const struct template *template, struct slice name)
{
    for (size_t i = 0; i < template->numbers_count; i++)
        if (slice_eq(template->numbers[i].name, name))
            return &template->numbers[i];
    return NULL;
}

const struct style *template_class(const struct template *template, struct diag *diag,
                                   struct slice name, struct pos pos)
{
    const struct style *style = template_style(template, name);
    if (style || is_told(diag, pos))
        return style;
    struct nearest nearest = {.wanted = name};
    for (size_t i = 0; i < template->style_count; i++)
        nearest_offer(&nearest, template->styles[i].name);
    if (nearest.best.n)
        diag_report(diag, MSG_CLASS_NEAR, pos, name.p, nearest.best.p);
    else
        diag_report(diag, MSG_CLASS_UNKNOWN, pos, name.p, name.p);
    return NULL;
}
