/* A line on a terminal's standard error that says how far long work is: what, rows, rows a second, time left. Silent
 * when standard error is not a terminal. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct progress {
	const char *what;
	int64_t started_ms, shown_ms;
	bool on;
};

void progress_start(struct progress *p, const char *what);
/* `done` of `total` units of work (bytes, say; total 0 when not known) and the rows so far. Cheap: shows at most five
 * times a second. */
void progress_show(struct progress *p, uint64_t done, uint64_t total, uint64_t rows);
void progress_end(struct progress *p);

#endif
