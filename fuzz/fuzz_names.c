/* Fuzzing the folding and sounding of names, identifiers and postcodes. The first byte says how much room there is for what
 * is folded. What must hold: what is folded is well formed and folds to itself, less room gives a beginning of it, only a name
 * with a Latin letter sounds, and a postcode that is packed comes back as itself.
 * fuzz floor: linkage */
#include <stdlib.h>
#include <string.h>

#include "linkage/fold.h"
#include "linkage/postcode.h"
#include "linkage/sound.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(truth) ((truth) ? (void)0 : abort())

/* Lower case ASCII letters or none at all, single spaces within, and UTF-8; returns whether there is a Latin letter. */
static bool
name_must_be_folded(struct view v)
{
	bool latin = false;

	MUST(utf8_valid(v));
	for (size_t i = 0; i < v.n; i++) {
		unsigned char byte = (unsigned char)v.at[i];

		MUST(byte >= 0x80 || (byte >= 'a' && byte <= 'z') || byte == ' ');
		MUST(byte != ' ' || (i > 0 && i + 1 < v.n && v.at[i + 1] != ' '));
		latin = latin || (byte >= 'a' && byte <= 'z');
	}
	return latin;
}

static void
fuzz_name(struct view in, size_t room)
{
	size_t cap = in.n * 3 + 1, n, again, cut;
	char *whole = malloc(cap), *other = malloc(cap);

	MUST(whole && other);
	n = name_fold(in, whole, cap);
	MUST(n < cap);
	MUST(name_must_be_folded((struct view){whole, n}) == (sound_of((struct view){whole, n}) != 0));
	again = name_fold((struct view){whole, n}, other, cap);
	MUST(again == n && memcmp(whole, other, n) == 0);
	free(other);
	other = malloc(room + 1);
	MUST(other);
	cut = name_fold(in, other, room);
	MUST(cut <= room && cut <= n && memcmp(whole, other, cut) == 0 && (cut == n || cut + 5 > room));
	(void)name_must_be_folded((struct view){other, cut});
	(void)sound_of(in);
	free(whole);
	free(other);
}

static void
fuzz_identifier(struct view in, size_t room)
{
	char *out = malloc(room + 1);
	size_t n;

	MUST(out);
	n = identifier_fold(in, out, room);
	MUST(n <= room && n <= in.n);
	for (size_t i = 0; i < n; i++)
		MUST((out[i] >= '0' && out[i] <= '9') || (out[i] >= 'A' && out[i] <= 'Z'));
	(void)upn_valid((struct view){out, n});
	(void)nhs_number_valid((struct view){out, n});
	(void)upn_valid(in);
	(void)nhs_number_valid(in);
	free(out);
}

static void
fuzz_postcode(struct view in)
{
	uint32_t packed = postcode_pack(in), any = 0;
	char out[9];
	size_t n = postcode_unpack(packed, out);

	MUST(n == strlen(out) && (packed == 0) == (n == 0));
	MUST(postcode_pack(view_of(out)) == packed);
	MUST(packed == 0 || postcode_near(packed, packed) == POSTCODE_SAME);
	memcpy(&any, in.at, in.n < 4 ? in.n : 4);
	n = postcode_unpack(any, out);
	MUST(n == strlen(out) && (n == 0 || postcode_pack(view_of(out)) == any));
	MUST(postcode_slip(packed, any) == postcode_slip(any, packed) && postcode_near(packed, any) == postcode_near(any, packed));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct view in = {(const char *)bytes + 1, n - 1};

	if (n < 1)
		return 0;
	fuzz_name(in, bytes[0]);
	fuzz_identifier(in, bytes[0]);
	fuzz_postcode(in);
	return 0;
}
