#include "device/pdf/enumeration.h"

#include "template/series.h"

static const struct form {
    const char *open, *close;
    bool chinese; /* 一, 二 …; else 1, 2 … */
} forms[] = {
    {"（", "）", true}, {"(", ")", true}, {"", "、", true},  {"（", "）", false},
    {"(", ")", false},  {"", ".", false}, {"", "．", false}, {"", "、", false},
};

static struct slice beginning(const struct doc_node *paragraph)
{
    const struct doc_node *node = paragraph;
    while (node && node->element != ELEMENT_TEXT)
        node = node->first;
    return node ? node->text : SLICE("");
}

/* Whether the paragraph begins with the number in the form; 1.5 is none. */
static bool bears(const struct doc_node *paragraph, const struct form *form, unsigned number)
{
    struct slice text = beginning(paragraph);
    struct buf label = {0};
    buf_puts(&label, form->open);
    if (form->chinese)
        number_put_chinese(&label, number);
    else
        buf_printf(&label, "%u", number);
    buf_puts(&label, form->close);
    bool bears = slice_starts(text, label.p);
    char next = bears && text.n > label.n ? text.p[label.n] : '\0';
    buf_free(&label);
    return bears && (next < '0' || next > '9');
}

static uint32_t count_in(const struct doc_node *first, const struct form *form)
{
    uint32_t count = 0;
    for (const struct doc_node *node = first; node && node->element == ELEMENT_PARAGRAPH;
         node = node->next, count++)
        if (!bears(node, form, count + 1))
            break;
    return count;
}

/* Whether a text may begin with the form's first number: nearly none does. */
static bool may_begin(struct slice text, const struct form *form)
{
    size_t open = strlen(form->open);
    return slice_starts(text, form->open) &&
           slice_starts((struct slice){text.p + open, text.n - open}, form->chinese ? "一" : "1");
}

uint32_t enumeration_count(const struct doc_node *first)
{
    uint32_t count = 0;
    if (first->element != ELEMENT_PARAGRAPH)
        return 0;
    struct slice text = beginning(first);
    for (size_t i = 0; i < sizeof forms / sizeof *forms && !count; i++)
        if (may_begin(text, &forms[i]))
            count = count_in(first, &forms[i]);
    return count > 1 ? count : 0;
}
