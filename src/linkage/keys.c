/* Keys of records. See the header. */
#include "linkage/keys.h"

#include "linkage/code.h"
#include "linkage/near_day.h"
#include "linkage/postcode.h"

#define KEYS (1u << 31)                  /* as there may be */
#define KEY_BEGUN 0x2545f4914f6cdd1dULL  /* before anything is mixed in */

static inline uint64_t
mix(uint64_t seed, uint64_t n)
{
	uint64_t x = (seed ^ n) * 0x9e3779b97f4a7c15ULL;

	return x ^ x >> 32;
}

static inline uint64_t
day_month_part(uint32_t date)
{
	uint32_t day = DATE_DAY(date), month = DATE_MONTH(date);

	return day < month ? day * 40 + month : month * 40 + day;
}

/* Of a packed date. */
static uint64_t
date_part(uint32_t date, enum link_part part)
{
	if (!date)
		return 0;
	switch (part) {
	case LINK_WHOLE:
		return date;
	case LINK_YEAR:
		return DATE_YEAR(date);
	case LINK_MONTH:
		return DATE_YEAR(date) * 12 + DATE_MONTH(date);
	default:
		return day_month_part(date);
	}
}

static uint64_t
word_part(const struct words *w, uint32_t word, enum link_part part)
{
	const struct word *of = &w->item[word];

	return part == LINK_SOUND ? w->heard[word].sound : part == LINK_INITIAL ? of->initial : (uint64_t)of->hash << 8 | of->n;
}

/* Of two sounds, whichever comes first. */
static inline uint64_t
either_sound(uint32_t a, uint32_t b)
{
	return !a || !b ? 0 : a < b ? mix(mix(KEY_BEGUN, a), b) : mix(mix(KEY_BEGUN, b), a);
}

static uint64_t
either_part(const struct link_set *s, const uint32_t *row)
{
	int g = s->of_kind[LINK_GIVEN], f = s->of_kind[LINK_FAMILY];

	return g < 0 || f < 0 ? 0 : either_sound(s->names.heard[row[s->at[g]]].sound, s->names.heard[row[s->at[f]]].sound);
}

/* Of an encoded date or postcode. */
static uint64_t
code_key(const struct link_set *s, int field, uint32_t word, enum link_part part)
{
	static const enum code_part dates[LINK_PART_COUNT] = {[LINK_WHOLE] = CODE_DATE, [LINK_YEAR] = CODE_DATE_YEAR,
	    [LINK_MONTH] = CODE_MONTH, [LINK_DAY_MONTH] = CODE_EITHER_ORDER};
	struct view code = letters_of(&s->text[field], word);

	if (!word)
		return 0;
	if (s->model->field[field].kind == LINK_BORN)
		return code_part(code, dates[part]);
	return code_part(code, part == LINK_DISTRICT ? CODE_DISTRICT : CODE_UNIT);
}

/* A part of a record's key; 0 when it is not known. */
static uint64_t
part_of(const struct link_set *s, const uint32_t *row, int field, enum link_part part)
{
	uint32_t at = (uint32_t)s->at[field];
	enum link_kind kind = s->model->field[field].kind;

	if (part == LINK_EITHER)
		return either_part(s, row);
	if (s->model->encoded[field] && (kind == LINK_BORN || kind == LINK_POSTCODE))
		return code_key(s, field, row[at], part);
	switch (kind) {
	case LINK_GIVEN:
	case LINK_FAMILY:
	case LINK_TEXT:
		return row[at] ? word_part(words_of(s, field), row[at], part) : 0;
	case LINK_BORN:
		return date_part(row[at], part);
	case LINK_SEX:
		return ROW_SEX(row);
	case LINK_POSTCODE:
		return part == LINK_DISTRICT ? postcode_district(row[at]) : row[at];
	default:
		return number_of(row, (int)at);
	}
}

/* ---- rules by their parts ---------------------------------------------------------------------------------------- */

