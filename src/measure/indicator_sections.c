/* Builds the sections of a measure's page. A chart's title says what it shows: a rise, a fall, the highest and the lowest;
 * a difference is claimed only where the 95 % intervals do not meet. */
#include "measure/indicator_sections.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/breakdown.h"
#include "measure/compute.h"
#include "measure/indicator_map.h"
#include "measure/measure.h"
#include "measure/measure_pages.h"
#include "stats/interval.h"
#include "store/store.h"
#include "web/chart/chart.h"

#define NOT_KNOWN "not known"
#define SMALL_AREAS "lsoa"
#define DOTS_MOST 40            /* more areas than this are a table alone */

/* ---- figures as rows and points -------------------------------------------------------------------------------- */

struct points
points_new(struct mem *m, size_t n)
{
	return (struct points){
	    .label = mem_new_array(m, const char *, n + 1), .missing = mem_new_array(m, const char *, n + 1),
	    .value = mem_new_array(m, double, n + 1), .lower = mem_new_array(m, double, n + 1),
	    .upper = mem_new_array(m, double, n + 1),
	};
}

void
points_add(struct points *p, const char *label, const struct shown *s)
{
	p->label[p->n] = label;
	p->missing[p->n] = s->suppressed ? "hidden: small numbers" : s->note ? s->note : NOT_KNOWN;
	p->value[p->n] = s->value;
	p->lower[p->n] = s->lower95;
	p->upper[p->n] = s->upper95;
	p->known += isfinite(s->value) ? 1 : 0;
	p->n++;
}

void
points_add_published(struct points *p, const char *label, const struct published_figure *f)
{
	p->label[p->n] = label;
	p->missing[p->n] = f->note ? f->note : NOT_KNOWN;
	p->value[p->n] = f->value;
	p->lower[p->n] = f->lower95;
	p->upper[p->n] = f->upper95;
	p->known += isfinite(f->value) ? 1 : 0;
	p->n++;
}

void
points_hide_last(struct points *p)
{
	p->known -= isfinite(p->value[p->n - 1]) ? 1 : 0;
	p->value[p->n - 1] = p->lower[p->n - 1] = p->upper[p->n - 1] = NAN;
}

/* "964 of 99,056"; of a rate "964 per 99,056", for its events may be more than its people; of a mean "of 120". */
static const char *
count_of_words(struct mem *m, const struct indicator *k, const struct shown *s)
{
	bool mean = k->measure == MEASURE_MEAN || k->measure == MEASURE_MEDIAN;
	const char *joint = k->measure == MEASURE_PROPORTION ? "of" : "per", *count, *of;

	if (s->suppressed)
		return "c";
	count = mean ? "" : count_words(m, s, s->numerator);
	of = count_words(m, s, s->denominator);
	if (!*of || !*count)
		return mean ? of : count;
	return mem_format(m, "%s %s %s", count, joint, of);
}

