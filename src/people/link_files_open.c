/* The files that are to be linked: opened, their headers and first rows read, their columns found. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/input.h"
#include "people/link_files.h"

/* ---- names -------------------------------------------------------------------------------------------------------- */

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static const char *
stem_of(struct mem *m, const char *name)
{
	struct view v = view_of(name);

	for (size_t i = 0; i < 2; i++) {
		const char *end = i ? ".csv" : ".gz";
		size_t n = strlen(end);

		if (v.n > n && view_is_fold((struct view){v.at + v.n - n, n}, end))
			v.n -= n;
	}
	return view_copy(m, v);
}

static void
files_name(struct ctx *c, struct link_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		struct link_file *f = &files->item[i];

		f->name = strcmp(f->path, "-") == 0 ? "standard input" : base_name(f->path);
		for (size_t k = 0; k < files->n; k++)
			if (k != i && strcmp(base_name(files->item[k].path), base_name(f->path)) == 0)
				f->name = f->path;
		f->stem = stem_of(c->mem, f->name);
	}
}

/* ---- the header and the first rows -------------------------------------------------------------------------------- */

static enum err
header_read(struct ctx *c, struct link_file *f)
{
	struct csv_row row;
	bool more, named = false;

	TRY(csv_next(c, f->csv, &row, &more));
	if (!more)
		return fail(c, ERR_INPUT, "%s is empty: a line with the names of its columns is wanted", f->path);
	f->column = mem_new_array(c->mem, const char *, row.n + 1);
	for (f->n_columns = 0; f->n_columns < row.n; f->n_columns++) {
		struct view name = view_trim(row.field[f->n_columns]);

		named = named || name.n;
		f->column[f->n_columns] = view_copy(c->mem, name);
		for (size_t i = 0; name.n && i < f->n_columns; i++)
			if (strcmp(f->column[i], f->column[f->n_columns]) == 0)
				return fail(c, ERR_INPUT, "%s has two columns called %s", f->path, f->column[i]);
	}
	if (!named)
		return fail(c, ERR_INPUT, "%s: the first line names no columns", f->path);
	return OK;
}

/* How many bytes come out of a file: gzip says so at its end, but for multiples of 4 GB (RFC 1952). */
static uint64_t
size_unzipped(const char *path, uint64_t size)
{
	unsigned char start[2] = {0}, end[4] = {0};
	FILE *f = size ? fopen(path, "rb") : NULL;
	uint64_t told;

	if (!f)
		return size;
	if (fread(start, 1, 2, f) != 2 || start[0] != 0x1f || start[1] != 0x8b || fseek(f, -4, SEEK_END) != 0 ||
	    fread(end, 1, 4, f) != 4) {
		fclose(f);
		return size;
	}
	fclose(f);
	told = (uint64_t)end[0] | (uint64_t)end[1] << 8 | (uint64_t)end[2] << 16 | (uint64_t)end[3] << 24;
	while (told < size)
		told += 1ull << 32;
	return told;
}

void
link_row_keep(struct mem *m, struct link_rows *rows, const struct csv_row *row)
{
	struct link_row *kept = push(m, rows);

	kept->n = row->n;
	kept->field = mem_new_array(m, struct view, row->n + 1);
	for (size_t i = 0; i < row->n; i++)
		kept->field[i] = (struct view){mem_copy(m, row->field[i].at, row->field[i].n), row->field[i].n};
}

static enum err
sample_read(struct ctx *c, struct link_file *f)
{
	size_t bytes = 0;
	uint64_t size = size_unzipped(f->path, input_size(f->in));
	struct csv_row row;
	bool more = true;

	while (f->sample.n < LINK_SAMPLE && more) {
		TRY(csv_next(c, f->csv, &row, &more));
		if (!more)
			break;
		bytes += row.raw.n + 1;
		link_row_keep(c->mem, &f->sample, &row);
	}
	f->rows_expected = more && bytes ? (size_t)(size * f->sample.n / bytes) : f->sample.n;
	return OK;
}

enum err
link_file_open(struct ctx *c, struct link_file *f)
{
	TRY(input_open(c, f->path, &f->in));
	input_without_digest(f->in);
	f->csv = csv_new(c, f->in, 0);
	return header_read(c, f);
}

