/* The measure room's commands: measure, and show in its three forms. */
#include "measure/inequality.h"
#include "measure/measure.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "measure/measure_tables.h"
#include "measure/movement_commands.h"
#include "measure/profile_commands.h"
#include "measure/published.h"
#include "measure/published_tables.h"
#include "measure/shown.h"
#include "measure/timeliness.h"
#include "measure/typed_commands.h"

/* ---- measure ------------------------------------------------------------------------------------------------- */

static const struct option_rule measure_options_table[] = {
	{"--indicator", "ID", "compute one indicator alone"},
	{"--from", "DATE", "only periods that end on or after this day"},
	{"--to", "DATE", "only periods that end on or before this day"},
	{"--anew", NULL, "also the indicators of which nothing has changed"},
	{NULL, NULL, NULL},
};

static enum err
measure_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct measure_options o = {.indicator = args_option(args, "--indicator"), .anew = args_option(args, "--anew") != NULL};
	struct measured m;

	TRY(args_day(c, args, "--from", &o.from));
	TRY(args_day(c, args, "--to", &o.to));
	TRY(measure_run(c, o, &m));
	if (m.indicators == 0)
		fprintf(out, "Nothing that the %zu indicators are made of has changed; --anew works them out all the same", m.unchanged);
	else
		fprintf(out, "%zu indicators from %s to %s: %zu figures", m.indicators, day_words(c->mem, m.first),
		    day_words(c->mem, m.last), m.observations);
	if (m.not_supplied)
		fprintf(out, "; %zu without data", m.not_supplied);
	if (m.indicators && m.unchanged)
		fprintf(out, "; %zu more are as they were", m.unchanged);
	fputs("\n", out);
	return OK;
}

/* ---- show ---------------------------------------------------------------------------------------------------- */

static const struct option_rule show_options[] = {
	{"--area", "CODE", "an area instead of the whole authority"},
	{NULL, NULL, NULL},
};

enum err
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

enum err
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

/* A number by its publisher's name: lait.LAC, ees.FILE.COLUMN, fingertips.90284. */
static enum err
show_published(struct ctx *c, const struct args *args, bool people, FILE *out)
{
	const char *id = args->operand[0], *code, *name;
	struct published p;
	struct table *t;

	if (published_find(c, id, &p) != OK) {
		fail_clear(c);
		return fail(c, ERR_INPUT, "The catalogue has no indicator called %s, and no imported file publishes one", id);
	}
	TRY(chosen_area(c, args, &code, &name));
	TRY(published_table(c, &p, code, people, &t));
	if (people)
		fprintf(out, "%s: %s%s%s\n\n", name, p.title, *p.unit ? ", " : "", p.unit);
	return table_print(c, t, args->format, out);
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
		return show_published(c, args, people, out);
	TRY(chosen_area(c, args, &code, &name));
	TRY(indicator_table(c, k, code, !args_option(args, "--area"), people, &t));
	if (people)
		fprintf(out, "%s: %s %s\n\n%s\n%s%s%s\n\n", name, k->title, unit_words_of(c->mem, k), k->about ? k->about : "",
		    k->source ? "Source: " : "", k->source ? k->source : "", k->caveat ? mem_format(c->mem, "\n%s",
		    k->caveat) : "");
	return table_print(c, t, args->format, out);
}

static enum err
show_timeliness(struct ctx *c, const struct args *args, FILE *out)
{
	struct table *t;

	TRY(timeliness_table(c, strcmp(args->format, "table") == 0, &t));
	return table_print(c, t, args->format, out);
}

static enum err
show_inequality(struct ctx *c, const struct args *args, FILE *out)
{
	struct table *t;

	TRY(inequality_table(c, strcmp(args->format, "table") == 0, &t));
	return table_print(c, t, args->format, out);
}

const struct command measure_commands[] = {
	{"measure", "", "Compute the indicators from what was imported", NEEDS_STORE, measure_command,
	    measure_options_table, "Without options: every indicator, every kind of period that its file names, at most the six"
	    " years before the last day that was imported. Computed figures take the place of earlier computed ones. An indicator is left"
	    " as it is when its file, the rows and people behind it and its periods are those of the last time."},
	{"show scorecard", "", "Show the latest figure of every measure", NEEDS_STORE, show_scorecard, show_options, NULL},
	{"show indicator", "ID", "Show one measure over time and its breakdowns", NEEDS_STORE, show_indicator, show_options,
	    NULL},
	{"show profile", "", "Show the measures of one area", NEEDS_STORE, show_profile, profile_options, "What is published of an"
	    " authority or a region, beside England, its region and its statistical neighbours; of an area within the authority the"
	    " measures that were computed."},
	{"show rug", "", "Show areas on every measure of a topic", NEEDS_STORE, show_rug, rug_options, "A row for each measure and"
	    " area: the published figure, of one period a measure, and how it stands to England's."},
	{"show compare", "", "Show chosen areas on chosen measures, every period", NEEDS_STORE, show_compare, compare_options, NULL},
	{"show timeliness", "", "Show what was done in time, and what is overdue", NEEDS_STORE, show_timeliness, NULL, "Every clock of"
	    " the catalogue: the share on time in its newest period, median calendar days, and what is still open on the last day that"
	    " the files speak of."},
	{"show inequality", "", "Show differences between groups of children", NEEDS_STORE, show_inequality, NULL, "Gaps and slope"
	    " indices of every measure, the widest first, beside those of the period before."},
	{"show move", "ID", "Show why a measure moved between two periods", NEEDS_STORE, show_move, move_options, "Who joined, left and"
	    " changed, from which localities and teams; where the period that is not over may end; what reaches the target. The parts"
	    " add up to the change."},
	{"figure add", "[INDICATOR]", "Type a figure that no extract holds", NEEDS_STORE, figure_add, figure_add_options,
	    "For measures whose file says `reported: yes`. Nothing is overwritten: a revision names the figure whose place it takes,"
	    " and why. Source, evidence, author and reason are shown with the figure, so they name no child and no parent."},
	{"figure list", "[INDICATOR]", "Show the figures that were typed", NEEDS_STORE, figure_list, figure_list_options, NULL},
	{"figure withdraw", "ID", "Take a typed figure away; its history stays", NEEDS_STORE, figure_withdraw,
	    figure_withdraw_options, NULL},
	{.name = NULL},
};
