/* One file of records of children as five agencies have them, stacked and shuffled, with the answer who is who: what tests and
 * benchmarks of record linkage eat. */
#ifndef DEMO_PEOPLE_H
#define DEMO_PEOPLE_H

#include <stdint.h>

#include "base/err.h"

#define PEOPLE_MOST 40000000            /* NHS numbers for more there are not: see number_nhs */
#define PEOPLE_HEADER "rec_id,source,given_name,family_name,dob,sex,postcode,upn,nhs_number,truth_id"

struct people_summary {
	int64_t records, children;
};

/* Writes people.csv of exactly so many records below `dir`, and beside it, with places, the postcodes that there are. `threads` changes the time, never the bytes. */
enum err people_file_write(struct ctx *c, const char *dir, int64_t records, uint64_t seed, int threads,
    struct people_summary *out) MUST_USE;

#endif
