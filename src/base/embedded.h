/* Files that the build put inside the binary: the catalogue, the schema, the built assets. Made by tools/embed.c. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *path;               /* "schema/0001_people.sql" */
	const unsigned char *bytes;     /* followed by a NUL that `n` does not count */
	size_t n;
};

#endif
