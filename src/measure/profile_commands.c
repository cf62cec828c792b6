/* show profile, show rug, show compare. */
#include "measure/profile_commands.h"

#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "base/text.h"
#include "measure/area_set.h"
#include "measure/compare.h"
#include "measure/profile.h"
#include "measure/shown.h"

/* ---- profile ------------------------------------------------------------------------------------------------------ */

const struct option_rule profile_options[] = {
	{"--area", "CODE", "an area instead of the whole authority"},
	{"--against", "SET", "neighbours, region, all or CODE,…: with whom it is compared (default: the statistical neighbours)"},
	{NULL, NULL, NULL},
};

/* The areas of --against in the place of the neighbours. */
static enum err
chosen_set(struct ctx *c, const struct args *args, struct comparators *with)
{
	struct area_set set = {0};

	if (!args_option(args, "--against"))
		return OK;
	TRY(area_set_read(c, with, args_option(args, "--against"), &set));
	area_set_against(c->mem, &set, with);
	return OK;
}

enum err
show_profile(struct ctx *c, const struct args *args, FILE *out)
{
	bool people = strcmp(args->format, "table") == 0;
	const char *code, *name;
	struct comparators with;
	struct profile profile;

	TRY(chosen_area(c, args, &code, &name));
	TRY(comparators_of(c, code, &with));
	TRY(chosen_set(c, args, &with));
	TRY(profile_of(c, &with, (struct profile_scope){.indicators = true, .others = true}, &profile));
	if (!profile.n && !args_option(args, "--area"))
		return fail(c, ERR_USAGE, "say of which area: --area CODE (nothing of %s was imported or measured)", name);
	if (!profile.n)
		return show_scorecard(c, args, out);
	if (people)
		fprintf(out, "%s: what is published, beside England%s%s%s\n\n", name, with.region_name ? ", " : "",
		    with.region_name ? with.region_name : "", !with.n_neighbours ? "" : mem_format(c->mem,
		    " and the median of %zu %s", with.n_neighbours, args_option(args, "--against") ? "chosen areas" :
		    "statistical neighbours"));
	TRY(table_print(c, profile_table(c->mem, &profile, people), args->format, out));
	if (people)
		fprintf(out, "\nThan England: whether the figure's 95%% interval, where it has one, holds England's value.\nComputed:"
		    " our own figure from the extracts, where it is later than the published one or alone; reported: the same,"
		    " typed. Nothing is compared with them.\n");
	return OK;
}

/* ---- rug ---------------------------------------------------------------------------------------------------------- */

const struct option_rule rug_options[] = {
	{"--area", "CODE", "an area instead of the whole authority"},
	{"--with", "SET", "neighbours, region, all or CODE,…: beside whom (default: the statistical neighbours)"},
	{"--topic", "TOPIC", "the measures of one topic of the catalogue (default: all)"},
	{"--sort", "ID", "areas in order of this measure, the best first"},
	{NULL, NULL, NULL},
};

enum err
show_rug(struct ctx *c, const struct args *args, FILE *out)
{
	bool people = strcmp(args->format, "table") == 0;
	const char *code, *name, *sort = args_option(args, "--sort");
	struct comparators own;
	struct area_set areas = {0};
	struct published_list measures = {0};
	struct rug rug;

	TRY(chosen_area(c, args, &code, &name));
	TRY(comparators_of(c, code, &own));
	TRY(area_set_read(c, &own, args_option(args, "--with"), &areas));
	TRY(rug_topic(c, args_option(args, "--topic"), &measures));
	TRY(rug_of(c, &own, &areas, &measures, &rug));
	if (!rug.measures.n)
		return fail(c, ERR_INPUT, "Nothing published of these measures was imported");
	if (sort && rug_place(&rug, sort) == rug.measures.n)
		return fail(c, ERR_INPUT, "There is no measure called %s to sort by", sort);
	if (sort)
		rug_sort(c->mem, &rug, rug_place(&rug, sort));
	return table_print(c, rug_table(c->mem, &rug, people), args->format, out);
}

/* ---- compare ------------------------------------------------------------------------------------------------------ */

const struct option_rule compare_options[] = {
	{"--area", "CODE", "an area instead of the whole authority"},
	{"--with", "SET", "neighbours, region, all or CODE,…: beside whom (default: the statistical neighbours)"},
	{"--measures", "ID,…", "indicators, or numbers by their publisher's names (default: one of each topic)"},
	{NULL, NULL, NULL},
};

/* A publisher's name may hold a comma: a name that is one as it stands is not cut. */
static enum err
measures_chosen(struct ctx *c, const char *text, struct published_list *out)
{
	struct view rest = view_of(text);
	struct published p;

	if (published_find(c, text, &p) == OK) {
		*push(c->mem, out) = p;
		return OK;
	}
	fail_clear(c);
	while (rest.n) {
		const char *id = view_copy(c->mem, view_trim(view_cut(&rest, ',')));

		if (published_find(c, id, &p) != OK) {
			fail_clear(c);
			return fail(c, ERR_INPUT, "The catalogue has no indicator called %s that is published", id);
		}
		*push(c->mem, out) = p;
	}
	return OK;
}

enum err
show_compare(struct ctx *c, const struct args *args, FILE *out)
{
	bool people = strcmp(args->format, "table") == 0;
	const char *code, *name, *chosen = args_option(args, "--measures");
	struct comparators own;
	struct area_set areas = {0};
	struct published_list measures = {0};
	struct compared x;

	TRY(chosen_area(c, args, &code, &name));
	TRY(comparators_of(c, code, &own));
	TRY(area_set_read(c, &own, args_option(args, "--with"), &areas));
	if (chosen)
		TRY(measures_chosen(c, chosen, &measures));
	else
		TRY(compared_default(c, code, COMPARED_FIRST, &measures));
	TRY(compared_of(c, &own, &areas, &measures, &x));
	if (!x.latest.measures.n)
		return fail(c, ERR_INPUT, "Nothing published of these measures was imported");
	return table_print(c, compared_table(c->mem, &x, people), args->format, out);
}
