/* Indices of inequality: the line, its closed limits and its simulated ones. See the header for the sources. */
#include "stats/inequality.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/random.h"
#include "stats/select.h"

#define BLOCK 1024              /* repetitions drawn at a time when they are not at hand */

static double
to_scale(enum inequality_scale scale, double x)
{
	return scale == SCALE_LOG ? log(x) : scale == SCALE_LOGIT ? log(x / (1 - x)) : x;
}

static double
from_scale(enum inequality_scale scale, double y)
{
	return scale == SCALE_LOG ? exp(y) : scale == SCALE_LOGIT ? 1 / (1 + exp(-y)) : y;
}

/* What each group's value is multiplied by to give, summed, the slope and the start of the weighted least-squares line. A
 * group stands at the middle of its stretch of the people put in order, and weighs as much as its share. */
static void
line_weights(const struct inequality *q, double *slope, double *start)
{
	double total = 0, before = 0, centre = 0, spread = 0;

	for (size_t i = 0; i < q->groups; i++)
		total += q->population[i];
	for (size_t i = 0; i < q->groups; i++) {
		double share = q->population[i] / total;

		start[i] = before + share / 2;
		before += share;
		centre += share * start[i];
	}
	for (size_t i = 0; i < q->groups; i++)
		spread += q->population[i] / total * (start[i] - centre) * (start[i] - centre);
	for (size_t i = 0; i < q->groups; i++) {
		double share = q->population[i] / total;

		slope[i] = share * (start[i] - centre) / spread;
		start[i] = share - centre * slope[i];
	}
}

/* The two indices of a line with that slope whose middle is `middle`, on the scale of the transformation. */
static void
ends_of(const struct inequality *q, double middle, double slope, double *sii, double *rii)
{
	double low = from_scale(q->scale, middle - slope / 2), high = from_scale(q->scale, middle + slope / 2);

	*sii = (high - low) * q->multiplier;
	*rii = q->multiplier < 0 ? low / high : high / low;
}

struct inequality_line
inequality_of(const struct inequality *q, struct mem *scratch)
{
	double *slope = mem_new_array(scratch, double, q->groups), *start = mem_new_array(scratch, double, q->groups);
	struct inequality_line line = {0};
	double variance = 0;

	line_weights(q, slope, start);
	for (size_t i = 0; i < q->groups; i++) {
		double y = q->transform ? to_scale(q->scale, q->value[i]) : q->value[i];

		line.slope += slope[i] * y;
		line.start += start[i] * y;
		variance += slope[i] * slope[i] * q->error[i] * q->error[i];
	}
	line.slope_error = q->transform || q->scale == SCALE_PLAIN ? sqrt(variance) : NAN;
	if (q->transform) {
		ends_of(q, line.start + line.slope / 2, line.slope, &line.sii, &line.rii);
		line.intercept = from_scale(q->scale, line.start) * fabs(q->multiplier);
		return line;
	}
	line.sii = q->multiplier * line.slope;
	line.rii = (line.start + line.slope) / line.start;
	if (q->multiplier < 0)
		line.rii = 1 / line.rii;
	line.intercept = line.start;
	return line;
}

static struct interval
in_order(double value, double a, double b)
{
	return (struct interval){value, fmin(a, b), fmax(a, b)};
}

/* Limits of the slope on the line's scale become those of the indices; a negative multiplier changes their places. */
static struct inequality_limits
limits_of(const struct inequality *q, const struct inequality_line *line, double low, double high)
{
	struct inequality_limits out = {{line->sii, NAN, NAN}, {line->rii, NAN, NAN}};
	double middle = line->start + line->slope / 2, sii[2], rii[2];

	if (isnan(low) || isnan(high))
		return out;
	if (!q->transform) {
		out.sii = in_order(line->sii, q->multiplier * low, q->multiplier * high);
		return out;
	}
	ends_of(q, middle, low, &sii[0], &rii[0]);
	ends_of(q, middle, high, &sii[1], &rii[1]);
	out.sii = in_order(line->sii, sii[0], sii[1]);
	out.rii = in_order(line->rii, rii[0], rii[1]);
	return out;
}

struct inequality_limits
inequality_closed(const struct inequality *q, const struct inequality_line *line, double confidence)
{
	double reach = interval_deviate(confidence) * line->slope_error;

	return limits_of(q, line, line->slope - reach, line->slope + reach);
}

/* ---- simulation ---------------------------------------------------------------------------------------------- */

/* The groups with an error: what is drawn for them, and what the others add to every line. */
struct drawn {
	size_t width;
	double *middle, *error;         /* on the scale of the errors */
	double *slope, *start;          /* weights */
	double fixed_slope, fixed_start;
	enum inequality_scale back;     /* from which a drawn value is brought back before the line is drawn */
};

size_t
inequality_width(const struct inequality *q)
{
	size_t width = 0;

	for (size_t i = 0; i < q->groups; i++)
		width += q->error[i] > 0;
	return width;
}

