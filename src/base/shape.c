/* Rings: where they lie, fewer points of them, and their text. */
#include "base/shape.h"

#include <math.h>

#define PI 3.14159265358979323846
#define DEGREE (PI / 180)
#define COORDINATE_MAX 10000000         /* metres: beyond every grid of the country */

/* ---- projection ------------------------------------------------------------------------------------------------- */

struct ellipsoid {
	double a, b;                    /* half axes, metres */
};
static const struct ellipsoid wgs84 = {6378137.000, 6356752.3141}, airy = {6377563.396, 6356256.909};

struct cartesian {
	double x, y, z;
};

static double
eccentricity(const struct ellipsoid *e)
{
	return 1 - (e->b * e->b) / (e->a * e->a);
}

static struct cartesian
cartesian_of(const struct ellipsoid *e, double phi, double lambda)
{
	double square = eccentricity(e), nu = e->a / sqrt(1 - square * sin(phi) * sin(phi));

	return (struct cartesian){nu * cos(phi) * cos(lambda), nu * cos(phi) * sin(lambda), (1 - square) * nu * sin(phi)};
}

/* Latitude and longitude in radians. */
static void
degrees_of(const struct ellipsoid *e, struct cartesian c, double *phi, double *lambda)
{
	double square = eccentricity(e), across = hypot(c.x, c.y);

	*lambda = atan2(c.y, c.x);
	*phi = atan2(c.z, across * (1 - square));
	for (int i = 0; i < 6; i++) {
		double nu = e->a / sqrt(1 - square * sin(*phi) * sin(*phi));

		*phi = atan2(c.z + square * nu * sin(*phi), across);
	}
}

/* WGS84 to OSGB36, with the seven numbers of the guide's section 6.6. */
static struct cartesian
helmert(struct cartesian c)
{
	const double tx = -446.448, ty = 125.157, tz = -542.060, scale = 1 + 20.4894e-6, second = DEGREE / 3600;
	const double rx = -0.1502 * second, ry = -0.2470 * second, rz = -0.8421 * second;

	return (struct cartesian){tx + scale * c.x - rz * c.y + ry * c.z, ty + rz * c.x + scale * c.y - rx * c.z,
	    tz - ry * c.x + rx * c.y + scale * c.z};
}

/* The meridian's arc from the true origin, annexe C's M. */
static double
meridian(double n, double b, double phi, double phi0)
{
	double less = phi - phi0, more = phi + phi0, n2 = n * n, n3 = n2 * n;

	return b * ((1 + n + 1.25 * (n2 + n3)) * less - (3 * n + 3 * n2 + 21.0 / 8 * n3) * sin(less) * cos(more) +
	    15.0 / 8 * (n2 + n3) * sin(2 * less) * cos(2 * more) - 35.0 / 24 * n3 * sin(3 * less) * cos(3 * more));
}

/* Annexe C.1, with its names of the terms. */
static void
mercator(double phi, double lambda, double *east, double *north)
{
	const double f0 = 0.9996012717, phi0 = 49 * DEGREE, lambda0 = -2 * DEGREE, e0 = 400000, n0 = -100000;
	double square = eccentricity(&airy), n = (airy.a - airy.b) / (airy.a + airy.b), s = sin(phi), c = cos(phi), t = tan(phi);
	double t2 = t * t, t4 = t2 * t2, nu = airy.a * f0 / sqrt(1 - square * s * s);
	double rho = airy.a * f0 * (1 - square) * pow(1 - square * s * s, -1.5), eta2 = nu / rho - 1, d = lambda - lambda0;
	double c3 = c * c * c, c5 = c3 * c * c;
	double one = meridian(n, airy.b * f0, phi, phi0) + n0, two = nu / 2 * s * c, three = nu / 24 * s * c3 * (5 - t2 + 9 * eta2);
	double three_a = nu / 720 * s * c5 * (61 - 58 * t2 + t4), four = nu * c, five = nu / 6 * c3 * (nu / rho - t2);
	double six = nu / 120 * c5 * (5 - 18 * t2 + t4 + 14 * eta2 - 58 * t2 * eta2);

	*north = one + two * d * d + three * pow(d, 4) + three_a * pow(d, 6);
	*east = e0 + four * d + five * pow(d, 3) + six * pow(d, 5);
}

void
grid_of_degrees(double longitude, double latitude, double *east, double *north)
{
	double phi, lambda;

	degrees_of(&airy, helmert(cartesian_of(&wgs84, latitude * DEGREE, longitude * DEGREE)), &phi, &lambda);
	mercator(phi, lambda, east, north);
}

