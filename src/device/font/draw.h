/* The outlines of glyphs, by what a device paints them with. */
#ifndef DEVICE_FONT_DRAW_H
#define DEVICE_FONT_DRAW_H

#include <hb.h>

/* A device without curves of the second degree: HarfBuzz gives cubic ones for them. */
static inline hb_draw_funcs_t *draw_functions(hb_draw_move_to_func_t move,
                                              hb_draw_line_to_func_t line,
                                              hb_draw_cubic_to_func_t curve,
                                              hb_draw_close_path_func_t close)
{
    hb_draw_funcs_t *functions = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(functions, move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(functions, line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(functions, curve, NULL, NULL);
    hb_draw_funcs_set_close_path_func(functions, close, NULL, NULL);
    return functions;
}

#endif
