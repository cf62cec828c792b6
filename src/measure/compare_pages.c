/* The comparison's page: a form that works without a script, and for each measure the areas as dots, over time, and in tables. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/compare.h"
#include "measure/measure_pages.h"
#include "measure/profile_pages.h"
#include "web/chart/chart.h"

#define MEASURES_MOST 12        /* pictured on one page */
#define AREAS_MOST 30

struct compare_asked {
	struct comparators own;
	struct area_set areas;          /* chosen: the neighbours where nothing was */
	struct published_list measures;
	bool cut;                       /* more was asked for than is shown */
	struct compared x;
};

/* ---- what is asked for -------------------------------------------------------------------------------------------- */

/* Every value of a field that may come several times, each a list of codes or one. */
static enum err
areas_asked(struct request *q, struct compare_asked *out)
{
	struct builder b = {.mem = q->c->mem};

	for (size_t i = 0; i < q->query.n; i++)
		if (strcmp(q->query.item[i].name, "area") == 0 || strcmp(q->query.item[i].name, "add") == 0)
			put_format(&b, "%s,", q->query.item[i].value);
	if (!b.n && query_text(q, "chosen"))
		return OK;
	return area_set_read(q->c, &out->own, b.n ? built_text(&b) : "neighbours", &out->areas);
}

static bool
is_chosen(const struct published_list *list, const char *id)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->item[i].id, id) == 0)
			return true;
	return false;
}

static enum err
measures_asked(struct request *q, struct compare_asked *out)
{
	for (size_t i = 0; i < q->query.n; i++) {
		struct view rest = view_of(q->query.item[i].value);

		while (strcmp(q->query.item[i].name, "measure") == 0 && rest.n) {
			const char *id = view_copy(q->c->mem, view_cut(&rest, '|'));
			struct published p;

			if (!*id || is_chosen(&out->measures, id))
				continue;
			TRY(published_find(q->c, id, &p));
			*push(q->c->mem, &out->measures) = p;
		}
	}
	return out->measures.n || query_text(q, "chosen") ? OK :
	    compared_default(q->c, out->own.area, COMPARED_FIRST, &out->measures);
}

static enum err
compare_asked(struct request *q, bool whole, struct compare_asked *out)
{
	const char *of = query_text(q, "of"), *code, *name;
	struct area_set shown_areas;
	struct published_list shown_measures;

	TRY(authority_of(q->c, &code, &name));
	if (of && *of) {
		code = of;
		TRY(area_name_of(q->c, code, &name));
	}
	TRY(comparators_of(q->c, code, &out->own));
	out->own.name = name;
	TRY(areas_asked(q, out));
	TRY(measures_asked(q, out));
	shown_areas = out->areas;
	shown_measures = out->measures;
	out->cut = !whole && (shown_measures.n > MEASURES_MOST || shown_areas.n > AREAS_MOST);
	if (out->cut && shown_measures.n > MEASURES_MOST)
		shown_measures.n = MEASURES_MOST;
	if (out->cut && shown_areas.n > AREAS_MOST)
		shown_areas.n = AREAS_MOST;
	return compared_of(q->c, &out->own, &shown_areas, &shown_measures, &out->x);
}

/* The choice as two lists, for addresses: areas by commas, measures by bars (a publisher's name may hold a comma). */
static void
choice_lists(struct mem *m, const struct compare_asked *asked, const char **areas, const char **measures)
{
	struct builder a = {.mem = m}, b = {.mem = m};

	for (size_t i = 0; i < asked->areas.n; i++)
		put_format(&a, "%s%s", i ? "," : "", asked->areas.item[i].code);
	for (size_t i = 0; i < asked->measures.n; i++)
		put_format(&b, "%s%s", i ? "|" : "", asked->measures.item[i].id);
	*areas = built_text(&a);
	*measures = built_text(&b);
}

/* ---- one measure -------------------------------------------------------------------------------------------------- */

static const char *
value_words_of(struct mem *m, const struct published *p, double x)
{
	return isnan(x) ? "" : mem_format(m, "%s%s", text_number(m, x, p->decimals), strcmp(p->unit, "%") == 0 ? "%" : "");
}

