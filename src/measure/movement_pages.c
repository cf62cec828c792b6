/* The page of a measure's change, and its downloads. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "measure/measure_pages.h"
#include "measure/movement.h"
#include "measure/movement_views.h"
#include "web/chart/chart.h"

/* What the address asks for. An empty field is as good as none. */
static const char *
asked(const struct request *q, const char *name)
{
	const char *text = query_text(q, name);

	return text && *text ? text : NULL;
}

static enum err
movement_asked(struct request *q, struct movement *out)
{
	const char *id, *target = asked(q, "target");
	struct movement_ask ask = {.period = asked(q, "period"), .against = asked(q, "against"), .by = asked(q, "by"),
	    .target = NAN, .all = may_records(q->viewer)};
	const struct indicator *k;

	TRY(path_text(q, "id", &id));
	k = catalogue_indicator(q->c->catalogue, id);
	if (!k)
		return fail(q->c, ERR_NOT_FOUND, "The catalogue has no indicator called %s", id);
	if (target && !view_real(view_trim(view_of(target)), &ask.target))
		return fail(q->c, ERR_INPUT, "in the address, target must be a number");
	request_reads(q, mem_format(q->c->mem, "indicator %s move", id));
	return movement_of(q->c, k, &ask, out);
}

/* ---- tables -------------------------------------------------------------------------------------------------------------- */

static void
head(struct mem *m, struct move_table *t, const char *words)
{
	*push(m, &t->heads) = words;
}

static struct move_row *
row(struct mem *m, struct move_table *t, const char *label, const char *note)
{
	struct move_row *r = push(m, &t->rows);

	*r = (struct move_row){.label = label, .note = note};
	return r;
}

static void
cell(struct mem *m, struct move_row *r, double x, int decimals)
{
	*push(m, &r->cells) = isnan(x) ? "" : text_number(m, x, decimals);
}

/* With its sign; what rounds to nought has none. */
static void
cell_change(struct mem *m, struct move_row *r, double x, int decimals)
{
	double least = 0.5 * pow(10, -decimals);

	*push(m, &r->cells) = isnan(x) ? "" : x < least ? text_number(m, x > -least ? 0 : x, decimals) :
	    mem_format(m, "+%s", text_number(m, x, decimals));
}

/* What the values are: "Per cent", "Per 10,000". */
static const char *
unit_head(struct mem *m, const struct movement *x)
{
	const char *unit = unit_words_of(m, x->k);

	return strcmp(unit, "%") == 0 ? "Per cent" : *unit ? mem_format(m, "Per%s", unit + 3) : "Value";
}

/* "Adds to the change", in which unit. */
static const char *
adds_words(struct mem *m, const struct movement *x)
{
	const char *unit = unit_words_of(m, x->k);

	return strcmp(unit, "%") == 0 ? "Adds, percentage points" : *unit ? mem_format(m, "Adds, %s", unit) : "Adds";
}

static struct move_table *
whole_table(struct mem *m, const struct movement *x)
{
	struct move_table *t = mem_new_one(m, struct move_table);
	const struct shown *s = x->side;
	int decimals = decimals_of(x->k);
	struct move_row *r;

	*t = (struct move_table){.id = "change", .title = "The change", .head = "Figure", .plain = true};
	head(m, t, x->when[0]);
	head(m, t, x->when[1]);
	head(m, t, "Change");
	r = row(m, t, unit_head(m, x), NULL);
	for (int i = 0; i < 2; i++)
		*push(m, &r->cells) = value_words(m, x->k, &s[i]);
	cell_change(m, r, x->hidden ? NAN : x->change.value, decimals);
	if (x->value == MOVE_COUNT)
		return t;
	r = row(m, t, x->k->measure == MEASURE_MEAN ? "Sum" : "Count", NULL);
	for (int i = 0; i < 2; i++)
		*push(m, &r->cells) = count_words(m, &s[i], s[i].numerator);
	cell_change(m, r, s[1].numerator - s[0].numerator, 0);
	r = row(m, t, x->value == MOVE_RATE ? "Population" : "Of", NULL);
	for (int i = 0; i < 2; i++)
		*push(m, &r->cells) = count_words(m, &s[i], s[i].denominator);
	cell_change(m, r, s[1].denominator - s[0].denominator, 0);
	return t;
}

