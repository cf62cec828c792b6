/* A progress line that rewrites itself, on a terminal only. */
#include "base/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define SHOW_EVERY_MS 200

void
progress_start(struct progress *p, const char *what)
{
	p->what = what;
	p->started_ms = clock_ms();
	p->shown_ms = p->started_ms;
	p->on = isatty(STDERR_FILENO) == 1;
}

void
progress_show(struct progress *p, uint64_t done, uint64_t total, uint64_t rows)
{
	int64_t now, spent;

	if (!p->on || (now = clock_ms()) - p->shown_ms < SHOW_EVERY_MS)
		return;
	p->shown_ms = now;
	spent = now - p->started_ms;
	fprintf(stderr, "\r\033[K%s: %llu rows, %.0f rows/s", p->what, (unsigned long long)rows,
	    (double)rows * 1000 / (double)spent);
	if (total > 0 && done > 0 && done <= total) {
		int64_t left = (int64_t)((double)spent * (double)(total - done) / (double)done / 1000);

		fprintf(stderr, ", %d %%, %lld:%02lld left", (int)(done * 100 / total), (long long)(left / 60),
		    (long long)(left % 60));
	}
	fflush(stderr);
}

void
progress_end(struct progress *p)
{
	if (!p->on)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
}
