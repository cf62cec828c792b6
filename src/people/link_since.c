/* See the header. Numbers of rows rise with time, and a writer takes its turn, so what has a higher number came later. */
#include "people/link_since.h"

#include "people/link_stage.h"
#include "store/store.h"

#define NEW_VERSIONS(table) "select v.identity from " table " v where v.id > :seen"
/* A file withdraws at the time that it bears. */
#define WITHDRAWN(table) "select v.identity from " table " v where v.superseded is not null and v.superseded in" \
	" (select b.at from batch b where b.id > :seen)"
#define IN(table) NEW_VERSIONS(table), WITHDRAWN(table)

static const char *const sources[] = {
	"select i.id from identity i where i.person is null",
	"select i.id from identity i where i.sealed <> 'no' and exists (select 1 from link_input l where l.identity = i.id)",
	IN("identity_name_all"), IN("identity_detail_all"), IN("identifier_all"), IN("residence_all"),
};

static enum err
ask(struct ctx *c, struct mem *mem, const char *sql, int64_t seen, struct id_list *out)
{
	struct rows *r = store_read(c, sql);

	if (bind_exists(r, "seen"))
		bind_id(r, "seen", seen);
	while (rows_next(r))
		*push(mem, out) = col_id(r, 0);
	return rows_end(r);
}

enum err
since_find(struct ctx *c, struct mem *mem, int64_t seen, struct id_list *out, struct id_list *decided)
{
	struct id_list holders = {0};

	*out = *decided = (struct id_list){0};
	TRY(ask(c, mem, "select t.identity from link_touched t cross join identity i where i.id = t.identity and i.sealed = 'no'", 0,
	    decided));
	for (size_t i = 0; i < decided->n; i++)
		*push(mem, out) = decided->item[i];
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		TRY(ask(c, mem, sources[i], seen, out));
	TRY(stage_ask(c, mem, out, "select distinct k.identity from identifier_all a cross join link_several k where "
	    IN_STAGE("a.identity") " and k.number = a.blind and k.identity <> a.identity", &holders));
	for (size_t i = 0; i < holders.n; i++)
		*push(mem, out) = holders.item[i];
	return OK;
}
