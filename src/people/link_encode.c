/* `bairn link encode FILE.csv --key-file KEY --out encoded.csv`: a file of people as keyed encodings, for an agency that may not
 * release names. What no field of the model is read from is left out, for nobody looked at what it says. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/command.h"
#include "base/input.h"
#include "linkage/encode.h"
#include "people/link_commands.h"
#include "people/link_files.h"

#define KEY_START "bairn encoding key 1 "
#define KEY_TEXT (sizeof KEY_START - 1 + (size_t)2 * ENCODE_KEY)        /* without its line end */
#define BUFFER (256 * 1024)

const struct option_rule link_encode_options[] = {
	{"--key-file", "KEY", "the key, which only its owner may read"},
	{"--out", "ENCODED.csv", "where the encodings go"},
	{"--model", "MODEL", "MODEL.yml, children, or auto, which guesses from the columns (default: auto)"},
	{"--truth", "COLUMN", "a column that tells who is who, kept as it is, to measure by"},
	{"--new-key", "KEY", "make a key instead"},
	{0}
};

/* ---- the key ------------------------------------------------------------------------------------------------------ */

static enum err
key_make(struct ctx *c, const char *path, FILE *out)
{
	unsigned char key[ENCODE_KEY];
	char text[KEY_TEXT + 2] = KEY_START;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool whole;

	if (fd < 0 && errno == EEXIST)
		return fail(c, ERR_USAGE, "%s is there already: what was encoded with a key matches nothing without it, so none is"
		    " written over", path);
	if (fd < 0)
		return fail(c, ERR_INPUT, "the key %s cannot be made: %s", path, strerror(errno));
	randombytes_buf(key, sizeof key);
	sodium_bin2hex(text + sizeof KEY_START - 1, 2 * sizeof key + 1, key, sizeof key);
	text[KEY_TEXT] = '\n';
	whole = write(fd, text, KEY_TEXT + 1) == (ssize_t)KEY_TEXT + 1 && fsync(fd) == 0;
	sodium_memzero(key, sizeof key);
	sodium_memzero(text, sizeof text);
	if (close(fd) != 0 || !whole) {
		unlink(path);
		return fail(c, ERR_SYSTEM, "the key %s cannot be written: is the disk full?", path);
	}
	fprintf(out, "A new key is in %s. Whoever has it can try names on what it encoded: hand it to the other agency by a way of"
	    " its own, and not to who links.\n", path);
	return OK;
}

/* A key that others may read is no secret and is refused. */
static enum err
key_read(struct ctx *c, const char *path, unsigned char key[ENCODE_KEY])
{
	char text[KEY_TEXT + 3] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat is;
	const char *end = NULL;
	size_t made = 0;
	ssize_t n;
	bool good;

	if (fd < 0)
		return fail(c, ERR_INPUT, "the key %s cannot be read: %s (--new-key makes one)", path, strerror(errno));
	if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode) || (is.st_mode & 077) != 0) {
		close(fd);
		return fail(c, ERR_INPUT, "others may read the key %s: allow only its owner (chmod 600)", path);
	}
	n = read(fd, text, sizeof text - 1);
	close(fd);
	good = n >= (ssize_t)KEY_TEXT && n <= (ssize_t)KEY_TEXT + 1 && strncmp(text, KEY_START, sizeof KEY_START - 1) == 0 &&
	    (n == (ssize_t)KEY_TEXT || text[KEY_TEXT] == '\n') &&
	    sodium_hex2bin(key, ENCODE_KEY, text + sizeof KEY_START - 1, (size_t)2 * ENCODE_KEY, NULL, &made, &end) == 0 &&
	    made == ENCODE_KEY;
	sodium_memzero(text, sizeof text);
	return good ? OK : fail(c, ERR_INPUT, "%s is no key for encoding (--new-key makes one)", path);
}

/* ---- columns ------------------------------------------------------------------------------------------------------ */

