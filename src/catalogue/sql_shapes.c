/* What two engines read and answer differently, or one reads alone, though both know each of its words.
 *
 * No grammar: each shape looks at a token and at what stands round it, and knows dates, leaves and numbers by their
 * names and functions. What it cannot see, running the query on both engines shows (check_pair.c).
 */
#include <string.h>

#include "catalogue/sql_rules.h"

/* ---- what stands there -------------------------------------------------------------------------------------- */

static bool
is_one_of(const struct sql_token *t, const char *const *words)
{
	for (; *words; words++)
		if (view_is_fold(t->text, *words))
			return true;
	return false;
}

static bool
is_comparison(const struct sql_token *t)
{
	static const char *const signs[] = { "=", "<", ">", "<=", ">=", "<>", "!=", "==", NULL };

	return t->kind == SQL_SIGN && is_one_of(t, signs);
}

static bool
is_arithmetic(const struct sql_token *t)
{
	static const char *const signs[] = { "+", "-", "*", "/", "%", NULL };

	return t->kind == SQL_SIGN && is_one_of(t, signs);
}

/* Keywords that end an expression. */
static bool
is_between(const struct sql_token *t)
{
	static const char *const words[] = { "select", "from", "where", "and", "or", "not", "on", "as", "case", "when", "then",
	    "else", "end", "in", "is", "like", "between", "having", "union", "by", "over", "filter", "join", NULL };

	return t->kind == SQL_END || is_comparison(t) || sql_is_sign(t, ",") || sql_is_sign(t, ";")
	    || (t->kind == SQL_WORD && is_one_of(t, words));
}

/* Whether the bracket that ends at `close` holds the arguments of one of `functions`. */
static bool
is_call(const struct sql_token *t, size_t close, const char *const *functions)
{
	return sql_is_sign(&t[close], ")") && t[close].pair && t[t[close].pair - 1].kind == SQL_WORD
	    && is_one_of(&t[t[close].pair - 1], functions);
}

static bool
begins_call(const struct sql_token *t, size_t at, const char *const *functions)
{
	return t[at].kind == SQL_WORD && is_one_of(&t[at], functions) && sql_is_sign(&t[at + 1], "(");
}

/* The last name of a path: of e.since, `since`. */
static size_t
path_end(const struct sql_token *t, size_t at)
{
	while (t[at].kind == SQL_WORD && sql_is_sign(&t[at + 1], ".") && t[at + 2].kind == SQL_WORD)
		at += 2;
	return at;
}

/* The next token at the same depth. */
static size_t
over(const struct sql_token *t, size_t at)
{
	return (sql_is_sign(&t[at], "(") && t[at].pair ? t[at].pair : at) + 1;
}

/* The end of the bracket that opens at `open`, or of the text. */
static bool
is_inside(const struct sql_token *t, size_t open, size_t at)
{
	return t[at].kind != SQL_END && at != t[open].pair;
}

/* Where `sign` stands directly within the bracket that opens at `open`; 0 where it does not. */
static size_t
sign_within(const struct sql_token *t, size_t open, const char *sign)
{
	for (size_t i = open + 1; is_inside(t, open, i); i = over(t, i))
		if (sql_is_sign(&t[i], sign))
			return i;
	return 0;
}

static bool
word_within(const struct sql_token *t, size_t open, const char *word)
{
	for (size_t i = open + 1; is_inside(t, open, i); i = over(t, i))
		if (sql_is_word(&t[i], word))
			return true;
	return false;
}

/* ---- dates, leaves, numbers --------------------------------------------------------------------------------- */

static bool
is_date_name(const struct sql_token *t)
{
	static const char *const columns[] = { "since", "until", "at", "born", "born_last", "due", "died", "as_at",
	    "covers_from", "covers_until", "opened", "closed", "day", "period_from", "period_to", NULL };
	static const char *const parameters[] = { "from", "to", "day", "today", "since", "until", "at", NULL };

	return (t->kind == SQL_WORD && is_one_of(t, columns)) || (t->kind == SQL_PARAMETER && is_one_of(t, parameters));
}

