/* The test writer: a queue, a thread, and a list of what was committed. */
#include "recorder.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct entry {
	struct audit_row row;
	void (*done)(enum err e, void *with);
	void *with;
	struct write_job *job;          /* or this */
	struct entry *next;
};

struct kept {
	char act[64], object[128];
	bool allowed;
	struct kept *next;
};

struct test_writer {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct entry *first, **last;
	struct kept *kept;
	bool hold, stop;
};

static void
enqueue(struct test_writer *w, struct entry e)
{
	struct entry *entry = malloc(sizeof *entry);

	*entry = e;
	pthread_mutex_lock(&w->lock);
	*w->last = entry;
	w->last = &entry->next;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

static void
audit(void *to, struct audit_row row, void (*done)(enum err e, void *with), void *with)
{
	enqueue(to, (struct entry){.row = row, .done = done, .with = with});
}

static void
queue(void *to, struct write_job *job)
{
	enqueue(to, (struct entry){.job = job});
}

static enum err
keep(struct test_writer *w, const struct audit_row *row)
{
	struct kept *k;

	if (strcmp(row->object, FAILING_OBJECT) == 0)
		return ERR_SYSTEM;
	k = calloc(1, sizeof *k);
	strncpy(k->act, row->act, sizeof k->act - 1);
	strncpy(k->object, row->object, sizeof k->object - 1);
	k->allowed = row->allowed;
	pthread_mutex_lock(&w->lock);
	k->next = w->kept;
	w->kept = k;
	pthread_mutex_unlock(&w->lock);
	return OK;
}

static void
finish(struct test_writer *w, struct entry *e)
{
	if (e->job != NULL) {
		struct ctx c = {.mem = mem_new()};
		enum err err = e->job->run(&c, e->job->with);

		e->job->done(err, e->job->with);
		mem_free(c.mem);
	} else
		e->done(keep(w, &e->row), e->with);
}

static void *
run(void *with)
{
	struct test_writer *w = with;

	for (;;) {
		struct entry *group;

		pthread_mutex_lock(&w->lock);
		while ((w->first == NULL || w->hold) && !w->stop)
			pthread_cond_wait(&w->wake, &w->lock);
		group = w->first;
		w->first = NULL;
		w->last = &w->first;
		pthread_mutex_unlock(&w->lock);
		if (group == NULL)
			return NULL;
		while (group != NULL) {
			struct entry *next = group->next;

			finish(w, group);
			free(group);
			group = next;
		}
	}
}

struct test_writer *
test_writer_start(struct recorder *out)
{
	struct test_writer *w = calloc(1, sizeof *w);

	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	w->last = &w->first;
	*out = (struct recorder){audit, queue, w};
	pthread_create(&w->thread, NULL, run, w);
	return w;
}

void
test_writer_stop(struct test_writer *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	while (w->kept != NULL) {
		struct kept *next = w->kept->next;

		free(w->kept);
		w->kept = next;
	}
	free(w);
}

unsigned
test_writer_count(struct test_writer *w, const char *act, const char *object)
{
	unsigned n = 0;

	pthread_mutex_lock(&w->lock);
	for (const struct kept *k = w->kept; k != NULL; k = k->next)
		n += (!act || strcmp(act, k->act) == 0) && (!object || strcmp(object, k->object) == 0);
	pthread_mutex_unlock(&w->lock);
	return n;
}

unsigned
test_writer_denials(struct test_writer *w)
{
	unsigned n = 0;

	pthread_mutex_lock(&w->lock);
	for (const struct kept *k = w->kept; k != NULL; k = k->next)
		n += !k->allowed;
	pthread_mutex_unlock(&w->lock);
	return n;
}

void
test_writer_hold(struct test_writer *w, bool hold)
{
	pthread_mutex_lock(&w->lock);
	w->hold = hold;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}
