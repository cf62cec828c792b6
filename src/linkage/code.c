/* Encodings read and compared. See the header. */
#include "linkage/code.h"

#include <sodium.h>
#include <string.h>

#include "linkage/level.h"
#include "linkage/near_day.h"
#include "linkage/postcode.h"

#define START 4                         /* "e1g:" */
#define NEAR 0.915                      /* Dice: four bigrams of ten bits differ, which is one letter changed */
#define LIKE 0.88                       /* six: two neighbours changed places */

const struct code_place code_places[CODE_PARTS] = {
	[CODE_DATE] = {0, 4}, [CODE_SWAPPED] = {4, 4}, [CODE_MONTH] = {8, 3}, [CODE_DAY_MONTH] = {11, 3}, [CODE_DAY_YEAR] = {14, 3},
	[CODE_EITHER_ORDER] = {17, 3}, [CODE_DATE_YEAR] = {20, 2},
	[CODE_UNIT] = {0, 4}, [CODE_SECTOR] = {4, 3}, [CODE_DISTRICT] = {7, 3},
};

static const struct { char letter; uint8_t n; } forms[LINK_KINDS] = {
	[LINK_GIVEN] = {'g', CODE_MOST}, [LINK_FAMILY] = {'f', CODE_MOST}, [LINK_BORN] = {'d', 22}, [LINK_SEX] = {'s', 1},
	[LINK_POSTCODE] = {'p', 10}, [LINK_IDENTIFIER] = {'i', 8}, [LINK_UPN] = {'u', 8}, [LINK_NHS_NUMBER] = {'n', 8},
	[LINK_TEXT] = {'t', CODE_MOST},
};

/* ---- text --------------------------------------------------------------------------------------------------------- */

enum link_kind
code_kind(struct view v)
{
	if (v.n <= START || v.at[0] != 'e' || v.at[1] != '1' || v.at[3] != ':')
		return LINK_KINDS;
	for (int k = 0; k < LINK_KINDS; k++)
		if (forms[k].letter && forms[k].letter == v.at[2])
			return (enum link_kind)k;
	return LINK_KINDS;
}

/* Six bits of base64url for a letter from the space on; 64 of what is none of its letters. */
static const unsigned char six_bits[96] = {
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 62, 64, 64, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 64, 64, 64, 64, 64, 64,
	64, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 64, 64, 64, 64, 63,
	64, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 64, 64, 64, 64, 64,
};

/* Reads `n` bytes from exactly the letters that they take. The library's own reader is made for secrets, which encodings are not
 * to who reads them: files take twice as long with it. False: another length, another letter, or bits left over that are set. */
static bool
bytes_read(struct view v, unsigned char *out, size_t n)
{
	uint32_t bits = 0, held = 0;
	unsigned char bad = 0;

	if (v.n != (n * 4 + 2) / 3)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		unsigned place = (unsigned char)v.at[i] - 32u;
		unsigned char six = place < sizeof six_bits ? six_bits[place] : 64;

		bad |= six & 64;
		bits = bits << 6 | (six & 63);
		held += 6;
		if (held >= 8) {
			held -= 8;
			*out++ = (unsigned char)(bits >> held);
		}
	}
	return !bad && !(bits & ((1u << held) - 1));
}

bool
code_read(struct view v, enum link_kind kind, struct code *out)
{
	unsigned char bytes[CODE_MARK + CODE_MOST];

	if (kind == LINK_KINDS || code_kind(v) != kind ||
	    !bytes_read((struct view){v.at + START, v.n - START}, bytes, (size_t)CODE_MARK + forms[kind].n))
		return false;
	out->n = forms[kind].n;
	memcpy(out->mark, bytes, CODE_MARK);
	memcpy(out->at, bytes + CODE_MARK, out->n);
	return kind != LINK_SEX || out->at[0] == 1 || out->at[0] == 2;
}

