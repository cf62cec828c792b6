/* Gathers the groups and draws the line. */
#include "measure/gradient.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/breakdown.h"
#include "stats/inequality.h"

#define WIDTH_OF_95 3.92                /* standard errors in a 95 % interval */
#define REPETITIONS 10000
#define SEED 1                          /* the same figures give the same limits every time */

void
gradient_indices(struct mem *m, bool simulate, struct gradient *g)
{
	double error[GRADIENT_MOST];
	struct inequality q = {.groups = g->n, .population = g->people, .value = g->value, .error = error, .multiplier = -1};
	struct inequality_line line;
	struct inequality_limits limits;
	const double confidence = CONFIDENCE_95;

	for (size_t i = 0; i < g->n; i++)
		error[i] = (g->upper[i] - g->lower[i]) / WIDTH_OF_95;
	line = inequality_of(&q, m);
	g->start = line.start;
	g->end = line.start + line.slope;
	g->slope = inequality_closed(&q, &line, confidence).sii;
	g->relative = (struct interval){g->start > 0 && g->end > 0 ? line.rii : NAN, NAN, NAN};
	if (!simulate || isnan(g->relative.value))
		return;
	inequality_simulate(&q, &line, (struct inequality_draws){SEED, REPETITIONS, NULL}, &confidence, 1, &limits, m);
	g->relative = limits.rii;
}

static bool
group_is_whole(const struct gradient *g, size_t i)
{
	return isfinite(g->value[i]) && isfinite(g->lower[i]) && isfinite(g->upper[i]) && g->people[i] > 0;
}

static void
gradient_finish(struct mem *m, bool simulate, struct gradient *g)
{
	g->found = g->n >= INEQUALITY_LEAST_GROUPS;
	for (size_t i = 0; i < g->n; i++)
		g->found = g->found && group_is_whole(g, i);
	if (g->found)
		gradient_indices(m, simulate, g);
}

void
gradient_of_shown(struct mem *m, const struct shown_list *breakdowns, bool simulate, struct gradient *out)
{
	*out = (struct gradient){.of = "national fifths of small areas"};
	for (size_t i = 0; i < breakdowns->n; i++) {
		const struct shown *s = &breakdowns->item[i];

		if (strcmp(s->dimension, "deprivation") != 0 || strcmp(s->category, AREA_NOT_KNOWN) == 0 || out->n == GRADIENT_MOST)
			continue;
		out->label[out->n] = s->category;
		out->value[out->n] = s->value;
		out->lower[out->n] = s->lower95;
		out->upper[out->n] = s->upper95;
		out->people[out->n++] = s->denominator;
		out->period = s->period;
	}
	gradient_finish(m, simulate, out);
}

/* ---- published -------------------------------------------------------------------------------------------------------- */

/* How the tenths of England's profiles of public health begin, from the most deprived on. */
static const char *const tenths[GRADIENT_MOST] = {
	"Most deprived decile", "Second most deprived decile", "Third more deprived decile", "Fourth more deprived decile",
	"Fifth more deprived decile", "Fifth less deprived decile", "Fourth less deprived decile", "Third less deprived decile",
	"Second least deprived decile", "Least deprived decile",
};

static size_t
tenth_of(const char *category)
{
	size_t i = 0;

	while (i < GRADIENT_MOST && strncmp(category, tenths[i], strlen(tenths[i])) != 0)
		i++;
	return i;
}

/* The tenths of one dimension in one period; false when one of the ten is missing. */
static bool
tenths_take(const struct published_figures *cuts, const struct published_figure *like, struct gradient *out)
{
	*out = (struct gradient){.n = GRADIENT_MOST, .of = like->dimension, .period = like->period};
	for (size_t i = 0; i < GRADIENT_MOST; i++) {
		out->label[i] = tenths[i];
		out->value[i] = NAN;
	}
	for (size_t k = 0; k < cuts->n; k++) {
		const struct published_figure *f = &cuts->item[k];
		size_t i = tenth_of(f->category);

		if (i == GRADIENT_MOST || strcmp(f->dimension, like->dimension) != 0 || f->period.from != like->period.from ||
		    f->period.to != like->period.to)
			continue;
		out->value[i] = f->value;
		out->lower[i] = f->lower95;
		out->upper[i] = f->upper95;
		out->people[i] = f->denominator;
	}
	for (size_t i = 0; i < GRADIENT_MOST; i++)
		if (!group_is_whole(out, i))
			return false;
	return true;
}

void
gradient_of_published(struct mem *m, const struct published_figures *cuts, bool simulate, struct gradient *out)
{
	struct gradient best = {0}, found;

	for (size_t k = 0; k < cuts->n; k++) {
		const struct published_figure *f = &cuts->item[k];

		if (tenth_of(f->category) == 0 && strchr(f->dimension, '|') == NULL && (!best.n || f->period.to > best.period.to) &&
		    tenths_take(cuts, f, &found))
			best = found;
	}
	*out = best;
	gradient_finish(m, simulate, out);
}
