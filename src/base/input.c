/* A file as a stream of UTF-8, in three steps: bytes from the disk, unzipped where they are gzip, decoded where they
 * are not UTF-8. Plain UTF-8 goes from the disk straight into the reader's memory and is only looked at on the way. */
#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/text.h"

#define DISK_SIZE ((size_t)64 * 1024)
#define PENDING_SIZE ((size_t)256 * 1024)       /* also the most that one read hands out, so that it fits back in */
#define LEAST_READ 16                           /* shorter reads are served from a small store of their own */

enum mode { MODE_RAW, MODE_UTF8, MODE_WINDOWS, MODE_UTF16_LE, MODE_UTF16_BE };

struct input {
	struct mem *mem;
	const char *name;
	int fd;                                 /* -1 over bytes in memory, or when closed */
	const unsigned char *bytes;             /* the bytes in memory, and how many */
	uint64_t size, consumed, from;          /* from: where in a file that somebody else opened reading began */
	struct timespec changed;                /* when its file had last been changed, as it was opened */
	size_t most;                            /* bytes to take at a time; 0 is any number */
	bool begun, raw, digest_off, disk_end;
	enum err failed;
	enum mode mode;
	bool zipped, member_open;               /* gzip; a member's end is still to come */
	z_stream zip;
	unsigned char *disk;                    /* zipped: bytes from the disk, not yet inflated */
	unsigned char *pending;                 /* unzipped bytes not yet decoded: [pending_at, pending_n) */
	size_t pending_at, pending_n;
	char few[64];                           /* for reads shorter than LEAST_READ: [few_at, few_n) */
	size_t few_at, few_n;
	crypto_generichash_state hash;
};

static enum err
input_fail(struct ctx *c, struct input *in, enum err e, const char *what)
{
	in->failed = e;
	return fail(c, e, "%s %s", in->name, what);
}

static struct input *
input_new(struct ctx *c, const char *name)
{
	/* libsodium's state wants 64-byte alignment, which the arena does not promise. */
	size_t room = sizeof(struct input) + alignof(struct input);
	uintptr_t at = (uintptr_t)mem_take(c->mem, room);
	struct input *in = (struct input *)((at + alignof(struct input) - 1) / alignof(struct input)
	    * alignof(struct input));

	if (sodium_init() < 0)
		abort();                        /* libsodium found no way to run at all */
	in->mem = c->mem;
	in->name = mem_copy(c->mem, name, strlen(name));
	in->fd = -1;
	in->disk = mem_take(c->mem, DISK_SIZE);
	in->pending = mem_take(c->mem, PENDING_SIZE);
	crypto_generichash_init(&in->hash, NULL, 0, 32);
	return in;
}

enum err
input_open(struct ctx *c, const char *path, struct input **out)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	*out = NULL;
	if (fd < 0 || fstat(fd, &st) != 0) {
		enum err e = errno == ENOENT || errno == EACCES || errno == ENOTDIR ? ERR_INPUT : ERR_SYSTEM;

		fail(c, e, "%s cannot be opened: %s", standard ? "standard input" : path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return e;
	}
	if (S_ISDIR(st.st_mode)) {
		close(fd);
		return fail(c, ERR_INPUT, "%s is a folder, not a file", path);
	}
	*out = input_new(c, standard ? "standard input" : path);
	(*out)->fd = fd;
	(*out)->size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	(*out)->from = standard && (*out)->size > 0 ? (uint64_t)lseek(fd, 0, SEEK_CUR) : 0;
	(*out)->changed = st.st_mtim;
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return OK;
}

enum err
input_of_bytes(struct ctx *c, const void *bytes, size_t n, struct input **out)
{
	*out = input_new(c, "the text");
	(*out)->bytes = n == 0 ? (const void *)"" : bytes;
	(*out)->size = n;
	return OK;
}

void
input_close(struct input *in)
{
	if (in != NULL && in->fd >= 0) {
		close(in->fd);
		in->fd = -1;
	}
}

void
input_raw(struct input *in)
{
	in->raw = true;
}

void
input_without_digest(struct input *in)
{
	in->digest_off = true;
}

const char *
input_name(const struct input *in)
{
	return in->name;
}

void
input_trickle(struct input *in, size_t most)
{
	in->most = most;
}

uint64_t
input_consumed(const struct input *in)
{
	return in->consumed;
}

