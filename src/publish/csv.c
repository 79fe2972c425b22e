/*
 * The tables as CSV, one file each, and the figures as one more, in a ZIP archive that describes
 * itself (Frictionless Data Package). A file is UTF-8 with its mark, one row of heads, then rows
 * that are all alike: what spans rows is said in each.
 */
#include <string.h>

#include "base/hash.h"
#include "base/zip.h"
#include "publish/publish.h"
#include "publish/tables.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct column {
    struct slice name;
    bool number; /* every filled cell below the head is one */
};

struct csv {
    const struct publication *publication;
    struct arena *arena;
    struct zip *zip;
    struct buf resources; /* of the descriptor */
    uint32_t count;
};

/* ---- Fields ---- */

/* Whether a spreadsheet would take the text for a formula: = + - @, in full width too, and what
 * hides them. */
static bool is_formula(struct slice text)
{
    static const uint32_t starts[] = {'=',  '+',    '-',    '@',    '\t',
                                      '\r', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20};
    size_t at = 0;
    uint32_t code = text.n ? utf8_next(text, &at) : 0;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (code == starts[i])
            return true;
    return false;
}

/* Text is always quoted; an apostrophe keeps it text where it might count as a formula. */
static void put_text(struct buf *out, struct slice text)
{
    buf_puts(out, is_formula(text) ? "\"'" : "\"");
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (code == '"')
            buf_puts(out, "\"\"");
        else if (code == '\n' || code == '\t')
            buf_putc(out, ' ');
        else
            buf_put_utf8(out, code_is_invisible(code) ? 0xFFFD : code);
    }
    buf_putc(out, '"');
}

static void put_value(struct buf *out, const struct cell_value *value)
{
    if (value->is_number && !value->number.percent)
        number_print(out, &value->number);
    else if (value->is_number)
        for (size_t i = 0; i < value->text.n; i++)
            buf_put(out, value->text.p + i, value->text.p[i] != ',');
    else if (value->text.n)
        put_text(out, value->text);
}

/* ---- Heads ---- */

/* A row of the head that only counts the columns: 栏次 1 2 3. */
static bool is_count_row(struct csv *csv, const struct grid *grid, uint32_t row)
{
    for (uint32_t column = 0; column < grid->column_count; column++) {
        struct slice text = node_text(csv->arena, grid_cell(grid, row, column));
        for (size_t i = 0; i < text.n && !slice_is(text, "栏次"); i++)
            if (text.p[i] < '0' || text.p[i] > '9')
                return false;
    }
    return true;
}

/* What the heads above a column say, from top to bottom. */
static struct slice head_of(struct csv *csv, const struct printed_table *table, uint32_t column)
{
    struct buf name = {0};
    buf_puts(&name, "");
    for (uint32_t row = 0; row < table->head_rows; row++) {
        const struct doc_node *cell = grid_cell(&table->grid, row, column);
        struct slice text = cell ? node_text(csv->arena, cell) : (struct slice){"", 0};
        bool again = row && grid_cell(&table->grid, row - 1, column) == cell;
        if (!text.n || again || is_count_row(csv, &table->grid, row))
            continue;
        buf_puts(&name, name.n ? " " : "");
        buf_put_slice(&name, text);
    }
    struct slice copy = slice_copy(csv->arena, buf_slice(&name));
    buf_free(&name);
    return copy;
}

static bool is_taken(const struct column *columns, uint32_t count, struct slice name)
{
    for (uint32_t i = 0; i < count; i++)
        if (slice_eq(columns[i].name, name))
            return true;
    return false;
}

static bool is_number_column(struct csv *csv, const struct printed_table *table, uint32_t column)
{
    bool any = false;
    for (uint32_t row = table->head_rows; row < table->grid.row_count; row++) {
        const struct doc_node *cell = grid_cell(&table->grid, row, column);
        if (!cell || !grid_starts(&table->grid, row, column))
            continue;
        struct cell_value value = cell_value(csv->arena, cell);
        if (value.text.n && (!value.is_number || value.number.percent))
            return false;
        any = any || value.text.n;
    }
    return any;
}

static struct column *columns_of(struct csv *csv, const struct printed_table *table)
{
    uint32_t count = table->grid.column_count;
    struct column *columns = ARENA_ARRAY(csv->arena, struct column, count);
    for (uint32_t i = 0; i < count; i++) {
        struct slice name = head_of(csv, table, i);
        const char *base = name.n ? name.p : arena_printf(csv->arena, "列%u", i + 1);
        name = slice_of(base);
        for (unsigned number = 2; is_taken(columns, i, name); number++)
            name = slice_of(arena_printf(csv->arena, "%s（%u）", base, number));
        columns[i] = (struct column){name, is_number_column(csv, table, i)};
    }
    return columns;
}

/* ---- Files ---- */

/* A name that any system takes. */
static const char *file_name(struct arena *arena, struct slice name)
{
    struct buf out = {0};
    for (size_t at = 0; at < name.n;) {
        uint32_t code = utf8_next(name, &at);
        bool plain = !code_is_invisible(code) && (code > 0x7F || !strchr("/\\:*?\"<>|", (int)code));
        buf_put_utf8(&out, plain ? code : '_');
    }
    buf_puts(&out, ".csv");
    const char *copy = slice_copy(arena, buf_slice(&out)).p;
    buf_free(&out);
    return copy;
}

