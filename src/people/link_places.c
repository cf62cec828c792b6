/* Places of postcodes for files that are linked on their own: `--postcodes FILE`, as the Office for National Statistics and Ordnance
 * Survey publish them. Only those are kept that some record has. */
#include <stdio.h>
#include <string.h>

#include "base/input.h"
#include "base/progress.h"
#include "linkage/postcode.h"
#include "people/link_files.h"

/* The ONS Postcode Directory, the National Statistics Postcode Lookup and Code-Point Open, by their editions' names. */
static const char *const names[LINK_PLACE_COLUMNS][8] = {
	{"pcds", "pcd", "pcd7", "pcd8", "pcd2", "postcode"},
	{"oseast1m", "east1m", "easting", "eastings"},
	{"osnrth1m", "north1m", "northing", "northings"},
};
static const char *const what[LINK_PLACE_COLUMNS] = {"postcodes", "eastings", "northings"};

/* Code-Point Open comes without a header: the postcode, how good the place is, easting, northing, and codes of areas. */
static bool
is_without_header(const struct link_file *f)
{
	return f->n_columns > 3 && postcode_pack(view_of(f->column[0]));
}

static const char *
names_listed(struct mem *m, const char *const name[8])
{
	struct builder b = {.mem = m};

	for (size_t i = 0; name[i]; i++)
		put_format(&b, "%s`%s`", !i ? "" : name[i + 1] ? ", " : " or ", name[i]);
	return built_text(&b);
}

static enum err
columns_find(struct ctx *c, struct link_placing *p)
{
	static const int without_header[LINK_PLACE_COLUMNS] = {0, 2, 3};

	p->headless = is_without_header(&p->file);
	for (int k = 0; k < LINK_PLACE_COLUMNS; k++) {
		p->column[k] = p->headless ? without_header[k] : -1;
		for (size_t i = 0; p->column[k] < 0 && names[k][i]; i++)
			p->column[k] = link_column_find(&p->file, names[k][i]);
		if (p->column[k] < 0)
			return fail(c, ERR_INPUT, "%s has no column of %s: one called %s is wanted", p->file.path, what[k],
			    names_listed(c->mem, names[k]));
	}
	return OK;
}

/* Distance weighs as it was learned, or not at all: a model that knows of it is not right without places. */
enum err
link_places_open(struct ctx *c, const char *path, const struct link_plan *plan, struct link_placing *out)
{
	const struct link_model *m = &plan->model;
	const char *placed = NULL;
	bool plain = false;

	for (int f = 0; f < m->n_fields; f++) {
		plain = plain || (m->field[f].kind == LINK_POSTCODE && !m->encoded[f]);
		placed = m->placed[f] ? m->field[f].name : placed;
		if (m->placed[f] && m->encoded[f])
			return fail(c, ERR_INPUT, "the model's field %s is compared by distance, and its values are encodings, which"
			    " tell no place", m->field[f].name);
	}
	if (!path && placed)
		return fail(c, ERR_INPUT, "the model's field %s is compared by distance: --postcodes names the file that says where"
		    " postcodes are", placed);
	if (!path)
		return OK;
	if (!plain)
		return fail(c, ERR_INPUT, "--postcodes %s: the model has no field of plain postcodes, which could lie apart", path);
	if (m->trained && !placed) {
		fprintf(stderr, "The model was trained without places, so how far apart postcodes lie does not count.\n");
		return OK;
	}
	out->file.path = path;
	TRY(link_file_open(c, &out->file));
	return columns_find(c, out);
}

static enum err
metres_read(struct ctx *c, const struct link_placing *p, int64_t line, int column, struct view v, int64_t *out)
{
	int64_t most = column == LINK_PLACE_EASTING ? LINK_EAST_MOST : LINK_NORTH_MOST;

	if (view_int(v, out) && *out >= 0 && *out <= most)
		return OK;
	return fail(c, ERR_INPUT, "%s line %lld: \"" VIEW_FORMAT "\" among the %s is no whole number of metres from 0 to %lld",
	    p->file.path, (long long)line, VIEW_ARGS(v), what[column], (long long)most);
}

/* One without a grid reference has no place. */
static enum err
row_take(struct ctx *c, const struct link_placing *p, int64_t line, const struct view *field, size_t n, struct link_set *set)
{
	struct view value[LINK_PLACE_COLUMNS];
	int64_t metres[LINK_PLACE_COLUMNS] = {0};

	for (int k = 0; k < LINK_PLACE_COLUMNS; k++) {
		value[k] = (size_t)p->column[k] < n ? view_trim(field[p->column[k]]) : (struct view){"", 0};
		if (!value[k].n)
			return OK;
	}
	for (int k = LINK_PLACE_EASTING; k < LINK_PLACE_COLUMNS; k++)
		TRY(metres_read(c, p, line, k, value[k], &metres[k]));
	link_set_place(set, value[LINK_PLACE_POSTCODE], metres[LINK_PLACE_EASTING], metres[LINK_PLACE_NORTHING]);
	return OK;
}

/* The first line, which is no header. */
static enum err
first_take(struct ctx *c, const struct link_placing *p, struct link_set *set)
{
	struct view *field = mem_new_array(c->mem, struct view, p->file.n_columns);

	for (size_t i = 0; i < p->file.n_columns; i++)
		field[i] = view_of(p->file.column[i]);
	return row_take(c, p, 1, field, p->file.n_columns, set);
}

enum err
link_places_read(struct ctx *c, const struct link_placing *p, struct link_records *records)
{
	struct progress progress;
	struct csv_row row;
	bool more = true;
	uint64_t rows = 0;

	if (!p->file.csv)
		return OK;
	records->postcodes = link_set_postcodes(records->set);
	progress_start(&progress, "places");
	if (p->headless)
		TRY(first_take(c, p, records->set));
	while (more) {
		TRY(csv_next(c, p->file.csv, &row, &more));
		if (more)
			TRY(row_take(c, p, row.line, row.field, row.n, records->set));
		if (++rows % 4096 == 0)
			progress_show(&progress, input_consumed(p->file.in), input_size(p->file.in), rows);
	}
	progress_end(&progress);
	records->placed = link_set_placed(records->set);
	if (!records->placed)
		return fail(c, ERR_INPUT, "%s has the place of none of the records' %zu different postcodes", p->file.path,
		    records->postcodes);
	fprintf(stderr, "%zu of %zu different postcodes have a place in %s.\n", records->placed, records->postcodes, p->file.path);
	return OK;
}
