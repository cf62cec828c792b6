/* Areas ranked, with intervals; the neighbours first, for they are read one by one, then everybody in a table that opens. */
#include "measure/indicator_areas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "measure/published_beside.h"
#include "web/chart/ranked.h"

#define FEW 8                   /* fewer authorities than this are no ranking */

const struct published_figure *
area_in(const struct published_figures *all, const char *code)
{
	for (size_t i = 0; code && i < all->n; i++)
		if (strcmp(all->item[i].area, code) == 0)
			return &all->item[i];
	return NULL;
}

bool
is_neighbour(const struct comparators *with, const char *code)
{
	for (size_t i = 0; i < with->n_neighbours; i++)
		if (strcmp(with->neighbour[i], code) == 0)
			return true;
	return false;
}

enum err
areas_of_period(const struct about_page *about, struct period period, struct areas_of_period *out)
{
	*out = (struct areas_of_period){.period = period};
	TRY(published_of_period(about->c, about->p, period, &out->all));
	out->england = area_in(&out->all, about->with->england);
	if (out->england && isnan(out->england->value))
		out->england = NULL;
	return OK;
}

/* Highest first, those without a number last, by name. */
static int
highest_first(const void *a, const void *b)
{
	const struct published_figure *x = *(const struct published_figure *const *)a;
	const struct published_figure *y = *(const struct published_figure *const *)b;

	if (isnan(x->value) != isnan(y->value))
		return isnan(x->value) ? 1 : -1;
	if (!isnan(x->value) && (x->value < y->value || x->value > y->value))
		return x->value > y->value ? -1 : 1;
	return strcmp(x->area_name, y->area_name);
}

struct ranking {
	const struct published_figure **item;
	size_t n, known, own;           /* own: its place, or n */
};

static struct ranking
rank_authorities(const struct about_page *about, const struct published_figures *all)
{
	struct ranking r = {.item = mem_new_array(about->c->mem, const struct published_figure *, all->n + 1)};

	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->item[i].area_kind, "authority") == 0) {
			r.item[r.n++] = &all->item[i];
			r.known += isnan(all->item[i].value) ? 0 : 1;
		}
	qsort(r.item, r.n, sizeof r.item[0], highest_first);
	r.own = r.n;
	for (size_t i = 0; i < r.known; i++)
		if (strcmp(r.item[i]->area, about->area) == 0)
			r.own = i;
	return r;
}

/* "Number 12 of 151 from the highest": equal ones share the place of the first. */
static size_t
place_of(const struct ranking *r, size_t i)
{
	while (i > 0 && !(r->item[i - 1]->value > r->item[i]->value))
		i--;
	return i + 1;
}

static const char *
ranked_finding(const struct about_page *about, const struct ranking *r)
{
	struct mem *m = about->c->mem;

	if (r->own == r->n)
		return mem_format(m, "From %s in %s to %s in %s", about_value(about, r->item[0]->value), r->item[0]->area_name,
		    about_value(about, r->item[r->known - 1]->value), r->item[r->known - 1]->area_name);
	return mem_format(m, "%s is number %zu of %zu, counted from the highest", about->name, place_of(r, r->own), r->known);
}

static struct html
ranked_chart(const struct about_page *about, const struct ranking *r, const struct areas_of_period *areas, bool *ranges)
{
	struct mem *m = about->c->mem;
	const char **label = mem_new_array(m, const char *, r->n + 1);
	double *value = mem_new_array(m, double, r->n + 1), *lower = mem_new_array(m, double, r->n + 1);
	double *upper = mem_new_array(m, double, r->n + 1);
	enum area_mark *mark = mem_new_array(m, enum area_mark, r->n + 1);

	*ranges = false;
	for (size_t i = 0; i < r->n; i++) {
		label[i] = r->item[i]->area_name;
		value[i] = r->item[i]->value;
		lower[i] = r->item[i]->lower95;
		upper[i] = r->item[i]->upper95;
		*ranges = *ranges || !isnan(lower[i]);
		mark[i] = i == r->own ? MARK_OWN : is_neighbour(about->with, r->item[i]->area) ? MARK_NEIGHBOUR : MARK_PLAIN;
	}
	return chart_ranked(m, &(struct ranked_chart){.words = published_chart_words(about, "ranked", ranked_finding(about, r), *ranges),
	    .n = r->n, .label = label, .value = value, .lower = lower, .upper = upper, .mark = mark,
	    .reference = areas->england ? areas->england->value : NAN, .reference_name = "England"});
}

