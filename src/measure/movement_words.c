/* A change in words. */
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "measure/measure_pages.h"
#include "measure/movement.h"
#include "web/page.h"

/* One to ten in words, the rest in figures. */
static const char *
count_in_words(struct mem *m, double n, bool begins)
{
	static const char *const small[] = {"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
	static const char *const capital[] = {"None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"};

	if (n >= 0 && n <= 10 && floor(n) == n)
		return (begins ? capital : small)[(int)n];
	return text_number(m, n, 0);
}

static const char *
at_or_in(const struct movement *x)
{
	return x->k->at == AT_PERIOD_END ? "at the end of" : "in";
}

const char *
movement_answer(struct mem *m, const struct movement *x)
{
	const struct shown *before = &x->side[0], *after = &x->side[1];
	const char *way = x->change.value > 0 ? "rose" : x->change.value < 0 ? "fell" : "did not move";

	if (!x->when[1])
		return "There is no figure yet, so nothing has moved.";
	if (!x->when[0])
		return mem_format(m, "There is no earlier period to set beside %s.", x->when[1]);
	if (x->hidden)
		return mem_format(m, "What happened between %s and %s is hidden, because the numbers are small.", x->when[0], x->when[1]);
	if (isnan(x->change.value))
		return mem_format(m, "There is no value in both %s and %s, so no change can be told.", x->when[0], x->when[1]);
	if (!(fabs(x->change.value) > 0))
		return mem_format(m, "It did not move: %s %s %s and %s %s.", value_with_unit(m, x->k, after->value), at_or_in(x),
		    x->when[0], at_or_in(x), x->when[1]);
	return mem_format(m, "It %s from %s %s %s to %s %s %s.", way, value_with_unit(m, x->k, before->value), at_or_in(x), x->when[0],
	    value_with_unit(m, x->k, after->value), at_or_in(x), x->when[1]);
}

const char *
movement_chance(struct mem *m, const struct movement *x)
{
	const char *points = strcmp(unit_words_of(m, x->k), "%") == 0 ? " percentage points" : "";

	if (!x->when[0] || x->hidden || isnan(x->change.value))
		return "";
	if (x->overlap)
		return "The two periods share days, so no interval of the difference is given.";
	if (x->in_part)
		return mem_format(m, "The files cover %s in part alone, so whether the change is more than chance is not said.", x->in_part);
	if (isnan(x->change.lower))
		return "There is no interval of the difference for a measure of this kind: whether it is chance cannot be told from it.";
	return mem_format(m, "The change is %s%s, with a 95%% interval from %s to %s. %s", text_number(m, x->change.value, decimals_of(x->k)), points,
	    text_number(m, x->change.lower, decimals_of(x->k)), text_number(m, x->change.upper, decimals_of(x->k)),
	    movement_is_clear(x) ? "That is more than chance." : "That may be chance.");
}

const char *
movement_method(const struct movement *x)
{
	if (!x->when[0] || x->hidden || isnan(x->change.lower))
		return "";
	return x->k->measure == MEASURE_PROPORTION ? "The interval of the change is Newcombe's (method 10, from Wilson's limits of the two"
	    " percentages). It takes the two periods for independent, which is cautious where the same children are in both." :
	    "The interval of the change is made from the limits of the two values (Donner and Zou). It takes the two periods for"
	    " independent, which is cautious where the same children are in both.";
}

const char *
movement_same(const struct movement *x)
{
	if (!movement_tells_same(x->k))
		return "Its query is asked of each period by itself, so that a worker, organisation or place counted in both cannot be told"
		    " from two: each is taken to have joined or left.";
	if (x->k->unit == UNIT_ROW)
		return "Each record counts here, so a child may count more than once. The same one is the same child: joined are children"
		    " with a record in the later period alone, left those with one in the earlier alone. A record of nobody who is known"
		    " stands for itself.";
	if (x->k->unit == UNIT_CHILD)
		return "The same one is the same child, whichever agency's record tells of it: joined are children counted in the later"
		    " period alone, left those counted in the earlier alone.";
	return "The same one is the same worker, organisation or place: joined are those counted in the later period alone, left those"
	    " counted in the earlier alone.";
}

static const struct class_name {
	const char *name, *share;       /* share: what it is called where each one counts or does not; NULL: the same */
	const char *words, *share_words;
} classes[MOVE_CLASSES] = {
	[MOVE_JOINED] = {"Joined", NULL, "there in the later period alone", NULL},
	[MOVE_LEFT] = {"Left", NULL, "there in the earlier period alone", NULL},
	[MOVE_MOVED_IN] = {"Moved in", NULL, "in another group before", NULL},
	[MOVE_MOVED_OUT] = {"Moved out", NULL, "in another group since", NULL},
	[MOVE_ROSE] = {"Rose", "Began to count", "there in both periods, for more in the later",
	    "there in both periods, in the count in the later alone"},
	[MOVE_FELL] = {"Fell", "Ceased to count", "there in both periods, for less in the later",
	    "there in both periods, in the count in the earlier alone"},
	[MOVE_SAME] = {"Unchanged", NULL, "there in both periods, for the same", NULL},
};

/* Whether each one is in the count or not, and nothing between. */
static bool
counts_or_not(const struct movement *x)
{
	return x->k->measure == MEASURE_PROPORTION && x->k->unit == UNIT_CHILD;
}

const char *
movement_class_name(const struct movement *x, enum move_class class)
{
	return counts_or_not(x) && classes[class].share ? classes[class].share : classes[class].name;
}

const char *
movement_class_words(const struct movement *x, enum move_class class)
{
	return counts_or_not(x) && classes[class].share_words ? classes[class].share_words : classes[class].words;
}

/* ---- the end of the period ------------------------------------------------------------------------------------------------ */

static const char *
range_of(struct mem *m, const struct movement *x, double lower, double upper)
{
	return lower < upper || lower > upper ? mem_format(m, "between %s and %s", text_number(m, lower, decimals_of(x->k)),
	    value_with_unit(m, x->k, upper)) : value_with_unit(m, x->k, lower);
}

static const char *
open_words(struct mem *m, const struct movement_ahead *a)
{
	if (isnan(a->overdue))
		return "";
	return mem_format(m, " Of what is open, %s due by then and may still be in time; %s late already.",
	    a->open_due > 1 || a->open_due < 1 ? mem_format(m, "%s are", count_in_words(m, a->open_due, false)) : "one is",
	    a->overdue > 1 || a->overdue < 1 ? mem_format(m, "%s are", count_in_words(m, a->overdue, false)) : "one is");
}

const char *
movement_ahead_words(struct mem *m, const struct movement *x)
{
	const struct movement_ahead *a = &x->ahead;
	const char *until = a->as_at == DAY_NONE ? "" : day_words(m, a->as_at);

	if (a->why_not)
		return a->why_not;
	if (!isnan(a->further))
		return mem_format(m, "By %s, %s counted for %s. About %s more are expected by %s: at the present pace it ends %s;"
		    " at the very most %s and at the least %s, should all of them%s or none of them count.%s", until,
		    a->so_far.denominator > 0 ? mem_format(m, "%s of %s were", text_number(m, a->so_far.numerator, 0),
		    text_number(m, a->so_far.denominator, 0)) : "none was", a->when,
		    count_in_words(m, a->further, false), day_words(m, a->period.to), range_of(m, x, a->at_pace.lower, a->at_pace.upper),
		    value_with_unit(m, x->k, a->highest), value_with_unit(m, x->k, a->lowest), a->overdue > 0 ? " but those late already" :
		    "", open_words(m, a));
	if (!isnan(a->came))
		return mem_format(m, "On %s it stands at %s (%s). In the %d days before, %s came and %s went: if it goes on so, %s ends %s.",
		    until, value_with_unit(m, x->k, a->value), text_number(m, a->so_far.numerator, 0), (int)(a->period.to - a->as_at),
		    count_in_words(m, a->came, false), count_in_words(m, a->went, false), a->when,
		    range_of(m, x, a->at_pace.lower, a->at_pace.upper));
	return mem_format(m, "By %s, %s counted for %s: at the present pace it ends %s (%s to %s)%s.", until,
	    a->so_far.numerator > 0 ? mem_format(m, "%s were", text_number(m, a->so_far.numerator, 0)) : "none was", a->when,
	    range_of(m, x, a->at_pace.lower, a->at_pace.upper), text_number(m, a->numerator.lower, 0),
	    text_number(m, a->numerator.upper, 0), a->so_far.numerator > 0 ? mem_format(m, ", and not below %s",
	    value_with_unit(m, x->k, a->value)) : "");
}

/* ---- targets -------------------------------------------------------------------------------------------------------------- */

/* "Four more on time", "11 fewer". */
static const char *
needed_words(struct mem *m, const struct movement *x, double n, bool fewer)
{
	return mem_format(m, "%s %s%s", count_in_words(m, n, true), fewer ? "fewer" : "more", !fewer && x->k->from_clock ? " on time" :
	    "");
}

static const char *
target_value(struct mem *m, const struct movement *x)
{
	double t = x->target.target;
	const char *unit = unit_words_of(m, x->k), *number = text_number(m, t, fabs(t - floor(t)) > 0 ? 1 : 0);

	return mem_format(m, strcmp(unit, "%") == 0 || !*unit ? "%s%s" : "%s %s", number, unit);
}

const char *
movement_target_words(struct mem *m, const struct movement *x)
{
	const struct movement_target *t = &x->target;
	const char *target;

	if (isnan(t->target) || isnan(t->needed))
		return NULL;
	target = mem_format(m, "%s (%s)", target_value(m, x), t->source);
	if (t->needed < 1)
		return mem_format(m, "%s %s reached %s.", x->k->at == AT_PERIOD_END ? "The end of" : "The figure of", x->when[1], target);
	if (isinf(t->needed))
		return mem_format(m, "No number could have reached %s %s %s.", target, at_or_in(x), x->when[1]);
	return mem_format(m, "%s%s would have reached %s %s %s.", needed_words(m, x, t->needed, t->lower), x->value == MOVE_SHARE ?
	    mem_format(m, ", of %s,", text_number(m, x->side[1].denominator, 0)) : "", target, at_or_in(x), x->when[1]);
}

static const char *
flow_end_words(struct mem *m, const struct movement *x)
{
	const struct movement_target *t = &x->target;
	const struct movement_ahead *a = &x->ahead;
	const char *target = target_value(m, x);
	bool share = !isnan(a->further);
	const char *of = share ? mem_format(m, ", of about %s still expected,", count_in_words(m, a->further, false)) : "";

	if (!t->reachable && share)
		return mem_format(m, "%s can no longer reach %s with the number that is still expected.", a->when, target);
	if (!t->reachable)
		return mem_format(m, "%s can no longer reach %s.", a->when, target);
	if (t->lower)
		return mem_format(m, "%s%s may be counted by the end of %s for it to reach %s.", t->at_end < 1 ? "No more" :
		    mem_format(m, "At most %s more", count_in_words(m, t->at_end, false)), of, a->when, target);
	if (t->at_end < 1)
		return mem_format(m, "%s reaches %s even without one more.", a->when, target);
	return mem_format(m, "%s%s %s %s by the end of %s.", needed_words(m, x, t->at_end, false), of, t->at_end > 1 ? "reach" :
	    "reaches", target, a->when);
}

const char *
movement_end_words(struct mem *m, const struct movement *x)
{
	const struct movement_target *t = &x->target;

	if (isnan(t->target) || isnan(t->at_end) || x->ahead.why_not)
		return NULL;
	if (x->k->at == DURING_PERIOD)
		return flow_end_words(m, x);
	if (isinf(t->at_end))
		return mem_format(m, "No number reaches %s by the end of %s.", target_value(m, x), x->ahead.when);
	if (t->at_end < 1)
		return mem_format(m, "On %s it is at %s or beyond.", day_words(m, x->ahead.as_at), target_value(m, x));
	return mem_format(m, "%s than on %s %s %s at the end of %s.", needed_words(m, x, t->at_end, t->lower),
	    day_words(m, x->ahead.as_at), t->at_end > 1 ? "reach" : "reaches", target_value(m, x), x->ahead.when);
}