static const char *const gives_date[] = { "add_days", "add_months", "add_open_days", NULL };
static const char *const keeps_kind[] = { "min", "max", "coalesce", "lag", "lead", "first_value", "last_value", NULL };
static const char *const gives_number[] = { "number", "days_between", "open_days_between", "age_on", "miles_between",
    "count", "sum", "avg", "length", "abs", "row_number", "rank", "dense_rank", NULL };
static const char *const gives_real[] = { "number", "miles_between", "avg", NULL };

static bool
takes_date(const struct sql_token *t, size_t open)
{
	size_t end = path_end(t, open + 1);

	return is_date_name(&t[end]) && (sql_is_sign(&t[end + 1], ",") || sql_is_sign(&t[end + 1], ")"));
}

/* Whether a date ends at `at`: a column's name, a parameter, the bracket of a function that gives one. */
static bool
ends_date(const struct sql_token *t, size_t at)
{
	if (is_call(t, at, (const char *const []){ "over", NULL }))
		at = t[at].pair - 2;
	return is_date_name(&t[at]) || is_call(t, at, gives_date)
	    || (is_call(t, at, keeps_kind) && takes_date(t, t[at].pair));
}

static bool
begins_date(const struct sql_token *t, size_t at)
{
	size_t end = path_end(t, at);

	return (is_date_name(&t[end]) && !sql_is_sign(&t[end + 1], "(")) || begins_call(t, at, gives_date)
	    || (begins_call(t, at, keeps_kind) && takes_date(t, at + 1));
}

static bool
ends_leaf(const struct sql_token *t, size_t at)
{
	return t[at].kind == SQL_TEXT && sql_is_sign(&t[at - 1], "->>");
}

static bool
begins_leaf(const struct sql_token *t, size_t at)
{
	at = path_end(t, at) + 1;
	while (sql_is_sign(&t[at], "->"))
		at += 2;
	return sql_is_sign(&t[at], "->>");
}

/* YYYY-MM-DD; a place for one, in a text that C fills in, counts too. */
static bool
is_iso_date(struct view v)
{
	if (v.n && memchr(v.at, '%', v.n))
		return true;
	if (v.n != 10)
		return false;
	for (size_t i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? v.at[i] != '-' : v.at[i] < '0' || v.at[i] > '9')
			return false;
	return true;
}

/* ---- leaves ------------------------------------------------------------------------------------------------- */

static bool
leaf_is_a_path(const struct sql_token *t, size_t at)
{
	struct view name = t[at + 1].text;

	if (!sql_is_sign(&t[at], "->") && !sql_is_sign(&t[at], "->>"))
		return false;
	if (t[at + 1].kind != SQL_TEXT)
		return sql_is_sign(&t[at + 1], "-");
	for (size_t i = 0; i < name.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", name.at[i])
		    && (i == 0 || !strchr("0123456789", name.at[i])))
			return true;
	return name.n == 0;
}

static bool
leaf_beside_date(const struct sql_token *t, size_t at)
{
	if (is_comparison(&t[at]) || sql_is_word(&t[at], "between"))
		return (ends_leaf(t, at - 1) && begins_date(t, at + 1)) || (ends_date(t, at - 1) && begins_leaf(t, at + 1));
	return false;
}

/* Beside + or *, where coalesce puts a number in its place, and in a sum. */
static bool
leaf_as_number(const struct sql_token *t, size_t at)
{
	static const char *const sums[] = { "sum", "avg", "abs", NULL };

	if (is_arithmetic(&t[at]))
		return ends_leaf(t, at - 1) || (begins_leaf(t, at + 1) && t[at - 1].kind != SQL_SIGN);
	if (sql_is_sign(&t[at], ","))
		return ends_leaf(t, at - 1) && t[at + 1].kind == SQL_NUMBER
		    && is_call(t, at + 2, (const char *const []){ "coalesce", "nullif", NULL });
	return begins_call(t, at, sums) && begins_leaf(t, at + 2);
}

