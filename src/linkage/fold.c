/* Names and numbers as linking compares them: one byte or character after another through a table, into a buffer. */
#include "linkage/fold.h"

#include <string.h>

/* Latin-1's letters, Latin Extended-A and -B and the phonetic letters that African and Azerbaijani names have, then Latin
 * Extended Additional (Welsh, Vietnamese, Yoruba): the plain letter of each, by Unicode's decomposition and, where there is
 * none, by the letter that its name says. '0' and above: a place in `spelt`; '-': no letter. */
static const char latin[] =
	/* 00C0 */ "aaaaaa0ceeeeiiiidnooooo-ouuuuy32"  /* 00E0 */ "aaaaaa0ceeeeiiiidnooooo-ouuuuy3y"
	/* 0100 */ "aaaaaaccccccccddddeeeeeeeeeegggg"  /* 0120 */ "gggghhhhiiiiiiiiii44jjkkklllllll"
	/* 0140 */ "lllnnnnnnnnnoooooo11rrrrrrssssss"  /* 0160 */ "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
	/* 0180 */ "bbbbbboccdddddeeeffgghiikkllmnno"  /* 01A0 */ "ooggpprssssttttuuuvyyzzzzzz----w"
	/* 01C0 */ "----555666777aaiioouuuuuuuuuueaa"  /* 01E0 */ "aa00ggggkkoooozzj555gghwnnaa00oo"
	/* 0200 */ "aaaaeeeeiiiioooorrrruuuussttyyhh"  /* 0220 */ "nd88zzaaeeooooooooyylntjdqacclts"
	/* 0240 */ "z--buveejjqqrryyaaabocddeeeeeeej"  /* 0260 */ "ggggohh-iiillllmmmnnno1-frrrrrrr"
	/* 0280 */ "rrssj-sttuuvvwyyzzzz-----b-ghjkl"  /* 02A0 */ "q--5-5--------hh";
static const char latin_additional[] =
	/* 1E00 */ "aabbbbbbccddddddddddeeeeeeeeeeff"  /* 1E20 */ "gghhhhhhhhhhiiiikkkkkkllllllllmm"
	/* 1E40 */ "mmmmnnnnnnnnoooooooopppprrrrrrrr"  /* 1E60 */ "ssssssssssttttttttuuuuuuuuuuvvvv"
	/* 1E80 */ "wwwwwwwwwwxxxxyyzzzzzzhtwyasss2d"  /* 1EA0 */ "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
	/* 1EC0 */ "eeeeeeeeiiiioooooooooooooooooooo"  /* 1EE0 */ "oooouuuuuuuuuuuuuuyyyyyyyyllvvyy";
/* By the custom of passports (ICAO Doc 9303 part 3) where that spells a letter out, but that an accent is only taken off. */
static const char spelt[][4] = {
	"ae", "oe", "ss", "th", "ij", "dz", "lj", "nj", "ou", "ff", "fi", "fl", "ffi", "ffl", "st",
};

struct block {
	uint32_t first, last;
	const char *letter;             /* of each character, as in `latin`; NULL: none of them is a letter */
	bool gap;                       /* they part words, as a space does */
};

