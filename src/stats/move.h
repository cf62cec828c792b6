/* Why a number moved: what joined, left and changed adds up to the change, exactly; where the period may end; what reaches a
 * target. Sums in, numbers out; nothing here knows whom they are of. */
#ifndef STATS_MOVE_H
#define STATS_MOVE_H

#include <stdbool.h>

struct move_sum {
	double numerator, denominator;  /* the denominator of a rate's parts is not used: its population is the whole's */
};

/* How a value comes of its sums: the numerator alone; by a population that the parts share; by the parts' own denominators. */
enum move_value { MOVE_COUNT, MOVE_RATE, MOVE_SHARE };

/* The value of sums, times `per`; NaN where the denominator is not above 0. */
double move_value(enum move_value kind, struct move_sum sum, double per);

/* What one part of the whole adds to the change of the whole's value, in the value's unit. Over parts that add up to the whole,
 * `all` adds up to the change; of a rate, to the change less that which move_population() gives. `own`: because the part's own
 * value changed; `mix`: because its weight did; the two add up to `all`. Each is weighed by the mean of the two periods
 * (Kitagawa 1955, Journal of the American Statistical Association 50, 1168-1194), and a part's weight is judged against the mean
 * of the whole's two values, so that a part larger than before adds to the change where it lies above that. NaN where the whole
 * has no value in one of the periods. */
struct move_effect { double all, own, mix; };
struct move_effect move_effect(enum move_value kind, const struct move_sum whole[2], const struct move_sum part[2], double per);
/* The part of a rate's change that its population makes; 0 of what is no rate. `whole`: before and after. */
double move_population(enum move_value kind, const struct move_sum *whole, double per);

/* What one (a child, a worker) was and is. */
enum move_class {
	MOVE_JOINED, MOVE_LEFT,         /* counted in the later period alone; in the earlier alone */
	MOVE_MOVED_IN, MOVE_MOVED_OUT,  /* the same within a group, of those counted elsewhere in the other period */
	MOVE_ROSE, MOVE_FELL,           /* counted in both, with a higher numerator; with a lower one */
	MOVE_SAME,                      /* counted in both, with the same numerator */
	MOVE_CLASSES
};
struct move_part {
	double ones;
	struct move_sum sum[2];         /* before, after */
};
struct move_split {
	struct move_part whole, of[MOVE_CLASSES];       /* `whole` is the sum of the others */
};
/* Adds one to the split of a group. `here`: whether it is counted in this group in each period; `anywhere`: in any. What is in
 * neither is not added. */
void move_add(struct move_split *split, const struct move_sum sum[2], const bool here[2], const bool anywhere[2]);

/* ---- targets ------------------------------------------------------------------------------------------------------- */

/* The least whole number that must be added to the numerator (of the same denominator) for the value to be at least the target;
 * with `lower`, taken from it for the value to be at most that. 0: it is. Infinite where no whole number does: more than the
 * denominator of a share, or below nought. NaN where there is no value. */
double move_needed(enum move_value kind, struct move_sum sum, double per, double target, bool lower);
/* Of a share: how many more must come, all of them hits (with `lower`: none), for the same. */
double move_needed_next(struct move_sum sum, double per, double target, bool lower);

/* ---- where it may end ----------------------------------------------------------------------------------------------- */

struct move_range { double lower, middle, upper; };     /* a 95 % prediction interval and the mean; whole numbers but the mean */

/* Events yet to come in `ahead` of time after `seen` events in `past`: a Poisson process whose rate is known from those alone,
 * so negative binomial (Jeffreys' prior; Aitchison and Dunsmore 1975, Statistical Prediction Analysis, 3.3). NaN where
 * `past` is not above 0. */
struct move_range move_ahead_events(double seen, double past, double ahead);
/* Hits among `ahead` cases yet to come after `hits` among `of`: beta-binomial (Jeffreys' prior; the same, 3.4). */
struct move_range move_ahead_hits(double hits, double of, double ahead);
/* A level after as many come and go again as came and went before: the difference of two Poisson numbers (Skellam 1946, Journal
 * of the Royal Statistical Society 109, 296), each estimated from one such stretch, by the normal approximation; not below 0,
 * and not above `most`. */
struct move_range move_ahead_level(double now, double came, double went, double most);

#endif
