/* Our SQL in PostgreSQL's words. */
#ifndef STORE_POSTGRES_SQL_H
#define STORE_POSTGRES_SQL_H

#include "base/mem.h"
#include "base/text.h"

struct parameters LIST(const char *);

/* `sql` with $1, $2 … for its named parameters; the same name gets the same number. Fills `names`, which must be empty.
 * Texts, quoted names, comments, `::` and `:=` are left as they are, but for the name of a leaf (data->>'x'): what is read
 * there sorts and compares by its bytes, as columns do and as everything does in SQLite, not by the rules of whatever
 * language the database was made for. Lives as long as `m`. */
const char *parameters_number(struct mem *m, const char *sql, struct parameters *names);

#endif
