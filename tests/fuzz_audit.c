/* Any bytes as a disclosure that is written already, in a file of the kind that the first byte
 * says: audited, and told of in each form. */
#include "fuzzing.h"
#include "press/audit.h"

static void check_text(void (*put)(struct buf *out, const struct audit *audit),
                       const struct audit *audit)
{
    struct buf out = {0};
    put(&out, audit);
    if (out.p && utf8_check(buf_slice(&out)) < out.n)
        __builtin_trap();
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct house house;
    if (!house.arena)
        house_open(&house, SOURCE_ROOT);
    if (!size)
        return 0;
    struct arena *arena = arena_new();
    struct diag diag;
    struct audit audit;
    const char *path = fuzz_wrapped(*bytes % 4, (struct slice){(const char *)bytes + 1, size - 1});
    const struct audit_request request = {path, NULL, *bytes & 4 ? "national-2022" : NULL};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    if (audit_run(&house, &diag, &request, &audit)) {
        check_text(audit_put_text, &audit);
        check_text(audit_put_json, &audit);
        check_text(audit_put_html, &audit);
        if (audit.record)
            check_text(audit_put_record, &audit);
    }
    fuzz_print(&diag);
    arena_free(arena);
    return 0;
}
