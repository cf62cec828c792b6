/* Runs an indicator's query and sorts what it gives for the engine. */
#include "measure/load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "store/store.h"

/* The columns that a query may give; the engine finds them by name, in any order. */
enum column {
	COL_IDENTITY, COL_WORKER, COL_ORG, COL_PLACE, COL_SINCE, COL_UNTIL, COL_AT, COL_HIT, COL_VALUE, COL_NUMERATOR,
	COL_DENOMINATOR, COL_WORD, COL_COUNT
};
static const char *const column_names[COL_COUNT] = {
	"identity", "worker", "org", "place", "since", "until", "at", "hit", "value", "numerator", "denominator",
	"word",
};
static const enum column key_column[] = {
	[UNIT_CHILD] = COL_IDENTITY, [UNIT_WORKER] = COL_WORKER, [UNIT_ORG] = COL_ORG, [UNIT_PLACE] = COL_PLACE,
	[UNIT_ROW] = COL_IDENTITY,
};

struct one_row {
	int32_t key, person, since, until;
	int32_t word;                   /* its number, or -1 */
	const char *spelt;              /* the word itself: numbers are in the order of an engine's rows, which is its own */
	float hit;
	double value, numerator, denominator;
};

struct reading {
	struct ctx *c;
	const struct indicator *k;
	const struct people *people;
	const struct period *window;
	int column[COL_COUNT];          /* the query's column, or -1 */
	struct int_map *keys;           /* of what is no child */
	struct { const char **item; size_t n, cap; } words;
	struct { struct one_row *item; size_t n, cap; } list;
	struct mem *work;
	int32_t earliest;
};

static enum err
find_columns(struct reading *d, const struct rows *r)
{
	for (int i = 0; i < COL_COUNT; i++)
		d->column[i] = -1;
	for (int k = 0; k < col_count(r); k++) {
		int i = 0;

		while (i < COL_COUNT && strcmp(col_name(r, k), column_names[i]) != 0)
			i++;
		if (i == COL_COUNT)
			return fail(d->c, ERR_INPUT, "%s: its query gives a column %s, which means nothing to a measure",
			    d->k->file, col_name(r, k));
		d->column[i] = k;
	}
	if (d->column[key_column[d->k->unit]] < 0 && d->k->unit != UNIT_ROW)
		return fail(d->c, ERR_INPUT, "%s: its query gives no column %s", d->k->file,
		    column_names[key_column[d->k->unit]]);
	return OK;
}

static double
real_or_nan(const struct reading *d, const struct rows *r, enum column i)
{
	return d->column[i] >= 0 ? col_real(r, d->column[i]) : NAN;
}

static int32_t
day_or_none(const struct reading *d, const struct rows *r, enum column i)
{
	return d->column[i] >= 0 ? col_day(r, d->column[i]) : DAY_NONE;
}

/* Whom a row is about. False: nobody that is known, so it is left out. */
static bool
find_key(struct reading *d, const struct rows *r, struct one_row *row)
{
	int column = d->column[key_column[d->k->unit]];
	bool is_new;
	int64_t *number;

	row->person = d->column[COL_IDENTITY] >= 0 ?
	    people_of_identity(d->people, col_id(r, d->column[COL_IDENTITY])) : -1;
	row->key = row->person;
	if (d->k->unit == UNIT_CHILD || d->k->unit == UNIT_ROW)
		return true;
	row->person = -1;
	if (col_is_null(r, column))
		return false;
	number = int_map_put(d->keys, col_id(r, column), &is_new);
	if (is_new)
		*number = (int64_t)int_map_count(d->keys) - 1;
	row->key = (int32_t)*number;
	return true;
}

/* When a row holds or happened. False: no day, so it belongs to no period. */
static bool
find_days(struct reading *d, const struct rows *r, struct one_row *row)
{
	int32_t at = day_or_none(d, r, COL_AT), since = day_or_none(d, r, COL_SINCE), until = day_or_none(d, r, COL_UNTIL);
	int32_t day = at != DAY_NONE ? at : since;

	if (d->window && day == DAY_NONE)
		day = d->window->to;
	if (day == DAY_NONE && d->k->at == DURING_PERIOD)
		return false;
	row->since = day == DAY_NONE ? DAY_MIN : day;
	row->until = until == DAY_NONE ? DAY_MAX : until;
	if (day != DAY_NONE && (d->earliest == DAY_NONE || day < d->earliest))
		d->earliest = day;
	return true;
}

/* The number of a row's word: a few dozen codes at most, the same one often running. */
static int32_t
find_word(struct reading *d, const struct rows *r, struct mem *m)
{
	struct view word;

	if (d->column[COL_WORD] < 0 || col_is_null(r, d->column[COL_WORD]))
		return -1;
	word = col_view(r, d->column[COL_WORD]);
	for (size_t i = 0; i < d->words.n; i++)
		if (view_is(word, d->words.item[i]))
			return (int32_t)i;
	*push(m, &d->words) = view_copy(m, word);
	return (int32_t)d->words.n - 1;
}

static void
read_row(struct reading *d, const struct rows *r, struct mem *m)
{
	struct one_row row = {.word = find_word(d, r, m)};

	if (!find_key(d, r, &row) || !find_days(d, r, &row))
		return;
	row.spelt = row.word < 0 ? NULL : d->words.item[row.word];
	row.hit = (float)real_or_nan(d, r, COL_HIT);
	row.value = real_or_nan(d, r, COL_VALUE);
	row.numerator = real_or_nan(d, r, COL_NUMERATOR);
	row.denominator = real_or_nan(d, r, COL_DENOMINATOR);
	*push(d->work, &d->list) = row;
}

