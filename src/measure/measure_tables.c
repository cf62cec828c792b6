/* The measures' figures as tables: one description for the command line and for downloads. */
#include "measure/measure_tables.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "measure/breakdown.h"
#include "measure/published_tables.h"
#include "measure/shown.h"

static void
cell_number(struct table *t, struct mem *m, const struct shown *s, double x, int decimals, bool people)
{
	if (people && s->suppressed)
		table_cell_text(t, number_words(m, s, x, decimals));
	else
		table_cell_real(t, x, decimals);
}

/* People read an interval as one text, programs as two numbers. */
static void
cell_interval(struct table *t, struct mem *m, const struct shown *s, int decimals, bool people)
{
	if (people) {
		table_cell_text(t, s ? range_words(m, s, decimals) : "");
		return;
	}
	table_cell_real(t, s ? s->lower95 : NAN, decimals);
	table_cell_real(t, s ? s->upper95 : NAN, decimals);
}

#define COLUMNS_MAX 32
#define INTERVAL {"95% interval", false}

/* The table's columns: for programs the interval's are two. */
struct table *
table_for(struct mem *m, const struct table_column *column, size_t n, bool people)
{
	struct table_column *own = mem_new_array(m, struct table_column, COLUMNS_MAX);
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (people || strcmp(column[i].name, "95% interval") != 0) {
			own[k++] = column[i];
			continue;
		}
		own[k++] = (struct table_column){"lower_95", true};
		own[k++] = (struct table_column){"upper_95", true};
	}
	return table_new(m, own, k);
}

void
table_cell_limits(struct table *t, struct mem *m, double lower, double upper, int decimals, bool people)
{
	if (!people) {
		table_cell_real(t, lower, decimals);
		table_cell_real(t, upper, decimals);
	} else {
		table_cell_text(t, isnan(lower) || isnan(upper) ? "" : mem_format(m, "%.*f to %.*f", decimals, lower, decimals, upper));
	}
}

static const struct table_column scorecard_columns[] = {
	{"Topic", false}, {"Measure", false}, {"Value", true}, {"Unit", false}, INTERVAL, {"Count", true},
	{"Of", true}, {"Period", false}, {"Before", true}, {"Change", false}, {"Note", false}, {"Id", false},
};

static void
scorecard_row(struct ctx *c, struct table *t, const struct standing *s, bool people)
{
	const struct indicator *k = s->indicator;
	int decimals = decimals_of(k);

	table_cell_text(t, topic_title(k->topic));
	table_cell_text(t, k->title);
	cell_number(t, c->mem, &s->now, s->found ? s->now.value : NAN, decimals, people);
	table_cell_text(t, unit_words_of(c->mem, k));
	cell_interval(t, c->mem, s->found ? &s->now : NULL, decimals, people);
	cell_number(t, c->mem, &s->now, s->found ? s->now.numerator : NAN, 0, people);
	table_cell_real(t, s->found ? s->now.denominator : NAN, 0);
	table_cell_text(t, s->found ? when_words(c->mem, k, &s->now) : "");
	cell_number(t, c->mem, &s->before, s->before.area ? s->before.value : NAN, decimals, people);
	table_cell_text(t, standing_words(s));
	table_cell_text(t, s->found ? s->now.note : k->rows ? "not measured yet" : "not measured here");
	table_cell_text(t, k->id);
}

enum err
scorecard_table(struct ctx *c, const char *area, bool people, struct table **out)
{
	struct standings list = {0};

	*out = table_for(c->mem, scorecard_columns, sizeof scorecard_columns / sizeof scorecard_columns[0], people);
	TRY(standings_of(c, area, &list));
	for (size_t i = 0; i < list.n; i++)
		scorecard_row(c, *out, &list.item[i], people);
	return OK;
}

static const struct table_column indicator_columns[] = {
	{"Breakdown", false}, {"Category", false}, {"Period", false}, {"From", false}, {"To", false}, {"Value", true},
	INTERVAL, {"Count", true}, {"Of", true}, {"Note", false},
};

static void
indicator_row(struct ctx *c, struct table *t, const struct indicator *k, const struct shown *s, const char *breakdown,
    const char *category, bool people)
{
	char day[DAY_SIZE];

	table_cell_text(t, breakdown);
	table_cell_text(t, category);
	table_cell_text(t, when_words(c->mem, k, s));
	day_print(s->period.from, day);
	table_cell_text(t, mem_format(c->mem, "%s", day));
	day_print(s->period.to, day);
	table_cell_text(t, mem_format(c->mem, "%s", day));
	cell_number(t, c->mem, s, s->value, decimals_of(k), people);
	cell_interval(t, c->mem, s, decimals_of(k), people);
	cell_number(t, c->mem, s, s->numerator, 0, people);
	table_cell_real(t, s->denominator, 0);
	table_cell_text(t, s->note);
}

static enum err
add_breakdowns(struct ctx *c, struct table *t, const struct indicator *k, const char *area, bool people)
{
	struct standing now;
	struct shown_list list = {0};

	TRY(standing_of(c, k, area, &now));
	if (!now.found)
		return OK;
	TRY(shown_breakdowns(c, k, area, now.now.period, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct shown *s = &list.item[i];
		bool elsewhere = strcmp(s->area, area) != 0;
		const char *title = elsewhere ? "Area" : dimension_title(s->dimension);

		indicator_row(c, t, k, s, title ? title : "Gap", elsewhere ? s->area : s->category, people);
	}
	return OK;
}

enum err
indicator_table(struct ctx *c, const struct indicator *k, const char *area, bool breakdowns, bool people,
    struct table **out)
{
	struct shown_list series = {0};

	*out = table_for(c->mem, indicator_columns, sizeof indicator_columns / sizeof indicator_columns[0], people);
	TRY(shown_series(c, k, area, &series));
	for (size_t i = 0; i < series.n; i++)
		indicator_row(c, *out, k, &series.item[i], "Total",
		    period_kind_name(period_kind_of(k->by_period, series.item[i].period)), people);
	if (breakdowns)
		TRY(add_breakdowns(c, *out, k, area, people));
	return k->n_published ? published_rows(c, *out, k->id, area, people) : OK;
}
