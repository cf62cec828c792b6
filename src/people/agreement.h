/* Under which agreement a file may be taken in. */
#ifndef PEOPLE_AGREEMENT_H
#define PEOPLE_AGREEMENT_H

#include <stdbool.h>

#include "base/err.h"

struct dataset;

/* Refuses a file that may not be taken in at all: nobody answers for it, or its sharing agreement has run out. */
enum err agreement_check(struct ctx *c, const char *path, const struct dataset *d) MUST_USE;

/* Whether the data set's sharing agreement is one that is made up, as all are that come with Bairn, in an authority that is
 * not. `authority` is its area code. */
bool agreement_is_placeholder(const struct dataset *d, const char *authority);
/* The authority's code, NULL before it has one. Lives as long as c->mem. */
enum err agreement_authority(struct ctx *c, const char **authority) MUST_USE;

#endif
