/* What a run will take of memory: before the files are read by some of their rows, the first and others from all over: how many
 * different names they hold and how long these are, and how many rows say the same. Then by what is held, and by the pairs that are
 * to come. */
#include <math.h>

#include "base/hash.h"
#include "linkage/fold.h"
#include "linkage/set.h"
#include "people/link_files.h"

#define OWN ((size_t)20 * 1000 * 1000)  /* the program itself */
#define NAME_KEPT 4                     /* bytes of a record's name besides its letters */
#define TRUTH_KEPT 48                   /* … of its truth */
#define TRUTH_LEAST 16
#define UNSURE 2                        /* times as many, of pairs above one a record: most may be of few blocks, of which one in so many tells little */

/* The rows by which one estimate is made. */
static const struct link_rows *
rows_seen(const struct link_file *f, bool spread)
{
	return spread ? &f->spread : &f->sample;
}

static size_t
rows_count(const struct link_files *files, bool spread)
{
	size_t rows = 0;

	for (size_t i = 0; i < files->n; i++)
		rows += rows_seen(&files->item[i], spread)->n;
	return rows;
}

/* A value of a row of them, empty where it is not known. */
static struct view
sampled(const struct link_rows *rows, size_t row, int column)
{
	const struct link_row *r = &rows->item[row];
	struct view v = column >= 0 && (size_t)column < r->n ? view_trim(r->field[column]) : (struct view){"", 0};

	return link_value_is_unknown(v) ? (struct view){"", 0} : v;
}

/* The mean length of what stands in a column that a file may have. */
static size_t
mean_length(const struct link_files *files, bool truth)
{
	size_t sum = 0, rows = 0;

	for (size_t i = 0; i < files->n; i++)
		for (size_t k = 0; k < files->item[i].sample.n; k++, rows++)
			sum += sampled(&files->item[i].sample, k, truth ? files->item[i].truth : files->item[i].id).n;
	return rows ? (sum + rows - 1) / rows : 0;
}

/* ---- different names and texts ------------------------------------------------------------------------------------ */

/* Those of a half of each file's rows; returns how many bytes the new ones have. */
static size_t
words_add(const struct link_files *files, bool spread, int field, bool second, struct text_map *seen)
{
	size_t bytes = 0;

	for (size_t i = 0; i < files->n; i++) {
		const struct link_file *f = &files->item[i];
		const struct link_rows *rows = rows_seen(f, spread);
		size_t half = rows->n / 2;

		for (size_t k = second ? half : 0; k < (second ? rows->n : half); k++) {
			struct view v = sampled(rows, k, f->field[field]);
			size_t known = text_map_count(seen);

			if (v.n && (size_t)text_map_intern(seen, v) == known)
				bytes += v.n < WORD_MOST ? v.n : WORD_MOST;
		}
	}
	return bytes;
}

/* How many the records have, by how many more the second half of the rows has than the first: their number grows as a power of the
 * records' (Heaps 1978), whose exponent is 1 where all are different and else falls as more records come. */
static void
words_expect(const struct link_files *files, const struct link_plan *plan, bool spread, struct link_expected *out)
{
	size_t rows = rows_count(files, spread);
	struct mem *m = mem_new();

	for (int f = 0; f < plan->model.n_fields && rows; f++) {
		enum link_kind kind = plan->model.field[f].kind;
		struct text_map *seen = text_map_new(m);
		double first, all, words;
		size_t bytes;

		if (plan->model.encoded[f] || (kind != LINK_GIVEN && kind != LINK_FAMILY && kind != LINK_TEXT))
			continue;
		bytes = words_add(files, spread, f, false, seen);
		first = (double)text_map_count(seen);
		bytes += words_add(files, spread, f, true, seen);
		all = (double)text_map_count(seen);
		if (all < 1)
			continue;
		words = all * pow(fmax((double)out->records / (double)rows, 1), pow(first < 1 ? 1 : fmin(log2(all / first), 1), 1.5));
		out->words += (size_t)words;
		out->letters += (size_t)((double)bytes / all * words);
	}
	mem_free(m);
}

