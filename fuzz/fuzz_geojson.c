/* Fuzzing the intake of boundaries: bytes as GeoJSON. The first byte says how many bytes a read brings at a time. What must
 * hold: no crash and no leak, each row's outline is a shape that reads back the same, a fault has its sentence, and the same
 * bytes read in one piece give the same rows.
 * fuzz floor: people */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/input.h"
#include "base/mem.h"
#include "base/shape.h"
#include "catalogue/catalogue.h"
#include "people/intake_geojson.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(truth) ((truth) ? (void)0 : abort())

static struct ctx kept;
static const struct dataset *boundaries;
static size_t outline;                  /* the field of the outline */

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	kept.mem = mem_new();
	MUST(catalogue_load(&kept, NULL) == OK);
	boundaries = catalogue_dataset(kept.catalogue, "boundaries");
	MUST(boundaries && boundaries->n_record == 1);
	while (!boundaries->record[0].field[outline].column || strcmp(boundaries->record[0].field[outline].column, "geometry"))
		MUST(++outline < boundaries->record[0].n_field);
	return 0;
}

static void
must_be_a_shape(struct ctx *c, struct view text)
{
	struct builder again = {.mem = c->mem};
	struct shape shape;

	MUST(shape_read(c->mem, text, &shape));
	put_shape(&again, &shape);
	MUST(view_same(built(&again), text));
}

/* Reads all rows; the hash of what they say, and how many they are. */
static enum err
rows_read(const uint8_t *bytes, size_t n, size_t trickle, uint64_t *hash, size_t *count)
{
	struct ctx c = {.mem = mem_new(), .catalogue = kept.catalogue};
	struct input *in;
	struct geojson *g = NULL;
	struct source_row row;
	bool more = true;
	enum err e = input_of_bytes(&c, bytes, n, &in);

	*hash = *count = 0;
	MUST(e == OK);
	input_raw(in);
	input_trickle(in, trickle);
	e = geojson_open(&c, in, "fuzz", boundaries, &g);
	while (e == OK && (e = geojson_next(&c, g, &row, &more)) == OK && more) {
		must_be_a_shape(&c, row.field[outline]);
		for (size_t i = 0; i < boundaries->record[0].n_field; i++) {
			MUST(utf8_valid(row.field[i]));
			*hash = hash_mix(*hash + i, row.field[i].at ? row.field[i].at : "", row.field[i].n);
		}
		++*count;
	}
	MUST(e == OK || e == ERR_INPUT);
	MUST((e == OK) == (c.sentence[0] == 0) && utf8_valid(view_of(c.sentence)));
	geojson_close(g);
	input_close(in);
	mem_free(c.mem);
	return e;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	uint64_t whole, pieces;
	size_t rows, again;
	enum err e, e2;

	if (n < 1)
		return 0;
	(void)geojson_sniff((struct view){(const char *)bytes, n});
	e = rows_read(bytes + 1, n - 1, 0, &whole, &rows);
	e2 = rows_read(bytes + 1, n - 1, bytes[0], &pieces, &again);
	MUST(e == e2);
	MUST(e != OK || (whole == pieces && rows == again));
	return 0;
}
