/* Shapes on a map: rings of points in metres of the British National Grid, and the compact text that they are kept as. */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/text.h"

struct point {
	int32_t east, north;            /* metres */
};
/* A closed line; the first point is not repeated at its end. */
struct ring LIST(struct point);
/* Outlines and holes alike: what lies in an odd number of them is inside. */
struct shape LIST(struct ring);

#define RING_LEAST 3                    /* points of a ring, where GeoJSON counts four: the first once more */
#define SHAPE_TOLERANCE 20.0            /* metres by which a simplified line may leave the one that it was */

/* Longitude and latitude in degrees (WGS84) as metres of the British National Grid, good to about five metres (Ordnance
 * Survey 2020, A guide to coordinate systems in Great Britain: Helmert's transformation, then the transverse Mercator
 * projection of annexe C). */
void grid_of_degrees(double longitude, double latitude, double *east, double *north);

/* Twice the area, in square metres; its sign tells the direction. */
int64_t ring_twice_area(const struct ring *r);
/* Leaves out points while the line stays within `tolerance` metres of where it was (Douglas and Peucker 1973); never fewer
 * than RING_LEAST stay. A new ring in m. */
struct ring ring_simplified(struct mem *m, const struct ring *r, double tolerance);

/* "440000 557000 12 -3 …": the first point, then each as steps from the one before; rings parted by a semicolon. */
void put_shape(struct builder *b, const struct shape *s);
/* False for a text that is none. In m. */
bool shape_read(struct mem *m, struct view text, struct shape *out);

#endif
