/* Two different given names meet again and again in records that otherwise are one child's: the same number, or the same
 * date of birth and family name. Twins meet there too, but which two names they have is chance: a pair of names that comes
 * more often than the names' frequencies explain is one name's two forms. */
#include "linkage/nickname.h"

#include <stdlib.h>

#include "base/mem.h"

#define MET_LEAST 3                     /* families in which two names must have met */
#define OFTENER 8.0                     /* than by chance */

/* Two names in one family: its records meet many times, which says no more than once. */
struct meeting {
	uint64_t names;                 /* the lower number × 2^32 + the higher */
	uint64_t family;
};

struct meetings {
	const struct link_set *s;
	struct mem *mem;
	struct { struct meeting *item; size_t n, cap; } list;
};

static bool
else_the_same(const struct link_set *s, uint64_t levels)
{
	int family = s->of_kind[LINK_FAMILY], born = s->of_kind[LINK_BORN], sex = s->of_kind[LINK_SEX];

	for (int f = 0; f < s->model->n_fields; f++)
		if (level_at(levels, f) == LEVEL_SAME && kind_is_number(s->model->field[f].kind))
			return true;
	return family >= 0 && born >= 0 && level_at(levels, family) == LEVEL_SAME && level_at(levels, born) == LEVEL_SAME &&
	    (sex < 0 || level_at(levels, sex) != 2);
}

static void
meet(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	struct meetings *k = own;
	const struct link_set *s = k->s;
	int given = s->of_kind[LINK_GIVEN], family = s->of_kind[LINK_FAMILY], born = s->of_kind[LINK_BORN];
	int level = level_at(levels, given);
	const uint32_t *row = row_of(s, a);
	uint32_t x, y, last = family >= 0 ? s->names.item[row[s->at[family]]].hash : 0;

	if ((level != GIVEN_OTHER && level != GIVEN_LIKE) || !else_the_same(s, levels))
		return;
	x = row[s->at[given]];
	y = row_of(s, b)[s->at[given]];
	*push(k->mem, &k->list) = (struct meeting){x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x,
	    (uint64_t)last << 32 | (born >= 0 ? row[s->at[born]] : 0)};
}

static int
meeting_order(const void *one, const void *other)
{
	const struct meeting *a = one, *b = other;

	if (a->names != b->names)
		return a->names < b->names ? -1 : 1;
	return (a->family > b->family) - (a->family < b->family);
}

static void
add_up(struct meetings *to, const struct meetings *from)
{
	for (size_t i = 0; i < from->list.n; i++)
		*push(to->mem, &to->list) = from->list.item[i];
}

/* Every family's once, in the order of their names. */
static void
families_once(struct meetings *k)
{
	size_t kept = 0;

	if (k->list.n)
		qsort(k->list.item, k->list.n, sizeof *k->list.item, meeting_order);
	for (size_t i = 0; i < k->list.n; i++)
		if (kept == 0 || meeting_order(&k->list.item[kept - 1], &k->list.item[i]) != 0)
			k->list.item[kept++] = k->list.item[i];
	k->list.n = kept;
}

/* Two names that meet oftener than names of their frequencies would among all meetings by chance. */
static void
nicknames_take(struct link_set *s, const struct meetings *k)
{
	double n = 0;

	for (size_t i = 1; i < s->names.n; i++)
		n += s->names.item[i].count[0];
	for (size_t from = 0, to; from < k->list.n; from = to) {
		uint64_t names = k->list.item[from].names;
		uint32_t x = (uint32_t)(names >> 32), y = (uint32_t)names;
		double by_chance = 2.0 * s->names.item[x].count[0] / n * s->names.item[y].count[0] / n * (double)k->list.n;

		for (to = from; to < k->list.n && k->list.item[to].names == names; to++)
			continue;
		if (to - from >= MET_LEAST && (double)(to - from) > OFTENER * by_chance)
			name_pairs_put(&s->nickname, x, y);
	}
}

void
nicknames_learn(const struct training *t, uint32_t every)
{
	struct link_set *s = t->s;
	struct mem *work = mem_new(), **each = mem_new_array(work, struct mem *, t->threads);
	void **own = mem_new_array(work, void *, t->threads);
	struct level_cache **cache = mem_new_array(work, struct level_cache *, t->threads);
	struct walk w = {.s = s, .order = t->order, .most = t->block_most, .threads = t->threads, .every = every, .visit = meet,
	    .own = own, .cache = cache};

	if (s->of_kind[LINK_GIVEN] >= 0) {
		for (int i = 0; i < t->threads; i++) {
			struct meetings *k = mem_new_one(work, struct meetings);

			*k = (struct meetings){.s = s, .mem = each[i] = mem_new()};
			own[i] = k;
			cache[i] = level_cache_new(work);
		}
		pairs_walk(&w);
		for (int i = 1; i < t->threads; i++)
			add_up(own[0], own[i]);
		families_once(own[0]);
		nicknames_take(s, own[0]);
		for (int i = 0; i < t->threads; i++)
			mem_free(each[i]);
	}
	mem_free(work);
}
