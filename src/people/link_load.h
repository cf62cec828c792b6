/* The records that linking knows: every identity, with what is compared of those that are not sealed. */
#ifndef PEOPLE_LINK_LOAD_H
#define PEOPLE_LINK_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "linkage/engine.h"

#define LINK_NOBODY UINT32_MAX
#define ROSTER_SEED 1                   /* of the engine's random pairs: the same in every run */

/* What is compared, in the model's order. */
enum trait { TRAIT_GIVEN, TRAIT_FAMILY, TRAIT_BORN, TRAIT_SEX, TRAIT_POSTCODE, TRAIT_NUMBER, TRAITS = TRAIT_NUMBER + 4 };

struct identity_known {
	int64_t id, person;         /* person 0: not linked yet */
	double weight;              /* NaN: not linked yet */
	uint32_t record;            /* its number in the set; LINK_NOBODY for a sealed one, whose names and numbers take no part */
	int32_t source;             /* in the roster's table of sources */
	int64_t digest;             /* of all that is compared */
	struct view trait[TRAITS];
};

struct roster {
	struct mem *mem;
	struct link_model model;            /* its fields; trained where one was loaded into it */
	struct link_set *set;               /* NULL before roster_fill */
	struct text_map *source;
	struct int_map *by_id;              /* identity → its number in `who` */
	struct { struct identity_known *item; size_t n, cap; } who;    /* by id */
	uint32_t *of_record;                /* record → its number in `who` */
	uint64_t *order;                    /* of each record: the same number in every run */
	size_t records;                     /* that are not sealed */
};

/* The model's fields, without chances. */
void roster_model(struct link_model *model);
/* Reads all of it; a writer has not yet written. The roster lives in `mem`; end it with roster_end. */
enum err roster_load(struct ctx *c, struct mem *mem, struct roster *out) MUST_USE;
/* Hands the records to the engine, by r->model, with the forms of names that the catalogue knows and, where the model is trained,
 * what was learned of names with it. */
enum err roster_fill(struct ctx *c, struct roster *r) MUST_USE;
void roster_end(struct roster *r);

/* An identity that takes part; NULL for one that is not there and for a sealed one, which nobody can tell apart. */
const struct identity_known *roster_find(const struct roster *r, int64_t identity);

#endif
