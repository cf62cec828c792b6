/* Typed figures: numbers that no extract holds. Each was typed by somebody, with where it comes from; a revision takes the place
 * of the version that it names, and nothing is overwritten (schema/0006_figures.sql). What stands is kept among the observations
 * too, with the basis `reported`, so that everything that shows figures shows these. */
#ifndef MEASURE_TYPED_H
#define MEASURE_TYPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "catalogue/indicator.h"
#include "measure/period.h"
#include "measure/shown.h"

/* What is typed, as text: options of the command and columns of a file have the same names. */
enum typed_field {
	TYPED_INDICATOR, TYPED_PERIOD, TYPED_KIND, TYPED_AREA, TYPED_BREAKDOWN, TYPED_CATEGORY, TYPED_NUMERATOR, TYPED_DENOMINATOR,
	TYPED_VALUE, TYPED_SOURCE, TYPED_EVIDENCE, TYPED_AUTHOR, TYPED_REVISES, TYPED_REASON, TYPED_FIELDS
};
extern const char *const typed_field_name[TYPED_FIELDS + 1];    /* ends with NULL */

struct typing {
	const char *field[TYPED_FIELDS];        /* NULL or "": not given */
	bool of_file;                           /* a fault names a column rather than an option */
};

/* One version of a figure. */
struct typed {
	int64_t id, revises;                    /* revises 0: the first of its kind, or after a withdrawal */
	const char *indicator, *area, *dimension, *category;
	struct period period;
	double numerator, denominator, value;   /* as typed; NaN: was not */
	const char *source, *evidence, *author, *reason;        /* NULL: was not typed */
	const char *recorded;                   /* UTC, 2026-04-15T10:00:00Z */
	bool withdrawn, stands;                 /* withdrawn: a version without numbers. stands: the one that holds */
	const struct indicator *k;              /* NULL when the catalogue no longer has it */
};
struct typed_list {
	struct typed *item;
	size_t n, cap;
};

/* Reads what was typed into *out, or says in a sentence what to do. It looks at the words and the areas, not at other figures. */
enum err typed_check(struct ctx *c, const struct typing *in, struct typed *out) MUST_USE;
/* "; did you mean `x`?", or where the measures' names are listed: for a measure that there is not. */
const char *typed_nearest(struct ctx *c, const char *id);
/* The period that a text names among those that the indicator is given for, by the names that pages show or as two days. `kind`
 * (NULL: any) tells apart what has one name. ERR_INPUT with a sentence that says how to write it; `as` is what the text is called. */
enum err typed_period_read(struct ctx *c, const struct indicator *k, const char *as, const char *text, const char *kind,
    struct period *out) MUST_USE;

/* Checks and writes one figure or revision, inside the open write transaction; *id names the new version. Observations follow with
 * typed_observe. */
enum err typed_add(struct ctx *c, const struct typing *in, int64_t *id, const struct indicator **k) MUST_USE;
/* A version that takes the figure away, and says why. */
enum err typed_withdraw(struct ctx *c, const char *id, const char *reason, const char *author, const struct indicator **k) MUST_USE;
/* Puts the indicator's typed figures that stand in the place of its earlier `reported` observations, with intervals from the
 * counts and the gaps between groups, and has the guard mark what is withheld; in the same transaction. */
enum err typed_observe(struct ctx *c, const struct indicator *k) MUST_USE;

/* Versions with their sealed words, oldest first within a figure: all that ever were, or those that stand. `indicator` and `area`
 * may be NULL for any. */
enum err typed_read(struct ctx *c, const char *indicator, const char *area, bool history, struct typed_list *out) MUST_USE;
/* Each version of the list as it may be shown, in its order: worked out from its counts; hidden where its own numbers are small and
 * where the figure as it stands is withheld (guard_typed.h). Earlier versions are shown only where no version of any of the measure's
 * figures of that time is hidden, for what one table hides another's subtraction might tell. Lives as long as c->mem. */
enum err typed_shown(struct ctx *c, const struct typed_list *list, struct shown **out) MUST_USE;
/* Whether two versions are of one figure: of the same measure, area, period and group. */
bool typed_is_same(const struct typed *a, const struct typed *b);
/* "2024-25", "2024-25, sex: female", with the area where it is not `authority`. */
const char *typed_name(struct mem *m, const struct typed *t, const char *authority);

#endif
