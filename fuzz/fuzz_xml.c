/* Fuzzing the XML intake: bytes as a children in need census. The first byte says how many bytes a read brings at a time. What
 * must hold: no crash and no leak, every row is of a record of the data set and its fields are UTF-8, what a record sees of
 * the records above is what their own rows said, and the same bytes read in one piece give the same rows.
 * fuzz floor: people */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/input.h"
#include "base/mem.h"
#include "catalogue/catalogue.h"
#include "people/intake_xml.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(truth) ((truth) ? (void)0 : abort())
#define RECORDS 32

static struct ctx kept;
static const struct dataset *census;
static int scratch;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	kept.mem = mem_new();
	MUST(catalogue_load(&kept, NULL) == OK);
	census = catalogue_dataset(kept.catalogue, "cin_census");
	MUST(census && census->n_record <= RECORDS);
	scratch = memfd_create("fuzz_xml", 0);
	MUST(scratch >= 0);
	return 0;
}

/* A row's copied fields are those of the nearest row above of the record that they come from. */
static void
must_inherit(struct ctx *c, const struct source_row *row, struct view *last[RECORDS])
{
	const struct record *r = &census->record[row->record];
	struct view *own = mem_new_array(c->mem, struct view, r->n_field + 1);

	for (size_t i = 0; i < r->n_field; i++) {
		const struct field *f = &r->field[i];

		MUST(row->field[i].n == 0 || row->field[i].at);
		MUST(utf8_valid(row->field[i]));
		if (f->inherited_record >= 0) {
			MUST(last[f->inherited_record]);
			MUST(view_same(row->field[i], last[f->inherited_record][f->inherited_field]));
		}
		own[i] = view_of(view_copy(c->mem, row->field[i]));
		own[i].n = row->field[i].n;
	}
	last[row->record] = own;
}

/* Reads all rows; the hash of what they say, and how many they are. */
static enum err
rows_read(const uint8_t *bytes, size_t n, size_t trickle, uint64_t *hash, size_t *count)
{
	struct ctx c = {.mem = mem_new(), .catalogue = kept.catalogue};
	struct view *last[RECORDS] = {NULL};
	struct input *in;
	struct xml_reader *x;
	struct source_row row;
	bool more = true;
	enum err e = input_of_bytes(&c, bytes, n, &in);

	*hash = *count = 0;
	MUST(e == OK);
	input_trickle(in, trickle);
	e = xml_open(&c, in, "fuzz", census, &x);
	MUST(e == OK);
	while ((e = xml_next(&c, x, &row, &more)) == OK && more) {
		MUST(row.record >= 0 && (size_t)row.record < census->n_record && utf8_valid(row.raw));
		must_inherit(&c, &row, last);
		for (size_t i = 0; i < census->record[row.record].n_field; i++)
			*hash = hash_mix(*hash + i, row.field[i].at ? row.field[i].at : "", row.field[i].n);
		++*count;
	}
	MUST(e == OK || e == ERR_INPUT);
	MUST((e == OK) == (c.sentence[0] == 0));
	xml_close(x);
	input_close(in);
	mem_free(c.mem);
	return e;
}

/* What recognition does with the same bytes. */
static void
sniffs(const uint8_t *bytes, size_t n)
{
	struct ctx c = {.mem = mem_new(), .catalogue = kept.catalogue};
	char path[40];
	const char *leaf = NULL;
	bool yes;

	snprintf(path, sizeof path, "/proc/self/fd/%d", scratch);
	MUST(ftruncate(scratch, 0) == 0);
	MUST(pwrite(scratch, bytes, n, 0) == (ssize_t)n);
	if (xml_sniff(&c, path, census->recognise, census->n_recognise, &yes) != OK)
		fail_clear(&c);
	if (xml_leaf(&c, path, census->covers_path, &leaf) == OK)
		MUST(leaf && strlen(leaf) < 1000);
	mem_free(c.mem);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	uint64_t whole, pieces;
	size_t rows, again;
	enum err e, e2;

	if (n < 1)
		return 0;
	e = rows_read(bytes + 1, n - 1, 0, &whole, &rows);
	e2 = rows_read(bytes + 1, n - 1, bytes[0], &pieces, &again);
	MUST(e == e2);
	MUST(e != OK || (whole == pieces && rows == again));
	sniffs(bytes + 1, n - 1);
	return 0;
}
