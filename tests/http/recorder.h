/* A writer for tests, without a database: one thread that takes what is queued in groups, as the store's writer does,
 * and can be told to fail. */
#ifndef TESTS_RECORDER_H
#define TESTS_RECORDER_H

#include "web/server.h"

struct test_writer;

struct test_writer *test_writer_start(struct recorder *out);
void test_writer_stop(struct test_writer *w);

/* Audit rows committed so far whose act and object are these (NULL is any). */
unsigned test_writer_count(struct test_writer *w, const char *act, const char *object);
unsigned test_writer_denials(struct test_writer *w);
/* Holds every commit back until released, so that a test can look at what has left before it. */
void test_writer_hold(struct test_writer *w, bool hold);

#define FAILING_OBJECT "fails"          /* an audit row with this object cannot be committed */

#endif
