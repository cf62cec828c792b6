/* The rules of sound: for each letter, in which company it sounds like what. */
#include "linkage/sound.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define CLASSES 6
#define LETTERS 30                      /* of a name; those after them change no code in practice */
#define AROUND 4                        /* zeros around the letters, so that rules may look past the ends */

/* A rule holds where `before` stands before the letter and `after` behind it; the first that holds is taken. In both, a
 * small letter is itself and
 *     ^ the beginning   $ the end   V a vowel or y   C anything else, the end too   E one of e, i, y   U one of i, u
 * It uses up `take` letters, this one included, and sounds like the classes `as`. */
struct rule {
	char before;                    /* 0: anything */
	const char *after;
	uint8_t take;
	const char *as;
};

/* The classes: A, I and O begin a name with a vowel; C is the ch of Charles, J the j of John, S the s, z or sh, V the v of
 * Stephen or the w of William, F an f at the beginning (Phil is not Will); the others are what their letters say. */
static const struct rule rule_b[] = { {'m', "$", 1, ""}, {0, "", 1, "B"} };                  /* Lamb */
static const struct rule rule_c[] = {
	{0, "hr", 2, "K"}, {0, "hl", 2, "K"},                           /* Christopher, Chloe */
	{'V', "h", 2, "K"},                                             /* Michael, Nicholas, Rachel */
	{0, "h", 2, "C"}, {0, "z", 2, "C"},                             /* Charles, Archie; Czarnecki */
	{'^', "ia", 1, "K"}, {'^', "il", 1, "K"},                       /* Ciara, Cillian */
	{0, "E", 1, "S"}, {0, "", 1, "K"},
};
static const struct rule rule_d[] = {
	{0, "gE", 2, "J"}, {0, "j", 2, "J"},                            /* Bridget, Djamila */
	{0, "t", 1, ""}, {0, "", 1, "D"},                               /* Schmidt */
};
static const struct rule rule_f[] = { {'^', "", 1, "F"}, {0, "", 1, "V"} };
static const struct rule rule_g[] = {
	{'^', "h", 2, "G"},                                             /* Ghulam */
	{'V', "h$", 2, ""}, {'V', "hC", 2, ""}, {'U', "h", 2, ""},      /* Leigh, McLaughlin, Hughes */
	{0, "h", 2, "G"},                                               /* Meghan, Asghar, Singh */
	{0, "E", 1, "J"}, {0, "", 1, "G"},                              /* Geoffrey, Gemma */
};
static const struct rule rule_h[] = { {'^', "", 1, "H"}, {0, "", 1, ""} };
static const struct rule rule_k[] = { {'^', "n", 1, ""}, {0, "", 1, "K"} };                  /* Knight */
static const struct rule rule_m[] = {
	{'V', "h$", 2, "V"}, {'V', "he$", 2, "V"}, {0, "", 1, "M"},     /* Niamh, Caoimhe */
};
static const struct rule rule_p[] = {
	{'^', "h", 2, "F"}, {0, "h", 2, "V"},                           /* Philip, Stephen */
	{'m', "s", 1, ""}, {'m', "b", 1, ""}, {'m', "t", 1, ""},        /* Thompson, Campbell */
	{0, "", 1, "P"},
};
static const struct rule rule_s[] = { {0, "ch", 3, "S"}, {0, "", 1, "S"} };                  /* Schmidt */
static const struct rule rule_t[] = { {0, "ch", 3, "C"}, {0, "", 1, "T"} };                  /* Mitchell */
static const struct rule rule_w[] = {
	{'^', "r", 1, ""}, {'^', "h", 2, "V"},                          /* Wright, Whitney */
	{'e', "a$", 1, "V"}, {'e', "eli", 1, "V"}, {'e', "", 1, ""},    /* Ewa, Ewelina; but Ewan, Lewis, Stewart */
	{'V', "e$", 1, ""}, {'V', "V", 1, "V"}, {'V', "", 1, ""},       /* Lowe; Nowak; Shaw, Lawrence */
	{0, "", 1, "V"},
};
static const struct rule rule_x[] = { {'^', "", 1, "S"}, {0, "", 1, "KS"} };                 /* Xavier, Alex */
static const struct rule rule_y[] = { {'^', "V", 1, "J"}, {'^', "", 1, "I"}, {0, "", 1, ""} };       /* Yusuf, Yvonne */
static const struct rule rule_a[] = { {'^', "", 1, "A"}, {0, "", 1, ""} };
static const struct rule rule_e[] = { {'^', "", 1, "I"}, {0, "", 1, ""} };
static const struct rule rule_o[] = { {'^', "", 1, "O"}, {0, "", 1, ""} };
static const struct rule rule_j[] = { {0, "", 1, "J"} }, rule_l[] = { {0, "", 1, "L"} }, rule_n[] = { {0, "", 1, "N"} },
    rule_q[] = { {0, "", 1, "K"} }, rule_r[] = { {0, "", 1, "R"} }, rule_v[] = { {0, "", 1, "V"} },
    rule_z[] = { {0, "", 1, "S"} };

