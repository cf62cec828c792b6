/* The report of linking files: one page that needs nothing else, so that it can be kept, printed and sent. */
#include "people/link_report.h"

#include <math.h>
#include <string.h>

#include "web/asset.h"
#include "web/chart/histogram.h"

#define BIN 2                           /* of the engine's bins of one bit, so many make one column */
#define BINS 64

static const char *
count(struct mem *m, size_t n)
{
	return text_count(m, (int64_t)n);
}

/* ---- parts -------------------------------------------------------------------------------------------------------- */

static void
answer_make(struct mem *m, const struct link_run *run, struct link_report_view *v)
{
	const struct links *l = run->links;
	struct builder b = {.mem = m};
	size_t joined, review;

	link_count_pairs(l, &joined, &review);
	v->answer = mem_format(m, "%s of %s are %s. %s linked; %s for a person to look at.",
	    text_many(m, (int64_t)run->records->n, "record", NULL), text_many(m, (int64_t)run->records->source.n, "source", NULL),
	    text_many(m, (int64_t)l->n_clusters, "person", "people"), text_many(m, (int64_t)joined, "pair is", "pairs are"),
	    text_many(m, (int64_t)review, "pair waits", "pairs wait"));
	put_text(&b, run->files->n == 1 ? "The file: " : "The files: ");
	for (size_t i = 0; i < run->files->n; i++)
		put_format(&b, "%s%s (%s)", i ? ", " : "", run->files->item[i].name, text_many(m, (int64_t)run->files->item[i].rows,
		    "record", NULL));
	put_format(&b, ". Pairs of a probability of %.4g or more are linked, those of %.4g or more are to be reviewed.", l->model.join,
	    l->model.review);
	if (l->kept_apart)
		put_format(&b, " %s made, because the other records of the two clusters spoke against it.",
		    text_many(m, (int64_t)l->kept_apart, "link was not", "links were not"));
	if (l->conflicts)
		put_format(&b, " %s forbidden by sources without duplicates.", text_many(m, (int64_t)l->conflicts, "link was", "links were"));
	if (l->two_numbers)
		put_format(&b, " %s forbidden by two valid NHS numbers.", text_many(m, (int64_t)l->two_numbers, "link was", "links were"));
	v->files = built_text(&b);
}

static void
completeness_make(struct mem *m, const struct link_run *run, struct link_report_view *v)
{
	const char *head[LINK_FIELDS + 3] = {"Source", "Records"};
	const struct link_model *model = &run->links->model;

	for (int f = 0; f < model->n_fields; f++)
		head[f + 2] = link_field_words(m, &model->field[f]);
	v->completeness = grid_new(m, "completeness", "Known, in per cent of the source's records", 1, head);
	for (size_t i = 0; i < run->records->source.n; i++) {
		const struct link_source *s = &run->records->source.item[i];

		grid_cell(m, &v->completeness, s->name);
		grid_cell(m, &v->completeness, count(m, s->records));
		for (int f = 0; f < model->n_fields; f++)
			grid_cell(m, &v->completeness, text_number(m, 100 * (double)s->known[f] / (double)s->records, 1));
	}
}

static void
rules_make(struct mem *m, const struct link_run *run, struct link_report_view *v)
{
	static const char *const head[] = {"Records that have the same …", "Records", "Pairs", "Largest block", "Blocks split",
	    "Pairs left apart", NULL};
	const struct links *l = run->links;
	double all = (double)run->records->n * ((double)run->records->n - 1) / 2;

	v->compared = mem_format(m, "%s compared, of %s that there are: those that have at least one of these in common. A pair counts"
	    " for the first rule under which it meets. Blocks with very many records are split, and what splitting leaves apart"
	    " another rule may still bring together.", text_many(m, (int64_t)l->pairs, "pair was", "pairs were"),
	    text_number(m, all, 0));
	v->rules = grid_new(m, "rules", "Pairs compared, by blocking rule", 1, head);
	for (int i = 0; i < l->model.n_rules; i++) {
		const struct link_rule_told *t = &l->rule[i];
		const size_t cells[] = {t->keyed, t->pairs, t->largest, t->split, t->lost};

		grid_cell(m, &v->rules, link_rule_words(m, &l->model, &l->model.rule[i]));
		for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
			grid_cell(m, &v->rules, count(m, cells[k]));
	}
}

static double
bits_of(double probability)
{
	return log2(probability / (1 - probability));
}

