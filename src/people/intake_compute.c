/* Computed fields: how far apart two postcodes are, and whether one lies inside the authority. */
#include "people/intake_compute.h"

#include <math.h>

#include "base/mem.h"
#include "catalogue/dataset.h"
#include "people/intake_file.h"
#include "people/intake_refer.h"

#define METRES_A_MILE 1609.344

static enum err
compute_miles(struct importing *m, const struct view *of, struct view *out)
{
	struct spot a, b;
	bool known_a, known_b;

	TRY(refer_spot(m->c, m->refer, of[0], &a, &known_a));
	TRY(refer_spot(m->c, m->refer, of[1], &b, &known_b));
	if (known_a && known_b)
		*out = view_of(mem_format(m->row_mem, "%.1f",
		    hypot(a.easting - b.easting, a.northing - b.northing) / METRES_A_MILE));
	return OK;
}

static enum err
compute_inside(struct importing *m, const struct view *of, struct view *out)
{
	struct spot spot;
	bool known;

	TRY(refer_spot(m->c, m->refer, of[0], &spot, &known));
	if (known)
		*out = view_is(spot.authority, m->authority) ? VIEW("yes") : VIEW("no");
	return OK;
}

static enum err (*const computers[])(struct importing *, const struct view *, struct view *) = {
	[COMPUTE_MILES_BETWEEN] = compute_miles,
	[COMPUTE_INSIDE_AUTHORITY] = compute_inside,
};

enum err
fields_compute(struct importing *m, const struct record *record, struct view *value)
{
	for (size_t i = 0; i < record->n_field; i++) {
		const struct field *f = &record->field[i];
		struct view of[2] = {{0}};

		if (!f->compute)
			continue;
		if (f->otherwise >= 0 && value[f->otherwise].n) {
			value[i] = value[f->otherwise];
			continue;
		}
		for (int k = 0; k < 2; k++)
			if (f->of[k] >= 0)
				of[k] = value[f->of[k]];
		if (of[0].n && (of[1].n || f->compute != COMPUTE_MILES_BETWEEN))
			TRY(computers[f->compute](m, of, &value[i]));
	}
	return OK;
}
