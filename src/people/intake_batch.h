/* A batch: one file's import, what it covers, and where it stands among the extracts of its data set. */
#ifndef PEOPLE_INTAKE_BATCH_H
#define PEOPLE_INTAKE_BATCH_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

struct dataset;
struct import_options;

struct period {
	int32_t from, until;        /* DAY_NONE: nothing */
};
struct periods LIST(struct period);

struct batch {
	int64_t id;
	const char *file, *sha256, *now, *by;
	int32_t as_at, covers_from, covers_until;
	int32_t period_until;       /* the end of the period that it is a file of, which may lie after the day it was made */
	bool everything;            /* it covers all that the source holds, of whatever date */
	bool full;                  /* a full extract of what it covers: what is missing is withdrawn */
	bool late;                  /* a newer extract of the data set was imported before */
	bool again;                 /* the very same file was imported before */
	struct periods newer;       /* that newer full extracts cover */
};

/* Works out what the file covers and when it was made: from the options, its own dates, its name, or today. */
enum err batch_date(struct ctx *c, const char *path, const struct dataset *d, const struct import_options *options,
    struct batch *b) MUST_USE;
/* The date that a file's name or folder gives (2024-11-03, 2024_autumn, 2017), as the period that it names. */
struct period name_period(struct ctx *c, const char *path, const struct dataset *d);
/* The whole day in a file's name, 2024-11-03, which is the day it was made; the last one where there are several. */
int32_t name_day(const char *path);
/* Asks the database whether newer extracts of the data set are there. Inside the transaction. */
enum err batch_place(struct ctx *c, const struct dataset *d, struct batch *b) MUST_USE;
bool batch_covers(const struct batch *b, int32_t since, int32_t until);
bool batch_newer_covers(const struct batch *b, int32_t since, int32_t until);

/* Ids drawn by the thousand. */
struct ids {
	int64_t next, end;
};
enum err ids_next(struct ctx *c, struct ids *ids, int64_t *id) MUST_USE;

#endif
