/* A ring of batches: one is read into, those before it wait to be put. When all do, who reads puts what needs no table, so that neither waits
 * for the other for long. See the header. */
#include "people/link_batches.h"

#include <pthread.h>
#include <string.h>

#include "base/mem.h"

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
	struct batch batch[BATCHES];
	pthread_mutex_t lock;
	pthread_cond_t more, fewer;     /* batches that wait */
	size_t handed, put;             /* how many were handed over so far, and put */
	bool ended;
	bool threaded;                  /* else who reads does all */
	pthread_t thread;
};

static void
batch_put(struct link_set *set, const struct batch *b)
{
	link_set_put_words(set, b->first, b->n, b->value);
	if (!b->others_put)
		link_set_put_others(set, b->first, b->n, b->source, b->value);
}

static void *
put_all(void *with)
{
	struct link_batches *k = with;
	const struct batch *b;

	pthread_mutex_lock(&k->lock);
	for (;;) {
		while (k->put == k->handed && !k->ended)
			pthread_cond_wait(&k->more, &k->lock);
		if (k->put == k->handed)
			break;
		b = &k->batch[k->put % BATCHES];
		pthread_mutex_unlock(&k->lock);
		batch_put(k->set, b);
		pthread_mutex_lock(&k->lock);
		k->put++;
		pthread_cond_signal(&k->fewer);
	}
	pthread_mutex_unlock(&k->lock);
	return NULL;
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
	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->more, NULL);
	pthread_cond_init(&k->fewer, NULL);
	k->threaded = pthread_create(&k->thread, NULL, put_all, k) == 0;
	return k;
}

static size_t
waiting(struct link_batches *k)
{
	size_t n;

	pthread_mutex_lock(&k->lock);
	n = k->handed - k->put;
	pthread_mutex_unlock(&k->lock);
	return n;
}

/* Returns when no more than so many batches wait. */
static void
wait_until(struct link_batches *k, size_t most)
{
	pthread_mutex_lock(&k->lock);
	while (k->handed - k->put > most)
		pthread_cond_wait(&k->fewer, &k->lock);
	pthread_mutex_unlock(&k->lock);
}

/* The one that is read into. */
static struct batch *
batch_now(struct link_batches *k)
{
	return &k->batch[k->handed % BATCHES];
}

/* The engine's rows may move when there is more room: so not before what waits is there. */
static void
hand_over(struct link_batches *k)
{
	struct batch *b = batch_now(k);

	if (link_set_is_full(k->set, b->n))
		wait_until(k, 0);
	b->first = link_set_room(k->set, b->n);
	b->others_put = waiting(k) == BATCHES - 1;
	if (b->others_put)
		link_set_put_others(k->set, b->first, b->n, b->source, b->value);
	pthread_mutex_lock(&k->lock);
	k->handed++;
	if (!k->threaded) {
		batch_put(k->set, b);
		k->put++;
	}
	pthread_cond_signal(&k->more);
	pthread_mutex_unlock(&k->lock);
	wait_until(k, BATCHES - 1);
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
		hand_over(k);
	b = batch_now(k);
	to = b->value + b->n * (size_t)k->n_fields;
	copy = b->text + b->used;
	b->source[b->n++] = source;
	for (int i = 0; i < k->n_fields; i++)
		to[i] = value[k->field[i]];
	if (most > TEXT) {
		hand_over(k);
		wait_until(k, 0);
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
	hand_over(k);
	pthread_mutex_lock(&k->lock);
	k->ended = true;
	pthread_cond_signal(&k->more);
	pthread_mutex_unlock(&k->lock);
	if (k->threaded)
		pthread_join(k->thread, NULL);
	pthread_cond_destroy(&k->fewer);
	pthread_cond_destroy(&k->more);
	pthread_mutex_destroy(&k->lock);
}
