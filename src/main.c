/* Bairn: the list of rooms, their commands and their routes; nothing else. */
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/day.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/process.h"
#include "catalogue/catalogue.h"
#include "catalogue/catalogue_commands.h"
#include "demo/demo.h"
#include "measure/guard_store.h"
#include "measure/measure.h"
#include "measure/standing.h"
#include "people/people.h"
#include "store/store.h"
#include "store/store_commands.h"
#include "store/writer.h"
#include "web/own_routes.h"
#include "web/server.h"

static enum err serve_command(struct ctx *c, const struct args *args, FILE *out);
static enum err help_command(struct ctx *c, const struct args *args, FILE *out);
static enum err version_command(struct ctx *c, const struct args *args, FILE *out);

static const struct route *const routes[] = {measure_routes, people_routes, web_routes, NULL};

static const struct nav_item navigation[] = {
	{"/scorecard", "Scorecard"},
	{"/profile", "Profile"},
	{"/compare", "Compare"},
	{"/timeliness", "Timeliness"},
	{"/inequality", "Inequality"},
	{"/imports", "Imports"},
	{"/linkage", "Linkage"},
	{"/fixes", "Fix at source"},
	{0}
};

static const struct option_rule serve_options[] = {
	{"--listen", "HOST:PORT", "where to listen, on this computer only (default: 127.0.0.1:8080)"},
	{0}
};

static const struct command own_commands[] = {
	{"serve", "", "Serve the pages until Ctrl-C.", NEEDS_STORE, serve_command, serve_options, NULL},
	{"help", "[COMMAND]", "Show this list, or one command's options.", NEEDS_NOTHING, help_command, NULL, NULL},
	{"version", "", "Show the version.", NEEDS_NOTHING, version_command, NULL, NULL},
	{0}
};

static const struct command *const commands[] = {
	people_commands, measure_commands, calc_commands, catalogue_commands, store_commands, demo_commands, own_commands, NULL,
};

#define VERSION "0.1.0"

/* The command that the words begin with, the longest name first ("link undo" before "link"); *words is how many. */
static const struct command *
command_find(int n, char *const word[], int *words)
{
	const struct command *found = NULL;
	size_t longest = 0;

	for (size_t t = 0; commands[t]; t++)
		for (const struct command *k = commands[t]; k->name; k++) {
			const char *space = strchr(k->name, ' ');
			size_t first = space ? (size_t)(space - k->name) : strlen(k->name);
			bool fits = n > 0 && strlen(word[0]) == first && !strncmp(word[0], k->name, first);

			if (fits && space)
				fits = n > 1 && !strcmp(word[1], space + 1);
			if (fits && strlen(k->name) > longest) {
				longest = strlen(k->name);
				found = k;
				*words = space ? 2 : 1;
			}
		}
	return found;
}

static void
commands_print(FILE *out)
{
	fprintf(out, "Bairn: from the extracts of a children's partnership to one view of each child and honest numbers.\n\n"
	    "Usage: bairn COMMAND [OPTIONS] [FILE…]\n\n");
	for (size_t t = 0; commands[t]; t++) {
		for (const struct command *k = commands[t]; k->name; k++)
			fprintf(out, "  %-18s %s\n", k->name, k->help);
		fputc('\n', out);
	}
	fprintf(out, "`bairn help COMMAND` shows its options. Exit status: 0 done, 1 the input is at fault, 2 the command line,\n"
	    "3 the system.\n");
}

/* No command is called so; what begins with the word is named ("show": show scorecard, …). */
static enum err
command_unknown(struct ctx *c, const char *word)
{
	struct builder b = {.mem = c->mem};
	size_t n = strlen(word);

	for (size_t t = 0; commands[t]; t++)
		for (const struct command *k = commands[t]; k->name; k++)
			if (!strncmp(k->name, word, n) && k->name[n] == ' ')
				put_format(&b, "%s%s", b.n ? ", " : "", k->name);
	if (b.n)
		return fail(c, ERR_USAGE, "%s is half a command: %s", word, built_text(&b));
	return fail(c, ERR_USAGE, "there is no command %s; `bairn help` lists them", word);
}

static enum err
help_command(struct ctx *c, const struct args *args, FILE *out)
{
	int words;
	const struct command *k;

	if (!args->n) {
		commands_print(out);
		return OK;
	}
	k = command_find((int)args->n, (char *const *)args->operand, &words);
	if (!k)
		return command_unknown(c, args->operand[0]);
	command_help(k, out);
	return OK;
}

