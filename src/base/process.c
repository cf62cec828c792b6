/* See the header. */
#include "base/process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/err.h"

/* open() gives the lowest number that is free: what is said on a standard error that is closed would stand in the file that is opened
 * next. Opened the wrong way round, so that who uses them is told. */
static void
streams_hold(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_Exit(ERR_SYSTEM);
}

/* The system's way of saying that it cannot bring a page: the disk failed, or the file ends before it. Whatever thread this is on may
 * hold any lock, so nothing is said but by write(), and by one thread only. */
static void
page_is_lost(int signal)
{
	static const char words[] = "bairn: the disk failed while a file was read, or another program cut the file short: what was committed"
	    " is kept, and nothing else was changed; look at the machine's own log\n";
	static atomic_flag said = ATOMIC_FLAG_INIT;

	(void)signal;
	while (atomic_flag_test_and_set(&said))
		pause();
	(void)!write(STDERR_FILENO, words, sizeof words - 1);
	_Exit(ERR_SYSTEM);
}

void
process_prepare(void)
{
	struct rlimit core;

	streams_hold();
	if (getrlimit(RLIMIT_CORE, &core) == 0) {
		core.rlim_cur = 0;
		(void)setrlimit(RLIMIT_CORE, &core);
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGBUS, page_is_lost);
}
