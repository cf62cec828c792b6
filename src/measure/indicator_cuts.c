/* Published breakdowns: one table a dimension, of its newest period. */
#include "measure/indicator_cuts.h"

#include <string.h>

#include "base/mem.h"
#include "measure/measure.h"

static int32_t
newest_of(const struct published_figures *cuts, const char *dimension)
{
	int32_t newest = INT32_MIN;

	for (size_t i = 0; i < cuts->n; i++)
		if (strcmp(cuts->item[i].dimension, dimension) == 0 && cuts->item[i].period.to > newest)
			newest = cuts->item[i].period.to;
	return newest;
}

/* "social_care_group | care_leaver_age": "By social care group and care leaver age". */
static const char *
cut_title(struct mem *m, const char *dimension)
{
	struct builder b = {.mem = m};
	struct view rest = view_of(dimension);

	while (rest.n) {
		char *name = view_copy(m, view_trim(view_cut(&rest, '|')));

		for (char *at = name; *at; at++)
			*at = *at == '_' ? ' ' : *at;
		put_format(&b, "%s%s", b.n ? " and " : "", name);
	}
	return mem_format(m, "By %s", built_text(&b));
}

static void
add_cut(const struct about_page *about, const struct published_figures *cuts, const char *dimension, size_t number,
    struct figure_tables *out)
{
	struct mem *m = about->c->mem;
	int32_t newest = newest_of(cuts, dimension);
	struct figure_table t = {.id = mem_format(m, "cut%zu", number), .title = cut_title(m, dimension), .head = "Group",
	    .unit = about_unit_head(about)};

	for (size_t i = 0; i < cuts->n; i++) {
		const struct published_figure *f = &cuts->item[i];

		if (strcmp(f->dimension, dimension) != 0 || f->period.to != newest)
			continue;
		if (!t.rows.n)
			t.lead = mem_format(m, "As published, %s.", published_period_name(m, f->period));
		add_published_row(about, &t, f, f->category, (struct url){0});
	}
	*push(m, out) = t;
}

enum err
cut_sections(const struct about_page *about, struct figure_tables *out)
{
	struct published_figures cuts = {0};
	const char *last = DIMENSION_TOTAL;
	size_t n = 0;

	TRY(published_cuts(about->c, about->p, about->area, &cuts));
	for (size_t i = 0; i < cuts.n; i++) {
		const char *dimension = cuts.item[i].dimension;

		if (strcmp(dimension, last) == 0 || strcmp(dimension, DIMENSION_TOTAL) == 0)
			continue;
		add_cut(about, &cuts, dimension, ++n, out);
		last = dimension;
	}
	return OK;
}
