/* The list of things to fix, from the faults that fault.c finds; each has a key, so it is the same fault tomorrow. */
#include "people/fix.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "people/fault.h"
#include "people/link_stage.h"
#include "store/seal.h"
#include "store/store.h"

struct open_fix {
	int64_t id, org, worker, identity;
	bool still, moved;          /* still at fault; another can put it right, or it is known now whose it is */
};
struct fixing {
	struct mem *mem;
	struct int_map *by_key;
	struct { struct open_fix *item; size_t n, cap; } open;
	int64_t next, end;
	struct fix_summary *out;
};

/* Which faults a refresh looks for: the others are as they were. */
struct looking {
	bool of[FAULTS_OF];
	bool staged;                /* of those people alone whose numbers lie in the stage */
};

/* An unknown kind is one that is no longer looked for: it is closed. */
static bool
looks_for_kind(const struct looking *looking, struct view kind)
{
	for (size_t i = 0; i < fault_count; i++)
		if (view_is(kind, faults[i].kind))
			return looking->of[faults[i].of];
	return true;
}

#define OPEN_FIXES "select id, source_key, kind, org, worker, identity from fix where closed is null"

static enum err
open_load(struct ctx *c, struct fixing *f, const struct looking *looking)
{
	struct rows *r = store_read_own(c, looking->staged ? OPEN_FIXES " and identity in " STAGED_RECORDS : OPEN_FIXES);
	bool is_new;

	while (rows_next(r)) {
		*push(f->mem, &f->open) = (struct open_fix){.id = col_id(r, 0), .org = col_id(r, 3), .worker = col_id(r, 4),
		    .identity = col_id(r, 5), .still = !looks_for_kind(looking, col_view(r, 2))};
		*int_map_put(f->by_key, col_id(r, 1), &is_new) = (int64_t)f->open.n - 1;
	}
	return rows_end(r);
}

static enum err
fix_open(struct ctx *c, struct fixing *f, const struct fault *fault, struct rows *r, int64_t key, struct bulk *b)
{
	if (f->next == f->end) {
		TRY(store_draw_ids(c, 1024, &f->next));
		f->end = f->next + 1024;
	}
	bulk_int(b, 0, f->next++);
	bulk_text(b, 1, view_of(fault->kind));
	bulk_text(b, 2, col_view(r, 0));
	for (int i = 1; i < 4; i++)
		if (!col_is_null(r, i))
			bulk_int(b, 2 + i, col_id(r, i));
	bulk_text(b, 6, col_view(r, 4));
	bulk_text(b, 7, col_view(r, 5));
	bulk_int(b, 8, key);
	bulk_text(b, 9, col_view(r, 7));
	bulk_day(b, 10, day_today());
	f->out->opened++;
	return bulk_row(b);
}

static void
fix_still(struct open_fix *fix, const struct rows *r)
{
	int64_t org = col_id(r, 1), worker = col_id(r, 2), identity = col_id(r, 3);

	fix->still = true;
	fix->moved = fix->moved || fix->org != org || fix->worker != worker || fix->identity != identity;
	fix->org = org;
	fix->worker = worker;
	fix->identity = identity;
}

static enum err
fault_find(struct ctx *c, struct fixing *f, const struct fault *fault, bool staged, struct bulk *b)
{
	struct rows *r = store_read_own(c, staged ? fault->of_staged : fault->sql);
	enum err e = OK;

	bind_day(r, "today", day_today());
	while (e == OK && rows_next(r)) {
		struct view part[] = {view_of(fault->kind), col_view(r, 0), col_view(r, 4), col_view(r, 5), {0}};
		char number[24];
		int64_t key, *at;
		bool is_new;

		snprintf(number, sizeof number, "%lld", (long long)col_id(r, 6));
		part[4] = view_of(number);
		key = blind(c->store, "fix", part, sizeof part / sizeof *part);
		at = int_map_put(f->by_key, key, &is_new);
		if (is_new) {
			*at = -1;       /* opened by this run: said once */
			e = fix_open(c, f, fault, r, key, b);
		} else if (*at >= 0) {
			fix_still(&f->open.item[*at], r);
		}
	}
	return rows_end(r) != OK || e != OK ? c->err : OK;
}

