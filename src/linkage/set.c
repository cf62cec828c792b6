/* Taking records in: folding, interning, packing. See the header. */
#include "linkage/set.h"

#include <string.h>

#include "base/wide.h"
#include "linkage/arrange.h"
#include "linkage/fold.h"
#include "linkage/level.h"
#include "linkage/postcode.h"
#include "linkage/value.h"

/* Records: they have no more words to be looked up together, for of names each has two, a given and a family name. */
#define FEW ((size_t)WORDS_AT_ONCE / 2)

/* ---- pairs of names ---------------------------------------------------------------------------------------------- */

static uint64_t
pair_key(uint32_t a, uint32_t b)
{
	return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static uint64_t
pair_hash(uint64_t key)
{
	return key * 0x9e3779b97f4a7c15ULL;
}

static size_t
pair_slot(const struct name_pairs *p, uint64_t key)
{
	size_t at = (pair_hash(key) >> 32) & (p->slots - 1);

	while (p->slot[at] && p->slot[at] != key)
		at = (at + 1) & (p->slots - 1);
	return at;
}

bool
name_pairs_has(const struct name_pairs *p, uint32_t a, uint32_t b)
{
	uint64_t key = pair_key(a, b), hash = pair_hash(key);

	return (p->maybe[hash >> 54] >> (hash >> 48 & 63) & 1) && p->slot[pair_slot(p, key)];
}

static void
name_pairs_grow(struct name_pairs *p)
{
	uint64_t *old = p->slot;
	size_t slots = p->slots;

	p->slots = slots ? slots * 2 : 1024;
	p->slot = wide_zeroed(p->slots * sizeof *p->slot);
	for (size_t i = 0; i < slots; i++)
		if (old[i])
			p->slot[pair_slot(p, old[i])] = old[i];
	wide_free(old);
}

void
name_pairs_put(struct name_pairs *p, uint32_t a, uint32_t b)
{
	uint64_t key = pair_key(a, b), hash = pair_hash(key);
	size_t at;

	if (p->n * 2 >= p->slots)
		name_pairs_grow(p);
	at = pair_slot(p, key);
	p->n += p->slot[at] == 0;
	p->slot[at] = key;
	p->maybe[hash >> 54] |= 1ULL << (hash >> 48 & 63);
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

static bool
is_name(const struct link_model *m, int f)
{
	return m->field[f].kind == LINK_GIVEN || m->field[f].kind == LINK_FAMILY;
}

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

/* The fields in the order in which they are put: names, the other words, all else. */
static void
fields_part(struct link_set *s)
{
	const struct link_model *m = s->model;
	int n = 0;

	for (int f = 0; f < m->n_fields; f++)
		if (is_name(m, f))
			s->put[n++] = f;
	s->n_names = n;
	for (int f = 0; f < m->n_fields; f++)
		if (is_word(m, f) && !is_name(m, f))
			s->put[n++] = f;
	s->n_words = n;
	for (int f = 0; f < m->n_fields; f++)
		if (!is_word(m, f))
			s->put[n++] = f;
}

struct link_set *
link_set_new(const struct link_model *m)
{
	struct link_set *s = wide_zeroed(sizeof *s);

	s->own = *m;
	link_model_complete(&s->own);
	s->model = &s->own;
	s->width = 1;
	s->one_each = -1;
	s->text = wide_zeroed(LINK_FIELDS * sizeof *s->text);
	for (int k = 0; k < LINK_KINDS; k++)
		s->of_kind[k] = -1;
	for (uint32_t i = 0; i < 1 << 16; i++)
		s->tell[i] = (uint16_t)i;       /* until it is called something */
	words_start(&s->names);
	fields_part(s);
	for (int f = 0; f < m->n_fields; f++) {
		enum link_kind kind = m->field[f].kind;
		struct compared compared = {(uint8_t)f, (uint8_t)kind, (uint8_t)s->width, m->encoded[f]};

		if (s->of_kind[kind] < 0)
			s->of_kind[kind] = f;
		if (s->one_each < 0 && (kind == LINK_NHS_NUMBER || m->field[f].one_each))
			s->one_each = f;
		s->at[f] = s->width;
		s->width += words_wide(kind);
		if (kind_is_number(kind))
			s->numbers[s->n_numbers++] = compared;
		else if (!is_name(m, f))
			s->others[s->n_others++] = compared;
		if (is_word(m, f) && !is_name(m, f)) {
			words_start(&s->text[f]);
			s->text[f].encoded = m->encoded[f];
		}
		s->names.encoded = s->names.encoded || (m->encoded[f] && is_name(m, f));
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
	places_free(&s->places);
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
	size_t held = sizeof *s + s->n * (size_t)s->width * sizeof *s->row + words_held(&s->names);

	held += s->place ? s->n * sizeof *s->place + s->n_stands * sizeof *s->stands : 0;
	for (int f = 0; f < s->model->n_fields; f++)
		held += words_held(&s->text[f]);
	return held + s->nickname.slots * sizeof *s->nickname.slot + places_held(&s->places);
}

/* ---- places of postcodes ------------------------------------------------------------------------------------------ */

static bool
is_plain_postcode(const struct link_model *m, int f)
{
	return m->field[f].kind == LINK_POSTCODE && !m->encoded[f];
}

size_t
link_set_postcodes(struct link_set *s)
{
	for (; s->n_noted < s->n; s->n_noted++)
		for (int f = 0; f < s->model->n_fields; f++)
			if (is_plain_postcode(s->model, f))
				places_note(&s->places, row_of(s, place_of(s, (uint32_t)s->n_noted))[s->at[f]]);
	return s->places.n;
}

size_t
link_set_placed(const struct link_set *s)
{
	return s->places.known;
}

/* Of Northern Ireland's the Office for National Statistics gives places in the Irish grid, which say nothing of those in the other. */
bool
link_set_place(struct link_set *s, struct view postcode, int64_t easting, int64_t northing)
{
	uint32_t packed = postcode_pack(postcode);

	if (postcode_is_irish(packed) || !places_put(&s->places, packed, easting, northing))
		return false;
	for (int f = 0; f < s->model->n_fields && !s->model->trained; f++)
		if (is_plain_postcode(s->model, f))
			postcode_levels_place(&s->own, f);
	return true;
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
	size_t first = s->n;

	rows_restore(s);
	s->marked = s->dated = s->of_population = false;
	s->n += n;
	if (s->n > s->cap) {
		s->cap = s->cap + s->cap / 2 > s->n ? s->cap + s->cap / 2 : s->n + 4096;
		s->row = wide_grow(s->row, s->cap * (size_t)s->width * sizeof *s->row);
	}
	return (uint32_t)first;
}

bool
link_set_is_full(const struct link_set *s, size_t n)
{
	return n > s->cap - s->n;
}

/* One record more that has the word; 0: it says nothing there. */
static uint32_t
word_count(struct words *w, uint32_t number, int as)
{
	struct word *word = &w->item[number];

	if (!number || word->means_nothing || (as == 0 && word->is_placeholder))
		return 0;
	word->count[as]++;
	return number;
}

/* The fields [from, to) of a few records, whose words are the same: record by record, for words are numbered in the order in
 * which they come. */
static void
put_words(struct link_set *s, int from, int to, uint32_t *row, size_t n, const struct view *value)
{
	struct words *w = from < s->n_names ? &s->names : &s->text[s->put[from]];
	char letters[WORDS_AT_ONCE][CODE_MOST];
	struct view folded[WORDS_AT_ONCE];
	uint32_t number[WORDS_AT_ONCE];
	size_t words = 0;

	for (size_t i = 0; i < n; i++, value += s->model->n_fields)
		for (int j = from; j < to; j++, words++) {
			folded[words].at = letters[words];
			folded[words].n = word_fold(s->model->field[s->put[j]].kind, w->encoded, value[j], letters[words]);
		}
	words_intern(w, folded, number, words);
	words = 0;
	for (size_t i = 0; i < n; i++, row += s->width)
		for (int j = from; j < to; j++)
			row[s->at[s->put[j]]] = word_count(w, number[words++], s->model->field[s->put[j]].kind == LINK_FAMILY);
}

static void
put_other(const struct link_set *s, int field, uint32_t *row, struct view value)
{
	enum link_kind kind = s->model->field[field].kind;
	bool encoded = s->model->encoded[field];
	uint64_t number;

	if (kind == LINK_BORN) {
		row[s->at[field]] = held_date(value);
	} else if (kind == LINK_POSTCODE) {
		row[s->at[field]] = postcode_pack(value);
	} else if (kind == LINK_SEX) {
		row[0] |= held_sex(encoded, value) << 16;
	} else {
		number = held_number(kind, encoded, value);
		row[s->at[field]] = (uint32_t)(number >> 32);
		row[s->at[field] + 1] = (uint32_t)number;
	}
}

void
link_set_put_others(struct link_set *s, uint32_t first, size_t n, const int *source, const struct view *value)
{
	for (size_t i = 0; i < n; i++, value += s->model->n_fields) {
		uint32_t *row = s->row + (first + i) * (size_t)s->width;

		row[0] = (uint32_t)source[i] & 0xffff;
		for (int k = s->n_words; k < s->model->n_fields; k++)
			put_other(s, s->put[k], row, value[k]);
	}
}

/* So few records that what is fetched for the first field is still near when the last one is put. */
static void
put_few(struct link_set *s, uint32_t *row, size_t n, const struct view *value)
{
	for (int from = 0, to; from < s->n_words; from = to) {
		to = from < s->n_names ? s->n_names : from + 1;
		put_words(s, from, to, row, n, value);
	}
}

/* What another thread wrote lies far off: of the values that are `few` ahead they themselves are fetched, of those twice as far
 * where they are. */
static void
ahead_fetch(const struct view *value, size_t few, size_t left)
{
	for (size_t i = few; i < 2 * few && i < left; i += 4) {
		wide_fetch(value[i].at);
		if (i + few < left)
			wide_fetch(&value[i + few]);
	}
}

void
link_set_put_words(struct link_set *s, uint32_t first, size_t n, const struct view *value)
{
	size_t values = (size_t)s->model->n_fields;

	for (size_t i = 0; i < n; i += FEW) {
		ahead_fetch(value + i * values, FEW * values, (n - i) * values);
		put_few(s, s->row + (first + i) * (size_t)s->width, n - i < FEW ? n - i : FEW, value + i * values);
	}
}

int
link_set_order(const struct link_set *s, int field[LINK_FIELDS])
{
	memcpy(field, s->put, sizeof s->put);
	return s->model->n_fields;
}

void
link_set_add(struct link_set *s, int source, const struct view *value)
{
	struct view in_order[LINK_FIELDS];
	uint32_t at = link_set_room(s, 1);

	for (int i = 0; i < s->model->n_fields; i++)
		in_order[i] = value[s->put[i]];
	link_set_put_words(s, at, 1, in_order);
	link_set_put_others(s, at, 1, &source, in_order);
}

/* Every bit of both reaches every bit of the result. */
static inline uint64_t
mix(uint64_t mixed, uint64_t value)
{
	mixed = (mixed ^ value) * 0x9e3779b97f4a7c15ULL;
	return mixed ^ mixed >> 29;
}

uint64_t
row_content(const struct link_set *s, uint32_t at)
{
	const uint32_t *row = row_of(s, at);
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

uint64_t
field_value(const struct link_set *s, int field, uint32_t at)
{
	const uint32_t *row = row_of(s, at);
	int word = s->at[field];

	switch (s->model->field[field].kind) {
	case LINK_SEX:
		return ROW_SEX(row);
	case LINK_BORN:
	case LINK_GIVEN:
	case LINK_FAMILY:
	case LINK_TEXT:
	case LINK_POSTCODE:
		return row[word];
	default:
		return number_of(row, word);
	}
}
