/* The shortest text of a number that reads back as the same number. */
#ifndef BASE_REAL_H
#define BASE_REAL_H

#include <stddef.h>

#define REAL_SIZE 32            /* room for any of them, with the NUL */

/* Writes x as text into `out`, ended by NUL; returns its length. "0.1", "1e-07", "NaN", "Inf", "-Inf"; a negative nought
 * is "0". Fixed notation from 0.0001 up to fifteen digits before the point (more where all are digits of the number). */
size_t real_text(double x, char out[REAL_SIZE]);

#endif
