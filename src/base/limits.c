#include "base/limits.h"

enum unit { BYTES, COUNT, SECONDS };

static const struct row {
    const char *id;
    uint64_t most;
    enum unit unit;
    const char *what[2];
} rows[] = {
#define LIMIT(constant, id, most, unit, english, chinese) {id, most, unit, {english, chinese}},
#include "base/limits.def"
#undef LIMIT
};

uint64_t limit_of(enum limit limit)
{
    return rows[limit].most;
}

const char *bytes_text(struct arena *arena, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB"};
    size_t unit = 0;
    while (unit < 3 && bytes >= 1024) {
        bytes /= 1024;
        unit++;
    }
    return arena_printf(arena, "%llu %s", (unsigned long long)bytes, units[unit]);
}

static const char *most_text(struct arena *arena, const struct row *row, enum language language)
{
    static const char *const seconds[] = {"%llu seconds", "%llu 秒"};
    if (row->unit == BYTES)
        return bytes_text(arena, row->most);
    return arena_printf(arena, row->unit == SECONDS ? seconds[language] : "%llu",
                        (unsigned long long)row->most);
}

void limit_report(struct diag *diag, enum limit limit, struct pos pos, const char *name)
{
    const struct row *row = &rows[limit];
    diag_report(diag, MSG_LIMIT, pos, name, most_text(diag->arena, row, diag->language),
                row->what[diag->language]);
}

void limits_print(struct buf *out, enum language language)
{
    static const char *const heads[] = {"| limit | at most | of |\n|---|---|---|\n",
                                        "| 名称 | 上限 | 对象 |\n|---|---|---|\n"};
    struct arena *arena = arena_new();
    buf_puts(out, heads[language]);
    for (size_t i = 0; i < LIMIT_COUNT; i++)
        buf_printf(out, "| `%s` | %s | %s |\n", rows[i].id, most_text(arena, &rows[i], language),
                   rows[i].what[language]);
    arena_free(arena);
}
