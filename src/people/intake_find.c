/* Which files there are, what each is, and in which order they go in. */
#include "people/intake_find.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/csv.h"
#include "base/day.h"
#include "base/input.h"
#include "catalogue/catalogue.h"
#include "people/intake_batch.h"
#include "people/intake_geojson.h"
#include "people/intake_xml.h"

#define DEPTH_MAX 12

struct names LIST(const char *);

static int
name_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Files that are no extracts and say so by their name. */
static bool
passed_over(const char *name)
{
	return name[0] == '.' || !strcmp(name, "truth") || !strcmp(name, "README.md") || !strcmp(name, "README.txt");
}

static enum err
walk(struct ctx *c, const char *path, int depth, struct names *out)
{
	struct names inside = {0};
	struct dirent *entry;
	struct stat st;
	DIR *dir;
	bool there = !stat(path, &st);

	if (!there && !depth)
		return fail(c, ERR_INPUT, "%s: %s", path, strerror(errno));
	/* What cannot be opened is a line of the manifest, not the end of the rest. */
	if (!there || !S_ISDIR(st.st_mode)) {
		*push(c->mem, out) = path;
		return OK;
	}
	if (depth > DEPTH_MAX)
		return fail(c, ERR_INPUT, "%s: folders nest too deeply", path);
	if (!(dir = opendir(path)))
		return fail(c, ERR_INPUT, "%s: %s", path, strerror(errno));
	while ((entry = readdir(dir)))
		if (!passed_over(entry->d_name))
			*push(c->mem, &inside) = mem_format(c->mem, "%s%s%s", path,
			    path[strlen(path) - 1] == '/' ? "" : "/", entry->d_name);
	closedir(dir);
	if (inside.n)
		qsort(inside.item, inside.n, sizeof *inside.item, name_order);
	for (size_t i = 0; i < inside.n; i++)
		TRY(walk(c, inside.item[i], depth + 1, out));
	return OK;
}

/* ---- what a file is --------------------------------------------------------------------------------------------- */

static bool
has_column(const struct csv_row *heading, const char *name)
{
	for (size_t i = 0; i < heading->n; i++)
		if (view_is_fold(view_trim(heading->field[i]), name))
			return true;
	return false;
}

/* How many of the data set's own columns the heading has. */
static size_t
columns_known(const struct dataset *d, const struct csv_row *heading)
{
	size_t n = 0;

	for (size_t i = 0; i < d->record[0].n_field; i++)
		if (d->record[0].field[i].column && !d->record[0].field[i].from &&
		    has_column(heading, d->record[0].field[i].column))
			n++;
	return n;
}

static bool
recognised(const struct dataset *d, const struct csv_row *heading)
{
	for (size_t i = 0; i < d->n_recognise; i++)
		if (!has_column(heading, d->recognise[i]))
			return false;
	return d->n_recognise > 0;
}

/* Names the data set that the heading is nearest to, and the columns that differ. */
static const char *
nearest(struct ctx *c, const struct csv_row *heading)
{
	const struct dataset *best = NULL;
	size_t most = 0;
	struct builder b = {.mem = c->mem};

	for (size_t i = 0; i < c->catalogue->n_datasets; i++) {
		const struct dataset *d = &c->catalogue->dataset[i];
		size_t known = d->format == FORMAT_CSV ? columns_known(d, heading) : 0;

		if (known > most) {
			most = known;
			best = d;
		}
	}
	if (!best)
		return "no data set of the catalogue has columns like these; `bairn catalogue list` shows what can be imported";
	put_format(&b, "not recognised; nearest is %s (%s). It lacks:", best->name, best->title);
	for (size_t i = 0; i < best->n_recognise; i++)
		if (!has_column(heading, best->recognise[i]))
			put_format(&b, " %s", best->recognise[i]);
	put_text(&b, "; not known there:");
	for (size_t i = 0; i < heading->n; i++) {
		bool known = false;

		for (size_t k = 0; k < best->record[0].n_field; k++)
			known = known || (best->record[0].field[k].column &&
			    view_is_fold(view_trim(heading->field[i]), best->record[0].field[k].column));
		if (!known && b.n < 400)
			put_format(&b, " " VIEW_FORMAT, VIEW_ARGS(view_trim(heading->field[i])));
	}
	return built_text(&b);
}

