/* What the report says of fields and, where the truth is known, of how right the links are. */
#include "people/link_report.h"

#include <math.h>

#define ALIASES_SHOWN ((size_t)100)

const char *
link_field_words(struct mem *m, const struct link_field *field)
{
	if (field->kind == LINK_UPN)
		return "UPN";
	return field->kind == LINK_NHS_NUMBER ? "NHS number" : text_of_code(m, field->name);
}

const char *
link_probability_words(struct mem *m, double p)
{
	return p > 0 && p < 1e-4 ? "below 0.0001" : p < 1 && p > 1 - 1e-4 ? "above 0.9999" : text_number(m, p, 4);
}

static const char *
signed_bits(struct mem *m, double matches, double random)
{
	double bits = log2(matches / random);

	return isfinite(bits) ? mem_format(m, "%s%.1f", bits < 0 ? "−" : "+", fabs(bits)) : "not known";
}

static struct grid
field_make(struct mem *m, const struct link_model *model, int f)
{
	static const char *const head[] = {"How two records agree", "One person", "Twins", "Siblings", "Any two", "Bits",
	    "Pairs of one person", "Of twins", "Of siblings", "Of any two", NULL};
	struct grid g = grid_new(m, mem_format(m, "field-%d", f), link_field_words(m, &model->field[f]), 1, head);

	for (int i = 1; i < link_field_levels(model, f); i++) {
		grid_cell(m, &g, link_field_level(model, f, i));
		for (int k = 0; k < LINK_CLASSES; k++)
			grid_cell(m, &g, mem_format(m, "%s%s", link_probability_words(m, model->chance[k][f][i]),
			    model->fixed[k][f][i] ? " (fixed)" : ""));
		grid_cell(m, &g, signed_bits(m, model->chance[LINK_MATCH][f][i], model->chance[LINK_RANDOM][f][i]));
		for (int k = 0; k < LINK_CLASSES; k++)
			grid_cell(m, &g, text_number(m, model->support[k][f][i], model->support[k][f][i] < 10 ? 1 : 0));
	}
	return g;
}

/* Empty where there are none. */
static const char *
placeholder_words(struct mem *m, const struct links *links)
{
	struct builder b = {.mem = m};

	if (links->n_placeholders)
		put_text(&b, "Given names that stand for the lack of one, and say nothing: ");
	for (size_t i = 0; i < links->n_placeholders; i++)
		put_format(&b, "%s%s", links->placeholder[i], i + 1 < links->n_placeholders ? ", " : ".");
	return built_text(&b);
}

/* Empty where there are none. Those of the catalogue are not among the plan's. */
static const char *
alias_words(struct mem *m, const struct link_plan *plan)
{
	struct builder b = {.mem = m};

	if (plan->n_aliases)
		put_text(&b, "Given names that were found to be forms of one name, besides those of the catalogue: ");
	for (size_t i = 0; i < plan->n_aliases && i < ALIASES_SHOWN; i++)
		put_format(&b, "%s%s and %s", i ? "; " : "", plan->alias[i].one, plan->alias[i].other);
	if (plan->n_aliases > ALIASES_SHOWN)
		put_format(&b, "; and %s more (--save-model writes all)", text_count(m, (int64_t)(plan->n_aliases - ALIASES_SHOWN)));
	put_text(&b, plan->n_aliases ? "." : "");
	return built_text(&b);
}

static struct grid
together_make(struct mem *m, const struct links *links)
{
	static const char *const head[] = {"Field", "And", "Pairs", "By chance", "Times as many", NULL};
	struct grid g = grid_new(m, "together", "Fields that differ at once", 2, head);

	for (size_t i = 0; i < links->n_together; i++) {
		const struct link_together *t = &links->together[i];

		grid_cell(m, &g, link_field_words(m, &links->model.field[t->one]));
		grid_cell(m, &g, link_field_words(m, &links->model.field[t->other]));
		grid_cell(m, &g, text_number(m, t->both, 0));
		grid_cell(m, &g, text_number(m, t->expected, 0));
		grid_cell(m, &g, text_number(m, t->both / t->expected, 1));
	}
	return g;
}

static const char *
level_of(struct mem *m, const struct link_model *model, int f, int level)
{
	return mem_format(m, "%s: %s", link_field_words(m, &model->field[f]), link_field_level(model, f, level));
}

static struct grid
ties_grid(struct mem *m, const struct link_model *model)
{
	static const char *const head[] = {"Where two strangers agree so", "They agree so", "Times as often", "Bits", "Pairs", NULL};
	struct grid g = grid_new(m, "ties", "Fields that hang together among strangers", 2, head);

	for (int f = 0; f < model->n_fields; f++)
		for (int i = 0; model->tie[f].there && i < LINK_LEVELS * LINK_LEVELS; i++) {
			int at = i / LINK_LEVELS, level = i % LINK_LEVELS;

			if (!link_tie_tells(model, f, level, at))
				continue;
			grid_cell(m, &g, level_of(m, model, model->tie[f].with, at));
			grid_cell(m, &g, level_of(m, model, f, level));
			grid_cell(m, &g, text_number(m, model->tie[f].times[at][level], 2));
			grid_cell(m, &g, signed_bits(m, 1, model->tie[f].times[at][level]));
			grid_cell(m, &g, text_number(m, model->tie[f].support[at][level], 0));
		}
	return g;
}

