/* Where a test's database lies: in a file of its folder or, when BAIRN_TEST_POSTGRES names a server (tests/postgres.sh
 * starts one for a run), in a schema of its own there. So the same test runs on both engines. */
#ifndef TESTS_DATABASE_H
#define TESTS_DATABASE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

static inline bool
database_is_postgres(void)
{
	return getenv("BAIRN_TEST_POSTGRES") != NULL;
}

/* Makes a folder of its own for a test, whose name begins so: in memory where there is room, for what tests end is a process and never
 * the machine, and half of what a small database takes on a disk is waiting for it. */
static inline char *
folder_make(char *folder, size_t size, const char *name)
{
	struct statvfs room;
	bool in_memory = statvfs("/dev/shm", &room) == 0 && room.f_bavail > (1u << 30) / room.f_frsize && access("/dev/shm", W_OK) == 0;

	snprintf(folder, size, "%s/bairn-%s-XXXXXX", in_memory ? "/dev/shm" : "/tmp", name);
	return mkdtemp(folder);
}

/* Writes the address of one more database into `address`; `file` is its path, and beside that lies its key. */
static inline void
database_at(char *address, size_t size, const char *file)
{
	static int made;
	const char *server = getenv("BAIRN_TEST_POSTGRES");
	char key[256];

	if (server == NULL) {
		snprintf(address, size, "%s", file);
		return;
	}
	snprintf(address, size, "%s&schema=t%d_%d", server, (int)getpid(), ++made);
	snprintf(key, sizeof key, "%s.key", file);
	setenv("BAIRN_KEY_FILE", key, 1);
}

/* Instead of a test program's tests, where no server is. */
static inline int
no_server(void)
{
	puts("1..1\nok 1 # SKIP there is no PostgreSQL here: make unit-postgres, or tests/postgres.sh COMMAND");
	return 0;
}

/* First line of a test of what only SQLite has (a file, a lock, a pragma). */
#define SQLITE_ONLY() ONLY_WHERE(!database_is_postgres())
/* The same of what only PostgreSQL has. */
#define POSTGRES_ONLY() ONLY_WHERE(database_is_postgres())
#define ONLY_WHERE(here)                               \
	do {                                           \
		if (!(here)) {                         \
			skip();                        \
			return;                        \
		}                                      \
	} while (0)

#endif
