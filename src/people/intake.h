/* Intake: extracts in. Files are recognised by what they hold, ordered by what hangs on what, and imported one
 * transaction each: all of a file or none of it. */
#ifndef PEOPLE_INTAKE_H
#define PEOPLE_INTAKE_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

struct import_options {
	const char *as;             /* the data set, when it is not to be recognised; NULL */
	int32_t as_at;              /* the day the extract was made; DAY_NONE: from the file */
	int32_t covers_from, covers_until;      /* the period it covers; DAY_NONE: from the file */
	bool accept_removals;       /* withdraw however much is no longer there */
	double removal_limit;       /* the share of what a file covers that it may withdraw unasked; 0.02 */
	const char *by;             /* who imports, for the batch */
	struct mem *mem;            /* where the manifest's sentences live */
};

/* What became of one file. */
struct imported {
	const char *file, *dataset, *title;     /* dataset NULL: not recognised */
	int64_t rows, written, unchanged, rejected, withdrawn, older;
	double seconds;
	bool placeholder;           /* its sharing agreement is made up, and the authority is not */
	enum err err;
	const char *sentence;       /* why it failed, or a note; NULL */
};
struct manifest LIST(struct imported);

/* Imports files and folders (folders whole, but for those named `truth`). Each file that fails is in the manifest with
 * its sentence, and the rest goes on; returns ERR_INPUT, without a sentence, when any file failed or any row was
 * rejected, and the first system error otherwise. */
enum err import_paths(struct ctx *c, const char *const *path, size_t n, const struct import_options *options,
    struct manifest *out) MUST_USE;

#endif