/* ---- dates -------------------------------------------------------------------------------------------------- */

static bool
date_arithmetic(const struct sql_token *t, size_t at)
{
	return (sql_is_sign(&t[at], "+") || sql_is_sign(&t[at], "-")) && (ends_date(t, at - 1) || begins_date(t, at + 1));
}

static bool
date_written_otherwise(const struct sql_token *t, size_t at)
{
	if (t[at].kind != SQL_TEXT || is_iso_date(t[at].text) || ends_leaf(t, at))
		return false;
	if (is_comparison(&t[at - 1]) || sql_is_word(&t[at - 1], "between"))
		return ends_date(t, at - 2);
	if (is_comparison(&t[at + 1]))
		return begins_date(t, at + 2);
	if (sql_is_word(&t[at - 1], "and") && sql_is_word(&t[at - 3], "between"))
		return ends_date(t, at - 4);
	if (sql_is_sign(&t[at - 1], "(") && sql_is_word(&t[at - 2], "in"))
		return ends_date(t, at - 3);
	/* coalesce(since, '…') */
	return sql_is_sign(&t[at - 1], ",") && sql_is_sign(&t[at + 1], ")")
	    && is_call(t, at + 1, (const char *const []){ "coalesce", "nullif", NULL }) && takes_date(t, t[at + 1].pair);
}

static bool
date_as_text(const struct sql_token *t, size_t at)
{
	static const char *const of_texts[] = { "substr", "substring", "length", "lower", "upper", "trim", "replace", NULL };

	return (begins_call(t, at, of_texts) && takes_date(t, at + 1))
	    || (sql_is_word(&t[at], "like") && ends_date(t, at - 1));
}

/* PostgreSQL learns a parameter's type where it meets it first. */
static bool
parameter_alone(const struct sql_token *t, size_t at)
{
	if (t[at].kind != SQL_PARAMETER || !sql_is_word(&t[at + 1], "is"))
		return false;
	for (size_t i = at - 1; t[i].kind != SQL_END; i--)
		if (t[i].kind == SQL_PARAMETER && view_same(t[i].text, t[at].text))
			return false;
	return true;
}

/* ---- order -------------------------------------------------------------------------------------------------- */

static bool
ends_order(const struct sql_token *t, size_t at)
{
	static const char *const words[] = { "limit", "offset", "rows", "range", "groups", "union", "except", "intersect",
	    NULL };

	return t[at].kind == SQL_END || sql_is_sign(&t[at], ")") || sql_is_sign(&t[at], ";")
	    || (t[at].kind == SQL_WORD && is_one_of(&t[at], words));
}

/* A term of `order by` that says nothing of nulls and may have some; ids have none. */
static bool
order_without_nulls(const struct sql_token *t, size_t at)
{
	static const char *const never_null[] = { "id", "fact", "identity", NULL };

	if (!sql_is_word(&t[at], "order") || !sql_is_word(&t[at + 1], "by"))
		return false;
	for (size_t i = at + 2, from; !ends_order(t, i); i += sql_is_sign(&t[i], ",")) {
		bool says = false;

		for (from = i; !ends_order(t, i) && !sql_is_sign(&t[i], ","); i = over(t, i))
			says = says || sql_is_word(&t[i], "nulls");
		from = path_end(t, from);
		if (!says && !(is_one_of(&t[from], never_null) && (from + 1 == i || from + 2 == i)))
			return true;
	}
	return false;
}

static bool
window_without_order(const struct sql_token *t, size_t at)
{
	static const char *const by_order[] = { "row_number", "rank", "dense_rank", "lag", "lead", "first_value", "last_value",
	    "nth_value", "ntile", NULL };

	return sql_is_word(&t[at], "over") && sql_is_sign(&t[at + 1], "(") && is_call(t, at - 1, by_order)
	    && !word_within(t, at + 1, "order");
}

static bool
limit_with_comma(const struct sql_token *t, size_t at)
{
	if (!sql_is_word(&t[at], "limit"))
		return false;
	for (size_t i = at + 1; i < at + 3; i++)
		if (sql_is_sign(&t[i], ","))
			return true;
	return false;
}

