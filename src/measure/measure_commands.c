/* The measure room's commands: measure, and show in its three forms. */
#include "measure/measure.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "measure/breakdown.h"
#include "measure/compute.h"
#include "measure/shown.h"

/* ---- measure ------------------------------------------------------------------------------------------------- */

static const struct option_rule measure_options_table[] = {
	{"--indicator", "ID", "compute one indicator alone"},
	{"--from", "DATE", "only periods that end on or after this day"},
	{"--to", "DATE", "only periods that end on or before this day"},
	{NULL, NULL, NULL},
};

static enum err
option_day(struct ctx *c, const struct args *args, const char *name, int32_t *day)
{
	const char *text = args_option(args, name);
	struct read_date d;

	*day = DAY_NONE;
	if (!text)
		return OK;
	d = day_read(view_of(text));
	if (d.found != DATE_WHOLE)
		return fail(c, ERR_USAGE, "%s \"%s\" is not a date", name, text);
	*day = d.day;
	return OK;
}

static enum err
measure_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct measure_options o = {.indicator = args_option(args, "--indicator")};
	struct measured m;

	TRY(option_day(c, args, "--from", &o.from));
	TRY(option_day(c, args, "--to", &o.to));
	TRY(measure_run(c, o, &m));
	fprintf(out, "%zu indicators from %s to %s: %zu figures", m.indicators, day_words(c->mem, m.first),
	    day_words(c->mem, m.last), m.observations);
	if (m.not_supplied)
		fprintf(out, "; %zu without data", m.not_supplied);
	fputs("\n", out);
	return OK;
}

/* ---- show ---------------------------------------------------------------------------------------------------- */

static const struct option_rule show_options[] = {
	{"--area", "CODE", "an area instead of the whole authority"},
	{NULL, NULL, NULL},
};

static enum err
chosen_area(struct ctx *c, const struct args *args, const char **code, const char **name)
{
	const char *asked = args_option(args, "--area");

	TRY(authority_of(c, code, name));
	if (!asked || strcmp(asked, *code) == 0)
		return OK;
	*code = asked;
	if (area_name_of(c, asked, name) == OK)
		return OK;
	return ERR_INPUT;
}

static void
cell_number(struct table *t, struct mem *m, const struct shown *s, double x, int decimals, bool people)
{
	if (people && s->suppressed)
		table_cell_text(t, number_words(m, s, x, decimals));
	else
		table_cell_real(t, x, decimals);
}

static const struct table_column scorecard_columns[] = {
	{"Topic", false}, {"Measure", false}, {"Value", true}, {"Unit", false}, {"95% interval", false}, {"Count", true},
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
	table_cell_text(t, s->found ? range_words(c->mem, &s->now, decimals) : "");
	cell_number(t, c->mem, &s->now, s->found ? s->now.numerator : NAN, 0, people);
	table_cell_real(t, s->found ? s->now.denominator : NAN, 0);
	table_cell_text(t, s->found ? when_words(c->mem, k, &s->now) : "");
	cell_number(t, c->mem, &s->before, s->before.area ? s->before.value : NAN, decimals, people);
	table_cell_text(t, standing_words(s));
	table_cell_text(t, s->found ? s->now.note : "not measured yet");
	table_cell_text(t, k->id);
}

static enum err
show_scorecard(struct ctx *c, const struct args *args, FILE *out)
{
	bool people = strcmp(args->format, "table") == 0;
	const char *code, *name;
	struct standings list = {0};
	struct table *t = table_new(c->mem, scorecard_columns, sizeof scorecard_columns / sizeof scorecard_columns[0]);

	TRY(chosen_area(c, args, &code, &name));
	TRY(standings_of(c, code, &list));
	for (size_t i = 0; i < list.n; i++)
		scorecard_row(c, t, &list.item[i], people);
	if (people)
		fprintf(out, "%s\n\n", name);
	TRY(table_print(c, t, args->format, out));
	if (people)
		fprintf(out, "\nc: hidden because the numbers are small. Better, similar, worse: whether the 95%% intervals of the"
		    " two periods meet.\n");
	return OK;
}

static const struct table_column indicator_columns[] = {
	{"Breakdown", false}, {"Category", false}, {"Period", false}, {"From", false}, {"To", false}, {"Value", true},
	{"95% interval", false}, {"Count", true}, {"Of", true}, {"Note", false},
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
	table_cell_text(t, range_words(c->mem, s, decimals_of(k)));
	cell_number(t, c->mem, s, s->numerator, 0, people);
	table_cell_real(t, s->denominator, 0);
	table_cell_text(t, s->note);
}

static enum err
show_breakdowns(struct ctx *c, struct table *t, const struct indicator *k, const char *area, bool people)
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

static enum err
show_indicator(struct ctx *c, const struct args *args, FILE *out)
{
	bool people = strcmp(args->format, "table") == 0;
	const char *code, *name;
	const struct indicator *k;
	struct shown_list series = {0};
	struct table *t = table_new(c->mem, indicator_columns, sizeof indicator_columns / sizeof indicator_columns[0]);

	if (args->n < 1)
		return fail(c, ERR_USAGE, "show indicator: which one? `bairn catalogue list` names them");
	k = catalogue_indicator(c->catalogue, args->operand[0]);
	if (!k)
		return fail(c, ERR_INPUT, "The catalogue has no indicator called %s", args->operand[0]);
	TRY(chosen_area(c, args, &code, &name));
	TRY(shown_series(c, k, code, &series));
	for (size_t i = 0; i < series.n; i++)
		indicator_row(c, t, k, &series.item[i], "Total", period_kind_name(period_kind_of(k->by_period, series.item[i].period)),
		    people);
	if (!args_option(args, "--area"))
		TRY(show_breakdowns(c, t, k, code, people));
	if (people)
		fprintf(out, "%s: %s %s\n\n%s\n%s%s%s\n\n", name, k->title, unit_words_of(c->mem, k), k->about ? k->about : "",
		    k->source ? "Source: " : "", k->source ? k->source : "", k->caveat ? mem_format(c->mem, "\n%s",
		    k->caveat) : "");
	return table_print(c, t, args->format, out);
}

static enum err
show_profile(struct ctx *c, const struct args *args, FILE *out)
{
	if (!args_option(args, "--area"))
		return fail(c, ERR_USAGE, "show profile: of which area? Say --area CODE");
	return show_scorecard(c, args, out);
}

const struct command measure_commands[] = {
	{"measure", "", "Compute the indicators from what was imported", NEEDS_STORE, measure_command,
	    measure_options_table, "Without options: every indicator, every kind of period that its file names, at most the six"
	    " years before the last day that was imported. Computed figures take the place of earlier computed ones."},
	{"show scorecard", "", "Show the latest figure of every measure", NEEDS_STORE, show_scorecard, show_options, NULL},
	{"show indicator", "ID", "Show one measure over time and its breakdowns", NEEDS_STORE, show_indicator, show_options,
	    NULL},
	{"show profile", "", "Show the measures of one area", NEEDS_STORE, show_profile, show_options, NULL},
	{.name = NULL},
};
