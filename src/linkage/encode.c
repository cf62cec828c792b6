/* Encodings made. See the header. */
#include "linkage/encode.h"

#include <sodium.h>
#include <string.h>

#include "base/day.h"
#include "base/mem.h"
#include "linkage/fold.h"
#include "linkage/postcode.h"
#include "linkage/set.h"
#include "linkage/sound.h"
#include "linkage/value.h"

#define EACH 10                         /* bits that a pair of letters sets */
#define PAIR_SLOTS (1 << 14)
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are hashed as they lie in memory");

#define PAD '_'                         /* before and behind a name: no folded name holds it */

/* What is hashed for: each has a key of its own, so that equal bytes of two kinds are not equal encodings. Given and family
 * names share theirs, for they may be swapped; kinds of columns do, for two agencies call them differently. */
enum purpose { FOR_MARK, FOR_NAMES, FOR_TEXTS, FOR_DATES, FOR_SEX, FOR_POSTCODES, FOR_IDENTIFIERS, FOR_UPN, FOR_NHS, FOR_ORDER,
	FOR_SOUNDS, FOR_YEARS, PURPOSES };

/* Where a pair's bits are: asked for again and again. */
struct pair_bits {
	uint64_t key;                   /* purpose, year, the how-manieth of its kind, and the two letters; never 0 */
	uint16_t bit[EACH];
};

struct encoder {
	unsigned char key[PURPOSES][crypto_generichash_KEYBYTES];
	unsigned char mark[CODE_MARK];
	uint16_t place[2 * CODE_BITS];  /* where each bit of a filter and its complement stands */
	struct pair_bits slot[PAIR_SLOTS];
};

/* Keyed BLAKE2b (RFC 7693); `n` bytes of its 64. */
static void
hash(const struct encoder *e, enum purpose purpose, const void *bytes, size_t length, unsigned char *out, size_t n)
{
	unsigned char whole[crypto_generichash_BYTES_MAX];

	crypto_generichash(whole, sizeof whole, bytes, length, e->key[purpose], sizeof e->key[purpose]);
	memcpy(out, whole, n);
}

/* A permutation drawn by the key (Fisher and Yates): of 64-bit numbers the remainder is even enough. */
static void
order_draw(struct encoder *e)
{
	uint64_t random[2 * CODE_BITS];

	randombytes_buf_deterministic(random, sizeof random, e->key[FOR_ORDER]);
	for (size_t i = 0; i < (size_t)2 * CODE_BITS; i++) {
		size_t at = random[i] % (i + 1);

		e->place[i] = e->place[at];
		e->place[at] = (uint16_t)i;
	}
	sodium_memzero(random, sizeof random);
}

struct encoder *
encoder_new(struct mem *m, const unsigned char key[ENCODE_KEY])
{
	struct encoder *e = mem_new_one(m, struct encoder);

	for (unsigned i = 0; i < PURPOSES; i++)
		crypto_kdf_derive_from_key(e->key[i], sizeof e->key[i], i + 1, "bairncod", key);
	hash(e, FOR_MARK, "1", 1, e->mark, sizeof e->mark);
	order_draw(e);
	return e;
}

void
encoder_end(struct encoder *e)
{
	sodium_memzero(e, sizeof *e);
}

int
encode_year(struct view date)
{
	int32_t day = take_day(date);

	return day == DAY_NONE ? 0 : day_date(day).year;
}

/* ---- names and texts ---------------------------------------------------------------------------------------------- */

static const uint16_t *
pair_bits(struct encoder *e, enum purpose purpose, int year, unsigned nth, unsigned char one, unsigned char other)
{
	uint64_t key = 1ULL << 63 | (uint64_t)purpose << 48 | (uint64_t)(uint16_t)year << 24 | (uint64_t)nth << 16 | (uint64_t)one << 8 | other;
	struct pair_bits *slot = &e->slot[key * 0x9e3779b97f4a7c15ULL >> 50];
	unsigned char message[5] = {(unsigned char)year, (unsigned char)(year >> 8), (unsigned char)nth, one, other};
	unsigned char drawn[2 * EACH];

	if (slot->key == key)
		return slot->bit;
	slot->key = key;
	hash(e, purpose, message, sizeof message, drawn, sizeof drawn);
	for (size_t i = 0; i < EACH; i++)
		slot->bit[i] = (uint16_t)((drawn[2 * i] | drawn[2 * i + 1] << 8) % CODE_BITS);
	return slot->bit;
}

/* The filter of a folded value and its complement, at the places that the key gives. */
static void
filter_make(struct encoder *e, enum purpose purpose, int year, struct view v, unsigned char *out)
{
	unsigned char filter[CODE_BITS / 8] = {0}, letter[WORD_MOST + 2];

	letter[0] = PAD;
	memcpy(letter + 1, v.at, v.n);
	letter[v.n + 1] = PAD;
	for (size_t i = 0; i <= v.n; i++) {
		const uint16_t *bit;
		unsigned nth = 0;

		for (size_t k = 0; k < i; k++)  /* "banana" has the pair "an" twice */
			nth += letter[k] == letter[i] && letter[k + 1] == letter[i + 1];
		bit = pair_bits(e, purpose, year, nth, letter[i], letter[i + 1]);
		for (size_t k = 0; k < EACH; k++)
			filter[bit[k] / 8] |= (unsigned char)(1 << bit[k] % 8);
	}
	for (size_t i = 0; i < (size_t)2 * CODE_BITS; i++) {
		size_t from = i % CODE_BITS;
		bool set = (filter[from / 8] >> from % 8 & 1) == (i < CODE_BITS);

		if (set)
			out[e->place[i] / 8] |= (unsigned char)(1 << e->place[i] % 8);
	}
}

