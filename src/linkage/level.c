/* See the header. What each level means, kind by kind, stands in one table below. */
#include "linkage/level.h"

#include "base/mem.h"
#include "linkage/code.h"
#include "linkage/near_day.h"
#include "linkage/postcode.h"
#include "linkage/similar.h"

#define NEAR 0.92                       /* Jaro-Winkler: a slip or two */
#define LIKE 0.80                       /* the same name in another spelling, perhaps */
#define SLIP_MOST (36 * 36)             /* by how much one slip changes a number to the base 37, or 37 times that, and so on */
#define CACHE_SLOTS (1 << 14)

static const char *const level_names[LINK_KINDS][LINK_LEVELS] = {
	[LINK_GIVEN] = {"not known", "the same", "swapped with the family name", "another form of the name", "part of the other",
	    "nearly the same", "alike", "different"},
	[LINK_FAMILY] = {"not known", "the same", "part of the other", "nearly the same", "alike", "different"},
	[LINK_BORN] = {"not known", "the same", "day and month swapped", "one digit differs", "the same month and year",
	    "the year is one out", "ten days apart at most", "the same year", "different"},
	[LINK_SEX] = {"not known", "the same", "different"},
	[LINK_POSTCODE] = {"not known", "the same", "one character differs", "the same sector", "the same district",
	    "the same area", "different"},
	[LINK_IDENTIFIER] = {"not known", "the same", "one character differs", "different"},
	[LINK_UPN] = {"not known", "the same", "one character differs", "different and not both valid",
	    "one character differs and both valid", "different"},
	[LINK_NHS_NUMBER] = {"not known", "the same", "one digit differs", "different and not both valid", "different"},
	[LINK_BLIND] = {"not known", "the same", "different"},
	[LINK_TEXT] = {"not known", "the same", "part of the other", "nearly the same", "alike", "different"},
};

/* Of postcodes whose places are compared, too: those between the sector and the district, and how many metres they reach. */
static const char *const placed_names[LINK_LEVELS] = {"not known", "the same", "one character differs", "the same sector",
	"two kilometres apart at most", "five kilometres apart at most", "the same district", "the same area", "different"};
#define PLACED_MORE 2
#define PLACED_FIRST ((int)POSTCODE_DISTRICT + 2)       /* of them */
static const int64_t placed_within[PLACED_MORE] = {2000, 5000};

void
postcode_levels_place(struct link_model *m, int field)
{
	if (m->placed[field])
		return;
	m->placed[field] = true;
	for (int l = link_level_count(LINK_POSTCODE) - 1 + PLACED_MORE; l >= PLACED_FIRST; l--) {
		bool is_letters = l >= PLACED_FIRST + PLACED_MORE;

		for (int k = 0; k < LINK_CLASSES; k++) {
			m->fixed[k][field][l] = is_letters && m->fixed[k][field][l - PLACED_MORE];
			m->chance[k][field][l] = is_letters ? m->chance[k][field][l - PLACED_MORE] : 0;
		}
	}
}

static int
names_count(const char *const name[LINK_LEVELS])
{
	int n = 0;

	while (n < LINK_LEVELS && name[n])
		n++;
	return n;
}

int
link_level_count(enum link_kind kind)
{
	return names_count(level_names[kind]);
}

int
link_field_levels(const struct link_model *m, int field)
{
	return names_count(m->placed[field] ? placed_names : level_names[m->field[field].kind]);
}

const char *
link_level_name(enum link_kind kind, int level)
{
	return level >= 0 && level < link_level_count(kind) ? level_names[kind][level] : "";
}

const char *
link_field_level(const struct link_model *m, int field, int level)
{
	enum link_kind kind = m->field[field].kind;

	if (m->encoded[field] && kind == LINK_BORN && level == (int)DAY_ONE_DIGIT + 1)
		return "one part differs";
	if (m->encoded[field] && ((kind == LINK_GIVEN && level == GIVEN_SOUNDS) ||
	    ((kind == LINK_FAMILY || kind == LINK_TEXT) && level == FAMILY_SOUNDS)))
		return "the same sound in another year";
	if (m->placed[field])
		return level >= 0 && level < names_count(placed_names) ? placed_names[level] : "";
	return link_level_name(kind, level);
}

