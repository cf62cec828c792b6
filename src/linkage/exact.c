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
	int64_t id;                 /* the record's, so that the order of records does not matter */
	int32_t record;
	int32_t reason;
};

/* Clusters as they grow. The records that say who they are (a given name and a date of birth) hang together in a chain. */
struct union_find {
	int32_t *parent;
	int32_t *head, *tail;       /* of a root: its chain; -1 none says who it is */
	int32_t *next;
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

	if (a->reason != b->reason)
		return a->reason - b->reason;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* Letters only, in lower case: "O'Neill-Smith" and "ONEILL SMITH" meet. Bytes beyond ASCII stay as they are. 0: no letter,
 * which is no name. */
static uint64_t
name_hash(struct view name)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < name.n; i++) {
		unsigned char ch = (unsigned char)name.at[i];

		if (ch >= 'A' && ch <= 'Z')
			ch = (unsigned char)(ch - 'A' + 'a');
		if ((ch >= 'a' && ch <= 'z') || ch >= 0x80)
			hash = hash_mix(hash + 1, &ch, 1) | 1;
	}
	return hash;
}

struct prepared {
	uint64_t given, family;
	char initial;               /* of the given name, in lower case; 0 where it is no ASCII letter */
	bool says_who;              /* a given name and a date of birth */
};

static char
name_initial(struct view name)
{
	char ch = name.n ? name.at[0] : 0;

	if (ch >= 'A' && ch <= 'Z')
		return (char)(ch - 'A' + 'a');
	return ch >= 'a' && ch <= 'z' ? ch : 0;
}

/* Two records that share an identifier may still be two children. */
static bool
contradict(const struct link_record *a, const struct prepared *pa, const struct link_record *b, const struct prepared *pb)
{
	bool names_known = pa->given && pb->given, born_known = a->born != DAY_NONE && b->born != DAY_NONE;
	bool other_name = names_known && pa->given != pb->given, other_day = born_known && a->born != b->born;
	bool other_family = pa->family && pb->family && pa->family != pb->family;

	/* Twins: one day, one family name, two given names. A slip in one of name or date is forgiven, not both. */
	return (other_name && other_day) || (other_name && born_known && !other_day && !other_family &&
	    pa->initial && pb->initial && pa->initial != pb->initial);
}

static size_t
entries_make(const struct link_record *record, const struct prepared *p, size_t n, struct entry *entry)
{
	size_t made = 0;

	for (size_t i = 0; i < n; i++) {
		const struct link_record *r = &record[i];

		for (size_t k = 0; k < r->n_identifiers; k++) {
			uint64_t key = hash_mix((uint64_t)r->identifier[k].scheme + 7, &r->identifier[k].value, 8);

			entry[made++] = (struct entry){key, r->id, (int32_t)i, LINK_IDENTIFIER};
		}
		if (p[i].given && p[i].family && r->postcode.n && r->born != DAY_NONE) {
			uint64_t key = hash_mix(p[i].given, &p[i].family, 8);

			key = hash_mix(key, &r->born, sizeof r->born);
			entry[made++] = (struct entry){hash_mix(key, r->postcode.at, r->postcode.n), r->id,
			    (int32_t)i, LINK_NAME_BORN_POSTCODE};
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

/* What one run of joining works on. */
struct joining {
	const struct link_record *record;
	const struct prepared *p;
	struct union_find u;
	struct link_result *out;
};

/* Somebody of one cluster may be somebody of the other; a cluster in which nobody says who they are may be anybody. */
static bool
clusters_fit(const struct joining *j, int32_t one, int32_t other)
{
	if (j->u.head[one] < 0 || j->u.head[other] < 0)
		return true;
	for (int32_t a = j->u.head[one]; a >= 0; a = j->u.next[a])
		for (int32_t b = j->u.head[other]; b >= 0; b = j->u.next[b])
			if (!contradict(&j->record[a], &j->p[a], &j->record[b], &j->p[b]))
				return true;
	return false;
}

static void
clusters_join(struct joining *j, int32_t one, int32_t other)
{
	struct union_find *u = &j->u;

	u->parent[one] = other;
	if (u->head[one] < 0)
		return;
	if (u->head[other] < 0)
		u->head[other] = u->head[one];
	else
		u->next[u->tail[other]] = u->head[one];
	u->tail[other] = u->tail[one];
}

/* Joins two records that share a key, where nothing speaks against it. */
static bool
records_join(struct joining *j, int32_t a, int32_t b, enum link_reason reason)
{
	int32_t one = find(&j->u, a), other = find(&j->u, b);

	if (contradict(&j->record[a], &j->p[a], &j->record[b], &j->p[b]) ||
	    (one != other && !clusters_fit(j, one, other)))
		return false;
	if (one != other)
		clusters_join(j, one, other);
	reason_raise(j->out, a, reason);
	reason_raise(j->out, b, reason);
	return true;
}

/* First those who say who they are (`saying`), then all: so a record that says little follows one child, and does not
 * make one of two. */
static void
entries_join(struct joining *j, const struct entry *entry, size_t n, bool saying)
{
	for (size_t from = 0, i = 1; i < n; i++) {
		int32_t a = entry[i].record;

		if (entry[i].key != entry[from].key || entry[i].reason != entry[from].reason) {
			from = i;
			continue;
		}
		if (saying && !j->p[a].says_who)
			continue;
		/* Against the records of this key so far, the nearest first: one that fits is enough. */
		for (size_t k = i; k-- > from && i - k < 32;) {
			int32_t b = entry[k].record;

			if (saying && !j->p[b].says_who)
				continue;
			if (records_join(j, a, b, (enum link_reason)entry[i].reason))
				break;
			if (saying || !j->p[a].says_who || !j->p[b].says_who)
				j->out->refused++;
		}
	}
}


void
link_exact(struct mem *mem, const struct link_record *record, size_t n, struct link_result *out)
{
	struct prepared *p = mem_new_array(mem, struct prepared, n + 1);
	struct joining j = {.record = record, .p = p, .out = out, .u = {mem_new_array(mem, int32_t, n + 1),
	    mem_new_array(mem, int32_t, n + 1), mem_new_array(mem, int32_t, n + 1), mem_new_array(mem, int32_t, n + 1)}};
	struct entry *entry;
	size_t entries = 0;

	*out = (struct link_result){.cluster = mem_new_array(mem, int32_t, n + 1),
	    .reason = mem_new_array(mem, enum link_reason, n + 1), .weight = mem_new_array(mem, float, n + 1)};
	for (size_t i = 0; i < n; i++) {
		p[i] = (struct prepared){name_hash(record[i].given), name_hash(record[i].family), name_initial(record[i].given),
		    false};
		p[i].says_who = p[i].given && record[i].born != DAY_NONE;
		j.u.parent[i] = (int32_t)i;
		j.u.head[i] = j.u.tail[i] = p[i].says_who ? (int32_t)i : -1;
		j.u.next[i] = -1;
		entries += record[i].n_identifiers + 1;
	}
	entry = mem_new_array(mem, struct entry, entries + 1);
	entries = entries_make(record, p, n, entry);
	qsort(entry, entries, sizeof *entry, entry_order);
	entries_join(&j, entry, entries, true);
	entries_join(&j, entry, entries, false);
	for (size_t i = 0; i < n; i++)
		out->cluster[i] = -1;
	for (size_t i = 0; i < n; i++) {
		int32_t root = find(&j.u, (int32_t)i);

		if (out->cluster[root] < 0)
			out->cluster[root] = (int32_t)out->clusters++;
		out->cluster[i] = out->cluster[root];
	}
}
