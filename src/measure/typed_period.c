/* The period that somebody names: as pages and tables name it, or as two days. */
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "base/text.h"
#include "catalogue/measure_words.h"
#include "measure/typed.h"

#define FIRST_YEAR 1990

struct naming {
	struct ctx *c;
	const struct indicator *k;
	const char *text;               /* tidy: 2024/25 is 2024-25 */
	struct period days;             /* where the text is two days; else from DAY_NONE */
	struct mem *work;               /* of the names that are tried */
};

static enum period_kind
pooled_year(const struct indicator *k)
{
	return k->by_period[PERIOD_ACADEMIC_YEAR] ? PERIOD_ACADEMIC_YEAR : k->by_period[PERIOD_CALENDAR_YEAR] ?
	    PERIOD_CALENDAR_YEAR : PERIOD_FINANCIAL_YEAR;
}

static struct period
one_of(const struct naming *n, enum period_kind kind, int32_t day)
{
	return period_holding(kind, pooled_year(n->k), day);
}

/* "2024/25", "2024-2025" and "2024-25" are one. */
static const char *
tidy(struct mem *m, const char *text)
{
	struct view v = view_trim(view_of(text));
	char *t = view_copy(m, v);

	if (v.n == 7 && t[4] == '/')
		t[4] = '-';
	if (v.n == 9 && (t[4] == '/' || t[4] == '-') && t[5] == t[0] && t[6] == t[1])
		t = mem_format(m, "%.4s-%s", t, t + 7);
	return t;
}

/* "2024-04-01 to 2025-03-31" */
static struct period
two_days(struct view v)
{
	struct view to = {v.at + 14, 10};
	struct period p = {DAY_NONE, DAY_NONE};

	if (v.n == 24 && view_starts((struct view){v.at + 10, 14}, " to "))
		p = (struct period){day_iso_read((struct view){v.at, 10}), day_iso_read(to)};
	return p;
}

static bool
is_named(const struct naming *n, enum period_kind kind, struct period p)
{
	if (n->days.from != DAY_NONE)
		return p.from == n->days.from && p.to == n->days.to;
	return view_is_fold(view_of(n->text), period_name(n->work, kind, p));
}

/* The period of a kind that the text names; false when it names none. */
static bool
named_in(const struct naming *n, enum period_kind kind, struct period *out)
{
	int32_t last = day_of(day_date(day_today()).year + 2, 12, 31), day = day_of(FIRST_YEAR, 1, 1);
	struct read_date one = day_read(view_of(n->text));

	if (kind == PERIOD_DAY) {
		*out = (struct period){one.day, one.day};
		return one.found == DATE_WHOLE;
	}
	mem_reset(n->work);
	for (struct period p = one_of(n, kind, day); p.from <= last; p = one_of(n, kind, p.to + 1))
		if (is_named(n, kind, p)) {
			*out = p;
			return true;
		}
	return false;
}

/* "financial year, as 2024-25 or rolling 12 months, as year to March 2025" */
static const char *
kinds_words(const struct naming *n)
{
	struct builder b = {.mem = n->c->mem};
	int32_t day = day_add_months(day_today(), -12);

	for (int kind = 0; kind < PERIOD_COUNT; kind++)
		if (n->k->by_period[kind])
			put_format(&b, "%s%s, as %s", b.n ? " or " : "", period_kind_name((enum period_kind)kind),
			    period_name(n->c->mem, (enum period_kind)kind, one_of(n, (enum period_kind)kind, day)));
	return built_text(&b);
}

/* Nothing of the indicator's own kinds is called so. */
static enum err
not_named(const struct naming *n, const char *as, const char *kind)
{
	struct period p;

	for (int other = 0; other < PERIOD_COUNT; other++)
		if (!n->k->by_period[other] && named_in(n, (enum period_kind)other, &p))
			return fail(n->c, ERR_INPUT, "%s %s is of the kind %s, and %s is given by %s", as, n->text,
			    period_kind_name((enum period_kind)other), n->k->id, kinds_words(n));
	return fail(n->c, ERR_INPUT, "%s %.50s names no period%s%s; %s is given by %s", as, n->text, kind && *kind ? " of the kind " : "",
	    kind && *kind ? kind : "", n->k->id, kinds_words(n));
}

static enum err
kind_check(const struct naming *n, const char *kind)
{
	int i = 0;

	if (!kind || !*kind)
		return OK;
	while (period_words[i] && strcmp(period_words[i], kind) != 0)
		i++;
	if (!period_words[i] || !n->k->by_period[i])
		return fail(n->c, ERR_INPUT, "%.50s is no kind of period of %s, which is given by %s", kind, n->k->id, kinds_words(n));
	return OK;
}

/* A figure of a period that is not over is no figure of it. */
static enum err
over_check(const struct naming *n, struct period p)
{
	if (p.to <= day_today())
		return OK;
	return fail(n->c, ERR_INPUT, "%s ends on %s; type its figure when it is over", n->text, day_words(n->c->mem, p.to));
}

static enum err
period_find(struct naming *n, const char *as, const char *kind, struct period *out)
{
	int found = 0;
	struct period p;

	TRY(kind_check(n, kind));
	if (!*n->text)
		return fail(n->c, ERR_INPUT, "say in %s of which period the figure is; %s is given by %s", as, n->k->id, kinds_words(n));
	n->days = two_days(view_of(n->text));
	for (int i = 0; i < PERIOD_COUNT; i++) {
		if (!n->k->by_period[i] || (kind && *kind && strcmp(period_words[i], kind) != 0) ||
		    !named_in(n, (enum period_kind)i, &p))
			continue;
		if (found && (p.from != out->from || p.to != out->to))
			return fail(n->c, ERR_INPUT, "%s may be the %s or the %s; say which as the kind", n->text,
			    period_kind_name((enum period_kind)(found - 1)), period_kind_name((enum period_kind)i));
		*out = p;
		found = i + 1;
	}
	return found ? over_check(n, *out) : not_named(n, as, kind);
}

enum err
typed_period_read(struct ctx *c, const struct indicator *k, const char *as, const char *text, const char *kind, struct period *out)
{
	struct naming n = {.c = c, .k = k, .text = text ? tidy(c->mem, text) : "", .work = mem_new()};
	enum err e = period_find(&n, as, kind, out);

	mem_free(n.work);
	return e;
}
