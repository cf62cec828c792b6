/* Portable SQL as PostgreSQL is to read it: named parameters, from `:name` to numbers, and leaves of JSON as texts that
 * compare by their bytes. */
#include "store/postgres_sql.h"

#include <string.h>

#include "base/mem.h"

static bool
name_starts(char ch)
{
	return ch == '_' || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static bool
name_goes_on(char ch)
{
	return name_starts(ch) || (ch >= '0' && ch <= '9');
}

/* Past a comment between slash and star; one may lie in another. */
static const char *
after_comment(const char *at)
{
	int depth = 0;

	do {
		if (at[0] == '/' && at[1] == '*') {
			depth++;
			at += 2;
		} else if (at[0] == '*' && at[1] == '/') {
			depth--;
			at += 2;
		} else
			at++;
	} while (*at != '\0' && depth > 0);
	return at;
}

/* Past a quoted text, a quoted name, a comment, `::` or `:=`, in which no parameter is; `at` itself where none begins. */
static const char *
after_opaque(const char *at)
{
	if (at[0] == '\'' || at[0] == '"') {
		const char *end = strchr(at + 1, at[0]);        /* a doubled quote is two texts side by side */

		return end == NULL ? at + strlen(at) : end + 1;
	}
	if (at[0] == '-' && at[1] == '-')
		return at + strcspn(at, "\n");
	if (at[0] == '/' && at[1] == '*')
		return after_comment(at);
	if (at[0] == ':' && (at[1] == ':' || at[1] == '='))
		return at + 2;
	return at;
}

static int
number_of(struct mem *m, struct parameters *names, struct view name)
{
	for (size_t i = 0; i < names->n; i++)
		if (view_is(name, names->item[i]))
			return (int)i + 1;
	*push(m, names) = mem_copy(m, name.at, name.n);
	return (int)names->n;
}

/* Whether the text at `at` names a leaf: `->>` stands before it. */
static bool
names_leaf(const char *sql, const char *at)
{
	while (at > sql && strchr(" \t\r\n", at[-1]) != NULL)
		at--;
	return at - sql >= 3 && strncmp(at - 3, "->>", 3) == 0;
}

const char *
parameters_number(struct mem *m, const char *sql, struct parameters *names)
{
	struct builder b = {.mem = m};
	const char *first = sql;

	while (*sql != '\0') {
		const char *end = after_opaque(sql);

		if (end == sql && sql[0] == ':' && name_starts(sql[1])) {
			for (end = sql + 1; name_goes_on(*end); end++)
				;
			put_format(&b, "$%d", number_of(m, names, (struct view){sql + 1, (size_t)(end - sql - 1)}));
		} else {
			end = end == sql ? sql + 1 : end;
			put(&b, (struct view){sql, (size_t)(end - sql)});
			if (*sql == '\'' && *end != '\'' && names_leaf(first, sql))
				put_text(&b, " collate \"C\"");
		}
		sql = end;
	}
	return built_text(&b);
}
