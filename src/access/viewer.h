/* Who is reading, and what they may do. The one place that answers it for pages: a route names a capability, the
 * server asks may() before the handler runs. Until accounts exist there is one viewer, the analyst at this computer. */
#ifndef ACCESS_VIEWER_H
#define ACCESS_VIEWER_H

#include <stdbool.h>
#include <stdint.h>

/* What a route can ask for. Zero is no capability at all, so a row that forgot to name one is refused at start. */
enum capability {
	CAN_NONE = 0,
	CAN_CONNECT,            /* nothing of the authority's is shown: health, style sheets */
	CAN_AGGREGATES,         /* numbers about groups, suppressed where they are small */
	CAN_IMPORTS,            /* which files came in, and how many rows were kept or rejected; no row's text */
	CAN_RECORDS,            /* anything about one child */
	CAN_MANAGE,             /* accounts, sharing, settings */
	CAPABILITY_COUNT
};

struct viewer {
	int64_t account;                /* 0 until accounts exist */
	const char *name;               /* how the page addresses them: "an analyst" */
	uint32_t capabilities;          /* bit n is capability n */
	const char *area;               /* the only area whose figures they see; NULL for all of the authority */
};

/* Whoever opens a page on this computer: an analyst without access to records. */
const struct viewer *viewer_local(void);

bool may(const struct viewer *viewer, enum capability capability);
bool may_aggregate(const struct viewer *viewer);
bool may_records(const struct viewer *viewer);

/* The word for a capability in the audit and in messages: "aggregates". */
const char *capability_name(enum capability capability);

#endif
