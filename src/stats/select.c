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

/* Those places lie in [low, high), and so do the numbers that would stand there. */
static void
select_within(double *x, size_t low, size_t high, const size_t *place, size_t places, double *out)
{
	size_t before = places / 2, after = before + 1, at;

	if (places == 0)
		return;
	at = place[before];
	out[before] = select_nth(x + low, high - low, at - low);
	for (; before > 0 && place[before - 1] == at; before--)
		out[before - 1] = x[at];
	for (; after < places && place[after] == at; after++)
		out[after] = x[at];
	select_within(x, low, at, place, before, out);
	select_within(x, at + 1, high, place + after, places - after, out + after);
}

void
select_places(double *x, size_t n, const size_t *place, size_t places, double *out)
{
	select_within(x, 0, n, place, places, out);
}
