/* What every unit test starts with: cmocka and the headers it wants before it. */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* cmocka has a macro of the same name as our fail(), which takes the context, the error and its sentence. */
#undef fail
#undef fail_msg
#define fail_msg(...)                                      \
	do {                                               \
		print_error("ERROR: " __VA_ARGS__);        \
		print_error("\n");                         \
		_fail(__FILE__, __LINE__);                 \
	} while (0)

/* How often a test does one thing that it does again and again with other numbers. A sanitizer, under which each takes many times as
 * long, looks at what is done and not at what comes out: a fifth is enough for it. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ROUNDS_OF(n) ((n) / 5 + 1)
#else
#define ROUNDS_OF(n) (n)
#endif

#endif
