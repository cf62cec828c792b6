/* `bairn calc`: what people's CSV looks like, what must be refused and how, groups and order, the help. */
#include "calc_run.h"

#include "measure/calc.h"

/* How long the cell at `at` is, up to a comma or the line's end. */
static size_t
cell_length(const char *at)
{
	return strcspn(at, ",\n");
}

/* The same text, numbers but for their last digits. */
static bool
same_text(const char *a, const char *b)
{
	for (;;) {
		size_t n = cell_length(a), k = cell_length(b);
		char *end_a, *end_b;
		double x = strtod(a, &end_a), y = strtod(b, &end_b);
		bool numbers = n > 0 && k > 0 && end_a == a + n && end_b == b + k && isfinite(x) && isfinite(y);

		if (numbers ? fabs(x - y) > 1e-12 * fabs(y) : n != k || strncmp(a, b, n) != 0)
			return false;
		if (a[n] != b[k])
			return false;
		if (a[n] == '\0')
			return true;
		a += n + 1;
		b += k + 1;
	}
}

static void
assert_prints(const char *method, const char *input, const char *const *options, const char *want)
{
	struct mem *m = mem_new();
	struct ran r = calc_bytes(m, method, input, strlen(input), options);

	if (r.err != OK)
		fail_msg("%s: %s", method, r.sentence);
	if (!same_text(r.out, want))
		fail_msg("%s prints\n%snot\n%s", method, r.out, want);
	free(r.out);
	mem_free(m);
}

/* ---- what CSV looks like ------------------------------------------------------------------------------------- */

#define TWO_HALVES "value,lowercl,uppercl\n50,9.453120573423075,90.54687942657692\n50,9.453120573423075,90.54687942657692\n"

