/* The command line: each room lists its commands in a table, whose rows hold their own help. */
#ifndef BASE_COMMAND_H
#define BASE_COMMAND_H

#include <stdio.h>

#include "base/err.h"

/* An option of one command: "--covers" with a value, or a flag without one. */
struct option_rule {
	const char *name;           /* "--as" */
	const char *value;          /* what the value is called in the help ("DATASET"); NULL for a flag */
	const char *help;
};

struct args {
	const char *db;             /* --db or BAIRN_DB or bairn.db */
	const char *catalogue;      /* --catalogue DIR or NULL */
	const char *format;         /* --format table|csv|json|xlsx; "table" */
	const char **operand;       /* what is not an option, in order; NULL after the last */
	size_t n;
	const struct option_rule *rules;
	const char **value;         /* the value of rules[i]; "" for a flag that was given; NULL when not given */
};

/* The value of an option of the command's table, or NULL when it was not given. */
const char *args_option(const struct args *args, const char *name);
/* The same as a day; DAY_NONE when it was not given, ERR_USAGE when it is no date. */
enum err args_day(struct ctx *c, const struct args *args, const char *name, int32_t *day) MUST_USE;

enum needs {
	NEEDS_NOTHING,              /* neither catalogue nor database */
	NEEDS_CATALOGUE,
	NEEDS_STORE,                /* both, the database opened (and migrated) */
	NEEDS_STORE_OR_FILES,       /* both, unless the operands are files (all but whole numbers are): nothing then */
};

struct command {
	const char *name;           /* "import", or two words: "catalogue check" */
	const char *operands;       /* "FILE|DIR…" */
	const char *help;           /* one sentence */
	enum needs needs;
	enum err (*run)(struct ctx *c, const struct args *args, FILE *out);
	const struct option_rule *options;  /* ends with a NULL name; may be NULL */
	const char *more;           /* further paragraphs for `bairn help NAME`, or NULL */
};

/* Fills `args` from the words after the command's name. ERR_USAGE names the word that is wrong. */
enum err args_read(struct ctx *c, const struct command *command, int n, char *const word[], struct args *args) MUST_USE;
void command_help(const struct command *command, FILE *out);

#endif
