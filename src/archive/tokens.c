#include "archive/tokens.h"

#include <string.h>

static bool is_blank(char byte)
{
    return byte == '\0' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r' ||
           byte == ' ';
}

static bool is_regular(char byte)
{
    return !is_blank(byte) && !strchr("()<>[]{}/%", byte);
}

struct slice tokens_take(struct tokens *tokens, size_t size)
{
    struct slice taken = {tokens->rest.p, size};
    tokens->rest = (struct slice){tokens->rest.p + size, tokens->rest.n - size};
    return taken;
}

static void skip_blanks(struct tokens *tokens)
{
    while (tokens->rest.n && (is_blank(*tokens->rest.p) || *tokens->rest.p == '%')) {
        size_t size = 1;
        if (*tokens->rest.p == '%')
            while (size < tokens->rest.n && !strchr("\r\n", tokens->rest.p[size]))
                size++;
        tokens_take(tokens, size);
    }
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static void read_hex(struct tokens *tokens)
{
    int half = -1;
    tokens_take(tokens, 1);
    while (tokens->rest.n && *tokens->rest.p != '>') {
        char byte = *tokens_take(tokens, 1).p;
        int digit = hex_digit(byte);
        tokens->odd |= digit < 0 && !is_blank(byte);
        if (digit < 0)
            continue;
        if (half >= 0)
            buf_putc(&tokens->string, (char)(half << 4 | digit));
        half = half >= 0 ? -1 : digit;
    }
    tokens->odd |= half >= 0;
    if (half >= 0)
        buf_putc(&tokens->string, (char)(half << 4));
    tokens_take(tokens, tokens->rest.n ? 1 : 0);
}

/* What follows a backslash. */
static void read_escape(struct tokens *tokens)
{
    static const char names[] = "nrtbf", bytes[] = "\n\r\t\b\f";
    if (!tokens->rest.n)
        return;
    int octal = 0, digits = 0;
    while (digits < 3 && tokens->rest.n && *tokens->rest.p >= '0' && *tokens->rest.p <= '7') {
        octal = octal << 3 | (*tokens_take(tokens, 1).p - '0');
        digits++;
    }
    if (digits) {
        buf_putc(&tokens->string, (char)octal);
        return;
    }
    char byte = *tokens_take(tokens, 1).p;
    const char *name = byte ? strchr(names, byte) : NULL;
    if (name)
        byte = bytes[name - names];
    if (name || (byte != '\n' && byte != '\r'))
        buf_putc(&tokens->string, byte);
}

static void read_string(struct tokens *tokens)
{
    int depth = 0;
    do {
        char byte = *tokens_take(tokens, 1).p;
        if (byte == '\\') {
            read_escape(tokens);
            continue;
        }
        depth += (byte == '(') - (byte == ')');
        if (depth > 1 || (depth == 1 && (byte != '(' || tokens->string.n)))
            buf_putc(&tokens->string, byte);
    } while (depth && tokens->rest.n);
}

static bool is_number(struct slice text)
{
    bool digit = false;
    for (size_t i = 0; i < text.n; i++) {
        if (!strchr("+-.0123456789", text.p[i]))
            return false;
        digit |= text.p[i] >= '0' && text.p[i] <= '9';
    }
    return digit;
}

enum token_kind token_next(struct tokens *tokens)
{
    skip_blanks(tokens);
    buf_clear(&tokens->string);
    tokens->odd = false;
    struct slice rest = tokens->rest;
    if (!rest.n)
        return TOKEN_END;
    if (slice_starts(rest, "<<") || slice_starts(rest, ">>")) {
        tokens->text = tokens_take(tokens, 2);
        return TOKEN_BRACKET;
    }
    if (*rest.p == '<' || *rest.p == '(') {
        (*rest.p == '<' ? read_hex : read_string)(tokens);
        return TOKEN_STRING;
    }
    size_t size = *rest.p == '/' || !is_regular(*rest.p);
    bool regular = *rest.p == '/' || !size;
    while (regular && size < rest.n && is_regular(rest.p[size]))
        size++;
    tokens->text = tokens_take(tokens, size);
    if (!regular)
        return TOKEN_BRACKET;
    if (*rest.p != '/')
        return is_number(tokens->text) ? TOKEN_NUMBER : TOKEN_OPERATOR;
    tokens->text = (struct slice){tokens->text.p + 1, tokens->text.n - 1};
    return TOKEN_NAME;
}

void token_skip_image(struct tokens *tokens)
{
    while (tokens->rest.n) {
        struct slice rest = tokens->rest;
        if (rest.n >= 3 && is_blank(rest.p[0]) && rest.p[1] == 'E' && rest.p[2] == 'I' &&
            (rest.n == 3 || !is_regular(rest.p[3]))) {
            tokens_take(tokens, 3);
            return;
        }
        tokens_take(tokens, 1);
    }
}

int token_int(const struct tokens *tokens)
{
    struct slice text = tokens->text;
    bool negative = slice_starts(text, "-");
    int value = 0;
    for (size_t i = negative; i < text.n && value < 100000000; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            break;
        value = value * 10 + (text.p[i] - '0');
    }
    return negative ? -value : value;
}