/* One of two is 50 % with limits of (2 + z*z -+ z * sqrt(z*z + 2)) / 2 / (2 + z*z) = 9.45 and 90.55 (z*z = 3.8415). */
static void
test_files_of_all_sorts(void **state)
{
	static const char *const inputs[] = {
		"x,n\n1,2\n1,2\n", "x,n\r\n1,2\r\n1,2\r\n", "\xef\xbb\xbfx,n\n1,2\n1,2", "\"x\",\"n\"\n\"1\",\"2\"\n1,2\n",
		"x;n\n1;2\n1;2\n", "x\tn\n1\t2\n1\t2\n", " X , N \n 1 , 2 \n1.0,2e0\n", "n,x\n2,1\n2,1\n", "x,n\r1,2\r1,2\r",
		"x,n\n\n1,2\n\n1,2\n\n", "numerator,denominator\n1,2\n+1,02\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
		assert_prints("proportion", inputs[i], NULL, TWO_HALVES);
}

/* What the method does not know goes through; what it writes anew does not; commas and quotes stay in their quotes. */
static void
test_columns_that_pass_through(void **state)
{
	(void)state;
	assert_prints("proportion", "area,x,n,value,note\n\"Town, Old\",0,10,9,\"say \"\"no\"\"\"\n", OPTIONS("--confidence", "1"),
	    "area,note,value,lowercl,uppercl\n\"Town, Old\",\"say \"\"no\"\"\",0,0,100\n");
}

static void
test_missing_and_infinite(void **state)
{
	(void)state;
	assert_prints("rate", "id,x,n\n1,,10\n2,5,NA\n3,NaN,\n", NULL,
	    "id,value,lowercl,uppercl,method\n1,,,,\n2,,,,Exact\n3,,,,\n");
	assert_prints("rate", "x,n\n0,5\n12,5\n", OPTIONS("--confidence", "100", "--multiplier", "1"),
	    "value,lowercl,uppercl,method\n0,0,Inf,Exact\n2.4,,Inf,Byars\n");
	assert_prints("compare_ci", "lowercl,uppercl,benchmark,polarity\n4,Inf,3,High is good\n,Inf,3,HighIsGood\n1,2,3,low\n",
	    NULL, "outcome\nBetter\nNotCompared\nBetter\n");
	assert_prints("quantile", "value\n1\n2\n", NULL, "quantile\n\"\"\n\"\"\n");      /* fewer than ten: none, and no blank line */
	assert_prints("mean", "group,value\na,5\nb,1\nb,NA\n", OPTIONS("--confidence", "95"),
	    "group,value_sum,value_count,stdev,mean,lowercl,uppercl\na,5,1,,5,NaN,NaN\nb,,2,,,,\n");
	assert_prints("isratio", "group,x,n,x_ref,n_ref\na,0,0,3,100\nb,2,,3,100\n", OPTIONS("--confidence", "0.95"),
	    "group,observed,expected,value,lowercl,uppercl\na,0,0,NaN,NaN,Inf\nb,2,0,Inf,Inf,Inf\n");
	assert_prints("proportion", "x,n\n", NULL, "value,lowercl,uppercl\n");
}

/* ---- confidence ---------------------------------------------------------------------------------------------- */

/* Nobody of ten: the upper limit is z*z / (10 + z*z), z*z being 3.8415 at 95 % and 9.5495 at 99.8 %. */
static void
test_levels_of_confidence(void **state)
{
	static const char *const ways[] = {"0.95", "95", "95.0", ".95"};
	const char *one = "value,lowercl,uppercl\n0,0,27.753279986288916\n";

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_prints("proportion", "x,n\n0,10\n", OPTIONS("--confidence", ways[i]), one);
	assert_prints("proportion", "x,n\n0,10\n", OPTIONS("--confidence", "0.95,0.998"),
	    "value,lower95_0cl,upper95_0cl,lower99_8cl,upper99_8cl\n0,0,27.753279986288916,0,48.84789004534622\n");
	assert_prints("proportion", "x,n,confidence\n0,10,95\n0,10,\n0,10,0.95\n", OPTIONS("--confidence", "0.95,0.998"),
	    "value,lowercl,uppercl\n0,0,27.753279986288916\n0,,\n0,0,27.753279986288916\n");
}

/* ---- groups -------------------------------------------------------------------------------------------------- */

/* In order of first appearance, rows of a group together or not; by the columns asked for; by settings that differ. */
static void
test_groups(void **state)
{
	const char *input = "set,area,x,n\n1,b,1,10\n2,a,1,10\n1,a,2,20\n2,a,1,30\n";

	(void)state;
	assert_prints("rate_grouped", input, OPTIONS("--group", "area", "--confidence", "1", "--multiplier", "1"),
	    "area,x,n,value,lowercl,uppercl,method\nb,1,10,0.1,0,Inf,Exact\na,4,60,0.06666666666666667,0,Inf,Exact\n");
	assert_prints("rate_grouped", input, OPTIONS("--confidence", "1", "--multiplier", "1"),
	    "set,x,n,value,lowercl,uppercl,method\n1,3,30,0.1,0,Inf,Exact\n2,2,40,0.05,0,Inf,Exact\n");
	assert_prints("rate_grouped", input, OPTIONS("--group", "set, AREA", "--confidence", "1", "--multiplier", "1"),
	    "set,area,x,n,value,lowercl,uppercl,method\n1,b,1,10,0.1,0,Inf,Exact\n2,a,2,40,0.05,0,Inf,Exact\n"
	    "1,a,2,20,0.1,0,Inf,Exact\n");
	assert_prints("israte", "group,multiplier,x,n,x_ref,n_ref\na,1,2,10,1,10\na,10,2,10,1,10\na,1,4,20,1,10\n",
	    OPTIONS("--confidence", "1"), "group,multiplier,observed,expected,ref_rate,value,lowercl,uppercl\n"
	    "a,1,6,3,0.1,0.2,0,Inf\na,10,2,1,1,2,0,Inf\n");
}

/* Two threads share the groups of a simulation: each comes out as it does alone. */
static void
test_groups_side_by_side(void **state)
{
#define SET(s) s ",1,10,.3,.2,.4\n" s ",2,10,.4,.3,.5\n" s ",3,10,.5,.4,.6\n" s ",4,10,.7,.6,.8\n" \
	s ",5,10,.8,.7,.9\n"
	static const char *const set[] = {SET("a"), SET("b"), SET("c")};
	const char *heading = "set,quantile,population,value,lower_cl,upper_cl\n";
	struct mem *m = mem_new();
	struct builder all = {.mem = m}, want = {.mem = m};
	struct ran r;

	(void)state;
	put_text(&all, heading);
	for (size_t i = 0; i < sizeof set / sizeof set[0]; i++) {
		const char *alone = mem_format(m, "%s%s", heading, set[i]);

		put_text(&all, set[i]);
		r = calc_bytes(m, "sii", alone, strlen(alone), OPTIONS("--repetitions", "1000"));
		assert_int_equal(r.err, OK);
		put_text(&want, i == 0 ? r.out : strchr(r.out, '\n') + 1);
		free(r.out);
	}
	r = calc_bytes(m, "sii", built(&all).at, all.n, OPTIONS("--repetitions", "1000"));
	assert_string_equal(r.out, built_text(&want));
	free(r.out);
	mem_free(m);
}

/* Rows out in the order in, though their groups lie across one another. */
static void
test_order(void **state)
{
	(void)state;
	assert_prints("quantile", "set,id,value\n1,a,5\n2,b,1\n1,c,4\n2,d,9\n", OPTIONS("--nquantiles", "2", "--invert", "no"),
	    "set,id,quantile\n1,a,2\n2,b,1\n1,c,1\n2,d,2\n");
	assert_prints("compare_quintile", "id,value\na,5\nb,1\nc,4\nd,2\ne,\nf,3\n", OPTIONS("--polarity", "LowIsGood"),
	    "id,ntile,outcome\na,5,Worst\nb,1,Best\nc,4,Worse\nd,2,Better\ne,,NotCompared\nf,3,Middle\n");
}

/* More rows than one batch, and a line for each. */
static void
test_many_rows(void **state)
{
	struct mem *m = mem_new();
	struct builder b = {.mem = m};
	struct ran r;
	struct grid g;

	(void)state;
	put_text(&b, "id,x,n\n");
	for (int i = 0; i < 20000; i++)
		put_format(&b, "%d,%d,%d\n", i, i % 7, 7);
	r = calc_bytes(m, "proportion", built(&b).at, b.n, OPTIONS("--multiplier", "7"));
	assert_int_equal(r.err, OK);
	g = grid_read(m, r.out);
	assert_int_equal(g.rows, 20000);
	for (size_t i = 0; i < g.rows; i++) {
		assert_int_equal(atoi(grid_cell(&g, i, 0)), i);
		assert_true(fabs(strtod(grid_cell(&g, i, 1), NULL) - (double)(i % 7)) < 1e-12);
	}
	free(r.out);
	mem_free(m);
}

/* ---- methods without reference figures ----------------------------------------------------------------------- */

static void
test_other_methods(void **state)
{
	(void)state;
	/* Fisher 1935: 34 of 70 ways; 3 * 3 / (1 * 1) is the odds ratio. */
	assert_prints("fisher", "x1,n1,x2,n2\n3,4,1,4\n", NULL, "odds_ratio,p_value\n9,0.4857142857142856\n");
	/* Alike but for 8 * (3 * 3 - 1 * 1)^2 / 4^4 = 2. */
	assert_prints("chi_squared", "x,n\n3,4\n1,4\n", NULL,
	    "chi_squared,degrees,p_value,least_expected\n2,1,0.15729920705028505,2\n");
	assert_prints("benjamini_hochberg", "id,p_value\na,0.01\nb,0.04\nc,\nd,0.03\n", NULL,
	    "id,adjusted\na,0.03\nb,0.04\nc,\nd,0.04\n");
	assert_prints("median", "value\n3\n1\n2\n", OPTIONS("--confidence", "0.95"), "value_count,median,lowercl,uppercl\n3,2,,\n");
	/* Mean 2, moving ranges 1: limits 3 / 1.128 = 2.6596 away. */
	assert_prints("xmr_chart", "value\n1\n2\n3\n", NULL, "centre,lower_limit,upper_limit,moving_range,signs\n"
	    "2,-0.6595744680851063,4.659574468085106,,\n2,-0.6595744680851063,4.659574468085106,1,\n"
	    "2,-0.6595744680851063,4.659574468085106,1,\n");
	/* A tenth: 3 * sqrt(0.1 * 0.9 / 100) = 0.09; 3 * sqrt(0.1 / 100) = 0.0949. */
	assert_prints("p_chart", "x,n\n10,100\n30,100\n0,100\n0,100\n", NULL,
	    "value,centre,lower_limit,upper_limit,signs\n10,10,1,19,\n30,10,1,19,outside\n"
	    "0,10,1,19,outside two-of-three\n0,10,1,19,outside two-of-three\n" + 0);
}

/* ---- what must be refused ------------------------------------------------------------------------------------ */

struct refused {
	const char *method, *input;
	enum err err;
	const char *says;               /* in the sentence: row, line and column, or the option */
	const char *options[3];
};

#define LADDER "quantile,population,value,lower_cl,upper_cl\n"
#define STEPS "2,10,.3,.2,.4\n3,10,.3,.2,.4\n4,10,.3,.2,.4\n5,10,.3,.2,.4\n"
#define ERRORS "quantile,population,value,se\n"
#define ERROR_STEPS "2,10,.3,.2\n3,10,.3,.2\n4,10,.3,.2\n5,10,.3,.2\n"

static const struct refused refusals[] = {
	/* Those of the reference's error_cases.csv. */
	{"proportion", "x,n\n1,2\n-1,10\n", ERR_INPUT, "row 2 (line 3), column x: \"-1\" must be zero or greater", {NULL}},
	{"proportion", "x,n\n1,0\n", ERR_INPUT, "row 1 (line 2), column n: \"0\" must be greater than zero", {NULL}},
	{"proportion", "x,n\n11,10\n", ERR_INPUT, "column x: 11 is more than n, which is 10", {NULL}},
	{"proportion", "x,n\n1,10\n", ERR_USAGE, "--confidence 0.7", {"--confidence", "0.7"}},
	{"proportion", "x,n\n1,10\n", ERR_USAGE, "--confidence 50", {"--confidence", "50"}},
	{"proportion", "x,n\n1,10\n", ERR_USAGE, "--confidence 101", {"--confidence", "101"}},
	{"proportion", "x,n,confidence\n1,10,0.7\n", ERR_INPUT, "column confidence: \"0.7\" is no level", {NULL}},
	{"proportion", "x,n\n1,10\n", ERR_USAGE, "two levels", {"--confidence", "0.95,0.99"}},
	{"proportion", "x,n\n1,10\n", ERR_USAGE, "two levels", {"--confidence", "95,99.8"}},
	{"rate", "x,n\n-1,10\n", ERR_INPUT, "column x", {NULL}},
	{"rate", "x,n\n1,0\n", ERR_INPUT, "column n", {NULL}},
	{"rate", "x,n\n1,10\n", ERR_USAGE, "--confidence .89", {"--confidence", ".89"}},
	{"dsr", "x,n,stdpop\n1,0,5\n", ERR_INPUT, "column n", {NULL}},
	{"dsr", "x,n,stdpop\n1,,5\n", ERR_INPUT, "column n: must not be missing", {NULL}},
	{"dsr", "x,n,stdpop\n-1,1,5\n", ERR_INPUT, "column x", {NULL}},
	{"dsr", "x,n,stdpop\n1,1,\n", ERR_INPUT, "column stdpop: must not be missing", {NULL}},
	{"dsr", "x,n,stdpop\n1,1,-5\n", ERR_INPUT, "column stdpop", {NULL}},
	{"dsr", "x,n,stdpop\n1,1,5\n", ERR_USAGE, "--multiplier: \"0\" must be greater than zero", {"--multiplier", "0"}},
	{"israte", "x,n,x_ref,n_ref\n1,-1,5,9\n", ERR_INPUT, "column n", {NULL}},
	{"isratio", "x,n,x_ref,n_ref\n-1,1,5,9\n", ERR_INPUT, "column x", {NULL}},
	{"quantile", "value\nabc\n", ERR_INPUT, "column value: \"abc\" is not a number", {NULL}},
	{"sii", LADDER STEPS, ERR_INPUT, "4 quantiles", {NULL}},
	{"sii", LADDER "1,0,.3,.2,.4\n" STEPS, ERR_INPUT, "row 1 (line 2), column population", {NULL}},
	{"sii", LADDER "1,10,.3,.2,.4\n" STEPS, ERR_INPUT, "column repetitions", {"--repetitions", "999"}},
	{"sii", ERRORS "1,10,.3,-1\n" ERROR_STEPS, ERR_INPUT, "column se", {NULL}},
	{"sii", ERRORS "1,10,.3,\n" ERROR_STEPS, ERR_INPUT, "column se: must not be missing", {NULL}},
	{"sii", LADDER "1,10,.3,.2,.4\n" STEPS, ERR_INPUT, "column transform", {"--transform", "TRUE"}},
	{"sii", "value_type," ERRORS "1,1,10,.3,.2\n1,2,10,.3,.2\n1,3,10,.3,.2\n1,4,10,.3,.2\n1,5,10,.3,.2\n", ERR_INPUT,
	    "column se", {"--transform", "TRUE"}},
	{"sii", LADDER "1,10,1.2,.2,.4\n" STEPS, ERR_INPUT, "column value: 1.2 is no proportion", {"--value_type", "2"}},
	{"sii", LADDER "1,10,0,.2,.4\n" STEPS, ERR_INPUT, "column value: 0 has no logarithm", {"--value_type", "1"}},
	{"sii", LADDER "1,10,.3,0,.4\n" STEPS, ERR_INPUT, "column lower_cl", {"--value_type", "1"}},
	{"sii", "quantile,population,x,lower_cl,upper_cl\n1,10,0,.2,.4\n" STEPS, ERR_INPUT, "column x",
	    {"--value_type", "2"}},
	{"funnel_significance", "statistic,x,n\nproportion,11,10\n", ERR_INPUT, "column x", {NULL}},
	{"funnel_significance", "statistic,x,rate,multiplier\ncrude,5,10,100\ncrude,0,0,100\n", ERR_INPUT,
	    "row 2 (line 3), column n: where there are no events the denominator must be given", {NULL}},
	/* Further ones. */
	{"proportion", "", ERR_INPUT, "is empty", {NULL}},
	{"proportion", "x,m\n1,2\n", ERR_INPUT, "no column n", {NULL}},
	{"proportion", "x,n,x\n1,2,3\n", ERR_INPUT, "the column x twice", {NULL}},
	{"proportion", "x,n\n1,2\n1,2,3\n", ERR_INPUT, "row 2 (line 3) has 3 fields, and the header has 2", {NULL}},
	{"proportion", "x,n\n1,\"2\n", ERR_INPUT, "quote", {NULL}},
	{"proportion", "x,n,multiplier\n1,2,\n", ERR_INPUT, "column multiplier: must not be missing", {NULL}},
	{"rate", "x,n\n1e400,2\n", ERR_INPUT, "column x", {NULL}},
	{"rate", "x,n\nInf,2\n", ERR_INPUT, "column x: \"Inf\" must be a finite number", {NULL}},
	{"rate", "x,n\n0x10,20\n", ERR_INPUT, "column x", {NULL}},
	{"rate_grouped", "x,n\n1,2\n", ERR_INPUT, "no column area, which --group names", {"--group", "area"}},
	{"proportion_grouped", "group,x,n\na,1,2\nb,3,2\n", ERR_INPUT, "row 2 (line 3), column x", {NULL}},
	{"compare_ci", "lowercl,uppercl,benchmark,polarity\n1,2,3,good\n", ERR_INPUT, "column polarity: \"good\"", {NULL}},
	{"quantile", "value\n1\n", ERR_USAGE, "--nquantiles: \"2.5\" must be a whole number", {"--nquantiles", "2.5"}},
	{"dsr_nonindependent", "ageband,eventfreq,x,n,stdpop\na,1,1,10,5\na,2,1,11,5\n", ERR_INPUT, "row 2 (line 3), column n",
	    {NULL}},
	{"life_expectancy", "startage,population,deaths\n0,10,1\n3,10,1\n", ERR_INPUT, "no age band starts at 3", {NULL}},
	{"life_expectancy", "startage,population,deaths\n0,10,1\n0,10,1\n", ERR_INPUT, "twice", {NULL}},
	{"sii", LADDER "2,10,.3,.2,.4\n" STEPS, ERR_INPUT, "quantile 2 twice", {NULL}},
	{"fisher", "x1,n1,x2,n2\n1.5,2,1,2\n", ERR_INPUT, "whole numbers", {NULL}},
	{"benjamini_hochberg", "p_value\n1.5\n", ERR_INPUT, "column p_value", {NULL}},
	{"magic", "x,n\n1,2\n", ERR_USAGE, "no method magic", {NULL}},
};

static void
test_refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		const struct refused *x = &refusals[i];
		struct mem *m = mem_new();
		struct ran r = calc_bytes(m, x->method, x->input, strlen(x->input), x->options);

		if (r.err != x->err || strstr(r.sentence, x->says) == NULL)
			fail_msg("%s over %s: %d \"%s\", not \"%s\"", x->method, x->input, (int)r.err, r.sentence, x->says);
		free(r.out);
		mem_free(m);
	}
}

