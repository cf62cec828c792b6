/* Loads areas, deprivation and populations. */
#include "measure/load.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/store.h"

/* The area look-up as it stands in the table. */
struct area_rows {
	struct text_map *codes;
	struct { const char **item; size_t n, cap; } kind, name, parent;
};

struct loading {
	struct ctx *c;
	struct mem *m;                  /* what lasts */
	struct area_rows rows;
	struct areas *a;
	struct text_map *at[LEVEL_COUNT];       /* codes of a level → number */
};

static enum err
read_areas(struct loading *l)
{
	struct rows *r = store_read(l->c, "select code, kind, name, parent from area order by code");

	l->rows.codes = text_map_new(l->m);
	while (rows_next(r)) {
		(void)text_map_intern(l->rows.codes, col_view(r, 0));
		*push(l->m, &l->rows.kind) = col_text(r, 1, l->m);
		*push(l->m, &l->rows.name) = col_text(r, 2, l->m);
		*push(l->m, &l->rows.parent) = col_text(r, 3, l->m);
	}
	return rows_end(r);
}

static const char *
area_name(const struct loading *l, const char *code)
{
	int32_t i = text_map_find(l->rows.codes, view_of(code));

	return i >= 0 ? l->rows.name.item[i] : code;
}

/* The nearest area of a kind at or above `code`, or NULL. Eight steps: no chain of areas is longer, and a loop ends. */
static const char *
area_above(const struct loading *l, const char *code, const char *kind)
{
	for (int step = 0; code && step < 8; step++) {
		int32_t i = text_map_find(l->rows.codes, view_of(code));

		if (i < 0)
			return NULL;
		if (strcmp(l->rows.kind.item[i], kind) == 0)
			return text_map_text(l->rows.codes, i);
		code = l->rows.parent.item[i];
	}
	return NULL;
}

/* The authority is the setting that `init` wrote; without one, the only authority in the look-up. */
static enum err
find_authority(struct loading *l)
{
	struct rows *r = store_read(l->c, "select name, value from setting where name in"
	    " ('authority_code', 'authority_name')");
	const char *only = NULL;
	int n = 0;

	while (rows_next(r))
		if (view_is(col_view(r, 0), "authority_code"))
			l->a->authority = col_text(r, 1, l->m);
		else
			l->a->authority_name = col_text(r, 1, l->m);
	TRY(rows_end(r));
	for (size_t i = 0; i < l->rows.kind.n; i++)
		if (strcmp(l->rows.kind.item[i], "authority") == 0) {
			only = text_map_text(l->rows.codes, (int32_t)i);
			n++;
		}
	if (!l->a->authority && n == 1)
		l->a->authority = only;
	if (!l->a->authority_name)
		l->a->authority_name = l->a->authority ? area_name(l, l->a->authority) : "the authority";
	return OK;
}

/* Numbers a code within its level, -1 for none. */
static int32_t
level_number(struct loading *l, enum area_level level, const char *code)
{
	if (!code || !*code)
		return -1;
	return text_map_intern(l->at[level], view_of(code));
}

struct lsoa_row {
	int32_t up[LEVEL_COUNT];
	int64_t postcodes;              /* behind what `up` says: the commonest wins where postcodes disagree */
};
struct lsoa_rows {
	struct lsoa_row *item;
	size_t n, cap;
};

static struct lsoa_row *
lsoa_row(struct loading *l, struct lsoa_rows *list, const char *code)
{
	int32_t number = level_number(l, LEVEL_LSOA, code);

	while (list->n <= (size_t)number) {
		*push(l->m, list) = (struct lsoa_row){.up = {-1, -1, -1, -1}};
		list->item[list->n - 1].up[LEVEL_LSOA] = (int32_t)list->n - 1;
	}
	return &list->item[number];
}

static bool
is_ours(const struct loading *l, const char *authority)
{
	return !l->a->authority || (authority && strcmp(authority, l->a->authority) == 0);
}

/* Small areas of the look-up, with what stands above each there. */
static void
lsoas_of_areas(struct loading *l, struct lsoa_rows *list)
{
	for (size_t i = 0; i < l->rows.kind.n; i++) {
		const char *code = text_map_text(l->rows.codes, (int32_t)i);
		struct lsoa_row *row;

		if (strcmp(l->rows.kind.item[i], "lsoa") != 0 || !is_ours(l, area_above(l, code, "authority")))
			continue;
		row = lsoa_row(l, list, code);
		for (int level = LEVEL_MSOA; level < LEVEL_COUNT; level++)
			row->up[level] = level_number(l, (enum area_level)level, area_above(l, code, area_level_kind[level]));
	}
}

