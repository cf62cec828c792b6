/* Parts of fields that blocking keys are made of, and how they are read from a row. */
#ifndef LINKAGE_PARTS_H
#define LINKAGE_PARTS_H

#include "linkage/near_day.h"
#include "linkage/set.h"

struct keyed_part {
	uint8_t field, part;
	enum part_read {
		PART_WORD,                      /* the row's word, shifted */
		PART_SOUND,                     /* how a name or text sounds */
		PART_INITIAL,                   /* with what it begins */
		PART_DAY_MONTH,                 /* of a date, whichever is which */
		PART_EITHER,                    /* how both names sound, whichever is which */
		PART_NUMBER,                    /* two of the row's words */
		PART_OTHER,                     /* anything else */
		PART_READS
	} read;
	int at, shift, other;                   /* the words' places in a row: the other's is the family name's beside the given name's */
	const struct heard *heard;              /* by word */
	const struct word *word;
};

void part_make(const struct link_set *s, uint8_t field, uint8_t part, struct keyed_part *out);

/* A part of a record by its row; 0 when it is not known. */
uint64_t part_of(const struct link_set *s, const uint32_t *row, int field, enum link_part part);

#define MIX_BEGUN 0x2545f4914f6cdd1dULL         /* before anything is mixed in */

static inline uint64_t
part_mix(uint64_t seed, uint64_t n)
{
	uint64_t x = (seed ^ n) * 0x9e3779b97f4a7c15ULL;

	return x ^ x >> 32;
}

static inline uint64_t
part_day_month(uint32_t date)
{
	uint32_t day = DATE_DAY(date), month = DATE_MONTH(date);

	return day < month ? day * 40 + month : month * 40 + day;
}

/* Of two sounds, whichever comes first. */
static inline uint64_t
part_either(uint32_t a, uint32_t b)
{
	return !a || !b ? 0 : a < b ? part_mix(part_mix(MIX_BEGUN, a), b) : part_mix(part_mix(MIX_BEGUN, b), a);
}

/* As part_of(), quickly. */
static inline uint64_t
part_value(const struct link_set *s, const struct keyed_part *p, const uint32_t *row)
{
	switch (p->read) {
	case PART_WORD:
		return row[p->at] >> p->shift;
	case PART_SOUND:
		return p->heard[row[p->at]].sound;
	case PART_INITIAL:
		return p->word[row[p->at]].initial;
	case PART_DAY_MONTH:
		return part_day_month(row[p->at]);
	case PART_EITHER:
		return part_either(p->heard[row[p->at]].sound, p->heard[row[p->other]].sound);
	case PART_NUMBER:
		return number_of(row, p->at);
	default:
		return part_of(s, row, p->field, (enum link_part)p->part);
	}
}

/* Whether two rows share a part that both have. Without a branch where that is to be had: none could be foreseen. */
static inline bool
word_shared(const struct keyed_part *p, const uint32_t *a, const uint32_t *b)
{
	uint32_t x = a[p->at] >> p->shift, y = b[p->at] >> p->shift;

	return (x == y) & (x != 0);
}

static inline bool
sound_shared(const struct keyed_part *p, const uint32_t *a, const uint32_t *b)
{
	uint32_t x = p->heard[a[p->at]].sound, y = p->heard[b[p->at]].sound;

	return (x == y) & (x != 0);
}

static inline bool
either_shared(const struct keyed_part *p, const uint32_t *a, const uint32_t *b)
{
	uint32_t x = p->heard[a[p->at]].sound, y = p->heard[a[p->other]].sound, z = p->heard[b[p->at]].sound, w = p->heard[b[p->other]].sound;

	return (x != 0) & (y != 0) & (((x == z) & (y == w)) | ((x == w) & (y == z)));
}

static inline bool
value_shared(const struct link_set *s, const struct keyed_part *p, const uint32_t *a, const uint32_t *b)
{
	uint64_t x = part_value(s, p, a), y = part_value(s, p, b);

	return (x == y) & (x != 0);
}

#endif
