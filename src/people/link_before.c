/* See the header. Every run keeps the whole list, for a list is short beside what it was made of. */
#include "people/link_before.h"

#include "people/link_keep.h"
#include "store/store.h"

#define RUNS_KEPT 10                    /* that were not taken back */

static enum err
run_bound(struct rows *w, int64_t run)
{
	bind_id(w, "run", run);
	return rows_end(w);
}

/* The run from which on lists are kept, 0 for all. */
static enum err
oldest_kept(struct ctx *c, int64_t *run)
{
	struct rows *r = store_read_own(c, "select id from link_run where undone is null order by id desc");
	int n = 0;

	*run = 0;
	while (n < RUNS_KEPT && rows_next(r))
		if (++n == RUNS_KEPT)
			*run = col_id(r, 0);
	return rows_end(r);
}

enum err
review_keep_before(struct ctx *c, int64_t run)
{
	int64_t oldest;

	if (!run)
		return OK;
	TRY(run_bound(store_write(c, "insert into link_review_before (before_run, left_identity, right_identity, weight, run)"
	    " select k.id, v.left_identity, v.right_identity, v.weight, v.run from link_review v join link_run k on k.id = :run"), run));
	TRY(oldest_kept(c, &oldest));
	return run_bound(store_write(c, "delete from link_review_before where before_run < :run"), oldest);
}

/* Pairs that are in one of the two lists alone, or that weigh otherwise there. */
#define NOT_IN(table, of) " not exists (select 1 from " table " o where o.left_identity = " of ".left_identity and" \
	" o.right_identity = " of ".right_identity and o.weight = " of ".weight"

enum err
review_touch_before(struct ctx *c, int64_t run)
{
	struct id_list ends = {0};
	struct rows *r = store_read_own(c, "select v.left_identity, v.right_identity from link_review v where"
	    NOT_IN("link_review_before", "v") " and o.before_run = :run) union all select b.left_identity, b.right_identity"
	    " from link_review_before b where b.before_run = :run and" NOT_IN("link_review", "b") ")");

	bind_id(r, "run", run);
	while (rows_next(r))
		for (int end = 0; end < 2; end++)
			*push(c->mem, &ends) = col_id(r, end);
	TRY(rows_end(r));
	for (size_t i = 0; i < ends.n; i++)
		TRY(touched_add(c, ends.item[i], 0));
	return OK;
}

enum err
review_put_back(struct ctx *c, int64_t run)
{
	TRY(store_run(c, "delete from link_review"));
	TRY(run_bound(store_write(c, "insert into link_review (left_identity, right_identity, weight, run)"
	    " select v.left_identity, v.right_identity, v.weight, v.run from link_review_before v"
	    " join identity a on a.id = v.left_identity join identity b on b.id = v.right_identity"
	    " where v.before_run = :run and a.sealed = 'no' and b.sealed = 'no'"), run));
	return run_bound(store_write(c, "delete from link_review_before where before_run = :run"), run);
}
