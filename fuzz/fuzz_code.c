/* Fuzzing the reading of encodings. What must hold: what is read as a kind is written as the same text, its kind is told from
 * its beginning, and two encodings are compared the same way round and the other.
 * fuzz floor: linkage */
#include <stdlib.h>
#include <string.h>

#include "linkage/code.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(truth) ((truth) ? (void)0 : abort())

static const enum link_kind kinds[] = {LINK_GIVEN, LINK_FAMILY, LINK_TEXT, LINK_BORN, LINK_SEX, LINK_POSTCODE, LINK_IDENTIFIER,
    LINK_UPN, LINK_NHS_NUMBER};

/* The code, or none: as every kind that reads it. */
static bool
read_and_write(struct view in, struct code *out, enum link_kind *kind)
{
	bool is_code = false;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct code code;
		char text[CODE_TEXT_MOST];

		if (!code_read(in, kinds[i], &code))
			continue;
		code_write(kinds[i], &code, text);
		MUST(strlen(text) == in.n && memcmp(text, in.at, in.n) == 0);
		MUST(code_kind(in) != LINK_KINDS && code.n <= CODE_MOST);
		*out = code;
		*kind = kinds[i];
		is_code = true;
	}
	return is_code;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct view rest = {(const char *)bytes, n}, one = view_cut(&rest, '\n');
	struct code a, b;
	enum link_kind kind, other;

	if (!read_and_write(one, &a, &kind) || !read_and_write(rest, &b, &other) || kind != other)
		return 0;
	one = (struct view){(const char *)a.at, a.n};
	rest = (struct view){(const char *)b.at, b.n};
	if (kind == LINK_BORN)
		MUST(code_date_level(one, rest) == code_date_level(rest, one));
	else if (kind == LINK_POSTCODE)
		MUST(code_postcode_level(one, rest) == code_postcode_level(rest, one));
	else if (kind == LINK_GIVEN || kind == LINK_FAMILY || kind == LINK_TEXT)
		MUST(code_names_near(one, rest) == code_names_near(rest, one) && code_sound(one) == code_sound(one));
	return 0;
}
