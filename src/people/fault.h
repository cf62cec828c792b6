/* What can be wrong in what agencies sent, one query a kind. */
#ifndef PEOPLE_FAULT_H
#define PEOPLE_FAULT_H

#include <stdbool.h>
#include <stddef.h>

/* The query returns agency, org, worker, identity, data set, field, a number of what the fault is of (the same tomorrow),
 * and a message that names nobody. It may name :today. */
struct fault {
	const char *kind;
	/* What it is of. Of people's values, and of numbers that two people have: it compares sources, so there is none before they are
	 * linked, and only linking changes it. Of records: linking changes nothing. Of both: records tell it, and linked ones' values
	 * tell more. */
	enum fault_of { OF_RECORDS, OF_VALUES, OF_NUMBERS, OF_BOTH, FAULTS_OF } of;
	const char *sql;
	const char *of_staged;      /* the same of the people in the stage alone; NULL: of records */
	const char *differs;        /* there is none of people whose identities say the same of this field; NULL: nothing so simple */
};
extern const struct fault faults[];
extern const size_t fault_count;

/* Whether a fault of people's values is that they differ in this field. */
bool fault_differs(const char *field);

#endif
