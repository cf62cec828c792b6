/* Reads a file of typed figures: the head against the fields' names, then row by row; all or nothing. */
#include "measure/typed_file.h"

#include <string.h>

#include "base/csv.h"
#include "base/input.h"
#include "base/mem.h"
#include "catalogue/reader.h"

void
touch(struct mem *m, struct touched *t, const struct indicator *k)
{
	for (size_t i = 0; i < t->list.n; i++)
		if (t->list.item[i] == k)
			return;
	if (k)
		*push(m, &t->list) = k;
}

struct figure_file {
	struct ctx *c;
	const char *path;
	struct csv *csv;
	const struct typing *otherwise;
	int at[TYPED_FIELDS];           /* which field of a row; -1: no such column */
	size_t n_columns;
	FILE *out;
	struct touched *touched;
	size_t rows, faults, added;
};

static int
field_called(struct view name)
{
	for (int f = 0; f < TYPED_FIELDS; f++)
		if (view_is_fold(name, typed_field_name[f]))
			return f;
	return -1;
}

static enum err
head_read(struct figure_file *f)
{
	struct csv_row row;
	bool more;

	for (int i = 0; i < TYPED_FIELDS; i++)
		f->at[i] = -1;
	TRY(csv_next(f->c, f->csv, &row, &more));
	if (!more)
		return fail(f->c, ERR_INPUT, "%s is empty; its first line is to name the columns: indicator, period, value, source …", f->path);
	f->n_columns = row.n;
	for (size_t i = 0; i < row.n; i++) {
		const char *name = view_copy(f->c->mem, view_trim(row.field[i]));
		int field = field_called(view_of(name));

		if (field < 0)
			return fail(f->c, ERR_INPUT, "%s has a column %.50s, which a figure has not%s", f->path, name,
			    did_you_mean(f->c->mem, name, typed_field_name));
		if (f->at[field] >= 0)
			return fail(f->c, ERR_INPUT, "%s has the column %s twice; keep one", f->path, name);
		f->at[field] = (int)i;
	}
	return OK;
}

static enum err
row_add(struct figure_file *f, const struct csv_row *row)
{
	struct typing in = *f->otherwise;
	const struct indicator *k = NULL;
	int64_t id;

	in.of_file = true;
	if (row->n != f->n_columns)
		return fail(f->c, ERR_INPUT, "it has %zu cells and the first line %zu; look for a comma too many or too few", row->n,
		    f->n_columns);
	for (int i = 0; i < TYPED_FIELDS; i++) {
		struct view v = f->at[i] >= 0 ? view_trim(row->field[f->at[i]]) : (struct view){0};

		if (v.n)
			in.field[i] = view_copy(f->c->mem, v);
	}
	TRY(typed_add(f->c, &in, &id, &k));
	touch(f->c->mem, f->touched, k);
	f->added++;
	return OK;
}

static enum err
rows_add(struct figure_file *f)
{
	struct csv_row row;
	bool more;

	for (;;) {
		enum err e;

		TRY(csv_next(f->c, f->csv, &row, &more));
		if (!more)
			return OK;
		f->rows++;
		e = row_add(f, &row);
		if (e != OK && e != ERR_INPUT && e != ERR_USAGE)
			return e;
		if (e == OK)
			continue;
		f->faults++;
		fprintf(f->out, "%s row %zu (line %lld): %s\n", f->path, f->rows, (long long)row.line, f->c->sentence);
		fail_clear(f->c);
	}
}

enum err
typed_file_add(struct ctx *c, const char *path, const struct typing *otherwise, struct touched *touched, size_t *added, FILE *out)
{
	struct figure_file f = {.c = c, .path = path, .otherwise = otherwise, .out = out, .touched = touched};
	struct input *in;
	enum err e;

	TRY(input_open(c, path, &in));
	f.csv = csv_new(c, in, 0);
	e = head_read(&f);
	if (e == OK)
		e = rows_add(&f);
	input_close(in);
	TRY(e);
	*added = f.added;
	if (f.faults)
		return fail(c, ERR_INPUT, "%zu of %zu rows of %s cannot be taken, so none was added; mend them and give the same command"
		    " again", f.faults, f.rows, path);
	return f.added ? OK : fail(c, ERR_INPUT, "%s has no row under its first line, so nothing was added", path);
}
