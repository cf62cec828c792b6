/* Records with the same number mostly have the same given name, whatever name it is: a few in a hundred have another. Where a name's
 * records mostly have another one elsewhere, and ever another (a short form has one or two), nobody is called so. See the header. */
#include "linkage/placeholder.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/wide.h"
#include "linkage/nickname.h"

#define FAMILIES_LEAST 12               /* in which a name met others */
#define OTHERS_LEAST 8                  /* names that it met */
#define MOST_WITH_ONE 4                 /* with no one of them in more than a quarter of these */
#define OFTENER 8.0                     /* than other names meet others */
#define BESIDES_FIRST ((size_t)1024)    /* there is room for */

/* In a family, records of one number have this name and another (or, for 0, the same or nearly). */
struct beside {
	uint32_t name, other;
	uint64_t family;
};

struct besides {
	const struct link_set *s;
	struct { struct beside *item; size_t n, cap; } list;    /* wide */
};

/* What a name met: families in which it met another name, and the same; how many others; the most families with one of them. */
struct met {
	uint32_t name;
	double others, same;
	size_t distinct, with_one;
};
struct met_list { struct met *item; size_t n, cap; };

static bool
same_number(const struct link_set *s, uint64_t levels)
{
	for (int f = 0; f < s->model->n_fields; f++)
		if (level_at(levels, f) == LEVEL_SAME && kind_is_number(s->model->field[f].kind))
			return true;
	return false;
}

static int
beside_order(const void *one, const void *other)
{
	const struct beside *a = one, *b = other;

	if (a->name != b->name)
		return a->name < b->name ? -1 : 1;
	if (a->other != b->other)
		return a->other < b->other ? -1 : 1;
	return (a->family > b->family) - (a->family < b->family);
}

/* Two names count once a family: records that are alike, one after the other, need not be kept. */
static void
beside_add(struct besides *k, struct beside b)
{
	if (k->list.n && beside_order(&k->list.item[k->list.n - 1], &b) == 0)
		return;
	if (k->list.n == k->list.cap)
		k->list.item = wide_grow(k->list.item, (k->list.cap += k->list.cap / 2 + BESIDES_FIRST) * sizeof *k->list.item);
	k->list.item[k->list.n++] = b;
}

static void
meet(void *own, uint32_t a, uint32_t b, uint64_t levels)
{
	struct besides *k = own;
	int given = k->s->of_kind[LINK_GIVEN], level = level_at(levels, given);
	bool differ = level == GIVEN_OTHER || level == GIVEN_LIKE;
	uint64_t one, other, family;
	uint32_t x, y;

	if (level == LEVEL_UNKNOWN || level == GIVEN_SWAPPED || !same_number(k->s, levels))
		return;
	x = row_of(k->s, a)[k->s->at[given]];
	y = row_of(k->s, b)[k->s->at[given]];
	one = family_of(k->s, a);
	other = family_of(k->s, b);
	family = one < other ? one : other;
	beside_add(k, (struct beside){x, differ ? y : 0, family});
	if (x != y)
		beside_add(k, (struct beside){y, differ ? x : 0, family});
}

/* Every thread's together, which are its own no longer. They are wide. */
static struct beside *
besides_take(struct besides *const *each, int threads, size_t *n)
{
	struct beside *all;
	size_t at = 0;

	for (int t = 0; t < threads; t++)
		at += each[t]->list.n;
	all = wide_new(at * sizeof *all);
	*n = at;
	for (int t = threads; t-- > 0; wide_free(each[t]->list.item)) {
		at -= each[t]->list.n;
		if (each[t]->list.n)
			memcpy(all + at, each[t]->list.item, each[t]->list.n * sizeof *all);
	}
	return all;
}

