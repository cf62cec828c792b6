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

enum err
derive_now(struct ctx *c)
{
	enum err e;

	TRY(store_begin(c));
	e = derive(c, false);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	return store_commit(c);
}
