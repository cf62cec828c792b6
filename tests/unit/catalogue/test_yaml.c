/* The YAML reader: what it gives, which lines it names, and what it refuses. */
#include "unit.h"

#include "base/mem.h"
#include "catalogue/yaml.h"

static struct ctx c;

static int
set_up(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	mem_free(c.mem);
	return 0;
}

static const struct node *
parsed(const char *text)
{
	struct node *root = NULL;

	if (yaml_parse(&c, "x.yml", view_of(text), &root) != OK)
		fail_msg("%s", c.sentence);
	return root;
}

static void
refused(const char *text, const char *sentence)
{
	struct node *root;

	fail_clear(&c);
	assert_int_equal(yaml_parse(&c, "x.yml", view_of(text), &root), ERR_INPUT);
	assert_string_equal(c.sentence, sentence);
}

static void
gives_kinds_keys_and_lines(void **state)
{
	const struct node *root = parsed("# a comment\n"
	    "first: one\n"
	    "list:\n"
	    "  - a\n"
	    "  - {b: 2, c: [3, 4]}\n"
	    "\n"
	    "empty:\n"
	    "last: {x: y}\n");
	const struct node *list = yaml_get(root, "list"), *second = list->child->next;

	(void)state;
	assert_int_equal(root->kind, NODE_MAP);
	assert_int_equal(root->n, 4);
	assert_string_equal(yaml_get(root, "first")->text, "one");
	assert_int_equal(yaml_get(root, "first")->line, 2);
	assert_int_equal(list->kind, NODE_LIST);
	assert_int_equal(list->line, 3);
	assert_int_equal(list->n, 2);
	assert_int_equal(list->child->line, 4);
	assert_int_equal(second->kind, NODE_MAP);
	assert_int_equal(second->line, 5);
	assert_string_equal(yaml_get(second, "c")->child->next->text, "4");
	assert_string_equal(yaml_get(root, "empty")->text, "");
	assert_int_equal(yaml_get(root, "empty")->kind, NODE_TEXT);
	assert_int_equal(yaml_get(root, "last")->line, 8);
	assert_null(yaml_get(root, "absent"));
	assert_null(yaml_get(list, "a"));
	assert_null(yaml_get(NULL, "a"));
}

/* Nothing is taken for a number, a date, yes/no or null: that is asked for, not guessed. */
static void
keeps_every_scalar_a_text(void **state)
{
	const struct node *root = parsed("a: NO\nb: 012\nc: ~\nd: 2024-01-01\ne: 'yes'\nf: \"two\\nlines\"\n");

	(void)state;
	assert_string_equal(yaml_get(root, "a")->text, "NO");
	assert_string_equal(yaml_get(root, "b")->text, "012");
	assert_string_equal(yaml_get(root, "c")->text, "~");
	assert_false(yaml_get(root, "d")->quoted);
	assert_true(yaml_get(root, "e")->quoted);
	assert_string_equal(yaml_get(root, "f")->text, "two\nlines");
}

static void
reads_blocks(void **state)
{
	const struct node *root = parsed("rows: |\n  select 1\n  from x\nabout: >\n  one\n  line\n\n  next\nend: x\n");

	(void)state;
	assert_string_equal(yaml_get(root, "rows")->text, "select 1\nfrom x\n");
	assert_true(yaml_get(root, "rows")->quoted);
	assert_int_equal(yaml_get(root, "rows")->line, 1);
	assert_string_equal(yaml_get(root, "about")->text, "one line\nnext\n");
	assert_int_equal(yaml_get(root, "end")->line, 9);
}

static void
refuses_duplicate_keys(void **state)
{
	(void)state;
	refused("a: 1\nb: 2\na: 3\n", "x.yml line 3: the key `a` stands twice (first on line 1)");
	refused("a: {x: 1,\n  y: 2,\n  x: 3}\n", "x.yml line 3: the key `x` stands twice (first on line 1)");
}

static void
refuses_what_hides_meaning(void **state)
{
	(void)state;
	refused("a: &one 1\nb: *one\n", "x.yml line 1: anchors (`&one`) are not used here; write the value out");
	refused("a: 1\nb: *one\n", "x.yml line 2: aliases (`*one`) are not used here; write the value out");
	refused("a: !!int 1\n", "x.yml line 1: tags (`tag:yaml.org,2002:int`) are not used here");
	refused("a: 1\n---\nb: 2\n", "x.yml line 2: a second document begins; a file holds one");
	refused("? [a, b]\n: 1\n", "x.yml line 1: a key must be a plain text");
	refused("a: \"x\\0y\"\n", "x.yml line 1: a text may not hold a NUL character");
}

static void
names_the_line_of_broken_yaml(void **state)
{
	(void)state;
	refused("", "x.yml line 1: the file is empty");
	refused("# only a comment\n", "x.yml line 1: the file is empty");
	refused("a: 1\nb: [1, 2\n", "x.yml line 3: while parsing a flow sequence, did not find expected ',' or ']'");
	refused("a: 1\n\tb: 2\n",
	    "x.yml line 2: while scanning a plain scalar, found a tab character that violates indentation");
}

/* A hostile file costs a sentence, not the stack. */
static void
refuses_deep_nesting(void **state)
{
	char text[4001];
	struct node *root;

	(void)state;
	memset(text, '[', 4000);
	text[4000] = 0;
	fail_clear(&c);
	assert_int_equal(yaml_parse(&c, "x.yml", view_of(text), &root), ERR_INPUT);
	assert_string_equal(c.sentence, "x.yml line 1: nested deeper than 32 levels");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_kinds_keys_and_lines), cmocka_unit_test(keeps_every_scalar_a_text),
		cmocka_unit_test(reads_blocks), cmocka_unit_test(refuses_duplicate_keys),
		cmocka_unit_test(refuses_what_hides_meaning), cmocka_unit_test(names_the_line_of_broken_yaml),
		cmocka_unit_test(refuses_deep_nesting),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