/* Each name's sums, two names counted once a family. */
static struct met_list
add_up(struct mem *m, struct besides *const *each, int threads)
{
	struct met_list out = {0};
	size_t with_this = 0, n;
	struct beside *all = besides_take(each, threads, &n);

	if (n)
		qsort(all, n, sizeof *all, beside_order);
	for (size_t i = 0; i < n; i++) {
		const struct beside *b = &all[i];
		struct met *to;

		if (i && beside_order(b - 1, b) == 0)
			continue;
		if (out.n == 0 || out.item[out.n - 1].name != b->name)
			*push(m, &out) = (struct met){.name = b->name};
		to = &out.item[out.n - 1];
		if (b->other == 0) {
			to->same++;
			continue;
		}
		with_this = i && b[-1].name == b->name && b[-1].other == b->other ? with_this + 1 : 1;
		to->others++;
		to->distinct += with_this == 1;
		to->with_one = with_this > to->with_one ? with_this : to->with_one;
	}
	wide_free(all);
	return out;
}

/* It meets others more often than itself, and ever another. */
static bool
is_doubtful(const struct met *k)
{
	return k->others >= FAMILIES_LEAST && k->distinct >= OTHERS_LEAST && (double)k->with_one * MOST_WITH_ONE <= k->others &&
	    k->others > k->same;
}

/* Those of the doubtful that meet others so much oftener than all that are not in doubt do, when these are left out on either side.
 * Where most are doubtful it is the numbers that are no numbers. */
static bool
placeholders_mark(struct words *names, const struct met_list *met)
{
	double all = 0, doubtful = 0, others = 0;
	bool any = false;

	for (size_t i = 0; i < met->n; i++) {
		const struct met *k = &met->item[i];
		bool doubt = is_doubtful(k);

		all += k->others + k->same;
		doubtful += doubt ? 2 * k->others + k->same : 0;
		others += k->others * (doubt ? -1 : 1);
	}
	for (size_t i = 0; i < met->n && doubtful * 2 < all; i++) {
		const struct met *k = &met->item[i];

		if (is_doubtful(k) && k->others * (all - doubtful) > OFTENER * others * (k->others + k->same))
			any = names->item[k->name].is_placeholder = true;
	}
	return any;
}

/* The name goes out of every record, and the count of records with the full name, which it no longer is. */
static void
names_forget(struct link_set *s)
{
	int at = s->at[s->of_kind[LINK_GIVEN]];

	for (size_t i = 0; i < s->n; i++) {
		uint32_t *row = s->row + i * (size_t)s->width;

		if (!s->names.item[row[at]].is_placeholder)
			continue;
		s->names.item[row[at]].count[0] = 0;
		row[at] = 0;
		row[0] &= ROW_GIVEN_BITS;
	}
}

bool
placeholders_learn(const struct training *t, struct sample **sample)
{
	struct mem *work = mem_new();
	struct besides **each = mem_new_array(work, struct besides *, t->threads);
	struct met_list met;
	bool any;

	for (int i = 0; i < t->threads; i++) {
		each[i] = mem_new_one(work, struct besides);
		*each[i] = (struct besides){.s = t->s};
	}
	if (t->s->of_kind[LINK_GIVEN] >= 0 && !t->s->names.encoded)
		sample_walk(t, sample, meet, (void *const *)each);
	met = add_up(work, each, t->threads);
	any = placeholders_mark(&t->s->names, &met);
	if (any) {
		names_forget(t->s);
		sample_compare(t, sample, LEVEL_SAME);
	}
	mem_free(work);
	return any;
}

static int
letters_order(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

const char **
placeholders_list(struct mem *m, const struct link_set *s, size_t *n)
{
	struct { const char **item; size_t n, cap; } list = {0};

	for (uint32_t i = 1; i < s->names.n; i++)
		if (s->names.item[i].is_placeholder)
			*push(m, &list) = view_copy(m, letters_of(&s->names, i));
	if (list.n)
		qsort(list.item, list.n, sizeof *list.item, letters_order);
	*n = list.n;
	return list.item;
}
