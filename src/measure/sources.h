/* Which files a measure's figures stand on. */
#ifndef MEASURE_SOURCES_H
#define MEASURE_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "catalogue/indicator.h"

/* One data set that writes what the measure reads: its newest file. */
struct source {
	const char *title, *agency;
	int32_t as_at;
	bool annual;                    /* an annual return */
	int64_t batch;
};
struct sources {
	struct source *item;
	size_t n, cap;
};

/* Newest first, a nightly feed before an annual return of the same day. A measure that may read anything (its tables are
 * not known) has every data set. */
enum err sources_of(struct ctx *c, const struct indicator *k, struct sources *out) MUST_USE;

#endif
