/* From sums to numbers with intervals. Counts and ratios have none: a ratio's numerator is not part of its denominator.
 * A rate's interval is of its count; a median has no interval here. */
#include "measure/figure.h"

#include <math.h>

static const struct figure nothing = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NULL};

void
figure_limits_make(struct figure_limits *limits)
{
	rate_limits_make(&limits->of95, CONFIDENCE_95);
	rate_limits_make(&limits->of998, CONFIDENCE_998);
}

static void
put_limits(struct figure *f, struct interval i95, struct interval i998)
{
	f->value = i95.value;
	f->lower95 = i95.lower;
	f->upper95 = i95.upper;
	f->lower998 = i998.lower;
	f->upper998 = i998.upper;
}

static struct figure
rate_of(const struct figure_limits *limits, const struct question *q, const struct cell_sum *sum, double people)
{
	struct figure f = nothing;

	f.numerator = sum->numerator;
	if (isnan(people)) {
		f.note = "no population for this group";
		return f;
	}
	f.denominator = people;
	put_limits(&f, rate_limits_interval(&limits->of95, f.numerator, people, q->per),
	    rate_limits_interval(&limits->of998, f.numerator, people, q->per));
	return f;
}

static struct figure
mean_of(const struct question *q, const struct cell_sum *sum)
{
	struct figure f = nothing;

	f.denominator = sum->denominator;
	if (!(f.denominator > 0))
		f.note = "nobody to count";
	if (q->measure == MEASURE_MEDIAN) {
		f.value = sum->denominator > 0 ? sum->sum : NAN;
		return f;
	}
	put_limits(&f, interval_mean(sum->denominator, q->shift, sum->sum, sum->squares, CONFIDENCE_95),
	    interval_mean(sum->denominator, q->shift, sum->sum, sum->squares, CONFIDENCE_998));
	f.numerator = sum->sum + q->shift * sum->denominator;
	return f;
}

struct figure
figure_of(const struct figure_limits *limits, const struct question *q, const struct cell_sum *sum, double people)
{
	struct figure f = nothing;

	switch (q->measure) {
	case MEASURE_RATE:
		return rate_of(limits, q, sum, people);
	case MEASURE_MEAN:
	case MEASURE_MEDIAN:
		return mean_of(q, sum);
	case MEASURE_COUNT:
		f.numerator = f.value = sum->numerator;
		return f;
	case MEASURE_RATIO:
		f.numerator = sum->numerator;
		f.denominator = sum->denominator;
		f.value = f.denominator > 0 ? f.numerator / f.denominator * q->per : NAN;
		break;
	case MEASURE_PROPORTION:
		f.numerator = sum->numerator;
		f.denominator = sum->denominator;
		put_limits(&f, interval_proportion(f.numerator, f.denominator, CONFIDENCE_95, q->per),
		    interval_proportion(f.numerator, f.denominator, CONFIDENCE_998, q->per));
		break;
	}
	if (!(f.denominator > 0))
		f.note = "nobody to count";
	return f;
}

struct figure
figure_gap(const struct figure *a, const struct figure *b)
{
	struct interval i95 = interval_difference((struct interval){a->value, a->lower95, a->upper95},
	    (struct interval){b->value, b->lower95, b->upper95});
	struct interval i998 = interval_difference((struct interval){a->value, a->lower998, a->upper998},
	    (struct interval){b->value, b->lower998, b->upper998});
	struct figure f = nothing;

	put_limits(&f, i95, i998);
	return f;
}