static const char *
than_england(const struct about_page *about, const struct areas_of_period *areas, const struct published_figure *f)
{
	const char *kind;

	if (!areas->england || f == areas->england)
		return "";
	kind = published_kind(about->p, published_against(f, areas->england->value));
	return strcmp(kind, "none") == 0 ? "" : kind;
}

static void
area_row(const struct about_page *about, const struct areas_of_period *areas, struct figure_table *t,
    const struct published_figure *f, const char *rank)
{
	struct mem *m = about->c->mem;

	add_published_row(about, t, f, f->area_name, url_make(m, "/indicator/{}?area={}", about->id, f->area));
	last_row(t)->own = strcmp(f->area, about->area) == 0;
	if (rank)
		*push(m, &last_row(t)->more) = rank;
	*push(m, &last_row(t)->more) = than_england(about, areas, f);
}

static struct figure_table
areas_table(const struct about_page *about, const char *id, const char *title)
{
	return (struct figure_table){.id = id, .title = title, .head = "Area", .unit = about_unit_head(about), .wide = true};
}

/* England, the region, then the area and its neighbours, highest first. */
static void
neighbours_table(const struct about_page *about, const struct areas_of_period *areas, const struct ranking *r,
    struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	struct figure_table t = areas_table(about, "neighbours", "Beside its statistical neighbours");
	const struct published_figure *region = area_in(&areas->all, about->with->region);
	double *value = mem_new_array(m, double, r->n + 1), median;
	size_t known = 0;

	if (!about->with->n_neighbours)
		return;
	*push(m, &t.more) = "Than England";
	for (size_t i = 0; i < r->n; i++) {
		bool near = is_neighbour(about->with, r->item[i]->area);

		if (near && !isnan(r->item[i]->value))
			value[known++] = r->item[i]->value;
		if (near || strcmp(r->item[i]->area, about->area) == 0)
			area_row(about, areas, &t, r->item[i], NULL);
	}
	if (areas->england)
		area_row(about, areas, &t, areas->england, NULL);
	if (region)
		area_row(about, areas, &t, region, NULL);
	median = median_of(value, known);
	if (known)
		t.lead = mem_format(m, "The median of the %s that have a number is %s in %s. Neighbours are the authorities most like"
		    " this one in who lives there, by the Department for Education's model.", text_many(m, (int64_t)known, "neighbour",
		    NULL), about_value(about, median), published_period_name(m, areas->period));
	if (t.rows.n > 1)
		*push(m, out) = t;
}

void
ranked_sections(const struct about_page *about, const struct areas_of_period *areas, struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	struct ranking r = rank_authorities(about, &areas->all);
	struct figure_table t = areas_table(about, "areas", "Beside other authorities");
	bool ranges;

	if (r.known < FEW) {
		neighbours_table(about, areas, &r, out);
		return;
	}
	t.lead = mem_format(m, "All authorities that have a number for %s.", published_period_name(m, areas->period));
	t.fold = mem_format(m, "All %zu authorities in a table", r.n);
	*push(m, &t.more) = "Place";
	*push(m, &t.more) = "Than England";
	for (size_t i = 0; i < r.n; i++)
		area_row(about, areas, &t, r.item[i], i < r.known ? mem_format(m, "%zu", place_of(&r, i)) : "");
	t.has_chart = true;
	t.chart = ranked_chart(about, &r, areas, &ranges);
	*push(m, out) = t;
	neighbours_table(about, areas, &r, out);
}
