/* See the header. */
#include "people/link_waterfall.h"

#include <math.h>

#include "people/link_keep.h"
#include "people/link_population.h"
#include "people/link_threshold.h"
#include "store/store.h"

static const char *
share_words(struct mem *m, double share)
{
	double percent = 100 * share;

	return mem_format(m, percent >= 10 ? "%.0f%%" : percent >= 0.1 ? "%.1f%%" : percent >= 0.001 ? "%.3f%%" :
	    "less than 0.001%%", percent);
}

/* How often two children's records agree so in a field; and, where it hangs on another, in what they agree then. */
static const char *
strangers_words(struct mem *m, const struct link_model *model, const struct link_explained *x, const struct link_step *step)
{
	const struct link_tie *tie = &model->tie[step->field];
	double share = model->chance[LINK_RANDOM][step->field][step->level];
	int at = 0;

	for (int i = 0; i < x->n && tie->there; i++)
		at = x->step[i].field == tie->with ? x->step[i].level : at;
	if (!link_tie_tells(model, step->field, step->level, at))
		return mem_format(m, "%s of two children's", share_words(m, share));
	return mem_format(m, "%s of two children's whose %s is so", share_words(m, fmin(share * tie->times[at][step->level], 1)),
	    model->field[tie->with].name);
}

static struct waterfall_step
step_words(struct mem *m, const struct link_model *model, const struct link_explained *x, const struct link_step *step)
{
	if (step->field < 0)
		return (struct waterfall_step){"any two records", "",
		    "how many of all pairs of these two sources are one child's, before anything is compared", step->bits};
	return (struct waterfall_step){model->field[step->field].name, link_field_level(model, step->field, step->level),
	    step->level == 0 ? "one of the two does not say, which tells nothing" :
	    mem_format(m, "so in %s of one child's records, in %s", share_words(m, model->chance[LINK_MATCH][step->field][step->level]),
	    strangers_words(m, model, x, step)), step->bits};
}

static enum err
decided_find(struct ctx *c, int64_t left, int64_t right, const char **out)
{
	struct rows *r = store_read(c, "select decided from link_decision where left_identity = :left and right_identity = :right"
	    " order by id desc");

	bind_id(r, "left", left < right ? left : right);
	bind_id(r, "right", left < right ? right : left);
	*out = rows_next(r) ? col_text(r, 0, c->mem) : NULL;
	return rows_end(r);
}

static enum err
pair_explain(struct ctx *c, struct roster *r, int64_t left, int64_t right, struct waterfall *out)
{
	const struct identity_known *a, *b;
	struct kept_population population;
	struct link_explained x;
	bool known;

	TRY(roster_add_one(c, r, left));
	TRY(roster_add_one(c, r, right));
	a = roster_find(r, left);
	b = roster_find(r, right);
	if (!a || !b)
		return fail(c, ERR_INPUT, "there is no record with the number %lld to link", (long long)(a ? right : left));
	if (a == b)
		return fail(c, ERR_INPUT, "two records are wanted, and both are number %lld", (long long)left);
	TRY(model_load(c, r, &known));
	TRY(population_load(c, r->mem, &population));
	if (!known || !population.found)
		return fail(c, ERR_INPUT, "nothing was linked yet, so no weights are known: run bairn link first");
	TRY(thresholds_load(c, &r->model));
	TRY(roster_fill(c, r));
	population_give(r->set, &population.names);
	link_explain(r->set, &r->model, a->record, b->record, &x);
	for (int i = 0; i < x.n; i++)
		*push(c->mem, &out->steps) = step_words(c->mem, &r->model, &x, &x.step[i]);
	out->weight = x.weight;
	out->probability = x.probability;
	out->twin = x.share[LINK_TWIN];
	out->sibling = x.share[LINK_SIBLING];
	out->other = x.share[LINK_RANDOM];
	out->join = r->model.join;
	out->review = r->model.review;
	if (a->source == b->source && declared_has(&r->declared, view_of(text_map_text(r->source, a->source))))
		out->declared = mem_format(c->mem, "%s", text_map_text(r->source, a->source));
	out->together = a->person && a->person == b->person;
	return decided_find(c, left, right, &out->decided);
}

enum err
waterfall_make(struct ctx *c, int64_t left, int64_t right, struct waterfall *out)
{
	struct mem *m = mem_new();
	struct roster r;
	enum err e;

	*out = (struct waterfall){0};
	roster_begin(m, &r);
	e = pair_explain(c, &r, left, right, out);
	roster_end(&r);
	mem_free(m);
	return e;
}
