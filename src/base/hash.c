/* Hash tables in an arena: open addressing with linear probing, at most two thirds full, doubling as they grow. */
#include "base/hash.h"

#include <string.h>

#include "base/mem.h"

/* Both halves of a 128-bit product folded together: every bit of a and b reaches every bit of the result. */
static inline uint64_t
fold_product(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 p = (__extension__ (unsigned __int128)a) * b;

	return (uint64_t)p ^ (uint64_t)(p >> 64);
}

#define PRIME_A UINT64_C(0x9e3779b97f4a7c15)
#define PRIME_B UINT64_C(0xc2b2ae3d27d4eb4f)

static uint64_t
word_at(const unsigned char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* One to eight bytes as one word, in pieces that may overlap: a copy of any other length would be a call. */
static inline uint64_t
few_at(const unsigned char *p, size_t n)
{
	uint32_t first, last;

	if (n < 4)
		return p[0] | (uint64_t)p[n / 2] << n / 2 * 8 | (uint64_t)p[n - 1] << (n - 1) * 8;
	memcpy(&first, p, sizeof first);
	memcpy(&last, p + n - 4, sizeof last);
	return first | (uint64_t)last << (n - 4) * 8;
}

uint64_t
hash_mix(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t h = fold_product(seed ^ PRIME_A, (uint64_t)n ^ PRIME_B);
	size_t left = n;

	for (; left >= 16; p += 16, left -= 16)
		h = fold_product(word_at(p) ^ PRIME_A ^ h, word_at(p + 8) ^ PRIME_B);
	if (left > 8)
		h = fold_product(word_at(p) ^ PRIME_A ^ h, few_at(p + 8, left - 8) ^ PRIME_B);
	else if (left > 0)
		h = fold_product(few_at(p, left) ^ PRIME_A ^ h, PRIME_B);
	return fold_product(h, PRIME_A);
}

#define EMPTY INT64_MIN

struct int_entry {
	int64_t key, value;
};

struct int_map {
	struct mem *mem;
	struct int_entry *entry;
	size_t cap, n;                  /* cap is a power of two */
};

static size_t
int_slot(int64_t key, size_t cap)
{
	return (size_t)fold_product((uint64_t)key ^ PRIME_B, PRIME_A) & (cap - 1);
}

static struct int_entry *
int_entries(struct mem *m, size_t cap)
{
	struct int_entry *entry = mem_new_array(m, struct int_entry, cap);

	for (size_t i = 0; i < cap; i++)
		entry[i].key = EMPTY;
	return entry;
}

struct int_map *
int_map_new(struct mem *m, size_t expected)
{
	struct int_map *map = mem_new_one(m, struct int_map);

	map->mem = m;
	map->cap = 16;
	while (map->cap / 3 * 2 < expected)
		map->cap *= 2;
	map->entry = int_entries(m, map->cap);
	return map;
}

/* Where the key is, or the empty place where it would go. */
static struct int_entry *
int_find(struct int_entry *entry, size_t cap, int64_t key)
{
	size_t i = int_slot(key, cap);

	while (entry[i].key != key && entry[i].key != EMPTY)
		i = (i + 1) & (cap - 1);
	return &entry[i];
}

int64_t *
int_map_find(const struct int_map *map, int64_t key)
{
	struct int_entry *e = int_find(map->entry, map->cap, key);

	return e->key == EMPTY ? NULL : &e->value;
}

static void
int_map_grow(struct int_map *map)
{
	size_t cap = map->cap * 2;
	struct int_entry *entry = int_entries(map->mem, cap);

	for (size_t i = 0; i < map->cap; i++)
		if (map->entry[i].key != EMPTY)
			*int_find(entry, cap, map->entry[i].key) = map->entry[i];
	map->entry = entry;
	map->cap = cap;
}

int64_t *
int_map_put(struct int_map *map, int64_t key, bool *is_new)
{
	struct int_entry *e = int_find(map->entry, map->cap, key);

	*is_new = e->key == EMPTY;
	if (!*is_new)
		return &e->value;
	if (map->n + 1 > map->cap / 3 * 2) {
		int_map_grow(map);
		e = int_find(map->entry, map->cap, key);
	}
	*e = (struct int_entry){key, 0};
	map->n++;
	return &e->value;
}

size_t
int_map_count(const struct int_map *map)
{
	return map->n;
}

bool
int_map_next(const struct int_map *map, size_t *at, int64_t *key, int64_t **value)
{
	for (; *at < map->cap; (*at)++) {
		struct int_entry *e = &map->entry[*at];

		if (e->key == EMPTY)
			continue;
		*key = e->key;
		*value = &e->value;
		(*at)++;
		return true;
	}
	return false;
}

struct text_map {
	struct mem *mem;
	uint64_t *slot;                 /* the hash's upper half, and below it the number + 1; 0 is empty */
	size_t cap;
	struct LIST(struct view) text;
};

struct text_map *
text_map_new(struct mem *m)
{
	struct text_map *map = mem_new_one(m, struct text_map);

	map->mem = m;
	map->cap = 64;
	map->slot = mem_new_array(m, uint64_t, map->cap);
	return map;
}

#define UPPER UINT64_C(0xffffffff00000000)

static size_t
text_slot(const struct text_map *map, struct view text, uint64_t hash)
{
	size_t i = (size_t)hash & (map->cap - 1);

	for (; map->slot[i] != 0; i = (i + 1) & (map->cap - 1))
		if ((map->slot[i] & UPPER) == (hash & UPPER)
		    && view_same(map->text.item[(uint32_t)map->slot[i] - 1], text))
			break;
	return i;
}

int32_t
text_map_find(const struct text_map *map, struct view text)
{
	size_t i = text_slot(map, text, hash_mix(0, text.at, text.n));

	return map->slot[i] == 0 ? -1 : (int32_t)((uint32_t)map->slot[i] - 1);
}

static void
text_map_grow(struct text_map *map)
{
	size_t cap = map->cap * 2;
	uint64_t *slot = mem_new_array(map->mem, uint64_t, cap);

	for (size_t t = 0; t < map->text.n; t++) {
		uint64_t hash = hash_mix(0, map->text.item[t].at, map->text.item[t].n);
		size_t i = (size_t)hash & (cap - 1);

		while (slot[i] != 0)
			i = (i + 1) & (cap - 1);
		slot[i] = (hash & UPPER) | (uint64_t)(t + 1);
	}
	map->slot = slot;
	map->cap = cap;
}

int32_t
text_map_intern(struct text_map *map, struct view text)
{
	uint64_t hash = hash_mix(0, text.at, text.n);
	size_t i = text_slot(map, text, hash);

	if (map->slot[i] != 0)
		return (int32_t)((uint32_t)map->slot[i] - 1);
	if (map->text.n + 1 > map->cap / 3 * 2) {
		text_map_grow(map);
		i = text_slot(map, text, hash);
	}
	map->slot[i] = (hash & UPPER) | (uint64_t)(map->text.n + 1);
	*push(map->mem, &map->text) = (struct view){view_copy(map->mem, text), text.n};
	return (int32_t)(map->text.n - 1);
}

size_t
text_map_count(const struct text_map *map)
{
	return map->text.n;
}

const char *
text_map_text(const struct text_map *map, int32_t number)
{
	return map->text.item[number].at;
}
