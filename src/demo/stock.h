/* The names of a whole country, for files of millions of people: the lists that Wearshire has (names.h), longer, each with a
 * long tail. How often a name is given falls with its rank as it does in England. */
#ifndef DEMO_STOCK_H
#define DEMO_STOCK_H

#include "base/mem.h"
#include "demo/names.h"

struct stock;

/* Lives in m; read by as many threads as there are. */
const struct stock *stock_new(struct mem *m);
/* These live as long as the stock does. */
const char *stock_given(const struct stock *s, struct rng *r, enum community community, int sex);
void stock_family(const struct stock *s, struct rng *r, enum community community, char out[NAME_SIZE]);
int stock_families(const struct stock *s, enum community community);       /* how many family names there are */

#endif