struct encoding {
	struct link_file *file;
	const struct link_plan *plan;
	struct encoder *encoder;
	int kept[3], n_kept;            /* columns that stay as they are: the id, the source, the truth */
	int born;                       /* the field that gives the salt; -1 */
	size_t rows, none;              /* rows, and values that say nothing though something is written */
	struct builder row;
	size_t cells;                   /* that the row has so far */
	FILE *to;
};

/* "surname, dob": columns of the file that are, or are not, among the model's. */
static const char *
columns_named(struct mem *m, const struct encoding *g, const int *column, int n, bool among)
{
	struct builder b = {.mem = m};

	for (size_t i = 0; i < g->file->n_columns; i++) {
		bool is = false;

		for (int k = 0; k < n; k++)
			is = is || column[k] == (int)i;
		if (is == among)
			put_format(&b, "%s%s", b.n ? ", " : "", g->file->column[i]);
	}
	return b.n ? built_text(&b) : "none";
}

/* A column that the model reads is encoded, whatever else it may be: an id that is the pupil number is not let through. */
static void
columns_settle(struct ctx *c, struct encoding *g)
{
	const struct link_model *m = &g->plan->model;
	const int also[] = {g->file->id, g->file->source, g->file->truth};
	int taken[LINK_FIELDS + 3], n = 0;

	for (int f = 0; f < m->n_fields; f++)
		taken[n++] = g->file->field[f];
	g->born = -1;
	for (int f = 0; f < m->n_fields; f++)
		if (m->field[f].kind == LINK_BORN && g->file->field[f] >= 0 && g->born < 0)
			g->born = g->file->field[f];
	fprintf(stderr, "Encoded: %s.\n", columns_named(c->mem, g, taken, n, true));
	for (int i = 0; i < 3; i++) {
		bool free = also[i] >= 0;

		for (int k = 0; k < n; k++)
			free = free && taken[k] != also[i];
		if (free)
			g->kept[g->n_kept++] = taken[n++] = also[i];
	}
	fprintf(stderr, "Kept as they are: %s. Left out: %s.\n", columns_named(c->mem, g, g->kept, g->n_kept, true),
	    columns_named(c->mem, g, taken, n, false));
	if (g->born < 0)
		fprintf(stderr, "No column is a date of birth: all names have one salt, which protects them less.\n");
}

/* The next cell of the row. */
static void
cell(struct encoding *g, struct view v)
{
	bool quoted = false;

	for (size_t i = 0; i < v.n; i++)
		quoted = quoted || strchr(",\"\r\n", v.at[i]) != NULL;
	if (g->cells++)
		put_char(&g->row, ',');
	if (quoted)
		put_char(&g->row, '"');
	for (size_t i = 0; i < v.n; i++) {
		if (v.at[i] == '"')
			put_char(&g->row, '"');
		put_char(&g->row, v.at[i]);
	}
	if (quoted)
		put_char(&g->row, '"');
}

static void
row_end(struct encoding *g)
{
	put_char(&g->row, '\n');
	g->cells = 0;
}