/* From the first bin that holds a pair to the last. */
static void
weights_make(struct mem *m, const struct link_run *run, struct link_report_view *v)
{
	static const char *const head[] = {"Weight in bits", "Probability at its middle", "Pairs", NULL};
	double *counts = mem_new_array(m, double, BINS / BIN);
	size_t first = BINS / BIN, last = 0;
	struct histogram_chart chart = {.words = {.id = "weights", .title = "Compared pairs by weight",
	    .subtitle = "0 bits are even odds; each grid line is ten times the one below", .source = "This run of bairn link"},
	    .axis_name = "Weight in bits", .width = BIN, .mark = NAN};

	for (size_t i = 0; i < BINS; i++)
		counts[i / BIN] += (double)run->links->histogram[i];
	for (size_t i = 0; i < BINS / BIN; i++)
		if (counts[i] > 0) {
			first = i < first ? i : first;
			last = i + 1;
		}
	v->weights = grid_new(m, "weights-table", "Compared pairs by weight", 1, head);
	for (size_t i = first; i < last; i++) {
		int from = (int)i * BIN - BINS / 2;

		grid_cell(m, &v->weights, i == 0 ? mem_format(m, "below %s", text_number(m, from + BIN, 0)) : i + 1 == BINS / BIN ?
		    mem_format(m, "%d or more", from) : text_range(m, from, from + BIN, 0));
		grid_cell(m, &v->weights, link_probability_words(m, 1 / (1 + exp2(-(from + BIN / 2.0)))));
		grid_cell(m, &v->weights, text_number(m, counts[i], 0));
	}
	if (first >= last)
		return;
	chart.n = last - first;
	chart.count = counts + first;
	chart.from = (double)first * BIN - BINS / 2;
	if (bits_of(run->links->model.join) >= chart.from && bits_of(run->links->model.join) <= chart.from + (double)chart.n * BIN) {
		chart.mark = bits_of(run->links->model.join);
		chart.mark_name = "linked from here";
	}
	v->histogram = chart_histogram(m, &chart);
}

static void
time_make(struct mem *m, const struct link_run *run, struct link_report_view *v)
{
	static const char *const head[] = {"Step", "Seconds", NULL};
	static const char *const steps[] = {"Blocking", "Training", "Comparing", "Clustering"};

	v->memory = grid_new(m, "time", "Seconds by the clock", 1, head);
	grid_cell(m, &v->memory, "Reading");
	grid_cell(m, &v->memory, text_number(m, run->seconds_reading, 2));
	for (int i = 0; i < 4; i++) {
		grid_cell(m, &v->memory, steps[i]);
		grid_cell(m, &v->memory, text_number(m, run->links->seconds[i], 2));
	}
	grid_cell(m, &v->memory, "All, until this page was written");
	grid_cell(m, &v->memory, text_number(m, run->seconds, 2));
	v->model = mem_format(m, "%s MB of memory were stated before, %s were used at most. The model: %s%s.",
	    text_number(m, ceil((double)run->stated / 1e6), 0), text_number(m, ceil((double)run->peak / 1e6), 0), run->plan->name,
	    run->plan->file ? "" : ", from the names and values of the columns");
}

/* ---- the page ----------------------------------------------------------------------------------------------------- */

static const char *
style_sheet(void)
{
	for (const struct embedded *e = embedded_assets; e->path; e++)
		if (strcmp(e->path, "assets/bairn.css") == 0)
			return (const char *)e->bytes;
	return "";
}

static void
page_write(const struct page *p, FILE *to)
{
	fprintf(to, "<!DOCTYPE html>\n<html lang=\"en-GB\" class=\"govuk-template\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s – Bairn"
	    "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\""
	    " content=\"noindex\">\n<style>", p->title);
	fputs(style_sheet(), to);
	fprintf(to, "</style>\n</head>\n<body class=\"govuk-template__body\">\n<header class=\"bairn-header\">\n<div"
	    " class=\"govuk-width-container bairn-header__row\"><span class=\"bairn-header__name\">Bairn</span></div>\n"
	    "<div class=\"bairn-header__reader\"></div>\n</header>\n<div class=\"govuk-width-container\">\n<main"
	    " class=\"govuk-main-wrapper\" id=\"main\">\n");
	fwrite(p->out.at, 1, p->out.n, to);
	fprintf(to, "</main>\n</div>\n<footer class=\"bairn-footer\">\n<div class=\"govuk-width-container\">\n<p>Made by bairn link, free"
	    " software under the GNU General Public License, version 3 or later.</p>\n</div>\n</footer>\n</body>\n</html>\n");
}

enum err
link_report_write(struct ctx *c, const struct link_run *run, FILE *to)
{
	struct link_report_view v = {0};
	struct page p = {.mem = c->mem, .out = {.mem = c->mem}};

	answer_make(c->mem, run, &v);
	completeness_make(c->mem, run, &v);
	rules_make(c->mem, run, &v);
	weights_make(c->mem, run, &v);
	link_report_fields(c->mem, run, &v);
	if (run->accuracy)
		link_report_truth(c->mem, run->accuracy, &v);
	TRY(link_report_pairs(c, run, &v));
	time_make(c->mem, run, &v);
	link_report_template(&p, &v);
	page_write(&p, to);
	return OK;
}
