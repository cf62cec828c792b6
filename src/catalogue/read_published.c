/* What the catalogue says of published numbers: how their files are read, which of them an indicator's own counterparts
 * are, and the areas that they speak of. */
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "catalogue/parts.h"
#include "catalogue/published_name.h"

const char *const published_year_words[] = {
	[YEAR_FINANCIAL] = "financial year", [YEAR_ACADEMIC] = "academic year", [YEAR_CALENDAR] = "calendar year",
	[YEAR_TO_JUNE] = "year to june", [YEAR_TO_SEPTEMBER] = "year to september", [YEAR_JANUARY] = "january", NULL,
};
static const char *const layout_words[] = { "long", "wide", "neighbours", NULL };

/* ---- data sets ------------------------------------------------------------------------------------------------ */

struct raw_publishing {
	const char *source;
	int layout, year;
	const struct node *files;
};

#define AT(member) offsetof(struct raw_publishing, member)
static const struct key_rule publishing_rules[] = {
	{ "source", VALUE_NAME, AT(source), MUST, NULL },
	{ "layout", VALUE_CHOICE, AT(layout), MUST, layout_words },
	{ "year", VALUE_CHOICE, AT(year), MUST, published_year_words },
	{ "files", VALUE_MAP, AT(files), MAY, NULL },
	{ 0 }
};
#undef AT

struct raw_file {
	const char *title;
	int year;
};

#define AT(member) offsetof(struct raw_file, member)
static const struct key_rule file_rules[] = {
	{ "title", VALUE_TEXT, AT(title), MUST, NULL },
	{ "year", VALUE_CHOICE, AT(year), MAY, published_year_words },
	{ 0 }
};
#undef AT

/* What the rows of each layout cannot do without. */
static const struct { enum publishing_layout layout; const char *as; } needed[] = {
	{LAYOUT_LONG, "measure"}, {LAYOUT_WIDE, "period"}, {LAYOUT_WIDE, "period_kind"}, {LAYOUT_WIDE, "level"},
	{LAYOUT_NEIGHBOURS, "area_number"}, {LAYOUT_NEIGHBOURS, "neighbour_1"},
};

static bool
becomes(const struct dataset *d, const char *as)
{
	for (size_t i = 0; i < d->record[0].n_field; i++)
		if (d->record[0].field[i].as && strcmp(d->record[0].field[i].as, as) == 0)
			return true;
	return false;
}

static void
check_columns(struct reader *r, const struct dataset *d, int line)
{
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (needed[i].layout == d->publishes.layout && !becomes(d, needed[i].as))
			reader_fault(r, line, "with `layout: %s` a column must become `%s`", layout_words[d->publishes.layout],
			    needed[i].as);
	if (d->publishes.layout != LAYOUT_LONG || !becomes(d, "value"))
		return;
	if (!becomes(d, "period") || !(becomes(d, "area_code") || becomes(d, "area_number") || becomes(d, "area_name")))
		reader_fault(r, line, "a file with a column that becomes `value` needs one that becomes `period` and one that becomes"
		    " `area_code`, `area_number` or `area_name`");
}

void
read_publishing(struct reader *r, struct dataset *d, const struct node *node)
{
	struct raw_publishing raw = {0};

	(void)read_keys(r, node, "`publishes`", publishing_rules, &raw);
	d->publishes = (struct publishing){.source = raw.source, .layout = (enum publishing_layout)raw.layout,
	    .year = (enum published_year)raw.year};
	if (d->format != FORMAT_CSV || d->has_identity)
		reader_fault(r, node->line, "`publishes` belongs to CSV files that are of no child");
	check_columns(r, d, node->line);
	d->publishes.file = mem_new_array(r->c->mem, struct published_file, (raw.files ? raw.files->n : 0) + 1);
	yaml_each(file, raw.files) {
		struct raw_file own = {.year = raw.year};

		(void)read_keys(r, file, "a file", file_rules, &own);
		d->publishes.file[d->publishes.n_file++] = (struct published_file){
		    published_file_name(r->c->mem, view_of(file->key)), own.title, (enum published_year)own.year};
	}
}

/* ---- counterparts --------------------------------------------------------------------------------------------- */

struct raw_published {
	const char *lait, *lait_less, *fingertips, *file, *value, *numerator, *denominator, *less;
	double times;
	const struct node *ees, *filters;
};

#define AT(member) offsetof(struct raw_published, member)
static const struct key_rule published_rules[] = {
	{ "lait", VALUE_TEXT, AT(lait), MAY, NULL },
	{ "lait_less", VALUE_TEXT, AT(lait_less), MAY, NULL },
	{ "fingertips", VALUE_TEXT, AT(fingertips), MAY, NULL },
	{ "times", VALUE_REAL, AT(times), MAY, NULL },
	{ "ees", VALUE_MAP, AT(ees), MAY, NULL },
	{ 0 }
};
static const struct key_rule ees_rules[] = {
	{ "file", VALUE_TEXT, AT(file), MUST, NULL },
	{ "value", VALUE_TEXT, AT(value), MAY, NULL },
	{ "less", VALUE_TEXT, AT(less), MAY, NULL },
	{ "numerator", VALUE_TEXT, AT(numerator), MAY, NULL },
	{ "denominator", VALUE_TEXT, AT(denominator), MAY, NULL },
	{ "filters", VALUE_MAP, AT(filters), MAY, NULL },
	{ 0 }
};
#undef AT

