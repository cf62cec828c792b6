/* A map: areas shaded in classes, told apart by hatching that grows denser as well as by shade. */
#ifndef WEB_CHART_MAP_H
#define WEB_CHART_MAP_H

#include "base/shape.h"
#include "web/chart/svg.h"

#define MAP_CLASSES 5                   /* of the areas that have a value, lowest first */
enum map_class { MAP_LOWEST, MAP_HIGHEST = MAP_CLASSES - 1, MAP_HIDDEN, MAP_NO_FIGURE, MAP_CLASS_COUNT };

struct map_area {
	const char *name;
	const char *words;              /* "12.3 per 10,000", "c", "no figure": what its tooltip says */
	struct shape shape;             /* metres; north is up */
	enum map_class class;
};
struct map_chart {
	struct chart_words words;
	size_t n;
	const struct map_area *area;
	const char *legend[MAP_CLASS_COUNT];    /* NULL: no area is in the class */
};
struct html chart_map(struct mem *m, const struct map_chart *chart);

#endif
