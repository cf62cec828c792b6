/* Records that go into the engine by batches are there as if each had been put by itself. */
#include "unit.h"

#include "base/mem.h"
#include "linkage/set.h"
#include "people/link_batches.h"

enum { FIELDS = 3 };
static const struct link_model model = {.field = {{"born", LINK_BORN}, {"given", LINK_GIVEN}, {"text", LINK_TEXT}}, .n_fields = FIELDS};

/* A row of a file, and its fields. Quotes, where it has any, are undone beside it. */
struct row {
	struct view raw, value[FIELDS];
	char *beside;
	int source;
};

static struct row
row_make(struct mem *m, size_t number, size_t born, size_t given, size_t text)
{
	size_t n = born + given + text;
	char *raw = mem_take(m, n + 1);
	struct row r = {.raw = {raw, n}, .source = (int)(number % 7)};

	for (size_t i = 0; i < n; i++)
		raw[i] = (char)('a' + (i * i + number) % 26 * (i % 5 + 1) % 26);
	memcpy(raw, "2011-02-03", born);
	r.beside = mem_copy(m, raw + born + given, text);
	r.value[0] = (struct view){raw, born};
	r.value[1] = (struct view){raw + born, given};
	r.value[2] = (struct view){number % 5 ? raw + born + given : r.beside, text};
	return r;
}

/* Read so quickly that they wait to be put. Each row's bytes are gone when the next one comes. */
static void
all_are_there(struct mem *m, const struct row *row, uint32_t n)
{
	struct link_set *one = link_set_new(&model), *many = link_set_new(&model);
	struct link_batches *batches = link_batches_new(m, many);

	for (uint32_t i = 0; i < n; i++)
		link_set_add(one, row[i].source, row[i].value);
	for (uint32_t i = 0; i < n; i++) {
		link_batches_add(batches, row[i].raw, row[i].source, row[i].value);
		memset((char *)(uintptr_t)row[i].raw.at, '?', row[i].raw.n);
		memset(row[i].beside, '?', row[i].value[2].n);
	}
	link_batches_end(batches);
	assert_int_equal(link_set_count(many), n);
	assert_int_equal(many->names.n, one->names.n);
	for (uint32_t i = 0; i < n; i++)
		assert_memory_equal(row_of(many, i), row_of(one, i), (size_t)one->width * sizeof(uint32_t));
	link_set_free(one);
	link_set_free(many);
	mem_free(m);
}

/* More than the ring holds several times over; room for them is made as they come. */
static void
many_batches(void **state)
{
	enum { ROWS = 40000 };
	struct mem *m = mem_new();
	struct row *row = mem_new_array(m, struct row, ROWS);

	(void)state;
	for (size_t i = 0; i < ROWS; i++)
		row[i] = row_make(m, i, i % 3 ? 10 : 0, i % 23, i % 17);
	all_are_there(m, row, ROWS);
}

/* Those of a row that no batch has room for are put from where they are; those around it in their places. */
static void
rows_of_any_length(void **state)
{
	enum { ROWS = 200 };
	struct mem *m = mem_new();
	struct row *row = mem_new_array(m, struct row, ROWS);

	(void)state;
	for (size_t i = 0; i < ROWS; i++)
		row[i] = row_make(m, i, 10, 5 + i % 9, i % 50 == 7 ? 300000 : i % 50 == 20 ? 60000 : 10);
	all_are_there(m, row, ROWS);
}

static void
none(void **state)
{
	(void)state;
	all_are_there(mem_new(), NULL, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_batches),
		cmocka_unit_test(rows_of_any_length),
		cmocka_unit_test(none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