static void
part_make(const struct link_set *s, uint8_t field, uint8_t part, struct keyed_part *out)
{
	enum link_kind kind = s->model->field[field].kind;
	bool plain = !s->model->encoded[field], words = kind == LINK_GIVEN || kind == LINK_FAMILY || kind == LINK_TEXT;
	static const int shifts[LINK_PART_COUNT] = {[LINK_YEAR] = 9, [LINK_MONTH] = 5};

	*out = (struct keyed_part){.field = field, .part = part, .read = PART_OTHER, .at = s->at[field], .shift = shifts[part]};
	if (part == LINK_EITHER && kind == LINK_GIVEN && s->of_kind[LINK_FAMILY] >= 0) {
		out->read = PART_EITHER;
		out->other = s->at[s->of_kind[LINK_FAMILY]];
		out->heard = s->names.heard;
	} else if (words && (part == LINK_SOUND || part == LINK_INITIAL)) {
		out->read = part == LINK_SOUND ? PART_SOUND : PART_INITIAL;
		out->heard = words_of(s, field)->heard;
		out->word = words_of(s, field)->item;
	} else if ((kind == LINK_BORN && plain && (part == LINK_WHOLE || part == LINK_YEAR || part == LINK_MONTH)) ||
	    (kind == LINK_POSTCODE && plain && part == LINK_WHOLE)) {
		out->read = PART_WORD;
	} else if (kind == LINK_BORN && plain && part == LINK_DAY_MONTH) {
		out->read = PART_DAY_MONTH;
	} else if (kind_is_number(kind)) {
		out->read = PART_NUMBER;
	}
}

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

/* Dates of birth in an order that most rules share, by day before year, so that blocks are walked as their rows stand. */
static const uint32_t slots[LINK_PART_COUNT] = {[LINK_WHOLE] = 372 * 16, [LINK_MONTH] = 12 * 16, [LINK_YEAR] = 16, [LINK_DAY_MONTH] = 372};

static void
born_note(struct keyed_rule *to, const struct keyed_part *p)
{
	to->born = p->at;
	to->born_part = p->part;
	to->wide = KEYS / slots[p->part];
}

/* Where a model has more than 64 distinct parts, those beyond are compared one by one. */
static void
same_add(struct keying *k, struct keyed_rule *to, uint8_t part)
{
	uint64_t bit = part < 64 && k->part[part].read != PART_OTHER ? 1ULL << part : 0;

	to->same[to->n_same++] = part;
	if (k->s->model->field[k->part[part].field].kind == LINK_BORN && !k->s->model->encoded[k->part[part].field])
		born_note(to, &k->part[part]);
	to->quick |= bit;
	to->any_number = to->any_number || k->part[part].read == PART_NUMBER;
	if (!bit)
		to->slow[to->n_slow++] = part;
}

static void
lacking_add(const struct keying *k, struct keyed_rule *to, uint8_t part)
{
	to->lacking[to->n_lacking++] = part;
	to->any_number = to->any_number || k->part[part].read == PART_NUMBER;
}

static void
full_name_make(struct keying *k)
{
	static const enum link_kind names[] = {LINK_GIVEN, LINK_FAMILY};
	struct keyed_rule *to = &k->rule[RULE_FULL_NAME];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (k->s->of_kind[names[i]] >= 0)
			to->same[to->n_same++] = part_number(k, (uint8_t)k->s->of_kind[names[i]], LINK_WHOLE);
}

static void
place_make(struct keying *k)
{
	int born = k->s->of_kind[LINK_BORN];

	if (born >= 0 && !k->s->model->encoded[born])
		born_note(&k->rule[RULE_PLACE], &(struct keyed_part){.at = k->s->at[born], .part = LINK_WHOLE});
}

void
keying_make(const struct link_set *s, struct keying *out)
{
	*out = (struct keying){.s = s};
	for (int r = 0; r < s->model->n_rules + s->model->n_seen; r++) {
		const struct link_rule *rule = &s->model->rule[r];
		struct keyed_rule *to = &out->rule[r];

		for (int i = 0; i < rule->n; i++) {
			bool lacking = rule->part[i].part == LINK_LACKING;
			uint8_t part = part_number(out, rule->part[i].field, lacking ? LINK_WHOLE : rule->part[i].part);

			if (lacking)
				lacking_add(out, to, part);
			else
				same_add(out, to, part);
		}
		to->numbers = rule->n == 1 && to->n_same == 1 && kind_is_number(s->model->field[rule->part[0].field].kind);
	}
	full_name_make(out);
	place_make(out);
}