/* What the reference accepts though it looks odd. */
static void
test_not_refused(void **state)
{
	(void)state;
	assert_prints("proportion", "x,n,confidence\n5,10,NA\n", NULL, "value,lowercl,uppercl\n50,,\n");
	assert_prints("proportion", "x,n\nNA,10\n", NULL, "value,lowercl,uppercl\n,,\n");
	assert_prints("proportion", "x,n\n0,10\n", OPTIONS("--multiplier", "-1", "--confidence", "1"),
	    "value,lowercl,uppercl\n0,0,-1\n");
	assert_prints("rate", "x,n\n5,2\n", OPTIONS("--confidence", "1"), "value,lowercl,uppercl,method\n25000,0,Inf,Exact\n");
	assert_prints("dsr", "x,n,stdpop\n,10,1\n10,10,1\n", OPTIONS("--multiplier", "1", "--confidence", "100"),
	    "total_count,total_pop,value,lowercl,uppercl\n10,20,0.5,,Inf\n");
	assert_prints("israte", "x,n,x_ref,n_ref\n3,0,1,10\n3,10,1,10\n", OPTIONS("--multiplier", "1", "--confidence", "1"),
	    "observed,expected,ref_rate,value,lowercl,uppercl\n6,1,0.1,0.6000000000000001,0,Inf\n");
}