static bool
distinct_on(const struct sql_token *t, size_t at)
{
	return sql_is_word(&t[at], "distinct") && sql_is_word(&t[at + 1], "on") && sql_is_sign(&t[at + 2], "(");
}

/* ---- truths ------------------------------------------------------------------------------------------------- */

static bool
truth_in_aggregate(const struct sql_token *t, size_t at)
{
	static const char *const aggregates[] = { "sum", "avg", "min", "max", "count", NULL };
	static const char *const truths[] = { "in", "is", "like", "between", "not", "and", "or", "exists", NULL };

	if (!begins_call(t, at, aggregates) || word_within(t, at + 1, "case"))
		return false;
	for (size_t i = at + 2; is_inside(t, at + 1, i); i = over(t, i))
		if (is_comparison(&t[i]) || (t[i].kind == SQL_WORD && is_one_of(&t[i], truths)))
			return true;
	return false;
}

static bool
is_between_values(const struct sql_token *t, size_t at)
{
	size_t next = at + 1 + sql_is_word(&t[at + 1], "not");

	return sql_is_word(&t[at], "is") && !sql_is_word(&t[next], "null") && !sql_is_word(&t[next], "distinct");
}

/* ---- numbers ------------------------------------------------------------------------------------------------ */

static bool
two_arguments(const struct sql_token *t, size_t at)
{
	return begins_call(t, at, (const char *const []){ "min", "max", NULL }) && sign_within(t, at + 1, ",");
}

/* 0.1 is a tenth in PostgreSQL; halves and quarters are what they are in both. */
static bool
decimal_reckoned(const struct sql_token *t, size_t at)
{
	const char *dot = t[at].kind == SQL_NUMBER ? memchr(t[at].text.at, '.', t[at].text.n) : NULL;
	struct view after;

	if (!dot)
		return false;
	after = (struct view){dot + 1, (size_t)(t[at].text.at + t[at].text.n - dot - 1)};
	if (view_is(after, "5") || view_is(after, "25") || view_is(after, "75") || strspn(after.at, "0") >= after.n)
		return false;
	return is_arithmetic(&t[at + 1])
	    || (is_arithmetic(&t[at - 1]) && t[at - 2].kind != SQL_SIGN && !is_between(&t[at - 2]));
}

static bool
is_real(const struct sql_token *t)
{
	return t->kind == SQL_NUMBER && memchr(t->text.at, '.', t->text.n) && strspn(t->text.at, "0.") < t->text.n;
}

/* Whether the product that ends before `at` begins as 1.0 * x does. */
static bool
product_is_real(const struct sql_token *t, size_t at)
{
	for (size_t i = at - 1; !is_between(&t[i]) && !sql_is_sign(&t[i], "(") && !sql_is_sign(&t[i], "+")
	    && !sql_is_sign(&t[i], "-"); i--) {
		if (is_real(&t[i]) && sql_is_sign(&t[i + 1], "*"))
			return true;
		if (sql_is_sign(&t[i], ")") && t[i].pair)
			i = t[i].pair;
	}
	return false;
}

/* By 24.0, or of a product with a real number by what is not nought. */
static bool
divides(const struct sql_token *t, size_t at)
{
	return sql_is_sign(&t[at], "/") && !is_real(&t[at + 1])
	    && !(sql_is_word(&t[at + 1], "nullif") && product_is_real(t, at));
}

static bool
number_beside_text(const struct sql_token *t, size_t at)
{
	bool left = is_call(t, at - 1, gives_number) || (t[at - 1].kind == SQL_NUMBER && !sql_is_sign(&t[at - 2], "."));
	size_t value = at + 1 + (sql_is_word(&t[at], "in") && sql_is_sign(&t[at + 1], "("));

	if (sql_is_word(&t[at], "not") && sql_is_word(&t[at + 1], "in"))
		return false;
	if (sql_is_word(&t[at], "in") && sql_is_word(&t[at - 1], "not"))
		left = is_call(t, at - 2, gives_number);
	if (!is_comparison(&t[at]) && !sql_is_word(&t[at], "in") && !sql_is_word(&t[at], "between"))
		return false;
	return (left && t[value].kind == SQL_TEXT && !sql_is_sign(&t[value + 1], "||"))
	    || (t[at - 1].kind == SQL_TEXT && (t[value].kind == SQL_NUMBER || begins_call(t, value, gives_number)));
}

