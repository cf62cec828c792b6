/* Rows in a random order, however many: each is thrown into one of some files at random, then each file's rows are shuffled in
 * memory and the files follow one another. Every order is equally likely (Sandelius 1962, "A simple randomization procedure").
 *
 * Memory is one file's rows, some 80,000 of them up to 20 million and more in proportion beyond, and 64 KiB for each file. */
#ifndef DEMO_SHUFFLE_H
#define DEMO_SHUFFLE_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

struct progress;
struct shuffle;

/* For about so many rows; its files lie in `dir`, without names, and are gone when the process is. */
enum err shuffle_open(struct ctx *c, const char *dir, int64_t rows, uint64_t seed, struct shuffle **out) MUST_USE;
enum err shuffle_put(struct ctx *c, struct shuffle *s, const char *row, size_t n) MUST_USE;     /* n counts the line's end */
/* Writes all rows, each after its number (1, 2, …) and a comma. */
enum err shuffle_write(struct ctx *c, struct shuffle *s, FILE *out, struct progress *progress) MUST_USE;
void shuffle_close(struct shuffle *s);                                                          /* NULL is allowed */

#endif
