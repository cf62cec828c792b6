/* bairn catalogue check | list | docs. */
#include "catalogue/catalogue_commands.h"

#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "catalogue/check_pair.h"
#include "catalogue/check_queries.h"
#include "catalogue/document.h"
#include "catalogue/measure_words.h"
#include "catalogue/parts.h"

/* Every fault, not the first: somebody is mending a file. */
static enum err
check_command(struct ctx *c, const struct args *args, FILE *out)
{
	const char *against = args_option(args, "--against");
	struct faults faults = {0};
	struct pair_count count;
	struct catalogue *k;

	TRY(catalogue_read(c, args->catalogue, &faults, &k));
	TRY(check_queries(c, k, &faults));
	if (against && faults.n == 0)
		TRY(check_pair(c, k, args->db, against, &faults, &count));
	for (size_t i = 0; i < faults.n; i++)
		fprintf(out, "%s\n", faults.item[i].sentence);
	if (faults.n)
		return fail(c, ERR_INPUT, "%zu fault%s in the catalogue", faults.n, faults.n == 1 ? "" : "s");
	fprintf(out, "The catalogue is in order: %zu data sets, %zu code lists, %zu indicators (%zu of them from clocks),"
	    " %zu calendars.\n", k->n_datasets, k->n_lists, k->n_indicators, k->n_clocks, k->n_calendars);
	if (against)
		fprintf(out, "Both databases give the same: %zu queries in %zu runs, %zu rows, records matched by %s%s%s.\n",
		    count.queries, count.runs, count.rows, count.by_id ? "id" : "what their source calls them",
		    *count.empty ? "; no row for " : "", count.empty);
	return OK;
}

/* ---- list --------------------------------------------------------------------------------------------------- */

static void
list_row(struct table *t, const char *kind, const char *name, const char *title, const char *note)
{
	table_cell_text(t, kind);
	table_cell_text(t, name);
	table_cell_text(t, title);
	table_cell_text(t, note);
}

static void
list_datasets(struct ctx *c, struct table *t, const char *kind)
{
	for (size_t i = 0; i < c->catalogue->n_datasets; i++) {
		const struct dataset *d = &c->catalogue->dataset[i];
		list_row(t, kind, d->name, d->title, d->agency);
	}
}

static void
list_codes(struct ctx *c, struct table *t, const char *kind)
{
	for (size_t i = 0; i < c->catalogue->n_lists; i++) {
		const struct code_list *l = &c->catalogue->list[i];
		list_row(t, kind, l->name, l->title,
		    mem_format(c->mem, "%zu code%s%s", l->n, l->n == 1 ? "" : "s", l->open ? ", open" : ""));
	}
}

static void
list_indicators(struct ctx *c, struct table *t, const char *kind)
{
	for (size_t i = 0; i < c->catalogue->n_indicators; i++) {
		const struct indicator *k = &c->catalogue->indicator[i];
		list_row(t, kind, k->id, k->title, mem_format(c->mem, "%s, %s", k->topic, period_words[k->main_period]));
	}
}

static void
list_clocks(struct ctx *c, struct table *t, const char *kind)
{
	for (size_t i = 0; i < c->catalogue->n_clocks; i++) {
		const struct clock *k = &c->catalogue->clock[i];
		list_row(t, kind, k->id, k->title, mem_format(c->mem, "%d %s, %s", k->within, within_words[k->unit], k->force));
	}
}

static void
list_calendars(struct ctx *c, struct table *t, const char *kind)
{
	for (size_t i = 0; i < c->catalogue->n_calendars; i++) {
		const struct calendar *k = c->catalogue->calendar[i];
		list_row(t, kind, k->name, "", mem_format(c->mem, "%d open days", (int)k->open_count));
	}
}

static const struct {
	const char *name, *kind;
	void (*list)(struct ctx *c, struct table *t, const char *kind);
} parts[] = {
	{ "datasets", "data set", list_datasets }, { "indicators", "indicator", list_indicators },
	{ "clocks", "clock", list_clocks }, { "codes", "code list", list_codes },
	{ "calendars", "calendar", list_calendars },
};
#define N_PARTS (sizeof parts / sizeof *parts)

static enum err
list_command(struct ctx *c, const struct args *args, FILE *out)
{
	static const struct table_column columns[] = { {"kind", false}, {"name", false}, {"title", false}, {"note", false} };
	struct table *t = table_new(c->mem, columns, 4);
	size_t listed = 0;

	if (args->n > 1)
		return fail(c, ERR_USAGE, "one part at most, not `%s` too", args->operand[1]);
	for (size_t i = 0; i < N_PARTS; i++)
		if (args->n == 0 || strcmp(args->operand[0], parts[i].name) == 0) {
			parts[i].list(c, t, parts[i].kind);
			listed++;
		}
	if (!listed)
		return fail(c, ERR_USAGE, "`%s` is no part of the catalogue: datasets, indicators, clocks, codes or calendars",
		    args->operand[0]);
	return table_print(c, t, args->format, out);
}

static enum err
docs_command(struct ctx *c, const struct args *args, FILE *out)
{
	if (args->n && strcmp(args->operand[0], "indicators") == 0)
		document_indicators(c->catalogue, out);
	else if (!args->n || strcmp(args->operand[0], "datasets") == 0)
		document_datasets(c->mem, c->catalogue, out);
	else
		return fail(c, ERR_USAGE, "there is no page of `%s`: datasets or indicators", args->operand[0]);
	return OK;
}

static const struct option_rule check_options[] = {
	{ "--against", "ADDRESS", "another database, whose rows are compared with those of --db" },
	{ 0 }
};

const struct command catalogue_commands[] = {
	{ "catalogue check", "", "Checks every file of the catalogue and runs every query on an empty database.",
	    NEEDS_NOTHING, check_command, check_options,
	    "Prints every fault with its file, line and key. With --catalogue DIR, the files of DIR stand in for those\n"
	    "of the same path in the program, and others are added.\n\n"
	    "With --against, every query then runs in two databases, say one on each engine, that were filled from the\n"
	    "same files in the same order, and a query whose rows differ is a fault of its file too." },
	{ "catalogue list", "[datasets|indicators|clocks|codes|calendars]", "Lists what the catalogue holds.",
	    NEEDS_CATALOGUE, list_command, NULL, NULL },
	{ "catalogue docs", "[datasets|indicators]", "Prints docs/datasets.md or docs/indicators.md: all of them, as Markdown.",
	    NEEDS_CATALOGUE, docs_command, NULL, NULL },
	{ 0 }
};
