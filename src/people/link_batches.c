/* Batches in a ring: one is read into, those before it wait to be put. When all do, who reads puts what needs no table, so that neither waits
 * for the other for long. See the header. */
#include "people/link_batches.h"

#include <string.h>

#include "base/mem.h"
#include "base/ring.h"

#define BATCHES 4
#define BATCH 2048                      /* rows of one */
#define TEXT ((size_t)256 * 1024)       /* bytes of them that are kept at most */

struct batch {
	uint32_t first;
	size_t n;
	bool others_put;                /* all but words, by who read it */
	int *source;                    /* of each row … */
	struct view *value;             /* … and its fields, as the engine wants them, which point into … */
	char *text;
	size_t used;
};

struct link_batches {
	struct link_set *set;
	int field[LINK_FIELDS], n_fields;       /* the model's, as the engine wants them */
	struct ring ring;
	struct batch batch[BATCHES];    /* its slots */
};

static void
batch_put(void *with, size_t slot)
{
	const struct link_batches *k = with;
	const struct batch *b = &k->batch[slot];

	link_set_put_words(k->set, b->first, b->n, b->value);
	if (!b->others_put)
		link_set_put_others(k->set, b->first, b->n, b->source, b->value);
}

struct link_batches *
link_batches_new(struct mem *m, struct link_set *set)
{
	struct link_batches *k = mem_new_one(m, struct link_batches);

	k->set = set;
	k->n_fields = link_set_order(set, k->field);
	for (int i = 0; i < BATCHES; i++)
		k->batch[i] = (struct batch){.source = mem_new_array(m, int, BATCH),
		    .value = mem_new_array(m, struct view, (size_t)k->n_fields * BATCH + 1), .text = mem_take(m, TEXT)};
	ring_start(&k->ring, BATCHES, batch_put, k);
	return k;
}

/* The one that is read into. */
static struct batch *
batch_now(struct link_batches *k)
{
	return &k->batch[ring_slot(&k->ring)];
}

/* The engine's rows may move when there is more room: so not before what waits is there. */
static void
hand_over(struct link_batches *k, size_t most)
{
	struct batch *b = batch_now(k);

	if (link_set_is_full(k->set, b->n))
		ring_wait(&k->ring, 0);
	b->first = link_set_room(k->set, b->n);
	b->others_put = ring_waiting(&k->ring) == BATCHES - 1;
	if (b->others_put)
		link_set_put_others(k->set, b->first, b->n, b->source, b->value);
	ring_hand_over(&k->ring, most);
	batch_now(k)->n = batch_now(k)->used = 0;
}

/* Where a value lies in the copy of its row. One whose quotes were undone lies elsewhere, and is copied behind it. */
static struct view
kept(struct batch *b, struct view raw, const char *copy, struct view v)
{
	size_t within = (size_t)((uintptr_t)v.at - (uintptr_t)raw.at);

	if (within < raw.n) {
		v.at = copy + within;
	} else if (v.n) {
		v.at = memcpy(b->text + b->used, v.at, v.n);
		b->used += v.n;
	}
	return v;
}

/* A row that is too long to be kept is put from where it is. */
void
link_batches_add(struct link_batches *k, struct view raw, int source, const struct view *value)
{
	size_t most = raw.n * (size_t)(1 + k->n_fields);        /* the row's bytes, and again what each field reads of them */
	struct batch *b;
	struct view *to;
	char *copy;

	if (batch_now(k)->n == BATCH || most > TEXT - batch_now(k)->used)
		hand_over(k, BATCHES - 1);
	b = batch_now(k);
	to = b->value + b->n * (size_t)k->n_fields;
	copy = b->text + b->used;
	b->source[b->n++] = source;
	for (int i = 0; i < k->n_fields; i++)
		to[i] = value[k->field[i]];
	if (most > TEXT) {
		hand_over(k, 0);
	} else if (raw.n) {
		memcpy(copy, raw.at, raw.n);
		b->used += raw.n;
		for (int i = 0; i < k->n_fields; i++)
			to[i] = kept(b, raw, copy, to[i]);
	}
}

void
link_batches_end(struct link_batches *k)
{
	hand_over(k, 0);
	ring_stop(&k->ring);
}
