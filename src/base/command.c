/* Reading a command's words against its table of options, and printing its help from the same table. */
#include "base/command.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/text.h"

enum global { GLOBAL_DB, GLOBAL_CATALOGUE, GLOBAL_FORMAT, GLOBALS };

/* What every command understands. */
static const struct option_rule global_rules[] = {
	[GLOBAL_DB] = {"--db", "DATABASE", "a file, or postgresql://host/database?schema=NAME (default: $BAIRN_DB, else bairn.db)"},
	[GLOBAL_CATALOGUE] = {"--catalogue", "DIR",
	    "the authority's own catalogue files, laid over the built-in ones"},
	[GLOBAL_FORMAT] = {"--format", "table|csv|json|xlsx", "how to print what is printed (default: table)"},
	[GLOBALS] = {0},
};

static size_t
rules_count(const struct option_rule *rules)
{
	size_t n = 0;

	while (rules != NULL && rules[n].name != NULL)
		n++;
	return n;
}

/* Single letters put in, left out or changed that turn a into b (Levenshtein 1966), over one row of the table. */
static size_t
letters_apart(struct view a, const char *b)
{
	size_t row[64], n = strlen(b);

	if (n + 1 > sizeof row / sizeof row[0] || a.n > 60)
		return SIZE_MAX;
	for (size_t i = 0; i <= n; i++)
		row[i] = i;
	for (size_t k = 0; k < a.n; k++) {
		size_t corner = row[0];

		row[0] = k + 1;
		for (size_t i = 1; i <= n; i++) {
			size_t change = corner + (a.at[k] != b[i - 1]);
			size_t least = row[i] < row[i - 1] ? row[i] + 1 : row[i - 1] + 1;

			corner = row[i];
			row[i] = change < least ? change : least;
		}
	}
	return row[n];
}

static const char *
nearest_option(struct view word, const struct command *command)
{
	const struct option_rule *tables[] = {command->options, global_rules};
	const char *best = NULL;
	size_t least = SIZE_MAX;

	for (size_t t = 0; t < 2; t++)
		for (size_t i = 0; i < rules_count(tables[t]); i++) {
			size_t apart = letters_apart(word, tables[t][i].name);

			if (apart < least) {
				least = apart;
				best = tables[t][i].name;
			}
		}
	return best;
}

/* Where the value of a named option goes, and its rule; NULL when there is no such option. */
static const char **
option_place(struct args *args, const char **globals, struct view name, const struct option_rule **rule)
{
	for (size_t i = 0; i < rules_count(args->rules); i++)
		if (view_is(name, args->rules[i].name)) {
			*rule = &args->rules[i];
			return &args->value[i];
		}
	for (size_t i = 0; i < GLOBALS; i++)
		if (view_is(name, global_rules[i].name)) {
			*rule = &global_rules[i];
			return &globals[i];
		}
	return NULL;
}

/* One option at word[*at], with its value in the same word or in the next. */
static enum err
option_read(struct ctx *c, const struct command *command, int n, char *const word[], int *at, struct args *args,
    const char **globals)
{
	struct view rest = view_of(word[*at]);
	bool joined = strchr(word[*at], '=') != NULL;
	struct view name = view_cut(&rest, '=');
	const struct option_rule *rule;
	const char **place = option_place(args, globals, name, &rule);

	if (place == NULL)
		return fail(c, ERR_USAGE, "there is no option " VIEW_FORMAT "; the nearest is %s", VIEW_ARGS(name), nearest_option(name, command));
	if (rule->value == NULL) {
		if (joined)
			return fail(c, ERR_USAGE, "%s takes no value", rule->name);
		*place = "";
		return OK;
	}
	if (joined) {
		*place = rest.at;
		return OK;
	}
	if (*at + 1 >= n || strncmp(word[*at + 1], "--", 2) == 0)
		return fail(c, ERR_USAGE, "%s needs a value: %s %s", rule->name, rule->name, rule->value);
	*place = word[++*at];
	return OK;
}

