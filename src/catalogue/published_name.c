/* Takes from a file's name what changes from one edition to the next. */
#include "catalogue/published_name.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"

static const char *const extensions[] = { ".gz", ".csv" };

static bool
ends_with(struct view v, const char *end)
{
	size_t n = strlen(end);

	return v.n > n && view_is_fold((struct view){v.at + v.n - n, n}, end);
}

/* A run of digits, of "to", or of brackets, at the end, together with what joins it to the rest. */
static size_t
edition_length(struct view v)
{
	size_t n = v.n, digits = 0;

	if (n && v.at[n - 1] == ')')
		n--;
	while (n && isdigit((unsigned char)v.at[n - 1]))
		n--, digits++;
	if (digits && n && v.at[n - 1] == '(')
		return v.n - n + 1;
	if (v.n - n != digits || (digits && digits != 2 && digits != 4 && digits != 6 && digits != 8))
		return 0;
	if (!digits && ends_with(v, "_to"))
		return 3;
	if (!digits && ends_with(v, "-to"))
		return 3;
	/* 18 is an age unless a year or a month stands before it */
	if (!digits || n < 2 || !strchr("_- ", v.at[n - 1]) || (digits == 2 && !isdigit((unsigned char)v.at[n - 2])))
		return 0;
	return digits + 1;
}

const char *
published_file_name(struct mem *m, struct view path)
{
	struct view v = path;
	size_t cut;

	for (size_t i = 0; i < path.n; i++)
		if (path.at[i] == '/')
			v = (struct view){path.at + i + 1, path.n - i - 1};
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		if (ends_with(v, extensions[i]))
			v.n -= strlen(extensions[i]);
	while (v.n && ((cut = edition_length(v)) != 0 || v.at[v.n - 1] == ' '))
		v.n -= cut ? cut : 1;
	return view_copy(m, v);
}
