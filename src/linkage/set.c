/* Taking records in: folding, interning, packing. See the header. */
#include "linkage/set.h"

#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/wide.h"
#include "linkage/arrange.h"
#include "linkage/code.h"
#include "linkage/dates.h"
#include "linkage/fold.h"
#include "linkage/near_day.h"
#include "linkage/postcode.h"
#include "linkage/similar.h"
#include "linkage/sound.h"

/* ---- pairs of names ---------------------------------------------------------------------------------------------- */

static uint64_t
pair_key(uint32_t a, uint32_t b)
{
	return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static size_t
pair_slot(const struct name_pairs *p, uint64_t key)
{
	size_t at = (key * 0x9e3779b97f4a7c15ULL >> 32) & (p->slots - 1);

	while (p->slot[at] && p->slot[at] != key)
		at = (at + 1) & (p->slots - 1);
	return at;
}

bool
name_pairs_has(const struct name_pairs *p, uint32_t a, uint32_t b)
{
	return p->n && p->slot[pair_slot(p, pair_key(a, b))];
}

void
name_pairs_put(struct name_pairs *p, uint32_t a, uint32_t b)
{
	size_t at;

	if (p->n * 2 >= p->slots) {
		struct name_pairs larger = {.slots = p->slots ? p->slots * 2 : 1024, .n = p->n};

		larger.slot = wide_zeroed(larger.slots * sizeof *larger.slot);
		for (size_t i = 0; i < p->slots; i++)
			if (p->slot[i])
				larger.slot[pair_slot(&larger, p->slot[i])] = p->slot[i];
		wide_free(p->slot);
		*p = larger;
	}
	at = pair_slot(p, pair_key(a, b));
	p->n += p->slot[at] == 0;
	p->slot[at] = pair_key(a, b);
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

/* Of a field that is a word: its place in a list of those that came. */
static bool
is_word(const struct link_model *m, int f)
{
	enum link_kind kind = m->field[f].kind;

	return kind == LINK_GIVEN || kind == LINK_FAMILY || kind == LINK_TEXT ||
	    (m->encoded[f] && (kind == LINK_BORN || kind == LINK_POSTCODE));
}

static int
words_wide(enum link_kind kind)
{
	return kind == LINK_SEX ? 0 : kind_is_number(kind) ? 2 : 1;
}

size_t
rows_wide(const struct link_model *m)
{
	size_t width = 1;

	for (int f = 0; f < m->n_fields; f++)
		width += (size_t)words_wide(m->field[f].kind);
	return width;
}

struct link_set *
link_set_new(const struct link_model *m)
{
	struct link_set *s = wide_zeroed(sizeof *s);

	s->own = *m;
	link_model_complete(&s->own);
	s->model = &s->own;
	s->width = 1;
	s->text = wide_zeroed(LINK_FIELDS * sizeof *s->text);
	for (int k = 0; k < LINK_KINDS; k++)
		s->of_kind[k] = -1;
	words_start(&s->names);
	for (int f = 0; f < m->n_fields; f++) {
		enum link_kind kind = m->field[f].kind;

		if (s->of_kind[kind] < 0)
			s->of_kind[kind] = f;
		s->at[f] = s->width;
		s->width += words_wide(kind);
		if (kind_is_number(kind))
			s->numbers[s->n_numbers++] = (uint8_t)f;
		else if (kind != LINK_GIVEN && kind != LINK_FAMILY)
			s->others[s->n_others++] = (uint8_t)f;
		if (is_word(m, f) && kind != LINK_GIVEN && kind != LINK_FAMILY) {
			words_start(&s->text[f]);
			s->text[f].encoded = m->encoded[f];
		}
		s->names.encoded = s->names.encoded || (m->encoded[f] && (kind == LINK_GIVEN || kind == LINK_FAMILY));
	}
	return s;
}

void
link_set_free(struct link_set *s)
{
	if (!s)
		return;
	words_free(&s->names);
	for (int f = 0; f < LINK_FIELDS; f++)
		words_free(&s->text[f]);
	wide_free(s->text);
	wide_free(s->nickname.slot);
	wide_free(s->place);
	wide_free(s->stands);
	wide_free(s->row);
	wide_free(s);
}

void
link_set_nickname(struct link_set *s, struct view one, struct view other)
{
	uint32_t a, b;

	if (s->names.encoded)
		return;
	a = word_intern(&s->names, one);
	b = word_intern(&s->names, other);
	if (a && b && a != b)
		name_pairs_put(&s->nickname, a, b);
}

void
link_set_placeholder(struct link_set *s, struct view name)
{
	char folded[WORD_MOST];
	uint32_t word = s->names.encoded ? 0 : word_intern(&s->names, (struct view){folded, name_fold(name, folded, sizeof folded)});

	if (word)
		s->names.item[word].is_placeholder = true;
}

bool
link_set_declare(struct link_set *s, int source)
{
	if (s->declared[source & 0xffff])
		return true;
	if (s->n_declared == LINK_DECLARED)
		return false;
	s->declared[source & 0xffff] = 1ULL << s->n_declared++;
	return true;
}

size_t
link_set_count(const struct link_set *s)
{
	return s->n;
}

size_t
link_set_held(const struct link_set *s)
{
	size_t held = sizeof *s + s->cap * (size_t)s->width * sizeof *s->row + words_held(&s->names);

	held += s->place ? s->n * sizeof *s->place + s->n_stands * sizeof *s->stands : 0;
	for (int f = 0; f < s->model->n_fields; f++)
		held += words_held(&s->text[f]);
	return held + s->nickname.slots * sizeof *s->nickname.slot;
}

/* An encoding's number among those of its field. What is none says nothing. */
static uint32_t
take_code(struct words *w, enum link_kind kind, struct view v, int as)
{
	struct code code;
	uint32_t word = code_read(v, kind, &code) ? word_intern(w, (struct view){(const char *)code.at, code.n}) : 0;

	if (word)
		w->item[word].count[as]++;
	return word;
}

static uint32_t
take_name(struct words *w, struct view v, int as)
{
	char folded[WORD_MOST];
	uint32_t word = word_intern(w, (struct view){folded, name_fold(v, folded, sizeof folded)});

	if (!word || w->item[word].means_nothing || (as == 0 && w->item[word].is_placeholder))
		return 0;
	w->item[word].count[as]++;
	return word;
}

/* Text keeps its digits: a street's number, a telephone's. */
size_t
text_fold(struct view v, char out[WORD_MOST])
{
	size_t n = 0;

	for (size_t i = 0; i < v.n && n < WORD_MOST; i++) {
		unsigned char ch = (unsigned char)v.at[i];

		if (ch >= 'A' && ch <= 'Z')
			ch = (unsigned char)(ch - 'A' + 'a');
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch >= 0x80)
			out[n++] = (char)ch;
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	return n - (n && out[n - 1] == ' ');
}

static uint32_t
take_text(struct words *w, struct view v)
{
	char folded[WORD_MOST] = "";
	size_t n = text_fold(v, folded);
	uint32_t word;

	if (name_says_nothing((struct view){folded, n}))
		return 0;
	word = word_intern(w, (struct view){folded, n});
	w->item[word].count[0] += word != 0;
	return word;
}

static bool
number_checks(enum link_kind kind, struct view folded)
{
	return kind == LINK_UPN ? upn_valid(folded) : kind == LINK_NHS_NUMBER && nhs_number_valid(folded);
}

/* Up to twelve letters and digits as a number to the base 37; longer ones by hash. Of a UPN the check letter says nothing but
 * whether it is right. */
static uint64_t
number_read(enum link_kind kind, struct view v, bool *valid)
{
	char folded[64];
	size_t n = identifier_fold(v, folded, sizeof folded), from = kind == LINK_UPN && n == 13;
	uint64_t number = 0;
	bool blank = true, digits = false;

	*valid = number_checks(kind, (struct view){folded, n});
	for (size_t i = from; i < n; i++) {
		blank = blank && folded[i] == folded[from];
		digits = digits || (folded[i] >= '0' && folded[i] <= '9');
	}
	if (n - from < 2 || (blank && n > 2) || !digits)        /* 0000000000, 9999999999 and "not known" are nobody's */
		return 0;
	if (n - from > 12)
		return hash_mix(0, folded + from, n - from) | NUMBER_IS_HASH;
	for (size_t i = from; i < n; i++)
		number = number * 37 + (uint64_t)(folded[i] <= '9' ? folded[i] - '0' + 1 : folded[i] - 'A' + 11);
	return number;
}

uint64_t
take_number(enum link_kind kind, struct view v)
{
	bool valid;

	return number_read(kind, v, &valid);
}

/* As a row holds it: the flag's bit is no part of the number, and what would reach it counts as a hash. */
static uint64_t
number_hold(uint64_t number)
{
	return number < NUMBER_IS_VALID ? number : (number & ~NUMBER_IS_VALID) | NUMBER_IS_HASH;
}

static uint64_t
number_take(enum link_kind kind, struct view v)
{
	bool valid;
	uint64_t number = number_hold(number_read(kind, v, &valid));

	return number && valid ? number | NUMBER_IS_VALID : number;
}

static uint64_t
take_blind(struct view v)
{
	uint64_t number = 0;

	if (v.n == sizeof number)
		memcpy(&number, v.at, sizeof number);
	return number;
}

uint32_t
take_sex(struct view v)
{
	static const char *const words[][5] = {{"m", "male", "boy", "1", "man"}, {"f", "female", "girl", "2", "woman"}};

	v = view_trim(v);
	for (uint32_t sex = 0; sex < 2; sex++)
		for (size_t i = 0; i < 5; i++)
			if (view_is_fold(v, words[sex][i]))
				return sex + 1;
	return 0;
}

int32_t
take_day(struct view v)
{
	int32_t day = day_iso_read(v);

	if (day == DAY_NONE) {
		struct read_date read = day_read(v);

		day = read.found == DATE_WHOLE ? read.day : DAY_NONE;
	}
	return day >= BORN_FIRST ? day : DAY_NONE;
}

void
link_set_expect(struct link_set *s, size_t records)
{
	if (s->cap || !records)
		return;
	s->cap = records;
	s->row = wide_new(s->cap * (size_t)s->width * sizeof *s->row);
}

uint32_t
link_set_room(struct link_set *s, size_t n)
{
	size_t first = s->n, zeroed = n * (size_t)s->width * sizeof *s->row;

	rows_restore(s);
	s->marked = s->dated = s->of_population = false;
	s->n += n;
	if (s->n > s->cap) {
		s->cap = s->cap + s->cap / 2 > s->n ? s->cap + s->cap / 2 : s->n + 4096;
		s->row = wide_grow(s->row, s->cap * (size_t)s->width * sizeof *s->row);
	}
	if (zeroed)
		memset(s->row + first * (size_t)s->width, 0, zeroed);
	return (uint32_t)first;
}

bool
link_set_is_full(const struct link_set *s)
{
	return s->n == s->cap;
}

/* Encodings that are numbers: equal or not. */
static uint64_t
number_code(enum link_kind kind, struct view v)
{
	struct code code;
	uint64_t number = 0;

	if (!code_read(v, kind, &code))
		return 0;
	for (size_t i = 0; i < code.n; i++)
		number = number << 8 | code.at[i];
	return kind == LINK_SEX ? number : number | NUMBER_IS_HASH;
}

static void
put_rest(struct link_set *s, uint32_t *row, int f, struct view value)
{
	enum link_kind kind = s->model->field[f].kind;
	bool encoded = s->model->encoded[f];
	uint64_t number;

	if (encoded && is_word(s->model, f)) {
		row[s->at[f]] = take_code(&s->text[f], kind, value, 0);
		return;
	}
	switch (kind) {
	case LINK_BORN:
		row[s->at[f]] = date_pack(take_day(value));
		break;
	case LINK_SEX:
		row[0] |= (encoded ? (uint32_t)number_code(kind, value) & 3 : take_sex(value)) << 16;
		break;
	case LINK_POSTCODE:
		row[s->at[f]] = postcode_pack(value);
		break;
	case LINK_TEXT:
		row[s->at[f]] = take_text(&s->text[f], value);
		break;
	default:
		number = encoded ? number_hold(number_code(kind, value)) : kind == LINK_BLIND ? number_hold(take_blind(value)) :
		    number_take(kind, value);
		row[s->at[f]] = (uint32_t)(number >> 32);
		row[s->at[f] + 1] = (uint32_t)number;
	}
}

void
link_set_put(struct link_set *s, uint32_t first, size_t n, enum link_put what, const int *source, const struct view *value)
{
	uint32_t *row = s->row + (size_t)first * (size_t)s->width;

	for (size_t i = 0; i < n; i++, row += s->width, value += s->model->n_fields) {
		if (what == LINK_PUT_REST)
			row[0] |= (uint32_t)source[i] & 0xffff;
		for (int f = 0; f < s->model->n_fields; f++) {
			enum link_kind kind = s->model->field[f].kind;
			bool is_name = kind == LINK_GIVEN || kind == LINK_FAMILY;

			if (is_name && what == LINK_PUT_NAMES)
				row[s->at[f]] = s->names.encoded ? take_code(&s->names, kind, value[f], kind == LINK_FAMILY) :
				    take_name(&s->names, value[f], kind == LINK_FAMILY);
			else if (!is_name && what == LINK_PUT_REST)
				put_rest(s, row, f, value[f]);
		}
	}
}

void
link_set_add(struct link_set *s, int source, const struct view *value)
{
	uint32_t at = link_set_room(s, 1);

	link_set_put(s, at, 1, LINK_PUT_NAMES, &source, value);
	link_set_put(s, at, 1, LINK_PUT_REST, &source, value);
}

/* Every bit of both reaches every bit of the result. */
static inline uint64_t
mix(uint64_t mixed, uint64_t value)
{
	mixed = (mixed ^ value) * 0x9e3779b97f4a7c15ULL;
	return mixed ^ mixed >> 29;
}

uint64_t
row_content(const struct link_set *s, uint32_t record)
{
	const uint32_t *row = row_of(s, record);
	uint64_t mixed = mix(1, ROW_SEX(row));  /* not the source: its number may be another in another run */

	for (int f = 0; f < s->model->n_fields; f++) {
		enum link_kind kind = s->model->field[f].kind;

		if (is_word(s->model, f))
			mixed = mix(mixed, words_of(s, f)->item[row[s->at[f]]].hash);
		else if (kind_is_number(kind) && kind != LINK_BLIND)    /* blind ones are others under another master key */
			mixed = mix(mixed, number_of(row, s->at[f]));
		else if (kind == LINK_BORN || kind == LINK_POSTCODE)
			mixed = mix(mixed, row[s->at[f]]);
	}
	return mix(mixed, mixed >> 32);
}
