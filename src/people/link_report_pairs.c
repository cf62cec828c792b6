/* Some pairs of the report, explained field by field. Values are not kept while linking: the files are read again for them. */
#include "people/link_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "web/chart/waterfall.h"

#define PAIRS 8

struct shown {
	const struct link_edge *edge[PAIRS];
	size_t n;
	const char *value[PAIRS][2][LINK_FIELDS];
};

static int
size_order(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* The surest pair, those on either side of the threshold, and one of each degree of doubt. */
static void
pairs_choose(const struct links *l, struct shown *s)
{
	static const double degree[] = {0.99, 0.9, 0.75, 0.3, 0.1};
	size_t joined, review, at[PAIRS] = {0}, n = 1;

	link_count_pairs(l, &joined, &review);
	for (size_t i = 0; i < sizeof degree / sizeof *degree; i++) {
		size_t from = 0, to = l->n_edges;

		while (from < to) {
			size_t middle = (from + to) / 2;
			bool above = 1 / (1 + exp2(-(double)l->edge[middle].weight)) > degree[i];

			from = above ? middle + 1 : from;
			to = above ? to : middle;
		}
		at[n++] = from;
	}
	at[n++] = joined ? joined - 1 : 0;
	at[n++] = joined;
	qsort(at, n, sizeof *at, size_order);
	for (size_t i = 0; i < n; i++)
		if (at[i] < l->n_edges && (i == 0 || at[i] != at[i - 1]))
			s->edge[s->n++] = &l->edge[at[i]];
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

/* Of an encoding its beginning: the whole is long, and tells a reader nothing. */
static const char *
value_shown(struct mem *m, struct view v, bool encoded)
{
	const size_t most = 16;

	return encoded && v.n > most ? mem_format(m, VIEW_FORMAT "…", (int)most, v.at) : view_copy(m, v);
}

static void
row_keep(struct ctx *c, const struct link_run *run, const struct link_file *f, const struct csv_row *row, size_t record, struct shown *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (int side = 0; side < 2; side++) {
			if ((side ? s->edge[i]->right : s->edge[i]->left) != record)
				continue;
			for (int k = 0; k < run->links->model.n_fields; k++)
				if (f->field[k] >= 0 && (size_t)f->field[k] < row->n)
					s->value[i][side][k] = value_shown(c->mem, view_trim(row->field[f->field[k]]),
					    run->links->model.encoded[k]);
		}
}

/* The last record of the file that is shown, and one more. */
static size_t
rows_wanted(const struct link_file *f, const struct shown *s)
{
	size_t end = f->first;

	for (size_t i = 0; i < s->n; i++) {
		const uint32_t both[] = {s->edge[i]->left, s->edge[i]->right};

		for (int side = 0; side < 2; side++)
			if (both[side] >= end && both[side] < f->first + f->rows)
				end = both[side] + 1;
	}
	return end - f->first;
}

static enum err
values_read(struct ctx *c, const struct link_run *run, const struct link_file *f, struct shown *s)
{
	size_t rows = rows_wanted(f, s);
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	bool more = true;
	enum err e = OK;

	if (!rows || strcmp(f->path, "-") == 0 || !input_size(f->in))   /* a pipe tells once */
		return OK;
	TRY(input_open(c, f->path, &in));
	if (!input_is_again(in, f->in)) {
		input_close(in);
		return fail(c, ERR_INPUT, "%s was changed while it was linked; try again when it is whole", f->path);
	}
	input_without_digest(in);
	csv = csv_new(c, in, 0);
	e = csv_next(c, csv, &row, &more);
	for (size_t i = 0; e == OK && more && i < rows; i++) {
		e = csv_next(c, csv, &row, &more);
		if (e == OK && more)
			row_keep(c, run, f, &row, f->first + i, s);
	}
	input_close(in);
	return e;
}

/* ---- one pair ----------------------------------------------------------------------------------------------------- */

static const char *
record_name(struct mem *m, const struct link_run *run, uint32_t record)
{
	struct builder b = {.mem = m};

	link_record_name(run->files, run->records, record, &b);
	return built_text(&b);
}

static const char *
bits_text(struct mem *m, double bits)
{
	return mem_format(m, "%s%.2f", bits < -0.005 ? "−" : bits < 0.005 ? "" : "+", fabs(bits));
}

static const char *
or_not_known(const char *value)
{
	return value && *value ? value : "not known";
}

static void
steps_show(struct mem *m, const struct link_run *run, const struct link_explained *x, const char *value[2][LINK_FIELDS],
    struct link_pair_shown *out)
{
	const struct link_model *model = &run->links->model;
	double sum = 0;

	for (int i = 0; i < x->n; i++) {
		const struct link_step *step = &x->step[i];
		bool field = step->field >= 0;

		sum += step->bits;
		grid_cell(m, &out->table, field ? link_field_words(m, &model->field[step->field]) : "Any two records of these sources");
		grid_cell(m, &out->table, field ? or_not_known(value[0][step->field]) : "");
		grid_cell(m, &out->table, field ? or_not_known(value[1][step->field]) : "");
		grid_cell(m, &out->table, field ? link_field_level(model, step->field, step->level) : "before anything is compared");
		grid_cell(m, &out->table, bits_text(m, step->bits));
		grid_cell(m, &out->table, bits_text(m, sum));
	}
}

static struct html
steps_draw(struct mem *m, const struct link_run *run, const struct link_explained *x, const char *id)
{
	struct waterfall_step *step = mem_new_array(m, struct waterfall_step, (size_t)x->n + 1);
	struct waterfall_chart chart = {.words = {.id = id, .title = "How the weight came about", .subtitle = "In bits",
	    .decimals = 1}, .step = step, .sum_name = "Weight"};

	for (int i = 0; i < x->n; i++)
		if (x->step[i].field < 0 || x->step[i].level > 0)
			step[chart.n++] = (struct waterfall_step){x->step[i].field < 0 ? "Any two records" :
			    link_field_words(m, &run->links->model.field[x->step[i].field]), x->step[i].bits};
	return chart_waterfall(m, &chart);
}

static void
pair_show(struct mem *m, const struct link_run *run, struct shown *s, size_t i, struct link_pair_shown *out)
{
	static const char *const head[] = {"Field", "One record", "The other", "How they agree", "Bits", "Sum", NULL};
	const struct link_edge *e = s->edge[i];
	const char *left = record_name(m, run, e->left), *right = record_name(m, run, e->right);
	const char *id = mem_format(m, "pair%zu", i);
	struct link_explained x;

	link_explain(run->records->set, &run->links->model, e->left, e->right, &x);
	out->heading = mem_format(m, "%s and %s", left, right);
	out->said = mem_format(m, "%s, weight %s bits: one person with probability %s, twins %s, siblings %s, any two people %s.%s",
	    x.probability >= run->links->model.join ? "Linked" : "To review", bits_text(m, x.weight),
	    link_probability_words(m, x.probability), link_probability_words(m, x.share[LINK_TWIN]),
	    link_probability_words(m, x.share[LINK_SIBLING]), link_probability_words(m, x.share[LINK_RANDOM]),
	    run->links->cluster[e->left] == run->links->cluster[e->right] ? " Both are in one cluster." : " They are in two clusters.");
	out->chart = steps_draw(m, run, &x, id);
	out->table = grid_new(m, mem_format(m, "%s-table", id), mem_format(m, "%s and %s, field by field", left, right), 4, head);
	steps_show(m, run, &x, s->value[i], out);
}

enum err
link_report_pairs(struct ctx *c, const struct link_run *run, struct link_report_view *v)
{
	struct shown s = {0};

	pairs_choose(run->links, &s);
	for (size_t i = 0; i < run->files->n; i++)
		TRY(values_read(c, run, &run->files->item[i], &s));
	for (size_t i = 0; i < s.n; i++)
		pair_show(c->mem, run, &s, i, push(c->mem, &v->pairs));
	return OK;
}
