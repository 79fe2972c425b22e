/* One document made in a test, stage by stage or whole. */
#ifndef TESTS_SHEET_H
#define TESTS_SHEET_H

#include "gongkai.h"
#include "press/pipeline.h"

struct sheet {
    struct run run;
    struct results made;
    struct outputs outputs; /* of sheet_make; outputs_free frees them */
};

static inline void sheet_begin(struct sheet *sheet, struct house *house, struct arena *arena,
                               const char *path)
{
    *sheet = (struct sheet){0};
    run_init(&sheet->run, house, arena, LANGUAGE_ENGLISH, path);
}

static inline bool sheet_make(struct sheet *sheet, const char *output)
{
    outputs_add(&sheet->outputs, output_named(slice_of(output)));
    return run_make(&sheet->run, &sheet->outputs, &sheet->made);
}

static inline bool sheet_read(struct sheet *sheet)
{
    return run_read(&sheet->run, &sheet->made.origin);
}

static inline bool sheet_compute(struct sheet *sheet)
{
    return run_compute(&sheet->run, &sheet->made.origin, &sheet->made.account);
}

static inline bool sheet_compose(struct sheet *sheet)
{
    return run_compose(&sheet->run, &sheet->made.origin, &sheet->made.account,
                       &sheet->made.composition);
}

static inline bool sheet_layout(struct sheet *sheet)
{
    return run_layout(&sheet->run, &sheet->made.composition, FONTS_ALL,
                      &sheet->made.pages[FONTS_ALL]);
}

/* The PDF of pages that are laid out. */
static inline bool sheet_write(struct sheet *sheet)
{
    if (!sheet->outputs.count)
        outputs_add(&sheet->outputs, output_named(SLICE("pdf")));
    buf_clear(&sheet->outputs.files[0]);
    return outputs_write(&sheet->run, &sheet->outputs, &sheet->made, true);
}

static inline const struct pages *sheet_pages(const struct sheet *sheet)
{
    return sheet->made.pages[FONTS_ALL];
}

#endif
