/* Quickselect. See the header. */
#include "stats/select.h"

static void
swap(double *a, double *b)
{
	double kept = *a;

	*a = *b;
	*b = kept;
}

/* The middle one of three. */
static double
middle_of(double a, double b, double c)
{
	if (a < b)
		return b < c ? b : a < c ? c : a;
	return a < c ? a : b < c ? c : b;
}

double
select_nth(double *x, size_t n, size_t k)
{
	ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, at = (ptrdiff_t)k;

	while (low < high) {
		double pivot = middle_of(x[low], x[low + (high - low) / 2], x[high]);
		ptrdiff_t i = low, j = high;

		while (i <= j) {
			while (x[i] < pivot)
				i++;
			while (pivot < x[j])
				j--;
			if (i <= j)
				swap(&x[i++], &x[j--]);
		}
		/* Up to j nothing is above the pivot, from i on nothing below it; between them all are the pivot. */
		if (j < at)
			low = i;
		if (at < i)
			high = j;
	}
	return x[k];
}