/* ---- records that say the same ------------------------------------------------------------------------------------ */

/* What a row says, but for numbers, which one person's records may have or not. */
static uint64_t
content(const struct link_file *f, const struct link_plan *plan, const struct link_rows *rows, size_t row)
{
	uint64_t mixed = 1;
	char folded[WORD_MOST];

	for (int i = 0; i < plan->model.n_fields; i++) {
		enum link_kind kind = plan->model.field[i].kind;
		struct view v = sampled(rows, row, f->field[i]);

		if ((kind == LINK_GIVEN || kind == LINK_FAMILY) && !plan->model.encoded[i]) {
			v.n = name_fold(v, folded, sizeof folded);
			v.at = folded;
		}
		if (!kind_is_number(kind))
			mixed = hash_mix(mixed, v.at, v.n);
	}
	return mixed;
}

/* Pairs of a row, counted once: copies that stand far off are as frequent everywhere, those near are all that there are. */
static double
pairs_of_row(const uint64_t *rows, size_t n, size_t row, size_t records)
{
	size_t far = 0, far_alike = 0, near_alike = 0;

	for (size_t i = 0; i < n; i++) {
		bool is_far = (i < row ? row - i : i - row) > n / 4, alike = i != row && rows[i] == rows[row];

		far += is_far;
		far_alike += is_far && alike;
		near_alike += !is_far && alike;
	}
	return link_pairs_alike(far_alike ? (double)far_alike / (double)far * (double)records : (double)near_alike, records);
}

/* Where there is little but numbers, those who share the rest are not one person. */
static double
pairs_expect(const struct link_files *files, const struct link_plan *plan, bool spread, size_t records)
{
	size_t rows = rows_count(files, spread);
	double sum = 0;
	int said = 0;

	for (int i = 0; i < plan->model.n_fields; i++)
		said += !kind_is_number(plan->model.field[i].kind);
	for (size_t i = 0; i < files->n && said >= 3; i++) {
		const struct link_rows *seen = rows_seen(&files->item[i], spread);
		uint64_t content_of[LINK_SAMPLE > LINK_SPREAD ? LINK_SAMPLE : LINK_SPREAD];

		for (size_t k = 0; k < seen->n; k++)
			content_of[k] = content(&files->item[i], plan, seen, k);
		for (size_t k = 0; k < seen->n; k++)
			sum += pairs_of_row(content_of, seen->n, k, records);
	}
	return fmax(rows ? sum / (double)rows : 0, (double)(files->n - 1) / 2);
}

/* ---- all ---------------------------------------------------------------------------------------------------------- */

/* By the rows that lead to expect more. */
static size_t
rows_need(const struct link_files *files, const struct link_plan *plan, size_t records, int threads)
{
	size_t most = 0;

	for (int spread = 0; spread < 2; spread++) {
		struct link_expected expected = {.records = records, .pairs = pairs_expect(files, plan, spread, records)};
		size_t needed;

		words_expect(files, plan, spread, &expected);
		needed = link_run_needs(&plan->model, &expected, threads);
		most = needed > most ? needed : most;
	}
	return most;
}

size_t
link_memory_needs(const struct link_files *files, const struct link_plan *plan, size_t records, int threads)
{
	size_t kept = NAME_KEPT + mean_length(files, false), truth = mean_length(files, true);

	if (truth)
		kept += TRUTH_KEPT + (truth > TRUTH_LEAST ? truth : TRUTH_LEAST);
	return OWN + rows_need(files, plan, records, threads) + records * kept;
}

size_t
link_memory_needs_now(const struct link_plan *plan, const struct link_records *records, size_t names, double pairs, int threads)
{
	size_t n = link_set_count(records->set);
	double each = n ? pairs / (double)n : 0;
	struct link_expected expected = {.records = n, .held = link_set_held(records->set), .pairs = each + fmax(each - 1, 0) * (UNSURE - 1)};

	return OWN + link_run_needs(&plan->model, &expected, threads) + names;
}