static void
header_put(struct encoding *g)
{
	for (int i = 0; i < g->n_kept; i++)
		cell(g, view_of(g->file->column[g->kept[i]]));
	for (int f = 0; f < g->plan->model.n_fields; f++)
		if (g->file->field[f] >= 0)
			cell(g, view_of(g->file->column[g->file->field[f]]));
	row_end(g);
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

static struct view
field_at(const struct view *field, size_t n, int column)
{
	return column >= 0 && (size_t)column < n ? view_trim(field[column]) : (struct view){"", 0};
}

static void
row_put(struct encoding *g, const struct view *field, size_t n)
{
	const struct link_model *m = &g->plan->model;
	int year = encode_year(field_at(field, n, g->born));

	for (int i = 0; i < g->n_kept; i++)
		cell(g, field_at(field, n, g->kept[i]));
	for (int f = 0; f < m->n_fields; f++) {
		struct view v = field_at(field, n, g->file->field[f]);
		char code[CODE_TEXT_MOST] = "";

		if (g->file->field[f] < 0)
			continue;
		if (!link_value_is_unknown(v) && !encode(g->encoder, m->field[f].kind, v, year, code))
			g->none++;
		cell(g, view_of(code));
	}
	row_end(g);
	g->file->uneven += n != g->file->n_columns;
	g->rows++;
}

static void
send(struct encoding *g, size_t least)
{
	if (g->row.n < least)
		return;
	fwrite(g->row.at, 1, g->row.n, g->to);
	g->row.n = 0;
}

static enum err
rows_encode(struct ctx *c, struct link_file *f, struct encoding *g)
{
	bool more = f->sample.n == LINK_SAMPLE;
	struct csv_row row;

	header_put(g);
	for (size_t i = 0; i < f->sample.n; i++)
		row_put(g, f->sample.item[i].field, f->sample.item[i].n);
	while (more) {
		TRY(csv_next(c, f->csv, &row, &more));
		if (more)
			row_put(g, row.field, row.n);
		send(g, BUFFER);
	}
	send(g, 1);
	link_file_tell_uneven(f);
	return OK;
}

/* ---- the command -------------------------------------------------------------------------------------------------- */

static enum err
file_encode(struct ctx *c, const struct args *args, const unsigned char key[ENCODE_KEY], struct link_files *files,
    struct link_outputs *outputs, FILE *out)
{
	const char *truth = args_option(args, "--truth");
	const char *const others[] = {args_option(args, "--key-file"), link_model_file(args)};
	struct link_files read;
	struct link_plan plan = {0};
	struct encoding g = {.plan = &plan, .row = {.mem = c->mem}};
	int64_t began = clock_ms();
	double seconds;
	enum err e;

	TRY(link_files_open(c, args, files));
	TRY(link_plan_choose(c, args, truth, files, &plan));
	TRY(link_files_bind(c, files, &plan, truth));
	TRY(link_encoded_bind(c, files, &plan, &(struct link_key){0}));
	for (int f = 0; f < plan.model.n_fields; f++)
		if (plan.model.encoded[f])
			return fail(c, ERR_INPUT, "%s is encoded already: its %s is an encoding", files->item[0].name, plan.model.field[f].name);
	read = link_files_read_too(c->mem, files, others, 2);
	TRY(link_output_open(c, outputs, args_option(args, "--out"), &read, &g.to));
	g.file = &files->item[0];
	columns_settle(c, &g);
	g.encoder = encoder_new(c->mem, key);
	e = rows_encode(c, &files->item[0], &g);
	encoder_end(g.encoder);
	if (e != OK)
		return e;
	TRY(link_outputs_finish(c, outputs));
	seconds = (double)(clock_ms() - began) / 1000;
	fprintf(out, "%zu records are encoded in %s, %.0f a second.\n", g.rows, args_option(args, "--out"),
	    (double)g.rows / (seconds > 0.001 ? seconds : 0.001));
	if (g.none)
		fprintf(out, "%zu values say nothing that can be compared (no date, no postcode, a placeholder): they are not known there.\n",
		    g.none);
	return OK;
}

enum err
link_encode_command(struct ctx *c, const struct args *args, FILE *out)
{
	const char *fresh = args_option(args, "--new-key"), *path = args_option(args, "--key-file");
	unsigned char key[ENCODE_KEY];
	struct link_files files = {0};
	struct link_outputs outputs = {0};
	enum err e;

	if (sodium_init() < 0)
		return fail(c, ERR_SYSTEM, "the library that encodes cannot start");
	if (fresh && (args->n || path || args_option(args, "--out")))
		return fail(c, ERR_USAGE, "--new-key only makes a key: encode with --key-file afterwards");
	if (fresh)
		return key_make(c, fresh, out);
	if (args->n != 1 || !path || !args_option(args, "--out"))
		return fail(c, ERR_USAGE, "one file, its key and where the encodings go are wanted: bairn link encode FILE.csv --key-file KEY"
		    " --out encoded.csv");
	TRY(key_read(c, path, key));
	e = file_encode(c, args, key, &files, &outputs, out);
	sodium_memzero(key, sizeof key);
	link_outputs_drop(&outputs);
	link_files_close(&files);
	return e;
}
