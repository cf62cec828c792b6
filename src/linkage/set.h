/* Records as the engine holds them: one row of 32-bit words each; names and texts interned. */
#ifndef LINKAGE_SET_H
#define LINKAGE_SET_H

#include "base/wide.h"
#include "linkage/engine.h"
#include "linkage/places.h"
#include "linkage/words.h"

/* Pairs of names that stand for each other, each as the lower number × 2^32 + the higher. Open addressing. */
struct name_pairs {
	uint64_t *slot;
	size_t slots, n;
	uint64_t maybe[1024];           /* a bit for the hash of each: most that are asked for are not there, and have none */
};

struct link_set {
	const struct link_model *model; /* own */
	struct link_model own;          /* as given, with rules and thresholds where it had none */
	int at[LINK_FIELDS];            /* the field's first word in a row; of the sex, bits of word 0 */
	int width;                      /* words in a row */
	int of_kind[LINK_KINDS];        /* the first field of that kind, or -1 */
	int one_each;                   /* the field of numbers of which nobody has two, or -1 */
	struct compared {               /* a field as pairs are compared by it */
		uint8_t field, kind, at;
		bool encoded;
	} numbers[LINK_FIELDS], others[LINK_FIELDS];            /* those that are numbers; that are neither these nor names */
	int n_numbers, n_others;
	int put[LINK_FIELDS];           /* all fields: names, other words, all else … */
	int n_names, n_words;           /* … of which so many are names; are words */
	uint32_t *row;
	size_t n, cap;
	uint32_t *place;                /* by record: where its row stands, once rows were moved (linkage/arrange.h); NULL: where it came */
	uint32_t *stands;               /* rows that stand for themselves and for those after them that say the same but for their numbers:
	                                 * the row, and above ROW_BITS how many are alike, less one. NULL: each stands for itself */
	size_t n_stands;
	struct words names;             /* given and family names together, for they may be swapped */
	struct words *text;             /* by field: of texts, and of encoded dates and postcodes */
	struct name_pairs nickname;
	struct places places;           /* of the postcodes of the first n_noted records */
	size_t n_noted;
	uint64_t declared[1 << 16];     /* by source: its bit, where nobody is twice in it */
	int n_declared;
	uint16_t tell[1 << 16];         /* by source: a number that is the same in every run, whatever the order of rows */
	uint8_t named[1 << 16];         /* by source: which of those it is that the model names, from 1; 0: none */
	struct called {
		int source;
		const char *name;
	} called[LINK_NAMED];
	bool untold;                    /* there are more sources than can be told apart: it is as if no two records were of one */
	int n_called;                   /* more than there is room for: too many to be told apart */
	uint64_t apart;                 /* bits of order numbers that tell apart who says the same */
	bool dated;                     /* dates that nobody can have were taken out (linkage/dates.h) */
	uint32_t last_year;             /* … up to this year they stayed */
	bool marked;                    /* full names that are commoner than their parts are noted in the rows */
	bool of_population;             /* names' counts, and what is noted, are those of more records (linkage/population.h) … */
	uint64_t all[2], squares[2];    /* … and these are their sums: of given names' counts, of family names', and of their squares */
};

#define ROW_BITS 28                     /* of a row's number */
#define ROWS_ALIKE 8                    /* that count as one, at most */

/* Word 0 of a row: the source, then the sex, then how many records have its full name, which a run replaces by how many
 * eighths of a bit that name is commoner than its parts. */
#define ROW_SOURCE(row) ((row)[0] & 0xffff)
#define ROW_SEX(row) ((row)[0] >> 16 & 3)       /* 0 not known, 1 male, 2 female */

/* An order number is made of what a record says. Its lowest bits are others: here the source, in a caller's numbers half of them. Two that say
 * the same are told apart by these, and known by what is left without them. */
#define ORDER_SOURCE 0xffffULL
#define ORDER_GIVEN 0xffffffffULL
#define ORDER_CONTENT(s, order) ((order) | (s)->apart)

#define ROW_JOINT_SHIFT 18
#define ROW_JOINT_MOST 0x3fffu
#define ROW_JOINT(row) ((row)[0] >> ROW_JOINT_SHIFT)
#define ROW_GIVEN_BITS 0x3ffffu                 /* of word 0: what the record itself says */

