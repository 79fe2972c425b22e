/*
 * A Word file read back as a document tree: headings, paragraphs, tables. What was typed while
 * changes were tracked counts, what was struck out does not; the contents list, which Word makes
 * itself, does not count either.
 */
#include <expat.h>
#include <stdlib.h>
#include <zip.h>

#include "base/libraries.h"
#include "diff/word.h"

enum { PART_MOST = 1 << 26, DEEP = 32, STYLES_MOST = 4096 };

static const struct style no_style = {.name = {"", 0}, .role = {"", 0}, .size = 10000};

/* ---- Parts ---- */

static bool refuse(struct diag *diag, const struct source *file, const char *why)
{
    diag_report(diag, MSG_DOCX_READ, (struct pos){0}, file->name, why);
    return false;
}

/* Reads a part of the archive. */
static bool read_part(struct buf *out, zip_t *zip, const char *name)
{
    zip_stat_t about;
    if (zip_stat(zip, name, 0, &about) != 0 || about.size > PART_MOST)
        return false;
    zip_file_t *part = zip_fopen(zip, name, 0);
    char chunk[1 << 14];
    zip_int64_t got = -1;
    while (part && (got = zip_fread(part, chunk, sizeof chunk)) > 0 && out->n <= PART_MOST)
        buf_put(out, chunk, (size_t)got);
    if (part)
        zip_fclose(part);
    return got == 0;
}

/* ---- The tree ---- */

/* A style as styles.xml has it. */
struct docx_style {
    struct slice id, base;
    unsigned level; /* 1 … 9, or 0 */
};

struct reading {
    struct arena *arena;
    XML_Parser parser;
    struct document *document;
    struct doc_node *at[DEEP]; /* what is open: root, tables, rows, cells */
    unsigned depth;
    struct doc_node *around;    /* what the outermost is in */
    struct doc_node *paragraph; /* open; text boxes within it add to it */
    unsigned paragraphs;
    struct buf text, instruction; /* of the paragraph at hand; of the field at hand */
    unsigned fields, contents;    /* fields open; the depth at which the contents list began */
    bool listed;                  /* the paragraph holds some of it */
    unsigned skipped;             /* open elements whose contents do not count */
    bool in_text, in_instruction, head_row;
    unsigned continued; /* columns of the present cell that belong to one above */
    struct docx_style *styles;
    uint32_t style_count;
    struct docx_style *style; /* being read */
    bool deep;                /* too deep */
};

static struct doc_node *new_node(struct reading *reading, enum element element,
                                 struct doc_node *parent)
{
    struct doc_node *node = ARENA_NEW(reading->arena, struct doc_node);
    *node = (struct doc_node){.element = element,
                              .id = reading->document->node_count++,
                              .style = &no_style,
                              .parent = parent,
                              .colspan = 1,
                              .rowspan = 1};
    if (parent && parent->last)
        parent->last->next = node;
    else if (parent)
        parent->first = node;
    if (parent)
        parent->last = node;
    return node;
}

static void take_off_last(struct doc_node *parent)
{
    struct doc_node *before = NULL, *node = parent->first;
    while (node && node != parent->last) {
        before = node;
        node = node->next;
    }
    parent->last = before;
    if (before)
        before->next = NULL;
    else
        parent->first = NULL;
}

static struct doc_node *top(const struct reading *reading)
{
    return reading->at[reading->depth];
}

static void open_node(struct reading *reading, enum element element)
{
    if (reading->depth + 1 >= DEEP) {
        reading->deep = true;
        XML_StopParser(reading->parser, XML_FALSE);
        return;
    }
    struct doc_node *node = new_node(reading, element, top(reading));
    reading->at[++reading->depth] = node;
}

/* ---- Styles ---- */

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return "";
}

static struct slice keep(struct reading *reading, const char *text)
{
    return slice_copy(reading->arena, slice_of(text));
}

static void start_style(void *data, const char *name, const char **attributes)
{
    struct reading *reading = data;
    const char *value = attribute(attributes, "w:val");
    if (strcmp(name, "w:style") == 0 && reading->style_count < STYLES_MOST) {
        reading->style = &reading->styles[reading->style_count++];
        *reading->style = (struct docx_style){
            .id = keep(reading, attribute(attributes, "w:styleId")), .base = {"", 0}};
    } else if (reading->style && strcmp(name, "w:basedOn") == 0) {
        reading->style->base = keep(reading, value);
    } else if (reading->style && strcmp(name, "w:name") == 0 &&
               strncmp(value, "heading ", 8) == 0) {
        reading->style->level = (unsigned)atoi(value + 8);
    }
}

