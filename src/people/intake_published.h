/* The rows of one file of published numbers become observations. */
#ifndef PEOPLE_INTAKE_PUBLISHED_H
#define PEOPLE_INTAKE_PUBLISHED_H

#include "base/err.h"

struct importing;
struct progress;

/* Reads the file and writes its numbers and measures, in the open transaction. */
enum err published_import(struct importing *m, const char *path, struct progress *progress) MUST_USE;

#endif
