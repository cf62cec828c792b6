/* bairn init: a database belongs to one authority for good. */
#include "desk.h"

#include "people/people.h"

/* Runs `bairn init NAME --code CODE` on a database, in a context of its own. */
static enum err
init(const char *db, const char *name, const char *code, char *sentence, size_t size)
{
	const char *operands[] = {name, NULL}, *values[] = {code};
	struct ctx c = {.mem = mem_new()};
	struct args args = {.db = db, .format = "table", .operand = operands, .n = 1, .rules = people_commands[0].options,
	    .value = values};
	FILE *out = fopen("/dev/null", "w");
	enum err e;

	assert_non_null(out);
	assert_string_equal(people_commands[0].name, "init");
	e = people_commands[0].run(&c, &args, out);
	snprintf(sentence, size, "%s", c.sentence);
	fclose(out);
	store_close(&c);
	mem_free(c.mem);
	return e;
}

/* The same authority may be named anew; another one's code would put its name to the first one's figures. */
static void
test_init_keeps_the_authority(void **state)
{
	struct desk *d = *state;
	char sentence[600];

	assert_int_equal(init(d->db, "Wearshire", "E06999999", sentence, sizeof sentence), OK);
	assert_int_equal(init(d->db, "The County of Wearshire", "E06999999", sentence, sizeof sentence), OK);
	ASK_TEXT("select value from setting where name = 'authority_name'", "The County of Wearshire");
	assert_int_equal(init(d->db, "Elsewhere", "E06000001", sentence, sizeof sentence), ERR_INPUT);
	assert_non_null(strstr(sentence, "E06999999"));
	ASK("select name, value from setting where name like 'authority%' order by name",
	    "authority_code|E06999999\nauthority_name|The County of Wearshire\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {DESK_TEST(test_init_keeps_the_authority)};

	return cmocka_run_group_tests_name("init", tests, NULL, NULL);
}