static struct drawn
drawn_of(const struct inequality *q, struct mem *scratch)
{
	double *slope = mem_new_array(scratch, double, q->groups), *start = mem_new_array(scratch, double, q->groups);
	struct drawn d = {
	    .middle = mem_new_array(scratch, double, q->groups), .error = mem_new_array(scratch, double, q->groups),
	    .slope = mem_new_array(scratch, double, q->groups), .start = mem_new_array(scratch, double, q->groups),
	    .back = q->transform ? SCALE_PLAIN : q->scale,
	};

	line_weights(q, slope, start);
	for (size_t i = 0; i < q->groups; i++) {
		double y = to_scale(q->scale, q->value[i]);

		if (q->error[i] > 0) {
			d.middle[d.width] = y;
			d.error[d.width] = q->error[i];
			d.slope[d.width] = slope[i];
			d.start[d.width++] = start[i];
		} else {
			d.fixed_slope += slope[i] * from_scale(d.back, y);
			d.fixed_start += start[i] * from_scale(d.back, y);
		}
	}
	return d;
}

/* The lines through `n` repetitions of drawn values. */
static void
lines_draw(const struct drawn *d, size_t n, const double *normal, double *slope, double *start)
{
	for (size_t r = 0; r < n; r++, normal += d->width) {
		double a = d->fixed_start, b = d->fixed_slope;

		for (size_t i = 0; i < d->width; i++) {
			double y = from_scale(d->back, d->middle[i] + d->error[i] * normal[i]);

			a += d->start[i] * y;
			b += d->slope[i] * y;
		}
		slope[r] = b;
		start[r] = a;
	}
}

static void
lines_all(const struct drawn *d, struct inequality_draws draws, double *slope, double *start, struct mem *scratch)
{
	struct random *random;
	double *normal;

	if (draws.normal) {
		lines_draw(d, draws.repetitions, draws.normal, slope, start);
		return;
	}
	random = mem_new_one(scratch, struct random);
	normal = mem_new_array(scratch, double, BLOCK * d->width + 1);
	random_seed(random, draws.seed);
	for (size_t at = 0; at < draws.repetitions; at += BLOCK) {
		size_t n = draws.repetitions - at < BLOCK ? draws.repetitions - at : BLOCK;

		random_normals(random, n * d->width, normal);
		lines_draw(d, n, normal, slope + at, start + at);
	}
}

/* One end of a level's interval: which of the sorted numbers it is, counted from 0, and where it goes. */
struct end {
	size_t place;
	double *to;
};

static int
end_order(const void *a, const void *b)
{
	const struct end *x = a, *y = b;

	return x->place < y->place ? -1 : x->place > y->place;
}

/* The percentiles at both ends of each level. Places count from 1; a half goes to the even neighbour, as R rounds. */
static void
percentiles(double *x, size_t n, const double *confidence, size_t levels, struct interval *out, struct mem *scratch)
{
	struct end *end = mem_new_array(scratch, struct end, 2 * levels);
	size_t *place = mem_new_array(scratch, size_t, 2 * levels), ends = 0;
	double *found = mem_new_array(scratch, double, 2 * levels);

	for (size_t k = 0; k < levels; k++) {
		double upper = confidence[k] + (1 - confidence[k]) / 2;
		double low = nearbyint((double)n * (1 - upper)), high = nearbyint((double)n * upper);

		out[k] = (struct interval){NAN, NAN, NAN};
		if (low < 1 || high > (double)n)
			continue;
		end[ends++] = (struct end){(size_t)low - 1, &out[k].lower};
		end[ends++] = (struct end){(size_t)high - 1, &out[k].upper};
	}
	qsort(end, ends, sizeof *end, end_order);
	for (size_t i = 0; i < ends; i++)
		place[i] = end[i].place;
	select_places(x, n, place, ends, found);
	for (size_t i = 0; i < ends; i++)
		*end[i].to = found[i];
}

void
inequality_simulate(const struct inequality *q, const struct inequality_line *line, struct inequality_draws draws,
    const double *confidence, size_t levels, struct inequality_limits *out, struct mem *scratch)
{
	size_t n = draws.repetitions;
	double *slope = mem_new_array(scratch, double, n + 1), *start = mem_new_array(scratch, double, n + 1);
	struct interval *of_slope = mem_new_array(scratch, struct interval, levels);
	struct interval *of_ratio = mem_new_array(scratch, struct interval, levels);
	struct drawn d = drawn_of(q, scratch);

	lines_all(&d, draws, slope, start, scratch);
	for (size_t r = 0; !q->transform && r < n; r++) {
		start[r] = q->multiplier < 0 ? start[r] / (start[r] + slope[r]) : (start[r] + slope[r]) / start[r];
		slope[r] *= q->multiplier;
	}
	percentiles(slope, n, confidence, levels, of_slope, scratch);
	if (!q->transform)
		percentiles(start, n, confidence, levels, of_ratio, scratch);
	for (size_t k = 0; k < levels; k++) {
		if (q->transform) {
			out[k] = limits_of(q, line, of_slope[k].lower, of_slope[k].upper);
			continue;
		}
		out[k] = (struct inequality_limits){of_slope[k], of_ratio[k]};
		out[k].sii.value = line->sii;
		out[k].rii.value = line->rii;
	}
}
