/* The catalogue inside the program, read once by a test program for all its tests: nobody changes what was read, and reading it
 * is most of what a small test would do. */
#ifndef TESTS_CATALOGUE_ONCE_H
#define TESTS_CATALOGUE_ONCE_H

#include "base/mem.h"
#include "catalogue/catalogue.h"

static inline enum err
catalogue_once(struct ctx *c)
{
	static struct ctx kept;

	if (kept.mem == NULL)
		kept.mem = mem_new();
	if (kept.catalogue == NULL && catalogue_load(&kept, NULL) != OK)
		return fail(c, ERR_INPUT, "%s", kept.sentence);
	c->catalogue = kept.catalogue;
	return OK;
}

#endif