uint64_t
input_size(const struct input *in)
{
	return in->size;
}

static bool
is_same_moment(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool
input_is_again(const struct input *in, const struct input *first)
{
	return in->size > 0 && in->size == first->size && is_same_moment(in->changed, first->changed);
}

void
input_digest(const struct input *in, unsigned char out[32])
{
	crypto_generichash_state hash = in->hash;

	/* Bytes in memory are all there still, and hashed only when somebody asks. */
	if (in->bytes != NULL)
		crypto_generichash(out, 32, in->bytes, in->size, NULL, 0);
	else
		crypto_generichash_final(&hash, out, 32);
}

/* At its end: whether somebody wrote to it meanwhile, so that what was read may be half of one thing and half of another. */
static bool
is_changed(const struct input *in)
{
	struct stat st;

	return in->size > 0 && fstat(in->fd, &st) == 0 && (in->from + in->consumed != in->size || (uint64_t)st.st_size != in->size ||
	    !is_same_moment(st.st_mtim, in->changed));
}

/* Step one: bytes as they lie on the disk. */
static enum err
disk_read(struct ctx *c, struct input *in, void *into, size_t size, size_t *n)
{
	ssize_t got;

	if (in->most > 0 && size > in->most)
		size = in->most;
	*n = 0;
	if (in->bytes != NULL) {
		*n = in->size - in->consumed < size ? in->size - in->consumed : size;
		memcpy(into, in->bytes + in->consumed, *n);
		in->consumed += *n;
		return OK;
	}
	if (in->fd < 0 || in->disk_end)
		return OK;
	while ((got = read(in->fd, into, size)) < 0 && errno == EINTR)
		;
	if (got < 0)
		return input_fail(c, in, ERR_SYSTEM, mem_format(c->mem, "cannot be read: %s", strerror(errno)));
	*n = (size_t)got;
	in->disk_end = got == 0;
	if (in->disk_end && is_changed(in))
		return input_fail(c, in, ERR_INPUT, "was changed while it was read; try again when it is whole");
	in->consumed += *n;
	if (!in->digest_off && got > 0)
		crypto_generichash_update(&in->hash, into, *n);
	return OK;
}

/* Reads until there are `least` bytes or the end. */
static enum err
disk_read_least(struct ctx *c, struct input *in, unsigned char *into, size_t size, size_t least, size_t *n)
{
	size_t got;

	for (*n = 0; *n < least; *n += got) {
		TRY(disk_read(c, in, into + *n, size - *n, &got));
		if (got == 0)
			break;
	}
	return OK;
}

/* zlib's memory comes from the arena and goes with it. */
static void *
zip_take(void *mem, unsigned items, unsigned size)
{
	return mem_take_array(mem, items, size);
}

static void
zip_drop(void *mem, void *at)
{
	(void)mem;
	(void)at;
}

static enum err
zip_begin(struct ctx *c, struct input *in, size_t n)
{
	in->zip = (z_stream){.zalloc = zip_take, .zfree = zip_drop, .opaque = in->mem, .next_in = in->disk,
	    .avail_in = (unsigned)n};
	if (inflateInit2(&in->zip, 15 + 16) != Z_OK)
		return input_fail(c, in, ERR_SYSTEM, "could not be unpacked: zlib does not start");
	in->zipped = in->member_open = true;
	return OK;
}

static enum err
zip_fill(struct ctx *c, struct input *in)
{
	size_t n;

	if (in->zip.avail_in > 0)
		return OK;
	TRY(disk_read(c, in, in->disk, DISK_SIZE, &n));
	in->zip.next_in = in->disk;
	in->zip.avail_in = (unsigned)n;
	return OK;
}

/* After one member: another may follow (files put end to end), or zeros up to a block's end (tapes), or nothing. */
static enum err
zip_next_member(struct ctx *c, struct input *in)
{
	TRY(zip_fill(c, in));
	if (in->zip.avail_in == 0)
		return OK;
	if (in->zip.next_in[0] == 0x1f) {
		inflateReset(&in->zip);
		in->member_open = true;
		return OK;
	}
	while (in->zip.avail_in > 0 && in->zip.next_in[0] == 0) {
		in->zip.next_in++;
		in->zip.avail_in--;
		TRY(zip_fill(c, in));
	}
	if (in->zip.avail_in > 0)
		return input_fail(c, in, ERR_INPUT, "is damaged: its gzip data is followed by something else");
	return OK;
}

static enum err
zip_read(struct ctx *c, struct input *in, void *into, size_t size, size_t *n)
{
	int result;

	in->zip.next_out = into;
	in->zip.avail_out = (unsigned)size;
	while (in->zip.avail_out == size) {
		if (!in->member_open)
			TRY(zip_next_member(c, in));
		if (!in->member_open)
			break;
		TRY(zip_fill(c, in));
		if (in->zip.avail_in == 0)
			return input_fail(c, in, ERR_INPUT,
			    "is cut short: its gzip data ends too early; ask for it again");
		result = inflate(&in->zip, Z_NO_FLUSH);
		if (result == Z_STREAM_END)
			in->member_open = false;
		else if (result != Z_OK && result != Z_BUF_ERROR)
			return input_fail(c, in, ERR_INPUT,
			    "is damaged: its gzip data cannot be unpacked; ask for it again");
	}
	*n = size - in->zip.avail_out;
	return OK;
}

/* Step two: the bytes of the file itself, gzip undone. */
static enum err
plain_read(struct ctx *c, struct input *in, void *into, size_t size, size_t *n)
{
	return in->zipped ? zip_read(c, in, into, size, n) : disk_read(c, in, into, size, n);
}

/* Adds bytes after those still pending; *n = 0 at the end. */
static enum err
pending_fill(struct ctx *c, struct input *in, size_t *n)
{
	size_t left = in->pending_n - in->pending_at;

	memmove(in->pending, in->pending + in->pending_at, left);
	in->pending_at = 0;
	in->pending_n = left;
	TRY(plain_read(c, in, in->pending + left, PENDING_SIZE - left, n));
	in->pending_n += *n;
	return OK;
}

/* The first look at a file: is it gzip, and does it open with a byte order mark? */
static enum err
input_begin(struct ctx *c, struct input *in)
{
	static const struct {
		const char *mark;
		size_t n;
		enum mode mode;
	} marks[] = {{"\xef\xbb\xbf", 3, MODE_UTF8}, {"\xff\xfe", 2, MODE_UTF16_LE}, {"\xfe\xff", 2, MODE_UTF16_BE}};
	size_t n;

	in->begun = true;
	TRY(disk_read_least(c, in, in->disk, DISK_SIZE, 2, &n));
	if (n >= 2 && in->disk[0] == 0x1f && in->disk[1] == 0x8b) {
		TRY(zip_begin(c, in, n));
	} else {
		memcpy(in->pending, in->disk, n);
		in->pending_n = n;
	}
	while (in->pending_n < 3) {
		TRY(pending_fill(c, in, &n));
		if (n == 0)
			break;
	}
	in->mode = in->raw ? MODE_RAW : MODE_UTF8;
	for (size_t i = 0; !in->raw && i < sizeof marks / sizeof marks[0]; i++)
		if (in->pending_n >= marks[i].n && memcmp(in->pending, marks[i].mark, marks[i].n) == 0) {
			in->pending_at = marks[i].n;
			in->mode = marks[i].mode;
			break;
		}
	return OK;
}

/* Moves what is pending into the reader's memory; what did not fit stays. */
static size_t
pending_take(struct input *in, char *into, size_t size)
{
	size_t n = in->pending_n - in->pending_at;

	if (n > size)
		n = size;
	memcpy(into, in->pending + in->pending_at, n);
	in->pending_at += n;
	return n;
}

static enum err
raw_read(struct ctx *c, struct input *in, char *into, size_t size, size_t *n)
{
	*n = pending_take(in, into, size);
	return *n > 0 ? OK : plain_read(c, in, into, size, n);
}

/* Hands out what is UTF-8. A character cut off by the end of what was read waits for its rest; anything else that is
 * not UTF-8 shows that the file never was: from there on it is read as Windows-1252. */
static enum err
utf8_read(struct ctx *c, struct input *in, char *into, size_t size, size_t *n)
{
	size_t total, got = 1, good, rest;

	if (size > PENDING_SIZE)
		size = PENDING_SIZE;
	total = pending_take(in, into, size);
	if (total < 4) {
		TRY(plain_read(c, in, into + total, size - total, &got));
		total += got;
	}
	good = utf8_valid_length((struct view){into, total});
	rest = total - good;
	if (in->pending_at == in->pending_n)
		in->pending_at = in->pending_n = 0;
	if (rest > 0 && in->pending_n == 0) {
		memcpy(in->pending, into + good, rest);
		in->pending_n = rest;
	} else {
		in->pending_at -= rest;
	}
	if (rest >= 4 || (rest > 0 && got == 0))
		in->mode = MODE_WINDOWS;
	*n = good;
	return OK;
}

/* Windows-1252's 80 to 9F (Microsoft code page 1252); five of them mean nothing. The rest is as in Unicode. */
static const uint16_t windows_high[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d,
	0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd,
	0x017e, 0x0178,
};

static enum err
windows_read(struct ctx *c, struct input *in, char *into, size_t size, size_t *n)
{
	size_t got;

	*n = 0;
	if (in->pending_at == in->pending_n)
		TRY(pending_fill(c, in, &got));
	while (in->pending_at < in->pending_n && size - *n >= 4) {
		unsigned char byte = in->pending[in->pending_at++];

		if (byte < 0x80)
			into[(*n)++] = (char)byte;
		else
			*n += utf8_put(byte < 0xa0 ? windows_high[byte - 0x80] : byte, into + *n);
	}
	return OK;
}

/* One unit of UTF-16 at `at` bytes into what is pending. */
static uint32_t
unit_at(const struct input *in, size_t at)
{
	const unsigned char *p = in->pending + in->pending_at + at;

	return in->mode == MODE_UTF16_LE ? (uint32_t)(p[0] | p[1] << 8) : (uint32_t)(p[0] << 8 | p[1]);
}

static enum err
utf16_read(struct ctx *c, struct input *in, char *into, size_t size, size_t *n)
{
	size_t left = in->pending_n - in->pending_at, got = 1;

	*n = 0;
	if (left < 4)
		TRY(pending_fill(c, in, &got));
	for (; (left = in->pending_n - in->pending_at) > 0 && size - *n >= 4; in->pending_at += left < 2 ? 1 : 2) {
		uint32_t ch = 0xfffd;

		if (left < 4 && got > 0)
			break;                          /* a pair may have its second half still to come */
		if (left >= 2)
			ch = unit_at(in, 0);
		if (ch >= 0xd800 && ch < 0xdc00 && left >= 4
		    && unit_at(in, 2) >= 0xdc00 && unit_at(in, 2) < 0xe000) {
			ch = 0x10000 + ((ch - 0xd800) << 10) + (unit_at(in, 2) - 0xdc00);
			in->pending_at += 2;
		}
		*n += utf8_put(ch, into + *n);          /* half a pair by itself becomes U+FFFD */
	}
	return OK;
}

/* Step three, by what the file was found to be. */
static enum err (*const readers[])(struct ctx *, struct input *, char *, size_t, size_t *) = {
	[MODE_RAW] = raw_read, [MODE_UTF8] = utf8_read, [MODE_WINDOWS] = windows_read,
	[MODE_UTF16_LE] = utf16_read, [MODE_UTF16_BE] = utf16_read,
};

/* A reader may have nothing to hand out although there is more to come: then it is asked again. */
static enum err
decoded_read(struct ctx *c, struct input *in, char *into, size_t size, size_t *n)
{
	uint64_t before;
	size_t pending;
	enum mode mode;

	do {
		before = in->zipped ? in->zip.total_in + in->consumed : in->consumed;
		pending = in->pending_n - in->pending_at;
		mode = in->mode;
		TRY(readers[in->mode](c, in, into, size, n));
	} while (*n == 0 && (mode != in->mode || pending != in->pending_n - in->pending_at
	    || before != (in->zipped ? in->zip.total_in + in->consumed : in->consumed)));
	return OK;
}

enum err
input_read(struct ctx *c, struct input *in, char *into, size_t size, size_t *n)
{
	*n = 0;
	if (in->failed != OK)
		return fail(c, in->failed, "%s could not be read to its end", in->name);
	if (!in->begun)
		TRY(input_begin(c, in));
	if (size >= LEAST_READ && in->few_at == in->few_n)
		return decoded_read(c, in, into, size, n);
	if (in->few_at == in->few_n) {
		in->few_at = 0;
		TRY(decoded_read(c, in, in->few, sizeof in->few, &in->few_n));
	}
	*n = in->few_n - in->few_at < size ? in->few_n - in->few_at : size;
	memcpy(into, in->few + in->few_at, *n);
	in->few_at += *n;
	return OK;
}
