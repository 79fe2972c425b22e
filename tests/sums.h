/* What pages come to, in one line, for goldens of many documents. */
#ifndef TESTS_SUMS_H
#define TESTS_SUMS_H

#include "base/diag.h"
#include "layout/layout.h"

/* Of each page the operations that show text, their lowest line, and sums of where they stand, how
 * wide and how spaced they are; of rules, fills and shapes their sums; then what was found. */
static inline void put_sums(struct buf *out, const struct pages *pages, const struct diag *diag)
{
    for (uint32_t p = 0; pages && p < pages->count; p++) {
        const struct page *page = &pages->page[p];
        int64_t x = 0, width = 0, spacing = 0, size = 0, drawn = 0;
        length lowest = 0;
        unsigned shown = 0;
        for (uint32_t i = 0; i < page->op_count; i++) {
            const struct paint_op *op = &page->ops[i];
            if (op->paint != PAINT_GLYPHS) {
                drawn += op->x + 3 * (int64_t)op->y + 7 * (int64_t)op->width +
                         11 * (int64_t)op->height + 13 * (int64_t)op->fill % 1000 +
                         17 * (int64_t)op->thickness;
                for (uint32_t k = 0; k < op->point_count; k++)
                    drawn += (k % 5 + 1) * (op->points[k].x + 3 * (int64_t)op->points[k].y);
                continue;
            }
            shown++;
            x += op->x + 5 * (int64_t)op->y;
            width += op->width;
            spacing += op->spacing;
            size += op->size;
            lowest = op->node && op->y > lowest ? op->y : lowest;
        }
        buf_printf(out, " | %s%u to %d: %lld %lld %lld %lld %lld",
                   page->width > page->height ? "turned, " : "", shown, (int)lowest, (long long)x,
                   (long long)width, (long long)spacing, (long long)size, (long long)drawn);
    }
    for (const struct finding *f = diag->first; f; f = f->next)
        buf_printf(out, " %s", message_name(f->message));
    buf_putc(out, '\n');
}

#endif
