/* Splitting and owning. See the header. */
#include "linkage/block.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/wide.h"
#include "linkage/radix.h"

/* ---- large blocks ------------------------------------------------------------------------------------------------ */

struct splits {
	uint8_t *deep[LINK_RULES];      /* by row: how many further parts its part of the block shares, + CHAINED; 0: it was not split */
	int n_rules;
	uint32_t of_rule;               /* some of the rule's were split, a bit each */
	struct chained {                /* rows in chains: each, shifted by 32, and its place; in the order of rows */
		uint64_t *item;
		size_t n;
	} chained[LINK_RULES];
};

#define CHAINED 16                      /* its part is a chain */

struct splits *
splits_new(size_t rows, int n_rules)
{
	struct splits *p = wide_zeroed(sizeof *p);

	p->n_rules = n_rules;
	for (int r = 0; r < n_rules; r++)
		p->deep[r] = wide_zeroed(rows);
	return p;
}

void
splits_free(struct splits *p)
{
	for (int r = 0; r < p->n_rules; r++) {
		wide_free(p->deep[r]);
		wide_free(p->chained[r].item);
	}
	wide_free(p);
}

void
splits_add(struct splits *p, int rule, const struct blocks *blocks, size_t n)
{
	struct chained *k = &p->chained[rule];
	size_t placed = 0;
	uint64_t *work;

	for (size_t i = 0; i < n; i++) {
		p->of_rule |= (uint32_t)(blocks[i].told.split > 0) << rule;
		placed += blocks[i].placed.n;
	}
	if (!placed)
		return;
	k->item = wide_new(placed * sizeof *k->item);
	for (size_t i = 0; i < n; i++)
		for (size_t at = 0; at < blocks[i].placed.n; at++)
			k->item[k->n++] = (uint64_t)blocks[i].placed.item[at].row << 32 | blocks[i].placed.item[at].place;
	work = wide_new(placed * sizeof *work);
	radix_sort(k->item, work, placed);
	wide_free(work);
}

void
splits_fetch(const struct splits *p, uint32_t row)
{
	for (uint32_t left = p->of_rule; left; left &= left - 1)
		wide_fetch(&p->deep[__builtin_ctz(left)][row]);
}

/* Where in its chain a row stands; NULL: nobody asked. */
static const uint64_t *
place_find(const struct chained *k, uint32_t row)
{
	size_t from = 0, to = k->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (k->item[middle] >> 32 < row)
			from = middle + 1;
		else
			to = middle;
	}
	return from < k->n && k->item[from] >> 32 == row ? &k->item[from] : NULL;
}

enum split { SPLIT_TOGETHER, SPLIT_APART, SPLIT_CHAINED };

/* What became of two records that meet by an earlier rule: in one block still or again; apart; or in links of a chain. */
static enum split
split_of(const struct blocking *b, int rule, uint32_t one, uint32_t other)
{
	const struct link_rule *r = &b->s->model->rule[rule];
	int deep = b->splits->of_rule >> rule & 1 ? b->splits->deep[rule][one] : 0;

	if (!deep)
		return SPLIT_TOGETHER;
	if (further_shared(further_key(b->s, r, one), further_key(b->s, r, other)) < deep % CHAINED)
		return SPLIT_APART;
	return deep < CHAINED ? SPLIT_TOGETHER : SPLIT_CHAINED;
}

/* Two records of a chain: whether they share a link of it. */
static bool
chain_joins(const struct splits *splits, int rule, uint32_t one, uint32_t other)
{
	const uint64_t *x = place_find(&splits->chained[rule], one), *y = place_find(&splits->chained[rule], other);

	return x && y && split_beside((uint32_t)*x, (uint32_t)*y);
}

/* Whether a pair is that of an earlier rule, among those that are open to it. */
static bool
met_before(const struct blocking *b, uint32_t open, uint32_t one, uint32_t other)
{
	for (; open; open &= open - 1) {
		int rule = __builtin_ctz(open);
		enum split split = rule_meets(b->keying, rule, row_of(b->s, one), row_of(b->s, other)) ? split_of(b, rule, one, other) :
		    SPLIT_APART;

		if (split == SPLIT_TOGETHER || (split == SPLIT_CHAINED && chain_joins(b->splits, rule, one, other)))
			return true;
	}
	return false;
}

bool
block_owns(const struct blocking *b, int rule, uint32_t one, uint32_t other)
{
	const struct keying *k = b->keying;
	const uint32_t *x = row_of(b->s, one), *y = row_of(b->s, other);
	uint32_t open = rules_open(k, rule + 1, parts_shared(k, k->rule[rule].asked, x, y));

	return open >> rule && rule_meets(k, rule, x, y) && !met_before(b, open & ~(1u << rule), one, other);
}

/* Whether all pairs of two such rows are an earlier rule's, which asks no number. */
static bool
owns_all(const struct blocking *b, int rule, uint32_t one, uint32_t other)
{
	const struct keying *k = b->keying;
	const uint32_t *x = row_of(b->s, one), *y = row_of(b->s, other);

	return parts_shared(k, k->quick[rule], x, y) == k->quick[rule] && rule_meets(k, rule, x, y) &&
	    split_of(b, rule, one, other) == SPLIT_TOGETHER;
}

