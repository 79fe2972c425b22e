/* Any bytes as the entry part of a package, all the way to a file that keeps the rules: what a
 * package can say cannot make a file that is not sound. */
#include "archive/archive.h"
#include "fuzzing.h"
#include "press/outputs.h"
#include "press/pipeline.h"

static struct house house;

static bool is_sound(const struct run *run, const struct buf *file)
{
    struct buf said = {0};
    struct diag diag;
    diag_init(&diag, run->arena, LANGUAGE_ENGLISH);
    bool sound =
        archive_verify_here(&said, &diag, source_of(run->arena, "x.pdf", buf_slice(file)), NULL);
    diag_print(&said, &diag);
    if (!sound)
        fputs(said.p, stderr);
    buf_free(&said);
    return sound;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char settings[] = "\u6269\u5C55 = national-2022\n";
    struct arena *arena = arena_new();
    struct outputs outputs = {0};
    struct results made = {0};
    struct run run;
    if (!house.arena)
        house_open(&house, SOURCE_ROOT);
    struct house own;
    house_renew(&own, &house); /* the fonts stay; the package is read anew */
    fuzz_file("template.ini", (const uint8_t *)settings, sizeof settings - 1);
    fuzz_file("document.html", bytes, size);
    run_init(&run, &own, arena, LANGUAGE_ENGLISH, SOURCE_ROOT "/tests/check/base.ini");
    run.request.template_name = fuzz_folder();
    outputs_add(&outputs, output_named(SLICE("pdf")));
    if (run_make(&run, &outputs, &made) && !is_sound(&run, &outputs.files[0]))
        __builtin_trap();
    house_close(&house);
    house_renew(&house, &own);
    house_close(&own);
    outputs_free(&outputs);
    arena_free(arena);
    return 0;
}
