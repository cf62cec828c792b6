/* The list of things to fix: one query a kind of fault; each fault has a key, so it is the same fault tomorrow. */
#include "people/fix.h"

#include <stdio.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "store/seal.h"
#include "store/store.h"

/* Each query returns agency, org, worker, identity, data set, field, a key and a message that names nobody. The worker is
 * the child's current lead in that source, who can correct it. */
#define LEAD "(select min(t.worker) from team t where t.identity = i.id and t.lead = 'yes' and t.until is null)"

struct fault {
	const char *kind;
	bool of_people;             /* compares sources, so there is none before they are linked */
	const char *sql;
};

static const struct fault faults[] = {
	{"rejected row", false,
	    "select b.agency, null, null, null, b.dataset, j.field, coalesce(j.raw_key, j.id), j.reason"
	    " from reject j join batch b on b.id = j.batch where j.closed_by is null"},
	{"no date of birth", false,
	    "select i.source, null, " LEAD ", i.id, null, 'born', i.id, 'no date of birth is given'"
	    " from identity i where exists (select 1 from identity_detail d where d.identity = i.id)"
	    " and not exists (select 1 from identity_detail d where d.identity = i.id and d.born is not null)"},
	{"dates of birth differ", true,
	    "select distinct i.source, cast(null as integer), " LEAD ", i.id, null, 'born', i.id,"
	    " 'the date of birth differs from that of a more trusted source'"
	    " from identity i join person p on p.id = i.person join identity_detail d on d.identity = i.id"
	    " where d.born is not null and d.born <> p.born"},
	{"sexes differ", true,
	    "select distinct i.source, cast(null as integer), " LEAD ", i.id, null, 'sex', i.id,"
	    " 'the sex differs from that of a more trusted source'"
	    " from identity i join person p on p.id = i.person join identity_detail d on d.identity = i.id"
	    " where d.sex is not null and d.sex <> p.sex"},
	{"ends before it begins", false,
	    "select i.source, e.org, " LEAD ", i.id, b.dataset, 'until', e.fact, 'ends before it begins: ' || e.kind"
	    " from episode e join identity i on i.id = e.identity join batch b on b.id = e.batch where e.until < e.since"},
	/* Grouped by blind + 0, so that the planner reads the table through rather than jump about in it by the index. */
	{"one number, two children", true,
	    "select i.source, null, " LEAD ", i.id, null, n.scheme, n.fact, 'another child has the same number'"
	    " from (select m.blind + 0 as twice from identifier m join identity k on k.id = m.identity"
	    " where m.scheme in ('upn', 'nhs_number', 'uln') group by m.blind + 0 having min(k.person) <> max(k.person)) d"
	    " join identifier n on n.blind = d.twice join identity i on i.id = n.identity where n.value is not null"},
};

struct open_fix {
	int64_t id;
	bool still;
};
struct fixing {
	struct mem *mem;
	struct int_map *by_key;
	struct { struct open_fix *item; size_t n, cap; } open;
	int64_t next, end;
	struct fix_summary *out;
};

static bool
of_people(struct view kind)
{
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (view_is(kind, faults[i].kind))
			return faults[i].of_people;
	return false;
}

static enum err
open_load(struct ctx *c, struct fixing *f, bool linked)
{
	struct rows *r = store_read_own(c, "select id, source_key, kind from fix where closed is null");
	bool is_new;

	while (rows_next(r)) {
		*push(f->mem, &f->open) = (struct open_fix){col_id(r, 0), !linked && of_people(col_view(r, 2))};
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

static enum err
fault_find(struct ctx *c, struct fixing *f, const struct fault *fault, struct bulk *b)
{
	struct rows *r = store_read_own(c, fault->sql);
	enum err e = OK;

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
			f->open.item[*at].still = true;
		}
	}
	return rows_end(r) != OK || e != OK ? c->err : OK;
}

static enum err
fixes_close(struct ctx *c, struct fixing *f)
{
	for (size_t i = 0; i < f->open.n; i++) {
		struct rows *w;

		if (f->open.item[i].still)
			continue;
		w = store_write(c, "update fix set closed = :today where id = :id");
		bind_day(w, "today", day_today());
		bind_id(w, "id", f->open.item[i].id);
		TRY(rows_end(w));
		f->out->closed++;
	}
	return OK;
}

enum err
fixes_refresh(struct ctx *c, bool linked, struct fix_summary *out)
{
	static const char *const columns[] = {"id", "kind", "agency", "org", "worker", "identity", "dataset", "field",
	    "source_key", "message", "opened", NULL};
	struct fixing f = {.mem = mem_new(), .out = out};
	struct bulk *b = bulk_open(c, "fix", columns);
	enum err e;

	*out = (struct fix_summary){0};
	f.by_key = int_map_new(f.mem, 1024);
	e = open_load(c, &f, linked);
	for (size_t i = 0; i < sizeof faults / sizeof *faults && e == OK; i++)
		if (linked || !faults[i].of_people)
			e = fault_find(c, &f, &faults[i], b);
	if (bulk_close(b, NULL) != OK && e == OK)
		e = c->err;
	if (e == OK)
		e = fixes_close(c, &f);
	out->open = (int64_t)f.open.n - out->closed + out->opened;
	mem_free(f.mem);
	return e;
}
