/* What a key becomes that more records share than a block holds. Its records are split by a further part of theirs, those of a part that are
 * still too many by the next, and so on; too many that no part tells apart stand in a chain, where each meets those around it. Whether two
 * records meet hangs on how many share what the two share and, in a chain, on who stands between them: so one record more or less
 * changes what a single part holds, and nothing else. */
#ifndef LINKAGE_SPLIT_H
#define LINKAGE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FURTHER_MOST 4                  /* parts that a key is split by */
#define FURTHER_BITS 11                 /* of each, side by side, the first one highest */

struct mem;
struct int_map;

/* A record that has the key. */
struct split_row {
	uint64_t further;               /* its parts */
	uint64_t order;                 /* settles who stands where in a chain */
	uint64_t who;
	bool meets_all;                 /* else it meets those that do */
};

/* The first `deep` of a record's parts; how many of them two records share. */
uint64_t further_first(uint64_t further, int deep);
int further_shared(uint64_t one, uint64_t other);

/* A number for the records of a key that share the first `deep` parts; none is negative. The same in every run. */
int64_t split_node(int rule, uint32_t key, uint64_t further, int deep);

/* Whether so many rows, of which `meet` meet all, have more pairs than a block of `most`. */
bool split_is_large(uint32_t most, uint64_t rows, uint64_t meet);
uint64_t split_pairs(uint64_t rows, uint64_t meet);

void split_sort(struct split_row *row, size_t n);

struct splitting {
	int rule;
	uint32_t key, most;
	const struct int_map *large;    /* nodes that are too large, those that are none with 0; NULL: counted here */
	void (*too_large)(void *with, int64_t node, int deep);          /* NULL: nobody asks */
	void (*part)(void *with, const struct split_row *row, size_t n, int deep, bool chain);
	void *with;
};

/* Splits a key's rows, which are sorted: tells the nodes that are too large and the parts that they become. A key that is not too large is
 * one part. */
void split_walk(const struct splitting *k, const struct split_row *row, size_t n);

/* ---- chains ------------------------------------------------------------------------------------------------------ */

#define LINK_EVERY 16                   /* one row in so many ends a link: each has as many pairs, counted once */

/* A chain's links end where a row's number says so, which begins the next link as well. Places rise along the chain; two rows share a link
 * when split_beside() says so of theirs. */
void split_places(const struct split_row *row, size_t n, uint32_t *place);
bool split_beside(uint32_t one, uint32_t other);
/* Of n rows the link that row `from` begins: sets `next` to the row that begins the next one; returns where the link ends, with that row
 * where it belongs to both. */
size_t split_link(const uint32_t *place, size_t from, size_t n, size_t *next);

/* Nodes that are too large, and where rows of chains stand: by rule and, if of records that several runs know, their order numbers. */
struct split_known {
	struct int_map *large, *place;
};
int64_t split_place_key(int rule, uint64_t row);

#endif