/* What postcodes say fills what the look-up does not. */
static enum err
lsoas_of_postcodes(struct loading *l, struct lsoa_rows *list)
{
	struct rows *r = store_read(l->c,
	    "select lsoa, authority, msoa, ward, locality, count(*) as n from postcode where lsoa is not null"
	    " group by lsoa, authority, msoa, ward, locality order by lsoa, n desc, msoa nulls last,"
	    " ward nulls last, locality nulls last");

	while (rows_next(r)) {
		struct lsoa_row *row;
		const char *code = col_text(r, 0, l->m);

		if (text_map_find(l->at[LEVEL_LSOA], view_of(code)) < 0 && !is_ours(l, col_text(r, 1, l->m)))
			continue;
		row = lsoa_row(l, list, code);
		for (int level = LEVEL_MSOA; level < LEVEL_COUNT; level++)
			if (row->up[level] < 0)
				row->up[level] = level_number(l, (enum area_level)level, col_text(r, level + 1, l->m));
	}
	return rows_end(r);
}

static void
fill_levels(struct loading *l, const struct lsoa_rows *list)
{
	l->a->n_lsoa = list->n;
	l->a->lsoa = l->at[LEVEL_LSOA];
	for (int level = 0; level < LEVEL_COUNT; level++) {
		struct level *out = &l->a->level[level];

		out->n = text_map_count(l->at[level]);
		out->code = mem_new_array(l->m, const char *, out->n + 1);
		out->name = mem_new_array(l->m, const char *, out->n + 1);
		out->of_lsoa = mem_new_array(l->m, int32_t, list->n + 1);
		for (size_t i = 0; i < out->n; i++) {
			out->code[i] = text_map_text(l->at[level], (int32_t)i);
			out->name[i] = area_name(l, out->code[i]);
		}
		for (size_t i = 0; i < list->n; i++)
			out->of_lsoa[i] = list->item[i].up[level];
	}
}

/* National fifths: two tenths each, of the newest edition that knows the area. */
static enum err
read_deprivation(struct loading *l)
{
	struct rows *r = store_read(l->c,
	    "select area, decile from area_deprivation where decile is not null order by edition");

	l->a->quintile = mem_new_array(l->m, uint8_t, l->a->n_lsoa + 1);
	memset(l->a->quintile, QUINTILE_NOT_KNOWN, l->a->n_lsoa);
	while (rows_next(r)) {
		int32_t lsoa = text_map_find(l->a->lsoa, col_view(r, 0));
		int64_t decile = col_int(r, 1);

		if (lsoa >= 0 && decile >= 1 && decile <= 10)
			l->a->quintile[lsoa] = (uint8_t)((decile - 1) / 2);
	}
	return rows_end(r);
}

static enum err
read_years(struct loading *l)
{
	struct rows *r = store_read(l->c, "select distinct year from population order by year");
	struct { int *item; size_t n, cap; } years = {0};

	while (rows_next(r))
		*push(l->m, &years) = (int)col_int(r, 0);
	l->a->year = years.item;
	l->a->n_years = years.n;
	l->a->population = mem_new_array(l->m, double,
	    (years.n ? years.n : 1) * (l->a->n_lsoa + 1) * POPULATION_AGES * 2);
	return rows_end(r);
}

static size_t
year_number(const struct areas *a, int64_t year)
{
	size_t i = 0;

	while (i < a->n_years && a->year[i] != year)
		i++;
	return i;
}

/* People given for small areas add up to the authority; people given for the whole authority alone stand in their own
 * place, and only for years that lack small areas. */
static enum err
read_population(struct loading *l)
{
	struct rows *r = store_read(l->c, "select area, year, age, sex, n from population where age between 0 and 25"
	    " and sex in ('F', 'M') order by year");
	struct areas *a = l->a;
	bool *has_small = mem_new_array(l->m, bool, a->n_years + 1);

	while (rows_next(r)) {
		int32_t lsoa = text_map_find(a->lsoa, col_view(r, 0));
		size_t year = year_number(a, col_int(r, 1));

		if (lsoa < 0 && !(a->authority && view_is(col_view(r, 0), a->authority)))
			continue;
		has_small[year] |= lsoa >= 0;
		*areas_population(a, year, lsoa >= 0 ? (size_t)lsoa : a->n_lsoa, (int)col_int(r, 2),
		    view_is(col_view(r, 3), "F") ? SEX_FEMALE : SEX_MALE) += col_real(r, 4);
	}
	for (size_t year = 0; year < a->n_years; year++)
		if (has_small[year])
			memset(areas_population(a, year, a->n_lsoa, 0, 0), 0, sizeof(double) * POPULATION_AGES * 2);
	return rows_end(r);
}

enum err
areas_load(struct ctx *c, struct mem *m, struct areas *out)
{
	struct loading l = {.c = c, .m = m, .a = out};
	struct lsoa_rows list = {0};

	*out = (struct areas){0};
	for (int level = 0; level < LEVEL_COUNT; level++)
		l.at[level] = text_map_new(m);
	TRY(read_areas(&l));
	TRY(find_authority(&l));
	lsoas_of_areas(&l, &list);
	TRY(lsoas_of_postcodes(&l, &list));
	fill_levels(&l, &list);
	TRY(read_deprivation(&l));
	TRY(read_years(&l));
	return read_population(&l);
}
