/* A small scanner of SQL: it passes over comments and white space, and pairs brackets. */
#include "catalogue/sql_scan.h"

#include <string.h>

#include "base/mem.h"

struct scan {
	const char *at;
	int line;
};

static bool
in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Moves to `to`, counting lines; to the end when `to` is NULL. */
static void
move_to(struct scan *s, const char *to)
{
	for (; *s->at && s->at != to; s->at++)
		s->line += *s->at == '\n';
}

static void
pass_over_space(struct scan *s)
{
	const char *end;

	for (;;) {
		move_to(s, s->at + strspn(s->at, " \t\r\n"));
		if (s->at[0] == '-' && s->at[1] == '-') {
			move_to(s, strchr(s->at, '\n'));
		} else if (s->at[0] == '/' && s->at[1] == '*') {
			end = strstr(s->at + 2, "*/");
			move_to(s, end ? end + 2 : NULL);
		} else {
			return;
		}
	}
}

/* From the opening quote past the closing one. */
static struct view
quoted(struct scan *s)
{
	const char *from = s->at, *end = from + 1;

	while (*end && (*end != *from || end[1] == *from))
		end += *end == *from ? 2 : 1;
	move_to(s, end);
	s->at += *s->at != 0;
	return (struct view){from + 1, (size_t)(end - from - 1)};
}

static void
pass_over_number(struct scan *s)
{
	while (in_word(*s->at) || *s->at == '.'
	    || ((*s->at == '-' || *s->at == '+') && (s->at[-1] | 0x20) == 'e' && is_digit(s->at[1])))
		s->at++;
}

static size_t
sign_length(const char *at)
{
	static const char *const longer[] = { "->>", "->", "||", "<=", ">=", "<>", "!=", "==", "::", ":=" };

	for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
		if (strncmp(at, longer[i], strlen(longer[i])) == 0)
			return strlen(longer[i]);
	return 1;
}

static struct sql_token
scan_next(struct scan *s)
{
	struct sql_token t = {.kind = SQL_SIGN};
	const char *from;

	pass_over_space(s);
	from = s->at;
	t.line = s->line;
	if (!*from)
		return (struct sql_token){.kind = SQL_END, .line = s->line, .text = VIEW("")};
	if (*from == '\'' || *from == '"') {
		t.kind = *from == '\'' ? SQL_TEXT : SQL_QUOTED;
		t.text = quoted(s);
		return t;
	}
	if (is_digit(*from) || (*from == '.' && is_digit(from[1]))) {
		t.kind = SQL_NUMBER;
		pass_over_number(s);
	} else if (in_word(*from) || (*from == ':' && in_word(from[1]))) {
		t.kind = *from == ':' ? SQL_PARAMETER : SQL_WORD;
		from += *from == ':';
		for (s->at = from; in_word(*s->at); s->at++)
			;
	} else {
		s->at += sign_length(from);
	}
	t.text = (struct view){from, (size_t)(s->at - from)};
	return t;
}

/* A bracket that lacks its partner, as in a part of a query, keeps none. */
static void
brackets_pair(struct sql_tokens *t, struct mem *m)
{
	size_t *open = mem_new_array(m, size_t, t->n + 1), depth = 0;

	for (size_t i = SQL_PAD; i < t->n; i++) {
		if (sql_is_sign(&t->at[i], "("))
			open[depth++] = i;
		if (sql_is_sign(&t->at[i], ")") && depth > 0) {
			t->at[i].pair = open[--depth];
			t->at[t->at[i].pair].pair = i;
		}
	}
}

struct sql_tokens
sql_scan(const char *sql, struct mem *m)
{
	struct LIST(struct sql_token) list = {0};
	struct scan s = {.at = sql};
	struct sql_token t;

	for (size_t i = 0; i < SQL_PAD; i++)
		*push(m, &list) = (struct sql_token){.text = VIEW("")};
	for (t = scan_next(&s); t.kind != SQL_END; t = scan_next(&s))
		*push(m, &list) = t;
	for (size_t i = 0; i < SQL_PAD; i++)
		*push(m, &list) = t;
	struct sql_tokens all = {list.item, list.n - SQL_PAD};
	brackets_pair(&all, m);
	return all;
}

bool
sql_is_word(const struct sql_token *t, const char *word)
{
	return t->kind == SQL_WORD && view_is_fold(t->text, word);
}

bool
sql_is_sign(const struct sql_token *t, const char *sign)
{
	return t->kind == SQL_SIGN && view_is(t->text, sign);
}