static const char *
dots_title(struct mem *m, const struct compare_asked *asked, size_t measure)
{
	const struct rug *rug = &asked->x.latest;
	const struct rug_cell *own = &rug->cell[measure * rug->areas.n + rug->n_fixed];
	const char *way = own->kind;
	size_t above = 0, known = 0;

	for (size_t a = rug->n_fixed; a < rug->areas.n; a++) {
		double x = rug->cell[measure * rug->areas.n + a].figure.value;

		known += isnan(x) ? 0 : 1;
		above += x > own->figure.value;
	}
	if (isnan(own->figure.value))
		return mem_format(m, "%s has no figure of this period", asked->own.name);
	if (strcmp(way, "none") == 0 && known < 2)
		return mem_format(m, "%s alone has a figure of this period", asked->own.name);
	if (strcmp(way, "none") == 0)
		return mem_format(m, "%s has the %zu%s highest of %zu figures", asked->own.name, above + 1, above == 0 ? "st" :
		    above == 1 ? "nd" : above == 2 ? "rd" : "th", known);
	return mem_format(m, strcmp(way, "similar") == 0 ? "%s is similar to England" : strcmp(way, "better") == 0 ?
	    "%s is better than England" : strcmp(way, "worse") == 0 ? "%s is worse than England" : strcmp(way, "higher") == 0 ?
	    "%s is higher than England" : "%s is lower than England", asked->own.name);
}

static struct html
dots_of(struct mem *m, const struct compare_asked *asked, size_t measure, const char *id)
{
	const struct rug *rug = &asked->x.latest;
	const struct rug_measure *x = &rug->measures.item[measure];
	size_t n = rug->areas.n - rug->n_fixed;
	const char **label = mem_new_array(m, const char *, n + 1), **missing = mem_new_array(m, const char *, n + 1);
	double *value = mem_new_array(m, double, n + 1), *lower = mem_new_array(m, double, n + 1), *upper =
	    mem_new_array(m, double, n + 1);
	struct bars_chart chart = {
	    .words = {.id = mem_format(m, "%s-dots", id), .title = dots_title(m, asked, measure), .subtitle = mem_format(m, "%s%s%s, %s",
	    x->p.title, *x->p.unit ? ", " : "", x->p.unit, published_period_name(m, x->period)), .unit = strcmp(x->p.unit, "%") == 0 ?
	    "%" : NULL, .decimals = x->p.decimals}, .n = n, .label = label, .value = value, .lower = lower, .upper = upper,
	    .missing = missing, .reference = x->comparable ? x->england : NAN, .reference_name = "England",
	};

	for (size_t a = 0; a < n; a++) {
		const struct published_figure *f = &rug->cell[measure * rug->areas.n + rug->n_fixed + a].figure;

		label[a] = rug->areas.item[rug->n_fixed + a].name;
		value[a] = f->value, lower[a] = f->lower95, upper[a] = f->upper95;
		missing[a] = f->note ? f->note : "no figure";
	}
	return chart_dots(m, &chart, 0);
}

static double *
values_over_time(struct mem *m, const struct compared_trend *t, size_t area)
{
	double *value = mem_new_array(m, double, t->periods.n + 1);

	for (size_t k = 0; k < t->periods.n; k++) {
		const struct published_figure *f = compared_at(t, area, t->periods.item[k]);

		value[k] = f ? f->value : NAN;
	}
	return value;
}

static struct html
trend_of_areas(struct mem *m, const struct compare_asked *asked, size_t measure, const char *id)
{
	const struct rug *rug = &asked->x.latest;
	const struct rug_measure *x = &rug->measures.item[measure];
	const struct compared_trend *t = &asked->x.trend[measure];
	size_t n = rug->areas.n - rug->n_fixed;
	struct multiple *panel = mem_new_array(m, struct multiple, n + 1);
	const char **label = mem_new_array(m, const char *, t->periods.n + 1);
	struct multiples_chart chart = {
	    .words = {.id = mem_format(m, "%s-trend", id), .title = mem_format(m, "Over time, %s and %s", asked->own.name,
	    text_many(m, (int64_t)n - 1, "other area", NULL)), .unit = strcmp(x->p.unit, "%") == 0 ? "%" : NULL,
	    .decimals = x->p.decimals}, .n = t->periods.n, .label = label, .panel = panel, .panels = n, .highlighted = 0,
	    .england = rug->england_first && x->comparable ? values_over_time(m, t, 0) : NULL,
	};

	for (size_t k = 0; k < t->periods.n; k++)
		label[k] = published_period_name(m, t->periods.item[k]);
	for (size_t a = 0; a < n; a++)
		panel[a] = (struct multiple){rug->areas.item[rug->n_fixed + a].name, values_over_time(m, t, rug->n_fixed + a)};
	return chart_multiples(m, &chart);
}

