/* Making derived values again. */
#include "people/derive.h"

#include "people/fix.h"
#include "people/link_stage.h"
#include "people/survivorship.h"
#include "store/store.h"

enum err
derive(struct ctx *c, bool linked)
{
	struct fix_summary fixes;

	TRY(people_refresh(c, false));
	return fixes_refresh(c, linked, &fixes);
}

/* A person who only gained records that were nobody's. Their values stay as they are where each of these says what the person says
 * already, or nothing, for the best of all that is said is then the same; one who died is looked at for what is open. */
#define GAINED "link_change l cross join identity i cross join person p where l.run = :run and l.before is null" \
	" and i.id = l.identity and i.person = l.after and p.id = l.after"
#define SAYS(column, field) column " is not null and " column " is distinct from p." field
#define DETAILS_SAY "exists (select 1 from identity_detail d where d.identity = i.id and (" SAYS("d.born", "born") \
	" or " SAYS("d.due", "due") " or " SAYS("d.died", "died") " or " SAYS("d.sex", "sex") \
	" or " SAYS("d.gender", "gender") " or " SAYS("d.ethnicity", "ethnicity") "))"
#define NAMES_SAY "exists (select 1 from identity_name n where n.identity = i.id and n.kind = 'current' and (" \
	SAYS("n.given", "given") " or " SAYS("n.family", "family") "))"
/* All others whose records a run moved, from or to; it may have been undone since. */
#define LOST "(l.before is not null or exists (select 1 from identity i where i.id = l.identity and i.person is distinct from l.after))"

/* Records that are nobody's, for the run was undone that took them in. Not by the index of those: it still has all that the run took in,
 * and PostgreSQL would read it through for each. */
#define NOBODYS "link_change l cross join identity i where l.run = :run and i.id = l.identity and coalesce(i.person, 0) = 0"

static enum err
values_of_run(struct ctx *c, int64_t run)
{
	struct id_list people = {0};
	struct rows *r = store_read_own(c, "select l.before from link_change l where l.run = :run and l.before is not null"
	    " union select l.after from link_change l where l.run = :run and " LOST
	    " union select p.id from " GAINED " and (p.died is not null or " DETAILS_SAY " or " NAMES_SAY ")"
	    " union select i.id from " NOBODYS);

	bind_id(r, "run", run);
	while (rows_next(r))
		*push(c->mem, &people) = col_id(r, 0);
	TRY(rows_end(r));
	TRY(stage_fill(c, &people));
	TRY(people_refresh(c, true));
	return fixes_refresh_staged(c, OF_VALUES);
}

/* Of the numbers of records that moved: both people of whom one has what the other has, too, or had. */
static enum err
numbers_of_run(struct ctx *c, int64_t run)
{
	struct id_list people = {0};
	struct rows *r = store_read_own(c, "select l.after, j.person from link_change l cross join identifier a cross join identifier b"
	    " cross join identity j where l.run = :run and a.identity = l.identity and b.blind = a.blind and j.id = b.identity"
	    " and j.person is not null and (j.person <> l.after or " LOST ") union all select i.id, i.id from " NOBODYS);

	bind_id(r, "run", run);
	while (rows_next(r))
		for (int i = 0; i < 2; i++)
			*push(c->mem, &people) = col_id(r, i);
	TRY(rows_end(r));
	if (people.n == 0)
		return OK;
	TRY(stage_fill(c, &people));
	return fixes_refresh_staged(c, OF_NUMBERS);
}

enum err
derive_of_run(struct ctx *c, int64_t run)
{
	bool current;

	TRY(fixes_are_current(c, &current));
	if (!current)
		return derive(c, true);
	TRY(values_of_run(c, run));
	return numbers_of_run(c, run);
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
