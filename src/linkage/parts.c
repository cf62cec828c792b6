/* See the header. */
#include "linkage/parts.h"

#include "linkage/code.h"
#include "linkage/postcode.h"

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
		return part_day_month(date);
	}
}

static uint64_t
word_part(const struct words *w, uint32_t word, enum link_part part)
{
	const struct word *of = &w->item[word];

	return part == LINK_SOUND ? w->heard[word].sound : part == LINK_INITIAL ? of->initial : (uint64_t)of->hash << 8 | of->n;
}

static uint64_t
either_part(const struct link_set *s, const uint32_t *row)
{
	int g = s->of_kind[LINK_GIVEN], f = s->of_kind[LINK_FAMILY];

	return g < 0 || f < 0 ? 0 : part_either(s->names.heard[row[s->at[g]]].sound, s->names.heard[row[s->at[f]]].sound);
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

uint64_t
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

void
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
