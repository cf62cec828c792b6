/* `bairn calc METHOD`: finds the method, reads its options and takes the input through it. */
#include "measure/calc.h"

#include <string.h>

#include "base/hash.h"
#include "measure/measure.h"

#define BATCH 4096                      /* rows that are read, worked out and written at a time when each stands alone */

const struct calc_method *const calc_methods[] = {
	calc_row_methods, calc_group_methods, calc_series_methods, calc_funnel_methods, calc_inequality_methods, NULL,
};

static const struct calc_method *
method_find(const char *name)
{
	for (size_t t = 0; calc_methods[t] != NULL; t++)
		for (const struct calc_method *m = calc_methods[t]; m->name != NULL; m++)
			if (strcmp(m->name, name) == 0)
				return m;
	return NULL;
}

/* ---- levels of confidence ------------------------------------------------------------------------------------ */

static enum err
level_read(struct ctx *c, struct view text, double *level)
{
	if (!view_real(text, level))
		return fail(c, ERR_USAGE, "--confidence: \"" VIEW_FORMAT "\" is not a number", VIEW_ARGS(text));
	if (!((*level >= 0.9 && *level <= 1) || (*level >= 90 && *level <= 100)))
		return fail(c, ERR_USAGE, "--confidence " VIEW_FORMAT ": a level of confidence must be between 0.9 and 1 or"
		    " between 90 and 100", VIEW_ARGS(text));
	return OK;
}

/* One level, or the two that published tables carry side by side, whose columns have names of their own. */
static enum err
levels_read(struct calc *k)
{
	const char *text = args_option(k->args, "--confidence");
	struct view rest = view_of(text), part;
	int n = 0;

	k->levels = k->method->levels;
	k->level[0] = CONFIDENCE_95;
	k->level[1] = CONFIDENCE_998;
	if (text == NULL)
		return OK;
	do {
		part = view_cut(&rest, ',');
		if (n == CALC_LEVELS)
			return fail(k->c, ERR_USAGE, "--confidence: two levels at most");
		TRY(level_read(k->c, part, &k->level[n++]));
	} while (rest.n > 0);
	if (n == 2 && (k->level[0] != CONFIDENCE_95 || k->level[1] != CONFIDENCE_998))
		return fail(k->c, ERR_USAGE, "--confidence: two levels can be had only as 0.95,0.998");
	if (k->level[0] >= 90)
		k->level[0] /= 100;
	if (k->levels > 0)
		k->levels = n;
	return OK;
}

/* Wants confidence in a column of its own, row by row: one pair of limits, whatever was asked for. */
static bool
has_level_column(const struct calc *k)
{
	for (int i = 0; k->method->in[i].name != NULL; i++)
		if (k->method->in[i].kind == CALC_LEVEL)
			return k->has[i];
	return false;
}

const struct rate_limits *
calc_prepared(struct calc *k, double confidence)
{
	struct rate_limits *place;

	if (isnan(confidence))
		return NULL;
	for (size_t i = 0; i < k->n_prepared && i < CALC_PREPARED; i++)
		if (k->prepared[i].confidence == confidence)
			return &k->prepared[i];
	place = &k->prepared[k->n_prepared++ % CALC_PREPARED];
	rate_limits_make(place, confidence);
	return place;
}

/* ---- output columns ------------------------------------------------------------------------------------------ */

/* "95" or "99_8", as columns are called after a level. */
static const char *
level_name(struct calc *k, double level)
{
	char *text = mem_format(k->c->mem, "%.10g", level * 100);

	for (char *at = text; *at != '\0'; at++)
		if (*at == '.')
			*at = '_';
	return text;
}

/* The names of one pair of limits: on their own as published tables have them, else after what they belong to. */
static void
limits_name(struct calc *k, const char *prefix, int level)
{
	static const char *const pairs[CALC_LEVELS][2] = {{"lower95_0cl", "upper95_0cl"}, {"lower99_8cl", "upper99_8cl"}};
	static const char *const sides[] = {"lower", "upper"}, *const only[] = {"lowercl", "uppercl"};

	for (int side = 0; side < 2; side++) {
		const char *name = k->levels == 1 ? only[side] : pairs[level][side];

		if (*prefix != '\0')
			name = mem_format(k->c->mem, "%s%s%s", prefix, sides[side], level_name(k, k->level[level]));
		k->out_name[k->columns++] = name;
	}
}

