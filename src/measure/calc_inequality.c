/* `bairn calc sii`: slope and relative index of inequality, with the limits of the normal distribution where there are such
 * and those of a simulation. Groups are checked one after another, then worked out by two threads. */
#include "measure/calc.h"

#include <pthread.h>
#include <stdlib.h>

#include "stats/inequality.h"
#include "stats/random.h"

enum { KIND, QUANTILE, POPULATION, VALUE, COUNT, LOWER, UPPER, ERROR, VALUE_TYPE, TRANSFORM, MULTIPLIER, REPETITIONS, SEED };

/* What a set of the reference figures is: value type, transformation, and where its errors come from. */
enum kind { KIND_ERROR, KIND_LIMITS, KIND_RATE_LOG, KIND_RATE, KIND_PROPORTION_LOGIT, KIND_PROPORTION };

static const struct calc_word kinds[] = {
	{"se", KIND_ERROR}, {"ci", KIND_LIMITS}, {"ratelog", KIND_RATE_LOG}, {"ratenone", KIND_RATE},
	{"proplogit", KIND_PROPORTION_LOGIT}, {"propnone", KIND_PROPORTION}, {NULL, 0},
};
static const struct calc_word value_types[] = {
	{"0", SCALE_PLAIN}, {"1", SCALE_LOG}, {"2", SCALE_LOGIT}, {"other", SCALE_PLAIN}, {"rate", SCALE_LOG},
	{"proportion", SCALE_LOGIT}, {NULL, 0},
};

#define MOST_REPETITIONS 10000000
#define WHOLE_SETTING (CALC_SETTING | CALC_FILLED | CALC_WHOLE)

static const struct calc_column sii_in[] = {
	[KIND] = {"kind", NULL, CALC_CHOICE, CALC_SETTING, NAN, kinds},
	[QUANTILE] = {"quantile", NULL, CALC_FIRST, CALC_NEEDED | CALC_FILLED, NAN, NULL},
	[POPULATION] = {"population", "n", CALC_NUMBER, CALC_NEEDED | CALC_FILLED | CALC_POSITIVE, NAN, NULL},
	[VALUE] = {"value", NULL, CALC_NUMBER, 0, NAN, NULL},
	[COUNT] = {"x", "count", CALC_NUMBER, 0, NAN, NULL},
	[LOWER] = {"lower_cl", "lower_cl_in", CALC_NUMBER, 0, NAN, NULL},
	[UPPER] = {"upper_cl", "upper_cl_in", CALC_NUMBER, 0, NAN, NULL},
	[ERROR] = {"se", "se_in", CALC_NUMBER, CALC_NOT_NEGATIVE, NAN, NULL},
	[VALUE_TYPE] = {"value_type", NULL, CALC_CHOICE, CALC_SETTING, NAN, value_types},
	[TRANSFORM] = {"transform", NULL, CALC_FLAG, CALC_SETTING, NAN, NULL},
	[MULTIPLIER] = {"multiplier", NULL, CALC_NUMBER, CALC_SETTING | CALC_FILLED, 1, NULL},
	[REPETITIONS] = {"repetitions", NULL, CALC_NUMBER, WHOLE_SETTING, 100000, NULL},
	[SEED] = {"seed", NULL, CALC_NUMBER, WHOLE_SETTING, 1, NULL},
	{.name = NULL},
};
static const char *const sii_out[] = {"sii", "rii", "intercept", "mc_sii_*", "mc_rii_*", "cf_sii_*", "cf_rii_*", NULL};

/* One group, checked and ready. */
struct task {
	const struct calc_group *group;
	struct inequality q;
	struct inequality_draws draws;
};

/* ---- checking ------------------------------------------------------------------------------------------------ */

struct step {
	double quantile;
	size_t row;
};

static int
step_order(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->quantile != y->quantile)
		return x->quantile < y->quantile ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* The rows of a group from the first quantile to the last. */
static enum err
steps_of(struct calc *k, const struct calc_group *g, struct step *step)
{
	for (size_t i = 0; i < g->n; i++)
		step[i] = (struct step){k->number[QUANTILE][g->from + i], g->from + i};
	qsort(step, g->n, sizeof *step, step_order);
	for (size_t i = 1; i < g->n; i++)
		if (step[i].quantile == step[i - 1].quantile)
			return calc_fail(k, step[i].row, QUANTILE, "the group has quantile %.15g twice", step[i].quantile);
	if (g->n < INEQUALITY_LEAST_GROUPS || g->n > INEQUALITY_MOST_GROUPS)
		return calc_fail(k, g->from, QUANTILE, "the group has %zu quantiles; there must be between 5 and 100", g->n);
	return OK;
}

