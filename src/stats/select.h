/* The n-th smallest of many numbers, without sorting them all. */
#ifndef STATS_SELECT_H
#define STATS_SELECT_H

#include <stddef.h>

/* The value that would stand at `k`, counted from 0, if the `n` numbers were sorted; reorders them (Hoare 1961, Communications
 * of the ACM 4, 321). k is below n. */
double select_nth(double *x, size_t n, size_t k);

/* The same for several places at once, which ascend: place[i] gives out[i]. Each place halves the work of its neighbours. */
void select_places(double *x, size_t n, const size_t *place, size_t places, double *out);

#endif
