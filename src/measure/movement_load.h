/* The arrays that a change is worked out from. Private to movement*.c. */
#ifndef MEASURE_MOVEMENT_LOAD_H
#define MEASURE_MOVEMENT_LOAD_H

#include "measure/compute.h"
#include "measure/movement.h"

/* One measure with everything that its figures are computed from. */
struct moving {
	struct ctx *c;
	const struct indicator *k;
	struct run run;
	struct question q;
	struct basis basis;
	struct fact_rows rows;          /* of a query that runs once; else those of `loaded` */
	struct period loaded;
	int32_t first_row;
	enum period_kind year;
	double *people;                 /* of each cell; for find_population() */
	const char **team;              /* names, then "not known" */
	size_t n_teams;                 /* without "not known" */
	struct intervals teams;         /* what: a team's number */
};

enum err moving_load(struct ctx *c, const struct indicator *k, struct moving *out) MUST_USE;
/* Who is counted in a period, of whatever length, and what they add; by key. */
enum err moving_counted(struct moving *x, enum period_kind kind, struct period p, struct counted_list *out) MUST_USE;
/* The period's figure, as the engine computes it. */
enum err moving_figure(struct moving *x, enum period_kind kind, struct period p, struct figure *out) MUST_USE;
/* The population of a rate in a period, times the years pooled; NaN where there is none. */
double moving_population(struct moving *x, struct period p);
struct move_sum moving_sum(const struct counted_list *list);

/* One way to cut: a number for each group, the last of them not known. */
struct cutting {
	const char *name, *title;
	const struct dimension *dimension;      /* NULL: teams */
	size_t n;
};
/* ERR_INPUT for a name that is no breakdown. */
enum err cutting_find(struct moving *x, const char *name, struct cutting *out) MUST_USE;
size_t cutting_group(const struct moving *x, const struct cutting *cut, int32_t person, int32_t day);
const char *cutting_name(const struct moving *x, const struct cutting *cut, size_t group);

/* Splits the change between two lists; `groups` (NULL: none) has cut->n places. */
void moving_split(struct moving *x, const struct counted_list side[2], const struct cutting *cut, struct move_split *whole,
    struct move_split *groups);

/* Where the newest period that is not over may end. */
enum err movement_look_ahead(struct moving *x, enum period_kind kind, struct movement *out) MUST_USE;
/* The target, and what it needs. `asked`: NaN for the measure's own. */
enum err movement_aim(struct moving *x, double asked, struct movement *out) MUST_USE;

#endif
