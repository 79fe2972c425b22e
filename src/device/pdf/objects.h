/*
 * The file as numbered objects. Streams are written where they are made; small objects wait and
 * go, some hundreds of a kind together, into a compressed object stream; the compressed
 * cross-reference stream closes the file. Numbers are given out before objects are written, so that
 * objects can refer to each other.
 */
#ifndef DEVICE_PDF_OBJECTS_H
#define DEVICE_PDF_OBJECTS_H

#include "base/slice.h"

struct libdeflate_compressor;

/* How a stream is stored: as it is, compressed, or compressed in a hurry since little is gained
 * (fonts, contents); or it is ready, compressed by who made it. */
enum stream_form { STREAM_PLAIN, STREAM_READY, STREAM_DEFLATED, STREAM_HASTY, STREAM_FORMS };

/* Small objects that read alike, of which files have many, share object streams: they pack better,
 * and sooner. Those of a kind begin at multiples of its width, so that the stream is a table whose
 * rows hardly differ when their numbers are written with as many digits (NUMBER_DIGITS). */
enum object_kind {
    OBJECT_OTHER,   /* as they come */
    OBJECT_ROW,     /* of a table */
    OBJECT_CELL,    /* and headers */
    OBJECT_EMPTY,   /* cells and headers */
    OBJECT_PARENTS, /* which elements show what */
    OBJECT_KINDS
};

enum { NUMBER_DIGITS = 5 }; /* of an object's number in such a table; a greater one has more */

struct object_place {
    uint8_t kind;   /* 0: not written yet, 1: at an offset, 2: in an object stream */
    uint32_t where; /* offset in the file, or number of the object stream */
    uint16_t index; /* in the object stream */
};

struct objects {
    struct buf *out;            /* not ours */
    size_t start;               /* of the file in out */
    struct object_place *place; /* by number; 0 is no object */
    uint32_t count;
    uint32_t room;
    struct waiting {
        uint32_t stream;            /* number of the object stream being filled */
        uint32_t count;             /* of objects in it */
        struct buf body;            /* their text */
        struct buf index;           /* their numbers and offsets, as an object stream begins */
    } waiting[OBJECT_KINDS], *open; /* where an object was begun */
    struct buf up, compressed;      /* scratch */
    struct libdeflate_compressor *compressor[STREAM_FORMS];
};

/* Begins a file at the end of out. */
void objects_begin(struct objects *objects, struct buf *out);

/* Frees what objects holds; out stays. */
void objects_free(struct objects *objects);

/* A new number. */
uint32_t objects_number(struct objects *objects);

/* Where to append the text of a small object. Every begin is followed by its end before the next
 * begin; streams may be written between. */
struct buf *object_begin(struct objects *objects, uint32_t number);
struct buf *object_begin_of(struct objects *objects, uint32_t number, enum object_kind kind);
void object_end(struct objects *objects);

/* Writes a stream; entries is the inside of its dictionary without Length and Filter. */
void object_stream(struct objects *objects, uint32_t number, const char *entries,
                   struct slice bytes, enum stream_form form);

/* Writes what still waits, the cross-reference stream and the end of the file. */
void objects_finish(struct objects *objects, uint32_t catalog, uint32_t info);

#endif
