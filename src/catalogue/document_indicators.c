/* docs/indicators.md: how an indicator's file is written, and every indicator by stage of life. For the analyst who adds one
 * and the board member who asks what one is. */
#include "catalogue/document.h"

#include <string.h>

#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "catalogue/measure_words.h"

static const char opening[] =
	"# Indicators\n\n"
	"<!-- Made by `make docs` from catalogue/. Change the files there, not this one. -->\n\n"
	"Every measure is a file in `catalogue/indicators/`, or comes from a clock in `catalogue/clocks/`. An authority's own\n"
	"files (`--catalogue DIR`) add to them or take their place. `bairn catalogue check` tells what is wrong with a file.\n\n"
	"## The keys of a file\n\n"
	"Key | What it says\n"
	"---|---\n"
	"`indicator`, `title`, `topic` | the name (that of the file), what a reader calls it, the heading it stands under\n"
	"`life_stage` | `pre and post birth`, `early years and primary`, `secondary and transition` or `vulnerability`\n"
	"`about`, `source`, `caveat` | who is counted out of whom; where the figures come from; what to mind\n"
	"`measure` | `rate per N`, `proportion`, `ratio per N`, `mean`, `median` or `count`\n"
	"`better` | `higher`, `lower` or `neither`\n"
	"`population` | ages of a rate's people, and of those who are counted: `0-17`, `F 15-17`\n"
	"`at` | `period end` (rows with `since`, `until`) or `during period` (rows with `at`)\n"
	"`periods` | the kinds of period, the main one first: `month`, `quarter`, `term`, `financial year`, `academic year`,"
	" `calendar year`, `rolling 12 months`, `three years`, `december to february`\n"
	"`unit` | what counts once: `child` (if nothing is said), `row`, `worker`, `org`, `place`\n"
	"`hits` | the words of the query's column `word` that are a hit: `[U1, U2]`; other words are none, no word is not known."
	" Indicators that differ in this alone share one query\n"
	"`accumulate` | rows are added up for each child first: `numerator / denominator >= 0.1`, `numerator >= 1`\n"
	"`among` | only rows of children who are in a group on the day: `looked_after`, `in_need`, `protection_plan`,"
	" `care_leaver`, `sen_support`, `ehc_plan`, `free_school_meals`, `young_carer`, `youth_justice`, `home_educated`\n"
	"`monthly` | rows are snapshots, one a month; the figure of a longer period is that of its mean month\n"
	"`rows` | the query ([sql.md](sql.md)): `identity`, the days, and `hit`, `word`, `value` or `numerator` and `denominator`. Indicators"
	" with the same query share its rows, so it runs once\n"
	"`window` | `yes`: the query runs once for each period, with `:from` and `:to`\n"
	"`published` | the same measure as England publishes it ([published.md](published.md)): `lait`, `ees`, `fingertips`."
	" `lait_less` (in `ees`, `less`) is taken from the number, for a gap; `times` turns its unit into the measure's; an `ees`"
	" with `numerator` and `denominator` and no `value` is worked out from the two\n"
	"`reported` | `yes`: a person types the figures, with source, evidence and author ([typed.md](typed.md)); of a measure without `rows`\n"
	"`target`, `small_numbers` | what is aimed at; the fewest that may be shown, where that is stricter than the data owners'"
	" ([small_numbers.md](small_numbers.md))\n\n"
	"A file without `rows` is not measured here: it is published, or reported, or both.\n";

static void
put_unit(const struct indicator *k, FILE *out)
{
	if (k->measure == MEASURE_PROPORTION)
		fprintf(out, "%%");
	else if (k->measure == MEASURE_RATE || k->measure == MEASURE_RATIO)
		fprintf(out, "per %.0f", k->per);
	else
		fprintf(out, "%s", measure_words[k->measure]);
}

static void
put_origin(const struct indicator *k, FILE *out)
{
	const char *between = "";

	if (k->rows) {
		fprintf(out, "measured");
		between = ", ";
	}
	if (k->reported) {
		fprintf(out, "%sreported", between);
		between = ", ";
	}
	for (size_t i = 0; i < k->n_published; i++, between = ", ") {
		fprintf(out, "%s`%s`", between, k->published[i].value);
		if (k->published[i].less)
			fprintf(out, " less `%s`", k->published[i].less);
		else if (k->published[i].of_counts)
			fprintf(out, " of `%s`", k->published[i].denominator);
	}
}

static void
put_indicator(const struct indicator *k, FILE *out)
{
	document_cell(out, k->title);
	fprintf(out, "<br>`%s` | ", k->id);
	document_cell(out, k->about);
	fprintf(out, " | ");
	put_unit(k, out);
	fprintf(out, " | %s | %s | ", period_words[k->main_period], polarity_words[k->better]);
	put_origin(k, out);
	fputc('\n', out);
}

/* Those of a stage; NULL: those that belong to none. */
static void
put_stage(const struct catalogue *k, const char *stage, FILE *out)
{
	fprintf(out, "\nMeasure | What is counted | Unit | Main period | Better | Figures\n---|---|---|---|---|---\n");
	for (size_t i = 0; i < k->n_indicators; i++) {
		const char *own = k->indicator[i].life_stage;

		if (stage && own ? strcmp(stage, own) == 0 : stage == own)
			put_indicator(&k->indicator[i], out);
	}
}

void
document_indicators(const struct catalogue *k, FILE *out)
{
	fputs(opening, out);
	for (const char *const *stage = life_stage_words; *stage; stage++) {
		fprintf(out, "\n## %c%s\n", *stage[0] - 'a' + 'A', *stage + 1);
		put_stage(k, *stage, out);
	}
	fprintf(out, "\n## The data themselves\n");
	put_stage(k, NULL, out);
}