void
add_shown_row(const struct about_page *about, struct figure_table *t, const struct shown *s, const char *label, struct url link)
{
	struct mem *m = about->c->mem;
	const struct indicator *k = about->k;
	struct figure_row row = {
	    .label = label, .link = link, .value = value_words(m, k, s), .range = range_words(m, s, decimals_of(k)),
	    .count = k->measure == MEASURE_COUNT ? "" : count_of_words(m, k, s), .note = s->suppressed ? NULL : s->note,
	};

	t->has_ranges |= *row.range != '\0';
	t->has_counts |= *row.count != '\0';
	*push(m, &t->rows) = row;
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

enum comparison
points_compare(const struct points *p, size_t a, size_t b)
{
	return interval_compare((struct interval){p->value[a], p->lower[a], p->upper[a]},
	    (struct interval){p->value[b], p->lower[b], p->upper[b]});
}

/* Some kinds of figure have no interval. */
static struct chart_words
words_of(const struct about_page *about, const char *id, const char *title)
{
	enum measure_kind kind = about->k->measure;

	return about_chart_words(about, id, title, kind != MEASURE_COUNT && kind != MEASURE_RATIO && kind != MEASURE_MEDIAN);
}

static const char *
extremes_finding(const struct about_page *about, const struct points *p)
{
	struct mem *m = about->c->mem;
	size_t high = p->n, low = p->n;

	for (size_t i = 0; i < p->n; i++) {
		if (!isfinite(p->value[i]))
			continue;
		high = high == p->n || p->value[i] > p->value[high] ? i : high;
		low = low == p->n || p->value[i] < p->value[low] ? i : low;
	}
	if (points_compare(p, high, low) == COMPARE_SIMILAR)
		return "No clear difference between any two";
	return mem_format(m, "Highest: %s, %s. Lowest: %s, %s", p->label[high], about_value(about, p->value[high]),
	    p->label[low], about_value(about, p->value[low]));
}

/* ---- sections --------------------------------------------------------------------------------------------------- */

static const struct section {
	const char *dimension, *title;
} sections[] = {
	{"age", "By age"}, {"sex", "By sex"}, {"ethnicity", "By ethnicity"},
	{"sen", "By special educational needs"}, {"free_school_meals", "By free school meals"},
	{"locality", "By locality"}, {"ward", "By ward"},
	{"msoa", "By neighbourhood (MSOA)"}, {SMALL_AREAS, "By small area"},
};
#define SECTIONS (sizeof sections / sizeof sections[0])

static const char *
section_title(const char *dimension)
{
	for (size_t i = 0; i < SECTIONS; i++)
		if (strcmp(sections[i].dimension, dimension) == 0)
			return sections[i].title;
	return NULL;
}

/* Bars of those that are known; what is not known stands in the table. */
static void
dimension_chart(const struct about_page *about, const char *dimension, const struct points *p, struct figure_table *t)
{
	struct mem *m = about->c->mem;

	t->has_chart = p->known > 1;
	if (!t->has_chart)
		return;
	t->chart = chart_bars(m, &(struct bars_chart){.words = words_of(about, dimension, extremes_finding(about, p)),
	    .n = p->n, .label = p->label, .value = p->value, .lower = p->lower, .upper = p->upper, .missing = p->missing,
	    .reference = about->whole, .reference_name = about->name});
}

static bool
says_something(const struct shown *s)
{
	return s->suppressed || isfinite(s->value);
}

void
dimension_section(const struct about_page *about, const struct shown_list *list, const char *dimension,
    struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	struct points p = points_new(m, list->n);
	struct figure_table t = {.id = dimension, .title = section_title(dimension), .head = "Group",
	    .unit = about_unit_head(about)};

	for (size_t i = 0; i < list->n; i++) {
		const struct shown *s = &list->item[i];

		if (strcmp(s->dimension, dimension) != 0 || !says_something(s))
			continue;
		if (strcmp(s->category, NOT_KNOWN) != 0)
			points_add(&p, s->category, s);
		add_shown_row(about, &t, s, s->category, (struct url){0});
	}
	if (p.n == 0 || p.known == 0)
		return;
	dimension_chart(about, dimension, &p, &t);
	*push(m, out) = t;
}

void
group_sections(const struct about_page *about, const struct shown_list *list, struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	struct figure_table members = {.id = "groups", .title = "In particular groups", .head = "On the day",
	    .unit = about_unit_head(about)};
	struct figure_table differences = {.id = "gaps", .title = "Gaps between groups", .head = "Difference",
	    .unit = about_unit_head(about)};

	for (size_t i = 0; i < list->n; i++) {
		const struct shown *s = &list->item[i];

		if (!says_something(s))
			continue;
		if (section_title(s->dimension) == NULL && strcmp(s->category, "yes") == 0)
			add_shown_row(about, &members, s, dimension_title(s->dimension), (struct url){0});
		for (size_t j = 0; j < gap_count && strcmp(s->dimension, DIMENSION_GAP) == 0; j++)
			if (strcmp(s->category, gaps[j].name) == 0)
				add_shown_row(about, &differences, s, gaps[j].title, (struct url){0});
	}
	if (members.rows.n)
		*push(m, out) = members;
	if (differences.rows.n)
		*push(m, out) = differences;
}

const struct shown *
shown_of(const struct shown_list *list, const char *area)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->item[i].dimension, DIMENSION_TOTAL) == 0 && strcmp(list->item[i].area, area) == 0)
			return &list->item[i];
	return NULL;
}

