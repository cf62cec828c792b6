/* See the header. */
#include "people/link_said.h"

#include "base/hash.h"
#include "people/link_stage.h"
#include "store/store.h"

#define SAID_LENGTH 2                   /* bytes of a trait's length */
#define LOW_HALF 0xffffffffULL

static bool
is_too_long(const struct view trait[TRAITS])
{
	for (int i = 0; i < TRAITS; i++)
		if (trait[i].n >= 1 << 8 * SAID_LENGTH)
			return true;
	return false;
}

struct view
said_pack(struct mem *m, const struct view trait[TRAITS])
{
	struct builder b = {.mem = m};

	if (is_too_long(trait))
		return (struct view){0};
	for (int i = 0; i < TRAITS; i++) {
		put_char(&b, (char)(trait[i].n & 0xff));
		put_char(&b, (char)(trait[i].n >> 8));
		put(&b, trait[i]);
	}
	return built(&b);
}

void
said_unpack(struct view said, struct view trait[TRAITS])
{
	for (int i = 0; i < TRAITS && said.n >= SAID_LENGTH; i++) {
		size_t n = (unsigned char)said.at[0] | (size_t)(unsigned char)said.at[1] << 8;

		said = (struct view){said.at + SAID_LENGTH, said.n - SAID_LENGTH};
		n = n < said.n ? n : said.n;
		trait[i] = (struct view){n ? said.at : NULL, n};
		said = (struct view){said.at + n, said.n - n};
	}
}

/* Of numbers it goes by which there are. trait NULL: they are too long to be kept. */
static uint64_t
order_make(const struct view *trait, struct view source, int64_t source_key)
{
	uint64_t says = hash_mix(8, source.at, source.n), tells = hash_mix(says, &source_key, sizeof source_key);

	for (int i = 0; i < TRAITS && trait; i++)
		says = i < TRAIT_NUMBER ? hash_mix(says, trait[i].at, trait[i].n) : hash_mix(says, &trait[i].n, sizeof trait[i].n);
	return (says & ~LOW_HALF) | (tells & LOW_HALF);
}

uint64_t
record_order(const struct view trait[TRAITS], struct view source, int64_t source_key)
{
	return order_make(is_too_long(trait) ? NULL : trait, source, source_key);
}

uint64_t
said_order(struct view said, struct view source, int64_t source_key)
{
	struct view trait[TRAITS] = {0};

	said_unpack(said, trait);
	return order_make(said.n ? trait : NULL, source, source_key);
}

enum err
said_orders(struct ctx *c, struct id_list *of, struct int_map *out)
{
	struct rows *rows;
	bool is_new;

	if (of->n == 0)
		return OK;
	TRY(stage_fill(c, of));
	rows = store_read_staged(c, "select l.identity, l.said, i.source, i.source_key from link_input l cross join identity i where "
	    IN_STAGE("l.identity") " and i.id = l.identity");
	while (rows_next(rows))
		*int_map_put(out, col_id(rows, 0), &is_new) = (int64_t)said_order(col_bytes(rows, 1), col_view(rows, 2), col_id(rows, 3));
	return rows_end(rows);
}
