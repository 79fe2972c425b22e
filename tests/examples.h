/* What tests over all examples share: the examples, a house, an arena and a folder of their own. */
#ifndef TESTS_EXAMPLES_H
#define TESTS_EXAMPLES_H

#include "testing.h"

#include <glob.h>

#include "sheet.h"

static char folder[] = "/tmp/gongkai-test-XXXXXX";
static glob_t examples;
static struct house house;
static struct arena *arena;

static inline int open_house(void **state)
{
    (void)state;
    arena = arena_new();
    house_open(&house, SOURCE_ROOT);
    return mkdtemp(folder) ? glob(SOURCE_ROOT "/examples/*.[ij]*", 0, NULL, &examples) : -1;
}

static inline int close_house(void **state)
{
    (void)state;
    char command[64];
    house_close(&house);
    arena_free(arena);
    globfree(&examples);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

#endif
