/*
 * Text in rows: .csv, .tsv, and what is pasted from a sheet. The separator is the one of , ; and
 * tab that most lines have; a field in quotes may hold it, line ends and doubled quotes.
 */
#include "intake/reader.h"

/* Whether the text looks like rows at all, and of which separator. */
static char separator_of(struct slice text)
{
    static const char candidates[] = {'\t', ',', ';'};
    char best = ',';
    uint32_t most = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        uint32_t lines = 0;
        bool has = false, quoted = false;
        for (size_t at = 0; at <= text.n; at++) {
            char c = at < text.n ? text.p[at] : '\n';
            quoted ^= c == '"';
            has |= c == candidates[i] && !quoted;
            if (c == '\n' && !quoted) {
                lines += has;
                has = false;
            }
        }
        if (lines > most) {
            most = lines;
            best = candidates[i];
        }
    }
    return best;
}

/* Reads one field from *at on, leaves *at after it, on what ended it. ="0201" is how programs keep
 * a spreadsheet from taking a code for a number. */
static void read_field(struct slice text, size_t *at, char separator, struct buf *field)
{
    buf_clear(field);
    *at += *at + 1 < text.n && text.p[*at] == '=' && text.p[*at + 1] == '"';
    bool quoted = *at < text.n && text.p[*at] == '"';
    *at += quoted;
    for (; *at < text.n; ++*at) {
        char c = text.p[*at];
        if (quoted && c == '"') {
            if (*at + 1 < text.n && text.p[*at + 1] == '"')
                ++*at;
            else {
                quoted = false;
                continue;
            }
        } else if (!quoted && (c == separator || c == '\n' || c == '\r')) {
            return;
        }
        buf_putc(field, c);
    }
}

bool read_csv(struct reader *reader)
{
    struct slice text = text_guessed(reader->arena, reader->source->text);
    if (!text.p) {
        diag_report(reader->diag, MSG_BOOK_ENCODING, book_pos(reader->book));
        return false;
    }
    struct grid *grid = grid_new(reader->book, (struct slice){"", 0});
    char separator = separator_of(text);
    struct buf field = {0};
    uint32_t row = 0, column = 0;
    for (size_t at = 0; at < text.n; at++) {
        read_field(text, &at, separator, &field);
        grid_put(grid, row, column++, CELL_TEXT, buf_slice(&field));
        if (at < text.n && text.p[at] == separator)
            continue;
        at += at + 1 < text.n && text.p[at] == '\r' && text.p[at + 1] == '\n';
        row++;
        column = 0;
    }
    buf_free(&field);
    grid_finish(grid);
    return true;
}
