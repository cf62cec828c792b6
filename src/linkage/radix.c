/* See the header. From the lowest digit on, so that each pass keeps what the ones before did. */
#include "linkage/radix.h"

#include <string.h>

void
radix_sort(uint64_t *item, uint64_t *work, size_t n)
{
	uint64_t *other = work;

	for (int shift = 32; shift < 64; shift += 11) {
		size_t at[2048] = {0}, sum = 0;
		uint64_t *swap = item;

		for (size_t i = 0; i < n; i++)
			at[item[i] >> shift & 2047]++;
		for (size_t i = 0; i < 2048; i++) {
			size_t count = at[i];

			at[i] = sum;
			sum += count;
		}
		for (size_t i = 0; i < n; i++)
			other[at[item[i] >> shift & 2047]++] = item[i];
		item = other;
		other = swap;
	}
	memcpy(other, item, n * sizeof *item);  /* three digits: the result lies in the second array */
}
