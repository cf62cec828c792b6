/* Text: views, builders, numbers and UTF-8. */
#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/real.h"

struct view
view_of(const char *text)
{
	return text == NULL ? (struct view){NULL, 0} : (struct view){text, strlen(text)};
}

static bool
is_space(char ch)
{
	return ch == ' ' || (ch >= '\t' && ch <= '\r');
}

struct view
view_trim(struct view v)
{
	for (;;) {
		if (v.n >= 1 && is_space(v.at[0])) {
			v.at++;
			v.n--;
		} else if (v.n >= 2 && memcmp(v.at, "\xc2\xa0", 2) == 0) {
			v.at += 2;
			v.n -= 2;
		} else {
			break;
		}
	}
	for (;;) {
		if (v.n >= 1 && is_space(v.at[v.n - 1]))
			v.n--;
		else if (v.n >= 2 && memcmp(v.at + v.n - 2, "\xc2\xa0", 2) == 0)
			v.n -= 2;
		else
			return v;
	}
}

bool
view_same(struct view a, struct view b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

bool
view_is(struct view v, const char *text)
{
	return view_same(v, view_of(text));
}

static char
fold(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch + ('a' - 'A')) : ch;
}

bool
view_is_fold(struct view v, const char *text)
{
	size_t i;

	for (i = 0; i < v.n && text[i] != '\0'; i++)
		if (fold(v.at[i]) != fold(text[i]))
			return false;
	return i == v.n && text[i] == '\0';
}

bool
view_starts(struct view v, const char *prefix)
{
	size_t n = strlen(prefix);

	return v.n >= n && (n == 0 || memcmp(v.at, prefix, n) == 0);
}

struct view
view_cut(struct view *rest, char cut)
{
	const char *at = rest->n == 0 ? NULL : memchr(rest->at, cut, rest->n);
	struct view part = *rest;

	if (at == NULL) {
		*rest = (struct view){rest->at == NULL ? NULL : rest->at + rest->n, 0};
		return part;
	}
	part.n = (size_t)(at - part.at);
	*rest = (struct view){at + 1, rest->n - part.n - 1};
	return part;
}

char *
view_copy(struct mem *m, struct view v)
{
	return mem_copy(m, v.at, v.n);
}

bool
view_int(struct view v, int64_t *out)
{
	bool minus = false;
	int64_t n = 0;

	v = view_trim(v);
	if (v.n > 0 && (v.at[0] == '-' || v.at[0] == '+')) {
		minus = v.at[0] == '-';
		v.at++;
		v.n--;
	}
	if (v.n == 0)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		int digit = v.at[i] - '0';

		/* Counted below zero, where there is room for the lowest of all. */
		if (digit < 0 || digit > 9 || __builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, digit, &n))
			return false;
	}
	if (!minus && n == INT64_MIN)
		return false;
	*out = minus ? n : -n;
	return true;
}

/* The digits of a decimal number as they are met. */
struct decimal {
	uint64_t digits;        /* all digits as one number, when there are at most 15 of them */
	int count, places;      /* digits met (leading zeros aside); those after the point */
	bool any;
};

static size_t
decimal_digits(struct view v, size_t i, struct decimal *d, bool after_point)
{
	for (; i < v.n && v.at[i] >= '0' && v.at[i] <= '9'; i++) {
		d->any = true;
		d->places += after_point;
		if (d->count > 0 || v.at[i] != '0')
			d->count++;
		if (d->count <= 15)
			d->digits = d->digits * 10 + (uint64_t)(v.at[i] - '0');
	}
	return i;
}

/* The grammar of a number, which strtod alone is too generous for; *plain when there was no exponent. */
static bool
decimal_read(struct view v, struct decimal *d, bool *plain)
{
	size_t i = v.n > 0 && (v.at[0] == '-' || v.at[0] == '+');
	size_t from;

	*plain = true;
	i = decimal_digits(v, i, d, false);
	if (i < v.n && v.at[i] == '.')
		i = decimal_digits(v, i + 1, d, true);
	if (!d->any)
		return false;
	if (i == v.n)
		return true;
	if (v.at[i] != 'e' && v.at[i] != 'E')
		return false;
	*plain = false;
	i++;
	if (i < v.n && (v.at[i] == '-' || v.at[i] == '+'))
		i++;
	for (from = i; i < v.n && v.at[i] >= '0' && v.at[i] <= '9'; i++)
		;
	return i == v.n && i > from;
}

bool
view_real(struct view v, double *out)
{
	static const double power[] = {
		1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
	};
	struct decimal d = {0};
	char text[400];
	bool plain;
	double x;

	v = view_trim(v);
	if (!decimal_read(v, &d, &plain))
		return false;
	if (plain && d.count <= 15 && d.places <= 15) {
		/* Both are exact in a double, so their quotient is the nearest to the number written. */
		x = (double)d.digits / power[d.places];
		*out = v.at[0] == '-' ? -x : x;
		return true;
	}
	if (v.n >= sizeof text)
		return false;
	memcpy(text, v.at, v.n);
	text[v.n] = '\0';
	x = strtod(text, NULL);
	if (!isfinite(x))
		return false;
	*out = x;
	return true;
}

