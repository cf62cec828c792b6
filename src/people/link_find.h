/* Looking one child up: whose records what is known of it may be. */
#ifndef PEOPLE_LINK_FIND_H
#define PEOPLE_LINK_FIND_H

#include "people/link_load.h"

/* What is known; an empty view is not. Dates as base/day.h reads them, numbers as they are written. */
struct find_asked {
	struct view given, family, born, sex, postcode, upn, nhs_number;
};

struct find_found {
	int64_t person, record;     /* person 0: not linked yet */
	const char *source;
	const char *name, *born;    /* for those alone who may read them: reading them is to be written into the audit */
	double weight, probability; /* that record and what is asked are one child's, as the last full run weighs pairs */
};
struct find_list {
	struct find_found *item;
	size_t n, cap;
	size_t crowd;               /* so many are like that, too many to look at all; 0: not too many */
};

/* Finds `most` records at most that share a blocking key with what is asked or have a number of it, be it not the one of several that
 * linking chose; the likeliest first, and no sealed one. ERR_INPUT where nothing was linked yet, or where what is asked has no key: a
 * name alone has none. Lives in c->mem. Reads the kept keys, and the records that are found. */
enum err find_records(struct ctx *c, const struct find_asked *asked, size_t most, struct find_list *out) MUST_USE;

#endif
