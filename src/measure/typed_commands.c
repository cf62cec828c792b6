/* Typed figures on the command line: added one by one or from a file, listed, withdrawn. */
#include "measure/typed_commands.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/table.h"
#include "catalogue/catalogue.h"
#include "measure/measure.h"
#include "measure/measure_tables.h"
#include "measure/typed.h"
#include "measure/typed_file.h"
#include "store/store.h"

const struct option_rule figure_add_options[] = {
	{"--period", "PERIOD", "as pages name it: 2024/25, 2025, March 2025, or 2024-04-01 to 2025-03-31"},
	{"--value", "N", "the figure itself, where its counts are not known"},
	{"--numerator", "N", "its counts: how many …"},
	{"--denominator", "N", "… of how many; the interval is worked out from both"},
	{"--source", "TEXT", "where it comes from; shown with the figure"},
	{"--evidence", "TEXT", "what shows it: a file's name, an address, a sentence"},
	{"--author", "NAME", "who typed it (default: the account of the computer)"},
	{"--area", "CODE", "an area instead of the whole authority"},
	{"--breakdown", "NAME", "of one group alone: sex, age, ethnicity, sen …"},
	{"--category", "NAME", "which group of the breakdown: female …"},
	{"--kind", "KIND", "which kind of period, where one name may be two"},
	{"--revises", "ID", "the figure whose place this one takes"},
	{"--reason", "TEXT", "why it is revised"},
	{"--file", "FILE", "many at once: a CSV file with columns of these names and `indicator`; all of it or nothing"},
	{NULL, NULL, NULL},
};
const struct option_rule figure_list_options[] = {
	{"--area", "CODE", "of one area alone"},
	{"--history", NULL, "also those that were revised or withdrawn"},
	{NULL, NULL, NULL},
};
const struct option_rule figure_withdraw_options[] = {
	{"--reason", "TEXT", "why"},
	{"--author", "NAME", "who withdraws it (default: the account of the computer)"},
	{NULL, NULL, NULL},
};

static const char *
author_of(const struct args *args)
{
	const char *given = args_option(args, "--author"), *account = getenv("USER");

	return given && *given ? given : account && *account ? account : getenv("LOGNAME");
}

/* ---- add ------------------------------------------------------------------------------------------------------ */

static void
typing_of(struct mem *m, const struct args *args, struct typing *out)
{
	*out = (struct typing){0};
	for (int f = 0; f < TYPED_FIELDS; f++)
		if (f != TYPED_INDICATOR)
			out->field[f] = args_option(args, mem_format(m, "--%s", typed_field_name[f]));
	out->field[TYPED_INDICATOR] = args->n ? args->operand[0] : NULL;
	out->field[TYPED_AUTHOR] = author_of(args);
}

static enum err
observe_touched(struct ctx *c, const struct touched *touched)
{
	for (size_t i = 0; i < touched->list.n; i++)
		TRY(typed_observe(c, touched->list.item[i]));
	return OK;
}

static enum err
add_in_transaction(struct ctx *c, const struct args *args, struct touched *touched, size_t *n, int64_t *id, FILE *out)
{
	const char *file = args_option(args, "--file");
	const struct indicator *k;
	struct typing in;

	typing_of(c->mem, args, &in);
	if (file)
		TRY(typed_file_add(c, file, &in, touched, n, out));
	else {
		TRY(typed_add(c, &in, id, &k));
		touch(c->mem, touched, k);
		*n = 1;
	}
	return observe_touched(c, touched);
}

enum err
figure_add(struct ctx *c, const struct args *args, FILE *out)
{
	struct touched touched = {0};
	int64_t id = 0;
	size_t n = 0;
	enum err e;

	if (args->n > 1)
		return fail(c, ERR_USAGE, "name one measure; many figures go in by --file");
	TRY(store_begin(c));
	e = add_in_transaction(c, args, &touched, &n, &id, out);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	TRY(store_commit(c));
	if (id)
		fprintf(out, "Figure %lld of %s was added\n", (long long)id, touched.list.item[0]->title);
	else
		fprintf(out, "%zu figures of %zu measures were added\n", n, touched.list.n);
	return OK;
}

/* ---- withdraw ------------------------------------------------------------------------------------------------- */

