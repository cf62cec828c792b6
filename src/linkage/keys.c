/* Keys of records. See the header. */
#include "linkage/keys.h"

#include "base/day.h"
#include "base/mem.h"
#include "linkage/code.h"
#include "linkage/postcode.h"
#include "linkage/threads.h"

static uint64_t
mix(uint64_t seed, uint64_t n)
{
	uint64_t x = (seed * 0xd6e8feb86659fd93ULL + n) * 0x9e3779b97f4a7c15ULL;

	x = (x ^ x >> 29) * 0xbf58476d1ce4e5b9ULL;
	return x ^ x >> 32;
}

static uint64_t
date_part(int32_t day, enum link_part part)
{
	struct date d;

	if (day == DAY_NONE)
		return 0;
	if (part == LINK_WHOLE)
		return (uint64_t)(uint32_t)day + (1ULL << 33);
	d = day_date(day);
	if (part == LINK_YEAR)
		return (uint64_t)d.year;
	if (part == LINK_MONTH)
		return (uint64_t)(d.year * 12 + d.month);
	return (uint64_t)(d.day < d.month ? d.day * 40 + d.month : d.month * 40 + d.day);
}

static uint64_t
word_part(const struct word *w, enum link_part part)
{
	return part == LINK_SOUND ? (w->sound ? w->sound : w->hash) : part == LINK_INITIAL ? w->initial : (uint64_t)w->hash << 8 | w->n;
}

/* The sounds of both names, whichever comes first. */
static uint64_t
either_part(const struct link_set *s, const uint32_t *row)
{
	int g = s->of_kind[LINK_GIVEN], f = s->of_kind[LINK_FAMILY];
	uint32_t given = g < 0 ? 0 : row[s->at[g]], family = f < 0 ? 0 : row[s->at[f]];
	uint64_t a, b;

	if (!given || !family)
		return 0;
	a = word_part(&s->names.item[given], LINK_SOUND);
	b = word_part(&s->names.item[family], LINK_SOUND);
	return a < b ? mix(a, b) : mix(b, a);
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
		return row[at] ? word_part(&words_of(s, field)->item[row[at]], part) : 0;
	case LINK_BORN:
		return date_part((int32_t)row[at], part);
	case LINK_SEX:
		return ROW_SEX(row);
	case LINK_POSTCODE:
		return part == LINK_DISTRICT ? postcode_district(row[at]) : row[at];
	default:
		return number_of(row, (int)at);
	}
}

/* A record's key by a rule. */
uint32_t
key_of(const struct link_set *s, const struct link_rule *rule, const uint32_t *row)
{
	uint64_t key = 1;
	bool may_meet = true, lacks = false;
	uint32_t short_key;

	for (int i = 0; i < rule->n; i++) {
		enum link_part part = (enum link_part)rule->part[i].part;
		uint64_t value = part_of(s, row, rule->part[i].field, part == LINK_LACKING ? LINK_WHOLE : part);

		if (part == LINK_LACKING) {
			may_meet = false;
			lacks = lacks || !value;
			continue;
		}
		if (!value)
			return 0;
		key = mix(key, value);
	}
	short_key = (uint32_t)(key >> 32) & ~1u;
	return (short_key ? short_key : 2) | (may_meet || lacks);
}

struct making {
	const struct link_set *s;
	struct keys *keys;
};

static void
keys_some(void *with, size_t from, size_t to)
{
	const struct making *k = with;

	for (size_t i = from; i < to; i++)
		for (size_t r = 0; r < k->keys->rules; r++)
			k->keys->key[i * k->keys->rules + r] = key_of(k->s, &k->s->model->rule[r], row_of(k->s, (uint32_t)i));
}

void
record_keys(struct mem *m, const struct link_set *s, int threads, struct keys *out)
{
	struct making k = {s, out};

	*out = (struct keys){.key = mem_new_array(m, uint32_t, s->n * (size_t)s->model->n_rules + 1),
	    .rules = (size_t)s->model->n_rules};
	for (int r = 0; r < s->model->n_rules; r++) {
		const struct link_rule *rule = &s->model->rule[r];
		int field = rule->part[0].field;

		out->number_at[r] = rule->n == 1 && rule->part[0].part != LINK_LACKING &&
		    kind_is_number(s->model->field[field].kind) ? s->at[field] : -1;
	}
	in_threads(threads, s->n, keys_some, &k);
}

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
		{LINK_BORN, LINK_YEAR}, {LINK_GIVEN, LINK_SOUND}, {LINK_POSTCODE, LINK_DISTRICT}, {LINK_FAMILY, LINK_SOUND},
		{LINK_BORN, LINK_WHOLE}, {LINK_POSTCODE, LINK_WHOLE}, {LINK_SEX, LINK_WHOLE},
	};
	const uint32_t *row = row_of(s, record);
	uint64_t key = 1;

	for (size_t i = 0; deep > 0 && i < sizeof further / sizeof further[0]; i++) {
		int field = s->of_kind[further[i].kind];

		if (field < 0 || !is_finer(s, rule, field, further[i].part))
			continue;
		key = mix(key, part_of(s, row, field, further[i].part));
		deep--;
	}
	return key;
}
