/* Dates of birth that nobody can have. */
#ifndef LINKAGE_DATES_H
#define LINKAGE_DATES_H

#include "linkage/set.h"

#define BORN_FIRST (-25566)     /* 2 January 1900: programs write 1 January 1900, and what is before it, where there is no date */

/* Takes out of the set dates that are in the future as far as records can tell, for there is no clock here: those more than ten years
 * after the year up to which 99 of 100 of the dates are. Of fewer than a hundred dates none. The second time nothing, until further
 * records come. Encoded dates stay. */
void dates_doubt(struct link_set *s);
/* The same by the year that another set went by. */
void dates_doubt_after(struct link_set *s, uint32_t last_year);

#endif