/* What is counted in the column of counts: of a mean its values are no counts, so how many there are stands there. */
static double
count_of(const struct movement *x, struct move_sum sum)
{
	return x->k->measure == MEASURE_MEAN || x->k->measure == MEASURE_MEDIAN ? sum.denominator : sum.numerator;
}

static void
part_row(struct mem *m, const struct movement *x, struct move_table *t, const char *label, const char *note,
    const struct move_part *part, double adds)
{
	struct move_row *r = row(m, t, label, note);

	if (x->k->measure != MEASURE_MEDIAN)
		cell_change(m, r, adds, decimals_of(x->k));
	cell(m, r, part->ones, 0);
	for (int i = 0; i < 2; i++) {
		cell(m, r, count_of(x, part->sum[i]), x->k->monthly ? 1 : 0);
		if (x->value == MOVE_SHARE && x->k->measure == MEASURE_PROPORTION)
			cell(m, r, part->sum[i].denominator, x->k->monthly ? 1 : 0);
	}
}

static struct move_table *
split_table(struct mem *m, const struct movement *x)
{
	struct move_table *t = mem_new_one(m, struct move_table);
	struct move_row *r;

	*t = (struct move_table){.id = "parts", .title = "Who joined, left and changed", .head = "Part"};
	if (x->split_hidden) {
		t->before = x->k->round_to > 1 ? "This is hidden: the owner of the data lets only rounded numbers be shown, and the parts"
		    " would not add up." : "This is hidden: some of these numbers are small.";
		return t;
	}
	if (x->k->measure != MEASURE_MEDIAN)
		head(m, t, adds_words(m, x));
	head(m, t, x->k->unit == UNIT_CHILD || x->k->unit == UNIT_ROW ? "Children" : "How many");
	for (int i = 0; i < 2; i++) {
		head(m, t, mem_format(m, "Count in %s", x->when[i]));
		if (x->value == MOVE_SHARE && x->k->measure == MEASURE_PROPORTION)
			head(m, t, "Of");
	}
	for (int i = 0; i < MOVE_CLASSES; i++)
		if (x->split.of[i].ones > 0)
			part_row(m, x, t, movement_class_name(x, (enum move_class)i), movement_class_words(x, (enum move_class)i),
			    &x->split.of[i], move_effect(x->value, x->whole, x->split.of[i].sum, x->per).all);
	if (x->value == MOVE_RATE) {
		r = row(m, t, "Population", "because more or fewer people live here");
		cell_change(m, r, x->population, decimals_of(x->k));
		cell(m, r, NAN, 0), cell(m, r, NAN, 0), cell(m, r, NAN, 0);
	}
	part_row(m, x, t, "All", NULL, &x->split.whole, x->change.value);
	t->rows.item[t->rows.n - 1].whole = true;
	return t;
}

/* ---- groups -------------------------------------------------------------------------------------------------------------- */

static void
draw_effects(struct mem *m, const struct movement *x, const struct movement_cut *cut, struct move_table *t)
{
	const char **label = mem_new_array(m, const char *, cut->groups.n + 1);
	double *value = mem_new_array(m, double, cut->groups.n + 1);
	bool points = strcmp(unit_words_of(m, x->k), "%") == 0;

	for (size_t i = 0; i < cut->groups.n; i++) {
		label[i] = cut->groups.item[i].name;
		value[i] = cut->groups.item[i].effect.all;
	}
	t->has_chart = cut->groups.n > 1;
	if (t->has_chart)
		t->chart = chart_dots(m, &(struct bars_chart){.words = {.id = mem_format(m, "%s-adds", t->id),
		    .title = "What each adds to the change", .subtitle = points ? "Percentage points" :
		    unit_head(m, x), .unit = points ? "points" : NULL, .decimals = 1},
		    .n = cut->groups.n, .label = label, .value = value, .reference = 0, .reference_name = "Nothing:"}, CHART_NONE_HIGHLIGHTED);
}