static unsigned level_of(const struct reading *reading, struct slice id, int depth)
{
    for (uint32_t i = 0; id.n && depth < DEEP && i < reading->style_count; i++)
        if (slice_eq(reading->styles[i].id, id))
            return reading->styles[i].level ? reading->styles[i].level
                                            : level_of(reading, reading->styles[i].base, depth + 1);
    return 0;
}

/* ---- Text ---- */

static void start_paragraph(struct reading *reading)
{
    if (reading->paragraphs >= DEEP)
        return;
    if (reading->paragraphs) /* a text box within a paragraph: what came before it stands alone */
        buf_putc(&reading->text, '\n');
    else
        buf_clear(&reading->text);
    if (!reading->paragraphs) {
        reading->around = top(reading);
        reading->paragraph = new_node(reading, ELEMENT_PARAGRAPH, reading->around);
        reading->listed = reading->contents;
    }
    reading->paragraphs++;
}

static void end_paragraph(struct reading *reading)
{
    if (!reading->paragraphs || --reading->paragraphs)
        return;
    struct doc_node *node = reading->paragraph;
    buf_puts(&reading->text, "");
    if (reading->listed || (!reading->text.n && reading->around->element == ELEMENT_DOCUMENT)) {
        take_off_last(reading->around);
        return;
    }
    new_node(reading, ELEMENT_TEXT, node)->text =
        slice_copy(reading->arena, buf_slice(&reading->text));
}

static void field_mark(struct reading *reading, const char *type)
{
    struct slice instruction = slice_trim(buf_slice(&reading->instruction));
    bool contents = instruction.n && slice_starts(instruction, "TOC");
    if (strcmp(type, "begin") == 0) {
        reading->fields++;
        buf_clear(&reading->instruction);
    } else if (strcmp(type, "separate") == 0 && contents && !reading->contents) {
        reading->contents = reading->fields;
        reading->listed = true;
    } else if (strcmp(type, "end") == 0 && reading->fields) {
        if (reading->contents == reading->fields)
            reading->contents = 0;
        reading->fields--;
    }
}

/* ---- Tables ---- */

static struct doc_node *first_of(struct doc_node *table, enum element element)
{
    struct doc_node *part = table->last;
    return part && part->element == element ? part : NULL;
}

/* Rows that repeat on every page are the head; others the body. Which it is, is told only within
 * the row, so a row is put into its group when it ends. */
static void end_row(struct reading *reading)
{
    struct doc_node *row = top(reading);
    struct doc_node *table = reading->at[--reading->depth];
    take_off_last(table);
    enum element wanted = reading->head_row ? ELEMENT_HEAD : ELEMENT_BODY;
    struct doc_node *group = first_of(table, wanted);
    if (!group)
        group = new_node(reading, wanted, table);
    row->parent = group;
    row->next = NULL;
    if (group->last)
        group->last->next = row;
    else
        group->first = row;
    group->last = row;
    for (struct doc_node *cell = row->first; cell && wanted == ELEMENT_HEAD; cell = cell->next) {
        cell->element = ELEMENT_HEADER;
        cell->scope = SCOPE_COLUMN;
    }
    reading->head_row = false;
}

static bool holds_digit(struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= '0' && text.p[i] <= '9')
            return true;
    return false;
}

/* Words head their row; figures do not. */
static void end_cell(struct reading *reading)
{
    struct doc_node *cell = top(reading);
    struct slice text = node_text(reading->arena, cell);
    if (text.n && !holds_digit(text)) {
        cell->element = ELEMENT_HEADER;
        cell->scope = SCOPE_ROW;
    }
    reading->depth--;
}

/* ---- Elements ---- */

static bool is_open(const struct reading *reading, enum element element)
{
    return top(reading)->element == element;
}

static void start_element(void *data, const char *name, const char **attributes)
{
    struct reading *reading = data;
    const char *value = attribute(attributes, "w:val");
    if (reading->skipped || strcmp(name, "mc:Fallback") == 0 || strcmp(name, "w:del") == 0 ||
        strcmp(name, "w:moveFrom") == 0)
        reading->skipped++;
    else if (strcmp(name, "w:p") == 0)
        start_paragraph(reading);
    else if (strcmp(name, "w:tbl") == 0)
        open_node(reading, ELEMENT_TABLE);
    else if (strcmp(name, "w:tr") == 0 && is_open(reading, ELEMENT_TABLE))
        open_node(reading, ELEMENT_ROW);
    else if (strcmp(name, "w:tc") == 0 && is_open(reading, ELEMENT_ROW))
        open_node(reading, ELEMENT_CELL);
    else if (strcmp(name, "w:tblHeader") == 0)
        reading->head_row = strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
    else if (strcmp(name, "w:gridSpan") == 0 && is_open(reading, ELEMENT_CELL) && atoi(value) > 0 &&
             atoi(value) < 1000)
        top(reading)->colspan = (uint16_t)atoi(value);
    else if (strcmp(name, "w:pStyle") == 0 && reading->paragraphs == 1) {
        unsigned level = level_of(reading, slice_of(value), 0);
        reading->paragraph->element = level ? ELEMENT_HEADING : ELEMENT_PARAGRAPH;
        reading->paragraph->level = (uint8_t)level;
    } else if (strcmp(name, "w:t") == 0)
        reading->in_text = true;
    else if (strcmp(name, "w:instrText") == 0)
        reading->in_instruction = true;
    else if (strcmp(name, "w:fldChar") == 0)
        field_mark(reading, attribute(attributes, "w:fldCharType"));
    else if (strcmp(name, "w:br") == 0 || strcmp(name, "w:cr") == 0)
        buf_putc(&reading->text, '\n');
    else if (strcmp(name, "w:tab") == 0 && !*attribute(attributes, "w:pos"))
        buf_putc(&reading->text, '\t');
    else if (strcmp(name, "w:noBreakHyphen") == 0)
        buf_putc(&reading->text, '-');
}

