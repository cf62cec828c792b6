/* The table of the tables of versions. */
#include "people/intake_target.h"

#include <stddef.h>

#define KNOWN(table, since, until, whose) KNOWN_FROM("b.dataset", table, since, until, whose)
#define KNOWN_FROM(dataset, table, since, until, whose)                                                                \
	"select t.source_key, t.fact, t.id, t.digest, b.as_at, " dataset ", " since ", " until " from " table            \
	" t join batch b on b.id = t.batch" whose
#define OF_KIND " where t.kind = :kind and t.superseded is null"
#define OF_SOURCE " join identity i on i.id = t.identity where i.source = :source and t.superseded is null"
#define SUPERSEDE(table) "update " table " set superseded = :now where id = :id"

static const struct target_table tables[TARGET_COUNT] = {
	[TARGET_EPISODE] = {
		.table = "episode_all", .has_fact = true,
		.column = {{"kind", FILL_KIND}, {"domain", FILL_DOMAIN}, {"parent", FILL_PARENT}, {"org", FILL_ORG},
		    {"since", FILL_TEXT}, {"until", FILL_TEXT}, {"reason", FILL_TEXT}, {"outcome", FILL_TEXT},
		    {"data", FILL_DATA}},
		.known = KNOWN("episode_all", "t.since", "t.until", OF_KIND),
		.supersede = SUPERSEDE("episode_all"),
	},
	[TARGET_EVENT] = {
		.table = "event_all", .has_fact = true,
		.column = {{"kind", FILL_KIND}, {"domain", FILL_DOMAIN}, {"episode", FILL_PARENT}, {"at", FILL_TEXT},
		    {"at_time", FILL_TEXT}, {"org", FILL_ORG}, {"worker", FILL_WORKER}, {"outcome", FILL_TEXT},
		    {"note", FILL_SEALED}, {"data", FILL_DATA}},
		.known = KNOWN("event_all", "t.at", "t.at", OF_KIND),
		.supersede = SUPERSEDE("event_all"),
	},
	[TARGET_DETAILS] = {
		.table = "identity_detail_all",
		.column = {{"born", FILL_TEXT}, {"born_last", FILL_LAST}, {"due", FILL_TEXT}, {"died", FILL_TEXT},
		    {"sex", FILL_TEXT}, {"gender", FILL_TEXT}, {"ethnicity", FILL_TEXT}, {"language", FILL_TEXT},
		    {"data", FILL_DATA}},
		.known = KNOWN("identity_detail_all", "null", "null", OF_SOURCE),
		.supersede = SUPERSEDE("identity_detail_all"),
	},
	[TARGET_NAME] = {
		.table = "identity_name_all",
		.column = {{"kind", FILL_KIND}, {"given", FILL_TEXT}, {"middle", FILL_TEXT}, {"family", FILL_TEXT},
		    {"since", FILL_TEXT}, {"until", FILL_TEXT}},
		.known = KNOWN("identity_name_all", "t.since", "t.until", OF_SOURCE),
		.supersede = SUPERSEDE("identity_name_all"),
	},
	[TARGET_IDENTIFIER] = {
		.table = "identifier_all",
		.column = {{"scheme", FILL_KIND}, {"value", FILL_SEALED}, {"blind", FILL_BLIND}, {"since", FILL_TEXT},
		    {"until", FILL_TEXT}, {"checked", FILL_CHECKED}},
		/* The number by which an identity is known is no data set's own, so no extract can lack it. */
		.known = KNOWN_FROM("case when t.value is null or t.scheme = coalesce(:scheme, '') or"
		    " t.scheme = coalesce(:fallback, '') then '' else b.dataset end", "identifier_all", "t.since", "t.until", OF_SOURCE),
		.supersede = SUPERSEDE("identifier_all"),
	},
	[TARGET_RESIDENCE] = {
		.table = "residence_all",
		.column = {{"kind", FILL_KIND}, {"place", FILL_PLACE}, {"since", FILL_TEXT}, {"until", FILL_TEXT},
		    {"withheld_from", FILL_TEXT}},
		.known = KNOWN("residence_all", "t.since", "t.until", OF_SOURCE),
		.supersede = SUPERSEDE("residence_all"),
	},
	[TARGET_TIE] = {
		.table = "tie_all",
		.column = {{"other", FILL_OTHER}, {"kind", FILL_KIND}, {"parental_responsibility", FILL_TEXT},
		    {"carer", FILL_TEXT}, {"since", FILL_TEXT}, {"until", FILL_TEXT}},
		.known = KNOWN("tie_all", "t.since", "t.until", OF_SOURCE),
		.supersede = SUPERSEDE("tie_all"),
	},
	[TARGET_TEAM] = {
		.table = "team_all",
		.column = {{"worker", FILL_WORKER}, {"episode", FILL_PARENT}, {"role", FILL_TEXT}, {"lead", FILL_NO},
		    {"since", FILL_TEXT}, {"until", FILL_TEXT}, {"reason", FILL_SEALED}},
		.known = KNOWN("team_all", "t.since", "t.until", OF_SOURCE),
		.supersede = SUPERSEDE("team_all"),
	},
};

const struct target_table *
target_table(enum target target)
{
	/* A run is an episode that the engine derives. */
	if (target == TARGET_RUN)
		target = TARGET_EPISODE;
	return tables[target].table ? &tables[target] : NULL;
}
