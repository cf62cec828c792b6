/* Hashes: a quick one for tables in memory, a keyed one for what is stored. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* 64 bits for tables in memory; `seed` chains several parts. Not for anything stored or secret. */
uint64_t hash_mix(uint64_t seed, const void *bytes, size_t n);

/* A table from 63-bit keys to 64-bit values that grows as it fills. Freed with its arena. */
struct int_map;
struct int_map *int_map_new(struct mem *m, size_t expected);
int64_t *int_map_find(const struct int_map *map, int64_t key);             /* NULL when absent */
int64_t *int_map_put(struct int_map *map, int64_t key, bool *is_new);      /* the value's place, zeroed when new */
size_t int_map_count(const struct int_map *map);
/* Walks all entries: start with *at = 0; false at the end. */
bool int_map_next(const struct int_map *map, size_t *at, int64_t *key, int64_t **value);

/* A table of texts to small numbers: interns each text once, in the order first seen (0, 1, …). */
struct text_map;
struct text_map *text_map_new(struct mem *m);
int32_t text_map_find(const struct text_map *map, struct view text);       /* -1 when absent */
int32_t text_map_intern(struct text_map *map, struct view text);
size_t text_map_count(const struct text_map *map);
const char *text_map_text(const struct text_map *map, int32_t number);

#endif
