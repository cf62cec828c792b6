/* What can be seen in a query without a database: what is not portable, and the kinds that it reads. */
#ifndef CATALOGUE_SQL_TEXT_H
#define CATALOGUE_SQL_TEXT_H

#include "base/err.h"
#include "base/text.h"

struct mem;

struct sql_fault {
	int line;                       /* counted from the first line of the text, which is 0 */
	const char *word, *because, *instead;   /* "`word` because; use instead" is a sentence */
};

/* The first thing in `sql` that is not portable or not one SELECT; word is NULL when there is none. */
struct sql_fault sql_check(const char *sql, struct mem *m);
/* The same of a statement, or part of one, in the program's own code, which may also write. */
struct sql_fault sql_check_code(const char *sql, struct mem *m);

/* The kinds of episode and event that the text names (`kind = 'a'`, `kind in ('a', 'b')`), each once, ended by NULL;
 * NULL when it reads episode or event without naming any: then it may read them all. */
const char **sql_kinds(const char *sql, struct mem *m);
/* Whether it reads no table but episode and event (and what it makes of them in a `with`). */
bool sql_reads_facts_alone(const char *sql, struct mem *m);

#endif
