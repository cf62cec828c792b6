/* Rows of link_key, and what becomes of keys that too many of them have (linkage/split.h). */
#ifndef PEOPLE_LINK_SPLIT_H
#define PEOPLE_LINK_SPLIT_H

#include "linkage/stored_keys.h"
#include "people/link_load.h"

struct bulk;

struct key_row {
	int64_t key;                    /* key_number() */
	uint64_t further;
	int64_t identity;
	uint64_t order;                 /* its record's (people/link_said.h), where somebody asks where it stands in a chain */
};
struct key_rows LIST(struct key_row);

/* A rule's key. Its lowest bit is the key's: whether the record meets all. Without it, it is what both kinds of records have. */
int64_t key_number(int rule, uint32_t key);
#define KEY_ROOT(number) ((number) & ~INT64_C(1))
void keys_sort(struct key_rows *rows);

/* A record's keys as they are kept with it, so that they can be taken away. */
#define KEY_PACKED 11
size_t keys_pack(const struct stored_key *key, int rules, unsigned char out[LINK_RULES * KEY_PACKED]);
void keys_unpack(struct mem *m, struct view kept, int64_t identity, struct key_rows *out);

/* Of a root's rows: those that share so many parts and are too many. */
struct key_node {
	int64_t node;
	int deep;
};
struct key_nodes LIST(struct key_node);

struct key_split {
	int rule;
	uint32_t key;
	struct split_row *row;          /* of the identity `who`, in the order of linkage/split.h */
	uint32_t *place;                /* of rows in chains */
	size_t n;
	struct key_nodes nodes;
	struct mem *mem;
};
/* Splits n rows of one root, in blocks of `most`. Lives in `m`. */
void key_split_make(struct mem *m, uint32_t most, const struct key_row *row, size_t n, struct key_split *out);
bool key_split_has_chain(const struct key_split *of);
/* The first row that is not before one of such parts, `deep` of them, and order. */
size_t key_split_at(const struct key_split *of, uint64_t further, int deep, uint64_t order);
/* Whose rows end the links around a row of a chain; 0: nobody's. */
void key_split_ends(const struct key_split *of, size_t at, uint64_t end[2]);

/* Writes the nodes of one rule's rows, which are sorted. */
enum err key_nodes_write(struct bulk *b, uint32_t most, const struct key_rows *rows) MUST_USE;
struct bulk *key_nodes_open(struct ctx *c);
enum err key_node_write(struct bulk *b, struct key_node node) MUST_USE;

#endif
