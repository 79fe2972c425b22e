/* The one table of routes (routes.def) and their parameters. */
#ifndef SERVE_ROUTES_H
#define SERVE_ROUTES_H

#include "base/diag.h"

enum parameter_kind {
    KIND_FILE,   /* bytes, with a name */
    KIND_FILES,  /* any number of them */
    KIND_TEXT,   /* one line */
    KIND_TEXTS,  /* any number of them */
    KIND_FLAG,   /* 1 or 0 */
    KIND_NUMBER, /* whole, not negative */
    KIND_CHOICE  /* one of the words */
};

struct parameter {
    const char *name;
    enum parameter_kind kind;
    bool required;
    bool main;         /* a body that is no form is this file */
    const char *words; /* of a choice, between '|' */
    const char *about[2];
};

struct route {
    const char *method, *path;
    bool own;         /* the front answers it itself */
    const char *type; /* of what is answered; several between '|' */
    const char *about[2];
    const struct parameter *parameters; /* up to one without a name */
};

/* The row at the index; NULL past the last. */
const struct route *route_at(unsigned index);

/* Its index, or -1; *known tells whether the path is there for another method. */
int route_find(const char *method, struct slice path, bool *known);

const struct parameter *route_parameter(const struct route *route, struct slice name);

/* Whether the parameter is a file or several. */
bool parameter_is_file(const struct parameter *parameter);

#endif
