/* Many numbers that a query is joined with: one table holds them while it runs. */
#ifndef PEOPLE_LINK_STAGE_H
#define PEOPLE_LINK_STAGE_H

#include "people/link_load.h"

void ids_sort(struct id_list *list);    /* upwards */
/* Puts these in the place of what was there, each once; sorts the list. Inside the write transaction; read by store_read_own(). */
enum err stage_fill(struct ctx *c, struct id_list *list) MUST_USE;
/* Fills the stage, and appends the first column of what `sql` finds to `out`, which lives in `mem`. */
enum err stage_ask(struct ctx *c, struct mem *mem, struct id_list *list, const char *sql, struct id_list *out) MUST_USE;

#endif
