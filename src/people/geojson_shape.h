/* A feature's geometry as a shape in metres. */
#ifndef PEOPLE_GEOJSON_SHAPE_H
#define PEOPLE_GEOJSON_SHAPE_H

#include <jansson.h>

#include "base/err.h"
#include "base/shape.h"

/* What a file's coordinates are: one kind throughout. */
enum grid { GRID_NOT_KNOWN, GRID_DEGREES, GRID_METRES };

/* By the name of a coordinate system ("urn:ogc:def:crs:EPSG::27700"); false for one that cannot be read. */
bool grid_named(const char *name, enum grid *out);
/* Reads a Polygon or MultiPolygon and simplifies it. *grid is found by the first point where it is not known. NULL, or what
 * is wrong. In m. */
const char *geometry_read(struct mem *m, const json_t *geometry, enum grid *grid, struct shape *out);

#endif
