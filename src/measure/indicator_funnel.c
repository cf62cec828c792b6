/* The funnel: does an area lie further from England than its size lets chance explain? */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/indicator_areas.h"
#include "stats/funnel.h"
#include "web/chart/funnel.h"

#define FEW 8

/* One authority's counts. */
struct spot {
	const struct published_figure *f;
	double size;                    /* people, a year */
	enum funnel_place place;
};
struct spots {
	struct spot *item;
	size_t n, cap;
	double years, per, average;     /* average: events over people and years */
	bool proportion;
	size_t own, outside;            /* own: its number, or n; outside: beyond the outer limits */
};

/* By how much values are multiplied, told from England's counts where no indicator says so: a power of ten; 0 when they do not
 * give its value. */
static double
multiplier_of(const struct about_page *about, const struct published_figure *england)
{
	double exact, round;

	if (about->k)
		return about->k->per;
	exact = england->value * england->denominator / england->numerator;
	round = pow(10, nearbyint(log10(exact)));
	return isfinite(exact) && fabs(exact / round - 1) < 0.005 ? round : 0;
}

/* Only of rates and proportions; a number by its publisher's name is a proportion when it is one of a hundred. */
static bool
spots_kind(const struct about_page *about, const struct areas_of_period *areas, struct spots *out)
{
	const struct published_figure *e = areas->england;

	if (!e || isnan(e->numerator) || isnan(e->denominator) || !(e->numerator > 0))
		return false;
	if (about->k && about->k->measure != MEASURE_RATE && about->k->measure != MEASURE_PROPORTION)
		return false;
	out->per = multiplier_of(about, e);
	out->proportion = about->k ? about->k->measure == MEASURE_PROPORTION : out->per <= 100;
	out->years = about->k && !out->proportion ? period_years(areas->period) : 1;
	out->average = e->numerator / (e->denominator * out->years);
	return out->per > 0;
}

static void
spots_gather(const struct about_page *about, const struct areas_of_period *areas, struct spots *out)
{
	for (size_t i = 0; i < areas->all.n; i++) {
		const struct published_figure *f = &areas->all.item[i];
		struct spot s = {.f = f, .size = f->denominator};

		if (strcmp(f->area_kind, "authority") != 0 || isnan(f->value) || isnan(f->numerator) || !(f->denominator > 0))
			continue;
		s.place = out->proportion ? funnel_proportion(f->numerator, f->denominator, out->average) :
		    funnel_count(f->numerator, f->denominator * out->years, out->average);
		out->outside += s.place == FUNNEL_LOW_OUTER || s.place == FUNNEL_HIGH_OUTER;
		*push(about->c->mem, out) = s;
	}
	out->own = out->n;
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->item[i].f->area, about->area) == 0)
			out->own = i;
}

static const char *
funnel_finding(const struct about_page *about, const struct spots *s)
{
	static const char *const words[] = {
		[FUNNEL_UNKNOWN] = "has no counts", [FUNNEL_WITHIN] = "lies where chance alone may put it",
		[FUNNEL_LOW_INNER] = "lies below the inner limit, within the outer one",
		[FUNNEL_LOW_OUTER] = "lies lower than chance explains",
		[FUNNEL_HIGH_INNER] = "lies above the inner limit, within the outer one",
		[FUNNEL_HIGH_OUTER] = "lies higher than chance explains",
	};

	if (s->own == s->n)
		return mem_format(about->c->mem, "%zu of %zu authorities lie further from England than chance explains", s->outside, s->n);
	return mem_format(about->c->mem, "%s %s", about->name, words[s->item[s->own].place]);
}

