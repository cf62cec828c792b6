/* Two different given names meet again and again in records that otherwise are one child's: the same number, or the same
 * date of birth and family name. Twins meet there too, but which two names they have is chance: a pair of names that comes
 * more often than the names' frequencies explain is one name's two forms. */
#include "linkage/nickname.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
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

uint64_t
family_of(const struct link_set *s, uint32_t at)
{
	int family = s->of_kind[LINK_FAMILY], born = s->of_kind[LINK_BORN];
	const uint32_t *row = row_of(s, at);

	return (uint64_t)(family >= 0 ? s->names.item[row[s->at[family]]].hash : 0) << 32 | (born >= 0 ? row[s->at[born]] : 0);
}

static void
meet(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	struct meetings *k = own;
	const struct link_set *s = k->s;
	int given = s->of_kind[LINK_GIVEN], level = level_at(levels, given);
	uint64_t one, other;
	uint32_t x, y;

	if ((level != GIVEN_OTHER && level != GIVEN_LIKE) || !else_the_same(s, levels))
		return;
	x = nickname_key(s, row_of(s, a)[s->at[given]]);
	y = nickname_key(s, row_of(s, b)[s->at[given]]);
	if (x == y)
		return;
	one = family_of(s, a);
	other = family_of(s, b);
	*push(k->mem, &k->list) = (struct meeting){x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x,
	    one < other ? one : other};
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
	struct mem *m = mem_new();
	struct int_map *count = int_map_new(m, s->names.n);
	bool is_new;
	double n = 0;

	for (size_t i = 1; i < s->names.n; i++) {
		n += s->names.item[i].count[0];
		*int_map_put(count, nickname_key(s, (uint32_t)i), &is_new) += s->names.item[i].count[0];
	}
	for (size_t from = 0, to; from < k->list.n; from = to) {
		uint64_t names = k->list.item[from].names;
		uint32_t x = (uint32_t)(names >> 32), y = (uint32_t)names;
		double by_chance = 2.0 * ((double)*int_map_find(count, x) * (double)*int_map_find(count, y)) / n / n * (double)k->list.n;

		for (to = from; to < k->list.n && k->list.item[to].names == names; to++)
			continue;
		if (to - from >= MET_LEAST && (double)(to - from) > OFTENER * by_chance)
			name_pairs_put(&s->nickname, x, y);
	}
	mem_free(m);
}

void
nicknames_learn(const struct training *t, struct sample **sample)
{
	struct mem *work = mem_new(), **each = mem_new_array(work, struct mem *, t->threads);
	void **own = mem_new_array(work, void *, t->threads);

	if (t->s->of_kind[LINK_GIVEN] >= 0) {
		for (int i = 0; i < t->threads; i++) {
			struct meetings *k = mem_new_one(work, struct meetings);

			*k = (struct meetings){.s = t->s, .mem = each[i] = mem_new()};
			own[i] = k;
		}
		sample_walk(t, sample, meet, own);
		for (int i = 1; i < t->threads; i++)
			add_up(own[0], own[i]);
		families_once(own[0]);
		nicknames_take(t->s, own[0]);
		sample_compare(t, sample, GIVEN_NICKNAME);
		for (int i = 0; i < t->threads; i++)
			mem_free(each[i]);
	}
	mem_free(work);
}

static int
alias_order(const void *one, const void *other)
{
	const struct link_alias *a = one, *b = other;
	int order = strcmp(a->one, b->one);

	return order ? order : strcmp(a->other, b->other);
}

struct link_alias *
nicknames_list(struct mem *m, const struct link_set *s, size_t *n)
{
	struct link_alias *list = mem_new_array(m, struct link_alias, s->nickname.n + 1);

	*n = 0;
	for (size_t i = 0; i < s->nickname.slots && !s->names.encoded; i++) {
		const char *x, *y;

		if (!s->nickname.slot[i])
			continue;
		x = view_copy(m, letters_of(&s->names, (uint32_t)(s->nickname.slot[i] >> 32)));
		y = view_copy(m, letters_of(&s->names, (uint32_t)s->nickname.slot[i]));
		list[(*n)++] = strcmp(x, y) < 0 ? (struct link_alias){x, y} : (struct link_alias){y, x};
	}
	qsort(list, *n, sizeof *list, alias_order);
	return list;
}
