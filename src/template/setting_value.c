#include "template/setting_value.h"

#include <string.h>

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

bool value_parse(enum setting_value value, struct slice text, int64_t *out)
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

void value_store(enum setting_value value, struct slice text, int64_t number, void *field)
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

const char *value_hint(enum setting_value value, enum language language)
{
    static const char *const hints[] = {[VALUE_TEXT] = "text",
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
    static const char *const in_chinese[] = {[VALUE_TEXT] = "文字",
                                             [VALUE_ZERO] = "空 | 数 | 文字",
                                             [VALUE_TYPE] = "5mm, 12pt, 12；至多 600pt",
                                             [VALUE_WORDS] = NULL};
    bool chinese = language == LANGUAGE_CHINESE && in_chinese[value];
    return chinese ? in_chinese[value] : hints[value];
}
