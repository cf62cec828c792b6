/* Sealing, opening, destroying, and blind indices. Keys themselves are key.c's business.
 *
 * Sealed bytes: a version, a nonce of 24 bytes, the ciphertext with its tag. They are bound to table, column and row, so
 * that a text copied to another row or column does not open there.
 */
#include "store/seal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/internal.h"

#define SEAL_VERSION 1
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define BOUND_MAX 200

_Static_assert(SEAL_ROOM == SEAL_EXTRA, "one size");
_Static_assert(SEAL_ROOM == 1 + NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES, "version, nonce and tag");

/* ---- a record's key ----------------------------------------------------------------------------------------- */

static struct cached_key *
cache_slot(struct conn *conn, int64_t record)
{
	if (conn->keys == NULL)
		conn->keys = mem_new_array(conn->mem, struct cached_key, SEAL_CACHE);
	return &conn->keys[(uint64_t)record % SEAL_CACHE];
}

static bool
is_cached(const struct conn *conn, const struct cached_key *slot, int64_t record)
{
	return slot->record == record && slot->generation == conn->generation &&
	    slot->store_generation == atomic_load(&conn->store->seal_generation);
}

static void
cache_key(struct conn *conn, int64_t record, const unsigned char key[KEY_SIZE])
{
	struct cached_key *slot = cache_slot(conn, record);

	slot->record = record;
	slot->generation = conn->generation;
	slot->store_generation = atomic_load(&conn->store->seal_generation);
	memcpy(slot->key, key, KEY_SIZE);
}

/* Fetches the record's key: *there is false when it was never made. */
static enum err
fetch_key(struct ctx *c, struct conn *conn, int64_t record, unsigned char key[KEY_SIZE], bool *there)
{
	struct rows *r = rows_open(c, conn, "select wrapped from record_key where record = :record", false);
	bool destroyed = false, opens = false;

	bind_id(r, "record", record);
	*there = rows_next(r);
	if (*there) {
		struct view wrapped = col_bytes(r, 0);

		destroyed = col_is_null(r, 0);
		opens = !destroyed && key_unwrap(conn->store->wrap_key, record, wrapped.at, wrapped.n, key);
	}
	TRY(rows_end(r));
	if (destroyed)
		return fail(c, ERR_NOT_FOUND, "the confidential text of record %lld was destroyed", (long long)record);
	if (*there && !opens)
		return fail(c, ERR_SYSTEM, "the key of record %lld does not open: it was changed", (long long)record);
	return OK;
}

/* Keys made in the open transaction: their rows may still be on their way to the database. */
struct made_keys {
	struct mem *mem;
	struct int_map *place;          /* record → its key's number in `key` */
	struct bulk *bulk;
	struct made_list LIST(struct made_key { unsigned char bytes[KEY_SIZE]; }) key;
};

static struct made_keys *
made_keys(struct ctx *c, struct conn *conn)
{
	static const char *const columns[] = {"record", "wrapped", NULL};
	struct mem *m;

	if (conn->made != NULL)
		return conn->made;
	m = mem_new();
	conn->made = mem_new_one(m, struct made_keys);
	*conn->made = (struct made_keys){.mem = m, .place = int_map_new(m, 1024), .bulk = bulk_open(c, "record_key", columns)};
	return conn->made;
}

void
made_keys_forget(struct conn *conn)
{
	if (conn->made != NULL)
		mem_free(conn->made->mem);
	conn->made = NULL;
}

/* Makes a key for a record that has none. */
static enum err
make_key(struct ctx *c, struct conn *conn, int64_t record, unsigned char key[KEY_SIZE])
{
	unsigned char wrapped[KEY_SIZE + SEAL_EXTRA];
	struct made_keys *made = made_keys(c, conn);
	bool is_new;

	random_fill(conn, key, KEY_SIZE);
	key_wrap(conn, conn->store->wrap_key, record, key, wrapped);
	*int_map_put(made->place, record, &is_new) = (int64_t)made->key.n;
	memcpy(push(made->mem, &made->key)->bytes, key, KEY_SIZE);
	bulk_int(made->bulk, 0, record);
	bulk_bytes(made->bulk, 1, (struct view){(const char *)wrapped, sizeof wrapped});
	return bulk_row(made->bulk);
}

