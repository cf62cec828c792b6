/* Gathers a series' whole points and puts the trend that they show into words. */
#include "measure/recent_trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "measure/measure.h"

struct span_point {
	struct period period;
	struct trend_point point;
};
struct span_points {
	struct span_point *item;
	size_t n, cap;
};

static const struct { const char *kind, *words; } said[] = {
	[TREND_UNKNOWN] = {"none", ""},
	[TREND_NO_CHANGE] = {"similar", "no clear change"},
	[TREND_UP] = {"higher", "going up"},
	[TREND_DOWN] = {"lower", "going down"},
	[TREND_UP_BETTER] = {"better", "going up, and getting better"},
	[TREND_UP_WORSE] = {"worse", "going up, and getting worse"},
	[TREND_DOWN_BETTER] = {"better", "going down, and getting better"},
	[TREND_DOWN_WORSE] = {"worse", "going down, and getting worse"},
};

static const enum judgement judgements[] = {
	[POLARITY_NEITHER] = JUDGE_NOT, [POLARITY_HIGHER] = JUDGE_HIGH_IS_GOOD, [POLARITY_LOWER] = JUDGE_LOW_IS_GOOD,
};

/* From the newest back: those of its length that end before the one after them begins. */
static size_t
points_apart(const struct span_points *all, struct trend_point *out)
{
	size_t n = 0;
	const struct period *last = NULL, *next = NULL;

	for (size_t i = all->n; i-- > 0;) {
		const struct period *p = &all->item[i].period;

		if (last && (abs((p->to - p->from) - (last->to - last->from)) > 3 || p->to >= next->from))
			continue;
		last = last ? last : p;
		next = p;
		out[n++] = all->item[i].point;
	}
	return n;
}

static struct recent_trend
trend_say(struct mem *m, const struct span_points *all, enum trend_kind kind, enum polarity better)
{
	struct trend_point *point = mem_new_array(m, struct trend_point, all->n + 1);
	size_t n = points_apart(all, point);
	struct trend_found found = trend_of(point, n, kind, judgements[better], m);

	return (struct recent_trend){found.trend, said[found.trend].kind, said[found.trend].words, n};
}

struct recent_trend
published_trend(struct mem *m, const struct published *p, const struct published_figures *series)
{
	struct span_points all = {0};
	enum trend_kind kind = p->indicator && p->indicator->measure == MEASURE_PROPORTION ? TREND_PROPORTION : TREND_CRUDE_RATE;

	for (size_t i = 0; i < series->n; i++) {
		const struct published_figure *f = &series->item[i];

		if (!isnan(f->value) && !isnan(f->lower95) && !isnan(f->numerator) && !isnan(f->denominator))
			*push(m, &all) = (struct span_point){f->period,
			    {f->period.to, f->value, f->numerator, f->denominator, f->lower95, f->upper95}};
	}
	return trend_say(m, &all, kind, p->better);
}

struct recent_trend
shown_trend(struct mem *m, const struct indicator *k, const struct shown_list *series)
{
	struct span_points all = {0};
	enum period_kind of = shown_kind(k, series);
	enum trend_kind kind = k->measure == MEASURE_PROPORTION ? TREND_PROPORTION : k->measure == MEASURE_RATE ?
	    TREND_CRUDE_RATE : TREND_OTHER;

	for (size_t i = 0; i < series->n; i++) {
		const struct shown *s = &series->item[i];

		if (period_kind_of(k->by_period, s->period) != of || (s->note && strcmp(s->note, NOTE_PART_SUPPLIED) == 0))
			continue;
		if (!isnan(s->value) && !isnan(s->lower95))
			*push(m, &all) = (struct span_point){s->period,
			    {s->period.to, s->value, s->numerator, s->denominator, s->lower95, s->upper95}};
	}
	return trend_say(m, &all, kind, k->better);
}
