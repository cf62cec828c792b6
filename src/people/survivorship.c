/* person out of identity_detail and identity_name: one ordered pass over each, merged by person. */
#include "people/survivorship.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "people/fault.h"
#include "people/link_stage.h"
#include "store/store.h"

enum personal { GIVEN, FAMILY, BORN, DUE, DIED, SEX, GENDER, ETHNICITY, FIELDS };

/* Which rule of the catalogue ranks each field; given and family name come from one source together. */
static const char *const ranked_by[FIELDS] = {
	[GIVEN] = "name", [FAMILY] = "name", [BORN] = "born", [DUE] = "due", [DIED] = "died", [SEX] = "sex",
	[GENDER] = "gender", [ETHNICITY] = "ethnicity",
};

struct best {
	int32_t text;               /* in the table of texts; -1 nothing */
	int16_t rank;
	int32_t as_at;
};
/* What is known besides of some people. */
struct held {
	int32_t before[FIELDS];     /* what the person says until now; a text, or -1 */
	bool differs[FIELDS];       /* two rows say different things */
};
struct merged {
	int64_t id;
	struct best best[FIELDS];
	struct held *held;          /* NULL: of everybody */
};
struct values {
	struct mem *mem;
	struct text_map *text;
	struct int_map *by_id;
	struct { struct merged *item; size_t n, cap; } person;
	const struct int_map *whose;        /* of some people; NULL: of everybody */
};

static int
source_rank(const struct catalogue *k, enum personal field, struct view source)
{
	for (size_t i = 0; i < k->n_survivorship; i++) {
		const struct survivorship *s = &k->survivorship[i];

		if (strcmp(s->field, ranked_by[field]))
			continue;
		for (size_t r = 0; r < s->n; r++)
			if (view_is(source, s->source[r]))
				return (int)r;
		return (int)s->n;
	}
	return 0;
}

static struct values
values_none(struct mem *mem, const struct int_map *whose)
{
	return (struct values){.mem = mem, .text = text_map_new(mem), .by_id = int_map_new(mem, 4096), .whose = whose};
}

static struct merged *
merged_of(struct values *f, int64_t person)
{
	bool is_new;
	int64_t *at = int_map_put(f->by_id, person, &is_new);

	if (is_new) {
		struct merged *m = push(f->mem, &f->person);

		m->id = person;
		m->held = f->whose ? mem_new_one(f->mem, struct held) : NULL;
		for (int i = 0; i < FIELDS; i++) {
			m->best[i].text = -1;
			if (m->held)
				m->held->before[i] = -1;
		}
		*at = (int64_t)f->person.n - 1;
	}
	return &f->person.item[*at];
}

/* A value counts when its source is more trusted, or as trusted and newer. */
static void
offer(struct ctx *c, struct values *f, struct merged *m, enum personal field, struct view value, struct view source,
    int32_t as_at)
{
	struct best *b = &m->best[field];
	int rank;

	if (!value.n)
		return;
	if (m->held && b->text >= 0 && !view_is(value, text_map_text(f->text, b->text)))
		m->held->differs[field] = true;
	rank = source_rank(c->catalogue, field, source);
	if (b->text >= 0 && (rank > b->rank || (rank == b->rank && as_at <= b->as_at)))
		return;
	*b = (struct best){text_map_intern(f->text, value), (int16_t)rank, as_at};
}

#define DETAILS "select i.id, i.person, i.source, b.as_at, d.born, d.due, d.died, d.sex, d.gender, d.ethnicity from "
#define NAMES "select i.id, i.person, i.source, b.as_at, n.given, n.family from "
#define EVERYBODY(table, t) table " join identity i on i.id = " t ".identity join batch b on b.id = " t ".batch" \
	" where i.person is not null"
#define STAGED(table, t) "identity i cross join " table " join batch b on b.id = " t ".batch" \
	" where " IN_STAGE("i.id") " and " t ".identity = i.id"

/* Whose row this is. */
static struct merged *
merged_next(struct values *f, const struct rows *r)
{
	return merged_of(f, f->whose ? *int_map_find(f->whose, col_id(r, 0)) : col_id(r, 1));
}

static enum err
details_merge(struct ctx *c, struct values *f)
{
	static const struct { enum personal field; int column; } columns[] = {
		{BORN, 4}, {DUE, 5}, {DIED, 6}, {SEX, 7}, {GENDER, 8}, {ETHNICITY, 9},
	};
	struct rows *r = f->whose ? store_read_staged(c, DETAILS STAGED("identity_detail d", "d") " order by d.id") :
	    store_read_own(c, DETAILS EVERYBODY("identity_detail d", "d") " order by d.id");

	while (rows_next(r)) {
		struct merged *m = merged_next(f, r);

		for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
			offer(c, f, m, columns[i].field, col_view(r, columns[i].column), col_view(r, 2), col_day(r, 3));
	}
	return rows_end(r);
}

