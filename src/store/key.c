/* Keys: the master key in its file, and what it wraps.
 *
 * The master key never enters the database. From it one key is derived that wraps all others: the authority's own two
 * (for blind indices, for the audit's codes), which lie in the table store_key, and each record's, in record_key. So the
 * master key can be changed by wrapping them anew, and blind indices keep their values.
 */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_FILE_START "bairn master key 1 "
#define KEY_FILE_SIZE (sizeof KEY_FILE_START - 1 + (size_t)2 * KEY_SIZE + 1)
#define WRAP_VERSION 1

/* ---- the file ----------------------------------------------------------------------------------------------- */

static enum err
write_key_file(struct ctx *c, const char *path, const char text[KEY_FILE_SIZE])
{
	char *making = mem_format(c->mem, "%s.making-XXXXXX", path);
	int fd = mkostemp(making, O_CLOEXEC);   /* mode 0600 */
	bool whole;

	if (fd < 0)
		return fail(c, ERR_SYSTEM, "the master key %s cannot be made: %s", path, strerror(errno));
	whole = write(fd, text, KEY_FILE_SIZE) == (ssize_t)KEY_FILE_SIZE && fsync(fd) == 0;
	if (close(fd) == 0 && whole)
		return file_name_finished(c, making, path);
	unlink(making);
	return fail(c, ERR_SYSTEM, "the master key %s cannot be written: is the disk full?", path);
}

static enum err
make_key_file(struct ctx *c, const char *path)
{
	unsigned char key[KEY_SIZE];
	char text[KEY_FILE_SIZE + 1] = KEY_FILE_START;
	enum err e;

	randombytes_buf(key, sizeof key);
	sodium_bin2hex(text + sizeof KEY_FILE_START - 1, 2 * KEY_SIZE + 1, key, sizeof key);
	text[KEY_FILE_SIZE - 1] = '\n';
	e = write_key_file(c, path, text);
	sodium_memzero(key, sizeof key);
	sodium_memzero(text, sizeof text);
	return e;
}

/* A copy of another database's key file, which was seen to be one. */
static enum err
copy_key_file(struct ctx *c, const char *from, const char *path)
{
	char text[KEY_FILE_SIZE];
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	bool whole = fd >= 0 && read(fd, text, sizeof text) >= (ssize_t)sizeof text - 1;
	enum err e;

	if (fd >= 0)
		close(fd);
	text[KEY_FILE_SIZE - 1] = '\n';
	e = whole ? write_key_file(c, path, text) : fail(c, ERR_SYSTEM, "the master key %s cannot be read", from);
	sodium_memzero(text, sizeof text);
	return e;
}

static enum err
read_key_file(struct ctx *c, int fd, const char *path, unsigned char key[KEY_SIZE])
{
	char text[KEY_FILE_SIZE + 2] = "";
	ssize_t n = read(fd, text, sizeof text - 1);
	size_t made = 0;
	const char *end = NULL;
	int bad;

	bad = n < (ssize_t)KEY_FILE_SIZE - 1 || strncmp(text, KEY_FILE_START, sizeof KEY_FILE_START - 1) != 0 ||
	    sodium_hex2bin(key, KEY_SIZE, text + sizeof KEY_FILE_START - 1, (size_t)2 * KEY_SIZE, NULL, &made, &end) != 0 ||
	    made != KEY_SIZE;
	sodium_memzero(text, sizeof text);
	return bad ? fail(c, ERR_SYSTEM, "%s is not a master key of Bairn", path) : OK;
}

/* Reads the master key, which is made with the database. A key that others may read is no secret and is refused. */
enum err
key_file_prepare(struct ctx *c, struct store *store, bool new_database)
{
	const char *path = store->key_path;
	unsigned char master[KEY_SIZE];
	struct stat is;
	int fd;
	enum err e;

	if (new_database && access(path, F_OK) != 0)
		TRY(store->key_from != NULL ? copy_key_file(c, store->key_from, path) : make_key_file(c, path));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(c, ERR_SYSTEM, "the master key %s of %s cannot be read (%s); put it back from where you"
		    " keep it, or name it in BAIRN_KEY_FILE", path, store->path, strerror(errno));
	if (fstat(fd, &is) != 0 || (is.st_mode & 077) != 0)
		e = fail(c, ERR_SYSTEM, "others may read the master key %s; allow only its owner (chmod 600)", path);
	else
		e = read_key_file(c, fd, path, master);
	close(fd);
	if (e == OK)
		crypto_kdf_derive_from_key(store->wrap_key, KEY_SIZE, 1, "bairnkey", master);
	sodium_memzero(master, sizeof master);
	return e;
}