/* The lead byte of a character says how many follow and within which bounds the first of them lies (Unicode 15, table
 * 3-7: well-formed UTF-8 byte sequences); the others lie in 80..BF. Returns the length, or 0 when badly formed. */
static size_t
character_length(const unsigned char *p, size_t n)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t length;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (n < length || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

size_t
utf8_valid_length(struct view v)
{
	const unsigned char *p = (const unsigned char *)v.at;
	size_t i = 0, length;

	while (i < v.n) {
		/* Most of what is read is ASCII: thirty-two bytes at a time, in four words that compilers put side by side. */
		while (v.n - i >= 32) {
			uint64_t w[4];

			memcpy(w, p + i, sizeof w);
			if (((w[0] | w[1] | w[2] | w[3]) & UINT64_C(0x8080808080808080)) != 0)
				break;
			i += 32;
		}
		while (i < v.n && p[i] < 0x80)
			i++;
		while (i < v.n && p[i] >= 0x80) {
			length = character_length(p + i, v.n - i);
			if (length == 0)
				return i;
			i += length;
		}
	}
	return i;
}

bool
utf8_valid(struct view v)
{
	return utf8_valid_length(v) == v.n;
}

uint32_t
utf8_next(struct view *v)
{
	const unsigned char *p = (const unsigned char *)v->at;
	size_t length = character_length(p, v->n);
	uint32_t character;

	if (length == 0) {
		v->at++;
		v->n--;
		return 0xfffd;
	}
	character = length == 1 ? p[0] : p[0] & (0x7fU >> length);
	for (size_t i = 1; i < length; i++)
		character = character << 6 | (p[i] & 0x3fU);
	v->at += length;
	v->n -= length;
	return character;
}

size_t
utf8_put(uint32_t character, char out[4])
{
	if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
		character = 0xfffd;
	if (character < 0x80) {
		out[0] = (char)character;
		return 1;
	}
	if (character < 0x800) {
		out[0] = (char)(0xc0 | character >> 6);
		out[1] = (char)(0x80 | (character & 0x3f));
		return 2;
	}
	if (character < 0x10000) {
		out[0] = (char)(0xe0 | character >> 12);
		out[1] = (char)(0x80 | (character >> 6 & 0x3f));
		out[2] = (char)(0x80 | (character & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | character >> 18);
	out[1] = (char)(0x80 | (character >> 12 & 0x3f));
	out[2] = (char)(0x80 | (character >> 6 & 0x3f));
	out[3] = (char)(0x80 | (character & 0x3f));
	return 4;
}

size_t
utf8_length(struct view v)
{
	size_t n = 0;

	for (; v.n > 0; n++)
		utf8_next(&v);
	return n;
}

const char *
utf8_mended(struct mem *m, struct view v)
{
	struct builder b = {.mem = m};
	char bytes[4];

	while (v.n > 0) {
		size_t n = utf8_put(utf8_next(&v), bytes);

		put(&b, (struct view){bytes, n});
	}
	return built_text(&b);
}

/* Room for `n` more bytes and the NUL. */
static void
builder_room(struct builder *b, size_t n)
{
	size_t cap = b->cap < 64 ? 64 : b->cap;
	char *at;

	if (b->cap - b->n > n)
		return;
	while (cap - b->n <= n)
		cap *= 2;
	at = mem_take(b->mem, cap);
	if (b->n > 0)
		memcpy(at, b->at, b->n);
	b->at = at;
	b->cap = cap;
}

void
put(struct builder *b, struct view v)
{
	builder_room(b, v.n);
	if (v.n > 0)
		memcpy(b->at + b->n, v.at, v.n);
	b->n += v.n;
	b->at[b->n] = '\0';
}

void
put_text(struct builder *b, const char *text)
{
	put(b, view_of(text));
}

void
put_char(struct builder *b, char c)
{
	put(b, (struct view){&c, 1});
}

void
put_format(struct builder *b, const char *format, ...)
{
	va_list list;
	int n;

	builder_room(b, 120);
	va_start(list, format);
	n = vsnprintf(b->at + b->n, b->cap - b->n, format, list);
	va_end(list);
	if (n < 0) {
		b->at[b->n] = '\0';
		return;
	}
	if ((size_t)n >= b->cap - b->n) {
		builder_room(b, (size_t)n);
		va_start(list, format);
		vsnprintf(b->at + b->n, b->cap - b->n, format, list);
		va_end(list);
	}
	b->n += (size_t)n;
}

struct view
built(const struct builder *b)
{
	return (struct view){b->at, b->n};
}

const char *
built_text(struct builder *b)
{
	return b->n == 0 ? "" : b->at;
}

void
put_real(struct builder *b, double x)
{
	char text[REAL_SIZE];

	put(b, (struct view){text, real_text(x, text)});
}
