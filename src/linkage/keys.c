/* Keys of records. See the header. */
#include "linkage/keys.h"

#include "base/processor.h"

#define KEYS (1u << 31)                 /* as there may be */

/* Slots for the parts of dates, as many of one part as of another: how many there are, and how far apart those of two days, two months and
 * two years stand. Of a day and month in either order they are not so evenly spread (in_either_order). */
static const struct { uint32_t slots, day, month, year; } slotting[LINK_PART_COUNT] = {
	[LINK_WHOLE] = {372 * 16, 16, 31 * 16, 1}, [LINK_MONTH] = {12 * 16, 0, 16, 1}, [LINK_YEAR] = {16, 0, 0, 1}, [LINK_DAY_MONTH] = {372, 0, 0, 0},
};

/* ---- rules by their parts ---------------------------------------------------------------------------------------- */

static uint8_t
part_number(struct keying *k, uint8_t field, uint8_t part)
{
	int i = 0;

	while (i < k->n_parts && (k->part[i].field != field || k->part[i].part != part))
		i++;
	if (i == k->n_parts)
		part_make(k->s, field, part, &k->part[k->n_parts++]);
	return (uint8_t)i;
}

static uint16_t
column_number(struct keying *k, struct keyed_column wanted)
{
	int i = 0;

	while (i < k->n_columns && (k->column[i].of != wanted.of || k->column[i].at != wanted.at))
		i++;
	if (i == k->n_columns)
		k->column[k->n_columns++] = wanted;
	return (uint16_t)i;
}

/* A part's column, or the `which` of its two. */
static uint16_t
part_column(struct keying *k, uint8_t part, int which)
{
	static const enum column_of of[] = {[PART_WORD] = COLUMN_WORD, [PART_SOUND] = COLUMN_SOUND, [PART_INITIAL] = COLUMN_INITIAL,
	    [PART_DAY_MONTH] = COLUMN_WORD, [PART_EITHER] = COLUMN_SOUND, [PART_NUMBER] = COLUMN_PART, [PART_OTHER] = COLUMN_PART};
	const struct keyed_part *p = &k->part[part];

	return column_number(k, (struct keyed_column){of[p->read],
	    of[p->read] == COLUMN_PART ? part : p->read == PART_EITHER && which ? p->other : p->at, p->heard, p->word});
}

static uint16_t
column_ask(struct keyed_rule *to, uint16_t column)
{
	int i = 0;

	while (i < to->n_asks && to->asks[i] != column)
		i++;
	if (i == to->n_asks)
		to->asks[to->n_asks++] = column;
	return column;
}

/* Dates of birth in an order that most rules share, by day before year, so that blocks are walked as their rows stand. */
static void
born_note(struct keying *k, struct keyed_rule *to, int field, uint8_t part)
{
	to->born = column_ask(to, column_number(k, (struct keyed_column){.of = COLUMN_WORD, .at = k->s->at[field]}));
	to->born_part = part;
	to->wide = KEYS / slotting[part].slots;
}

static bool
is_plain_date(const struct link_set *s, int field)
{
	return s->model->field[field].kind == LINK_BORN && !s->model->encoded[field];
}

/* Where a model has more than 64 distinct parts, those beyond are compared one by one. */
static void
same_add(struct keying *k, struct keyed_rule *to, uint8_t part)
{
	uint64_t bit = part < 64 && k->part[part].read != PART_OTHER ? 1ULL << part : 0;

	for (int which = 0; which < 2; which++)
		to->column[to->n_same][which] = column_ask(to, part_column(k, part, which));
	if (is_plain_date(k->s, k->part[part].field))
		born_note(k, to, k->part[part].field, k->part[part].part);
	to->same[to->n_same++] = part;
	to->quick |= bit;
	to->any_number = to->any_number || k->part[part].read == PART_NUMBER;
	if (!bit)
		to->slow[to->n_slow++] = part;
}

static void
lacking_add(struct keying *k, struct keyed_rule *to, uint8_t part)
{
	to->lacked[to->n_lacking] = column_ask(to, part_column(k, part, 0));
	to->lacking[to->n_lacking++] = part;
	to->any_number = to->any_number || k->part[part].read == PART_NUMBER;
}

static void
full_name_make(struct keying *k)
{
	static const enum link_kind names[] = {LINK_GIVEN, LINK_FAMILY};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (k->s->of_kind[names[i]] >= 0)
			same_add(k, &k->rule[RULE_FULL_NAME], part_number(k, (uint8_t)k->s->of_kind[names[i]], LINK_WHOLE));
}

