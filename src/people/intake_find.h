/* Finding files and saying what each is. */
#ifndef PEOPLE_INTAKE_FIND_H
#define PEOPLE_INTAKE_FIND_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

struct dataset;

struct found {
	const char *path;
	const struct dataset *dataset;      /* NULL: not recognised, and `problem` says what it is nearest to */
	const char *problem, *note;
	int rank;                           /* how many data sets must come before */
	int32_t dated;                      /* what its name says of its date, for ordering; DAY_NONE */
};
struct found_list LIST(struct found);

/* Every file under `path`, in the order to import them: reference data first, then what others hang on, oldest first. */
enum err intake_find(struct ctx *c, const char *const *path, size_t n, const char *as, struct found_list *out) MUST_USE;

#endif
