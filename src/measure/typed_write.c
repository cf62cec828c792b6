/* Writes typed figures: a version is added, the one that it takes the place of is superseded, and nothing else ever changes. */
#include "measure/typed.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "store/seal.h"
#include "store/store.h"

#define TABLE "typed_figure_all"

static bool
is_same(double a, double b)
{
	return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

static bool
is_same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* ---- what is there -------------------------------------------------------------------------------------------- */

/* The figure that stands for the same period, area and group; 0 when there is none. */
static enum err
standing_id(struct ctx *c, const struct typed *t, int64_t *id)
{
	struct rows *r = store_read_own(c, "select id from typed_figure where indicator = :indicator and area = :area"
	    " and period_from = :from and period_to = :to and dimension = :dimension and category = :category");

	*id = 0;
	bind_text(r, "indicator", t->indicator);
	bind_text(r, "area", t->area);
	bind_day(r, "from", t->period.from);
	bind_day(r, "to", t->period.to);
	bind_text(r, "dimension", t->dimension);
	bind_text(r, "category", t->category);
	while (rows_next(r))
		*id = col_id(r, 0);
	return rows_end(r);
}

/* One version with its numbers and source; the sealed words stay closed. */
static enum err
version_read(struct ctx *c, int64_t id, struct typed *out)
{
	struct rows *r = store_read_own(c, "select indicator, area, period_from, period_to, dimension, category, numerator,"
	    " denominator, value, source, withdrawn, superseded from typed_figure_all where id = :id");

	*out = (struct typed){0};
	bind_id(r, "id", id);
	while (rows_next(r))
		*out = (struct typed){.id = id, .indicator = col_text(r, 0, c->mem), .area = col_text(r, 1, c->mem),
		    .period = {col_day(r, 2), col_day(r, 3)}, .dimension = col_text(r, 4, c->mem), .category = col_text(r, 5, c->mem),
		    .numerator = col_real(r, 6), .denominator = col_real(r, 7), .value = col_real(r, 8),
		    .source = col_text(r, 9, c->mem), .withdrawn = view_is(col_view(r, 10), "yes"), .stands = col_is_null(r, 11)};
	return rows_end(r);
}

/* The version that took a version's place. */
static enum err
later_version(struct ctx *c, int64_t id, int64_t *later)
{
	struct rows *r = store_read_own(c, "select id from typed_figure_all where revises = :id");

	*later = id;
	bind_id(r, "id", id);
	while (rows_next(r))
		*later = col_id(r, 0);
	return rows_end(r);
}

/* The figure that is to be revised or withdrawn: one that stands. */
static enum err
standing_version(struct ctx *c, int64_t id, struct typed *out)
{
	int64_t later;

	TRY(version_read(c, id, out));
	if (!out->id)
		return fail(c, ERR_INPUT, "there is no typed figure %lld; `bairn figure list` shows them", (long long)id);
	if (!out->stands) {
		struct typed next = {0};

		TRY(later_version(c, id, &later));
		TRY(version_read(c, later, &next));
		if (next.withdrawn)
			return fail(c, ERR_INPUT, "figure %lld was withdrawn; add it anew, without naming one that it revises", (long long)id);
		return fail(c, ERR_INPUT, "figure %lld was revised already, by %lld; name that one", (long long)id, (long long)later);
	}
	return !out->withdrawn ? OK : fail(c, ERR_INPUT, "%lld is a withdrawal and no figure; `bairn figure list` shows those that"
	    " stand", (long long)id);
}

static enum err
revision_check(struct ctx *c, const struct typed *t)
{
	struct typed old;

	TRY(standing_version(c, t->revises, &old));
	if (!typed_is_same(t, &old))
		return fail(c, ERR_INPUT, "figure %lld is of %s, %s; a revision is of the same measure, period, area and group, so withdraw it"
		    " and add another", (long long)old.id, old.indicator, typed_name(c->mem, &old, t->area));
	if (is_same(t->numerator, old.numerator) && is_same(t->denominator, old.denominator) && is_same(t->value, old.value) &&
	    is_same_text(t->source, old.source))
		return fail(c, ERR_INPUT, "figure %lld has these numbers and this source already, so there is nothing to revise",
		    (long long)old.id);
	return OK;
}

static enum err
addition_check(struct ctx *c, const struct typed *t)
{
	int64_t there;

	TRY(standing_id(c, t, &there));
	if (!there)
		return OK;
	return fail(c, ERR_INPUT, "%s has a typed figure for %s already, number %lld; to change it, say that this one revises %lld, and"
	    " the reason", t->indicator, typed_name(c->mem, t, t->area), (long long)there, (long long)there);
}

/* ---- writing -------------------------------------------------------------------------------------------------- */

static const char *
now_text(struct mem *m)
{
	time_t now = time(NULL);
	struct tm utc;
	char at[32];

	gmtime_r(&now, &utc);
	strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &utc);
	return mem_format(m, "%s", at);
}