static void
fill_rows(struct mem *m, const struct compare_asked *asked, size_t measure, struct compare_section *s)
{
	const struct rug *rug = &asked->x.latest;
	const struct published *p = &rug->measures.item[measure].p;

	for (size_t a = 0; a < rug->areas.n; a++) {
		const struct rug_cell *cell = &rug->cell[measure * rug->areas.n + a];
		const struct published_figure *f = &cell->figure;

		*push(m, &s->rows) = (struct compare_row){
		    .area = rug->areas.item[a].name, .link = url_make(m, "/profile?area={}", rug->areas.item[a].code),
		    .own = a == rug->n_fixed, .value = value_words_of(m, p, f->value),
		    .range = isnan(f->lower95) ? "" : text_range(m, f->lower95, f->upper95, p->decimals),
		    .count = isnan(f->numerator) ? "" : text_number(m, f->numerator, 0),
		    .of = isnan(f->denominator) ? "" : text_number(m, f->denominator, 0), .kind = cell->kind,
		    .words = strcmp(cell->kind, "none") != 0 ? cell->kind : "", .note = isnan(f->value) ? f->note ? f->note : "no figure" :
		    f->typed ? f->note : *cell->quarter ? cell->quarter : NULL,
		};
	}
}

static void
fill_over_time(struct mem *m, const struct compare_asked *asked, size_t measure, struct compare_section *s)
{
	const struct rug *rug = &asked->x.latest;
	const struct compared_trend *t = &asked->x.trend[measure];

	for (size_t k = 0; k < t->periods.n; k++)
		*push(m, &s->periods) = published_period_name(m, t->periods.item[k]);
	for (size_t a = 0; a < rug->areas.n; a++) {
		struct compare_cells *cells = push(m, &s->over_time);
		double *value = values_over_time(m, t, a);

		*cells = (struct compare_cells){.area = rug->areas.item[a].name, .own = a == rug->n_fixed};
		for (size_t k = 0; k < t->periods.n; k++)
			*push(m, &cells->values) = value_words_of(m, &rug->measures.item[measure].p, value[k]);
	}
}

static void
section_add(struct mem *m, const struct compare_asked *asked, size_t measure, struct compare_view *v)
{
	const struct rug_measure *x = &asked->x.latest.measures.item[measure];
	struct compare_section *s = push(m, &v->sections);

	*s = (struct compare_section){.id = mem_format(m, "measure%zu", measure + 1), .title = x->p.title, .unit = x->p.unit,
	    .period = published_period_name(m, x->period), .link = url_make(m, "/indicator/{}?area={}", x->p.id, asked->own.area),
	    .has_chart = true, .has_trend = asked->x.trend[measure].periods.n > 1};
	s->dots = dots_of(m, asked, measure, s->id);
	if (s->has_trend)
		s->trend = trend_of_areas(m, asked, measure, s->id);
	fill_rows(m, asked, measure, s);
	fill_over_time(m, asked, measure, s);
}

/* ---- the form ----------------------------------------------------------------------------------------------------- */

static void
area_box(struct mem *m, struct compare_view *v, const char *code, const char *name, bool chosen)
{
	for (size_t i = 0; i < v->areas.boxes.n; i++)
		if (strcmp(v->areas.boxes.item[i].value, code) == 0)
			return;
	*push(m, &v->areas.boxes) = (struct compare_box){mem_format(m, "area-%s", code), code, name, chosen};
}

/* The neighbours, and what else was chosen; any other authority can be added. */
static enum err
fill_areas(struct ctx *c, const struct compare_asked *asked, struct compare_view *v)
{
	struct area_set neighbours = {0};
	struct area_options all = {0};

	TRY(area_set_read(c, &asked->own, "neighbours", &neighbours));
	for (size_t i = 0; i < neighbours.n; i++)
		area_box(c->mem, v, neighbours.item[i].code, neighbours.item[i].name,
		    area_set_has(&asked->areas, neighbours.item[i].code));
	for (size_t i = 0; i < asked->areas.n; i++)
		if (strcmp(asked->areas.item[i].code, asked->own.area) != 0)
			area_box(c->mem, v, asked->areas.item[i].code, asked->areas.item[i].name, true);
	TRY(area_options_read(c, "", &all));
	for (size_t i = 0; i < all.n; i++)
		if (!area_set_has(&asked->areas, all.item[i].code) && strcmp(all.item[i].code, asked->own.area) != 0)
			*push(c->mem, &v->add) = all.item[i];
	return OK;
}

