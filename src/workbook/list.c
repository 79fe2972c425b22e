/* A block of keys, one a row, each with what it is. */
#include "workbook/writer.h"

static bool has_sentences(const struct writer *writer, const struct block *block)
{
    for (const struct field *field = block->field; field; field = field->next)
        if (*sentence_of_row(writer, field->row))
            return true;
    return false;
}

/* The columns behind the value: unit, source, and the sentence where there is any in the block. */
static void put_about(struct writer *writer, const struct block *block, const char *unit,
                      const char *source, const char *sentence, enum look look)
{
    form_text(writer, UNIT, unit, look);
    form_merged(writer, SOURCE, SENTENCE - 1, source, look);
    if (has_sentences(writer, block))
        form_merged(writer, SENTENCE, LAST, sentence, look);
}

static void put_list_head(struct writer *writer, const struct block *block)
{
    form_key(writer, KEYS, FORM_SKIP);
    form_text(writer, LABEL, "项目", LOOK_HEAD);
    form_text(writer, VALUE, "填写", LOOK_HEAD);
    put_about(writer, block, "单位", "取自", "将印成", LOOK_HEAD);
    writer->row++;
}

static void put_key_row(struct writer *writer, const struct block *block, const struct field *field)
{
    const struct schema_row *row = field->row;
    const struct node *node = plan_value(writer->record, field, NULL);
    if (row->type == LEAF_STATED)
        node = node_find(writer->record, field->path);
    const char *label =
        row->presence ? arena_printf(writer->form->arena, "%s ＊", field->label) : field->label;
    form_key(writer, KEYS, field->path);
    form_text(writer, LABEL, label, LOOK_LABEL);
    form_value(writer, VALUE, node, row);
    if (strcmp(field->path, "单位.金额单位") == 0)
        writer->unit_cell =
            arena_printf(writer->form->arena, "%s!$C$%u", writer->name, writer->row + 1);
    allow_value_of(writer, VALUE, writer->row, row);
    put_about(writer, block, unit_of_row(writer, row), row->source, sentence_of_row(writer, row),
              LOOK_LABEL);
    form_unit(writer, UNIT, "", row, "", LOOK_LABEL);
    unsigned lines = lines_of_text(label, HAN_A_LINE - 2),
             more[] = {lines_of_text(node ? node->text.p : "", HAN_A_LINE + 2),
                       lines_of_text(row->source, HAN_A_LINE),
                       lines_of_text(sentence_of_row(writer, row), HAN_A_LINE * 2),
                       row->type == LEAF_PROSE ? 3 : 1};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        lines = more[i] > lines ? more[i] : lines;
    worksheet_set_row(writer->sheet, writer->row, lines * LINE_POINTS + 4, NULL);
    writer->row++;
}

static void put_sum_row(struct writer *writer, const struct block *block, const char *label,
                        const char *formula, int64_t sum, const struct schema_row *row)
{
    form_key(writer, KEYS, FORM_SKIP);
    form_text(writer, LABEL, label, LOOK_NAME);
    form_sum(writer, VALUE, formula, sum, holds_amount(row->type));
    put_about(writer, block, unit_of_row(writer, row), "自动计算", "", LOOK_NAME);
    writer->row++;
}

static const struct {
    const char *label, *last, *terms;
} sums[] = {
#define SHEET(name, note, paths)
#define TOGETHER(title, paths)
#define SUM(label, last, terms) {label, last, terms},
#include "workbook/topics.def"
};

/* The sum below the field, if it is the last term of one: of topics.def, or of the words of a key.
 * The terms stand in the rows right above. */
static void put_list_sum(struct writer *writer, const struct block *block,
                         const struct field *field)
{
    const char *label = NULL, *terms = "";
    bool words = strcmp(field->path, field->row->path) != 0 && !field->row->words &&
                 (holds_amount(field->row->type) || field->row->type == LEAF_COUNT) &&
                 (!field->next || field->next->row != field->row);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (strcmp(sums[i].last, field->path) == 0) {
            label = sums[i].label;
            terms = sums[i].terms;
        }
    if (!label && !words)
        return;
    int64_t sum = 0;
    unsigned count = 0;
    for (const struct field *term = block->field; term != field->next; term = term->next)
        if (count ||
            (label ? slice_starts(slice_of(terms), term->path) : term->row == field->row)) {
            sum += amount_of_node(plan_value(writer->record, term, NULL));
            count++;
        }
    put_sum_row(
        writer, block, label ? label : "合计",
        arena_printf(writer->form->arena, "=SUM(C%u:C%u)", writer->row - count + 1, writer->row),
        sum, field->row);
}

void write_list(struct writer *writer, const struct block *block)
{
    put_list_head(writer, block);
    const struct schema_row *told = NULL;
    for (const struct field *field = block->field; field; field = field->next) {
        bool words = strcmp(field->path, field->row->path) != 0;
        if (words && told != field->row && field->row->type != LEAF_STATED) {
            form_key(writer, KEYS, FORM_SKIP);
            form_merged(writer, LABEL, SENTENCE - 1, field->row->meaning[LANGUAGE_CHINESE],
                        LOOK_LABEL);
            writer->row++;
        }
        told = field->row;
        put_key_row(writer, block, field);
        put_list_sum(writer, block, field);
    }
}