static enum err
names_merge(struct ctx *c, struct values *f)
{
	struct rows *r = f->whose ?
	    store_read_staged(c, NAMES STAGED("identity_name n", "n") " and n.kind = 'current' order by n.id") :
	    store_read_own(c, NAMES EVERYBODY("identity_name n", "n") " and n.kind = 'current' order by n.id");

	while (rows_next(r)) {
		struct merged *m = merged_next(f, r);

		offer(c, f, m, GIVEN, col_view(r, 4), col_view(r, 2), col_day(r, 3));
		offer(c, f, m, FAMILY, col_view(r, 5), col_view(r, 2), col_day(r, 3));
	}
	return rows_end(r);
}

/* Hands over one person's values; the statement leaves alone a row that has them already. */
static enum err
person_write(const struct values *f, const struct merged *m, struct bulk *b)
{
	bulk_int(b, 0, m->id);
	for (int i = 0; i < FIELDS; i++)
		if (m->best[i].text >= 0)
			bulk_text(b, 1 + i, view_of(text_map_text(f->text, m->best[i].text)));
	return bulk_row(b);
}

typedef bool choosing(const struct merged *m);

static bool
anybody(const struct merged *m)
{
	(void)m;
	return true;
}

static bool
has_changed(const struct merged *m)
{
	for (int i = 0; i < FIELDS; i++)
		if (m->best[i].text != m->held->before[i])
			return true;
	return false;
}

static enum err
values_put(struct ctx *c, const struct values *f, choosing *is_one)
{
	static const char *const names[] = {"id", "given", "family", "born", "due", "died", "sex", "gender", "ethnicity",
	    NULL};
	struct bulk *b = bulk_statement(c, "update person set given = :given, family = :family, born = :born, due = :due, died = :died,"
	    " sex = :sex, gender = :gender, ethnicity = :ethnicity where id = :id and (given is distinct from :given"
	    " or family is distinct from :family or born is distinct from :born or due is distinct from :due"
	    " or died is distinct from :died or sex is distinct from :sex or gender is distinct from :gender"
	    " or ethnicity is distinct from :ethnicity)", names);
	enum err e = OK, closed;

	for (size_t i = 0; i < f->person.n && e == OK; i++)
		if (is_one(&f->person.item[i]))
			e = person_write(f, &f->person.item[i], b);
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

enum err
people_refresh(struct ctx *c)
{
	struct mem *mem = mem_new();
	struct values f = values_none(mem, NULL);
	enum err e = details_merge(c, &f);

	e = e ? e : names_merge(c, &f);
	e = e ? e : values_put(c, &f, anybody);
	mem_free(mem);
	return e;
}

/* ---- some people ------------------------------------------------------------------------------------------------- */

static enum err
before_read(struct ctx *c, struct values *f)
{
	struct id_list people = {0};
	struct rows *r;

	for (size_t i = 0; i < f->person.n; i++)
		*push(f->mem, &people) = f->person.item[i].id;
	TRY(stage_fill(c, &people));
	r = store_read_staged(c, "select p.id, p.given, p.family, p.born, p.due, p.died, p.sex, p.gender, p.ethnicity from person p"
	    " where " IN_STAGE("p.id"));
	while (rows_next(r))
		for (int i = 0; i < FIELDS; i++)
			if (!col_is_null(r, 1 + i))
				merged_of(f, col_id(r, 0))->held->before[i] = text_map_intern(f->text, col_view(r, 1 + i));
	return rows_end(r);
}

enum err
values_read(struct ctx *c, struct mem *mem, const struct int_map *whose, struct values **out)
{
	struct id_list identities = {0};
	int64_t identity, *person;

	*out = mem_new_one(mem, struct values);
	**out = values_none(mem, whose);
	for (size_t at = 0; int_map_next(whose, &at, &identity, &person);)
		if (*person)
			*push(mem, &identities) = identity;
	TRY(stage_fill(c, &identities));
	TRY(details_merge(c, *out));
	TRY(names_merge(c, *out));
	return before_read(c, *out);
}

void
values_at_fault(const struct values *v, struct mem *mem, struct id_list *people)
{
	bool compared[FIELDS];

	for (int f = 0; f < FIELDS; f++)
		compared[f] = fault_differs(ranked_by[f]);
	for (size_t i = 0; i < v->person.n; i++) {
		const struct merged *m = &v->person.item[i];
		bool may = m->best[DIED].text >= 0;

		for (int f = 0; f < FIELDS; f++)
			may = may || (compared[f] && m->held->differs[f]);
		if (may)
			*push(mem, people) = m->id;
	}
}

enum err
values_write(struct ctx *c, const struct values *v)
{
	return values_put(c, v, has_changed);
}