static void
columns_make(struct calc *k)
{
	k->columns = 0;
	for (size_t i = 0; k->method->out[i] != NULL; i++) {
		const char *name = k->method->out[i];
		size_t n = strlen(name);

		if (name[n - 1] != CALC_LIMITS[0]) {
			k->out_name[k->columns++] = name;
			continue;
		}
		for (int level = 0; level < k->levels; level++)
			limits_name(k, mem_copy(k->c->mem, name, n - 1), level);
	}
}

void
calc_put_limits(const struct calc *k, struct calc_cell *cells, const struct interval *from)
{
	for (int i = 0; i < k->levels; i++) {
		cells[2 * i].number = from[i].lower;
		cells[2 * i + 1].number = from[i].upper;
	}
}

struct calc_cell *
calc_cells(struct calc *k, const struct calc_group *g, size_t i)
{
	size_t row = g->index;

	if (k->method->shape == CALC_EACH_ROW)
		row = i;
	else if (k->method->shape == CALC_ROW_OF_GROUP)
		row = k->order[g->from + i];
	else if (k->method->shape == CALC_TABLE)
		row = g->index * k->method->rows + i;
	return &k->cell[row * k->columns];
}

static void
cells_make(struct calc *k, size_t rows)
{
	k->cell = mem_new_array(k->mem, struct calc_cell, rows * k->columns + 1);
	for (size_t i = 0; i < rows * k->columns; i++)
		k->cell[i].number = NAN;
}

/* ---- groups -------------------------------------------------------------------------------------------------- */

/* The group's number of each row: rows whose key texts are the same. */
static int32_t *
groups_number(struct calc *k)
{
	struct text_map *map = text_map_new(k->mem);
	int32_t *number = mem_new_array(k->mem, int32_t, k->n + 1);
	struct builder key = {.mem = k->mem};

	for (size_t row = 0; row < k->n; row++) {
		key.n = 0;
		put_char(&key, '.');
		for (size_t i = 0; i < calc_echoes(k); i++)
			if (calc_echo_is_key(k, i)) {
				put(&key, view_trim(calc_echo(k, row, i)));
				put_char(&key, '\x1f');
			}
		number[row] = text_map_intern(map, built(&key));
	}
	k->groups = text_map_count(map);
	return number;
}

/* Column by column, each row goes to its place. */
static void
rows_permute(struct calc *k)
{
	double *moved = mem_new_array(k->mem, double, k->n + 1);
	int64_t *whole = mem_new_array(k->mem, int64_t, k->n + 1);
	int64_t *const *kept[] = {&k->row, &k->line};

	for (int c = 0; k->method->in[c].name != NULL; c++) {
		for (size_t i = 0; i < k->n; i++)
			moved[i] = k->number[c][k->order[i]];
		memcpy(k->number[c], moved, k->n * sizeof *moved);
	}
	for (size_t c = 0; c < 2; c++) {
		for (size_t i = 0; i < k->n; i++)
			whole[i] = (*kept[c])[k->order[i]];
		memcpy(*kept[c], whole, k->n * sizeof *whole);
	}
}

void
calc_group_rows(struct calc *k)
{
	int32_t *number = groups_number(k);
	size_t *next, at = 0;

	k->group = mem_new_array(k->mem, struct calc_group, k->groups + 1);
	k->order = mem_new_array(k->mem, size_t, k->n + 1);
	next = mem_new_array(k->mem, size_t, k->groups + 1);
	for (size_t row = 0; row < k->n; row++)
		k->group[number[row]].n++;
	for (size_t g = 0; g < k->groups; g++) {
		k->group[g].index = g;
		k->group[g].from = next[g] = at;
		at += k->group[g].n;
	}
	for (size_t row = 0; row < k->n; row++)
		k->order[next[number[row]]++] = row;
	rows_permute(k);
}

/* ---- runs ---------------------------------------------------------------------------------------------------- */

