/* The catalogue: every file of catalogue/, embedded in the binary and overlaid by --catalogue DIR, read and checked. */
#ifndef CATALOGUE_CATALOGUE_H
#define CATALOGUE_CATALOGUE_H

#include "base/calendar.h"
#include "base/embedded.h"
#include "base/err.h"
#include "catalogue/dataset.h"
#include "catalogue/indicator.h"

struct code {
	const char *code, *label;
	const char *parent;             /* another code of the list or a group's own name; NULL when there is none */
};
struct code_list {
	const char *name, *title, *source;
	bool open;                      /* an unknown code is kept rather than rejected */
	const char *file;
	struct code *code;              /* in the order of the file */
	size_t n;
	uint32_t *slot;                 /* hash table over the codes: place + 1, 0 for none */
	size_t n_slots;                 /* a power of two */
};

/* A school term. The half-term break is closed, both ends included; DAY_NONE where a term has none. */
struct term {
	int32_t from, until, break_from, break_until;
	const char *name;               /* autumn, spring, summer */
	int academic_year;              /* the year it began in: 2024 for 2024/25 */
};

/* Which source's word counts for a person's field, best first (catalogue/survivorship.yml). */
struct survivorship {
	const char *field;              /* name, born, sex, gender, ethnicity, died, due */
	const char **source;            /* agencies, most trusted first; those not named come last, newest first */
	size_t n;
};

/* Given names that one person may go by (catalogue/linkage/nicknames.yml), as linking folds them. One name may stand in several
 * groups: sam is samuel or samantha. */
struct nicknames {
	struct view *name;
	size_t n;                       /* two at least */
};

/* An area of England as catalogue/areas.yml knows it. */
struct known_area {
	const char *code, *kind, *name, *number, *parent;   /* number: the Department for Education's three figures */
	const char **also, **codes, **became;   /* other names; former codes of the same area; what came after it ended */
	size_t n_also, n_codes, n_became;
	int32_t since, until;           /* DAY_NONE: always, or still */
	bool same_ground;               /* its one successor has the same boundary */
};

struct catalogue {
	struct dataset *dataset; size_t n_datasets;
	struct code_list *list; size_t n_lists;
	struct indicator *indicator; size_t n_indicators;       /* with those that clocks make, by topic and id */
	struct clock *clock; size_t n_clocks;
	struct calendar **calendar; size_t n_calendars;         /* "working", "school" */
	struct term *term; size_t n_terms;                      /* by date */
	struct survivorship *survivorship; size_t n_survivorship;
	struct nicknames *nicknames; size_t n_nicknames;        /* in the order of the file */
	struct known_area *area; size_t n_areas;
	uint64_t digest;                                        /* of every file: another one when any says something else */
};

/* Reads and checks everything into c->mem and c->catalogue. `overlay` (a folder or NULL): a file there replaces the
 * embedded one of the same path; others are added. The first fault is the error; names file, line and key. */
enum err catalogue_load(struct ctx *c, const char *overlay) MUST_USE;

/* The groups of nicknames that a file's text holds, alone; they live in c->mem. The first fault is the error. */
enum err catalogue_nicknames(struct ctx *c, const char *file, struct view text, const struct nicknames **out, size_t *n) MUST_USE;

const struct dataset *catalogue_dataset(const struct catalogue *k, const char *name);
const struct code_list *catalogue_list(const struct catalogue *k, const char *name);
const struct indicator *catalogue_indicator(const struct catalogue *k, const char *id);
const struct clock *catalogue_clock(const struct catalogue *k, const char *id);
const struct calendar *catalogue_calendar(const struct catalogue *k, const char *name);
const struct code *code_find(const struct code_list *list, struct view code);       /* NULL when it has no such code */
const char *code_label(const struct code_list *list, struct view code);     /* NULL when the list has no such code */

extern const struct embedded embedded_catalogue[];      /* ends with a NULL path */

#endif
