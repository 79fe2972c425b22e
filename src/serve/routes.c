#include "serve/routes.h"

#include <string.h>

enum { REQUIRED_ = 1, MAIN_ = 2 };

/* Each route's parameters stand behind an empty row of its own, the next one's ends them; they are
 * found by the line of the table. */
#define NAME_OF(line) AT_##line
#define AT(line) NAME_OF(line)

enum {
#define ROUTE(method, path, make, type, english, chinese) AT(__LINE__),
#define PARAMETER(name, kind, flags, words, english, chinese) AT(__LINE__),
#include "serve/routes.def"
#undef ROUTE
#undef PARAMETER
};

static const struct parameter parameters[] = {
#define ROUTE(method, path, make, type, english, chinese) {0},
#define PARAMETER(name, kind, flags, words, english, chinese)                                      \
    {name, kind, ((flags)&REQUIRED_) != 0, ((flags)&MAIN_) != 0, words, {english, chinese}},
#include "serve/routes.def"
#undef ROUTE
#undef PARAMETER
    {0}};

static const struct route routes[] = {
#define ROUTE(method, path, make, type, english, chinese)                                          \
    {method,                                                                                       \
     path,                                                                                         \
     sizeof #make == sizeof "OWN",                                                                 \
     type,                                                                                         \
     {english, chinese},                                                                           \
     &parameters[AT(__LINE__) + 1]},
#define PARAMETER(name, kind, flags, words, english, chinese)
#include "serve/routes.def"
#undef ROUTE
#undef PARAMETER
};

enum { ROUTES = sizeof routes / sizeof *routes };

const struct route *route_at(unsigned index)
{
    return index < ROUTES ? &routes[index] : NULL;
}

int route_find(const char *method, struct slice path, bool *known)
{
    bool head = strcmp(method, "HEAD") == 0;
    *known = false;
    for (unsigned i = 0; i < ROUTES; i++) {
        if (!slice_is(path, routes[i].path))
            continue;
        *known = true;
        if (strcmp(routes[i].method, head ? "GET" : method) == 0)
            return (int)i;
    }
    return -1;
}

const struct parameter *route_parameter(const struct route *route, struct slice name)
{
    for (const struct parameter *parameter = route->parameters; parameter->name; parameter++)
        if (slice_is(name, parameter->name))
            return parameter;
    return NULL;
}

bool parameter_is_file(const struct parameter *parameter)
{
    return parameter->kind == KIND_FILE || parameter->kind == KIND_FILES;
}
