/* `bairn calc` against the reference figures in ../shared/vectors/stats (or $BAIRN_SHARED/vectors/stats), which public tools
 * made; see the README there for what made each and how near one must come. Skipped where they are not. */
#include "calc_run.h"

struct vectors {
	const char *method, *input, *reference;         /* stems of files */
	const char *columns;                            /* what must agree */
	double relative, absolute;                      /* numbers: within either */
	const char *only_column, *only;                 /* the reference's rows that are meant, or NULL for all */
	const char *options[5];
};

#define ONE "value lowercl uppercl"
#define TWO "lower95_0cl upper95_0cl lower99_8cl upper99_8cl"
#define INDIRECT "group observed expected value " TWO

static const struct vectors all[] = {
	{"proportion", "proportion", "proportion", "id " ONE, 1e-12, 0, NULL, NULL, {NULL}},
	{"rate", "rate", "rate", "id method " ONE, 1e-12, 0, NULL, NULL, {NULL}},
	{"proportion_grouped", "grouped_inputs", "proportion_grouped", "group x n value " TWO, 1e-12, 0, NULL, NULL, {NULL}},
	{"rate_grouped", "grouped_inputs", "rate_grouped", "group x n value method " TWO, 1e-12, 0, NULL, NULL,
	    {"--multiplier", "10000"}},
	{"mean", "mean_inputs", "mean", "group value_sum value_count stdev mean " TWO, 1e-11, 1e-9, NULL, NULL,
	    {"--confidence", "0.95,0.998"}},
	{"dsr", "dsr_inputs", "dsr", "group total_count total_pop value " TWO, 1e-11, 0, NULL, NULL, {NULL}},
	{"dsr_nonindependent", "dsr_nonindependent_inputs", "dsr_nonindependent", "group total_count total_pop value " TWO,
	    1e-11, 0, NULL, NULL, {"--multiplier", "10000"}},
	{"israte", "isr_inputs", "israte", INDIRECT " ref_rate", 1e-11, 0, "multiplier", "10000", {"--multiplier", "10000"}},
	{"israte", "isr_inputs", "israte", INDIRECT " ref_rate", 1e-11, 0, "multiplier", "100000",
	    {"--multiplier", "100000"}},
	{"isratio", "isr_inputs", "isratio", INDIRECT, 1e-11, 0, "refvalue", "1", {NULL}},
	{"isratio", "isr_inputs", "isratio", INDIRECT, 1e-11, 0, "refvalue", "100", {"--refvalue", "100"}},
	{"quantile", "quantile", "quantile", "set area quantile", 0, 0, NULL, NULL, {NULL}},
	{"funnel_significance", "funnel_significance", "funnel_significance", "set significance", 0, 0, NULL, NULL, {NULL}},
	{"funnel_points", "funnel_points", "funnel_points", "set rate_chart denominator_derived", 1e-12, 0, NULL, NULL,
	    {NULL}},
	{"funnel_limits", "funnel_limits_inputs", "funnel_limits", "set point axis lower_2s_limit upper_2s_limit lower_3s_limit"
	    " upper_3s_limit baseline lower_2s_exp_events upper_3s_exp_events lower_2s_population_1_year"
	    " upper_3s_population_1_year", 1e-10, 1e-12, NULL, NULL, {NULL}},
	{"life_expectancy", "life_expectancy_inputs", "life_expectancy", "set startage value pops_used dths_used " TWO, 1e-10,
	    0, NULL, NULL, {NULL}},
	{"compare_ci", "compare_ci", "compare_ci", "id outcome", 0, 0, NULL, NULL, {NULL}},
	{"compare_quintile", "compare_quintile", "compare_quintile", "set area ntile outcome", 0, 0, NULL, NULL, {NULL}},
	{"trend", "trend_inputs", "trend", "set trend chi2 slope", 1e-9, 0, NULL, NULL, {NULL}},
};

static const char *
vectors_path(struct mem *m, const char *stem)
{
	const char *shared = getenv("BAIRN_SHARED");

	return mem_format(m, "%s/vectors/stats/%s_dev.csv", shared ? shared : "../shared", stem);
}

/* The file's text; the test is passed over when it is not there. */
static char *
file_text(struct mem *m, const char *path)
{
	FILE *f = fopen(path, "r");
	char *text;
	long n;

	if (f == NULL) {
		printf("# skip: no reference figures at %s\n", path);
		mem_free(m);
		skip();
	}
	fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	text = mem_take(m, (size_t)n + 1);
	assert_int_equal(fread(text, 1, (size_t)n, f), n);
	fclose(f);
	return text;
}

/* Empty, NaN and words agree letter by letter; numbers within the tolerance. */
static bool
agrees(const char *ours, const char *theirs, double relative, double absolute)
{
	char *end_ours, *end_theirs;
	double a = strtod(ours, &end_ours), b = strtod(theirs, &end_theirs);

	if (strcmp(ours, theirs) == 0)
		return true;
	if (*ours == '\0' || *theirs == '\0' || *end_ours != '\0' || *end_theirs != '\0' || !isfinite(a) || !isfinite(b))
		return false;
	return fabs(a - b) <= relative * fabs(b) || fabs(a - b) <= absolute;
}

