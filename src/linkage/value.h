/* How a field's values are read. */
#ifndef LINKAGE_VALUE_H
#define LINKAGE_VALUE_H

#include "linkage/code.h"
#include "linkage/words.h"

/* By linking and by encoding: a text folded; a number and a sex, 0 for what says nothing; a date, DAY_NONE. */
size_t text_fold(struct view v, char out[WORD_MOST]);
uint64_t take_number(enum link_kind kind, struct view v);
uint32_t take_sex(struct view v);
int32_t take_day(struct view v);

/* As a row holds them, 0 for what says nothing; of encodings, where `encoded`. */
uint32_t held_date(struct view v);
uint32_t held_sex(bool encoded, struct view v);
uint64_t held_number(enum link_kind kind, bool encoded, struct view v);
/* As a word is interned: the bytes written, at most WORD_MOST but of an encoding. */
size_t word_fold(enum link_kind kind, bool encoded, struct view v, char out[CODE_MOST]);

#endif
