/* A run works out anew what a change touches, and leaves the rest: after it every figure is as a run of everything gives it. */
#include "town.h"

#include "base/hash.h"
#include "measure/coverage.h"

/* Measures all; `anew` whether or not anything has changed. */
static struct measured
measure_all(struct town *t, bool anew)
{
	struct measured m;

	DO(measure_run(&t->c, (struct measure_options){.from = DAY_NONE, .to = DAY_NONE, .anew = anew}, &m));
	return m;
}

/* One number over every figure. */
static uint64_t
all_figures(struct town *t)
{
	struct rows *r = store_read(&t->c, "select indicator, area, period_from, period_to, dimension, category, numerator,"
	    " denominator, value, lower95, upper95, note from observation order by indicator, area, period_from, period_to,"
	    " dimension, category");
	uint64_t mixed = 0;

	while (rows_next(r))
		for (int i = 0; i < 12; i++) {
			struct view text = i < 6 || i == 11 ? col_view(r, i) : (struct view){0};
			double x = i >= 6 && i < 11 && !col_is_null(r, i) ? col_real(r, i) : -1;

			mixed = hash_mix(hash_mix(mixed, text.at ? text.at : "", text.n), &x, sizeof x);
		}
	DO(rows_end(r));
	return mixed;
}

/* The incremental run's figures are those of a whole one. */
static void
as_if_anew(struct town *t)
{
	uint64_t before = all_figures(t);

	assert_true(measure_all(t, true).unchanged == 0);
	assert_true(all_figures(t) == before);
}

/* Another file of a data set that writes a kind, of the time until a day. */
static void
another_file(struct town *t, const char *kind, const char *until)
{
	const struct catalogue *k = t->c.catalogue;
	struct rows *w;
	size_t i = 0;

	while (!dataset_writes(&k->dataset[i], kind))
		i++;
	w = store_write(&t->c, "insert into batch (id, dataset, agency, file, sha256, as_at, covers_from, covers_until,"
	    " full_extract, rows_read, written, unchanged, rejected, withdrawn, at, by) values (4000, :dataset, 'x', 'x', 'x',"
	    " :until, '2023-04-01', :until, 'no', 0, 0, 0, 0, 0, '', '')");
	bind_text(w, "dataset", k->dataset[i].name);
	bind_text(w, "until", until);
	DO(rows_end(w));
}

static void
nothing_new_is_nothing_to_do(void **state)
{
	struct town *t = *state;
	size_t n = 0;
	uint64_t before;
	struct measured m;

	town_episode(t, ANN, "cp_plan", "2024-06-01", NULL, "{\"category\":\"NEG\"}");
	DO(store_commit(&t->c));
	m = measure_all(t, false);
	for (size_t i = 0; i < t->c.catalogue->n_indicators; i++)
		n += t->c.catalogue->indicator[i].rows != NULL;
	assert_int_equal(m.indicators, n);
	assert_int_equal(m.unchanged, 0);
	before = all_figures(t);
	m = measure_all(t, false);
	assert_int_equal(m.indicators, 0);
	assert_int_equal(m.unchanged, n);
	assert_true(all_figures(t) == before);
}

/* ANN misses 10 of 100 sessions; then a file says that DAN misses 5 of 100: 15 of 200. Protection is not looked at again. */
static void
a_file_touches_what_reads_its_kinds(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_episode(t, ANN, "cp_plan", "2024-06-01", NULL, "{\"category\":\"NEG\"}");
	town_event(t, ANN, "attendance", "2024-09-03", NULL,
	    "{\"sessions_possible\":100,\"sessions_authorised\":10,\"sessions_unauthorised\":0}");
	DO(store_commit(&t->c));
	(void)measure_all(t, false);
	EXPECT("absence_overall", "2024-09-01", "2024-12-31", "total", "", 10, 100);

	DO(store_begin(&t->c));
	another_file(t, "attendance", "2025-08-31");
	town_event(t, DAN, "attendance", "2024-09-03", NULL,
	    "{\"sessions_possible\":100,\"sessions_authorised\":5,\"sessions_unauthorised\":0}");
	DO(store_commit(&t->c));
	m = measure_all(t, false);
	assert_true(m.indicators > 0);
	assert_true(m.unchanged > m.indicators);
	EXPECT("absence_overall", "2024-09-01", "2024-12-31", "total", "", 15, 200);
	as_if_anew(t);
}

