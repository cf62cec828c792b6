/* GeoJSON, feature by feature. The outer object is walked here; each value in it is read by jansson, which is fed byte by
 * byte, so that it takes no more than its value. */
#include "people/intake_geojson.h"

#include <stdio.h>
#include <string.h>

#include "base/input.h"
#include "base/mem.h"
#include "catalogue/dataset.h"
#include "people/geojson_shape.h"

#define END (-1)
#define GEOMETRY "geometry"

struct geojson {
	const char *path;
	const struct dataset *dataset;
	struct input *in;
	struct ctx *c;                  /* of the call that reads now */
	struct mem *mem;                /* as long as a row */
	unsigned char chunk[64 * 1024];
	size_t at, n;
	size_t taken;                   /* bytes of the value that is being read */
	enum err err;                   /* of the input, or OK */
	int kept;                       /* a byte that was looked at and is still to be read; END none */
	unsigned char last;             /* the last one that jansson was given */
	bool inside;                    /* within the features */
	bool collection;                /* `type` says that it is one */
	int64_t number;                 /* features read */
	enum grid grid;
	json_t *feature;                /* the row's, until the next */
	struct view *field;
};

/* ---- bytes ------------------------------------------------------------------------------------------------------ */

/* The next byte, or END. */
static int
byte_next(struct geojson *g)
{
	int kept = g->kept;

	if (kept != END) {
		g->kept = END;
		return kept;
	}
	if (g->at == g->n) {
		g->at = 0;
		g->err = g->err ? g->err : input_read(g->c, g->in, (char *)g->chunk, sizeof g->chunk, &g->n);
		if (g->err || !g->n) {
			g->n = 0;
			return END;
		}
	}
	return g->chunk[g->at++];
}

