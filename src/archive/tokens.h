/* Content streams and CMaps, token by token. */
#ifndef ARCHIVE_TOKENS_H
#define ARCHIVE_TOKENS_H

#include "base/slice.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,    /* text without the slash */
    TOKEN_STRING,  /* decoded, in tokens->string until the next token */
    TOKEN_BRACKET, /* [ ] << >> */
    TOKEN_OPERATOR
};

struct tokens {
    struct slice rest;
    struct slice text; /* of the token */
    struct buf string;
    bool odd; /* the string is hexadecimal, and not of pairs of digits */
};

/* Steps to the next token. Begin with rest alone set; free string at the end. */
enum token_kind token_next(struct tokens *tokens);

/* After the operator BI: skips the inline image with its EI. */
void token_skip_image(struct tokens *tokens);

/* Passes over so many bytes, which must be there. */
struct slice tokens_take(struct tokens *tokens, size_t size);

/* The number of a token, cut to a whole one. */
int token_int(const struct tokens *tokens);

#endif
