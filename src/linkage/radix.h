/* Sorting numbers, by their high halves or whole. */
#ifndef LINKAGE_RADIX_H
#define LINKAGE_RADIX_H

#include <stddef.h>
#include <stdint.h>

/* By the high 32 bits, those alike in the order they had; `work` has the same room. */
void radix_sort(uint64_t *item, uint64_t *work, size_t n);
/* The same, into `to`, of items that are in the order of their highest RADIX_BITS bits already; where they stood may be anything after. */
#define RADIX_BITS 11
void radix_sort_runs(uint64_t *item, uint64_t *to, size_t n);
/* … and of these only those that another is alike with in all but the lowest of their high bits, or that have one of the low bits `stay`;
 * some others may be among them. Returns how many. */
size_t radix_sort_shared(uint64_t *item, uint64_t *to, size_t n, uint64_t stay);
/* By all 64. */
void radix_sort_whole(uint64_t *item, uint64_t *work, size_t n);

#endif
