/* Runs of episodes: care out of SSDA903 rows, a placement across a change of legal status. */
#include "people/intake_run.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/condition.h"
#include "people/intake_facts.h"
#include "people/intake_file.h"
#include "people/intake_row.h"
#include "people/leaf.h"
#include "store/store.h"

/* One episode that a run may hold. */
struct part {
	struct view *value;         /* by the numbers of record[0]'s fields */
	int32_t since, until;
};
struct parts LIST(struct part);

/* An identity whose runs may have changed: a row named it, or something (of anybody) was withdrawn. */
static bool
concerned(struct importing *m, int64_t identity)
{
	return m->count->withdrawn > 0 || int_map_find(m->run_identity, identity);
}

static int
field_as(const struct record *record, struct view name)
{
	for (size_t i = 0; i < record->n_field; i++)
		if (!record->field[i].ignored && view_is(name, record->field[i].as))
			return (int)i;
	return -1;
}

static void
part_set(struct importing *m, struct view *value, const char *as, struct view v)
{
	int at = field_as(&m->dataset->record[0], view_of(as));

	if (at >= 0)
		value[at] = view_of(view_copy(m->row_mem, v));
}

/* An episode's columns and leaves, back in the places of the fields that they came from. */
static struct part
part_read(struct importing *m, struct rows *r)
{
	struct part p = {.value = mem_new_array(m->row_mem, struct view, m->dataset->record[0].n_field + 1),
	    .since = col_day(r, 1), .until = col_day(r, 2)};
	struct view rest = view_of(view_copy(m->row_mem, col_view(r, 5))), key, value;

	part_set(m, p.value, "since", col_view(r, 1));
	part_set(m, p.value, "until", col_view(r, 2));
	part_set(m, p.value, "outcome", col_view(r, 3));
	part_set(m, p.value, "reason", col_view(r, 4));
	while (leaf_next(m->row_mem, &rest, &key, &value)) {
		int at = field_as(&m->dataset->record[0], key);

		if (at >= 0)
			p.value[at] = value;
	}
	return p;
}

/* The run from part `from` up to before part `to`: its first part's leaves, its last part's end. */
static enum err
run_write(struct importing *m, const struct write *w, int64_t identity, const struct parts *parts, size_t from, size_t to)
{
	static const char *const closing[] = {"until", "outcome", "reason"};
	const struct record *record = &m->dataset->record[0];
	struct view *value = mem_new_array(m->row_mem, struct view, record->n_field + 1);

	memcpy(value, parts->item[from].value, record->n_field * sizeof *value);
	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
		int at = field_as(record, view_of(closing[i]));

		if (at >= 0)
			value[at] = parts->item[to - 1].value[at];
	}
	m->value = value;
	return write_fact(m, record, w, w->kind, identity);
}

/* A run begins at part `i`: its rule says so, or the part before had ended. */
static bool
run_starts(const struct write *w, const struct parts *parts, size_t i)
{
	int32_t ended = i ? parts->item[i - 1].until : DAY_NONE;

	return i == 0 || condition_holds(w->starts, parts->item[i].value) ||
	    (ended != DAY_NONE && ended < parts->item[i].since);
}

/* The run of the same parts that a run lies in: a placement's care. */
static const struct write *
parent_run(const struct importing *m, const struct write *w)
{
	const struct record *record = &m->dataset->record[0];

	for (size_t i = 0; w->parent && i < record->n_write; i++)
		if (record->write[i].target == TARGET_RUN && !strcmp(record->write[i].kind, w->parent) &&
		    !strcmp(record->write[i].of, w->of))
			return &record->write[i];
	return NULL;
}

static enum err
runs_of_identity(struct importing *m, const struct write *w, int64_t identity, const struct parts *parts)
{
	const struct write *parent = parent_run(m, w);
	size_t from = 0, above = 0;

	for (size_t i = 0; i < parts->n; i++) {
		size_t to = i + 1;

		if (run_starts(w, parts, i))
			from = i;
		if (parent && run_starts(parent, parts, i))
			above = i;
		if (to < parts->n && !run_starts(w, parts, to))
			continue;
		m->run_parent = 0;
		if (parent) {
			char since[DAY_SIZE];
			struct view key = {since, DAY_SIZE - 1};
			struct known *known;

			day_print(parts->item[above].since, since);
			known = facts_find(m->facts[TARGET_EPISODE],
			    fact_key(m, TARGET_EPISODE, parent->kind, identity, &key, 1));
			m->run_parent = known ? known->fact : 0;
		}
		TRY(run_write(m, w, identity, parts, from, to));
	}
	return OK;
}

/* Runs of this data set that the identities no longer have. */
static enum err
runs_withdraw(struct importing *m, const struct write *w)
{
	struct rows *r = store_read_own(m->c, "select e.identity, e.source_key from episode e"
	    " join batch b on b.id = e.batch where e.kind = :kind and b.dataset = :dataset");
	struct { size_t n, cap; struct known **item; } gone = {0};

	bind_text(r, "kind", w->kind);
	bind_text(r, "dataset", m->dataset->name);
	while (rows_next(r)) {
		struct known *k = facts_find(m->facts[TARGET_EPISODE], col_id(r, 1));

		if (k && !k->row && !k->gone && concerned(m, col_id(r, 0)))
			*push(m->mem, &gone) = k;
	}
	TRY(rows_end(r));
	for (size_t i = 0; i < gone.n; i++)
		TRY(fact_withdraw(m->facts[TARGET_EPISODE], &m->batch, gone.item[i]));
	return OK;
}

static enum err
runs_of_kind(struct importing *m, const struct write *w)
{
	struct rows *r = store_read_own(m->c,
	    "select e.identity, e.since, e.until, e.outcome, e.reason, e.data from episode e"
	    " join identity i on i.id = e.identity where e.kind = :of and i.source = :source order by e.identity, e.since,"
	    " case when e.until is null then 1 else 0 end, e.until, e.id");
	struct parts parts = {0};
	int64_t identity = 0;
	enum err e = OK;

	bind_text(r, "of", w->of);
	bind_text(r, "source", m->dataset->agency);
	while (e == OK && rows_next(r)) {
		int64_t whose = col_id(r, 0);

		if (!concerned(m, whose))
			continue;
		if (whose != identity) {
			e = runs_of_identity(m, w, identity, &parts);
			mem_reset(m->row_mem);
			parts = (struct parts){0};
			identity = whose;
		}
		*push(m->row_mem, &parts) = part_read(m, r);
	}
	if (e == OK)
		e = runs_of_identity(m, w, identity, &parts);
	if (rows_end(r) != OK || e != OK)
		return e ? e : m->c->err;
	return runs_withdraw(m, w);
}

enum err
runs_make(struct importing *m)
{
	struct imported before = *m->count;

	m->row = -1;                    /* no single row of the file */
	m->record = NULL;
	m->raw = (struct view){0};
	m->rejected = false;
	for (size_t i = 0; i < m->dataset->record[0].n_write; i++)
		if (m->dataset->record[0].write[i].target == TARGET_RUN)
			TRY(runs_of_kind(m, &m->dataset->record[0].write[i]));
	m->count->unchanged = before.unchanged;
	return OK;
}
