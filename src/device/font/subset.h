/* The subsetter, as fonts are embedded: no hints, no subroutines, nothing but what is drawn. */
#ifndef DEVICE_FONT_SUBSET_H
#define DEVICE_FONT_SUBSET_H

#include <hb-subset.h>

#include "layout/font.h"

struct subset {
    hb_face_t *face;
    const hb_map_t *new_glyph; /* by glyph of the original font; owned by the plan */
    hb_subset_plan_t *plan;
    hb_face_t *drawing;
};

/* Makes a subset with these glyphs; false when the font does not allow it. */
bool subset_make(struct subset *subset, const struct font *font, const uint32_t *glyphs,
                 uint32_t count);
void subset_free(struct subset *subset);

#endif