/* The cuts by name, as the import writes them. */
static void
read_filters(struct reader *r, struct counterpart *p, const struct node *filters)
{
	p->filter = mem_new_array(r->c->mem, const char *, filters->n + 1);
	p->is = mem_new_array(r->c->mem, const char *, filters->n + 1);
	yaml_each(node, filters) {
		size_t at = p->n_filter;

		if (node->kind != NODE_TEXT || !*node->text) {
			reader_fault(r, node->line, "in `filters`, `%s` should be the word that the column has", node->key);
			continue;
		}
		for (; at > 0 && strcmp(p->filter[at - 1], node->key) > 0; at--) {
			p->filter[at] = p->filter[at - 1];
			p->is[at] = p->is[at - 1];
		}
		p->filter[at] = node->key;
		p->is[at] = node->text;
		p->n_filter++;
	}
}

struct counterpart *
read_counterparts(struct reader *r, const struct node *node, size_t *n)
{
	struct mem *m = r->c->mem;
	struct raw_published raw = {.times = 1};
	struct counterpart *list = mem_new_array(m, struct counterpart, 3);
	const char *file;

	*n = 0;
	(void)read_keys(r, node, "`published`", published_rules, &raw);
	if (raw.ees && read_keys(r, raw.ees, "`ees`", ees_rules, &raw)) {
		struct counterpart *p = &list[(*n)++];

		if (!raw.value && !(raw.numerator && raw.denominator))
			reader_fault(r, raw.ees->line, "`ees` lacks the key `value` (or `numerator` and `denominator`)");
		file = published_file_name(m, view_of(raw.file));
		p->value = mem_format(m, "ees.%s.%s", file, raw.value ? raw.value : raw.numerator);
		p->of_counts = !raw.value;
		p->less = raw.less ? mem_format(m, "ees.%s.%s", file, raw.less) : NULL;
		p->numerator = raw.numerator ? mem_format(m, "ees.%s.%s", file, raw.numerator) : NULL;
		p->denominator = raw.denominator ? mem_format(m, "ees.%s.%s", file, raw.denominator) : NULL;
		if (raw.filters)
			read_filters(r, p, raw.filters);
	}
	if (raw.fingertips)
		list[(*n)++].value = mem_format(m, "fingertips.%s", raw.fingertips);
	if (raw.lait) {
		list[*n].less = raw.lait_less ? mem_format(m, "lait.%s", raw.lait_less) : NULL;
		list[(*n)++].value = mem_format(m, "lait.%s", raw.lait);
	} else if (raw.lait_less)
		reader_fault(r, node->line, "`lait_less` needs `lait`, from which it is taken");
	for (size_t i = 0; i < *n; i++)
		list[i].times = raw.times;
	return list;
}

/* ---- areas ---------------------------------------------------------------------------------------------------- */

struct raw_area {
	struct known_area a;
	struct texts also, codes, became;
};

#define AT(member) offsetof(struct raw_area, member)
static const struct key_rule area_rules[] = {
	{ "kind", VALUE_NAME, AT(a.kind), MUST, NULL },
	{ "name", VALUE_TEXT, AT(a.name), MUST, NULL },
	{ "number", VALUE_TEXT, AT(a.number), MAY, NULL },
	{ "parent", VALUE_TEXT, AT(a.parent), MAY, NULL },
	{ "also", VALUE_TEXTS, AT(also), MAY, NULL },
	{ "codes", VALUE_TEXTS, AT(codes), MAY, NULL },
	{ "since", VALUE_DAY, AT(a.since), MAY, NULL },
	{ "until", VALUE_DAY, AT(a.until), MAY, NULL },
	{ "became", VALUE_TEXTS, AT(became), MAY, NULL },
	{ "same ground", VALUE_YES_NO, AT(a.same_ground), MAY, NULL },
	{ 0 }
};
static const struct key_rule areas_rules[] = { { "areas", VALUE_MAP, 0, MUST, NULL }, { 0 } };
#undef AT

static const struct known_area *
known_area(const struct catalogue *k, const char *code)
{
	for (size_t i = 0; i < k->n_areas; i++)
		if (strcmp(k->area[i].code, code) == 0)
			return &k->area[i];
	return NULL;
}

static void
check_area(struct reader *r, const struct known_area *a, int line)
{
	if (a->parent && !known_area(r->k, a->parent))
		reader_fault(r, line, "`parent: %s` is no area of this file", a->parent);
	for (size_t i = 0; i < a->n_became; i++)
		if (!known_area(r->k, a->became[i]))
			reader_fault(r, line, "`became` names `%s`, which is no area of this file", a->became[i]);
	if (a->n_became && a->until == DAY_NONE)
		reader_fault(r, line, "%s became another, but lacks the key `until`", a->name);
	if (a->same_ground && a->n_became != 1)
		reader_fault(r, line, "`same ground` takes one successor");
}

void
read_known_areas(struct reader *r, const struct node *root)
{
	const struct node *areas = NULL;
	size_t n = 0;

	if (!read_keys(r, root, "the file", areas_rules, &areas))
		return;
	r->k->area = mem_new_array(r->c->mem, struct known_area, areas->n + 1);
	yaml_each(node, areas) {
		struct raw_area raw = {.a = {.code = node->key, .since = DAY_NONE, .until = DAY_NONE}};

		(void)read_keys(r, node, "an area", area_rules, &raw);
		raw.a.also = raw.also.at, raw.a.n_also = raw.also.n;
		raw.a.codes = raw.codes.at, raw.a.n_codes = raw.codes.n;
		raw.a.became = raw.became.at, raw.a.n_became = raw.became.n;
		r->k->area[r->k->n_areas++] = raw.a;
	}
	yaml_each(node, areas)
		check_area(r, &r->k->area[n++], node->line);
}
