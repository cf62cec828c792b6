/* The command line: options in all their spellings, mistakes that name themselves, and the help. */
#include "unit.h"

#include "base/command.h"
#include "base/mem.h"

static const struct option_rule options[] = {
	{"--as", "DATASET", "read the files as this data set"},
	{"--accept-removals", NULL, "withdraw however many rows are gone"},
	{0},
};

static enum err
run_nothing(struct ctx *c, const struct args *args, FILE *out)
{
	(void)c;
	(void)args;
	(void)out;
	return OK;
}

static const struct command import = {"import", "FILE|DIR…", "Imports extracts.", NEEDS_STORE, run_nothing, options,
    "A file is imported whole or not at all."};
static const struct command plain = {"link undo", "RUN", "Undoes a run of linking.", NEEDS_STORE, run_nothing, NULL, NULL};

static enum err
read_words(struct ctx *c, const struct command *command, struct args *args, const char *const *words)
{
	char *word[20];
	int n = 0;

	for (; words[n] != NULL; n++)
		word[n] = mem_copy(c->mem, words[n], strlen(words[n]));
	return args_read(c, command, n, word, args);
}

#define READ(command, ...) read_words(&c, (command), &args, (const char *const[]){__VA_ARGS__, NULL})

static void
test_options_and_operands(void **state)
{
	struct ctx c = {.mem = mem_new()};
	struct args args;

	(void)state;
	assert_int_equal(READ(&import, "a.csv", "--as", "x", "--db=my.db", "--accept-removals", "-", "--format", "json",
	    "--catalogue=", "--", "--b.csv", "--"), OK);
	assert_string_equal(args_option(&args, "--as"), "x");
	assert_string_equal(args_option(&args, "--accept-removals"), "");
	assert_null(args_option(&args, "--other"));
	assert_string_equal(args.db, "my.db");
	assert_string_equal(args.format, "json");
	assert_string_equal(args.catalogue, "");
	assert_int_equal(args.n, 4);
	assert_string_equal(args.operand[0], "a.csv");
	assert_string_equal(args.operand[1], "-");
	assert_string_equal(args.operand[2], "--b.csv");
	assert_string_equal(args.operand[3], "--");
	assert_null(args.operand[4]);
	assert_int_equal(READ(&import, "--as=a=b", "--as=--x"), OK);
	assert_string_equal(args_option(&args, "--as"), "--x");         /* the last one counts */
	assert_int_equal(READ(&plain, "7"), OK);
	assert_null(args_option(&args, "--as"));
	mem_free(c.mem);
}

static void
test_defaults(void **state)
{
	struct ctx c = {.mem = mem_new()};
	struct args args;

	(void)state;
	unsetenv("BAIRN_DB");
	assert_int_equal(args_read(&c, &import, 0, NULL, &args), OK);
	assert_string_equal(args.db, "bairn.db");
	assert_string_equal(args.format, "table");
	assert_null(args.catalogue);
	assert_null(args_option(&args, "--as"));
	assert_null(args_option(&args, "--accept-removals"));
	assert_int_equal(args.n, 0);
	setenv("BAIRN_DB", "other.db", 1);
	assert_int_equal(args_read(&c, &import, 0, NULL, &args), OK);
	assert_string_equal(args.db, "other.db");
	assert_int_equal(READ(&import, "--db", "third.db"), OK);
	assert_string_equal(args.db, "third.db");
	unsetenv("BAIRN_DB");
	mem_free(c.mem);
}

static void
test_mistakes_name_themselves(void **state)
{
	static const struct {
		const char *words[3];
		const char *sentence;
	} mistakes[] = {
		{{"--sa", "x"}, "there is no option --sa; the nearest is --as"},
		{{"--accept-removal"}, "there is no option --accept-removal; the nearest is --accept-removals"},
		{{"--catalog=x"}, "there is no option --catalog; the nearest is --catalogue"},
		{{"-db"}, "there is no option -db; the nearest is --db"},
		{{"--as"}, "--as needs a value: --as DATASET"},
		{{"--as", "--db=x"}, "--as needs a value: --as DATASET"},
		{{"--accept-removals=yes"}, "--accept-removals takes no value"},
		{{"--format=xml"}, "--format \"xml\" is not one of table, csv, json and xlsx"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		struct ctx c = {.mem = mem_new()};
		struct args args;

		assert_int_equal(read_words(&c, &import, &args, mistakes[i].words), ERR_USAGE);
		assert_string_equal(c.sentence, mistakes[i].sentence);
		mem_free(c.mem);
	}
}

/* A word that nobody reads was meant to do something. */
static void
words_that_nobody_reads_are_refused(void **state)
{
	static const struct command bare = {"rejects", "", "Lists rejected rows.", NEEDS_STORE, run_nothing, options, NULL};
	struct ctx c = {.mem = mem_new()};
	struct args args;

	(void)state;
	assert_int_equal(read_words(&c, &bare, &args, (const char *const[]){"--as", "x", NULL}), OK);
	assert_int_equal(read_words(&c, &bare, &args, (const char *const[]){"--as", "x", "schools", NULL}), ERR_USAGE);
	assert_string_equal(c.sentence, "it takes options alone, and \"schools\" is none");
	mem_free(c.mem);
}

static void
test_help(void **state)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	(void)state;
	command_help(&import, out);
	fclose(out);
	assert_string_equal(text,
	    "Usage: bairn import [OPTIONS] FILE|DIR…\n"
	    "\n"
	    "Imports extracts.\n"
	    "\n"
	    "Options:\n"
	    "  --as DATASET                  read the files as this data set\n"
	    "  --accept-removals             withdraw however many rows are gone\n"
	    "  --db DATABASE                 a file, or postgresql://host/database?schema=NAME (default: $BAIRN_DB, else bairn.db)\n"
	    "  --catalogue DIR               the authority's own catalogue files, laid over the built-in ones\n"
	    "  --format table|csv|json|xlsx  how to print what is printed (default: table)\n"
	    "\n"
	    "A file is imported whole or not at all.\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options_and_operands),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_mistakes_name_themselves),
		cmocka_unit_test(test_help),
		cmocka_unit_test(words_that_nobody_reads_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
