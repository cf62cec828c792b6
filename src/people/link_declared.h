/* Which agencies say that nobody is twice among their records: no two records of such a source are one person's, but where people
 * said that they are. */
#ifndef PEOPLE_LINK_DECLARED_H
#define PEOPLE_LINK_DECLARED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "linkage/engine.h"

struct source_names LIST(const char *);

struct source_row {
	const char *name;
	int64_t records, several;   /* that are not sealed; people who have more than one of them */
	bool declared;
};
struct source_list LIST(struct source_row);

/* As the authority has set it, by name. Lives in `m`. */
enum err declared_load(struct ctx *c, struct mem *m, struct source_names *out) MUST_USE;
bool declared_has(const struct source_names *list, struct view source);

/* Every source that has a record, or is declared, by name. Lives in c->mem. */
enum err sources_list(struct ctx *c, struct source_list *out) MUST_USE;
/* Declares sources and takes others back, in a transaction of its own, audited, for the runs to come. Names stand between commas; NULL: none.
 * They are those of *list, which tells what is declared then. */
enum err declared_set(struct ctx *c, const char *without, const char *with, struct source_list *list) MUST_USE;

/* Tells the engine of those of the names that `sources` numbers. ERR_INPUT: it cannot tell as many sources apart. */
enum err sources_declare(struct ctx *c, struct link_set *set, const struct text_map *sources, const char *const *name, size_t n) MUST_USE;

/* "health, schools and police" */
const char *source_words(struct mem *m, const struct source_names *list);

#endif