/* ANN turns out to be a boy: no file, but every measure of the agency that knows him is looked at again. */
static void
a_person_touches_what_the_agency_knows(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "cp_plan", "2024-06-01", NULL, "{\"category\":\"NEG\"}");
	DO(store_commit(&t->c));
	(void)measure_all(t, false);
	EXPECT("protection_rate", YEAR_2024, "sex", "female", 1, 900);
	DO(store_begin(&t->c));
	town_run(t, "update person set sex = 'M' where id = 201");
	DO(store_commit(&t->c));
	assert_true(measure_all(t, false).indicators > 0);
	EXPECT("protection_rate", YEAR_2024, "sex", "male", 1, 900);
	EXPECT("protection_rate", YEAR_2024, "sex", "female", 0, 900);
	as_if_anew(t);
}

/* A population that arrives late changes every rate. */
static void
a_population_touches_all(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_episode(t, ANN, "cp_plan", "2024-06-01", NULL, "{\"category\":\"NEG\"}");
	DO(store_commit(&t->c));
	(void)measure_all(t, false);
	DO(store_begin(&t->c));
	town_run(t, "update population set n = 100 where area = 'L1' and age = 3 and sex = 'F' and year = 2024");
	DO(store_commit(&t->c));
	m = measure_all(t, false);
	assert_int_equal(m.unchanged, 0);
	EXPECT("protection_rate", YEAR_2024, "total", "", 1, 1890);
	as_if_anew(t);
}

/* Five years later the attendance goes on and no more was heard of plans: the first of their years is now too long ago. */
static void
what_is_long_ago_goes(void **state)
{
	struct town *t = *state;

	town_episode(t, ANN, "cp_plan", "2023-06-01", NULL, "{\"category\":\"NEG\"}");
	DO(store_commit(&t->c));
	(void)measure_all(t, false);
	EXPECT("protection_rate", "2023-04-01", "2024-03-31", "total", "", 1, 1800);
	EXPECT("protection_rate", YEAR_2024, "total", "", 1, 1800);
	setenv("BAIRN_TODAY", "2030-09-01", 1);
	DO(store_begin(&t->c));
	another_file(t, "attendance", "2030-08-31");
	DO(store_commit(&t->c));
	(void)measure_all(t, false);
	assert_false(town_seen(t, "protection_rate", "E99", "2023-04-01", "2024-03-31", "total", "").found);
	EXPECT("protection_rate", YEAR_2024, "total", "", 1, 1800);
	as_if_anew(t);
}

/* A run of some days writes what it finds, and leaves the next whole run nothing to believe that is not so. */
static void
a_run_of_some_days_promises_nothing(void **state)
{
	struct town *t = *state;
	struct measured m;

	town_episode(t, ANN, "cp_plan", "2024-06-01", NULL, "{\"category\":\"NEG\"}");
	DO(store_commit(&t->c));
	DO(measure_run(&t->c, (struct measure_options){.from = day_of(2025, 1, 1), .to = day_of(2025, 3, 31)}, &m));
	m = measure_all(t, false);
	assert_int_equal(m.unchanged, 0);
	as_if_anew(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN_TEST(nothing_new_is_nothing_to_do),
		TOWN_TEST(a_file_touches_what_reads_its_kinds),
		TOWN_TEST(a_person_touches_what_the_agency_knows),
		TOWN_TEST(a_population_touches_all),
		TOWN_TEST(what_is_long_ago_goes),
		TOWN_TEST(a_run_of_some_days_promises_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
