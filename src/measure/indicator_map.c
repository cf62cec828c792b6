/* The map of a measure's latest period: classes by fifths of the areas that have a figure. */
#include "measure/indicator_map.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "measure/indicator_sections.h"
#include "stats/quantile.h"
#include "store/store.h"
#include "web/chart/map.h"

#define WITHOUT_BOUNDARIES "There is no map of these areas, because no boundaries were imported. Import the Office for National" \
	" Statistics' boundaries of LSOAs as GeoJSON (bairn import boundaries.geojson) to see one."

struct map_areas LIST(struct map_area);
struct values LIST(double);

enum err
boundaries_known(struct ctx *c, const char *kind, bool *known)
{
	struct rows *r = store_read(c, "select count(*) from boundary b join area a on a.code = b.area where a.kind = :kind");

	bind_text(r, "kind", kind);
	*known = rows_next(r) && col_int(r, 0) > 0;
	return rows_end(r);
}

/* An area before its class is known; *value NaN: hidden or without a figure. */
static struct map_area
area_before_class(const struct about_page *about, const char *name, const struct shown *s, double *value)
{
	struct map_area a = {.name = name, .words = "no figure", .class = MAP_NO_FIGURE};

	*value = s && !s->suppressed ? s->value : NAN;
	if (isfinite(*value)) {
		a.words = about_value_with_unit(about, *value);
	} else if (s && s->suppressed) {
		a.words = "c";
		a.class = MAP_HIDDEN;
	}
	return a;
}

static enum err
areas_read(const struct about_page *about, const struct shown_list *list, const char *kind, struct map_areas *areas,
    struct values *values)
{
	struct mem *m = about->c->mem;
	struct rows *r = store_read(about->c, "select a.code, a.name, b.rings from boundary b join area a on a.code = b.area"
	    " where a.kind = :kind order by a.code");

	bind_text(r, "kind", kind);
	while (rows_next(r)) {
		const char *name = col_text(r, 1, m);
		const struct shown *s = shown_of(list, col_text(r, 0, m));
		struct map_area a = area_before_class(about, name, s, push(m, values));

		if (!shape_read(m, col_view(r, 2), &a.shape))
			return rows_end(r) ? about->c->err : fail(about->c, ERR_SYSTEM, "the boundary of %s cannot be read", name);
		*push(m, areas) = a;
	}
	return rows_end(r);
}

/* "Lowest fifth: 12.3 to 20.1" */
static const char *
fifth_words(const struct about_page *about, int class, double least, double most)
{
	static const char *const names[MAP_CLASSES] = {"Lowest fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Highest fifth"};
	struct mem *m = about->c->mem;
	const char *from = about_value(about, least), *to = about_value(about, most);

	return strcmp(from, to) == 0 ? mem_format(m, "%s: %s", names[class], from) :
	    mem_format(m, "%s: %s to %s", names[class], from, to);
}

/* Gives each area its class, and the classes their words. */
static void
classes_find(const struct about_page *about, struct map_areas *areas, const struct values *values, struct map_chart *chart)
{
	struct mem *m = about->c->mem;
	double *fifth = mem_new_array(m, double, areas->n + 1), least[MAP_CLASSES], most[MAP_CLASSES];

	quantiles_of(values->item, values->n, MAP_CLASSES, false, fifth, m);
	for (int c = 0; c < MAP_CLASSES; c++) {
		least[c] = INFINITY;
		most[c] = -INFINITY;
	}
	for (size_t i = 0; i < areas->n; i++) {
		if (isfinite(fifth[i])) {
			int c = (int)fifth[i] - 1;

			areas->item[i].class = (enum map_class)c;
			least[c] = fmin(least[c], values->item[i]);
			most[c] = fmax(most[c], values->item[i]);
		}
		chart->legend[areas->item[i].class] = "";
	}
	for (int c = 0; c < MAP_CLASSES; c++)
		if (chart->legend[c])
			chart->legend[c] = fifth_words(about, c, least[c], most[c]);
	if (chart->legend[MAP_HIDDEN])
		chart->legend[MAP_HIDDEN] = "c: hidden because small";
	if (chart->legend[MAP_NO_FIGURE])
		chart->legend[MAP_NO_FIGURE] = "No figure";
}

enum err
area_map(const struct about_page *about, const struct shown_list *list, const char *kind, const char *title,
    struct figure_table *t)
{
	struct mem *m = about->c->mem;
	struct map_areas areas = {0};
	struct values values = {0};
	struct map_chart chart = {.words = about_chart_words(about, mem_format(m, "map%s", kind), title, false)};
	size_t known = 0, beside;

	TRY(areas_read(about, list, kind, &areas, &values));
	for (size_t i = 0; i < values.n; i++)
		known += isfinite(values.item[i]) ? 1 : 0;
	if (known < MAP_CLASSES) {
		t->lead = areas.n ? "There is no map: fewer than five areas have both a boundary and a figure that is shown." :
		    WITHOUT_BOUNDARIES;
		return OK;
	}
	classes_find(about, &areas, &values, &chart);
	chart.area = areas.item;
	chart.n = areas.n;
	t->has_chart = t->wide = true;
	t->chart = chart_map(m, &chart);
	t->fold = mem_format(m, "All %s in a table", text_many(m, (int64_t)t->rows.n, "area", NULL));
	beside = t->rows.n;
	for (size_t i = 0; i < areas.n; i++)
		beside -= areas.item[i].class != MAP_NO_FIGURE && beside ? 1 : 0;
	if (beside)
		t->lead = mem_format(m, "%s in the table but not on the map, for want of a boundary.", beside == 1 ? "One area is" :
		    mem_format(m, "%zu areas are", beside));
	return OK;
}
