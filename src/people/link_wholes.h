/* Keys that are too large, were so, or may be so soon, as a run reads them whole: what of them is too large before it and after it. */
#ifndef PEOPLE_LINK_WHOLES_H
#define PEOPLE_LINK_WHOLES_H

#include "people/link_split.h"

struct whole {
	int64_t root;
	struct key_rows kept, is;       /* who has it as it is kept; with who came and without who left */
	struct key_split before, now;   /* how these are split */
	bool read, made;
	bool ordered;                   /* order numbers of who is kept were read */
};

struct change {
	struct key_node node;
	bool was, is;
};

struct wholes {
	struct mem *mem;
	uint32_t most;
	struct split_known known;       /* large: how deep, one too high; 0: no more */
	struct { struct whole *item; size_t n, cap; } list;
	struct int_map *change_at;
	struct { struct change *item; size_t n, cap; } changes;
};

/* None, of blocks of `most`. Lives in `mem`. */
void wholes_begin(struct mem *mem, uint32_t most, struct wholes *out);
/* Splits those that are not made, anew if they were before, and notes what is too large. Appends to `parted` those who were there and of whose
 * pairs some meet or meet no more, because others came or went; NULL: nobody asks. `each`: for one record, for which no stretch of a chain is
 * better than another; else inside the write transaction. */
enum err wholes_make(struct ctx *c, struct wholes *k, bool each, struct id_list *parted) MUST_USE;
/* Writes what has become too large, and takes away what is so no more. */
enum err wholes_keep(struct ctx *c, struct wholes *k) MUST_USE;

#endif