static void
fill_measures(struct ctx *c, const struct compare_asked *asked, struct compare_view *v)
{
	struct mem *m = c->mem;
	const struct catalogue *k = c->catalogue;
	struct compare_group others = {.title = "Other published numbers"};

	for (size_t i = 0; i < k->n_indicators; i++) {
		struct compare_group *g = v->measures.n ? &v->measures.item[v->measures.n - 1] : NULL;
		bool chosen = is_chosen(&asked->measures, k->indicator[i].id);

		if (!k->indicator[i].n_published && !k->indicator[i].reported)
			continue;
		if (!g || strcmp(g->title, topic_title(k->indicator[i].topic)) != 0) {
			g = push(m, &v->measures);
			*g = (struct compare_group){.title = topic_title(k->indicator[i].topic)};
		}
		g->open = g->open || chosen;
		*push(m, &g->boxes) = (struct compare_box){mem_format(m, "measure-%s", k->indicator[i].id), k->indicator[i].id,
		    k->indicator[i].title, chosen};
	}
	for (size_t i = 0; i < asked->measures.n; i++)
		if (!asked->measures.item[i].indicator)
			*push(m, &others.boxes) = (struct compare_box){mem_format(m, "measure-%zu", i), asked->measures.item[i].id,
			    asked->measures.item[i].title, true};
	others.open = true;
	if (others.boxes.n)
		*push(m, &v->measures) = others;
}

/* GET /compare?of=&area=…&measure=…   How do chosen areas compare? */
enum err
compare_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct compare_asked asked = {0};
	struct compare_view v = {0};
	const char *areas, *measures;

	TRY(compare_asked(q, false, &asked));
	v.heading = mem_format(m, "How does %s compare with areas that you choose?", asked.own.name);
	v.of = asked.own.area;
	v.answer = mem_format(m, "%s beside %s and England, on %s.", asked.own.name, text_many(m, (int64_t)asked.areas.n, "area", NULL),
	    text_many(m, (int64_t)asked.x.latest.measures.n, "measure", NULL));
	if (asked.cut)
		v.cut = mem_format(m, "More was chosen than one page shows: it has the first %d areas and %d measures. The downloads have all.",
		    AREAS_MOST, MEASURES_MOST);
	if (!asked.x.latest.measures.n) {
		v.answer = "There is nothing to compare yet.";
		v.empty = asked.measures.n || query_text(q, "chosen") ? "Choose at least one measure that is published of the area." :
		    "Nothing published of this area was imported. bairn import takes what England publishes.";
	}
	choice_lists(m, &asked, &areas, &measures);
	v.download = url_make(m, "/compare.csv?of={}&chosen=yes&area={}&measure={}", asked.own.area, areas, measures);
	v.spreadsheet = url_make(m, "/compare.xlsx?of={}&chosen=yes&area={}&measure={}", asked.own.area, areas, measures);
	TRY(fill_areas(q->c, &asked, &v));
	fill_measures(q->c, &asked, &v);
	for (size_t i = 0; i < asked.x.latest.measures.n; i++)
		section_add(m, &asked, i, &v);
	request_reads(q, mem_format(m, "compare %s", asked.own.area));
	return reply_page(q, compare_template, &v);
}

static enum err
compare_reply(struct request *q, const char *format)
{
	struct compare_asked asked = {0};

	TRY(compare_asked(q, true, &asked));
	request_reads(q, mem_format(q->c->mem, "compare %s", asked.own.area));
	return reply_table(q, compared_table(q->c->mem, &asked.x, false), mem_format(q->c->mem, "compare-%s", asked.own.area), format);
}

/* GET /compare.csv   what `bairn show compare --format csv` prints: every period of the chosen areas and measures. */
enum err
compare_csv(struct request *q)
{
	return compare_reply(q, "csv");
}

/* GET /compare.xlsx   the same as a workbook. */
enum err
compare_xlsx(struct request *q)
{
	return compare_reply(q, "xlsx");
}
