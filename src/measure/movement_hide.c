/* Small numbers of a change. What a reader may not see must not follow from what they do see: so who joined, left and changed is
 * shown when each of them is large enough and not else, groups that are too small are added up with others until they are not, and
 * where counts are rounded nothing is taken apart, for rounded parts do not add up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "measure/movement.h"
#include "measure/suppress.h"

static bool
is_few(const struct indicator *k, double n)
{
	return n > 1e-9 && n < (double)k->small_numbers_under - 1e-9;
}

/* Whether a count is few, or what is left of those among whom it is counted. */
static bool
sum_is_few(const struct indicator *k, struct move_sum sum)
{
	if (k->measure == MEASURE_MEAN || k->measure == MEASURE_MEDIAN)
		return is_few(k, sum.denominator);
	if (is_few(k, sum.numerator))
		return true;
	return k->measure == MEASURE_PROPORTION && (is_few(k, sum.denominator) || is_few(k, sum.denominator - sum.numerator));
}

static bool
part_is_few(const struct indicator *k, const struct move_part *part)
{
	return is_few(k, part->ones) || sum_is_few(k, part->sum[0]) || sum_is_few(k, part->sum[1]);
}

static bool
split_is_few(const struct indicator *k, const struct move_split *split)
{
	for (int i = 0; i < MOVE_CLASSES; i++)
		if (part_is_few(k, &split->of[i]))
			return true;
	return false;
}

static bool
group_is_few(const struct indicator *k, const struct move_split *split)
{
	return sum_is_few(k, split->whole.sum[0]) || sum_is_few(k, split->whole.sum[1]);
}

static void
add_part(struct move_part *to, const struct move_part *part)
{
	to->ones += part->ones;
	for (int i = 0; i < 2; i++) {
		to->sum[i].numerator += part->sum[i].numerator;
		to->sum[i].denominator += part->sum[i].denominator;
	}
}

static void
fold_into(struct movement_group *to, const struct movement_group *group)
{
	add_part(&to->split.whole, &group->split.whole);
	for (int i = 0; i < MOVE_CLASSES; i++)
		add_part(&to->split.of[i], &group->split.of[i]);
	to->effect.all += group->effect.all;
	to->folded++;
}

static int
smallest_first(const void *a, const void *b)
{
	const struct movement_group *x = a, *y = b;

	if (x->split.whole.ones < y->split.whole.ones)
		return -1;
	return x->split.whole.ones > y->split.whole.ones ? 1 : strcmp(x->name, y->name);
}

/* The small ones become one; with it as many of the next smallest as it takes for it not to be small, so that it is never one alone. */
static void
hide_groups(struct mem *m, const struct movement *x, struct movement_cut *cut)
{
	struct movement_group rest = {0}, *order = mem_new_array(m, struct movement_group, cut->groups.n + 1);
	size_t n = cut->groups.n, kept = 0;
	bool *folded = mem_new_array(m, bool, n + 1);

	if (cut->hidden) {
		cut->groups.n = 0;
		return;
	}
	memcpy(order, cut->groups.item, n * sizeof *order);
	qsort(order, n, sizeof *order, smallest_first);
	for (size_t i = 0; i < n; i++)
		if (group_is_few(x->k, &order[i].split)) {
			folded[i] = true;
			fold_into(&rest, &order[i]);
		}
	for (size_t i = 0; rest.folded && i < n && group_is_few(x->k, &rest.split); i++)
		if (!folded[i]) {
			folded[i] = true;
			fold_into(&rest, &order[i]);
		}
	cut->hidden = rest.folded == n && n > 0;
	for (size_t i = 0; i < n; i++) {        /* in the order that they had */
		for (size_t k = 0; k < n; k++)
			if (!folded[k] && order[k].name == cut->groups.item[i].name) {
				cut->groups.item[kept++] = cut->groups.item[i];
				break;
			}
	}
	cut->groups.n = kept;
	rest.name = rest.code = mem_format(m, "%zu with small numbers", rest.folded);
	rest.effect.own = 0;
	rest.effect.mix = rest.effect.all;
	if (rest.folded && !cut->hidden)
		*push(m, &cut->groups) = rest;
	for (size_t i = 0; i < cut->groups.n; i++)
		cut->parts_hidden = cut->parts_hidden || split_is_few(x->k, &cut->groups.item[i].split);
}

static void
hide_ahead(struct movement *x)
{
	struct movement_ahead *a = &x->ahead;

	if (a->why_not)
		return;
	if (x->k->round_to > 1 || sum_is_few(x->k, a->so_far) || is_few(x->k, a->open_due) || is_few(x->k, a->overdue) ||
	    is_few(x->k, a->came) || is_few(x->k, a->went)) {
		a->why_not = "What would be said of it is hidden, because the numbers are small or are shown rounded.";
		x->target.at_end = NAN;
	}
}

/* The side's complement too: of forty, thirty-eight on time are two late. */
static bool
side_is_hidden(struct mem *m, const struct movement *x, int i)
{
	struct shown s = x->side[i];

	if (!x->when[i])
		return false;
	suppress(m, x->k, &s);
	return s.suppressed || sum_is_few(x->k, x->whole[i]);
}

static void
hide_side(struct shown *s)
{
	s->suppressed = true;
	s->numerator = s->denominator = s->value = s->lower95 = s->upper95 = NAN;
	s->note = "small numbers";
}

void
movement_hide(struct mem *m, struct movement *x)
{
	for (int i = 0; i < 2; i++) {
		if (side_is_hidden(m, x, i)) {
			x->hidden = true;
			hide_side(&x->side[i]);
		} else if (x->when[i]) {
			suppress(m, x->k, &x->side[i]);
		}
	}
	hide_ahead(x);
	if (x->side[1].suppressed || x->k->round_to > 1)
		x->target.needed = NAN;
	x->split_hidden = x->hidden || x->k->round_to > 1 || split_is_few(x->k, &x->split);
	if (x->hidden || x->k->round_to > 1) {
		x->cuts.n = 0;
		x->population = NAN;    /* it would give away the counts before they were rounded */
	}
	for (size_t i = 0; i < x->cuts.n; i++)
		hide_groups(m, x, &x->cuts.item[i]);
}