/* One column of ours against the rows of theirs that are meant; returns how many were compared. */
static size_t
column_compare(const struct grid *ours, const struct grid *theirs, const struct vectors *v, const char *name, double relative,
    double absolute)
{
	size_t mine = grid_column(ours, name), their = grid_column(theirs, name), row = 0;
	size_t only = v->only_column ? grid_column(theirs, v->only_column) : 0;

	for (size_t i = 0; i < theirs->rows; i++) {
		if (v->only_column && strcmp(grid_cell(theirs, i, only), v->only) != 0)
			continue;
		assert_true(row < ours->rows);
		if (!agrees(grid_cell(ours, row, mine), grid_cell(theirs, i, their), relative, absolute))
			fail_msg("%s %s row %zu (%s %s): ours is %s, theirs %s", v->method, name, row + 1, theirs->cell[0],
			    grid_cell(theirs, i, 0), grid_cell(ours, row, mine), grid_cell(theirs, i, their));
		row++;
	}
	assert_int_equal(row, ours->rows);
	return row;
}

static void
columns_compare(struct mem *m, const struct grid *ours, const struct grid *theirs, const struct vectors *v)
{
	struct view rest = view_of(v->columns);

	while (rest.n > 0) {
		struct view name = view_cut(&rest, ' ');

		assert_true(column_compare(ours, theirs, v, view_copy(m, name), v->relative, v->absolute) > 100);
	}
}

static void
test_vectors(void **state)
{
	const struct vectors *v = *state;
	struct mem *m = mem_new();
	const char *text = file_text(m, vectors_path(m, v->reference));
	struct ran r;
	struct grid ours, theirs;

	r = calc_file(m, v->method, vectors_path(m, v->input), v->options);
	if (r.err != OK)
		fail_msg("%s: %s", v->method, r.sentence);
	ours = grid_read(m, r.out);
	theirs = grid_read(m, text);
	columns_compare(m, &ours, &theirs, v);
	free(r.out);
	mem_free(m);
}

/* The steps of the ladders with the settings of their sets beside them. */
static const char *
sii_input(struct mem *m, const struct grid *steps, const struct grid *sets)
{
	static const char *const settings[] = {"value_type", "transform", "multiplier", "repetitions", "seed"};
	struct builder b = {.mem = m};
	size_t set = 0, of_step = grid_column(steps, "set"), of_set = grid_column(sets, "set");

	for (size_t i = 0; i <= steps->rows; i++) {
		for (size_t k = 0; k < steps->columns; k++)
			put_format(&b, "%s,", steps->cell[i * steps->columns + k]);
		if (i > 0)
			while (strcmp(grid_cell(sets, set, of_set), grid_cell(steps, i - 1, of_step)) != 0)
				set++;
		for (size_t k = 0; k < 5; k++)
			put_format(&b, "%s%s", i == 0 ? settings[k] : grid_cell(sets, set, grid_column(sets, settings[k])),
			    k < 4 ? "," : "\n");
	}
	return built_text(&b);
}

/* The slope index: what is determined, what is simulated with the same seed, and the closed limits. */
static void
test_sii_vectors(void **state)
{
	static const struct vectors parts[] = {
		{"sii", NULL, NULL, "set sii rii intercept", 1e-11, 1e-9, NULL, NULL, {NULL}},
		{"sii", NULL, NULL, "mc_sii_lower95 mc_sii_upper95 mc_sii_lower99_8 mc_sii_upper99_8 mc_rii_lower95 mc_rii_upper95"
		    " mc_rii_lower99_8 mc_rii_upper99_8", 1e-9, 1e-12, NULL, NULL, {NULL}},
		{"sii", NULL, NULL, "cf_sii_lower95 cf_sii_upper95 cf_sii_lower99_8 cf_sii_upper99_8 cf_rii_lower95 cf_rii_upper95"
		    " cf_rii_lower99_8 cf_rii_upper99_8", 1e-10, 1e-12, NULL, NULL, {NULL}},
	};
	struct mem *m = mem_new();
	const char *steps_text = file_text(m, vectors_path(m, "sii_inputs")), *sets_text = file_text(m, vectors_path(m, "sii"));
	struct grid steps, sets, ours;
	const char *input;
	struct ran r;

	(void)state;
	steps = grid_read(m, steps_text);
	sets = grid_read(m, sets_text);
	input = sii_input(m, &steps, &sets);
	r = calc_bytes(m, "sii", input, strlen(input), NULL);
	if (r.err != OK)
		fail_msg("%s", r.sentence);
	ours = grid_read(m, r.out);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		columns_compare(m, &ours, &sets, &parts[i]);
	free(r.out);
	mem_free(m);
}

int
main(void)
{
	struct CMUnitTest tests[sizeof all / sizeof all[0] + 1];
	size_t n = 0;

	for (; n < sizeof all / sizeof all[0]; n++)
		tests[n] = (struct CMUnitTest){all[n].method, test_vectors, NULL, NULL, (void *)(uintptr_t)&all[n]};
	tests[n] = (struct CMUnitTest){"sii", test_sii_vectors, NULL, NULL, NULL};
	return _cmocka_run_group_tests("calc vectors", tests, n + 1, NULL, NULL);
}
