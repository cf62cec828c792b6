/* The gradient sections. */
#include "measure/indicator_gradient.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/breakdown.h"
#include "measure/gradient.h"
#include "measure/indicator_sections.h"
#include "web/chart/gradient.h"

/* "12.3 higher (10.1 to 14.5)": the slope index, in the measure's unit. */
static const char *
index_words(const struct about_page *about, const struct gradient *g)
{
	struct mem *m = about->c->mem;
	const char *points = about_per_cent(about) ? " percentage points" : "";
	double size = fabs(g->slope.value);
	double low = fmin(fabs(g->slope.lower), fabs(g->slope.upper)), high = fmax(fabs(g->slope.lower), fabs(g->slope.upper));
	bool clear = g->slope.lower > 0 || g->slope.upper < 0;
	const char *relative = isnan(g->relative.value) ? "" : mem_format(m, " The relative index is %.2f%s: the most deprived end"
	    " divided by the least deprived one.", g->relative.value, isnan(g->relative.lower) ? "" : mem_format(m,
	    " (95%% interval %.2f to %.2f)", g->relative.lower, g->relative.upper));

	if (!clear)
		return mem_format(m, "Slope index of inequality: %s%s, with an interval (%s) that holds nought, so no clear gradient.%s",
		    text_number(m, g->slope.value, about_decimals(about)), points, text_range(m, g->slope.lower, g->slope.upper,
		    about_decimals(about)), relative);
	return mem_format(m, "Slope index of inequality: the line through all groups is %s%s %s at its most deprived end than at its"
	    " least deprived one (95%% interval %s).%s", text_number(m, size, about_decimals(about)), points, g->slope.value > 0 ?
	    "higher" : "lower", text_range(m, low, high, about_decimals(about)), relative);
}

static const char *
gradient_finding(const struct about_page *about, const struct gradient *g)
{
	struct mem *m = about->c->mem;

	if (!(g->slope.lower > 0 || g->slope.upper < 0))
		return "No clear gradient from the most to the least deprived";
	return mem_format(m, "%s where deprivation is highest: %s at that end of the line, %s at the other", g->slope.value > 0 ?
	    "Higher" : "Lower", about_value(about, g->start), about_value(about, g->end));
}

static void
draw_gradient(const struct about_page *about, const struct gradient *g, struct chart_words words, const char *first,
    const char *last, struct figure_table *t)
{
	words.title = gradient_finding(about, g);
	t->lead = index_words(about, g);
	t->has_chart = true;
	t->chart = chart_gradient(about->c->mem, &(struct gradient_chart){
	    .words = words, .n = g->n, .value = g->value, .lower = g->lower, .upper = g->upper, .people = g->people, .start = g->start,
	    .end = g->end, .first_name = first, .last_name = last});
}

/* Where a group is hidden or has no interval there is no line, only what is known. */
static void
draw_groups(const struct about_page *about, const struct points *p, struct figure_table *t)
{
	t->has_chart = p->known > 1;
	if (t->has_chart)
		t->chart = chart_columns(about->c->mem, &(struct columns_chart){
		    .words = about_chart_words(about, "gradient", "Not every fifth has a figure", true), .n = p->n, .value = p->value,
		    .lower = p->lower, .upper = p->upper, .missing = p->missing, .first_name = "Most deprived fifth",
		    .last_name = "Least deprived fifth"});
}

void
gradient_section(const struct about_page *about, const struct shown_list *breakdowns, struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	struct figure_table t = {.id = "deprivation", .title = "By deprivation", .head = "National fifth",
	    .unit = about_unit_head(about)};
	struct points p = points_new(m, breakdowns->n);
	struct gradient g;

	for (size_t i = 0; i < breakdowns->n; i++) {
		const struct shown *s = &breakdowns->item[i];

		if (strcmp(s->dimension, "deprivation") != 0 || !(s->suppressed || isfinite(s->value)))
			continue;
		if (strcmp(s->category, AREA_NOT_KNOWN) != 0)
			points_add(&p, s->category, s);
		add_shown_row(about, &t, s, s->category, (struct url){0});
	}
	if (p.known == 0)
		return;
	gradient_of_shown(m, breakdowns, true, &g);
	if (g.found)
		draw_gradient(about, &g, about_chart_words(about, "gradient", NULL, true), "Most deprived fifth", "Least deprived fifth", &t);
	else
		draw_groups(about, &p, &t);
	*push(m, out) = t;
}

enum err
published_gradient_section(const struct about_page *about, struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	struct figure_table t = {.id = "tenths", .title = "By deprivation, as published", .head = "Tenth",
	    .unit = about_unit_head(about)};
	struct published_figures cuts = {0};
	struct gradient g;
	bool own = true;

	TRY(published_cuts(about->c, about->p, about->area, &cuts));
	gradient_of_published(m, &cuts, true, &g);
	if (!g.found && about->with->england) {
		own = false;
		cuts = (struct published_figures){0};
		TRY(published_cuts(about->c, about->p, about->with->england, &cuts));
		gradient_of_published(m, &cuts, true, &g);
	}
	if (!g.found)
		return OK;
	for (size_t i = 0; i < g.n; i++) {
		struct published_figure f = {.value = g.value[i], .lower95 = g.lower[i], .upper95 = g.upper[i], .numerator = NAN,
		    .denominator = g.people[i]};

		add_published_row(about, &t, &f, g.label[i], (struct url){0});
	}
	draw_gradient(about, &g, published_chart_words(about, "tenths-chart", NULL, true), "Most deprived tenth", "Least deprived tenth",
	    &t);
	t.lead = mem_format(m, "%s, %s, %s. %s", own ? about->name : "England", published_period_name(m, g.period), g.of, t.lead);
	*push(m, out) = t;
	return OK;
}
