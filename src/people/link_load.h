/* The records that a linking run knows: every identity, or some of them, with what is compared of those that are not sealed. */
#ifndef PEOPLE_LINK_LOAD_H
#define PEOPLE_LINK_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "linkage/engine.h"
#include "people/link_declared.h"

#define LINK_NOBODY UINT32_MAX
#define ROSTER_SEED 1                   /* of the engine's random pairs: the same in every run */

/* What is compared, in the model's order. */
enum trait { TRAIT_GIVEN, TRAIT_FAMILY, TRAIT_BORN, TRAIT_SEX, TRAIT_POSTCODE, TRAIT_NUMBER, TRAIT_UPN = TRAIT_NUMBER,
	TRAIT_NHS_NUMBER, TRAIT_ULN, TRAIT_COUNCIL, TRAITS };

struct identity_known {
	int64_t id, person;         /* person 0: not linked yet */
	double weight;              /* NaN: not linked yet */
	uint32_t record;            /* its number in the set; LINK_NOBODY for a sealed one, whose names and numbers take no part */
	int32_t source;             /* in the roster's table of sources */
	int64_t source_key;         /* its key there */
	int64_t digest;             /* of all that is compared */
	struct view trait[TRAITS];
	/* What a run of some records knows and decides of it; a run of all has no need of it. */
	int64_t kept_digest, component;     /* as of the run that linked it last */
	bool kept;                  /* was linked, and its keys are kept */
	bool read;                  /* as it is, not as it was kept */
	bool touched;               /* is new, has changed, or was decided about */
	bool asked, searched;       /* whoever shares a key with it is to be in the roster, or is */
	bool moves;                 /* its whole component is in the roster, so that this run may move it */
};

/* Where a postcode is, in metres of the National Grid. */
struct link_spot {
	struct view postcode;
	int64_t easting, northing;
};

/* A number of a record that has others of its kind. */
struct link_several {
	int64_t number, identity;
};

/* Records by their identities. */
struct id_list LIST(int64_t);

struct roster {
	struct mem *mem;
	struct link_model model;            /* its fields; trained where one was loaded into it */
	struct link_set *set;               /* NULL before roster_fill */
	struct text_map *source;
	struct source_names declared;       /* those in which nobody is twice; before roster_fill none */
	struct int_map *by_id;              /* identity → its number in `who` */
	struct { struct identity_known *item; size_t n, cap; } who;    /* all: by id; some: in the order that they came in */
	uint32_t *of_record;                /* record → its number in `who` */
	uint64_t *order;                    /* of each record, as link_said.h makes it */
	size_t records;                     /* that are not sealed */
	size_t called;                      /* of `source`: those whose names the engine knows */
	size_t filled;                      /* of `who`: those that the engine has */
	struct { struct link_several *item; size_t n, cap; } several;  /* of those that were read, some twice */
	struct { struct link_spot *item; size_t n, cap; } spots;     /* of postcodes of those that it has not */
};

/* The model's fields, without chances. */
void roster_model(struct link_model *model);
/* An empty one. It lives in `mem`; end it with roster_end. */
void roster_begin(struct mem *mem, struct roster *out);
/* Reads every identity; a writer has not yet written. */
enum err roster_load(struct ctx *c, struct mem *mem, struct roster *out) MUST_USE;
/* Adds those of the list that are not there yet; who does not exist is left out. Inside the write transaction. */
enum err roster_add(struct ctx *c, struct roster *r, const struct id_list *list) MUST_USE;
/* The same of those that the last run knew, as it knew them: the others are left out. For records of which nothing has changed. */
enum err roster_add_kept(struct ctx *c, struct roster *r, const struct id_list *list) MUST_USE;
/* The same for one, without a transaction. */
enum err roster_add_one(struct ctx *c, struct roster *r, int64_t identity) MUST_USE;
/* Where this postcode is, if the look-up knows, for a record that is put into the roster by hand. */
enum err roster_add_spot(struct ctx *c, struct roster *r, struct view postcode) MUST_USE;
/* Hands the records that came since the last time to the engine, by r->model, with the places of their postcodes, with the forms of
 * names that the catalogue knows and, where the model is trained, what was learned of names with it, and with the sources in which nobody
 * is twice. */
enum err roster_fill(struct ctx *c, struct roster *r) MUST_USE;
void roster_end(struct roster *r);

/* An identity that takes part; NULL for one that is not there and for a sealed one, which nobody can tell apart. */
const struct identity_known *roster_find(const struct roster *r, int64_t identity);

#endif
