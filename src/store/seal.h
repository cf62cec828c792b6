/* Confidential text: sealed before it is stored, opened when somebody with the right reads it.
 *
 * XChaCha20-Poly1305 (libsodium). Each record (an identity, a batch of rejects) has its own random key, wrapped by the
 * master key, which is outside the database: destroying a record's wrapped key destroys its content. The sealed bytes
 * are bound to table, column and row id. A keyed blind index (BLAKE2b) stands beside what must be found.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

#define SEAL_ROOM 41                /* bytes that sealing adds: version, nonce, tag */

/* Seals `plain` for row `id` of `table`.`column` under the key of record `record`, which is made at first need (inside
 * the open write transaction). The result lives as long as c->mem. */
enum err seal_text(struct ctx *c, int64_t record, const char *table, const char *column, int64_t id,
    struct view plain, struct view *sealed) MUST_USE;
enum err unseal_text(struct ctx *c, int64_t record, const char *table, const char *column, int64_t id,
    struct view sealed, struct view *plain) MUST_USE;
/* Destroys the record's key: nothing sealed under it can be read again. */
enum err seal_destroy(struct ctx *c, int64_t record) MUST_USE;

/* A positive 63-bit keyed hash of (domain, parts): the same in every run of this authority, meaningless elsewhere.
 * `domain` keeps equal values of different kinds apart ("nhs_number", "fact care"). */
int64_t blind(const struct store *store, const char *domain, const struct view *parts, size_t n);
int64_t blind_one(const struct store *store, const char *domain, struct view part);

/* The same kind of number, made quickly (SipHash-2-4, Aumasson and Bernstein 2012) for keys and digests of facts: millions
 * of rows, each found again by it, and nothing of a person is found by it. `part` views may be empty. */
int64_t fingerprint(const struct store *store, const struct view *part, size_t n);

#endif
