/* See the header. */
#include "linkage/value.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "linkage/dates.h"
#include "linkage/fold.h"
#include "linkage/near_day.h"
#include "linkage/set.h"

/* Text keeps its digits: a street's number, a telephone's. */
size_t
text_fold(struct view v, char out[WORD_MOST])
{
	size_t n = 0;

	for (size_t i = 0; i < v.n && n < WORD_MOST; i++) {
		unsigned char ch = (unsigned char)v.at[i];

		if (ch >= 'A' && ch <= 'Z')
			ch = (unsigned char)(ch - 'A' + 'a');
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch >= 0x80)
			out[n++] = (char)ch;
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	return n - (n && out[n - 1] == ' ');
}

static bool
number_checks(enum link_kind kind, struct view folded)
{
	return kind == LINK_UPN ? upn_valid(folded) : kind == LINK_NHS_NUMBER && nhs_number_valid(folded);
}

/* As a number to the base 37. */
static uint64_t
number_of_signs(struct view folded)
{
	uint64_t number = 0;

	for (size_t i = 0; i < folded.n; i++) {
		char first = folded.at[i] <= '9' ? '0' - 1 : 'A' - 11;

		number = number * 37 + (uint64_t)(folded.at[i] - first);
	}
	return number;
}

/* "not known" is nobody's, nor are 0000000000 and 9999999999. */
static bool
number_says_nothing(struct view folded)
{
	size_t letters = 0;

	while (letters < folded.n && folded.at[letters] > '9')
		letters++;
	return folded.n < 2 || letters == folded.n || (folded.n > 2 && signs_are_alike(folded));
}

/* Up to twelve letters and digits as a number; longer ones by hash. Of a UPN the check letter says nothing but whether it is
 * right. */
static uint64_t
number_read(enum link_kind kind, struct view v, bool *valid)
{
	char signs[64];
	struct view folded = {signs, v.n ? identifier_fold(v, signs, sizeof signs) : 0};

	*valid = number_checks(kind, folded);
	if (kind == LINK_UPN && folded.n == 13)
		folded = (struct view){folded.at + 1, 12};
	if (number_says_nothing(folded))
		return 0;
	return folded.n <= 12 ? number_of_signs(folded) : hash_mix(0, folded.at, folded.n) | NUMBER_IS_HASH;
}

uint64_t
take_number(enum link_kind kind, struct view v)
{
	bool valid;

	return number_read(kind, v, &valid);
}

uint32_t
take_sex(struct view v)
{
	static const char *const words[] = {"m", "f", "male", "female", "boy", "girl", "1", "2", "man", "woman"};

	if (v.n == 1 && (v.at[0] == 'M' || v.at[0] == 'F'))
		return v.at[0] == 'M' ? 1 : 2;  /* which most files write */
	v = view_trim(v);
	for (uint32_t i = 0; v.n && i < sizeof words / sizeof *words; i++)
		if (view_is_fold(v, words[i]))
			return i % 2 + 1;
	return 0;
}

int32_t
take_day(struct view v)
{
	int32_t day = day_iso_read(v);

	if (day == DAY_NONE) {
		struct read_date read = day_read(v);

		day = read.found == DATE_WHOLE ? read.day : DAY_NONE;
	}
	return day >= BORN_FIRST ? day : DAY_NONE;
}

/* ---- as a row holds them ------------------------------------------------------------------------------------------ */

/* Most are written so that their parts need only be put together. */
uint32_t
held_date(struct view v)
{
	struct date d = day_iso_parts(v);

	if (d.year)
		return day_of(d.year, d.month, d.day) >= BORN_FIRST ? date_of_parts(d) : 0;
	return date_pack(take_day(v));
}

/* Encodings that are numbers: equal or not. */
static uint64_t
number_code(enum link_kind kind, struct view v)
{
	struct code code;
	uint64_t number = 0;

	if (!code_read(v, kind, &code))
		return 0;
	for (size_t i = 0; i < code.n; i++)
		number = number << 8 | code.at[i];
	return kind == LINK_SEX ? number : number | NUMBER_IS_HASH;
}

uint32_t
held_sex(bool encoded, struct view v)
{
	return encoded ? (uint32_t)number_code(LINK_SEX, v) & 3 : take_sex(v);
}

/* One byte more says that its check digit was right. */
static uint64_t
blind_read(struct view v, bool *valid)
{
	uint64_t number = 0;

	*valid = v.n == sizeof number + 1;
	if (v.n == sizeof number || *valid)
		memcpy(&number, v.at, sizeof number);
	return number;
}

/* The flag's bit is no part of the number, and what would reach it counts as a hash. */
uint64_t
held_number(enum link_kind kind, bool encoded, struct view v)
{
	bool valid = false;
	uint64_t number = encoded ? number_code(kind, v) : kind == LINK_BLIND ? blind_read(v, &valid) : number_read(kind, v, &valid);

	if (number >= NUMBER_IS_VALID)
		number = (number & ~NUMBER_IS_VALID) | NUMBER_IS_HASH;
	return number && valid ? number | NUMBER_IS_VALID : number;
}

size_t
word_fold(enum link_kind kind, bool encoded, struct view value, char out[CODE_MOST])
{
	struct code code;
	size_t n;

	if (encoded) {
		if (!code_read(value, kind, &code))
			return 0;
		memcpy(out, code.at, code.n);
		return code.n;
	}
	if (kind != LINK_TEXT)
		return name_fold(value, out, WORD_MOST);
	n = text_fold(value, out);
	return name_says_nothing((struct view){out, n}) ? 0 : n;
}
