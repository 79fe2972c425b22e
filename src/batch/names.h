/* Names of files as other systems take them. */
#ifndef BATCH_NAMES_H
#define BATCH_NAMES_H

#include "base/slice.h"

/* Whether every file system and every link takes it as the name of a PDF, it shows what it is, and
 * no report has it. */
bool is_output_name(struct slice name);

/* The name as a system sees it that tells neither case nor composed from decomposed letters apart:
 * two names with the same key may be one file. In the arena. */
const char *name_key(struct arena *arena, struct slice name);

#endif
