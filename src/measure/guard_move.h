/* Moves: changes of the figures that keep every sum. Private to the guard.
 *
 * A move shifts one child: from a place to another of the same group, within a period (a swap), against the opposite swap in another
 * period (a rectangle), from one period to another (with all breakdowns, a shift), or into the period from nowhere (a gain, when
 * nothing else can give). A figure can be told from others exactly when no chain of moves over withheld figures alters it. */
#ifndef MEASURE_GUARD_MOVE_H
#define MEASURE_GUARD_MOVE_H

#include "measure/guard.h"

/* What a step changes in a figure that gains a child, and what must be left in one that loses. A figure has one count, or two
 * that are independent of each other. */
struct guard_step {
	double change[2];
	double least[2], least_sum;
};
struct guard_steps {
	const struct guard_step *item[2];
	size_t n;
};

struct guard_time {
	int32_t from, to;               /* no stored period begins or ends within it */
};

struct guard_list {
	uint32_t *item;
	size_t n;
};

struct guard_table {
	struct mem *m;
	const struct guard_places *places;
	const struct indicator *k;
	struct guard_cell *cell;        /* in order of period, then place */
	size_t n;
	struct period *period;          /* rising; as stored */
	size_t n_periods;
	uint32_t *weight;               /* of each: how many figures of groups its total is worth; set by the caller, as is may_open */
	int32_t *period_of;             /* of each cell */
	int32_t *at;                    /* [place][period]: a cell or -1 */
	bool *stored;                   /* [family][period]: some cell is there */
	bool *opened;                   /* [family][period]: it is dropped, so its noughts are not known */
	struct guard_time *time;
	size_t n_times;
	bool *holds;                    /* [period][time] */
	struct guard_list *held_by;     /* of each time: the periods that hold it */
	struct guard_list *meets;       /* of each time: the nearest others that share a period with it, nearest first */
	bool **first;                   /* [group][period]: of each atom, whether no earlier one is counted in the same figures then */
	int32_t *group_of, *level_of;   /* of each family: its group, or -1; its level there */
	double *count[2];               /* of each cell; the second NULL where there is one alone */
	const bool *may_open;           /* of each family: whether a breakdown may be dropped where that spares a total */
	bool spares_totals;             /* chains withhold no total anew … */
	const bool *unknown;            /* … and leave how many somebody is counted among as it is, but in these cells; NULL: in any */
	double *change[2];              /* what the steps of a chain have changed so far */
	struct { int32_t *item; size_t n, cap; } touched, hid;
};

/* Lays out cells that are sorted. Everything lives in `m`. */
void guard_table_make(struct mem *m, const struct guard_places *places, const struct indicator *k, struct guard_cell *cell,
    size_t n, struct guard_table *out);

/* Whether a cell's breakdown is dropped for its period. */
bool guard_is_opened(const struct guard_table *t, size_t cell);

/* A chain of `n` moves each of which changes cell `v` by one of the steps times `sign`, withholding what it needs: the fewest new
 * figures a move, then the smallest. False, and nothing withheld, when there is none. */
bool guard_chain(struct guard_table *t, int32_t v, struct guard_steps steps, int sign, int n);

#endif