/* What is no letter, or a letter to be changed, in order; what no row holds is a letter of another script and stays. */
static const struct block blocks[] = {
	{0x0080, 0x0084, NULL, false}, {0x0085, 0x0085, NULL, true}, {0x0086, 0x009f, NULL, false},
	{0x00a0, 0x00a0, NULL, true}, {0x00a1, 0x00a9, NULL, false}, {0x00aa, 0x00aa, "a", false},
	{0x00ab, 0x00b9, NULL, false}, {0x00ba, 0x00ba, "o", false}, {0x00bb, 0x00bf, NULL, false},
	{0x00c0, 0x02af, latin, false},
	{0x02b0, 0x036f, NULL, false},       /* modifiers (the okina, the ayn) and accents of their own */
	{0x037e, 0x037e, NULL, false}, {0x0387, 0x0387, NULL, false}, {0x055a, 0x055f, NULL, false},
	{0x0589, 0x0589, NULL, false}, {0x058a, 0x058a, NULL, true},     /* the Armenian hyphen */
	{0x05be, 0x05be, NULL, true}, {0x05f3, 0x05f4, NULL, false},     /* the Hebrew maqaf */
	{0x0600, 0x060f, NULL, false}, {0x061b, 0x061f, NULL, false}, {0x0640, 0x0640, NULL, false},
	{0x0660, 0x066d, NULL, false}, {0x06d4, 0x06d4, NULL, false}, {0x06f0, 0x06f9, NULL, false},
	{0x07c0, 0x07c9, NULL, false}, {0x0964, 0x0970, NULL, false}, {0x09e6, 0x09ef, NULL, false},
	{0x0a66, 0x0a6f, NULL, false}, {0x0ae6, 0x0aef, NULL, false}, {0x0b66, 0x0b6f, NULL, false},
	{0x0be6, 0x0bef, NULL, false}, {0x0c66, 0x0c6f, NULL, false}, {0x0ce6, 0x0cef, NULL, false},
	{0x0d66, 0x0d6f, NULL, false}, {0x0e50, 0x0e5b, NULL, false}, {0x1040, 0x104f, NULL, false},
	{0x1361, 0x1361, NULL, true}, {0x1362, 0x137c, NULL, false}, {0x1680, 0x1680, NULL, true},
	{0x1e00, 0x1eff, latin_additional, false},
	{0x2000, 0x200a, NULL, true}, {0x200b, 0x200f, NULL, false}, {0x2010, 0x2015, NULL, true},
	{0x2016, 0x2027, NULL, false}, {0x2028, 0x2029, NULL, true}, {0x202a, 0x202e, NULL, false},
	{0x202f, 0x202f, NULL, true}, {0x2030, 0x2043, NULL, false}, {0x2044, 0x2044, NULL, true},
	{0x2045, 0x205e, NULL, false}, {0x205f, 0x205f, NULL, true}, {0x2060, 0x2129, NULL, false},
	{0x212a, 0x212b, "ka", false}, {0x212c, 0x2211, NULL, false}, {0x2212, 0x2212, NULL, true},
	{0x2213, 0x2214, NULL, false}, {0x2215, 0x2216, NULL, true}, {0x2217, 0x2bff, NULL, false},
	{0x2e00, 0x2e7f, NULL, false}, {0x3000, 0x3000, NULL, true}, {0x3001, 0x3004, NULL, false},
	{0x3008, 0x3020, NULL, false}, {0x30a0, 0x30a0, NULL, true}, {0x30fb, 0x30fb, NULL, true},
	{0xe000, 0xf8ff, NULL, false}, {0xfb00, 0xfb06, "9:;<=>>", false}, {0xfd3e, 0xfd3f, NULL, false},
	{0xfe00, 0xfe57, NULL, false}, {0xfe58, 0xfe58, NULL, true}, {0xfe59, 0xfe62, NULL, false},
	{0xfe63, 0xfe63, NULL, true}, {0xfe64, 0xfe6f, NULL, false}, {0xfeff, 0xfeff, NULL, false},
	{0xff01, 0xff0c, NULL, false}, {0xff0d, 0xff0d, NULL, true}, {0xff0e, 0xff0e, NULL, false},
	{0xff0f, 0xff0f, NULL, true}, {0xff10, 0xff20, NULL, false},
	{0xff21, 0xff3a, "abcdefghijklmnopqrstuvwxyz", false}, {0xff3b, 0xff40, NULL, false},
	{0xff41, 0xff5a, "abcdefghijklmnopqrstuvwxyz", false}, {0xff5b, 0xff65, NULL, false},
	{0xfff0, 0xffff, NULL, false}, {0x1f000, 0x1faff, NULL, false}, {0xe0000, 0x10ffff, NULL, false},
};
#define N_BLOCKS (sizeof blocks / sizeof *blocks)

