/* The conditions of a data set's rows: parsed by recursive descent into a tree, then laid out as a short list of tests,
 * each of which says where to go when it holds and when it does not. A row asks a handful of comparisons and no more:
 * `and` and `or` cost nothing, and nothing recurses while a million rows pass.
 *
 * Logic has two values: a comparison with an empty field is false, so `not X = 'a'` holds where X is empty, whereas
 * `X != 'a'` and `X not in ('a')` do not. Ask `X is null` to say what an empty field means.
 */
#include "catalogue/condition.h"

#include <string.h>

#include "base/mem.h"

#define DEPTH_MAX 64
#define YES (-1)
#define NO  (-2)

enum op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_IN, OP_NOT_IN, OP_NULL, OP_NOT_NULL, OP_AND, OP_OR, OP_NOT };

struct operand {
	struct view text;
	double number;
	bool is_number;
};

struct test {
	enum op op;
	int field;
	struct operand *with;
	size_t n_with;
	int yes, no;                    /* the next test; YES or NO at the end */
};

struct condition {
	int start;
	struct LIST(struct test) tests;
};

/* ---- asking ------------------------------------------------------------------------------------------------- */

static bool
compares(enum op op, int order)
{
	static const bool holds[6][3] = {
		/*          less   same   more  */
		[OP_EQ] = { false, true,  false },
		[OP_NE] = { true,  false, true  },
		[OP_LT] = { true,  false, false },
		[OP_LE] = { true,  true,  false },
		[OP_GT] = { false, false, true  },
		[OP_GE] = { false, true,  true  },
	};

	return holds[op][(order > 0) - (order < 0) + 1];
}

static int
text_order(struct view a, struct view b)
{
	int order = memcmp(a.at, b.at, a.n < b.n ? a.n : b.n);

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* Whether `value`, which is not empty, stands in relation `op` to one operand. A text is neither less nor more than a
 * number. */
static bool
operand_holds(enum op op, struct view value, const struct operand *with)
{
	double x;

	if (!with->is_number) {
		if (with->text.n == 0)
			return op == OP_NE || op == OP_GT || op == OP_GE;
		return compares(op, text_order(value, with->text));
	}
	if (!view_real(value, &x))
		return op == OP_NE;
	return compares(op, (x > with->number) - (x < with->number));
}

static bool
test_holds(const struct test *t, struct view value)
{
	value = view_trim(value);
	if (t->op == OP_NULL || t->op == OP_NOT_NULL)
		return (value.n == 0) == (t->op == OP_NULL);
	if (value.n == 0)
		return false;
	if (t->op != OP_IN && t->op != OP_NOT_IN)
		return operand_holds(t->op, value, t->with);
	for (size_t i = 0; i < t->n_with; i++)
		if (operand_holds(OP_EQ, value, &t->with[i]))
			return t->op == OP_IN;
	return t->op == OP_NOT_IN;
}

bool
condition_holds(const struct condition *condition, const struct view *field)
{
	const struct test *tests = condition->tests.item;
	int at = condition->start;

	while (at >= 0)
		at = test_holds(&tests[at], field[tests[at].field]) ? tests[at].yes : tests[at].no;
	return at == YES;
}

/* ---- words -------------------------------------------------------------------------------------------------- */

enum word { WORD_END, WORD_NAME, WORD_TEXT, WORD_NUMBER, WORD_SIGN, WORD_BAD };

struct parse {
	struct ctx *c;
	const char *where, *all;
	int (*resolve)(void *with, struct view name);
	void *with;
	struct view rest;
	enum word word;                 /* the one looked at */
	struct view text;               /* its text; a quoted text without its quotes */
	bool quoted;                    /* a name in double quotes: never a keyword */
	int depth;
};

struct tree {
	enum op op;
	struct tree *left, *right;
	struct test test;
};

static bool
in_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/' || c == '.'
	    || (c & 0x80);
}