void
code_write(enum link_kind kind, const struct code *code, char out[CODE_TEXT_MOST])
{
	unsigned char bytes[CODE_MARK + CODE_MOST];

	memcpy(bytes, code->mark, CODE_MARK);
	memcpy(bytes + CODE_MARK, code->at, forms[kind].n);
	memcpy(out, "e1g:", START);
	out[2] = forms[kind].letter;
	sodium_bin2base64(out + START, CODE_TEXT_MOST - START, bytes, (size_t)CODE_MARK + forms[kind].n,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* ---- comparing ---------------------------------------------------------------------------------------------------- */

uint32_t
code_sound(struct view code)
{
	const unsigned char *at = (const unsigned char *)code.at + CODE_YEAR;

	return code.n < CODE_MOST ? 0 : 1u << 24 | (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

uint64_t
code_part(struct view code, enum code_part part)
{
	uint64_t out = 1;

	for (size_t i = 0; i < code_places[part].n; i++)
		out = out << 8 | (unsigned char)code.at[code_places[part].at + i];
	return out;
}

/* How many of a filter's bits differ: pairs, nibbles and bytes of bits added beside each other, for a processor's own instruction
 * may not be there. */
static int
bits_apart(const char *a, const char *b)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < CODE_FILTER; i += sizeof(uint64_t)) {
		uint64_t x, y;

		memcpy(&x, a + i, sizeof x);
		memcpy(&y, b + i, sizeof y);
		x ^= y;
		x -= x >> 1 & 0x5555555555555555ULL;
		x = (x & 0x3333333333333333ULL) + (x >> 2 & 0x3333333333333333ULL);
		bytes += (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fULL;        /* at most 16 times 8: fits a byte */
	}
	bytes = (bytes & 0x00ff00ff00ff00ffULL) + (bytes >> 8 & 0x00ff00ff00ff00ffULL);
	return (int)(bytes * 0x0001000100010001ULL >> 48);
}

/* Dice's coefficient, twice the bits that both have, of all that they have: where each has half of its bits, it is this. */
static double
dice(const char *a, const char *b)
{
	return 1 - (double)bits_apart(a, b) / (2 * CODE_BITS);
}

enum code_near
code_names_near(struct view a, struct view b)
{
	bool sound = code_sound(a) == code_sound(b);
	double alike;

	if (memcmp(a.at, b.at, CODE_YEAR) != 0)
		return sound ? CODE_SOUNDS : CODE_OTHER;
	alike = dice(a.at + CODE_YEAR + CODE_SOUND, b.at + CODE_YEAR + CODE_SOUND);
	return alike >= NEAR ? CODE_NEAR : alike >= LIKE || sound ? CODE_LIKE : CODE_OTHER;
}

static bool
same_part(struct view a, struct view b, enum code_part part)
{
	return memcmp(a.at + code_places[part].at, b.at + code_places[part].at, code_places[part].n) == 0;
}

int
code_date_level(struct view a, struct view b)
{
	static const struct { enum code_part part; enum day_near near; } by[] = {
		{CODE_DATE, DAY_SAME}, {CODE_SWAPPED, DAY_SWAPPED}, {CODE_MONTH, DAY_SAME_MONTH}, {CODE_DAY_MONTH, DAY_ONE_DIGIT},
		{CODE_DAY_YEAR, DAY_ONE_DIGIT}, {CODE_DATE_YEAR, DAY_SAME_YEAR},
	};

	for (size_t i = 0; i < sizeof by / sizeof *by; i++)
		if (same_part(a, b, by[i].part))
			return (int)by[i].near + 1;
	return (int)DAY_OTHER + 1;
}

int
code_postcode_level(struct view a, struct view b)
{
	return same_part(a, b, CODE_UNIT) ? LEVEL_SAME : same_part(a, b, CODE_SECTOR) ? (int)POSTCODE_SECTOR + 2 :
	    same_part(a, b, CODE_DISTRICT) ? (int)POSTCODE_DISTRICT + 2 : (int)POSTCODE_OTHER + 2;
}