static const char *const formats[] = {"table", "csv", "json", "xlsx"};

static enum err
globals_fill(struct ctx *c, const char **globals, struct args *args)
{
	const char *db = getenv("BAIRN_DB");
	const char *format = globals[GLOBAL_FORMAT];

	args->db = globals[GLOBAL_DB] != NULL ? globals[GLOBAL_DB] : db != NULL && *db != '\0' ? db : "bairn.db";
	args->catalogue = globals[GLOBAL_CATALOGUE];
	args->format = format != NULL ? format : "table";
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
		if (strcmp(args->format, formats[i]) == 0)
			return strcmp(args->format, "xlsx") != 0 || !isatty(STDOUT_FILENO) ? OK :
			    fail(c, ERR_USAGE, "--format xlsx makes a workbook, which no terminal can show: add > figures.xlsx");
	return fail(c, ERR_USAGE, "--format \"%s\" is not one of table, csv, json and xlsx", args->format);
}

enum err
args_read(struct ctx *c, const struct command *command, int n, char *const word[], struct args *args)
{
	const char *globals[GLOBALS] = {0};
	bool only_operands = false;

	*args = (struct args){.rules = command->options};
	args->operand = mem_new_array(c->mem, const char *, n + 1);
	args->value = mem_new_array(c->mem, const char *, rules_count(command->options) + 1);
	for (int i = 0; i < n; i++) {
		if (only_operands || word[i][0] != '-' || word[i][1] == '\0')
			args->operand[args->n++] = word[i];
		else if (strcmp(word[i], "--") == 0)
			only_operands = true;
		else
			TRY(option_read(c, command, n, word, &i, args, globals));
	}
	if (args->n && !*command->operands)
		return fail(c, ERR_USAGE, "it takes options alone, and \"%s\" is none", args->operand[0]);
	return globals_fill(c, globals, args);
}

const char *
args_option(const struct args *args, const char *name)
{
	for (size_t i = 0; i < rules_count(args->rules); i++)
		if (strcmp(args->rules[i].name, name) == 0)
			return args->value[i];
	return NULL;
}

static size_t
option_width(const struct option_rule *rule)
{
	return utf8_length(view_of(rule->name)) + (rule->value != NULL ? 1 + utf8_length(view_of(rule->value)) : 0);
}

enum err
args_day(struct ctx *c, const struct args *args, const char *name, int32_t *day)
{
	const char *text = args_option(args, name);
	struct read_date d;

	*day = DAY_NONE;
	if (text == NULL)
		return OK;
	d = day_read(view_of(text));
	if (d.found != DATE_WHOLE)
		return fail(c, ERR_USAGE, "%s takes a date such as 2026-03-31", name);
	*day = d.day;
	return OK;
}

static void
options_help(const struct option_rule *rules, size_t width, FILE *out)
{
	for (size_t i = 0; i < rules_count(rules); i++)
		fprintf(out, "  %s%s%s%*s  %s\n", rules[i].name, rules[i].value != NULL ? " " : "",
		    rules[i].value != NULL ? rules[i].value : "", (int)(width - option_width(&rules[i])), "",
		    rules[i].help);
}

void
command_help(const struct command *command, FILE *out)
{
	const struct option_rule *tables[] = {command->options, global_rules};
	size_t width = 0;

	fprintf(out, "Usage: bairn %s [OPTIONS]%s%s\n\n%s\n\nOptions:\n", command->name,
	    command->operands != NULL && *command->operands != '\0' ? " " : "",
	    command->operands != NULL ? command->operands : "", command->help);
	for (size_t t = 0; t < 2; t++)
		for (size_t i = 0; i < rules_count(tables[t]); i++)
			if (option_width(&tables[t][i]) > width)
				width = option_width(&tables[t][i]);
	for (size_t t = 0; t < 2; t++)
		options_help(tables[t], width, out);
	if (command->more != NULL)
		fprintf(out, "\n%s\n", command->more);
}
