/* Who is who, by weighing evidence (Fellegi and Sunter 1969): records of several sources in, clusters out.
 *
 * Pure: no database, no clock, no text out but numbers and names of levels. The same answer whatever the order of records
 * and the number of threads. A pair of records is looked at when they share a blocking key; how they agree, field by
 * field, is a pattern of levels; and a pattern's weight says how much likelier it is of one child's two records than of
 * twins, of siblings, or of any two children. docs/linkage.md has the method, its formulas and its sources.
 */
#ifndef LINKAGE_ENGINE_H
#define LINKAGE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct mem;

#define LINK_FIELDS 14                  /* a model's most */
#define LINK_LEVELS 10                  /* a field's most; level 0 is always "not known" and says nothing */
#define LINK_RULES 32
#define LINK_DECLARED 64                /* sources of which nobody is twice */
#define LINK_SOURCES 65536              /* that can be told apart, where one is declared to be such */
#define LINK_NAMED 16                   /* sources whose overlaps are told apart; of more of them it is one source or two */
#define LINK_OVERLAPS (2 + LINK_NAMED * (LINK_NAMED + 1) / 2)
#define LINK_RECORDS ((1u << 28) - 1)   /* a set's most */
#define LINK_PARTS 4                    /* of a rule's key */
#define LINK_EAST_MOST 700000           /* metres of the National Grid that places of postcodes have at most */
#define LINK_NORTH_MOST 1300000
#define LINK_JOIN 0.5                   /* the thresholds of a model that names none */
#define LINK_REVIEW 0.05

/* What a field holds, which says how two of its values are compared. */
enum link_kind {
	LINK_GIVEN,                     /* at most one of each of these two in a model: they may be swapped for each other */
	LINK_FAMILY,
	LINK_BORN,                      /* a date */
	LINK_SEX,
	LINK_POSTCODE,                  /* British */
	LINK_IDENTIFIER,                /* one that two people should not share; up to 12 letters and digits near each other */
	LINK_UPN,                       /* pupils' and NHS numbers: identifiers whose check digit is known */
	LINK_NHS_NUMBER,
	LINK_TEXT,                      /* anything else that is compared as text: a street, a suburb, a telephone number */
	LINK_BLIND,                     /* an identifier known by a number alone, equal when it is: the value is that int64_t's 8 bytes,
	                                 * and one more where its check digit was right; the last kind, for no file holds it */
	LINK_KINDS
};

struct link_field {
	const char *name;               /* as people call it; lives as long as the model */
	enum link_kind kind;
	bool one_each;                  /* nobody has two right ones; an NHS number is such of itself */
};

/* What of a field a blocking key holds. */
enum link_part {
	LINK_WHOLE,
	LINK_SOUND,                     /* of a name or text: how it sounds */
	LINK_INITIAL,                   /* of a name or text */
	LINK_YEAR,                      /* of a date */
	LINK_MONTH,                     /* year and month of a date */
	LINK_DAY_MONTH,                 /* of a date, in either order, whatever the year */
	LINK_DISTRICT,                  /* of a postcode */
	LINK_EITHER,                    /* of the given name: its sound and the family name's, in either order */
	LINK_LACKING,                   /* nothing: but one of the two records must lack the field, which else would let them meet */
	LINK_PART_COUNT
};

struct link_rule {
	struct { uint8_t field, part; } part[LINK_PARTS];
	int n;
};

/* What a compared pair may be. */
enum link_class { LINK_MATCH, LINK_TWIN, LINK_SIBLING, LINK_RANDOM, LINK_CLASSES };

/* How much likelier two strangers agree so in a field where they agree so in another (1: as ever), by the other's level and its own. */
struct link_tie {
	bool there;                     /* it hangs on another */
	uint8_t with;                   /* which */
	double times[LINK_LEVELS][LINK_LEVELS];
	double support[LINK_LEVELS][LINK_LEVELS];       /* pairs of strangers seen at both levels */
};

/* How many times as many pairs of two sources are one person's as of all pairs that may be; 0: not known, and as 1. Those of sources
 * that have no name here come first (linkage/overlap.h); link_overlap_lines() lists them. */
struct link_overlap {
	const char *source[LINK_NAMED]; /* live as long as the model */
	int n;
	double times[LINK_OVERLAPS];
	double support[LINK_OVERLAPS];  /* pairs of one person, weighed, on which it rests */
};

struct link_model {
	struct link_field field[LINK_FIELDS];
	int n_fields;
	struct link_rule rule[LINK_RULES];
	int n_rules;                    /* 0: the engine chooses by the fields' kinds */
	int n_seen;                     /* the rules after these: training sees pairs by them, which are not compared (the engine's own) */
	bool trained;                   /* pairs and chance below are known: of an earlier run, or of a file */
	double pairs[LINK_CLASSES];     /* pairs of each class, of all that there are */
	double chance[LINK_CLASSES][LINK_FIELDS][LINK_LEVELS];  /* of a level, given the class and that it is known */
	bool fixed[LINK_CLASSES][LINK_FIELDS][LINK_LEVELS];     /* the chance stays as given in training */
	struct link_tie tie[LINK_FIELDS];
	struct link_overlap overlap;
	double support[LINK_CLASSES][LINK_FIELDS][LINK_LEVELS]; /* pairs that have that level, weighed or counted, on which its chance rests */
	bool encoded[LINK_FIELDS];      /* values are encodings (linkage/code.h), compared as they are */
	bool placed[LINK_FIELDS];       /* of plain postcodes: how far apart they are has levels of its own */
	double join, review;            /* least probability to be joined; to be shown to a person. 0: those below */
};