static enum err
recognise_csv(struct ctx *c, struct found *f)
{
	struct input *in;
	struct csv_row heading;
	size_t most = 0;
	bool more = false;
	enum err e;

	TRY(input_open(c, f->path, &in));
	e = csv_next(c, csv_new(c, in, 0), &heading, &more);
	if (e == OK && !more)
		e = fail(c, ERR_INPUT, "%s is empty", f->path);
	for (size_t i = 0; e == OK && i < c->catalogue->n_datasets; i++) {
		const struct dataset *d = &c->catalogue->dataset[i];
		size_t known = d->format == FORMAT_CSV && recognised(d, &heading) ? columns_known(d, &heading) : 0;

		if (known > most) {
			most = known;
			f->dataset = d;
		}
	}
	if (e == OK && !f->dataset)
		f->problem = nearest(c, &heading);
	input_close(in);
	return e;
}

static enum err
recognise_xml(struct ctx *c, struct found *f)
{
	for (size_t i = 0; i < c->catalogue->n_datasets && !f->dataset; i++) {
		const struct dataset *d = &c->catalogue->dataset[i];
		bool yes = false;

		if (d->format == FORMAT_XML)
			TRY(xml_sniff(c, f->path, d->recognise, d->n_recognise, &yes));
		if (yes)
			f->dataset = d;
	}
	if (!f->dataset)
		f->problem = "is XML of a kind that no data set of the catalogue describes";
	return OK;
}

static enum err
recognise_geojson(struct ctx *c, struct found *f)
{
	for (size_t i = 0; i < c->catalogue->n_datasets && !f->dataset; i++)
		if (c->catalogue->dataset[i].format == FORMAT_GEOJSON)
			f->dataset = &c->catalogue->dataset[i];
	return OK;
}

/* The first byte that is no white space decides between XML and the rest; GeoJSON says itself what it is. */
static enum err
looks_like(struct ctx *c, const char *path, enum file_format *format)
{
	struct input *in;
	char start[4096];
	size_t n = 0;
	struct view text;
	enum err e;

	TRY(input_open(c, path, &in));
	e = input_read(c, in, start, sizeof start, &n);
	input_close(in);
	text = view_trim((struct view){start, e == OK ? n : 0});
	*format = view_starts(text, "<") ? FORMAT_XML : view_starts(text, "{") && geojson_sniff(text) ? FORMAT_GEOJSON : FORMAT_CSV;
	return e;
}

static enum err
recognise(struct ctx *c, const char *as, struct found *f)
{
	struct stat st;
	enum file_format format;

	if (stat(f->path, &st))
		return fail(c, ERR_INPUT, "%s: %s", f->path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return fail(c, ERR_INPUT, "%s is no file but a pipe or a device; save what it holds as a file first", f->path);
	if (as) {
		f->dataset = catalogue_dataset(c->catalogue, as);
		return f->dataset ? OK : fail(c, ERR_USAGE, "--as %s: the catalogue has no such data set; see `bairn catalogue list`",
		    as);
	}
	TRY(looks_like(c, f->path, &format));
	if (format == FORMAT_GEOJSON)
		return recognise_geojson(c, f);
	return format == FORMAT_XML ? recognise_xml(c, f) : recognise_csv(c, f);
}

/* ---- order ------------------------------------------------------------------------------------------------------ */

static int
rank_of(const struct catalogue *k, const struct dataset *d, int depth)
{
	int rank = d->has_identity ? 1 : 0;

	for (size_t i = 0; i < d->n_after && depth < DEPTH_MAX; i++) {
		const struct dataset *before = catalogue_dataset(k, d->after[i]);
		int above = before ? rank_of(k, before, depth + 1) + 1 : 0;

		rank = above > rank ? above : rank;
	}
	return rank;
}

static int
import_order(const void *one, const void *other)
{
	const struct found *a = one, *b = other;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	/* One data set's files follow each other, so that what is known of it is loaded once. */
	if (a->dataset != b->dataset)
		return a->dataset < b->dataset ? -1 : 1;
	if (a->dated != b->dated)
		return a->dated < b->dated ? -1 : 1;
	return strcmp(a->path, b->path);
}

enum err
intake_find(struct ctx *c, const char *const *path, size_t n, const char *as, struct found_list *out)
{
	struct names names = {0};

	for (size_t i = 0; i < n; i++)
		TRY(walk(c, path[i], 0, &names));
	for (size_t i = 0; i < names.n; i++) {
		struct found *f = push(c->mem, out);
		enum err e;

		f->path = names.item[i];
		e = recognise(c, as, f);
		if (e == ERR_INPUT) {
			f->problem = mem_copy(c->mem, c->sentence, strlen(c->sentence));
			fail_clear(c);
		} else if (e != OK) {
			return e;
		}
		f->rank = f->dataset ? rank_of(c->catalogue, f->dataset, 0) : -1;
		f->dated = name_day(f->path);
		if (f->dated == DAY_NONE && f->dataset)
			f->dated = name_period(c, f->path, f->dataset).until;
	}
	if (out->n)
		qsort(out->item, out->n, sizeof *out->item, import_order);
	return OK;
}