enum owned
block_owns_alike(const struct blocking *b, int rule, uint32_t one, uint32_t other, int *likely, uint64_t *shared)
{
	const struct keying *k = b->keying;
	const uint32_t *x = row_of(b->s, one), *y = row_of(b->s, other);
	uint64_t numbers = k->of_read[PART_NUMBER];
	enum owned owned = OWNED_UNLESS_NUMBERS;
	uint32_t open;

	if (*likely < rule && !k->rule[*likely].any_number && owns_all(b, *likely, one, other))
		return OWNED_NONE;
	*shared = parts_shared(k, k->rule[rule].asked & ~numbers, x, y);
	open = rules_open(k, rule + 1, *shared | numbers);
	if (!(open >> rule) || (!k->rule[rule].any_number && !rule_meets(k, rule, x, y)))
		return OWNED_NONE;
	for (open &= ~(1u << rule); open; open &= open - 1) {
		int i = __builtin_ctz(open);
		enum split split = SPLIT_APART;

		if (!k->rule[i].any_number && rule_meets(k, i, x, y))
			split = split_of(b, i, one, other);
		if (split == SPLIT_TOGETHER) {
			*likely = i;
			return OWNED_NONE;
		}
		if (split == SPLIT_CHAINED || (k->rule[i].any_number && (b->splits->of_rule >> i & 1)))
			owned = OWNED_ASK;
	}
	return owned;
}

/* The numbers that two rows share, as their levels tell. */
static uint64_t
numbers_shared(const struct keying *k, uint64_t asked, uint64_t levels)
{
	uint64_t shared = 0;

	for (uint64_t left = asked & k->of_read[PART_NUMBER]; left; left &= left - 1)
		shared |= level_at(levels, k->part[__builtin_ctzll(left)].field) == LEVEL_SAME ? left & -left : 0;
	return shared;
}