bool
link_level_is_tied(const struct link_model *m, enum link_class k, int field, int level)
{
	enum link_kind kind = m->field[field].kind;

	if (!m->encoded[field])
		return false;
	if (kind == LINK_GIVEN)
		return level == GIVEN_SOUNDS && k == LINK_MATCH;
	return (kind == LINK_FAMILY || kind == LINK_TEXT) && level == FAMILY_SOUNDS && (k == LINK_MATCH || k == LINK_TWIN);
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* Each slot is a field, two words and, in its lowest bits, what they are to each other. */
struct level_cache {
	uint64_t slot[CACHE_SLOTS];
};
#define CACHE_WORD_BITS 28
#define CACHE_LEVEL_BITS 4

struct level_cache *
level_cache_new(struct mem *m)
{
	return mem_new_one(m, struct level_cache);
}

/* Most pairs of names have too few letters in common for anything: no slip (which leaves them alike), no likeness, no word of
 * both. Known without looking at their letters, which lie elsewhere. */
static bool
words_are_far(const struct words *w, uint32_t a, uint32_t b)
{
	const struct heard *x = &w->heard[a], *y = &w->heard[b];

	return x->sound != y->sound && jaro_winkler_most(x->outline, y->outline) < LIKE;
}

/* As a text's levels; a given name's and a family name's are made of them. */
static enum text_level
words_compare(const struct words *w, uint32_t a, uint32_t b)
{
	struct view x = letters_of(w, a), y = letters_of(w, b);
	double alike;

	if (w->encoded)
		return (enum text_level)(TEXT_PART + (int)code_names_near(x, y));
	if (tokens_within(x, y))
		return TEXT_PART;
	alike = jaro_winkler(x, y);
	if (alike >= NEAR || (x.n > 3 && y.n > 3 && may_be_one_edit(w->heard[a].outline, w->heard[b].outline) && edits(x, y) == 1))
		return TEXT_NEAR;
	return alike >= LIKE || w->heard[a].sound == w->heard[b].sound ? TEXT_LIKE : TEXT_OTHER;
}

/* `a` and `b` differ and are known. The lower number first, so that the answer is one for both orders. */
static int
words_level(const struct words *w, struct level_cache *cache, int field, uint32_t a, uint32_t b)
{
	uint64_t low = a < b ? a : b, high = a < b ? b : a,
	    key = (((uint64_t)field << CACHE_WORD_BITS | low) << CACHE_WORD_BITS | high) << CACHE_LEVEL_BITS;
	uint64_t *slot = &cache->slot[key * 0x9e3779b97f4a7c15ULL >> 50];

	if (words_are_far(w, a, b))
		return TEXT_OTHER;
	if (high >> CACHE_WORD_BITS)
		return (int)words_compare(w, a, b);
	if (*slot >> CACHE_LEVEL_BITS != key >> CACHE_LEVEL_BITS)
		*slot = key | (uint64_t)words_compare(w, a, b);
	return (int)(*slot & ((1 << CACHE_LEVEL_BITS) - 1));
}

static int
text_level(const struct link_set *s, struct level_cache *cache, int field, uint32_t a, uint32_t b)
{
	if (!a || !b)
		return LEVEL_UNKNOWN;
	return a == b ? LEVEL_SAME : words_level(&s->text[field], cache, field + 1, a, b);
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static int
name_level(const struct link_set *s, struct level_cache *cache, uint32_t a, uint32_t b)
{
	return a == b ? LEVEL_SAME : words_level(&s->names, cache, 0, a, b);
}

static int
given_level(const struct link_set *s, struct level_cache *cache, uint32_t a, uint32_t b)
{
	static const int of_words[] = {LEVEL_UNKNOWN, LEVEL_SAME, GIVEN_PART, GIVEN_NEAR, GIVEN_LIKE, GIVEN_OTHER};

	if (!a || !b)
		return LEVEL_UNKNOWN;
	if (a != b && name_pairs_has(&s->nickname, nickname_key(s, a), nickname_key(s, b)))
		return GIVEN_NICKNAME;
	return of_words[name_level(s, cache, a, b)];
}

static int
family_level(const struct link_set *s, struct level_cache *cache, uint32_t a, uint32_t b)
{
	return !a || !b ? LEVEL_UNKNOWN : name_level(s, cache, a, b);
}

/* One record's given name is the other's family name, and the other way about, with one of the two perhaps misspelt. */
static bool
are_swapped(const struct link_set *s, struct level_cache *cache, const uint32_t given[2], const uint32_t family[2])
{
	if (!given[0] || !given[1] || !family[0] || !family[1] || given[0] == family[0] || given[1] == family[1])
		return false;
	if (given[0] != family[1] && given[1] != family[0])
		return false;
	return name_level(s, cache, given[0], family[1]) <= TEXT_LIKE && name_level(s, cache, given[1], family[0]) <= TEXT_LIKE;
}

/* ---- what is not words ------------------------------------------------------------------------------------------- */

static int
born_level(uint32_t a, uint32_t b)
{
	return !a || !b ? LEVEL_UNKNOWN : a == b ? LEVEL_SAME : (int)day_near(a, b) + 1;
}

static int
sex_level(uint32_t a, uint32_t b)
{
	return !a || !b ? LEVEL_UNKNOWN : a == b ? LEVEL_SAME : 2;
}

/* Two encoded dates or postcodes, by their numbers among the field's. */
static int
code_level(const struct link_set *s, int field, uint32_t a, uint32_t b)
{
	struct view x = letters_of(&s->text[field], a), y = letters_of(&s->text[field], b);

	if (!a || !b)
		return LEVEL_UNKNOWN;
	return s->model->field[field].kind == LINK_BORN ? code_date_level(x, y) : code_postcode_level(x, y);
}

/* Near first: who moves house mostly moves a little way, across a district's or an area's border as within it. What is far, or of
 * which nobody knows where it is, goes by its letters. */
static int
placed_level(const struct places *p, enum postcode_near near, uint32_t a, uint32_t b)
{
	int64_t apart = places_apart(p, a, b);

	for (int i = 0; apart >= 0 && i < PLACED_MORE; i++)
		if (apart <= placed_within[i] * placed_within[i])
			return PLACED_FIRST + i;
	return (int)near + 2 + PLACED_MORE;
}

static int
postcode_level(const struct link_set *s, int field, uint32_t a, uint32_t b)
{
	enum postcode_near near;

	if (!a || !b)
		return LEVEL_UNKNOWN;
	near = postcode_near(a, b);
	if (near == POSTCODE_SAME)
		return LEVEL_SAME;
	if (postcode_slip(a, b))
		return 2;
	return near > POSTCODE_SECTOR && s->model->placed[field] ? placed_level(&s->places, near, a, b) : (int)near + 2;
}

/* One character differs, or two neighbours are swapped. */
static bool
numbers_near(uint64_t a, uint64_t b)
{
	uint64_t x[2] = {0}, y[2] = {0};        /* the first two characters that differ */
	int at[2] = {0}, differ = 0;

	if ((a | b) & NUMBER_IS_HASH)
		return false;
	for (int i = 0; a && b; i++, a /= 37, b /= 37) {
		if (a % 37 == b % 37)
			continue;
		if (differ == 2)
			return false;
		x[differ] = a % 37;
		y[differ] = b % 37;
		at[differ++] = i;
	}
	if (a || b)
		return false;           /* one is longer */
	return differ == 1 || (differ == 2 && at[1] == at[0] + 1 && x[0] == y[1] && x[1] == y[0]);
}

/* Of two numbers that differ: whether they may be near. Hardly any may that are not. */
static inline bool
may_be_near(uint64_t a, uint64_t b)
{
	uint64_t difference = a > b ? a - b : b - a;

	return (difference <= SLIP_MOST) | (difference % 37 == 0);
}

/* UPNs and NHS numbers have a check digit, which one slip of the pen makes wrong: two valid ones are two numbers. Those of two
 * authorities, or of two pupils who came to a school on one day, may be near each other all the same. Of encodings nobody knows. By
 * whether both are valid. */
static const struct differing {
	uint8_t near[2];
	uint8_t other[2][3];            /* … and, from 0: not both are known, they are the same, they differ */
} differing[LINK_KINDS] = {
	[LINK_IDENTIFIER] = {{NUMBER_NEAR, NUMBER_NEAR}, {{LEVEL_UNKNOWN, LEVEL_SAME, NUMBER_OTHER}, {LEVEL_UNKNOWN, LEVEL_SAME, NUMBER_OTHER}}},
	[LINK_UPN] = {{NUMBER_NEAR, UPN_NEIGHBOUR}, {{LEVEL_UNKNOWN, LEVEL_SAME, CHECKED_SLIP}, {LEVEL_UNKNOWN, LEVEL_SAME, UPN_OTHER}}},
	[LINK_NHS_NUMBER] = {{NUMBER_NEAR, NHS_OTHER}, {{LEVEL_UNKNOWN, LEVEL_SAME, CHECKED_SLIP}, {LEVEL_UNKNOWN, LEVEL_SAME, NHS_OTHER}}},
	[LINK_BLIND] = {{BLIND_OTHER, BLIND_OTHER}, {{LEVEL_UNKNOWN, LEVEL_SAME, BLIND_OTHER}, {LEVEL_UNKNOWN, LEVEL_SAME, BLIND_OTHER}}},
};

/* Whether one is known, or both are and the same, is as likely as not: so no branch asks. */
static inline int
number_level(const struct compared *f, const uint32_t *a, const uint32_t *b)
{
	uint64_t x = number_of(a, f->at), y = number_of(b, f->at);
	bool known = (x != 0) & (y != 0), differ = known & (x != y), valid = f->encoded | both_valid(a, b, f->at);

	if ((differ & may_be_near(x, y)) && numbers_near(x, y))
		return differing[f->kind].near[valid];
	return differing[f->kind].other[valid][known + differ];
}

/* ---- a pair ------------------------------------------------------------------------------------------------------ */

/* The two name fields together, for they may be swapped. */
static uint64_t
names_levels(const struct link_set *s, struct level_cache *cache, const uint32_t *a, const uint32_t *b)
{
	int g = s->of_kind[LINK_GIVEN], f = s->of_kind[LINK_FAMILY];
	uint32_t given[2] = {g < 0 ? 0 : a[s->at[g]], g < 0 ? 0 : b[s->at[g]]};
	uint32_t family[2] = {f < 0 ? 0 : a[s->at[f]], f < 0 ? 0 : b[s->at[f]]};
	uint64_t out = 0;

	if (are_swapped(s, cache, given, family))
		return (uint64_t)GIVEN_SWAPPED << (4 * g);
	if (g >= 0)
		out |= (uint64_t)given_level(s, cache, given[0], given[1]) << (4 * g);
	if (f >= 0)
		out |= (uint64_t)family_level(s, cache, family[0], family[1]) << (4 * f);
	return out;
}

static int
other_field_level(const struct link_set *s, struct level_cache *cache, const struct compared *f, const uint32_t *a, const uint32_t *b)
{
	if (f->kind == LINK_SEX)
		return sex_level(ROW_SEX(a), ROW_SEX(b));
	if (f->kind == LINK_TEXT)
		return text_level(s, cache, f->field, a[f->at], b[f->at]);
	if (f->encoded)
		return code_level(s, f->field, a[f->at], b[f->at]);
	return f->kind == LINK_BORN ? born_level(a[f->at], b[f->at]) : postcode_level(s, f->field, a[f->at], b[f->at]);
}

uint64_t
levels_of_numbers(const struct link_set *s, uint32_t left, uint32_t right)
{
	const uint32_t *a = row_of(s, left), *b = row_of(s, right);
	uint64_t out = 0;

	for (int i = 0; i < s->n_numbers; i++)
		out |= (uint64_t)number_level(&s->numbers[i], a, b) << (4 * s->numbers[i].field);
	return out;
}

uint64_t
levels_of_others(const struct link_set *s, struct level_cache *cache, uint32_t left, uint32_t right)
{
	const uint32_t *a = row_of(s, left), *b = row_of(s, right);
	uint64_t out = names_levels(s, cache, a, b);

	for (int i = 0; i < s->n_others; i++)
		out |= (uint64_t)other_field_level(s, cache, &s->others[i], a, b) << (4 * s->others[i].field);
	return out;
}

uint64_t
levels_of(const struct link_set *s, struct level_cache *cache, uint32_t a, uint32_t b)
{
	return levels_of_others(s, cache, a, b) | levels_of_numbers(s, a, b);
}
