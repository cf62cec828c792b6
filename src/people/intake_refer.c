/* Who, which organisation, where: keys of other rows become ids. Each map is loaded once for all files of a source that
 * follow each other. */
#include "people/intake_refer.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/seal.h"
#include "store/store.h"

struct refer {
	struct mem *mem;
	const char *agency;
	struct ids *ids;
	struct int_map *identity, *row, *org, *worker, *place;
	const char *rows_of;        /* the data set whose row ids are loaded; NULL: none */
	int64_t n_rows;             /* how many it had */
	bool made;                  /* this file made an identity, an organisation, a worker or a place */
	struct bulk *identities, *orgs, *workers, *places;
	int64_t first_place;        /* the first place that this file made; 0 none */
	struct text_map *spot_name; /* postcodes asked for, and what was found */
	struct spots LIST(struct spot) spot;
};

static enum err
map_load(struct rows *r, struct int_map *map, int64_t *count)
{
	bool is_new;

	for (*count = 0; rows_next(r); ++*count)
		*int_map_put(map, col_id(r, 0), &is_new) = col_id(r, 1);
	return rows_end(r);
}

enum err
refer_open(struct ctx *c, const char *agency, struct refer **out)
{
	struct mem *mem = mem_new();
	struct refer *f = *out = mem_new_one(mem, struct refer);
	struct rows *r;
	int64_t n;

	*f = (struct refer){.mem = mem, .agency = agency, .identity = int_map_new(mem, 1024),
	    .row = int_map_new(mem, 1024), .spot_name = text_map_new(mem)};
	r = store_read_own(c, "select source_key, id from identity where source = :source");
	bind_text(r, "source", agency);
	return map_load(r, f->identity, &n);
}

void
refer_forget(struct refer *f)
{
	if (f)
		mem_free(f->mem);
}

bool
refer_serves(const struct refer *f, const char *agency)
{
	return f && strcmp(f->agency, agency) == 0;
}

/* A map that most data sets do not need is loaded when the first row asks. */
static enum err
map_wanted(struct ctx *c, struct refer *f, struct int_map **map, const char *sql)
{
	int64_t n;

	if (*map)
		return OK;
	*map = int_map_new(f->mem, 64);
	return map_load(store_read_own(c, sql), *map, &n);
}

void
refer_begin(struct ctx *c, struct refer *f, struct ids *ids)
{
	static const char *const identity[] = {"id", "source", "source_key", "batch", "link_state", "sealed", NULL};
	static const char *const org[] = {"id", "kind", "name", "code", "source_key", NULL};
	static const char *const worker[] = {"id", "source_key", NULL};
	static const char *const place[] = {"id", "uprn", "postcode", "source_key", NULL};

	f->ids = ids;
	f->identities = bulk_open(c, "identity", identity);
	f->orgs = bulk_open(c, "org", org);
	f->workers = bulk_open(c, "worker", worker);
	f->places = bulk_open(c, "place", place);
	f->first_place = 0;
	f->made = false;
}

bool
refer_made(const struct refer *f)
{
	return f->made;
}

/* New places take their areas from the postcode look-up, where that knows them. */
static enum err
places_locate(struct ctx *c, const struct refer *f)
{
	struct rows *w;

	if (!f->first_place)
		return OK;
	w = store_write(c, "update place set easting = p.easting, northing = p.northing, lsoa = p.lsoa, msoa = p.msoa,"
	    " ward = p.ward, locality = p.locality from postcode p where p.postcode = place.postcode and place.id >= :first");
	bind_id(w, "first", f->first_place);
	return rows_end(w);
}

enum err
refer_close(struct ctx *c, struct refer *f)
{
	struct bulk *const all[] = {f->identities, f->orgs, f->workers, f->places};
	enum err first = OK;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		enum err e = all[i] ? bulk_close(all[i], NULL) : OK;

		first = first ? first : e;
	}
	f->identities = f->orgs = f->workers = f->places = NULL;
	return first ? first : places_locate(c, f);
}

enum err
refer_identity(struct ctx *c, struct refer *f, const char *scheme, struct view value, int64_t batch, int64_t *identity,
    bool *made)
{
	int64_t key = blind_one(c->store, scheme, value);
	int64_t *at = int_map_put(f->identity, key, made);

	if (*made) {
		f->made = true;
		TRY(ids_next(c, f->ids, at));
		bulk_int(f->identities, 0, *at);
		bulk_text(f->identities, 1, view_of(f->agency));
		bulk_int(f->identities, 2, key);
		bulk_int(f->identities, 3, batch);
		bulk_text(f->identities, 4, VIEW("unlinked"));
		bulk_text(f->identities, 5, VIEW("no"));
		TRY(bulk_row(f->identities));
	}
	*identity = *at;
	return OK;
}

