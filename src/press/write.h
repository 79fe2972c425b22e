/* Files written whole or not at all. */
#ifndef PRESS_WRITE_H
#define PRESS_WRITE_H

#include <stdbool.h>

#include "base/slice.h"

/* Writes the file beside its target under another name and renames it, so that nobody ever sees
 * half a file. false with errno set; nothing is left behind. */
bool write_file(const char *path, struct slice bytes);

#endif
