/* Polygons of GeoJSON (RFC 7946) as rings in metres: every ring closed, every point in Great Britain, nothing mended. */
#include "people/geojson_shape.h"

#include <math.h>
#include <string.h>

#include "people/intake_geojson.h"

#define TOO_MANY "has more than 100,000 points; take a generalised file (BGC) instead"

bool
grid_named(const char *name, enum grid *out)
{
	static const struct { const char *part; enum grid grid; } known[] = {
		{"27700", GRID_METRES}, {"4326", GRID_DEGREES}, {"CRS84", GRID_DEGREES}, {"4258", GRID_DEGREES},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strstr(name, known[i].part)) {
			*out = known[i].grid;
			return true;
		}
	return false;
}

static bool
within(double x, double least, double most)
{
	return x >= least && x <= most;
}

/* One position; NULL, or what is wrong with it. */
static const char *
point_read(const json_t *position, enum grid *grid, struct point *out)
{
	double x, y, east, north;

	if (json_array_size(position) < 2 || !json_is_number(json_array_get(position, 0)) ||
	    !json_is_number(json_array_get(position, 1)))
		return "has a point that is not two numbers";
	east = x = json_number_value(json_array_get(position, 0));
	north = y = json_number_value(json_array_get(position, 1));
	if (*grid == GRID_NOT_KNOWN)
		*grid = fabs(x) <= 180 && fabs(y) <= 90 ? GRID_DEGREES : GRID_METRES;
	if (*grid == GRID_DEGREES && !(within(x, -10, 4) && within(y, 49, 62)))
		return "has a point outside Great Britain; a point is longitude, then latitude (WGS84)";
	if (*grid == GRID_DEGREES)
		grid_of_degrees(x, y, &east, &north);
	else if (!(within(x, 0, 700000) && within(y, 0, 1300000)))
		return "has a point outside the British National Grid; coordinates are longitude and latitude (WGS84), or metres of that"
		    " grid";
	*out = (struct point){(int32_t)lround(east), (int32_t)lround(north)};
	return NULL;
}

static bool
same_position(const json_t *a, const json_t *b)
{
	for (size_t i = 0; i < 2; i++) {
		double x = json_number_value(json_array_get(a, i)), y = json_number_value(json_array_get(b, i));

		if (x < y || x > y)
			return false;
	}
	return true;
}

static const char *
ring_read(struct mem *m, const json_t *positions, enum grid *grid, size_t *points, struct ring *out)
{
	size_t n = json_array_size(positions);
	struct point p;

	*out = (struct ring){0};
	if (n < RING_LEAST + 1)
		return "has a ring of fewer than four points";
	if ((*points += n) > GEOJSON_POINTS_MAX)
		return TOO_MANY;
	for (size_t i = 0; i + 1 < n; i++) {
		const char *wrong = point_read(json_array_get(positions, i), grid, &p);

		if (wrong)
			return wrong;
		if (!out->n || out->item[out->n - 1].east != p.east || out->item[out->n - 1].north != p.north)
			*push(m, out) = p;
	}
	if (!same_position(json_array_get(positions, 0), json_array_get(positions, n - 1)))
		return "has an open ring: its last point is not its first";
	return NULL;
}

/* The rings of a polygon, those left out that are nothing when rounded to metres. */
static const char *
polygon_read(struct mem *m, const json_t *rings, enum grid *grid, size_t *points, struct shape *out)
{
	if (!json_array_size(rings))
		return "has a polygon without a ring";
	for (size_t i = 0; i < json_array_size(rings); i++) {
		struct ring r;
		const char *wrong = ring_read(m, json_array_get(rings, i), grid, points, &r);

		if (wrong)
			return wrong;
		if (r.n >= RING_LEAST && ring_twice_area(&r) != 0)
			*push(m, out) = ring_simplified(m, &r, SHAPE_TOLERANCE);
	}
	return NULL;
}

const char *
geometry_read(struct mem *m, const json_t *geometry, enum grid *grid, struct shape *out)
{
	const char *type = json_string_value(json_object_get(geometry, "type")), *wrong = NULL;
	const json_t *coordinates = json_object_get(geometry, "coordinates");
	size_t points = 0;

	*out = (struct shape){0};
	if (type && !strcmp(type, "Polygon"))
		wrong = polygon_read(m, coordinates, grid, &points, out);
	else if (type && !strcmp(type, "MultiPolygon"))
		for (size_t i = 0; !wrong && i < json_array_size(coordinates); i++)
			wrong = polygon_read(m, json_array_get(coordinates, i), grid, &points, out);
	else
		return "has no geometry of the type Polygon or MultiPolygon";
	return wrong ? wrong : out->n ? NULL : "covers nothing: its area is nought";
}
