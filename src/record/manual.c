/* The schema as the tables of the manual. */
#include "record/keys.h"
#include "record/schema.h"

static void print_words(struct buf *out, const char *words)
{
    for (struct slice rest = slice_of(words); rest.p;) {
        buf_putc(out, '`');
        buf_put_slice(out, slice_cut(&rest, '|'));
        buf_puts(out, rest.p ? "` " : "`");
    }
}

static void print_classes(struct buf *out, enum language language)
{
    static const char *const heads[] = {"| segment | stands for |\n|---|---|\n",
                                        "| 一级 | 代表 |\n|---|---|\n"};
    buf_puts(out, heads[language]);
    for (const struct class *class = schema_classes; class->name; class ++) {
        buf_printf(out, "| `<%s>` | ", class->name);
        if (class->kind == WORDS)
            print_words(out, class->members);
        else
            buf_puts(out, class->text[language]);
        buf_puts(out, " |\n");
    }
}

static void print_presence(struct buf *out, unsigned presence, enum language language)
{
    const char *before = "";
    if (presence == REQUIRED) {
        buf_puts(out, language == LANGUAGE_CHINESE ? "是" : "yes");
        return;
    }
    for (struct slice rest = slice_of(schema_kinds()); rest.p; presence >>= 1) {
        struct slice kind = slice_cut(&rest, '|');
        if (!(presence & 1))
            continue;
        buf_puts(out, before);
        buf_put_slice(out, kind);
        before = "、";
    }
}

static void print_row(struct buf *out, const struct schema_row *row, enum language language)
{
    buf_printf(out, "| `%s` | ", row->path);
    if (row->words)
        print_words(out, row->words);
    else
        buf_puts(out, value_type_name(row->type, language));
    if (row->unit)
        buf_printf(out, language == LANGUAGE_CHINESE ? "，%s" : ", %s", row->unit);
    buf_puts(out, " | ");
    print_presence(out, row->presence, language);
    buf_printf(out, " | %s | %s |\n", row->meaning[language], row->source);
}

void schema_print(struct buf *out, enum language language)
{
    static const char *const heads[] = {
        "| key | type, unit | required | meaning | in the accounts |\n|---|---|---|---|---|\n",
        "| 键 | 类型、单位 | 必填 | 含义 | 取自 |\n|---|---|---|---|---|\n"};
    buf_puts(out, heads[language]);
    for (const struct schema_row *row = schema_rows; row->path; row++)
        print_row(out, row, language);
    buf_putc(out, '\n');
    print_classes(out, language);
}