static bool
converts(const struct sql_token *t, size_t at)
{
	return sql_is_word(&t[at], "cast") && sql_is_sign(&t[at + 1], "(") && !sql_is_word(&t[at + 2], "null");
}

/* ---- texts -------------------------------------------------------------------------------------------------- */

static bool
like_with_backslash(const struct sql_token *t, size_t at)
{
	return sql_is_word(&t[at], "like") && t[at + 1].kind == SQL_TEXT && t[at + 1].text.n
	    && memchr(t[at + 1].text.at, '\\', t[at + 1].text.n) && !sql_is_word(&t[at + 2], "escape");
}

static bool
counts_from_the_end(const struct sql_token *t, size_t at)
{
	if (!begins_call(t, at, (const char *const []){ "substr", "substring", NULL }))
		return false;
	for (size_t i = at + 2; is_inside(t, at + 1, i); i = over(t, i))
		if (sql_is_sign(&t[i], ",") && sql_is_sign(&t[i + 1], "-"))
			return true;
	return false;
}

static bool
case_of_what_is_no_column(const struct sql_token *t, size_t at)
{
	return begins_call(t, at, (const char *const []){ "lower", "upper", NULL })
	    && (t[at + 2].kind == SQL_TEXT || t[at + 2].kind == SQL_PARAMETER);
}

static bool
real_as_text(const struct sql_token *t, size_t at)
{
	return sql_is_sign(&t[at], "||") && (is_call(t, at - 1, gives_real) || begins_call(t, at + 1, gives_real));
}

static bool
joined_and_reckoned(const struct sql_token *t, size_t at)
{
	if (!sql_is_sign(&t[at], "||"))
		return false;
	for (size_t i = at + 1; !is_between(&t[i]) && !sql_is_sign(&t[i], ")"); i = over(t, i))
		if (is_arithmetic(&t[i]) || sql_is_sign(&t[i], "->") || sql_is_sign(&t[i], "->>"))
			return true;
	for (size_t i = at - 1; !is_between(&t[i]) && !sql_is_sign(&t[i], "("); i--) {
		if (is_arithmetic(&t[i]))
			return true;
		if (sql_is_sign(&t[i], ")") && t[i].pair)
			i = t[i].pair;
	}
	return false;
}

/* ---- statements --------------------------------------------------------------------------------------------- */

static bool
insert_or(const struct sql_token *t, size_t at)
{
	return (sql_is_word(&t[at], "insert") && sql_is_word(&t[at + 1], "or"))
	    || (sql_is_word(&t[at], "replace") && sql_is_word(&t[at + 1], "into"));
}

/* ---- the list ----------------------------------------------------------------------------------------------- */

