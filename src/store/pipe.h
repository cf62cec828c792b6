/* The inserting thread: rows of bulk inserts are handed over in blocks, so that the work of making rows and the work of
 * storing them go on at once. The write connection belongs to the pipe while rows are in it; pipe_drain takes it back,
 * and everything else that touches the connection drains first. */
#ifndef STORE_PIPE_H
#define STORE_PIPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct datum;
struct pipe;
struct rows;
struct store;

/* Hands over one row for `insert`, whose parameter place[i] takes value[i]; texts are copied. Starts the thread at first
 * use. False after a failure, which pipe_drain tells. */
bool pipe_put(struct store *store, struct rows *insert, const int *place, const struct datum *value, int n);
/* Waits until every row is stored, those that the engine held back too. The first failure is the transaction's: it is returned until pipe_forget. */
enum err pipe_drain(struct ctx *c, struct store *store) MUST_USE;
/* Whether rows are under way, so that the connection is not the caller's. */
bool pipe_busy(const struct store *store);
/* The transaction ended: forgets its failure. Drain first. */
void pipe_forget(struct store *store);
void pipe_stop(struct store *store);            /* at the store's close; also when it never started */

#endif
