/* How all measures stand for one area: from what was summed up, in a dozen short scans; or worked out from the numbers. */
#include "measure/standing.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/measure.h"
#include "measure/published_beside.h"
#include "store/store.h"

static const struct published_standing nothing = {.kind = "none", .england = NAN, .region = NAN, .neighbours = NAN, .lowest = NAN,
    .lower_quartile = NAN, .median = NAN, .upper_quartile = NAN, .highest = NAN, .trend = TREND_UNKNOWN};

/* Places of the catalogue's indicators by id, and the list with nothing in it yet. */
struct reading {
	struct ctx *c;
	const struct comparators *with;
	struct text_map *place;
	struct stands_list *out;
	double *neighbour;              /* n_neighbours an indicator */
};

static void
reading_begin(struct reading *g)
{
	const struct catalogue *k = g->c->catalogue;

	g->place = text_map_new(g->c->mem);
	g->neighbour = mem_new_array(g->c->mem, double, k->n_indicators * (g->with->n_neighbours + 1) + 1);
	for (size_t i = 0; i < k->n_indicators; i++) {
		text_map_intern(g->place, view_of(k->indicator[i].id));
		*push(g->c->mem, g->out) = (struct stands){.indicator = &k->indicator[i], .published = nothing,
		    .own = {.indicator = &k->indicator[i], .kind = "none"}};
	}
}

static struct stands *
stands_at(const struct reading *g, struct view measure)
{
	int32_t at = text_map_find(g->place, measure);

	return at < 0 ? NULL : &g->out->item[at];
}

/* ---- what was summed up ------------------------------------------------------------------------------------------- */

static const char *
text_at(const struct rows *r, int column, struct mem *m)
{
	return col_is_null(r, column) ? NULL : col_text(r, column, m);
}

static void
own_row_read(struct ctx *c, const struct rows *r, struct published_standing *s)
{
	struct mem *m = c->mem;

	s->found = true;
	s->now = (struct published_figure){
	    .period = {col_day(r, 1), col_day(r, 2)}, .area = col_text(r, 3, m), .area_name = text_at(r, 4, m),
	    .area_kind = text_at(r, 5, m), .dimension = DIMENSION_TOTAL, .category = "", .numerator = col_real(r, 6),
	    .denominator = col_real(r, 7), .value = col_real(r, 8), .lower95 = col_real(r, 9), .upper95 = col_real(r, 10),
	    .lower998 = NAN, .upper998 = NAN, .official_limits = view_is(col_view(r, 11), "yes"), .note = text_at(r, 12, m),
	};
	if (!s->now.area_name)
		s->now.area_name = s->now.area;
	s->rank = (size_t)col_int(r, 13);
	if (!col_is_null(r, 14))
		s->before = (struct published_figure){.area = s->now.area, .area_name = s->now.area_name,
		    .area_kind = s->now.area_kind, .period = {col_day(r, 14), col_day(r, 15)}, .dimension = DIMENSION_TOTAL,
		    .category = "", .value = col_real(r, 16), .numerator = NAN, .denominator = NAN, .lower95 = NAN,
		    .upper95 = NAN, .lower998 = NAN, .upper998 = NAN};
	s->trend = standing_trend(col_view(r, 17));
	s->n_authorities = (size_t)col_int(r, 18);
	s->lowest = col_real(r, 19);
	s->lower_quartile = col_real(r, 20);
	s->median = col_real(r, 21);
	s->upper_quartile = col_real(r, 22);
	s->highest = col_real(r, 23);
}

static enum err
own_rows_read(struct reading *g)
{
	struct rows *r = store_read(g->c, "select s.measure, s.period_from, s.period_to, s.said_of, a.name, a.kind, s.numerator,"
	    " s.denominator, s.value, s.lower95, s.upper95, s.official_limits, s.note, s.rank, s.before_from, s.before_to,"
	    " s.before_value, s.trend, d.n, d.lowest, d.lower_quartile, d.median, d.upper_quartile, d.highest from standing s"
	    " join standing_spread d on d.measure = s.measure and d.period_from = s.period_from and d.period_to = s.period_to"
	    " left join area a on a.code = s.said_of where s.area = :area and s.latest = 'yes'");

	bind_text(r, "area", g->with->area);
	while (rows_next(r)) {
		struct stands *at = stands_at(g, col_view(r, 0));

		if (at)
			own_row_read(g->c, r, &at->published);
	}
	return rows_end(r);
}

