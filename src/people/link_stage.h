/* Many numbers that a query is joined with: the store's stage holds them while it runs. */
#ifndef PEOPLE_LINK_STAGE_H
#define PEOPLE_LINK_STAGE_H

#include "people/link_load.h"
#include "store/store.h"

/* That a column's value is in the stage. Not a join with it: a planner that does not know how small it is would read the other table
 * through first. */
#define IN_STAGE(column) column " in (select s.id from " STORE_STAGE " s)"

/* Which records are a person's, or the stage's people's: by an index that has recent ones apart (schema/0027). */
#define OF_PERSON(i, person) i ".recent in (0, 1) and " i ".person = " person
#define OF_STAGED(i) i ".recent in (0, 1) and " IN_STAGE(i ".person")

/* Records whose number lies in the stage, or whose person's does. As one list: of two conditions, one or the other, a planner goes through
 * all records. */
#define STAGED_RECORDS "(select s.id from " STORE_STAGE " s union all select j.id from identity j where " OF_STAGED("j") ")"

/* Keys and components of records that came after the last full run are kept as numbers that are higher by this, so that they lie apart
 * from those that it wrote: each among all others would change a page of its own, and thousands of new records nearly all. */
#define LATER ((int64_t)1 << 40)
#define LATER_SQL "1099511627776"
#define IN_STAGE_LATER(column) column " in (select s.id + " LATER_SQL " from " STORE_STAGE " s)"

/* Rows of the stage's keys, higher by a number. Between bounds that are the same: a planner that takes keys for commoner than they are
 * would sooner read millions of them through than look some thousands up, and between bounds, and with a sum, it can only look up. */
#define STAGED_KEYS(later) "select k.key, k.further, k.identity from " STORE_STAGE " s cross join link_key k where k.key >= s.id + " later \
	" and k.key <= s.id + " later

void ids_sort(struct id_list *list);    /* upwards */
/* Puts these in the place of what was there; sorts the list, which has each once then. Inside the write transaction. */
enum err stage_fill(struct ctx *c, struct id_list *list) MUST_USE;
/* Fills the stage, and appends the first column of what `sql` finds (store_read_staged) to `out`, which lives in `mem`. */
enum err stage_ask(struct ctx *c, struct mem *mem, struct id_list *list, const char *sql, struct id_list *out) MUST_USE;

#endif
