/* What goes wrong outside any record, said in the language of the locale. */
#include <stdio.h>

#include "base/diag.h"
#include "command/command.h"

enum status command_refuse(enum message message, const char *one, const char *other)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf text = {0};
    diag_init(&diag, arena, language_of_locale());
    diag_report(&diag, message, (struct pos){0}, one, other);
    diag_print(&text, &diag);
    fputs(text.p, stderr);
    buf_free(&text);
    arena_free(arena);
    return STATUS_ERROR;
}
