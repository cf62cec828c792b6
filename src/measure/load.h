/* From the database into the engine's arrays, once a run. */
#ifndef MEASURE_LOAD_H
#define MEASURE_LOAD_H

#include "base/err.h"
#include "measure/areas.h"
#include "measure/people.h"
#include "measure/tally.h"

/* All live as long as `m`. */
enum err areas_load(struct ctx *c, struct mem *m, struct areas *out) MUST_USE;
enum err people_load(struct ctx *c, struct mem *m, const struct areas *areas, struct people *out) MUST_USE;

/* Runs an indicator's query. `window`: binds :from and :to to it, and each row holds on the window's last day where it
 * gives no day of its own. `rows` lives in `m`, `earliest` is the first day that any row begins or happens (DAY_NONE where
 * none does). */
enum err fact_rows_load(struct ctx *c, struct mem *m, const struct indicator *k, const struct people *people,
    const struct period *window, struct fact_rows *rows, int32_t *earliest) MUST_USE;

/* Loaded rows as this indicator counts them, for the same rows may be another's too: children that are known alone, where
 * it counts children; words turned into hits, where it says which are. What is new lives in `m`. */
void fact_rows_for(struct mem *m, const struct indicator *k, struct fact_rows *rows);

/* The question that an indicator's file asks. */
void question_of(const struct indicator *k, struct question *out);

/* What an indicator's query may take, in milliseconds. */
#define MEASURE_QUERY_MS 60000

#endif
