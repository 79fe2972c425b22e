#include "device/font/subset.h"

#include <stdlib.h>

/* The tables that a PDF reader draws with, of the face that data points to. */
static hb_blob_t *drawing_table(hb_face_t *face, hb_tag_t tag, void *data)
{
    static const char tables[][5] = {"CFF ", "glyf", "loca", "head", "hhea",
                                     "hmtx", "maxp", "cvt ", "fpgm", "prep"};
    (void)face;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (hb_tag_from_string(tables[i], 4) == tag)
            return hb_face_reference_table(data, tag);
    }
    return NULL;
}

/* Without hints and subroutines a CFF font is subset in half the time and is a tenth smaller. */
static hb_subset_input_t *subset_input(const uint32_t *glyphs, uint32_t count)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        abort();
    hb_set_t *set = hb_subset_input_glyph_set(input);
    for (uint32_t i = 0; i < count; i++)
        hb_set_add(set, glyphs[i]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE);
    return input;
}

/* From a face that has nothing but what is drawn: layout tables would pull in glyphs that
 * substitutions reach, and reading a whole cmap takes longer than the rest. */
bool subset_make(struct subset *subset, const struct font *font, const uint32_t *glyphs,
                 uint32_t count)
{
    *subset =
        (struct subset){.drawing = hb_face_create_for_tables(drawing_table, font->face, NULL)};
    hb_subset_input_t *input = subset_input(glyphs, count);
    subset->plan = hb_subset_plan_create_or_fail(subset->drawing, input);
    hb_subset_input_destroy(input);
    if (subset->plan) {
        subset->new_glyph = hb_subset_plan_old_to_new_glyph_mapping(subset->plan);
        subset->face = hb_subset_plan_execute_or_fail(subset->plan);
    }
    if (!subset->face)
        subset_free(subset);
    return subset->face != NULL;
}

void subset_free(struct subset *subset)
{
    hb_face_destroy(subset->face);
    hb_subset_plan_destroy(subset->plan);
    hb_face_destroy(subset->drawing);
    *subset = (struct subset){0};
}
