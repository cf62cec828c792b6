/* A person's values out of their identities': for each field the most trusted source's, the newest first within one
 * (catalogue/survivorship.yml). Never edited, always made again. */
#ifndef PEOPLE_SURVIVORSHIP_H
#define PEOPLE_SURVIVORSHIP_H

#include <stdint.h>

#include "base/err.h"
#include "people/link_load.h"

struct int_map;

/* Makes every person's values again, and writes those that changed. Inside a write transaction. */
enum err people_refresh(struct ctx *c) MUST_USE;

/* The same of some people, in two steps. `whose`: identity → person, of all of these people's identities; 0: nobody. Reads what those say, and
 * what the people said until now; part of a job that may run beside (store_beside). The values live in `mem`. */
struct values;
enum err values_read(struct ctx *c, struct mem *mem, const struct int_map *whose, struct values **out) MUST_USE;
/* Appends those, in `mem`, whose values may be at fault (fault.h): of whose rows two say different things, and who died. */
void values_at_fault(const struct values *v, struct mem *mem, struct id_list *people);
enum err values_write(struct ctx *c, const struct values *v) MUST_USE;

#endif