/* Another area's numbers, where they are of the period that this area's latest is of. */
static enum err
other_rows_read(struct reading *g, const char *area, void (*take)(struct reading *g, size_t at, double value))
{
	struct rows *r;

	if (!area)
		return OK;
	r = store_read(g->c, "select measure, period_from, period_to, value from standing where area = :area and said_of = :area");
	bind_text(r, "area", area);
	while (rows_next(r)) {
		struct stands *at = stands_at(g, col_view(r, 0));

		if (at && at->published.found && at->published.now.period.from == col_day(r, 1) &&
		    at->published.now.period.to == col_day(r, 2))
			take(g, (size_t)(at - g->out->item), col_real(r, 3));
	}
	return rows_end(r);
}

static void
take_england(struct reading *g, size_t at, double value)
{
	g->out->item[at].published.england = value;
}

static void
take_region(struct reading *g, size_t at, double value)
{
	g->out->item[at].published.region = value;
}

static void
take_neighbour(struct reading *g, size_t at, double value)
{
	struct published_standing *s = &g->out->item[at].published;

	g->neighbour[at * g->with->n_neighbours + s->n_neighbours++] = value;
}

/* ---- computed figures --------------------------------------------------------------------------------------------- */

/* Of the authority alone: other areas have none of their own here. (A cross join, so that SQLite begins with the short table.) */
static enum err
computed_read(struct reading *g)
{
	struct rows *r = store_read(g->c, "select s.measure, s.which, o.basis, o.area, o.dimension, o.category, o.period_from, o.period_to,"
	    " o.numerator, o.denominator, o.value, o.lower95, o.upper95, o.note, o.withheld"
	    " from standing_computed s cross join observation o"
	    " where s.area = :area and o.indicator = s.measure and o.area = s.area and o.period_from = s.period_from"
	    " and o.period_to = s.period_to and o.dimension = 'total' and o.category = '' and o.basis in ('computed', 'reported')");

	bind_text(r, "area", g->with->area);
	while (rows_next(r)) {
		struct stands *at = stands_at(g, col_view(r, 0));
		bool now = view_is(col_view(r, 1), "now");

		if (!at || !view_is(col_view(r, 2), basis_of_own(at->indicator)))
			continue;
		shown_read(g->c, at->indicator, r, 3, now ? &at->own.now : &at->own.before);
		at->own.found = at->own.found || now;
	}
	for (size_t i = 0; i < g->out->n; i++)
		standing_judge(&g->out->item[i].own);
	return rows_end(r);
}

enum err
standing_read(struct ctx *c, const struct comparators *with, struct stands_list *out)
{
	struct reading g = {.c = c, .with = with, .out = out};

	reading_begin(&g);
	TRY(own_rows_read(&g));
	TRY(other_rows_read(&g, with->england, take_england));
	TRY(other_rows_read(&g, with->region, take_region));
	for (size_t i = 0; i < with->n_neighbours; i++)
		TRY(other_rows_read(&g, with->neighbour[i], take_neighbour));
	for (size_t i = 0; i < out->n; i++) {
		struct published_standing *s = &out->item[i].published;
		struct published p = {.better = out->item[i].indicator->better};

		s->neighbours = median_of(g.neighbour + i * with->n_neighbours, s->n_neighbours);
		if (s->found)
			published_judge(&p, with, s);
	}
	return computed_read(&g);
}

/* ---- worked out --------------------------------------------------------------------------------------------------- */

enum err
standing_work_out(struct ctx *c, const struct comparators *with, struct stands_list *out)
{
	const char *authority, *name;

	TRY(authority_of(c, &authority, &name));
	for (size_t i = 0; i < c->catalogue->n_indicators; i++) {
		const struct indicator *k = &c->catalogue->indicator[i];
		struct stands *s = push(c->mem, out);
		struct published p;

		*s = (struct stands){.indicator = k, .published = nothing, .own = {.indicator = k, .kind = "none"}};
		if (k->n_published) {
			TRY(published_of_indicator(c, k, &p));
			TRY(published_standing_of(c, &p, with, &s->published));
		}
		if (strcmp(with->area, authority) == 0)
			TRY(standing_of(c, k, authority, &s->own));
	}
	return OK;
}

/* Areas that have ended are not summed up. */
static enum err
has_ended(struct ctx *c, const char *area, bool *ended)
{
	struct rows *r = store_read(c, "select 1 from area where code = :area and until is not null");

	*ended = false;
	bind_text(r, "area", area);
	while (rows_next(r))
		*ended = true;
	return rows_end(r);
}

enum err
standing_of_area(struct ctx *c, const struct comparators *with, struct stands_list *out)
{
	bool current, ended;

	TRY(standing_is_current(c, &current));
	TRY(has_ended(c, with->area, &ended));
	return current && !ended ? standing_read(c, with, out) : standing_work_out(c, with, out);
}
