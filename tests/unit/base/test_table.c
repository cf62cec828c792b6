/* Tables in their three forms, and what a spreadsheet must not be handed. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "base/table.h"
#include "sheet.h"

static const struct table_column columns[] = {{"Area", false}, {"Children in need", true}, {"Rate", true}, {"Note", false}};

static struct table *
small_table(struct mem *m)
{
	struct table *t = table_new(m, columns, 4);

	table_cell_text(t, "Łódź");
	table_cell_int(t, 1234);
	table_cell_real(t, 52.349, 1);
	table_cell_text(t, NULL);
	table_cell(t, VIEW("A \"b\", c"));
	table_cell_text(t, "7");
	table_cell_real(t, (double)NAN, 1);
	table_cell_text(t, "two\nlines");
	table_cell_text(t, "short row");
	return t;
}

/* What a table prints; NULL on failure. */
static const char *
printed(struct ctx *c, const struct table *t, const char *format)
{
	char *text = NULL, *copy;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	enum err e = table_print(c, t, format, out);

	fclose(out);
	copy = mem_copy(c->mem, text, n);
	free(text);
	return e == OK ? copy : NULL;
}

static void
test_for_people(void **state)
{
	struct ctx c = {.mem = mem_new()};

	(void)state;
	assert_string_equal(printed(&c, small_table(c.mem), "table"),
	    "Area       Children in need  Rate  Note\n"
	    "---------  ----------------  ----  ---------\n"
	    "Łódź                   1234  52.3\n"
	    "A \"b\", c                  7        two lines\n"
	    "short row\n");
	mem_free(c.mem);
}

static void
test_csv(void **state)
{
	struct ctx c = {.mem = mem_new()};

	(void)state;
	assert_string_equal(printed(&c, small_table(c.mem), "csv"),
	    "Area,Children in need,Rate,Note\n"
	    "Łódź,1234,52.349,\n"
	    "\"A \"\"b\"\", c\",7,,\"two\nlines\"\n"
	    "short row,,,\n");
	mem_free(c.mem);
}

static void
test_json(void **state)
{
	struct ctx c = {.mem = mem_new()};

	(void)state;
	assert_string_equal(printed(&c, small_table(c.mem), "json"),
	    "[\n{\"area\":\"Łódź\",\"children_in_need\":1234,\"rate\":52.349,\"note\":null},\n"
	    "{\"area\":\"A \\\"b\\\", c\",\"children_in_need\":7,\"rate\":null,\"note\":\"two\\nlines\"},\n"
	    "{\"area\":\"short row\",\"children_in_need\":null,\"rate\":null,\"note\":null}\n]\n");
	assert_string_equal(printed(&c, table_new(c.mem, columns, 4), "json"), "[]\n");
	mem_free(c.mem);
}

static void
test_texts_in_number_columns(void **state)
{
	static const struct table_column one[] = {{"N", true}};
	struct ctx c = {.mem = mem_new()};
	struct table *t = table_new(c.mem, one, 1);

	(void)state;
	table_cell_text(t, "+5");
	table_cell_text(t, ".5");
	table_cell_text(t, "c");
	table_cell_text(t, "1,000");
	assert_string_equal(printed(&c, t, "json"), "[\n{\"n\":5},\n{\"n\":0.5},\n{\"n\":\"c\"},\n{\"n\":\"1,000\"}\n]\n");
	mem_free(c.mem);
}

static void
test_no_formula_reaches_a_spreadsheet(void **state)
{
	static const struct table_column one[] = {{"=A1", false}};
	static const char *const cells[] = {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "-5", "+7.5", "-", "a=b", "=\"x\""};
	struct ctx c = {.mem = mem_new()};
	struct table *t = table_new(c.mem, one, 1);

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
		table_cell_text(t, cells[i]);
	table_cell_int(t, -3);
	table_cell_real(t, -0.5, 0);
	assert_string_equal(printed(&c, t, "csv"),
	    "'=A1\n'=1+1\n'+cmd|' /C calc'!A0\n'-2+3\n'@SUM(A1)\n'\tx\n-5\n+7.5\n'-\na=b\n\"'=\"\"x\"\"\"\n-3\n-0.5\n");
	mem_free(c.mem);
}

