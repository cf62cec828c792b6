/* Units and numbers of a measure's page, whether an indicator's file or its publisher names them. */
#include "measure/indicator_words.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

bool
about_per_cent(const struct about_page *about)
{
	const char *unit = about->k ? unit_words_of(about->c->mem, about->k) : about->p->unit;

	return unit[0] == '%' || strncmp(unit, "Percent", 7) == 0;
}

int
about_decimals(const struct about_page *about)
{
	return about->k ? decimals_of(about->k) : about->p->decimals;
}

const char *
about_unit_head(const struct about_page *about)
{
	static const char *const heads[] = {
		[MEASURE_PROPORTION] = "Per cent", [MEASURE_MEAN] = "Average", [MEASURE_MEDIAN] = "Median",
		[MEASURE_COUNT] = "Number",
	};
	struct mem *m = about->c->mem;
	const struct indicator *k = about->k;

	if (!k)
		return *about->p->unit ? text_of_code(m, about->p->unit) : "Value";
	if (k->measure != MEASURE_RATE && k->measure != MEASURE_RATIO)
		return heads[k->measure];
	return about_per_cent(about) ? "Per 100" : text_of_code(m, unit_words_of(m, k));
}

const char *
about_value(const struct about_page *about, double value)
{
	return mem_format(about->c->mem, "%s%s", text_number(about->c->mem, value, about_decimals(about)),
	    about_per_cent(about) ? "%" : "");
}

const char *
about_value_with_unit(const struct about_page *about, double value)
{
	const char *number = about_value(about, value);
	const char *unit = about->k ? unit_words_of(about->c->mem, about->k) : about->p->unit;

	return about_per_cent(about) || strncmp(unit, "per ", 4) != 0 ? number : mem_format(about->c->mem, "%s %s", number, unit);
}

struct chart_words
about_chart_words(const struct about_page *about, const char *id, const char *title, bool intervals)
{
	struct mem *m = about->c->mem;
	const char *source = about->k ? about->k->source : NULL;

	return (struct chart_words){
	    .id = id, .title = title, .source = source ? mem_format(m, "Source: %s", source) : NULL,
	    .subtitle = mem_format(m, "%s%s", about_unit_head(about), intervals ? ", with 95% intervals" : ""),
	    .unit = about_per_cent(about) ? "%" : NULL, .decimals = about_decimals(about),
	};
}

struct chart_words
published_chart_words(const struct about_page *about, const char *id, const char *title, bool intervals)
{
	struct chart_words words = about_chart_words(about, id, title, intervals);

	words.source = about->publisher ? mem_format(about->c->mem, "Source: %s", about->publisher) : NULL;
	return words;
}

struct figure_row *
last_row(struct figure_table *t)
{
	return &t->rows.item[t->rows.n - 1];
}

/* "266 of 22,771"; a count alone where it is all there is. */
static const char *
published_count(const struct about_page *about, const struct published_figure *f)
{
	struct mem *m = about->c->mem;

	if (isnan(f->numerator))
		return "";
	if (isnan(f->denominator))
		return text_number(m, f->numerator, 0);
	return mem_format(m, "%s %s %s", text_number(m, f->numerator, 0), about->k && about->k->measure == MEASURE_RATE ? "per" : "of",
	    text_number(m, f->denominator, 0));
}

void
add_published_row(const struct about_page *about, struct figure_table *t, const struct published_figure *f, const char *label,
    struct url link)
{
	struct mem *m = about->c->mem;
	struct figure_row row = {
	    .label = label, .link = link, .value = isnan(f->value) ? "" : text_number(m, f->value, about_decimals(about)),
	    .range = isnan(f->lower95) ? "" : text_range(m, f->lower95, f->upper95, about_decimals(about)),
	    .count = published_count(about, f), .note = f->note,
	};

	t->has_ranges |= *row.range != '\0';
	t->has_counts |= *row.count != '\0';
	*push(m, &t->rows) = row;
}

void
add_more_value(const struct about_page *about, struct figure_table *t, double value)
{
	*push(about->c->mem, &last_row(t)->more) = isnan(value) ? "" : text_number(about->c->mem, value, about_decimals(about));
}
