/* CSV in one pass. Sixty-four bytes at a time become a mask of those that may mean something (separator, quote, and
 * all control characters up to CR, NUL among them); the parser then walks the set bits and never looks at the bytes
 * between. Fields point into the buffer; only a field with quotes inside its quotes is copied, to have them undone.
 *
 * A row always lies whole in the buffer: what is left of it moves to the front when more is read, and the buffer
 * grows up to the longest row that is allowed. */
#include "base/csv.h"

#include <string.h>

#include "base/input.h"
#include "base/mem.h"

#if defined(__SSE2__) && !defined(CSV_PORTABLE)
#include <emmintrin.h>
#endif

#define BUFFER ((size_t)256 * 1024)
#define BLOCK ((size_t)64)
#define NOWHERE SIZE_MAX
#define FIELD_ROOM ((size_t)CSV_FIELD_MAX + 2)   /* with its quotes */
#define FIELD_TOO_LONG "a field is longer than 1 MB; is a quote opened there and never closed?"

struct csv {
	struct mem *mem;
	struct input *in;
	char *buf;                      /* cap bytes, and BLOCK more that may be looked at but never count */
	size_t cap, end;                /* end: of what was read */
	size_t row, start;              /* where this row and this field begin */
	size_t block, scanned;          /* the mask tells of the bytes from block up to scanned */
	uint64_t mask;
	struct view *field;
	size_t n, fields_cap;
	struct LIST(size_t) mend;       /* fields of this row whose quotes must be undone */
	char *mended;                   /* where they go */
	size_t mended_cap;
	int64_t line, row_line;
	char separator;
	bool all_read, failed;
};

#if defined(__SSE2__) && !defined(CSV_PORTABLE)

static inline uint64_t
scan_block(const char *p, char separator)
{
	const __m128i sep = _mm_set1_epi8(separator), quote = _mm_set1_epi8('"'), control = _mm_set1_epi8('\r');
	uint64_t mask = 0;

	for (int i = 0; i < 4; i++) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i * 16));
		__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, sep), _mm_cmpeq_epi8(v, quote));

		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));   /* v <= CR */
		mask |= (uint64_t)(uint16_t)_mm_movemask_epi8(hit) << (i * 16);
	}
	return mask;
}

#else

#define EACH(byte) (UINT64_C(0x0101010101010101) * (unsigned char)(byte))
#define TOPS EACH(0x80)

/* The top bit of every byte of w that is zero, and of no other. */
static inline uint64_t
zero_bytes(uint64_t w)
{
	return ~(((w & ~TOPS) + ~TOPS) | w | ~TOPS);
}