static const struct rule *const rules[26] = {
	rule_a, rule_b, rule_c, rule_d, rule_e, rule_f, rule_g, rule_h, rule_e, rule_j, rule_k, rule_l, rule_m,
	rule_n, rule_o, rule_p, rule_q, rule_r, rule_s, rule_t, rule_o, rule_v, rule_w, rule_x, rule_y, rule_z,
};

static inline bool
is_vowel(char letter)
{
	static const uint32_t vowels = 1U << ('a' - 'a') | 1U << ('e' - 'a') | 1U << ('i' - 'a') | 1U << ('o' - 'a') |
	    1U << ('u' - 'a') | 1U << ('y' - 'a');

	return letter != 0 && (vowels >> (letter - 'a') & 1U);
}

/* The letter fits the sign of a rule; 0 is what lies beyond the ends. */
static inline bool
fits(char letter, char sign)
{
	if (sign >= 'a')
		return letter == sign;
	switch (sign) {
	case 'V':
		return is_vowel(letter);
	case 'C':
		return !is_vowel(letter);
	case 'E':
		return letter == 'e' || letter == 'i' || letter == 'y';
	case 'U':
		return letter == 'i' || letter == 'u';
	default:                        /* ^ and $ */
		return letter == 0;
	}
}

/* The rule for the letter at `at`; the last of each letter always holds. */
static const struct rule *
rule_of(const char *at)
{
	const struct rule *r = rules[*at - 'a'];

	for (;; r++) {
		size_t i = 0;

		if (r->before != 0 && !fits(at[-1], r->before))
			continue;
		while (r->after[i] != 0 && fits(at[1 + i], r->after[i]))
			i++;
		if (r->after[i] == 0)
			return r;
	}
}

/* The letters alone, doubled ones once; returns how many. */
static size_t
letters_take(struct view v, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < v.n && n < LETTERS; i++)
		if (v.at[i] >= 'a' && v.at[i] <= 'z' && (n == 0 || out[n - 1] != v.at[i]))
			out[n++] = v.at[i];
	return n;
}

/* Where the name goes on after its Mc or Mac, whose c is hard: 0 when it has none. Macey and Macie are names of their own. */
static size_t
clan_prefix(const char *letter, size_t n)
{
	if (n > 2 && letter[0] == 'm' && letter[1] == 'c')
		return 2;
	return n > 6 && memcmp(letter, "mac", 3) == 0 ? 3 : 0;
}

struct sounding {
	uint32_t code;
	int n;                          /* classes so far */
	char last;                      /* the one before, where no vowel came between */
};

static inline void
classes_add(struct sounding *s, const char *as)
{
	for (; *as != 0; as++) {
		if (*as == s->last || s->n == CLASSES)
			continue;
		s->code = s->code << 5 | (uint32_t)(*as - 'A' + 1);
		s->n++;
		s->last = *as;
	}
}

uint32_t
sound_of(struct view folded)
{
	char room[AROUND + LETTERS + AROUND] = {0}, *letter = room + AROUND;
	size_t n = letters_take(folded, letter), i = clan_prefix(letter, n);
	struct sounding s = {0};

	if (i > 0)
		classes_add(&s, "MK");
	while (i < n && s.n < CLASSES) {
		const struct rule *r = rule_of(letter + i);

		if (is_vowel(letter[i]))
			s.last = 0;
		classes_add(&s, r->as);
		i += r->take;
	}
	return s.code;
}
