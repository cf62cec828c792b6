/* Encodings of values by a key (linkage/encode.h), as linking reads and compares them without it.
 *
 * As text an encoding is "e1", a letter for the kind, a colon, and in base64url (RFC 4648) four bytes that tell the key, then
 *
 *     names, texts    2 bytes of the year of birth, 3 of the sound, 128 of the balanced Bloom filter
 *     dates           4 of the whole, 4 of the year with day and month in either order, then 3 each of month and year, day and
 *                     month, day and year, day and month in either order, and 2 of the year
 *     postcodes       4 of the unit, 3 of the sector, 3 of the district
 *     sex             1, which is 1 or 2
 *     numbers         8
 *
 * All are keyed hashes. 1 is the version: what is encoded otherwise gets another, and is not compared.
 */
#ifndef LINKAGE_CODE_H
#define LINKAGE_CODE_H

#include "linkage/engine.h"

#define CODE_MARK 4                     /* bytes that tell the key */
#define CODE_YEAR 2
#define CODE_SOUND 3
#define CODE_BITS 512                   /* of a filter; it stands beside its complement */
#define CODE_FILTER (2 * CODE_BITS / 8)
#define CODE_MOST (CODE_YEAR + CODE_SOUND + CODE_FILTER)
#define CODE_TEXT_MOST 200              /* characters of any encoding, with NUL */

/* Parts of a date's and of a postcode's encoding: where they begin and how many bytes they have. */
enum code_part { CODE_DATE, CODE_SWAPPED, CODE_MONTH, CODE_DAY_MONTH, CODE_DAY_YEAR, CODE_EITHER_ORDER, CODE_DATE_YEAR,
	CODE_UNIT, CODE_SECTOR, CODE_DISTRICT, CODE_PARTS };
struct code_place { uint8_t at, n; };
extern const struct code_place code_places[CODE_PARTS];

struct code {
	unsigned char mark[CODE_MARK], at[CODE_MOST];
	size_t n;                       /* bytes in `at` */
};

/* Of what kind an encoding is by its beginning, whether or not the rest is whole; LINK_KINDS: it is none. */
enum link_kind code_kind(struct view v);
/* Reads a whole encoding of a kind. False: it is none, or of another kind. */
bool code_read(struct view v, enum link_kind kind, struct code *out);
/* The text of an encoding, ended by NUL. */
void code_write(enum link_kind kind, const struct code *code, char out[CODE_TEXT_MOST]);

/* ---- comparing: what code_read gave ------------------------------------------------------------------------------- */

/* A name's sound as a number; 0 of what is no name. */
uint32_t code_sound(struct view code);
/* A part as a number that is not 0. */
uint64_t code_part(struct view code, enum code_part part);

/* Of two different names: nearly the same, alike, or neither. Filters of two years of birth say nothing about each other: then
 * the sound is the same or not. */
enum code_near { CODE_SOUNDS, CODE_NEAR, CODE_LIKE, CODE_OTHER };
enum code_near code_names_near(struct view a, struct view b);
/* The level of two dates (linkage/level.h), of two postcodes. */
int code_date_level(struct view a, struct view b);
int code_postcode_level(struct view a, struct view b);

#endif
