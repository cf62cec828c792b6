/* A query against the list of what is not portable, and the kinds that it names. The engine that prepares a query knows
 * its own words; it cannot know that the other engine lacks them, or takes them otherwise, so that is asked here. */
#include "catalogue/sql_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "catalogue/sql_rules.h"

/* ---- portability -------------------------------------------------------------------------------------------- */

static struct sql_fault
fault_of(const struct sql_word *w, const struct sql_token *t)
{
	return (struct sql_fault){t->line, w->word, w->because, w->instead};
}

/* Nearly every word of a query differs from nearly every one of the list in its first letter. */
static bool
word_stands(const struct sql_word *w, const struct sql_token *t)
{
	size_t n;
	char end;

	if ((t->kind != SQL_WORD && t->kind != SQL_SIGN) || t->text.n == 0 || tolower((unsigned char)*t->text.at) != *w->word)
		return false;
	n = strlen(w->word);
	end = w->word[n - 1];
	if (n == 1 || (end != '*' && end != '('))
		return view_is_fold(t->text, w->word);
	n--;
	if (t->kind != SQL_WORD || t->text.n < n || (end == '(' && (t->text.n != n || !sql_is_sign(t + 1, "("))))
		return false;
	return strncasecmp(t->text.at, w->word, n) == 0;
}

static struct sql_fault
check_from(const struct sql_tokens *all, enum sql_reach reach)
{
	for (size_t i = SQL_PAD; i < all->n; i++) {
		for (const struct sql_word *w = sql_words; w->word; w++)
			if (w->reach <= reach && word_stands(w, &all->at[i]))
				return fault_of(w, &all->at[i]);
		for (const struct sql_shape *s = sql_shapes; s->seen; s++)
			if (s->says.reach <= reach && s->seen(all->at, i))
				return fault_of(&s->says, &all->at[i]);
	}
	return (struct sql_fault){0};
}

struct sql_fault
sql_check(const char *sql, struct mem *m)
{
	struct sql_tokens all = sql_scan(sql, m);
	const struct sql_token *first = &all.at[SQL_PAD];

	if (!sql_is_word(first, "select") && !sql_is_word(first, "with"))
		return (struct sql_fault){first->line, view_copy(m, first->text), "begins no query", "one SELECT"};
	return check_from(&all, SQL_CATALOGUE);
}

struct sql_fault
sql_check_code(const char *sql, struct mem *m)
{
	struct sql_tokens all = sql_scan(sql, m);

	return check_from(&all, SQL_EVERYWHERE);
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
kinds_after(const struct sql_token *t, struct mem *m, struct names *names)
{
	bool found = false;

	if (sql_is_sign(t, "=") && t[1].kind == SQL_TEXT) {
		add_name(m, names, t[1].text);
		return true;
	}
	if (!sql_is_word(t, "in") || !sql_is_sign(t + 1, "("))
		return false;
	for (t += 2; t->kind == SQL_TEXT || sql_is_sign(t, ","); t++)
		if (t->kind == SQL_TEXT) {
			add_name(m, names, t->text);
			found = true;
		}
	return found;
}

/* `NAME as (`: what a `with` makes. */
static bool
is_made_here(const struct sql_tokens *all, struct view name)
{
	for (size_t i = SQL_PAD; i < all->n; i++) {
		const struct sql_token *t = &all->at[i];

		if (t->kind == SQL_WORD && view_same(t->text, name) && sql_is_word(t + 1, "as") && sql_is_sign(t + 2, "("))
			return true;
	}
	return false;
}

bool
sql_reads_facts_alone(const char *sql, struct mem *m)
{
	struct sql_tokens all = sql_scan(sql, m);

	for (size_t i = SQL_PAD; i < all.n; i++) {
		const struct sql_token *t = &all.at[i], *table = t + 1;

		if (!sql_is_word(t, "from") && !sql_is_word(t, "join"))
			continue;
		/* `from a, b`: the list goes on after the table's other name. A bracket is a query of its own. */
		for (;; table += 2) {
			if (!sql_is_sign(table, "(") && !sql_is_word(table, "episode") && !sql_is_word(table, "event") &&
			    !is_made_here(&all, table->text))
				return false;
			if (sql_is_sign(table, "("))
				table = &all.at[table->pair];
			if (sql_is_word(table + 1, "as"))
				table++;
			if (table[1].kind == SQL_WORD && sql_is_sign(table + 2, ","))
				table++;
			if (!sql_is_sign(table + 1, ","))
				break;
		}
	}
	return true;
}

const char **
sql_kinds(const char *sql, struct mem *m)
{
	struct sql_tokens all = sql_scan(sql, m);
	struct names names = {0};
	size_t tables = 0, named = 0;

	for (size_t i = SQL_PAD; i < all.n; i++) {
		const struct sql_token *t = &all.at[i];
		if (sql_is_word(t, "kind"))
			named += kinds_after(t + 1, m, &names);
		if (sql_is_word(t, "from") || sql_is_word(t, "join"))
			tables += sql_is_word(t + 1, "episode") || sql_is_word(t + 1, "event");
	}
	if (named < tables)
		return NULL;
	*push(m, &names) = NULL;
	return names.item;
}