const char *
row_scheme(struct mem *mem, const char *dataset)
{
	return mem_format(mem, "row:%s", dataset);
}

enum err
refer_load_rows(struct ctx *c, struct refer *f, const char *dataset, int64_t *count)
{
	struct rows *r;

	if (!f->rows_of || strcmp(f->rows_of, dataset) != 0) {
		r = store_read_own(c, "select blind, identity from identifier where scheme = :scheme");
		bind_text(r, "scheme", row_scheme(c->mem, dataset));
		TRY(map_load(r, f->row, &f->n_rows));
		f->rows_of = dataset;
	}
	*count = f->n_rows;
	return OK;
}

int64_t
refer_row(struct ctx *c, struct refer *f, const char *dataset, struct view value)
{
	int64_t *at = int_map_find(f->row, blind_one(c->store, row_scheme(f->mem, dataset), value));

	return at ? *at : 0;
}

void
refer_add_row(struct ctx *c, struct refer *f, const char *dataset, struct view value, int64_t identity)
{
	bool is_new;

	*int_map_put(f->row, blind_one(c->store, row_scheme(f->mem, dataset), value), &is_new) = identity;
}

int64_t
org_key(struct ctx *c, const char *agency, struct view code)
{
	return blind(c->store, "org", (const struct view[]){view_of(agency), code}, 2);
}

int64_t
worker_key(struct ctx *c, const char *agency, struct view code)
{
	return blind(c->store, "worker", (const struct view[]){view_of(agency), code}, 2);
}

/* The id that a key has, or a new one: then the caller writes the row. */
static enum err
id_of_key(struct ctx *c, struct refer *f, struct int_map **map, const char *sql, int64_t key, int64_t *id, bool *made)
{
	int64_t *at;

	TRY(map_wanted(c, f, map, sql));
	at = int_map_put(*map, key, made);
	f->made |= *made;
	if (*made)
		TRY(ids_next(c, f->ids, at));
	*id = *at;
	return OK;
}

enum err
refer_org(struct ctx *c, struct refer *f, struct view code, int64_t *org)
{
	int64_t key = org_key(c, f->agency, code);
	bool made;

	TRY(id_of_key(c, f, &f->org, "select source_key, id from org", key, org, &made));
	if (!made)
		return OK;
	bulk_int(f->orgs, 0, *org);
	bulk_text(f->orgs, 1, VIEW("not known"));
	bulk_text(f->orgs, 2, code);
	bulk_text(f->orgs, 3, code);
	bulk_int(f->orgs, 4, key);
	return bulk_row(f->orgs);
}

enum err
refer_worker(struct ctx *c, struct refer *f, struct view code, int64_t *worker)
{
	int64_t key = worker_key(c, f->agency, code);
	bool made;

	TRY(id_of_key(c, f, &f->worker, "select source_key, id from worker", key, worker, &made));
	if (!made)
		return OK;
	bulk_int(f->workers, 0, *worker);
	bulk_int(f->workers, 1, key);
	return bulk_row(f->workers);
}

enum err
refer_place(struct ctx *c, struct refer *f, struct view uprn, struct view postcode, int64_t *place)
{
	int64_t key;
	bool made;

	*place = 0;
	if (!uprn.n && !postcode.n)
		return OK;
	key = blind_one(c->store, uprn.n ? "uprn" : "postcode", uprn.n ? uprn : postcode);
	TRY(id_of_key(c, f, &f->place, "select source_key, id from place", key, place, &made));
	if (!made)
		return OK;
	if (!f->first_place)
		f->first_place = *place;
	bulk_int(f->places, 0, *place);
	bulk_text(f->places, 1, uprn.n ? uprn : (struct view){0});
	bulk_text(f->places, 2, postcode.n ? postcode : (struct view){0});
	bulk_int(f->places, 3, key);
	return bulk_row(f->places);
}

enum err
refer_spot(struct ctx *c, struct refer *f, struct view postcode, struct spot *out, bool *known)
{
	int32_t at = text_map_find(f->spot_name, postcode);
	struct rows *r;

	if (at < 0) {
		struct spot *spot = push(f->mem, &f->spot);

		at = text_map_intern(f->spot_name, postcode);
		r = store_read(c, "select easting, northing, authority from postcode where postcode = :postcode");
		bind_view(r, "postcode", postcode);
		if (rows_next(r) && !col_is_null(r, 0))
			*spot = (struct spot){col_real(r, 0), col_real(r, 1), view_of(view_copy(f->mem, col_view(r, 2)))};
		TRY(rows_end(r));
	}
	*out = f->spot.item[at];
	*known = out->authority.at != NULL;
	return OK;
}