enum err
area_section(const struct about_page *about, const struct shown_list *list, const char *kind, struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	struct points p = points_new(m, list->n);
	bool small = strcmp(kind, SMALL_AREAS) == 0, mapped = strcmp(kind, "locality") != 0;
	struct figure_table t = {.id = kind, .title = section_title(kind), .head = small ? "Most deprived first" : "Area",
	    .unit = about_unit_head(about)};
	struct rows *r = store_read(about->c, "select a.code, a.name, max(d.decile) from area a"
	    " left join area_deprivation d on d.area = a.code where a.kind = :kind group by a.code, a.name"
	    " order by 3 nulls last, 2");

	bind_text(r, "kind", kind);
	while (rows_next(r)) {
		const char *code = col_text(r, 0, m), *name = col_text(r, 1, m);
		const struct shown *found = shown_of(list, code);
		struct shown s;

		if (!found || !says_something(found))
			continue;
		s = *found;
		s.note = NULL;                  /* the page's first line says it of the whole */
		points_add(&p, name, &s);
		add_shown_row(about, &t, &s, col_is_null(r, 2) || !small ? name :
		    mem_format(m, "%s, fifth %d", name, (int)(col_int(r, 2) + 1) / 2),
		    url_make(m, "/indicator/{}?area={}", about->k->id, code));
	}
	TRY(rows_end(r));
	if (p.n == 0)
		return OK;
	t.has_chart = p.n <= DOTS_MOST && p.known > 1 && !mapped;
	if (mapped)
		TRY(area_map(about, list, kind, p.known ? extremes_finding(about, &p) : NULL, &t));
	else if (t.has_chart)
		t.chart = chart_dots(m, &(struct bars_chart){.words = words_of(about, kind, extremes_finding(about, &p)), .n = p.n,
		    .label = p.label, .value = p.value, .lower = p.lower, .upper = p.upper, .missing = p.missing,
		    .reference = about->whole, .reference_name = about->name}, CHART_NONE_HIGHLIGHTED);
	*push(m, out) = t;
	return OK;
}

/* A dimension whose groups were counted, and of which none has a figure. */
static bool
counted_alone(const struct shown_list *list, const char *dimension)
{
	bool counted = false;

	for (size_t i = 0; i < list->n; i++) {
		const struct shown *s = &list->item[i];

		if (strcmp(s->dimension, dimension) != 0 || strcmp(s->category, NOT_KNOWN) == 0)
			continue;
		if (isfinite(s->value))
			return false;
		counted = true;
	}
	return counted;
}

const char *
without_population(const struct about_page *about, const struct shown_list *list)
{
	struct builder b = {.mem = about->c->mem};
	const char *last = "";
	size_t named = 0;

	if (about->k->measure != MEASURE_RATE)
		return NULL;
	for (size_t i = 0; i < list->n; i++) {
		const char *d = list->item[i].dimension, *title = dimension_title(d);

		if (strcmp(d, last) == 0 || !title || strcmp(d, DIMENSION_TOTAL) == 0 || !counted_alone(list, d))
			continue;
		put_format(&b, "%s%s", named++ ? "; " : "", title);
		last = d;
	}
	return named ? mem_format(about->c->mem, "No population is known of these groups, so there are counts and no rates:"
	    " %s. The counts are in the download.", built_text(&b)) : NULL;
}
