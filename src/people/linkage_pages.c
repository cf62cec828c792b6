/* Who is who, in sums: the last runs, how sure the links are, what each agency knows and how it agrees, and people whose records
 * look wrong. Sealed records are in no sum. */
#include "people/linkage_pages.h"

#include <math.h>

#include "base/day.h"
#include "base/hash.h"
#include "people/link_declared.h"
#include "people/link_threshold.h"
#include "people/linkage_views.h"
#include "store/store.h"
#include "web/chart/histogram.h"
#include "web/page.h"

#define RUNS_SHOWN 10
#define PEOPLE_SHOWN 10
#define BIN 4                           /* bits in one column of the histogram */
#define LEAST (-32)                     /* bits: the last run's sums begin there, in 64 steps of one bit */
#define BINS (64 / BIN)

/* Sums of the last full run count records that were sealed since, until the next run forgets them; nobody sees them meanwhile. */
#define NONE_IS_SEALED " where not exists (select 1 from identity i join link_input l on l.identity = i.id where i.sealed <> 'no')"

/* ---- runs -------------------------------------------------------------------------------------------------------- */

static const char *
day_of_stamp(struct mem *m, struct view stamp)
{
	return day_words(m, day_iso_read((struct view){stamp.at, stamp.n < 10 ? stamp.n : 10}));
}

static const char *
count_or_not(struct mem *m, const struct rows *r, int column)
{
	return col_is_null(r, column) ? "not counted" : text_count(m, col_int(r, column));
}

static void
run_row(struct mem *m, struct rows *r, struct grid *g)
{
	grid_cell(m, g, mem_format(m, "%lld", (long long)col_id(r, 0)));
	grid_cell(m, g, day_of_stamp(m, col_view(r, 1)));
	grid_cell(m, g, !col_is_null(r, 3) ? "taken back" : view_is(col_view(r, 2), "yes") ? "of all records" :
	    view_is(col_view(r, 2), "no") ? "of new and changed records" : "by exact agreement");
	for (int i = 4; i < 10; i++)
		grid_cell(m, g, count_or_not(m, r, i));
}

static enum err
runs_load(struct request *q, struct linkage_view *v)
{
	static const char *const head[] = {"Run", "Day", "What it was", "Records", "People", "New people", "Joined to others",
	    "Split", "Pairs left to decide", NULL};
	struct mem *m = q->c->mem;
	struct rows *r = store_read(q->c, "select id, at, full_run, undone, identities, people, new_people, merged, split, awaiting"
	    " from link_run order by id desc");

	v->runs = grid_new(m, "runs", "The last runs", 3, head);
	while (rows_next(r) && v->runs.rows.n < RUNS_SHOWN) {
		if (!v->run)
			v->undone = !col_is_null(r, 3);
		v->run = true;
		run_row(m, r, &v->runs);
	}
	return rows_end(r);
}

static enum err
totals_load(struct request *q, struct linkage_view *v)
{
	struct rows *r = store_read(q->c, "select count(*), count(distinct person), count(distinct source),"
	    " (select count(*) from link_review v join identity a on a.id = v.left_identity join identity b on b.id ="
	    " v.right_identity where a.sealed = 'no' and b.sealed = 'no'),"
	    " (select count(*) from link_decision d join identity a on a.id = d.left_identity join identity b on b.id ="
	    " d.right_identity where a.sealed = 'no' and b.sealed = 'no' and d.decided <> 'unsure')"
	    " from identity where sealed = 'no' and person is not null");

	if (rows_next(r)) {
		v->records = col_int(r, 0);
		v->people = col_int(r, 1);
		v->agencies = col_int(r, 2);
		v->awaiting = col_int(r, 3);
		v->decided = col_int(r, 4);
	}
	return rows_end(r);
}

static enum err
declared_show(struct request *q, struct linkage_view *v)
{
	struct mem *m = q->c->mem;
	struct source_names declared;

	TRY(declared_load(q->c, m, &declared));
	for (size_t i = 0; i < declared.n; i++)
		declared.item[i] = text_of_code(m, declared.item[i]);
	v->declared = source_words(m, &declared);
	return OK;
}

/* ---- weights ----------------------------------------------------------------------------------------------------- */

static const char *
probability_words(struct mem *m, double bits)
{
	double p = 1 / (1 + exp2(-bits));

	return p < 0.001 ? "under 0.1%" : p > 0.999 ? "over 99.9%" : mem_format(m, "%.1f%%", 100 * p);
}

static const char *
bits_words(struct mem *m, double bits)
{
	return mem_format(m, "%s%.2g", bits < 0 ? "\xe2\x88\x92" : "", fabs(bits));
}

