/* What has happened since the last run, without reading every identity. */
#ifndef PEOPLE_LINK_SINCE_H
#define PEOPLE_LINK_SINCE_H

#include "people/link_load.h"

/* Identities that a run is to look at: not linked yet, decided about, sealed or opened since, of which a version with a number
 * from `seen` on was recorded or an earlier one withdrawn by a file from then on, and those with several numbers of which
 * such a one shares one, for which of them counts hangs on how many have it. Most of them may be as they were. `decided` has those
 * that count as touched whatever else is known. Inside the write transaction; lives in `mem`. */
enum err since_find(struct ctx *c, struct mem *mem, int64_t seen, struct id_list *out, struct id_list *decided) MUST_USE;

#endif
