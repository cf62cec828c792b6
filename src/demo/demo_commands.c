/* `bairn demo`: the command. */
#include <unistd.h>

#include "base/text.h"
#include "demo/demo.h"
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
demo_run(struct ctx *c, const struct args *args, FILE *out)
{
	int64_t children, seed;
	struct demo_summary sum;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (args->n != 1)
		return fail(c, ERR_USAGE, "one folder to write to is wanted");
	TRY(number_option(c, args, "--children", 20000, &children));
	TRY(number_option(c, args, "--seed", 1, &seed));
	TRY(demo_write(c, args->operand[0], children, (uint64_t)seed, cores > 1 ? (cores < 8 ? (int)cores : 8) : 1,
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
	{"--seed", "S", "another number gives another county of the same kind (1)"},
	{"--list", NULL, "name each file with its rows"},
	{NULL, NULL, NULL},
};

const struct command demo_commands[] = {
	{"demo", "DIR", "Write the files of every agency of Wearshire, a county that does not exist.", NEEDS_NOTHING,
	    demo_run,
	    demo_options,
	    "The same seed writes the same bytes on every machine. The folder truth/ holds who everybody truly is, for "
	    "tests of linking; it is not for importing."},
	{0},
};