/* Windows-1252's letters and marks of 80 to 9F (Microsoft code page 1252) as far as names have them; 0: a sign to drop. */
static const uint16_t windows_high[32] = {
	[0x83 - 0x80] = 0x0192, [0x8a - 0x80] = 0x0160, [0x8c - 0x80] = 0x0152, [0x8e - 0x80] = 0x017d,
	[0x96 - 0x80] = 0x2013, [0x97 - 0x80] = 0x2014, [0x9a - 0x80] = 0x0161, [0x9c - 0x80] = 0x0153,
	[0x9e - 0x80] = 0x017e, [0x9f - 0x80] = 0x0178,
};

/* The block that holds a character of 80 and above, or NULL. */
static const struct block *
block_of(uint32_t character)
{
	size_t low = 0, high = N_BLOCKS;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (character > blocks[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < N_BLOCKS && character >= blocks[low].first ? &blocks[low] : NULL;
}

/* Takes one character beyond ASCII off `in`. What becomes of it: its bytes in `out`, one space for what parts words, or
 * nothing. */
static size_t
beyond_ascii(struct view *in, char out[4])
{
	unsigned char byte = (unsigned char)in->at[0];
	size_t before = in->n;
	uint32_t character = utf8_next(in);
	const struct block *b;
	char letter;

	if (before - in->n == 1)
		character = byte < 0xa0 ? windows_high[byte - 0x80] : byte;
	if (character < 0x80)
		return 0;
	b = block_of(character);
	if (b == NULL)
		return utf8_put(character, out);
	out[0] = ' ';
	if (b->letter == NULL)
		return b->gap;
	letter = b->letter[character - b->first];
	if (letter == '-')
		return 0;
	if (letter >= 'a') {
		out[0] = letter;
		return 1;
	}
	memcpy(out, spelt[letter - '0'], 4);
	return strlen(spelt[letter - '0']);
}

/* The same for one byte of ASCII. */
static size_t
of_ascii(unsigned char byte, char out[4])
{
	unsigned char low = byte | 0x20;

	out[0] = low >= 'a' && low <= 'z' ? (char)low : ' ';
	return out[0] != ' ' || byte == ' ' || byte == '-' || byte == '/' || byte == '\\' || (byte >= '\t' && byte <= '\r');
}

/* Eight letters of ASCII, folded; false where not all are letters. Each byte's highest bit is set by a sum that reaches it from the
 * first letter on, and not by one that reaches it from what follows the last. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
static inline bool
eight_fold(uint64_t eight, uint64_t *low)
{
	*low = eight | EACH(0x20);
	return ((*low + EACH(0x80 - 'a')) & ~(*low + EACH(0x7f - 'z')) & ~eight & EACH(0x80)) == EACH(0x80);
}

/* Most names are letters of ASCII and no more. In pieces that overlap: where a short loop ends cannot be foreseen. */
static bool
plain_fold(struct view in, char *out)
{
	uint64_t eight, low;
	uint32_t first, last;
	bool all = true;

	for (size_t i = 0; all && i + 8 <= in.n; i += 8) {
		memcpy(&eight, in.at + i, sizeof eight);
		all = eight_fold(eight, &low);
		memcpy(out + i, &low, sizeof low);
	}
	if (in.n >= 8) {
		memcpy(&eight, in.at + in.n - 8, sizeof eight);
		all = all && eight_fold(eight, &low);
		memcpy(out + in.n - 8, &low, sizeof low);
	} else if (in.n >= 4) {
		memcpy(&first, in.at, sizeof first);
		memcpy(&last, in.at + in.n - 4, sizeof last);
		all = eight_fold(first | (uint64_t)last << 32, &low);
		first = (uint32_t)low;
		last = (uint32_t)(low >> 32);
		memcpy(out, &first, sizeof first);
		memcpy(out + in.n - 4, &last, sizeof last);
	} else {
		for (size_t i = 0; i < in.n; i++) {
			out[i] = in.at[i] | 0x20;
			all = all && out[i] >= 'a' && out[i] <= 'z';
		}
	}
	return all;
}

/* Any other. Kept out of the way of those: what it puts aside first would be put aside for every name. */
__attribute__((noinline)) static size_t
any_fold(struct view in, char *out, size_t cap)
{
	size_t n = 0;
	bool gap = false;

	while (in.n > 0) {
		unsigned char byte = (unsigned char)in.at[0];
		char piece[4];
		size_t length;

		if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z' && !gap && n < cap) {
			out[n++] = (char)(byte | 0x20);
			in.at++;
			in.n--;
			continue;
		}
		if (byte < 0x80) {
			length = of_ascii(byte, piece);
			in.at++;
			in.n--;
		} else {
			length = beyond_ascii(&in, piece);
		}
		if (length == 0)
			continue;
		if (piece[0] == ' ') {
			gap = n > 0;
			continue;
		}
		if (cap - n < length + gap)
			break;
		if (gap)
			out[n++] = ' ';
		gap = false;
		for (size_t i = 0; i < length; i++)
			out[n++] = piece[i];
	}
	return n;
}

size_t
name_fold(struct view in, char *out, size_t cap)
{
	return in.n <= cap && plain_fold(in, out) ? in.n : any_fold(in, out, cap);
}

size_t
identifier_fold(struct view in, char *out, size_t cap)
{
	static const char kept[256] = {
		['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8',
		['9'] = '9', ['A'] = 'A', ['B'] = 'B', ['C'] = 'C', ['D'] = 'D', ['E'] = 'E', ['F'] = 'F', ['G'] = 'G', ['H'] = 'H',
		['I'] = 'I', ['J'] = 'J', ['K'] = 'K', ['L'] = 'L', ['M'] = 'M', ['N'] = 'N', ['O'] = 'O', ['P'] = 'P', ['Q'] = 'Q',
		['R'] = 'R', ['S'] = 'S', ['T'] = 'T', ['U'] = 'U', ['V'] = 'V', ['W'] = 'W', ['X'] = 'X', ['Y'] = 'Y', ['Z'] = 'Z',
		['a'] = 'A', ['b'] = 'B', ['c'] = 'C', ['d'] = 'D', ['e'] = 'E', ['f'] = 'F', ['g'] = 'G', ['h'] = 'H', ['i'] = 'I',
		['j'] = 'J', ['k'] = 'K', ['l'] = 'L', ['m'] = 'M', ['n'] = 'N', ['o'] = 'O', ['p'] = 'P', ['q'] = 'Q', ['r'] = 'R',
		['s'] = 'S', ['t'] = 'T', ['u'] = 'U', ['v'] = 'V', ['w'] = 'W', ['x'] = 'X', ['y'] = 'Y', ['z'] = 'Z',
	};
	size_t n = 0;

	for (size_t i = 0; i < in.n && n < cap; i++) {
		out[n] = kept[(unsigned char)in.at[i]];
		n += out[n] != 0;
	}
	return n;
}

bool
signs_are_alike(struct view v)
{
	return v.n < 2 || (v.at[0] == v.at[1] && memcmp(v.at, v.at + 1, v.n - 1) == 0);     /* each like the one before it */
}

/* The digit, or -1. */
static int
digit_at(struct view v, size_t i)
{
	return v.at[i] >= '0' && v.at[i] <= '9' ? v.at[i] - '0' : -1;
}

bool
upn_valid(struct view folded)
{
	static const char check[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	const char *last;
	int sum = 0;

	if (folded.n != 13)
		return false;
	for (size_t i = 1; i < 13; i++) {
		int worth = digit_at(folded, i);

		if (worth < 0 && i == 12 && (last = memchr(check, folded.at[i], 23)) != NULL)
			worth = (int)(last - check);
		if (worth < 0)
			return false;
		sum += worth * ((int)i + 1);
	}
	return folded.at[0] == check[sum % 23];
}

bool
nhs_number_valid(struct view folded)
{
	int sum = 0, weighed = 0;

	if (folded.n != 10)
		return false;
	for (size_t i = 0; i < 10; i++) {
		int digit = digit_at(folded, i);

		if (digit < 0)
			return false;
		sum += digit;
		weighed += sum;                         /* the first ten times, the last once */
	}
	return weighed % 11 == 0 && !signs_are_alike(folded);
}
