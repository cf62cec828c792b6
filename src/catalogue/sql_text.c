/* A small scanner of SQL: enough to pass over texts and comments and to see words. The engine that prepares a query
 * knows its own functions; it cannot know that the other engine lacks them, so that is asked here. */
#include "catalogue/sql_text.h"

#include <string.h>

#include "base/mem.h"

enum token { TOKEN_END, TOKEN_WORD, TOKEN_TEXT, TOKEN_SIGN };

struct scan {
	const char *at;
	int line;
	enum token token;
	struct view text;               /* a word, a sign, a text without its quotes */
};

/* ---- scanning ----------------------------------------------------------------------------------------------- */

static bool
in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
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

static void
scan_next(struct scan *s)
{
	const char *from;

	pass_over_space(s);
	from = s->at;
	if (!*from) {
		s->token = TOKEN_END;
	} else if (*from == '\'' || *from == '"') {
		s->token = *from == '\'' ? TOKEN_TEXT : TOKEN_WORD;
		s->at++;
		move_to(s, strchr(s->at, *from));
		s->text = (struct view){from + 1, (size_t)(s->at - from - 1)};
		s->at += *s->at != 0;
		return;
	} else if (in_word(*from)) {
		s->token = TOKEN_WORD;
		while (in_word(*s->at))
			s->at++;
	} else {
		s->token = TOKEN_SIGN;
		s->at += from[0] == ':' && from[1] == ':' ? 2 : 1;
	}
	s->text = (struct view){from, (size_t)(s->at - from)};
}

/* ---- portability -------------------------------------------------------------------------------------------- */

struct forbidden {
	const char *word;
	bool called;                    /* only where `(` follows: `date` is also a column's type */
	const char *instead;
};

static const struct forbidden forbidden[] = {
	{ "julianday", false, "days_between(a, b)" },
	{ "strftime", false, "days_between, add_months or age_on" },
	{ "date", true, "the ISO date itself, add_days or add_months" },
	{ "datetime", true, "the ISO date itself, add_days or add_months" },
	{ "date_trunc", false, "add_months and the period that the engine hands in" },
	{ "to_char", false, "the ISO date itself" },
	{ "extract", true, "age_on, days_between or substr of the ISO date" },
	{ "interval", false, "add_days or add_months" },
	{ "age", true, "age_on(born, day)" },
	{ "now", true, ":to, the end of the period" },
	{ "current_date", false, ":to, the end of the period" },
	{ "current_timestamp", false, ":to, the end of the period" },
	{ "::", false, "cast(x as type)" },
	{ "group_concat", false, "one row each; or min() or max()" },
	{ "string_agg", false, "one row each; or min() or max()" },
	{ "ifnull", false, "coalesce(a, b)" },
	{ "nvl", false, "coalesce(a, b)" },
	{ "iif", true, "case when … then … else … end" },
	{ "total", true, "coalesce(sum(x), 0)" },
	{ "glob", false, "like" },
	{ "regexp", false, "like" },
	{ "ilike", false, "lower(a) like b" },
	{ "rowid", false, "id" },
	{ "instr", true, "like '%…%'" },
	{ "strpos", true, "like '%…%'" },
	{ "json_extract", false, "data->>'x'" },
	{ "insert", false, "one SELECT" }, { "update", false, "one SELECT" }, { "delete", false, "one SELECT" },
	{ "drop", false, "one SELECT" }, { "create", false, "one SELECT" }, { "attach", false, "one SELECT" },
	{ "pragma", false, "one SELECT" }, { ";", false, "one SELECT, without the `;`" },
};

static const struct forbidden *
forbidden_at(const struct scan *s)
{
	const char *after = s->at + strspn(s->at, " \t\r\n");

	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (view_is_fold(s->text, forbidden[i].word) && (!forbidden[i].called || *after == '('))
			return &forbidden[i];
	return NULL;
}

struct sql_fault
sql_check(const char *sql, struct mem *m)
{
	struct scan s = {.at = sql};

	scan_next(&s);
	if (s.token != TOKEN_WORD || (!view_is_fold(s.text, "select") && !view_is_fold(s.text, "with")))
		return (struct sql_fault){s.line, view_copy(m, s.token == TOKEN_END ? VIEW("") : s.text), "one SELECT"};
	for (; s.token != TOKEN_END; scan_next(&s)) {
		const struct forbidden *f = s.token == TOKEN_TEXT ? NULL : forbidden_at(&s);
		if (f)
			return (struct sql_fault){s.line, f->word, f->instead};
	}
	return (struct sql_fault){0};
}

/* ---- kinds -------------------------------------------------------------------------------------------------- */

struct names LIST(const char *);

static void
add_name(struct mem *m, struct names *names, struct view name)
{
	for (size_t i = 0; i < names->n; i++)
		if (view_is(name, names->item[i]))
			return;
	*push(m, names) = view_copy(m, name);
}

/* After the word `kind`: `= 'a'`, or `in ('a', 'b')`, and whether it was one of them. Anything else (`like`, a join)
 * names no kind. */
static bool
kinds_after(struct scan *s, struct mem *m, struct names *names)
{
	bool found = false;

	scan_next(s);
	if (s->token == TOKEN_SIGN && view_is(s->text, "=")) {
		scan_next(s);
		if (s->token == TOKEN_TEXT)
			add_name(m, names, s->text);
		return s->token == TOKEN_TEXT;
	}
	if (s->token != TOKEN_WORD || !view_is_fold(s->text, "in"))
		return false;
	scan_next(s);
	while (s->token == TOKEN_TEXT || (s->token == TOKEN_SIGN && strchr("(,", *s->text.at))) {
		if (s->token == TOKEN_TEXT) {
			add_name(m, names, s->text);
			found = true;
		}
		scan_next(s);
	}
	return found;
}

const char **
sql_kinds(const char *sql, struct mem *m)
{
	struct scan s = {.at = sql};
	struct names names = {0};
	size_t tables = 0, named = 0;

	for (scan_next(&s); s.token != TOKEN_END;) {
		bool from = s.token == TOKEN_WORD && (view_is_fold(s.text, "from") || view_is_fold(s.text, "join"));
		if (s.token == TOKEN_WORD && view_is_fold(s.text, "kind")) {
			named += kinds_after(&s, m, &names);
			continue;
		}
		scan_next(&s);
		if (from && s.token == TOKEN_WORD && (view_is_fold(s.text, "episode") || view_is_fold(s.text, "event")))
			tables++;
	}
	if (named < tables)
		return NULL;
	*push(m, &names) = NULL;
	return names.item;
}
