/* Writing JSON (RFC 8259). Text that is not UTF-8 is mended with U+FFFD rather than passed on. */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH (sizeof ((struct json *)0)->comma / sizeof ((struct json *)0)->comma[0])

static void
before_value(struct json *j)
{
	if (j->comma[j->depth])
		put_char(j->out, ',');
	j->comma[j->depth] = true;
}

static void
enter(struct json *j, char bracket)
{
	before_value(j);
	put_char(j->out, bracket);
	if (j->depth + 1 >= DEPTH) {
		fputs("bairn: JSON written deeper than the writer allows\n", stderr);
		abort();
	}
	j->comma[++j->depth] = false;
}

static void
leave(struct json *j, char bracket)
{
	put_char(j->out, bracket);
	j->depth--;
}

void
json_object(struct json *j)
{
	enter(j, '{');
}

void
json_array(struct json *j)
{
	enter(j, '[');
}

void
json_end_object(struct json *j)
{
	leave(j, '}');
}

void
json_end_array(struct json *j)
{
	leave(j, ']');
}

/* How many bytes from the start need no escape. */
static size_t
plain_length(struct view v)
{
	size_t i = 0;

	while (i < v.n && (unsigned char)v.at[i] >= 0x20 && v.at[i] != '"' && v.at[i] != '\\')
		i++;
	return i;
}

static void
put_escaped(struct builder *out, struct view v)
{
	static const char plain[] = "\b\f\n\r\t\"\\", named[] = "bfnrt\"\\";

	while (v.n > 0) {
		size_t n = plain_length(v);
		const char *at;

		put(out, (struct view){v.at, n});
		v.at += n;
		v.n -= n;
		if (v.n == 0)
			return;
		at = v.at[0] == '\0' ? NULL : strchr(plain, v.at[0]);
		if (at != NULL) {
			char escape[2] = {'\\', named[at - plain]};

			put(out, (struct view){escape, 2});
		} else {
			put_format(out, "\\u%04x", (unsigned)v.at[0]);
		}
		v.at++;
		v.n--;
	}
}

static void
put_quoted(struct builder *out, struct view v)
{
	put_char(out, '"');
	while (v.n > 0) {
		size_t n = utf8_valid_length(v);

		put_escaped(out, (struct view){v.at, n});
		v.at += n;
		v.n -= n;
		if (v.n > 0) {
			put(out, VIEW("\xef\xbf\xbd"));
			v.at++;
			v.n--;
		}
	}
	put_char(out, '"');
}

void
json_key(struct json *j, const char *key)
{
	before_value(j);
	put_quoted(j->out, view_of(key));
	put_char(j->out, ':');
	j->comma[j->depth] = false;             /* the value that follows needs none */
}

void
json_text(struct json *j, struct view v)
{
	before_value(j);
	put_quoted(j->out, v);
}

void
json_int(struct json *j, int64_t n)
{
	char text[24];
	int length = snprintf(text, sizeof text, "%lld", (long long)n);

	before_value(j);
	put(j->out, (struct view){text, (size_t)length});
}

void
json_real(struct json *j, double x)
{
	if (!isfinite(x)) {
		json_null(j);
		return;
	}
	before_value(j);
	put_real(j->out, x);
}

void
json_bool(struct json *j, bool yes)
{
	before_value(j);
	put_text(j->out, yes ? "true" : "false");
}

void
json_null(struct json *j)
{
	before_value(j);
	put(j->out, VIEW("null"));
}