static double
change_in(const struct move_split *split, enum move_class a, enum move_class b)
{
	return split->of[a].sum[1].numerator - split->of[a].sum[0].numerator + split->of[b].sum[1].numerator -
	    split->of[b].sum[0].numerator;
}

static void
group_row(struct mem *m, const struct movement *x, const struct movement_cut *cut, const struct movement_group *g,
    struct move_table *t)
{
	struct move_row *r = row(m, t, g->name, NULL);
	const struct move_sum *sum = g->split.whole.sum;

	cell_change(m, r, g->effect.all, decimals_of(x->k));
	for (int i = 0; i < 2; i++) {
		if (x->value == MOVE_SHARE)
			cell(m, r, move_value(MOVE_SHARE, sum[i], x->per), decimals_of(x->k));
		cell(m, r, x->value == MOVE_SHARE ? sum[i].denominator : sum[i].numerator, x->k->monthly ? 1 : 0);
	}
	if (cut->parts_hidden)
		return;
	cell_change(m, r, change_in(&g->split, MOVE_JOINED, MOVE_LEFT), 0);
	cell_change(m, r, change_in(&g->split, MOVE_MOVED_IN, MOVE_MOVED_OUT), 0);
	cell_change(m, r, change_in(&g->split, MOVE_ROSE, MOVE_FELL), 0);
}

static struct move_table *
cut_table(struct mem *m, const struct movement *x, const struct movement_cut *cut)
{
	struct move_table *t = mem_new_one(m, struct move_table);

	*t = (struct move_table){.id = cut->name, .title = mem_format(m, "By %c%s", cut->title[0] | 0x20, cut->title + 1),
	    .head = cut->title};
	if (cut->hidden) {
		t->before = "This is hidden: the numbers are small.";
		return t;
	}
	head(m, t, adds_words(m, x));
	for (int i = 0; i < 2; i++) {
		head(m, t, x->value == MOVE_SHARE ? x->when[i] : mem_format(m, "Count in %s", x->when[i]));
		if (x->value == MOVE_SHARE)
			head(m, t, "Of");
	}
	if (!cut->parts_hidden) {
		head(m, t, "Count: joined less left");
		head(m, t, "Moved in less out");
		head(m, t, "Changed");
	}
	draw_effects(m, x, cut, t);
	for (size_t i = 0; i < cut->groups.n; i++)
		group_row(m, x, cut, &cut->groups.item[i], t);
	if (x->value == MOVE_RATE)
		t->after = mem_format(m, "The population of the whole adds %s; with it these add up to the change.",
		    text_number(m, x->population, decimals_of(x->k)));
	return t;
}

/* ---- the period's end ----------------------------------------------------------------------------------------------------- */

static void
end_row(struct mem *m, const struct movement *x, struct move_table *t, const char *label, double numerator, double value)
{
	struct move_row *r;

	if (isnan(value))
		return;
	r = row(m, t, label, NULL);
	cell(m, r, value, decimals_of(x->k));
	cell(m, r, numerator, 0);
}

static struct move_table *
ahead_table(struct mem *m, const struct movement *x)
{
	struct move_table *t = mem_new_one(m, struct move_table);
	const struct movement_ahead *a = &x->ahead;
	double of = a->so_far.denominator + a->further;

	*t = (struct move_table){.id = "end", .title = a->when && !a->why_not ? mem_format(m, "Where %s may end", a->when) :
	    "Where the next period may end", .head = "If", .before = movement_ahead_words(m, x), .after = a->method};
	if (a->why_not)
		return t;
	head(m, t, unit_head(m, x));
	head(m, t, "Count");
	end_row(m, x, t, "None of those to come count", a->so_far.numerator, a->lowest);
	end_row(m, x, t, "Present pace, lower limit", a->numerator.lower, a->at_pace.lower);
	end_row(m, x, t, "Present pace", a->numerator.middle, a->at_pace.middle);
	end_row(m, x, t, "Present pace, upper limit", a->numerator.upper, a->at_pace.upper);
	end_row(m, x, t, a->overdue > 0 ? "All of those to come count but what is late already" : "All of those to come count",
	    floor(a->highest / x->per * of + 0.5), a->highest);
	return t;
}

