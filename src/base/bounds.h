/* What a process may take at most, before it does what others' files ask of it. */
#ifndef BASE_BOUNDS_H
#define BASE_BOUNDS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether this build has sanitizers, which map terabytes and must be heard. */
bool bounds_are_off(void);

/* Lowers a resource of setrlimit for this process and those that it starts, for good; what is lower
 * already stays. */
void bound(int resource, uint64_t most);

/* Lets the memory of this process grow by no more than so many bytes; nothing in a build with
 * sanitizers. */
void bound_growth(uint64_t bytes);

/* Whether run(data) ends, in a process of its own, within so many seconds of computing time and
 * with so many bytes more memory; what it makes is gone with it. */
bool ends_within(void (*run)(void *data), void *data, uint64_t seconds, uint64_t bytes);

#endif
