/* Loads what a change is worked out from, and asks the engine of one period at a time. */
#include "measure/movement_load.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/load.h"
#include "store/store.h"

#define TEAM "team"

/* The team of a child is that of the worker who leads, by the day; without a worker's organisation it is not known. */
static enum err
load_teams(struct moving *x)
{
	struct rows *r = store_read(x->c, "select t.identity, o.name, t.since, t.until from team t join worker w on w.id = t.worker"
	    " join org o on o.id = w.org where t.lead = 'yes' order by o.name, t.since, t.id");
	struct interval_rows list = {0};
	struct { const char **item; size_t n, cap; } names = {0};

	while (rows_next(r)) {
		int32_t person = people_of_identity(&x->run.people, col_id(r, 0)), since = col_day(r, 2), until = col_day(r, 3);

		if (names.n == 0 || !view_is(col_view(r, 1), names.item[names.n - 1]))
			*push(x->c->mem, &names) = col_text(r, 1, x->c->mem);
		if (person >= 0)
			*push(x->c->mem, &list) = (struct interval_row){.person = person, .since = since == DAY_NONE ? DAY_MIN : since,
			    .until = until == DAY_NONE ? DAY_MAX : until, .what = (int32_t)names.n - 1, .order = (int32_t)list.n};
	}
	TRY(rows_end(r));
	x->n_teams = names.n;
	*push(x->c->mem, &names) = AREA_NOT_KNOWN;
	x->team = names.item;
	x->teams = intervals_sort(x->c->mem, &list, x->run.people.n);
	return OK;
}

/* Rows of a query that runs once, or those of one period. */
static enum err
load_rows(struct moving *x, struct period p)
{
	struct mem *m = x->c->mem;

	if (x->rows.key && (!x->k->window || (x->loaded.from == p.from && x->loaded.to == p.to)))
		return OK;
	TRY(fact_rows_load(x->c, m, x->k, &x->run.people, x->k->window ? &p : NULL, &x->rows, &x->first_row));
	x->loaded = p;
	fact_rows_for(m, x->k, &x->rows);
	if (!x->rows.key)               /* no row at all: nothing was sorted */
		x->rows.key = mem_new_array(m, int32_t, 1);
	for (size_t i = 0; x->rows.value && i < x->rows.n && x->q.shift == 0; i++)
		x->q.shift = isnan(x->rows.value[i]) ? 0 : x->rows.value[i];
	return OK;
}

enum err
moving_load(struct ctx *c, const struct indicator *k, struct moving *out)
{
	*out = (struct moving){.c = c, .k = k, .first_row = DAY_NONE};
	TRY(run_load(c, (struct measure_options){.from = DAY_NONE, .to = DAY_NONE}, &out->run));
	question_of(k, &out->q);
	out->q.among = k->among ? breakdown_membership(k->among) : 0;
	basis_of(c->mem, &out->run.coverage, c->catalogue, k, &out->basis);
	out->year = indicator_year(k);
	out->people = mem_new_array(c->mem, double, out->run.breakdown->n_cells);
	if (!k->window)
		TRY(load_rows(out, (struct period){0, 0}));
	return load_teams(out);
}

/* The periods whose sums make one: three pooled years are three, any other is itself. */
static struct periods
single_periods(struct moving *x, enum period_kind kind, struct period p)
{
	struct periods one = {.kind = kind, .n = 1};

	if (kind == PERIOD_THREE_YEARS)
		return periods_between(x->c->mem, x->year, x->year, p.from, p.to, false);
	one.item = mem_new_one(x->c->mem, struct period);
	one.item[0] = p;
	return one;
}

/* A query that runs once a period numbers its workers or schools anew each time; children keep their numbers. */
bool
movement_tells_same(const struct indicator *k)
{
	return !k->window || k->unit == UNIT_CHILD || k->unit == UNIT_ROW;
}

enum err
moving_counted(struct moving *x, enum period_kind kind, struct period p, struct counted_list *out)
{
	struct periods single = single_periods(x, kind, p);

	TRY(load_rows(x, p));
	*out = tally_each(x->c->mem, x->run.breakdown, &x->q, &x->rows, &single);
	for (size_t i = 0; !movement_tells_same(x->k) && i < out->n; i++)
		out->item[i].key = -1;
	return OK;
}

double
moving_population(struct moving *x, struct period p)
{
	bool at_end = x->q.at == AT_PERIOD_END && period_years(p) <= 1;

	if (x->q.measure != MEASURE_RATE)
		return NAN;
	breakdown_population(x->run.breakdown, &x->q.population, areas_population_year(&x->run.areas, at_end, p.from, p.to),
	    x->people);
	return x->people[0] * period_years(p);
}

enum err
moving_figure(struct moving *x, enum period_kind kind, struct period p, struct figure *out)
{
	struct periods single = single_periods(x, kind, p), whole = {.kind = kind, .item = &p, .n = 1};
	struct tally *t;

	TRY(load_rows(x, p));
	t = tally_rows(x->c->mem, x->run.breakdown, &x->q, &x->rows, &single);
	if (kind == PERIOD_THREE_YEARS)
		t = tally_pool(x->c->mem, t, &single, &whole);
	tally_medians(t);
	*out = figure_of(&x->run.limits, &x->q, &t->sum[0], moving_population(x, p));
	return OK;
}

struct move_sum
moving_sum(const struct counted_list *list)
{
	struct move_sum sum = {0, 0};

	for (size_t i = 0; i < list->n; i++) {
		sum.numerator += list->item[i].numerator;
		sum.denominator += list->item[i].denominator;
	}
	return sum;
}

