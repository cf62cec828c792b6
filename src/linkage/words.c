/* See the header. */
#include "linkage/words.h"

#include <string.h>

#include "base/hash.h"
#include "base/wide.h"
#include "linkage/code.h"
#include "linkage/similar.h"
#include "linkage/sound.h"

void
words_start(struct words *w)
{
	*w = (struct words){.n = 1, .cap = 1024, .slots = 4096, .letters_cap = 16384};
	w->item = wide_new(w->cap * sizeof *w->item);
	w->item[0] = (struct word){0};
	w->heard = wide_new(w->cap * sizeof *w->heard);
	w->heard[0] = (struct heard){0};
	w->letters = wide_new(w->letters_cap);
	w->slot = wide_zeroed(w->slots * sizeof *w->slot);
}

void
words_free(struct words *w)
{
	wide_free(w->item);
	wide_free(w->heard);
	wide_free(w->letters);
	wide_free(w->slot);
}

static void
slots_double(struct words *w)
{
	wide_free(w->slot);
	w->slots *= 2;
	w->slot = wide_zeroed(w->slots * sizeof *w->slot);
	for (size_t i = 1; i < w->n; i++) {
		size_t at = w->item[i].hash & (w->slots - 1);

		while (w->slot[at])
			at = (at + 1) & (w->slots - 1);
		w->slot[at] = (uint32_t)i;
	}
}

bool
name_says_nothing(struct view v)
{
	static const char none[][10] = {"baby", "babe", "infant", "unknown", "not known", "unborn", "na", "n a", "none", "test",
	    "male", "female", "boy", "girl", "baby boy", "baby girl", "xx", "xxx", "tbc", "unnamed", "anonymous"};

	for (size_t i = 0; v.n && i < sizeof none / sizeof none[0]; i++)
		if (v.at[0] == none[i][0] && view_is(v, none[i]))
			return true;
	return false;
}

/* Kept out of the way of words that are there. */
__attribute__((noinline)) static uint32_t
word_new(struct words *w, struct view v, uint32_t hash)
{
	uint32_t sound = w->encoded ? code_sound(v) : sound_of(v);

	if (w->n == w->cap) {
		w->cap += w->cap / 2;
		w->item = wide_grow(w->item, w->cap * sizeof *w->item);
		w->heard = wide_grow(w->heard, w->cap * sizeof *w->heard);
	}
	while (w->letters_n + v.n > w->letters_cap)
		w->letters = wide_grow(w->letters, w->letters_cap += w->letters_cap / 2);
	memcpy(w->letters + w->letters_n, v.at, v.n);
	w->item[w->n] = (struct word){.at = (uint32_t)w->letters_n, .hash = hash, .n = (uint8_t)v.n};
	w->heard[w->n] = (struct heard){sound ? sound : hash ? hash : 1, w->encoded ? OUTLINE_NOT_TOLD : outline_of(v)};
	if (!w->encoded) {
		w->item[w->n].initial = (uint8_t)v.at[0];
		w->item[w->n].means_nothing = name_says_nothing(v);
	}
	w->letters_n += v.n;
	return (uint32_t)w->n++;
}

/* The next slot from `at` on that is empty or holds a word of that hash. */
static inline size_t
slot_next(const struct words *w, size_t at, uint32_t hash)
{
	for (at &= w->slots - 1; w->slot[at] && w->item[w->slot[at]].hash != hash;)
		at = (at + 1) & (w->slots - 1);
	return at;
}

/* The slot that holds a word, or would; from one on that was empty or held a word of that hash: others may have come meanwhile. */
static size_t
slot_of(const struct words *w, size_t at, struct view v, uint32_t hash)
{
	for (at = slot_next(w, at, hash); w->slot[at]; at = slot_next(w, at + 1, hash)) {
		const struct word *k = &w->item[w->slot[at]];

		if (k->n == v.n && memcmp(w->letters + k->at, v.at, v.n) == 0)
			break;
	}
	return at;
}

static uint32_t
word_at(struct words *w, size_t at, struct view v, uint32_t hash)
{
	if (v.n == 0)
		return 0;
	at = slot_of(w, at, v, hash);
	if (w->slot[at])
		return w->slot[at];
	if (w->letters_n + v.n > UINT32_MAX)
		return 0;               /* after some 500 million different ones the others say nothing */
	return w->slot[at] = word_new(w, v, hash);
}

static uint32_t
word_hash(struct view v)
{
	return (uint32_t)hash_mix(0, v.at, v.n);
}

void
words_intern(struct words *w, const struct view *folded, uint32_t *number, size_t n)
{
	uint32_t hash[WORDS_AT_ONCE];
	size_t at[WORDS_AT_ONCE];

	while ((w->n + n) * 2 > w->slots)
		slots_double(w);
	for (size_t i = 0; i < n; i++) {
		hash[i] = word_hash(folded[i]);
		wide_fetch(&w->slot[hash[i] & (w->slots - 1)]);
	}
	for (size_t i = 0; i < n; i++) {
		const struct word *k = &w->item[w->slot[hash[i] & (w->slots - 1)]];

		wide_fetch(&k->at);
		wide_fetch(&k->n);      /* it may lie on the border of what is fetched at a time */
	}
	for (size_t i = 0; i < n; i++) {
		at[i] = slot_next(w, hash[i], hash[i]);
		wide_fetch(w->letters + w->item[w->slot[at[i]]].at);
	}
	for (size_t i = 0; i < n; i++)
		number[i] = word_at(w, at[i], folded[i], hash[i]);
}

uint32_t
word_intern(struct words *w, struct view folded)
{
	uint32_t number;

	words_intern(w, &folded, &number, 1);
	return number;
}

uint32_t
word_find(const struct words *w, struct view v)
{
	uint32_t hash = word_hash(v);

	return v.n ? w->slot[slot_of(w, hash, v, hash)] : 0;
}

size_t
words_held(const struct words *w)
{
	return w->n * (sizeof *w->item + sizeof *w->heard) + w->letters_n + w->slots * sizeof *w->slot;
}