static void
limits_fill(struct mem *m, const struct spots *s, struct funnel_chart *chart)
{
	struct funnel_line *line = mem_new_array(m, struct funnel_line, FUNNEL_POINTS);
	struct funnel f = {.kind = s->proportion ? FUNNEL_PROPORTION : FUNNEL_RATE, .average = s->average, .least = INFINITY,
	    .multiplier = s->per, .years = s->years};
	struct funnel_limit *into[] = {&chart->inner[0], &chart->inner[1], &chart->outer[0], &chart->outer[1]};

	for (size_t i = 0; i < s->n; i++) {
		f.least = fmin(f.least, s->item[i].size * s->years);
		f.most = fmax(f.most, s->item[i].size * s->years);
	}
	funnel_lines(&f, line);
	chart->points = FUNNEL_POINTS;
	for (size_t k = 0; k < 4; k++) {
		double *size = mem_new_array(m, double, FUNNEL_POINTS), *value = mem_new_array(m, double, FUNNEL_POINTS);

		for (size_t i = 0; i < FUNNEL_POINTS; i++) {
			const double limit[] = {line[i].lower_2s, line[i].upper_2s, line[i].lower_3s, line[i].upper_3s};

			size[i] = s->proportion ? line[i].axis : line[i].size[k];
			value[i] = limit[k];
		}
		*into[k] = (struct funnel_limit){size, value};
	}
}

static struct html
draw_funnel(const struct about_page *about, const struct spots *s)
{
	struct mem *m = about->c->mem;
	const char **label = mem_new_array(m, const char *, s->n + 1);
	double *size = mem_new_array(m, double, s->n + 1), *value = mem_new_array(m, double, s->n + 1);
	enum area_mark *mark = mem_new_array(m, enum area_mark, s->n + 1);
	struct funnel_chart chart = {.words = published_chart_words(about, "funnel-chart", funnel_finding(about, s), false), .n = s->n,
	    .label = label, .size = size, .value = value, .mark = mark, .average = s->average * s->per, .average_name = "England",
	    .size_name = "Counted among"};

	for (size_t i = 0; i < s->n; i++) {
		const struct published_figure *f = s->item[i].f;

		label[i] = f->area_name;
		size[i] = s->item[i].size;
		value[i] = f->numerator / (f->denominator * s->years) * s->per;
		mark[i] = i == s->own ? MARK_OWN : is_neighbour(about->with, f->area) ? MARK_NEIGHBOUR : MARK_PLAIN;
	}
	limits_fill(m, s, &chart);
	return chart_funnel(m, &chart);
}

/* The table holds those that lie outside; everybody's counts are in the table of authorities. */
static void
outside_rows(const struct about_page *about, const struct spots *s, struct figure_table *t)
{
	static const char *const words[] = {
		[FUNNEL_UNKNOWN] = "", [FUNNEL_WITHIN] = "within", [FUNNEL_LOW_INNER] = "below the inner limit",
		[FUNNEL_LOW_OUTER] = "below the outer limit", [FUNNEL_HIGH_INNER] = "above the inner limit",
		[FUNNEL_HIGH_OUTER] = "above the outer limit",
	};
	struct mem *m = about->c->mem;

	*push(m, &t->more) = "Where it lies";
	for (size_t i = 0; i < s->n; i++) {
		const struct published_figure *f = s->item[i].f;

		if (i != s->own && s->item[i].place == FUNNEL_WITHIN)
			continue;
		add_published_row(about, t, f, f->area_name, url_make(m, "/indicator/{}?area={}", about->id, f->area));
		last_row(t)->own = i == s->own;
		*push(m, &last_row(t)->more) = words[s->item[i].place];
	}
}

void
funnel_section(const struct about_page *about, const struct areas_of_period *areas, struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	struct spots s = {0};
	struct figure_table t = {.id = "funnel", .title = "Could it be chance?", .head = "Area", .unit = about_unit_head(about),
	    .wide = true};

	if (!spots_kind(about, areas, &s))
		return;
	spots_gather(about, areas, &s);
	if (s.n < FEW)
		return;
	t.lead = mem_format(m, "The smaller an area, the further chance alone takes it from England. Dashed limits are passed by chance"
	    " once in forty on either side, whole ones once in a thousand. Of %zu authorities %zu lie beyond the whole ones%s",
	    s.n, s.outside, s.outside * 20 > s.n ? ": authorities differ by more than chance, so that lying outside is no finding by"
	    " itself." : ".");
	t.fold = "The authorities outside a limit, in a table";
	outside_rows(about, &s, &t);
	t.has_chart = true;
	t.chart = draw_funnel(about, &s);
	*push(m, out) = t;
}
