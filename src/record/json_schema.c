/*
 * The schema for other programs: JSON Schema, draft 2020-12, of the JSON spelling. It knows keys,
 * types and what must be there; not how many decimals an amount has, nor what figures must agree.
 */
#include <string.h>

#include "record/branches.h"
#include "record/schema.h"

/* By leaf type: what a definition below $defs is called and what it says. */
static const struct {
    const char *name, *says;
} definitions[] = {
    [LEAF_LINE] = {"line", "\"type\": \"string\", \"minLength\": 1"},
    [LEAF_PROSE] = {"prose",
                    "\"type\": [\"string\", \"array\"], \"minLength\": 1, \"minItems\": 1, "
                    "\"items\": {\"type\": \"string\"}"},
    [LEAF_CHOICE] = {NULL, NULL},
    [LEAF_YEAR] = {"year", "\"type\": \"integer\", \"minimum\": 2000, \"maximum\": 2099"},
    [LEAF_DATE] = {"date", "\"type\": \"string\", \"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\""},
    [LEAF_MONEY] = {"amount", "\"type\": \"number\", \"minimum\": 0"},
    [LEAF_SIGNED] = {"signed", "\"type\": \"number\""},
    [LEAF_COUNT] = {"count", "\"type\": \"integer\", \"minimum\": 0"},
    [LEAF_SCORE] = {"score", "\"type\": \"number\", \"minimum\": 0"},
    [LEAF_STATED] = {"figures", "\"type\": [\"object\", \"number\", \"string\"], "
                                "\"additionalProperties\": {\"$ref\": \"#/$defs/figures\"}"},
    [LEAF_CELL] = {"cells", "\"type\": [\"object\", \"string\"], "
                            "\"additionalProperties\": {\"$ref\": \"#/$defs/cells\"}"},
};

/* A key left open in a skeleton. */
static const char gap[] = "\"type\": \"string\", \"pattern\": \"^" GAP_OPTIONAL "\"";

static void put_line(struct buf *out, unsigned depth)
{
    buf_printf(out, "\n%*s", (int)depth * 2, "");
}

static void put_words(struct buf *out, const char *words)
{
    buf_putc(out, '[');
    for (struct slice rest = slice_of(words); rest.p;) {
        buf_put_json(out, slice_cut(&rest, '|'));
        buf_puts(out, rest.p ? ", " : "]");
    }
}

static void put_type(struct buf *out, const struct schema_row *row)
{
    if (!row->words) {
        buf_printf(out, "\"$ref\": \"#/$defs/%s\"", definitions[row->type].name);
        return;
    }
    buf_puts(out, "\"enum\": ");
    put_words(out, row->words);
}

static void put_meaning(struct buf *out, const struct schema_row *row)
{
    buf_puts(out, "\"title\": ");
    buf_put_json(out, slice_of(row->meaning[LANGUAGE_CHINESE]));
    buf_puts(out, ", \"description\": ");
    buf_put_json(out, slice_of(row->meaning[LANGUAGE_ENGLISH]));
    if (row->unit)
        buf_printf(out, ", \"$comment\": \"单位：%s%s%s\"", row->unit, *row->source ? "；" : "",
                   row->source);
    else if (*row->source)
        buf_printf(out, ", \"$comment\": \"%s\"", row->source);
}

static void put_leaf(struct buf *out, const struct schema_row *row)
{
    buf_putc(out, '{');
    put_meaning(out, row);
    buf_puts(out, ", ");
    if (row->presence || leaf_is_open(row->type)) {
        put_type(out, row);
    } else {
        buf_puts(out, "\"anyOf\": [{");
        put_type(out, row);
        buf_puts(out, "}, {\"$ref\": \"#/$defs/gap\"}]");
    }
    buf_putc(out, '}');
}

/* The keys that a class of codes or ordinals allows. */
static void put_pattern(struct buf *out, const struct class *class)
{
    if (class->kind == ORDINAL) {
        buf_puts(out, "\"^[1-9][0-9]*$\"");
        return;
    }
    buf_puts(out, "\"^(");
    for (const char *length = class->members; *length; length++)
        buf_printf(out, "%s[0-9]{%c}", length == class->members ? "" : "|", *length);
    buf_puts(out, ")$\"");
}

static void put_branch(struct buf *out, const struct branch *branch, unsigned depth);

/* The keys with plain names, and those of a class of words; `open`: those of codes and ordinals. */
static void put_keys(struct buf *out, const struct branch *parent, bool open, unsigned depth)
{
    const char *comma = "";
    for (const struct branch *branch = parent->first; branch; branch = branch->next) {
        bool words = !branch->class || branch->class->kind == WORDS;
        struct slice keys = !branch->class ? branch->segment
                            : words        ? slice_of(branch->class->members)
                                           : SLICE("<>");
        while (words != open && keys.p) {
            struct slice key = slice_cut(&keys, '|');
            buf_puts(out, comma);
            put_line(out, depth);
            if (open)
                put_pattern(out, branch->class);
            else
                buf_put_json(out, key);
            buf_puts(out, ": ");
            put_branch(out, branch, depth);
            comma = ",";
        }
    }
}

static bool has_keys(const struct branch *parent, bool open)
{
    for (const struct branch *branch = parent->first; branch; branch = branch->next)
        if ((branch->class && branch->class->kind != WORDS) == open)
            return true;
    return false;
}

