/* A made-up population: families of children, some of them twins, in the files of several agencies, with slips. Who is who
 * is known, and the rows can be put in any order. */
#ifndef TESTS_UNIT_LINKAGE_CROWD_H
#define TESTS_UNIT_LINKAGE_CROWD_H

#include "people.h"

enum { C_GIVEN, C_FAMILY, C_BORN, C_SEX, C_POSTCODE, C_UPN, C_NHS, C_FIELDS };

struct wanted {
	size_t families;
	double twins;                   /* share of families whose first two children are twins */
	double siblings;                /* chance of each further child, three at most */
	double slips;                   /* chance of a slip in a value */
	double missing;                 /* chance that a value is not known */
	int sources;                    /* each child is in most of them */
};

struct crowd_row {
	char value[C_FIELDS][24];
	int source;
	uint32_t child;                 /* who it is */
	uint32_t family;
	uint64_t number;                /* the same in every order of the rows */
};

struct crowd {
	struct crowd_row *row;
	size_t n, cap, children;
	size_t twin_pairs, true_pairs;  /* pairs of records: of twins, of one child */
	uint64_t seed;
	struct wanted wanted;
};

static const char *const crowd_given[2][32] = {
	{"oliver", "george", "noah", "arthur", "muhammad", "leo", "oscar", "harry", "archie", "jack", "henry", "charlie", "freddie",
	    "theodore", "thomas", "finley", "isaac", "lucas", "william", "jacob", "ethan", "samuel", "dylan", "reuben", "kai",
	    "yusuf", "zachary", "hugo", "gabriel", "ibrahim", "patrick", "vincent"},
	{"olivia", "amelia", "isla", "ava", "ivy", "freya", "lily", "florence", "mia", "willow", "rosie", "sophia", "isabella",
	    "grace", "daisy", "poppy", "evelyn", "charlotte", "phoebe", "matilda", "harriet", "zara", "fatima", "erin", "nancy",
	    "thea", "beatrice", "penelope", "georgia", "hannah", "niamh", "yasmin"},
};
static const char *const crowd_head[] = {"ash", "black", "car", "dun", "east", "fal", "green", "hol", "king", "lang", "mar",
    "nor", "pem", "red", "stan", "thorn", "wake", "whit", "wood", "york"};
static const char *const crowd_tail[] = {"well", "ton", "field", "ley", "by", "ford", "man", "more", "brook", "worth", "gate",
    "side", "den", "dale", "combe", "hurst"};

/* The i-th of people who have nothing in common but by chance, and numbers of their own. */
struct somebody {
	char name[24], number[16], born[16];
};

static inline struct somebody
somebody_new(uint64_t *seed, int i)
{
	struct somebody out;

	snprintf(out.name, sizeof out.name, "%s%s", crowd_head[random_below(seed, 20)], crowd_tail[random_below(seed, 16)]);
	snprintf(out.number, sizeof out.number, "N%07d", i * 7919 % 1000003);
	snprintf(out.born, sizeof out.born, "20%02d-%02d-%02d", (int)random_below(seed, 18), 1 + (int)random_below(seed, 12),
	    1 + (int)random_below(seed, 28));
	return out;
}

static inline void
crowd_slip(uint64_t *seed, char *value)
{
	size_t n = strlen(value), at;
	char swap;

	if (n < 3)
		return;
	at = random_below(seed, n - 1);
	if (happens(seed, 0.5)) {
		swap = value[at];
		value[at] = value[at + 1];
		value[at + 1] = swap;
	} else if (value[at] >= 'a' && value[at] <= 'z') {
		value[at] = (char)('a' + random_below(seed, 26));
	} else if (value[at] >= '0' && value[at] <= '9') {
		value[at] = (char)('0' + random_below(seed, 10));
	}
}

/* One child's records, each with its own slips. */
static inline void
crowd_child(struct crowd *c, const struct crowd_row *child)
{
	size_t before = c->n;

	for (int source = 0; source < c->wanted.sources; source++) {
		struct crowd_row *r;

		if (!happens(&c->seed, 0.75))
			continue;
		if (c->n == c->cap)
			c->row = realloc(c->row, (c->cap = c->cap ? c->cap * 2 : 1024) * sizeof *c->row);
		r = &c->row[c->n];
		*r = *child;
		r->source = source;
		r->number = c->n++ * 7 + 3;
		for (int f = 0; f < C_FIELDS; f++) {
			bool others = (f == C_UPN && source % 3 == 1) || (f == C_NHS && source % 3 == 0);

			if (others || happens(&c->seed, f == C_GIVEN || f == C_FAMILY ? c->wanted.missing / 10 : c->wanted.missing))
				r->value[f][0] = '\0';
			else if (f != C_SEX && happens(&c->seed, c->wanted.slips))
				crowd_slip(&c->seed, r->value[f]);
		}
	}
	c->true_pairs += (c->n - before) * (c->n - before - (c->n > before)) / 2;
}

