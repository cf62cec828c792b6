/* Outlines of the small areas: what lies nearer to an area's middle than to any other's, within the county's outline. They
 * meet without gaps, and a postcode lies in its area or close by. */
#include <math.h>

#include "demo/write.h"

#define CORNERS_MAX 96

struct corner {
	double east, north;
};
struct outline {
	struct corner at[CORNERS_MAX];
	int n;
};

/* Round about, without a dent: clipping it to a straight line leaves one piece. */
static const struct outline county_outline = {{
	{413000, 541500}, {420000, 537000}, {430000, 534500}, {438000, 536500}, {446500, 545000}, {449500, 553000},
	{446500, 560500}, {437000, 562500}, {426000, 561500}, {416000, 553500}, {412500, 547000},
}, 11};

/* Above nought on the side of the middle `a` of the line half way between two middles. */
static double
side_of(struct corner p, const struct area *a, const struct area *b)
{
	double east = a->easting - b->easting, north = a->northing - b->northing;

	return (p.east - (a->easting + b->easting) / 2.0) * east + (p.north - (a->northing + b->northing) / 2.0) * north;
}

/* Keeps the part that is nearer to `a` than to `b`. */
static void
outline_clip(struct outline *o, const struct area *a, const struct area *b)
{
	struct outline kept = {.n = 0};

	for (int i = 0; i < o->n; i++) {
		struct corner p = o->at[i], q = o->at[(i + 1) % o->n];
		double from = side_of(p, a, b), to = side_of(q, a, b), share = from / (from - to);

		if (from >= 0)
			kept.at[kept.n++] = p;
		if ((from < 0) != (to < 0))
			kept.at[kept.n++] = (struct corner){p.east + share * (q.east - p.east), p.north + share * (q.north - p.north)};
	}
	*o = kept;
}

static void
boundary_write(const struct writing *out, int n)
{
	const struct county *k = out->w->county;
	const struct area *a = &k->area[n];
	struct outline o = county_outline;

	for (int other = 0; other < N_AREAS; other++)
		if (other != n)
			outline_clip(&o, a, &k->area[other]);
	raw_put(out->part, F_BOUNDARIES, 0, "%s{\"type\":\"Feature\",\"properties\":{\"LSOA21CD\":\"%s\",\"LSOA21NM\":\"%s\"},"
	    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[", n ? ",\n" : "", a->code, a->name);
	for (int i = 0; i <= o.n; i++)
		raw_put(out->part, F_BOUNDARIES, 0, "%s[%ld,%ld]", i ? "," : "", lround(o.at[i % o.n].east),
		    lround(o.at[i % o.n].north));
	raw_put(out->part, F_BOUNDARIES, 0, "]]}}");
	raw_row(out->part, F_BOUNDARIES, 0);
}

void
write_boundaries(const struct writing *out)
{
	raw_put(out->part, F_BOUNDARIES, 0, "{\"type\":\"FeatureCollection\",\"name\":\"LSOA_2021_boundaries\",\"crs\":{\"type\":\"name\","
	    "\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::27700\"}},\"features\":[\n");
	for (int n = 0; n < N_AREAS; n++)
		boundary_write(out, n);
	raw_put(out->part, F_BOUNDARIES, 0, "\n]}\n");
}
