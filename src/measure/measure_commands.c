/* The measure room's commands: measure, and show in its three forms. */
#include "measure/measure.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "measure/measure_tables.h"
#include "measure/shown.h"

/* ---- measure ------------------------------------------------------------------------------------------------- */

static const struct option_rule measure_options_table[] = {
	{"--indicator", "ID", "compute one indicator alone"},
	{"--from", "DATE", "only periods that end on or after this day"},
	{"--to", "DATE", "only periods that end on or before this day"},
	{NULL, NULL, NULL},
};

static enum err
measure_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct measure_options o = {.indicator = args_option(args, "--indicator")};
	struct measured m;

	TRY(args_day(c, args, "--from", &o.from));
	TRY(args_day(c, args, "--to", &o.to));
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

static enum err
show_scorecard(struct ctx *c, const struct args *args, FILE *out)
{
	bool people = strcmp(args->format, "table") == 0;
	const char *code, *name;
	struct table *t;

	TRY(chosen_area(c, args, &code, &name));
	TRY(scorecard_table(c, code, people, &t));
	if (people)
		fprintf(out, "%s\n\n", name);
	TRY(table_print(c, t, args->format, out));
	if (people)
		fprintf(out, "\nc: hidden because the numbers are small. Better, similar, worse: whether the 95%% intervals of the"
		    " two periods meet.\n");
	return OK;
}

static enum err
show_indicator(struct ctx *c, const struct args *args, FILE *out)
{
	bool people = strcmp(args->format, "table") == 0;
	const char *code, *name;
	const struct indicator *k;
	struct table *t;

	if (args->n < 1)
		return fail(c, ERR_USAGE, "say which one; `bairn catalogue list` names them");
	k = catalogue_indicator(c->catalogue, args->operand[0]);
	if (!k)
		return fail(c, ERR_INPUT, "The catalogue has no indicator called %s", args->operand[0]);
	TRY(chosen_area(c, args, &code, &name));
	TRY(indicator_table(c, k, code, !args_option(args, "--area"), people, &t));
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
		return fail(c, ERR_USAGE, "say of which area: --area CODE");
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
