/* Takes a measure's change between two periods apart. See the header. */
#include "measure/movement.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/day.h"
#include "base/mem.h"
#include "measure/movement_load.h"
#include "measure/suppress.h"
#include "store/store.h"

/* ---- which two periods -------------------------------------------------------------------------------------------------- */

static bool
has_figure(const struct shown *s)
{
	return !isnan(s->value) || s->suppressed;
}

static bool
is_whole(const struct shown *s)
{
	return has_figure(s) && !(s->note && strcmp(s->note, NOTE_PART_SUPPLIED) == 0);
}

/* A period by the name that the indicator gives it; the main kind's before another's of the same name. NULL: none. */
static const struct shown *
find_named(struct ctx *c, const struct indicator *k, const struct shown_list *series, const char *name)
{
	const struct shown *found = NULL;

	for (size_t i = 0; i < series->n; i++) {
		const struct shown *s = &series->item[i];

		if (strcasecmp(when_words(c->mem, k, s), name) == 0 &&
		    (!found || period_kind_of(k->by_period, s->period) == k->main_period))
			found = s;
	}
	return found;
}

static enum err
find_asked(struct ctx *c, const struct indicator *k, const struct shown_list *series, const char *name,
    const struct shown **out)
{
	*out = find_named(c, k, series, name);
	if (!*out)
		return fail(c, ERR_INPUT, "%s has no period called %s; `bairn show indicator %s` names them", k->title, name, k->id);
	if (!has_figure(*out))
		return fail(c, ERR_INPUT, "%s has no figure for %s: %s", k->title, name, (*out)->note ? (*out)->note : "not known");
	return OK;
}

/* The newest whole one of a kind that ends before a day (DAY_MAX: any); else, if need be, one that was supplied in part. */
static const struct shown *
find_newest(const struct indicator *k, const struct shown_list *series, enum period_kind kind, int32_t before)
{
	const struct shown *part = NULL;

	for (size_t i = series->n; i-- > 0;) {
		const struct shown *s = &series->item[i];

		if (period_kind_of(k->by_period, s->period) != kind || s->period.to >= before || !has_figure(s))
			continue;
		if (is_whole(s))
			return s;
		part = part ? part : s;
	}
	return part;
}

static enum err
choose_periods(struct ctx *c, const struct indicator *k, const struct movement_ask *ask, struct movement *out,
    const struct shown *chosen[2])
{
	struct shown_list series = {0};
	const char *code, *name;

	chosen[0] = chosen[1] = NULL;
	TRY(authority_of(c, &code, &name));
	TRY(shown_series(c, k, code, &series));
	if (ask->period)
		TRY(find_asked(c, k, &series, ask->period, &chosen[1]));
	else
		chosen[1] = find_newest(k, &series, shown_kind(k, &series), DAY_MAX);
	if (!chosen[1])
		return OK;
	out->kind = period_kind_of(k->by_period, chosen[1]->period);
	out->when[1] = when_words(c->mem, k, chosen[1]);
	for (size_t i = series.n; i-- > 0;)
		if (period_kind_of(k->by_period, series.item[i].period) == out->kind && has_figure(&series.item[i]))
			*push(c->mem, &out->periods) = when_words(c->mem, k, &series.item[i]);
	if (ask->against)
		TRY(find_asked(c, k, &series, ask->against, &chosen[0]));
	else
		chosen[0] = find_newest(k, &series, out->kind, chosen[1]->period.from);
	if (!chosen[0])
		return OK;
	if (period_kind_of(k->by_period, chosen[0]->period) != out->kind)
		return fail(c, ERR_INPUT, "%s and %s are not of one kind: %s and %s", when_words(c->mem, k, chosen[0]), out->when[1],
		    period_kind_name(period_kind_of(k->by_period, chosen[0]->period)), period_kind_name(out->kind));
	if (chosen[0]->period.to >= chosen[1]->period.to)
		return fail(c, ERR_INPUT, "The earlier period, %s, does not end before %s", when_words(c->mem, k, chosen[0]),
		    out->when[1]);
	out->when[0] = when_words(c->mem, k, chosen[0]);
	out->overlap = chosen[0]->period.to >= chosen[1]->period.from;
	return OK;
}

/* ---- taking it apart ------------------------------------------------------------------------------------------------------ */

static enum move_value
value_of(enum measure_kind kind)
{
	return kind == MEASURE_RATE ? MOVE_RATE : kind == MEASURE_COUNT ? MOVE_COUNT : MOVE_SHARE;
}

/* The figure as it is now worked out from the rows, and as a reader may see it. */
static enum err
fill_side(struct moving *x, const struct shown *chosen, int i, struct movement *out)
{
	enum measure_at at = out->kind == PERIOD_THREE_YEARS ? DURING_PERIOD : x->q.at;
	struct figure f;

	TRY(moving_figure(x, out->kind, chosen->period, &f));
	out->side[i] = (struct shown){.area = chosen->area, .dimension = chosen->dimension, .category = chosen->category,
	    .period = chosen->period, .numerator = f.numerator, .denominator = f.denominator, .value = f.value,
	    .lower95 = f.lower95, .upper95 = f.upper95, .note = chosen->note};
	out->whole[i] = (struct move_sum){f.numerator, f.denominator};
	if (basis_supplies(&x->basis, at, chosen->period, x->first_row) == SUPPLY_PART)         /* a hidden one's note is another */
		out->in_part = out->when[i];
	return OK;
}

