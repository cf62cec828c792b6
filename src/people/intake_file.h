/* One file on its way in: what all the steps of its import share. */
#ifndef PEOPLE_INTAKE_FILE_H
#define PEOPLE_INTAKE_FILE_H

#include <stdint.h>

#include "base/err.h"
#include "catalogue/dataset.h"
#include "people/intake.h"
#include "people/intake_batch.h"

struct bulk;
struct facts;
struct int_map;
struct progress;
struct refer;
struct source_row;

/* What is known of the sources of one data set, kept from file to file of it. */
struct intake_memory {
	const struct dataset *dataset;      /* NULL: nothing is loaded */
	struct mem *mem;
	struct refer *refer;                /* the agency's: it may outlive the data set */
	struct facts *facts[TARGET_COUNT];  /* those that the data set writes */
};

struct importing {
	struct ctx *c;
	const struct dataset *dataset;
	const struct import_options *options;
	const char *authority;              /* the authority's own code, for what lies inside it */
	struct intake_memory *memory;
	struct mem *mem;                    /* as long as the file's import */
	struct mem *row_mem;                /* as long as a row */
	struct batch batch;
	struct ids ids;
	struct refer *refer;                /* the memory's */
	struct facts **facts;               /* the memory's, by target */
	struct bulk *rejects;
	struct int_map *run_identity;       /* identities whose runs must be made again */
	int64_t run_parent;                 /* the fact of the run that the run being made lies in; 0 none */
	const struct view *value;           /* the current row's cleaned fields */
	const struct view *last;            /* the last days of its partial dates */
	struct imported *count;
	int64_t unknown_areas;              /* boundaries left out: the table of areas has no such area */
	bool rejected;                      /* the current row already counts as rejected */
	int64_t row;                        /* its number */
	const struct record *record;        /* its record; NULL while its fields cannot be told, and for what is of no one row */
	int64_t identity;                   /* whose it is, once that is known; 0 */
	struct view raw;
};

/* Imports one file in one transaction; fills `count`. `memory` (all zero at first) makes the next file of the same data set
 * or agency quick; memory_forget frees it at the end. */
enum err import_file(struct ctx *c, const char *path, const struct dataset *dataset,
    const struct import_options *options, struct intake_memory *memory, struct progress *progress,
    struct imported *count) MUST_USE;
void memory_forget(struct intake_memory *memory);

#endif
