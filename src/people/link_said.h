/* What a record says that is compared, as it is kept of those that were linked; and the number that settles ties, which is made of it. */
#ifndef PEOPLE_LINK_SAID_H
#define PEOPLE_LINK_SAID_H

#include "people/link_load.h"

/* Empty where it is too long to be kept. Lives in `m`. */
struct view said_pack(struct mem *m, const struct view trait[TRAITS]);
/* The traits lie in what is kept. */
void said_unpack(struct view said, struct view trait[TRAITS]);

/* What settles ties between records: the same number in every run and, but for its low half, in every database, whatever the order in which
 * files came. The high half is made of what the record says but for its numbers, which every database has in its own secret form, and of
 * its source; the low half of the key that it has there, so that hardly two are alike. */
uint64_t record_order(const struct view trait[TRAITS], struct view source, int64_t source_key);
/* The same of a record that was linked. */
uint64_t said_order(struct view said, struct view source, int64_t source_key);
/* The same of records that were linked, by identity. Inside the write transaction. */
enum err said_orders(struct ctx *c, struct id_list *of, struct int_map *out) MUST_USE;

#endif
