/* Every query of the catalogue, prepared and run on an empty database with today's schema. */
#include "catalogue/check_queries.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/day.h"
#include "base/mem.h"
#include "store/store.h"

#define LIMIT_MS 10000

/* ---- a database for the purpose ------------------------------------------------------------------------------ */

static enum err
folder_make(struct ctx *c, char **out)
{
	const char *tmp = getenv("TMPDIR");

	*out = mem_format(c->mem, "%s/bairn-check-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(*out))
		return fail(c, ERR_SYSTEM, "no temporary folder %s: %s", *out, strerror(errno));
	return OK;
}

/* The database, its journal and its key: whatever lies there is ours. */
static void
folder_remove(struct ctx *c, const char *folder)
{
	DIR *d = opendir(folder);

	for (struct dirent *entry; d && (entry = readdir(d));)
		if (entry->d_name[0] != '.')
			(void)unlink(mem_format(c->mem, "%s/%s", folder, entry->d_name));
	if (d)
		closedir(d);
	(void)rmdir(folder);
}

/* ---- columns ------------------------------------------------------------------------------------------------ */

static const char *const query_columns[] = {
	"identity", "worker", "org", "place", "since", "until", "at", "hit", "value", "numerator", "denominator",
	"word", NULL,
};
static const char *const key_columns[] = {
	[UNIT_CHILD] = "identity", [UNIT_WORKER] = "worker", [UNIT_ORG] = "org", [UNIT_PLACE] = "place",
	[UNIT_ROW] = NULL,
};

static bool
gives(const struct rows *rows, const char *column)
{
	for (int i = 0; i < col_count(rows); i++)
		if (strcmp(col_name(rows, i), column) == 0)
			return true;
	return false;
}

static void
must_give(struct reader *r, const struct indicator *i, const struct rows *rows, const char *column, const char *because)
{
	if (!gives(rows, column))
		reader_fault(r, i->rows_line, "`rows` gives no column `%s`, which %s needs", column, because);
}

static void
check_columns(struct reader *r, const struct indicator *i, const struct rows *rows)
{
	for (int n = 0; n < col_count(rows); n++)
		if (word_index(col_name(rows, n), query_columns) < 0)
			reader_fault(r, i->rows_line, "`rows` gives a column `%s`, which means nothing to a measure%s",
			    col_name(rows, n), did_you_mean(r->c->mem, col_name(rows, n), query_columns));
	if (key_columns[i->unit])
		must_give(r, i, rows, key_columns[i->unit], "its `unit`");
	if (!i->window)
		must_give(r, i, rows, i->at == AT_PERIOD_END ? "since" : "at", "its `at`");
	if (i->n_hits)
		must_give(r, i, rows, "word", "`hits`");
	else if (i->measure == MEASURE_PROPORTION && !i->accumulate)
		must_give(r, i, rows, "hit", "a proportion");
	if (i->measure == MEASURE_MEAN || i->measure == MEASURE_MEDIAN)
		must_give(r, i, rows, "value", "a mean or a median");
	if (i->measure == MEASURE_RATIO || i->accumulate)
		must_give(r, i, rows, "numerator", "a ratio or `accumulate`");
	if (i->measure == MEASURE_RATIO || (i->accumulate && strstr(i->accumulate, "denominator")))
		must_give(r, i, rows, "denominator", "a ratio");
}

/* ---- every query -------------------------------------------------------------------------------------------- */

struct catalogue_query *
catalogue_queries(struct mem *m, const struct catalogue *k, size_t *n)
{
	struct catalogue_query *all = mem_new_array(m, struct catalogue_query, k->n_indicators + 1);

	*n = 0;
	for (size_t i = 0; i < k->n_indicators; i++) {
		const struct indicator *j = &k->indicator[i];
		if (j->rows)
			all[(*n)++] = (struct catalogue_query){.name = j->id, .file = j->file, .sql = j->rows,
			    .line = j->rows_line, .window = j->window, .indicator = j,
			    .what = j->from_clock ? "the clock's query" : "`rows`"};
	}
	return all;
}

/* ---- running ------------------------------------------------------------------------------------------------ */

static void
check_query(struct reader *r, struct ctx *db, const struct catalogue_query *q)
{
	struct rows *rows = store_query(db, q->sql, LIMIT_MS);

	if (bind_exists(rows, "from"))
		bind_day(rows, "from", day_of(2024, 4, 1));
	if (bind_exists(rows, "to"))
		bind_day(rows, "to", day_of(2025, 3, 31));
	while (rows_next(rows))
		;
	if (db->err == OK)
		check_columns(r, q->indicator, rows);
	if (rows_end(rows) != OK) {
		reader_fault(r, q->line, "%s fails: %s", q->what, db->sentence);
		fail_clear(db);
	}
}

static enum err
check_in(struct ctx *c, const char *folder, struct catalogue *k, struct faults *faults)
{
	struct ctx db = {.mem = c->mem, .catalogue = k};
	struct reader r = {.c = c, .k = k, .faults = faults};
	struct catalogue_query *query;
	size_t n;
	enum err e;

	if (store_open(&db, mem_format(c->mem, "%s/check.db", folder), (struct store_options){.create = true, .migrate = true}) != OK)
		return fail(c, db.err, "%s", db.sentence);
	e = store_set_calendars(&db, (const struct calendar *const *)k->calendar, k->n_calendars);
	query = catalogue_queries(c->mem, k, &n);
	for (size_t i = 0; i < n; i++) {
		r.file = query[i].file;
		check_query(&r, &db, &query[i]);
	}
	store_close(&db);
	return e;
}

enum err
check_queries(struct ctx *c, struct catalogue *k, struct faults *faults)
{
	char *folder;
	enum err e;

	TRY(folder_make(c, &folder));
	e = check_in(c, folder, k, faults);
	folder_remove(c, folder);
	faults_sort(faults);
	return e;
}
