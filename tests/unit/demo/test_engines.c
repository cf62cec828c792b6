/* The same county on both engines: its files are imported, linked and measured on SQLite and on PostgreSQL, and every
 * observation must be the same, to the last bit of its numbers; and so must all that was taken from the files. */
#include "people/desk.h"

#include "demo/demo.h"
#include "measure/measure.h"
#include "people/link.h"

#define CHILDREN 500

/* A desk of the engine, whose authority is the county. */
static struct desk *
county_open(bool postgres)
{
	const char *server = getenv("BAIRN_TEST_POSTGRES");
	char *kept = strdup(server);
	struct desk *d;

	if (!postgres) {
		unsetenv("BAIRN_TEST_POSTGRES");
		unsetenv("BAIRN_KEY_FILE");
	}
	d = desk_open(NULL);
	setenv("BAIRN_TEST_POSTGRES", kept, 1);
	free(kept);
	setenv("BAIRN_TODAY", "2026-04-15", 1);         /* two weeks after the county's history ends */
	desk_now = 1776254400;
	DO(store_set_calendars(&d->c, (const struct calendar *const *)d->c.catalogue->calendar,
	    d->c.catalogue->n_calendars));
	return d;
}

static size_t
county_measure(struct desk *d, const char *files)
{
	struct link_summary linked;
	struct measured m;

	assert_int_equal(desk_import(d, files), ERR_INPUT);     /* it has bad rows on purpose */
	for (size_t i = 0; i < d->manifest.n; i++)
		if (d->manifest.item[i].err != OK)
			fail_msg("%s: %s", d->manifest.item[i].file, d->manifest.item[i].sentence);
	fail_clear(&d->c);
	DO(link_all(&d->c, false, &linked));
	DO(measure_run(&d->c, (struct measure_options){.from = DAY_NONE, .to = DAY_NONE}, &m));
	return m.observations;
}

static const char *
value_text(const struct rows *r, int i)
{
	static char text[2][200];
	static int turn;
	char *at = text[turn ^= 1];

	snprintf(at, sizeof text[0], "%s" VIEW_FORMAT, col_is_null(r, i) ? "null" : "", VIEW_ARGS(col_view(r, i)));
	return at;
}

/* Columns from `reals` on are numbers. */
static bool
is_same(const struct rows *a, const struct rows *b, int i, int reals)
{
	double x, y;

	if (col_is_null(a, i) || col_is_null(b, i))
		return col_is_null(a, i) == col_is_null(b, i);
	if (i < reals)
		return view_same(col_view(a, i), col_view(b, i));
	x = col_real(a, i);
	y = col_real(b, i);
	return memcmp(&x, &y, sizeof x) == 0;
}

/* Goes through both answers side by side; returns how many rows there are. */
static size_t
compare(struct desk *file, struct desk *server, const char *sql, int reals)
{
	struct rows *a = store_read(&file->c, sql), *b = store_read(&server->c, sql);
	int columns = col_count(a), wrong = 0;
	struct desk *d = file;
	size_t n = 0;

	assert_int_equal(columns, col_count(b));
	for (;;) {
		bool more = rows_next(a);

		if (rows_next(b) != more)
			fail_msg("%s: one has more rows than the other, after %zu", sql, n);
		if (!more)
			break;
		n++;
		for (int i = 0; i < columns; i++)
			if (!is_same(a, b, i, reals) && ++wrong <= 10)
				print_error("row %zu of %s: %s on SQLite, %s on PostgreSQL\n", n, col_name(a, i), value_text(a, i),
				    value_text(b, i));
	}
	DO(rows_end(a));
	d = server;
	DO(rows_end(b));
	if (wrong)
		fail_msg("%d values differ in %zu rows: %s", wrong, n, sql);
	return n;
}

struct county {
	struct desk *file, *server;
};

static int
county_new(void **state)
{
	struct county *k = calloc(1, sizeof *k);
	struct demo_summary sum;
	struct desk *d;

	*state = k;
	d = k->file = county_open(false);
	k->server = county_open(true);
	DO(demo_write(&d->c, d->files, CHILDREN, 1, 1, NULL, &sum));
	assert_int_equal(county_measure(k->file, d->files), county_measure(k->server, d->files));
	return 0;
}

static int
county_end(void **state)
{
	struct county *k = *state;

	desk_close(k->file);
	desk_close(k->server);
	free(k);
	return 0;
}

static void
test_every_observation(void **state)
{
	const struct county *k = *state;
	size_t n = compare(k->file, k->server, "select indicator, area, period_from, period_to, dimension, category, basis, note,"
	    " numerator, denominator, value, lower95, upper95, lower998, upper998 from observation"
	    " order by indicator, area, period_from, period_to, dimension, category, basis", 8);

	print_message("# %zu observations\n", n);
	assert_true(n > 10000);
	assert_true(compare(k->file, k->server, "select indicator, count(value) from observation group by indicator having"
	    " count(value) > 20 order by indicator", 1) > 20);
}

/* Keys and ids differ from database to database, so rows are put in order by what they say. */
static void
test_what_was_taken(void **state)
{
	static const char *const asked[] = {
		"select kind, since, until, domain, outcome, reason, count(*) from episode group by 1, 2, 3, 4, 5, 6"
		    " order by 1, 2, 3 nulls last, 4, 5 nulls last, 6 nulls last",
		"select kind, at, at_time, domain, outcome, count(*) from event group by 1, 2, 3, 4, 5"
		    " order by 1, 2, 3 nulls last, 4, 5 nulls last",
		"select given, family, born, died, sex, ethnicity, count(*) from person group by 1, 2, 3, 4, 5, 6"
		    " order by 1 nulls last, 2 nulls last, 3 nulls last, 4 nulls last, 5 nulls last, 6 nulls last",
		"select source, link_state, sealed, count(*), count(distinct person) from identity group by 1, 2, 3 order by 1, 2, 3",
		"select scheme, since, until, count(*) from identifier group by 1, 2, 3 order by 1, 2 nulls last, 3 nulls last",
		"select kind, since, until, count(*) from residence group by 1, 2, 3 order by 1, 2 nulls last, 3 nulls last",
		"select b.file, r.row_number, r.field, r.reason from reject r join batch b on b.id = r.batch"
		    " order by 1, 2, 3 nulls last, 4",
		"select file, dataset, as_at, covers_from, covers_until, rows_read, written, unchanged, rejected, withdrawn"
		    " from batch order by 1, 2, 3",
		"select kind, agency, dataset, field, opened, closed, message, count(*) from fix group by 1, 2, 3, 4, 5, 6, 7"
		    " order by 1, 2, 3 nulls last, 4 nulls last, 5, 6 nulls last, 7 nulls last",
		"select postcode, lsoa, msoa, ward, locality, count(*) from place group by 1, 2, 3, 4, 5"
		    " order by 1 nulls last, 2 nulls last, 3 nulls last, 4 nulls last, 5 nulls last",
	};
	const struct county *k = *state;

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		assert_true(compare(k->file, k->server, asked[i], 100) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_observation),
		cmocka_unit_test(test_what_was_taken),
	};

	return database_is_postgres() ? cmocka_run_group_tests(tests, county_new, county_end) : no_server();
}