/* The next byte that is no white space. */
static int
mark_next(struct geojson *g)
{
	int ch = byte_next(g);

	while (ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n')
		ch = byte_next(g);
	return ch;
}

static size_t
feed(void *buffer, size_t size, void *arg)
{
	struct geojson *g = arg;
	int ch = size && g->taken < GEOJSON_FEATURE_MAX ? byte_next(g) : END;

	if (ch == END)
		return 0;
	g->taken++;
	g->last = *(unsigned char *)buffer = (unsigned char)ch;
	return 1;
}

/* ---- faults ----------------------------------------------------------------------------------------------------- */

static const char *
where(struct geojson *g)
{
	return g->inside ? mem_format(g->c->mem, "area %lld", (long long)g->number + 1) : "its beginning";
}

static enum err
not_geojson(struct geojson *g, int found)
{
	if (g->err)
		return g->err;
	if (found == END)
		return fail(g->c, ERR_INPUT, "%s is cut off after %lld areas; fetch it whole and import it again", g->path,
		    (long long)g->number);
	return fail(g->c, ERR_INPUT, "%s is not GeoJSON: %s is not laid out as RFC 7946 has it", g->path, where(g));
}

static enum err
not_json(struct geojson *g, const json_error_t *error)
{
	if (g->err)
		return g->err;
	if (g->taken >= GEOJSON_FEATURE_MAX)
		return fail(g->c, ERR_INPUT, "%s: %s is larger than 16 MB; take a generalised file (BGC) instead", g->path, where(g));
	switch (json_error_code(error)) {
	case json_error_premature_end_of_input:
		return not_geojson(g, END);
	case json_error_invalid_utf8:
		return fail(g->c, ERR_INPUT, "%s: %s is not UTF-8, as GeoJSON must be", g->path, where(g));
	case json_error_stack_overflow:
		return fail(g->c, ERR_INPUT, "%s: %s nests too deeply", g->path, where(g));
	case json_error_numeric_overflow:
		return fail(g->c, ERR_INPUT, "%s: %s has a number that is too large", g->path, where(g));
	default:
		return fail(g->c, ERR_INPUT, "%s: %s is not JSON: %s", g->path, where(g),
		    utf8_mended(g->c->mem, view_of(error->text)));
	}
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

/* One value, whatever it is; the caller lets go of it. */
static enum err
value_read(struct geojson *g, json_t **out)
{
	json_error_t error;

	g->taken = 0;
	*out = json_load_callback(feed, g, JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, &error);
	if (!*out)
		return not_json(g, &error);
	/* Only by the byte after it is a number or a word known to be over. */
	if (!json_is_object(*out) && !json_is_array(*out) && !json_is_string(*out))
		g->kept = g->last;
	return OK;
}

static enum err
system_read(struct geojson *g, const json_t *crs)
{
	const char *name = json_string_value(json_object_get(json_object_get(crs, "properties"), "name"));

	if (name && !grid_named(name, &g->grid))
		return fail(g->c, ERR_INPUT, "%s is in the coordinate system %s; fetch it in longitude and latitude (WGS84, EPSG:4326) or"
		    " in the British National Grid (EPSG:27700)", g->path, name);
	return OK;
}

static enum err
mark_must(struct geojson *g, int mark)
{
	int ch = mark_next(g);

	return ch == mark ? OK : not_geojson(g, ch);
}

/* A member of the outer object; *features when it is that one, whose bracket is then open. */
static enum err
member_read(struct geojson *g, bool *features)
{
	json_t *key = NULL, *value = NULL;
	enum err e = value_read(g, &key);

	if (e == OK)
		e = json_is_string(key) ? mark_must(g, ':') : not_geojson(g, 0);
	*features = e == OK && !strcmp(json_string_value(key), "features");
	if (*features)
		e = mark_must(g, '[');
	else if (e == OK)
		e = value_read(g, &value);
	if (e == OK && value && !strcmp(json_string_value(key), "crs"))
		e = system_read(g, value);
	else if (e == OK && value && !strcmp(json_string_value(key), "type"))
		g->collection = json_is_string(value) && !strcmp(json_string_value(value), "FeatureCollection");
	json_decref(key);
	json_decref(value);
	return e;
}

/* Members up to the features, or to the end of the file. */
static enum err
members_read(struct geojson *g)
{
	for (;;) {
		int ch = mark_next(g);

		if (ch == '}') {
			ch = mark_next(g);
			if (ch != END || g->err)
				return not_geojson(g, ch);
			return g->collection ? OK : fail(g->c, ERR_INPUT, "%s is JSON, but no FeatureCollection", g->path);
		}
		if (ch != ',' && ch != '"')
			return not_geojson(g, ch);
		if (ch == '"')
			g->kept = ch;
		TRY(member_read(g, &g->inside));
		if (g->inside)
			return OK;
	}
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

/* A `?` of the pattern is any figure; letters of either case are alike. */
static bool
name_fits(const char *pattern, const char *name)
{
	for (; *pattern && *name; pattern++, name++) {
		bool fits = *pattern == '?' ? *name >= '0' && *name <= '9' :
		    view_is_fold((struct view){pattern, 1}, (char[]){*name, 0});

		if (!fits)
			return false;
	}
	return *pattern == *name;
}

static struct view
property(struct geojson *g, json_t *properties, const char *pattern)
{
	const char *key, *newest = "";
	json_t *value, *found = NULL;

	json_object_foreach(properties, key, value)
		if (name_fits(pattern, key) && strcmp(key, newest) > 0) {
			newest = key;
			found = value;
		}
	if (json_is_string(found))
		return (struct view){json_string_value(found), json_string_length(found)};
	if (json_is_integer(found))
		return view_of(mem_format(g->mem, "%lld", (long long)json_integer_value(found)));
	return (struct view){0};
}

static enum err
row_fill(struct ctx *c, struct geojson *g, struct source_row *row)
{
	const struct record *record = &g->dataset->record[0];
	json_t *properties = json_object_get(g->feature, "properties");
	struct builder text = {.mem = g->mem}, asked = {.mem = g->mem};
	struct shape shape;
	const char *wrong;
	struct view code = {0};

	for (size_t i = 0; i < record->n_field; i++) {
		const struct field *f = &record->field[i];

		g->field[i] = property(g, properties, f->from ? f->from : f->column);
		if (!f->column || !strcmp(f->column, GEOMETRY))
			continue;
		code = g->field[i].n ? g->field[i] : code;
		put_format(&asked, "%s%s", asked.n ? ", " : "", f->column);
	}
	/* A file of other areas altogether is refused; one area without a code is a row at fault. */
	if (!code.n && g->number == 1)
		return fail(c, ERR_INPUT, "%s: area %lld has none of the properties %s", g->path, (long long)g->number,
		    built_text(&asked));
	wrong = geometry_read(g->mem, json_object_get(g->feature, GEOMETRY), &g->grid, &shape);
	if (wrong)
		return fail(c, ERR_INPUT, "%s: area %lld (%s) %s", g->path, (long long)g->number,
		    code.n ? utf8_mended(g->mem, code) : "no code", wrong);
	put_shape(&text, &shape);
	for (size_t i = 0; i < record->n_field; i++)
		if (record->field[i].column && !strcmp(record->field[i].column, GEOMETRY))
			g->field[i] = built(&text);
	*row = (struct source_row){.number = g->number, .field = g->field, .raw = code};
	return OK;
}

enum err
geojson_open(struct ctx *c, struct input *in, const char *path, const struct dataset *dataset, struct geojson **out)
{
	struct geojson *g = mem_new_one(c->mem, struct geojson);
	int ch;

	*g = (struct geojson){.path = path, .dataset = dataset, .in = in, .c = c, .mem = mem_new(), .kept = END,
	    .field = mem_new_array(c->mem, struct view, dataset->record[0].n_field + 1)};
	*out = g;
	ch = mark_next(g);
	if (ch == 0xEF && byte_next(g) == 0xBB && byte_next(g) == 0xBF)
		ch = mark_next(g);
	return ch == '{' ? members_read(g) : not_geojson(g, ch);
}

enum err
geojson_next(struct ctx *c, struct geojson *g, struct source_row *row, bool *more)
{
	int ch;

	g->c = c;
	*more = false;
	json_decref(g->feature);
	g->feature = NULL;
	mem_reset(g->mem);
	if (!g->inside)
		return OK;
	ch = mark_next(g);
	if (ch == ',' && g->number)
		ch = mark_next(g);
	else if (g->number && ch != ']')
		return not_geojson(g, ch);
	if (ch == ']') {
		g->inside = false;
		return members_read(g);
	}
	g->kept = ch;
	if (ch == END)
		return not_geojson(g, ch);
	TRY(value_read(g, &g->feature));
	if (!json_is_object(g->feature))
		return not_geojson(g, 0);
	g->number++;
	*more = true;
	return row_fill(c, g, row);
}

void
geojson_close(struct geojson *g)
{
	if (!g)
		return;
	json_decref(g->feature);
	mem_free(g->mem);
	g->feature = NULL;
	g->mem = NULL;
}

bool
geojson_sniff(struct view beginning)
{
	static const char word[] = "\"FeatureCollection\"";

	for (size_t i = 0; i + sizeof word - 1 <= beginning.n; i++)
		if (!memcmp(beginning.at + i, word, sizeof word - 1))
			return true;
	return false;
}
