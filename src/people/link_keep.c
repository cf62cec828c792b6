/* See the header. */
#include "people/link_keep.h"

#include <string.h>

#include "people/link_stage.h"
#include "store/store.h"

/* ---- the model --------------------------------------------------------------------------------------------------- */

static int
class_of(struct view name)
{
	for (int k = 0; k < LINK_CLASSES; k++)
		if (view_is(name, link_class_name((enum link_class)k)))
			return k;
	return -1;
}

static int
field_of(const struct link_model *m, struct view name)
{
	for (int f = 0; f < m->n_fields; f++)
		if (view_is(name, m->field[f].name))
			return f;
	return -1;
}

static enum err
pairs_load(struct ctx *c, struct roster *r, int *found)
{
	struct rows *rows = store_read(c, "select class, pairs from link_model");

	while (rows_next(rows)) {
		int k = class_of(col_view(rows, 0));

		if (k < 0)
			continue;
		r->model.pairs[k] = col_real(rows, 1);
		++*found;
	}
	return rows_end(rows);
}

/* It has levels for distance where it has more than letters have. */
static enum err
placed_load(struct ctx *c, struct roster *r)
{
	struct rows *rows = store_read(c, "select max(level) from link_chance where field = :field");

	bind_text(rows, "field", r->model.field[TRAIT_POSTCODE].name);
	r->model.placed[TRAIT_POSTCODE] = rows_next(rows) && col_int(rows, 0) >= link_level_count(LINK_POSTCODE);
	return rows_end(rows);
}

static enum err
ties_load(struct ctx *c, struct link_model *m)
{
	struct rows *rows = store_read(c, "select field, level, hangs_on, hangs_level, times, support from link_tie");

	while (rows_next(rows)) {
		int f = field_of(m, col_view(rows, 0)), with = field_of(m, col_view(rows, 2));
		int64_t level = col_int(rows, 1), at = col_int(rows, 3);

		if (f >= 0 && with >= 0 && level > 0 && level < LINK_LEVELS && at > 0 && at < LINK_LEVELS)
			link_tie_put(m, f, (int)level, with, (int)at, col_real(rows, 4), col_real(rows, 5));
	}
	return rows_end(rows);
}

static enum err
overlap_load(struct ctx *c, struct roster *r)
{
	struct rows *rows = store_read(c, "select one, other, within, times, support from link_overlap order by one, other");

	while (rows_next(rows)) {
		const char *one = col_text(rows, 0, r->mem), *other = col_text(rows, 1, r->mem);
		int which = *one ? link_overlap_put(&r->model, one, other) : link_overlap_unnamed(view_is(col_view(rows, 2), "yes"));

		if (which < 0)
			continue;
		r->model.overlap.times[which] = col_real(rows, 3);
		r->model.overlap.support[which] = col_real(rows, 4);
	}
	return rows_end(rows);
}

enum err
model_load(struct ctx *c, struct roster *r, bool *found)
{
	int classes = 0, levels = 0, wanted = 0;
	struct rows *rows;

	TRY(pairs_load(c, r, &classes));
	TRY(placed_load(c, r));
	for (int f = 0; f < r->model.n_fields; f++)
		wanted += LINK_CLASSES * (link_field_levels(&r->model, f) - 1);
	rows = store_read(c, "select class, field, level, chance, support from link_chance");
	while (rows_next(rows)) {
		int k = class_of(col_view(rows, 0)), f = field_of(&r->model, col_view(rows, 1));
		int64_t level = col_int(rows, 2);

		if (k < 0 || f < 0 || level < 1 || level >= link_field_levels(&r->model, f))
			continue;
		r->model.chance[k][f][level] = col_real(rows, 3);
		r->model.support[k][f][level] = col_real(rows, 4);
		levels++;
	}
	TRY(rows_end(rows));
	*found = r->model.trained = classes == LINK_CLASSES && levels == wanted;
	TRY(ties_load(c, &r->model));
	return overlap_load(c, r);
}

static enum err
chances_keep(struct bulk *b, const struct link_model *m, int k)
{
	for (int f = 0; f < m->n_fields; f++)
		for (int l = 1; l < link_field_levels(m, f); l++) {
			bulk_text(b, 0, view_of(link_class_name((enum link_class)k)));
			bulk_text(b, 1, view_of(m->field[f].name));
			bulk_int(b, 2, l);
			bulk_real(b, 3, m->chance[k][f][l]);
			bulk_real(b, 4, m->support[k][f][l]);
			TRY(bulk_row(b));
		}
	return OK;
}

