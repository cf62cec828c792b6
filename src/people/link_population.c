/* See the header. */
#include "people/link_population.h"

#include "base/mem.h"
#include "store/store.h"

/* ---- sums -------------------------------------------------------------------------------------------------------- */

#define SUMS 7
static const char *const sums[SUMS] = {"records", "given names", "given names squared", "family names", "family names squared",
    "eighths of a bit", "last year of birth"};

static int64_t *
sum_of(struct kept_population *p, int sum)
{
	int64_t *const at[SUMS] = {&p->records, &p->names.all[POPULATION_GIVEN], &p->names.squares[POPULATION_GIVEN],
	    &p->names.all[POPULATION_FAMILY], &p->names.squares[POPULATION_FAMILY], &p->names.eighths, &p->names.last_year};

	return at[sum];
}

static enum err
sums_load(struct ctx *c, struct kept_population *out)
{
	struct rows *rows = store_read(c, "select name, number from link_population");
	int found = 0;

	while (rows_next(rows)) {
		if (view_is(col_view(rows, 0), "seen"))
			out->seen = col_int(rows, 1);
		if (view_is(col_view(rows, 0), "people"))
			out->people = col_int(rows, 1);
		if (view_is(col_view(rows, 0), "identities"))
			out->identities = col_int(rows, 1);
		for (int i = 0; i < SUMS; i++)
			if (view_is(col_view(rows, 0), sums[i])) {
				*sum_of(out, i) = col_int(rows, 1);
				found++;
			}
	}
	out->found = found == SUMS;
	return rows_end(rows);
}

static enum err
sum_keep(struct ctx *c, const char *name, int64_t number)
{
	struct rows *w = store_write(c, "insert into link_population (name, number) values (:name, :number)"
	    " on conflict (name) do update set number = excluded.number");

	bind_text(w, "name", name);
	bind_int(w, "number", number);
	return rows_end(w);
}

enum err
seen_keep(struct ctx *c, int64_t seen)
{
	return sum_keep(c, "seen", seen);
}

enum err
everybody_keep(struct ctx *c, int64_t people, int64_t identities)
{
	TRY(sum_keep(c, "people", people));
	return sum_keep(c, "identities", identities);
}

enum err
everybody_forget(struct ctx *c)
{
	return store_run(c, "delete from link_population where name in ('people', 'identities')");
}

enum err
left_apart_keep(struct ctx *c, int64_t keys, int64_t pairs)
{
	TRY(sum_keep(c, "keys split", keys));
	return sum_keep(c, "pairs left apart", pairs);
}

enum err
left_apart_forget(struct ctx *c)
{
	return store_run(c, "delete from link_population where name in ('keys split', 'pairs left apart')");
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static struct view
copied(struct mem *m, struct view v)
{
	return (struct view){mem_copy(m, v.at, v.n), v.n};
}

static enum err
names_load(struct ctx *c, struct mem *mem, struct link_population *out)
{
	struct rows *rows = store_read(c, "select name, given, family from link_name");

	while (rows_next(rows))
		*push(mem, &out->names) = (struct link_name){copied(mem, col_view(rows, 0)), {col_int(rows, 1), col_int(rows, 2)}};
	TRY(rows_end(rows));
	rows = store_read(c, "select given, family, eighths from link_full_name");
	while (rows_next(rows))
		*push(mem, &out->full_names) = (struct link_full_name){copied(mem, col_view(rows, 0)), copied(mem, col_view(rows, 1)),
		    col_int(rows, 2)};
	return rows_end(rows);
}

enum err
population_load(struct ctx *c, struct mem *mem, struct kept_population *out)
{
	*out = (struct kept_population){0};
	TRY(sums_load(c, out));
	return out->found ? names_load(c, mem, &out->names) : OK;
}

static enum err
names_keep(struct ctx *c, const struct link_population *p)
{
	struct bulk *b = bulk_open(c, "link_name", (const char *const[]){"name", "given", "family", NULL});
	enum err e = OK, closed;

	for (size_t i = 0; i < p->names.n && e == OK; i++) {
		bulk_text(b, 0, p->names.item[i].name);
		bulk_int(b, 1, p->names.item[i].count[POPULATION_GIVEN]);
		bulk_int(b, 2, p->names.item[i].count[POPULATION_FAMILY]);
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

static enum err
full_names_keep(struct ctx *c, const struct link_population *p)
{
	struct bulk *b = bulk_open(c, "link_full_name", (const char *const[]){"given", "family", "eighths", NULL});
	enum err e = OK, closed;

	for (size_t i = 0; i < p->full_names.n && e == OK; i++) {
		bulk_text(b, 0, p->full_names.item[i].given);
		bulk_text(b, 1, p->full_names.item[i].family);
		bulk_int(b, 2, p->full_names.item[i].eighths);
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

enum err
population_keep(struct ctx *c, const struct link_set *set, size_t records)
{
	struct mem *mem = mem_new();
	struct kept_population p = {.records = (int64_t)records};
	enum err e;

	population_take(mem, set, &p.names);
	e = store_run(c, "delete from link_name");
	e = e ? e : store_run(c, "delete from link_full_name");
	e = e ? e : names_keep(c, &p.names);
	e = e ? e : full_names_keep(c, &p.names);
	for (int i = 0; i < SUMS && e == OK; i++)
		e = sum_keep(c, sums[i], *sum_of(&p, i));
	mem_free(mem);
	return e;
}
