/* `bairn demo`: the command. */
#include <unistd.h>

#include "base/text.h"
#include "demo/demo.h"
#include "demo/people.h"
#include "demo/population.h"

static enum err
number_option(struct ctx *c, const struct args *args, const char *name, int64_t otherwise, int64_t *out)
{
	const char *text = args_option(args, name);

	*out = otherwise;
	if (text != NULL && (!view_int(view_of(text), out) || *out < 0))
		return fail(c, ERR_USAGE, "%s takes a number, not \"%s\"", name, text);
	return OK;
}

static enum err
people_run(struct ctx *c, const char *dir, int64_t seed, int threads, const struct args *args, FILE *out)
{
	struct people_summary sum;
	int64_t records;

	if (args_option(args, "--children") != NULL || args_option(args, "--list") != NULL)
		return fail(c, ERR_USAGE, "--people writes one file; --children and --list go with all of them");
	TRY(number_option(c, args, "--people", 0, &records));
	TRY(people_file_write(c, dir, records, (uint64_t)seed, threads, &sum));
	fprintf(out, "%lld records of %lld children in %s/people.csv; truth_id is the answer, never an input; postcodes.csv says where"
	    " they live\n", (long long)sum.records, (long long)sum.children, dir);
	return OK;
}

static enum err
demo_run(struct ctx *c, const struct args *args, FILE *out)
{
	int64_t children, seed;
	struct demo_summary sum;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int threads = cores > 1 ? (cores < 8 ? (int)cores : 8) : 1;

	if (args->n != 1)
		return fail(c, ERR_USAGE, "one folder to write to is wanted");
	TRY(number_option(c, args, "--children", 20000, &children));
	TRY(number_option(c, args, "--seed", 1, &seed));
	if (args_option(args, "--people") != NULL)
		return people_run(c, args->operand[0], seed, threads, args, out);
	TRY(demo_write(c, args->operand[0], children, (uint64_t)seed, threads,
	    args_option(args, "--list") == NULL ? NULL : out, &sum));
	fprintf(out, "Wearshire (%s): %lld children under 18 in %lld households with %lld young people to 25\n",
	    COUNTY_CODE,
	    (long long)sum.children, (long long)sum.households, (long long)sum.people);
	fprintf(out, "%lld rows in %d files below %s, %lld of them wrong on purpose\n", (long long)sum.rows,
	    sum.files,
	    args->operand[0], (long long)sum.spoilt);
	fprintf(out, "The history ends on 31 March 2026; import it with BAIRN_TODAY=%s\n", TODAY_ISO);
	return OK;
}

static const struct option_rule demo_options[] = {
	{"--children", "N", "how many children under 18 live there now (20000)"},
	{"--people", "N", "instead of all files people.csv, N records of children in five agencies' files, and where their postcodes are"},
	{"--seed", "S", "another number gives another county of the same kind (1)"},
	{"--list", NULL, "name each file with its rows"},
	{NULL, NULL, NULL},
};

const struct command demo_commands[] = {
	{"demo", "DIR", "Write the files of every agency of Wearshire, a county that does not exist.", NEEDS_NOTHING,
	    demo_run,
	    demo_options,
	    "The same seed writes the same bytes on every machine. The folder truth/ holds who everybody truly is, for "
	    "tests of linking; it is not for importing.\n\n"
	    "--people N is for tests and benchmarks of record linkage: people.csv holds exactly N records, about 2.1 for each child, "
	    "of education, health, social care, early help and youth justice, shuffled, with names as frequent as England's, and with "
	    "slips, nicknames, changed names, moved houses, twins and missing fields; truth_id says whose each is. postcodes.csv says "
	    "where the postcodes are, for `bairn link --postcodes`. How often things "
	    "go wrong is invented: compare engines with it, do not predict what they do with real files."},
	{0},
};
