/* Rows into buffers, buffers into files: see out.h. */
#include "demo/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/wide.h"

#define SPOILT_PER_10K 20

struct files {
	FILE **open;
	char **path, **whole;           /* below the folder asked for, and with it */
	int64_t *rows;
	int *first, *columns;
	int n, kept;
	int64_t spoilt;
};

enum err
folders_make(struct ctx *c, char *path)
{
	for (char *at = path + 1; (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			return fail(c, ERR_SYSTEM, "cannot make the folder %s: %s", path, strerror(errno));
		*at = '/';
	}
	return OK;
}

static enum err
file_open(struct ctx *c, struct files *f, const char *dir, const struct file_kind *kind, const char *period)
{
	char *path = mem_take(c->mem, strlen(dir) + strlen(kind->path) + 80), *name;
	int n = sprintf(path, "%s/", dir);

	name = path + n;
	for (const char *from = kind->path; *from != '\0'; from++) {
		if (*from == '%')
			n += sprintf(path + n, "%s", period);
		else
			path[n++] = *from;
	}
	path[n] = '\0';
	TRY(folders_make(c, path));
	f->open[f->n] = fopen(path, "wb");
	if (f->open[f->n] == NULL)
		return fail(c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	if (kind->header != NULL && fprintf(f->open[f->n], "%s\n", kind->header) < 0)
		return fail(c, ERR_SYSTEM, "cannot write %s: %s", path, strerror(errno));
	f->whole[f->n] = path;
	f->path[f->n++] = name;
	return OK;
}

static int
columns_count(const char *header)
{
	int n = 1;

	for (; header != NULL && *header != '\0'; header++)
		n += *header == ',';
	return n;
}

enum err
files_open(struct ctx *c, const char *dir, struct files **out)
{
	struct files *f = mem_new_one(c->mem, struct files);
	const char *const once[] = {"", NULL};
	int total = 0;

	for (int k = 0; k < n_file_kinds; k++)
		for (const char *const *p = file_kinds[k].period ? file_kinds[k].period : once; *p != NULL; p++)
			total++;
	f->open = mem_new_array(c->mem, FILE *, total);
	f->path = mem_new_array(c->mem, char *, total);
	f->whole = mem_new_array(c->mem, char *, total);
	f->rows = mem_new_array(c->mem, int64_t, total);
	f->first = mem_new_array(c->mem, int, n_file_kinds);
	f->columns = mem_new_array(c->mem, int, n_file_kinds);
	*out = f;
	for (int k = 0; k < n_file_kinds; k++) {
		f->first[k] = f->n;
		f->columns[k] = columns_count(file_kinds[k].header);
		for (const char *const *p = file_kinds[k].period ? file_kinds[k].period : once; *p != NULL; p++)
			TRY(file_open(c, f, dir, &file_kinds[k], *p));
	}
	return OK;
}

enum err
files_append(struct ctx *c, struct files *f, struct part *part)
{
	for (int i = 0; i < f->n; i++) {
		struct buffer *b = &part->file[i];

		if (b->n > 0 && fwrite(b->at, 1, b->n, f->open[i]) != b->n)
			return fail(c, ERR_SYSTEM, "cannot write %s: %s", f->path[i], strerror(errno));
		f->rows[i] += b->rows;
		b->n = 0;
		b->rows = 0;
	}
	f->spoilt += part->spoilt;
	part->spoilt = 0;
	return OK;
}

enum err
files_close(struct ctx *c, struct files *f)
{
	enum err e = OK;

	f->kept = 0;
	for (int i = 0; i < f->n; i++) {
		if (fclose(f->open[i]) != 0)
			e = fail(c, ERR_SYSTEM, "cannot write %s: %s", f->path[i], strerror(errno));
		/* A month without a case has no file: an extract with a heading alone looks like one that failed. */
		else if (f->rows[i] == 0 && unlink(f->whole[i]) != 0)
			e = fail(c, ERR_SYSTEM, "cannot remove %s: %s", f->path[i], strerror(errno));
		f->kept += f->rows[i] > 0;
	}
	return e;
}

int
files_count(const struct files *f)
{
	return f->n;
}

int
files_kept(const struct files *f)
{
	return f->kept;
}

const char *
files_path(const struct files *f, int file)
{
	return f->path[file];
}

int64_t
files_rows(const struct files *f, int file)
{
	return f->rows[file];
}

int64_t
files_spoilt(const struct files *f)
{
	return f->spoilt;
}

struct part *
part_new(const struct files *f)
{
	struct part *p = wide_new(sizeof *p);

	*p = (struct part){.first = f->first, .columns = f->columns};
	p->file = wide_new(sizeof *p->file * (size_t)f->n);
	memset(p->file, 0, sizeof *p->file * (size_t)f->n);
	return p;
}

void
part_free(struct part *p, const struct files *f)
{
	for (int i = 0; i < f->n; i++)
		wide_free(p->file[i].at);
	wide_free(p->file);
	wide_free(p);
}

char *
buffer_room(struct buffer *b, size_t more)
{
	if (b->n + more > b->cap) {
		b->cap = b->cap * 2 + more + 4096;
		b->at = wide_grow(b->at, b->cap);
	}
	return b->at + b->n;
}

static char *
digits(char *at, int n, int width)
{
	for (int i = width - 1; i >= 0; i--, n /= 10)
		at[i] = (char)('0' + n % 10);
	return at + width;
}

static char *
text_write(char *at, const char *text)
{
	size_t n;

	if (text == NULL)
		return at;
	n = strlen(text);
	if (strpbrk(text, ",\"\n") == NULL) {
		memcpy(at, text, n);
		return at + n;
	}
	*at++ = '"';
	for (; *text != '\0'; text++) {
		if (*text == '"')
			*at++ = '"';
		*at++ = *text;
	}
	*at++ = '"';
	return at;
}

char *
whole_number_write(char *at, int64_t n)
{
	char reversed[24];
	int k = 0;
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	if (n == NO_NUMBER)
		return at;
	if (n < 0)
		*at++ = '-';
	do
		reversed[k++] = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	while (k > 0)
		*at++ = reversed[--k];
	return at;
}

static char *
day_write(char *at, enum cell_kind kind, int32_t day)
{
	static const char month[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
	    "Nov", "Dec"};
	struct date d;

	if (day == DAY_NONE)
		return at;
	d = day_date(day);
	if (kind == CELL_DAY) {
		at = digits(at, d.day, 2);
		*at++ = '/';
		at = digits(at, d.month, 2);
		*at++ = '/';
		return digits(at, d.year, 4);
	}
	at = digits(at, d.year, 4);
	*at++ = '-';
	if (kind == CELL_ISO) {
		at = digits(at, d.month, 2);
	} else {
		memcpy(at, month[d.month - 1], 3);
		at += 3;
	}
	*at++ = '-';
	at = digits(at, d.day, 2);
	if (kind == CELL_CENSUS) {
		memcpy(at, " 00:00:00", 9);
		at += 9;
	}
	return at;
}

static char *
cell_write(char *at, const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_NUMBER:
		return whole_number_write(at, cell->n);
	case CELL_DAY:
	case CELL_ISO:
	case CELL_CENSUS:
		return day_write(at, cell->kind, (int32_t)cell->n);
	case CELL_TEXT:
	case CELL_KEY:
	case CELL_CODE:
		break;
	}
	return text_write(at, cell->text);
}

/* The slips that a person at a keyboard makes: a day that no month has, a code from another list, an empty key. */
static char *
cell_spoil(char *at, const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_DAY:
		return text_write(at, "31/02/2024");
	case CELL_ISO:
		return text_write(at, "2024-02-31");
	case CELL_CENSUS:
		return text_write(at, "2024-Feb-31 00:00:00");
	case CELL_CODE:
		return text_write(at, "ZZZ");
	case CELL_TEXT:
	case CELL_KEY:
	case CELL_NUMBER:
		break;
	}
	return at;
}

