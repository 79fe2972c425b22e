/* The sheets as JSON, for who shows them otherwise than as a workbook. */
#include "workbook/plan.h"

static const char *const type_words[] = {
    [LEAF_LINE] = "line",     [LEAF_PROSE] = "prose", [LEAF_CHOICE] = "choice",
    [LEAF_YEAR] = "year",     [LEAF_DATE] = "date",   [LEAF_MONEY] = "money",
    [LEAF_SIGNED] = "signed", [LEAF_COUNT] = "count", [LEAF_SCORE] = "score",
    [LEAF_STATED] = "stated", [LEAF_NONE] = "line",   [LEAF_CELL] = "line",
};

static void put_member(struct buf *out, const char *name, const char *text)
{
    buf_printf(out, ",\"%s\":", name);
    buf_put_json(out, slice_of(text));
}

static void put_words(struct buf *out, const char *name, const char *words)
{
    const char *between = "";
    buf_printf(out, ",\"%s\":[", name);
    for (struct slice rest = slice_of(words); rest.p;) {
        buf_puts(out, between);
        buf_put_json(out, slice_cut(&rest, '|'));
        between = ",";
    }
    buf_putc(out, ']');
}

static void put_field(struct buf *out, const struct form *form, const struct field *field,
                      enum language language)
{
    const struct schema_row *row = field->row;
    const char *sentence = form->sentence[row - form->keys];
    bool amount = row->type == LEAF_MONEY || row->type == LEAF_SIGNED;
    buf_puts(out, "{\"path\":");
    buf_put_json(out, slice_of(field->path));
    put_member(out, "label", field->label);
    put_member(out, "meaning", row->meaning[language]);
    put_member(out, "type", type_words[row->type]);
    if (row->unit)
        put_member(out, "unit", row->unit);
    if (*row->source)
        put_member(out, "source", row->source);
    if (sentence)
        put_member(out, "sentence", sentence);
    if (row->words)
        put_words(out, "words", row->words);
    buf_printf(out, ",\"required\":%s,\"amount\":%s}", row->presence ? "true" : "false",
               amount ? "true" : "false");
}

static void put_axis(struct buf *out, const struct axis *axis)
{
    static const char *const kinds[] = {
        [CODES] = "codes", [WORDS] = "words", [ORDINAL] = "ordinal"};
    buf_puts(out, "{\"head\":");
    buf_put_json(out, slice_of(axis->head));
    put_member(out, "kind", kinds[axis->class->kind]);
    if (axis->class->kind == WORDS)
        put_words(out, "words", axis->class->members);
    if (axis->class->kind == CODES)
        put_member(out, "lengths", axis->class->members);
    if (axis->class->kind == CODES)
        put_member(out, "economic", strcmp(axis->class->name, "经济款") == 0 ? "1" : "");
    buf_putc(out, '}');
}

/* The name of the code, as the subjects of the year have it. */
static void put_name(struct buf *out, const struct form *form, const struct class *class,
                     struct slice code, int year)
{
    bool economic = strcmp(class->name, "经济款") == 0;
    const struct subjects *subjects =
        economic ? &form->catalog->economic : &form->catalog->functional;
    const struct subject *subject =
        class->kind == CODES ? subject_find(subjects, code, year) : NULL;
    buf_put_json(out, subject ? subject->name : SLICE(""));
}

static void put_lines(struct buf *out, const struct form *form, const struct block *block, int year)
{
    const char *between = "";
    buf_puts(out, ",\"lines\":[");
    for (const struct line *line = block->line; line; line = line->next) {
        buf_printf(out, "%s{\"at\":[", between);
        for (unsigned i = 0; i < block->axis_count; i++) {
            buf_puts(out, i ? "," : "");
            buf_put_json(out, line->at[i]);
        }
        buf_puts(out, "],\"names\":[");
        for (unsigned i = 0; i < block->axis_count; i++) {
            buf_puts(out, i ? "," : "");
            put_name(out, form, block->axis[i].class, line->at[i], year);
        }
        buf_puts(out, "]}");
        between = ",";
    }
    buf_putc(out, ']');
}

static void put_block(struct buf *out, const struct form *form, const struct block *block, int year,
                      enum language language)
{
    buf_puts(out, "{\"title\":");
    buf_put_json(out, slice_of(block->title));
    buf_printf(out, ",\"across\":%s,\"axes\":[", block->across ? "true" : "false");
    for (unsigned i = 0; i < block->axis_count; i++) {
        buf_puts(out, i ? "," : "");
        put_axis(out, &block->axis[i]);
    }
    buf_putc(out, ']');
    put_lines(out, form, block, year);
    buf_puts(out, ",\"fields\":[");
    for (const struct field *field = block->field; field; field = field->next) {
        put_field(out, form, field, language);
        buf_puts(out, field->next ? ",\n" : "");
    }
    buf_puts(out, "]}");
}

void form_put_json(struct buf *out, const struct form *form, const struct node *record, int year,
                   enum language language)
{
    const char *between = "";
    buf_putc(out, '[');
    for (const struct sheet *sheet = plan_new(form, record); sheet->name; sheet++) {
        if (!sheet->block)
            continue;
        buf_printf(out, "%s{\"name\":", between);
        buf_put_json(out, slice_of(sheet->name));
        put_member(out, "note", sheet->note);
        buf_puts(out, ",\"blocks\":[");
        for (const struct block *block = sheet->block; block; block = block->next) {
            put_block(out, form, block, year, language);
            buf_puts(out, block->next ? ",\n" : "");
        }
        buf_puts(out, "]}");
        between = ",\n";
    }
    buf_putc(out, ']');
}
