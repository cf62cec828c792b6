/* The rows of one file as the fields of a record: CSV here, XML in intake_xml.c, GeoJSON in intake_geojson.c. */
#include "people/intake_read.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/input.h"
#include "base/mem.h"
#include "catalogue/dataset.h"
#include "people/intake_geojson.h"
#include "people/intake_xml.h"

struct reader {
	const struct dataset *dataset;
	struct input *in;
	struct xml_reader *xml;
	struct geojson *geojson;
	struct csv *csv;
	int *column;                /* of the file, for each field; -1 where it has none */
	size_t width;               /* columns of the heading */
	struct view *field;
	const char *unknown;
	char problem[80];
};

/* The first column of a name from `from` on, or -1. */
static int
column_named(const struct csv_row *heading, size_t from, const char *name)
{
	for (size_t i = from; i < heading->n; i++)
		if (view_is_fold(view_trim(heading->field[i]), name))
			return (int)i;
	return -1;
}

static bool
column_known(const struct record *record, struct view name)
{
	for (size_t i = 0; i < record->n_field; i++) {
		const struct field *f = &record->field[i];

		if ((f->column && view_is_fold(name, f->column)) || (f->from && view_is_fold(name, f->from)))
			return true;
	}
	return false;
}

/* Finds each field's column in the heading; a required column that is missing is the file's fault, as is any column that
 * is there twice. */
static enum err
map_columns(struct ctx *c, struct reader *r, const char *path, const struct csv_row *heading)
{
	const struct record *record = &r->dataset->record[0];
	struct builder unknown = {.mem = c->mem};

	r->width = heading->n;
	r->column = mem_new_array(c->mem, int, record->n_field);
	r->field = mem_new_array(c->mem, struct view, record->n_field);
	for (size_t i = 0; i < record->n_field; i++) {
		const struct field *f = &record->field[i];
		const char *name = f->from ? f->from : f->column;

		r->column[i] = f->compute || !name ? -1 : column_named(heading, 0, name);
		if (r->column[i] < 0 && f->required && !f->optional && !f->compute)
			return fail(c, ERR_INPUT, "%s: the column %s of %s is missing", path, name, r->dataset->title);
		if (r->column[i] >= 0 && !f->ignored && column_named(heading, (size_t)r->column[i] + 1, name) >= 0)
			return fail(c, ERR_INPUT, "%s: the column %s of %s is there twice; which of the two counts?", path, name,
			    r->dataset->title);
	}
	for (size_t i = 0; i < heading->n; i++) {
		struct view name = view_trim(heading->field[i]);

		if (name.n && !column_known(record, name)) {
			put_text(&unknown, unknown.n ? ", " : "");
			put(&unknown, name);
		}
	}
	r->unknown = unknown.n ? built_text(&unknown) : NULL;
	return OK;
}

enum err
reader_open(struct ctx *c, const char *path, const struct dataset *dataset, struct reader **out)
{
	struct reader *r = mem_new_one(c->mem, struct reader);
	struct csv_row heading;
	bool more;
	enum err e;

	r->dataset = dataset;
	TRY(input_open(c, path, &r->in));
	input_without_digest(r->in);
	*out = r;
	if (dataset->format == FORMAT_XML)
		return xml_open(c, r->in, path, dataset, &r->xml);
	if (dataset->format == FORMAT_GEOJSON) {
		input_raw(r->in);
		return geojson_open(c, r->in, path, dataset, &r->geojson);
	}
	r->csv = csv_new(c, r->in, 0);
	e = csv_next(c, r->csv, &heading, &more);
	if (e == OK && !more)
		e = fail(c, ERR_INPUT, "%s is empty", path);
	return e ? e : map_columns(c, r, path, &heading);
}

/* Fields beyond the heading's width count only when something stands in them. */
static bool
row_fits(const struct csv_row *row, size_t width)
{
	for (size_t i = width; i < row->n; i++)
		if (view_trim(row->field[i]).n)
			return false;
	return row->n >= width;
}

enum err
reader_next(struct ctx *c, struct reader *r, struct source_row *row, bool *more)
{
	struct csv_row found;

	if (r->xml)
		return xml_next(c, r->xml, row, more);
	if (r->geojson)
		return geojson_next(c, r->geojson, row, more);
	TRY(csv_next(c, r->csv, &found, more));
	if (!*more)
		return OK;
	*row = (struct source_row){.number = found.line, .field = r->field, .raw = found.raw};
	if (!row_fits(&found, r->width)) {
		snprintf(r->problem, sizeof r->problem, "%zu fields where the heading has %zu", found.n, r->width);
		row->problem = r->problem;
	}
	for (size_t i = 0; i < r->dataset->record[0].n_field; i++) {
		int at = r->column[i];

		r->field[i] = at >= 0 && (size_t)at < found.n ? found.field[at] : (struct view){0};
	}
	return OK;
}

void
reader_close(struct reader *r)
{
	if (!r)
		return;
	if (r->xml)
		xml_close(r->xml);
	geojson_close(r->geojson);
	if (r->in)
		input_close(r->in);
	r->in = NULL;
	r->xml = NULL;
	r->geojson = NULL;
}

struct input *
reader_input(struct reader *r)
{
	return r->in;
}

const char *
reader_unknown(const struct reader *r)
{
	return r->unknown;
}