static bool
name_encode(struct encoder *e, enum link_kind kind, struct view value, int year, struct code *out)
{
	enum purpose purpose = kind == LINK_TEXT ? FOR_TEXTS : FOR_NAMES;
	char folded[WORD_MOST];
	size_t n = kind == LINK_TEXT ? text_fold(value, folded) : name_fold(value, folded, sizeof folded);
	struct view v = {folded, n};
	int16_t salt = (int16_t)year;
	unsigned char message[1 + WORD_MOST] = {(unsigned char)purpose};
	uint32_t sound = sound_of(v);

	if (!n || name_says_nothing(v))
		return false;
	hash(e, FOR_YEARS, &salt, sizeof salt, out->at, CODE_YEAR);
	memcpy(message + 1, sound ? (const char *)&sound : folded, sound ? sizeof sound : n);
	hash(e, FOR_SOUNDS, message, 1 + (sound ? sizeof sound : n), out->at + CODE_YEAR, CODE_SOUND);
	filter_make(e, purpose, year, v, out->at + CODE_YEAR + CODE_SOUND);
	return true;
}

/* ---- what is not names -------------------------------------------------------------------------------------------- */

/* A part is the hash of which part it is and of numbers. */
static void
part_encode(const struct encoder *e, enum purpose purpose, enum code_part part, uint32_t a, uint32_t b, uint32_t c, struct code *out)
{
	uint32_t message[4] = {(uint32_t)part, a, b, c};

	hash(e, purpose, message, sizeof message, out->at + code_places[part].at, code_places[part].n);
}

static bool
date_encode(const struct encoder *e, struct view value, struct code *out)
{
	int32_t number = take_day(value);
	struct date d = day_date(number == DAY_NONE ? 0 : number);
	uint32_t day = (uint32_t)d.day, month = (uint32_t)d.month, year = (uint32_t)d.year;
	uint32_t less = day < month ? day : month, more = day < month ? month : day;
	const uint32_t part[][3] = {[CODE_DATE] = {day, month, year}, [CODE_SWAPPED] = {less, more, year}, [CODE_MONTH] = {0, month, year},
	    [CODE_DAY_MONTH] = {day, month, 0}, [CODE_DAY_YEAR] = {day, 0, year}, [CODE_EITHER_ORDER] = {less, more, 0},
	    [CODE_DATE_YEAR] = {0, 0, year}};

	if (number == DAY_NONE)
		return false;
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		part_encode(e, FOR_DATES, (enum code_part)i, part[i][0], part[i][1], part[i][2], out);
	return true;
}

static bool
postcode_encode(const struct encoder *e, struct view value, struct code *out)
{
	uint32_t unit = postcode_pack(value);

	if (!unit)
		return false;
	part_encode(e, FOR_POSTCODES, CODE_UNIT, unit, 0, 0, out);
	part_encode(e, FOR_POSTCODES, CODE_SECTOR, unit >> 10, 0, 0, out);
	part_encode(e, FOR_POSTCODES, CODE_DISTRICT, postcode_district(unit), 0, 0, out);
	return true;
}

/* One of two, and the key says which is which. */
static bool
sex_encode(const struct encoder *e, struct view value, struct code *out)
{
	uint32_t sex = take_sex(value);
	unsigned char turned;

	hash(e, FOR_SEX, "", 0, &turned, 1);
	out->at[0] = (unsigned char)(turned & 1 ? 3 - sex : sex);
	return sex != 0;
}

static bool
number_encode(const struct encoder *e, enum link_kind kind, struct view value, struct code *out)
{
	uint64_t number = take_number(kind, value);
	enum purpose purpose = kind == LINK_UPN ? FOR_UPN : kind == LINK_NHS_NUMBER ? FOR_NHS : FOR_IDENTIFIERS;

	hash(e, purpose, &number, sizeof number, out->at, sizeof number);
	return number != 0;
}

bool
encode(struct encoder *e, enum link_kind kind, struct view value, int year, char out[CODE_TEXT_MOST])
{
	struct code code = {0};
	bool says;

	memcpy(code.mark, e->mark, sizeof code.mark);
	switch (kind) {
	case LINK_GIVEN:
	case LINK_FAMILY:
	case LINK_TEXT:
		says = name_encode(e, kind, value, year, &code);
		break;
	case LINK_BORN:
		says = date_encode(e, value, &code);
		break;
	case LINK_SEX:
		says = sex_encode(e, value, &code);
		break;
	case LINK_POSTCODE:
		says = postcode_encode(e, value, &code);
		break;
	case LINK_IDENTIFIER:
	case LINK_UPN:
	case LINK_NHS_NUMBER:
		says = number_encode(e, kind, value, &code);
		break;
	default:
		says = false;
	}
	if (says)
		code_write(kind, &code, out);
	return says;
}