/* Fills in the rules that the fields' kinds suggest, where the model has none. */
void link_model_complete(struct link_model *m);
int link_level_count(enum link_kind kind);              /* with "not known" */
const char *link_level_name(enum link_kind kind, int level);    /* "the same", "one digit differs" … */
/* The same of a model's field: of encoded dates it is parts that differ, not digits, and placed postcodes have more levels. */
int link_field_levels(const struct link_model *m, int field);
const char *link_field_level(const struct link_model *m, int field, int level);
/* Whether a class's chance of a level is none of those that add up to 1: of encoded names, which cannot be the same in two years, the same
 * sound in another year is as likely, of one child's records and of a family's name, as the same in one. */
bool link_level_is_tied(const struct link_model *m, enum link_class k, int field, int level);
const char *link_kind_name(enum link_kind kind);        /* "given name" … as model files spell it, with underscores */
const char *link_part_name(enum link_part part);        /* as model files spell it */
const char *link_class_name(enum link_class k);

/* Whether what field f hangs on, at its level `at`, makes level `level` of f likelier or less likely: both known, and the times are not 1. */
bool link_tie_tells(const struct link_model *m, int f, int level, int at);
/* Says so: it does so many times, which rests on so many pairs. False, and nothing changes: f hangs on another field, or `with` on f. */
bool link_tie_put(struct link_model *m, int f, int level, int with, int at, double times, double support);

/* What is known of two sources; both names NULL: of others, within one or between two. */
struct link_overlap_line {
	const char *one, *other;
	bool within;
	double times, support;
};
/* Those that are known: of sources without a name first, the others in the order of their letters. Returns how many. */
int link_overlap_lines(const struct link_model *m, struct link_overlap_line line[LINK_OVERLAPS]);
/* Its place in times and support, the names put among the model's where they are not; -1: there is no room. */
int link_overlap_put(struct link_model *m, const char *one, const char *other);
int link_overlap_unnamed(bool within);

/* ---- records ----------------------------------------------------------------------------------------------------- */

struct link_set;

/* An empty set for records with the model's fields, completed where it lacks rules; fields' names must outlive it. */
struct link_set *link_set_new(const struct link_model *m);
void link_set_free(struct link_set *s);
/* Names that are one name's other forms (Bill, William), folded; before the first record. */
void link_set_nickname(struct link_set *s, struct view one, struct view other);
/* A given name that stands for the lack of one; before the first record. */
void link_set_placeholder(struct link_set *s, struct view name);
/* Before the first record, about how many will come: room for them that is quick to read. */
void link_set_expect(struct link_set *s, size_t records);
/* Adds a record, of LINK_RECORDS at most: `value[i]` is field i's, empty when not known, copied as far as needed; a date is read as base/day.h
 * reads dates. `source` counts from 0. Its number is how many there were before. Numbers name records in all that follows. */
void link_set_add(struct link_set *s, int source, const struct view *value);
/* The same in steps, for many: room for some, which gives the first one's number; then what each says, one after another, its fields in
 * the order that link_set_order() tells. Another thread may put them meanwhile: the words of one batch after the other, all else when anybody has
 * time. */
uint32_t link_set_room(struct link_set *s, size_t n);
bool link_set_is_full(const struct link_set *s, size_t n);      /* room for so many more moves the others: nobody may be putting then */
int link_set_order(const struct link_set *s, int field[LINK_FIELDS]);   /* how many fields, and which */
void link_set_put_words(struct link_set *s, uint32_t first, size_t n, const struct view *value);
void link_set_put_others(struct link_set *s, uint32_t first, size_t n, const int *source, const struct view *value);
/* What a source is called, by which models know it; lives as long as the set. Where one alone or more than LINK_NAMED are called, none is; where
 * one is called whose number is LINK_SOURCES or more, no source is told from another. */
void link_set_call(struct link_set *s, int source, const char *name);
/* Of a declared source no two records are one person's. False: more than LINK_DECLARED of them. */
bool link_set_declare(struct link_set *s, int source);
size_t link_set_count(const struct link_set *s);
size_t link_set_held(const struct link_set *s);         /* bytes now, without room for more */
/* How many different plain postcodes the records have so far, of which places may now be told; how many of them have one. */
size_t link_set_postcodes(struct link_set *s);
size_t link_set_placed(const struct link_set *s);
/* The place of a postcode in metres of the National Grid (OSGB36). True where it is taken: not of one that no record has, that has a
 * place already, or that lies outside Great Britain. An untrained model's postcodes are placed from then on; a trained one's as it says. */