static enum err
ties_keep(struct ctx *c, const struct link_model *m)
{
	struct bulk *b;
	enum err e = OK, closed;

	TRY(store_run(c, "delete from link_tie"));
	b = bulk_open(c, "link_tie", (const char *const[]){"field", "level", "hangs_on", "hangs_level", "times", "support", NULL});
	for (int f = 0; f < m->n_fields; f++)
		for (int i = 0; m->tie[f].there && i < LINK_LEVELS * LINK_LEVELS && e == OK; i++) {
			int at = i / LINK_LEVELS, level = i % LINK_LEVELS;

			if (!link_tie_tells(m, f, level, at))
				continue;
			bulk_text(b, 0, view_of(m->field[f].name));
			bulk_int(b, 1, level);
			bulk_text(b, 2, view_of(m->field[m->tie[f].with].name));
			bulk_int(b, 3, at);
			bulk_real(b, 4, m->tie[f].times[at][level]);
			bulk_real(b, 5, m->tie[f].support[at][level]);
			e = bulk_row(b);
		}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

static enum err
overlap_keep(struct ctx *c, const struct link_model *m)
{
	struct link_overlap_line line[LINK_OVERLAPS];
	int n = link_overlap_lines(m, line);
	struct bulk *b;
	enum err e = OK, closed;

	TRY(store_run(c, "delete from link_overlap"));
	b = bulk_open(c, "link_overlap", (const char *const[]){"one", "other", "within", "times", "support", NULL});
	for (int i = 0; i < n && e == OK; i++) {
		bulk_text(b, 0, view_of(line[i].one ? line[i].one : ""));
		bulk_text(b, 1, view_of(line[i].other ? line[i].other : ""));
		bulk_text(b, 2, view_of(line[i].within ? "yes" : "no"));
		bulk_real(b, 3, line[i].times);
		bulk_real(b, 4, line[i].support);
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

enum err
model_keep(struct ctx *c, const struct link_model *m, size_t records)
{
	struct bulk *pairs, *chances;
	enum err e = OK, closed;

	TRY(store_run(c, "delete from link_model"));
	TRY(store_run(c, "delete from link_chance"));
	pairs = bulk_open(c, "link_model", (const char *const[]){"class", "pairs", "records", NULL});
	chances = bulk_open(c, "link_chance", (const char *const[]){"class", "field", "level", "chance", "support", NULL});
	for (int k = 0; k < LINK_CLASSES && e == OK; k++) {
		bulk_text(pairs, 0, view_of(link_class_name((enum link_class)k)));
		bulk_real(pairs, 1, m->pairs[k]);
		bulk_int(pairs, 2, (int64_t)records);
		e = bulk_row(pairs);
		e = e ? e : chances_keep(chances, m, k);
	}
	closed = bulk_close(pairs, NULL);
	e = e ? e : closed;
	closed = bulk_close(chances, NULL);
	e = e ? e : closed;
	e = e ? e : ties_keep(c, m);
	return e ? e : overlap_keep(c, m);
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static enum err
aliases_keep(struct ctx *c, const struct links *links)
{
	struct bulk *b;
	enum err e = OK, closed;

	TRY(store_run(c, "delete from link_alias"));
	b = bulk_open(c, "link_alias", (const char *const[]){"one", "other", NULL});
	for (size_t i = 0; i < links->n_aliases && e == OK; i++) {
		bulk_text(b, 0, view_of(links->alias[i].one));
		bulk_text(b, 1, view_of(links->alias[i].other));
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

static enum err
placeholders_keep(struct ctx *c, const struct links *links)
{
	struct bulk *b;
	enum err e = OK, closed;

	TRY(store_run(c, "delete from link_placeholder"));
	b = bulk_open(c, "link_placeholder", (const char *const[]){"name", NULL});
	for (size_t i = 0; i < links->n_placeholders && e == OK; i++) {
		bulk_text(b, 0, view_of(links->placeholder[i]));
		e = bulk_row(b);
	}
	closed = bulk_close(b, NULL);
	return e ? e : closed;
}

enum err
names_keep(struct ctx *c, const struct links *links)
{
	TRY(aliases_keep(c, links));
	return placeholders_keep(c, links);
}

/* ---- who is to be looked at again ------------------------------------------------------------------------------------ */

enum err
touched_add(struct ctx *c, int64_t identity, int64_t person)
{
	struct rows *w = store_write(c, "insert into link_touched (identity) select i.id from identity i where (i.id = :identity"
	    " or (" OF_PERSON("i", ":person") ")) and not exists (select 1 from link_touched t where t.identity = i.id)");

	bind_id(w, "identity", identity);
	bind_id(w, "person", person);
	return rows_end(w);
}

enum err
touched_add_placed(struct ctx *c)
{
	return store_run(c, "insert into link_touched (identity) select distinct r.identity from residence r join place l on l.id = r.place"
	    " join postcode p on p.postcode = l.postcode where (l.easting is distinct from p.easting or l.northing is distinct from"
	    " p.northing) and exists (select 1 from link_input k where k.identity = r.identity)"
	    " and not exists (select 1 from link_touched t where t.identity = r.identity)");
}

enum err
touched_add_run(struct ctx *c, int64_t run)
{
	struct rows *w = store_write(c, "insert into link_touched (identity) select l.identity from (select identity from link_change"
	    " where run = :run union all select identity from link_reweighed where run = :run) l"
	    " where not exists (select 1 from link_touched t where t.identity = l.identity)");

	bind_id(w, "run", run);
	return rows_end(w);
}

enum err
touched_settle(struct ctx *c)
{
	TRY(store_run(c, "delete from link_touched where exists (select 1 from identity i where i.id = link_touched.identity"
	    " and i.sealed = 'no')"));
	return store_run(c, "insert into link_touched (identity) select i.id from identity i where i.sealed <> 'no'"
	    " and not exists (select 1 from link_touched t where t.identity = i.id)");
}
