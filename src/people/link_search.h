/* Whom records may be: who shares a blocking key with them, and of a key that too many share those alone whom they meet there. */
#ifndef PEOPLE_LINK_SEARCH_H
#define PEOPLE_LINK_SEARCH_H

#include "people/link_load.h"

struct split_known;
struct key_search;
struct keying;

/* One of records that share keys in blocks of `most`. Lives in `mem`. */
struct key_search *key_search_new(struct mem *mem, uint32_t most);
/* For a run, inside its write transaction: what of all keys is too large, as the last run left it. */
enum err key_search_load(struct ctx *c, struct key_search *k) MUST_USE;

/* Asks whom a record of a set may be; `order` is its order number (people/link_said.h). */
void key_search_add(struct key_search *k, const struct keying *keying, uint32_t record, int64_t identity, uint64_t order);
bool key_search_is_empty(const struct key_search *k);   /* none of them has any key */
/* Says that what is kept of an identity's keys is out of date, or that these are its keys now. Once for each. */
void key_search_leave(struct key_search *k, int64_t identity);
void key_search_come(struct key_search *k, const struct keying *keying, uint32_t record, int64_t identity, uint64_t order);
/* Says that pairs of a record are to be compared, of which nothing is asked. */
void key_search_compare(struct key_search *k, const struct keying *keying, uint32_t record);

/* Of what was said since the last time: appends those whom the records asked about may be to `found`, and to `parted` those who were there
 * and of whose pairs some meet or meet no more, because others came or went. Inside the write transaction. */
enum err key_search_ask(struct ctx *c, struct key_search *k, struct id_list *found, struct id_list *parted) MUST_USE;
/* Without a transaction, key by key: for one record. `crowd`: how many share a key with it who are too many and whom what it says does not
 * tell apart, of whom as many as a block holds are found; 0: nobody. */
enum err key_search_ask_each(struct ctx *c, struct key_search *k, struct id_list *found, size_t *crowd) MUST_USE;

/* For comparing the records that were found. */
const struct split_known *key_search_known(const struct key_search *k);
/* Writes what is too large now. */
enum err key_search_keep(struct ctx *c, struct key_search *k) MUST_USE;

#endif
