/* Between the guard and the figures. */
#include "measure/guard_store.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "measure/compute.h"
#include "measure/areas.h"
#include "measure/guard_typed.h"
#include "measure/load.h"
#include "measure/measure.h"
#include "store/store.h"

#define GUARD_FORM 5            /* of what the guard does: a new one when it withholds otherwise */

/* ---- places ------------------------------------------------------------------------------------------------------------- */

static int32_t
cell_of(const struct dimension *d, size_t category)
{
	return (int32_t)(d->first + category);
}

static int32_t
cell_named(const struct dimension *d, const char *category)
{
	size_t i = 0;

	while (strcmp(d->category[i], category) != 0)
		i++;
	return cell_of(d, i);
}

/* A dimension on its own: its categories are the atoms. */
static struct guard_group
single_group(struct mem *m, const struct dimension *d)
{
	int32_t *place = mem_new_array(m, int32_t, d->n);

	for (size_t i = 0; i < d->n; i++)
		place[i] = cell_of(d, i);
	return (struct guard_group){.n_atoms = d->n, .n_levels = 1, .place = place};
}

/* Small areas, and two atoms more: of children whose home is not known, and of those who live outside. */
static struct guard_group
area_group(struct mem *m, const struct breakdown *b)
{
	const struct areas *a = b->areas;
	const struct dimension *fifths = breakdown_dimension(b, "deprivation");
	size_t levels = LEVEL_COUNT + 1, atoms = a->n_lsoa + 2;
	int32_t *place = mem_new_array(m, int32_t, atoms * levels);

	for (size_t i = 0; i < atoms; i++) {
		bool known = i < a->n_lsoa;

		for (size_t l = 0; l < LEVEL_COUNT; l++) {
			const struct level *level = &a->level[l];
			int32_t area = known ? level->of_lsoa[i] : -1;
			const struct dimension *d = breakdown_dimension(b, area_level_kind[l]);

			place[i * levels + l] = cell_of(d, area >= 0 ? (size_t)area : level->n + (i == a->n_lsoa + 1));
		}
		place[i * levels + LEVEL_COUNT] = cell_of(fifths, known ? a->quintile[i] : QUINTILE_NOT_KNOWN);
	}
	return (struct guard_group){.n_atoms = atoms, .n_levels = levels, .place = place};
}

/* Whoever has an EHC plan is in that category of `sen`, with or without SEN support beside it. */
static struct guard_group
sen_group(struct mem *m, const struct breakdown *b)
{
	static const struct { const char *sen, *plan, *support; } atom[] = {
		{"none", "no", "no"}, {"SEN support", "no", "yes"}, {"EHC plan", "yes", "no"}, {"EHC plan", "yes", "yes"},
		{"not known", "no", "no"},
	};
	enum { ATOMS = sizeof atom / sizeof atom[0] };
	int32_t *place = mem_new_array(m, int32_t, ATOMS * 3);

	for (size_t i = 0; i < ATOMS; i++) {
		place[i * 3] = cell_named(breakdown_dimension(b, "sen"), atom[i].sen);
		place[i * 3 + 1] = cell_named(breakdown_dimension(b, "ehc_plan"), atom[i].plan);
		place[i * 3 + 2] = cell_named(breakdown_dimension(b, "sen_support"), atom[i].support);
	}
	return (struct guard_group){.n_atoms = ATOMS, .n_levels = 3, .place = place};
}

static bool
is_among(const struct guard_group *g, size_t n, int32_t place)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < g[i].n_atoms * g[i].n_levels; k++)
			if (g[i].place[k] == place)
				return true;
	return false;
}