#define NUMBER_IS_HASH (1ULL << 63)     /* of an identifier too long to be packed: near ones cannot be told */
#define NUMBER_IS_VALID (1ULL << 62)    /* a UPN or NHS number whose check digit is right; no part of the number */

/* Numbers that two people should not share: two words of a row. */
static inline bool
kind_is_number(enum link_kind kind)
{
	return kind == LINK_IDENTIFIER || kind == LINK_UPN || kind == LINK_NHS_NUMBER || kind == LINK_BLIND;
}

/* Those with a check digit. */
static inline bool
kind_is_checked(enum link_kind kind)
{
	return kind == LINK_UPN || kind == LINK_NHS_NUMBER;
}

/* `at`: where a row stands, here and wherever a function has an `at`; place_of() says where a record's does. */
static inline const uint32_t *
row_of(const struct link_set *s, uint32_t at)
{
	return s->row + (size_t)at * (size_t)s->width;
}

/* Of a record, as others number them. */
static inline uint32_t
place_of(const struct link_set *s, uint32_t record)
{
	return s->place ? s->place[record] : record;
}

/* Asks for rows beforehand: they lie anywhere in memory, and waiting for them is most of what takes time. */
#define FETCHED_BYTES 64
static inline void
rows_fetch(const struct link_set *s, uint32_t at, uint32_t n)
{
	const char *first = (const char *)row_of(s, at), *end = (const char *)row_of(s, at + n);

	for (const char *line = first; line < end; line += FETCHED_BYTES)
		wide_fetch(line);
	wide_fetch(end - 1);
}

static inline void
row_fetch(const struct link_set *s, uint32_t at)
{
	rows_fetch(s, at, 1);
}

/* … and, of a row that came, for how its names sound. */
static inline void
names_fetch(const struct link_set *s, uint32_t at)
{
	for (int kind = LINK_GIVEN; kind <= LINK_FAMILY; kind++)
		if (s->of_kind[kind] >= 0)
			wide_fetch(&s->names.heard[row_of(s, at)[s->at[s->of_kind[kind]]]]);
}

/* … and for these names' words. */
static inline void
words_fetch(const struct link_set *s, uint32_t at)
{
	for (int i = 0; i < s->n_names; i++)
		wide_fetch(&s->names.item[row_of(s, at)[s->at[s->put[i]]]]);
}

static inline uint64_t
number_of(const uint32_t *row, int at)
{
	return ((uint64_t)row[at] << 32 | row[at + 1]) & ~NUMBER_IS_VALID;
}

static inline bool
number_is_valid(const uint32_t *row, int at)
{
	return row[at] & NUMBER_IS_VALID >> 32;
}

static inline bool
both_valid(const uint32_t *a, const uint32_t *b, int at)
{
	return a[at] & b[at] & NUMBER_IS_VALID >> 32;
}

/* The words of a field that has them. */
static inline const struct words *
words_of(const struct link_set *s, int field)
{
	enum link_kind kind = s->model->field[field].kind;

	return kind == LINK_GIVEN || kind == LINK_FAMILY ? &s->names : &s->text[field];
}

/* Of one source in which nobody is twice: two people, however alike. */
static inline bool
are_declared_two(const struct link_set *s, uint32_t a, uint32_t b)
{
	return s->n_declared && (s->declared[ROW_SOURCE(row_of(s, a))] & s->declared[ROW_SOURCE(row_of(s, b))]) != 0;
}

size_t rows_wide(const struct link_model *m);           /* 32-bit words in a row */


/* By what names are known among nicknames: themselves, and encodings, which differ from year to year, by their sounds. */
static inline uint32_t
nickname_key(const struct link_set *s, uint32_t word)
{
	return s->names.encoded ? s->names.heard[word].sound : word;
}

bool name_pairs_has(const struct name_pairs *p, uint32_t a, uint32_t b);
void name_pairs_put(struct name_pairs *p, uint32_t a, uint32_t b);

/* What a record says in a field, as a number that two share when they say the same; 0: nothing. */
uint64_t field_value(const struct link_set *s, int field, uint32_t at);

/* What a record says, its source aside, as a number that is the same in every run and order. */
uint64_t row_content(const struct link_set *s, uint32_t at);

#endif
