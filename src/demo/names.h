/* What people in Wearshire are called: by community, by sex, the commonest first; and how else each name is
 * written. */
#ifndef DEMO_NAMES_H
#define DEMO_NAMES_H

#include "demo/rng.h"

enum community { BRITISH, SOUTH_ASIAN, AFRICAN, EASTERN_EUROPEAN, N_COMMUNITIES };

#define NAME_SIZE 40

const char *name_given(struct rng *r, enum community community, int sex);
/* Writes a family name; in Polish and Bulgarian families a woman's may end otherwise (`name_for_sex`). */
void name_family(struct rng *r, enum community community, char out[NAME_SIZE]);
void name_for_sex(enum community community, int sex, const char *family, char out[NAME_SIZE]);

void name_copy(char out[NAME_SIZE], const char *name);

/* Another way that people write or say this given name (Catherine: Katherine, Kate), or NULL when there is none
 * known. */
const char *name_other(struct rng *r, const char *given);
/* The lists themselves, commonest first, ended by NULL: the heads of longer ones (stock.h). */
const char *const *names_given_list(enum community community, int sex);
const char *const *names_family_list(enum community community);

/* As a hurried keyboard writes it: a letter dropped, doubled, swapped with its neighbour or hit beside. */
void name_slip(struct rng *r, const char *name, char out[NAME_SIZE]);
/* As it is spelt by ear: ph for f, y for ie, one letter for two. The name as it was where nothing in it sounds like
 * anything else. */
void name_sound(struct rng *r, const char *name, char out[NAME_SIZE]);
/* Without the marks above and through letters, as older systems keep it: Łukasz → Lukasz. */
void name_plain(const char *name, char out[NAME_SIZE]);

#endif
