#include "device/device.h"

const struct device device_pdf = {.name = "pdf", .fonts = FONTS_ALL, .file = pdf_write};
const struct device device_ofd = {.name = "ofd", .fonts = FONTS_ALL, .file = ofd_write};
const struct device device_plain = {.name = "plain", .fonts = FONTS_TRUETYPE, .file = plain_write};
const struct device device_png = {.name = "png", .fonts = FONTS_ALL, .page = page_png};
const struct device device_svg = {.name = "svg", .fonts = FONTS_ALL, .page = page_svg};
