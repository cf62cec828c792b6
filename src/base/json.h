/* Writing JSON: into a builder, one call a value; commas are the writer's own business. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>

#include "base/text.h"

struct json {
	struct builder *out;
	unsigned depth;
	bool comma[32];             /* at each depth: a value came before */
};

void json_object(struct json *j);
void json_array(struct json *j);
void json_end_object(struct json *j);
void json_end_array(struct json *j);
void json_key(struct json *j, const char *key);
void json_text(struct json *j, struct view v);
void json_int(struct json *j, int64_t n);
void json_real(struct json *j, double x);           /* shortest form that reads back the same; null when not finite */
void json_bool(struct json *j, bool yes);
void json_null(struct json *j);

#endif