static enum err
version_command(struct ctx *c, const struct args *args, FILE *out)
{
	(void)c, (void)args;
	fprintf(out, "bairn " VERSION "\n");
	return OK;
}

static enum err
serve_command(struct ctx *c, const struct args *args, FILE *out)
{
	struct serve_options o = {.listen = args_option(args, "--listen"), .site = {.navigation = navigation}};
	struct rows *r = store_read(c, "select value from setting where name = 'authority_name'");

	(void)out;
	if (rows_next(r))
		o.site.authority = col_text(r, 0, c->mem);
	TRY(rows_end(r));
	TRY(standing_refresh(c));
	return serve(c, o, routes);
}

/* The command line is an account too: what it is about to do is on record before it does it. */
static enum err
command_audit(struct ctx *c, const struct command *k)
{
	return audit_write(c, (struct audit_row){.act = "command", .object = k->name, .allowed = true});
}

/* What these brought in is summed up before they end, for the pages that show all of it; also what came in before they failed. */
static const char *const bringing[] = {"import", "measure", "figure add", "figure withdraw", NULL};

static enum err
command_end(struct ctx *c, const struct command *k, enum err e)
{
	for (size_t i = 0; bringing[i]; i++)
		if (!strcmp(k->name, bringing[i])) {
			enum err summed = standing_refresh(c);

			return e != OK ? e : summed;
		}
	return e;
}

/* A record's number is no file. */
static bool
names_files(const struct args *args)
{
	for (size_t i = 0; i < args->n; i++)
		if (args->operand[i][strspn(args->operand[i], "0123456789")])
			return true;
	return false;
}

/* Opens what the command needs, then runs it. */
static enum err
command_run(struct ctx *c, const struct command *k, const struct args *args)
{
	enum needs needs = k->needs == NEEDS_STORE_OR_FILES && names_files(args) ? NEEDS_NOTHING : k->needs;

	/* A command prints what it did; only a server's log tells of good days. BAIRN_LOG overrules. */
	if (!getenv("BAIRN_LOG"))
		log_set_level(k->run == serve_command ? LOG_INFO : LOG_WARNING);
	if (needs >= NEEDS_CATALOGUE)
		TRY(catalogue_load(c, args->catalogue));
	if (needs >= NEEDS_STORE) {
		TRY(store_open(c, args->db, (struct store_options){.migrate = true}));
		TRY(command_audit(c, k));
		TRY(store_set_calendars(c, (const struct calendar *const *)c->catalogue->calendar, c->catalogue->n_calendars));
		TRY(guard_refresh(c));
	}
	return command_end(c, k, k->run(c, args, stdout));
}

/* `bairn import --help` says what `bairn help import` says. */
static bool
asks_for_help(int n, char *const word[])
{
	for (int i = 0; i < n && strcmp(word[i], "--") != 0; i++)
		if (!strcmp(word[i], "--help"))
			return true;
	return false;
}

/* Runs the command that the words name. */
static enum err
words_run(struct ctx *c, const struct command *k, int n, char *const word[])
{
	struct args args;

	if (asks_for_help(n, word)) {
		command_help(k, stdout);
		return OK;
	}
	TRY(args_read(c, k, n, word, &args));
	return command_run(c, k, &args);
}

/* What is large goes back to the system as soon as it is free. glibc would keep it for later from the first one on that went. */
#define LARGE (4 << 20)

int
main(int argc, char **argv)
{
	struct ctx c = {.mem = mem_new()};
	int words = 0;
	const struct command *k = command_find(argc - 1, argv + 1, &words);
	enum err e;

	process_prepare();
	mallopt(M_MMAP_THRESHOLD, LARGE);
	setlocale(LC_CTYPE, "C.UTF-8");
	if (argc < 2 || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		commands_print(argc < 2 ? stderr : stdout);
		return argc < 2 ? ERR_USAGE : OK;
	}
	e = k ? words_run(&c, k, argc - 1 - words, argv + 1 + words) : command_unknown(&c, argv[1]);
	if (e == OK && fflush(stdout) != 0)
		e = fail(&c, ERR_SYSTEM, "the output could not be written");
	if (e != OK && c.sentence[0])
		fprintf(stderr, "bairn%s%s: %s%s\n", k ? " " : "", k ? k->name : "", c.sentence,
		    c.sentence[strlen(c.sentence) - 1] == '?' ? "" : ".");
	store_close(&c);
	mem_free(c.mem);
	return e > ERR_SYSTEM ? ERR_INPUT : (int)e;
}
