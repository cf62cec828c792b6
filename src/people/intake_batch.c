/* What a file covers and when it was made. The order of trust: the command line, the file's own dates, its name, today. */
#include "people/intake_batch.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "people/intake.h"
#include "people/intake_read.h"
#include "people/intake_xml.h"
#include "store/store.h"

#define IDS_AT_ONCE 8192
#define EVERYTHING_FROM day_of(1900, 1, 1)

static const struct period nothing = {DAY_NONE, DAY_NONE};

static struct period
year_from(int year, int month, int day)
{
	return (struct period){day_of(year, month, day), day_of(year + 1, month, day) - 1};
}

/* A term and the holiday after it: no day of the year belongs to no term. */
static struct period
term_period(const struct catalogue *k, size_t i)
{
	return (struct period){k->term[i].from, i + 1 < k->n_terms ? k->term[i + 1].from - 1 : k->term[i].until};
}

static struct period
term_of(const struct catalogue *k, int32_t day)
{
	for (size_t i = 0; i < k->n_terms; i++)
		if (k->term[i].from <= day && (i + 1 == k->n_terms || k->term[i + 1].from > day))
			return term_period(k, i);
	return nothing;
}

/* The period of a kind that holds a day. */
static struct period
period_of(const struct catalogue *k, const char *kind, int32_t day)
{
	struct date d = day_date(day);

	if (!strcmp(kind, "financial year"))
		return year_from(d.month >= 4 ? d.year : d.year - 1, 4, 1);
	if (!strcmp(kind, "academic year"))
		return year_from(d.month >= 9 ? d.year : d.year - 1, 9, 1);
	if (!strcmp(kind, "calendar year"))
		return year_from(d.year, 1, 1);
	if (!strcmp(kind, "month"))
		return (struct period){day_month_start(day), day_month_end(day)};
	if (!strcmp(kind, "term"))
		return term_of(k, day);
	if (!strcmp(kind, "day"))
		return (struct period){day, day};
	return nothing;
}

/* A year in a name is the year that a financial, academic or calendar year starts in. */
static struct period
period_of_year(const char *kind, int year)
{
	if (kind && !strcmp(kind, "academic year"))
		return year_from(year, 9, 1);
	if (kind && !strcmp(kind, "calendar year"))
		return year_from(year, 1, 1);
	return year_from(year, 4, 1);
}

static bool
digits(const char *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isdigit((unsigned char)at[i]))
			return false;
	return true;
}

static bool
name_term(const struct catalogue *k, const char *at, int year, struct period *out)
{
	for (size_t i = 0; i < k->n_terms; i++) {
		const struct term *t = &k->term[i];
		size_t n = strlen(t->name);

		/* The year in a name is the calendar year of the term: 2025_spring is in the academic year 2024/25. */
		if ((*at == '_' || *at == '-' || *at == ' ') && !strncmp(at + 1, t->name, n) &&
		    day_date(t->from).year == year) {
			*out = term_period(k, i);
			return true;
		}
	}
	return false;
}

/* What of a path may date a file: its own name or, where that has no year, its folder's. Folders above say nothing of it. */
static const char *
dated_part(const char *path)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *folder = name;

	for (const char *at = name; *at; at++)
		if (digits(at, 4))
			return name;
	while (folder > path + 1 && folder[-2] != '/')
		folder--;
	return folder > path ? folder - 1 : path;
}

struct period
name_period(struct ctx *c, const char *path, const struct dataset *d)
{
	struct period found = nothing;

	path = dated_part(path);
	for (const char *at = path; *at; at++) {
		bool starts = at == path || !isdigit((unsigned char)at[-1]);
		int year;
		struct read_date day;

		if (!starts || !digits(at, 4) || (year = atoi(at)) < 1990 || year > 2100)
			continue;
		day = day_read((struct view){at, strlen(at) < 10 ? strlen(at) : 10});
		if (strlen(at) >= 10 && at[4] == '-' && day.found == DATE_WHOLE) {
			found = d && d->covers ? period_of(c->catalogue, d->covers, day.day) : nothing;
			if (found.from == DAY_NONE)
				found = (struct period){DAY_NONE, day.day};
		} else if (!isdigit((unsigned char)at[4]) && !name_term(c->catalogue, at + 4, year, &found))
			found = period_of_year(d ? d->covers : NULL, year);
	}
	return found;
}

int32_t
name_day(const char *path)
{
	int32_t found = DAY_NONE;

	path = dated_part(path);
	for (const char *at = path; strlen(at) >= 10; at++) {
		struct read_date day;

		if ((at != path && isdigit((unsigned char)at[-1])) || isdigit((unsigned char)at[10]) || at[4] != '-' ||
		    at[7] != '-')
			continue;
		day = day_read((struct view){at, 10});
		if (day.found == DATE_WHOLE)
			found = day.day;
	}
	return found;
}

/* The commonest period of the dates in the fields that the data set names: one pass over the file. */
static enum err
period_by_fields(struct ctx *c, const char *path, const struct dataset *d, struct period *out)
{
	struct int_map *count = int_map_new(c->mem, 64);
	struct reader *r = NULL;
	struct source_row row;
	int64_t best = 0, day, *n;
	bool more = true, is_new;
	enum err e = reader_open(c, path, d, &r);

	*out = nothing;
	while (e == OK && (e = reader_next(c, r, &row, &more)) == OK && more) {
		for (size_t i = 0; row.record == 0 && i < d->n_covers_field; i++) {
			struct read_date found = day_read(row.field[d->covers_field[i]]);
			struct period p = found.found == DATE_WHOLE ? period_of(c->catalogue, d->covers, found.day) : nothing;

			if (p.from != DAY_NONE)
				++*int_map_put(count, p.from + INT64_C(1000000), &is_new);
		}
	}
	reader_close(r);
	for (size_t at = 0; e == OK && int_map_next(count, &at, &day, &n);)
		if (*n > best || (*n == best && out->from < day - 1000000)) {
			best = *n;
			*out = period_of(c->catalogue, d->covers, (int32_t)(day - 1000000));
		}
	return e;
}

