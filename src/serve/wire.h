/* What goes between the front and a worker: one request, one answer, each a head and its parts. */
#ifndef SERVE_WIRE_H
#define SERVE_WIRE_H

#include "base/slice.h"

struct wire_request {
    uint32_t mark, route, language;
    uint32_t query, type; /* bytes of each part, in this order behind the head */
    uint64_t body;
};

struct wire_answer {
    uint32_t mark, status, worst;
    uint32_t type, name;
    uint64_t body;
    uint64_t microseconds; /* of computing */
};

enum { WIRE_MARK = 0x676b0001 };

#endif
