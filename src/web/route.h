/* The table of ways in. A room ends its x_pages.c with one; main.c lists the rooms' tables; there is no other way in,
 * so a capability and an audit verb cannot be forgotten: a row without them stops the server at start. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "access/viewer.h"
#include "base/err.h"
#include "web/form.h"

struct request;

enum method { GET = 1, POST };          /* GET answers HEAD too */

#define NOT_AUDITED ""                  /* said aloud in the row: nothing of the authority's leaves by this route */

struct route {
	enum method method;
	const char *path;               /* "/indicator/:id"; a segment that opens with ':' is a parameter */
	enum err (*handler)(struct request *q);
	enum capability capability;
	const char *audit;              /* what the audit says was done: "read measures" */
};

/* Tables end with { 0 }; the list of tables ends with NULL. */
enum err routes_check(struct ctx *c, const struct route *const *tables) MUST_USE;

#define PATH_SEGMENTS 16

/* A path cut into decoded segments. */
struct path {
	size_t n;
	const char *segment[PATH_SEGMENTS];
};

/* Decodes and cuts the path of a request target (up to '?'). ERR_INPUT for a bad %-escape, a control character, bytes
 * that are not UTF-8, an empty, "." or ".." segment, a backslash, or too many segments. One final slash is allowed. */
enum err path_cut(struct ctx *c, struct view target, struct path *out) MUST_USE;

/* The first route that fits, its parameters in `params`; NULL when none does. `other_methods` gets a bit (1 << method)
 * for each route whose path fits, whatever the method. Literal segments win over parameters. */
const struct route *route_find(struct mem *m, const struct route *const *tables, enum method method,
    const struct path *path, struct params *params, unsigned *other_methods);

#endif