/* A text up to its closing quote; a doubled quote stands for one. */
static void
quoted_word(struct parse *p, char quote)
{
	struct builder b = {.mem = p->c->mem};
	size_t i = 1;

	p->word = WORD_BAD;
	for (; i < p->rest.n; i++) {
		if (p->rest.at[i] == quote && (i + 1 == p->rest.n || p->rest.at[i + 1] != quote)) {
			p->word = quote == '"' ? WORD_NAME : WORD_TEXT;
			break;
		}
		i += p->rest.at[i] == quote;
		put_char(&b, p->rest.at[i]);
	}
	p->quoted = true;
	p->text = view_of(built_text(&b));
	i = i < p->rest.n ? i + 1 : p->rest.n;
	p->rest = (struct view){p->rest.at + i, p->rest.n - i};
}

static void
plain_word(struct parse *p)
{
	char first = p->rest.at[0];
	size_t n = 0;
	double number;

	if (strchr("(),=", first)) {
		p->word = WORD_SIGN;
		n = 1;
	} else if (strchr("<>!", first)) {
		p->word = WORD_SIGN;
		n = p->rest.n > 1 && (p->rest.at[1] == '=' || (first == '<' && p->rest.at[1] == '>')) ? 2 : 1;
	} else {
		while (n < p->rest.n && (in_name(p->rest.at[n]) || (n == 0 && first == '-')))
			n++;
		p->word = n == 0 ? WORD_BAD : view_real((struct view){p->rest.at, n}, &number) ? WORD_NUMBER : WORD_NAME;
		n += n == 0;
	}
	p->quoted = false;
	p->text = (struct view){p->rest.at, n};
	p->rest = (struct view){p->rest.at + n, p->rest.n - n};
}

static void
next_word(struct parse *p)
{
	while (p->rest.n && strchr(" \t\r\n", p->rest.at[0]))
		p->rest = (struct view){p->rest.at + 1, p->rest.n - 1};
	if (p->rest.n == 0) {
		p->word = WORD_END;
		p->text = VIEW("the end");
	} else if (p->rest.at[0] == '\'' || p->rest.at[0] == '"') {
		quoted_word(p, p->rest.at[0]);
	} else {
		plain_word(p);
	}
}

static bool
at_keyword(const struct parse *p, const char *keyword)
{
	return p->word == WORD_NAME && !p->quoted && view_is_fold(p->text, keyword);
}

static bool
take_keyword(struct parse *p, const char *keyword)
{
	if (!at_keyword(p, keyword))
		return false;
	next_word(p);
	return true;
}

static bool
take_sign(struct parse *p, const char *sign)
{
	if (p->word != WORD_SIGN || !view_is(p->text, sign))
		return false;
	next_word(p);
	return true;
}

static enum err
expected(struct parse *p, const char *what)
{
	return fail(p->c, ERR_INPUT, "%s: `%s` should have %s where it has `" VIEW_FORMAT "`", p->where, p->all, what,
	    VIEW_ARGS(p->text));
}

/* ---- grammar ------------------------------------------------------------------------------------------------ */

static enum err parse_or(struct parse *p, struct tree **out);

static struct tree *
tree_new(struct parse *p, enum op op, struct tree *left, struct tree *right)
{
	struct tree *t = mem_new_one(p->c->mem, struct tree);

	*t = (struct tree){.op = op, .left = left, .right = right};
	return t;
}

static enum err
parse_operand(struct parse *p, struct operand *out)
{
	*out = (struct operand){.text = p->text, .is_number = p->word == WORD_NUMBER};
	if (p->word != WORD_TEXT && p->word != WORD_NUMBER)
		return expected(p, "a quoted text or a number");
	if (out->is_number && !view_real(p->text, &out->number))
		return expected(p, "a number");
	next_word(p);
	return OK;
}

static enum err
parse_members(struct parse *p, struct test *test)
{
	struct LIST(struct operand) members = {0};

	if (!take_sign(p, "("))
		return expected(p, "`(` after `in`");
	do
		TRY(parse_operand(p, push(p->c->mem, &members)));
	while (take_sign(p, ","));
	if (!take_sign(p, ")"))
		return expected(p, "`,` or `)`");
	test->with = members.item;
	test->n_with = members.n;
	return OK;
}

