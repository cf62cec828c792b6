/* Names and texts, interned: each once, numbered in the order in which they came. */
#ifndef LINKAGE_WORDS_H
#define LINKAGE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "linkage/similar.h"

#define WORD_MOST 60                    /* bytes of a folded name or text that count */

/* An interned name or text. */
struct word {
	uint32_t at;                    /* where its letters are */
	uint32_t hash;
	uint32_t count[2];              /* records that have it: as the given name (or the text), as the family name */
	uint8_t n;
	uint8_t initial;
	bool means_nothing;             /* "baby", "not known": as if nothing were written */
	bool is_placeholder;            /* learned: the same of a given name (linkage/placeholder.h) */
};

struct words {
	struct word *item;              /* item[0] is nobody's */
	struct heard {                  /* by word: what is asked of words most */
		uint32_t sound;         /* how it sounds; its hash, where it has no sound */
		struct outline outline; /* what letters it has */
	} *heard;
	size_t n, cap;
	char *letters;
	size_t letters_n, letters_cap;
	uint32_t *slot;                 /* open addressing; 0 empty */
	size_t slots;                   /* a power of two */
	bool encoded;                   /* letters are the bytes of encodings (linkage/code.h) */
};

static inline struct view
letters_of(const struct words *w, uint32_t word)
{
	return (struct view){w->letters + w->item[word].at, w->item[word].n};
}

void words_start(struct words *w);
void words_free(struct words *w);
size_t words_held(const struct words *w);       /* bytes */

/* A word's number; new where it was not there. 0 for an empty one. */
uint32_t word_intern(struct words *w, struct view folded);
uint32_t word_find(const struct words *w, struct view folded);  /* 0 where it is not there */

/* The same of some, at most WORDS_AT_ONCE, in this order: what of memory they need is fetched for all of them side by side. */
#define WORDS_AT_ONCE 32
void words_intern(struct words *w, const struct view *folded, uint32_t *number, size_t n);

/* Names that stand for the lack of one. */
bool name_says_nothing(struct view folded);

#endif
