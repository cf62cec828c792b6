/* Reads the SQL in C's string literals and in the catalogue's files against the one list of what is not portable
 * (src/catalogue/sql_words.c, sql_shapes.c): sqllint FILE… prints each fault with its file and line.
 *
 * sqllint --examples c|yml prints an example of everything on the list, which tools/lint_sql.sh gives back to it.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalogue/sql_rules.h"
#include "catalogue/sql_text.h"

static int faults, pieces;

static void
report(const char *file, int line, struct sql_fault f)
{
	pieces++;
	if (!f.word)
		return;
	printf("%s:%d: `%s` %s; use %s\n", file, line + f.line, f.word, f.because, f.instead);
	faults++;
}

/* ---- C ------------------------------------------------------------------------------------------------------ */

struct source {
	const char *file, *at;
	int line;
	struct mem *mem;
};

static void
step(struct source *s)
{
	s->line += *s->at == '\n';
	s->at++;
}

/* Past a comment, a character or a line of the preprocessor's that names a file; false where none of them stands. */
static bool
pass_over(struct source *s)
{
	const char *end = NULL;

	if (s->at[0] == '/' && s->at[1] == '*')
		end = strstr(s->at + 2, "*/") ? strstr(s->at + 2, "*/") + 2 : NULL;
	else if (s->at[0] == '/' && s->at[1] == '/')
		end = strchr(s->at, '\n');
	else if (strncmp(s->at, "#include", 8) == 0)
		end = strchr(s->at, '\n');
	else if (s->at[0] == '\'')
		end = strchr(s->at + (s->at[1] == '\\' ? 3 : 2), '\'') + 1;
	else
		return false;
	while (*s->at && s->at != end)
		step(s);
	return true;
}

/* One literal, from its opening quote. A line's end written in it is white space, so that lines stay C's own. */
static void
literal(struct source *s, struct builder *b)
{
	for (s->at++; *s->at && *s->at != '"'; step(s)) {
		if (*s->at != '\\') {
			put_char(b, *s->at);
			continue;
		}
		step(s);
		put_char(b, *s->at == 'n' || *s->at == 't' || *s->at == '\n' ? ' ' : *s->at);
	}
	step(s);
}

/* Literals side by side are one text, with a line's end for each in the file; a macro between them is passed over. */
static const char *
text_next(struct source *s, int *line)
{
	struct builder b = {.mem = s->mem};
	const char *blank = " \t\r\n", *name = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789abcdefghijklmnopqrstuvwxyz";

	while (*s->at && *s->at != '"')
		if (!pass_over(s))
			step(s);
	*line = s->line;
	while (*s->at == '"') {
		int from;

		literal(s, &b);
		from = s->line;
		while (*s->at && (strchr(blank, *s->at) || strchr(name, *s->at) || (s->at[0] == '/' && s->at[1] == '*')))
			if (!pass_over(s))
				step(s);
		for (; from < s->line; from++)
			put_char(&b, '\n');
		put_char(&b, ' ');
	}
	return *built_text(&b) ? built_text(&b) : NULL;
}

static bool
is_any_word(const struct sql_token *t, const char *const *words)
{
	for (; *words; words++)
		if (sql_is_word(t, *words))
			return true;
	return false;
}

/* A statement's first word, and one that comes later in it. */
static bool
is_statement(const struct sql_token *first, const struct sql_token *end)
{
	static const struct { const char *verb, *later[4]; } verbs[] = {
		{ "with", { "select" } }, { "insert", { "into" } }, { "update", { "set" } }, { "delete", { "from" } },
		{ "create", { "table", "index", "view" } }, { "drop", { "table", "index", "view" } }, { "alter", { "table" } },
	};

	for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++)
		for (const struct sql_token *t = first; sql_is_word(first, verbs[v].verb) && t < end; t++)
			if (is_any_word(t, verbs[v].later))
				return true;
	return false;
}

/* e.since, and not the end of a sentence. */
static bool
is_path(const struct sql_token *dot)
{
	return sql_is_sign(dot, ".") && dot[-1].kind == SQL_WORD && dot[1].kind == SQL_WORD
	    && dot[1].text.at == dot->text.at + 1;
}

