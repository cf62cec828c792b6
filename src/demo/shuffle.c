/* The files, and the order within each: see shuffle.h. */
#include "demo/shuffle.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/progress.h"
#include "demo/out.h"
#include "demo/rng.h"

#define ROWS_IN_FILE 80000
#define MOST_FILES 250                  /* open at once: below the 256 that the meanest systems allow */

struct bucket {
	FILE *file;
	int64_t rows;
	size_t bytes;
};

struct line {
	uint32_t at, n;                 /* in the file; with its end */
};

struct shuffle {
	struct bucket bucket[MOST_FILES];
	int n;
	int64_t rows, written;
	uint64_t seed;
	struct rng which;
};

static enum err
bucket_open(struct ctx *c, const char *dir, int number, struct bucket *b)
{
	char *path = mem_format(c->mem, "%s/people.csv.%ld.%d", dir, (long)getpid(), number);

	b->file = fopen(path, "w+b");
	if (b->file == NULL)
		return fail(c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	unlink(path);
	if (setvbuf(b->file, mem_take(c->mem, 1 << 16), _IOFBF, 1 << 16) != 0)
		return fail(c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	return OK;
}

enum err
shuffle_open(struct ctx *c, const char *dir, int64_t rows, uint64_t seed, struct shuffle **out)
{
	struct shuffle *s = *out = mem_new_one(c->mem, struct shuffle);
	int n = (int)(rows / ROWS_IN_FILE) + 1;

	s->seed = seed;
	s->which = rng_stream(seed, STREAM_SHUFFLE, 0);
	for (n = n > MOST_FILES ? MOST_FILES : n; s->n < n; s->n++)
		TRY(bucket_open(c, dir, s->n, &s->bucket[s->n]));
	return OK;
}

enum err
shuffle_put(struct ctx *c, struct shuffle *s, const char *row, size_t n)
{
	struct bucket *b = &s->bucket[rng_below(&s->which, (uint32_t)s->n)];

	if (fwrite_unlocked(row, 1, n, b->file) != n)
		return fail(c, ERR_SYSTEM, "cannot write rows to be shuffled: %s", strerror(errno));
	b->bytes += n;
	b->rows++;
	s->rows++;
	return OK;
}

/* Reads a file whole and gives its room on the disk back. */
static enum err
bucket_read(struct ctx *c, struct bucket *b, char *text)
{
	bool whole = fflush(b->file) == 0 && fseek(b->file, 0, SEEK_SET) == 0
	    && fread(text, 1, b->bytes, b->file) == b->bytes;

	fclose(b->file);
	b->file = NULL;
	return whole ? OK : fail(c, ERR_SYSTEM, "cannot read back the rows to be shuffled: %s", strerror(errno));
}

static void
lines_find(const char *text, struct line *line, int64_t n)
{
	uint32_t at = 0;

	for (int64_t i = 0; i < n; i++) {
		line[i] = (struct line){at, (uint32_t)(strchr(text + at, '\n') - (text + at)) + 1};
		at += line[i].n;
	}
}

static void
lines_shuffle(struct rng *r, struct line *line, int64_t n)
{
	for (int64_t i = n - 1; i > 0; i--) {
		uint32_t j = rng_below(r, (uint32_t)(i + 1));
		struct line kept = line[i];

		line[i] = line[j];
		line[j] = kept;
	}
}

static enum err
bucket_write(struct ctx *c, struct shuffle *s, int number, struct mem *m, FILE *out, struct progress *progress)
{
	struct bucket *b = &s->bucket[number];
	char *text = mem_take(m, b->bytes + 1), digits[24];
	struct line *line = mem_new_array(m, struct line, b->rows + 1);
	struct rng r = rng_stream(s->seed, STREAM_SHUFFLE, 1 + (uint64_t)number);

	TRY(bucket_read(c, b, text));
	lines_find(text, line, b->rows);
	lines_shuffle(&r, line, b->rows);
	for (int64_t i = 0; i < b->rows; i++) {
		char *end = whole_number_write(digits, ++s->written);
		size_t k = (size_t)(end - digits) + 1;

		*end = ',';
		if (fwrite_unlocked(digits, 1, k, out) != k
		    || fwrite_unlocked(text + line[i].at, 1, line[i].n, out) != line[i].n)
			return fail(c, ERR_SYSTEM, "cannot write people.csv: %s", strerror(errno));
	}
	progress_show(progress, (uint64_t)s->written, (uint64_t)s->rows, (uint64_t)s->written);
	return OK;
}

enum err
shuffle_write(struct ctx *c, struct shuffle *s, FILE *out, struct progress *progress)
{
	struct mem *m = mem_new();
	enum err e = OK;

	for (int i = 0; i < s->n && e == OK; i++) {
		mem_reset(m);
		e = bucket_write(c, s, i, m, out, progress);
	}
	mem_free(m);
	return e;
}

void
shuffle_close(struct shuffle *s)
{
	for (int i = 0; s != NULL && i < s->n; i++)
		if (s->bucket[i].file != NULL)
			fclose(s->bucket[i].file);
}
