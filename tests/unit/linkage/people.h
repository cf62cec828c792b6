/* Sets of records for the tests of linking, made by hand; what is asked of them is asked through engine.h, but by which rule two meet. */
#ifndef TESTS_UNIT_LINKAGE_PEOPLE_H
#define TESTS_UNIT_LINKAGE_PEOPLE_H

#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "linkage/engine.h"
#include "linkage/keys.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define assert_near(a, b, by)                                                                   \
	do {                                                                                    \
		double a_ = (a), b_ = (b);                                                      \
		if (!(fabs(a_ - b_) <= (by)))                                                   \
			fail_msg("%s: %.9g, not %.9g", #a, a_, b_);                             \
	} while (0)

struct people {
	struct mem *mem;
	struct link_model model;
	struct link_set *set;           /* made by the first record, with the model as it is then */
	struct link_options options;
	const struct link_alias *alias; /* a new set's nicknames */
	size_t n_aliases;
	const char *placeholder;        /* a new set's */
	struct links links;
};

static inline int
people_new(void **state)
{
	struct people *p = calloc(1, sizeof *p);

	p->mem = mem_new();
	p->options = (struct link_options){.threads = 1, .seed = 1, .in_order = true};
	*state = p;
	return 0;
}

static inline int
people_end(void **state)
{
	struct people *p = *state;

	link_set_free(p->set);
	mem_free(p->mem);
	free(p);
	return 0;
}

/* The records again from none, with the model as it is now. */
static inline void
people_none(struct people *p)
{
	link_set_free(p->set);
	p->set = NULL;
	mem_reset(p->mem);
}

static inline int
field_add(struct people *p, enum link_kind kind)
{
	p->model.field[p->model.n_fields] = (struct link_field){.name = link_kind_name(kind), .kind = kind};
	return p->model.n_fields++;
}

#define FIELDS(p, ...)                                                                          \
	do {                                                                                    \
		static const enum link_kind kinds_[] = {__VA_ARGS__};                           \
		for (size_t i_ = 0; i_ < COUNT(kinds_); i_++)                                   \
			field_add((p), kinds_[i_]);                                             \
	} while (0)

static inline struct link_rule *
rule_add(struct people *p)
{
	return &p->model.rule[p->model.n_rules++];
}

static inline void
part_add(struct link_rule *r, int field, enum link_part part)
{
	r->part[r->n].field = (uint8_t)field;
	r->part[r->n++].part = (uint8_t)part;
}

/* What training alone would see is compared as well; of the fields that the model has by now. */
static inline void
compare_all_seen(struct people *p)
{
	link_model_complete(&p->model);
	p->model.n_rules += p->model.n_seen;
	p->model.n_seen = 0;
}

static inline struct link_set *
people_set(struct people *p)
{
	if (p->set)
		return p->set;
	p->set = link_set_new(&p->model);
	for (size_t i = 0; i < p->n_aliases; i++)
		link_set_nickname(p->set, view_of(p->alias[i].one), view_of(p->alias[i].other));
	if (p->placeholder)
		link_set_placeholder(p->set, view_of(p->placeholder));
	return p->set;
}

/* One record of a source; its values in the fields' order, NULL or absent ones not known. */
static inline uint32_t
people_add(struct people *p, int source, const char *const value[LINK_FIELDS])
{
	struct view view[LINK_FIELDS];

	for (int f = 0; f < p->model.n_fields; f++)
		view[f] = view_of(value[f]);
	link_set_add(people_set(p), source, view);
	return (uint32_t)link_set_count(p->set) - 1;
}

#define ADD(p, source, ...) people_add((p), (source), (const char *const[LINK_FIELDS]){__VA_ARGS__})

/* Chances for a field as if learned: of "the same" among matches and among others; the last level has all the rest. */
static inline void
chances_set(struct people *p, int field, double match, double other)
{
	int last = link_level_count(p->model.field[field].kind) - 1;

	for (int k = 0; k < LINK_CLASSES; k++) {
		double same = k == LINK_MATCH ? match : other;

		for (int l = 1; l <= last; l++)
			p->model.chance[k][field][l] = l == 1 ? same : l == last ? 1 - same : 1e-9;
	}
}

/* As if learned: of `others` pairs of strangers one of a match, no families; every field speaks for a match as much. */
static inline void
people_trained(struct people *p, double others)
{
	p->model.trained = true;
	p->model.pairs[LINK_MATCH] = 1;
	p->model.pairs[LINK_TWIN] = p->model.pairs[LINK_SIBLING] = 0;
	p->model.pairs[LINK_RANDOM] = others;
	for (int f = 0; f < p->model.n_fields; f++)
		chances_set(p, f, 0.9, 0.01);
}

/* Every pair that meets becomes an edge, whatever its weight. */
static inline void
people_all_met(struct people *p)
{
	people_trained(p, 1000);
	p->model.join = 0.5;
	p->model.review = 1e-30;
}

static inline void
people_link(struct people *p)
{
	people_set(p);
	link_run(p->mem, p->set, p->options, &p->links);
}

static inline bool
joined(const struct people *p, uint32_t a, uint32_t b)
{
	return p->links.cluster[a] == p->links.cluster[b];
}

/* The pair's edge, or NULL. */
static inline const struct link_edge *
edge_of(const struct people *p, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < p->links.n_edges; i++) {
		const struct link_edge *e = &p->links.edge[i];

		if ((e->left == a && e->right == b) || (e->left == b && e->right == a))
			return e;
	}
	return NULL;
}

/* How two records agree in a field; the same in both orders. */
static inline int
level_between(const struct people *p, int field, uint32_t a, uint32_t b)
{
	struct link_explained one, other;
	int level = -1;

	link_explain(p->set, &p->model, a, b, &one);
	link_explain(p->set, &p->model, b, a, &other);
	assert_int_equal(one.n, other.n);
	for (int i = 0; i < one.n; i++) {
		assert_int_equal(one.step[i].level, other.step[i].level);
		if (one.step[i].field == field)
			level = one.step[i].level;
	}
	return level;
}

/* The level's name of two values of one kind. */
static inline const char *
level_of_values(enum link_kind kind, const char *one, const char *other)
{
	void *state;
	struct people *p;
	const char *name;

	people_new(&state);
	p = state;
	field_add(p, kind);
	people_trained(p, 1000);
	ADD(p, 0, one);
	ADD(p, 0, other);
	name = link_level_name(kind, level_between(p, 0, 0, 1));
	people_end(&state);
	return name;
}

struct values {
	enum link_kind kind;
	const char *one, *other, *level;
};

static inline void
assert_levels(const struct values *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *level = level_of_values(v[i].kind, v[i].one, v[i].other);

		if (strcmp(level, v[i].level) != 0)
			fail_msg("%s \"%s\" and \"%s\": %s, not %s", link_kind_name(v[i].kind), v[i].one, v[i].other, level,
			    v[i].level);
	}
}

/* The first rule by which two records meet, -1: none. */
static inline int
first_to_meet(const struct link_set *s, uint32_t a, uint32_t b)
{
	struct keying keying;

	keying_make(s, &keying);
	return link_meet(&keying, a, b);
}

static inline uint64_t
random_next(uint64_t *seed)
{
	uint64_t x = *seed += 0x9e3779b97f4a7c15u;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static inline size_t
random_below(uint64_t *seed, size_t n)
{
	return random_next(seed) % n;
}

static inline bool
happens(uint64_t *seed, double chance)
{
	return (double)(random_next(seed) >> 11) / 9007199254740992.0 < chance;
}

#endif
