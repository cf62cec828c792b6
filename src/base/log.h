/* The log: what an operator needs, without a name or a word of free text in it. One line an entry on standard error:
 * time, level, event, then key=value pairs whose values are ids, codes and counts. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

struct log_pair {
	const char *key;
	const char *code;           /* a code or a fixed word, or NULL for a number */
	int64_t number;
};

void log_set_level(enum log_level least);           /* main's own call; BAIRN_LOG=debug|info|warning|error */
/* `event` is a fixed word such as "import_done"; `pairs` end with a NULL key. */
void log_event(enum log_level level, const char *event, const struct log_pair *pairs);
/* LOG(LOG_INFO, "import_done", {"rows", NULL, n}, {0}) */
#define LOG(level, event, ...) log_event((level), (event), (const struct log_pair[]){__VA_ARGS__})

#endif