static inline uint64_t
sounds_either(const struct keyed_part *p, const uint32_t *row)
{
	return either_sound(p->heard[row[p->at]].sound, p->heard[row[p->other]].sound);
}

/* What a record has of a part; 0: nothing. */
static inline uint64_t
value_of(const struct keying *k, const struct keyed_part *p, const uint32_t *row)
{
	switch (p->read) {
	case PART_WORD:
		return row[p->at] >> p->shift;
	case PART_SOUND:
		return p->heard[row[p->at]].sound;
	case PART_INITIAL:
		return p->word[row[p->at]].initial;
	case PART_DAY_MONTH:
		return day_month_part(row[p->at]);
	case PART_EITHER:
		return sounds_either(p, row);
	case PART_NUMBER:
		return number_of(row, p->at);
	default:
		return part_of(k->s, row, p->field, (enum link_part)p->part);
	}
}

bool
rule_lacks(const struct keying *k, int rule, const uint32_t *row)
{
	const struct keyed_rule *r = &k->rule[rule];

	for (int i = 0; i < r->n_lacking; i++)
		if (value_of(k, &k->part[r->lacking[i]], row) == 0)
			return true;
	return false;
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

/* Mixes a part of each row into its key; without the part there is no key. */
static void
part_mix(const struct keying *k, const struct keyed_part *part, const uint32_t *const *each, size_t n, uint64_t *key)
{
	const struct keyed_part p = *part;

#define MIX_EACH(reading)                                                                                              \
	case reading:                                                                                                  \
		for (size_t i = 0; i < n; i++) {                                                                       \
			const struct keyed_part one = {.read = reading, .at = p.at, .shift = p.shift, .other = p.other,        \
			    .heard = p.heard, .word = p.word, .field = p.field, .part = p.part};                            \
			uint64_t of = value_of(k, &one, each[i]), mixed = mix(key[i], of);                              \
			key[i] = (of != 0) & (key[i] != 0) ? mixed : 0;                                                 \
		}                                                                                                      \
		break;
	switch (p.read) {
	MIX_EACH(PART_WORD)
	MIX_EACH(PART_SOUND)
	MIX_EACH(PART_INITIAL)
	MIX_EACH(PART_DAY_MONTH)
	MIX_EACH(PART_EITHER)
	MIX_EACH(PART_NUMBER)
	MIX_EACH(PART_OTHER)
	}
#undef MIX_EACH
}

/* Of a known date; as many of one slot as of another. */
static uint32_t
slot_of(uint32_t date, enum link_part part)
{
	uint32_t day = DATE_DAY(date), month = DATE_MONTH(date), year = DATE_YEAR(date) % 16, low = day < month ? day : month,
	    high = day < month ? month : day;

	switch (part) {
	case LINK_YEAR:
		return year;
	case LINK_MONTH:
		return (month - 1) * 16 + year;
	case LINK_DAY_MONTH:    /* two dates up to the twelfth, one beyond */
		return (low - 1) * (44 - low) + (high - low) + (high < 12 ? high : 12) - low;
	default:
		return ((month - 1) * 31 + day - 1) * 16 + year;
	}
}

/* The keys' places among all: of rules with a date in the slots that it gives them. */
static void
places_find(const struct keyed_rule *r, const uint32_t *const *row, size_t n, const uint64_t *key, uint32_t *out)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t hash = key[i] * 0xbf58476d1ce4e5b9ULL >> 32;
		uint32_t date = r->born ? row[i][r->born] : 0;

		out[i] = (uint32_t)(date ? slot_of(date, (enum link_part)r->born_part) * r->wide + (hash * r->wide >> 32) : hash >> 1);
	}
}

/* Of the key's bits the lowest says something of its own, and 0 is no key. */
static inline uint32_t
key_short(uint32_t place, bool meets_all)
{
	return (place ? place : 1) << 1 | meets_all;
}

