/* A small authority for the tests of measures: two localities, three small areas, eight children, and no facts until a
 * test adds them. Each test has a database of its own, so that each figure can be worked out on paper.
 *
 *   E99 Wearshire: North (L1 most deprived tenth, L2 fifth tenth), South (L3 least deprived tenth)
 *   People of each single age 0 to 25 and each sex: 10 in L1, 20 in L2, 20 in L3, in mid-2023 and mid-2024.
 *   So under 18: L1 360, L2 720, L3 720, North 1080, all 1800, of each sex 900. Aged 0 to 25: 2600.
 *
 *   child        born        sex  ethnicity  lives in
 *   ANN          2010-05-01  F    White      L1
 *   BOB          2007-04-01  M    White      L1    18 on 1 April 2025
 *   CAT          2007-03-31  F    White      L2    18 on 31 March 2025
 *   DAN          2020-01-15  M    Asian      L2
 *   EVE          2018-02-28  F    not known  L3
 *   FAY          2005-06-01  F    White      L3
 *   GUS          2004-06-01  M    Black      L3
 *   HAL          not born    -    not known  -
 */
#ifndef TESTS_TOWN_H
#define TESTS_TOWN_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "catalogue_once.h"
#include "database.h"

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/measure.h"
#include "store/store.h"

/* After ours: cmocka defines fail() as a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum child { ANN = 1, BOB, CAT, DAN, EVE, FAY, GUS, HAL, CHILDREN = HAL };

struct town {
	struct ctx c;
	char folder[64];
	char file[96], path[200];
	int64_t next;
};

#define DO(call) town_must(t, call)
static inline void
town_must(struct town *t, enum err e)
{
	if (e != OK)
		fail_msg("%s", t->c.sentence);
}

static inline void
town_run(struct town *t, const char *sql)
{
	DO(store_run(&t->c, sql));
}

static inline void
town_batches(struct town *t)
{
	for (size_t i = 0; i < t->c.catalogue->n_datasets; i++) {
		struct rows *w = store_write(&t->c, "insert into batch (id, dataset, agency, file, sha256, as_at, covers_from,"
		    " covers_until, full_extract, rows_read, written, unchanged, rejected, withdrawn, at, by) values (:id,"
		    " :dataset, 'x', 'x', 'x', '2025-09-01', '2023-04-01', '2025-08-31', 'no', 0, 0, 0, 0, 0, '', '')");

		bind_id(w, "id", 1000 + (int64_t)i);
		bind_text(w, "dataset", t->c.catalogue->dataset[i].name);
		DO(rows_end(w));
	}
}

static inline void
town_child(struct town *t, enum child who, const char *born, const char *sex, const char *ethnicity, const char *lsoa)
{
	struct rows *w = store_write(&t->c, "insert into person (id, born, sex, ethnicity) values (:id, :born, :sex, :e)");

	bind_id(w, "id", 200 + (int64_t)who);
	bind_text(w, "born", born);
	bind_text(w, "sex", sex);
	bind_text(w, "e", ethnicity);
	DO(rows_end(w));
	w = store_write(&t->c, "insert into identity (id, person, source, source_key, link_state, sealed) values"
	    " (:id, :person, 'social_care', :id, 'sure', 'no')");
	bind_id(w, "id", 100 + (int64_t)who);
	bind_id(w, "person", 200 + (int64_t)who);
	DO(rows_end(w));
	if (!lsoa)
		return;
	w = store_write(&t->c, "insert into place (id, lsoa, source_key) values (:id, :lsoa, :id)");
	bind_id(w, "id", 300 + (int64_t)who);
	bind_text(w, "lsoa", lsoa);
	DO(rows_end(w));
	w = store_write(&t->c, "insert into residence_all (id, fact, identity, kind, place, since, batch, source_key, digest,"
	    " recorded) values (:id, :id, :identity, 'home', :place, '2000-01-01', 1000, :id, 0, '2025-09-01')");
	bind_id(w, "id", 400 + (int64_t)who);
	bind_id(w, "identity", 100 + (int64_t)who);
	bind_id(w, "place", 300 + (int64_t)who);
	DO(rows_end(w));
}

static inline void
town_people(struct town *t)
{
	town_run(t, "insert into area (code, kind, name, parent) values ('E99', 'authority', 'Wearshire', null),"
	    " ('N', 'locality', 'North', 'E99'), ('S', 'locality', 'South', 'E99'), ('L1', 'lsoa', 'L1', 'N'),"
	    " ('L2', 'lsoa', 'L2', 'N'), ('L3', 'lsoa', 'L3', 'S')");
	town_run(t, "insert into area_deprivation (area, edition, decile) values ('L1', '2019', 1), ('L2', '2019', 5),"
	    " ('L3', '2019', 10)");
	for (int year = 2023; year <= 2024; year++)
		for (int age = 0; age <= 25; age++) {
			struct rows *w = store_write(&t->c, "insert into population (area, year, age, sex, n) values"
			    " ('L1', :y, :a, 'F', 10), ('L1', :y, :a, 'M', 10), ('L2', :y, :a, 'F', 20), ('L2', :y, :a, 'M', 20),"
			    " ('L3', :y, :a, 'F', 20), ('L3', :y, :a, 'M', 20)");

			bind_int(w, "y", year);
			bind_int(w, "a", age);
			DO(rows_end(w));
		}
	town_child(t, ANN, "2010-05-01", "F", "WBRI", "L1");
	town_child(t, BOB, "2007-04-01", "M", "WBRI", "L1");
	town_child(t, CAT, "2007-03-31", "F", "WBRI", "L2");
	town_child(t, DAN, "2020-01-15", "M", "AIND", "L2");
	town_child(t, EVE, "2018-02-28", "F", NULL, "L3");
	town_child(t, FAY, "2005-06-01", "F", "WBRI", "L3");
	town_child(t, GUS, "2004-06-01", "M", "BCRB", "L3");
	town_child(t, HAL, NULL, NULL, NULL, NULL);
}

/* A town with a write transaction open: the test adds its facts, then town_measure() closes it. */
static inline int
town_new(void **state)
{
	struct town *t = calloc(1, sizeof *t);

	*state = t;
	t->c.mem = mem_new();
	t->next = 5000;
	setenv("BAIRN_TODAY", "2025-09-01", 1);
	assert_non_null(folder_make(t->folder, sizeof t->folder, "town"));
	snprintf(t->file, sizeof t->file, "%s/db", t->folder);
	database_at(t->path, sizeof t->path, t->file);
	DO(catalogue_once(&t->c));
	DO(store_open(&t->c, t->path, (struct store_options){.create = true, .migrate = true}));
	DO(store_set_calendars(&t->c, (const struct calendar *const *)t->c.catalogue->calendar,
	    t->c.catalogue->n_calendars));
	DO(store_begin(&t->c));
	town_batches(t);
	town_people(t);
	return 0;
}

