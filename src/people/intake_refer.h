/* What rows refer to by another's key: identities, row ids, organisations, workers, places. Found, or made on first need. */
#ifndef PEOPLE_INTAKE_REFER_H
#define PEOPLE_INTAKE_REFER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "people/intake_batch.h"

struct refer;

/* Loads what the source knows. Inside a transaction; it serves file after file of the agency: each between refer_begin and
 * refer_close. After a rollback it must be forgotten, which frees it. */
enum err refer_open(struct ctx *c, const char *agency, struct refer **out) MUST_USE;
void refer_forget(struct refer *f);                     /* NULL is none */
bool refer_serves(const struct refer *f, const char *agency);
void refer_begin(struct ctx *c, struct refer *f, struct ids *ids);
enum err refer_close(struct ctx *c, struct refer *f) MUST_USE;
bool refer_made(const struct refer *f);                 /* whether anything had to be made since refer_begin */

/* The identity of (scheme, value) in the source; made when not known, for batch `batch`. */
enum err refer_identity(struct ctx *c, struct refer *f, const char *scheme, struct view value, int64_t batch,
    int64_t *identity, bool *made) MUST_USE;

/* Row ids that a data set registered: loads them; finds one (0: not known); adds one. */
enum err refer_load_rows(struct ctx *c, struct refer *f, const char *dataset, int64_t *count) MUST_USE;
int64_t refer_row(struct ctx *c, struct refer *f, const char *dataset, struct view value);
void refer_add_row(struct ctx *c, struct refer *f, const char *dataset, struct view value, int64_t identity);

/* The scheme under which a data set's row ids stand among the identifiers: "row:school_census_pupils". */
const char *row_scheme(struct mem *mem, const char *dataset);

enum err refer_org(struct ctx *c, struct refer *f, struct view code, int64_t *org) MUST_USE;
enum err refer_worker(struct ctx *c, struct refer *f, struct view code, int64_t *worker) MUST_USE;
/* The keys under which reference data sets find the same rows. */
int64_t org_key(struct ctx *c, const char *agency, struct view code);
int64_t worker_key(struct ctx *c, const char *agency, struct view code);

/* A place by its UPRN or, without one, its postcode; 0 when both are empty. */
enum err refer_place(struct ctx *c, struct refer *f, struct view uprn, struct view postcode, int64_t *place) MUST_USE;

/* Where a postcode lies: metres east and north, and its authority's code. False when the look-up lacks it. */
struct spot {
	double easting, northing;
	struct view authority;
};
enum err refer_spot(struct ctx *c, struct refer *f, struct view postcode, struct spot *out, bool *known) MUST_USE;

#endif
