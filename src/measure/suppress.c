/* Small numbers are hidden, and the others rounded where their owner says so (NHS England's rule for health data: 1 to 7
 * hidden, the rest to the nearest 5). */
#include "measure/suppress.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "measure/breakdown.h"
#include "measure/compute.h"
#include "measure/guard.h"
#include "measure/measure.h"
#include "stats/interval.h"

static bool
is_small(const struct indicator *k, double n)
{
	return n > 0 && n < (double)k->small_numbers_under;
}

static double
rounded(const struct indicator *k, double n)
{
	double to = (double)k->round_to;

	return floor(n / to + 0.5) * to;
}

static void
hide(struct shown *s)
{
	s->suppressed = true;
	s->value = s->lower95 = s->upper95 = NAN;
	s->note = "small numbers";
}

/* A figure of counts that are rounded already. */
static struct interval
of_counts(const struct indicator *k, double numerator, double denominator)
{
	switch (k->measure) {
	case MEASURE_RATE:
		return interval_rate(numerator, denominator, CONFIDENCE_95, k->per);
	case MEASURE_PROPORTION:
		return interval_proportion(numerator, denominator, CONFIDENCE_95, k->per);
	case MEASURE_RATIO:
		return (struct interval){denominator > 0 ? numerator / denominator * k->per : NAN, NAN, NAN};
	case MEASURE_COUNT:
		return (struct interval){numerator, NAN, NAN};
	case MEASURE_MEAN:
	case MEASURE_MEDIAN:
		break;
	}
	return (struct interval){NAN, NAN, NAN};
}

/* A mean is one of values and not of counts: it stays, and its sum becomes that of the rounded number. */
static void
round_counts(const struct indicator *k, struct shown *s)
{
	bool mean = k->measure == MEASURE_MEAN || k->measure == MEASURE_MEDIAN;

	if (k->measure != MEASURE_RATE)
		s->denominator = rounded(k, s->denominator);
	if (mean) {
		s->numerator = k->measure == MEASURE_MEAN ? s->value * s->denominator : s->numerator;
		return;
	}
	s->numerator = rounded(k, s->numerator);
	if (!isnan(s->value)) {
		struct interval i = of_counts(k, s->numerator, s->denominator);

		s->value = i.value;
		s->lower95 = i.lower;
		s->upper95 = i.upper;
	}
}

/* "22 not known and left out" counts children too. */
static void
round_note(struct mem *m, const struct indicator *k, struct shown *s)
{
	struct view rest = view_of(s->note), first = view_cut(&rest, ' ');
	int64_t n;

	if (!s->note || !view_int(first, &n))
		return;
	if (is_small(k, (double)n))
		s->note = mem_format(m, "a few " VIEW_FORMAT, VIEW_ARGS(rest));
	else if (k->round_to > 1)
		s->note = mem_format(m, "about %.0f " VIEW_FORMAT, rounded(k, (double)n), VIEW_ARGS(rest));
}

void
suppress(struct mem *m, const struct indicator *k, struct shown *s)
{
	if (strcmp(s->dimension, DIMENSION_GAP) == 0)   /* shows neither count; see suppress_gaps */
		return;
	if (s->suppressed || guard_is_small(k, s->numerator, s->denominator)) {
		hide(s);
		s->numerator = NAN;
		if (k->measure != MEASURE_RATE)
			s->denominator = NAN;
		return;
	}
	round_note(m, k, s);
	if (k->round_to > 1)
		round_counts(k, s);
}

static bool
names_category(const char *const *category, size_t n, const char *name)
{
	for (size_t i = 0; i < n && category[i]; i++)
		if (strcmp(category[i], name) == 0)
			return true;
	return false;
}

/* One side of a gap as it is shown: its categories' figures added up; hidden too where it is not among what is shown. */
struct side {
	double numerator, denominator;
	bool hidden;
};

static struct side
side_of(const struct shown_list *list, const char *area, const struct gap *gap, const char *const *category, size_t n)
{
	struct side side = {0};
	bool found = false;

	for (size_t i = 0; i < list->n; i++) {
		const struct shown *s = &list->item[i];

		if (strcmp(s->area, area) != 0 || strcmp(s->dimension, gap->dimension) != 0 ||
		    !names_category(category, n, s->category))
			continue;
		side.numerator += s->numerator;
		side.denominator += s->denominator;
		side.hidden = side.hidden || s->suppressed;
		found = true;
	}
	side.hidden = side.hidden || !found;
	return side;
}

static void
suppress_gap(const struct indicator *k, const struct shown_list *list, const struct gap *gap, struct shown *s)
{
	struct side group = side_of(list, s->area, gap, gap->group, 2), other = side_of(list, s->area, gap, &gap->other, 1);
	struct interval i;

	if (group.hidden || other.hidden) {
		hide(s);
		return;
	}
	if (k->round_to <= 1 || k->measure == MEASURE_MEAN || isnan(s->value))
		return;
	i = interval_difference(of_counts(k, group.numerator, group.denominator),
	    of_counts(k, other.numerator, other.denominator));
	s->value = i.value;
	s->lower95 = i.lower;
	s->upper95 = i.upper;
}

void
suppress_gaps(const struct indicator *k, struct shown_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		for (size_t g = 0; g < gap_count && strcmp(list->item[i].dimension, DIMENSION_GAP) == 0; g++)
			if (strcmp(list->item[i].category, gaps[g].name) == 0)
				suppress_gap(k, list, &gaps[g], &list->item[i]);
}
