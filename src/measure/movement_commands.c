/* show move. */
#include "measure/movement_commands.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/table.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "measure/movement.h"

const struct option_rule move_options[] = {
	{"--period", "PERIOD", "the later period as it is called, 2024-25 (default: the newest whole one)"},
	{"--against", "PERIOD", "the earlier one, of the same kind (default: the one before)"},
	{"--by", "BREAKDOWN", "team, locality, sex, age, … (default: locality and team)"},
	{"--target", "NUMBER", "the value to be reached (default: the measure's own target, else England's value)"},
	{"--small-numbers", NULL, "small numbers too: for whoever may see the records, never for publishing"},
	{NULL, NULL, NULL},
};

static void
print_sentence(FILE *out, const char *sentence)
{
	if (sentence && *sentence)
		fprintf(out, "%s\n", sentence);
}

static void
print_sentences(struct ctx *c, const struct movement *x, FILE *out)
{
	struct mem *m = c->mem;

	fprintf(out, "%s\n\n", x->k->title);
	print_sentence(out, movement_answer(m, x));
	print_sentence(out, movement_chance(m, x));
	print_sentence(out, movement_ahead_words(m, x));
	print_sentence(out, movement_target_words(m, x));
	print_sentence(out, movement_end_words(m, x));
	fputs("\n", out);
}

enum err
show_move(struct ctx *c, const struct args *args, FILE *out)
{
	struct movement_ask ask = {.period = args_option(args, "--period"), .against = args_option(args, "--against"),
	    .by = args_option(args, "--by"), .target = NAN, .all = args_option(args, "--small-numbers") != NULL};
	const char *target = args_option(args, "--target");
	bool people = strcmp(args->format, "table") == 0;
	const struct indicator *k;
	struct movement x;
	struct table *t;

	if (args->n < 1)
		return fail(c, ERR_USAGE, "say which one; `bairn catalogue list` names them");
	k = catalogue_indicator(c->catalogue, args->operand[0]);
	if (!k)
		return fail(c, ERR_INPUT, "The catalogue has no indicator called %s", args->operand[0]);
	if (target && !view_real(view_of(target), &ask.target))
		return fail(c, ERR_USAGE, "--target %s is not a number", target);
	TRY(movement_of(c, k, &ask, &x));
	TRY(movement_table(c, &x, people, &t));
	if (people)
		print_sentences(c, &x, out);
	TRY(table_print(c, t, args->format, out));
	if (people && x.when[0])
		fprintf(out, "\n%s %s%s\n", movement_method(&x), movement_same(&x), x.split_hidden ? " Small numbers are hidden, and what would give them away." : "");
	return OK;
}
