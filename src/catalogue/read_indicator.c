/* An indicator's file: what it measures, over which periods, and the query that gives its rows. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "catalogue/measure_words.h"
#include "catalogue/parts.h"
#include "catalogue/sql_text.h"

const char *const period_words[] = {
	[PERIOD_DAY] = "day", [PERIOD_MONTH] = "month", [PERIOD_QUARTER] = "quarter", [PERIOD_TERM] = "term",
	[PERIOD_CALENDAR_YEAR] = "calendar year", [PERIOD_FINANCIAL_YEAR] = "financial year",
	[PERIOD_ACADEMIC_YEAR] = "academic year", [PERIOD_ROLLING_12_MONTHS] = "rolling 12 months",
	[PERIOD_THREE_YEARS] = "three years", [PERIOD_WINTER] = "december to february", NULL,
};
const char *const measure_words[] = {
	[MEASURE_RATE] = "rate per", [MEASURE_PROPORTION] = "proportion", [MEASURE_MEAN] = "mean",
	[MEASURE_MEDIAN] = "median", [MEASURE_COUNT] = "count", [MEASURE_RATIO] = "ratio", NULL,
};
const char *const at_words[] = { [AT_PERIOD_END] = "period end", [DURING_PERIOD] = "during period", NULL };
const char *const polarity_words[] = {
	[POLARITY_NEITHER] = "neither", [POLARITY_HIGHER] = "higher", [POLARITY_LOWER] = "lower", NULL,
};
const char *const unit_words[] = {
	[UNIT_CHILD] = "child", [UNIT_WORKER] = "worker", [UNIT_ORG] = "org", [UNIT_PLACE] = "place",
	[UNIT_ROW] = "row", NULL,
};

const char *const life_stage_words[] = {
	"pre and post birth", "early years and primary", "secondary and transition", "vulnerability", NULL,
};

/* Groups of children, each the `yes` of the breakdown of that name. */
static const char *const among_words[] = {
	"free_school_meals", "looked_after", "care_leaver", "protection_plan", "in_need", "young_carer", "youth_justice",
	"home_educated", "sen_support", "ehc_plan", NULL,
};

struct raw_indicator {
	struct indicator i;
	const char *measure, *population;
	int at, better, unit;
	struct texts periods, hits;
	const struct node *small_numbers, *published;
};

#define AT(member) offsetof(struct raw_indicator, member)
static const struct key_rule indicator_rules[] = {
	{ "indicator", VALUE_NAME, AT(i.id), MUST, NULL },
	{ "title", VALUE_TEXT, AT(i.title), MUST, NULL },
	{ "about", VALUE_TEXT, AT(i.about), MAY, NULL },
	{ "topic", VALUE_NAME, AT(i.topic), MUST, NULL },
	{ "life_stage", VALUE_TEXT, AT(i.life_stage), MAY, life_stage_words },
	{ "source", VALUE_TEXT, AT(i.source), MAY, NULL },
	{ "caveat", VALUE_TEXT, AT(i.caveat), MAY, NULL },
	{ "domain", VALUE_TEXT, AT(i.domain), MAY, domain_words },
	{ "measure", VALUE_TEXT, AT(measure), MUST, NULL },
	{ "at", VALUE_CHOICE, AT(at), MAY, at_words },
	{ "better", VALUE_CHOICE, AT(better), MUST, polarity_words },
	{ "unit", VALUE_CHOICE, AT(unit), MAY, unit_words },
	{ "population", VALUE_TEXT, AT(population), MAY, NULL },
	{ "periods", VALUE_TEXTS, AT(periods), MUST, period_words },
	{ "rows", VALUE_TEXT, AT(i.rows), MAY, NULL },
	{ "reported", VALUE_YES_NO, AT(i.reported), MAY, NULL },
	{ "hits", VALUE_TEXTS, AT(hits), MAY, NULL },
	{ "among", VALUE_TEXT, AT(i.among), MAY, among_words },
	{ "monthly", VALUE_YES_NO, AT(i.monthly), MAY, NULL },
	{ "window", VALUE_YES_NO, AT(i.window), MAY, NULL },
	{ "accumulate", VALUE_TEXT, AT(i.accumulate), MAY, NULL },
	{ "target", VALUE_REAL, AT(i.target), MAY, NULL },
	{ "small_numbers", VALUE_MAP, AT(small_numbers), MAY, NULL },
	{ "published", VALUE_MAP, AT(published), MAY, NULL },
	{ 0 }
};
static const struct key_rule small_number_rules[] = {
	{ "under", VALUE_INT, AT(i.small_numbers_under), MUST, NULL },
	{ "round_to", VALUE_INT, AT(i.round_to), MAY, NULL },
	{ 0 }
};
#undef AT

/* ---- values with a grammar of their own ---------------------------------------------------------------------- */

/* "rate per 10000", "proportion", "ratio per 100", "mean" … A proportion is shown in per cent. */
static void
read_measure(struct reader *r, const struct node *node, struct indicator *i, const char *text)
{
	static const struct { const char *word; enum measure_kind kind; bool per, must; } forms[] = {
		{ "rate", MEASURE_RATE, true, true }, { "proportion", MEASURE_PROPORTION, false, false },
		{ "mean", MEASURE_MEAN, false, false }, { "median", MEASURE_MEDIAN, false, false },
		{ "count", MEASURE_COUNT, false, false }, { "ratio", MEASURE_RATIO, true, false },
	};
	struct view rest = view_of(text), word = view_cut(&rest, ' '), per = view_cut(&rest, ' ');

	for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
		if (!view_is(word, forms[f].word))
			continue;
		i->measure = forms[f].kind;
		i->per = i->measure == MEASURE_PROPORTION ? 100 : 1;
		if (per.n == 0 && !forms[f].must)
			return;
		if (view_is(per, "per") && forms[f].per && view_real(rest, &i->per) && i->per > 0)
			return;
	}
	reader_fault(r, node->line, "`measure: %s` should be rate per N, proportion, mean, median, count, ratio or ratio"
	    " per N", text);
}

