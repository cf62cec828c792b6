/* See the header. */
#include "linkage/stored_keys.h"

int
stored_keys(const struct keying *keying, uint32_t record, struct stored_key out[LINK_RULES])
{
	const struct link_set *s = keying->s;
	uint32_t place = place_of(s, record);

	for (int r = 0; r < s->model->n_rules; r++) {
		out[r].key = key_of(keying, r, row_of(s, place));
		out[r].further = out[r].key ? further_key(s, &s->model->rule[r], place) : 0;
	}
	return s->model->n_rules;
}

int
stored_keys_met(const struct keying *keying, int rule, uint32_t key, uint32_t out[2])
{
	int n = 0;

	out[n++] = key | 1;
	if (keying->rule[rule].n_lacking && (key & 1))
		out[n++] = key & ~1u;
	return n;
}