static void put_member(struct buf *out, const char *before, const char *key, struct slice text)
{
    buf_printf(out, "%s\"%s\": ", before, key);
    buf_put_json(out, text);
}

/* Adds the file and what describes it. */
static void add_file(struct csv *csv, struct slice title, const struct column *columns,
                     uint32_t count, struct buf *bytes)
{
    struct buf *out = &csv->resources;
    const char *name = file_name(csv->arena, title);
    buf_puts(out, csv->count++ ? ",\n    " : "\n    ");
    buf_printf(out, "{\"name\": \"table-%u\"", csv->count);
    put_member(out, ", ", "path", slice_of(name));
    put_member(out, ", ", "title", title);
    buf_printf(out,
               ", \"profile\": \"tabular-data-resource\", \"mediatype\": \"text/csv\", "
               "\"encoding\": \"utf-8\",\n     \"bytes\": %zu, \"hash\": \"sha256:%s\", "
               "\"schema\": {\"fields\": [",
               bytes->n, hash_bytes(csv->arena, buf_slice(bytes)));
    for (uint32_t i = 0; i < count; i++) {
        put_member(out, i ? ", {" : "{", "name", columns[i].name);
        buf_printf(out, ", \"type\": \"%s\"}", columns[i].number ? "number" : "string");
    }
    buf_puts(out, "]}}");
    zip_add(csv->zip, name, buf_slice(bytes));
    buf_free(bytes);
}

static void put_heads(struct buf *out, const struct column *columns, uint32_t count)
{
    buf_puts(out, BYTE_ORDER_MARK);
    for (uint32_t i = 0; i < count; i++) {
        buf_puts(out, i ? "," : "");
        put_text(out, columns[i].name);
    }
    buf_puts(out, "\r\n");
}

/* A cell that spans columns stands in the first of them, one that spans rows in each. */
static void add_table(struct csv *csv, const struct printed_table *table)
{
    const struct grid *grid = &table->grid;
    const struct column *columns = columns_of(csv, table);
    struct buf out = {0};
    put_heads(&out, columns, grid->column_count);
    for (uint32_t row = table->head_rows; row < grid->row_count; row++) {
        for (uint32_t column = 0; column < grid->column_count; column++) {
            const struct doc_node *cell = grid_cell(grid, row, column);
            bool first = cell && (!column || grid_cell(grid, row, column - 1) != cell);
            struct cell_value value = {0};
            if (first)
                value = cell_value(csv->arena, cell);
            buf_puts(&out, column ? "," : "");
            put_value(&out, &value);
        }
        buf_puts(&out, "\r\n");
    }
    add_file(csv, table->name, columns, grid->column_count, &out);
}

static void put_facts(struct csv *csv, struct buf *out, const struct fact *fact)
{
    for (const struct fact *child = fact->first; child; child = child->next)
        put_facts(csv, out, child);
    if (!fact_is_figure(fact))
        return;
    put_text(out, fact_path(csv->arena, fact));
    buf_putc(out, ',');
    fact_put_value(out, fact->stated ? fact->stated : fact);
    buf_putc(out, ',');
    put_text(out, slice_of(fact_unit(fact)));
    buf_putc(out, ',');
    put_text(out, slice_of(fact->formula));
    buf_puts(out, "\r\n");
}

static void add_facts(struct csv *csv)
{
    static const struct column columns[] = {
        {{"指标", 6}, false}, {{"数值", 6}, true}, {{"单位", 6}, false}, {{"计算公式", 12}, false}};
    struct buf out = {0};
    put_heads(&out, columns, 4);
    put_facts(csv, &out, csv->publication->facts->root);
    add_file(csv, SLICE("指标"), columns, 4, &out);
}

static void add_descriptor(struct csv *csv)
{
    const struct publication *publication = csv->publication;
    const struct document *document = publication->document;
    struct buf out = {0};
    put_member(&out, "{\n  ", "profile", SLICE("data-package"));
    put_member(&out, ",\n  ", "name", SLICE("disclosure"));
    put_member(&out, ",\n  ", "title", document->title);
    put_member(&out, ",\n  ", "description", document->subject);
    buf_puts(&out, ",\n  \"contributors\": [{");
    put_member(&out, "", "title", document->author);
    put_member(&out, ", ", "role", SLICE("publisher"));
    put_member(&out, "}],\n  ", "producer", slice_of(publication->info->producer));
    buf_puts(&out, publication->draft ? ",\n  \"draft\": true" : "");
    buf_puts(&out, ",\n  \"resources\": [");
    buf_put_slice(&out, buf_slice(&csv->resources));
    buf_puts(&out, "\n  ]\n}\n");
    zip_add(csv->zip, "datapackage.json", buf_slice(&out));
    buf_free(&out);
}

bool publish_csv(struct buf *out, const struct publication *publication)
{
    size_t start = out->n;
    struct csv csv = {.publication = publication,
                      .arena = publication->arena,
                      .zip = zip_new(out, publication->info->date)};
    struct printed_tables tables = tables_of(csv.arena, publication->document);
    for (uint32_t i = 0; i < tables.count; i++)
        add_table(&csv, &tables.at[i]);
    add_facts(&csv);
    add_descriptor(&csv);
    buf_free(&csv.resources);
    if (zip_end(csv.zip))
        return true;
    out->n = start;
    diag_report(publication->diag, MSG_PUBLISH_SIZE, (struct pos){0});
    return false;
}
