/* What the page of linking shows: sums, and the numbers of people whose records look wrong; nobody's name. */
#ifndef PEOPLE_LINKAGE_VIEWS_H
#define PEOPLE_LINKAGE_VIEWS_H

#include <stdbool.h>
#include <stdint.h>

#include "people/link_measured.h"
#include "web/grid.h"
#include "web/page.h"

struct linkage_view {
	bool run;                       /* there was a run, taken back or not */
	bool undone;                    /* the last one was taken back */
	int64_t records, people, agencies, awaiting, decided;
	int64_t keys_split, left_apart; /* by the last run of all records: keys that too many share, pairs of these left apart */
	int64_t large, conflicting;     /* people who look wrong */
	struct measured measured;
	const char *join, *review, *join_bits;  /* the thresholds in words */
	bool own;                       /* they are this authority's */
	const char *declared;           /* agencies that hold nobody twice, in words; "": none */
	const char *precision, *recall; /* in words */
	struct grid runs, weights, known, same, larges, conflicts, judged;
	struct html histogram;
};
void linkage_template(struct page *p, const struct linkage_view *v);

#endif
