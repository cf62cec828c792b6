/* Somebody who reads all that is shown and solves for what is not: the smallest and largest value that each withheld count can have
 * under every sum there is. A linear programme by the simplex method with Bland's rule (1977), in plain arrays; it knows nothing of
 * how the guard works. */
#ifndef TESTS_ATTACKER_H
#define TESTS_ATTACKER_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ATTACK_EPS 1e-7

/* Unknowns x >= least[i]; sums of rows: coefficient[row][i] x = right[row]. */
struct attack {
	size_t n, rows;
	double *coefficient, *right, *least;
	size_t width;
	double *tableau;                /* [rows][n + rows + 1]; the unknowns less their least, artificial ones, the right side */
	size_t *basic;
	bool solved;
};

static inline struct attack
attack_new(size_t n, size_t rows_most)
{
	struct attack a = {.n = n};

	a.coefficient = calloc(rows_most * n + 1, sizeof *a.coefficient);
	a.right = calloc(rows_most + 1, sizeof *a.right);
	a.least = calloc(n + 1, sizeof *a.least);
	return a;
}

static inline void
attack_free(struct attack *a)
{
	free(a->coefficient);
	free(a->right);
	free(a->least);
	free(a->tableau);
	free(a->basic);
}

static inline void
attack_pivot(struct attack *a, double *t, double *cost, size_t row, size_t column)
{
	double by = t[row * a->width + column];

	for (size_t k = 0; k < a->width; k++)
		t[row * a->width + k] /= by;
	for (size_t i = 0; i < a->rows; i++) {
		double f = t[i * a->width + column];

		for (size_t k = 0; i != row && fabs(f) > 1e-12 && k < a->width; k++)
			t[i * a->width + k] -= f * t[row * a->width + k];
	}
	by = cost[column];
	for (size_t k = 0; k < a->width; k++)
		cost[k] -= by * t[row * a->width + k];
}

/* Brings the cost down as far as it goes over columns under `allowed`; false: without end. */
static inline bool
attack_descend(struct attack *a, double *t, size_t *basic, double *cost, size_t allowed)
{
	for (;;) {
		size_t column = 0, row = SIZE_MAX;
		double least = INFINITY;

		while (column < allowed && cost[column] > -ATTACK_EPS)
			column++;
		if (column == allowed)
			return true;
		for (size_t i = 0; i < a->rows; i++) {
			double by = t[i * a->width + column], ratio = by > ATTACK_EPS ? t[i * a->width + a->width - 1] / by : INFINITY;

			if (ratio < least - 1e-10 || (ratio < least + 1e-10 && row != SIZE_MAX && by > ATTACK_EPS && basic[i] < basic[row])) {
				least = ratio;
				row = i;
			}
		}
		if (row == SIZE_MAX)
			return false;
		attack_pivot(a, t, cost, row, column);
		basic[row] = column;
	}
}

/* Finds some table that fits all that is shown. */
static inline bool
attack_begin(struct attack *a)
{
	double *cost;

	a->width = a->n + a->rows + 1;
	a->tableau = calloc((a->rows + 1) * a->width, sizeof *a->tableau);
	a->basic = calloc(a->rows + 1, sizeof *a->basic);
	cost = calloc(a->width, sizeof *cost);
	for (size_t i = 0; i < a->rows; i++) {
		double *t = &a->tableau[i * a->width], right = a->right[i], sign;

		for (size_t k = 0; k < a->n; k++)
			right -= a->coefficient[i * a->n + k] * a->least[k];
		sign = right < 0 ? -1 : 1;
		for (size_t k = 0; k < a->n; k++)
			t[k] = sign * a->coefficient[i * a->n + k];
		t[a->n + i] = 1;
		t[a->width - 1] = sign * right;
		a->basic[i] = a->n + i;
		for (size_t k = 0; k < a->width; k++)
			cost[k] -= k < a->n || k == a->width - 1 ? t[k] : 0;
	}
	a->solved = attack_descend(a, a->tableau, a->basic, cost, a->n) && cost[a->width - 1] > -1e-5;
	for (size_t i = 0; i < a->rows; i++)            /* artificial ones at nought leave where they can */
		for (size_t k = 0; a->basic[i] >= a->n && k < a->n; k++)
			if (fabs(a->tableau[i * a->width + k]) > ATTACK_EPS) {
				attack_pivot(a, a->tableau, cost, i, k);
				a->basic[i] = k;
			}
	free(cost);
	return a->solved;
}

/* The least (sign 1) or greatest (sign -1) value of an unknown. */
static inline double
attack_limit(struct attack *a, size_t of, double sign)
{
	double *t = malloc(a->rows * a->width * sizeof *t + 1), *cost = calloc(a->width, sizeof *cost), out;
	size_t *basic = malloc(a->rows * sizeof *basic + 1);

	memcpy(t, a->tableau, a->rows * a->width * sizeof *t);
	memcpy(basic, a->basic, a->rows * sizeof *basic);
	cost[of] = sign;
	for (size_t i = 0; i < a->rows; i++)
		if (basic[i] == of)
			for (size_t k = 0; k < a->width; k++)
				cost[k] -= sign * t[i * a->width + k];
	out = attack_descend(a, t, basic, cost, a->n) ? sign * -cost[a->width - 1] + a->least[of] : -sign * INFINITY;
	free(t);
	free(cost);
	free(basic);
	return out;
}

#endif
