/* Cleaning fields: one small function a type, and a table of them. */
#include "people/intake_clean.h"

#include <math.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"

static char
upper(char ch)
{
	return ch >= 'a' && ch <= 'z' ? (char)(ch - 'a' + 'A') : ch;
}

struct view
postcode_clean(struct mem *mem, struct view raw)
{
	char *to = mem_take(mem, raw.n + 2);
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++)
		if (raw.at[i] != ' ' && raw.at[i] != '\t')
			to[n++] = upper(raw.at[i]);
	if (n < 5 || n > 7)
		return (struct view){to, n};
	memmove(to + n - 2, to + n - 3, 3);
	to[n - 3] = ' ';
	return (struct view){to, n + 1};
}

static bool
clean_text(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	(void)mem, (void)f, (void)reason;
	*out = raw;
	return true;
}

static bool
clean_code(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	*out = raw;
	if (!f->codes || f->codes->open || code_label(f->codes, raw))
		return true;
	*reason = mem_format(mem, "is not a code of %s", f->codes->title);
	return false;
}

static bool
clean_codes(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	struct builder b = {.mem = mem};
	struct view rest = raw;

	for (size_t i = 0; i < raw.n; i++)
		if (raw.at[i] == ';' || raw.at[i] == '|' || raw.at[i] == ',') {
			char *copy = mem_copy(mem, raw.at, raw.n);

			for (size_t k = 0; k < raw.n; k++)
				if (copy[k] == ';' || copy[k] == '|')
					copy[k] = ',';
			rest.at = copy;
			break;
		}
	while (rest.n) {
		struct view one = view_trim(view_cut(&rest, ',')), clean;

		if (!one.n)
			continue;
		if (!clean_code(mem, f, one, &clean, reason))
			return false;
		put_text(&b, b.n ? "," : "");
		put(&b, clean);
	}
	*out = built(&b);
	return true;
}

static struct view
iso(struct mem *mem, int32_t day)
{
	char *to = mem_take(mem, DAY_SIZE);

	day_print(day, to);
	return (struct view){to, DAY_SIZE - 1};
}

static bool
clean_date(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	struct read_date d = day_read(raw);
	int64_t number;

	/* yyyymm, as postcode files give months. */
	if (f->type == FIELD_MONTH && raw.n == 6 && view_int(raw, &number))
		d = day_read(view_of(mem_format(mem, "%.4s-%.2s", raw.at, raw.at + 4)));
	if (d.found == DATE_WHOLE || (d.found == DATE_PARTIAL && f->type != FIELD_DATE)) {
		*out = iso(mem, d.day);
		return true;
	}
	*reason = d.found == DATE_PARTIAL ? "is only part of a date" : "is not a date";
	return false;
}

static bool
clean_time(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	struct view hour = view_cut(&raw, ':'), minute = view_cut(&raw, ':');
	int64_t h, m;

	(void)f;
	if (!view_int(hour, &h) || !view_int(minute, &m) || h < 0 || h > 23 || m < 0 || m > 59) {
		*reason = "is not a time of day (HH:MM)";
		return false;
	}
	*out = view_of(mem_format(mem, "%02d:%02d", (int)h, (int)m));
	return true;
}

static bool
clean_integer(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	double x;

	(void)f;
	if (!view_real(raw, &x) || x != floor(x) || fabs(x) > 9e15) {
		*reason = "is not a whole number";
		return false;
	}
	*out = view_of(mem_format(mem, "%lld", (long long)x));
	return true;
}

static bool
clean_real(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	double x;

	(void)f;
	if (!view_real(raw, &x)) {
		*reason = "is not a number";
		return false;
	}
	*out = view_of(mem_format(mem, "%.15g", x));
	return true;
}

static bool
clean_yes_no(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	static const struct { const char *word; bool yes; } words[] = {
		{"yes", true}, {"no", false}, {"y", true}, {"n", false}, {"true", true}, {"false", false},
		{"1", true}, {"0", false}, {"1.0", true}, {"0.0", false},
	};

	(void)mem, (void)f;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (view_is_fold(raw, words[i].word)) {
			*out = words[i].yes ? VIEW("yes") : VIEW("no");
			return true;
		}
	*reason = "is neither yes nor no";
	return false;
}

static bool
clean_postcode(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	(void)f, (void)reason;
	*out = postcode_clean(mem, raw);
	return true;
}

/* UPN, NHS number: spaces out, upper case. A wrong check digit is kept, for it may be what another agency holds too. */
static bool
clean_number(struct mem *mem, const struct field *f, struct view raw, struct view *out, const char **reason)
{
	char *to = mem_take(mem, raw.n + 1);
	size_t n = 0;

	(void)f, (void)reason;
	for (size_t i = 0; i < raw.n; i++)
		if (raw.at[i] != ' ')
			to[n++] = upper(raw.at[i]);
	*out = (struct view){to, n};
	return true;
}

static bool (*const cleaners[])(struct mem *, const struct field *, struct view, struct view *, const char **) = {
	[FIELD_TEXT] = clean_text,
	[FIELD_CODE] = clean_code,
	[FIELD_DATE] = clean_date,
	[FIELD_PARTIAL_DATE] = clean_date,
	[FIELD_MONTH] = clean_date,
	[FIELD_TIME] = clean_time,
	[FIELD_INTEGER] = clean_integer,
	[FIELD_REAL] = clean_real,
	[FIELD_YES_NO] = clean_yes_no,
	[FIELD_POSTCODE] = clean_postcode,
	[FIELD_UPN] = clean_number,
	[FIELD_NHS_NUMBER] = clean_number,
	[FIELD_CODES] = clean_codes,
};

/* A value spelt otherwise in the file; "*" is whatever else stands there. */
static struct view
field_map(const struct field *f, struct view raw, bool overruled)
{
	const char *otherwise = NULL;

	for (size_t i = 0; i < f->n_map; i++) {
		if (view_is_fold(raw, f->map_from[i]))
			return view_of(f->map_to[i]);
		if (!overruled && !strcmp(f->map_from[i], "*"))
			otherwise = f->map_to[i];
	}
	return otherwise ? view_of(otherwise) : raw;
}

bool
field_clean(struct mem *mem, const struct field *f, struct view raw, bool overruled, struct view *out,
    const char **reason)
{
	raw = view_trim(raw);
	*out = (struct view){0};
	if (!raw.n)
		return true;
	if (f->n_map)
		raw = field_map(f, raw, overruled);
	return !raw.n || cleaners[f->type](mem, f, raw, out, reason);
}
