/* Who is who: records in, clusters out. Pure: no database, no clock; the same answer whatever the order of records.
 *
 * This version joins what is exactly the same; an engine that weighs evidence fits behind the same call.
 */
#ifndef LINKAGE_LINKAGE_H
#define LINKAGE_LINKAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct mem;

struct link_identifier {
	int32_t scheme;             /* equal numbers: the same kind of identifier */
	int64_t value;              /* a blind index: equal when the identifier is */
};

/* One source's record of a child. */
struct link_record {
	int64_t id;                 /* ties are settled by the lowest */
	struct view given, family, postcode;
	int32_t born;               /* DAY_NONE when not known */
	char sex;                   /* 'F', 'M' or 0 */
	const struct link_identifier *identifier;
	size_t n_identifiers;
};

enum link_reason {
	LINK_ALONE,                 /* joined to nobody */
	LINK_IDENTIFIER,            /* shares an identifier, and nothing speaks against it */
	LINK_NAME_BORN_POSTCODE,    /* the same names, date of birth and postcode */
};

struct link_result {
	int32_t *cluster;           /* for each record: the number of its cluster, 0 … clusters - 1 */
	enum link_reason *reason;   /* for each record: the strongest reason it is in its cluster */
	float *weight;              /* in bits, of that reason; 0 alone */
	size_t clusters;
	size_t refused;             /* pairs that share an identifier but differ in both name and date of birth */
};

/* Links `n` records; the result lives in `mem`. */
void link_exact(struct mem *mem, const struct link_record *record, size_t n, struct link_result *out);

#endif
