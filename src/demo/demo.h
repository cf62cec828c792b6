/* The demonstration: a whole fictional authority's files, of any size, the same for the same seed. Also what
 * benchmarks eat. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include <stdint.h>
#include <stdio.h>

#include "base/command.h"
#include "base/err.h"

#define DEMO_MOST_CHILDREN 1400000     /* as many as there are pupil numbers for */

struct demo_summary {
	int64_t children;           /* aged under 18 and living in the county on the last day */
	int64_t people, households;
	int64_t rows, spoilt;
	int files;
};

/* Writes every agency's files below `dir`. `threads` changes the time, never the bytes. `list`, when not NULL, is told each
 * file and its rows. */
enum err demo_write(struct ctx *c, const char *dir, int64_t children, uint64_t seed, int threads, FILE *list,
    struct demo_summary *out) MUST_USE;

extern const struct command demo_commands[];

#endif
