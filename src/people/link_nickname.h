/* Given names that are one name's forms, as the catalogue knows them: for linking in the database and of files. */
#ifndef PEOPLE_LINK_NICKNAME_H
#define PEOPLE_LINK_NICKNAME_H

#include "linkage/engine.h"

struct mem;
struct nicknames;

/* Each name of a group is a form of each other. */
void nicknames_give(const struct nicknames *group, size_t groups, struct link_set *set);
/* Keeps of a list of forms those that no group holds, in their order; returns how many. Works in `m`. */
size_t nicknames_drop_known(struct mem *m, const struct nicknames *group, size_t groups, struct link_alias *list, size_t n);

#endif