/* ---- simplifying ------------------------------------------------------------------------------------------------ */

int64_t
ring_twice_area(const struct ring *r)
{
	int64_t sum = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct point *a = &r->item[i], *b = &r->item[i + 1 < r->n ? i + 1 : 0], *o = &r->item[0];

		sum += (int64_t)(a->east - o->east) * (b->north - o->north) - (int64_t)(b->east - o->east) * (a->north - o->north);
	}
	return sum;
}

/* The square of a point's distance from the stretch between two others. */
static double
distance_square(struct point p, struct point a, struct point b)
{
	double dx = b.east - a.east, dy = b.north - a.north, px = p.east - a.east, py = p.north - a.north;
	double length = dx * dx + dy * dy, along = length > 0 ? (px * dx + py * dy) / length : 0;

	along = along < 0 ? 0 : along > 1 ? 1 : along;
	px -= along * dx;
	py -= along * dy;
	return px * px + py * py;
}

struct stretch {
	size_t from, to;                /* `to` may be the ring's length: its first point once more */
};
struct stretches LIST(struct stretch);

static struct point
point_at(const struct ring *r, size_t i)
{
	return r->item[i < r->n ? i : i - r->n];
}

/* The point furthest from the straight line of a stretch; *square is how far. */
static size_t
furthest(const struct ring *r, struct stretch s, double *square)
{
	size_t found = s.from;

	*square = -1;
	for (size_t i = s.from + 1; i < s.to; i++) {
		double d = distance_square(r->item[i], point_at(r, s.from), point_at(r, s.to));

		if (d > *square) {
			*square = d;
			found = i;
		}
	}
	return found;
}

/* Marks the points that stay: the first, the one furthest from it, and those between that the line needs. */
static size_t
points_kept(struct mem *m, const struct ring *r, double tolerance, bool *kept)
{
	struct stretches open = {0};
	double square;
	size_t n = 2, far = furthest(r, (struct stretch){0, r->n}, &square);

	for (size_t i = 0; i < r->n; i++)
		kept[i] = i == 0 || i == far;
	*push(m, &open) = (struct stretch){0, far};
	*push(m, &open) = (struct stretch){far, r->n};
	while (open.n) {
		struct stretch s = open.item[--open.n];
		size_t at = furthest(r, s, &square);

		if (square <= tolerance * tolerance || at == s.from)
			continue;
		kept[at] = true;
		n++;
		*push(m, &open) = (struct stretch){s.from, at};
		*push(m, &open) = (struct stretch){at, s.to};
	}
	return n;
}

struct ring
ring_simplified(struct mem *m, const struct ring *r, double tolerance)
{
	bool *kept = mem_new_array(m, bool, r->n + 1);
	struct ring out = {0};

	if (r->n <= RING_LEAST)
		return *r;
	/* A small island would shrink to a line: it keeps what it needs to be one. */
	while (points_kept(m, r, tolerance, kept) < RING_LEAST && tolerance > 0)
		tolerance = tolerance > 1 ? tolerance / 2 : 0;
	for (size_t i = 0; i < r->n; i++)
		if (kept[i])
			*push(m, &out) = r->item[i];
	return out;
}

/* ---- text ------------------------------------------------------------------------------------------------------- */

void
put_shape(struct builder *b, const struct shape *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct point before = {0, 0};

		put_text(b, i ? ";" : "");
		for (size_t k = 0; k < s->item[i].n; k++) {
			struct point p = s->item[i].item[k];

			put_format(b, "%s%d %d", k ? " " : "", (int)(p.east - before.east), (int)(p.north - before.north));
			before = p;
		}
	}
}

static bool
step_read(struct view *rest, int32_t before, int32_t *out)
{
	int64_t step;

	if (!view_int(view_cut(rest, ' '), &step) || step > COORDINATE_MAX || step < -COORDINATE_MAX)
		return false;
	step += before;
	*out = (int32_t)step;
	return step <= COORDINATE_MAX && step >= -COORDINATE_MAX;
}

bool
shape_read(struct mem *m, struct view text, struct shape *out)
{
	*out = (struct shape){0};
	while (text.n) {
		struct view rest = view_cut(&text, ';');
		struct ring *r = push(m, out);
		struct point p = {0, 0};

		*r = (struct ring){0};
		while (rest.n) {
			if (!step_read(&rest, p.east, &p.east) || !step_read(&rest, p.north, &p.north))
				return false;
			*push(m, r) = p;
		}
		if (r->n < RING_LEAST)
			return false;
	}
	return out->n > 0;
}