enum err
figure_withdraw(struct ctx *c, const struct args *args, FILE *out)
{
	const struct indicator *k;
	const char *reason = args_option(args, "--reason"), *author = author_of(args);
	enum err e;

	if (args->n != 1)
		return fail(c, ERR_USAGE, "say which figure by its number; `bairn figure list` shows them");
	if (!author || !*author)
		return fail(c, ERR_INPUT, "say who withdraws it in --author");
	TRY(store_begin(c));
	e = typed_withdraw(c, args->operand[0], reason ? reason : "", author, &k);
	if (e == OK && k)
		e = typed_observe(c, k);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	TRY(store_commit(c));
	fprintf(out, "Figure %s was withdrawn; it stays in the history\n", args->operand[0]);
	return OK;
}

/* ---- list ----------------------------------------------------------------------------------------------------- */

static const struct table_column columns[] = {
	{"Id", true}, {"Measure", false}, {"Period", false}, {"Area", false}, {"Breakdown", false}, {"Category", false},
	{"Value", true}, {"Unit", false}, {"95% interval", false}, {"Count", true}, {"Of", true}, {"Source", false},
	{"Evidence", false}, {"Author", false}, {"Typed", false}, {"State", false}, {"Revises", true}, {"Reason", false},
	{"From", false}, {"To", false},
};

static void
hidden_or_real(struct table *t, const struct shown *s, double x, int decimals, bool people)
{
	if (s->suppressed && people)
		table_cell_text(t, "c");
	else
		table_cell_real(t, x, decimals);
}

static void
put_numbers(struct table *t, struct mem *m, const struct typed *f, const struct shown *s, bool people)
{
	int decimals = f->k ? decimals_of(f->k) : 1;

	hidden_or_real(t, s, s->value, decimals, people);
	table_cell_text(t, f->k ? unit_words_of(m, f->k) : "");
	table_cell_limits(t, m, s->lower95, s->upper95, decimals, people);
	hidden_or_real(t, s, s->numerator, 0, people);
	hidden_or_real(t, s, s->denominator, 0, people);
}

static void
put_version(struct mem *m, struct table *t, const struct typed *f, const struct shown *s, bool people)
{
	table_cell_int(t, f->id);
	table_cell_text(t, f->indicator);
	table_cell_text(t, period_name(m, period_kind_of(f->k ? f->k->by_period : NULL, f->period), f->period));
	table_cell_text(t, f->area);
	table_cell_text(t, strcmp(f->dimension, DIMENSION_TOTAL) == 0 ? "" : f->dimension);
	table_cell_text(t, f->category);
	put_numbers(t, m, f, s, people);
	table_cell_text(t, f->source);
	table_cell_text(t, f->evidence);
	table_cell_text(t, f->author);
	table_cell_text(t, f->recorded);
	table_cell_text(t, f->stands ? "stands" : f->withdrawn ? "withdrawal" : "revised");
	if (f->revises)
		table_cell_int(t, f->revises);
	else
		table_cell_text(t, NULL);
	table_cell_text(t, f->reason);
	table_cell_text(t, day_iso(m, f->period.from));
	table_cell_text(t, day_iso(m, f->period.to));
}

enum err
figure_list(struct ctx *c, const struct args *args, FILE *out)
{
	bool people = strcmp(args->format, "table") == 0;
	const char *id = args->n ? args->operand[0] : NULL;
	struct typed_list list = {0};
	struct shown *shown;
	struct table *t;

	if (id && !catalogue_indicator(c->catalogue, id))
		return fail(c, ERR_INPUT, "there is no measure called %.100s%s", id, typed_nearest(c, id));
	TRY(typed_read(c, id, args_option(args, "--area"), args_option(args, "--history") != NULL, &list));
	TRY(typed_shown(c, &list, &shown));
	t = table_for(c->mem, columns, sizeof columns / sizeof columns[0], people);
	for (size_t i = 0; i < list.n; i++)
		put_version(c->mem, t, &list.item[i], &shown[i], people);
	if (people && !list.n) {
		fprintf(out, "No figure was typed%s%s; `bairn help figure add` says how\n", id ? " of " : "", id ? id : "");
		return OK;
	}
	return table_print(c, t, args->format, out);
}