const struct guard_places *
guard_places_new(struct mem *m, const struct breakdown *b)
{
	struct guard_places *out = mem_new_one(m, struct guard_places);
	struct guard_group *group = mem_new_array(m, struct guard_group, b->n_dimensions);
	enum guard_shown *shown = mem_new_array(m, enum guard_shown, b->n_dimensions);

	out->n = b->n_cells;
	out->n_families = b->n_dimensions;
	out->family = b->dimension_of;
	out->group = group;
	out->shown = shown;
	for (size_t i = 0; i < b->n_dimensions; i++)
		shown[i] = i == 0 ? SHOWN_FOR_ALL : b->dimension[i].level == LEVEL_LOCALITY ? SHOWN_UNLESS_SMALL : SHOWN_FOR_MAIN;
	group[out->n_groups++] = area_group(m, b);
	group[out->n_groups++] = sen_group(m, b);
	for (size_t i = 1; i < b->n_dimensions; i++) {
		bool grouped = b->dimension[i].level >= 0 || is_among(group, 2, cell_of(&b->dimension[i], 0));

		if (!grouped)
			group[out->n_groups++] = single_group(m, &b->dimension[i]);
	}
	return out;
}

/* ---- what was just computed ------------------------------------------------------------------------------------------------ */

/* How a mark is stored. */
static const char *
guard_word(const struct guard_cell *x)
{
	return x->dropped ? "dropped" : x->withheld ? "yes" : NULL;
}

void
guard_observed(struct mem *m, const struct run *run, struct result *r)
{
	struct guard_cell *cell = mem_new_array(m, struct guard_cell, r->observed.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->observed.n; i++) {
		const struct observed *o = &r->observed.item[i];

		if (o->cell > CELL_GAP)
			cell[n++] = (struct guard_cell){o->cell, o->period, o->figure.numerator, o->figure.denominator, false, false};
	}
	guard_cells(m, run->places, r->indicator, cell, n);
	n = 0;
	for (size_t i = 0; i < r->observed.n; i++)
		if (r->observed.item[i].cell > CELL_GAP)
			r->observed.item[i].withheld = guard_word(&cell[n++]);
}

/* ---- what is stored ------------------------------------------------------------------------------------------------------- */

/* A place by the names that figures are stored under. */
static struct text_map *
names_of(struct mem *m, const struct breakdown *b, const char *authority, int32_t **place)
{
	struct text_map *names = text_map_new(m);

	*place = mem_new_array(m, int32_t, b->n_cells);
	for (size_t i = 0; i < b->n_cells; i++) {
		const struct dimension *d = &b->dimension[b->dimension_of[i]];
		size_t k = i - d->first;
		bool area = d->base == BASE_AREA && k < d->n - 2;
		const char *name = area ? mem_format(m, "%s|" DIMENSION_TOTAL "|", d->category[k]) :
		    mem_format(m, "%s|%s|%s", authority, i ? d->name : DIMENSION_TOTAL, i ? d->category[k] : "");

		(*place)[text_map_intern(names, view_of(name))] = (int32_t)i;
	}
	return names;
}

struct kept {
	const char *area, *dimension, *category, *withheld;
};
struct stored {
	struct LIST(struct guard_cell) cells;
	struct LIST(struct kept) kept;
};

static enum err
stored_read(struct ctx *c, const struct breakdown *b, const struct indicator *k, const char *basis, struct stored *out)
{
	int32_t *place;
	struct text_map *names = names_of(c->mem, b, b->areas->authority ? b->areas->authority : "", &place);
	struct rows *r = store_read_own(c, "select area, dimension, category, period_from, period_to, numerator, denominator, withheld"
	    " from observation where indicator = :indicator and basis = :basis and dimension <> 'gap'");

	bind_text(r, "indicator", k->id);
	bind_text(r, "basis", basis);
	while (rows_next(r)) {
		struct kept *x = push(c->mem, &out->kept);
		int32_t at;

		*x = (struct kept){col_text(r, 0, c->mem), col_text(r, 1, c->mem), col_text(r, 2, c->mem), col_text(r, 7, c->mem)};
		at = text_map_find(names, view_of(mem_format(c->mem, "%s|%s|%s", x->area, x->dimension, x->category)));
		*push(c->mem, &out->cells) = (struct guard_cell){at < 0 ? -1 : place[at], {col_day(r, 3), col_day(r, 4)}, col_real(r, 5),
		    col_real(r, 6), false, false};
	}
	return rows_end(r);
}

