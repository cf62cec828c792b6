/* Typing figures of the small authority of town.h, by the commands. */
#ifndef TESTS_TYPING_H
#define TESTS_TYPING_H

#include "town.h"

#define SATISFIED "children_satisfied"          /* a proportion, by financial year */

/* Runs a command: operand, then options and their values in pairs, ending with NULL. What it prints lies in *text. */
static inline enum err
run_command(struct town *t, const char *name, const char *format, const char *operand, const char *const *pairs, char **text)
{
	const struct command *k = command_called(name);
	const char *operands[] = {operand, NULL}, *values[32] = {NULL};
	struct args args = {.format = format, .operand = operands, .n = operand != NULL, .rules = k->options, .value = values};
	size_t n = 0;
	FILE *out = open_memstream(text, &n);
	enum err e;

	for (; pairs && pairs[0]; pairs += 2) {
		size_t i = 0;

		while (k->options[i].name && strcmp(k->options[i].name, pairs[0]) != 0)
			i++;
		assert_non_null(k->options[i].name);
		values[i] = pairs[1];
	}
	e = k->run(&t->c, &args, out);
	fclose(out);
	return e;
}
#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL, NULL})

#define SOURCED "--source", "Survey of 2025", "--evidence", "survey.xlsx", "--author", "A. Analyst"

/* Adds a figure; its number. */
static inline int64_t
add(struct town *t, const char *indicator, const char *const *pairs)
{
	char *text;
	int64_t id;

	if (run_command(t, "figure add", "table", indicator, pairs, &text) != OK)
		fail_msg("%s", t->c.sentence);
	assert_int_equal(sscanf(text, "Figure %ld", &id), 1);
	free(text);
	return id;
}

static inline char *
number_text(struct town *t, int64_t n)
{
	return mem_format(t->c.mem, "%lld", (long long)n);
}

#endif
