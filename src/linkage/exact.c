/* Exact linkage: a shared identifier, or the same names, date of birth and postcode. An identifier that two children
 * share by mistake (a wrong UPN, twins mixed up) joins nobody whose given name and date of birth both differ, nor two of
 * one date of birth whose given names differ. */
#include "linkage/linkage.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/mem.h"

/* Weights in bits, by their usual order of size; the real engine estimates its own. */
#define WEIGHT_IDENTIFIER 20.0f
#define WEIGHT_NAME 15.0f

/* One key under which records meet. */
struct entry {
	uint64_t key;
	int32_t record;
	int32_t reason;
};

struct union_find {
	int32_t *parent;
};

static int32_t
find(struct union_find *u, int32_t i)
{
	while (u->parent[i] != i) {
		u->parent[i] = u->parent[u->parent[i]];
		i = u->parent[i];
	}
	return i;
}

static int
entry_order(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* Letters only, in lower case: "O'Neill-Smith" and "ONEILL SMITH" meet. Bytes beyond ASCII stay as they are. */
static uint64_t
name_hash(struct view name)
{
	uint64_t hash = 1;

	for (size_t i = 0; i < name.n; i++) {
		unsigned char ch = (unsigned char)name.at[i];

		if (ch >= 'A' && ch <= 'Z')
			ch = (unsigned char)(ch - 'A' + 'a');
		if ((ch >= 'a' && ch <= 'z') || ch >= 0x80)
			hash = hash_mix(hash, &ch, 1);
	}
	return hash;
}

struct prepared {
	uint64_t given, family;
};

/* Two records that share an identifier may still be two children. */
static bool
contradict(const struct link_record *a, const struct prepared *pa, const struct link_record *b, const struct prepared *pb)
{
	bool names_known = a->given.n && b->given.n, born_known = a->born != DAY_NONE && b->born != DAY_NONE;
	bool other_name = names_known && pa->given != pb->given, other_day = born_known && a->born != b->born;
	bool other_family = a->family.n && b->family.n && pa->family != pb->family;

	/* Twins: one day, one family name, two given names. A slip in one of name or date is forgiven, not both. */
	return (other_name && other_day) || (other_name && born_known && !other_day && !other_family && names_known &&
	    a->given.at[0] != b->given.at[0]);
}

static size_t
entries_make(const struct link_record *record, const struct prepared *p, size_t n, struct entry *entry)
{
	size_t made = 0;

	for (size_t i = 0; i < n; i++) {
		const struct link_record *r = &record[i];

		for (size_t k = 0; k < r->n_identifiers; k++) {
			uint64_t key = hash_mix((uint64_t)r->identifier[k].scheme + 7, &r->identifier[k].value, 8);

			entry[made++] = (struct entry){key, (int32_t)i, LINK_IDENTIFIER};
		}
		if (r->given.n && r->family.n && r->postcode.n && r->born != DAY_NONE) {
			uint64_t key = hash_mix(p[i].given, &p[i].family, 8);

			key = hash_mix(key, &r->born, sizeof r->born);
			entry[made++] = (struct entry){hash_mix(key, r->postcode.at, r->postcode.n), (int32_t)i,
			    LINK_NAME_BORN_POSTCODE};
		}
	}
	return made;
}

static void
reason_raise(struct link_result *out, int32_t i, enum link_reason reason)
{
	static const float weight[] = {0, WEIGHT_IDENTIFIER, WEIGHT_NAME};

	if (weight[reason] > out->weight[i]) {
		out->weight[i] = weight[reason];
		out->reason[i] = reason;
	}
}

static void
entries_join(const struct link_record *record, const struct prepared *p, const struct entry *entry, size_t n,
    struct union_find *u, struct link_result *out)
{
	for (size_t from = 0, i = 1; i < n; i++) {
		int32_t a, b;

		if (entry[i].key != entry[from].key) {
			from = i;
			continue;
		}
		a = entry[i].record;
		/* Against the records of this key so far, the nearest first: one that fits is enough. */
		for (size_t k = i; k-- > from && i - k < 32;) {
			b = entry[k].record;
			if (entry[i].reason == LINK_IDENTIFIER && contradict(&record[a], &p[a], &record[b], &p[b])) {
				out->refused++;
				continue;
			}
			u->parent[find(u, a)] = find(u, b);
			reason_raise(out, a, (enum link_reason)entry[i].reason);
			reason_raise(out, b, (enum link_reason)entry[i].reason);
			break;
		}
	}
}

void
link_exact(struct mem *mem, const struct link_record *record, size_t n, struct link_result *out)
{
	struct prepared *p = mem_new_array(mem, struct prepared, n + 1);
	struct union_find u = {mem_new_array(mem, int32_t, n + 1)};
	struct entry *entry;
	size_t entries = 0;

	*out = (struct link_result){.cluster = mem_new_array(mem, int32_t, n + 1),
	    .reason = mem_new_array(mem, enum link_reason, n + 1), .weight = mem_new_array(mem, float, n + 1)};
	for (size_t i = 0; i < n; i++) {
		p[i] = (struct prepared){name_hash(record[i].given), name_hash(record[i].family)};
		u.parent[i] = (int32_t)i;
		entries += record[i].n_identifiers + 1;
	}
	entry = mem_new_array(mem, struct entry, entries + 1);
	entries = entries_make(record, p, n, entry);
	qsort(entry, entries, sizeof *entry, entry_order);
	entries_join(record, p, entry, entries, &u, out);
	for (size_t i = 0; i < n; i++)
		out->cluster[i] = -1;
	for (size_t i = 0; i < n; i++) {
		int32_t root = find(&u, (int32_t)i);

		if (out->cluster[root] < 0)
			out->cluster[root] = (int32_t)out->clusters++;
		out->cluster[i] = out->cluster[root];
	}
}