enum { SET_WITHHELD, SET_INDICATOR, SET_AREA, SET_FROM, SET_TO, SET_DIMENSION, SET_CATEGORY, SET_BASIS };
static const char *const set_parameters[] = {
	"withheld", "indicator", "area", "from", "to", "dimension", "category", "basis", NULL,
};

static bool
is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static enum err
changed_put(struct ctx *c, const struct indicator *k, const char *basis, const struct stored *s)
{
	struct bulk *b = bulk_statement(c, "update observation set withheld = :withheld where indicator = :indicator and area = :area"
	    " and period_from = :from and period_to = :to and dimension = :dimension and category = :category"
	    " and basis = :basis", set_parameters);

	for (size_t i = 0; i < s->cells.n; i++) {
		const struct guard_cell *x = &s->cells.item[i];
		const char *word = guard_word(x);

		if (is_same(word, s->kept.item[i].withheld))
			continue;
		if (word)
			bulk_text(b, SET_WITHHELD, view_of(word));
		bulk_text(b, SET_INDICATOR, view_of(k->id));
		bulk_text(b, SET_AREA, view_of(s->kept.item[i].area));
		bulk_day(b, SET_FROM, x->period.from);
		bulk_day(b, SET_TO, x->period.to);
		bulk_text(b, SET_DIMENSION, view_of(s->kept.item[i].dimension));
		bulk_text(b, SET_CATEGORY, view_of(s->kept.item[i].category));
		bulk_text(b, SET_BASIS, view_of(basis));
		TRY(bulk_row(b));
	}
	return bulk_close(b, NULL);
}

enum err
guard_stored(struct ctx *c, const struct breakdown *b, const struct guard_places *places, const struct indicator *k)
{
	struct mem *caller = c->mem;
	struct stored s = {0};
	enum err e;

	c->mem = mem_new();
	e = stored_read(c, b, k, "computed", &s);
	if (e == OK) {
		guard_cells(c->mem, places, k, s.cells.item, s.cells.n);
		e = changed_put(c, k, "computed", &s);
	}
	mem_free(c->mem);
	c->mem = caller;
	return e;
}

/* ---- what was typed --------------------------------------------------------------------------------------------------------- */

/* Of whom each typed figure is. What is of the authority, or of an area outside, in a group has the place of the authority's own. */
static struct typed_cell *
typed_cells(struct mem *m, const struct breakdown *b, const struct stored *s)
{
	const char *authority = b->areas->authority ? b->areas->authority : "";
	int32_t *place;
	struct text_map *names = names_of(m, b, authority, &place);
	struct typed_cell *out = mem_new_array(m, struct typed_cell, s->cells.n + 1);

	for (size_t i = 0; i < s->cells.n; i++) {
		const struct kept *x = &s->kept.item[i];
		const char *own = mem_format(m, "%s|%s|%s", authority, x->dimension, x->category);
		int32_t at = text_map_find(names, view_of(own));
		bool within = text_map_find(names, view_of(mem_format(m, "%s|" DIMENSION_TOTAL "|", x->area))) >= 0;

		out[i] = (struct typed_cell){.cell = s->cells.item[i], .of = TYPED_PLACED};
		if (out[i].cell.place >= 0)
			continue;
		out[i].of = within ? TYPED_WITHIN : TYPED_OUTSIDE;
		out[i].cell.place = at < 0 ? -1 : place[at];
	}
	return out;
}

static enum err
typed_mark(struct ctx *c, const struct breakdown *b, const struct guard_places *places, const struct indicator *k)
{
	struct stored typed = {0}, computed = {0};
	struct typed_cell *cell;

	TRY(stored_read(c, b, k, BASIS_REPORTED, &typed));
	if (!typed.cells.n)
		return OK;
	if (k->rows)
		TRY(stored_read(c, b, k, "computed", &computed));
	for (size_t i = 0; i < computed.cells.n; i++)
		computed.cells.item[i].withheld = computed.kept.item[i].withheld != NULL;
	cell = typed_cells(c->mem, b, &typed);
	guard_typed(c->mem, places, k, cell, typed.cells.n, k->rows != NULL, computed.cells.item, computed.cells.n);
	for (size_t i = 0; i < typed.cells.n; i++)
		typed.cells.item[i].withheld = cell[i].cell.withheld;
	return changed_put(c, k, BASIS_REPORTED, &typed);
}