/* ---- groups ----------------------------------------------------------------------------------------------------------- */

enum err
cutting_find(struct moving *x, const char *name, struct cutting *out)
{
	const struct dimension *d = breakdown_dimension(x->run.breakdown, name);

	*out = (struct cutting){.name = TEAM, .title = "Team", .n = x->n_teams + 1};
	if (strcmp(name, TEAM) == 0)
		return OK;
	if (!d || strcmp(name, DIMENSION_TOTAL) == 0)
		return fail(x->c, ERR_INPUT, "There is no breakdown called %s; there are team, locality, ward, sex, age, ethnicity, sen,"
		    " free_school_meals, deprivation and the groups that children may be in", name);
	*out = (struct cutting){.name = d->name, .title = mem_format(x->c->mem, "%c%s", toupper((unsigned char)d->title[0]),
	    d->title + 1), .dimension = d, .n = d->n + 1};
	return OK;
}

static size_t
team_of(const struct moving *x, int32_t person, int32_t day)
{
	size_t found = x->n_teams;

	for (uint32_t i = x->teams.at[person]; i < x->teams.at[person + 1] && x->teams.since[i] <= day; i++)
		if (day < x->teams.until[i])
			found = (size_t)x->teams.what[i];
	return found;
}

size_t
cutting_group(const struct moving *x, const struct cutting *cut, int32_t person, int32_t day)
{
	const struct breakdown *b = x->run.breakdown;
	struct place_in place;

	if (person < 0)
		return cut->n - 1;
	if (!cut->dimension)
		return team_of(x, person, day);
	breakdown_place(b, person, day, &place);
	for (size_t i = 0; i < place.n; i++)
		if (&b->dimension[b->dimension_of[place.cell[i]]] == cut->dimension)
			return (size_t)place.cell[i] - cut->dimension->first;
	return cut->n - 1;
}

const char *
cutting_name(const struct moving *x, const struct cutting *cut, size_t group)
{
	const struct dimension *d = cut->dimension;

	if (group == cut->n - 1)
		return AREA_NOT_KNOWN;
	if (!d)
		return x->team[group];
	if (d->base == BASE_AREA && group < d->n - 2)
		return x->run.areas.level[d->level].name[group];
	return d->category[group];
}

/* ---- splitting --------------------------------------------------------------------------------------------------------- */

/* What one key has in two lists: [from, to) of each. */
struct both {
	const struct counted_list *list;
	size_t from[2], to[2];
	size_t *group[2];               /* of each counted one; NULL: no groups */
};

/* The sums of the key's rows that are in a group (SIZE_MAX: in any), and whether there are some that count. */
static void
sum_group(const struct both *b, size_t group, struct move_sum sum[2], bool here[2])
{
	for (int side = 0; side < 2; side++) {
		sum[side] = (struct move_sum){0, 0};
		here[side] = false;
		for (size_t i = b->from[side]; i < b->to[side]; i++) {
			const struct counted *one = &b->list[side].item[i];

			if (group != SIZE_MAX && b->group[side][i] != group)
				continue;
			sum[side].numerator += one->numerator;
			sum[side].denominator += one->denominator;
			here[side] |= fabs(one->numerator) > 0 || one->denominator > 0;
		}
	}
}

static bool
seen_before(const struct both *b, int side, size_t i)
{
	size_t group = b->group[side][i];

	for (int s = 0; s <= side; s++)
		for (size_t k = b->from[s]; k < (s == side ? i : b->to[s]); k++)
			if (b->group[s][k] == group)
				return true;
	return false;
}

static void
split_key(const struct both *b, struct move_split *whole, struct move_split *groups)
{
	struct move_sum sum[2], own[2];
	bool anywhere[2], here[2];

	sum_group(b, SIZE_MAX, sum, anywhere);
	move_add(whole, sum, anywhere, anywhere);
	for (int side = 0; groups && side < 2; side++)
		for (size_t i = b->from[side]; i < b->to[side]; i++) {
			if (seen_before(b, side, i))
				continue;
			sum_group(b, b->group[side][i], own, here);
			move_add(&groups[b->group[side][i]], own, here, anywhere);
		}
}

/* Where the rows of one key end. Rows of nobody that is known are each their own. */
static size_t
key_end(const struct counted_list *list, size_t from, int32_t key)
{
	size_t to = from;

	while (to < list->n && list->item[to].key == key && (key >= 0 || to == from))
		to++;
	return to;
}

static size_t *
groups_of(struct moving *x, const struct counted_list *list, const struct cutting *cut)
{
	size_t *group = mem_new_array(x->c->mem, size_t, list->n + 1);

	for (size_t i = 0; i < list->n; i++)
		group[i] = cutting_group(x, cut, list->item[i].person, list->item[i].day);
	return group;
}

void
moving_split(struct moving *x, const struct counted_list side[2], const struct cutting *cut, struct move_split *whole,
    struct move_split *groups)
{
	struct both b = {.list = side};

	for (int i = 0; i < 2 && groups; i++)
		b.group[i] = groups_of(x, &side[i], cut);
	while (b.from[0] < side[0].n || b.from[1] < side[1].n) {
		int32_t key = INT32_MAX;

		for (int i = 0; i < 2; i++)
			if (b.from[i] < side[i].n && side[i].item[b.from[i]].key < key)
				key = side[i].item[b.from[i]].key;
		b.to[0] = key_end(&side[0], b.from[0], key);
		b.to[1] = key < 0 && b.to[0] > b.from[0] ? b.from[1] : key_end(&side[1], b.from[1], key);
		split_key(&b, whole, groups);
		b.from[0] = b.to[0];
		b.from[1] = b.to[1];
	}
}
