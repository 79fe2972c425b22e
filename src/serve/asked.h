/* A request as a worker sees it, and the answer that it makes. */
#ifndef SERVE_ASKED_H
#define SERVE_ASKED_H

#include "press/run.h"
#include "serve/routes.h"

/* A parameter of the request, in the order sent. */
struct part {
    struct part *next;
    const struct parameter *parameter;
    const char *file;   /* of a file its bare name, of which there is no second; else NULL */
    struct slice bytes; /* followed by a NUL */
};

struct answer {
    unsigned status;  /* of HTTP */
    const char *type; /* of the body */
    const char *name; /* to save it under, or NULL */
    enum level worst; /* that was found */
    struct buf body;
};

struct asked {
    const struct route *route;
    struct house *house;
    struct arena *arena;
    enum language language;
    struct part *parts;
};

/* Reads the query and the body. False after making a problem of the answer. */
bool asked_read(struct asked *asked, struct answer *answer, struct slice query, struct slice type,
                struct slice body);

/* The first part of the name, or NULL; its text, or otherwise; whether it is a flag that is set. */
const struct part *asked_part(const struct asked *asked, const char *name);
const char *asked_text(const struct asked *asked, const char *name, const char *otherwise);
bool asked_flag(const struct asked *asked, const char *name);
unsigned asked_number(const struct asked *asked, const char *name, unsigned otherwise);

/* What can be wrong with a request: its word, its status, its title in both languages. */
enum problem {
    PROBLEM_FORM,      /* the request is not as the API wants it */
    PROBLEM_PARAMETER, /* a parameter is unknown, twice, missing, or no such value */
    PROBLEM_TYPE,      /* of the body */
    PROBLEM_ROUTE,     /* no such path */
    PROBLEM_METHOD,    /* not for this path */
    PROBLEM_SIZE,      /* the body is too large */
    PROBLEM_HEADERS,   /* they contradict each other */
    PROBLEM_ORIGIN,    /* another site's page asks */
    PROBLEM_BUSY,      /* too many at once */
    PROBLEM_TIME,      /* it took too long */
    PROBLEM_DIED,      /* the worker did */
    PROBLEM_REFUSED,   /* what was sent has errors: the findings tell */
    PROBLEM_COUNT
};

unsigned problem_status(enum problem problem);

/* Makes application/problem+json (RFC 9457) of the answer. detail may be NULL; so may diag, whose
 * findings are listed. */
void answer_problem(struct answer *answer, enum problem problem, enum language language,
                    const char *detail, const struct diag *diag);

/* The same, the detail in the language of the request. */
void answer_wrong(struct answer *answer, const struct asked *asked, enum problem problem,
                  const char *english, const char *chinese, const char *name);

#endif