enum err
guard_typed_stored(struct ctx *c, const struct breakdown *b, const struct guard_places *places, const struct indicator *k)
{
	struct mem *caller = c->mem;
	enum err e;

	c->mem = mem_new();
	e = typed_mark(c, b, places, k);
	mem_free(c->mem);
	c->mem = caller;
	return e;
}

enum err
guard_places_load(struct ctx *c, struct breakdown **b, const struct guard_places **places)
{
	struct areas *areas = mem_new_one(c->mem, struct areas);

	TRY(areas_load(c, c->mem, areas));
	*b = breakdown_new(c->mem, NULL, areas);
	*places = guard_places_new(c->mem, *b);
	return OK;
}

/* ---- today's rules ---------------------------------------------------------------------------------------------------------- */

/* What of an indicator's file the marks hang on. */
static const char *
rule_mark(struct mem *m, const struct indicator *k)
{
	const int64_t how[] = {k->small_numbers_under, k->measure, k->at, k->monthly, is_of_a_day(k), k->main_period, k->rows != NULL};
	uint64_t h = hash_mix(hash_mix(GUARD_FORM, how, sizeof how), k->by_period, sizeof k->by_period);

	return mem_format(m, "%016llx", (unsigned long long)h);
}

enum err
guard_note(struct ctx *c, const struct indicator *k)
{
	struct rows *w = store_write(c, "insert into guarded (indicator, mark) values (:indicator, :mark)"
	    " on conflict (indicator) do update set mark = excluded.mark");

	bind_text(w, "indicator", k->id);
	bind_text(w, "mark", rule_mark(c->mem, k));
	return rows_end(w);
}

/* Of each indicator of the catalogue, whether it was marked under another rule, or never; and whether any was. */
static enum err
stale_read(struct ctx *c, struct rows *r, bool *stale, bool *any)
{
	const struct catalogue *k = c->catalogue;

	for (size_t i = 0; i < k->n_indicators; i++)
		stale[i] = true;
	while (rows_next(r)) {
		const struct indicator *x = catalogue_indicator(k, col_text(r, 0, c->mem));

		if (x)
			stale[x - k->indicator] = !view_is(col_view(r, 1), rule_mark(c->mem, x));
	}
	*any = false;
	for (size_t i = 0; i < k->n_indicators; i++)
		*any = *any || stale[i];
	return rows_end(r);
}

static enum err
stale_guard(struct ctx *c, const bool *stale)
{
	struct breakdown *b;
	const struct guard_places *places;

	TRY(guard_places_load(c, &b, &places));
	for (size_t i = 0; i < c->catalogue->n_indicators; i++) {
		const struct indicator *k = &c->catalogue->indicator[i];

		if (!stale[i])
			continue;
		if (k->rows)
			TRY(guard_stored(c, b, places, k));
		TRY(guard_typed_stored(c, b, places, k));
		TRY(guard_note(c, k));
	}
	return OK;
}

enum err
guard_refresh(struct ctx *c)
{
	bool *stale = mem_new_array(c->mem, bool, c->catalogue->n_indicators + 1), any;
	enum err e;

	TRY(stale_read(c, store_read(c, "select indicator, mark from guarded"), stale, &any));
	if (!any)
		return OK;
	TRY(store_begin(c));            /* and once more: another command may have done it meanwhile */
	e = stale_read(c, store_read_own(c, "select indicator, mark from guarded"), stale, &any);
	if (e == OK && any)
		e = stale_guard(c, stale);
	if (e == OK)
		return store_commit(c);
	store_rollback(c);
	return e;
}