/* The period that holds the date in one leaf of an XML file's header. */
static enum err
period_by_leaf(struct ctx *c, const char *path, const struct dataset *d, struct period *out)
{
	const char *text;
	struct read_date day;

	TRY(xml_leaf(c, path, d->covers_path, &text));
	day = day_read(view_of(text));
	*out = day.found == DATE_WHOLE ? period_of(c->catalogue, d->covers, day.day) : nothing;
	return OK;
}

/* What the data set says holds until its period ends, by its writes: a month's snapshot of what young people do. */
static bool
holds_for_its_period(const struct dataset *d)
{
	for (size_t i = 0; i < d->n_record; i++)
		for (size_t w = 0; w < d->record[i].n_write; w++) {
			const struct write *write = &d->record[i].write[w];

			for (size_t s = 0; s < write->n_set; s++)
				if (!strcmp(write->set[s].column, "until") && write->set[s].field < 0 &&
				    !strcmp(write->set[s].constant, "covers_until"))
					return true;
		}
	return false;
}

/* Whether a file made within its period tells of no more than the days until then: one of the year's heights and weights
 * made in April is silent on May. A school census is made once, early in its term, and what it says holds for the term. */
static bool
is_told_by_then(const struct dataset *d, const struct batch *b)
{
	return d->covers && strcmp(d->covers, "term") != 0 && !holds_for_its_period(d) && b->covers_from != DAY_NONE &&
	    b->covers_from <= b->as_at && b->as_at < b->covers_until;
}

enum err
batch_date(struct ctx *c, const char *path, const struct dataset *d, const struct import_options *options,
    struct batch *b)
{
	struct period named = name_period(c, path, d), p = nothing;
	int32_t today = day_today(), made = name_day(path);

	b->everything = d->covers && !strcmp(d->covers, "all") && options->covers_from == DAY_NONE;
	if (options->covers_from != DAY_NONE)
		p = (struct period){options->covers_from, options->covers_until};
	else if (b->everything)
		p = (struct period){EVERYTHING_FROM, day_of(2199, 12, 31)};
	else if (d->covers && d->covers_path)
		TRY(period_by_leaf(c, path, d, &p));
	else if (d->covers && d->n_covers_field)
		TRY(period_by_fields(c, path, d, &p));
	else if (d->covers && named.from != DAY_NONE)
		p = named;
	b->covers_from = p.from;
	b->covers_until = p.until;
	b->full = d->full_extract && p.from != DAY_NONE;
	if (options->as_at != DAY_NONE)
		b->as_at = options->as_at;
	else if (made != DAY_NONE)
		b->as_at = made;
	else if (d->publishes.source)
		b->as_at = today;               /* years in its name are those that it is about */
	else if (named.until != DAY_NONE && (named.from == DAY_NONE || p.from == DAY_NONE))
		b->as_at = named.until;
	else
		b->as_at = p.until != DAY_NONE ? p.until : today;
	if (b->as_at > today)
		b->as_at = today;
	if (b->everything)
		b->covers_until = b->as_at;
	b->period_until = b->covers_until;
	if (options->covers_from == DAY_NONE && is_told_by_then(d, b))
		b->covers_until = b->as_at;
	return OK;
}

enum err
batch_place(struct ctx *c, const struct dataset *d, struct batch *b)
{
	struct rows *r = store_read_own(c, "select as_at, covers_from, covers_until, full_extract, sha256 from batch"
	    " where dataset = :dataset order by as_at desc");

	bind_text(r, "dataset", d->name);
	while (rows_next(r)) {
		bool newer = col_day(r, 0) > b->as_at;

		b->late = b->late || newer;
		b->again = b->again || view_is(col_view(r, 4), b->sha256);
		if (newer && view_is(col_view(r, 3), "yes"))
			*push(c->mem, &b->newer) = (struct period){col_day(r, 1), col_day(r, 2)};
	}
	return rows_end(r);
}

static bool
overlaps(struct period p, int32_t since, int32_t until)
{
	return p.from != DAY_NONE && (since == DAY_NONE || since <= p.until) && (until == DAY_NONE || until >= p.from);
}

bool
batch_covers(const struct batch *b, int32_t since, int32_t until)
{
	/* What has no dates (a name, a date of birth) is missing only from an extract of everything. */
	if (b->everything || (since == DAY_NONE && until == DAY_NONE))
		return b->full && b->everything;
	return b->full && overlaps((struct period){b->covers_from, b->covers_until}, since, until);
}

bool
batch_newer_covers(const struct batch *b, int32_t since, int32_t until)
{
	bool undated = since == DAY_NONE && until == DAY_NONE;

	for (size_t i = 0; i < b->newer.n; i++)
		if (undated ? b->newer.item[i].from <= EVERYTHING_FROM : overlaps(b->newer.item[i], since, until))
			return true;
	return false;
}

enum err
ids_next(struct ctx *c, struct ids *ids, int64_t *id)
{
	if (ids->next == ids->end) {
		TRY(store_draw_ids(c, IDS_AT_ONCE, &ids->next));
		ids->end = ids->next + IDS_AT_ONCE;
	}
	*id = ids->next++;
	return OK;
}
