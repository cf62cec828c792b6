/* A reader for the JSON that intake itself writes: one flat object. */
#include "people/leaf.h"

#include <string.h>

#include "base/mem.h"

static void
skip(struct view *v, const char *what)
{
	while (v->n && strchr(what, *v->at)) {
		v->at++;
		v->n--;
	}
}

static bool
hex_of(struct view v, uint32_t *out)
{
	static const char digits[] = "0123456789abcdef";

	*out = 0;
	for (size_t i = 0; i < 4; i++) {
		const char *digit = i < v.n && v.at[i] ? strchr(digits, v.at[i] | 0x20) : NULL;

		if (!digit)
			return false;
		*out = *out * 16 + (uint32_t)(digit - digits);
	}
	return true;
}

/* The text that starts after a quote; moves past its end. */
static bool
text_next(struct mem *mem, struct view *v, struct view *out)
{
	static const char escape[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
	struct builder b = {.mem = mem};

	while (v->n && *v->at != '"') {
		char ch = *v->at;
		uint32_t code;
		char utf8[4];

		v->at++;
		v->n--;
		if (ch != '\\') {
			put_char(&b, ch);
			continue;
		}
		if (!v->n)
			return false;
		ch = *v->at;
		v->at++;
		v->n--;
		if (ch == 'u' && hex_of(*v, &code)) {
			put(&b, (struct view){utf8, utf8_put(code, utf8)});
			v->at += 4;
			v->n -= 4;
		} else if (strchr(escape, ch)) {
			put_char(&b, plain[strchr(escape, ch) - escape]);
		} else {
			return false;
		}
	}
	if (!v->n)
		return false;
	v->at++;
	v->n--;
	*out = built(&b);
	return true;
}

bool
leaf_next(struct mem *mem, struct view *rest, struct view *key, struct view *value)
{
	const char *start;

	skip(rest, " {,");
	if (!rest->n || *rest->at != '"')
		return false;
	rest->at++;
	rest->n--;
	if (!text_next(mem, rest, key))
		return false;
	skip(rest, " :");
	if (rest->n && *rest->at == '"') {
		rest->at++;
		rest->n--;
		return text_next(mem, rest, value);
	}
	start = rest->at;
	while (rest->n && !strchr(",}", *rest->at)) {
		rest->at++;
		rest->n--;
	}
	*value = (struct view){start, (size_t)(rest->at - start)};
	return true;
}
