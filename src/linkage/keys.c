/* Keys of records. See the header. */
#include "linkage/keys.h"

#include "base/day.h"
#include "base/mem.h"
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

/* A part of a record's key; 0 when it is not known. */
static uint64_t
part_of(const struct link_set *s, const uint32_t *row, int field, enum link_part part)
{
	uint32_t at = (uint32_t)s->at[field];

	if (part == LINK_EITHER)
		return either_part(s, row);
	switch (s->model->field[field].kind) {
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

	*out = (struct keys){mem_new_array(m, uint32_t, s->n * (size_t)s->model->n_rules + 1), (size_t)s->model->n_rules};
	in_threads(threads, s->n, keys_some, &k);
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
		bool used = field < 0;

		for (int k = 0; k < rule->n; k++)
			used = used || (rule->part[k].field == field &&
			    (rule->part[k].part == further[i].part || rule->part[k].part == LINK_LACKING));
		if (used)
			continue;
		key = mix(key, part_of(s, row, field, further[i].part));
		deep--;
	}
	return key;
}
