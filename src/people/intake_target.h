/* The tables of versions, as intake writes them: one row a target, so that one piece of code serves all. */
#ifndef PEOPLE_INTAKE_TARGET_H
#define PEOPLE_INTAKE_TARGET_H

#include <stdbool.h>

#include "catalogue/dataset.h"

/* How a column gets its value from a write. */
enum filling {
	FILL_TEXT,          /* the setting's text */
	FILL_KIND,          /* the write's kind (or scheme) */
	FILL_DOMAIN,
	FILL_PARENT,        /* the fact of the parent episode */
	FILL_ORG, FILL_WORKER,      /* the setting is a code in the source; the row is made on first need */
	FILL_PLACE,         /* from the settings postcode and uprn */
	FILL_OTHER,         /* the other identity of a tie */
	FILL_SEALED,        /* the setting's text, sealed under the identity's key */
	FILL_BLIND,         /* the blind index of the setting `value` under the scheme */
	FILL_CHECKED,       /* whether the setting `value` has the right check digit, where the scheme has one */
	FILL_DATA,          /* the JSON object of the write's fields */
	FILL_LAST,          /* the last day that the partial date of the setting `born` can be */
	FILL_NO,            /* the setting's text, or "no" */
};

struct target_column {
	const char *name;
	enum filling filling;
};

#define TARGET_COLUMNS_MAX 12

struct target_table {
	const char *table;              /* NULL: not a table of versions */
	bool has_fact;                  /* its facts can be referred to: a row in `fact` each */
	struct target_column column[TARGET_COLUMNS_MAX + 1];    /* after id, fact, identity; ends with a NULL name */
	/* The current versions that this data set could meet again: source_key, fact, id, digest, as_at, data set, since,
	 * until. Parameters :source or, where facts have kinds, :kind. */
	const char *known;
	const char *supersede;          /* update … set superseded = :now where id = :id */
};

const struct target_table *target_table(enum target target);

#endif