/* ---- the help ------------------------------------------------------------------------------------------------ */

static void
assert_in_help(const char *method, const char *word)
{
	if (strstr(calc_help, word) == NULL)
		fail_msg("the help does not say %s of %s", word, method);
}

/* Every method, every column it must have and every one it writes stand in the help. */
static void
test_help_is_whole(void **state)
{
	(void)state;
	for (size_t t = 0; calc_methods[t] != NULL; t++)
		for (const struct calc_method *k = calc_methods[t]; k->name != NULL; k++) {
			char name[80];

			snprintf(name, sizeof name, "\n  %s ", k->name);
			assert_in_help(k->name, name);
			for (const struct calc_column *c = k->in; c->name != NULL; c++)
				assert_in_help(k->name, c->name);
			for (size_t i = 0; k->out[i] != NULL; i++)
				if (strchr(k->out[i], '*') == NULL && strncmp(k->out[i], "upper_", 6) != 0)
					assert_in_help(k->name, strstr(k->out[i], "_3s_") ? "_exp_events" : k->out[i]);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_files_of_all_sorts),
	    cmocka_unit_test(test_columns_that_pass_through),
	    cmocka_unit_test(test_missing_and_infinite),
	    cmocka_unit_test(test_levels_of_confidence),
	    cmocka_unit_test(test_groups),
	    cmocka_unit_test(test_groups_side_by_side),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_many_rows),
	    cmocka_unit_test(test_other_methods),
	    cmocka_unit_test(test_refusals),
	    cmocka_unit_test(test_not_refused),
	    cmocka_unit_test(test_help_is_whole),
	};

	return cmocka_run_group_tests_name("calc", tests, NULL, NULL);
}