/* ---- the page ------------------------------------------------------------------------------------------------------------- */

static void
fill_choices(struct mem *m, const struct movement *x, const char *by, struct movement_view *v)
{
	static const struct { const char *value, *words; } cuts[] = {
		{"", "Locality and team"}, {"locality", "Locality"}, {"team", "Team"}, {"age", "Age"}, {"sex", "Sex"},
		{"ethnicity", "Ethnicity"}, {"sen", "Special educational needs"}, {"free_school_meals", "Free school meals"},
		{"deprivation", "Deprivation"}, {"looked_after", "Looked after"},
	};

	for (size_t i = 0; i < x->periods.n; i++)
		for (int side = 0; side < 2; side++)
			*push(m, side ? &v->periods : &v->against) = (struct move_choice){x->periods.item[i], x->periods.item[i],
			    x->when[side] && strcmp(x->when[side], x->periods.item[i]) == 0};
	for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++)
		*push(m, &v->by) = (struct move_choice){cuts[i].value, cuts[i].words, strcmp(by ? by : "", cuts[i].value) == 0};
}

static void
fill_tables(struct mem *m, const struct movement *x, struct movement_view *v)
{
	if (x->when[0]) {
		*push(m, &v->tables) = *whole_table(m, x);
		if (!x->hidden)
			*push(m, &v->tables) = *split_table(m, x);
	}
	for (size_t i = 0; x->when[0] && i < x->cuts.n; i++)
		*push(m, &v->tables) = *cut_table(m, x, &x->cuts.item[i]);
	if (x->when[1])
		*push(m, &v->tables) = *ahead_table(m, x);
}

static struct url
download_url(struct request *q, const struct movement *x, const char *format)
{
	const char *by = asked(q, "by"), *target = asked(q, "target");

	return url_make(q->c->mem, "/indicator/{}/move.{}?period={}&against={}&by={}&target={}", x->k->id, format,
	    x->when[0] ? x->when[1] : "", x->when[0] ? x->when[0] : "", by ? by : "", target ? target : "");
}

/* GET /indicator/:id/move?period=&against=&by=&target=   Why did it move? */
enum err
movement_page(struct request *q)
{
	struct mem *m = q->c->mem;
	struct movement x;
	struct movement_view v;
	const char *target = asked(q, "target"), *chance;

	TRY(movement_asked(q, &x));
	chance = movement_chance(m, &x);
	v = (struct movement_view){.title = x.k->title, .answer = movement_answer(m, &x), .chance = *chance ? chance : NULL,
	    .target = movement_target_words(m, &x), .end = movement_end_words(m, &x), .same = movement_same(&x), .method = movement_method(&x),
	    .target_value = target ? target : "", .scorecard = url_make(m, "/scorecard"),
	    .back = url_make(m, "/indicator/{}", x.k->id),
	    .action = url_make(m, "/indicator/{}/move", x.k->id), .download = download_url(q, &x, "csv"),
	    .workbook = download_url(q, &x, "xlsx"), .moved = x.when[0] != NULL};
	if (x.when[0] && !may_records(q->viewer))
		v.hidden = "Small numbers are hidden, and with them what would give them away: groups with few children are added up with"
		    " others, and who joined, left and changed is shown only where each of these numbers is large enough.";
	fill_choices(m, &x, asked(q, "by"), &v);
	fill_tables(m, &x, &v);
	return reply_page(q, movement_template, &v);
}

static enum err
download(struct request *q, const char *format)
{
	struct movement x;
	struct table *t;

	TRY(movement_asked(q, &x));
	TRY(movement_table(q->c, &x, false, &t));
	return reply_table(q, t, mem_format(q->c->mem, "%s-move", x.k->id), format);
}

/* GET /indicator/:id/move.csv   what `bairn show move` prints for programs. */
enum err
movement_csv(struct request *q)
{
	return download(q, "csv");
}

/* GET /indicator/:id/move.xlsx   the same as a workbook. */
enum err
movement_xlsx(struct request *q)
{
	return download(q, "xlsx");
}
