/* How two records agree: a level for each field, four bits each, the first field's lowest. */
#ifndef LINKAGE_LEVEL_H
#define LINKAGE_LEVEL_H

#include "linkage/set.h"

#define LEVEL_UNKNOWN 0
#define LEVEL_SAME 1

enum given_level { GIVEN_SWAPPED = 2, GIVEN_NICKNAME, GIVEN_PART, GIVEN_NEAR, GIVEN_LIKE, GIVEN_OTHER, GIVEN_LEVELS };
enum family_level { FAMILY_PART = 2, FAMILY_NEAR, FAMILY_LIKE, FAMILY_OTHER, FAMILY_LEVELS };
enum text_level { TEXT_PART = 2, TEXT_NEAR, TEXT_LIKE, TEXT_OTHER, TEXT_LEVELS };
#define GIVEN_SOUNDS GIVEN_PART         /* of encodings, whose parts cannot be told: the sound is the same, the years of birth are not */
#define FAMILY_SOUNDS FAMILY_PART
enum number_level { NUMBER_NEAR = 2, NUMBER_OTHER };    /* of numbers without a check digit */
enum blind_level { BLIND_OTHER = 2 };
enum checked_level { CHECKED_SLIP = 3, NHS_OTHER, UPN_NEIGHBOUR = NHS_OTHER, UPN_OTHER };

/* What two names are to each other is asked again and again: answers are kept, one set a thread. */
struct level_cache;
struct level_cache *level_cache_new(struct mem *m);

/* Of two rows (place_of() says where a record's stands). */
uint64_t levels_of(const struct link_set *s, struct level_cache *cache, uint32_t a, uint32_t b);

/* Its two parts: of numbers that two people should not share, and of all else. */
uint64_t levels_of_numbers(const struct link_set *s, uint32_t a, uint32_t b);
uint64_t levels_of_others(const struct link_set *s, struct level_cache *cache, uint32_t a, uint32_t b);

/* Gives a field of plain postcodes the levels of distance, where it lacks them; the others keep what is known of them. */
void postcode_levels_place(struct link_model *m, int field);

static inline int
level_at(uint64_t levels, int field)
{
	return (int)(levels >> (4 * field) & 15);
}

#endif
