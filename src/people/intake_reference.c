/* Reference rows: one insert-or-replace a target, that touches nothing when nothing is new. */
#include "people/intake_reference.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "catalogue/dataset.h"
#include "people/intake_file.h"
#include "people/intake_refer.h"
#include "people/intake_value.h"
#include "people/link_keep.h"
#include "store/seal.h"
#include "store/store.h"

#define COLUMNS_MAX 14

/* How a parameter is bound. */
enum binding { BIND_TEXT, BIND_REAL, BIND_ID, BIND_KEY, BIND_ORG, BIND_SEALED, BIND_DIGEST, BIND_KIND, BIND_BATCH };

struct reference {
	const char *sql;
	struct { const char *name; enum binding binding; } bind[COLUMNS_MAX];
	const char *needs;          /* an empty one: nothing to write */
	const char *key;            /* the domain of the row's own key: "org" or "worker"; NULL: no id of its own */
};

static const struct reference references[TARGET_COUNT] = {
	[TARGET_ORG] = {
		.sql = "insert into org (id, parent, kind, name, code, source_key) values (:id, :parent, :kind, :name, :code, :key)"
		    " on conflict (source_key) do update set parent = excluded.parent, kind = excluded.kind, name = excluded.name,"
		    " code = excluded.code where (org.parent is distinct from excluded.parent or org.kind <> excluded.kind"
		    " or org.name <> excluded.name or org.code is distinct from excluded.code)",
		.bind = {{"id", BIND_ID}, {"parent", BIND_ORG}, {"kind", BIND_KIND}, {"name", BIND_TEXT}, {"code", BIND_TEXT},
		    {"key", BIND_KEY}},
		.needs = "code", .key = "org",
	},
	[TARGET_WORKER] = {
		.sql = "insert into worker (id, org, role, name, email, phone, since, until, source_key, digest)"
		    " values (:id, :org, :role, :name, :email, :phone, :since, :until, :key, :digest)"
		    " on conflict (source_key) do update set org = excluded.org, role = excluded.role, name = excluded.name,"
		    " email = excluded.email, phone = excluded.phone, since = excluded.since, until = excluded.until,"
		    " digest = excluded.digest where (worker.digest is distinct from excluded.digest)",
		.bind = {{"id", BIND_ID}, {"digest", BIND_DIGEST}, {"org", BIND_ORG}, {"role", BIND_TEXT}, {"name", BIND_SEALED}, {"email", BIND_SEALED},
		    {"phone", BIND_SEALED}, {"since", BIND_TEXT}, {"until", BIND_TEXT}, {"key", BIND_KEY}},
		.needs = "code", .key = "worker",
	},
	[TARGET_CAPACITY] = {
		.sql = "insert into capacity (org, kind, since, until, places, unit_cost)"
		    " values (:org, :kind, :since, :until, :places, :unit_cost)"
		    " on conflict (org, kind, since) do update set until = excluded.until, places = excluded.places,"
		    " unit_cost = excluded.unit_cost where (capacity.until is distinct from excluded.until"
		    " or capacity.places is distinct from excluded.places or capacity.unit_cost is distinct from excluded.unit_cost)",
		.bind = {{"org", BIND_ORG}, {"kind", BIND_KIND}, {"since", BIND_TEXT}, {"until", BIND_TEXT},
		    {"places", BIND_REAL}, {"unit_cost", BIND_REAL}},
		.needs = "org",
	},
	[TARGET_POSTCODE] = {
		.sql = "insert into postcode (postcode, easting, northing, lsoa, msoa, ward, locality, authority, until)"
		    " values (:postcode, :easting, :northing, :lsoa, :msoa, :ward, :locality, :authority, :until)"
		    " on conflict (postcode) do update set easting = excluded.easting, northing = excluded.northing,"
		    " lsoa = excluded.lsoa, msoa = excluded.msoa, ward = excluded.ward, locality = excluded.locality,"
		    " authority = excluded.authority, until = excluded.until"
		    " where (postcode.easting is distinct from excluded.easting or postcode.northing is distinct from excluded.northing"
		    " or postcode.lsoa is distinct from excluded.lsoa or postcode.msoa is distinct from excluded.msoa"
		    " or postcode.ward is distinct from excluded.ward or postcode.locality is distinct from excluded.locality"
		    " or postcode.authority is distinct from excluded.authority or postcode.until is distinct from excluded.until)",
		.bind = {{"postcode", BIND_TEXT}, {"easting", BIND_REAL}, {"northing", BIND_REAL}, {"lsoa", BIND_TEXT},
		    {"msoa", BIND_TEXT}, {"ward", BIND_TEXT}, {"locality", BIND_TEXT}, {"authority", BIND_TEXT},
		    {"until", BIND_TEXT}},
		.needs = "postcode",
	},
	[TARGET_AREA] = {
		.sql = "insert into area (code, kind, name, parent) values (:code, :kind, :name, :parent)"
		    " on conflict (code) do update set kind = excluded.kind, name = excluded.name, parent = excluded.parent"
		    " where (area.kind <> excluded.kind or area.name <> excluded.name or area.parent is distinct from excluded.parent)",
		.bind = {{"code", BIND_TEXT}, {"kind", BIND_TEXT}, {"name", BIND_TEXT}, {"parent", BIND_TEXT}},
		.needs = "code",
	},
	[TARGET_DEPRIVATION] = {
		.sql = "insert into area_deprivation (area, edition, score, rank, decile, idaci_decile)"
		    " values (:area, :edition, :score, :rank, :decile, :idaci_decile)"
		    " on conflict (area, edition) do update set score = excluded.score, rank = excluded.rank,"
		    " decile = excluded.decile, idaci_decile = excluded.idaci_decile"
		    " where (area_deprivation.score is distinct from excluded.score or area_deprivation.rank is distinct from excluded.rank"
		    " or area_deprivation.decile is distinct from excluded.decile"
		    " or area_deprivation.idaci_decile is distinct from excluded.idaci_decile)",
		.bind = {{"area", BIND_TEXT}, {"edition", BIND_TEXT}, {"score", BIND_REAL}, {"rank", BIND_REAL},
		    {"decile", BIND_REAL}, {"idaci_decile", BIND_REAL}},
		.needs = "area",
	},
	[TARGET_BOUNDARY] = {
		.sql = "insert into boundary (area, rings, batch) select a.code, :rings, b.id from area a join batch b on b.id = :batch"
		    " where a.code = :area on conflict (area) do update set rings = excluded.rings, batch = excluded.batch"
		    " where (boundary.rings <> excluded.rings)",
		.bind = {{"area", BIND_TEXT}, {"rings", BIND_TEXT}, {"batch", BIND_BATCH}},
		.needs = "area",
	},
	[TARGET_POPULATION] = {
		.sql = "insert into population (area, year, age, sex, n) values (:area, :year, :age, :sex, :n)"
		    " on conflict (area, year, age, sex) do update set n = excluded.n where (population.n <> excluded.n)",
		.bind = {{"area", BIND_TEXT}, {"year", BIND_REAL}, {"age", BIND_REAL}, {"sex", BIND_TEXT}, {"n", BIND_REAL}},
		.needs = "area",
	},
};

