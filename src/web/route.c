/* Finding the route of a path. Tables are short and read in order; a literal segment wins over a parameter. */
#include "web/route.h"

#include <string.h>

#include "base/mem.h"

static bool
is_path_pattern(const char *path)
{
	return path != NULL && path[0] == '/' && strstr(path, "//") == NULL && strpbrk(path, " ?#%") == NULL;
}

enum err
routes_check(struct ctx *c, const struct route *const *tables)
{
	for (; *tables != NULL; tables++) {
		for (const struct route *r = *tables; r->method != 0; r++) {
			if (!is_path_pattern(r->path))
				return fail(c, ERR_SYSTEM, "a route has no proper path: %s", r->path ? r->path : "none");
			if (r->handler == NULL)
				return fail(c, ERR_SYSTEM, "the route %s has no handler", r->path);
			if (r->capability <= CAN_NONE || r->capability >= CAPABILITY_COUNT)
				return fail(c, ERR_SYSTEM, "the route %s names no capability", r->path);
			if (r->audit == NULL)
				return fail(c, ERR_SYSTEM, "the route %s names no audit verb (or NOT_AUDITED)", r->path);
			if (r->capability == CAN_RECORDS && r->audit[0] == '\0')
				return fail(c, ERR_SYSTEM, "the route %s shows records and is not audited", r->path);
		}
	}
	return OK;
}

enum err
path_cut(struct ctx *c, struct view target, struct path *out)
{
	*out = (struct path){0};
	if (target.n == 0 || target.at[0] != '/')
		return fail(c, ERR_INPUT, "the address must open with a slash");
	target.at++, target.n--;
	while (target.n > 0) {
		struct view part = view_cut(&target, '/');
		const char *text;

		if (part.n == 0 || out->n == PATH_SEGMENTS)
			return fail(c, ERR_INPUT, "the address has an empty part or too many parts");
		if (!percent_decode(c->mem, part, false, &text) || strpbrk(text, "\t\r\n\\") != NULL)
			return fail(c, ERR_INPUT, "the address is not properly encoded");
		if (strcmp(text, ".") == 0 || strcmp(text, "..") == 0)
			return fail(c, ERR_INPUT, "the address may not hold a part that is . or ..");
		out->segment[out->n++] = text;
	}
	return OK;
}

/* How well a pattern fits: 0 not at all, else 1 plus a bit for each literal segment, the first the heaviest. */
static unsigned
route_fit(const char *pattern, const struct path *path)
{
	struct view rest = view_of(pattern + 1);
	unsigned fit = 1;
	size_t i = 0;

	for (; rest.n > 0; i++) {
		struct view part = view_cut(&rest, '/');

		if (i == path->n)
			return 0;
		if (part.at[0] == ':')
			continue;
		if (!view_is(part, path->segment[i]))
			return 0;
		fit |= 1u << (PATH_SEGMENTS - i);
	}
	return i == path->n ? fit : 0;
}

static void
route_params(struct mem *m, const char *pattern, const struct path *path, struct params *params)
{
	struct view rest = view_of(pattern + 1);

	*params = (struct params){0};
	for (size_t i = 0; rest.n > 0; i++) {
		struct view part = view_cut(&rest, '/');

		if (part.at[0] == ':')
			*push(m, params) = (struct param){
			    mem_copy(m, part.at + 1, part.n - 1), path->segment[i],
			};
	}
}

const struct route *
route_find(struct mem *m, const struct route *const *tables, enum method method, const struct path *path,
    struct params *params, unsigned *other_methods)
{
	const struct route *best = NULL;
	unsigned best_fit = 0;

	*other_methods = 0;
	for (; *tables != NULL; tables++) {
		for (const struct route *r = *tables; r->method != 0; r++) {
			unsigned fit = route_fit(r->path, path);

			if (fit == 0)
				continue;
			*other_methods |= 1u << r->method;
			if (r->method == method && fit > best_fit) {
				best = r;
				best_fit = fit;
			}
		}
	}
	if (best != NULL)
		route_params(m, best->path, path, params);
	return best;
}
