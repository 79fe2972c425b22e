/* The OpenAPI document: the table of routes as other programs read it. */
#include <string.h>

#include "serve/makers.h"
#include "serve/serve.h"

static void put_text(struct buf *out, const char *name, const char *text)
{
    buf_printf(out, "\"%s\":", name);
    buf_put_json(out, slice_of(text));
}

static void put_schema(struct buf *out, const struct parameter *parameter)
{
    static const char *const schemas[] = {
        [KIND_FILE] = "{\"type\":\"string\",\"contentMediaType\":\"application/octet-stream\"}",
        [KIND_FILES] = ("{\"type\":\"array\",\"items\":{\"type\":\"string\","
                        "\"contentMediaType\":\"application/octet-stream\"}}"),
        [KIND_TEXT] = "{\"type\":\"string\"}",
        [KIND_TEXTS] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
        [KIND_FLAG] = "{\"type\":\"string\",\"enum\":[\"0\",\"1\"]}",
        [KIND_NUMBER] = "{\"type\":\"integer\",\"minimum\":0,\"maximum\":999999}"};
    const char *between = "";
    if (parameter->kind != KIND_CHOICE) {
        buf_puts(out, schemas[parameter->kind]);
        return;
    }
    buf_puts(out, "{\"type\":\"string\",\"enum\":[");
    for (struct slice rest = slice_of(parameter->words); rest.p;) {
        buf_puts(out, between);
        buf_put_json(out, slice_cut(&rest, '|'));
        between = ",";
    }
    buf_puts(out, "]}");
}

/* The properties of a form; of a schema, so that the meaning goes with it. */
static void put_form(struct buf *out, const struct route *route, enum language language)
{
    const char *between = "";
    buf_puts(out, "\"multipart/form-data\":{\"schema\":{\"type\":\"object\","
                  "\"additionalProperties\":false,\"properties\":{");
    for (const struct parameter *p = route->parameters; p->name; p++) {
        buf_printf(out, "%s\n\"%s\":{\"allOf\":[", between, p->name);
        put_schema(out, p);
        buf_puts(out, "],");
        put_text(out, "description", p->about[language]);
        buf_putc(out, '}');
        between = ",";
    }
    buf_puts(out, "},\"required\":[");
    between = "";
    for (const struct parameter *p = route->parameters; p->name; p++)
        if (p->required) {
            buf_printf(out, "%s\"%s\"", between, p->name);
            between = ",";
        }
    buf_puts(out, "]}}");
}

/* What is no file may stand in the query, too. */
static void put_query(struct buf *out, const struct route *route, enum language language)
{
    buf_puts(out, ",\"parameters\":[{\"name\":\"lang\",\"in\":\"query\",\"schema\":"
                  "{\"type\":\"string\",\"enum\":[\"zh\",\"en\"]},");
    put_text(out, "description",
             language == LANGUAGE_CHINESE ? "消息的语言" : "the language of messages");
    buf_putc(out, '}');
    for (const struct parameter *p = route->parameters; p->name; p++) {
        if (parameter_is_file(p))
            continue;
        buf_printf(out, ",{\"name\":\"%s\",\"in\":\"query\",\"schema\":", p->name);
        put_schema(out, p);
        buf_putc(out, ',');
        put_text(out, "description", p->about[language]);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void put_body(struct buf *out, const struct route *route, enum language language)
{
    buf_puts(out, ",\"requestBody\":{\"content\":{");
    put_form(out, route, language);
    for (const struct parameter *p = route->parameters; p->name; p++)
        if (p->main)
            buf_puts(out, ",\"application/json\":{\"schema\":{}},\"text/plain\":{\"schema\":{}},"
                          "\"application/octet-stream\":{\"schema\":{}}");
    buf_puts(out, "}}");
}

static void put_answers(struct buf *out, const struct route *route, enum language language)
{
    const char *between = "";
    buf_puts(out, ",\"responses\":{\"200\":{");
    put_text(out, "description", route->about[language]);
    buf_puts(out, ",\"content\":{");
    for (struct slice rest = slice_of(route->type); rest.p;) {
        buf_puts(out, between);
        buf_put_json(out, slice_cut(&rest, '|'));
        buf_puts(out, ":{\"schema\":{}}");
        between = ",";
    }
    buf_puts(out, "}},\"default\":{\"$ref\":\"#/components/responses/Problem\"}}");
}

static void put_route(struct buf *out, const struct route *route, enum language language)
{
    const char *method = strcmp(route->method, "POST") == 0 ? "post" : "get";
    buf_printf(out, "\"%s\":{\"%s\":{", route->path, method);
    put_text(out, "summary", route->about[language]);
    put_query(out, route, language);
    if (*method == 'p')
        put_body(out, route, language);
    put_answers(out, route, language);
    buf_puts(out, "}}");
}

static const char components[] =
    "\"components\":{\"responses\":{\"Problem\":{\"description\":\"RFC 9457\",\"content\":{"
    "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}},\n"
    "\"schemas\":{\"Problem\":{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\"],"
    "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
    "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
    "\"findings\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Finding\"}}}},\n"
    "\"Finding\":{\"type\":\"object\",\"required\":[\"id\",\"level\",\"text\"],\"properties\":{"
    "\"id\":{\"type\":\"string\"},\"level\":{\"enum\":[\"note\",\"warning\",\"error\"]},"
    "\"text\":{\"type\":\"string\"},\"file\":{\"type\":[\"string\",\"null\"]},"
    "\"line\":{\"type\":[\"integer\",\"null\"]},\"column\":{\"type\":[\"integer\",\"null\"]},"
    "\"key\":{\"type\":[\"string\",\"null\"]}}}}}";

void serve_openapi(struct buf *out, enum language language)
{
    buf_puts(out,
             "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"gongkai\",\"version\":\"" GONGKAI_VERSION
             "\",");
    put_text(out, "description",
             language == LANGUAGE_CHINESE
                 ? "部门决算公开：导入、检查、生成、比较。不保存任何内容。"
                 : "Disclosures of final accounts: import, check, make, compare. Keeps nothing.");
    buf_puts(out, "},\"servers\":[{\"url\":\".\"}],\n\"paths\":{\n");
    for (unsigned i = 0; route_at(i); i++) {
        buf_puts(out, i ? ",\n" : "");
        put_route(out, route_at(i), language);
    }
    buf_printf(out, "},\n%s}\n", components);
}

void route_openapi(struct asked *asked, struct answer *answer)
{
    serve_openapi(&answer->body, asked->language);
    answer_json(answer, NULL);
}
