/* Fuzzing the way in for text files: decompression, decoding and rows. The first byte says how many bytes a read brings
 * at a time, so that borders fall anywhere. What must hold: no crash, every field is UTF-8 and lies within bounds, line
 * numbers do not fall, and the same bytes read in one piece give the same rows. */
#include <stdlib.h>

#include "base/csv.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(truth) ((truth) ? (void)0 : abort())

/* Reads all rows; the hash of their fields, and the outcome. */
static uint64_t
rows_hash(const uint8_t *bytes, size_t n, size_t most, enum err *outcome)
{
	struct ctx c = {.mem = mem_new()};
	struct input *in;
	struct csv *csv;
	struct csv_row row;
	uint64_t hash = 0;
	int64_t line = 0;
	bool more = true;

	MUST(input_of_bytes(&c, bytes, n, &in) == OK);
	input_trickle(in, most);
	csv = csv_new(&c, in, 0);
	while ((*outcome = csv_next(&c, csv, &row, &more)) == OK && more) {
		MUST(row.n > 0 && row.raw.n > 0 && row.line > line);
		line = row.line;
		for (size_t i = 0; i < row.n; i++) {
			MUST(row.field[i].n <= CSV_FIELD_MAX && utf8_valid(row.field[i]));
			hash = hash_mix(hash, row.field[i].at, row.field[i].n);
		}
		hash = hash_mix(hash, row.raw.at, row.raw.n) + (uint64_t)row.line;
	}
	MUST((*outcome == OK) == (c.sentence[0] == '\0'));
	mem_free(c.mem);
	return hash;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	enum err whole, pieces;
	uint64_t whole_hash, pieces_hash;
	bool zipped = n > 2 && bytes[1] == 0x1f && bytes[2] == 0x8b;

	if (n == 0)
		return 0;
	whole_hash = rows_hash(bytes + 1, n - 1, 0, &whole);
	pieces_hash = rows_hash(bytes + 1, n - 1, (size_t)bytes[0] + 1, &pieces);
	MUST(whole == pieces);
	/* How many rows come before the damage in gzip data is seen depends on the reads. */
	MUST(whole_hash == pieces_hash || (zipped && whole != OK));
	return 0;
}
