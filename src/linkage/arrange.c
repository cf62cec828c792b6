/* See the header. */
#include "linkage/arrange.h"

#include <string.h>

#include "base/mem.h"
#include "base/wide.h"
#include "linkage/entries.h"
#include "linkage/threads.h"

#define AHEAD 16                        /* rows asked for beforehand */

struct arranging {
	struct link_set *s;
	struct entries *entries;
	uint32_t *row;                  /* the new ones */
	uint32_t *record, *place;       /* by row whose it is; by record its row */
	size_t stands[THREADS_MOST];    /* of each part, how many rows stand for others */
};

/* Whether two rows say the same in all but their numbers and sources. */
static bool
says_the_same(const struct link_set *s, const uint32_t *a, const uint32_t *b)
{
	if (ROW_SEX(a) != ROW_SEX(b))
		return false;
	for (int f = 0; f < s->model->n_fields; f++) {
		enum link_kind kind = s->model->field[f].kind;

		if (kind != LINK_SEX && !kind_is_number(kind) && a[s->at[f]] != b[s->at[f]])
			return false;
	}
	return true;
}

/* Those of `n` rows, of which the first is `first`, that stand for others; returns how many. */
static size_t
stands_find(const struct link_set *s, const uint32_t *row, size_t first, size_t n, uint32_t *out)
{
	size_t width = (size_t)s->width, found = 0;

	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && to - from < ROWS_ALIKE && says_the_same(s, row + from * width, row + to * width); to++)
			continue;
		out[found++] = (uint32_t)((to - from - 1) << ROW_BITS | (first + from));
	}
	return found;
}

static void
move_some(void *with, size_t from, size_t to)
{
	struct arranging *k = with;
	size_t width = (size_t)k->s->width;

	for (size_t part = from; part < to; part++) {
		size_t first = k->entries->from[part], n;
		const uint64_t *entry = entries_sort(k->entries, part, &n);

		for (size_t i = 0; i < n; i++) {
			if (i + AHEAD < n)
				row_fetch(k->s, ENTRY_ROW(entry[i + AHEAD]));
			memcpy(k->row + (first + i) * width, row_of(k->s, ENTRY_ROW(entry[i])), width * sizeof *k->row);
			k->record[first + i] = ENTRY_ROW(entry[i]);
			k->place[ENTRY_ROW(entry[i])] = (uint32_t)(first + i);
		}
		k->stands[part] = stands_find(k->s, k->row + first * width, first, n, k->s->stands + first);
	}
}

/* The parts' rows that stand for others one after the other. */
static void
stands_close_up(struct link_set *s, const struct arranging *k, int threads)
{
	for (int part = 0; part < threads; part++) {
		memmove(s->stands + s->n_stands, s->stands + k->entries->from[part], k->stands[part] * sizeof *s->stands);
		s->n_stands += k->stands[part];
	}
	s->stands = wide_grow(s->stands, s->n_stands * sizeof *s->stands);
}

const uint32_t *
rows_arrange(struct mem *m, struct link_set *s, const struct keying *keying, int threads)
{
	struct blocking all = {.s = s, .keying = keying, .chosen = BLOCKS_ALL};
	struct arranging k = {.s = s};

	rows_restore(s);
	k.entries = entries_new(&all, threads, threads);
	k.row = wide_new(s->n * (size_t)s->width * sizeof *k.row);
	k.record = mem_new_array(m, uint32_t, s->n + 1);
	k.place = wide_new(s->n * sizeof *k.place);
	entries_make(k.entries, RULE_PLACE);
	s->stands = wide_new(s->n * sizeof *s->stands);
	in_threads(threads, (size_t)threads, move_some, &k);
	stands_close_up(s, &k, threads);
	entries_free(k.entries);
	wide_free(s->row);
	s->row = k.row;
	s->cap = s->n;
	s->place = k.place;
	return k.record;
}

void
rows_restore(struct link_set *s)
{
	size_t width = (size_t)s->width;
	uint32_t *row;

	if (!s->place)
		return;
	row = wide_new(s->n * width * sizeof *row);
	for (uint32_t i = 0; i < s->n; i++)
		memcpy(row + i * width, row_of(s, place_of(s, i)), width * sizeof *row);
	wide_free(s->row);
	wide_free(s->place);
	wide_free(s->stands);
	s->row = row;
	s->cap = s->n;
	s->place = NULL;
	s->stands = NULL;
	s->n_stands = 0;
}
