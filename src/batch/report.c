/* The report for machines: JSON lines and CSV, a line a document in the order of the jobs. */
#include <errno.h>
#include <string.h>

#include "batch/batch.h"
#include "press/write.h"

static const char *const figure_keys[FIGURE_COUNT] = {
    "收入", "支出", "财政拨款支出", "因公出国（境）费", "公务用车费", "公务接待费", "三公经费"};

static struct slice status_of(const struct outcome *outcome)
{
    static const char *const words[] = {"ok", "note", "warning", "error"};
    return slice_of(outcome->record.n ? words[outcome->level] : "left");
}

/* Whether the file of that name is there all the same, made by a former run. */
static bool is_former(struct batch *batch, const struct outcome *outcome)
{
    return outcome->level == LEVEL_ERROR && stale_is_there(batch, outcome->output);
}

static void put_yuan(struct buf *out, int64_t fen)
{
    static const struct number_style yuan = {.decimals = 2, .divisor = 1};
    decimal_print(out, fen, 2, &yuan);
}

static void put_member(struct buf *out, const char *key, struct slice text)
{
    buf_printf(out, "\"%s\": ", key);
    buf_put_json(out, text);
    buf_puts(out, ", ");
}

/* A figure in 元; `none` where there is no document, so that the column adds up to the summary, and
 * where it is secret. */
static void put_figure(struct buf *out, const struct outcome *outcome, size_t figure,
                       const char *none)
{
    if (outcome->level != LEVEL_ERROR && !(outcome->withheld >> figure & 1))
        put_yuan(out, outcome->figures[figure]);
    else
        buf_puts(out, none);
}

/* Says what became of the document, not whether this run or a former one made it: a run that went
 * on after an interruption gives the same bytes. */
static void put_json_line(struct buf *out, struct batch *batch, const struct outcome *outcome)
{
    buf_putc(out, '{');
    put_member(out, "output", outcome->output);
    put_member(out, "record", outcome->record);
    put_member(out, "template", outcome->template_name);
    put_member(out, "status", status_of(outcome));
    put_member(out, "单位", outcome->name);
    buf_printf(out, "\"年度\": %lld, \"pages\": %lld, \"bytes\": %lld", (long long)outcome->year,
               (long long)outcome->pages, (long long)outcome->size);
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        buf_printf(out, ", \"%s\": ", figure_keys[i]);
        put_figure(out, outcome, i, "null");
    }
    buf_puts(out, ", \"findings\": [");
    for (struct slice rest = outcome->findings; rest.n;) {
        buf_put_slice(out, slice_cut(&rest, '\n'));
        buf_puts(out, rest.n ? ", " : "");
    }
    buf_printf(out, "], \"former\": %s}\n", is_former(batch, outcome) ? "true" : "false");
}

/* A file in the folder that no source names any more. */
static struct outcome left_over(const struct slice *output)
{
    struct outcome outcome = outcome_of(&(struct job){.record = "", .output = output->p});
    outcome.level = LEVEL_ERROR;
    return outcome;
}

/* In quotes where needed; a text that a spreadsheet would take for a formula gets a quote before
 * it. */
static bool is_formula(struct slice text)
{
    size_t at = 0;
    uint32_t code = text.n ? utf8_next(text, &at) : 0;
    bool wide = code >= 0xFF01 && code <= 0xFF5E; /* full-width forms of ASCII */
    uint32_t plain = wide ? code - 0xFEE0 : code;
    return code && (plain < 0x80 && strchr("=+-@\t\r\n", (int)plain));
}

static void put_field(struct buf *out, struct slice text)
{
    buf_putc(out, '"');
    buf_puts(out, is_formula(text) ? "'" : "");
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (code == '"')
            buf_putc(out, '"');
        buf_put_utf8(out, code != '\n' && code < ' ' ? 0xFFFD : code);
    }
    buf_putc(out, '"');
}

static void put_csv_line(struct buf *out, struct batch *batch, const struct outcome *outcome)
{
    const struct slice texts[] = {outcome->output, outcome->record, outcome->template_name,
                                  status_of(outcome), outcome->name};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put_field(out, texts[i]);
        buf_putc(out, ',');
    }
    buf_printf(out, "%lld,%lld,%lld,", (long long)outcome->year, (long long)outcome->pages,
               (long long)outcome->size);
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        put_figure(out, outcome, i, "");
        buf_putc(out, ',');
    }
    buf_printf(out, "%lld,%lld,", (long long)outcome->warnings, (long long)outcome->errors);
    put_field(out, slice_trim(outcome->messages));
    buf_puts(out, is_former(batch, outcome) ? ",1\n" : ",0\n");
}

static void put_csv_head(struct buf *out)
{
    buf_puts(out, "\xEF\xBB\xBFoutput,record,template,status,单位,年度,pages,bytes,");
    for (size_t i = 0; i < FIGURE_COUNT; i++)
        buf_printf(out, "%s,", figure_keys[i]);
    buf_puts(out, "warnings,errors,messages,former\n");
}

static bool write_report(struct batch *batch, const char *name, const struct buf *text)
{
    const char *path = batch_report(batch, name);
    bool written = write_file(path, buf_slice(text));
    if (!written)
        diag_report(batch->diag, MSG_FILE_WRITE, (struct pos){0}, path, strerror(errno));
    return written;
}

static void put_lines(struct buf *text, struct batch *batch,
                      void (*put)(struct buf *out, struct batch *batch,
                                  const struct outcome *outcome))
{
    for (uint32_t i = 0; i < batch->count + batch->left_count; i++) {
        bool named = i < batch->count;
        struct outcome outcome =
            named ? batch->outcomes[i] : left_over(&batch->left[i - batch->count]);
        put(text, batch, &outcome);
    }
}

bool report_write(struct batch *batch)
{
    struct buf text = {0};
    buf_puts(&text, "");
    put_lines(&text, batch, put_json_line);
    bool written = write_report(batch, "report.jsonl", &text);
    buf_clear(&text);
    put_csv_head(&text);
    put_lines(&text, batch, put_csv_line);
    written = write_report(batch, "report.csv", &text) && written;
    buf_free(&text);
    return written;
}
