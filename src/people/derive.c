/* Making derived values again. */
#include "people/derive.h"

#include "people/fix.h"
#include "people/survivorship.h"
#include "store/store.h"

enum err
derive(struct ctx *c, bool linked)
{
	struct fix_summary fixes;

	TRY(people_refresh(c, false));
	return fixes_refresh(c, linked, false, &fixes);
}

/* The people whose records a run moved, from and to; and, for what one person has and another has, too, all who share a number
 * with such a record. */
static enum err
people_stage(struct ctx *c, int64_t run)
{
	struct rows *w;

	TRY(store_run(c, "delete from link_stage"));
	w = store_write(c, "insert into link_stage (id) select l.after from link_change l where l.run = :run"
	    " union select l.before from link_change l where l.run = :run and l.before is not null"
	    " union select j.person from link_change l cross join identifier a cross join identifier b cross join identity j"
	    " where l.run = :run and a.identity = l.identity and b.blind = a.blind and j.id = b.identity and j.person is not null");
	bind_id(w, "run", run);
	return rows_end(w);
}

enum err
derive_of_run(struct ctx *c, int64_t run)
{
	struct fix_summary fixes;
	bool current;

	TRY(fixes_are_current(c, &current));
	if (!current)
		return derive(c, true);
	TRY(people_stage(c, run));
	TRY(people_refresh(c, true));
	return fixes_refresh(c, true, true, &fixes);
}

static enum err
anybody_linked(struct ctx *c, bool *yes)
{
	struct rows *r = store_read_own(c, "select 1 from person limit 1");

	*yes = rows_next(r);
	return rows_end(r);
}

enum err
derive_now(struct ctx *c)
{
	bool linked = false;
	enum err e;

	TRY(store_begin(c));
	e = anybody_linked(c, &linked);
	if (e == OK)
		e = derive(c, linked);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	return store_commit(c);
}