/* Where a row belongs: beside those of its date of birth, and there by all that it says but numbers. Not the same in every run, for
 * words are taken by their numbers. */
static uint64_t
key_of_all(const struct link_set *s, const uint32_t *row)
{
	uint64_t mixed = mix(KEY_BEGUN, ROW_SEX(row));

	for (int f = 0; f < s->model->n_fields; f++)
		if (s->model->field[f].kind != LINK_SEX && !kind_is_number(s->model->field[f].kind))
			mixed = mix(mixed, row[s->at[f]]);
	return mixed;
}

void
keys_of(const struct keying *k, int rule, const uint32_t *const *row, size_t n, uint32_t *out)
{
	const struct keyed_rule *r = &k->rule[rule];
	uint64_t key[KEYS_AT_ONCE];

	for (size_t i = 0; i < n; i++)
		key[i] = rule == RULE_PLACE ? key_of_all(k->s, row[i]) : KEY_BEGUN;
	for (int i = 0; i < r->n_same; i++)
		part_mix(k, &k->part[r->same[i]], row, n, key);
	places_find(r, row, n, key, out);
	for (size_t i = 0; i < n; i++)
		out[i] = key[i] ? key_short(out[i], r->n_lacking == 0 || rule_lacks(k, rule, row[i])) : 0;
}

uint32_t
key_of(const struct keying *k, int rule, const uint32_t *row)
{
	uint32_t key;

	keys_of(k, rule, &row, 1, &key);
	return key;
}

/* ---- meeting ----------------------------------------------------------------------------------------------------- */

static bool
quick_parts_meet(const struct keying *k, uint64_t parts, const uint32_t *a, const uint32_t *b, struct shared *known)
{
	if (parts & known->known & ~known->same)
		return false;
	for (uint64_t left = parts & ~known->known; left; left &= left - 1) {
		const struct keyed_part *p = &k->part[__builtin_ctzll(left)];
		uint64_t value = value_of(k, p, a), bit = left & -left;

		known->known |= bit;
		if (!value || value != value_of(k, p, b))
			return false;
		known->same |= bit;
	}
	return true;
}

bool
rule_meets(const struct keying *k, int rule, const uint32_t *a, const uint32_t *b, struct shared *known)
{
	const struct keyed_rule *r = &k->rule[rule];

	if (!quick_parts_meet(k, r->quick, a, b, known))
		return false;
	for (int i = 0; i < r->n_slow; i++) {
		const struct keyed_part *p = &k->part[r->slow[i]];
		uint64_t value = value_of(k, p, a);

		if (!value || value != value_of(k, p, b))
			return false;
	}
	return r->n_lacking == 0 || rule_lacks(k, rule, a) || rule_lacks(k, rule, b);
}

int
rule_first(const struct keying *k, const uint32_t *a, const uint32_t *b)
{
	struct shared known = {0};

	for (int r = 0; r < k->s->model->n_rules; r++)
		if (rule_meets(k, r, a, b, &known))
			return r;
	return -1;
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

uint64_t
further_key(const struct link_set *s, const struct link_rule *rule, uint32_t record, int deep)
{
	static const struct { enum link_kind kind; enum link_part part; } further[] = {
		{LINK_BORN, LINK_YEAR}, {LINK_POSTCODE, LINK_DISTRICT}, {LINK_GIVEN, LINK_SOUND}, {LINK_FAMILY, LINK_SOUND},
		{LINK_BORN, LINK_WHOLE}, {LINK_POSTCODE, LINK_WHOLE}, {LINK_SEX, LINK_WHOLE},
	};
	const uint32_t *row = row_of(s, record);
	uint64_t key = KEY_BEGUN;

	for (size_t i = 0; deep > 0 && i < sizeof further / sizeof further[0]; i++) {
		int field = s->of_kind[further[i].kind];

		if (field < 0 || !is_finer(s, rule, field, further[i].part))
			continue;
		key = mix(key, part_of(s, row, field, further[i].part));
		deep--;
	}
	return key;
}
