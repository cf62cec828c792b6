/* Blocking keys and components of records, kept in the database: who may be who is one look-up. */
#ifndef PEOPLE_LINK_KEY_H
#define PEOPLE_LINK_KEY_H

#include "linkage/keys.h"
#include "people/link_decision.h"

/* Asks whom records of a set may be: each one's keys are added. Of a key that more than `most` share those are found that also share
 * what would split its block, `most` of them. Lives in `mem`. */
struct key_search;
struct key_search *key_search_new(struct mem *mem, int64_t most);
void key_search_add(struct key_search *k, const struct keying *keying, uint32_t record);
bool key_search_is_empty(const struct key_search *k);   /* none of them has any */
/* Appends the records that share a key with one of those. Inside the write transaction. */
enum err key_search_ask(struct ctx *c, struct key_search *k, struct id_list *out) MUST_USE;
/* The same without a transaction, key by key: for few. */
enum err key_search_ask_each(struct ctx *c, struct key_search *k, struct id_list *out) MUST_USE;

/* Writes what is known of every record after a full run, in the place of all that was kept. */
enum err inputs_keep_all(struct ctx *c, const struct roster *r, const struct links *links, const struct decided_pairs *decided)
    MUST_USE;
/* After a run of some: of those that were touched all, of others that may move their component. Sealed ones go. */
enum err inputs_keep_some(struct ctx *c, const struct roster *r, const struct links *links, const struct decided_pairs *decided)
    MUST_USE;

#endif