/* What follows a name: a comparison, [not] in, or is [not] null. */
static enum err
parse_relation(struct parse *p, struct test *test)
{
	static const struct { const char *sign; enum op op; } signs[] = {
		{ "=", OP_EQ }, { "!=", OP_NE }, { "<>", OP_NE }, { "<=", OP_LE }, { ">=", OP_GE }, { "<", OP_LT },
		{ ">", OP_GT },
	};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (!take_sign(p, signs[i].sign))
			continue;
		test->op = signs[i].op;
		test->with = mem_new_one(p->c->mem, struct operand);
		test->n_with = 1;
		return parse_operand(p, test->with);
	}
	if (take_keyword(p, "is")) {
		test->op = take_keyword(p, "not") ? OP_NOT_NULL : OP_NULL;
		return take_keyword(p, "null") ? OK : expected(p, "`null` or `not null` after `is`");
	}
	test->op = take_keyword(p, "not") ? OP_NOT_IN : OP_IN;
	if (!take_keyword(p, "in"))
		return expected(p, "a comparison, `in` or `is`");
	return parse_members(p, test);
}

static enum err
parse_test(struct parse *p, struct tree **out)
{
	struct tree *t = tree_new(p, OP_EQ, NULL, NULL);

	*out = t;
	if (p->word != WORD_NAME)
		return expected(p, "a name");
	t->test.field = p->resolve(p->with, p->text);
	if (t->test.field < 0)
		return fail(p->c, ERR_INPUT, "%s: `%s` names `" VIEW_FORMAT "`, which is no column or field here", p->where,
		    p->all, VIEW_ARGS(p->text));
	next_word(p);
	TRY(parse_relation(p, &t->test));
	t->op = t->test.op;
	return OK;
}

static enum err
parse_not(struct parse *p, struct tree **out)
{
	struct tree *inner;

	if (++p->depth > DEPTH_MAX)
		return fail(p->c, ERR_INPUT, "%s: a condition may not nest deeper than %d levels", p->where, DEPTH_MAX);
	if (take_keyword(p, "not")) {
		TRY(parse_not(p, &inner));
		*out = tree_new(p, OP_NOT, inner, NULL);
	} else if (take_sign(p, "(")) {
		TRY(parse_or(p, out));
		if (!take_sign(p, ")"))
			return expected(p, "`)`");
	} else {
		TRY(parse_test(p, out));
	}
	p->depth--;
	return OK;
}

static enum err
parse_and(struct parse *p, struct tree **out)
{
	struct tree *right;

	TRY(parse_not(p, out));
	while (take_keyword(p, "and")) {
		TRY(parse_not(p, &right));
		*out = tree_new(p, OP_AND, *out, right);
	}
	return OK;
}

static enum err
parse_or(struct parse *p, struct tree **out)
{
	struct tree *right;

	TRY(parse_and(p, out));
	while (take_keyword(p, "or")) {
		TRY(parse_and(p, &right));
		*out = tree_new(p, OP_OR, *out, right);
	}
	return OK;
}

/* Lays `t` out so that it ends at `yes` or `no`; returns the test it begins with. The right side is laid first, for the
 * left has to know where it begins; a long chain leans to the left, so only the left side loops. */
static int
lay_out(struct mem *m, struct condition *k, const struct tree *t, int yes, int no)
{
	for (;;) {
		int right;

		switch (t->op) {
		case OP_NOT:
			right = yes;
			yes = no;
			no = right;
			break;
		case OP_AND:
			yes = lay_out(m, k, t->right, yes, no);
			break;
		case OP_OR:
			no = lay_out(m, k, t->right, yes, no);
			break;
		default:
			*push(m, &k->tests) = t->test;
			k->tests.item[k->tests.n - 1].yes = yes;
			k->tests.item[k->tests.n - 1].no = no;
			return (int)k->tests.n - 1;
		}
		t = t->left;
	}
}

enum err
condition_parse(struct ctx *c, const char *where, const char *text, int (*resolve)(void *with, struct view name),
    void *with, struct condition **out)
{
	struct parse p = {.c = c, .where = where, .all = text, .resolve = resolve, .with = with, .rest = view_of(text)};
	struct condition *k = mem_new_one(c->mem, struct condition);
	struct tree *tree;

	*out = NULL;
	next_word(&p);
	if (p.word == WORD_END)
		return fail(c, ERR_INPUT, "%s: the condition is empty", where);
	TRY(parse_or(&p, &tree));
	if (p.word != WORD_END)
		return expected(&p, "`and`, `or` or its end");
	k->start = lay_out(c->mem, k, tree, YES, NO);
	*out = k;
	return OK;
}