static void
bind_id_or_null(struct rows *w, const char *name, int64_t id)
{
	if (id)
		bind_id(w, name, id);
	else
		bind_null(w, name);
}

/* Closes what is no longer at fault, and gives what is to whoever can put it right now. */
static enum err
fixes_settle(struct ctx *c, struct fixing *f)
{
	for (size_t i = 0; i < f->open.n; i++) {
		const struct open_fix *fix = &f->open.item[i];
		struct rows *w;

		if (fix->still && !fix->moved)
			continue;
		w = fix->still ? store_write(c, "update fix set org = :org, worker = :worker, identity = :identity where id = :id") :
		    store_write(c, "update fix set closed = :today where id = :id");
		bind_id(w, "id", fix->id);
		if (fix->still) {
			bind_id_or_null(w, "org", fix->org);
			bind_id_or_null(w, "worker", fix->worker);
			bind_id_or_null(w, "identity", fix->identity);
		} else {
			bind_day(w, "today", day_today());
			f->out->closed++;
		}
		TRY(rows_end(w));
	}
	return OK;
}

/* What the faults of records hang on: the files that were imported, and the day. */
static enum err
records_state(struct ctx *c, const char **state, bool *looked_at)
{
	struct rows *r = store_read_own(c, "select coalesce(max(b.id), 0), (select value from setting where name = 'fixes_of')"
	    " from batch b");
	const char *before = NULL;

	if (rows_next(r)) {
		*state = mem_format(c->mem, "%s %lld", day_iso(c->mem, day_today()), (long long)col_id(r, 0));
		before = col_text(r, 1, c->mem);
	}
	*looked_at = before && strcmp(before, *state) == 0;
	return rows_end(r);
}

enum err
fixes_are_current(struct ctx *c, bool *current)
{
	const char *state = "";

	return records_state(c, &state, current);
}

static enum err
state_keep(struct ctx *c, const char *state)
{
	struct rows *w = store_write(c, "insert into setting (name, value) values ('fixes_of', :state)"
	    " on conflict (name) do update set value = excluded.value");

	bind_text(w, "state", state);
	return rows_end(w);
}

static enum err
refresh(struct ctx *c, const struct looking *looking, struct fix_summary *out)
{
	static const char *const columns[] = {"id", "kind", "agency", "org", "worker", "identity", "dataset", "field",
	    "source_key", "message", "opened", NULL};
	struct fixing f = {.mem = mem_new(), .out = out};
	struct bulk *b = bulk_open(c, "fix", columns);
	enum err e;

	*out = (struct fix_summary){0};
	f.by_key = int_map_new(f.mem, 1024);
	e = open_load(c, &f, looking);
	for (size_t i = 0; i < fault_count && e == OK; i++)
		if (looking->of[faults[i].of])
			e = fault_find(c, &f, &faults[i], looking->staged, b);
	if (bulk_close(b, NULL) != OK && e == OK)
		e = c->err;
	if (e == OK)
		e = fixes_settle(c, &f);
	out->open = (int64_t)f.open.n - out->closed + out->opened;
	mem_free(f.mem);
	return e;
}

enum err
fixes_refresh(struct ctx *c, bool linked, struct fix_summary *out)
{
	const char *state = "";
	bool looked_at;

	TRY(records_state(c, &state, &looked_at));
	TRY(refresh(c, &(struct looking){.of = {[OF_RECORDS] = !linked || !looked_at, [OF_VALUES] = linked, [OF_NUMBERS] = linked,
	    [OF_BOTH] = true}}, out));
	return state_keep(c, state);
}

enum err
fixes_refresh_staged(struct ctx *c, enum fault_of of)
{
	struct looking looking = {.of[OF_BOTH] = of == OF_VALUES, .staged = true};
	struct fix_summary fixes;

	looking.of[of] = true;
	return refresh(c, &looking, &fixes);
}
