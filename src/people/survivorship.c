/* person out of identity_detail and identity_name: one ordered pass over each, merged by person. */
#include "people/survivorship.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
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
struct merged {
	int64_t id;
	struct best best[FIELDS];
};
struct refresh {
	struct mem *mem;
	struct text_map *text;
	struct int_map *by_id;
	struct { struct merged *item; size_t n, cap; } person;
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

static struct merged *
merged_of(struct refresh *f, int64_t person)
{
	bool is_new;
	int64_t *at = int_map_put(f->by_id, person, &is_new);

	if (is_new) {
		struct merged *m = push(f->mem, &f->person);

		m->id = person;
		for (int i = 0; i < FIELDS; i++)
			m->best[i].text = -1;
		*at = (int64_t)f->person.n - 1;
	}
	return &f->person.item[*at];
}

/* A value counts when its source is more trusted, or as trusted and newer. */
static void
offer(struct ctx *c, struct refresh *f, struct merged *m, enum personal field, struct view value, struct view source,
    int32_t as_at)
{
	struct best *b = &m->best[field];
	int rank;

	if (!value.n)
		return;
	rank = source_rank(c->catalogue, field, source);
	if (b->text >= 0 && (rank > b->rank || (rank == b->rank && as_at <= b->as_at)))
		return;
	*b = (struct best){text_map_intern(f->text, value), (int16_t)rank, as_at};
}

#define DETAILS "select i.person, i.source, b.as_at, d.born, d.due, d.died, d.sex, d.gender, d.ethnicity from "
#define NAMES "select i.person, i.source, b.as_at, n.given, n.family from "
#define EVERYBODY(table, t) table " join identity i on i.id = " t ".identity join batch b on b.id = " t ".batch" \
	" where i.person is not null"
#define STAGED(table, t) "identity i cross join " table " join batch b on b.id = " t ".batch" \
	" where " OF_STAGED("i") " and " t ".identity = i.id"

static enum err
details_merge(struct ctx *c, struct refresh *f, bool staged)
{
	static const struct { enum personal field; int column; } columns[] = {
		{BORN, 3}, {DUE, 4}, {DIED, 5}, {SEX, 6}, {GENDER, 7}, {ETHNICITY, 8},
	};
	struct rows *r = store_read_own(c, staged ? DETAILS STAGED("identity_detail d", "d") " order by d.id" :
	    DETAILS EVERYBODY("identity_detail d", "d") " order by d.id");

	while (rows_next(r)) {
		struct merged *m = merged_of(f, col_id(r, 0));

		for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
			offer(c, f, m, columns[i].field, col_view(r, columns[i].column), col_view(r, 1), col_day(r, 2));
	}
	return rows_end(r);
}

static enum err
names_merge(struct ctx *c, struct refresh *f, bool staged)
{
	struct rows *r = store_read_own(c, staged ? NAMES STAGED("identity_name n", "n") " and n.kind = 'current' order by n.id" :
	    NAMES EVERYBODY("identity_name n", "n") " and n.kind = 'current' order by n.id");

	while (rows_next(r)) {
		struct merged *m = merged_of(f, col_id(r, 0));

		offer(c, f, m, GIVEN, col_view(r, 3), col_view(r, 1), col_day(r, 2));
		offer(c, f, m, FAMILY, col_view(r, 4), col_view(r, 1), col_day(r, 2));
	}
	return rows_end(r);
}

/* Hands over one person's values; the statement leaves alone a row that has them already. */
static enum err
person_write(const struct refresh *f, const struct merged *m, struct bulk *b)
{
	bulk_int(b, 0, m->id);
	for (int i = 0; i < FIELDS; i++)
		if (m->best[i].text >= 0)
			bulk_text(b, 1 + i, view_of(text_map_text(f->text, m->best[i].text)));
	return bulk_row(b);
}

enum err
people_refresh(struct ctx *c, bool staged)
{
	static const char *const names[] = {"id", "given", "family", "born", "due", "died", "sex", "gender", "ethnicity",
	    NULL};
	struct mem *mem = mem_new();
	struct refresh f = {.mem = mem, .text = text_map_new(mem), .by_id = int_map_new(mem, 4096)};
	enum err e = details_merge(c, &f, staged), closed;
	struct bulk *b;

	if (e == OK)
		e = names_merge(c, &f, staged);
	b = bulk_statement(c, "update person set given = :given, family = :family, born = :born, due = :due, died = :died,"
	    " sex = :sex, gender = :gender, ethnicity = :ethnicity where id = :id and (given is distinct from :given"
	    " or family is distinct from :family or born is distinct from :born or due is distinct from :due"
	    " or died is distinct from :died or sex is distinct from :sex or gender is distinct from :gender"
	    " or ethnicity is distinct from :ethnicity)", names);
	for (size_t i = 0; i < f.person.n && e == OK; i++)
		e = person_write(&f, &f.person.item[i], b);
	closed = bulk_close(b, NULL);
	mem_free(mem);
	return e ? e : closed;
}
