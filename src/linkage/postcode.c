/* Postcodes in 32 bits. Counting each part among what it can be, and not each character, makes them fit. */
#include "linkage/postcode.h"

#define LETTER 26u
#define NO_SECOND 0u                    /* after a district's first digit: nothing, a digit (1-10) or a letter (11-36) */
#define SECONDS (1u + 10u + LETTER)
#define SECTORS 10u
#define UNIT_BITS 10
#define AREA_SHIFT 22
#define WRITTEN 7                       /* characters without the space, at most */

/* The letter's place in the alphabet from 0, or LETTER. */
static uint32_t
letter_of(char ch)
{
	uint32_t place = ((uint32_t)(unsigned char)ch | 0x20) - 'a';

	return place < LETTER ? place : LETTER;
}

static uint32_t
digit_of(char ch)
{
	uint32_t digit = (uint32_t)(unsigned char)ch - '0';

	return digit < 10 ? digit : 10;
}

/* The characters without spaces; more than a postcode has gives 0. */
static size_t
written(struct view raw, char out[WRITTEN + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < raw.n && n <= WRITTEN; i++) {
		char ch = raw.at[i];

		out[n] = ch;
		n += (size_t)((ch != ' ') & ((unsigned char)(ch - '\t') > '\r' - '\t'));
	}
	return n <= WRITTEN ? n : 0;
}

/* The outward part: its area from 1 and the district within it. */
static bool
outward_read(const char *at, size_t n, uint32_t *area, uint32_t *district)
{
	uint32_t one = letter_of(at[0]), two = letter_of(at[1]), first, second = NO_SECOND;
	size_t i = two < LETTER ? 2 : 1;

	if (one == LETTER || n < i + 1 || n > i + 2)
		return false;
	*area = one * (LETTER + 1) + (i == 2 ? two + 1 : 0) + 1;
	first = digit_of(at[i]);
	if (first == 10)
		return false;
	if (n == i + 2) {
		second = digit_of(at[i + 1]) < 10 ? 1 + digit_of(at[i + 1]) : 11 + letter_of(at[i + 1]);
		if (second == SECONDS)
			return false;
	}
	*district = first * SECONDS + second;
	return true;
}

/* From its outward part and the three characters of its inward one. */
static uint32_t
parts_pack(const char *outward, size_t n, const char *inward)
{
	uint32_t area, district, sector = digit_of(inward[0]), one = letter_of(inward[1]), two = letter_of(inward[2]);

	if (sector == 10 || one == LETTER || two == LETTER || !outward_read(outward, n, &area, &district))
		return 0;
	return area << AREA_SHIFT | (district * SECTORS + sector) << UNIT_BITS | (one * LETTER + two);
}

uint32_t
postcode_pack(struct view raw)
{
	char at[WRITTEN + 1];
	size_t n;
	uint32_t packed = 0;

	if (raw.n > 5 && raw.n <= WRITTEN + 1 && raw.at[raw.n - 4] == ' ')      /* as they should be written */
		packed = parts_pack(raw.at, raw.n - 4, raw.at + raw.n - 3);
	if (packed)
		return packed;
	n = written(raw, at);
	return n < 5 ? 0 : parts_pack(at, n - 3, at + n - 3);
}

enum postcode_near
postcode_near(uint32_t a, uint32_t b)
{
	if (a == 0 || b == 0 || a >> AREA_SHIFT != b >> AREA_SHIFT)
		return POSTCODE_OTHER;
	if (a == b)
		return POSTCODE_SAME;
	a >>= UNIT_BITS;
	b >>= UNIT_BITS;
	if (a == b)
		return POSTCODE_SECTOR;
	/* District and sector have 4096 numbers to an area, which no multiple of ten divides: so the area comes off first. */
	a &= (1u << (AREA_SHIFT - UNIT_BITS)) - 1;
	b &= (1u << (AREA_SHIFT - UNIT_BITS)) - 1;
	return a / SECTORS == b / SECTORS ? POSTCODE_DISTRICT : POSTCODE_AREA;
}

uint32_t
postcode_district(uint32_t packed)
{
	return packed >> AREA_SHIFT << (AREA_SHIFT - UNIT_BITS) |
	    (packed >> UNIT_BITS & ((1u << (AREA_SHIFT - UNIT_BITS)) - 1)) / SECTORS;
}

bool
postcode_is_irish(uint32_t packed)
{
	return packed >> AREA_SHIFT == ('B' - 'A') * (LETTER + 1) + ('T' - 'A' + 1) + 1;
}

/* The parts of a packed postcode as characters, without the space; 0 when it is none. */
static size_t
characters(uint32_t packed, char out[WRITTEN])
{
	uint32_t area = packed >> AREA_SHIFT, unit = packed & ((1u << UNIT_BITS) - 1), second;
	uint32_t district = packed >> UNIT_BITS & ((1u << (AREA_SHIFT - UNIT_BITS)) - 1), sector = district % SECTORS;
	size_t n = 0;

	district /= SECTORS;
	if (area < 1 || area > LETTER * (LETTER + 1) || district >= 10 * SECONDS || unit >= LETTER * LETTER)
		return 0;
	area--;
	out[n++] = (char)('A' + area / (LETTER + 1));
	if (area % (LETTER + 1) > 0)
		out[n++] = (char)('A' + area % (LETTER + 1) - 1);
	out[n++] = (char)('0' + district / SECONDS);
	second = district % SECONDS;
	if (second != NO_SECOND)
		out[n++] = (char)(second < 11 ? '0' + second - 1 : 'A' + second - 11);
	out[n++] = (char)('0' + sector);
	out[n++] = (char)('A' + unit / LETTER);
	out[n++] = (char)('A' + unit % LETTER);
	return n;
}

bool
postcode_slip(uint32_t a, uint32_t b)
{
	char one[WRITTEN], other[WRITTEN];
	size_t n, i = 0, last;

	/* Letters of the unit and what is before them: nobody slips on both, for a digit is between. */
	if (a == b || ((a ^ b) & ((1u << UNIT_BITS) - 1) && (a ^ b) >> UNIT_BITS))
		return false;
	n = characters(a, one);
	if (n == 0 || characters(b, other) != n)
		return false;
	while (one[i] == other[i])
		i++;
	last = n - 1;
	while (one[last] == other[last])
		last--;
	return last == i || (last == i + 1 && one[i] == other[last] && one[last] == other[i]);
}

size_t
postcode_unpack(uint32_t packed, char out[9])
{
	char at[WRITTEN];
	size_t n = characters(packed, at), k = 0;

	for (size_t i = 0; i < n; i++) {
		if (i == n - 3)
			out[k++] = ' ';
		out[k++] = at[i];
	}
	out[k] = '\0';
	return k;
}