/* "0-17", "15-17", "F 15-44", "16" */
static void
read_population(struct reader *r, const struct node *node, struct population_rule *p, const char *text)
{
	struct view rest = view_of(text), from;
	int64_t a, b;

	if (view_starts(rest, "F ") || view_starts(rest, "M ")) {
		p->sex = text[0];
		view_cut(&rest, ' ');
	}
	from = view_cut(&rest, '-');
	p->given = true;
	if (view_int(from, &a) && view_int(rest.n ? rest : from, &b) && a >= 0 && a <= b && b <= 120) {
		p->age_from = (int)a;
		p->age_to = (int)b;
		return;
	}
	reader_fault(r, node->line, "`population: %s` should be ages, as 0-17 or F 15-17", text);
}

/* "numerator / denominator >= 0.1" or "numerator >= 3": how rows fold to children before they are counted. */
static void
read_accumulate(struct reader *r, const struct node *node, struct indicator *i)
{
	static const char *const forms[] = { "numerator / denominator >= ", "numerator >= " };
	struct view text = view_of(i->accumulate);

	for (size_t f = 0; f < 2; f++) {
		size_t n = strlen(forms[f]);
		if (view_starts(text, forms[f]) && view_real((struct view){text.at + n, text.n - n}, &i->accumulate_least))
			return;
	}
	reader_fault(r, node->line, "`accumulate: %s` should be `%s` or `%s` and a number", i->accumulate, forms[0],
	    forms[1]);
}

void
read_periods(struct texts periods, bool by_period[PERIOD_COUNT], enum period_kind *main_period)
{
	for (size_t i = 0; i < periods.n; i++)
		by_period[word_index(periods.at[i], period_words)] = true;
	if (periods.n)
		*main_period = (enum period_kind)word_index(periods.at[0], period_words);
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

/* The line of the file on which line 0 of the SQL stands: under `rows: |`, or on the key's own line. */
static int
rows_line(const struct node *rows)
{
	return rows->line + (rows->quoted && strchr(rows->text, '\n') != NULL);
}

static void
check_rows(struct reader *r, const struct node *root, struct indicator *i)
{
	const struct node *node = yaml_get(root, "rows");
	struct sql_fault fault;

	if (!i->rows) {
		if (!i->n_published && !i->reported)
			reader_fault(r, root->line, "the indicator lacks the key `rows` (or `published`, or `reported: yes`)");
		return;
	}
	if (i->reported)
		reader_fault(r, node->line, "`reported: yes` is of a figure that no extract holds: leave it out, or leave out `rows`");
	i->rows_line = rows_line(node);
	if (!yaml_get(root, "at"))
		reader_fault(r, root->line, "the indicator lacks the key `at`: `period end` or `during period`");
	fault = sql_check(i->rows, r->c->mem);
	if (fault.word)
		reader_fault(r, i->rows_line + fault.line, "in `rows`, `%s` %s; use %s", fault.word, fault.because,
		    fault.instead);
	i->tables = sql_kinds(i->rows, r->c->mem);
	i->facts_alone = sql_reads_facts_alone(i->rows, r->c->mem);
	if (i->window && i->by_period[PERIOD_THREE_YEARS])
		reader_fault(r, root->line, "`periods` has `three years`, which pools years: `window: yes` asks of each period alone");
	if (i->n_hits && i->measure != MEASURE_PROPORTION)
		reader_fault(r, root->line, "`hits` needs `measure: proportion`");
	if (i->among && i->measure == MEASURE_RATE)
		reader_fault(r, root->line, "`among` needs a measure whose denominator is its own rows: a rate's is the population");
	if (i->monthly && i->unit != UNIT_ROW)
		reader_fault(r, root->line, "`monthly` needs `unit: row`: a child has a row in each month");
	if (i->measure == MEASURE_RATE && !i->population.given)
		reader_fault(r, root->line, "a rate lacks the key `population`");
}

void
read_indicator(struct reader *r, const struct node *root)
{
	struct raw_indicator raw = {.i = {.target = NAN}};
	struct indicator *i = &raw.i;

	i->file = r->file;
	i->line = root->line;
	(void)read_keys(r, root, "the indicator", indicator_rules, &raw);
	i->at = (enum measure_at)raw.at;
	i->better = (enum polarity)raw.better;
	i->unit = (enum measure_unit)raw.unit;
	i->hits = raw.hits.at;
	i->n_hits = raw.hits.n;
	if (i->id && strcmp(i->id, r->stem) != 0)
		reader_fault(r, root->line, "`indicator: %s` should be the file's name, `%s`", i->id, r->stem);
	if (raw.measure)
		read_measure(r, yaml_get(root, "measure"), i, raw.measure);
	if (raw.population)
		read_population(r, yaml_get(root, "population"), &i->population, raw.population);
	if (i->accumulate)
		read_accumulate(r, yaml_get(root, "accumulate"), i);
	if (raw.small_numbers)
		(void)read_keys(r, raw.small_numbers, "`small_numbers`", small_number_rules, &raw);
	if (raw.published)
		i->published = read_counterparts(r, raw.published, &i->n_published);
	read_periods(raw.periods, i->by_period, &i->main_period);
	check_rows(r, root, i);
	i->id = r->stem;
	r->k->indicator[r->k->n_indicators++] = *i;
}