const struct sql_shape sql_shapes[] = {
	{ { "->> of a path", SQL_EVERYWHERE, "follows `.`, `$` and `[` in SQLite alone", "data->'a'->>'b', plain names" },
	    leaf_is_a_path, "data->>'a.b'" },
	{ { "a leaf beside a date", SQL_EVERYWHERE, "compares a text with a date, which PostgreSQL does not",
	    "days_between(data->>'x', day) >= 0" }, leaf_beside_date, "data->>'x' <= e.since" },
	{ { "a leaf as a number", SQL_EVERYWHERE, "reckons with a text, which PostgreSQL does not", "number(data->>'x')" },
	    leaf_as_number, "sum(data->>'x')" },
	{ { "+ or - on a date", SQL_EVERYWHERE, "reckons with the year in SQLite", "add_days or days_between" },
	    date_arithmetic, "since + 7" },
	{ { "a date beside another text", SQL_EVERYWHERE, "compares letters in SQLite and dates in PostgreSQL, in many forms",
	    "'YYYY-MM-DD', or `is null`" }, date_written_otherwise, "e.since < '2024-2-1'" },
	{ { "a date as a text", SQL_EVERYWHERE, "is SQLite's alone, which keeps dates so", "a comparison of dates" },
	    date_as_text, "substr(e.since, 1, 4)" },
	{ { "a parameter alone", SQL_EVERYWHERE, "has no type in PostgreSQL", "its comparison first: x = :x or :x is null" },
	    parameter_alone, ":x is null" },
	{ { "order by", SQL_CATALOGUE, "puts nulls first in SQLite and last in PostgreSQL", "order by x nulls last" },
	    order_without_nulls, "lag(x) over (order by e.since, e.id)" },
	{ { "a window without order", SQL_EVERYWHERE, "takes rows as they come", "over (… order by x nulls last)" },
	    window_without_order, "lag(x) over (partition by y)" },
	{ { "limit x, y", SQL_EVERYWHERE, "is SQLite's own", "limit y offset x" }, limit_with_comma, "limit 5, 10" },
	{ { "distinct on", SQL_EVERYWHERE, "is PostgreSQL's own", "row_number() over (…), and a condition" },
	    distinct_on, "distinct on (x)" },
	{ { "sum(a = b)", SQL_EVERYWHERE, "adds up truths, which are numbers in SQLite alone",
	    "sum(case when a = b then 1 else 0 end)" }, truth_in_aggregate, "sum(a <= b)" },
	{ { "a is b", SQL_EVERYWHERE, "is SQLite's own between values", "a is not distinct from b" },
	    is_between_values, "a is b" },
	{ { "min(a, b)", SQL_EVERYWHERE, "is SQLite's own", "case when a < b then a else b end" },
	    two_arguments, "max(a, b)" },
	{ { "/", SQL_CATALOGUE, "cuts off in one engine what it does not in the other, and fails by nought in PostgreSQL",
	    "numerator and denominator, x / 24.0, or 1.0 * x / nullif(y, 0)" }, divides, "sum(n) / 2" },
	{ { "a number beside a text", SQL_EVERYWHERE, "is never alike in SQLite, and read as a number in PostgreSQL",
	    "number(data->>'x') = 5" }, number_beside_text, "count(*) > '5'" },
	{ { "a decimal reckoned with", SQL_EVERYWHERE, "is exact in PostgreSQL and rounded in SQLite",
	    "whole numbers: 10 * x >= n" }, decimal_reckoned, "n * 0.1" },
	{ { "cast(", SQL_EVERYWHERE, "rounds in PostgreSQL, cuts off in SQLite, and takes any text for 0 there",
	    "the value itself, or number(text)" }, converts, "cast(x as integer)" },
	{ { "like with a backslash", SQL_EVERYWHERE, "escapes in PostgreSQL alone", "like 'a!_%' escape '!'" },
	    like_with_backslash, "x like 'a\\_%'" },
	{ { "substr from the end", SQL_EVERYWHERE, "counts from the end in SQLite alone", "substr(x, length(x) - n)" },
	    counts_from_the_end, "substr(x, -3)" },
	{ { "lower or upper", SQL_EVERYWHERE, "of what is no column follows the database's language in PostgreSQL",
	    "the text itself, in small letters" }, case_of_what_is_no_column, "lower(:name)" },
	{ { "||", SQL_EVERYWHERE, "writes 5.0 in SQLite and 5 in PostgreSQL", "the number as a column of its own" },
	    real_as_text, "'x' || number(y)" },
	{ { "|| beside + or ->>", SQL_EVERYWHERE, "binds more tightly in SQLite than in PostgreSQL", "brackets round either" },
	    joined_and_reckoned, "x || 1 + 2" },
	{ { "insert or, replace into", SQL_EVERYWHERE, "is SQLite's own, and deletes history", "on conflict … do" },
	    insert_or, "replace into x" },
	{ { 0 }, NULL, NULL },
};
