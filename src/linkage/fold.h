/* Names and numbers as linking compares them, so that what is written otherwise and means the same is the same bytes. */
#ifndef LINKAGE_FOLD_H
#define LINKAGE_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* A name as linking compares it: lower case ASCII where it can be (accents of Latin-1, Latin Extended-A, -B and Additional
 * taken off, ligatures and Eszett and thorn spelt out), apostrophes and full stops dropped, hyphens, slashes and runs of
 * white space one space, other punctuation and digits dropped; letters of other scripts stay as UTF-8; a byte that is no
 * UTF-8 is read as Windows-1252. Placeholders are not known here. What is folded folds to itself. Returns the bytes written,
 * at most `cap` (cut at a character); `out` may not overlap and is not ended by NUL. */
size_t name_fold(struct view in, char *out, size_t cap);

/* An identifier: ASCII letters and digits alone, upper case. Returns the bytes written, at most `cap`. */
size_t identifier_fold(struct view in, char *out, size_t cap);

/* Whether it is one sign, again and again: 0000000000. */
bool signs_are_alike(struct view v);

/* Whether a folded unique pupil number is valid: a check letter, eleven digits and one more or, in a temporary number, a
 * letter. The letter is the sum of each digit by its place (2 to 13), modulo 23, of the alphabet without I, O and S (UK
 * Government Data Standards Catalogue, Unique Pupil Number 2.0). Whether the authority in it exists is not looked at. */
bool upn_valid(struct view folded);

/* Whether a folded NHS number is valid: ten digits, the last a check by modulus 11 (NHS Data Dictionary). Ten like digits,
 * which pass the check and stand for "not known" in files, are not. */
bool nhs_number_valid(struct view folded);

#endif
