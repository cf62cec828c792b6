/* What may not be written in SQL that two engines read, each with its reason: one list, for the catalogue's queries and (by
 * tools/sqllint.c) for the program's own. */
#ifndef CATALOGUE_SQL_RULES_H
#define CATALOGUE_SQL_RULES_H

#include <stdbool.h>

#include "catalogue/sql_scan.h"

enum sql_reach {
	SQL_EVERYWHERE,
	SQL_CATALOGUE,                  /* a catalogue's query alone, which is one SELECT and divides nothing */
};

struct sql_word {
	const char *word;               /* may end in `*`: any word that begins so; in `(`: only where it is called */
	enum sql_reach reach;
	const char *because;            /* goes on after the word: "is SQLite's own" */
	const char *instead;
};

/* What takes more than one word to see. */
struct sql_shape {
	struct sql_word says;           /* its `word` is how messages name it */
	bool (*seen)(const struct sql_token *t, size_t at);     /* whether it stands at t[at], whose neighbours are looked at */
	const char *example;            /* part of a query that holds it */
};

/* Both end with a NULL word. */
extern const struct sql_word sql_words[];
extern const struct sql_shape sql_shapes[];

#endif
