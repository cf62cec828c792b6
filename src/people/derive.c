/* Making derived values again. */
#include "people/derive.h"

#include "people/fix.h"
#include "people/survivorship.h"
#include "store/store.h"

enum err
derive(struct ctx *c, bool linked)
{
	struct fix_summary fixes;

	TRY(people_refresh(c));
	return fixes_refresh(c, linked, &fixes);
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
