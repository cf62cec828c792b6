/* Similarity of names: published values, values by hand, and plain references over many random texts. */
#include "unit.h"

#include <math.h>

#include "linkage/similar.h"

/* ---- references, straight from the definitions --------------------------------------------------------------------- */

static size_t
cut_length(struct view v)
{
	return v.n > 64 ? 64 : v.n;
}

static double
plain_jaro_winkler(struct view a, struct view b)
{
	int la = (int)cut_length(a), lb = (int)cut_length(b), longer = la > lb ? la : lb;
	int reach = longer / 2 - 1 > 0 ? longer / 2 - 1 : 0, m = 0, unlike = 0, prefix = 0;
	bool of_a[64] = {0}, of_b[64] = {0};
	double x;

	if (la == 0 && lb == 0)
		return 1;
	for (int i = 0; i < la; i++)
		for (int k = 0; k < lb; k++)
			if (abs(i - k) <= reach && !of_b[k] && a.at[i] == b.at[k]) {
				of_a[i] = of_b[k] = true;
				m++;
				break;
			}
	if (m == 0)
		return 0;
	for (int i = 0, k = 0; i < la; i++) {
		if (!of_a[i])
			continue;
		while (!of_b[k])
			k++;
		unlike += a.at[i] != b.at[k++];
	}
	x = ((double)m / la + (double)m / lb + (double)(m - unlike / 2) / m) / 3;
	while (prefix < 4 && prefix < la && prefix < lb && a.at[prefix] == b.at[prefix])
		prefix++;
	return x > 0.7 ? x + prefix * 0.1 * (1 - x) : x;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

static int
plain_edits(struct view a, struct view b)
{
	int la = (int)cut_length(a), lb = (int)cut_length(b);
	int d[65][65];

	for (int i = 0; i <= la; i++)
		for (int k = 0; k <= lb; k++) {
			if (i == 0 || k == 0) {
				d[i][k] = i + k;
				continue;
			}
			d[i][k] = least(least(d[i - 1][k], d[i][k - 1]) + 1, d[i - 1][k - 1] + (a.at[i - 1] != b.at[k - 1]));
			if (i > 1 && k > 1 && a.at[i - 1] == b.at[k - 2] && a.at[i - 2] == b.at[k - 1])
				d[i][k] = least(d[i][k], d[i - 2][k - 2] + 1);
		}
	return d[la][lb];
}

static uint64_t
random_next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* Few letters make many matches; now and then the other text with some slips, as names have. */
static struct view
random_text(uint64_t *seed, char out[80], const struct view *other)
{
	size_t letters = 1 + random_next(seed) % 5, n = random_next(seed) % (random_next(seed) % 4 ? 13 : 76);

	if (other != NULL && random_next(seed) % 2) {
		n = other->n;
		memcpy(out, other->at, n);
		for (size_t slips = random_next(seed) % 4; n > 1 && slips > 0; slips--) {
			size_t at = random_next(seed) % (n - 1);
			char one = out[at];

			out[at] = random_next(seed) % 2 ? out[at + 1] : 'z';
			out[at + 1] = one;
		}
		return (struct view){out, n};
	}
	for (size_t i = 0; i < n; i++)
		out[i] = (char)(random_next(seed) % 9 ? 'a' + random_next(seed) % letters : 0x80 + random_next(seed) % 128);
	return (struct view){out, n};
}

/* ---- Jaro-Winkler --------------------------------------------------------------------------------------------------- */

/* The pairs that Winkler's papers print, to three places (Winkler 1994, Advanced methods for record linkage; again in Porter and
 * Winkler 1997). The best known by hand:
 * martha, marhta: all 6 match, 2 of them out of order: (1 + 1 + 5/6) / 3 = .9444; three first letters: + .3 · .0556 = .9611.
 * dwayne, duane: d, a, n, e match: (4/6 + 4/5 + 1) / 3 = .8222; one: + .1 · .1778 = .8400.
 * dixon, dicksonx: d, i, o, n: (4/5 + 4/8 + 1) / 3 = .7667; two: + .2 · .2333 = .8133. */
static void
jaro_winkler_as_published(void **state)
{
	static const struct { const char *a, *b; double x; } pairs[] = {
		{"shackleford", "shackelford", .982}, {"dunningham", "cunnigham", .896}, {"nichleson", "nichulson", .956},
		{"jones", "johnson", .832}, {"massey", "massie", .933}, {"abroms", "abrams", .922},
		{"hardin", "martinez", .722}, {"itman", "smith", .467}, {"jeraldine", "geraldine", .926},
		{"marhta", "martha", .961}, {"michelle", "michael", .921}, {"julies", "julius", .933},
		{"tanya", "tonya", .880}, {"dwayne", "duane", .840}, {"dixon", "dicksonx", .813}, {"sean", "susan", .805}, {"jon", "john", .933},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		double x = jaro_winkler(view_of(pairs[i].a), view_of(pairs[i].b));

		if (fabs(x - pairs[i].x) > .0005)
			fail_msg("%s and %s: %.4f, not %.3f", pairs[i].a, pairs[i].b, x, pairs[i].x);
	}
}

/* ann, anna: all 3 match; (1 + 3/4 + 1) / 3 = 11/12; three first letters: 11/12 + .3/12 = .94166…
 * ab, ac: m 1, (1/2 + 1/2 + 1) / 3 = 2/3, not above .7, so the first letter does not count. */
static void
jaro_winkler_by_hand(void **state)
{
	(void)state;
	assert_true(fabs(jaro_winkler(VIEW("ann"), VIEW("anna")) - 11.3 / 12) < 1e-12);
	assert_true(fabs(jaro_winkler(VIEW("ab"), VIEW("ac")) - 2. / 3) < 1e-12);
	assert_true(jaro_winkler(VIEW(""), VIEW("")) == 1);
	assert_true(jaro_winkler(VIEW(""), VIEW("ann")) == 0);
	assert_true(jaro_winkler(VIEW("abc"), VIEW("xyz")) == 0);
	assert_true(jaro_winkler(VIEW("a"), VIEW("a")) == 1);
	assert_true(jaro_winkler(VIEW("ab"), VIEW("ba")) == 0);         /* within half of two less one: none */
}

static void
jaro_winkler_is_the_reference(void **state)
{
	uint64_t seed = 11;

	(void)state;
	for (int i = 0; i < ROUNDS_OF(200000); i++) {
		char one[80], other[80];
		struct view a = random_text(&seed, one, NULL), b = random_text(&seed, other, &a);
		double x = jaro_winkler(a, b);

		if (fabs(x - plain_jaro_winkler(a, b)) > 1e-12)
			fail_msg("%.*s and %.*s: %f", (int)a.n, a.at, (int)b.n, b.at, x);
		assert_true(x == jaro_winkler(b, a));
		assert_true(x >= 0 && x <= 1);
		assert_true(jaro_winkler(a, a) == 1);
	}
}

/* What letters alone say is never too little: by it no pair is passed over that is alike, or one edit apart and so alike. And it
 * rules out most of what is not. */
static void
letters_rule_out_no_likeness(void **state)
{
	uint64_t seed = 12;
	int ruled_out = 0, unlike = 0;

	(void)state;
	for (int i = 0; i < ROUNDS_OF(200000); i++) {
		char one[80], other[80];
		struct view a = random_text(&seed, one, NULL), b = random_text(&seed, other, i % 2 ? &a : NULL);
		double x = jaro_winkler(a, b), most = jaro_winkler_most(outline_of(a), outline_of(b));

		if (most < x - 1e-12 && a.n && b.n)
			fail_msg("%.*s and %.*s: %f is more than %f", (int)a.n, a.at, (int)b.n, b.at, x, most);
		assert_false(a.n > 3 && b.n > 3 && edits(a, b) == 1 && most < 0.8);
		unlike += x < 0.8;
		ruled_out += most < 0.8;
	}
	assert_true(ruled_out > unlike / 10 && ruled_out <= unlike);
	assert_true(jaro_winkler_most(outline_of(view_of("smith")), outline_of(view_of("jones"))) < 0.5);
	assert_true(jaro_winkler_most(outline_of(view_of("van der berg")), outline_of(view_of("xu"))) == 1);
}

/* ---- edits ---------------------------------------------------------------------------------------------------------- */

static void
edits_by_hand(void **state)
{
	static const struct { const char *a, *b; int n; } pairs[] = {
		{"", "", 0}, {"", "ann", 3}, {"ann", "ann", 0}, {"ann", "anne", 1}, {"smith", "simth", 1}, {"smith", "smyth", 1},
		{"kitten", "sitting", 3}, {"ab", "ba", 1}, {"abcd", "badc", 2},
		{"ca", "abc", 3},                               /* 2 where a swap may be edited again */
		{"mohammed", "muhamad", 3}, {"a", "b", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (edits(view_of(pairs[i].a), view_of(pairs[i].b)) != pairs[i].n)
			fail_msg("%s and %s: %d, not %d", pairs[i].a, pairs[i].b,
			    edits(view_of(pairs[i].a), view_of(pairs[i].b)), pairs[i].n);
}

static void
edits_are_the_reference(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < ROUNDS_OF(100000); i++) {
		char one[80], other[80];
		struct view a = random_text(&seed, one, NULL), b = random_text(&seed, other, &a);
		int n = edits(a, b);

		if (n != plain_edits(a, b))
			fail_msg("%.*s and %.*s: %d", (int)a.n, a.at, (int)b.n, b.at, n);
		assert_int_equal(n, edits(b, a));
		assert_int_equal(edits(a, a), 0);
	}
}

/* The 64th byte counts, the 65th does not. */
static void
long_names_are_cut(void **state)
{
	char a[70], b[70];

	(void)state;
	memset(a, 'a', sizeof a);
	memset(b, 'a', sizeof b);
	b[64] = 'b';
	assert_int_equal(edits((struct view){a, 70}, (struct view){b, 70}), 0);
	assert_true(jaro_winkler((struct view){a, 70}, (struct view){b, 66}) == 1);
	b[63] = 'b';
	assert_int_equal(edits((struct view){a, 70}, (struct view){b, 70}), 1);
	assert_int_equal(edits((struct view){a, 64}, (struct view){"", 0}), 64);
	/* 63 of 64 match: (63/64 + 63/64 + 1) / 3 = 190/192, then four tenths of what lacks: 2/192. */
	assert_true(fabs(jaro_winkler((struct view){a, 64}, (struct view){b, 64}) - 190.8 / 192) < 1e-12);
}

/* ---- words ---------------------------------------------------------------------------------------------------------- */

static void
words_within(void **state)
{
	static const struct { const char *a, *b; bool within; } pairs[] = {
		{"smith", "smith jones", true}, {"jones", "smith jones", true}, {"jones smith", "smith jones", true},
		{"smith jones", "smith lee jones", true}, {"smith smith", "smith", true},
		{"smith", "smith", false}, {"smith jones", "smith jones", false}, {"smit", "smith jones", false},
		{"smith", "smithson jones", false}, {"smith lee", "smith jones", false}, {"smith", "jones", false},
		{"", "smith jones", false}, {"", "", false}, {" ", "smith jones", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct view a = view_of(pairs[i].a), b = view_of(pairs[i].b);

		if (tokens_within(a, b) != pairs[i].within || tokens_within(b, a) != pairs[i].within)
			fail_msg("%s and %s", pairs[i].a, pairs[i].b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jaro_winkler_as_published), cmocka_unit_test(jaro_winkler_by_hand),
		cmocka_unit_test(jaro_winkler_is_the_reference), cmocka_unit_test(letters_rule_out_no_likeness),
		cmocka_unit_test(edits_by_hand),
		cmocka_unit_test(edits_are_the_reference), cmocka_unit_test(long_names_are_cut), cmocka_unit_test(words_within),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
