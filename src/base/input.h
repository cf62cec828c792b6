/* Opening what people send: a stream of UTF-8, whatever the file was.
 *
 * gzip is transparent; UTF-16 (either order, by its mark), UTF-8 with or without its mark, and Windows-1252 (when the
 * bytes are not UTF-8) all come out as UTF-8. Memory is flat whatever the size.
 */
#ifndef BASE_INPUT_H
#define BASE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct input;

/* Opens a file ("-" is standard input). The input lives in c->mem; close it with input_close. */
enum err input_open(struct ctx *c, const char *path, struct input **out) MUST_USE;
/* The same over bytes in memory, for tests and fuzzing. */
enum err input_of_bytes(struct ctx *c, const void *bytes, size_t n, struct input **out) MUST_USE;
void input_close(struct input *in);

/* Reads up to `size` bytes of UTF-8 (or, after input_raw, of the decompressed bytes as they are); *n = 0 at the end. A
 * truncated or broken gzip stream is an error, not an end, and so is the end of a file that somebody wrote to meanwhile. */
enum err input_read(struct ctx *c, struct input *in, char *into, size_t size, size_t *n) MUST_USE;
/* No decoding of characters: for XML, whose parser reads its own declaration. Call before the first read. */
void input_raw(struct input *in);
/* No digest will be asked for, which saves the time to make it. Call before the first read. */
void input_without_digest(struct input *in);
/* What to call it in a sentence: its path as it was given. */
const char *input_name(const struct input *in);
/* Takes at most `most` bytes at a time from the disk (0: as many as fit): for tests of what borders do. */
void input_trickle(struct input *in, size_t most);
/* Bytes consumed of the file as it lies on disk, and its size (0 when not known), for progress. */
uint64_t input_consumed(const struct input *in);
uint64_t input_size(const struct input *in);
/* Whether both are one file of a known size that nobody wrote to between their openings: what was read once can be read again. */
bool input_is_again(const struct input *in, const struct input *first);
/* The file's BLAKE2b-256 over its bytes as they lie on disk, once it was read to its end. */
void input_digest(const struct input *in, unsigned char out[32]);

#endif