/* ---- wrapping ----------------------------------------------------------------------------------------------- */

/* Random bytes, fetched from the system in larger pieces: one call to it costs as much as sealing a line of text. */
void
random_fill(struct conn *conn, void *into, size_t n)
{
	if (conn->random_left < n) {
		randombytes_buf(conn->random, sizeof conn->random);
		conn->random_left = sizeof conn->random;
	}
	conn->random_left -= n;
	memcpy(into, conn->random + conn->random_left, n);
	sodium_memzero(conn->random + conn->random_left, n);
}

/* What a wrapped key is bound to: a record's id, or a small negative number for the authority's own. */
struct bound {
	char what[8];
	int64_t id;
};

void
key_wrap(struct conn *conn, const unsigned char by[KEY_SIZE], int64_t id, const unsigned char key[KEY_SIZE],
    unsigned char out[KEY_SIZE + SEAL_EXTRA])
{
	const struct bound bound = {"wrapped", id};
	unsigned char *nonce = out + 1;

	out[0] = WRAP_VERSION;
	random_fill(conn, nonce, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
	crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, NULL, key,
	    KEY_SIZE, (const unsigned char *)&bound, sizeof bound, NULL, nonce, by);
}

bool
key_unwrap(const unsigned char by[KEY_SIZE], int64_t id, const void *wrapped, size_t n, unsigned char out[KEY_SIZE])
{
	const struct bound bound = {"wrapped", id};
	const unsigned char *from = wrapped, *nonce = from + 1;

	if (n != KEY_SIZE + SEAL_EXTRA || from[0] != WRAP_VERSION)
		return false;
	return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
	    nonce + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, KEY_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
	    (const unsigned char *)&bound, sizeof bound, nonce, by) == 0;
}

/* ---- the authority's own keys ------------------------------------------------------------------------------- */

#define BLIND_ID (-1)
#define AUDIT_ID (-2)

static enum err
make_key(struct ctx *c, struct conn *conn, int64_t id, const char *name)
{
	unsigned char key[KEY_SIZE], wrapped[KEY_SIZE + SEAL_EXTRA];
	struct rows *r = rows_open(c, conn, "insert into store_key (name, wrapped) values (:name, :wrapped)", false);

	randombytes_buf(key, sizeof key);
	key_wrap(conn, conn->store->wrap_key, id, key, wrapped);
	sodium_memzero(key, sizeof key);
	bind_text(r, "name", name);
	bind_bytes(r, "wrapped", wrapped, sizeof wrapped);
	return rows_end(r);
}

static enum err
load_key(struct ctx *c, struct conn *conn, int64_t id, const char *name, unsigned char key[KEY_SIZE])
{
	struct rows *r = rows_open(c, conn, "select wrapped from store_key where name = :name", false);
	const struct store *store = conn->store;
	bool there, ours = false;

	bind_text(r, "name", name);
	there = rows_next(r);
	if (there) {
		struct view wrapped = col_bytes(r, 0);

		ours = key_unwrap(store->wrap_key, id, wrapped.at, wrapped.n, key);
	}
	TRY(rows_end(r));
	if (!there)
		return fail(c, ERR_SYSTEM, "%s is damaged: it has no %s key", store->path, name);
	if (!ours)
		return fail(c, ERR_SYSTEM, "%s is not the master key of %s", store->key_path, store->path);
	return OK;
}

enum err
keys_make(struct ctx *c, struct conn *conn)
{
	TRY(conn_run(c, conn, schema_expand(c, conn->engine, "",
	    VIEW("create table store_key (name text primary key, wrapped $bytes not null)"))));
	TRY(make_key(c, conn, BLIND_ID, "blind"));
	return make_key(c, conn, AUDIT_ID, "audit");
}

/* Opens the keys that the database holds. A wrong master key shows here. */
enum err
keys_load(struct ctx *c, struct store *store, struct conn *conn)
{
	TRY(load_key(c, conn, BLIND_ID, "blind", store->blind_key));
	crypto_generichash(store->print_key, sizeof store->print_key, (const unsigned char *)"fingerprint", 11,
	    store->blind_key, KEY_SIZE);
	return load_key(c, conn, AUDIT_ID, "audit", store->audit_key);
}
