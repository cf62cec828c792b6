/* Tells what stands behind the figures. */
#include "measure/indicator_about.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/coverage.h"
#include "measure/people.h"
#include "measure/sources.h"
#include "store/store.h"

/* ---- definition ------------------------------------------------------------------------------------------------------- */

static void
term(struct mem *m, struct indicator_view *v, const char *name, const char *words)
{
	if (words && *words)
		*push(m, &v->definition) = (struct term_row){name, words};
}

static const char *
population_words(struct mem *m, const struct population_rule *rule)
{
	const char *sex = rule->sex == 'F' ? "Girls and young women" : rule->sex == 'M' ? "Boys and young men" :
	    "Children and young people";

	return rule->given ? mem_format(m, "%s aged %d to %d", sex, rule->age_from, rule->age_to) : NULL;
}

static const char *
small_numbers_words(struct mem *m, const struct indicator *k)
{
	if (k->small_numbers_under < 2)
		return NULL;
	return mem_format(m, "c means hidden: counts of 1 to %d are not shown, nor what would tell them. Not supplied, not known and none are three different"
	    " things; none is shown as 0.%s", (int)k->small_numbers_under - 1, k->round_to < 2 ? "" : mem_format(m, " Other counts are"
	    " rounded to the nearest %d, as their owner asks, and the figures are worked out from the rounded counts.",
	    (int)k->round_to));
}

static const char *
periods_words(struct mem *m, const struct indicator *k)
{
	struct builder b = {.mem = m};

	for (int i = 0; i < PERIOD_COUNT; i++)
		if (k->by_period[i])
			put_format(&b, "%s%s", b.n ? ", " : "", period_kind_name((enum period_kind)i));
	return b.n ? built_text(&b) : NULL;
}

static void
fill_definition(const struct about_page *about, struct indicator_view *v)
{
	static const char *const better[] = {
		[POLARITY_NEITHER] = "Neither more nor less", [POLARITY_HIGHER] = "More", [POLARITY_LOWER] = "Less",
	};
	struct mem *m = about->c->mem;
	const struct indicator *k = about->k;

	term(m, v, "Unit", about_unit_head(about));
	term(m, v, "What is better", better[k ? k->better : about->p->better]);
	if (k) {
		if (k->rows)
			term(m, v, "Counted", k->at == AT_PERIOD_END ? "On the last day of the period" : "During the period");
		term(m, v, "Population", population_words(m, &k->population));
		term(m, v, "Periods", periods_words(m, k));
		if (!isnan(k->target))
			term(m, v, "Target", about_value_with_unit(about, k->target));
		v->about = k->about;
		v->caveat = k->caveat;
		v->small_numbers = k->rows || k->reported ? small_numbers_words(m, k) : NULL;
		v->query = k->rows;
		v->source = k->source;
	}
	for (size_t i = 0; about->p && i < about->p->n_source; i++)
		term(m, v, i ? "Else published as" : "Published as", about->p->source[i].value);
}

/* ---- files -------------------------------------------------------------------------------------------------------------- */

/* The newest file that gave numbers of each published source. */
static enum err
fill_published_files(const struct about_page *about, struct indicator_view *v)
{
	struct mem *m = about->c->mem;

	for (size_t i = 0; i < about->p->n_source; i++) {
		struct rows *r = store_read(about->c, "select b.id, b.dataset, b.file, b.as_at, n.rows from batch b join (select batch,"
		    " count(*) as rows from observation where indicator = :indicator and basis = 'published' group by batch) n"
		    " on n.batch = b.id order by b.as_at desc, b.id desc");

		bind_text(r, "indicator", about->p->source[i].value);
		while (rows_next(r)) {
			const struct dataset *d = catalogue_dataset(about->c->catalogue, col_text(r, 1, m));

			*push(m, &v->sources) = (struct source_row){
			    .title = d ? d->title : col_text(r, 1, m), .agency = "Published", .as_at = day_words(m, col_day(r, 3)),
			    .kind = col_text(r, 2, m), .rows = text_count(m, col_int(r, 4)),
			    .link = url_make(m, "/imports/{}", mem_format(m, "%lld", (long long)col_id(r, 0))),
			};
		}
		TRY(rows_end(r));
	}
	return OK;
}

static enum err
fill_own_files(const struct about_page *about, struct indicator_view *v)
{
	struct mem *m = about->c->mem;
	const struct indicator *k = about->k;
	struct sources list = {0};

	TRY(sources_of(about->c, k, &list));
	if (list.n)
		v->newest = mem_format(m, list.item[0].annual ? "The newest source is an annual return, as at %s." :
		    "The newest source is as at %s.", day_words(m, list.item[0].as_at));
	for (size_t i = 0; i < list.n && k->tables; i++)
		*push(m, &v->sources) = (struct source_row){
		    .title = list.item[i].title, .agency = text_of_code(m, list.item[i].agency),
		    .as_at = day_words(m, list.item[i].as_at), .kind = list.item[i].annual ? "Annual return" : "", .rows = "",
		    .link = url_make(m, "/imports/{}", mem_format(m, "%lld", (long long)list.item[i].batch)),
		};
	return OK;
}

/* ---- coverage ----------------------------------------------------------------------------------------------------------- */

static const char *
spans_words(struct mem *m, const struct supplied *s)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < s->n; i++)
		put_format(&b, "%s%s to %s", i ? "; " : "", s->span[i].from == DAY_MIN ? "from the first row" :
		    day_words(m, s->span[i].from), day_words(m, s->span[i].to));
	return s->n ? built_text(&b) : "no file yet";
}

/* Which days the files speak of, for each kind of record that the query reads. */
static enum err
fill_coverage(const struct about_page *about, struct indicator_view *v)
{
	struct mem *m = about->c->mem;
	struct coverage coverage;
	struct basis basis;

	if (!about->k->rows || !about->k->tables)
		return OK;
	TRY(coverage_load(about->c, m, &coverage));
	basis_of(m, &coverage, about->c->catalogue, about->k, &basis);
	for (size_t i = 0; i < basis.n; i++)
		*push(m, &v->coverage) = (struct term_row){text_of_code(m, basis.kind[i].dataset), spans_words(m, &basis.kind[i])};
	return OK;
}

enum err
fill_about(const struct about_page *about, struct indicator_view *v)
{
	fill_definition(about, v);
	if (about->k)
		TRY(fill_own_files(about, v));
	if (about->p)
		TRY(fill_published_files(about, v));
	return about->k ? fill_coverage(about, v) : OK;
}