static int64_t
reference_key(struct importing *m, const struct reference *ref, const struct write *w)
{
	struct view code = setting_value(m, w, "code");

	return !strcmp(ref->key, "org") ? org_key(m->c, m->dataset->agency, code) : worker_key(m->c, m->dataset->agency, code);
}

static void
bind_number(struct rows *r, const char *name, struct view v)
{
	int64_t n;
	double x;

	if (view_int(v, &n))
		bind_int(r, name, n);
	else if (view_real(v, &x))
		bind_real(r, name, x);
	else
		bind_null(r, name);
}

/* What is sealed never looks the same twice, so a digest tells whether a row says something new. */
static int64_t
settings_digest(struct importing *m, const struct write *w)
{
	struct view part[COLUMNS_MAX];
	size_t n = 0;

	for (; n < w->n_set && n < COLUMNS_MAX; n++)
		part[n] = setting_value(m, w, w->set[n].column);
	return blind(m->c->store, "digest", part, n);
}

/* Binds one parameter. The id of an organisation or worker that was already referred to stays: the insert conflicts. */
static enum err
bind_one(struct importing *m, struct rows *r, const struct reference *ref, const struct write *w, const char *name,
    enum binding binding, int64_t id)
{
	struct view v = setting_value(m, w, name), sealed;
	int64_t org = 0;