/* What a spreadsheet finds: "t:" before texts, nothing before numbers. A heading's style is the second there is. */
static void
test_workbook(void **state)
{
	struct ctx c = {.mem = mem_new()};
	struct table *t = small_table(c.mem);
	struct sheet s;
	struct view bytes;

	(void)state;
	assert_int_equal(table_text(&c, t, "xlsx", &bytes), OK);
	s = sheet_read(bytes.at, bytes.n);
	assert_string_equal(s.cells,
	    "t:Area|t:Children in need|t:Rate|t:Note\n"
	    "t:Łódź|1234|52.349|\n"
	    "t:A \"b\", c|7||t:two\nlines\n"
	    "t:short row|||\n");
	assert_non_null(strstr(s.xml, "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"));
	assert_non_null(strstr(s.xml, "<c r=\"A1\" s=\"1\""));
	assert_non_null(strstr(s.xml, "<col min=\"2\" max=\"2\" width=\"18."));
	assert_non_null(strstr(s.styles, "formatCode=\"0.0\""));
	sheet_free(&s);
	assert_int_equal(table_text(&c, table_new(c.mem, columns, 4), "xlsx", &bytes), OK);
	s = sheet_read(bytes.at, bytes.n);
	assert_string_equal(s.cells, "t:Area|t:Children in need|t:Rate|t:Note\n");
	sheet_free(&s);
	mem_free(c.mem);
}

static void
test_no_formula_in_a_workbook(void **state)
{
	static const struct table_column one[] = {{"=A1", false}, {"N", true}};
	struct ctx c = {.mem = mem_new()};
	struct table *t = table_new(c.mem, one, 2);
	char *long_text = mem_new_array(c.mem, char, 40001);
	struct view bytes;
	struct sheet s;

	(void)state;
	memset(long_text, 'x', 40000);
	for (const char *const *p = (const char *const[]){"=1+1", "=1+1", "+cmd", "+5", "-2+3", "-2+3", "@SUM(A1)", "", "{=1}",
	    "c", "\tx & <y>", "1e3", NULL}; *p; p++)
		table_cell_text(t, *p);
	table_cell_text(t, long_text);
	assert_int_equal(table_text(&c, t, "xlsx", &bytes), OK);
	s = sheet_read(bytes.at, bytes.n);
	assert_memory_equal(s.cells, "t:=A1|t:N\nt:=1+1|t:=1+1\nt:+cmd|5\nt:-2+3|t:-2+3\nt:@SUM(A1)|\nt:{=1}|t:c\n"
	    "t:\tx & <y>|1000\nt:xxx", 91);
	assert_null(strstr(s.xml, "<f>"));
	assert_int_equal(strlen(strstr(s.cells, "t:xxx")), strlen("t:|\n") + 32767);
	sheet_free(&s);
	mem_free(c.mem);
}

static void
test_failures(void **state)
{
	struct ctx c = {.mem = mem_new()};
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_null(printed(&c, small_table(c.mem), "xml"));
	assert_int_equal(c.err, ERR_USAGE);
	fail_clear(&c);
	assert_int_equal(table_print(&c, small_table(c.mem), "csv", full), ERR_SYSTEM);
	fail_clear(&c);
	clearerr(full);
	assert_int_equal(table_print(&c, small_table(c.mem), "xlsx", full), ERR_SYSTEM);
	fclose(full);
	mem_free(c.mem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_for_people),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_texts_in_number_columns),
		cmocka_unit_test(test_no_formula_reaches_a_spreadsheet),
		cmocka_unit_test(test_workbook),
		cmocka_unit_test(test_no_formula_in_a_workbook),
		cmocka_unit_test(test_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
