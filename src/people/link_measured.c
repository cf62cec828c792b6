/* See the header. */
#include "people/link_measured.h"

#include <math.h>

#include "people/link_threshold.h"
#include "store/store.h"

/* ---- noting ------------------------------------------------------------------------------------------------------ */

enum err
weighed_note(struct ctx *c, int64_t left, int64_t right)
{
	struct rows *w = store_write(c, "insert into link_weighed (left_identity, right_identity, weight) select left_identity,"
	    " right_identity, weight from link_review where left_identity = :left and right_identity = :right"
	    " on conflict (left_identity, right_identity) do nothing");

	bind_id(w, "left", left);
	bind_id(w, "right", right);
	return rows_end(w);
}

static enum err
weights_write(struct ctx *c, const struct roster *r, const struct decided_pairs *decided, const double *weight)
{
	struct bulk *b = bulk_statement(c, "insert into link_weighed (left_identity, right_identity, weight) values (:left, :right,"
	    " :weight) on conflict (left_identity, right_identity) do nothing", (const char *const[]){"left", "right", "weight", NULL});
	enum err e = OK, closed;

	for (size_t i = 0; i < decided->n && e == OK; i++) {
		bulk_int(b, 0, r->who.item[r->of_record[decided->item[i].left]].id);
		bulk_int(b, 1, r->who.item[r->of_record[decided->item[i].right]].id);
		bulk_real(b, 2, weight[i]);
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

enum err
weighed_keep(struct ctx *c, const struct roster *r, const struct link_model *trained, const struct decided_pairs *decided)
{
	double *weight = mem_new_array(r->mem, double, decided->n + 1);

	if (decided->n) {
		link_weights(r->set, trained, decided->item, decided->n, weight);
		TRY(weights_write(c, r, decided, weight));
	}
	return store_run(c, "delete from link_weighed where left_identity in (select id from identity where sealed <> 'no')"
	    " or right_identity in (select id from identity where sealed <> 'no')");
}

/* ---- summing up -------------------------------------------------------------------------------------------------- */

/* Narrow where people are asked and where probabilities should be told apart. */
static const struct {
	double until;
	const char *name;
} bands[] = {
	{0.05, "under 5%"}, {0.10, "5% to 10%"}, {0.25, "10% to 25%"}, {0.50, "25% to 50%"}, {0.75, "50% to 75%"}, {0.90, "75% to 90%"},
	{0.95, "90% to 95%"}, {0.99, "95% to 99%"}, {INFINITY, "99% and over"},
};
#define BANDS (sizeof bands / sizeof *bands)

/* `apart`: of one source without duplicates, of which linking joins none, however sure. */
static void
pair_count(struct measured *out, struct measured_row band[BANDS], double p, bool same, bool apart)
{
	bool joins = p >= out->join && !apart;
	size_t at = 0;

	while (p >= bands[at].until)
		at++;
	band[at].pairs++;
	band[at].of_them += same;
	band[at].expected += p;
	out->pairs++;
	if (joins) {
		out->precision.pairs++;
		out->precision.of_them += same;
		out->precision.expected += p;
	}
	if (same) {
		out->recall.pairs++;
		out->recall.of_them += joins;
	}
}

static void
row_finish(struct measured_row *row)
{
	row->expected = row->pairs ? 100 * row->expected / (double)row->pairs : NAN;
	row->share = interval_proportion((double)row->of_them, (double)row->pairs, CONFIDENCE_95, 100);
}

enum err
measured_find(struct ctx *c, struct measured *out)
{
	struct measured_row band[BANDS] = {0};
	struct source_names declared;
	struct link_model model;
	struct rows *r;

	TRY(thresholds_load(c, &model));
	TRY(declared_load(c, c->mem, &declared));
	*out = (struct measured){.join = model.join,
	    .precision.name = "of those it would join, called the same",
	    .recall.name = "of those called the same, it would join"};
	r = store_read(c, "select d.decided, w.weight, case when a.source = b.source then a.source else '' end from link_decision d join identity a on a.id = d.left_identity"
	    " join identity b on b.id = d.right_identity left join link_weighed w on w.left_identity = d.left_identity"
	    " and w.right_identity = d.right_identity where a.sealed = 'no' and b.sealed = 'no' and d.decided in ('same', 'different')"
	    " order by d.id");
	while (rows_next(r))
		if (col_is_null(r, 1))
			out->unweighed++;
		else
			pair_count(out, band, 1 / (1 + exp2(-col_real(r, 1))), view_is(col_view(r, 0), "same"),
			    declared_has(&declared, col_view(r, 2)));
	TRY(rows_end(r));
	for (size_t i = 0; i < BANDS; i++)
		if (band[i].pairs) {
			band[i].name = bands[i].name;
			row_finish(&band[i]);
			*push(c->mem, &out->bands) = band[i];
		}
	row_finish(&out->precision);
	row_finish(&out->recall);
	out->recall.expected = NAN;
	return OK;
}