static inline int
town_end(void **state)
{
	static const char *const leftovers[] = {"", "-wal", "-shm", ".key", ".audit", ".audit-wal", ".audit-shm"};
	struct town *t = *state;

	store_close(&t->c);
	for (size_t i = 0; i < sizeof leftovers / sizeof leftovers[0]; i++) {
		char path[160];

		snprintf(path, sizeof path, "%s%s", t->file, leftovers[i]);
		unlink(path);
	}
	rmdir(t->folder);
	mem_free(t->c.mem);
	free(t);
	return 0;
}

static inline int64_t
town_fact(struct town *t)
{
	struct rows *w = store_write(&t->c, "insert into fact (id) values (:id)");

	bind_id(w, "id", ++t->next);
	DO(rows_end(w));
	return t->next;
}

/* An episode with a parent; 0 for none. Returns its fact. */
static inline int64_t
town_within(struct town *t, int64_t parent, enum child who, const char *kind, const char *since, const char *until,
    const char *outcome, const char *data)
{
	int64_t fact = town_fact(t);
	struct rows *w = store_write(&t->c, "insert into episode_all (id, fact, identity, parent, kind, domain, since, until,"
	    " outcome, data, batch, source_key, digest, recorded) values (:id, :id, :identity, :parent, :kind, 'x', :since,"
	    " :until, :outcome, :data, 1000, :id, 0, '2025-09-01')");

	bind_id(w, "id", fact);
	bind_id(w, "identity", 100 + (int64_t)who);
	if (parent)
		bind_id(w, "parent", parent);
	else
		bind_null(w, "parent");
	bind_text(w, "kind", kind);
	bind_text(w, "since", since);
	bind_text(w, "until", until);
	bind_text(w, "outcome", outcome);
	bind_text(w, "data", data ? data : "{}");
	DO(rows_end(w));
	return fact;
}

