/* Why did it move? A measure's change between two periods, taken apart: who joined, left and changed, which groups it came from,
 * where the period that is not over may end, and what would reach the target.
 *
 * It is worked out from the rows of the measure's own query by the engine that computes its figures, so it adds up to them. It
 * describes groups; no child is named, told apart or put in order. */
#ifndef MEASURE_MOVEMENT_H
#define MEASURE_MOVEMENT_H

#include "measure/shown.h"
#include "stats/interval.h"
#include "stats/move.h"

struct table;

/* What is asked. `by`: one breakdown, or NULL for locality and team; `target`: NaN for the measure's own, else England's. */
struct movement_ask {
	const char *period, *against;   /* as periods are called: "2024-25"; NULL: the newest whole one, and the one before */
	const char *by;
	double target;
	bool all;                       /* small numbers too: for readers who may see records */
};

struct movement_group {
	const char *name, *code;
	struct move_split split;
	struct move_effect effect;
	size_t folded;                  /* groups with small numbers that are added up here; 0: one group */
};
struct movement_cut {
	const char *name, *title;       /* "locality", "Locality" */
	struct { struct movement_group *item; size_t n, cap; } groups;
	bool hidden;                    /* the numbers are too small for any group */
	bool parts_hidden;              /* too small for who joined, left and changed */
};

/* Where the period that is not over may end. */
struct movement_ahead {
	const char *why_not;            /* NULL, or one sentence on why nothing is said */
	const char *method;             /* one sentence */
	const char *when;               /* the period */
	struct period period;
	int32_t as_at;                  /* the last day that the files speak of */
	struct move_sum so_far;         /* a rate's denominator is its population */
	double value;                   /* of that; of a rate what has come together by then */
	double further;                 /* of a share: how many more are expected; else NaN */
	double open_due, overdue;       /* of a clock: what is open and due by the end; what is late already; else NaN */
	double came, went;              /* of a level: in as many days as are left; else NaN */
	struct move_range numerator, at_pace;   /* at the end; the measure's value then */
	double highest, lowest;         /* of a share: should all, or none, of the further ones be hits; else NaN */
};

struct movement_target {
	double target;                  /* NaN: none */
	const char *source;             /* "the measure's target", "England in 2024-25" */
	bool lower;                     /* it is reached from above */
	double needed;                  /* in the later period: see move_needed() */
	double at_end;                  /* of the period that is not over; NaN: cannot be said */
	bool reachable;
};

struct movement {
	const struct indicator *k;
	enum move_value value;
	double per;
	struct shown side[2];           /* before, after */
	const char *when[2];
	enum period_kind kind;
	struct { const char **item; size_t n, cap; } periods;   /* those of the kind that have a figure, the newest first */
	bool hidden;                    /* of the two periods one at least has small numbers: nothing more is said */
	bool overlap;                   /* the periods share days */
	const char *in_part;            /* NULL, or the period of which the files cover a part alone */
	struct interval change;         /* of the value; limits NaN where there are none */
	struct move_sum whole[2];       /* as it is, never rounded: only to work with */
	struct move_split split;
	bool split_hidden;
	double population;              /* the part of a rate's change that is its population's */
	struct { struct movement_cut *item; size_t n, cap; } cuts;
	struct movement_ahead ahead;
	struct movement_target target;
};

/* In c->mem. ERR_INPUT where the measure has no rows, or nothing is there of a period that is asked for. `out->when[0]` is NULL
 * where there is no earlier period, and then all that says so is empty. */
enum err movement_of(struct ctx *c, const struct indicator *k, const struct movement_ask *ask, struct movement *out) MUST_USE;

/* Whether the change is more than chance: its 95 % interval does not hold nought. */
bool movement_is_clear(const struct movement *x);

/* Whether one that is counted in both periods is known to be the same one. */
bool movement_tells_same(const struct indicator *k);

/* Hides what is small: with whatever would give it away by subtraction. For readers who may not see records. */
void movement_hide(struct mem *m, struct movement *x);

/* ---- words ---------------------------------------------------------------------------------------------------------- */

/* "New EHC plans … rose from 80.0% to 90.0%." */
const char *movement_answer(struct mem *m, const struct movement *x);
/* Whether it is more than chance, and how that is known. */
const char *movement_chance(struct mem *m, const struct movement *x);
/* How that interval is made; "" where there is none. */
const char *movement_method(const struct movement *x);
/* What counts as the same one in both periods. */
const char *movement_same(const struct movement *x);
const char *movement_ahead_words(struct mem *m, const struct movement *x);
/* "Four more on time reach 90%."; NULL where there is no target. */
const char *movement_target_words(struct mem *m, const struct movement *x);
/* The same of the period that is not over; NULL where nothing can be said. */
const char *movement_end_words(struct mem *m, const struct movement *x);
/* "Joined", "Left" …, and what a class of ones is. */
const char *movement_class_name(const struct movement *x, enum move_class class);
const char *movement_class_words(const struct movement *x, enum move_class class);

/* One row a part of the change; then the period's end and the target. `people`: hidden numbers are printed as c. */
enum err movement_table(struct ctx *c, const struct movement *x, bool people, struct table **out) MUST_USE;

#endif