	switch (binding) {
	case BIND_TEXT:
		bind_view(r, name, v);
		break;
	case BIND_REAL:
		bind_number(r, name, v);
		break;
	case BIND_ID:
		bind_id(r, name, id);
		break;
	case BIND_KEY:
		bind_id(r, name, reference_key(m, ref, w));
		break;
	case BIND_ORG:
		if (v.n)
			TRY(refer_org(m->c, m->refer, v, &org));
		if (org)
			bind_id(r, name, org);
		else
			bind_null(r, name);
		break;
	case BIND_SEALED:
		if (!v.n)
			break;
		TRY(seal_text(m->c, id, "worker", name, id, v, &sealed));
		bind_bytes(r, name, sealed.at, sealed.n);
		break;
	case BIND_KIND:
		bind_view(r, name, w->kind_field >= 0 ? m->value[w->kind_field] : view_of(w->kind));
		break;
	case BIND_BATCH:
		bind_id(r, name, m->batch.id);
		break;
	case BIND_DIGEST:
		bind_id(r, name, settings_digest(m, w));
		break;
	}
	return OK;
}

/* A boundary that changed nothing is known already, or it is of an area that is not. */
static enum err
unknown_area_count(struct importing *m, const struct write *w)
{
	struct rows *r = store_read_own(m->c, "select count(*) from area where code = :area");

	bind_view(r, "area", setting_value(m, w, "area"));
	if (rows_next(r) && col_int(r, 0) == 0)
		m->unknown_areas++;
	return rows_end(r);
}

enum err
reference_write(struct importing *m, const struct write *w)
{
	const struct reference *ref = &references[w->target];
	struct rows *r;
	int64_t id = 0;
	enum err e = OK;

	if (!setting_value(m, w, ref->needs).n)
		return OK;
	if (ref->key && !strcmp(ref->key, "org"))
		TRY(refer_org(m->c, m->refer, setting_value(m, w, "code"), &id));
	else if (ref->key)
		TRY(refer_worker(m->c, m->refer, setting_value(m, w, "code"), &id));
	r = store_write(m->c, ref->sql);
	for (size_t i = 0; i < COLUMNS_MAX && ref->bind[i].name && e == OK; i++)
		e = bind_one(m, r, ref, w, ref->bind[i].name, ref->bind[i].binding, id);
	if (e == OK)
		e = rows_end(r);
	else if (rows_end(r) != OK)
		return e;
	if (e == OK && store_changes(m->c) > 0) {
		m->count->written++;
		return OK;
	}
	m->count->unchanged++;
	return e == OK && w->target == TARGET_BOUNDARY ? unknown_area_count(m, w) : e;
}

enum err
reference_finish(struct importing *m)
{
	bool postcodes = false;

	if (m->unknown_areas)
		m->count->sentence = mem_format(m->options->mem, "the boundaries of %s left out: the table of areas has none with their"
		    " codes", m->unknown_areas == 1 ? "one area were" : mem_format(m->mem, "%lld areas were",
		    (long long)m->unknown_areas));
	for (size_t r = 0; r < m->dataset->n_record; r++)
		for (size_t i = 0; i < m->dataset->record[r].n_write; i++)
			postcodes = postcodes || m->dataset->record[r].write[i].target == TARGET_POSTCODE;
	if (!postcodes || !m->count->written)
		return OK;
	TRY(touched_add_placed(m->c));
	return store_run(m->c,
	    "update place set easting = (select p.easting from postcode p where p.postcode = place.postcode),"
	    " northing = (select p.northing from postcode p where p.postcode = place.postcode),"
	    " lsoa = (select p.lsoa from postcode p where p.postcode = place.postcode),"
	    " msoa = (select p.msoa from postcode p where p.postcode = place.postcode),"
	    " ward = (select p.ward from postcode p where p.postcode = place.postcode),"
	    " locality = (select p.locality from postcode p where p.postcode = place.postcode)"
	    " where exists (select 1 from postcode p where p.postcode = place.postcode)");
}
