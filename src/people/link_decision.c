/* See the header. */
#include "people/link_decision.h"

#include <string.h>

#include "base/clock.h"
#include "people/link_keep.h"
#include "people/link_measured.h"
#include "store/seal.h"
#include "store/store.h"
#include "store/writer.h"

enum err
decisions_load(struct ctx *c, const struct roster *r, struct decided_pairs *out)
{
	struct rows *rows = store_read(c, "select left_identity, right_identity, decided from link_decision"
	    " where decided in ('same', 'different') order by id");

	*out = (struct decided_pairs){0};
	while (rows_next(rows)) {
		const struct identity_known *left = roster_find(r, col_id(rows, 0)), *right = roster_find(r, col_id(rows, 1));

		if (left && right)
			*push(r->mem, out) = (struct link_decision){left->record, right->record,
			    view_is(col_view(rows, 2), "same") ? LINK_SAME : LINK_DIFFERENT};
	}
	return rows_end(rows);
}

/* The person of an identity that takes part, 0 where it is not linked yet. */
static enum err
person_of(struct ctx *c, int64_t identity, int64_t *person)
{
	struct rows *r = store_read_own(c, "select person from identity where id = :id and sealed = 'no'");
	bool found;

	bind_id(r, "id", identity);
	found = rows_next(r);
	*person = found ? col_id(r, 0) : 0;
	TRY(rows_end(r));
	if (!found)
		return fail(c, ERR_INPUT, "there is no record with the number %lld to link", (long long)identity);
	return OK;
}

static enum err
earlier_supersede(struct ctx *c, int64_t left, int64_t right, const char *now)
{
	struct rows *w = store_write(c, "update link_decision_all set superseded = :now where superseded is null"
	    " and left_identity = :left and right_identity = :right");

	bind_text(w, "now", now);
	bind_id(w, "left", left);
	bind_id(w, "right", right);
	return rows_end(w);
}

static enum err
decision_insert(struct ctx *c, int64_t left, int64_t right, const char *decided, const char *why, const char *by,
    const char *now)
{
	struct view sealed = {0};
	struct rows *w;
	int64_t id;

	TRY(store_draw_ids(c, 1, &id));
	if (why)
		TRY(seal_text(c, left, "link_decision_all", "why", id, view_of(why), &sealed));
	w = store_write(c, "insert into link_decision_all (id, left_identity, right_identity, decided, why, by, recorded)"
	    " values (:id, :left, :right, :decided, :why, :by, :now)");
	bind_id(w, "id", id);
	bind_id(w, "left", left);
	bind_id(w, "right", right);
	bind_text(w, "decided", decided);
	if (why)
		bind_bytes(w, "why", sealed.at, sealed.n);
	else
		bind_null(w, "why");
	bind_text(w, "by", by);
	bind_text(w, "now", now);
	return rows_end(w);
}

static enum err
decide_in_transaction(struct ctx *c, int64_t left, int64_t right, const char *decided, const char *why, const char *by)
{
	const char *now = clock_stamp(c->mem);
	int64_t one, other;

	TRY(person_of(c, left, &one));
	TRY(person_of(c, right, &other));
	if (left == right)
		return fail(c, ERR_INPUT, "two records are wanted, and both are number %lld", (long long)left);
	TRY(weighed_note(c, left, right));
	TRY(earlier_supersede(c, left, right, now));
	TRY(decision_insert(c, left, right, decided, why, by, now));
	TRY(touched_add(c, left, one));
	return touched_add(c, right, other);
}

enum err
decision_make(struct ctx *c, int64_t left, int64_t right, const char *decided, const char *why, const char *by)
{
	enum err e;

	TRY(store_begin(c));
	e = decide_in_transaction(c, left < right ? left : right, left < right ? right : left, decided, why, by);
	if (e != OK) {
		store_rollback(c);
		return e;
	}
	return store_commit_audited(c, (struct audit_row){.identity = left, .act = "decide on a link",
	    .object = mem_format(c->mem, "%lld %lld %s", (long long)left, (long long)right, decided), .allowed = true});
}