enum err
link_files_open(struct ctx *c, const struct args *args, struct link_files *out)
{
	for (size_t i = 0; i < args->n; i++) {
		struct link_file *f = push(c->mem, out);

		for (size_t k = 0; k < i; k++)
			if (strcmp(args->operand[k], args->operand[i]) == 0)
				return fail(c, ERR_USAGE, "%s is named twice: each file is read once", args->operand[i]);
		f->path = args->operand[i];
		TRY(link_file_open(c, f));
		TRY(sample_read(c, f));
	}
	files_name(c, out);
	return OK;
}

void
link_files_close(struct link_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		if (files->item[i].in)
			input_close(files->item[i].in);
}

/* ---- columns ------------------------------------------------------------------------------------------------------ */

/* "Date of birth", "date_of_birth" and "DATE-OF-BIRTH" are one name. */
static bool
same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		char x = *a == ' ' || *a == '-' ? '_' : (char)tolower((unsigned char)*a);
		char y = *b == ' ' || *b == '-' ? '_' : (char)tolower((unsigned char)*b);

		if (x != y)
			return false;
		if (!x)
			return true;
	}
}

int
link_column_find(const struct link_file *file, const char *name)
{
	for (size_t i = 0; i < file->n_columns; i++)
		if (strcmp(file->column[i], name) == 0)
			return (int)i;
	for (size_t i = 0; i < file->n_columns; i++)
		if (same_name(file->column[i], name))
			return (int)i;
	return -1;
}

static int
first_of(const struct link_file *file, const struct link_names *names)
{
	int column = -1;

	for (size_t i = 0; column < 0 && i < names->n; i++)
		column = link_column_find(file, names->at[i]);
	return column;
}

/* "`a`, `b` or `c`", or all columns of a file. */
static const char *
listed(struct mem *m, const char *const *name, size_t n, const char *last)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < n; i++)
		put_format(&b, "%s`%s`", !i ? "" : i + 1 == n ? last : ", ", name[i]);
	return built_text(&b);
}

/* A field that no file has is a mistake of the model, unless it says otherwise; one that some have is a gap. */
static enum err
field_bind(struct ctx *c, struct link_files *files, const struct link_plan *plan, int f)
{
	const struct link_names *names = &plan->columns[f];
	size_t having = 0;

	for (size_t i = 0; i < files->n; i++) {
		files->item[i].field[f] = first_of(&files->item[i], names);
		having += files->item[i].field[f] >= 0;
	}
	if (!having && !plan->optional[f])
		return fail(c, ERR_INPUT, "no file has the column %s, which the model's field %s is read from; the columns of %s"
		    " are %s", listed(c->mem, names->at, names->n, " or "), plan->model.field[f].name, files->item[0].name,
		    listed(c->mem, files->item[0].column, files->item[0].n_columns, " and "));
	for (size_t i = 0; having && i < files->n; i++)
		if (files->item[i].field[f] < 0)
			fprintf(stderr, "%s has no column for %s: it is not known there.\n", files->item[i].name,
			    plan->model.field[f].name);
	return OK;
}

enum err
link_files_bind(struct ctx *c, struct link_files *files, const struct link_plan *plan, const char *truth)
{
	bool known = !truth, any = false;

	for (size_t i = 0; i < files->n; i++) {
		struct link_file *f = &files->item[i];

		f->id = first_of(f, &plan->id);
		f->source = first_of(f, &plan->source);
		f->truth = truth ? link_column_find(f, truth) : -1;
		known = known || f->truth >= 0;
	}
	if (!known)
		return fail(c, ERR_INPUT, "no file has the column `%s`, which --truth names; the columns of %s are %s", truth,
		    files->item[0].name, listed(c->mem, files->item[0].column, files->item[0].n_columns, " and "));
	for (int f = 0; f < plan->model.n_fields; f++)
		TRY(field_bind(c, files, plan, f));
	for (size_t i = 0; i < files->n; i++)
		for (int f = 0; f < plan->model.n_fields; f++) {
			any = any || files->item[i].field[f] >= 0;
			if (truth && files->item[i].truth >= 0 && files->item[i].field[f] == files->item[i].truth)
				return fail(c, ERR_INPUT, "the model's field %s is read from `%s`, which --truth names: the answer"
				    " may not be evidence", plan->model.field[f].name, truth);
		}
	if (!any)
		return fail(c, ERR_INPUT, "no file has a column of the model's fields: there is nothing to compare");
	return OK;
}