bool link_set_place(struct link_set *s, struct view postcode, int64_t easting, int64_t northing);

/* ---- a run ------------------------------------------------------------------------------------------------------- */

enum link_decided { LINK_SAME, LINK_DIFFERENT };
struct link_decision {
	uint32_t left, right;
	enum link_decided decided;
};

struct split_known;

struct link_options {
	int threads;                    /* 0: one for each core */
	uint64_t seed;                  /* of the random pairs */
	const struct link_decision *decision;   /* people's, which hold against any weight; training learns from them */
	size_t n_decisions;
	/* A number of each record that a later run gives again, which settles ties: its high half made of what the record says, its low half
	 * of who it is. NULL: ties are settled by the record's content, then its number. */
	const uint64_t *order;
	bool in_order;                  /* the pairs come heaviest first, for who lists them; else in no order, which takes less */
	const bool *about;              /* by record: pairs that are of none of these are not compared, and no names listed. NULL: all */
	uint32_t block_most;            /* larger blocks are split by a further key; 0: 100 records, of more than 250,000 fewer, down to 12 */
	const struct split_known *known;        /* which those are of all records, where the set is some of them (linkage/split.h); NULL: it has all */
	/* Called before pairs are compared with how many will be kept, as far as one block in so many tells; NULL: nobody asks. */
	void (*expected)(void *with, double pairs);
	void *with;
};

/* The records of the largest blocks that a run over so many is to have whole. */
uint32_t link_block_most(size_t records);

struct link_edge {
	uint32_t left, right;           /* left < right */
	float weight;                   /* bits, prior included: probability = 1 / (1 + 2^-weight) */
};

/* Two names, folded. */
struct link_alias {
	const char *one, *other;
};

/* Two fields of one child's records that are not the same in so many pairs at once, and in how many they would be by chance. */
struct link_together {
	int one, other;                 /* one < other */
	double both, expected;
};

/* One rule's part in a run. */
struct link_rule_told {
	size_t keyed;                   /* records that have the key */
	size_t pairs;                   /* compared by this rule first */
	size_t largest;                 /* records in its largest block */
	size_t split;                   /* blocks that were too large and were split */
	size_t lost;                    /* pairs that splitting left apart: another rule may still join them */
};

struct links {
	struct link_edge *edge;         /* at or above the review threshold */
	size_t n_edges;
	uint32_t *cluster;              /* of each record; numbered from 0 in the order of their first records */
	float *weight;                  /* of each record: its heaviest edge within the cluster; 0 when alone */
	size_t n_clusters;
	size_t kept_apart;              /* joins that the rest of two clusters spoke against */
	size_t conflicts;               /* joins that decisions or declared sources forbade */
	size_t two_numbers;             /* joins that two valid NHS numbers forbade */
	struct link_rule_told rule[LINK_RULES];
	size_t pairs;                   /* compared in all */
	uint64_t histogram[64];         /* compared pairs by weight: [i] holds i - 32 to i - 31 bits, the ends all beyond */
	struct link_alias *alias;       /* given names learned to be one name's forms: link_set_nickname() gives them to a later set */
	size_t n_aliases;
	const char **placeholder;       /* given names learned to stand for the lack of one, folded: link_set_placeholder() gives them … */
	size_t n_placeholders;
	struct link_together *together; /* by what training saw; none of a model that was trained before. Most above chance first */
	size_t n_together;
	double seconds[5];              /* wall clock: blocking, training, comparing, clustering, all */
	struct link_model model;        /* as trained */
};

/* What is known beforehand of the records of a run. */
struct link_expected {
	size_t records;
	double pairs;                   /* that will be kept, of each record, counted once; less than 1 is as 1 */
	size_t held;                    /* by the set, once all records are in it; 0: not yet, and then … */
	size_t words, letters;          /* … different names and texts that are not encoded, and the bytes of all of them */
};
/* Bytes that the run needs at most, the set included, when no more pairs are kept than that. */
size_t link_run_needs(const struct link_model *m, const struct link_expected *expected, int threads);
/* Pairs of each record, counted once, when so many others say the same as it does. */
double link_pairs_alike(double alike, size_t records);

/* Links what is in the set: trains the model where it is not trained, compares, clusters. The result lives in `mem`. */
void link_run(struct mem *mem, struct link_set *s, struct link_options options, struct links *out);

/* ---- one pair ---------------------------------------------------------------------------------------------------- */

struct link_step {
	int field;                      /* -1: the prior, that any two records are one person's */
	int level;
	double bits;                    /* of the whole weight; they add up to it */
};
struct link_explained {
	struct link_step step[LINK_FIELDS + 2];
	int n;
	double weight, probability;
	double share[LINK_CLASSES];     /* how probable each class is */
};
/* How the weight of two records came about, by a trained model. */
void link_explain(struct link_set *s, const struct link_model *trained, uint32_t a, uint32_t b,
    struct link_explained *out);
/* The weights of n pairs that people decided about, by a trained model; what they decided counts for nothing here. */
void link_weights(struct link_set *s, const struct link_model *trained, const struct link_decision *pair, size_t n, double *weight);

#endif
