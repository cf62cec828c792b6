/* The writer thread: group commit for the server. A request queues one closure; the writer runs many queued closures in
 * one transaction, commits (synchronous=FULL), then calls each one's `done`. */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "base/err.h"

struct write_job {
	/* On the writer thread, inside the transaction, in a savepoint; once more when the transaction was undone from outside. */
	enum err (*run)(struct ctx *c, void *with);
	void (*done)(enum err e, void *with);               /* on the writer thread, after the commit is durable or failed */
	void *with;
	struct write_job *next;                             /* the queue's own */
};

enum err writer_start(struct ctx *c, struct store *store) MUST_USE;
void writer_queue(struct store *store, struct write_job *job);
void writer_stop(struct store *store);                      /* finishes what is queued */

/* Audit rows live in a database of their own (PATH.audit), so a long import stalls no reader; same contract. */
struct audit_row {
	int64_t account, identity;          /* 0 where there is none */
	const char *act, *object;           /* the route's audit verb; what was read, in codes */
	bool allowed;
	const char *reason;
};
enum err audit_write(struct ctx *c, struct audit_row row) MUST_USE;      /* waits until durable: for the command line */
/* store_commit for a change that has an audit row, which is made durable first: whenever the program ends, no change is there without
 * its row. A row without its change means that the program ended between the two, or, where a second row says that it was not
 * kept, that the commit failed. Where the row cannot be written, all is rolled back. */
enum err store_commit_audited(struct ctx *c, struct audit_row row) MUST_USE;
void audit_queue(struct store *store, struct audit_row row, void (*done)(enum err e, void *with), void *with);

/* Checks every row's code and the chain of seals. */
struct audit_verdict {
	int64_t rows, seals;
	int64_t bad_row, bad_seal;          /* the first that was changed, added or taken away; 0 where all is well */
};
enum err audit_verify(struct ctx *c, struct audit_verdict *out) MUST_USE;

#endif