/* Rows that stand alone: memory stays flat. */
static enum err
run_batches(struct calc *k)
{
	for (;;) {
		TRY(calc_read(k, BATCH));
		if (k->n == 0)
			return OK;
		cells_make(k, k->n);
		TRY(k->method->run(k, &(struct calc_group){.n = k->n}));
		calc_write_rows(k);
		mem_reset(k->mem);
	}
}

/* The whole input, group by group. Nothing is written before all is worked out. */
static enum err
run_groups(struct calc *k)
{
	TRY(calc_read(k, SIZE_MAX));
	calc_group_rows(k);
	cells_make(k, k->method->shape == CALC_ROW_OF_GROUP ? k->n
	    : k->groups * (k->method->shape == CALC_TABLE ? k->method->rows : 1));
	if (k->method->run_all != NULL)
		TRY(k->method->run_all(k));
	for (size_t g = 0; k->method->run != NULL && g < k->groups; g++)
		TRY(k->method->run(k, &k->group[g]));
	calc_write_rows(k);
	return OK;
}

static enum err
run(struct calc *k, const char *path, FILE *out)
{
	TRY(levels_read(k));
	columns_make(k);
	TRY(calc_reader_open(k, path));
	if (k->levels > 1 && has_level_column(k)) {
		k->levels = 1;
		columns_make(k);
	}
	calc_writer_open(k, out);
	calc_write_header(k);
	TRY(k->method->shape == CALC_EACH_ROW ? run_batches(k) : run_groups(k));
	return calc_writer_close(k);
}

static enum err
calc_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct calc k = {.c = c, .args = args};
	enum err e;

	if (args->n < 1)
		return fail(c, ERR_USAGE, "by which method? `bairn help calc` lists them");
	if (args->n > 2)
		return fail(c, ERR_USAGE, "one method and at most one file; %s is too much", args->operand[2]);
	k.method = method_find(args->operand[0]);
	if (k.method == NULL)
		return fail(c, ERR_USAGE, "there is no method %s; `bairn help calc` lists them", args->operand[0]);
	k.mem = mem_new();
	e = run(&k, args->n > 1 ? args->operand[1] : "-", out);
	calc_reader_close(&k);
	mem_free(k.mem);
	return e;
}

static const struct option_rule calc_options[] = {
	{"--confidence", "LEVEL", "0.95, 95, 0.998 …, or both of 0.95,0.998 (each method's own default below)"},
	{"--multiplier", "N", "what results are multiplied by: 100 for per cent, 10000 for a rate per 10,000"},
	{"--group", "COL,…", "the columns that make a group (without: group and set, where they are there)"},
	{"--refvalue", "N", "isratio: what the ratio of the reference is called (1 or 100; default 1)"},
	{"--nquantiles", "N", "quantile: how many (default 10)"},
	{"--invert", "TRUE|FALSE", "quantile: the highest values are in the first (default TRUE)"},
	{"--polarity", "WORD", "LowIsGood, HighIsGood or NoJudgement (default NoJudgement)"},
	{"--value_type", "TYPE", "sii: 0, 1 (rate) or 2 (proportion); trend: Proportion, Crude rate …"},
	{"--transform", "TRUE|FALSE", "sii: draw the line on the log or logit scale (default FALSE)"},
	{"--repetitions", "N", "sii: of the simulation (default 100000)"},
	{"--seed", "N", "sii: of the simulation (default 1)"},
	{"--statistic", "WORD", "funnels: proportion, ratio, rate"},
	{"--rate_type", "WORD", "funnels of rates: crude or dsr"},
	{"--ratio_type", "WORD", "funnels of ratios: count or isr"},
	{"--years_of_data", "N", "funnels of rates (default 1)"},
	{"--ages", "N,…", "life_expectancy: where the age bands start (default 0,1,5,10, … 90)"},
	{NULL, NULL, NULL},
};

const struct command calc_commands[] = {
	{"calc", "METHOD [FILE]", "Work out a statistic from a CSV file (or standard input) and write it as CSV", NEEDS_NOTHING,
	    calc_command, calc_options, calc_help},
	{.name = NULL},
};
