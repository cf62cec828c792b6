/* What can be wrong in what agencies sent, one query a kind. */
#ifndef PEOPLE_FAULT_H
#define PEOPLE_FAULT_H

#include <stdbool.h>
#include <stddef.h>

/* The query returns agency, org, worker, identity, data set, field, a number of what the fault is of (the same tomorrow),
 * and a message that names nobody. It may name :today. */
struct fault {
	const char *kind;
	bool of_people;             /* compares sources, so there is none before they are linked */
	const char *sql;
};
extern const struct fault faults[];
extern const size_t fault_count;

#endif
