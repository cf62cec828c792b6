/* How fast the statistics are by themselves, without reading and writing: a million Wilson intervals, a million intervals of
 * rates (exact below ten events, else Byar's), beside the CPU time of the reference package in R for the same rows, measured
 * on the machine this was written on (PHEindicatormethods 2.1.0 under R 4.2.2: 0.22 s and 2.0 s).
 *
 *   bench/calc            times them
 *   bench/calc rows KIND  writes the million rows as CSV, for bench/calc.sh; KIND is proportion or rate
 *   bench/calc ladders    writes one hundred areas of ten groups, each with a seed of its own */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "stats/interval.h"

#define ROWS 1000000
#define PEER_PROPORTION 0.22
#define PEER_RATE 2.0

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The same rows every time (xorshift: Marsaglia 2003); a third of the rates have fewer than ten events. */
static void
row_make(uint64_t *seed, int rate, double *x, double *n)
{
	uint64_t r;

	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	r = *seed >> 20;
	*n = (double)(1 + *seed % 90000);
	*x = (double)(rate ? r % 3 == 0 ? r / 3 % 10 : 10 + r / 3 % 400 : r % (uint64_t)*n);
}

static void
rows_write(int rate)
{
	uint64_t seed = 88172645463325252u;
	double x, n;

	puts("id,x,n");
	for (int i = 0; i < ROWS; i++) {
		row_make(&seed, rate, &x, &n);
		printf("%d,%.0f,%.0f\n", i, x, n);
	}
}

static void
ladders_write(void)
{
	uint64_t seed = 88172645463325252u;
	double x, n;

	puts("area,quantile,population,value,lower_cl,upper_cl,seed");
	for (int area = 0; area < 100; area++)
		for (int q = 1; q <= 10; q++) {
			row_make(&seed, 0, &x, &n);
			printf("%d,%d,%.0f,%.3f,%.3f,%.3f,%d\n", area, q, n + 500, 50 + 5 * q + x / n, 45 + 5 * q + x / n,
			    56 + 5 * q + x / n, area + 1);
		}
}

/* Best of five; `sum` keeps the compiler from leaving the work out. */
static double
time_rows(int rate, const double *x, const double *n, double *sum)
{
	double best = 1e9;

	for (int turn = 0; turn < 5; turn++) {
		struct rate_limits limits;
		double start = cpu_seconds(), took;

		rate_limits_make(&limits, CONFIDENCE_95);
		for (int i = 0; i < ROWS; i++) {
			struct interval a = rate ? rate_limits_interval(&limits, x[i], n[i], 10000)
			    : interval_proportion_at(x[i], n[i], limits.deviate, 100);

			*sum += a.lower + a.upper;
		}
		took = cpu_seconds() - start;
		best = took < best ? took : best;
	}
	return best;
}

int
main(int argc, char **argv)
{
	double *x = malloc(ROWS * sizeof *x), *n = malloc(ROWS * sizeof *n), sum = 0, took[2];

	if (argc > 2 && strcmp(argv[1], "rows") == 0) {
		rows_write(strcmp(argv[2], "rate") == 0);
	} else if (argc > 1 && strcmp(argv[1], "ladders") == 0) {
		ladders_write();
	} else if (x != NULL && n != NULL) {
		for (int rate = 0; rate < 2; rate++) {
			uint64_t seed = 88172645463325252u;

			for (int i = 0; i < ROWS; i++)
				row_make(&seed, rate, &x[i], &n[i]);
			took[rate] = time_rows(rate, x, n, &sum);
		}
		printf("Wilson alone  %6.3f s of CPU for a million rows: %5.1f times the peer's speed (%.2f s)\n", took[0],
		    PEER_PROPORTION / took[0], PEER_PROPORTION);
		printf("Byar's alone  %6.3f s of CPU for a million rows: %5.1f times the peer's speed (%.2f s)\n", took[1],
		    PEER_RATE / took[1], PEER_RATE);
		if (sum == 0)
			puts("(nothing was worked out)");
	}
	free(x);
	free(n);
	return 0;
}