static int
by_key_then_day(const void *a, const void *b)
{
	const struct one_row *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	if (x->until != y->until)
		return x->until < y->until ? -1 : 1;
	if (x->word != y->word)         /* of two rows alike, the one that knows speaks */
		return x->word < 0 ? -1 : y->word < 0 ? 1 : strcmp(x->spelt, y->spelt);
	if (isnan(x->hit) || isnan(y->hit))
		return !isnan(x->hit) - !isnan(y->hit);
	return x->hit < y->hit ? -1 : x->hit > y->hit;
}

static double *
column_of(struct mem *m, const struct reading *d, enum column i)
{
	return d->column[i] >= 0 ? mem_new_array(m, double, d->list.n + 1) : NULL;
}

static void
sort_rows(struct mem *m, struct reading *d, struct fact_rows *out)
{
	size_t n = d->list.n;

	if (n)
		qsort(d->list.item, n, sizeof d->list.item[0], by_key_then_day);
	*out = (struct fact_rows){
	    .n = n, .key = mem_new_array(m, int32_t, n + 1), .person = mem_new_array(m, int32_t, n + 1),
	    .since = mem_new_array(m, int32_t, n + 1), .value = column_of(m, d, COL_VALUE),
	    .numerator = column_of(m, d, COL_NUMERATOR), .denominator = column_of(m, d, COL_DENOMINATOR),
	    .until = d->column[COL_UNTIL] >= 0 ? mem_new_array(m, int32_t, n + 1) : NULL,
	    .hit = d->column[COL_HIT] >= 0 ? mem_new_array(m, float, n + 1) : NULL,
	    .word = d->column[COL_WORD] >= 0 ? mem_new_array(m, int32_t, n + 1) : NULL, .words = d->words.item,
	    .n_words = d->words.n,
	};
	for (size_t i = 0; i < n; i++) {
		const struct one_row *row = &d->list.item[i];

		out->key[i] = row->key;
		out->person[i] = row->person;
		out->since[i] = row->since;
		if (out->until)
			out->until[i] = row->until;
		if (out->hit)
			out->hit[i] = row->hit;
		if (out->word)
			out->word[i] = row->word;
		if (out->value)
			out->value[i] = row->value;
		if (out->numerator)
			out->numerator[i] = row->numerator;
		if (out->denominator)
			out->denominator[i] = row->denominator;
	}
}

enum err
fact_rows_load(struct ctx *c, struct mem *m, const struct indicator *k, const struct people *people,
    const struct period *window, struct fact_rows *rows, int32_t *earliest)
{
	struct reading d = {.c = c, .k = k, .people = people, .window = window, .earliest = DAY_NONE, .work = mem_new()};
	struct rows *r = store_query(c, k->rows, MEASURE_QUERY_MS);
	bool first = true;
	enum err e = OK;

	d.keys = int_map_new(d.work, 64);
	*rows = (struct fact_rows){0};
	if (window && bind_exists(r, "from"))
		bind_day(r, "from", window->from);
	if (window && bind_exists(r, "to"))
		bind_day(r, "to", window->to);
	while (e == OK && rows_next(r)) {
		if (first)
			e = find_columns(&d, r);
		first = false;
		if (e == OK)
			read_row(&d, r, m);
	}
	if (rows_end(r) != OK || e != OK)
		e = fail(c, ERR_SYSTEM, "The query of %s failed", k->file);
	else if (!first)
		sort_rows(m, &d, rows);
	*earliest = d.earliest;
	mem_free(d.work);
	return e;
}

#define SKIP(column, n) ((column) = (column) ? (column) + (n) : NULL)

/* Rows of nobody that is known stand first: of children, they count nothing. */
static void
skip_nobody(struct fact_rows *rows)
{
	size_t n = 0;

	while (n < rows->n && rows->key[n] < 0)
		n++;
	rows->n -= n;
	SKIP(rows->key, n);
	SKIP(rows->person, n);
	SKIP(rows->since, n);
	SKIP(rows->until, n);
	SKIP(rows->hit, n);
	SKIP(rows->word, n);
	SKIP(rows->value, n);
	SKIP(rows->numerator, n);
	SKIP(rows->denominator, n);
}

/* The rows' words become hits, where the indicator says which words are. */
static void
words_hit(struct mem *m, const struct indicator *k, struct fact_rows *rows)
{
	bool *is_hit;

	if (!k->n_hits || !rows->word)
		return;
	is_hit = mem_new_array(m, bool, rows->n_words + 1);
	for (size_t w = 0; w < rows->n_words; w++)
		for (size_t i = 0; i < k->n_hits; i++)
			is_hit[w] |= strcmp(rows->words[w], k->hits[i]) == 0;
	rows->hit = mem_new_array(m, float, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++)
		rows->hit[i] = rows->word[i] < 0 ? NAN : is_hit[rows->word[i]];
}

void
fact_rows_for(struct mem *m, const struct indicator *k, struct fact_rows *rows)
{
	if (k->unit == UNIT_CHILD)
		skip_nobody(rows);
	words_hit(m, k, rows);
}

void
question_of(const struct indicator *k, struct question *out)
{
	*out = (struct question){
	    .measure = k->measure, .at = k->at, .unit = k->unit, .population = k->population, .per = k->per,
	    .monthly = k->monthly,
	    .accumulates = k->accumulate != NULL,
	    .shares = k->accumulate && strchr(k->accumulate, '/'), .least = k->accumulate_least,
	};
}