static enum err
fill_cut(struct moving *x, const struct counted_list side[2], const char *name, struct movement *out)
{
	struct mem *m = x->c->mem;
	struct cutting cut;
	struct movement_cut *to;
	struct move_split *groups, whole = {0};

	TRY(cutting_find(x, name, &cut));
	groups = mem_new_array(m, struct move_split, cut.n);
	moving_split(x, side, &cut, &whole, groups);
	to = push(m, &out->cuts);
	*to = (struct movement_cut){.name = cut.name, .title = cut.title};
	for (size_t g = 0; g < cut.n; g++)
		if (groups[g].whole.ones > 0)
			*push(m, &to->groups) = (struct movement_group){.name = cutting_name(x, &cut, g),
			    .code = cutting_name(x, &cut, g), .split = groups[g],
			    .effect = move_effect(out->value, out->whole, groups[g].whole.sum, out->per)};
	return OK;
}

/* One group alone, which is nobody that is known, says nothing. */
static void
drop_empty_cuts(struct movement *out)
{
	size_t n = 0;

	for (size_t i = 0; i < out->cuts.n; i++) {
		const struct movement_cut *cut = &out->cuts.item[i];

		if (cut->groups.n > 1 || (cut->groups.n == 1 && strcmp(cut->groups.item[0].name, AREA_NOT_KNOWN) != 0))
			out->cuts.item[n++] = *cut;
	}
	out->cuts.n = n;
}

/* Small areas lie within localities: what is added up across them would follow from their localities' figures. */
static enum err
refuse_small_areas(struct ctx *c, const char *by)
{
	for (int i = 0; by && i < LEVEL_COUNT; i++)
		if (i != LEVEL_LOCALITY && strcmp(area_level_kind[i], by) == 0)
			return fail(c, ERR_INPUT, "By %s a change is shown only to those who may see small numbers", area_level_title[i]);
	return OK;
}

static enum err
fill_parts(struct moving *x, const char *by, struct movement *out)
{
	struct counted_list side[2];

	for (int i = 0; i < 2; i++)
		TRY(moving_counted(x, out->kind, out->side[i].period, &side[i]));
	moving_split(x, side, NULL, &out->split, NULL);
	out->population = move_population(out->value, out->whole, out->per);
	if (x->q.measure == MEASURE_MEDIAN)
		return OK;
	if (by)
		return fill_cut(x, side, by, out);
	TRY(fill_cut(x, side, "locality", out));
	TRY(fill_cut(x, side, "team", out));
	drop_empty_cuts(out);
	return OK;
}

/* What is withheld on the measure's own page, so that nothing small can be worked out, is not taken apart here either. */
static enum err
mark_withheld(struct ctx *c, const struct shown *const chosen[2], struct movement *out)
{
	for (int i = 0; i < 2; i++)
		out->side[i].suppressed = chosen[i] && chosen[i]->suppressed;
	for (size_t i = 0; i < out->cuts.n; i++) {
		struct movement_cut *cut = &out->cuts.item[i];
		struct rows *r = store_read(c, "select 1 from observation o left join area a on a.code = o.area"
		    " where o.indicator = :indicator and o.basis = 'computed' and o.withheld is not null"
		    " and (o.dimension = :cut or (o.dimension = 'total' and a.kind = :cut))"
		    " and ((o.period_from = :from and o.period_to = :to) or (o.period_from = :before_from and o.period_to = :before_to))"
		    " limit 1");

		bind_text(r, "indicator", out->k->id);
		bind_text(r, "cut", cut->name);
		bind_day(r, "from", out->side[1].period.from);
		bind_day(r, "to", out->side[1].period.to);
		bind_day(r, "before_from", out->side[0].period.from);
		bind_day(r, "before_to", out->side[0].period.to);
		cut->hidden = rows_next(r);
		TRY(rows_end(r));
	}
	return OK;
}

bool
movement_is_clear(const struct movement *x)
{
	return x->change.lower > 0 || x->change.upper < 0;
}

/* The interval of the difference takes the periods for two samples that do not overlap. */
static void
fill_change(struct movement *out)
{
	struct interval side[2];

	for (int i = 0; i < 2; i++)
		side[i] = (struct interval){out->side[i].value, out->side[i].lower95, out->side[i].upper95};
	out->change = interval_difference(side[1], side[0]);
	out->change.value = side[1].value - side[0].value;
	if (out->overlap || out->in_part)
		out->change.lower = out->change.upper = NAN;
}

enum err
movement_of(struct ctx *c, const struct indicator *k, const struct movement_ask *ask, struct movement *out)
{
	const struct shown *chosen[2];
	struct moving x;

	*out = (struct movement){.k = k, .value = value_of(k->measure), .kind = k->main_period,
	    .per = k->measure == MEASURE_MEAN || k->measure == MEASURE_MEDIAN || k->measure == MEASURE_COUNT ? 1 : k->per,
	    .target = {.target = NAN, .needed = NAN, .at_end = NAN}, .ahead = {.as_at = DAY_NONE, .why_not = "Nothing was imported."}};
	if (!k->rows)
		return fail(c, ERR_INPUT, "%s is not worked out from rows here, so nobody can tell why it moved", k->title);
	if (!ask->all)
		TRY(refuse_small_areas(c, ask->by));
	TRY(choose_periods(c, k, ask, out, chosen));
	if (!chosen[1])
		return OK;
	TRY(moving_load(c, k, &x));
	TRY(fill_side(&x, chosen[1], 1, out));
	if (chosen[0]) {
		TRY(fill_side(&x, chosen[0], 0, out));
		TRY(fill_parts(&x, ask->by, out));
	}
	TRY(movement_look_ahead(&x, out->kind, out));
	TRY(movement_aim(&x, ask->target, out));
	if (!ask->all) {
		TRY(mark_withheld(c, chosen, out));
		movement_hide(c->mem, out);
	}
	if (chosen[0] && !out->hidden)
		fill_change(out);
	return OK;
}
