/* See the header. */
#include "store/datums.h"

#include <string.h>

static bool
has_bytes(const struct datum *d)
{
	return d->kind >= DATUM_TEXT && d->at != NULL;
}

size_t
datums_size(const struct datum *d, int n)
{
	size_t size = 0;

	for (int i = 0; i < n; i++)
		size += sizeof *d + (has_bytes(&d[i]) ? d[i].size : 0);
	return size;
}

static char *
append(char *to, const void *bytes, size_t n)
{
	if (n)
		memcpy(to, bytes, n);
	return to + n;
}

char *
datums_put(char *to, const struct datum *d, int n)
{
	for (int i = 0; i < n; i++) {
		to = append(to, &d[i], sizeof *d);
		if (has_bytes(&d[i]))
			to = append(to, d[i].at, d[i].size);
	}
	return to;
}

const char *
datums_get(const char *at, struct datum *d, int n)
{
	for (int i = 0; i < n; i++) {
		memcpy(&d[i], at, sizeof *d);
		at += sizeof *d;
		if (has_bytes(&d[i])) {
			d[i].at = at;
			at += d[i].size;
		}
	}
	return at;
}