static inline uint64_t
scan_block(const char *p, char separator)
{
	uint64_t mask = 0;

	for (int i = 0; i < 8; i++) {
		uint64_t w, hit;

		memcpy(&w, p + i * 8, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		w = __builtin_bswap64(w);
#endif
		hit = zero_bytes(w ^ EACH(separator)) | zero_bytes(w ^ EACH('"'));
		hit |= ~w & ~((w | TOPS) - EACH('\r' + 1)) & TOPS;                      /* bytes <= CR */
		/* The product gathers the eight top bits in the highest byte. */
		mask |= (((hit >> 7) * UINT64_C(0x0102040810204080)) >> 56) << (i * 8);
	}
	return mask;
}

#endif

static enum err
csv_fail(struct ctx *c, struct csv *csv, const char *what)
{
	csv->failed = true;
	return fail(c, ERR_INPUT, "%s line %lld: %s", input_name(csv->in), (long long)csv->row_line, what);
}

/* All that points into the buffer follows when its bytes move from `from` to `to`. */
static void
fields_follow(struct csv *csv, const char *from, char *to)
{
	for (size_t i = 0; i < csv->n; i++)
		csv->field[i].at = to + (csv->field[i].at - from);
}

static void
buffer_make_room(struct csv *csv)
{
	size_t row = csv->row;
	char *to = csv->buf;

	if (row == 0) {
		csv->cap *= 2;
		to = mem_take(csv->mem, csv->cap + BLOCK);
	}
	memmove(to, csv->buf + row, csv->end - row);
	fields_follow(csv, csv->buf + row, to);
	csv->buf = to;
	csv->end -= row;
	csv->start -= row;
	csv->scanned -= row;
	csv->block = csv->scanned;              /* more is read only when the mask is spent */
	csv->row = 0;
}

/* Reads more behind what is there; at the end of the file sets all_read. */
static enum err
buffer_fill(struct ctx *c, struct csv *csv)
{
	enum err e;
	size_t n;

	if (csv->end - csv->start > FIELD_ROOM)
		return csv_fail(c, csv, FIELD_TOO_LONG);
	if (csv->end - csv->row > CSV_ROW_MAX)
		return csv_fail(c, csv, "the row is longer than 4 MB");
	if (csv->row > 0 || csv->end == csv->cap)
		buffer_make_room(csv);
	e = input_read(c, csv->in, csv->buf + csv->end, csv->cap - csv->end, &n);
	if (e != OK)
		csv->failed = true;
	csv->end += n;
	csv->all_read = n == 0;
	return e;
}

/* Looks at the next block when there is one without reading; false when all in the buffer has been looked at. */
static inline bool
block_next(struct csv *csv)
{
	size_t left = csv->end - csv->scanned;

	if (left == 0)
		return false;
	csv->block = csv->scanned;
	csv->mask = scan_block(csv->buf + csv->block, csv->separator);
	if (left < BLOCK)
		csv->mask &= (UINT64_C(1) << left) - 1;
	csv->scanned += left < BLOCK ? left : BLOCK;
	return true;
}

/* The offset of the next byte that may mean something, or NOWHERE at the end of the file. */
static enum err
mark_next(struct ctx *c, struct csv *csv, size_t *at)
{
	while (csv->mask == 0) {
		if (block_next(csv))
			continue;
		if (!csv->all_read)
			TRY(buffer_fill(c, csv));
		if (csv->scanned == csv->end && csv->all_read) {
			*at = NOWHERE;
			return OK;
		}
	}
	*at = csv->block + (size_t)__builtin_ctzll(csv->mask);
	csv->mask &= csv->mask - 1;
	return OK;
}

/* Passes over the byte after *at when it is `ch`; *at keeps pointing at the same byte though the buffer may move. */
static enum err
follows(struct ctx *c, struct csv *csv, size_t *at, char ch, bool *yes)
{
	size_t row = csv->row, next;

	while (*at + 1 == csv->end && !csv->all_read) {
		TRY(buffer_fill(c, csv));
		*at -= row - csv->row;
		row = csv->row;
	}
	*yes = *at + 1 < csv->end && csv->buf[*at + 1] == ch;
	if (*yes)
		TRY(mark_next(c, csv, &next));
	return OK;
}

/* The field from `start` to `end`; the next one starts behind the separator there. */
static enum err
field_add(struct ctx *c, struct csv *csv, size_t start, size_t end)
{
	if (csv->n == csv->fields_cap) {
		if (csv->n >= CSV_FIELDS_MAX)
			return csv_fail(c, csv, "the row has more than 65,536 fields");
		csv->field = list_room(csv->mem, csv->field, csv->n, &csv->fields_cap, sizeof *csv->field);
	}
	csv->field[csv->n++] = (struct view){csv->buf + start, end - start};
	return OK;
}

/* Where the quick way below stands: a copy of the reader's place that compilers can keep in registers, for the fields
 * it writes might else be taken for parts of the struct. */
struct place {
	const char *base, *start;
	uint64_t mask;
	size_t scanned;
};

/* The next mark within what is in the buffer and makes up whole blocks, or NULL. The mark stays set. */
static inline const char *
place_mark(const struct csv *csv, struct place *p)
{
	while (p->mask == 0) {
		if (csv->end - p->scanned < BLOCK)
			return NULL;
		p->base = csv->buf + p->scanned;
		p->mask = scan_block(p->base, csv->separator);
		p->scanned += BLOCK;
	}
	return p->base + __builtin_ctzll(p->mask);
}

/* A quoted field of the plainest sort, from the quote at p->start: no line break or quote inside it, a separator behind it. */
static inline bool
quoted_field(const struct csv *csv, struct place *p, struct view *field)
{
	struct place q = *p;
	const char *close, *after;

	q.mask &= q.mask - 1;
	do {
		close = place_mark(csv, &q);
		if (close == NULL || *close == '\n' || *close == '\r' || *close == '\0')
			return false;
		q.mask &= q.mask - 1;
	} while (*close != '"');
	after = place_mark(csv, &q);
	if (after != close + 1 || *after != csv->separator)
		return false;
	q.mask &= q.mask - 1;
	*field = (struct view){p->start + 1, (size_t)(close - p->start - 1)};
	q.start = after + 1;
	*p = q;
	return true;
}

/* The quick way: takes the fields before separators for as long as they are plain, within what is in the buffer. What
 * it leaves, the last field of a row for one, is for field_end. */
static void
plain_fields(struct csv *csv)
{
	struct place p = {csv->buf + csv->block, csv->buf + csv->start, csv->mask, csv->scanned};
	struct view *field = csv->field + csv->n, *last = csv->field + csv->fields_cap;
	const char separator = csv->separator;

	while (place_mark(csv, &p) != NULL) {
		const char *base = p.base, *start = p.start, *at;
		uint64_t mask = p.mask;

		/* The loop that all the time goes into: separators within one block. */
		for (; mask != 0; mask &= mask - 1) {
			at = base + __builtin_ctzll(mask);
			if (*at != separator || field == last)
				break;
			*field++ = (struct view){start, (size_t)(at - start)};
			start = at + 1;
		}
		p.mask = mask;
		p.start = start;
		if (mask == 0)
			continue;
		if (*at != '"' || at != start || field == last || !quoted_field(csv, &p, field))
			break;
		field++;
	}
	csv->mask = p.mask;
	csv->block = (size_t)(p.base - csv->buf);
	csv->scanned = p.scanned;
	csv->start = (size_t)(p.start - csv->buf);
	csv->n = (size_t)(field - csv->field);
}

/* A line break inside quotes: CR LF counts once. */
static void
line_count(struct csv *csv, size_t at)
{
	char ch = csv->buf[at];

	csv->line += ch == '\r' || (ch == '\n' && csv->buf[at - 1] != '\r');
}

/* From behind an opening quote at start to its closing one; *doubled when quotes stand within. */
static enum err
quoted_end(struct ctx *c, struct csv *csv, size_t *at, bool *doubled)
{
	bool again;

	*doubled = false;
	for (;;) {
		TRY(mark_next(c, csv, at));
		if (*at == NOWHERE)
			return csv_fail(c, csv, "a quote is opened in this row and never closed");
		if (*at - csv->start > FIELD_ROOM)
			return csv_fail(c, csv, FIELD_TOO_LONG);
		if (csv->buf[*at] == '\0')
			return csv_fail(c, csv, "there is a NUL byte; this is no text file");
		if (csv->buf[*at] != '"') {
			line_count(csv, *at);
			continue;
		}
		TRY(follows(c, csv, at, '"', &again));
		if (!again)
			return OK;
		*doubled = true;
	}
}

/* Is this the end of a field? */
static bool
is_end(const struct csv *csv, char ch)
{
	return ch == csv->separator || ch == '\n' || ch == '\r';
}

/* The next mark that ends a field outside quotes, and the field. Quotes in the middle of a field are letters. */
static enum err
field_end(struct ctx *c, struct csv *csv, size_t *at)
{
	bool doubled, quoted = false;
	size_t close = 0;

	for (;;) {
		TRY(mark_next(c, csv, at));
		if (*at == NOWHERE || is_end(csv, csv->buf[*at]))
			break;
		if (csv->buf[*at] == '\0')
			return csv_fail(c, csv, "there is a NUL byte; this is no text file");
		if (csv->buf[*at] != '"' || *at != csv->start)
			continue;
		TRY(quoted_end(c, csv, at, &doubled));
		quoted = true;
		close = *at - csv->start;
		if (!doubled)
			continue;
		*push(csv->mem, &csv->mend) = csv->n;
		close = 0;
	}
	if (*at == NOWHERE)
		*at = csv->end;
	if (!quoted)
		return field_add(c, csv, csv->start, *at);
	if (close > 0 && csv->start + close + 1 == *at)
		return field_add(c, csv, csv->start + 1, *at - 1);
	if (close > 0)                          /* letters after the closing quote */
		*push(csv->mem, &csv->mend) = csv->n;
	return field_add(c, csv, csv->start, *at);
}

/* Undoes the quotes of fields that were left as they stand: a doubled quote is one, and what follows the closing quote
 * up to the separator is taken as it is. */
static void
fields_mend(struct csv *csv, size_t row_length)
{
	char *to;

	if (csv->mended_cap < row_length) {
		csv->mended_cap = row_length * 2;
		csv->mended = mem_take(csv->mem, csv->mended_cap);
	}
	to = csv->mended;
	for (size_t k = 0; k < csv->mend.n; k++) {
		struct view *v = &csv->field[csv->mend.item[k]];
		char *from = to;
		size_t i = 1;

		for (; i < v->n && (v->at[i] != '"' || (i + 1 < v->n && v->at[i + 1] == '"')); i++) {
			*to++ = v->at[i];
			i += v->at[i] == '"';
		}
		for (i++; i < v->n; i++)
			*to++ = v->at[i];
		*v = (struct view){from, (size_t)(to - from)};
	}
}

static enum err
fields_check(struct ctx *c, struct csv *csv)
{
	for (size_t i = 0; i < csv->n; i++)
		if (csv->field[i].n > CSV_FIELD_MAX)
			return csv_fail(c, csv, FIELD_TOO_LONG);
	return OK;
}

/* The quick way on: a line feed after a plain field, which is the row's last one. */
static inline bool
plain_end(struct csv *csv, size_t *end)
{
	if (csv->mask == 0 || csv->n == csv->fields_cap)
		return false;
	*end = csv->block + (size_t)__builtin_ctzll(csv->mask);
	if (csv->buf[*end] != '\n')
		return false;
	csv->mask &= csv->mask - 1;
	csv->field[csv->n++] = (struct view){csv->buf + csv->start, *end - csv->start};
	csv->start = *end + 1;
	csv->line++;
	return true;
}

/* One line with its fields; *end is where its text ends, *at_end true at the end of the file. */
static enum err
row_read(struct ctx *c, struct csv *csv, size_t *end, bool *at_end)
{
	bool crlf = false;
	size_t next;
	char ch;

	csv->n = 0;
	csv->mend.n = 0;
	csv->row_line = csv->line;
	csv->row = csv->start;
	do {
		plain_fields(csv);
		if (plain_end(csv, end)) {
			*at_end = false;
			return OK;
		}
		TRY(field_end(c, csv, end));
		*at_end = *end == csv->end;
		ch = *at_end ? '\n' : csv->buf[*end];
		next = *end + 1;
		csv->start = next;
	} while (ch == csv->separator);
	if (ch == '\r') {
		csv->start = *end;
		TRY(follows(c, csv, end, '\n', &crlf));
		next = *end + 1 + crlf;
	}
	csv->start = *at_end ? csv->end : next;
	csv->line++;
	return OK;
}

/* The separator that the first line with anything on it has most of, outside quotes. */
static enum err
separator_guess(struct ctx *c, struct csv *csv)
{
	static const char candidates[] = {',', ';', '\t', '|'};
	size_t count[sizeof candidates] = {0}, best = 0, at = 0;
	bool quoted = false;

	for (; csv->separator == 0; at++) {
		if (at == csv->end && !csv->all_read && csv->end < CSV_FIELD_MAX)
			TRY(buffer_fill(c, csv));
		if (at == csv->end)
			break;
		if (csv->buf[at] == '"')
			quoted = !quoted;
		for (size_t k = 0; k < sizeof candidates; k++)
			count[k] += !quoted && csv->buf[at] == candidates[k];
		if (!quoted && at > 0 && (csv->buf[at] == '\n' || csv->buf[at] == '\r')
		    && csv->buf[at - 1] != '\n' && csv->buf[at - 1] != '\r')
			break;
	}
	for (size_t k = 1; k < sizeof candidates; k++)
		if (count[k] > count[best])
			best = k;
	if (csv->separator == 0)
		csv->separator = candidates[best];
	return OK;
}

struct csv *
csv_new(struct ctx *c, struct input *in, char separator)
{
	struct csv *csv = mem_new_one(c->mem, struct csv);

	csv->mem = c->mem;
	csv->in = in;
	csv->separator = separator;
	csv->line = csv->row_line = 1;
	csv->cap = BUFFER;
	csv->buf = mem_take(c->mem, csv->cap + BLOCK);
	csv->fields_cap = 64;
	csv->field = mem_new_array(c->mem, struct view, csv->fields_cap);
	return csv;
}

enum err
csv_next(struct ctx *c, struct csv *csv, struct csv_row *row, bool *more)
{
	size_t end;
	bool at_end;

	*more = false;
	*row = (struct csv_row){0};
	if (csv->failed)
		return fail(c, ERR_INPUT, "%s could not be read to its end", input_name(csv->in));
	if (csv->separator == 0)
		TRY(separator_guess(c, csv));
	do {
		TRY(row_read(c, csv, &end, &at_end));
		if (end > csv->row) {
			if (end - csv->row > CSV_FIELD_MAX)
				TRY(fields_check(c, csv));
			if (csv->mend.n > 0)
				fields_mend(csv, end - csv->row);
			*row = (struct csv_row){csv->field, csv->n, csv->row_line,
			    {csv->buf + csv->row, end - csv->row}};
			*more = true;
			return OK;
		}
	} while (!at_end);
	return OK;
}