static void put_required(struct buf *out, const struct branch *parent, unsigned depth)
{
    const char *before = NULL;
    for (const struct branch *branch = parent->first; branch; branch = branch->next) {
        if (!branch->required)
            continue;
        struct slice keys = branch->class ? slice_of(branch->class->members) : branch->segment;
        while (keys.p) {
            if (!before) {
                buf_putc(out, ',');
                put_line(out, depth);
                buf_puts(out, "\"required\": [");
            }
            buf_puts(out, before ? before : "");
            buf_put_json(out, slice_cut(&keys, '|'));
            before = ", ";
        }
    }
    if (before)
        buf_putc(out, ']');
}

static void put_map(struct buf *out, const struct branch *branch, unsigned depth)
{
    static const char *const words[] = {"properties", "patternProperties"};
    buf_printf(out, "\"type\": \"object\", \"additionalProperties\": %s",
               branch->first ? "false" : "true"); /* which keys there are, a package says */
    for (int open = 0; open < 2; open++) {
        if (!has_keys(branch, open))
            continue;
        buf_putc(out, ',');
        put_line(out, depth);
        buf_printf(out, "\"%s\": {", words[open]);
        put_keys(out, branch, open, depth + 1);
        put_line(out, depth);
        buf_putc(out, '}');
    }
    put_required(out, branch, depth);
}

/* An array, or an object with the keys "1", "2" … */
static void put_list(struct buf *out, const struct branch *branch, unsigned depth)
{
    buf_puts(out, "\"type\": [\"array\", \"object\"],");
    put_line(out, depth);
    buf_puts(out, "\"items\": ");
    put_branch(out, branch->first, depth);
    buf_puts(out, ",");
    put_line(out, depth);
    buf_puts(out, "\"additionalProperties\": ");
    put_branch(out, branch->first, depth);
}

static void put_branch(struct buf *out, const struct branch *branch, unsigned depth)
{
    if (branch->row) {
        put_leaf(out, branch->row);
        return;
    }
    buf_putc(out, '{');
    (branch_is_list(branch) ? put_list : put_map)(out, branch, depth + 1);
    put_line(out, depth);
    buf_putc(out, '}');
}

static bool has_required(const struct branch *parent)
{
    for (const struct branch *branch = parent->first; branch; branch = branch->next)
        if (branch->required)
            return true;
    return false;
}

/* What must be there of what plain names lead to, and nothing else: the keys themselves are told
 * elsewhere. A map with a key 记录 names the record that has the rest. */
static void put_presence(struct buf *out, const struct branch *parent, unsigned depth)
{
    bool named = branch_for(parent, SLICE("记录"));
    buf_puts(out, named ? "{\"anyOf\": [{\"required\": [\"记录\"]}, {\"properties\": {"
                        : "{\"properties\": {");
    const char *comma = "";
    for (const struct branch *branch = parent->first; branch; branch = branch->next) {
        if (branch->class || !has_required(branch))
            continue;
        buf_puts(out, comma);
        put_line(out, depth + 1);
        buf_put_json(out, branch->segment);
        buf_puts(out, ": ");
        put_presence(out, branch, depth + 1);
        comma = ",";
    }
    buf_putc(out, '}');
    put_required(out, parent, depth + 1);
    buf_puts(out, named ? "}]}" : "}");
}

static void put_definitions(struct buf *out)
{
    buf_puts(out, "  \"$defs\": {");
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++)
        if (definitions[i].name)
            buf_printf(out, "\n    \"%s\": {%s},", definitions[i].name, definitions[i].says);
    buf_printf(out, "\n    \"gap\": {%s}\n  },\n", gap);
}

/* What each kind must have besides, unless units' records give it; the first is that of a record
 * that names none. */
static void put_kinds(struct buf *out, struct arena *arena)
{
    unsigned bit = 1;
    buf_puts(out, ",\n  \"allOf\": [");
    for (struct slice rest = slice_of(schema_kinds()); rest.p; bit <<= 1) {
        struct slice kind = slice_cut(&rest, '|');
        bool first = bit == 1;
        buf_printf(out,
                   "%s\n    {\"if\": {%s\"properties\": {\"单位\": {\n"
                   "      \"not\": {\"required\": [\"下属记录\"]},%s\n"
                   "      \"properties\": {\"文种\": {\"const\": \"%.*s\"}}}}},\n    \"then\": ",
                   first ? "" : ",", first ? "" : "\"required\": [\"单位\"], ",
                   first ? "" : " \"required\": [\"文种\"],", (int)kind.n, kind.p);
        put_presence(out, branches_new(arena, schema_rows, bit), 2);
        buf_putc(out, '}');
    }
    buf_puts(out, "]");
}

void schema_print_json(struct buf *out)
{
    struct arena *arena = arena_new();
    buf_puts(out, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                  "  \"title\": \"部门决算公开数据文件\",\n"
                  "  \"description\": \"The record of gongkai in its JSON spelling. Generated; "
                  "$comment tells the unit and where the figure stands in the accounts.\",\n");
    put_definitions(out);
    buf_puts(out, "  ");
    put_map(out, branches_new(arena, schema_rows, REQUIRED), 1);
    put_kinds(out, arena);
    buf_puts(out, "\n}\n");
    arena_free(arena);
}
