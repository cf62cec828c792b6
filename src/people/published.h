/* Published numbers on their way in: what the parts of the import of one such file share.
 *
 * A file's rows become rows of `observation` with the basis `published`, under the publisher's own name for the measure;
 * which of them is an indicator's counterpart the indicator's file says, and is asked when figures are shown. */
#ifndef PEOPLE_PUBLISHED_H
#define PEOPLE_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalogue/dataset.h"
#include "people/intake_batch.h"

struct areas_known;
struct importing;
struct known_numbers;

/* One number as a row of the file says it. */
struct number {
	const struct period_read *period;
	int32_t area;                   /* its place among the areas known */
	const char *dimension, *category;
	double numerator, denominator, value, lower95, upper95, lower998, upper998;     /* NaN: none */
	struct view note, comparison, trend;
};

/* A measure met in the file. */
struct measure_met {
	const char *id;
	const char *title, *topic, *unit, *better, *base;       /* NULL: the file does not say */
	enum published_year year;
	bool told;                      /* the file says what it measures, not only how much */
	bool loaded;                    /* what is known of its numbers is in memory */
	bool forgotten;                 /* … and was before, but was forgotten */
	bool fresh;                     /* nothing of it was known before */
	uint64_t hash;
	int32_t known_year;             /* as the database has it; YEAR_UNKNOWN */
};
struct measures_met LIST(struct measure_met);

/* ---- periods: published_period.c ---- */

struct period_read {
	struct period period;           /* from DAY_NONE: it is none */
	char from[DAY_SIZE], until[DAY_SIZE];   /* the same in ISO form, as a thousand rows write it */
	const char *status;             /* "provisional", "revised", "final", "outturn"; NULL */
};
/* Reads a period as publishers write it. `kind` is the column that says what "2025" or "202425" is ("Academic year",
 * "Week 37", "March", "Autumn term"), or empty; `year` is what a year means otherwise. */
struct period_read published_period(struct view text, struct view kind, enum published_year year);

/* ---- areas: published_area.c ---- */

/* What a row says of its area; any may be empty. */
struct area_said {
	struct view code, number, name, parent;
};
enum err areas_known_open(struct importing *m, struct areas_known **out) MUST_USE;
/* Finds the area of a row at the end of its period. A well-formed code that is not known makes an area of that name, an unheard
 * name of a known code is kept as an alias. -1: none, and *reason says why; *reason NULL: a row of no area (a symbol stands in
 * its place). */
enum err area_find(struct importing *m, struct areas_known *k, const struct area_said *said, int32_t day, int32_t *area,
    const char **reason) MUST_USE;
const char *area_code_of(const struct areas_known *k, int32_t area);
uint64_t area_hash_of(const struct areas_known *k, int32_t area);

/* ---- writing: published_write.c ---- */

enum err numbers_open(struct importing *m, struct known_numbers **out) MUST_USE;
/* The measure of that id, its details to be filled in by the caller when *is_new; what the database has of it is known. */
void measure_meet(struct importing *m, struct known_numbers *k, const char *id, struct measure_met **out, bool *is_new);
/* Says what the totals of a measure are of, NULL for everything. */
enum err measure_rebase(struct importing *m, struct known_numbers *k, struct measure_met *x, const char *base) MUST_USE;
enum err number_write(struct importing *m, struct known_numbers *k, struct measure_met *measure, const char *area,
    uint64_t area_hash, const struct number *n, const char **problem) MUST_USE;
/* One of an authority's statistical neighbours, in the place of whoever had that rank. */
enum err neighbour_write(struct importing *m, const char *area, const char *other, int64_t rank) MUST_USE;
/* Closes the writers and writes the measures; `note` is what the manifest should tell, or NULL. */
enum err numbers_close(struct importing *m, struct known_numbers *k, const char **note) MUST_USE;

/* ---- columns: published_columns.c ---- */

struct csv_row;

/* A column that cuts the numbers: its name and word are part of a number's dimension and category. */
struct cut_column {
	int column;
	const char *name;
	const struct field *field;      /* whose `map` its words go through; NULL */
};
/* A column of numbers of a wide file. */
struct value_column {
	int column;
	const char *name;
	struct measure_met *measure;
};
struct layout {
	const struct dataset *dataset;
	struct mem *mem;
	size_t width;                   /* columns of the heading */
	int *column;                    /* of the file, for each field of the data set; -1 none */
	struct LIST(struct cut_column) cut;
	struct LIST(struct value_column) value;
	const char *base;               /* the words that columns of the whole file have: "category=Referrals"; NULL none */
};
/* Finds the data set's columns in the heading; of a wide file also reads it through once, to tell its columns of numbers from
 * those of words. */
enum err layout_read(struct importing *m, const char *path, struct layout *out) MUST_USE;
/* The field that becomes `as`; -1 where the data set or the file has none. */
int layout_field(const struct layout *l, const char *as);
/* A column that has one word throughout cuts nothing, unless the measures were cut by it before (`base` is theirs). */
void layout_settle(struct layout *l, bool known, const char *base);
/* A cell of a field, through its `map`; empty where there is none. */
struct view layout_cell(const struct layout *l, const struct csv_row *row, int field);

/* ---- symbols: published_symbol.c ---- */

/* What stands in a cell for a number. */
enum cell { CELL_EMPTY, CELL_NUMBER, CELL_SYMBOL, CELL_WORD };
/* Reads a cell; *symbol is what a symbol means ("suppressed", "not available", "not applicable", "rounds to nought",
 * "unreliable"), else NULL. */
enum cell cell_read(struct view v, double *value, const char **symbol);

#endif
