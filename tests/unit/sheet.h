/* Reads a workbook back without the library that wrote it: the parts out of the zip, the first sheet's cells as text. */
#ifndef TESTS_UNIT_SHEET_H
#define TESTS_UNIT_SHEET_H

#include "unit.h"

#include <libxml/parser.h>
#include <zlib.h>

struct sheet {
	char *xml, *styles;             /* the parts as they stand */
	char *cells;                    /* a line for each row, | between cells, t: before a text */
};

static uint32_t
sheet_number(const char *at, int bytes)
{
	uint32_t n = 0;

	for (int i = bytes; i-- > 0;)
		n = n << 8 | (unsigned char)at[i];
	return n;
}

/* One part of a zip, by its central directory; fails the test when it is not there. The caller frees. */
static char *
sheet_part(const char *zip, size_t n, const char *name)
{
	size_t at = n - 22;

	assert_true(n > 22);
	while (at > 0 && sheet_number(zip + at, 4) != 0x06054b50)
		at--;
	for (size_t k = sheet_number(zip + at + 10, 2), p = sheet_number(zip + at + 16, 4); k > 0; k--) {
		uint32_t packed = sheet_number(zip + p + 20, 4), whole = sheet_number(zip + p + 24, 4);
		uint32_t length = sheet_number(zip + p + 28, 2), local = sheet_number(zip + p + 42, 4);

		if (length == strlen(name) && memcmp(zip + p + 46, name, length) == 0) {
			const char *from = zip + local + 30 + sheet_number(zip + local + 26, 2) + sheet_number(zip + local + 28, 2);
			char *text = calloc(whole + 1, 1);
			z_stream z = {.next_in = (Bytef *)(uintptr_t)from, .avail_in = packed, .next_out = (Bytef *)text,
			    .avail_out = whole};

			assert_int_equal(inflateInit2(&z, -15), Z_OK);
			assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
			inflateEnd(&z);
			return text;
		}
		p += 46 + length + sheet_number(zip + p + 30, 2) + sheet_number(zip + p + 32, 2);
	}
	fail_msg("the workbook has no part %s", name);
	return NULL;
}

static void
sheet_put_cell(const xmlNode *cell, FILE *out)
{
	xmlChar *type = xmlGetProp((xmlNode *)(uintptr_t)cell, (const xmlChar *)"t");
	xmlChar *text = xmlNodeGetContent(cell);

	if (type)
		assert_string_equal((const char *)type, "inlineStr");
	fprintf(out, "%s%s", type ? "t:" : "", (const char *)text);
	xmlFree(type);
	xmlFree(text);
}

/* Every row as wide as the first, which is the heading. */
static char *
sheet_cells(const char *xml)
{
	xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	int width = 0;

	assert_non_null(doc);
	for (const xmlNode *part = xmlDocGetRootElement(doc)->children; part; part = part->next)
		for (const xmlNode *row = strcmp((const char *)part->name, "sheetData") ? NULL : part->children; row; row = row->next) {
			int k = 0;

			for (const xmlNode *cell = row->children; cell; cell = cell->next) {
				xmlChar *place = xmlGetProp((xmlNode *)(uintptr_t)cell, (const xmlChar *)"r");

				for (int own = place[0] - 'A'; k < own; k++)
					fputc('|', out);
				xmlFree(place);
				sheet_put_cell(cell, out);
			}
			width = k > width ? k : width;
			for (; k < width; k++)
				fputc('|', out);
			fputc('\n', out);
		}
	fclose(out);
	xmlFreeDoc(doc);
	return text;
}

static struct sheet
sheet_read(const char *bytes, size_t n)
{
	struct sheet s = {.xml = sheet_part(bytes, n, "xl/worksheets/sheet1.xml"), .styles = sheet_part(bytes, n, "xl/styles.xml")};

	s.cells = sheet_cells(s.xml);
	return s;
}

static void
sheet_free(struct sheet *s)
{
	free(s->xml);
	free(s->styles);
	free(s->cells);
}

/* Whether the sheet holds what a CSV file holds, field by field: numbers as numbers to the last digit, texts as texts. */
static inline bool
sheet_is_csv(const struct sheet *s, const char *csv)
{
	const char *cell = s->cells;

	while (*csv) {
		char field[4096], own[4096];
		size_t n = 0, length;
		bool quoted = *csv == '"', text = strncmp(cell, "t:", 2) == 0;

		csv += quoted;
		while (*csv && (quoted ? *csv != '"' || csv[1] == '"' : *csv != ',' && *csv != '\n') && n < sizeof field - 1) {
			csv += quoted && *csv == '"';
			field[n++] = *csv++;
		}
		field[n] = '\0';
		csv += quoted;
		length = strcspn(cell, "|\n");
		snprintf(own, sizeof own, "%.*s", (int)length, cell);
		if (text ? strcmp(own + 2, field) != 0 : (*own == '\0') != (*field == '\0') || strtod(own, NULL) != strtod(field, NULL)) {
			print_error("the workbook has \"%s\" where the CSV has \"%s\"\n", own, field);
			return false;
		}
		if ((*csv == '\n') != (cell[length] == '\n'))
			return false;
		csv += *csv != '\0';
		cell += length + 1;
	}
	return *cell == '\0';
}

#endif
