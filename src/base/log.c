/* One line an entry on standard error, written in one call so that threads do not mix their words. */
#include "base/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *const level_names[] = {"debug", "info", "warning", "error"};

/* The process's one level: set by main before there are threads, or read once from the environment. -1: not yet. */
static atomic_int least_level = -1;

void
log_set_level(enum log_level least)
{
	atomic_store(&least_level, (int)least);
}

static int
level_now(void)
{
	int level = atomic_load(&least_level);
	const char *set;

	if (level >= 0)
		return level;
	level = LOG_INFO;
	set = getenv("BAIRN_LOG");
	for (int i = 0; set != NULL && i < 4; i++)
		if (strcmp(set, level_names[i]) == 0)
			level = i;
	atomic_store(&least_level, level);
	return level;
}

/* A code is one word; anything that would break the line or pass for another pair becomes an underscore. */
static size_t
code_put(char *to, size_t room, const char *code)
{
	size_t n = 0;

	for (; code[n] != '\0' && n + 1 < room; n++)
		to[n] = code[n] > ' ' && code[n] < 0x7f && code[n] != '=' && code[n] != '"' ? code[n] : '_';
	to[n] = '\0';
	return n;
}

void
log_event(enum log_level level, const char *event, const struct log_pair *pairs)
{
	char line[1024], when[32] = "";
	time_t now = time(NULL);
	struct tm utc;
	size_t n;

	if ((int)level < level_now())
		return;
	if (gmtime_r(&now, &utc) != NULL)
		strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
	n = (size_t)snprintf(line, sizeof line, "%s %s ", when, level_names[level]);
	n += code_put(line + n, 64, event);
	for (; pairs->key != NULL && n + 160 < sizeof line; pairs++) {
		line[n++] = ' ';
		n += code_put(line + n, 48, pairs->key);
		line[n++] = '=';
		if (pairs->code != NULL)
			n += code_put(line + n, 96, pairs->code);
		else
			n += (size_t)snprintf(line + n, 24, "%lld", (long long)pairs->number);
	}
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, n) < 0)
		return;         /* there is nowhere left to say so */
}
