/* Blocking keys and components of records, kept in the database: who may be who is one look-up. */
#ifndef PEOPLE_LINK_KEY_H
#define PEOPLE_LINK_KEY_H

#include "people/link_decision.h"

/* Writes what is known of every record after a full run, in the place of all that was kept. */
enum err inputs_keep_all(struct ctx *c, const struct roster *r, const struct links *links, const struct decided_pairs *decided)
    MUST_USE;
/* After a run of some: of those that were touched all, of others that may move their component. Sealed ones go. */
enum err inputs_keep_some(struct ctx *c, const struct roster *r, const struct links *links, const struct decided_pairs *decided)
    MUST_USE;

#endif
