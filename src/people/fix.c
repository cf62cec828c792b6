/* The list of things to fix: one query a kind of fault; each fault has a key, so it is the same fault tomorrow. */
#include "people/fix.h"

#include <stdio.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "store/seal.h"
#include "store/store.h"

/* Each query returns agency, identity, org, data set, field, what the fault is of, and a message that names nobody; `org` is
 * the organisation that the faulty row names. What a query has none of is a null of its type. */
#define NOBODY "cast(null as bigint)"

struct fault {
	const char *kind;
	bool of_people;             /* compares sources, so there is none before they are linked */
	const char *sql;
};

/* Who can put it right is asked the same way of every fault: the child's open lead in that source, else the open member of
 * the team who came last; the team is theirs or, where nobody is named, the organisation that the row names or, of a fault
 * that no row names one for, the one that the child is with. It must be one that the agency's own files describe: a school
 * that the police name cannot put right what they wrote. */
#define DESCRIBED(id) "(select o.id from org o where o.id = " id " and o.kind <> 'not known')"
#define WHO(faults) \
	"select f.agency, coalesce(w.org, " DESCRIBED("f.org") ", case when w.id is null then (select e.org from episode e" \
	" join org o on o.id = e.org where e.identity = f.identity and o.kind <> 'not known'" \
	" and (e.until is null or e.until >= :today) order by e.since desc nulls last, e.fact desc limit 1) end), w.id," \
	" f.identity, f.dataset, f.field, f.thing, f.message" \
	" from (select a.agency, a.identity, a.org, a.dataset, a.field, a.thing, a.message, (select t.worker from team t" \
	" where t.identity = a.identity and (t.until is null or t.until >= :today)" \
	" order by case t.lead when 'yes' then 0 else 1 end, t.since desc nulls last, t.fact desc limit 1) as worker" \
	" from (" faults ") a) f left join worker w on w.id = f.worker"

static const struct fault faults[] = {
	/* A key finds the child or the organisation as soon as any file has brought it. */
	{"rejected row", false, WHO(
	    "select b.agency, coalesce(j.identity, i.id) as identity, o.id as org, b.dataset, j.field,"
	    " coalesce(j.raw_key, j.id) as thing, j.reason as message"
	    " from reject j join batch b on b.id = j.batch left join org o on o.source_key = j.org_key"
	    " left join identity i on i.source = b.agency and i.source_key = j.identity_key where j.closed_by is null")},
	{"no date of birth", false, WHO(
	    "select i.source as agency, i.id as identity, " NOBODY " as org, null as dataset, 'born' as field, i.id as thing,"
	    " 'no date of birth is given' as message"
	    " from identity i where exists (select 1 from identity_detail d where d.identity = i.id)"
	    " and not exists (select 1 from identity_detail d where d.identity = i.id and d.born is not null)")},
	{"dates of birth differ", true, WHO(
	    "select distinct i.source as agency, i.id as identity, " NOBODY " as org, null as dataset, 'born' as field,"
	    " i.id as thing, 'the date of birth differs from that of a more trusted source' as message"
	    " from identity i join person p on p.id = i.person join identity_detail d on d.identity = i.id"
	    " where d.born is not null and d.born <> p.born")},
	{"sexes differ", true, WHO(
	    "select distinct i.source as agency, i.id as identity, " NOBODY " as org, null as dataset, 'sex' as field,"
	    " i.id as thing, 'the sex differs from that of a more trusted source' as message"
	    " from identity i join person p on p.id = i.person join identity_detail d on d.identity = i.id"
	    " where d.sex is not null and d.sex <> p.sex")},
	{"ends before it begins", false, WHO(
	    "select i.source as agency, i.id as identity, e.org, b.dataset, 'until' as field, e.fact as thing,"
	    " 'ends before it begins: ' || e.kind as message"
	    " from episode e join identity i on i.id = e.identity join batch b on b.id = e.batch where e.until < e.since")},
	/* Grouped by blind + 0, so that the planner reads the table through rather than jump about in it by the index. */
	{"one number, two children", true, WHO(
	    "select i.source as agency, i.id as identity, " NOBODY " as org, null as dataset, n.scheme as field, n.fact as thing,"
	    " 'another child has the same number' as message"
	    " from (select m.blind + 0 as twice from identifier m join identity k on k.id = m.identity"
	    " where m.scheme in ('upn', 'nhs_number', 'uln') group by m.blind + 0 having min(k.person) <> max(k.person)) d"
	    " join identifier n on n.blind = d.twice join identity i on i.id = n.identity where n.value is not null")},
};

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
	struct rows *r = store_read_own(c, "select id, source_key, kind, org, worker, identity from fix"
	    " where closed is null");
	bool is_new;

	while (rows_next(r)) {
		*push(f->mem, &f->open) = (struct open_fix){.id = col_id(r, 0), .org = col_id(r, 3), .worker = col_id(r, 4),
		    .identity = col_id(r, 5), .still = !linked && of_people(col_view(r, 2))};
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
fault_find(struct ctx *c, struct fixing *f, const struct fault *fault, struct bulk *b)
{
	struct rows *r = store_read_own(c, fault->sql);
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
		e = fixes_settle(c, &f);
	out->open = (int64_t)f.open.n - out->closed + out->opened;
	mem_free(f.mem);
	return e;
}