static inline int64_t
town_episode(struct town *t, enum child who, const char *kind, const char *since, const char *until, const char *data)
{
	return town_within(t, 0, who, kind, since, until, NULL, data);
}

static inline void
town_event_within(struct town *t, int64_t episode, enum child who, const char *kind, const char *at, const char *outcome,
    const char *data)
{
	int64_t fact = town_fact(t);
	struct rows *w = store_write(&t->c, "insert into event_all (id, fact, identity, episode, kind, domain, at, outcome,"
	    " data, batch, source_key, digest, recorded) values (:id, :id, :identity, :episode, :kind, 'x', :at, :outcome,"
	    " :data, 1000, :id, 0, '2025-09-01')");

	bind_id(w, "id", fact);
	bind_id(w, "identity", 100 + (int64_t)who);
	if (episode)
		bind_id(w, "episode", episode);
	else
		bind_null(w, "episode");
	bind_text(w, "kind", kind);
	bind_text(w, "at", at);
	bind_text(w, "outcome", outcome);
	bind_text(w, "data", data ? data : "{}");
	DO(rows_end(w));
}

static inline void
town_event(struct town *t, enum child who, const char *kind, const char *at, const char *outcome, const char *data)
{
	town_event_within(t, 0, who, kind, at, outcome, data);
}

static inline struct measured
town_measure(struct town *t, const char *indicator)
{
	struct measured m;

	DO(store_commit(&t->c));
	DO(measure_run(&t->c, (struct measure_options){.indicator = indicator, .from = DAY_NONE, .to = DAY_NONE}, &m));
	return m;
}

struct seen {
	bool found;
	double numerator, denominator, value, lower95, upper95;
	char note[80];
};

/* One observation of an area. `period` is a year's first day; the year is whole. */
static inline struct seen
town_seen(struct town *t, const char *indicator, const char *area, const char *from, const char *to, const char *dimension,
    const char *category)
{
	struct seen seen = {0};
	struct rows *r = store_read(&t->c, "select numerator, denominator, value, lower95, upper95, note from observation"
	    " where indicator = :i and area = :a and period_from = :f and period_to = :t and dimension = :d"
	    " and category = :c");

	bind_text(r, "i", indicator);
	bind_text(r, "a", area);
	bind_text(r, "f", from);
	bind_text(r, "t", to);
	bind_text(r, "d", dimension);
	bind_text(r, "c", category);
	while (rows_next(r)) {
		struct view note = col_view(r, 5);

		seen = (struct seen){true, col_real(r, 0), col_real(r, 1), col_real(r, 2), col_real(r, 3), col_real(r, 4), ""};
		snprintf(seen.note, sizeof seen.note, "%.*s", (int)note.n, note.at ? note.at : "");
	}
	DO(rows_end(r));
	return seen;
}

#define YEAR_2024 "2024-04-01", "2025-03-31"
#define SCHOOL_YEAR_2024 "2024-09-01", "2025-08-31"
#define CALENDAR_2024 "2024-01-01", "2024-12-31"

/* Asserts numerator and denominator; a denominator below 0 asserts that there is none. */
static inline void
town_expect(struct town *t, const char *indicator, const char *area, const char *from, const char *to,
    const char *dimension, const char *category, double numerator, double denominator)
{
	struct seen s = town_seen(t, indicator, area, from, to, dimension, category);

	if (!s.found)
		fail_msg("%s: nothing for %s, %s to %s, %s %s", indicator, area, from, to, dimension, category);
	if (s.numerator != numerator || (denominator < 0 ? !isnan(s.denominator) : s.denominator != denominator))
		fail_msg("%s: %s, %s to %s, %s %s: %g of %g, not %g of %g", indicator, area, from, to, dimension, category,
		    s.numerator, s.denominator, numerator, denominator);
}
#define EXPECT(indicator, ...) town_expect(t, indicator, "E99", __VA_ARGS__)
#define EXPECT_AREA(indicator, area, ...) EXPECT_AREA_OF(indicator, area, __VA_ARGS__)
#define EXPECT_AREA_OF(indicator, area, from, to, ...) \
	town_expect(t, indicator, area, from, to, "total", "", __VA_ARGS__)

#define TOWN_TEST(test) cmocka_unit_test_setup_teardown(test, town_new, town_end)

static inline const struct command *
command_called(const char *name)
{
	const struct command *k = measure_commands;

	while (k->name && strcmp(k->name, name) != 0)
		k++;
	assert_non_null(k->name);
	return k;
}

#endif