/* "−8 to −4"; the ends hold all beyond. */
static const char *
bin_words(struct mem *m, size_t i)
{
	int from = LEAST + (int)i * BIN;

	if (i == 0)
		return mem_format(m, "under %s", bits_words(m, from + BIN));
	if (i + 1 == BINS)
		return mem_format(m, "%s and over", bits_words(m, from));
	return mem_format(m, "%s to %s", bits_words(m, from), bits_words(m, from + BIN));
}

/* Where a pair of just that weight would be joined lies within the chart or not. */
static void
join_mark(struct histogram_chart *chart, double bits)
{
	if (chart->from <= bits && chart->from + (double)chart->n * BIN >= bits) {
		chart->mark = bits;
		chart->mark_name = "joined from here";
	}
}

static void
weights_show(struct mem *m, const double count[BINS], double join_bits, struct linkage_view *v)
{
	static const char *const head[] = {"Weight in bits", "Probability in the middle", "Pairs", NULL};
	struct histogram_chart chart = {.words = {.id = "weights", .title = "Pairs of records by how sure it is that they are one child's",
	    .subtitle = "Compared pairs by weight; each line is ten times the one below", .source = "The last run of bairn link"},
	    .width = BIN, .axis_name = "Weight in bits", .mark = NAN};
	size_t first = 0, last = BINS;

	while (first < last && count[first] < 0.5)
		first++;
	while (last > first && count[last - 1] < 0.5)
		last--;
	v->weights = grid_new(m, "weights", "Compared pairs by weight", 1, head);
	for (size_t i = first; i < last; i++) {
		grid_cell(m, &v->weights, bin_words(m, i));
		grid_cell(m, &v->weights, probability_words(m, LEAST + (double)i * BIN + BIN / 2.0));
		grid_cell(m, &v->weights, text_number(m, count[i], 0));
	}
	if (first == last)
		return;
	chart.n = last - first;
	chart.count = count + first;
	chart.from = LEAST + (double)first * BIN;
	join_mark(&chart, join_bits);
	v->histogram = chart_histogram(m, &chart);
}

static enum err
weights_load(struct request *q, struct linkage_view *v)
{
	struct mem *m = q->c->mem;
	double *count = mem_new_array(m, double, BINS);
	struct link_model model;
	struct rows *r;

	TRY(thresholds_load(q->c, &model));
	v->join = threshold_words(m, model.join);
	v->review = threshold_words(m, model.review);
	v->join_bits = bits_words(m, threshold_bits(model.join));
	v->own = thresholds_are_own(model.join, model.review);
	r = store_read(q->c, "select bits, pairs from link_weight" NONE_IS_SEALED " order by bits");

	while (rows_next(r)) {
		int64_t at = (col_int(r, 0) - LEAST) / BIN;

		if (at >= 0 && at < BINS)
			count[at] += (double)col_int(r, 1);
	}
	TRY(rows_end(r));
	r = store_read(q->c, "select coalesce(max(case name when 'keys split' then number end), 0),"
	    " coalesce(max(case name when 'pairs left apart' then number end), 0) from link_population");
	if (rows_next(r)) {
		v->keys_split = col_int(r, 0);
		v->left_apart = col_int(r, 1);
	}
	TRY(rows_end(r));
	weights_show(m, count, threshold_bits(model.join), v);
	return OK;
}

/* ---- agencies ---------------------------------------------------------------------------------------------------- */

static const char *
share_words(struct mem *m, int64_t part, int64_t whole, const char *none)
{
	return whole ? mem_format(m, "%.1f%%", 100.0 * (double)part / (double)whole) : none;
}

/* The fields' names, which head the columns, from the sums of any one source. */
static enum err
heads_load(struct request *q, const char *first, const char *second, struct grid_row *head)
{
	struct rows *r = store_read(q->c, "select field, min(place) as at from link_field" NONE_IS_SEALED " group by field order by at");

	*push(q->c->mem, head) = first;
	if (second)
		*push(q->c->mem, head) = second;
	while (rows_next(r))
		*push(q->c->mem, head) = col_text(r, 0, q->c->mem);
	TRY(rows_end(r));
	*push(q->c->mem, head) = NULL;
	return OK;
}

static enum err
fields_load(struct request *q, struct linkage_view *v)
{
	struct mem *m = q->c->mem;
	struct grid_row known = {0}, same = {0};
	const char *before = "";
	struct rows *r;

	TRY(heads_load(q, "Agency", "Records", &known));
	TRY(heads_load(q, "Agency", NULL, &same));
	v->known = grid_new(m, "known", "Records that have each field, by agency", 1, known.item);
	v->same = grid_new(m, "same", "Pairs of one person's records that agree, by agency", 1, same.item);
	r = store_read(q->c, "select source, records, known, compared, same from link_field" NONE_IS_SEALED
	    " order by source, place");
	while (rows_next(r)) {
		if (!view_is(col_view(r, 0), before)) {
			before = col_text(r, 0, m);
			grid_cell(m, &v->known, text_of_code(m, before));
			grid_cell(m, &v->known, text_count(m, col_int(r, 1)));
			grid_cell(m, &v->same, text_of_code(m, before));
		}
		grid_cell(m, &v->known, share_words(m, col_int(r, 2), col_int(r, 1), "none"));
		grid_cell(m, &v->same, share_words(m, col_int(r, 4), col_int(r, 3), "no pair"));
	}
	return rows_end(r);
}