/* The settings of a group; `kind` says them for the reference figures where columns or options do not. */
static enum err
settings_of(struct calc *k, size_t row, struct inequality *q, bool *by_limits)
{
	double kind = k->number[KIND][row], type = k->number[VALUE_TYPE][row], transform = k->number[TRANSFORM][row];

	*by_limits = !isnan(kind) && kind != KIND_ERROR;
	if (isnan(type))
		type = kind >= KIND_PROPORTION_LOGIT ? SCALE_LOGIT : kind >= KIND_RATE_LOG ? SCALE_LOG : SCALE_PLAIN;
	if (isnan(transform))
		transform = kind == KIND_RATE_LOG || kind == KIND_PROPORTION_LOGIT;
	q->scale = (enum inequality_scale)type;
	q->transform = transform > 0;
	q->multiplier = k->number[MULTIPLIER][row];
	if (q->transform && q->scale == SCALE_PLAIN)
		return calc_fail(k, row, TRANSFORM, "only a rate or a proportion (value_type 1 or 2) can be transformed");
	return OK;
}

static enum err
draws_of(struct calc *k, size_t row, struct inequality_draws *draws)
{
	double repetitions = k->number[REPETITIONS][row], seed = k->number[SEED][row];

	if (repetitions < INEQUALITY_LEAST_REPETITIONS || repetitions > MOST_REPETITIONS)
		return calc_fail(k, row, REPETITIONS, "%.15g: there must be between 1,000 and 10,000,000", repetitions);
	if (fabs(seed) > INT32_MAX)
		return calc_fail(k, row, SEED, "%.15g: a seed must be a whole number of at most 2147483647", seed);
	*draws = (struct inequality_draws){(uint32_t)(int32_t)seed, (size_t)repetitions, NULL};
	return OK;
}

/* A value, or the share that a count is of the people. */
static enum err
value_of(struct calc *k, size_t row, const struct inequality *q, double *value)
{
	double count = k->number[COUNT][row];
	int column = k->has[VALUE] ? VALUE : COUNT;

	*value = k->number[VALUE][row];
	if (!k->has[VALUE] && q->scale == SCALE_LOGIT && k->has[COUNT]) {
		if (!(count > 0))
			return calc_fail(k, row, COUNT, "a count must be greater than zero");
		*value = count / k->number[POPULATION][row];
	}
	if (isnan(*value))
		return calc_fail(k, row, VALUE, "must not be missing");
	if (q->scale == SCALE_LOGIT && (*value < 0 || *value > 1))
		return calc_fail(k, row, column, "%.15g is no proportion between 0 and 1", *value);
	if ((q->scale == SCALE_LOG && *value <= 0) || (q->scale == SCALE_LOGIT && (*value == 0 || *value == 1)))
		return calc_fail(k, row, column, "%.15g has no %s", *value, q->scale == SCALE_LOG ? "logarithm" : "logit");
	return OK;
}

static double
scaled(enum inequality_scale scale, double x)
{
	return scale == SCALE_LOG ? log(x) : scale == SCALE_LOGIT ? log(x / (1 - x)) : x;
}

/* A standard error: as given, or from 95 % limits brought to the scale. */
static enum err
error_of(struct calc *k, size_t row, const struct inequality *q, bool by_limits, double *error)
{
	double lower = k->number[LOWER][row], upper = k->number[UPPER][row], given = k->number[ERROR][row];

	if (!by_limits && k->has[ERROR] && !(isnan(given) && k->has[LOWER])) {
		*error = given;
		if (isnan(given))
			return calc_fail(k, row, ERROR, "must not be missing");
		return q->transform ? calc_fail(k, row, ERROR, "a transformed line takes limits, not standard errors") : OK;
	}
	if (isnan(lower) || isnan(upper))
		return calc_fail(k, row, isnan(lower) ? LOWER : UPPER, "must not be missing");
	if (q->scale == SCALE_LOGIT && (lower < 0 || lower > 1 || upper < 0 || upper > 1))
		return calc_fail(k, row, lower < 0 || lower > 1 ? LOWER : UPPER, "the limit is no proportion between 0 and 1");
	*error = (scaled(q->scale, upper) - scaled(q->scale, lower)) / interval_deviate(CONFIDENCE_95) / 2;
	if (!isfinite(*error))
		return calc_fail(k, row, LOWER, "the limits %.15g and %.15g have no %s", lower, upper,
		    q->scale == SCALE_LOG ? "logarithm" : "logit");
	return *error < 0 ? calc_fail(k, row, UPPER, "%.15g is below the lower limit", upper) : OK;
}

