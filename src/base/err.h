/* How a function says that it failed.
 *
 * A function that can fail returns enum err. The first failure of a request, a command or a batch writes one
 * sentence for a person into its context; later failures keep that sentence, for the first cause is the one to mend.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stdint.h>

/* The first four are also the exit statuses of the command line. */
enum err {
	OK = 0,
	ERR_INPUT = 1,      /* what came in is at fault: a file, a form, an argument's value */
	ERR_USAGE = 2,      /* the command line is at fault */
	ERR_SYSTEM = 3,     /* the disk, the database, the network */
	ERR_NOT_FOUND = 4,
	ERR_DENIED = 5,
};

struct mem;
struct store;
struct catalogue;

/* What every function that may fail is handed: the arena to allocate from, the open database and the catalogue
 * (NULL where there is none yet), and the sentence of the first failure. One context belongs to one thread. */
struct ctx {
	struct mem *mem;
	struct store *store;
	struct conn *conn;                  /* the store's connection for this context; the store's own business */
	const struct catalogue *catalogue;
	enum err err;                       /* OK, or the first failure */
	char sentence[600];                 /* what happened and what to do, without a final full stop */
};

#define MUST_USE __attribute__((warn_unused_result))
#define LIKE_PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Records the first failure and its sentence; returns `e`, so that `return fail(c, ERR_INPUT, "…")` reads well. */
enum err fail(struct ctx *c, enum err e, const char *format, ...) LIKE_PRINTF(3, 4);

/* Forgets a failure that the caller has dealt with (reported, or turned into a rejected row). */
void fail_clear(struct ctx *c);

/* Returns from the calling function with the first error of `call`. */
#define TRY(call)                                  \
	do {                                       \
		enum err try_err_ = (call);        \
		if (try_err_ != OK)                \
			return try_err_;           \
	} while (0)

#endif