static inline void
crowd_numbers(struct crowd *c, struct crowd_row *child)
{
	snprintf(child->value[C_UPN], sizeof child->value[0], "A%06d%06d", (int)random_below(&c->seed, 1000000),
	    (int)random_below(&c->seed, 1000000));
	snprintf(child->value[C_NHS], sizeof child->value[0], "%05d%05d", (int)random_below(&c->seed, 100000),
	    (int)random_below(&c->seed, 100000));
}

/* Given names are common and rare; no two of a family's children have the same. */
static inline void
crowd_name(struct crowd *c, struct crowd_row *child, char used[][24], size_t n_used)
{
	bool again;

	do {
		size_t sex = random_below(&c->seed, 2), a = random_below(&c->seed, 32), b = random_below(&c->seed, 32);

		snprintf(child->value[C_GIVEN], sizeof child->value[0], "%s", crowd_given[sex][a < b ? a : b]);
		snprintf(child->value[C_SEX], sizeof child->value[0], "%s", sex ? "F" : "M");
		again = false;
		for (size_t i = 0; i < n_used; i++)
			again = again || strcmp(used[i], child->value[C_GIVEN]) == 0;
	} while (again);
	snprintf(used[n_used], 24, "%s", child->value[C_GIVEN]);
}

static inline void
crowd_family(struct crowd *c, uint32_t family)
{
	struct crowd_row child = {.family = family};
	bool twins = happens(&c->seed, c->wanted.twins);
	int year = 2003 + (int)random_below(&c->seed, 12), children = 1;
	size_t before, first = 0;
	char used[4][24];

	snprintf(child.value[C_FAMILY], sizeof child.value[0], "%s%s", crowd_head[random_below(&c->seed, COUNT(crowd_head))],
	    crowd_tail[random_below(&c->seed, COUNT(crowd_tail))]);
	snprintf(child.value[C_POSTCODE], sizeof child.value[0], "LS%d %d%c%c", 1 + (int)random_below(&c->seed, 29),
	    (int)random_below(&c->seed, 10), (char)('A' + random_below(&c->seed, 26)), (char)('A' + random_below(&c->seed, 26)));
	while (children < 3 && happens(&c->seed, c->wanted.siblings))
		children++;
	children = twins && children < 2 ? 2 : children;
	for (int i = 0; i < children; i++) {
		if (!(twins && i == 1)) {
			snprintf(child.value[C_BORN], sizeof child.value[0], "%04d-%02d-%02d", year, 1 + (int)random_below(&c->seed, 12),
			    1 + (int)random_below(&c->seed, 28));
			year += 1 + (int)random_below(&c->seed, 3);
		}
		child.child = (uint32_t)c->children++;
		crowd_name(c, &child, used, (size_t)i);
		crowd_numbers(c, &child);
		before = c->n;
		crowd_child(c, &child);
		if (twins && i == 1)
			c->twin_pairs += first * (c->n - before);
		first = c->n - before;
	}
}

static inline struct crowd *
crowd_new(struct wanted wanted, uint64_t seed)
{
	struct crowd *c = calloc(1, sizeof *c);

	c->wanted = wanted;
	c->seed = seed;
	for (uint32_t i = 0; i < wanted.families; i++)
		crowd_family(c, i);
	return c;
}

static inline void
crowd_free(struct crowd *c)
{
	free(c->row);
	free(c);
}

static inline void
crowd_shuffle(struct crowd *c, uint64_t seed)
{
	for (size_t i = c->n; i-- > 1;) {
		size_t k = random_below(&seed, i + 1);
		struct crowd_row one = c->row[i];

		c->row[i] = c->row[k];
		c->row[k] = one;
	}
}

static inline void
crowd_fields(struct people *p)
{
	FIELDS(p, LINK_GIVEN, LINK_FAMILY, LINK_BORN, LINK_SEX, LINK_POSTCODE, LINK_UPN, LINK_NHS_NUMBER);
	link_model_complete(&p->model);
}

/* The rows, in their order now, into a set of their own. */
static inline void
crowd_add(struct people *p, const struct crowd *c)
{
	people_none(p);
	people_set(p);
	for (size_t i = 0; i < c->n; i++) {
		const char *value[LINK_FIELDS] = {0};

		for (int f = 0; f < C_FIELDS; f++)
			value[f] = c->row[i].value[f];
		people_add(p, c->row[i].source, value);
	}
}

/* How well clusters say who is who: pairs joined rightly, joined at all. */
struct found {
	double right, all;
};

static inline struct found
crowd_found(const struct people *p, const struct crowd *c)
{
	struct found f = {0, 0};

	for (uint32_t i = 0; i < c->n; i++)
		for (uint32_t k = i + 1; k < c->n; k++)
			if (joined(p, i, k)) {
				f.all++;
				f.right += c->row[i].child == c->row[k].child;
			}
	return f;
}

#endif