static void
place_make(struct keying *k)
{
	struct keyed_rule *to = &k->rule[RULE_PLACE];
	int born = k->s->of_kind[LINK_BORN];

	to->column[0][0] = to->column[0][1] = column_ask(to, column_number(k, (struct keyed_column){.of = COLUMN_ROW}));
	to->n_same = 1;
	if (born >= 0 && is_plain_date(k->s, born))
		born_note(k, to, born, LINK_WHOLE);
}

static void
rule_make(struct keying *k, const struct link_rule *rule, struct keyed_rule *to)
{
	for (int i = 0; i < rule->n; i++)
		if (rule->part[i].part == LINK_LACKING)
			lacking_add(k, to, part_number(k, rule->part[i].field, LINK_WHOLE));
		else
			same_add(k, to, part_number(k, rule->part[i].field, rule->part[i].part));
	to->numbers = rule->n == 1 && to->n_same == 1 && kind_is_number(k->s->model->field[rule->part[0].field].kind);
}

void
keying_make(const struct link_set *s, struct keying *out)
{
	*out = (struct keying){.s = s};
	for (int r = 0; r < LINK_RULES + 2; r++)
		out->rule[r].born = -1;
	for (int r = 0; r < s->model->n_rules + s->model->n_seen; r++) {
		rule_make(out, &s->model->rule[r], &out->rule[r]);
		out->rule[r].asked = out->rule[r].quick | (r ? out->rule[r - 1].asked : 0);
		out->quick[r] = out->rule[r].quick;
		out->any_number |= (uint32_t)out->rule[r].any_number << r;
	}
	for (int p = 0; p < out->n_parts && p < 64; p++)
		out->of_read[out->part[p].read] |= 1ULL << p;
	for (int r = 0; r < s->model->n_rules + s->model->n_seen; r++)
		out->asks_otherwise |= out->rule[r].any_number && !(out->quick[r] & out->of_read[PART_NUMBER]);
	full_name_make(out);
	place_make(out);
}

