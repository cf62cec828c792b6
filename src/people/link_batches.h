/* Rows on their way into the engine, some at a time: while a thread of its own puts them there, the next ones are read. */
#ifndef PEOPLE_LINK_BATCHES_H
#define PEOPLE_LINK_BATCHES_H

#include "linkage/engine.h"

struct mem;
struct link_batches;

/* Lives in `m`; the set is the caller's, who leaves it alone until the end. */
struct link_batches *link_batches_new(struct mem *m, struct link_set *set);

/* A record: `value[i]` is field i's, empty where it is not known. They lie within `raw`, a row's bytes, or beside it where quotes were
 * undone, and are copied; those of an empty `raw` stay until the end. */
void link_batches_add(struct link_batches *k, struct view raw, int source, const struct view *value);

/* Returns when every record is in the set. Once, whether or not reading went well. */
void link_batches_end(struct link_batches *k);

#endif