/* ---- what people decided ----------------------------------------------------------------------------------------- */

/* "11 of 12 (91.7%, 95% interval 64.6 to 98.5)" */
static const char *
measured_words(struct mem *m, const struct measured_row *row)
{
	return row->pairs ? mem_format(m, "%s of %s (%s, 95%% interval %s)", text_count(m, row->of_them), text_count(m, row->pairs),
	    text_per_cent(m, row->share.value, 1), text_range(m, row->share.lower, row->share.upper, 1)) : "none, for there are none";
}

static enum err
measured_load(struct request *q, struct linkage_view *v)
{
	static const char *const head[] = {"Probability before", "Pairs decided", "Called the same", "Share", "95% interval",
	    "Expected", NULL};
	struct mem *m = q->c->mem;
	struct measured *k = &v->measured;

	TRY(measured_find(q->c, k));
	v->precision = measured_words(m, &k->precision);
	v->recall = measured_words(m, &k->recall);
	v->judged = grid_new(m, "judged", "Pairs that people decided", 1, head);
	for (size_t i = 0; i < k->bands.n; i++) {
		const struct measured_row *row = &k->bands.item[i];

		grid_cell(m, &v->judged, row->name);
		grid_cell(m, &v->judged, text_count(m, row->pairs));
		grid_cell(m, &v->judged, text_count(m, row->of_them));
		grid_cell(m, &v->judged, text_per_cent(m, row->share.value, 1));
		grid_cell(m, &v->judged, text_range(m, row->share.lower, row->share.upper, 1));
		grid_cell(m, &v->judged, text_per_cent(m, row->expected, 1));
	}
	return OK;
}

/* ---- what looks wrong -------------------------------------------------------------------------------------------- */

/* More records than agencies, and some over: an agency has a child twice at times. */
static enum err
large_load(struct request *q, struct linkage_view *v)
{
	static const char *const head[] = {"Person", "Records", "Agencies", NULL};
	struct mem *m = q->c->mem;
	struct rows *r = store_read(q->c, "select person, count(*) as n, count(distinct source) from identity where sealed = 'no'"
	    " and person is not null group by person having count(*) > 4 + 2 * count(distinct source) order by n desc, person");

	v->larges = grid_new(m, "large", "People with many records", 0, head);
	for (; rows_next(r); v->large++)
		if (v->large < PEOPLE_SHOWN) {
			grid_cell(m, &v->larges, mem_format(m, "%lld", (long long)col_id(r, 0)));
			grid_cell(m, &v->larges, text_count(m, col_int(r, 1)));
			grid_cell(m, &v->larges, text_count(m, col_int(r, 2)));
		}
	return rows_end(r);
}

static enum err
conflicts_load(struct request *q, struct linkage_view *v)
{
	static const char *const head[] = {"Person", "What differs", "How many", NULL};
	struct mem *m = q->c->mem;
	struct rows *r = store_read(q->c, "select i.person, n.scheme, count(distinct n.blind) as n from identifier n join identity i"
	    " on i.id = n.identity where n.scheme in ('upn', 'nhs_number') and i.sealed = 'no' and i.person is not null"
	    " group by i.person, n.scheme having min(n.blind) <> max(n.blind) order by n desc, i.person, n.scheme");

	v->conflicts = grid_new(m, "conflicts", "People with more than one number", 2, head);
	for (; rows_next(r); v->conflicting++)
		if (v->conflicting < PEOPLE_SHOWN) {
			grid_cell(m, &v->conflicts, mem_format(m, "%lld", (long long)col_id(r, 0)));
			grid_cell(m, &v->conflicts, view_is(col_view(r, 1), "upn") ? "Pupil numbers" : "NHS numbers");
			grid_cell(m, &v->conflicts, text_count(m, col_int(r, 2)));
		}
	return rows_end(r);
}

/* GET /linkage   how sure it is who is who, in sums. */
enum err
linkage_page(struct request *q)
{
	struct linkage_view v = {0};

	TRY(runs_load(q, &v));
	TRY(totals_load(q, &v));
	TRY(declared_show(q, &v));
	TRY(weights_load(q, &v));
	TRY(fields_load(q, &v));
	TRY(measured_load(q, &v));
	TRY(large_load(q, &v));
	TRY(conflicts_load(q, &v));
	request_reads(q, "linkage");
	return reply_page(q, linkage_template, &v);
}
