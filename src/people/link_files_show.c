/* The summary of a run on files: tables for people, one list of figures for programs. */
#include <math.h>
#include <string.h>

#include "base/table.h"
#include "people/link_files.h"

struct figure {
	const char *part, *name;
	double value;
	int decimals;
};
struct figures LIST(struct figure);

static double
or_else(double x, double otherwise)
{
	return x > 0 ? x : otherwise;
}

void
link_count_pairs(const struct links *links, size_t *joined, size_t *review)
{
	double join = or_else(links->model.join, LINK_JOIN), bits = log2(join / (1 - join));

	*joined = 0;
	for (size_t i = 0; i < links->n_edges; i++)
		*joined += (double)links->edge[i].weight >= bits;
	*review = links->n_edges - *joined;
}

/* ---- figures ------------------------------------------------------------------------------------------------------ */

static void
add(struct ctx *c, struct figures *f, const char *part, const char *name, double value, int decimals)
{
	*push(c->mem, f) = (struct figure){part, name, value, decimals};
}

static void
figures_of_run(struct ctx *c, const struct link_run *run, struct figures *f)
{
	static const char *const steps[] = {"seconds blocking", "seconds training", "seconds comparing", "seconds clustering"};
	const struct links *l = run->links;
	size_t joined, review;

	link_count_pairs(l, &joined, &review);
	add(c, f, "run", "records", (double)run->records->n, 0);
	add(c, f, "run", "sources", (double)run->records->source.n, 0);
	add(c, f, "run", "pairs compared", (double)l->pairs, 0);
	add(c, f, "run", mem_format(c->mem, "links (probability %.4g or more)", or_else(l->model.join, LINK_JOIN)), (double)joined, 0);
	add(c, f, "run", mem_format(c->mem, "pairs to review (%.4g or more)", or_else(l->model.review, LINK_REVIEW)), (double)review, 0);
	add(c, f, "run", "clusters", (double)l->n_clusters, 0);
	add(c, f, "run", "joins that the rest of two clusters spoke against", (double)l->kept_apart, 0);
	add(c, f, "run", "joins that sources without duplicates forbade", (double)l->conflicts, 0);
	add(c, f, "run", "joins that two valid NHS numbers forbade", (double)l->two_numbers, 0);
	add(c, f, "run", "given names that stand for none", (double)l->n_placeholders, 0);
	if (run->records->postcodes) {
		add(c, f, "run", "different postcodes", (double)run->records->postcodes, 0);
		add(c, f, "run", "different postcodes whose place is known", (double)run->records->placed, 0);
	}
	add(c, f, "run", "seconds reading", run->seconds_reading, 2);
	for (int i = 0; i < 4; i++)
		add(c, f, "run", steps[i], l->seconds[i], 2);
	add(c, f, "run", "seconds in all", run->seconds, 2);
	add(c, f, "run", "MB of memory stated before", ceil((double)run->stated / 1e6), 0);
	add(c, f, "run", "MB of memory at most", ceil((double)run->peak / 1e6), 0);
}

static void
figures_of_rules(struct ctx *c, const struct links *l, struct figures *f)
{
	for (int i = 0; i < l->model.n_rules; i++) {
		const char *part = mem_format(c->mem, "rule: %s", link_rule_words(c->mem, &l->model, &l->model.rule[i]));
		const struct link_rule_told *t = &l->rule[i];

		add(c, f, part, "records", (double)t->keyed, 0);
		add(c, f, part, "pairs", (double)t->pairs, 0);
		add(c, f, part, "largest block", (double)t->largest, 0);
		add(c, f, part, "blocks split", (double)t->split, 0);
		add(c, f, part, "pairs left apart", (double)t->lost, 0);
	}
}

/* What each way of agreeing was found to be in each class, and on how many pairs that have it the chance rests. */
static void
figures_of_model(struct ctx *c, const struct link_model *m, struct figures *f)
{
	for (int field = 0; field < m->n_fields; field++)
		for (int level = 1; level < link_field_levels(m, field); level++) {
			const char *part = mem_format(c->mem, "learned: %s: %s", m->field[field].name, link_field_level(m, field, level));

			for (int k = 0; k < LINK_CLASSES; k++) {
				const char *of = link_class_name((enum link_class)k);

				add(c, f, part, mem_format(c->mem, "chance: %s", of), m->chance[k][field][level], 9);
				add(c, f, part, mem_format(c->mem, "pairs it rests on: %s", of), m->support[k][field][level], 1);
			}
		}
}

static void
figures_of_score(struct ctx *c, struct figures *f, const char *part, struct link_score s)
{
	add(c, f, part, "precision", link_precision(s), 4);
	add(c, f, part, "recall", link_recall(s), 4);
	add(c, f, part, "F1", link_f1(s), 4);
}

