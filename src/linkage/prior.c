/* See the header. The figures are round ones: of registers that agree in most of what they hold and slip in some of it, of
 * an authority of a few postcode districts, of families whose children share a home and mostly a name. What the records
 * themselves say outweighs them as soon as there are some hundreds. */
#include "linkage/prior.h"

#define LIKE_A_FAMILY {0, 0.75, 0.03, 0.08, 0.03, 0.11}

static const double chance[LINK_KINDS][LINK_CLASSES][LINK_LEVELS] = {
	/* the same, swapped, another form, part, nearly the same, alike, different */
	[LINK_GIVEN] = {
		[LINK_MATCH]   = {0, 0.87, 0.008, 0.025, 0.012, 0.065, 0.008, 0.012},
		[LINK_TWIN]    = {0, 0.003, 0.00001, 0.0003, 0.0003, 0.002, 0.006, 0.98839},
		[LINK_SIBLING] = {0, 0.003, 0.00001, 0.0003, 0.0003, 0.002, 0.006, 0.98839},
		[LINK_RANDOM]  = {0, 0.003, 0.00001, 0.0003, 0.0003, 0.002, 0.006, 0.98839},
	},
	/* the same, part, nearly the same, alike, different */
	[LINK_FAMILY] = {
		[LINK_MATCH]   = {0, 0.90, 0.015, 0.05, 0.005, 0.03},
		[LINK_TWIN]    = {0, 0.90, 0.015, 0.04, 0.005, 0.04},
		[LINK_SIBLING] = {0, 0.88, 0.02, 0.035, 0.005, 0.06},
		[LINK_RANDOM]  = {0, 0.0015, 0.0003, 0.0007, 0.003, 0.9945},
	},
	/* the same, day and month swapped, one digit, month and year, a year out, ten days, the same year, different */
	[LINK_BORN] = {
		[LINK_MATCH]   = {0, 0.93, 0.009, 0.04, 0.005, 0.002, 0.001, 0.009, 0.004},
		[LINK_TWIN]    = {0, 0.93, 0.009, 0.04, 0.005, 0.002, 0.001, 0.009, 0.004},
		[LINK_SIBLING] = {0, 0.0002, 0.0001, 0.002, 0.0005, 0.0001, 0.0001, 0.007, 0.99},
		[LINK_RANDOM]  = {0, 0.00016, 0.00006, 0.0042, 0.003, 0.00005, 0.0006, 0.052, 0.93993},
	},
	[LINK_SEX] = {
		[LINK_MATCH]   = {0, 0.995, 0.005},
		[LINK_TWIN]    = {0, 0.65, 0.35},
		[LINK_SIBLING] = {0, 0.5, 0.5},
		[LINK_RANDOM]  = {0, 0.5, 0.5},
	},
	/* the same, one character, sector, district, area, different */
	[LINK_POSTCODE] = {
		[LINK_MATCH]   = {0, 0.83, 0.01, 0.01, 0.03, 0.10, 0.02},
		[LINK_TWIN]    = {0, 0.90, 0.01, 0.005, 0.015, 0.06, 0.01},
		[LINK_SIBLING] = {0, 0.90, 0.01, 0.005, 0.015, 0.06, 0.01},
		[LINK_RANDOM]  = {0, 0.0005, 0.008, 0.005, 0.08, 0.70, 0.2065},
	},
	/* Numbers: the same, one character, different and not both valid, of UPNs one character and both valid, different.
	 * Schools mix up twins' numbers more than anybody else's. */
	[LINK_IDENTIFIER] = {
		[LINK_MATCH]   = {0, 0.95, 0.015, 0.035},
		[LINK_TWIN]    = {0, 0.02, 0.002, 0.978},
		[LINK_SIBLING] = {0, 0.005, 0.001, 0.994},
		[LINK_RANDOM]  = {0, 0.00001, 0.00001, 0.99998},
	},
	[LINK_UPN] = {
		[LINK_MATCH]   = {0, 0.97, 0.01, 0.005, 0.001, 0.014},
		[LINK_TWIN]    = {0, 0.02, 0.001, 0.01, 0.05, 0.919},
		[LINK_SIBLING] = {0, 0.001, 0.0005, 0.01, 0.001, 0.9875},
		[LINK_RANDOM]  = {0, 0.000002, 0.00001, 0.01, 0.00005, 0.989938},
	},
	[LINK_NHS_NUMBER] = {
		[LINK_MATCH]   = {0, 0.985, 0.007, 0.004, 0.004},
		[LINK_TWIN]    = {0, 0.01, 0.001, 0.01, 0.979},
		[LINK_SIBLING] = {0, 0.001, 0.0005, 0.01, 0.9885},
		[LINK_RANDOM]  = {0, 0.000002, 0.00001, 0.01, 0.989988},
	},
	/* the same, different */
	[LINK_BLIND] = {
		[LINK_MATCH]   = {0, 0.97, 0.03},
		[LINK_TWIN]    = {0, 0.02, 0.98},
		[LINK_SIBLING] = {0, 0.001, 0.999},
		[LINK_RANDOM]  = {0, 0.000002, 0.999998},
	},
	/* the same, part, nearly the same, alike, different */
	[LINK_TEXT] = {
		[LINK_MATCH]   = LIKE_A_FAMILY,
		[LINK_TWIN]    = LIKE_A_FAMILY,
		[LINK_SIBLING] = LIKE_A_FAMILY,
		[LINK_RANDOM]  = {0, 0.01, 0.005, 0.005, 0.02, 0.96},
	},
};

/* the same, one character, sector, two kilometres, five, district, area, different */
static const double placed_chance[LINK_CLASSES][LINK_LEVELS] = {
	[LINK_MATCH]   = {0, 0.83, 0.01, 0.01, 0.04, 0.04, 0.01, 0.045, 0.015},
	[LINK_TWIN]    = {0, 0.90, 0.01, 0.005, 0.024, 0.024, 0.005, 0.025, 0.007},
	[LINK_SIBLING] = {0, 0.90, 0.01, 0.005, 0.024, 0.024, 0.005, 0.025, 0.007},
	[LINK_RANDOM]  = {0, 0.0005, 0.008, 0.005, 0.04, 0.12, 0.03, 0.60, 0.1965},
};

const double *
prior_chance(const struct link_model *m, int field, enum link_class k)
{
	return m->placed[field] ? placed_chance[k] : chance[m->field[field].kind][k];
}

double
prior_pairs(enum link_class k)
{
	static const double each[LINK_CLASSES] = {[LINK_MATCH] = 0.5, [LINK_TWIN] = 0.01, [LINK_SIBLING] = 0.2};

	return each[k];
}
