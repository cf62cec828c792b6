/* Calendars: a run of days with those that are closed (bank holidays), or with the terms outside which all are closed.
 *
 *     calendar: working                       calendar: school
 *     first: 2010-01-01                       closed_as: working
 *     last: 2030-12-31                        terms:
 *     closed:                                   - {year: 2024, term: autumn, from: 2024-09-02, until: 2024-12-20,
 *       2010-01-01: New Year's Day                 half_term: [2024-10-28, 2024-11-01]}
 */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/parts.h"

static const char *const term_words[] = { "autumn", "spring", "summer", NULL };

struct raw_calendar {
	const char *name, *title, *source, *closed_as;
	int32_t first, last;
	const struct node *closed, *terms;
};

#define AT(member) offsetof(struct raw_calendar, member)
static const struct key_rule calendar_rules[] = {
	{ "calendar", VALUE_NAME, AT(name), MUST, NULL },
	{ "title", VALUE_TEXT, AT(title), MUST, NULL },
	{ "source", VALUE_TEXT, AT(source), MAY, NULL },
	{ "first", VALUE_DAY, AT(first), MUST, NULL },
	{ "last", VALUE_DAY, AT(last), MUST, NULL },
	{ "closed", VALUE_MAP, AT(closed), MAY, NULL },
	{ "closed_as", VALUE_NAME, AT(closed_as), MAY, NULL },
	{ "terms", VALUE_LIST, AT(terms), MAY, NULL },
	{ 0 }
};
#undef AT

struct raw_term {
	struct term term;
	int64_t year;
	struct texts half_term;
};

#define AT(member) offsetof(struct raw_term, member)
static const struct key_rule term_rules[] = {
	{ "year", VALUE_INT, AT(year), MUST, NULL },
	{ "term", VALUE_TEXT, AT(term.name), MUST, term_words },
	{ "from", VALUE_DAY, AT(term.from), MUST, NULL },
	{ "until", VALUE_DAY, AT(term.until), MUST, NULL },
	{ "half_term", VALUE_TEXTS, AT(half_term), MAY, NULL },
	{ 0 }
};
#undef AT

struct days LIST(int32_t);

/* ---- closed days -------------------------------------------------------------------------------------------- */

static void
read_closed(struct reader *r, const struct raw_calendar *raw, struct days *days)
{
	static const struct key_rule day_rule = { "closed", VALUE_DAY, 0, MUST, NULL };

	yaml_each(node, raw->closed) {
		struct node key = {.kind = NODE_TEXT, .line = node->line, .text = node->key};
		int32_t day;
		if (!read_value(r, &key, "closed", &day_rule, &day))
			continue;
		if (day < raw->first || day > raw->last)
			reader_fault(r, node->line, "`%s` is outside the calendar", node->key);
		else if (day_weekday(day) > 4)
			reader_fault(r, node->line, "`%s` is a Saturday or Sunday, closed anyway; which weekday stands for it?",
			    node->key);
		*push(r->c->mem, days) = day;
	}
}

/* The closed days of another calendar: a school is shut on bank holidays too. */
static void
copy_closed(struct reader *r, const struct raw_calendar *raw, const struct node *root, struct days *days)
{
	const struct calendar *from = catalogue_calendar(r->k, raw->closed_as);

	if (!from) {
		reader_fault(r, root->line, "`closed_as: %s` names no calendar", raw->closed_as);
		return;
	}
	for (int32_t day = raw->first; day <= raw->last; day++)
		if (day >= from->first && day <= from->last && !calendar_is_open(from, day))
			*push(r->c->mem, days) = day;
}

/* ---- terms -------------------------------------------------------------------------------------------------- */

static bool
in_order(int32_t a, int32_t b)
{
	return a != DAY_NONE && b != DAY_NONE && a <= b;
}

static bool
read_half_term(struct reader *r, const struct node *node, struct raw_term *raw)
{
	struct term *t = &raw->term;

	t->break_from = t->break_until = DAY_NONE;
	if (!raw->half_term.n)
		return true;
	if (raw->half_term.n == 2) {
		t->break_from = day_read(view_of(raw->half_term.at[0])).day;
		t->break_until = day_read(view_of(raw->half_term.at[1])).day;
	}
	if (in_order(t->from, t->break_from) && in_order(t->break_from, t->break_until)
	    && in_order(t->break_until, t->until))
		return true;
	reader_fault(r, node->line, "`half_term` should be two dates within the term, as [2024-10-28, 2024-11-01]");
	return false;
}

static void
read_terms(struct reader *r, const struct raw_calendar *raw)
{
	r->k->term = mem_new_array(r->c->mem, struct term, raw->terms->n + 1);
	yaml_each(node, raw->terms) {
		struct raw_term rt = {0};
		const struct term *before = r->k->n_terms ? &r->k->term[r->k->n_terms - 1] : NULL;
		if (!read_keys(r, node, "a term", term_rules, &rt) || !read_half_term(r, node, &rt))
			continue;
		if (!in_order(rt.term.from, rt.term.until) || (before && rt.term.from <= before->until))
			reader_fault(r, node->line, "a term should end after it begins and begin after the one before ends");
		if (rt.term.from < raw->first || rt.term.until > raw->last)
			reader_fault(r, node->line, "the term is outside the calendar");
		rt.term.academic_year = (int)rt.year;
		r->k->term[r->k->n_terms++] = rt.term;
	}
}

static bool
in_term(const struct catalogue *k, int32_t day)
{
	for (size_t i = 0; i < k->n_terms; i++) {
		const struct term *t = &k->term[i];
		if (day >= t->from && day <= t->until)
			return t->break_from == DAY_NONE || day < t->break_from || day > t->break_until;
	}
	return false;
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

void
read_calendar(struct reader *r, const struct node *root)
{
	struct raw_calendar raw = {.first = DAY_NONE, .last = DAY_NONE};
	struct days closed = {0};

	(void)read_keys(r, root, "the calendar", calendar_rules, &raw);
	if (raw.name && strcmp(raw.name, r->stem) != 0)
		reader_fault(r, root->line, "`calendar: %s` should be the file's name, `%s`", raw.name, r->stem);
	if (raw.first == DAY_NONE || raw.last == DAY_NONE)
		return;
	if (raw.last < raw.first || raw.last - raw.first > 366 * 100) {
		reader_fault(r, root->line, "`last` should be after `first`, by a century at most");
		return;
	}
	if (raw.closed)
		read_closed(r, &raw, &closed);
	if (raw.closed_as)
		copy_closed(r, &raw, root, &closed);
	if (raw.terms) {
		read_terms(r, &raw);
		for (int32_t day = raw.first; day <= raw.last; day++)
			if (!in_term(r->k, day))
				*push(r->c->mem, &closed) = day;
	}
	r->k->calendar[r->k->n_calendars++] =
	    calendar_new(r->c->mem, r->stem, raw.first, raw.last, closed.item, closed.n);
}
