/* What each target of a write takes: the columns that `set` may fill, which are those of its table in schema/. */
#include "catalogue/dataset.h"

#define COLUMNS(...) (const char *const[]){__VA_ARGS__, NULL}

const struct target_rule target_rules[TARGET_COUNT] = {
	/*                       name          child  data   named  keyed */
	[TARGET_EPISODE]     = { "episode",    true,  true,  true,  true,
	    COLUMNS("since", "until", "reason", "outcome", "org") },
	[TARGET_EVENT]       = { "event",      true,  true,  true,  true,
	    COLUMNS("at", "at_time", "org", "worker", "outcome", "note") },
	[TARGET_RUN]         = { "run",        true,  true,  true,  false,
	    COLUMNS("since", "until", "reason", "outcome") },
	[TARGET_DETAILS]     = { "details",    true,  true,  true,  false,
	    COLUMNS("born", "due", "died", "sex", "gender", "ethnicity", "language") },
	[TARGET_NAME]        = { "name",       true,  false, true,  false,
	    COLUMNS("given", "middle", "family", "since", "until") },
	[TARGET_IDENTIFIER]  = { "identifier", true,  false, true,  false, COLUMNS("value", "since", "until") },
	[TARGET_RESIDENCE]   = { "residence",  true,  false, true,  false,
	    COLUMNS("postcode", "uprn", "since", "until", "withheld_from") },
	[TARGET_TIE]         = { "tie",        true,  false, true,  false,
	    COLUMNS("parental_responsibility", "carer", "since", "until") },
	[TARGET_TEAM]        = { "team",       true,  false, true,  true,
	    COLUMNS("worker", "role", "lead", "since", "until", "reason") },
	[TARGET_ORG]         = { "org",        false, false, true,  false, COLUMNS("code", "name", "parent") },
	[TARGET_WORKER]      = { "worker",     false, false, false, false,
	    COLUMNS("code", "name", "org", "role", "email", "phone", "since", "until") },
	[TARGET_CAPACITY]    = { "capacity",   false, false, true,  false,
	    COLUMNS("org", "since", "until", "places", "unit_cost") },
	[TARGET_POSTCODE]    = { "postcode",   false, false, false, false,
	    COLUMNS("postcode", "easting", "northing", "lsoa", "msoa", "ward", "locality", "authority", "until") },
	[TARGET_AREA]        = { "area",       false, false, false, false, COLUMNS("code", "kind", "name", "parent") },
	[TARGET_DEPRIVATION] = { "deprivation", false, false, false, false,
	    COLUMNS("area", "edition", "score", "rank", "decile", "idaci_decile") },
	[TARGET_POPULATION]  = { "population", false, false, false, false, COLUMNS("area", "year", "age", "sex", "n") },
	[TARGET_BOUNDARY]   = { "boundary",   false, false, false, false, COLUMNS("area", "rings") },
};
