/* Files in a folder of a test's own. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include "unit.h"

#include <dirent.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

static struct ctx c;
static char folder[64];

static inline int
folder_make(void **state)
{
	(void)state;
	c = (struct ctx){.mem = mem_new()};
	strcpy(folder, "/tmp/bairn-test-XXXXXX");
	assert_non_null(mkdtemp(folder));
	return 0;
}

static inline const char *
in_folder(const char *name)
{
	return mem_format(c.mem, "%s/%s", folder, name);
}

static inline int
folder_remove(void **state)
{
	DIR *dir = opendir(folder);

	(void)state;
	assert_non_null(dir);
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
		if (entry->d_name[0] != '.')
			(void)unlink(in_folder(entry->d_name));
	closedir(dir);
	assert_int_equal(rmdir(folder), 0);     /* nor is there anything hidden */
	mem_free(c.mem);
	return 0;
}

/* Its path. */
static inline const char *
write_file(const char *name, const char *text)
{
	const char *path = in_folder(name);
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	return path;
}

#endif