/* The key to seal with: cached, made in this transaction, in the database, or made now. A record whose id was drawn in
 * this transaction cannot be in the database. */
static enum err
key_to_seal(struct ctx *c, struct conn *conn, int64_t record, unsigned char key[KEY_SIZE])
{
	const struct cached_key *slot = cache_slot(conn, record);
	const struct store *store = conn->store;
	const int64_t *place = conn->made != NULL ? int_map_find(conn->made->place, record) : NULL;
	bool found = place != NULL;

	if (found) {
		memcpy(key, conn->made->key.item[*place].bytes, KEY_SIZE);
		return OK;
	}
	if (is_cached(conn, slot, record)) {
		memcpy(key, slot->key, KEY_SIZE);
		return OK;
	}
	/* What was committed is read beside the transaction, so that rows under way need not be waited for. */
	if (store->id_first == 0 || record < store->id_first) {
		struct conn *beside = store->keys_destroyed ? NULL : context_conn(c);

		if (beside != NULL)
			TRY(fetch_key(c, beside, record, key, &found));
		if (!found)
			TRY(fetch_key(c, conn, record, key, &found));
	}
	if (!found)
		TRY(make_key(c, conn, record, key));
	cache_key(conn, record, key);
	return OK;
}

/* The key to open with: looked for where the context can see it, in its own transaction first. */
static enum err
key_to_open(struct ctx *c, int64_t record, unsigned char key[KEY_SIZE])
{
	struct conn *conn = c->store != NULL && c->store->turn_of == c ? context_writing(c) : context_conn(c);
	const struct cached_key *slot;
	bool there;

	if (conn == NULL)
		return c->err;
	slot = cache_slot(conn, record);
	if (is_cached(conn, slot, record)) {
		memcpy(key, slot->key, KEY_SIZE);
		return OK;
	}
	TRY(fetch_key(c, conn, record, key, &there));
	if (!there)
		return fail(c, ERR_NOT_FOUND, "record %lld has no key: nothing was sealed for it", (long long)record);
	cache_key(conn, record, key);
	return OK;
}

/* ---- sealing ------------------------------------------------------------------------------------------------ */

/* table NUL column NUL id version: what the sealed bytes are bound to. 0 when the names are too long. */
static size_t
bind_to(unsigned char out[BOUND_MAX], const char *table, const char *column, int64_t id)
{
	size_t a = strlen(table) + 1, b = strlen(column) + 1;

	if (a + b + sizeof id + 1 > BOUND_MAX)
		return 0;
	memcpy(out, table, a);
	memcpy(out + a, column, b);
	for (size_t i = 0; i < sizeof id; i++)
		out[a + b + i] = (unsigned char)((uint64_t)id >> (8 * i));
	out[a + b + sizeof id] = SEAL_VERSION;
	return a + b + sizeof id + 1;
}

enum err
seal_text(struct ctx *c, int64_t record, const char *table, const char *column, int64_t id, struct view plain,
    struct view *sealed)
{
	unsigned char key[KEY_SIZE], bound[BOUND_MAX], *out;
	size_t bound_n = bind_to(bound, table, column, id);
	struct conn *conn = context_writing(c);
	unsigned long long n;

	*sealed = (struct view){0};
	if (conn == NULL)
		return c->err;
	if (bound_n == 0)
		return fail(c, ERR_SYSTEM, "the name of a sealed column is too long");
	TRY(key_to_seal(c, conn, record, key));
	out = mem_take(c->mem, plain.n + SEAL_ROOM);
	out[0] = SEAL_VERSION;
	random_fill(conn, out + 1, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE, &n, (const unsigned char *)plain.at, plain.n, bound,
	    bound_n, NULL, out + 1, key);
	sodium_memzero(key, sizeof key);
	*sealed = (struct view){(const char *)out, 1 + NONCE + (size_t)n};
	return OK;
}

enum err
unseal_text(struct ctx *c, int64_t record, const char *table, const char *column, int64_t id, struct view sealed,
    struct view *plain)
{
	unsigned char key[KEY_SIZE], bound[BOUND_MAX], *out;
	const unsigned char *in = (const unsigned char *)sealed.at;
	size_t bound_n = bind_to(bound, table, column, id);
	bool opens;