bool
block_owns_numbers(const struct blocking *b, int rule, uint32_t one, uint32_t other, uint64_t shared, uint64_t levels)
{
	const struct keying *k = b->keying;
	const uint32_t *x = row_of(b->s, one), *y = row_of(b->s, other);
	uint64_t numbers = numbers_shared(k, k->rule[rule].asked, levels);
	uint32_t open;

	if (!numbers && !k->asks_otherwise && !k->rule[rule].any_number)
		return true;
	open = rules_open(k, rule + 1, shared | numbers);
	if (!(open >> rule) || (k->rule[rule].any_number && !rule_meets(k, rule, x, y)))
		return false;
	for (open &= ~(1u << rule) & k->any_number; open; open &= open - 1)
		if (rule_meets(k, __builtin_ctz(open), x, y))
			return false;
	return true;
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

struct making {
	struct mem *mem;
	struct mem *scratch;            /* of one block that is split; NULL before the first */
	const struct blocking *b;
	int rule;
	uint64_t met;                   /* of the block that is split: pairs that still meet */
	uint8_t *deep;                  /* by row */
	struct blocks *out;
};

/* Those that may meet all others first: by a rule for records that lack a field, they alone do. */
static size_t
lacking_first(uint64_t *entry, size_t n)
{
	size_t lacking = 0;

	for (size_t i = 0; i < n; i++)
		if (ENTRY_MEETS_ALL(entry[i])) {
			uint64_t swap = entry[lacking];

			entry[lacking++] = entry[i];
			entry[i] = swap;
		}
	return lacking;
}

static size_t
rows_in(const uint64_t *entry, size_t n)
{
	size_t rows = 0;

	for (size_t i = 0; i < n; i++)
		rows += ENTRY_ROWS(entry[i]);
	return rows;
}

/* Whether there is a pair to look at among so many rows. */
static bool
block_begin(struct making *k, uint64_t *entry, size_t n, size_t rows)
{
	struct link_rule_told *told = &k->out->told;

	if (rows < 2 || lacking_first(entry, n) == 0)
		return false;
	told->largest = rows > told->largest ? rows : told->largest;
	return n > 1 || ENTRY_MEETS_ITSELF(entry[0]);
}

static void
block_add(struct making *k, size_t from, size_t to, size_t rows)
{
	if (block_begin(k, k->out->entry + from, to - from, rows))
		k->out->at[k->out->n_at++] = (struct block_at){(uint32_t)from, (uint32_t)to};
}

/* Its rows stand each for itself. */
static void
part_add(struct making *k, size_t from, size_t to)
{
	if (block_begin(k, k->out->apart.item + from, to - from, to - from))
		*push(k->mem, &k->out->parts) = (struct block_at){(uint32_t)from, (uint32_t)to};
}

static uint64_t
meeting_all(const uint64_t *entry, size_t n)
{
	uint64_t meet = 0;

	for (size_t i = 0; i < n; i++)
		meet += ENTRY_MEETS_ALL(entry[i]) ? ENTRY_ROWS(entry[i]) : 0;
	return meet;
}

/* Rows of a block that was split, at the end of those that were put apart. */
static void
rows_put(struct making *k, const struct split_row *row, size_t n)
{
	size_t from = k->out->apart.n;

	for (size_t i = 0; i < n; i++)
		*push(k->mem, &k->out->apart) = row[i].who;
	k->met += split_pairs(n, meeting_all(k->out->apart.item + from, n));
	part_add(k, from, from + n);
}

/* Where a chain's rows stand; false: among all records that is not known, for nobody asks. */
static bool
places_find(struct making *k, const struct split_row *row, size_t n, uint32_t *place)
{
	if (!k->b->known) {
		split_places(row, n, place);
		return true;
	}
	for (size_t i = 0; i < n; i++) {
		const int64_t *at = int_map_find(k->b->known->place, split_place_key(k->rule, row[i].order));

		if (!at)
			return false;
		place[i] = (uint32_t)*at;
	}
	return true;
}

static void
chain_put(struct making *k, const struct split_row *row, size_t n)
{
	uint32_t *place = mem_new_array(k->scratch, uint32_t, n);

	if (!places_find(k, row, n, place))
		return;
	for (size_t i = 0; i < n; i++)
		*push(k->mem, &k->out->placed) = (struct placed){ENTRY_ROW(row[i].who), place[i]};
	for (size_t from = 0, next; from < n; from = next)
		rows_put(k, row + from, split_link(place, from, n, &next) - from);
}

static void
part_put(void *with, const struct split_row *row, size_t n, int deep, bool chain)
{
	struct making *k = with;

	for (size_t i = 0; i < n; i++)
		k->deep[ENTRY_ROW(row[i].who)] = (uint8_t)(deep + (chain ? CHAINED : 0));
	(chain ? chain_put : rows_put)(k, row, n);
}

/* Each of a block's rows by itself. */
static struct split_row *
rows_of_block(struct making *k, const uint64_t *entry, size_t n, size_t rows)
{
	struct split_row *out = mem_new_array(k->scratch, struct split_row, rows), *to = out;

	for (size_t i = 0; i < n; i++) {
		rows_fetch(k->b->s, ENTRY_ROW(entry[i]), ENTRY_ROWS(entry[i]));
		wide_fetch(&k->b->order[ENTRY_ROW(entry[i])]);
	}
	for (size_t i = 0; i < n; i++)
		for (uint32_t at = 0; at < ENTRY_ROWS(entry[i]); at++) {
			uint32_t row = ENTRY_ROW(entry[i]) + at;

			*to++ = (struct split_row){further_key(k->b->s, &k->b->s->model->rule[k->rule], row), k->b->order[row],
			    ENTRY(ENTRY_KEY(entry[i]), 0, row), ENTRY_MEETS_ALL(entry[i])};
		}
	split_sort(out, rows);
	return out;
}

static void
block_split(struct making *k, const uint64_t *entry, size_t n, size_t rows, uint64_t all)
{
	if (k->scratch)
		mem_reset(k->scratch);
	else
		k->scratch = mem_new();
	k->met = 0;
	split_walk(&(struct splitting){.rule = k->rule, .key = ENTRY_KEY(entry[0]), .most = k->b->most,
	    .large = k->b->known ? k->b->known->large : NULL, .part = part_put, .with = k},
	    rows_of_block(k, entry, n, rows), rows);
	k->out->told.split++;
	k->out->told.lost += all - k->met;
}

static bool
block_is_large(const struct making *k, uint64_t entry, size_t rows, uint64_t meet)
{
	const int64_t *known;

	if (!k->b->known)
		return split_is_large(k->b->most, rows, meet);
	known = int_map_find(k->b->known->large, split_node(k->rule, ENTRY_KEY(entry), 0, 0));
	return known && *known;
}

void
blocks_make(struct mem *m, const struct blocking *b, int rule, uint64_t *entry, uint64_t *work, size_t n, struct blocks *out)
{
	struct making k = {.mem = m, .b = b, .rule = rule, .deep = b->splits->deep[rule], .out = out};

	*out = (struct blocks){.entry = entry, .n = n, .at = (struct block_at *)work};
	_Static_assert(sizeof *out->at <= sizeof *work, "a block has one entry at least");
	for (size_t from = 0, to; from < n; from = to) {
		size_t rows;
		uint64_t meet;

		for (to = from + 1; to < n && entry[to] >> 33 == entry[from] >> 33; to++)
			continue;
		rows = rows_in(entry + from, to - from);
		if (rows < 2)
			continue;       /* as most are */
		meet = rows > b->most || b->known ? meeting_all(entry + from, to - from) : 0;
		if (block_is_large(&k, entry[from], rows, meet))
			block_split(&k, entry + from, to - from, rows, split_pairs(rows, meet));
		else
			block_add(&k, from, to, rows);
	}
	mem_free(k.scratch);
}