static void
figures_of_accuracy(struct ctx *c, const struct link_accuracy *a, struct figures *f)
{
	add(c, f, "accuracy", "records whose truth is known", (double)a->known, 0);
	add(c, f, "accuracy", "true pairs", (double)a->pairs.all, 0);
	figures_of_score(c, f, "accuracy of pairs", a->pairs);
	figures_of_score(c, f, "accuracy of clusters", a->clusters);
	figures_of_score(c, f, "accuracy of people", a->people);
	if (a->asked)
		add(c, f, "accuracy", "true pairs that blocking lets meet", (double)a->met / (double)a->asked, 4);
	for (int i = 0; i < a->n_at; i++)
		figures_of_score(c, f, mem_format(c->mem, "pairs of probability %.4g or more", a->at[i].probability), a->at[i].score);
	for (int i = 0; i < a->n_bands; i++) {
		const char *part = mem_format(c->mem, "probability %.4g to %.4g", a->band[i].from, a->band[i].to);

		add(c, f, part, "pairs", (double)a->band[i].pairs, 0);
		add(c, f, part, "mean probability", a->band[i].pairs ? a->band[i].sum / (double)a->band[i].pairs : NAN, 4);
		add(c, f, part, "share true", a->band[i].pairs ? (double)a->band[i].right / (double)a->band[i].pairs : NAN, 4);
	}
}

/* ---- for people --------------------------------------------------------------------------------------------------- */

static enum err
run_print(struct ctx *c, const struct figures *f, FILE *out)
{
	static const struct table_column columns[] = {{"Figure", false}, {"Value", true}};
	struct table *t = table_new(c->mem, columns, 2);

	for (size_t i = 0; i < f->n; i++) {
		table_cell_text(t, f->item[i].name);
		table_cell_real(t, f->item[i].value, f->item[i].decimals);
	}
	return table_print(c, t, "table", out);
}

static enum err
rules_print(struct ctx *c, const struct links *l, FILE *out)
{
	static const struct table_column columns[] = {
		{"Blocking rule", false}, {"Records", true}, {"Pairs", true}, {"Largest block", true}, {"Blocks split", true},
		{"Pairs left apart", true},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);

	for (int i = 0; i < l->model.n_rules; i++) {
		const struct link_rule_told *r = &l->rule[i];
		const size_t cells[] = {r->keyed, r->pairs, r->largest, r->split, r->lost};

		table_cell_text(t, link_rule_words(c->mem, &l->model, &l->model.rule[i]));
		for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
			table_cell_int(t, (int64_t)cells[k]);
	}
	fputc('\n', out);
	return table_print(c, t, "table", out);
}

static void
score_cells(struct table *t, struct link_score s)
{
	table_cell_real(t, link_precision(s), 4);
	table_cell_real(t, link_recall(s), 4);
	table_cell_real(t, link_f1(s), 4);
}

static enum err
accuracy_print(struct ctx *c, const struct link_accuracy *a, FILE *out)
{
	static const struct table_column columns[] = {
		{"Against the truth", false}, {"Precision", true}, {"Recall", true}, {"F1", true},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);

	table_cell_text(t, "pairs, at the threshold to join");
	score_cells(t, a->pairs);
	table_cell_text(t, "pairs within clusters");
	score_cells(t, a->clusters);
	table_cell_text(t, "people, whole and with nobody else");
	score_cells(t, a->people);
	for (int i = 0; i < a->n_at; i++) {
		table_cell_text(t, mem_format(c->mem, "pairs of probability %.4g or more", a->at[i].probability));
		score_cells(t, a->at[i].score);
	}
	fputc('\n', out);
	TRY(table_print(c, t, "table", out));
	fprintf(out, "\n%llu pairs are true among the %zu records whose truth is known", (unsigned long long)a->pairs.all, a->known);
	if (a->asked)
		fprintf(out, "; blocking lets %.4f of them meet", (double)a->met / (double)a->asked);
	fprintf(out, ".\n");
	return OK;
}

static enum err
bands_print(struct ctx *c, const struct link_accuracy *a, FILE *out)
{
	static const struct table_column columns[] = {
		{"Probability", false}, {"Pairs", true}, {"On average", true}, {"Share true", true},
	};
	struct table *t = table_new(c->mem, columns, sizeof columns / sizeof *columns);

	for (int i = 0; i < a->n_bands; i++) {
		double n = (double)a->band[i].pairs;

		table_cell_text(t, mem_format(c->mem, "%.4g to %.4g", a->band[i].from, a->band[i].to));
		table_cell_int(t, (int64_t)a->band[i].pairs);
		table_cell_real(t, n > 0 ? a->band[i].sum / n : NAN, 4);
		table_cell_real(t, n > 0 ? (double)a->band[i].right / n : NAN, 4);
	}
	fputc('\n', out);
	return table_print(c, t, "table", out);
}

enum err
link_files_show(struct ctx *c, const struct link_run *run, const char *format, FILE *out)
{
	static const struct table_column columns[] = {{"Part", false}, {"Figure", false}, {"Value", true}};
	struct table *t = table_new(c->mem, columns, 3);
	struct figures f = {0};

	figures_of_run(c, run, &f);
	if (strcmp(format, "table") == 0) {
		TRY(run_print(c, &f, out));
		TRY(rules_print(c, run->links, out));
		if (!run->accuracy)
			return OK;
		TRY(accuracy_print(c, run->accuracy, out));
		return bands_print(c, run->accuracy, out);
	}
	figures_of_rules(c, run->links, &f);
	figures_of_model(c, &run->links->model, &f);
	if (run->accuracy)
		figures_of_accuracy(c, run->accuracy, &f);
	for (size_t i = 0; i < f.n; i++) {
		table_cell_text(t, f.item[i].part);
		table_cell_text(t, f.item[i].name);
		table_cell_real(t, f.item[i].value, f.item[i].decimals);
	}
	return table_print(c, t, format, out);
}