static void end_element(void *data, const char *name)
{
    struct reading *reading = data;
    if (reading->skipped)
        reading->skipped--;
    else if (strcmp(name, "w:p") == 0)
        end_paragraph(reading);
    else if (strcmp(name, "w:tbl") == 0 && is_open(reading, ELEMENT_TABLE))
        reading->depth--;
    else if (strcmp(name, "w:tr") == 0 && is_open(reading, ELEMENT_ROW))
        end_row(reading);
    else if (strcmp(name, "w:tc") == 0 && is_open(reading, ELEMENT_CELL))
        end_cell(reading);
    else if (strcmp(name, "w:t") == 0)
        reading->in_text = false;
    else if (strcmp(name, "w:instrText") == 0)
        reading->in_instruction = false;
}

static void take_text(void *data, const char *text, int size)
{
    struct reading *reading = data;
    if (reading->skipped)
        return;
    if (reading->in_text && reading->paragraphs)
        buf_put(&reading->text, text, (size_t)size);
    else if (reading->in_instruction)
        buf_put(&reading->instruction, text, (size_t)size);
}

/* A Word file declares no entities; what does is no Word file. */
static void refuse_declarations(void *data, const char *name, const char *system,
                                const char *public, int internal)
{
    struct reading *reading = data;
    (void)name, (void)system, (void)public, (void)internal;
    XML_StopParser(reading->parser, XML_FALSE);
}

static bool parse(struct reading *reading, struct slice xml, XML_StartElementHandler start,
                  XML_EndElementHandler end, XML_CharacterDataHandler text)
{
    reading->parser = XML_ParserCreate("UTF-8");
    if (!reading->parser)
        return false;
    XML_SetUserData(reading->parser, reading);
    XML_SetElementHandler(reading->parser, start, end);
    XML_SetCharacterDataHandler(reading->parser, text);
    XML_SetStartDoctypeDeclHandler(reading->parser, refuse_declarations);
    bool sound = XML_Parse(reading->parser, xml.p, (int)xml.n, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(reading->parser);
    return sound && !reading->deep;
}

static void end_nothing(void *data, const char *name)
{
    (void)data, (void)name;
}

static bool read_parts(struct reading *reading, zip_t *zip)
{
    struct buf styles = {0}, body = {0};
    bool sound = read_part(&body, zip, "word/document.xml");
    reading->styles = ARENA_ARRAY(reading->arena, struct docx_style, STYLES_MOST);
    if (sound && read_part(&styles, zip, "word/styles.xml"))
        sound = parse(reading, buf_slice(&styles), start_style, end_nothing, NULL);
    sound = sound && parse(reading, buf_slice(&body), start_element, end_element, take_text);
    buf_free(&styles);
    buf_free(&body);
    buf_free(&reading->text);
    buf_free(&reading->instruction);
    return sound;
}

struct document *word_read(struct arena *arena, struct diag *diag, const struct source *file)
{
    zip_error_t error;
    if (!library_load(LIBRARY_ZIP, diag))
        return NULL;
    struct document *document = ARENA_NEW(arena, struct document);
    struct reading reading = {.arena = arena, .document = document};
    *document = (struct document){.title = {"", 0}, .author = {"", 0}, .subject = {"", 0}};
    document->root = reading.at[0] = new_node(&reading, ELEMENT_DOCUMENT, NULL);
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(file->text.p, file->text.n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    bool sound = zip && read_parts(&reading, zip);
    if (zip)
        zip_discard(zip);
    else
        zip_source_free(source);
    zip_error_fini(&error);
    if (!sound)
        refuse(diag, file, zip ? "word/document.xml" : "zip");
    return sound ? document : NULL;
}