/* Which cell of the row goes wrong; -1 for none. Free text and numbers have no wrong values. */
static int
cell_to_spoil(struct part *part, int kind, const struct cell *cell, size_t n)
{
	size_t at;

	if (file_kinds[kind].clean || !rng_per_10k(&part->spoil, SPOILT_PER_10K))
		return -1;
	at = rng_below(&part->spoil, (uint32_t)n);
	for (size_t i = 0; i < n; i++, at = (at + 1) % n) {
		const struct cell *x = &cell[at];
		bool empty = x->text == NULL ? x->n == DAY_NONE : x->text[0] == '\0';

		if (x->kind != CELL_TEXT && x->kind != CELL_NUMBER && !empty) {
			part->spoilt++;
			return (int)at;
		}
	}
	return -1;
}

void
row_put(struct part *part, int kind, int period, const struct cell *cell, size_t n)
{
	struct buffer *b = &part->file[part->first[kind] + period];
	int spoil = cell_to_spoil(part, kind, cell, n);
	size_t size = 2;
	char *at;

	if ((int)n != part->columns[kind]) {
		fprintf(stderr, "bairn: %zu cells for %s\n", n, file_kinds[kind].path);
		abort();
	}
	for (size_t i = 0; i < n; i++)
		size += cell[i].text == NULL ? 25 : strlen(cell[i].text) * 2 + 25;
	at = buffer_room(b, size);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			*at++ = ',';
		at = (int)i == spoil ? cell_spoil(at, &cell[i]) : cell_write(at, &cell[i]);
	}
	*at++ = '\n';
	b->n = (size_t)(at - b->at);
	b->rows++;
}

void
raw_put(struct part *part, int kind, int period, const char *format, ...)
{
	struct buffer *b = &part->file[part->first[kind] + period];
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(buffer_room(b, 256), 256, format, args);
	if (n >= 256)
		vsnprintf(buffer_room(b, (size_t)n + 1), (size_t)n + 1, format, again);
	va_end(again);
	va_end(args);
	b->n += (size_t)n;
}

void
raw_row(struct part *part, int kind, int period)
{
	part->file[part->first[kind] + period].rows++;
}
