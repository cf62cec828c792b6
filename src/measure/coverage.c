/* Which days are covered by what was imported.
 *
 * A file that covers a school term covers the whole of the term's period, holidays and all, and an academic year all of
 * its twelve months: no more will be said of them.
 */
#include "measure/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "measure/people.h"
#include "store/store.h"

struct spans LIST(struct period);

static int
by_first_day(const void *a, const void *b)
{
	const struct period *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

/* Joins stretches that meet or overlap. */
static void
spans_merge(struct spans *s)
{
	size_t n = 0;

	if (s->n)
		qsort(s->item, s->n, sizeof s->item[0], by_first_day);
	for (size_t i = 0; i < s->n; i++)
		if (n > 0 && s->item[i].from <= s->item[n - 1].to + 1) {
			if (s->item[i].to > s->item[n - 1].to)
				s->item[n - 1].to = s->item[i].to;
		} else
			s->item[n++] = s->item[i];
	s->n = n;
}

/* The last day of the term's period that a day is in or in the holiday after: the holiday may reach some days into the next
 * period, which begins with the year or with Easter. Without the school's own terms, of the period that holds the day. */
static int32_t
term_last_day(const struct catalogue *k, int32_t day)
{
	int32_t inside = day;

	for (size_t i = 0; i < k->n_terms && k->term[i].from <= day; i++)
		if (i + 1 == k->n_terms ? day <= k->term[i].until : day < k->term[i + 1].from)
			inside = k->term[i].from + (k->term[i].until - k->term[i].from) / 2;
	return period_holding(PERIOD_TERM, PERIOD_ACADEMIC_YEAR, inside).to;
}

static struct period
whole_school_period(const struct catalogue *k, const struct dataset *d, struct period p)
{
	if (!d->covers || p.from == DAY_MIN)
		return p;
	if (strcmp(d->covers, "term") == 0)
		return (struct period){period_holding(PERIOD_TERM, PERIOD_ACADEMIC_YEAR, p.from).from, term_last_day(k, p.to)};
	if (strcmp(d->covers, "academic year") == 0)
		return (struct period){period_holding(PERIOD_ACADEMIC_YEAR, PERIOD_ACADEMIC_YEAR, p.from).from,
		    period_holding(PERIOD_ACADEMIC_YEAR, PERIOD_ACADEMIC_YEAR, p.to).to};
	return p;
}

static bool
writes_facts(const struct dataset *d)
{
	for (size_t i = 0; i < d->n_record; i++)
		for (size_t k = 0; k < d->record[i].n_write; k++)
			if (d->record[i].write[k].target == TARGET_EPISODE || d->record[i].write[k].target == TARGET_EVENT ||
			    d->record[i].write[k].target == TARGET_RUN)
				return true;
	return false;
}

static void
widen(struct coverage *out, const struct supplied *s)
{
	if (s->n == 0)
		return;
	if (s->span[0].from != DAY_MIN && (out->first == DAY_NONE || s->span[0].from < out->first))
		out->first = s->span[0].from;
	if (out->last == DAY_NONE || s->span[s->n - 1].to > out->last)
		out->last = s->span[s->n - 1].to;
}

/* A file of everything says from 1900 or nothing; and no file knows what came after it was made, nor
 * what is yet to come. */
static enum err
read_spans(struct ctx *c, struct mem *m, const struct dataset *d, struct spans *spans)
{
	const int32_t long_ago = day_of(1900, 1, 1), today = day_today();
	struct rows *r = store_read(c, "select covers_from, covers_until, as_at from batch where dataset = :dataset");

	bind_text(r, "dataset", d->name);
	while (rows_next(r)) {
		int32_t from = col_day(r, 0), until = col_day(r, 1), as_at = col_day(r, 2);

		struct period p = whole_school_period(c->catalogue, d, (struct period){
		    from == DAY_NONE || from <= long_ago ? DAY_MIN : from,
		    until == DAY_NONE || until > as_at ? as_at : until,
		});

		p.to = p.to < today ? p.to : today;
		*push(m, spans) = p;
	}
	spans_merge(spans);
	return rows_end(r);
}

enum err
coverage_load(struct ctx *c, struct mem *m, struct coverage *out)
{
	*out = (struct coverage){
	    .item = mem_new_array(m, struct supplied, c->catalogue->n_datasets + 1), .first = DAY_NONE, .last = DAY_NONE,
	};
	for (size_t i = 0; i < c->catalogue->n_datasets; i++) {
		const struct dataset *d = &c->catalogue->dataset[i];
		struct spans spans = {0};

		if (!writes_facts(d))
			continue;
		TRY(read_spans(c, m, d, &spans));
		out->item[out->n] = (struct supplied){d->name, spans.item, spans.n};
		widen(out, &out->item[out->n++]);
	}
	return OK;
}

/* Whether a write of a data set may write a kind. One whose kind stands in a column may write any code of its list. */
static bool
may_write(const struct record *record, const struct write *w, const char *kind)
{
	const struct field *f;

	if (w->target != TARGET_EPISODE && w->target != TARGET_EVENT && w->target != TARGET_RUN)
		return false;
	if (w->kind_field < 0)
		return w->kind && strcmp(w->kind, kind) == 0;
	f = &record->field[w->kind_field];
	return !f->codes || code_label(f->codes, view_of(kind)) != NULL;
}

bool
dataset_writes(const struct dataset *d, const char *kind)
{
	for (size_t i = 0; i < d->n_record; i++)
		for (size_t k = 0; k < d->record[i].n_write; k++)
			if (may_write(&d->record[i], &d->record[i].write[k], kind))
				return true;
	return false;
}

void
basis_of(struct mem *m, const struct coverage *coverage, const struct catalogue *catalogue, const struct indicator *k,
    struct basis *out)
{
	size_t n = 0;

	while (k->tables && k->tables[n])
		n++;
	*out = (struct basis){.kind = mem_new_array(m, struct supplied, n + 1), .n = n, .last = coverage->last};
	for (size_t i = 0; i < n; i++) {
		struct spans spans = {0};

		for (size_t j = 0; j < coverage->n; j++)
			if (dataset_writes(catalogue_dataset(catalogue, coverage->item[j].dataset), k->tables[i]))
				for (size_t s = 0; s < coverage->item[j].n; s++)
					*push(m, &spans) = coverage->item[j].span[s];
		spans_merge(&spans);
		out->kind[i] = (struct supplied){k->tables[i], spans.item, spans.n};
		if (spans.n == 0)
			out->last = DAY_NONE;
		else if (out->last != DAY_NONE && spans.item[spans.n - 1].to < out->last)
			out->last = spans.item[spans.n - 1].to;
	}
}

static enum supply
kind_supplies(const struct supplied *s, enum measure_at at, struct period p, int32_t first_row)
{
	for (size_t i = 0; i < s->n; i++) {
		struct period span = s->span[i];

		if (span.from == DAY_MIN && first_row != DAY_NONE)
			span.from = first_row;
		if (at == AT_PERIOD_END && span.from <= p.to && p.to <= span.to)
			return SUPPLY_WHOLE;
		if (at == AT_PERIOD_END || p.from > span.to || p.to < span.from)
			continue;
		return span.from <= p.from && p.to <= span.to ? SUPPLY_WHOLE : SUPPLY_PART;
	}
	return SUPPLY_NONE;
}

enum supply
basis_supplies(const struct basis *b, enum measure_at at, struct period p, int32_t first_row)
{
	enum supply least = SUPPLY_WHOLE;

	/* The list of what to fix has no file behind it: nothing is known of the days before its first entry. */
	if (b->n == 0 && first_row != DAY_NONE && p.to < first_row)
		return SUPPLY_NONE;
	for (size_t i = 0; i < b->n; i++) {
		enum supply s = kind_supplies(&b->kind[i], at, p, first_row);

		least = s < least ? s : least;
	}
	return least;
}