	*plain = (struct view){0};
	TRY(key_to_open(c, record, key));
	out = mem_take(c->mem, sealed.n + 1);
	opens = sealed.n >= SEAL_ROOM && in[0] == SEAL_VERSION && bound_n > 0 &&
	    crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, in + 1 + NONCE, sealed.n - 1 - NONCE, bound, bound_n,
	    in + 1, key) == 0;
	sodium_memzero(key, sizeof key);
	if (!opens)
		return fail(c, ERR_SYSTEM, "the confidential text %s.%s of row %lld does not open: it was changed or moved",
		    table, column, (long long)id);
	*plain = (struct view){(const char *)out, sealed.n - SEAL_ROOM};
	return OK;
}

/* The row stays, empty, so that no new key is made for the record. */
enum err
seal_destroy(struct ctx *c, int64_t record)
{
	struct rows *r = store_write(c, "insert into record_key (record, wrapped) values (:record, null)"
	    " on conflict (record) do update set wrapped = null");

	bind_id(r, "record", record);
	TRY(rows_end(r));
	c->store->writing->generation++;        /* the writer forgets its cached key now, the readers at the commit */
	c->store->keys_destroyed = true;
	return OK;
}

/* ---- blind indices ------------------------------------------------------------------------------------------ */

/* Gathers what is hashed; a long value goes on in pieces. */
struct blinding {
	crypto_generichash_state state;
	unsigned char held[512];
	size_t n;
};

static void
blind_add(struct blinding *b, const void *bytes, size_t n)
{
	if (n > sizeof b->held - b->n) {
		crypto_generichash_update(&b->state, b->held, b->n);
		b->n = 0;
	}
	if (n > sizeof b->held)
		crypto_generichash_update(&b->state, bytes, n);
	else if (n > 0) {
		memcpy(b->held + b->n, bytes, n);
		b->n += n;
	}
}

/* Each part goes in behind its length, so that ("ab", "c") and ("a", "bc") differ. */
static void
blind_part(struct blinding *b, const void *bytes, size_t n)
{
	unsigned char length[8];

	for (size_t i = 0; i < sizeof length; i++)
		length[i] = (unsigned char)((uint64_t)n >> (8 * i));
	blind_add(b, length, sizeof length);
	blind_add(b, bytes, n);
}

int64_t
blind(const struct store *store, const char *domain, const struct view *parts, size_t n)
{
	struct blinding b;
	unsigned char out[crypto_generichash_BYTES_MIN];
	uint64_t value = 0;

	b.n = 0;
	crypto_generichash_init(&b.state, store->blind_key, KEY_SIZE, sizeof out);
	blind_part(&b, domain, strlen(domain));
	for (size_t i = 0; i < n; i++)
		blind_part(&b, parts[i].at, parts[i].n);
	crypto_generichash_update(&b.state, b.held, b.n);
	crypto_generichash_final(&b.state, out, sizeof out);
	for (size_t i = 0; i < sizeof value; i++)
		value |= (uint64_t)out[i] << (8 * i);
	value &= INT64_MAX;
	return value == 0 ? 1 : (int64_t)value;
}

int64_t
blind_one(const struct store *store, const char *domain, struct view part)
{
	return blind(store, domain, &part, 1);
}

int64_t
fingerprint(const struct store *store, const struct view *part, size_t n)
{
	unsigned char held[1024], out[crypto_shorthash_BYTES], *bytes = held;
	size_t size = 0, at = 0;
	uint64_t value;

	held[0] = 0;
	for (size_t i = 0; i < n; i++)
		size += sizeof (uint32_t) + part[i].n;
	if (size > sizeof held)
		bytes = malloc(size);
	if (bytes == NULL)
		mem_none(size);
	for (size_t i = 0; i < n; i++) {
		uint32_t length = (uint32_t)part[i].n;

		memcpy(bytes + at, &length, sizeof length);
		at += sizeof length;
		if (length > 0)
			memcpy(bytes + at, part[i].at, length);
		at += length;
	}
	crypto_shorthash(out, bytes, size, store->print_key);
	if (bytes != held)
		free(bytes);
	memcpy(&value, out, sizeof value);
	value &= INT64_MAX;
	return value == 0 ? 1 : (int64_t)value;
}