static struct grid
overlap_grid(struct mem *m, const struct link_model *model)
{
	static const char *const head[] = {"Source", "And", "Times as many", "Bits", "Pairs of one person", NULL};
	struct grid g = grid_new(m, "overlap", "How sources overlap", 2, head);
	struct link_overlap_line line[LINK_OVERLAPS];
	int n = link_overlap_lines(model, line);

	for (int i = 0; i < n; i++) {
		grid_cell(m, &g, line[i].one ? line[i].one : "Another source");
		grid_cell(m, &g, line[i].other ? line[i].other : line[i].within ? "itself" : "any");
		grid_cell(m, &g, text_number(m, line[i].times, 2));
		grid_cell(m, &g, signed_bits(m, line[i].times, 1));
		grid_cell(m, &g, text_number(m, line[i].support, 0));
	}
	return g;
}

void
link_report_fields(struct mem *m, const struct link_run *run, struct link_report_view *v)
{
	const struct links *links = run->links;
	const struct link_model *model = &links->model;

	v->learned = mem_format(m, "Of all pairs that may meet, about %s are of one person, %s of twins, %s of siblings. For each field:"
	    " how likely each way of agreeing is where both records are one person’s, twins’, siblings’, or any two people’s; how many"
	    " bits it is worth against any two; and on how many pairs that agree so each chance rests. The rarity of a name counts besides.",
	    text_number(m, model->pairs[LINK_MATCH], 0), text_number(m, model->pairs[LINK_TWIN], 0),
	    text_number(m, model->pairs[LINK_SIBLING], 0));
	v->placeholders = placeholder_words(m, links);
	v->aliases = alias_words(m, run->plan);
	for (int f = 0; f < model->n_fields; f++)
		*push(m, &v->fields) = field_make(m, model, f);
	v->ties = ties_grid(m, model);
	v->overlap = overlap_grid(m, model);
	v->together = together_make(m, links);
}

/* ---- the truth ---------------------------------------------------------------------------------------------------- */

static void
score_cells(struct mem *m, struct grid *g, struct link_score s)
{
	grid_cell(m, g, text_number(m, link_precision(s), 4));
	grid_cell(m, g, text_number(m, link_recall(s), 4));
	grid_cell(m, g, text_number(m, link_f1(s), 4));
	grid_cell(m, g, text_count(m, (int64_t)(s.found - s.right)));
	grid_cell(m, g, text_count(m, (int64_t)(s.all - s.right)));
}

static void
bands_make(struct mem *m, const struct link_accuracy *a, struct grid *g)
{
	static const char *const head[] = {"Probability", "Pairs", "On average", "Share true", NULL};

	*g = grid_new(m, "bands", "Pairs by their probability", 1, head);
	for (int i = 0; i < a->n_bands; i++) {
		double n = (double)a->band[i].pairs;

		grid_cell(m, g, mem_format(m, "%.4g to %.4g", a->band[i].from, a->band[i].to));
		grid_cell(m, g, text_count(m, (int64_t)a->band[i].pairs));
		grid_cell(m, g, n > 0 ? text_number(m, a->band[i].sum / n, 4) : "no pairs");
		grid_cell(m, g, n > 0 ? text_number(m, (double)a->band[i].right / n, 4) : "no pairs");
	}
}

void
link_report_truth(struct mem *m, const struct link_accuracy *a, struct link_report_view *v)
{
	static const char *const whole[] = {"At the threshold", "Precision", "Recall", "F1", "Wrongly found", "Not found", NULL};
	static const char *const by[] = {"Probability", "Precision", "Recall", "F1", "Wrongly found", "Not found", NULL};
	const char *met = a->asked ? mem_format(m, " Blocking lets %s of them meet.", text_per_cent(m, 100 * (double)a->met /
	    (double)a->asked, 2)) : "";

	v->truth = mem_format(m, "%s true among the %s records whose truth is known; all of them count in the recall, compared or not.%s",
	    text_many(m, (int64_t)a->pairs.all, "pair is", "pairs are"), text_count(m, (int64_t)a->known), met);
	v->accuracy = grid_new(m, "accuracy", "How right the links are at the threshold", 1, whole);
	grid_cell(m, &v->accuracy, "Pairs that were linked");
	score_cells(m, &v->accuracy, a->pairs);
	grid_cell(m, &v->accuracy, "Pairs within clusters");
	score_cells(m, &v->accuracy, a->clusters);
	grid_cell(m, &v->accuracy, "People: all their records in one cluster, and nobody else\xe2\x80\x99s");
	score_cells(m, &v->accuracy, a->people);
	v->thresholds = grid_new(m, "thresholds", "Pairs at other thresholds", 1, by);
	for (int i = 0; i < a->n_at; i++) {
		grid_cell(m, &v->thresholds, mem_format(m, "%.4g or more", a->at[i].probability));
		score_cells(m, &v->thresholds, a->at[i].score);
	}
	bands_make(m, a, &v->bands);
}