/* Whether a text is a statement or part of one, and not words for a person. */
static bool
is_sql(const char *text, struct mem *m)
{
	static const char *const parts[] = { "from", "where", "and", "or", "on", "join", "left", "inner", "union", "order",
	    "group", "having", "case", "coalesce", "over", "lag", "lead", NULL };
	struct sql_tokens all = sql_scan(text, m);
	bool part = false, equals = false;

	if (strchr(text, '`'))          /* marks what a person is to type */
		return false;
	for (const struct sql_token *t = &all.at[SQL_PAD]; t < &all.at[all.n]; t++) {
		equals = equals || sql_is_sign(t, "=");
		part = part || (is_any_word(t, parts) && (t->text.at == text || t->text.at[-1] == ' '));
		if ((view_is(t->text, "select") && (t[-1].kind == SQL_END || sql_is_sign(t - 1, "(")))
		    || (sql_is_word(t, "is") && (sql_is_word(t + 1, "null") || sql_is_word(t + 2, "null")))
		    || (sql_is_word(t, "case") && (sql_is_word(t + 1, "when") || sql_is_word(t + 2, "when")))
		    || (t->kind == SQL_PARAMETER && t[-1].kind == SQL_SIGN && strchr("=<>(", *t[-1].text.at))
		    || sql_is_sign(t, "->>") || (part && is_path(t)))
			return true;
	}
	return (part && equals) || is_statement(&all.at[SQL_PAD], &all.at[all.n]);
}

static void
read_code(const char *file, const char *text, struct mem *m)
{
	struct source s = {.file = file, .at = text, .line = 1, .mem = m};
	const char *sql;
	int line;

	while (*s.at)
		if ((sql = text_next(&s, &line)) && is_sql(sql, m))
			report(file, line, sql_check_code(sql, m));
}

/* ---- the catalogue ------------------------------------------------------------------------------------------ */

/* `rows: |` with the lines that stand further in, or `where:` and the rest of its line. */
static void
read_catalogue(const char *file, const char *text, struct mem *m)
{
	struct view rest = view_of(text);

	for (int line = 1; rest.n; line++) {
		struct view v = view_cut(&rest, '\n'), bare = view_trim(v);
		struct builder b = {.mem = m};
		int from = line + 1;

		if (view_starts(bare, "where:")) {
			struct view condition = view_trim((struct view){bare.at + 6, bare.n - 6});
			if (condition.n > 1 && *condition.at == '"')
				condition = (struct view){condition.at + 1, condition.n - 2};
			report(file, line, sql_check(mem_format(m, "select 1 from event where " VIEW_FORMAT,
			    VIEW_ARGS(condition)), m));
		}
		if (!view_starts(v, "rows:"))
			continue;
		for (; rest.n && (*rest.at == ' ' || *rest.at == '\n'); line++) {
			put(&b, view_cut(&rest, '\n'));
			put_char(&b, '\n');
		}
		report(file, from, sql_check(built_text(&b), m));
	}
}

/* ---- examples ----------------------------------------------------------------------------------------------- */

static void
example(bool yml, enum sql_reach reach, const char *sql)
{
	if (yml)
		printf("rows: |\n  %s\n", sql);
	else if (reach == SQL_EVERYWHERE) {
		printf("\t\"");
		for (; *sql; sql++)
			printf(*sql == '\\' || *sql == '"' ? "\\%c" : "%c", *sql);
		printf("\",\n");
	}
}

static int
examples(bool yml)
{
	struct mem *m = mem_new();

	for (const struct sql_word *w = sql_words; w->word; w++) {
		int n = (int)strlen(w->word);
		bool called = n > 1 && w->word[n - 1] == '(', begins = n > 1 && w->word[n - 1] == '*';

		example(yml, w->reach, called ? mem_format(m, "select a, %s x) from t", w->word) : begins ?
		    mem_format(m, "select a, %.*sx(y) from t", n - 1, w->word) : mem_format(m, "select a, x %s y from t", w->word));
	}
	for (const struct sql_shape *s = sql_shapes; s->seen; s++)
		example(yml, s->says.reach, mem_format(m, "select a, b from t where %s", s->example));
	mem_free(m);
	return 0;
}

/* ---- files -------------------------------------------------------------------------------------------------- */

static bool
read_file(const char *file)
{
	struct mem *m = mem_new();
	struct builder b = {.mem = m};
	char part[65536];
	size_t n;
	FILE *f = fopen(file, "r");

	if (f == NULL) {
		perror(file);
		mem_free(m);
		return false;
	}
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		put(&b, (struct view){part, n});
	fclose(f);
	if (strlen(file) > 4 && strcmp(file + strlen(file) - 4, ".yml") == 0)
		read_catalogue(file, built_text(&b), m);
	else
		read_code(file, built_text(&b), m);
	mem_free(m);
	return true;
}

int
main(int argc, char **argv)
{
	bool read = true;

	if (argc == 3 && strcmp(argv[1], "--examples") == 0)
		return examples(strcmp(argv[2], "yml") == 0);
	for (int i = 1; i < argc; i++)
		read = read_file(argv[i]) && read;
	fprintf(stderr, "%d piece%s of SQL\n", pieces, pieces == 1 ? "" : "s");
	return !read || faults > 0;
}