static enum err
task_make(struct calc *k, const struct calc_group *g, struct task *task)
{
	struct step *step = mem_new_array(k->mem, struct step, g->n + 1);
	double *population = mem_new_array(k->mem, double, g->n), *value = mem_new_array(k->mem, double, g->n);
	double *error = mem_new_array(k->mem, double, g->n);
	struct inequality q = {.groups = g->n, .population = population, .value = value, .error = error};
	bool by_limits;

	TRY(steps_of(k, g, step));
	TRY(settings_of(k, g->from, &q, &by_limits));
	TRY(draws_of(k, g->from, &task->draws));
	for (size_t i = 0; i < g->n; i++) {
		population[i] = k->number[POPULATION][step[i].row];
		TRY(value_of(k, step[i].row, &q, &value[i]));
		TRY(error_of(k, step[i].row, &q, by_limits, &error[i]));
	}
	task->group = g;
	task->q = q;
	return OK;
}

/* ---- working out --------------------------------------------------------------------------------------------- */

/* A thread's share: every so-manyth task. Deviates of a seed are drawn once for as many groups in a row as use them. */
struct worker {
	struct calc *k;
	const struct task *task;
	size_t tasks, first, step;
	struct inequality_draws kept;           /* of which these are the deviates */
	size_t kept_width;
	struct mem *kept_mem, *mem;
};

#define KEPT_DEVIATES ((size_t)4 * 1024 * 1024)

/* Deviates for the task, when the next one would draw the same. */
static const double *
deviates(struct worker *w, size_t at)
{
	const struct task *task = &w->task[at], *next = at + w->step < w->tasks ? &w->task[at + w->step] : NULL;
	size_t width = inequality_width(&task->q), repetitions = task->draws.repetitions;
	struct random *random;
	double *normal;

	if (w->kept.normal && w->kept.seed == task->draws.seed && w->kept.repetitions == repetitions
	    && w->kept_width == width)
		return w->kept.normal;
	if (next == NULL || next->draws.seed != task->draws.seed || next->draws.repetitions != repetitions
	    || inequality_width(&next->q) != width || width * repetitions > KEPT_DEVIATES)
		return NULL;
	mem_reset(w->kept_mem);
	random = mem_new_one(w->kept_mem, struct random);
	normal = mem_new_array(w->kept_mem, double, width * repetitions + 1);
	random_seed(random, task->draws.seed);
	random_normals(random, width * repetitions, normal);
	w->kept = (struct inequality_draws){task->draws.seed, repetitions, normal};
	w->kept_width = width;
	return normal;
}

static void
limits_put(struct calc_cell *cell, struct interval limits)
{
	cell[0].number = limits.lower;
	cell[1].number = limits.upper;
}

static void
task_run(struct worker *w, size_t at)
{
	struct calc *k = w->k;
	const struct inequality *q = &w->task[at].q;
	struct inequality_draws draws = w->task[at].draws;
	struct inequality_line line = inequality_of(q, w->mem);
	struct inequality_limits simulated[CALC_LEVELS];
	struct calc_cell *cell = calc_cells(k, w->task[at].group, 0);
	size_t levels = (size_t)k->levels;

	draws.normal = deviates(w, at);
	inequality_simulate(q, &line, draws, k->level, levels, simulated, w->mem);
	cell[0].number = line.sii;
	cell[1].number = line.rii;
	cell[2].number = line.intercept;
	for (size_t i = 0; i < levels; i++) {
		struct inequality_limits closed = inequality_closed(q, &line, k->level[i]);

		limits_put(&cell[3 + 2 * i], simulated[i].sii);
		limits_put(&cell[3 + 2 * levels + 2 * i], simulated[i].rii);
		limits_put(&cell[3 + 4 * levels + 2 * i], closed.sii);
		limits_put(&cell[3 + 6 * levels + 2 * i], closed.rii);
	}
	mem_reset(w->mem);
}

static void *
worker_run(void *of)
{
	struct worker *w = of;

	w->mem = mem_new();
	w->kept_mem = mem_new();
	for (size_t at = w->first; at < w->tasks; at += w->step)
		task_run(w, at);
	mem_free(w->mem);
	mem_free(w->kept_mem);
	return NULL;
}

/* Two threads: each task's figures are its own, so their number changes nothing. */
static enum err
sii_run(struct calc *k)
{
	struct task *task = mem_new_array(k->mem, struct task, k->groups + 1);
	struct worker worker[2];
	pthread_t second;
	bool started;

	for (size_t g = 0; g < k->groups; g++)
		TRY(task_make(k, &k->group[g], &task[g]));
	for (size_t i = 0; i < 2; i++)
		worker[i] = (struct worker){.k = k, .task = task, .tasks = k->groups, .first = i, .step = 2};
	started = k->groups > 1 && pthread_create(&second, NULL, worker_run, &worker[1]) == 0;
	worker_run(&worker[0]);
	if (started)
		pthread_join(second, NULL);
	else
		worker_run(&worker[1]);
	return OK;
}

const struct calc_method calc_inequality_methods[] = {
	{"sii", CALC_GROUP, sii_in, sii_out, NULL, sii_run, 2, 1},
	{.name = NULL},
};
