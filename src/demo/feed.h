/* The case system's nightly feed in two halves: who (people, families, workers) and what (cases, care). */
#ifndef DEMO_FEED_H
#define DEMO_FEED_H

#include "demo/social.h"
#include "demo/write.h"

struct feed {
	const struct writing *out;
	const struct person *p;
	struct seen seen;
	struct rng r;
	int64_t rows;               /* numbers this child's rows */
};

#define ID_SIZE 24
/* The number of a row: the person's and a running one. */
const char *feed_row_id(struct feed *f, char out[ID_SIZE]);
#define ROW_ID feed_row_id(f, (char[ID_SIZE]){0})
#define FEED(kind, ...) ROW(f->out->part, kind, 0, __VA_ARGS__)

/* What the feed keeps: cases that were open at some time since the history began. */
bool feed_keeps(const struct cin *s);
void worker_code(int worker, char out[12]);
void team_code(int team, char out[8]);

void feed_cases(struct feed *f);        /* contacts to protection plans */
void feed_care(struct feed *f);         /* care, placements, leaving care, missing */

#endif