bool
rule_lacks(const struct keying *k, int rule, const uint32_t *row)
{
	const struct keyed_rule *r = &k->rule[rule];

	for (int i = 0; i < r->n_lacking; i++)
		if (part_value(k->s, &k->part[r->lacking[i]], row) == 0)
			return true;
	return false;
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

/* In 32 bits, and 0 is nothing; without a branch, for a number is known or not. */
static uint32_t
folded(uint64_t value)
{
	return ((uint32_t)(part_mix(MIX_BEGUN, value) >> 32) | 1) & -(uint32_t)(value != 0);
}

/* All that a row says but numbers. Not the same in every run, for words are taken by their numbers. */
static uint64_t
row_mixed(const struct link_set *s, const uint32_t *row)
{
	uint64_t mixed = part_mix(MIX_BEGUN, ROW_SEX(row));

	for (int f = 0; f < s->model->n_fields; f++)
		if (s->model->field[f].kind != LINK_SEX && !kind_is_number(s->model->field[f].kind))
			mixed = part_mix(mixed, row[s->at[f]]);
	return mixed;
}

void
column_fill(const struct keying *k, int column, const uint32_t *const *row, size_t n, uint32_t *out)
{
	const struct keyed_column c = k->column[column];

	switch (c.of) {
	case COLUMN_WORD:
		for (size_t i = 0; i < n; i++)
			out[i] = row[i][c.at];
		break;
	case COLUMN_SOUND:
		for (size_t i = 0; i < n; i++)
			out[i] = c.heard[row[i][c.at]].sound;
		break;
	case COLUMN_INITIAL:
		for (size_t i = 0; i < n; i++)
			out[i] = c.word[row[i][c.at]].initial;
		break;
	case COLUMN_PART:
		for (size_t i = 0; i < n; i++)
			out[i] = folded(part_value(k->s, &k->part[c.at], row[i]));
		break;
	case COLUMN_ROW:
		for (size_t i = 0; i < n; i++)
			out[i] = folded(row_mixed(k->s, row[i]));
	}
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

/* Mixes a part of each row into its key; without the part there is no key. */
FOR_NEWER_PROCESSORS static void
key_mix(enum part_read read, int shift, const uint32_t *column, const uint32_t *other, size_t n, bool first, uint64_t *key)
{
#define MIX_EACH(value)                                                                                                \
	for (size_t i = 0; i < n; i++) {                                                                               \
		uint64_t of = (value), before = first ? MIX_BEGUN : key[i], mixed = part_mix(before, of);              \
		key[i] = ((of != 0) & (before != 0)) ? mixed : 0;                                                      \
	}
	switch (read) {
	case PART_WORD:
		MIX_EACH(column[i] >> shift)
		break;
	case PART_DAY_MONTH:
		MIX_EACH(part_day_month(column[i]))
		break;
	case PART_EITHER:
		MIX_EACH(part_either(column[i], other[i]))
		break;
	default:
		MIX_EACH(column[i])
	}
#undef MIX_EACH
}

/* The slot of a known date's day and month: two dates up to the twelfth share one, of those beyond each has its own. */
static inline uint32_t
in_either_order(uint32_t date)
{
	uint32_t day = DATE_DAY(date), month = DATE_MONTH(date), low = day < month ? day : month, high = day < month ? month : day;

	return (low - 1) * (44 - low) + (high - low) + (high < 12 ? high : 12) - low;
}

/* A mixed key's place among all: by rules with a date in the slot that it gives, by others anywhere. Of the key's bits the lowest says
 * something of its own, and 0 is no key. */
FOR_NEWER_PROCESSORS static void
places_find(const struct keyed_rule *r, const uint32_t *date, size_t n, const uint64_t *key, uint32_t *out)
{
	uint32_t of_day = slotting[r->born_part].day, of_month = slotting[r->born_part].month, of_year = slotting[r->born_part].year;

#define PLACE_EACH(place)                                                                                              \
	for (size_t i = 0; i < n; i++) {                                                                               \
		uint64_t hash = key[i] * 0xbf58476d1ce4e5b9ULL >> 32;                                                  \
		uint32_t at = (uint32_t)(place);                                                                       \
		out[i] = key[i] ? (at + !at) << 1 | 1 : 0;                                                             \
	}
#define IN_SLOT(slot) (date[i] ? (uint32_t)(slot) * r->wide + (hash * r->wide >> 32) : hash >> 1)
	if (!date)
		PLACE_EACH(hash >> 1)
	else if (r->born_part == LINK_DAY_MONTH)
		PLACE_EACH(IN_SLOT(in_either_order(date[i])))
	else
		PLACE_EACH(IN_SLOT(DATE_DAY(date[i]) * of_day + DATE_MONTH(date[i]) * of_month + DATE_YEAR(date[i]) % 16 * of_year -
		    of_day - of_month))
#undef PLACE_EACH
#undef IN_SLOT
}

/* Whether a row lacks what a rule is for the lack of. */
static bool
column_lacks(const struct keyed_rule *r, const uint32_t *const *column, size_t i)
{
	for (int c = 0; c < r->n_lacking; c++)
		if (!column[r->lacked[c]][i])
			return true;
	return false;
}

void
keys_of(const struct keying *k, int rule, const uint32_t *const *column, size_t n, uint32_t *out)
{
	const struct keyed_rule *r = &k->rule[rule];
	uint64_t key[KEYS_AT_ONCE];

	for (size_t i = 0; i < n; i++)
		key[i] = MIX_BEGUN;
	for (int i = 0; i < r->n_same; i++) {
		const struct keyed_part *p = &k->part[r->same[i]];

		key_mix(rule == RULE_PLACE ? PART_OTHER : p->read, p->shift, column[r->column[i][0]], column[r->column[i][1]], n, i == 0, key);
	}
	places_find(r, r->born < 0 ? NULL : column[r->born], n, key, out);
	for (size_t i = 0; i < n && r->n_lacking; i++)
		if (!column_lacks(r, column, i))
			out[i] &= ~1U;
}

uint32_t
key_of(const struct keying *k, int rule, const uint32_t *row)
{
	const struct keyed_rule *r = &k->rule[rule];
	const uint32_t *column[COLUMNS_MOST];
	uint32_t value[RULE_COLUMNS], key;

	for (int i = 0; i < r->n_asks; i++) {
		column_fill(k, r->asks[i], &row, 1, &value[i]);
		column[r->asks[i]] = &value[i];
	}
	keys_of(k, rule, column, 1, &key);
	return key;
}

/* ---- meeting ----------------------------------------------------------------------------------------------------- */

uint64_t
parts_shared(const struct keying *k, uint64_t asked, const uint32_t *a, const uint32_t *b)
{
	uint64_t shared = 0, words = asked & k->of_read[PART_WORD], sounds = asked & k->of_read[PART_SOUND],
	    eithers = asked & k->of_read[PART_EITHER];

#define SHARED_AMONG(parts, is_shared)                                                                                 \
	for (uint64_t left = (parts); left; left &= left - 1) {                                                        \
		int part = __builtin_ctzll(left);                                                                      \
		shared |= (uint64_t)(is_shared) << part;                                                               \
	}
	SHARED_AMONG(words, word_shared(&k->part[part], a, b))
	SHARED_AMONG(sounds, sound_shared(&k->part[part], a, b))
	SHARED_AMONG(eithers, either_shared(&k->part[part], a, b))
	SHARED_AMONG(asked & ~words & ~sounds & ~eithers, value_shared(k->s, &k->part[part], a, b))
#undef SHARED_AMONG
	return shared;
}

bool
rule_meets(const struct keying *k, int rule, const uint32_t *a, const uint32_t *b)
{
	const struct keyed_rule *r = &k->rule[rule];

	for (int i = 0; i < r->n_slow; i++)
		if (!value_shared(k->s, &k->part[r->slow[i]], a, b))
			return false;
	return r->n_lacking == 0 || rule_lacks(k, rule, a) || rule_lacks(k, rule, b);
}

int
rule_first(const struct keying *k, const uint32_t *a, const uint32_t *b)
{
	int n = k->s->model->n_rules;
	uint32_t open = n ? rules_open(k, n, parts_shared(k, k->rule[n - 1].asked, a, b)) : 0;

	for (; open; open &= open - 1)
		if (rule_meets(k, __builtin_ctz(open), a, b))
			return __builtin_ctz(open);
	return -1;
}

int
link_meet(const struct keying *k, uint32_t a, uint32_t b)
{
	return rule_first(k, row_of(k->s, place_of(k->s, a)), row_of(k->s, place_of(k->s, b)));
}

/* ---- large blocks ------------------------------------------------------------------------------------------------ */

/* Whether a part of a field tells records apart that share the rule's key. Where they may differ is left alone: a date
 * that one lacks, the year beside a day and month, names in either order. */
static bool
is_finer(const struct link_set *s, const struct link_rule *rule, int field, enum link_part part)
{
	static const int fine[LINK_PART_COUNT] = {[LINK_INITIAL] = 1, [LINK_YEAR] = 1, [LINK_DISTRICT] = 1, [LINK_SOUND] = 2,
	    [LINK_MONTH] = 2, [LINK_WHOLE] = 3, [LINK_DAY_MONTH] = 4, [LINK_EITHER] = 4, [LINK_LACKING] = 4};

	for (int k = 0; k < rule->n; k++) {
		bool of_it = rule->part[k].field == field ||
		    (rule->part[k].part == LINK_EITHER && field == s->of_kind[LINK_FAMILY]);

		if (of_it && fine[part] <= fine[rule->part[k].part])
			return false;
	}
	return true;
}

static uint64_t
further_part(uint64_t part)
{
	return part_mix(MIX_BEGUN, part) >> (64 - FURTHER_BITS);
}

bool
further_lacks(uint64_t further, int deep)
{
	return deep < FURTHER_MOST && (further_first(further, deep + 1) & ((1 << FURTHER_BITS) - 1)) == further_part(0);
}

uint64_t
further_key(const struct link_set *s, const struct link_rule *rule, uint32_t at)
{
	static const struct { enum link_kind kind; enum link_part part; } further[] = {
		{LINK_BORN, LINK_YEAR}, {LINK_POSTCODE, LINK_DISTRICT}, {LINK_GIVEN, LINK_SOUND}, {LINK_FAMILY, LINK_SOUND},
		{LINK_BORN, LINK_WHOLE}, {LINK_POSTCODE, LINK_WHOLE}, {LINK_SEX, LINK_WHOLE},
	};
	const uint32_t *row = row_of(s, at);
	uint64_t key = 0;
	int left = FURTHER_MOST;

	for (size_t i = 0; left > 0 && i < sizeof further / sizeof further[0]; i++) {
		int field = s->of_kind[further[i].kind];

		if (field < 0 || !is_finer(s, rule, field, further[i].part))
			continue;
		key = key << FURTHER_BITS | further_part(part_of(s, row, field, further[i].part));
		left--;
	}
	return key << FURTHER_BITS * left;
}
