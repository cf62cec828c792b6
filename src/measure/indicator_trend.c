/* The trend sections. A chart's title says a rise or a fall only where the intervals of its two ends do not meet; the recent trend
 * is that of England's profiles of public health. */
#include "measure/indicator_trend.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/indicator_sections.h"
#include "measure/measure.h"
#include "measure/published_beside.h"
#include "measure/recent_trend.h"

/* "Up from 80.5 in 2020-21 to 97.3 in 2025-26". */
static const char *
trend_finding(const struct about_page *about, const struct points *p)
{
	struct mem *m = about->c->mem;
	size_t first = 0, last = p->n;
	const char *from, *to;
	enum comparison way;

	if (p->known == 0)
		return "No period has a figure";
	while (!isfinite(p->value[first]))
		first++;
	while (!isfinite(p->value[last - 1]))
		last--;
	last--;
	to = about_value(about, p->value[last]);
	if (first == last)
		return mem_format(m, "%s in %s, the only period with a figure", to, p->label[last]);
	from = about_value(about, p->value[first]);
	way = points_compare(p, last, first);
	if (way == COMPARE_SIMILAR)
		return mem_format(m, "No clear change from %s in %s to %s in %s", from, p->label[first], to, p->label[last]);
	return mem_format(m, "%s %s in %s to %s in %s", way == COMPARE_UNKNOWN ? "From" : way == COMPARE_HIGHER ? "Up from" :
	    "Down from", from, p->label[first], to, p->label[last]);
}

static void
say_trend(struct mem *m, const struct recent_trend *t, struct figure_table *out)
{
	if (t->trend != TREND_UNKNOWN) {
		out->kind = t->kind;
		out->words = mem_format(m, "Recent trend, over the last five periods: %s", t->words);
	} else if (t->points < TREND_POINTS) {
		out->lead = mem_format(m, "Whether it is going up or down can be told from five periods with counts; there %s.",
		    t->points == 0 ? "are none" : t->points == 1 ? "is one" : mem_format(m, "are %zu", t->points));
	}
}

/* The table's further columns, of the comparators that have anything. */
static void
put_beside(const struct about_page *about, const struct beside *b, struct figure_table *t)
{
	struct mem *m = about->c->mem;
	const struct { bool any; const char *head; const double *value; } column[] = {
		{b->any_england, "England", b->england}, {b->any_region, about->with->region_name, b->region},
		{b->any_neighbours, "Neighbours' median", b->neighbours},
	};

	for (size_t k = 0; k < sizeof column / sizeof column[0]; k++) {
		if (!column[k].any)
			continue;
		*push(m, &t->more) = column[k].head;
		for (size_t i = 0; i < t->rows.n; i++)
			*push(m, &t->rows.item[i].more) = isnan(column[k].value[i]) ? "" :
			    text_number(m, column[k].value[i], about_decimals(about));
	}
	t->wide = t->more.n > 0;
}

static void
draw_trend(const struct about_page *about, struct chart_words words, const struct points *p, const struct beside *b,
    struct figure_table *t)
{
	struct mem *m = about->c->mem;
	struct trend_other *other = mem_new_array(m, struct trend_other, TREND_OTHERS);
	size_t n = 0;

	t->has_chart = p->known > 1;
	if (!t->has_chart)
		return;
	if (b && b->any_region)
		other[n++] = (struct trend_other){about->with->region_name, b->region};
	if (b && b->any_neighbours)
		other[n++] = (struct trend_other){"Neighbours", b->neighbours};
	words.title = trend_finding(about, p);
	t->chart = chart_trend(m, &(struct trend_chart){.words = words, .n = p->n, .label = p->label,
	    .value = p->value, .lower = p->lower, .upper = p->upper, .name = about->name,
	    .target = about->k ? about->k->target : NAN, .england = b && b->any_england ? b->england : NULL, .other = other,
	    .others = n});
}

enum err
series_section(const struct about_page *about, const struct shown_list *series, struct figure_table *out)
{
	struct mem *m = about->c->mem;
	const struct indicator *k = about->k;
	struct points p = points_new(m, series->n);
	struct period *period = mem_new_array(m, struct period, series->n + 1);
	enum period_kind kind = shown_kind(k, series);
	struct recent_trend trend = shown_trend(m, k, series);
	struct beside beside;

	*out = (struct figure_table){.id = "time", .title = "Over time", .head = "Period", .unit = about_unit_head(about)};
	for (size_t i = 0; i < series->n; i++) {
		const struct shown *s = &series->item[i];

		if (period_kind_of(k->by_period, s->period) != kind)
			continue;
		period[p.n] = s->period;
		points_add(&p, when_words(m, k, s), s);
		if (s->note && strcmp(s->note, NOTE_PART_SUPPLIED) == 0)
			points_hide_last(&p);
		add_shown_row(about, out, s, p.label[p.n - 1], (struct url){0});
	}
	if (k->measure == MEASURE_RATE || k->measure == MEASURE_PROPORTION)
		say_trend(m, &trend, out);
	if (about->p)
		TRY(published_beside(about->c, about->p, about->with, period, p.n, &beside));
	if (about->p)
		put_beside(about, &beside, out);
	draw_trend(about, about_chart_words(about, "trend", NULL, out->has_ranges), &p, about->p ? &beside : NULL, out);
	return OK;
}

enum err
published_section(const struct about_page *about, const struct published_figures *series, bool alone,
    struct figure_table *out)
{
	struct mem *m = about->c->mem;
	struct points p = points_new(m, series->n);
	struct period *period = mem_new_array(m, struct period, series->n + 1);
	struct recent_trend trend = published_trend(m, about->p, series);
	struct beside beside;

	*out = (struct figure_table){.id = alone ? "time" : "published", .title = alone ? "Over time" : "As published, over time",
	    .head = "Period", .unit = about_unit_head(about)};
	for (size_t i = 0; i < series->n; i++) {
		const struct published_figure *f = &series->item[i];
		const char *when = published_period_name(m, f->period);

		period[i] = f->period;
		points_add_published(&p, when, f);
		add_published_row(about, out, f, when, (struct url){0});
		if (strcmp(f->area, about->area) != 0)
			last_row(out)->note = f->note ? mem_format(m, "%s; %s", f->area_name, f->note) : f->area_name;
	}
	say_trend(m, &trend, out);
	TRY(published_beside(about->c, about->p, about->with, period, series->n, &beside));
	put_beside(about, &beside, out);
	draw_trend(about, published_chart_words(about, alone ? "trend" : "published-trend", NULL, out->has_ranges), &p, &beside, out);
	return OK;
}