static enum err
supersede(struct ctx *c, int64_t id, const char *now)
{
	struct rows *w = store_write(c, "update typed_figure_all set superseded = :now where id = :id");

	bind_text(w, "now", now);
	bind_id(w, "id", id);
	return rows_end(w);
}

static enum err
bind_sealed(struct ctx *c, struct rows *w, const char *column, int64_t id, const char *text)
{
	struct view sealed;

	if (!text) {
		bind_null(w, column);
		return OK;
	}
	TRY(seal_text(c, id, TABLE, column, id, view_of(text), &sealed));
	bind_bytes(w, column, sealed.at, sealed.n);
	return OK;
}

static void
bind_number(struct rows *w, const char *name, double x)
{
	if (isnan(x))
		bind_null(w, name);
	else
		bind_real(w, name, x);
}

static enum err
version_write(struct ctx *c, struct typed *t)
{
	const char *now = now_text(c->mem);
	struct rows *w;
	enum err e, end;

	TRY(store_draw_ids(c, 1, &t->id));
	if (t->revises)
		TRY(supersede(c, t->revises, now));
	w = store_write(c, "insert into typed_figure_all (id, indicator, area, period_from, period_to, dimension, category, numerator,"
	    " denominator, value, source, evidence, author, revises, reason, withdrawn, recorded) values (:id, :indicator, :area, :from,"
	    " :to, :dimension, :category, :numerator, :denominator, :value, :source, :evidence, :author, :revises, :reason, :withdrawn,"
	    " :recorded)");
	bind_id(w, "id", t->id);
	bind_text(w, "indicator", t->indicator);
	bind_text(w, "area", t->area);
	bind_day(w, "from", t->period.from);
	bind_day(w, "to", t->period.to);
	bind_text(w, "dimension", t->dimension);
	bind_text(w, "category", t->category);
	bind_number(w, "numerator", t->numerator);
	bind_number(w, "denominator", t->denominator);
	bind_number(w, "value", t->value);
	bind_text(w, "source", t->source);
	if (t->revises)
		bind_id(w, "revises", t->revises);
	else
		bind_null(w, "revises");
	bind_text(w, "withdrawn", t->withdrawn ? "yes" : "no");
	bind_text(w, "recorded", now);
	e = bind_sealed(c, w, "evidence", t->id, t->evidence);
	if (e == OK)
		e = bind_sealed(c, w, "author", t->id, t->author);
	if (e == OK)
		e = bind_sealed(c, w, "reason", t->id, t->reason);
	end = rows_end(w);
	return e != OK ? e : end;
}

enum err
typed_add(struct ctx *c, const struct typing *in, int64_t *id, const struct indicator **k)
{
	struct typed t;

	TRY(typed_check(c, in, &t));
	TRY(t.revises ? revision_check(c, &t) : addition_check(c, &t));
	TRY(version_write(c, &t));
	*id = t.id;
	*k = t.k;
	return OK;
}

enum err
typed_withdraw(struct ctx *c, const char *id, const char *reason, const char *author, const struct indicator **k)
{
	struct typed t;
	int64_t number;

	if (!view_int(view_of(id), &number) || number <= 0)
		return fail(c, ERR_INPUT, "%.40s is no figure's number; `bairn figure list` shows them", id);
	if (view_trim(view_of(reason)).n == 0)
		return fail(c, ERR_INPUT, "say why the figure is withdrawn in --reason");
	if (!utf8_valid(view_of(reason)) || !utf8_valid(view_of(author)))
		return fail(c, ERR_INPUT, "the reason and the author are to be UTF-8 text; type them anew");
	TRY(standing_version(c, number, &t));
	t.numerator = t.denominator = t.value = NAN;
	t.revises = number;
	t.withdrawn = true;
	t.reason = reason;
	t.author = author;
	*k = catalogue_indicator(c->catalogue, t.indicator);
	return version_write(c, &t);
}
